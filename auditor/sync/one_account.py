"""Syncs one account: its bio, then each of its lists. Knows no platform, no SQL and no keyring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from auditor.model import Progress, StoredAccount
from auditor.store import Vault, live_source
from auditor.sync.patience import Patience, Stopped, Tick
from auditor.sync.summary import Synced
from auditor.sync.walking import Tally, Walker, is_whole_due
from connectors.clock import Clock
from connectors.live import Connection, Estimate

_PAGE = 100
"""Items on the longest page of any platform that wants to be paid."""
_NEW = "Only what is new is read: about one page of each list."


def sync(
    vault: Vault,
    account: StoredAccount,
    connection: Connection,
    clock: Clock,
    *,
    is_full: bool = False,
    progress: Progress | None = None,
    tick: Tick | None = None,
    stop: Callable[[], bool] | None = None,
) -> Synced:
    """Bring in what is new on the account: its bio, then its items, the newest first.

    Goes on where the last sync was stopped or killed. Edits and what has vanished are noticed where a list
    is read whole: the first time, once a day where it costs nothing, and with `is_full`. `progress` counts
    items; `tick` is told what is left of a wait; `stop` is asked between pages and while waiting.
    Raises: PartlyDone where the platform asks to wait for long or can't be reached; LiveError where the owner
    has to do something. What was read by then is kept, and the next sync goes on.
    """
    patience = Patience(clock, tick, stop)
    run = vault.imports.begin_sync(account.id, live_source(account.account.platform), clock.now())
    tally, doubts = Tally(), list[str]()
    session = Walker(vault, account, connection, patience, run, clock.now, tally, _counting(progress), doubts)
    is_whole, is_stopped = True, False
    try:
        _keep_profile(vault, account, connection, patience)
        for stream in connection.streams:
            is_whole = session.read(stream, is_full=is_full) and is_whole
    except Stopped:
        is_stopped, is_whole = True, False
    finally:
        _finish(vault, account, run, tally)
    return Synced(
        account=vault.accounts.get(account.id),
        added=tally.added,
        changed=tally.changed,
        unchanged=tally.unchanged,
        vanished=tally.vanished,
        returned=tally.returned,
        unread=tally.unread,
        pages=tally.pages,
        requests=patience.requests,
        billed=tally.billed,
        cost_low=tally.cost_low,
        cost_high=tally.cost_high,
        is_full=is_whole and bool(connection.streams),
        is_stopped=is_stopped,
        note=connection.note,
        doubts=tuple(doubts),
    )


def estimate(
    vault: Vault, account: StoredAccount, connection: Connection, clock: Clock, *, is_full: bool = False
) -> Estimate:
    """What the next sync will take, told before anything is spent.

    Raises: LiveError.
    """
    states = [vault.streams.get(account.id, stream.name) for stream in connection.streams]
    known = vault.items.count_of(account.id)
    if any(is_whole_due(state, clock.now(), is_full=is_full) for state in states):
        return connection.estimate(known)
    if any(state and state.billed for state in states):
        return _of_new(connection.estimate(known), known, len(states))
    return Estimate(None, len(states), note=_NEW)


def _of_new(whole: Estimate, known: int, lists: int) -> Estimate:
    """What it costs to read what is new alone: where something is, one page beyond it is read too."""
    new = max(0, (whole.items or 0) - known)
    low, high = max(_PAGE, new), _PAGE * (-(-max(new, 1) // _PAGE) + 1)
    return replace(
        whole,
        items=None,
        requests=lists,
        cost_low=round(low * whole.read_low, 3),
        cost_high=round(high * whole.read_high, 3),
        note=f"{_NEW} {whole.note}",
    )


def _keep_profile(vault: Vault, account: StoredAccount, connection: Connection, patience: Patience) -> None:
    profile = patience.ask(connection.profile, connection)
    # As it stands by now: its handle may have changed since `account` was looked up.
    known = vault.accounts.get(account.id).account
    vault.accounts.upsert(known, profile, live_source(known.platform))


def _counting(progress: Progress | None) -> Callable[[int], None]:
    def count(items: int) -> None:
        if progress:
            progress(items, None)

    return count


def _finish(vault: Vault, account: StoredAccount, run: int, tally: Tally) -> None:
    vault.imports.finish_sync(
        run,
        sum(state.lacking for state in vault.streams.list(account.id)),
        account=account.id,
        added=tally.added,
        changed=tally.changed,
        vanished=tally.vanished,
        returned=tally.returned,
        pages=tally.pages,
        billed=tally.billed,
        cost_low=round(tally.cost_low, 4),
        cost_high=round(tally.cost_high, 4),
    )
