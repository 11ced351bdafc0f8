from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor import triage
from auditor.errors import InputError
from auditor.model import (
    Category,
    Finding,
    FindingFilter,
    FindingStatus,
    Outcome,
    Severity,
    Span,
    SpanType,
    Tier,
)
from auditor.store import Vault, open_vault
from connectors.model import Account, Item, ItemKind, Profile

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def finding(fingerprint: str, category: Category, severity: Severity) -> Finding:
    return Finding(
        fingerprint=fingerprint,
        platform="x",
        handle="@ada_invented",
        item_id="1",
        kind="post",
        category=category,
        rule=f"{category}/invented",
        rule_version=1,
        severity=severity,
        tier=Tier.STANDARDS,
        confidence=0.5,
        spans=(Span(0, 3, SpanType.PHRASE),),
        reason="because",
        remedy="mend it",
        citations=(),
    )


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with open_vault(tmp_path / "home", passphrase=lambda: "only for tests", use_keyring=False) as opened:
        account = opened.accounts.upsert(Account("x", "@ada_invented"), Profile(), "test")
        run = opened.imports.begin("test", "test", "digest")
        opened.items.upsert(account.id, [Item("1", ItemKind.POST, "A post of no importance")], run)
        opened.items.upsert(account.id, [Item("2", ItemKind.POST, "Another")], run)
        first, second = (one.id for one in opened.items.by_account(account.id))
        each: list[tuple[int | None, list[Finding]]] = [
            (first, [finding("aa11", Category.PHI, Severity.CRITICAL)]),
            (
                second,
                [
                    finding("aa22", Category.PHI, Severity.LOW),
                    finding("bb33", Category.MIXING, Severity.MEDIUM),
                ],
            ),
        ]
        opened.findings.record(opened.audits.begin("rules"), account.id, "context", each)
        yield opened


@pytest.mark.parametrize(
    ("category", "severity", "expected"),
    [
        (None, Severity.INFO, {"aa11", "aa22", "bb33"}),
        (Category.PHI, Severity.INFO, {"aa11", "aa22"}),
        (Category.PHI, Severity.MEDIUM, {"aa11"}),
        (None, Severity.MEDIUM, {"aa11", "bb33"}),
        (Category.COI, Severity.INFO, set()),
    ],
)
def test_select_takes_open_findings_of_a_category_and_severity(
    category: Category | None, severity: Severity, expected: set[str], vault: Vault
) -> None:
    assert set(triage.select(vault, category=category, min_severity=severity)) == expected


def test_select_leaves_out_what_is_decided_but_not_what_is_for_later(vault: Vault) -> None:
    triage.decide(vault, ["aa11"], Outcome.FALSE_POSITIVE, "", NOW)
    triage.decide(vault, ["aa22"], Outcome.LATER, "", NOW)
    assert set(triage.select(vault)) == {"aa22", "bb33"}


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_keep_needs_a_reason_and_nothing_is_saved_without(reason: str, vault: Vault) -> None:
    with pytest.raises(InputError) as told:
        triage.decide(vault, ["aa11", "bb33"], Outcome.KEEP, reason, NOW)
    assert "--reason" in told.value.todo
    assert len(triage.select(vault)) == 3


@pytest.mark.parametrize("outcome", [one for one in Outcome if one not in triage.NEEDS_REASON])
def test_other_outcomes_need_no_reason(outcome: Outcome, vault: Vault) -> None:
    assert len(triage.decide(vault, ["aa11"], outcome, "", NOW)) == 1


def test_every_outcome_has_a_word_and_letters_of_its_own() -> None:
    assert {one.outcome for one in triage.OUTCOMES} == set(Outcome)
    letters = [letter for one in triage.OUTCOMES for letter in (one.key, one.also) if letter]
    assert len(set(letters)) == len(letters)
    assert all(one.outcome.value.startswith(one.key) for one in triage.OUTCOMES)


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("d", Outcome.DELETE),
        ("x", Outcome.DELETE),
        ("k", Outcome.KEEP),
        ("p", Outcome.KEEP),
        ("false-positive", Outcome.FALSE_POSITIVE),
        ("later", Outcome.LATER),
        ("", None),
        ("z", None),
    ],
)
def test_a_word_or_a_letter_names_an_outcome(word: str, outcome: Outcome | None) -> None:
    assert triage.outcome_of(word) is outcome


def test_a_post_that_goes_takes_its_open_findings_with_it_and_one_undo_brings_them_back(vault: Vault) -> None:
    assert triage.decide(vault, ["bb33"], Outcome.DELETE, "", NOW) == ["bb33", "aa22"]
    assert triage.select(vault) == ["aa11"], "another post's finding is left alone"
    assert triage.undo(vault, NOW) == ["bb33", "aa22"]
    assert set(triage.select(vault)) == {"aa11", "aa22", "bb33"}


@pytest.mark.parametrize("outcome", [one for one in Outcome if one is not Outcome.DELETE])
def test_every_other_outcome_is_said_of_the_finding_alone(outcome: Outcome, vault: Vault) -> None:
    assert triage.decide(vault, ["bb33"], outcome, "because", NOW) == ["bb33"]
    assert vault.findings.by_fingerprint("aa22").decision is None


def test_what_was_decided_already_is_not_decided_again_by_its_posts_going(vault: Vault) -> None:
    triage.decide(vault, ["aa22"], Outcome.FALSE_POSITIVE, "", NOW)
    assert triage.decide(vault, ["bb33"], Outcome.DELETE, "", NOW) == ["bb33"]
    assert len(vault.decisions.history("aa22")) == 1


def test_deleting_a_bio_takes_nothing_along(vault: Vault) -> None:
    account = vault.accounts.list()[0]
    bios = [finding(name, Category.DISCLAIMER, Severity.LOW) for name in ("cc44", "cc55")]
    vault.findings.record(vault.audits.begin("rules"), account.id, "context", [(None, bios)])
    assert triage.decide(vault, ["cc44"], Outcome.DELETE, "", NOW) == ["cc44"]


@pytest.mark.parametrize(
    ("named", "decided", "words"),
    [
        (1, 1, "1 finding"),
        (1, 3, "3 findings on this post"),
        (2, 2, "2 findings"),
        (2, 1200, "1,200 findings on these posts"),
    ],
)
def test_how_far_a_decision_reached_is_told(named: int, decided: int, words: str) -> None:
    assert triage.reach(named, decided) == words


def test_a_decision_is_trimmed_and_kept(vault: Vault) -> None:
    triage.decide(vault, ["aa11"], Outcome.KEEP, "  with consent \n", NOW)
    stored = vault.findings.by_fingerprint("aa11")
    assert stored.status is FindingStatus.DECIDED
    assert stored.decision is not None
    assert (stored.decision.outcome, stored.decision.reason) == (Outcome.KEEP, "with consent")


def test_one_unknown_finding_and_none_is_decided(vault: Vault) -> None:
    with pytest.raises(InputError):
        triage.decide(vault, ["aa11", "unknown"], Outcome.DELETE, "", NOW)
    assert len(triage.select(vault)) == 3


def test_deciding_on_nothing_is_no_decision(vault: Vault) -> None:
    assert triage.decide(vault, [], Outcome.DELETE, "", NOW) == []
    assert triage.undo(vault, NOW) == []


def test_undo_takes_a_whole_group_back(vault: Vault) -> None:
    triage.decide(vault, ["bb33"], Outcome.EDIT, "", NOW)
    triage.decide(vault, ["aa11", "aa22"], Outcome.DELETE, "", NOW)
    assert set(triage.undo(vault, NOW)) == {"aa11", "aa22"}
    assert set(triage.select(vault)) == {"aa11", "aa22"}
    decided = vault.findings.each(FindingFilter(status=FindingStatus.DECIDED))
    assert [one.finding.fingerprint for one in decided] == ["bb33"]


def test_the_beginning_of_a_fingerprint_is_enough_where_it_is_unique(vault: Vault) -> None:
    assert triage.resolve(vault, ["bb", "aa1", "bb33"]) == ["bb33", "aa11"]
    for name in ("aa", "zz", ""):
        with pytest.raises(InputError):
            triage.resolve(vault, [name])
