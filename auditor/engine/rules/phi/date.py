"""Days and times that pin a patient's encounter."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.marks import MarkKind
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.story import may_be_told, severity_of, spans, story_of
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where a patient's story says when; day-level, or relative to the time of the post."""
    found = reading.of(MarkKind.DATE)
    if not found:
        return
    story = story_of(reading)
    if not story.is_told:
        return
    has_day = any(mark.detail == "full" for mark in found)
    yield Match(
        spans=spans(reading, found),
        reason="It says on which day or at what time a patient was seen; with the post's own date that"
        " is an exact date.",
        confidence=story.probability,
        severity=severity_of(story, Severity.HIGH if has_day else Severity.MEDIUM),
        terms=story.judgement.terms[:6],
    )


RULE = Rule(
    id="phi/date",
    version=1,
    category=Category.PHI,
    severity=Severity.MEDIUM,
    tier=Tier.NOT_DEIDENTIFIED,
    title="A day or time tied to a patient's care",
    why=(
        "All elements of dates except the year count as identifiers; a post that says tonight carries its "
        "own date."
    ),
    citations=("45-cfr-164-514-b2i-C",),
    remedy="Drop the time, or shift it to no more than the year; better, delete the post.",
    find=find,
    gate=may_be_told,
    yields_to=("phi/mosaic",),
    examples=(
        Example(
            "He came in last night with his hand in a bread slicer, bay 3, his wife screaming. Still"
            " has four fingers.",
            True,
        ),
        Example("Conference talk on Tuesday 12 July, see you there.", False),
        Example("My mum's chemo starts Monday.", False, use="personal"),
    ),
)
