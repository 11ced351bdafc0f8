"""Decides whose story a post tells: the author's patient's, her family's, a colleague's, or nobody's.

Reads marks and words through a Reading; knows nothing of rules or severities.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.engine.reading import Reading


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


def frame_of(reading: Reading) -> Frame:
    """Whose story the reading tells."""
    words = reading.text.words
    if words & {"patient", "pt", "patients"}:
        return Frame(Whose.PATIENT, 0.6)
    return Frame(Whose.NOBODY, 0.5)
