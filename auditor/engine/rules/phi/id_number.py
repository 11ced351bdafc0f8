"""Numbers that stand for one patient: record, plan, account, plate, device, national id."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.marks import MarkKind
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.story import severity_of, spans, story_of
from auditor.model import Category, Severity, Tier

_ALWAYS = frozenset({"ssn", "nhs", "mrn"})
_CLEARLY = 0.12


def find(reading: Reading) -> Iterator[Match]:
    """One match for a number that names itself, or for any identifying number in a patient's story."""
    found = reading.of(MarkKind.ID)
    if not found:
        return
    story = story_of(reading)
    found = [mark for mark in found if mark.detail in _ALWAYS or story.probability >= _CLEARLY]
    if not found:
        return
    yield Match(
        spans=spans(reading, found),
        reason="A number that stands for one person (record, insurance, account, plate, device or"
        " national id) is shown.",
        confidence=max(story.probability, 0.8 if any(m.detail in _ALWAYS for m in found) else 0.4),
        severity=severity_of(story, Severity.CRITICAL),
        terms=story.judgement.terms[:6],
    )


RULE = Rule(
    id="phi/id-number",
    version=1,
    category=Category.PHI,
    severity=Severity.CRITICAL,
    tier=Tier.LIKELY_PHI,
    title="A record, insurance, account, plate or device number",
    why=(
        "Such a number leads to one person for everybody who can look it up; Safe Harbor lists each of them."
    ),
    citations=("45-cfr-164-514-b2i-G",),
    remedy="Tell your privacy officer before anything is deleted; then delete the post.",
    find=find,
    examples=(
        Example("Lovely film, ignore the MRN 00482137 in the corner", True),
        Example("His NHS number 943 476 5919 was on the whiteboard again", True),
        Example("Our trial NCT01234567 is open, PMID 31234567 for details.", False, note="a registry number"),
        Example("Order 66 jokes on the ward again.", False),
    ),
)
