"""Finds units, rooms and beds, and named hospitals and clinics; knows nothing of who lies there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.engine.marks import Mark, MarkKind
from auditor.engine.patterns import lazy

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

_WORD_NUMBER = r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
_UNIT_WORD = (
    r"room|rm|bed|bay|ward|theatre|theater|or|ot|chair|pod|cubicle|cabin|unit|floor|hall"
    r"|trauma|resus|cell|station|suite"
    r"|ccu|icu|micu|sicu|picu|nicu|hdu|tele|stepdown|step-down|incubator|isolette|wing|block"
    r"|slot|side ?room|cama|salle|lit|bunk|triage"
)
_NUMBERED = lazy(
    rf"(?<![\w'])(?:the )?(?:{_UNIT_WORD})[ #-]{{0,2}}(?:no\.? ?|number )?(?:\d{{1,4}}[a-z]?"
    rf"|{_WORD_NUMBER}|[a-h](?![\w']))\b(?: bed \d{{1,3}}| chair \d{{1,2}})?"
    r"(?! ?(?:%|years?|yrs?|months?|weeks?|days?|hours?|hrs|mins?|minutes?|dollars|people"
    r"|patients|nurses|times|mg|ml|am\b|pm\b|of\b))"
)
_COMPASS = lazy(
    r"\b(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)[ -]?(?:north|south|east"
    r"|west|n|s|e|w)\b(?![a-z'])(?: \d{1,3}| bed \d{1,3})?"
    r"|\b\d{1,2}(?:st|nd|rd|th)? floor\b|\b(?:second|third|fourth|fifth|sixth|seventh|eighth) floor\b"
)
_OUR = lazy(
    r"\b(?:my|our) (?:own )?(?:[a-z]+ )?(?:icu|ccu|micu|sicu|picu|nicu|hdu|ed|er|a&e|ward|unit"
    r"|floor|theatre|theater|resus|trauma (?:room|bay)|bay|pod|waiting room|delivery (?:room"
    r"|suite)"
    r"|burns unit|stroke unit|dialysis (?:unit|chair)|hospice|nursing home|care home|clinic"
    r"|practice|surgery|ct|scanner|lab|morgue|mortuary|casualty|emergency(?: room|"
    r" department)?|suite|operating room|birth(?:ing)? (?:suite|centre|center))\b"
)
_IN_UNIT = lazy(
    r"\b(?:in|to|on|from|into|down in|up in|down to|up to|out of|through) (?:the )?(?:icu|ccu"
    r"|micu|sicu|picu|nicu|hdu|resus|recovery|theatre|psych ward|labou?r ward|burns unit"
    r"|stroke unit|step-?down|cath lab|holding|triage|casualty|comfort care|hospice"
    r"|isolation)\b"
)
_NAMED = lazy(
    r"\b(?:(?:[A-Z][\w'.-]{1,20}|St|of|the|&) ){1,5}(?:Hospital|Infirmary|Clinic|Hospice"
    r"|Medical Cent(?:er|re)|Health Cent(?:er|re)|Surgery|Practice|Nursing Home|Care Home|Ward"
    r"|Unit|General|Regional|Memorial|Maternity|Sanatorium|Rehab|Urgent Care|Cancer Cent(?:er"
    r"|re)|Manor|Lodge)\b(?: (?:Hospital|Center|Centre|Ward|Unit))?"
)
_HINT = lazy(
    rf"{_UNIT_WORD}|north|south|east|west|\d ?[nsew]\b|\b(?:ed|er|a&e|ward|clinic|hospice|home"
    r"|surgery|practice|lab|morgue|recovery|casualty|holding)\b"
)


def find(reading: Reading) -> Iterator[Mark]:
    """UNIT marks (`numbered`, `ours`, `unit`) and FACILITY marks (`named`, `own`: the owner's employer)."""
    value, folded = reading.text.value, reading.text.folded
    if _HINT.search(folded):
        for match in _NUMBERED.finditer(folded):
            if not _is_conjunction(match.group()):
                yield Mark(match.start(), match.end(), MarkKind.UNIT, "numbered", "", 2.0)
        for match in _COMPASS.finditer(folded):
            yield Mark(match.start(), match.end(), MarkKind.UNIT, "numbered", "", 2.0)
        for match in _OUR.finditer(folded):
            yield Mark(match.start(), match.end(), MarkKind.UNIT, "ours", "", 1.0)
        for match in _IN_UNIT.finditer(folded):
            yield Mark(match.start(), match.end(), MarkKind.UNIT, "unit", "", 1.0)
    for match in _NAMED.finditer(value):
        yield Mark(match.start(), match.end(), MarkKind.FACILITY, "named", "", 1.5)
    for employer in reading.owner.employers:
        name = employer.casefold().strip()
        place = folded.find(name) if len(name) > 3 else -1
        if place >= 0:
            yield Mark(place, place + len(name), MarkKind.FACILITY, "own", "", 1.0)


def _is_conjunction(shown: str) -> bool:
    """`or two`, `or a`, `lit a`: words that only look like a theatre's number."""
    return bool(
        re.match(
            r"(?:or|lit|hall|base|station|block|slot|unit|wing|cell|chair|bed|floor|or) (?:a|one|two"
            r"|three|four|five|six|seven|eight|nine|ten|eleven|twelve|b|c|d|e)\b",
            shown,
        )
    ) and not re.match(
        r"(?:bed|chair|unit|cell|wing|block|hall|station) (?:one|two|three|four|five|six|seven"
        r"|eight|nine|ten|eleven|twelve|b|c|d|e)\b",
        shown,
    )
