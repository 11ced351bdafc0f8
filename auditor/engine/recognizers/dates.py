"""Finds days, clock times and relative times; knows nothing of what happened then."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from auditor.engine.marks import Mark, MarkKind
from auditor.engine.memo import Memo
from auditor.engine.words import listed

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto"
    r"|septiembre|octubre|noviembre|diciembre)"
)
_SHORT = r"(?:mon|tues?|weds?|thurs?|fri|sat|sun)"
_DAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|lunes|martes|miércoles|miercoles|jueves|viernes|sábado|sabado|domingo|lundi|mardi"
    r"|mercredi|jeudi|vendredi|samedi|dimanche"
)
_PART = (
    r"(?:night|morning|mornin|afternoon|arvo|evening|evenin|lunchtime|lunch|dinner ?time"
    r"|supper ?time|teatime|noon|midday|midnight|shift|clinic|list|round)"
)
_HOLIDAY = (
    r"(?:christmas|xmas|new year'?s?|easter|thanksgiving|halloween|diwali|eid|holi|hanukkah"
    r"|mother'?s|father'?s|boxing|anzac|canada|australia"
    r"|st patrick'?s|paddy'?s|stephen'?s|valentine'?s|labou?r|memorial|independence|bonfire"
    r"|pancake|shrove|good|palm|ash|maundy|mardi|guy fawkes|waitangi)"
    r"(?: (?:day|eve|night|morning|sunday|monday|tuesday|wednesday|thursday|friday|weekend|gras))"
)
_NUMBER = (
    r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a few|couple of|a"
    r" couple of|\d{1,3})"
)
_HOUR = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_COUNT_WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
_COUNT = rf"(?:{'|'.join(_COUNT_WORDS.split())})(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?"
_FORMS = (
    ("full", r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b"),
    (
        "full",
        rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}\b(?:,? (?:19|20)\d\d)?|\b{_MONTH}\.?"
        rf" \d{{1,2}}(?:st|nd|rd|th)?\b(?!\d|%| (?:mg|ml|patients|people))(?:,? (?:19|20)\d\d)?"
        rf"|\b\d{{1,2}} ?de {_MONTH}",
    ),
    (
        "relative",
        r"\b(?:to(?:night|day|nite)(?:'s)?|tonite|2nite|2day|yesterday(?:'s)?|tomorrow(?:'s)?|tmrw"
        r"|tmoro|2moro|overnight|mañana|yest|ystrday|yday|hoy|ayer|anoche|esta (?:noche|mañana"
        rf"|tarde)|aaj(?: raat)?|kal raat)\b(?: {_PART})?",
    ),
    ("relative", rf"\b(?:this|last|yesterday|yday) (?:very )?{_PART}\b"),
    ("relative", rf"\b(?:last|this|this past|past) (?:{_DAY}|week|weekend|wknd|month)\b(?:'s)?(?: {_PART})?"),
    (
        "relative",
        rf"\b{_NUMBER} (?:minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|wks?) (?:ago|later|back"
        r"|before|after|to the day|earlier|post[- ]op)\b",
    ),
    (
        "live",
        r"\b(?:right now|just now|as we speak|as i type|moments ago|earlier today|the other (?:day"
        r"|night|week)|this very minute|a minute ago|an hour ago)\b",
    ),
    ("weekday", rf"\b(?:on |early |late |every )?(?:{_DAY})s?\b(?:'s)?(?: {_PART})?|\b(?:tues|weds|thurs)\b"),
    (
        "clock",
        r"\b(?:at |around |about |by )?(?:[01]?\d|2[0-3])[:.h][0-5]\d ?(?:am|pm|a\.m\.?|p\.m\.?"
        r"|hrs?|h)?\b(?! ?(?:mg|ml|%|m\b|kg|mmol))|\b(?:at |around |by )?\d{1,2} ?(?:am|pm|a\.m\.?"
        r"|p\.m\.?)(?!\w)|\b[0-2]\d[0-5]\d ?(?:hrs|hours|h|this)\b|\bat (?:\d{1,2}|one|two|three"
        r"|four|five|six|seven|eight|nine|ten|eleven|twelve) (?:this|last|that|in the) (?:morning"
        r"|night|evening|afternoon|arvo)\b|\b(?:two|three|four|five|six) in the morning\b"
        r"|\b(?:\d{1,2}|two|three|four|five|six|seven) this (?:morning|arvo|afternoon|evening)\b",
    ),
    (
        "holiday",
        rf"\b(?:on |this |last )?{_HOLIDAY}\b|\b(?:at|over|since|on) (?:christmas|xmas|easter|new"
        r" year|thanksgiving|diwali|halloween|ramadan|eid|holi|carnival|mardi gras)\b",
    ),
    (
        "ordinal",
        r"\b(?:on )?the \d{1,2}(?:st|nd|rd|th)\b(?! (?:time|floor|century|percentile|edition|year"
        r"|grade|baby|patient|place|hole|street|inning|minute|person|one|of us))",
    ),
    (
        "month",
        rf"\b(?:in|since|back in|last|this|early|late|mid) ?-?{_MONTH}\b(?: (?:19|20)\d\d)?"
        rf"|\b{_MONTH} (?:19|20)\d\d\b",
    ),
    (
        "relative",
        r"\bthis (?:a\.?m|p\.?m|aft|eve)\b\.?|\b(?:by|at|before|after|just before|just after)"
        r" (?:sunrise|sunset|dawn|dusk|supper|breakfast|lunch|dinner|tea|kick ?-?off|half ?-?time"
        r"|the half|midnight|noon|first light)\b|\b(?:parade|match|game|prom|race|fight|opening"
        r"|show|wedding|finals?) (?:night|day|morning)\b",
    ),
    (
        "month",
        rf"\b(?:first|second|third|fourth|last) (?:week|weekend|{_DAY}|day) (?:of|in) (?:{_MONTH}"
        r"|the month)\b|\bthat (?:night|day|week|morning|afternoon|evening|sunday|saturday"
        r"|friday)\b|\bstill (?:mon|tues|wed|thu|thurs|fri|sat|sun)\b",
    ),
    (
        "weekday",
        rf"\b(?:on|this|last|next|by|til|till|until|since|every|from|still|come|was) {_SHORT}\b(?!"
        rf" (?:down|on|in|at|with|there|up|through|next))|\b{_SHORT}(?= (?:night|morning|arvo"
        rf"|afternoon|evening|\d))|(?:(?<=^)|(?<=\n)|(?<=[/|] )){_SHORT}[.:]",
    ),
    ("clock", rf"\b(?:{_DAY}|{_SHORT}) (?:at )?\d{{1,2}}(?:[.:]\d\d)?\b|\b0[0-9][0-5]\d\b(?=[,. ])"),
    (
        "day-of",
        r"\b(?:day|night|week|hour) (?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten"
        r"|eleven|twelve) (?:on|of|post|in|after)\b|\bhour \d{1,2}\b",
    ),
    (
        "season",
        r"\b(?:this|last|that|since|all) (?:term|semester|half[- ]term|summer|autumn|fall|winter|spring)\b"
        r"|\b(?:the|that) same (?:day|night|morning|afternoon|evening|week|shift)\b",
    ),
    (
        "clock",
        rf"\b(?:at |around |about |by |til |till )?(?:half|quarter|ten|five|twenty"
        rf"|twenty[- ]five) (?:past|to)"
        rf" {_HOUR}\b|\b(?:at |around |about |by |til |till )?{_HOUR} o'?clock\b"
        rf"|\b(?:at |around |til |till )half {_HOUR}\b"
        r"|\b(?:at|by|around) (?:lunchtime|teatime|bedtime|suppertime|dinnertime|handover|shift change"
        r"|morning tea"
        r"|visiting time|closing time|kick-off)\b",
    ),
    (
        "break",
        r"\b(?:spring break|half[- ]term|bank holiday|long weekend|epiphany|candlemas|michaelmas"
        r"|whitsun|hogmanay"
        r"|passover|purim|yom kippur|rosh hashanah|gudi padwa|uttarayan|pongal|onam|navratri|ramzan|matariki"
        r"|nowruz|vesak)\b",
    ),
    (
        "visit",
        rf"\b(?:{_COUNT}|\d{{1,2}})[- ](?:week|month|day|year) (?:check|visit|review|follow[- ]?up|scan"
        r"|appointment|appt|mark)\b",
    ),
)
_MONTHS = listed(
    "jan january feb february mar march apr april may jun june jul july aug august sep sept september oct"
    " october nov november dec december enero febrero marzo abril mayo junio julio agosto septiembre octubre"
    " noviembre diciembre"
)
_DAYS = listed(
    "monday tuesday wednesday thursday friday saturday sunday lunes martes miércoles miercoles jueves viernes"
    " sábado sabado domingo lundi mardi mercredi jeudi vendredi samedi dimanche"
)
_SHORTS = listed("mon tue tues wed weds thu thur thurs fri sat sun")
_ONE_TO_TWELVE = listed("one two three four five six seven eight nine ten eleven twelve")
# The words that each form begins with; a date begins with one of them or with a digit.
_OPENS = (
    frozenset[str](),
    _MONTHS,
    listed(
        "tonight today tonite yesterday tomorrow tmrw tmoro overnight mañana yest ystrday yday hoy ayer"
        " anoche esta aaj kal"
    ),
    listed("this last yesterday yday"),
    listed("last this past"),
    listed("a an one two three four five six seven eight nine ten eleven twelve couple"),
    listed("right just as moments earlier the this a an"),
    listed("on early late every tues weds thurs") | _DAYS | {day + "s" for day in _DAYS},
    listed("at around about by two three four five six seven"),
    listed(
        "on this last at over since christmas xmas new easter thanksgiving halloween diwali eid holi hanukkah"
        " mother mothers father fathers boxing anzac canada australia st patrick paddy paddys stephen"
        " stephens valentine valentines labour labor memorial independence bonfire pancake shrove good palm"
        " ash maundy mardi guy waitangi"
    ),
    listed("on the"),
    listed("in since back last this early late mid") | _MONTHS,
    listed(
        "this by at before after just parade match game prom race fight opening show wedding final finals"
    ),
    listed("first second third fourth last that still"),
    listed("on this last next by til till until since every from still come was") | _SHORTS,
    _DAYS | _SHORTS,
    listed("day night week hour"),
    listed("this last that since all the"),
    listed(f"at around about by til till half quarter {' '.join(_ONE_TO_TWELVE)} twenty"),
    listed(
        "spring half bank long epiphany candlemas michaelmas whitsun hogmanay passover purim yom rosh gudi"
        " uttarayan pongal onam navratri ramzan matariki nowruz vesak"
    ),
    listed(_COUNT_WORDS),
)


@cache
def _alternatives(chosen: tuple[int, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<f{at}>{_FORMS[at][1]})" for at in chosen))


@cache
def _at_digit() -> re.Pattern[str]:
    return _alternatives((0, 1, 2, 5, 8, 15, 20))


@cache
def _at_word() -> Mapping[str, re.Pattern[str]]:
    """For each opening word the forms that begin with it, as one pattern."""
    return {
        word: _alternatives(tuple(at for at, words in enumerate(_OPENS) if word in words))
        for word in frozenset[str]().union(*_OPENS)
    }


def _opened_by(word: str) -> re.Pattern[str] | None:
    """The forms that begin with a word of a text, or with what stands before its apostrophe."""
    if word[0].isdigit() and word not in _at_word():
        return _at_digit()
    return _at_word().get(word) or _at_word().get(word.partition("'")[0])


_OPENED_BY = Memo(_opened_by)
WEIGHT = {
    "full": 2.0,
    "relative": 2.0,
    "live": 2.0,
    "weekday": 2.0,
    "clock": 1.0,
    "holiday": 2.0,
    "ordinal": 1.5,
    "month": 1.0,
    "day-of": 1.0,
    "season": 1.0,
    "break": 1.5,
    "visit": 1.0,
}


def find(reading: Reading) -> Iterator[Mark]:
    """Dates and times, each with its form as detail: one of the keys of WEIGHT."""
    folded = reading.text.folded
    tokens = reading.text.tokens
    stop = 0
    for at, pattern in enumerate(map(_OPENED_BY.__getitem__, reading.text.sequence)):
        if pattern is None or (start := tokens[at][0]) < stop:
            continue
        if match := pattern.match(folded, start):
            form = _FORMS[int((match.lastgroup or "f0")[1:])][0]
            stop = match.end()
            yield Mark(match.start(), stop, MarkKind.DATE, form, "", WEIGHT[form])
    for tag in reading.text.tags:
        words = {token.word for token in tag.words}
        if words & _TAG_DAYS and len(words) > 1:
            yield Mark(tag.start, tag.end, MarkKind.DATE, "weekday", "", 1.0)


_TAG_DAYS = listed("monday tuesday wednesday thursday friday saturday sunday tonight today nightshift")
