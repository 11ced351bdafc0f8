"""`audit-tui sync`: what is new on connected accounts, and whether what was deleted stays gone."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from auditor.cli import output, proven
from auditor.cli.choices import format_option
from auditor.cli.invocation import Invocation, is_terminal
from auditor.cli.verb import verb
from auditor.cli.waiting import StatusLine, Stopping
from auditor.errors import SPOKEN, InputError, PartlyDone, Spoken
from auditor.moments import by_the_clock, dollars, in_words
from auditor.untrusted import one_line

if TYPE_CHECKING:
    from auditor.model import StoredAccount
    from auditor.store import Vault
    from auditor.sync import AccountSync, Synced
    from connectors.clock import Clock
    from connectors.live import Connection, Estimate

STOPPING = "Stopping after this page; Ctrl-C again stops at once. What was read is kept."
_LONG = timedelta(seconds=60)
"""A wait that is told even where no line can be drawn."""


@verb(
    examples=(
        "audit-tui sync                            every connected account",
        "audit-tui sync mastodon:@ada@social.example --full",
        "audit-tui sync --max-cost 2               in a script: reads that cost no more than 2 dollars",
    )
)
@click.argument("names", metavar="[ACCOUNT]...", nargs=-1)
@click.option("--full", is_flag=True, help="Read every list to its end: shows edits and what has vanished.")
@click.option(
    "--max-cost",
    type=click.FloatRange(min=0),
    metavar="USD",
    help="Read without asking where it costs no more than this, in US dollars.",
)
@format_option("text", "json")
@click.pass_obj
def sync(
    invocation: Invocation, names: tuple[str, ...], full: bool, max_cost: float | None, form: str
) -> int:
    """Bring in what is new on connected accounts: posts, edits, bios, and what has vanished since.

    Several accounts at a time. Where a platform asks to wait, it waits; that is normal. Where reading costs
    money, what it may cost is told before. Ctrl-C stops between two pages, and the next sync goes on there.
    Afterwards it tells which planned deletions are proven, and looks again at those that are due.
    """
    from auditor import deletion
    from auditor.sync import sync_all

    clock = invocation.clock()
    stop = Stopping(STOPPING)
    with invocation.vault() as vault, StatusLine() as status:
        accounts = _accounts(vault, names)
        told = Told(status, clock)
        with closing(Opening(vault, clock)) as opening:
            _agree(vault, accounts, opening, clock, is_full=full, max_cost=max_cost)
            with stop:
                results = sync_all(
                    vault,
                    accounts,
                    opening,
                    clock,
                    is_full=full,
                    progress=told.progress,
                    tick=told.tick,
                    stop=stop,
                )
        verified = deletion.verify(vault, clock.now())
        with stop:
            rechecked = proven.look_again(vault, clock, status, stop)
    if form == "json":
        output.data(
            output.json_block(
                {
                    "accounts": [_record(one) for one in results],
                    "proof": proven.record(verified),
                    "looked_again": proven.record_rechecked(rechecked),
                }
            )
        )
    else:
        for one in results:
            _tell(one)
        proven.tell(verified)
        proven.tell_rechecked(rechecked)
        _tell_end(results, is_stopped=stop())
    return 130 if stop() else _code(results)


class Opening:
    """Opens accounts for a sync; one that was opened to learn what it costs is not opened twice."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault = vault
        self._clock = clock
        self._open: dict[int, Connection] = {}

    def ahead(self, account: StoredAccount) -> Connection:
        """Open it now, and hand the same connection out when it is asked for.

        Raises: LiveError.
        """
        self._open[account.id] = connection = self(account)
        return connection

    def __call__(self, account: StoredAccount) -> Connection:
        """Raises: LiveError."""
        from auditor import connections

        return self._open.pop(account.id, None) or connections.opened(self._vault, account, self._clock)

    def close(self) -> None:
        """Close what nobody has asked for."""
        while self._open:
            self._open.popitem()[1].close()


class Told:
    """What several accounts tell at the same time, as one line."""

    def __init__(self, status: StatusLine, clock: Clock) -> None:
        self._status = status
        self._clock = clock
        self._lock = threading.Lock()
        self._items: dict[int, int] = {}
        self._waits: dict[int, tuple[str, timedelta]] = {}

    def progress(self, account: StoredAccount, items: int) -> None:
        """So many items of this account are read."""
        with self._lock:
            self._items[account.id] = items
            self._waits.pop(account.id, None)
        self._show()

    def tick(self, account: StoredAccount, left: timedelta) -> None:
        """This account waits."""
        name = _name(account)
        with self._lock:
            is_new = account.id not in self._waits
            self._waits[account.id] = name, left
        if is_new and left > _LONG:
            now = self._clock.now()
            self._status.aside(
                f"{name}: the platform asks to wait until {by_the_clock(now + left, now)}. That is normal."
            )
        self._show()

    def _show(self) -> None:
        with self._lock:
            waits = [f"{name} goes on in {in_words(left)}" for name, left in self._waits.values()]
            read = sum(self._items.values())
        self._status.show("; ".join([f"Syncing, {output.count(read, 'item')} read", *waits]))


def _accounts(vault: Vault, names: Sequence[str]) -> list[StoredAccount]:
    """The accounts that are named, or all that are connected.

    Raises: InputError where there is none; NotInVault.
    """
    if names:
        return list({one.id: one for one in map(vault.accounts.find, names)}.values())
    accounts = [vault.accounts.get(one.account_id) for one in vault.connections.list()]
    if not accounts:
        raise InputError(
            "No account is connected.", "`audit-tui connect` lists what can be; `import` brings in an export."
        )
    return accounts


def _agree(
    vault: Vault,
    accounts: Sequence[StoredAccount],
    opening: Opening,
    clock: Clock,
    *,
    is_full: bool,
    max_cost: float | None,
) -> None:
    """Tell what paid reads will cost, before anything is spent, and let her say whether to.

    Raises: InputError where it is more than she allowed, she says no, or nobody can be asked.
    """
    from auditor.sync import estimate

    estimates: list[tuple[StoredAccount, Estimate]] = []
    for account in accounts:
        if not _is_paid(account):
            continue
        try:
            told = estimate(vault, account, opening.ahead(account), clock, is_full=is_full)
        except SPOKEN:
            # Told when it is synced, with the others' results.
            continue
        if told.cost_high > 0:
            estimates.append((account, told))
    if not estimates:
        return
    low, high = (sum(getattr(one, name) for _, one in estimates) for name in ("cost_low", "cost_high"))
    for account, one in estimates:
        output.talk(f"{_name(account)}: reading may cost {dollars(one.cost_low, one.cost_high)}. {one.note}")
    if max_cost is not None:
        if high > max_cost:
            raise InputError(
                f"That may be more than you allowed, {dollars(max_cost, max_cost)}; nothing was read.",
                "Give a higher --max-cost, or name the accounts that cost nothing.",
            )
        return
    if not is_terminal(sys.stdin):
        raise InputError(
            "Reading costs money, and there is no terminal to ask on; nothing was read.",
            f"Say with --max-cost how many dollars it may be: here up to {high:.2f}.",
        )
    if not click.confirm(f"Read for {dollars(low, high)}?", err=True):
        raise InputError("Nothing was read, and nothing spent.", "Name the accounts that cost nothing.")


def _is_paid(account: StoredAccount) -> bool:
    from connectors import live_platforms

    platform = account.account.platform
    return platform in live_platforms.names() and bool(live_platforms.of(platform).guide.cost)


def _tell(one: AccountSync) -> None:
    name = _name(one.account)
    if one.synced is not None:
        _tell_synced(name, one.synced)
    elif one.error is not None:
        output.data(f"{name}: {one_line(one.error.what)}")
        output.talk(f"  {one_line(one.error.todo)}")
    else:
        output.data(f"{name}: not begun.")


def _tell_synced(name: str, synced: Synced) -> None:
    parts = [f"{synced.added:,} new", f"{synced.changed:,} changed"]
    if synced.vanished:
        parts.append(f"{synced.vanished:,} vanished since")
    if synced.returned:
        parts.append(f"{synced.returned:,} back again")
    if synced.billed or synced.cost_high:
        parts.append(f"{synced.billed:,} paid reads, {dollars(synced.cost_low, synced.cost_high)}")
    stopped = " Stopped before its end." if synced.is_stopped else ""
    output.data(f"{name}: {', '.join(parts)}.{stopped}")
    if synced.unread:
        output.talk(f"  Not read: {synced.unread:,}. Everything else was kept.")
    for line in (synced.note, *synced.doubts):
        if line:
            output.talk(f"  {one_line(line, 300)}")


def _tell_end(results: Sequence[AccountSync], *, is_stopped: bool) -> None:
    if is_stopped:
        output.talk("Stopped. The next sync goes on from there.")
    elif any(one.synced and (one.synced.added or one.synced.changed) for one in results):
        output.talk("Next: `audit-tui audit`.")


def _code(results: Sequence[AccountSync]) -> int:
    errors: list[Spoken] = [one.error for one in results if one.error is not None]
    if errors and len(errors) == len(results) and not any(isinstance(one, PartlyDone) for one in errors):
        return 2
    is_lacking = any(one.synced is None or one.synced.unread or one.synced.is_stopped for one in results)
    return 3 if is_lacking else 0


def _record(one: AccountSync) -> dict[str, object]:
    account, synced, error = one.account.account, one.synced, one.error
    told: dict[str, object] = {"platform": account.platform, "handle": account.handle}
    if synced is not None:
        told |= {
            name: getattr(synced, name)
            for name in (
                "added",
                "changed",
                "unchanged",
                "vanished",
                "returned",
                "unread",
                "pages",
                "requests",
                "billed",
                "is_full",
                "is_stopped",
                "note",
            )
        }
        told |= {"cost_usd": [synced.cost_low, synced.cost_high], "doubts": list(synced.doubts)}
    return told | {"error": None if error is None else {"what": error.what, "todo": error.todo}}


def _name(account: StoredAccount) -> str:
    return one_line(f"{account.account.platform} {account.account.handle}", 60)
