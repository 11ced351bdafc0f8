"""Reads several texts stage by stage: what a stage needs, its tables and patterns, is then at hand for all.

One text after the other through all stages takes a seventh longer: each has to fetch them anew. Changes
no result: a reading works out by itself whatever it is asked for. Knows no rule.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from auditor.engine.cues import advice, affiliation, conduct, interests, phrases, private_life
from auditor.engine.reading import Reading
from auditor.engine.signals import signals

_STAGES: tuple[Callable[[Reading], object], ...] = (
    lambda reading: (reading.text.words, reading.text.capitals, reading.text.lists, reading.text.digits),
    lambda reading: reading.parent and reading.parent.words,
    lambda reading: (reading.cues, reading.parent_cues),
    lambda reading: reading.marks,
    phrases.cues,
    phrases.parent_cues,
    lambda reading: reading.frame,
    signals,
    conduct.conduct,
    interests.promotion,
    private_life.private_life,
    affiliation.speaks_as,
    advice.weigh,
)
AT_ONCE = 48
"""Texts per turn: with more of them the first would be out of the processor's reach again."""


def read_ahead(readings: Sequence[Reading]) -> None:
    """Work out what the rules will ask of these readings anyway; one by itself gains nothing by it."""
    if len(readings) < 2:
        return
    for start in range(0, len(readings), AT_ONCE):
        part = readings[start : start + AT_ONCE]
        for stage in _STAGES:
            for reading in part:
                stage(reading)
