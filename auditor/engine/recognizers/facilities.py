"""Finds units, rooms and beds, and named hospitals and clinics; knows nothing of who lies there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.engine.marks import Mark, MarkKind
from auditor.engine.patterns import Worded, lazy
from auditor.engine.words import listed

if TYPE_CHECKING:
    from auditor.engine.reading import Reading
    from auditor.engine.text import NormalText

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
    r"|west)\b(?![a-z'])(?: \d{1,3}| bed \d{1,3})?"
    r"|\b\d{1,2}(?:st|nd|rd|th)? floor\b|\b(?:second|third|fourth|fifth|sixth|seventh|eighth) floor\b"
)
# Over the text as written: small, the letters are seconds, sizes and decades ("30 s", "in the 90s").
_LETTERED = lazy(r"\b\d{1,2}(?:[ -]?[NSEW]|[new])\b(?!')(?: \d{1,3}| bed \d{1,3})?")
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
# A unit is looked for beside one of these; the commonest first, since a text with one is asked no further.
_HINTS = (
    *("or", "ot", "lit", "room", "bed", "bay", "ward", "theatre", "theater", "chair", "pod", "cubicle"),
    *("cabin", "unit", "floor", "hall", "trauma", "resus", "cell", "station", "suite", "ccu", "icu", "hdu"),
    *("tele", "step", "incubator", "isolette", "wing", "block", "slot", "cama", "salle", "bunk", "triage"),
    *("rm", "north", "south", "east", "west"),
)
_HINT = lazy(
    r"\d ?[nsew]\b"
    r"|\b(?:ed|er|a&e|clinic|hospice|home|surgery|practice|lab|morgue|recovery|casualty|holding|us|cot"
    r"|recliner"
    r"|crib|bassinet|hospital|chemist|pharmacy|infirmary|sick ?bay)\b"
    r"|\b(?:psych|peds|paeds|ortho|maternity|oncology|neuro|cardiac|renal|dialysis|neonatal|geri|obs"
    r"|surg)[ -]?\d"
)
# Words of the patterns above: where none of them stands, nothing of theirs does.
_UNIT_WORDS = listed(
    "room rm bed bay ward theatre theater or ot chair pod cubicle cabin unit floor hall trauma resus cell"
    " station suite ccu icu micu sicu picu nicu hdu tele stepdown step incubator isolette wing block slot"
    " side sideroom cama salle lit bunk triage"
)
_NUMBER_WORDS = frozenset(_WORD_NUMBER.split("|"))
_LETTERS = frozenset("abcdefgh")
_ENDS = _NUMBER_WORDS | _LETTERS
_RUN_TOGETHER = frozenset(unit + end for unit in _UNIT_WORDS for end in _ENDS)
_OPENS_NUMBERED = _UNIT_WORDS | _RUN_TOGETHER
_WINDS = listed("north south east west")
_WINDS_AND_FLOOR = ("floor", "north", "south", "east", "west")
_OPENS_COMPASS = _WINDS | {number + wind for number in _NUMBER_WORDS for wind in _WINDS} | {"floor"}
_OPENS_OUR = listed(
    "icu ccu micu sicu picu nicu hdu ed er e ward unit floor theatre theater resus trauma bay pod waiting"
    " delivery burns stroke dialysis hospice nursing care clinic practice surgery ct scanner lab morgue"
    " mortuary casualty emergency suite operating birth birthing"
)
_OPENS_IN_UNIT = listed(
    "icu ccu micu sicu picu nicu hdu resus recovery theatre psych labor labour burns stroke step stepdown"
    " cath holding triage casualty comfort hospice isolation"
)
_OPENS_NAMED = listed(
    "hospital infirmary clinic hospice medical health surgery practice nursing care ward unit general"
    " regional memorial maternity sanatorium rehab urgent cancer manor lodge"
)
_WING = lazy(r"\b[b-h][ -]wing\b(?! ?(?:back|half|attack))")
_SPOT = lazy(
    r"\b(?:the )?(?:bed|chair|cot|recliner|crib|cubicle|bassinet) (?:by|near|under|next to|beside|opposite"
    r"|nearest|across from) the (?:window|door|desk|nurses' station|station|wall|lift|elevator|sink|tv)\b"
    r"|\b(?:the|our|that) (?:window|corner|end|door|far|middle) (?:bed|chair|bay|cubicle|cot|bassinet"
    r"|recliner)\b"
)
_ROOM = lazy(
    r"\b(?:the|that|our) (?:isolation|treatment|day|side|delivery|recovery|relatives'?|procedure"
    r"|plaster|quiet"
    r"|negative[- ]pressure|birthing|family) room\b"
)
_LOCAL = lazy(
    r"\b(?:the|our) (?:village|town|valley|island|parish|high street|harbour|harbor|base|school"
    r"|prison) (?:surgery"
    r"|clinic|hospital|practice|chemist|pharmacy|infirmary|sick ?bay)\b"
)
_DEPARTMENT = lazy(
    r"\b(?:psych|peds|paeds|ortho|maternity|oncology|neuro|cardiac|renal|dialysis|neonatal|geri|obs|surg)"
    r"[ -]?\d{1,2}\b"
)
_WITH_US = lazy(r"\b(?:in|here|still|been|back|again|lives?|stayed|staying) with us\b")
_UNITS = (
    (Worded(_OPENS_OUR, _OUR), "ours", 1.0),
    (Worded(_OPENS_IN_UNIT, _IN_UNIT), "unit", 1.0),
    (Worded(frozenset(("wing",)), _WING), "numbered", 2.0),
    (
        Worded(
            listed("bed chair cot recliner crib cubicle bassinet window corner end door far middle"),
            _SPOT,
        ),
        "spot",
        1.0,
    ),
    (Worded(frozenset(("room",)), _ROOM), "room", 0.5),
    (
        Worded(listed("surgery clinic hospital practice chemist pharmacy infirmary sick sickbay"), _LOCAL),
        "local",
        1.0,
    ),
    (Worded(frozenset(("us",)), _WITH_US), "with-us", 0.5),
)
_BY_NUMBER, _BY_COMPASS = Worded(_OPENS_NUMBERED, _NUMBERED), Worded(_OPENS_COMPASS, _COMPASS)
_WITH_NAME = Worded(_OPENS_NAMED, _NAMED)


def find(reading: Reading) -> Iterator[Mark]:
    """UNIT marks (`numbered`, `ours`, `unit`) and FACILITY marks (`named`, `own`: the owner's employer)."""
    text = reading.text
    folded = text.folded
    yield from _units(text)
    if _WITH_NAME.is_met(text):
        for match in _NAMED.finditer(text.value):
            yield Mark(match.start(), match.end(), MarkKind.FACILITY, "named", "", 1.5)
    for employer in reading.owner.employers:
        name = employer.casefold().strip()
        place = folded.find(name) if len(name) > 3 else -1
        if place >= 0:
            yield Mark(place, place + len(name), MarkKind.FACILITY, "own", "", 1.0)


def _units(text: NormalText) -> Iterator[Mark]:
    folded = text.folded
    is_numbered = text.digits > 0 or (_BY_NUMBER.is_met(text) and _is_numbered_in_words(text.runs))
    is_compass = text.digits > 0 or _BY_COMPASS.is_met(text)
    if not (is_numbered or is_compass or any(form.is_met(text) for form, _, _ in _UNITS)):
        return
    if not any(hint in folded for hint in _HINTS) and _HINT.search(folded) is None:
        return
    if is_numbered:
        for match in _NUMBERED.finditer(folded):
            if not _is_conjunction(match.group()):
                yield Mark(match.start(), match.end(), MarkKind.UNIT, "numbered", "", 2.0)
    has_wind = is_compass and any(wind in folded for wind in _WINDS_AND_FLOOR)
    for match in _COMPASS.finditer(folded) if has_wind else ():
        yield Mark(match.start(), match.end(), MarkKind.UNIT, "numbered", "", 2.0)
    for match in _LETTERED.finditer(text.value) if text.digits else ():
        yield Mark(match.start(), match.end(), MarkKind.UNIT, "numbered", "", 2.0)
    for match in _DEPARTMENT.finditer(folded) if text.digits else ():
        yield Mark(match.start(), match.end(), MarkKind.UNIT, "numbered", "", 2.0)
    for form, detail, weight in _UNITS:
        for match in form.find(text):
            yield Mark(match.start(), match.end(), MarkKind.UNIT, detail, "", weight)


def _is_numbered_in_words(runs: frozenset[str]) -> bool:
    """Whether a number or letter stands that could be a unit's, by itself or run together with it."""
    return not (runs.isdisjoint(_ENDS) and runs.isdisjoint(_RUN_TOGETHER))


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
