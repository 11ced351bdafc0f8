"""The quarterly self-audit: which one is open, its start and sign-off, how two compare, when they are due.

Figures are frozen in the event log when a cycle is closed, so that nothing said later changes them.
Must not know any SQL, any report or any screen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from auditor import private_file
from auditor.disposition import PROTECTED_RULES, UNDECIDED, Count, Disposition, is_gone, of, tally
from auditor.errors import InputError
from auditor.model import Category, Cycle, FindingFilter, Severity

if TYPE_CHECKING:
    from auditor.store import Vault

STATEMENT = (
    "I have looked at my accounts as far as this self-audit reaches, and the findings stand as they are told "
    "here."
)
"""What is signed where the owner gives no words of her own."""
SCOPE, FIGURES = "cycle scope", "cycle figures"
_FIELDS: dict[str, type[StrEnum]] = {
    "category": Category,
    "severity": Severity,
    "disposition": Disposition,
}
_NAME = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Closed:
    """A cycle that was just signed off, and what its owner should know of it."""

    cycle: Cycle
    counts: tuple[Count, ...]
    undecided: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """How many findings of one sort there were in one cycle and in the other."""

    category: Category
    severity: Severity
    disposition: Disposition
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two cycles side by side; a cycle that is still open is told as it stands now."""

    before: str
    after: str
    changes: tuple[Change, ...]
    """Every sort of finding that either of them has, in the order of triage."""
    notes: tuple[str, ...]
    """What makes them hard to compare: other rules, other accounts."""

    def totals(self, field: str) -> tuple[tuple[str, int, int], ...]:
        """(value, before, after) for each value of `category`, `severity` or `disposition` that occurs."""
        found = []
        for value in _FIELDS[field]:
            these = [change for change in self.changes if getattr(change, field) is value]
            if these:
                found.append((str(value), sum(c.before for c in these), sum(c.after for c in these)))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Due:
    """One self-audit period to come: its name, its first day, and the day by which to sign it off."""

    cycle: str
    opens: date
    due: date


def name_of(now: datetime) -> str:
    """The quarter of this moment, such as `2026-Q4`."""
    return f"{now.year:04}-Q{(now.month - 1) // 3 + 1}"


def days_of(name: str) -> tuple[date, date]:
    """The first and the last day of the cycle called `name`.

    Raises:
        InputError: no cycle can be called that.
    """
    match = _NAME.fullmatch(name)
    if match is None or not 1 <= int(match[1]) <= 9998:
        raise InputError("That is no self-audit period.", "Name it by year and quarter, such as 2026-Q4.")
    year, quarter = int(match[1]), int(match[2])
    first = date(year, 3 * quarter - 2, 1)
    after = date(year + 1, 1, 1) if quarter == 4 else date(year, 3 * quarter + 1, 1)
    return first, after - timedelta(days=1)


def current(vault: Vault, now: datetime) -> Cycle | None:
    """The cycle that is open: this quarter's, else the newest that was never closed; None where none is."""
    still_open = [cycle for cycle in vault.cycles.list() if cycle.closed_at is None]
    this = [cycle for cycle in still_open if cycle.name == name_of(now)]
    return next(iter(this or still_open), None)


def to_sign(vault: Vault, now: datetime) -> str | None:
    """The name of the self-audit that waits to be signed off: the one that is open, else this quarter's.

    None once this quarter's is signed off and no other is open.
    """
    if (cycle := current(vault, now)) is not None:
        return cycle.name
    name = name_of(now)
    return None if any(cycle.name == name for cycle in vault.cycles.list()) else name


def start(vault: Vault, now: datetime) -> Cycle:
    """Open this quarter's cycle and freeze its scope: which accounts, under which rules. Again: no change.

    Raises:
        InputError: this quarter's was closed already.
    """
    name = name_of(now)
    known = {cycle.name: cycle for cycle in vault.cycles.list()}
    if name in known:
        if known[name].closed_at is not None:
            raise InputError(
                "This quarter's self-audit is closed.", "The next one opens with the next quarter."
            )
        return known[name]
    with vault.transaction():
        vault.cycles.add(Cycle(name, now, None, "", ""))
        vault.events.log(SCOPE, cycle=name, **_scope(vault))
    return vault.cycles.get(name)


def close(
    vault: Vault, name: str, *, signed_by: str, statement: str, now: datetime, accept_open: bool = False
) -> Closed:
    """Sign the cycle off, and freeze how many findings have which disposition.

    An empty `statement` signs `STATEMENT`. `accept_open`: close it although findings are undecided.

    Raises:
        InputError: no name, closed already, nothing was audited, or undecided findings are not accepted.
        NotInVault: no such cycle was started.
    """
    cycle = vault.cycles.get(name)
    if cycle.closed_at is not None:
        raise InputError("This self-audit is closed already.", "What was signed stays as it is.")
    if not signed_by.strip():
        raise InputError("A self-audit is signed with a name.", "Say whose: --signed-by NAME.")
    if vault.audits.last() is None:
        raise InputError(
            "Nothing has been audited yet, so there is nothing to sign.", "Run `audit-tui audit`."
        )
    counts = figures(vault)
    undecided = sum(count.findings for count in counts if count.disposition in UNDECIDED)
    if undecided and not accept_open:
        raise InputError(
            f"{_are(undecided)} undecided.",
            "Decide on them, or close with --accept-open: the report then says so.",
        )
    warnings = _warnings(vault, cycle, undecided, now)
    with vault.transaction():
        vault.events.log(FIGURES, cycle=name, **_scope(vault), **_packed(counts))
        closed = vault.cycles.close(name, signed_by.strip(), statement.strip() or STATEMENT, now)
    return Closed(closed, counts, undecided, warnings)


def figures(vault: Vault) -> tuple[Count, ...]:
    """How many findings have which disposition now; those that labour law may protect are never counted."""
    gone: dict[int, bool] = {}

    def is_item_gone(row: int | None) -> bool:
        if row is None:
            return False
        if row not in gone:
            gone[row] = is_gone(vault.items.get(row))
        return gone[row]

    return tally(
        (found.finding.category, found.finding.severity, of(found, is_item_gone=is_item_gone(found.item_row)))
        for found in vault.findings.each(FindingFilter(status=None))
        if found.finding.rule not in PROTECTED_RULES
    )


def figures_of(vault: Vault, name: str) -> tuple[Count, ...]:
    """The figures that were frozen when the cycle was closed; of an open one, those of now.

    Raises:
        NotInVault: no such cycle. InputError: it was closed without figures.
    """
    if vault.cycles.get(name).closed_at is None:
        return figures(vault)
    logged = _logged(vault, FIGURES, name)
    if logged is None:
        raise InputError("No figures were kept of that self-audit.", "Compare another one.")
    return _unpacked(logged)


def compare(vault: Vault, one: str, other: str) -> Comparison:
    """Two cycles by category, severity and disposition, the earlier one first.

    Raises:
        NotInVault: one of them was never started. InputError: one was closed without figures.
    """
    before, after = sorted((one, other))
    was = {(c.category, c.severity, c.disposition): c.findings for c in figures_of(vault, before)}
    now_is = {(c.category, c.severity, c.disposition): c.findings for c in figures_of(vault, after)}
    ordered = [(c.category, c.severity, c.disposition) for c in tally([*was, *now_is])]
    changes = tuple(Change(*key, was.get(key, 0), now_is.get(key, 0)) for key in ordered)
    return Comparison(before, after, changes, _differences(_facts(vault, before), _facts(vault, after)))


def calendar(now: datetime, count: int = 4) -> tuple[Due, ...]:
    """The next `count` periods, this quarter's first; each is due on its last day."""
    dues: list[Due] = []
    name = name_of(now)
    while len(dues) < count:
        first, last = days_of(name)
        dues.append(Due(name, first, last))
        following = last + timedelta(days=1)
        name = name_of(datetime(following.year, following.month, 1, tzinfo=UTC))
    return tuple(dues)


def write_ics(path: Path, now: datetime) -> Path:
    """Write the next due dates as a calendar file (RFC 5545) that says nothing of the owner or her accounts.

    Raises:
        InputError: it can't be written there.
    """
    private_file.write(path, ics(now).encode())
    return path


def ics(now: datetime) -> str:
    """The next due dates as iCalendar text, CRLF, each an all-day event with a reminder two weeks before."""
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//audit-tui//self-audit//EN", "CALSCALE:GREGORIAN"]
    for due in calendar(now):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{due.cycle}@self-audit.audit-tui.invalid",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{due.due:%Y%m%d}",
            f"DTEND;VALUE=DATE:{due.due + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:Quarterly self-audit {due.cycle} is due",
            "TRANSP:TRANSPARENT",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            "TRIGGER:-P14D",
            f"DESCRIPTION:Quarterly self-audit {due.cycle} is due in two weeks",
            "END:VALARM",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


Facts = dict[str, str | int | float | bool | None]


def _scope(vault: Vault) -> dict[str, str | int]:
    """Accounts and rules as they stand now, in ids and counts."""
    from auditor.engine import ruleset

    accounts = sorted(account.id for account in vault.accounts.list())
    return {"accounts": ",".join(map(str, accounts)), "items": vault.items.count(), "ruleset": ruleset()}


def _warnings(vault: Vault, cycle: Cycle, undecided: int, now: datetime) -> tuple[str, ...]:
    started = _logged(vault, SCOPE, cycle.name) or {}
    warnings = [f"{_are(undecided)} undecided; the report says so."] if undecided else []
    warnings += _differences(started, dict(_scope(vault)))
    last = vault.audits.last()
    # One that is opened in the moment it is signed reaches from the first day of its quarter.
    first = days_of(cycle.name)[0]
    quarter = datetime(first.year, first.month, first.day, tzinfo=UTC)
    if last is not None and last.started_at < (cycle.started_at if cycle.started_at != now else quarter):
        warnings.append("The last audit ran before this self-audit was started.")
    return tuple(warnings)


def _are(findings: int) -> str:
    return "1 finding is" if findings == 1 else f"{findings:,} findings are"


def _differences(before: Facts, after: Facts) -> tuple[str, ...]:
    notes = []
    if before.get("ruleset") != after.get("ruleset"):
        notes.append("The rules have changed in between: part of the difference may come from that.")
    if before.get("accounts") != after.get("accounts"):
        notes.append("Accounts were added or removed in between.")
    return tuple(notes)


def _facts(vault: Vault, name: str) -> Facts:
    if vault.cycles.get(name).closed_at is None:
        return dict(_scope(vault))
    return _logged(vault, FIGURES, name) or {}


def _logged(vault: Vault, kind: str, name: str) -> Facts | None:
    events = (e.detail for e in vault.events.list() if e.kind == kind and e.detail.get("cycle") == name)
    return next(events, None)


def _packed(counts: Sequence[Count]) -> dict[str, int]:
    return {f"{c.category}/{c.severity}/{c.disposition}": c.findings for c in counts}


def _unpacked(logged: Facts) -> tuple[Count, ...]:
    found = []
    for name, number in logged.items():
        parts = name.split("/")
        if len(parts) == 3 and isinstance(number, int):
            found.append(Count(Category(parts[0]), Severity(parts[1]), Disposition(parts[2]), number))
    order = {c: n for n, c in enumerate(Category)} | {d: n for n, d in enumerate(Disposition)}
    return tuple(sorted(found, key=lambda c: (order[c.category], -c.severity.rank, order[c.disposition])))
