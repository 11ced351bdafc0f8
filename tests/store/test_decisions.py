"""Decisions are saved whole batch by whole batch, and taken back the same way."""

from __future__ import annotations

import pytest

from auditor.model import FindingStatus, Outcome
from auditor.store import NotInVault, Vault
from tests.store.examples import NOW, account, audit, finding

A, B = finding("a").fingerprint, finding("b").fingerprint


@pytest.fixture
def two(vault: Vault) -> Vault:
    """A vault with two open findings."""
    id = account(vault, items=1).id
    (row,) = (one.id for one in vault.items.by_account(id))
    audit(vault, id, {row: [finding("a"), finding("b")]})
    return vault


def outcome(vault: Vault, fingerprint: str) -> Outcome | None:
    """What stands decided of a finding."""
    decision = vault.findings.by_fingerprint(fingerprint).decision
    return decision.outcome if decision else None


def test_undo_takes_back_the_newest_batch_and_brings_back_what_stood_before(two: Vault) -> None:
    two.decisions.decide([A, B], Outcome.KEEP, "first", NOW)
    two.decisions.decide([A], Outcome.DELETE, "second", NOW)
    assert two.decisions.undo_last(NOW) == [A]
    assert (outcome(two, A), outcome(two, B)) == (Outcome.KEEP, Outcome.KEEP)
    assert sorted(two.decisions.undo_last(NOW)) == sorted([A, B])
    assert (outcome(two, A), outcome(two, B)) == (None, None)
    assert two.decisions.undo_last(NOW) == []
    assert {one.status for one in (two.findings.by_fingerprint(A), two.findings.by_fingerprint(B))} == {
        FindingStatus.OPEN
    }


def test_a_decision_after_an_undo_can_be_undone_too(two: Vault) -> None:
    two.decisions.decide([A], Outcome.KEEP, "", NOW)
    two.decisions.undo_last(NOW)
    two.decisions.decide([A], Outcome.EDIT, "", NOW)
    assert two.decisions.undo_last(NOW) == [A]
    assert outcome(two, A) is None


def test_history_is_kept(two: Vault) -> None:
    two.decisions.decide([A], Outcome.LATER, "not now", NOW)
    two.decisions.decide([A], Outcome.KEEP, "advocacy", NOW)
    assert [(one.outcome, one.reason) for one in two.decisions.history(A)] == [
        (Outcome.KEEP, "advocacy"),
        (Outcome.LATER, "not now"),
    ]


def test_later_leaves_a_finding_open(two: Vault) -> None:
    two.decisions.decide([A], Outcome.LATER, "", NOW)
    stored = two.findings.by_fingerprint(A)
    assert (stored.status, outcome(two, A)) == (FindingStatus.OPEN, Outcome.LATER)


def test_one_finding_that_is_not_there_leaves_the_whole_batch_undecided(two: Vault) -> None:
    with pytest.raises(NotInVault):
        two.decisions.decide([A, "no such finding"], Outcome.KEEP, "", NOW)
    assert outcome(two, A) is None
    assert "decision" not in {event.kind for event in two.events.list()}


def test_the_same_finding_twice_is_decided_once(two: Vault) -> None:
    assert len(two.decisions.decide([A, A], Outcome.KEEP, "", NOW)) == 1


def test_every_decision_and_undo_is_in_the_log_without_its_words(two: Vault) -> None:
    two.decisions.decide([A, B], Outcome.KEEP, "Mrs Invented said it was fine", NOW)
    two.decisions.undo_last(NOW)
    undone, decided = two.events.list(2)
    assert (decided.kind, decided.detail) == ("decision", {"batch": 1, "outcome": "keep", "findings": 2})
    assert (undone.kind, undone.detail) == ("decision undone", {"batch": 1, "findings": 2})
    assert "Invented" not in str(two.events.list())
    two.events.verify()
