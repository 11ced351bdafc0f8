"""Finds ages in every form people write them; knows nothing of whose age it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.engine.marks import Mark, MarkKind
from auditor.engine.memo import Memo
from auditor.engine.patterns import lazy
from auditor.engine.words import listed

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

_UP_TO_NINETEEN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
)
_FROM_TWENTY = "twenty thirty forty fifty sixty seventy eighty ninety"
_ONES = {word: years for years, word in enumerate(_UP_TO_NINETEEN.split())}
_TENS = {word: 10 * tens for tens, word in enumerate(_FROM_TWENTY.split(), start=2)}
_WORDS = (
    r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four"
    r"|five|six|seven|eight|nine))?"
    r"|(?:a |one )?hundred(?: and (?:one|two|three|four|five|six|seven|eight|nine|ten))?"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen)"
)
_FROM_THIRTEEN = (
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four"
    r"|five|six|seven|eight|nine))?"
    r"|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
)
_N = rf"(?P<{{0}}>1[0-2]\d|\d{{{{1,2}}}}(?:\.5)?|{_WORDS})"
_YEARS = (
    r"(?:[ -]{0,2}(?:years?|yrs?|yr|y)[ -]{0,2}(?:olds?|o|young)|[ -]?y/?o|[ -]?y\.o\.|[ -]?yo"
    r"|yrold|yearold|[ -]años?(?: de edad)?|[ -]ans)"
)
_UNIT = r"(?P<unit>months?|mos?|mths?|weeks?|wks?|days?|hours?|weekers?)"
_FORMS = (
    _N.format("a") + _YEARS + r"\b(?! (?:study|trial|follow|contract|plan|career))",
    _N.format("b")
    + r"[ -]{0,2}"
    + _UNIT
    + r"[ -]{0,2}(?:olds?|o\b|gestation|gest\b|gestational|prem\w*|preemie|pregnant|corrected)",
    r"(?<![\w/.-])(?P<c>1[0-1]\d|[1-9]\d?)[ /]?(?:m|f|male|female)\b(?![/'-])(?! ?(?:long|tall"
    r"|deep|high|away|run|swim|sprint))",
    r"\b(?:aged?|age of|aet\.?) ?(?:just |only |at )?"
    + _N.format("d")
    + r"\b(?![-–%]| ?(?:and over|and above|or over|\+|to |plus|groups?))",
    r"\b(?:turned|turns|turning|is|was|she's|he's|shes|hes|at) (?:just |only |nearly |almost "
    r"|now )?"
    + _N.format("e")
    + r"(?=[ ]?(?:[.,;!?)]|$|today|yesterday|last|this|and (?:has|had|still|on|lives|a)|next"
    r"|years of age|yrs))(?! ?[:.,]\d)",
    r"\b(?:in )?(?:his|her|their) (?:early |mid |late |mid-|late-|early-)?(?P<decade>[2-9]0'?s"
    r"|1\d0s|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|teens)\b",
    r"\b(?P<century>centenarian|supercentenarian|hundredth birthday|nonagenarian|telegram from"
    r" the king|card from the king|letter from the king|100th(?: birthday| b-?day)?"
    r"|10[1-9]th(?: birthday)?|9\dth birthday|(?<=happy )(?:9\d|10\d)th|(?:9\d|10\d) today)\b",
    r"\b(?:dob|d\.o\.b\.?|born(?: on| in)?)[ :]{1,2}(?P<dob>\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}"
    r"|\d{1,2} \w{3,9} (?:19|20)\d\d|(?:18|19|20)\d\d)\b",
    r"(?:(?<=^)|(?<=[.!?\n] ))(?P<lead>ninety[- ]?\w*|eighty[- ]\w+|seventy[- ]\w+"
    r"|sixty[- ]\w+|[1-9]\d|10\d)(?=[.,] (?:and |still |she|he|lives|never|taught|walked|drove"
    r"|came|has|had|farmer|retired|widow|no |fell))",
    r"(?<!\d)(?P<g>2[2-9]|3\d|4[0-2])(?:\+\d| ?(?:\+|and) ?\d)? ?(?:weekers?|wks?|weeks)(?:"
    r" and \w+ days?)?\b(?= (?:pregnant|gestation|along|gone|old|with|twins|and)|[ .,!;])",
    r"\b(?P<old>(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundred)[- ]?(?:something|odd|ish)|octogenarian|septuagenarian|sexagenarian|teenager"
    r"|(?:[2-9]0)[- ]?(?:something|odd|ish))\b",
    r"\b(?P<h>months?|weeks?|days?|hours?)[ -]old\b",
    r"(?:(?<=, )|(?<=\. )|(?<=\()|(?<=^)|(?<=\n))(?P<bare>[1-9]\d|10\d)(?=,|\)|\. [a-z]| and"
    r" (?:still|never|a|has|had|on|as))(?!,\d)",
    r"\b(?:age|aged|turns?|turned|turning|nearly|almost|just|barely|only|at)"
    rf" (?P<word>{_WORDS})(?=[ ]?(?:[.,;!?)]|today|yesterday|last|this|and))",
    r"(?<![\d+])(?P<g>2[2-9]|3\d|4[0-2])\+[0-6]\b(?![\d/])",
    r"\b(?:he's|she's|hes|shes) (?:only |just |nearly |almost )?"
    + _N.format("f")
    + r"(?=[ ]?(?:$|[^\w\s%/.:°'-])| and (?:he|she|already|the|just|his|her)\b)",
    # Between commas, or a whole sentence of its own: `Banjo, 5, started`, `She went home. Sixteen.`
    rf"(?<=[^\W\d_]{{3}}, )(?P<bare>[1-9]|{_WORDS})(?=, (?!\d|and\b|or\b|(?:{_WORDS})\b))",
    rf"(?<=[.!?\n] )(?P<bare>{_FROM_THIRTEEN})(?=[.,] (?!\d|(?:{_WORDS})\b))",
    r"(?<=[:→] )(?P<bare>[1-9]\d)(?=, [a-z])",
)
_PATTERNS = tuple(lazy(form) for form in _FORMS)
_NUMBERS = frozenset(_ONES) | frozenset(_TENS) | {"a", "hundred"}
# An age begins with a digit or with one of these words, each form with its own; nothing else is worth a try.
_OPENS = (
    _NUMBERS,
    _NUMBERS,
    frozenset[str](),
    listed("aged age aet"),
    listed("turned turns turning is was she's he's shes hes at"),
    listed("in his her their"),
    listed("centenarian supercentenarian hundredth nonagenarian telegram card letter"),
    listed("dob d born"),
    frozenset(_TENS),
    frozenset[str](),
    frozenset(_TENS) | listed("hundred octogenarian septuagenarian sexagenarian teenager"),
    listed("month months week weeks day days hour hours"),
    frozenset[str](),
    listed("age aged turn turned turns turning nearly almost just barely only at"),
    frozenset[str](),
    listed("he's she's hes shes"),
    _NUMBERS,
    _NUMBERS,
    frozenset[str](),
)
_BY_WORD = {
    word: tuple(pattern for pattern, words in zip(_PATTERNS, _OPENS, strict=True) if word in words)
    for word in frozenset[str]().union(*_OPENS)
}
_BY_DIGIT = tuple(_PATTERNS[at] for at in (0, 1, 2, 6, 8, 9, 10, 12, 14, 16, 18))
_OPENED_BY: Memo[str, tuple[re.Pattern[str], ...] | None] = Memo(
    lambda word: _BY_DIGIT if word[0].isdigit() else _BY_WORD.get(word)
)
_NOT_PERSON = lazy(
    r"\b(?:over|under|above|adults?|aged|patients|people|women|men|children|subgroup|anyone"
    r"|everyone|those)\W+$"
)


def find(reading: Reading) -> Iterator[Mark]:
    """Ages: detail `over-89`, `80s`, `infant`, `minor`, `adult`, `gestation`, …; value the years if known."""
    folded = reading.text.folded
    stop = 0
    tokens = reading.text.tokens
    for at, patterns in enumerate(map(_OPENED_BY.__getitem__, reading.text.sequence)):
        if patterns is None or (start := tokens[at][0]) < stop:
            continue
        match = next((m for pattern in patterns if (m := pattern.match(folded, start))), None)
        if match is not None and not _NOT_PERSON.search(folded, max(0, start - 20), start):
            stop = match.end()
            yield _mark(match)


def _mark(match: re.Match[str]) -> Mark:
    start, end = match.span()
    groups = {name: text for name, text in match.groupdict().items() if text}
    unit = groups.get("unit", "") or groups.get("h", "")
    if "g" in groups:
        return Mark(start, end, MarkKind.AGE, "gestation", groups["g"] + "w", 1.5)
    if unit:
        is_gestation = unit.startswith(("week", "wk")) and "old" not in match.group()
        return Mark(start, end, MarkKind.AGE, "gestation" if is_gestation else "infant", "0", 2.0)
    if "century" in groups:
        return Mark(start, end, MarkKind.AGE, "over-89", "100" if "100" in groups["century"] else "", 3.0)
    if "dob" in groups:
        year = int(groups["dob"][-4:]) if groups["dob"][-4:].isdigit() else 0
        return Mark(start, end, MarkKind.AGE, "over-89" if 1800 < year < 1933 else "birth-date", "", 3.0)
    if "decade" in groups:
        is_old = groups["decade"].startswith(("9", "10", "nineties"))
        return Mark(start, end, MarkKind.AGE, "over-89" if is_old else "decade", "", 3.0 if is_old else 0.5)
    if "old" in groups:
        is_old = groups["old"].startswith(("ninety", "90", "hundred"))
        return Mark(start, end, MarkKind.AGE, "over-89" if is_old else "decade", "", 3.0 if is_old else 0.5)
    years = years_of(next(iter(groups.values()), ""))
    if "bare" in groups:
        detail, value, weight = _band(years)
        return Mark(
            start, end, MarkKind.AGE, "bare" if detail != "over-89" else "bare-over-89", value, weight / 2
        )
    return Mark(start, end, MarkKind.AGE, *_band(years))


def _band(years: int | None) -> tuple[str, str, float]:
    if years is None:
        return "adult", "", 1.0
    if years > 89:
        return "over-89", str(years), 3.0
    if years >= 80:
        return "80s", str(years), 2.0
    if years <= 2:
        return "infant", str(years), 2.0
    return ("minor" if years < 18 else "adult"), str(years), 1.0


def years_of(shown: str) -> int | None:
    """A number of years written in digits or English words; None where it is neither."""
    shown = shown.strip().replace("-", " ")
    if shown.replace(".", "", 1).isdigit():
        return int(float(shown))
    parts = [part for part in shown.split() if part not in ("a", "and", "one") or shown == "one"]
    if "hundred" in parts:
        return 100 + sum(_ONES.get(part, 0) for part in parts)
    if not parts or any(part not in _ONES and part not in _TENS for part in shown.split()):
        return _TENS.get(parts[0]) if parts else None
    return sum(_ONES.get(part, 0) + _TENS.get(part, 0) for part in shown.split())
