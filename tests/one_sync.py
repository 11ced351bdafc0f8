"""One sync in a process of its own, so that a test can kill it: `python -m tests.one_sync HOME PLATFORM`.

Its credentials come in as JSON on standard input.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from auditor import sync as syncing
from auditor.store import key, open_vault
from connectors import live_platforms
from connectors.clock import SystemClock
from connectors.credentials import Credentials


def main() -> None:
    """See the module's text."""
    key.ITERATIONS = 1_000
    told = json.load(sys.stdin)
    clock = SystemClock()
    with open_vault(Path(sys.argv[1])) as vault:
        (account,) = vault.accounts.list()
        given = Credentials(told["server"], told["secrets"], tuple(told["scopes"]))
        connection = live_platforms.of(sys.argv[2]).open(given, lambda renewed: None, clock)
        print("begins", flush=True)
        syncing.sync(vault, account, connection, clock, is_full=True)
        connection.close()


if __name__ == "__main__":
    main()
