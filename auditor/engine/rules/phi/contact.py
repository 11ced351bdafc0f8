"""A patient's telephone number or e-mail address."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.marks import MarkKind
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.story import may_be_told, severity_of, spans, story_of
from auditor.model import Category, Severity, Tier

_CLEARLY = 0.2


def find(reading: Reading) -> Iterator[Match]:
    """One match where a patient's story holds a number or address that is not the practice's own."""
    found = reading.of(MarkKind.CONTACT)
    if not found:
        return
    story = story_of(reading)
    words = reading.cues
    if story.probability < _CLEARLY or ("decline" in words and "secrecy" not in words):
        return
    if "promotion" in words and not story.is_told:
        return
    yield Match(
        spans=spans(reading, found),
        reason="A telephone number or e-mail address stands in what reads as a patient's story; it may"
        " identify the patient.",
        confidence=max(story.probability, 0.5),
        severity=severity_of(story, Severity.CRITICAL),
        terms=story.judgement.terms[:6],
    )


RULE = Rule(
    id="phi/contact",
    version=1,
    category=Category.PHI,
    severity=Severity.CRITICAL,
    tier=Tier.LIKELY_PHI,
    title="A patient's telephone number or e-mail address",
    why=(
        "A way to reach the patient or a relative leads straight to who it is; telephone, fax and e-mail "
        "are identifiers of their own."
    ),
    citations=("45-cfr-164-514-b2i-D",),
    remedy="Tell your privacy officer before anything is deleted; then delete the post.",
    find=find,
    gate=may_be_told,
    examples=(
        Example(
            "Does anyone know her mum? She missed two sessions and his number 555-0147 is dead, tell"
            " her to ring our ward",
            True,
        ),
        Example("Call 555-0142 to book your flu jab.", False, note="the clinic's own number"),
        Example("Questions about the course? Email hello@example.org", False),
    ),
)
