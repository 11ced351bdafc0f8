"""Carries a confirmed plan out, with a clock that can be seen, and says what came of it.

Must not know how a plan is confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from auditor.cli import output
from auditor.cli.waiting import StatusLine, Stopping
from auditor.errors import InputError
from auditor.model import EntryState, Plan, PlanEntry
from auditor.moments import by_the_clock, in_words
from auditor.untrusted import one_line

if TYPE_CHECKING:
    from auditor.deletion import At, Options, RunSummary
    from auditor.store import Vault
    from connectors.clock import Clock

STOPPING = "Stopping after this post; Ctrl-C again stops at once. What was asked for is looked at next time."
_SOON = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Carried:
    """What came of one run."""

    summary: RunSummary
    now: datetime
    is_stopped: bool

    @property
    def code(self) -> int:
        """0: all is gone that could be asked for; 3: some is left; 2: nothing was done; 130: stopped."""
        tally = self.summary.tally
        if self.is_stopped:
            return 130
        if self.summary.troubles and not (tally.asked or tally.gone or tally.already_gone):
            return 3 if any(trouble.is_passing for trouble in self.summary.troubles) else 2
        is_lacking = self.summary.left or self.summary.unknown or tally.refused or self.summary.troubles
        return 3 if is_lacking and not self.summary.is_dry else 0

    def record(self) -> dict[str, object]:
        """For scripts."""
        summary = self.summary
        return {
            **asdict(summary.tally),
            "left": summary.left,
            "unknown": summary.unknown,
            "is_dry": summary.is_dry,
            "is_stopped": self.is_stopped,
            "paused": summary.paused,
            "next_at": summary.next_at.isoformat() if summary.next_at else None,
            "done_at": summary.done_at.isoformat() if summary.done_at else None,
            "reasons": dict(summary.reasons),
            "troubles": [asdict(trouble) for trouble in summary.troubles],
        }

    def tell(self) -> None:
        """Say it."""
        tally = self.summary.tally
        parts = [
            f"{number:,} {what}"
            for number, what in (
                (tally.would_ask, "would be asked for"),
                (tally.gone, "gone"),
                (tally.already_gone, "gone already"),
                (tally.refused, "refused"),
                (0 if self.summary.is_dry else self.summary.unknown, "not shown to be gone yet"),
                (tally.left_out, "left alone"),
                (tally.by_hand, "by hand after all"),
                (0 if self.summary.is_dry else self.summary.left, "still to be asked for"),
            )
            if number
        ]
        output.data(f"Plan {self.summary.plan_id}: {', '.join(parts) or 'nothing was to be asked for'}.")
        for reason, number in self.summary.reasons:
            output.talk(f"  {number:,}: {one_line(reason, 160)}.")
        for trouble in self.summary.troubles:
            name = one_line(f"{trouble.platform} {trouble.handle}", 60)
            output.talk(f"{name}: {one_line(trouble.what, 300)}\n  {one_line(trouble.todo, 300)}")
        self._tell_rest()

    def _tell_rest(self) -> None:
        summary = self.summary
        if summary.paused:
            output.talk(one_line(summary.paused, 300))
        if summary.next_at is not None and summary.left:
            output.talk(f"It makes sense to go on from {by_the_clock(summary.next_at, self.now)}.")
        if summary.is_dry:
            output.talk("Nothing was asked to be deleted.")
        elif summary.left or summary.unknown:
            output.talk("`audit-tui delete --resume` goes on; what was asked for is looked at first.")
        elif summary.tally.gone:
            output.talk("Each was seen to be gone. `audit-tui sync` looks again after 1, 7 and 30 days.")


def under_way(vault: Vault) -> list[Plan]:
    """The confirmed plans of which something is still to be asked for or looked at again.

    Raises: InputError where there is none.
    """
    from auditor import deletion

    plans = deletion.under_way(vault)
    if not plans:
        raise InputError(
            "No confirmed plan waits to be carried out.", "`audit-tui delete` draws one up and shows it."
        )
    return plans


def carry_out(vault: Vault, plan: Plan, clock: Clock, options: Options) -> Carried | None:
    """Ask for what is confirmed, one by one; None where nothing of the plan is for a program to ask.

    Raises: InputError where a hold is pending; VaultError.
    """
    from auditor import connections, deletion

    if not _to_ask(plan):
        return None
    stop = Stopping(STOPPING)
    with StatusLine() as status, stop:
        shown = Shown(status, clock)
        summary = deletion.run(
            vault,
            plan.id,
            partial(connections.opened, vault, clock=clock),
            clock,
            options=options,
            progress=shown.progress,
            tick=shown.tick,
            stop=stop,
        )
    return Carried(summary, clock.now(), stop())


class Shown:
    """The visible clock of a run."""

    def __init__(self, status: StatusLine, clock: Clock) -> None:
        self._status = status
        self._clock = clock

        self._at: At | None = None

    def progress(self, at: At) -> None:
        """So far it is, and then the next one goes."""
        self._at = at
        self._show(at)

    def tick(self, _left: timedelta) -> None:
        """It waits."""
        if self._at is not None:
            self._show(self._at)

    def _show(self, at: At) -> None:
        now = self._clock.now()
        parts = [f"{at.gone:,} of {at.total:,} seen to be gone"]
        if at.next_at is not None and at.next_at > now:
            parts.append(f"next in {in_words(at.next_at - now)}")
        if at.done_at is not None and at.done_at - now > _SOON:
            parts.append(f"done about {by_the_clock(at.done_at, now)}; waiting is normal")
        self._status.show("; ".join(parts))


def rehearsed(vault: Vault, plan: Plan) -> Iterator[str]:
    """What would be asked of which server, a line for each request; by what the vault knows."""
    entries = sorted(_to_ask(plan), key=lambda entry: entry.account_id)
    for account_id, group in groupby(entries, key=lambda entry: entry.account_id):
        of_one = list(group)
        connected = vault.connections.get(account_id)
        server = connected.server if connected else "no server: the account is not connected"
        name = one_line(f"{of_one[0].platform} {of_one[0].handle}", 60)
        yield f"{name}: {output.count(len(of_one), 'deletion')}, to be asked of {one_line(server, 100)}"
        for entry in of_one:
            yield f"  delete {entry.kind} {one_line(entry.item_id, 120)}"


def _to_ask(plan: Plan) -> list[PlanEntry]:
    from auditor import deletion

    states = deletion.WAITING if plan.confirmed_at is not None else {EntryState.PLANNED}
    return [entry for entry in plan.entries if entry.state in states and not entry.by_hand]
