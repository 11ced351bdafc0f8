"""The author's own part in an event that others know of."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.marks import MarkKind
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.story import may_be_told, severity_of, spans, story_of
from auditor.model import Category, Severity, Tier

_REPORTED = frozenset({"crash", "violence", "disaster", "occasion"})


def find(reading: Reading) -> Iterator[Match]:
    """One match where a patient's story is tied to a crash, fire, storm, match or feast."""
    found = [mark for mark in reading.of(MarkKind.EVENT) if mark.detail in _REPORTED]
    if not found:
        return
    story = story_of(reading)
    if not story.is_told:
        return
    is_reported = any(mark.detail != "occasion" for mark in found)
    yield Match(
        spans=spans(reading, found),
        reason="It ties the patient to an event that others saw or read of; the news joins the story to"
        " a name.",
        confidence=story.probability,
        severity=severity_of(story, Severity.CRITICAL if is_reported else Severity.HIGH),
        terms=story.judgement.terms[:6],
    )


RULE = Rule(
    id="phi/news-event",
    version=1,
    category=Category.PHI,
    severity=Severity.CRITICAL,
    tier=Tier.NOT_DEIDENTIFIED,
    title="A patient tied to an event people know of",
    why=(
        "Who knows that a story was in the news knows that it can be recognised; such posts have cost "
        "jobs though no name was in them."
    ),
    citations=("45-cfr-164-514-b2ii",),
    remedy="Tell your privacy officer before anything is deleted; then delete the post.",
    find=find,
    gate=may_be_told,
    examples=(
        Example(
            "You saw the bus crash on the news tonight. The driver will keep her leg, I held it"
            " together for four hours in our theatre.",
            True,
        ),
        Example("Stay safe everyone, the storm is coming tonight.", False),
        Example("Bus crash on the A9, avoid the area.", False),
    ),
)
