"""Names that may be a patient's, inside a patient's story."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.marks import Mark
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.story import (
    detail_spans,
    may_be_told,
    names,
    severity_of,
    spans,
    story_of,
)
from auditor.model import Category, Severity, Tier

_STRONG = frozenset({"titled", "caps", "initials", "addressee", "named"})
_ENOUGH = 0.2  # a title or a naming verb beside health words is a sign of its own
_SAID, _AS_IN_A_CASE = 0.9, 0.55
_IN_AN_EXERCISE = frozenset({"simulation", "textbook"})


def find(reading: Reading) -> Iterator[Match]:
    """One match where a name is a patient's by the text's own words, or stands in a patient's story and is no
    colleague's, relative's or the owner's."""
    found = names(reading)
    if not found:
        return
    outright = _outright(reading, found)
    if outright is not None:
        yield outright
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


def _outright(reading: Reading, found: list[Mark]) -> Match | None:
    """The match of a name that needs no story: the text itself says that a patient bears it."""
    said = [mark for mark in found if mark.detail == "patient"]
    told = said or [mark for mark in found if mark.detail == "case"]
    if not told or not _IN_AN_EXERCISE.isdisjoint(reading.cues):
        return None
    story = story_of(reading)
    is_lowered = story.has_consent or story.is_changed
    full = Severity.CRITICAL if said else Severity.HIGH
    return Match(
        spans=(*(reading.span_of(mark) for mark in told), *detail_spans(reading)),
        reason="The text says of a name that a patient bears it."
        if said
        else "A name, an age and an illness stand together as at the head of a case.",
        confidence=max(story.probability, _SAID if said else _AS_IN_A_CASE),
        severity=Severity.LOW if is_lowered else full,
        terms=story.judgement.terms[:6],
    )


def may_name(reading: Reading) -> bool:
    """The gate: a name that may be a patient's, beside a story or said to be one's."""
    return bool(names(reading)) and (may_be_told(reading) or bool(_outright(reading, names(reading))))


RULE = Rule(
    id="phi/name",
    version=2,
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
    gate=may_name,
    examples=(
        Example(
            "Mrs Abernethy came in last night with her hip again, third fracture this year, she was"
            " lovely as ever",
            True,
        ),
        Example("Congrats to Dr Lena Ortiz on her FACS!", False, note="a colleague"),
        Example("My wife Anna made the best soup for the night shift.", False, use="personal", note="family"),
        Example("Our patient John Merriweather, 42, was admitted with sepsis.", True),
        Example(
            "Rosa Delgado, 58, was admitted to our unit with a stroke; we thrombolysed her within the hour.",
            True,
        ),
        Example(
            "Our patient advocate John Merriweather ran the sepsis study day.", False, note="a colleague"
        ),
        Example(
            "Senator Rosa Delgado, 58, was admitted with a stroke, her office said.",
            False,
            note="in the news",
        ),
        Example("Graves disease and Parkinson disease are both named after doctors.", False, note="eponyms"),
        Example(
            "Mr Doyle in bed 4 told me he was off his insulin for a week, and his wife had no idea", True
        ),
    ),
)
