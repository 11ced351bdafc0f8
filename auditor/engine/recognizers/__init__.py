"""Finds details in a text: identifiers, ages, dates, places, relations, conditions, events.

A recogniser is a module here with `find(Reading) -> Iterator[Mark]`; it says what stands there, never whether
that matters. It may use the text, account and owner of the reading, never its marks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from auditor.engine.marks import Mark, MarkKind
from auditor.engine.patterns import lazy
from auditor.engine.recognizers import (
    ages,
    contact,
    dates,
    facilities,
    measures,
    names,
    numbers,
    places,
    postcodes,
    relations,
    spoken,
    url,
)
from auditor.engine.recognizers.phrases import Hit

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

_WITH_DIGITS = (contact, numbers, postcodes)
_ALWAYS = (url, dates, ages, places, facilities, relations, names, measures, spoken)
# A detail inside one of these is part of it, not a detail of its own.
_SWALLOWS: dict[MarkKind, frozenset[MarkKind]] = {
    MarkKind.URL: frozenset(MarkKind) - {MarkKind.URL},
    MarkKind.CONTACT: frozenset({MarkKind.DATE, MarkKind.AGE, MarkKind.NAME, MarkKind.UNIT}),
    MarkKind.ID: frozenset({MarkKind.DATE, MarkKind.AGE, MarkKind.UNIT, MarkKind.NAME, MarkKind.CONTACT}),
    MarkKind.PLACE: frozenset({MarkKind.NAME}),
    MarkKind.FACILITY: frozenset({MarkKind.NAME, MarkKind.PLACE}),
    MarkKind.DATE: frozenset({MarkKind.AGE, MarkKind.UNIT}),
    MarkKind.UNIT: frozenset({MarkKind.AGE}),
}


def recognise(reading: Reading) -> tuple[Mark, ...]:
    """Every mark in the text, in order of place, overlaps settled in favour of the more telling kind."""
    folded = reading.text.folded
    found: list[Mark] = []
    for recogniser in _ALWAYS:
        found += recogniser.find(reading)
    if reading.text.digits or "@" in folded:
        for recogniser in _WITH_DIGITS:
            found += recogniser.find(reading)
    for hit in reading.hits:
        if hit.group.kind != "cue":
            found.append(_of_hit(hit, folded))
    return _settled(found)


_SINGLED_OUT = lazy(
    r"\b(?:the|our|my|a|an|that|this|which|your|his|her|el|la|retired|former|local|same|another|old"
    r"|ex) (?:[\w'-]+ ){0,2}$"
)
_KINDS = {kind.value: kind for kind in MarkKind}
_ROLES = frozenset({"village-role", "fame"})


def _of_hit(hit: Hit, folded: str) -> Mark:
    """A phrase as a mark; a role without an article (`coach`, `teachers`) singles nobody out."""
    group = hit.group
    is_role = group.detail in _ROLES and not folded.startswith(_ARTICLES, hit.start)
    if is_role and not _SINGLED_OUT.search(folded, max(0, hit.start - 30), hit.start):
        return Mark(hit.start, hit.end, _KINDS[group.kind], "bare-role", "", 0.5)
    return Mark(hit.start, hit.end, _KINDS[group.kind], group.detail, group.value, group.weight)


_ARTICLES = ("the ", "a ", "our ", "el ", "la ", "on ")


def cues(hits: Iterable[Hit]) -> Mapping[str, tuple[tuple[int, int], ...]]:
    """The places of cue phrases by the cue's name."""
    places: dict[str, list[tuple[int, int]]] = {}
    for hit in hits:
        if hit.group.kind == "cue":
            places.setdefault(hit.group.detail, []).append((hit.start, hit.end))
    return {name: tuple(where) for name, where in places.items()}


def _settled(found: list[Mark]) -> tuple[Mark, ...]:
    """In order; of overlapping marks of one kind the longest; what a larger mark swallows is dropped."""
    found.sort(key=lambda m: (m.start, -m.end, m.kind, m.detail))
    of_kind: dict[MarkKind, list[Mark]] = {}
    for mark in found:
        kept = of_kind.setdefault(mark.kind, [])
        if kept and mark.start < kept[-1].end:
            if mark.end - mark.start > kept[-1].end - kept[-1].start:
                kept[-1] = mark
            continue
        kept.append(mark)
    for kind, swallowed in _SWALLOWS.items():
        if larger := of_kind.get(kind):
            for victim, marks in of_kind.items():
                if victim in swallowed:
                    of_kind[victim] = _outside(marks, larger)
    return tuple(sorted([mark for kept in of_kind.values() for mark in kept]))


def _outside(marks: list[Mark], larger: list[Mark]) -> list[Mark]:
    """The marks that lie in none of the larger ones; both lists are in order and free of overlaps."""
    starts = [mark.start for mark in larger]
    outside = []
    for mark in marks:
        at = bisect_right(starts, mark.start) - 1
        if at < 0 or mark.end > larger[at].end:
            outside.append(mark)
    return outside
