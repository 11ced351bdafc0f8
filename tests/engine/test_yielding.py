"""What is folded into what, and what survives of it."""

from __future__ import annotations

from auditor.engine import catalogue
from auditor.engine.yielding import folded
from auditor.model import Category, Finding, Severity, Span, SpanType, Term, Tier


def finding(rule: str, severity: Severity, *spans: Span, confidence: float = 0.5) -> Finding:
    return Finding(
        fingerprint=rule,
        platform="x",
        handle="@q",
        item_id="1",
        kind="post",
        category=Category.PHI,
        rule=rule,
        rule_version=1,
        severity=severity,
        tier=Tier.NOT_DEIDENTIFIED,
        confidence=confidence,
        spans=spans,
        reason="",
        remedy="",
        citations=(rule,),
        terms=(Term(rule, 1.0, "n"),),
    )


YIELDS = {"a/narrow": ("a/first", "a/wide")}
DATE, AGE = Span(0, 4, SpanType.DATE), Span(5, 8, SpanType.AGE)


def test_nothing_of_what_yields_is_lost() -> None:
    wide = finding("a/wide", Severity.MEDIUM, AGE, confidence=0.4)
    (one,) = folded([finding("a/narrow", Severity.HIGH, DATE), wide], YIELDS)

    assert (one.rule, one.fingerprint, one.severity, one.confidence) == (
        "a/wide",
        "a/wide",
        Severity.HIGH,
        0.5,
    )
    assert one.spans == (DATE, AGE)
    assert one.citations == ("a/wide", "a/narrow")
    assert {term.signal for term in one.terms} == {"a/wide", "a/narrow"}


def test_it_yields_to_one_only_and_to_the_first_named() -> None:
    found = [finding(rule, Severity.LOW, DATE) for rule in ("a/wide", "a/narrow", "a/first")]

    assert [(f.rule, f.citations) for f in folded(found, YIELDS)] == [
        ("a/wide", ("a/wide",)),
        ("a/first", ("a/first", "a/narrow")),
    ]


def test_a_finding_does_not_yield_to_mere_information() -> None:
    found = [finding("a/wide", Severity.INFO, AGE), finding("a/narrow", Severity.LOW, DATE)]

    assert folded(found, YIELDS) == found


def test_information_yields_to_information() -> None:
    found = [finding("a/wide", Severity.INFO, AGE), finding("a/narrow", Severity.INFO, DATE)]

    assert [f.rule for f in folded(found, YIELDS)] == ["a/wide"]


def test_every_rule_yields_to_rules_that_exist_and_not_in_a_circle() -> None:
    for rule in catalogue.all_rules():
        for wider in rule.yields_to:
            assert rule.id not in catalogue.get(wider).yields_to
