"""Findings follow their items through audits, keep their decisions, and are found by every filter."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.model import (
    Category,
    FindingFilter,
    FindingOrder,
    FindingStatus,
    Outcome,
    Severity,
)
from auditor.store import NotInVault, Vault
from auditor.store import findings as findings_module
from tests.store.examples import ACCOUNT, NOW, PROFILE, account, audit, finding, item

EVERY = FindingFilter(status=None)


def rows(vault: Vault, account_id: int) -> list[int]:
    """The account's item rows."""
    return [one.id for one in vault.items.by_account(account_id)]


def states(vault: Vault) -> dict[str, FindingStatus]:
    """Status by the first ten characters of the fingerprint."""
    return {one.finding.fingerprint[:10]: one.status for one in vault.findings.each(EVERY)}


def short(name: str) -> str:
    """The first ten characters of an invented finding's fingerprint."""
    return finding(name).fingerprint[:10]


def test_a_finding_comes_back_as_it_went_in(vault: Vault) -> None:
    stored = account(vault, items=1)
    (row,) = rows(vault, stored.id)
    audit(vault, stored.id, {row: [finding("a")], None: [finding("b", None)]})
    kept = vault.findings.by_fingerprint(finding("a").fingerprint)
    assert kept.finding == finding("a")
    assert (kept.account_id, kept.item_row, kept.status) == (stored.id, row, FindingStatus.OPEN)
    assert kept.created_at == item(1).created_at
    assert kept.decision is None
    bio = vault.findings.by_fingerprint(finding("b").fingerprint)
    assert bio.finding == finding("b", None)
    assert bio.item_row is None


def test_what_is_no_longer_found_is_resolved_and_comes_back_when_found_again(vault: Vault) -> None:
    stored = account(vault, items=2)
    one, two = rows(vault, stored.id)
    audit(vault, stored.id, {one: [finding("a"), finding("b")], two: [finding("c")]})
    audit(vault, stored.id, {one: [finding("b")]}, "c2")
    assert states(vault) == {
        short("a"): FindingStatus.RESOLVED,
        short("b"): FindingStatus.OPEN,
        short("c"): FindingStatus.OPEN,
    }
    first_seen = vault.findings.by_fingerprint(short("a")).first_seen
    audit(vault, stored.id, {one: [finding("a")]}, "c3")
    again = vault.findings.by_fingerprint(short("a"))
    assert (again.status, again.first_seen) == (FindingStatus.OPEN, first_seen)
    assert states(vault)[short("b")] is FindingStatus.RESOLVED


def test_a_bios_findings_are_apart_from_the_items(vault: Vault) -> None:
    stored = account(vault, items=1)
    other = vault.accounts.upsert(replace(ACCOUNT, handle="@o", remote_id="2"), PROFILE, "x-archive")
    (row,) = rows(vault, stored.id)
    audit(vault, stored.id, {None: [finding("bio", None)], row: [finding("a")]})
    audit(vault, other.id, {None: [finding("other bio", None, category=Category.COI)]})
    audit(vault, stored.id, {row: []}, "c2")
    assert states(vault)[short("bio")] is FindingStatus.OPEN
    audit(vault, stored.id, {None: []}, "c3")
    assert states(vault) == {
        short("bio"): FindingStatus.RESOLVED,
        short("a"): FindingStatus.RESOLVED,
        short("other bio"): FindingStatus.OPEN,
    }


def test_a_finding_that_says_something_new_says_it_under_its_old_number(vault: Vault) -> None:
    stored = account(vault, items=1)
    (row,) = rows(vault, stored.id)
    audit(vault, stored.id, {row: [finding("a")]})
    before = vault.findings.by_fingerprint(short("a"))
    changed = finding("a", severity=Severity.LOW, reason="Rather a rephrased zebra")
    audit(vault, stored.id, {row: [changed]}, "c2")
    after = vault.findings.get(before.id)
    assert after.finding == changed
    assert list(vault.findings.ids(FindingFilter(text="zebra"))) == [before.id]
    assert list(vault.findings.ids(FindingFilter(text="age"))) == []


@pytest.mark.parametrize("outcome", [Outcome.KEEP, Outcome.FALSE_POSITIVE, Outcome.DELETE, Outcome.EDIT])
def test_a_decision_survives_audits_and_resolution(vault: Vault, outcome: Outcome) -> None:
    stored = account(vault, items=1)
    (row,) = rows(vault, stored.id)
    audit(vault, stored.id, {row: [finding("a")]})
    vault.decisions.decide([finding("a").fingerprint], outcome, "my reasons", NOW)
    for context, found in (("c2", [finding("a")]), ("c3", []), ("c4", [finding("a")])):
        audit(vault, stored.id, {row: found}, context)
    kept = vault.findings.by_fingerprint(short("a"))
    assert kept.status is FindingStatus.DECIDED
    assert kept.decision is not None
    assert (kept.decision.outcome, kept.decision.reason, kept.decision.decided_at) == (
        outcome,
        "my reasons",
        NOW,
    )


def test_a_decision_survives_the_removal_and_return_of_its_account(vault: Vault) -> None:
    stored = account(vault, items=1)
    audit(vault, stored.id, {rows(vault, stored.id)[0]: [finding("a")]})
    vault.decisions.decide([finding("a").fingerprint], Outcome.KEEP, "advocacy", NOW)
    vault.accounts.remove(stored.id)
    back = account(vault, items=1)
    audit(vault, back.id, {rows(vault, back.id)[0]: [finding("a")]})
    assert states(vault) == {short("a"): FindingStatus.DECIDED}


def test_results_of_items_that_are_gone_are_dropped(vault: Vault) -> None:
    stored = account(vault, items=1)
    (row,) = rows(vault, stored.id)
    run = vault.audits.begin("rules")
    vault.accounts.remove(stored.id)
    vault.findings.record(run, stored.id, "c1", [(row, [finding("a")]), (None, [finding("b", None)])])
    assert vault.findings.counts(None) == {}


def test_one_fingerprint_twice_is_one_finding(vault: Vault) -> None:
    stored = account(vault, items=1)
    (row,) = rows(vault, stored.id)
    audit(vault, stored.id, {row: [finding("a"), finding("a", severity=Severity.LOW)]})
    assert vault.findings.counts() == {(Category.PHI, Severity.LOW): 1}


@pytest.fixture
def varied(vault: Vault) -> Vault:
    """Six findings over two accounts that differ in everything a filter knows."""
    one = account(vault)
    two = vault.accounts.upsert(
        replace(ACCOUNT, platform="mastodon", handle="@b", remote_id="2"), PROFILE, "m"
    )
    source = vault.imports.begin("e", "x-archive", "e")
    told = ["Night shift with a zebra", "Coffee 100% _now_", "Düsseldorf café", "昨日の患者さん 🦓 story"]
    vault.items.upsert(one.id, [item(n, text) for n, text in enumerate(told, 1)], source)
    vault.items.upsert(two.id, [item(7, "no time", created_at=None)], source)
    a, b, c, d = rows(vault, one.id)
    (e,) = rows(vault, two.id)
    audit(
        vault,
        one.id,
        {
            a: [finding("a", severity=Severity.CRITICAL)],
            b: [finding("b", category=Category.ADVICE, severity=Severity.LOW, rule="advice/dosing")],
            c: [finding("c", category=Category.COI, severity=Severity.HIGH)],
            d: [finding("d", category=Category.CONDUCT, severity=Severity.HIGH)],
            None: [
                finding(
                    "e", None, category=Category.DISCLAIMER, severity=Severity.INFO, reason="No disclaimer"
                )
            ],
        },
    )
    audit(vault, two.id, {e: [finding("f", category=Category.MIXING, severity=Severity.MEDIUM)]})
    return vault


def found(vault: Vault, filter: FindingFilter, order: FindingOrder = FindingOrder.SEVERITY) -> str:
    """The names of the findings that pass, in order."""
    names = {finding(name).fingerprint: name for name in "abcdef"}
    lines = vault.findings.lines(vault.findings.ids(filter, order))
    return "".join(names[line.fingerprint] for line in lines)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (FindingOrder.SEVERITY, "adcfbe"),
        (FindingOrder.NEWEST, "dcbafe"),
        (FindingOrder.OLDEST, "abcdfe"),
        (FindingOrder.ACCOUNT, "fadcbe"),
        (FindingOrder.CATEGORY, "abecfd"),
    ],
)
def test_findings_are_ordered(varied: Vault, order: FindingOrder, expected: str) -> None:
    assert found(varied, FindingFilter(), order) == expected
    assert found(varied, EVERY, order) == expected


@pytest.mark.parametrize(
    ("filter", "expected"),
    [
        (FindingFilter(categories=frozenset({Category.COI, Category.MIXING})), "cf"),
        (FindingFilter(min_severity=Severity.HIGH), "adc"),
        (FindingFilter(min_severity=Severity.CRITICAL, categories=frozenset({Category.COI})), ""),
        (FindingFilter(status=FindingStatus.DECIDED), ""),
        (FindingFilter(text="zebra"), "a"),
        (FindingFilter(text="ZEB night"), "a"),
        (FindingFilter(text="zebra coffee"), ""),
        (FindingFilter(text="dusseldorf"), "c"),
        (FindingFilter(text="CAFE"), "c"),
        (FindingFilter(text="100%"), "b"),
        (FindingFilter(text="患者"), "d"),
        (FindingFilter(text="🦓"), "d"),
        (FindingFilter(text="advice/dosing"), "b"),
        (FindingFilter(text="dosing"), "b"),
        (FindingFilter(text="disclaimer"), "e"),
        (FindingFilter(text="views"), "e"),
        (FindingFilter(text="  "), "adcfbe"),
        (FindingFilter(text="nowhere-to-be-found"), ""),
    ],
)
def test_findings_are_filtered(varied: Vault, filter: FindingFilter, expected: str) -> None:
    assert found(varied, filter) == expected


def test_findings_are_filtered_by_account(varied: Vault) -> None:
    id = varied.accounts.find("mastodon:@b").id
    assert found(varied, FindingFilter(account_ids=frozenset({id}))) == "f"


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=300)
    | st.text(alphabet="\"'*^:(){}[]+-~\\%_ANDORTNEAR \x00\ud800a1é患", max_size=30)
    | st.sampled_from(
        ["NEAR(", "a AND", '"', "col:x", "NOT", "*", "-", "^a", 'x" OR "y', "\x00", "a" * 100_000]
    )
)
def test_no_words_break_a_search(varied: Vault, text: str) -> None:
    varied.findings.ids(FindingFilter(text=text))
    varied.search(text)


def test_search_gives_items_that_hold_every_word_newest_first(vault: Vault) -> None:
    id = account(vault, items=3).id
    one, two, three = rows(vault, id)
    vault.items.upsert(id, [item(2, "Night nurses' coffee")], 1)
    assert list(vault.search("night")) == [three, two, one]
    assert list(vault.search("night coff")) == [two]
    assert list(vault.search("nurses'")) == [two]
    assert list(vault.search("coffee ward")) == []
    assert list(vault.search("")) == []


def test_lines_come_in_the_order_asked_for_without_rows_that_are_gone(varied: Vault) -> None:
    ids = list(varied.findings.ids(FindingFilter()))
    lines = varied.findings.lines([ids[3], 999_999, ids[0]])
    assert [line.id for line in lines] == [ids[3], ids[0]]
    line = lines[1]
    assert (line.platform, line.handle, line.kind, line.rule) == ("x", "@Ada_Invented", "post", "phi/mosaic")
    assert (line.severity, line.status, line.outcome) == (Severity.CRITICAL, FindingStatus.OPEN, None)
    assert line.excerpt == "Night shift with a zebra"
    (bio,) = (line for line in varied.findings.lines(ids) if line.kind == "bio")
    assert (bio.excerpt, bio.created_at) == (PROFILE.bio, None)


def test_an_excerpt_is_cut_by_code_points(vault: Vault) -> None:
    id = account(vault).id
    vault.items.upsert(id, [item(1, "𝔘" * 500)], 1)
    audit(vault, id, {rows(vault, id)[0]: [finding("a")]})
    (line,) = vault.findings.lines(vault.findings.ids(FindingFilter()))
    assert line.excerpt == "𝔘" * 120


def test_each_streams_whole_findings_while_decisions_are_made(
    varied: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings_module, "BLOCK", 2)
    seen = []
    for stored in varied.findings.each(FindingFilter()):
        seen.append(stored.id)
        varied.decisions.decide([stored.finding.fingerprint], Outcome.KEEP, "", NOW)
    assert len(seen) == 6
    assert varied.findings.counts() == {}


def test_counts_are_by_category_and_severity(varied: Vault) -> None:
    assert varied.findings.counts() == {
        (Category.PHI, Severity.CRITICAL): 1,
        (Category.ADVICE, Severity.LOW): 1,
        (Category.COI, Severity.HIGH): 1,
        (Category.CONDUCT, Severity.HIGH): 1,
        (Category.DISCLAIMER, Severity.INFO): 1,
        (Category.MIXING, Severity.MEDIUM): 1,
    }
    varied.decisions.decide([finding("a").fingerprint], Outcome.DELETE, "", NOW)
    assert varied.findings.counts(FindingStatus.DECIDED) == {(Category.PHI, Severity.CRITICAL): 1}
    assert sum(varied.findings.counts(None).values()) == 6


@pytest.mark.parametrize("text", ["", " ", "zz", "%", "\ud800", "'"])
def test_a_fingerprint_that_is_not_there_is_refused(varied: Vault, text: str) -> None:
    with pytest.raises(NotInVault):
        varied.findings.by_fingerprint(text)


def test_a_beginning_that_several_findings_share_is_refused(vault: Vault) -> None:
    id = account(vault, items=1).id
    (row,) = rows(vault, id)
    short_one, long_one = (
        replace(finding("a"), fingerprint="abc1"),
        replace(finding("b"), fingerprint="abc12"),
    )
    audit(vault, id, {row: [short_one, long_one]})
    with pytest.raises(NotInVault, match="More than one"):
        vault.findings.by_fingerprint("abc")
    assert vault.findings.by_fingerprint("abc1").finding.fingerprint == "abc1"
    assert vault.findings.by_fingerprint("abc12").finding.fingerprint == "abc12"


def test_the_past_is_counted_as_it_stood(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    day = [NOW + timedelta(days=n) for n in range(9)]
    today: list[datetime] = [day[0]]
    monkeypatch.setattr(vault.audits, "_clock", lambda: today[0])
    id = account(vault, items=2).id
    one, two = rows(vault, id)
    key = (Category.PHI, Severity.HIGH)

    today[0] = day[1]
    audit(vault, id, {one: [finding("a")], two: [finding("b")]})
    vault.decisions.decide([finding("a").fingerprint], Outcome.KEEP, "", day[2])
    vault.decisions.decide([finding("a").fingerprint], Outcome.LATER, "", day[3])
    today[0] = day[4]
    audit(vault, id, {two: []}, "c2")
    vault.decisions.decide([finding("a").fingerprint], Outcome.DELETE, "", day[5])
    vault.decisions.undo_last(day[6])
    today[0] = day[7]
    audit(vault, id, {two: [finding("b")]}, "c3")

    open_on = [vault.findings.counts_at(when).get(key, 0) for when in day]
    assert open_on == [0, 2, 1, 2, 1, 0, 1, 2, 2]
    assert vault.findings.counts() == vault.findings.counts_at(day[8])


def test_audits_are_listed_and_the_last_finished_one_is_known(vault: Vault) -> None:
    assert vault.audits.last() is None
    id = account(vault, items=2).id
    run = audit(vault, id, {row: [] for row in rows(vault, id)})
    started = vault.audits.begin("rules-2")
    last = vault.audits.last()
    assert last is not None and (last.id, last.ruleset, last.items_read) == (run, "rules-1", 2)
    assert [one.id for one in vault.audits.list()] == [started, run]
