"""Finds details in a text: identifiers, ages, dates, places, relations, conditions, events.

A recogniser is a module here with `find(Reading) -> Iterator[Mark]`; it says what stands there, never whether that
matters. It may use the text, account and owner of the reading, never its marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from auditor.engine.marks import Mark, MarkKind
from auditor.engine.recognizers import (
    ages,
    contact,
    dates,
    facilities,
    names,
    numbers,
    phrases,
    places,
    postcodes,
    relations,
    url,
)
from auditor.engine.recognizers.phrases import Hit

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

_WITH_DIGITS = (contact, numbers, postcodes)
_ALWAYS = (url, dates, ages, places, facilities, relations, names)
# A detail inside one of these is part of it, not a detail of its own.
_SWALLOWS: dict[MarkKind, frozenset[MarkKind]] = {
    MarkKind.URL: frozenset(MarkKind) - {MarkKind.URL},
    MarkKind.CONTACT: frozenset({MarkKind.DATE, MarkKind.AGE, MarkKind.NAME, MarkKind.ID, MarkKind.UNIT}),
    MarkKind.ID: frozenset({MarkKind.DATE, MarkKind.AGE, MarkKind.UNIT, MarkKind.NAME, MarkKind.CONTACT}),
    MarkKind.PLACE: frozenset({MarkKind.NAME}),
    MarkKind.FACILITY: frozenset({MarkKind.NAME, MarkKind.PLACE}),
    MarkKind.DATE: frozenset({MarkKind.AGE, MarkKind.UNIT}),
    MarkKind.UNIT: frozenset({MarkKind.AGE}),
    MarkKind.AGE: frozenset(),
}


def recognise(reading: Reading) -> tuple[Mark, ...]:
    """Every mark in the text, in order of place, overlaps settled in favour of the more telling kind."""
    folded = reading.text.folded
    found: list[Mark] = []
    has_digits = any(c.isdigit() for c in folded)
    for recogniser in _ALWAYS:
        found += recogniser.find(reading)
    if has_digits or "@" in folded or "(at)" in folded or "[at]" in folded:
        for recogniser in _WITH_DIGITS:
            found += recogniser.find(reading)
    for hit in reading.hits:
        if hit.group.kind != "cue":
            group = hit.group
            found.append(
                Mark(hit.start, hit.end, MarkKind(group.kind), group.detail, group.value, group.weight)
            )
    return _settled(found)


def cues(hits: Iterable[Hit]) -> Mapping[str, tuple[tuple[int, int], ...]]:
    """The places of cue phrases by the cue's name."""
    places: dict[str, list[tuple[int, int]]] = {}
    for hit in hits:
        if hit.group.kind == "cue":
            places.setdefault(hit.group.detail, []).append((hit.start, hit.end))
    return {name: tuple(where) for name, where in places.items()}


def _settled(found: list[Mark]) -> tuple[Mark, ...]:
    """In order of place; of overlapping marks of one kind the longest; what a larger mark swallows is dropped."""
    found.sort(key=lambda m: (m.start, -(m.end - m.start), m.kind, m.detail))
    kept: list[Mark] = []
    last: dict[MarkKind, Mark] = {}
    for mark in found:
        before = last.get(mark.kind)
        if before is not None and mark.start < before.end:
            if mark.end - mark.start <= before.end - before.start:
                continue
            kept.remove(before)
        last[mark.kind] = mark
        kept.append(mark)
    swallowers = [m for m in kept if _SWALLOWS.get(m.kind)]
    if not swallowers:
        return tuple(kept)
    return tuple(m for m in kept if not _is_swallowed(m, swallowers))


def _is_swallowed(mark: Mark, swallowers: list[Mark]) -> bool:
    return any(
        other.start <= mark.start and mark.end <= other.end and mark.kind in _SWALLOWS[other.kind]
        for other in swallowers
        if other is not mark and other.start <= mark.end and mark.start <= other.end
    )
