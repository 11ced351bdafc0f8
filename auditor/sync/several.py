"""Syncs several accounts at once, each in a thread of its own. Knows no platform and no SQL."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

from auditor.errors import AuditorError
from auditor.model import StoredAccount
from auditor.store import Vault
from auditor.sync.one_account import sync
from auditor.sync.patience import Patience, Stopped
from auditor.sync.summary import Synced
from connectors.clock import Clock
from connectors.errors import LiveError
from connectors.live import Connection

AT_ONCE = 4
"""Accounts that are read at the same time; most of a sync is waiting for somebody's server."""

Open = Callable[[StoredAccount], Connection]
"""Such as `auditor.connections.opened`, bound to a vault and a clock."""


@dataclass(frozen=True, slots=True)
class AccountSync:
    """What came of one account of several; neither where the owner stopped it before it began."""

    account: StoredAccount
    synced: Synced | None = None
    error: AuditorError | LiveError | None = None


def sync_all(
    vault: Vault,
    accounts: Sequence[StoredAccount],
    open: Open,
    clock: Clock,
    *,
    is_full: bool = False,
    at_once: int = AT_ONCE,
    progress: Callable[[StoredAccount, int], None] | None = None,
    tick: Callable[[StoredAccount, timedelta], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> list[AccountSync]:
    """Sync these accounts, some at the same time, and return what came of each, in their order.

    Trouble with one never stops another. `progress` is told of an account's items, `tick` of its waits, both
    out of its thread; `stop` ends all between two pages. Closes every connection.
    """
    is_over = threading.Event()

    def is_stopped() -> bool:
        return is_over.is_set() or bool(stop and stop())

    def one(account: StoredAccount) -> AccountSync:
        ticking = (lambda left: tick(account, left)) if tick else None
        counting = (lambda items, _: progress(account, items)) if progress else None
        try:
            with closing(Patience(clock, ticking, is_stopped).ask(lambda: open(account))) as connection:
                told = sync(
                    vault,
                    account,
                    connection,
                    clock,
                    is_full=is_full,
                    progress=counting,
                    tick=ticking,
                    stop=is_stopped,
                )
            return AccountSync(account, told)
        except Stopped:
            return AccountSync(account)
        except (AuditorError, LiveError) as error:
            return AccountSync(account, error=error)

    with ThreadPoolExecutor(max(1, min(at_once, len(accounts))), "sync") as pool:
        begun = [pool.submit(one, account) for account in accounts]
        try:
            return [each.result() for each in begun]
        except BaseException:
            # Ctrl-C, or a fault of ours: the others come to the end of their page, and keep it.
            is_over.set()
            raise
