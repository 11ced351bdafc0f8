"""Decides whose story a post tells: the author's patient's, her family's, a colleague's, or nobody's.

Reads marks and words through a Reading; knows nothing of rules or severities.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from auditor.engine.cues import whose_else
from auditor.engine.marks import MarkKind
from auditor.engine.words import listed

if TYPE_CHECKING:
    from auditor.engine.reading import Reading


_THIRD = listed("he he's his him she she's her hers")


class Whose(StrEnum):
    """Whose story it is."""

    PATIENT = "patient"
    """Somebody in the author's care, or known through the author's work."""
    ASKER = "asker"
    """A lay person who asks about her own case."""
    AUTHOR = "author"
    FAMILY = "family"
    COLLEAGUE = "colleague"
    PUBLIC_FIGURE = "public-figure"
    HISTORY = "history"
    """Historical or fictional."""
    TEXTBOOK = "textbook"
    """A published case or an exam question."""
    COHORT = "cohort"
    SIMULATION = "simulation"
    ANIMAL = "animal"
    QUOTED = "quoted"
    """Another's words, repeated to condemn them."""
    CLINIC = "clinic"
    """The practice's own public information."""
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Frame:
    """Whose story, how sure (0 to 1), and the words that say so (ranges of the normalised text)."""

    whose: Whose
    confidence: float
    evidence: tuple[tuple[int, int], ...] = ()
    scores: Mapping[Whose, float] = field(default_factory=dict)

    @property
    def is_patient(self) -> bool:
        """Whether it is about somebody in the author's care."""
        return self.whose is Whose.PATIENT


# How much a cue speaks for a story: cue, whose story, weight of one occurrence (counted up to three).
_CUES: tuple[tuple[str, Whose, float], ...] = (
    ("patient", Whose.PATIENT, 1.0),
    ("person", Whose.PATIENT, 0.4),
    ("arrival", Whose.PATIENT, 0.8),
    ("care-verb", Whose.PATIENT, 0.8),
    ("at-work", Whose.PATIENT, 0.7),
    ("kin-of-patient", Whose.PATIENT, 0.7),
    ("outcome", Whose.PATIENT, 0.5),
    ("secrecy", Whose.PATIENT, 1.2),
    ("consent", Whose.PATIENT, 1.5),
    ("addressed-to-patient", Whose.PATIENT, 0.6),
    ("family", Whose.FAMILY, 1.3),
    ("self", Whose.AUTHOR, 1.2),
    ("colleague", Whose.COLLEAGUE, 0.8),
    ("cohort", Whose.COHORT, 0.8),
    ("patients", Whose.COHORT, 0.6),
    ("education", Whose.COHORT, 0.5),
    ("policy", Whose.COHORT, 0.5),
    ("textbook", Whose.TEXTBOOK, 1.8),
    ("history", Whose.HISTORY, 1.0),
    ("simulation", Whose.SIMULATION, 1.3),
    ("animal", Whose.ANIMAL, 0.8),
    ("news", Whose.PUBLIC_FIGURE, 0.8),
    ("condemn", Whose.QUOTED, 0.9),
    ("promotion", Whose.CLINIC, 0.7),
    ("decline", Whose.CLINIC, 1.0),
)


def frame_of(reading: Reading) -> Frame:
    """Whose story the reading tells, from the cues of its text, the people in it, and what it answers."""
    scores: dict[Whose, float] = {}
    evidence: dict[Whose, list[tuple[int, int]]] = {}
    for name, whose, weight in _CUES:
        where = reading.cues.get(name, ())
        if where:
            scores[whose] = scores.get(whose, 0.0) + weight * min(len(where), 3)
            evidence.setdefault(whose, []).extend(where[:3])
    _people(reading, scores)
    _answered(reading, scores)
    for name, weight, place in whose_else.told_of_others(reading.text):
        whose = Whose(name)
        scores[whose] = scores.get(whose, 0.0) + weight
        evidence.setdefault(whose, []).append(place)
    if not scores:
        return Frame(Whose.NOBODY, 0.5)
    best = max(scores, key=lambda whose: scores[whose])
    if scores[best] < 0.6:
        return Frame(Whose.NOBODY, 0.5, (), scores)
    confidence = scores[best] / (sum(score for score in scores.values() if score > 0) + 0.5)
    return Frame(best, round(confidence, 3), tuple(sorted(evidence.get(best, ()))), scores)


def _people(reading: Reading, scores: dict[Whose, float]) -> None:
    """What names, units and pronouns say."""
    words = reading.text.words
    if words & _THIRD:
        scores[Whose.PATIENT] = scores.get(Whose.PATIENT, 0.0) + 0.5
    for mark in reading.of(MarkKind.NAME, MarkKind.UNIT):
        if mark.kind is MarkKind.UNIT:
            scores[Whose.PATIENT] = scores.get(Whose.PATIENT, 0.0) + 0.6
        elif mark.detail == "colleague":
            scores[Whose.COLLEAGUE] = scores.get(Whose.COLLEAGUE, 0.0) + 1.0
        elif mark.detail == "family":
            scores[Whose.FAMILY] = scores.get(Whose.FAMILY, 0.0) + 1.5
        elif mark.detail in ("patient", "case"):
            scores[Whose.PATIENT] = scores.get(Whose.PATIENT, 0.0) + 1.5
        elif mark.detail == "titled":
            scores[Whose.PATIENT] = scores.get(Whose.PATIENT, 0.0) + 0.7


def _answered(reading: Reading, scores: dict[Whose, float]) -> None:
    """What the parent's text says: a review, or somebody who asks about herself."""
    parent = reading.parent
    if parent is None:
        return
    told = len(reading.cues.get("second-person-care", ()))
    if told:
        scores[Whose.PATIENT] = scores.get(Whose.PATIENT, 0.0) + 0.6 * min(told, 3)
    if "?" in parent.value and parent.words & {"i", "my", "i'm", "im", "me"}:
        scores[Whose.ASKER] = scores.get(Whose.ASKER, 0.0) + 1.5
