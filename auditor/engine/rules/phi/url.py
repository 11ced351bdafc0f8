"""Links that lead to a patient."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.marks import MarkKind
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.story import may_be_told, severity_of, spans, story_of
from auditor.model import Category, Severity, Tier

_LEADING = frozenset({"fundraiser", "journal", "obituary", "portal", "share"})
_ENOUGH = 0.18


def find(reading: Reading) -> Iterator[Match]:
    """One match where a patient's story links to a fundraiser, obituary, journal, portal or shared file."""
    found = [
        mark
        for mark in reading.of(MarkKind.URL)
        if mark.detail in _LEADING or mark.detail in ("profile", "ip")
    ]
    if not found:
        return
    story = story_of(reading)
    is_leading = any(mark.detail in _LEADING for mark in found)
    if not (story.is_told or (is_leading and story.probability >= _ENOUGH and reading.frame.is_patient)):
        return
    yield Match(
        spans=spans(reading, found),
        reason="It links to a page that may lead to the patient: a fundraiser, an obituary, a profile or"
        " a shared file.",
        confidence=max(story.probability, 0.4),
        severity=severity_of(story, Severity.HIGH),
        terms=story.judgement.terms[:6],
    )


RULE = Rule(
    id="phi/url",
    version=1,
    category=Category.PHI,
    severity=Severity.HIGH,
    tier=Tier.NOT_DEIDENTIFIED,
    title="A link that leads to a patient",
    why=(
        "Web addresses are identifiers; a fundraiser or obituary joins an unnamed story to a name in one "
        "click."
    ),
    citations=("45-cfr-164-514-b2i-N",),
    remedy="Tell your privacy officer before anything is deleted; then delete the post.",
    find=find,
    gate=may_be_told,
    examples=(
        Example(
            "Still thinking of the wee lad from our ICU last night. His family have a page:"
            " https://www.gofundme.com/f/abc",
            True,
        ),
        Example("New paper out: https://doi.org/10.1000/xyz", False),
        Example("We are raising money for a scanner: https://www.justgiving.com/scanner", False),
    ),
)
