"""What a department head's report must never hold, whatever the posts hold."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.disposition import PROTECTED_RULES, UNSETTLED, Disposition
from auditor.model import Span, SpanType
from auditor.report import Audience, Format, Include, Report, render
from auditor.report.model import Detail, FindingLine
from auditor.report.redaction import redact
from tests.report.samples import HOSTILE, deletion, detail, finding, full_report

WINDOW = 6
"""So many code points of a post in a row are a quotation."""

# Ordinary words beside anything at all, so that a leak of plain prose and of odd text would both show.
PLAIN = ("Mrs", "Quillfeather", "ninety-four", "ferry", "Tuesday", "night", "ward", "our boy", "bed seven")
WORDS = st.lists(st.sampled_from(PLAIN), min_size=3, max_size=12).map(" ".join)
TEXTS = st.one_of(WORDS, st.text(min_size=WINDOW, max_size=60), st.sampled_from(HOSTILE))
SPANS = st.lists(
    st.builds(Span, st.integers(0, 60), st.integers(0, 60), st.sampled_from(SpanType)), max_size=4
).map(tuple)
INCLUDES = st.frozensets(st.sampled_from(Include))


@st.composite
def details(draw: st.DrawFn) -> Detail:
    """Everything secret of a finding, drawn."""
    return replace(
        detail(1, draw(TEXTS)),
        handle=draw(TEXTS),
        item_id=draw(TEXTS),
        parent_text=draw(TEXTS),
        url=draw(TEXTS),
        media=(draw(TEXTS), draw(TEXTS)),
        spans=draw(SPANS),
        reason=draw(TEXTS),
        remedy=draw(TEXTS),
        decision_reason=draw(TEXTS),
        citations=(draw(TEXTS),),
    )


def with_secrets(secrets: list[Detail]) -> Report:
    """The full sample with these details in its findings, and their links and ids in its deletions."""
    base = full_report()
    return replace(
        base,
        findings=tuple(replace(f, detail=secrets[n % len(secrets)]) for n, f in enumerate(base.findings)),
        deletions=tuple(
            replace(
                d,
                evidence=replace(
                    d.evidence, handle=secrets[0].handle, item_id=secrets[0].item_id or "", url=secrets[0].url
                ),
            )
            for d in base.deletions
            if d.evidence
        ),
    )


def texts_of(secret: Detail) -> list[str]:
    """Every text of a post, its parent, its media, its link and its spans."""
    spans = [secret.text[s.start : s.end] for s in secret.spans]
    return [
        secret.text, secret.parent_text or "", secret.url or "", secret.item_id or "", *secret.media,
        secret.reason, secret.remedy, secret.decision_reason, secret.handle, *spans,
    ]  # fmt: skip


def windows(text: str) -> set[str]:
    return {text[i : i + WINDOW] for i in range(len(text) - WINDOW + 1)}


def readings(text: str) -> list[str]:
    """A rendered report as it stands and as a reader gets it, with each format's escapes undone."""
    told = [text, html.unescape(text), re.sub(r"\\(.)", r"\1", text)]
    if text.startswith("{"):
        told.append(json.dumps(json.loads(text), ensure_ascii=False))
    return told


@settings(max_examples=150, deadline=None)
@given(st.lists(details(), min_size=1, max_size=3), INCLUDES)
def test_a_department_heads_report_is_the_same_whatever_the_posts_say(
    secrets: list[Detail], include: frozenset[Include]
) -> None:
    told = redact(with_secrets(secrets), Audience.DEPARTMENT_HEAD, include)
    untold = redact(full_report(), Audience.DEPARTMENT_HEAD, include)
    assert told == untold
    for fmt in Format:
        assert render(told, fmt) == render(untold, fmt)


# The words that a report with no post at all has anyway, in every form, since each has a digest of its own;
# nothing else is excused.
FIXED = {
    window
    for size in range(len(Include) + 1)
    for include in map(frozenset, combinations(Include, size))
    for fmt in Format
    for reading in readings(
        render(
            redact(
                replace(
                    full_report(),
                    findings=tuple(
                        replace(f, detail=replace(detail(1, ""), parent_text="", url="", media=()))
                        for f in full_report().findings
                    ),
                ),
                Audience.DEPARTMENT_HEAD,
                include,
            ),
            fmt,
        )
    )
    for window in windows(reading)
}


@settings(max_examples=100, deadline=None)
@given(st.lists(details(), min_size=1, max_size=2), INCLUDES, st.sampled_from(Format))
def test_no_six_characters_of_a_post_stand_in_a_department_heads_report(
    secrets: list[Detail], include: frozenset[Include], fmt: Format
) -> None:
    report = redact(with_secrets(secrets), Audience.DEPARTMENT_HEAD, include)
    seen = set().union(*(windows(reading) for reading in readings(render(report, fmt))))
    for secret in secrets:
        for text in texts_of(secret):
            assert not (windows(text) - FIXED) & seen


def test_the_check_for_six_characters_would_see_a_leak() -> None:
    leaking = replace(redact(full_report(), Audience.DEPARTMENT_HEAD), cycle="Mrs Quillfeather, 94")
    for fmt in Format:
        seen = set().union(*(windows(reading) for reading in readings(render(leaking, fmt))))
        assert (windows("Mrs Quillfeather") - FIXED) & seen


@pytest.mark.parametrize("field", ["findings", "deletions", "proof"])
def test_a_report_with_details_can_not_be_made_for_a_department_head(field: str) -> None:
    redacted = redact(full_report(), Audience.DEPARTMENT_HEAD)
    with pytest.raises(ValueError, match="no detail"):
        replace(redacted, **{field: getattr(full_report(), field)})


def redacted(include: frozenset[Include] = frozenset(), *lines: FindingLine) -> Report:
    return redact(full_report(lines or None), Audience.DEPARTMENT_HEAD, include)


def test_only_what_still_asks_for_something_is_listed_and_numbered_from_one() -> None:
    report = redacted()
    assert {f.disposition for f in report.findings} <= UNSETTLED
    assert [f.number for f in report.findings] == list(range(1, len(report.findings) + 1))
    assert report.total(Disposition.KEEP) == 1


def test_protected_speech_is_neither_listed_nor_counted_unless_the_owner_adds_it() -> None:
    (rule,) = PROTECTED_RULES
    assert rule not in {f.rule for f in redacted().findings}
    assert redacted().total() == len(full_report().findings) - 1
    added = redacted(frozenset({Include.PROTECTED}))
    assert rule in {f.rule for f in added.findings}
    assert added.total() == len(full_report().findings)


def test_what_was_kept_is_listed_only_when_the_owner_adds_it() -> None:
    assert Disposition.KEEP not in {f.disposition for f in redacted().findings}
    assert Disposition.KEEP in {f.disposition for f in redacted(frozenset({Include.KEPT})).findings}


def test_every_date_of_a_post_is_cut_to_its_month() -> None:
    # A patient's post may have another finding: its day would give the patient's day away.
    report = redacted()
    assert {f.when for f in report.findings} == {"2026-10"}
    assert {d.when for d in report.deletions} == {"2026-10"}
    for fmt in Format:
        assert "2026-10-03" not in render(report, fmt)


def test_a_deletion_planned_for_protected_speech_alone_is_left_out() -> None:
    line = deletion(1, full_report().deletions[0].state)
    assert line.evidence
    rules = {
        "alone": ("conduct/employer-complaint",),
        "with another": ("conduct/employer-complaint", "phi/name"),
        "another": ("phi/name",),
    }
    full = replace(
        full_report(),
        deletions=tuple(
            replace(line, reference=name, evidence=replace(line.evidence, rules=r))
            for name, r in rules.items()
        ),
    )
    shown = redact(full, Audience.DEPARTMENT_HEAD).deletions
    assert [d.reference for d in shown] == ["with another", "another"]
    assert len(redact(full, Audience.DEPARTMENT_HEAD, frozenset({Include.PROTECTED})).deletions) == 3


def test_the_owner_gets_everything_and_counsel_the_records_too() -> None:
    full = full_report()
    assert redact(full, Audience.SELF).findings == full.findings
    assert redact(full, Audience.SELF).proof is None
    assert redact(full, Audience.COUNSEL).proof == full.proof
    assert redact(full, Audience.COUNSEL).findings == full.findings


@pytest.mark.parametrize("include", [frozenset[Include](), *(frozenset({i}) for i in Include)])
def test_the_report_says_what_was_left_out_and_what_was_added(include: frozenset[Include]) -> None:
    page = html.unescape(render(redacted(include), Format.HTML))
    assert ("whistleblower law may protect are left out and not counted" in page) is (
        Include.PROTECTED not in include
    )
    assert ("kept are in the numbers and not listed one by one" in page) is (Include.KEPT not in include)
    assert ("The owner chose" in page) is bool(include)


def test_no_findings_never_reads_as_no_problems() -> None:
    for fmt in Format:
        text = re.sub(r"\\(.)", r"\1", render(redact(full_report(()), Audience.DEPARTMENT_HEAD), fmt))
        assert "No findings is not the same as no problems" in text
        assert "Direct messages, and closed groups whose posts no export holds" in text


def test_a_finding_of_one_line_keeps_its_rule_tier_and_reference() -> None:
    (line,) = redacted(frozenset(), finding(2)).findings
    assert (line.rule, line.tier, line.reference) == ("phi/mosaic", "not-deidentified", "0000000000000002")
    assert line.detail is None
