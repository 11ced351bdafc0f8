"""The self-audit periods: what is frozen, what is signed, what is compared, and what a calendar may tell."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor import cycles
from auditor.disposition import Count, Disposition
from auditor.errors import InputError
from auditor.model import Category, Outcome, Severity
from auditor.store import NotInVault, Vault, open_vault
from connectors.model import Account, Profile
from tests.store import examples
from tests.store.examples import NOW, finding

NEXT = datetime(2027, 2, 3, 8, tzinfo=UTC)


@pytest.fixture
def vault(home: Path) -> Iterator[Vault]:
    """A vault whose clock stands still, audited: three findings, one of them on protected speech."""
    with open_vault(home, clock=lambda: NOW) as vault:
        stored = examples.account(vault, items=3)
        examples.audit(
            vault,
            stored.id,
            {
                1: [finding("a", "1")],
                2: [
                    finding(
                        "b", "2", category=Category.CONDUCT, severity=Severity.MEDIUM, rule="conduct/trophy"
                    )
                ],
                3: [finding("c", "3", category=Category.CONDUCT, rule="conduct/employer-complaint")],
            },
        )
        yield vault


def decide(vault: Vault, names: str, outcome: Outcome) -> None:
    vault.decisions.decide([finding(name).fingerprint for name in names], outcome, "because", NOW)


def close(vault: Vault, name: str = "2026-Q4", now: datetime = NOW, **fields: object) -> cycles.Closed:
    told: dict[str, object] = {"signed_by": "Ada Invented", "statement": "I looked.", "accept_open": True}
    return cycles.close(vault, name, now=now, **(told | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "name", "first", "last"),
    [
        (date(2026, 1, 1), "2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 6, 30), "2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), "2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        (date(2028, 12, 31), "2028-Q4", date(2028, 10, 1), date(2028, 12, 31)),
    ],
)
def test_a_cycle_is_named_by_its_quarter(day: date, name: str, first: date, last: date) -> None:
    assert cycles.name_of(datetime(day.year, day.month, day.day, tzinfo=UTC)) == name
    assert cycles.days_of(name) == (first, last)


@given(st.datetimes(datetime(1970, 1, 1), datetime(9998, 1, 1)))
def test_every_moment_lies_in_the_cycle_that_is_named_by_it(moment: datetime) -> None:
    first, last = cycles.days_of(cycles.name_of(moment))
    assert first <= moment.date() <= last


@pytest.mark.parametrize(
    "name", ["", "2026", "2026-Q5", "2026-Q0", "26-Q4", "2026-q4", "2026-Q4 ", "٢٠٢٦-Q4", "0000-Q1"]
)
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(InputError, match="period"):
        cycles.days_of(name)


def test_starting_freezes_accounts_and_rules_and_twice_is_once(vault: Vault) -> None:
    assert cycles.current(vault, NOW) is None
    started = cycles.start(vault, NOW)
    assert cycles.start(vault, NOW + timedelta(days=9)) == started == cycles.current(vault, NOW)
    [scope] = [e.detail for e in vault.events.list() if e.kind == cycles.SCOPE]
    assert (scope["cycle"], scope["accounts"], scope["items"]) == ("2026-Q4", "1", 3)
    assert scope["ruleset"]


def test_a_cycle_that_was_never_closed_stays_the_current_one_until_the_next_starts(vault: Vault) -> None:
    old = cycles.start(vault, NOW)
    assert cycles.current(vault, NEXT) == old
    new = cycles.start(vault, NEXT)
    assert cycles.current(vault, NEXT) == new


def test_closing_signs_and_freezes_the_figures(vault: Vault) -> None:
    cycles.start(vault, NOW)
    decide(vault, "a", Outcome.KEEP)
    closed = close(vault)
    assert (closed.cycle.signed_by, closed.cycle.statement, closed.cycle.closed_at) == (
        "Ada Invented",
        "I looked.",
        NOW,
    )
    assert closed.counts == (
        Count(Category.PHI, Severity.HIGH, Disposition.KEEP, 1),
        Count(Category.CONDUCT, Severity.MEDIUM, Disposition.OPEN, 1),
    )
    decide(vault, "ab", Outcome.EDIT)
    assert cycles.figures_of(vault, "2026-Q4") == closed.counts != cycles.figures(vault)
    assert cycles.current(vault, NOW) is None
    vault.events.verify()


def test_speech_that_law_may_protect_is_never_counted(vault: Vault) -> None:
    assert sum(count.findings for count in cycles.figures(vault)) == 2
    logged = " ".join(str(e.detail) for e in vault.events.list())
    assert "employer" not in logged


def test_what_is_gone_counts_as_gone_whatever_was_decided(vault: Vault) -> None:
    decide(vault, "a", Outcome.KEEP)
    vault.items.upsert(1, [examples.item(1, deleted_at=NOW)], 2)
    assert cycles.figures(vault)[0] == Count(Category.PHI, Severity.HIGH, Disposition.GONE, 1)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"signed_by": "  "}, "signed with a name"),
        ({"accept_open": False}, "2 findings are undecided"),
    ],
)
def test_a_cycle_is_not_closed_without_a_name_or_over_undecided_findings(
    vault: Vault, fields: dict[str, object], said: str
) -> None:
    cycles.start(vault, NOW)
    with pytest.raises(InputError, match=said):
        close(vault, **fields)
    assert vault.cycles.get("2026-Q4").closed_at is None
    assert not [e for e in vault.events.list() if e.kind == cycles.FIGURES]


def test_put_off_is_undecided_too(vault: Vault) -> None:
    cycles.start(vault, NOW)
    decide(vault, "a", Outcome.KEEP)
    decide(vault, "b", Outcome.LATER)
    with pytest.raises(InputError, match="1 finding is"):
        close(vault, accept_open=False)
    decide(vault, "b", Outcome.FALSE_POSITIVE)
    assert close(vault, accept_open=False).undecided == 0


def test_undecided_findings_that_are_accepted_are_warned_of(vault: Vault) -> None:
    cycles.start(vault, NOW)
    closed = close(vault, statement="  ")
    assert closed.undecided == 2
    assert any("2 findings are undecided" in warning for warning in closed.warnings)
    assert closed.cycle.statement == cycles.STATEMENT


def test_closing_warns_when_the_scope_has_changed_since_the_start(vault: Vault) -> None:
    cycles.start(vault, NOW)
    vault.accounts.upsert(Account("mastodon", "@new"), Profile(), "mastodon-export")
    assert any("Accounts were added" in warning for warning in close(vault).warnings)


def test_closing_warns_when_nothing_was_audited_since_the_start(vault: Vault) -> None:
    cycles.start(vault, NOW + timedelta(hours=1))
    assert any("before this self-audit" in warning for warning in close(vault).warnings)


def test_a_closed_cycle_is_neither_closed_again_nor_started_again(vault: Vault) -> None:
    cycles.start(vault, NOW)
    signed = close(vault).cycle
    with pytest.raises(InputError, match="closed already"):
        close(vault, signed_by="Somebody Else")
    with pytest.raises(InputError, match="is closed"):
        cycles.start(vault, NOW)
    assert vault.cycles.get("2026-Q4") == signed


def test_a_cycle_that_was_not_started_is_not_closed(vault: Vault) -> None:
    with pytest.raises(NotInVault):
        close(vault)


def test_nothing_is_signed_before_anything_was_audited(home: Path) -> None:
    with open_vault(home) as vault:
        cycles.start(vault, NOW)
        with pytest.raises(InputError, match="Nothing has been audited"):
            close(vault)


def test_two_cycles_are_compared_the_earlier_first_an_open_one_as_it_stands(vault: Vault) -> None:
    cycles.start(vault, NOW)
    close(vault)
    cycles.start(vault, NEXT)
    decide(vault, "ab", Outcome.EDIT)
    compared = cycles.compare(vault, "2027-Q1", "2026-Q4")
    assert (compared.before, compared.after) == ("2026-Q4", "2027-Q1")
    assert compared.totals("disposition") == (("open", 2, 0), ("edit", 0, 2))
    assert compared.totals("category") == (("phi", 1, 1), ("conduct", 1, 1))
    assert compared.totals("severity") == (("high", 1, 1), ("medium", 1, 1))
    with pytest.raises(KeyError):
        compared.totals("text")
    assert compared.notes == ()


def test_a_comparison_says_what_makes_it_hard(vault: Vault) -> None:
    cycles.start(vault, NOW)
    close(vault)
    cycles.start(vault, NEXT)
    vault.accounts.upsert(Account("mastodon", "@new"), Profile(), "mastodon-export")
    assert cycles.compare(vault, "2026-Q4", "2027-Q1").notes == (
        "Accounts were added or removed in between.",
    )


def test_a_cycle_that_never_was_is_not_compared(vault: Vault) -> None:
    cycles.start(vault, NOW)
    with pytest.raises(NotInVault):
        cycles.compare(vault, "2026-Q4", "2020-Q1")


def test_the_calendar_looks_a_year_ahead(vault: Vault) -> None:
    dues = cycles.calendar(NOW)
    assert [(due.cycle, due.due) for due in dues] == [
        ("2026-Q4", date(2026, 12, 31)),
        ("2027-Q1", date(2027, 3, 31)),
        ("2027-Q2", date(2027, 6, 30)),
        ("2027-Q3", date(2027, 9, 30)),
    ]
    assert dues[1].opens == date(2027, 1, 1)


def test_the_calendar_file_is_well_formed_private_and_tells_nothing_of_the_owner(tmp_path: Path) -> None:
    path = cycles.write_ics(tmp_path / "self-audits.ics", NOW)
    data = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert data.endswith(b"END:VCALENDAR\r\n") and data.count(b"\n") == data.count(b"\r\n")
    lines = data.decode("ascii").split("\r\n")
    assert max(map(len, lines)) <= 75
    opened: list[str] = []
    for line in lines:
        if line.startswith("BEGIN:"):
            opened.append(line[6:])
        elif line.startswith("END:"):
            assert opened.pop() == line[4:]
    assert opened == []
    assert lines.count("BEGIN:VEVENT") == 4
    assert "DTSTART;VALUE=DATE:20261231" in lines and "DTEND;VALUE=DATE:20270101" in lines
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(set(uids)) == 4
    assert cycles.ics(NOW + timedelta(days=1)).count(uids[0]) == 1


def test_a_calendar_file_that_can_not_be_written_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="could not be written"):
        cycles.write_ics(tmp_path / "no-such-folder" / "x.ics", NOW)


def test_what_waits_to_be_signed_is_what_is_open_else_this_quarter(vault: Vault) -> None:
    assert cycles.to_sign(vault, NOW) == "2026-Q4", "though nobody has started it"
    cycles.start(vault, NOW)
    assert cycles.to_sign(vault, NOW) == "2026-Q4"
    assert cycles.to_sign(vault, NEXT) == "2026-Q4", "an older one is signed first"
    close(vault)
    assert cycles.to_sign(vault, NOW) is None
    assert cycles.to_sign(vault, NEXT) == "2027-Q1"


@pytest.mark.parametrize(("now", "is_warned"), [(NOW, False), (NEXT, True)])
def test_a_cycle_opened_as_it_is_signed_reaches_from_its_quarters_first_day(
    vault: Vault, now: datetime, is_warned: bool
) -> None:
    name = cycles.start(vault, now).name
    warnings = close(vault, name, now).warnings
    assert any("The last audit ran before" in warning for warning in warnings) is is_warned
