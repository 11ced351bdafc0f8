"""The event log shows every change that audit-tui did not make itself."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.store import Vault, errors

_LINES = 6


@pytest.fixture
def log(vault: Vault) -> Vault:
    """A vault whose log has a few lines, and no guard against changes by SQL."""
    for number in range(_LINES):
        vault.events.log("example", number=number, flag=True, note="a — b", share=0.5, nothing=None)
    with vault._connections.write() as db:
        db.execute("DROP TRIGGER events_stay")
        db.execute("DROP TRIGGER events_are_kept")
    return vault


def test_events_come_back_newest_first(log: Vault) -> None:
    events = log.events.list(2)
    assert [event.detail["number"] for event in events] == [_LINES - 1, _LINES - 2]
    assert events[0].detail == {"number": 5, "flag": True, "note": "a — b", "share": 0.5, "nothing": None}
    assert len(log.events.list()) == _LINES


def test_an_untouched_log_verifies(log: Vault) -> None:
    log.events.verify()


def test_an_empty_log_verifies(vault: Vault) -> None:
    vault.events.verify()


def run(vault: Vault, *statements: str) -> None:
    """Change the log behind its back."""
    with vault._connections.write() as db:
        for statement in statements:
            db.execute(statement)


@pytest.mark.parametrize(
    "statements",
    [
        ["UPDATE events SET detail = replace(detail, '3', '4') WHERE id = 4"],
        ["UPDATE events SET kind = 'other' WHERE id = 1"],
        ["UPDATE events SET at = '2020-01-01T00:00:00+00:00' WHERE id = 2"],
        ["UPDATE events SET digest = '' WHERE id = 3"],
        ["DELETE FROM events WHERE id = 1"],
        ["DELETE FROM events WHERE id = 3"],
        ["DELETE FROM events WHERE id = 6"],
        ["DELETE FROM events WHERE id > 2"],
        ["DELETE FROM events"],
        ["UPDATE events SET id = 99 WHERE id = 6"],
        [
            "UPDATE events SET id = -1 WHERE id = 2",
            "UPDATE events SET id = 2 WHERE id = 3",
            "UPDATE events SET id = 3 WHERE id = -1",
        ],
        ["DELETE FROM meta WHERE name = 'events_head'"],
        ["UPDATE meta SET value = 'x' WHERE name = 'events_head'"],
        ["INSERT INTO events SELECT id + 1, at, kind, detail, digest FROM events WHERE id = 6"],
    ],
)
def test_every_change_is_detected(log: Vault, statements: list[str]) -> None:
    run(log, *statements)
    with pytest.raises(errors.TamperedLog):
        log.events.verify()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    line=st.integers(1, _LINES),
    column=st.sampled_from(["at", "kind", "detail", "digest"]),
    value=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80),
)
def test_no_value_slips_into_a_line(log: Vault, line: int, column: str, value: str) -> None:
    with log._connections.write() as db:
        before = db.execute(f"SELECT {column} FROM events WHERE id = ?", [line]).fetchone()[0]
        db.execute(f"UPDATE events SET {column} = ? WHERE id = ?", [value, line])
    if value != before:
        with pytest.raises(errors.TamperedLog):
            log.events.verify()
    with log._connections.write() as db:
        db.execute(f"UPDATE events SET {column} = ? WHERE id = ?", [before, line])
    log.events.verify()


@pytest.mark.parametrize("statement", ["UPDATE events SET kind = 'x'", "DELETE FROM events"])
def test_the_log_refuses_to_be_changed_by_mistake(vault: Vault, statement: str) -> None:
    vault.events.log("example")
    with pytest.raises(Exception, match="events are never"):
        run(vault, statement)
    vault.events.verify()


def test_an_event_falls_with_its_transaction(vault: Vault) -> None:
    def fail() -> None:
        with vault.transaction():
            vault.events.log("example")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert vault.events.list() == []
    vault.events.verify()


def test_check_reads_the_whole_vault_and_its_log(log: Vault) -> None:
    log.check()
    run(log, "DELETE FROM events WHERE id = 6")
    with pytest.raises(errors.TamperedLog):
        log.check()


def test_one_vaults_log_does_not_verify_under_anothers_key(
    log: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log.events, "_key", b"another key")
    with pytest.raises(errors.TamperedLog):
        log.events.verify()
