"""Traces are kept with their items, in one order, and findings on several items replace each other as one."""

from __future__ import annotations

from datetime import timedelta

from auditor.model import FindingFilter, FindingStatus, Severity
from auditor.store import Vault
from tests.store.examples import ACCOUNT, NOW, PROFILE, account, audit, finding, item


def kept(vault: Vault) -> list[tuple[str, str, bool]]:
    return [(one.item_id, one.packed, one.is_covered) for one in vault.traces.each()]


def test_traces_come_in_order_of_time_whatever_the_order_of_import(vault: Vault) -> None:
    stored = vault.accounts.upsert(ACCOUNT, PROFILE, "test")
    source = vault.imports.begin("a", "test", "d")
    late, early, undated = (
        item(1, created_at=NOW),
        item(2, created_at=NOW - timedelta(days=3)),
        item(3, created_at=None),
    )
    vault.items.upsert(stored.id, [late, early, undated], source)
    vault.traces.keep({1: "late", 2: "early", 3: "undated"})
    assert kept(vault) == [("2", "early", False), ("1", "late", False)]


def test_a_trace_replaces_the_one_before_and_none_removes_it(vault: Vault) -> None:
    account(vault, items=2)
    vault.traces.keep({1: "one", 2: "two"})
    vault.traces.keep({1: "other", 2: None})
    assert kept(vault) == [("1", "other", False)]


def test_what_is_gone_leaves_none(vault: Vault) -> None:
    stored = account(vault, items=3)
    vault.traces.keep({1: "one", 2: "two", 3: "three", 99: "of no item"})
    source = vault.imports.begin("b", "test", "e")
    vault.items.upsert(stored.id, [item(1), item(3)], source)
    vault.items.mark_vanished(stored.id, source)
    assert [one for one, *_ in kept(vault)] == ["1", "3"]
    vault.accounts.remove(stored.id)
    assert kept(vault) == []


def test_an_item_is_covered_by_a_standing_finding_of_its_own(vault: Vault) -> None:
    stored = account(vault, items=3)
    vault.traces.keep({1: "one", 2: "two", 3: "three"})
    run = audit(
        vault, stored.id, {1: [finding("a", "1")], 2: [finding("b", "2", severity=Severity.INFO)], 3: []}
    )
    vault.traces.record(run, [(3, finding("c", "3"))], "state")
    assert [is_covered for *_, is_covered in kept(vault)] == [True, False, False]


def test_joint_findings_are_exactly_the_last_ones_and_leave_others_alone(vault: Vault) -> None:
    stored = account(vault, items=3)
    run = audit(vault, stored.id, {1: [finding("own", "1")]})
    vault.traces.record(run, [(1, finding("joint", "1")), (2, finding("other", "2"))], "one")
    assert vault.traces.state() == "one"
    audit(vault, stored.id, {1: [finding("own", "1")], 2: []})
    vault.traces.record(
        vault.audits.begin("rules-1"), [(2, finding("other", "2")), (99, finding("x"))], "two"
    )
    every = {f.finding.fingerprint: f.status for f in vault.findings.each(FindingFilter(status=None))}
    open_now, resolved = FindingStatus.OPEN, FindingStatus.RESOLVED
    names = {finding(name).fingerprint: name for name in ("own", "joint", "other")}
    assert {names[key]: status for key, status in every.items()} == {
        "own": open_now,
        "joint": resolved,
        "other": open_now,
    }
    assert vault.traces.state() == "two"
