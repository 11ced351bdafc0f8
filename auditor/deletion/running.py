"""Carries out a confirmed plan, account by account, at the pace that each allows, and can be killed anywhere.

Knows no platform, no SQL and no screen. Connections are handed in, opened and compared with the account.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from auditor.deletion import journal
from auditor.deletion.one_account import UNCERTAIN, OneAccount
from auditor.deletion.told import At, Options, RunSummary, Tally, Trouble
from auditor.errors import InputError
from auditor.hold import pending_hold
from auditor.model import EntryState, Plan, PlanEntry, StoredAccount
from auditor.store.errors import NotInVault
from connectors.clock import Clock, wait_until
from connectors.errors import LiveError
from connectors.live import Connection

if TYPE_CHECKING:
    from auditor.store import Vault

Open = Callable[[StoredAccount], Connection]
"""Such as `auditor.connections.opened`, bound to a vault and a clock."""
WAITING = frozenset({EntryState.QUEUED, *UNCERTAIN})
"""What a run has to do with, where an API can delete it."""
LONGEST_WAIT = timedelta(hours=2)
"""What would go on later than that is for another evening."""
_RUNNING = threading.Lock()
"""One run at a time; between processes the vault's own lock sees to it."""


class _Paused(Exception):
    """Nothing is wrong, and it ends here for today. Never leaves this module."""


def under_way(vault: Vault) -> list[Plan]:
    """The confirmed plans of which a run has something to ask for or to look at, the oldest first."""
    plans = [plan for plan in vault.plans.list() if plan.confirmed_at is not None]
    return [plan for plan in reversed(plans) if any(_is_runs(entry) for entry in plan.entries)]


def run(
    vault: Vault,
    plan_id: str,
    open: Open,
    clock: Clock,
    *,
    options: Options | None = None,
    progress: Callable[[At], None] | None = None,
    tick: Callable[[timedelta], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> RunSummary:
    """Ask for what the plan holds and a connected account can delete, one item at a time.

    Before each: it is still decided, unchanged here and there, and its copy reads back. What was asked for
    earlier and not seen to be gone is looked at first. `progress` is told after each step, `tick` what is
    left of a wait; `stop` is asked between items and while waiting, and nothing is lost by it, nor by a kill.
    A dry run may be of a plan that is not confirmed yet; it asks for nothing and writes nothing.
    Raises:
        InputError: not confirmed, too early, a hold is pending, or another run is under way. NotInVault: no
        such plan. VaultError: a copy is damaged. Trouble with an account is told in the summary.
    """
    if not _RUNNING.acquire(blocking=False):
        raise InputError("Another plan is being carried out just now.", "Wait until it ends, or stop it.")
    try:
        return _run(vault, plan_id, open, clock, options or Options(), progress, tick, stop)
    finally:
        _RUNNING.release()


def _run(
    vault: Vault,
    plan_id: str,
    open: Open,
    clock: Clock,
    options: Options,
    progress: Callable[[At], None] | None,
    tick: Callable[[timedelta], None] | None,
    stop: Callable[[], bool] | None,
) -> RunSummary:
    plan = vault.plans.get(plan_id)
    _require_ready(vault, plan, clock.now(), options)
    troubles: list[Trouble] = []
    parts: list[OneAccount] = []
    paused, next_at = "", None
    try:
        for account, entries in _by_account(vault, plan, options):
            part = _part(vault, plan, account, open, clock, options, entries, troubles)
            parts += [part] if part else []
        next_at = _go_on(vault, parts, clock, options, progress, tick, stop or (lambda: False))
    except _Paused as pause:
        paused = str(pause)
        next_at = min((at for part in parts if (at := part.next_at())), default=None)
    finally:
        for part in parts:
            part.connection.close()
    return _summary(vault, plan, parts, troubles, options, paused, next_at)


def _require_ready(vault: Vault, plan: Plan, now: datetime, options: Options) -> None:
    if pending_hold(vault) is not None:
        raise InputError(
            "A complaint, claim or inquiry is pending, so every plan is on hold: preserve, do not delete.",
            "Ask counsel or your privacy officer; answer the question anew when that is settled.",
        )
    if options.is_dry:
        return
    if plan.confirmed_at is None:
        raise InputError(
            "This plan is not confirmed.", f"`audit-tui delete --confirm {plan.id}` asks for it."
        )
    if plan.not_before is not None and now < plan.not_before:
        raise InputError(
            f"This plan waits until {plan.not_before.astimezone():%Y-%m-%d %H:%M}, as you chose.",
            "Until then entries can be taken out; `audit-tui delete --resume` goes on afterwards.",
        )


def _is_runs(entry: PlanEntry) -> bool:
    return not entry.by_hand and entry.state in WAITING


def _by_account(vault: Vault, plan: Plan, options: Options) -> list[tuple[StoredAccount, list[PlanEntry]]]:
    states = WAITING | ({EntryState.PLANNED} if options.is_dry else set())
    entries = [entry for entry in plan.entries if not entry.by_hand and entry.state in states]
    entries.sort(key=lambda entry: entry.account_id)
    found: list[tuple[StoredAccount, list[PlanEntry]]] = []
    for account_id, group in groupby(entries, key=lambda entry: entry.account_id):
        try:
            found.append((vault.accounts.get(account_id), list(group)))
        except NotInVault:
            # The account was removed from the vault: nobody is signed in there, so nothing can be asked.
            continue
    return found


def _part(
    vault: Vault,
    plan: Plan,
    account: StoredAccount,
    open: Open,
    clock: Clock,
    options: Options,
    entries: Sequence[PlanEntry],
    troubles: list[Trouble],
) -> OneAccount | None:
    platform, handle = account.account.platform, account.account.handle
    connected = vault.connections.get(account.id)
    if connected is not None and not connected.may_delete and not options.is_dry:
        troubles.append(
            Trouble(
                platform,
                handle,
                "This account is connected to read only.",
                f"`audit-tui connect {platform} --may-delete` asks for the right to delete.",
            )
        )
        return None
    try:
        connection = open(account)
    except LiveError as error:
        troubles.append(Trouble(platform, handle, error.what, error.todo, error.is_passing))
        return None
    pasts = journal.of_plan(vault, plan.id)
    return OneAccount(vault, plan.id, account, connection, clock, options, entries, pasts)


def _go_on(
    vault: Vault,
    parts: Sequence[OneAccount],
    clock: Clock,
    options: Options,
    progress: Callable[[At], None] | None,
    tick: Callable[[timedelta], None] | None,
    stop: Callable[[], bool],
) -> datetime | None:
    """Let whoever is ready first do its next step, until nobody has one.

    Raises: _Paused, VaultError.
    """
    total = sum(part.left for part in parts)

    def ticking(left: timedelta) -> None:
        if stop():
            raise _Paused("You stopped it.")
        if tick:
            tick(left)

    while True:
        if stop():
            raise _Paused("You stopped it.")
        ready = [(at, number) for number, part in enumerate(parts) if (at := part.next_at()) is not None]
        if not ready:
            return None
        at, number = min(ready)
        _require_time(at, clock.now(), options, is_asking=parts[number].is_asking_next())
        if progress:
            progress(_at(parts, total, at))
        wait_until(clock, at, ticking)
        # The machine may have slept through the night meanwhile.
        _require_time(at, clock.now(), options, is_asking=parts[number].is_asking_next())
        if pending_hold(vault) is not None:
            raise _Paused("A hold was put on every plan meanwhile.")
        parts[number].step()


def _require_time(at: datetime, now: datetime, options: Options, *, is_asking: bool) -> None:
    if options.until is not None and is_asking and max(at, now) >= options.until:
        raise _Paused("That is the time at which you wanted it to end.")
    if at - now > LONGEST_WAIT:
        raise _Paused("That is enough for today: more at a stroke could look like a break-in.")


def _at(parts: Sequence[OneAccount], total: int, at: datetime) -> At:
    gone = sum(part.tally.gone + part.tally.already_gone for part in parts)
    done = max((part.done_at() for part in parts if part.left), default=None)
    return At(gone, total, at, done)


def _summary(
    vault: Vault,
    plan: Plan,
    parts: Sequence[OneAccount],
    troubles: Sequence[Trouble],
    options: Options,
    paused: str,
    next_at: datetime | None,
) -> RunSummary:
    after = [entry for entry in vault.plans.get(plan.id).entries if not entry.by_hand]
    tally = Tally(**{f.name: sum(getattr(part.tally, f.name) for part in parts) for f in fields(Tally)})
    reasons: Counter[str] = sum((part.reasons for part in parts), Counter())
    return RunSummary(
        plan_id=plan.id,
        tally=tally,
        left=sum(1 for entry in after if entry.state is EntryState.QUEUED),
        unknown=sum(1 for entry in after if entry.state in UNCERTAIN),
        troubles=(*troubles, *(part.trouble for part in parts if part.trouble)),
        paused=paused,
        next_at=next_at,
        done_at=max((part.done_at() for part in parts if part.left), default=None),
        is_dry=options.is_dry,
        reasons=tuple(reasons.most_common()),
    )
