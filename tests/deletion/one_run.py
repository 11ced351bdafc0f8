"""Runs of one plan over a real connection, each in a forked process that kills itself at a given step.

`python -m tests.deletion.one_run HOME PLATFORM`: the first line on standard input is the credentials as JSON,
each further one `STEP MINUTES`: at which step to kill it (0: never), and how late it is by the held clock.
Answers each with `killed`, `ended` or `failed`.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from datetime import timedelta
from pathlib import Path
from typing import Any

from auditor import deletion
from auditor.model import StoredAccount
from auditor.store import key, open_vault
from connectors import live_platforms
from connectors.credentials import Credentials
from connectors.live import Connection
from tests.connectors.live.held_clock import START, HeldClock
from tests.deletion.killed import Steps


def main() -> None:
    """See the module's text."""
    key.ITERATIONS = 1_000
    told = json.loads(sys.stdin.readline())
    given = Credentials(told["server"], told["secrets"], tuple(told["scopes"]), may_delete=True)
    # Whatever libraries it needs are loaded once; nothing is asked of the network yet.
    live_platforms.of(sys.argv[2]).open(given, lambda renewed: None, HeldClock()).close()
    for line in sys.stdin:
        at, minutes = map(int, line.split())
        child = os.fork()
        if child == 0:
            code = 1
            try:
                run(Path(sys.argv[1]), sys.argv[2], given, at, minutes)
                code = 0
            except BaseException:
                traceback.print_exc()
                raise
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        ended = "failed" if os.WIFEXITED(status) and os.WEXITSTATUS(status) else "ended"
        print("killed" if os.WIFSIGNALED(status) else ended, flush=True)


def run(home: Path, platform: str, given: Credentials, at: int, minutes: int) -> None:
    """One run."""
    steps = Steps(at)
    clock = HeldClock(START + timedelta(minutes=minutes), on_sleep=steps.step)

    def opened(account: StoredAccount) -> Connection:
        connection: Any = live_platforms.of(platform).open(given, lambda renewed: None, clock)
        return steps.around(connection)  # type: ignore[return-value]

    with open_vault(home, clock=clock.now) as vault:
        (plan,) = vault.plans.list()
        assert vault._connections._writer is not None
        vault._connections._writer.conn.set_trace_callback(steps.step)
        told = deletion.run(vault, plan.id, opened, clock)
        assert not told.troubles or all(one.is_passing for one in told.troubles), told.troubles


if __name__ == "__main__":
    main()
