"""Names that may be a patient's, inside a patient's story."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.story import may_be_told, names, severity_of, spans, story_of
from auditor.model import Category, Severity, Tier

_STRONG = frozenset({"titled", "caps", "initials", "addressee", "named"})
_ENOUGH = 0.2  # a title or a naming verb beside health words is a sign of its own


def find(reading: Reading) -> Iterator[Match]:
    """One match where a patient's story holds a name that is no colleague's, relative's or the owner's."""
    found = names(reading)
    if not found:
        return
    story = story_of(reading)
    is_strong = any(mark.detail in _STRONG for mark in found)
    if not (story.is_told or (is_strong and story.probability >= _ENOUGH and reading.frame.is_patient)):
        return
    yield Match(
        spans=spans(reading, found),
        reason="A name stands in what reads as a patient's story; it may identify the patient or a relative.",
        confidence=max(story.probability, 0.5 if is_strong else 0.0),
        severity=severity_of(story, Severity.CRITICAL if is_strong else Severity.HIGH),
        terms=story.judgement.terms[:6],
    )


RULE = Rule(
    id="phi/name",
    version=1,
    category=Category.PHI,
    severity=Severity.CRITICAL,
    tier=Tier.LIKELY_PHI,
    title="A name in a patient's story",
    why=(
        "Names of patients, relatives and household members are the first identifier of Safe Harbor, "
        "nicknames and initials included; naming a patient is what regulators have fined most plainly."
    ),
    citations=("45-cfr-164-514-b2i-A", "seed-1"),
    remedy="Tell your privacy officer before anything is deleted; then delete the post.",
    find=find,
    gate=may_be_told,
    examples=(
        Example(
            "Mrs Abernethy came in last night with her hip again, third fracture this year, she was"
            " lovely as ever",
            True,
        ),
        Example("Congrats to Dr Lena Ortiz on her FACS!", False, note="a colleague"),
        Example("My wife Anna made the best soup for the night shift.", False, use="personal", note="family"),
        Example("Graves disease and Parkinson disease are both named after doctors.", False, note="eponyms"),
        Example(
            "Mr Doyle in bed 4 told me he was off his insulin for a week, and his wife had no idea", True
        ),
    ),
)
