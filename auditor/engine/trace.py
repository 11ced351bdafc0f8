"""What one post leaves of its patient's story for reading it beside others: weights and digests, no text.

Made from a Reading where it stands; `auditor.engine.thread` joins traces. Knows no other post.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from auditor.engine import keyed
from auditor.engine.frames import Whose
from auditor.engine.marks import Mark, MarkKind
from auditor.engine.patterns import Worded, lazy
from auditor.engine.reading import Reading
from auditor.engine.rules.phi.story import Story, details, story_of
from auditor.engine.text import NormalText
from auditor.engine.words import listed
from auditor.model import Span, SpanType

LEAST = 0.06
"""From this probability on, far below that of a finding, a post may be a part of what several tell."""
_OPENING = 12
"""Words by which a text is known again where another answers it; platforms cut the rest."""
_AXES = {
    MarkKind.ZIP: MarkKind.PLACE,
    MarkKind.FACILITY: MarkKind.UNIT,
    MarkKind.PROCEDURE: MarkKind.CONDITION,
}
"""Kinds that narrow in the same direction count once."""
_LIGHT = frozenset({"described", "certain", "bare-role", "your-kin", "deed", "occasion"})
"""Turns of phrase that point at somebody without saying who: they weigh little from post to post."""
_NOT_COUNTED = frozenset({MarkKind.URL, MarkKind.CONTACT, MarkKind.ID, MarkKind.NAME})
"""Direct identifiers have rules of their own, and what looks like a name is often none."""
_CLINICIANS = listed(
    "nurse doctor dr surgeon pharmacist midwife paramedic dispatcher physician consultant therapist dentist"
    " physio medic registrar resident intern hygienist anaesthetist anesthetist radiographer porter"
)
"""Roles in town that in these posts are nearly always colleagues."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One weighed detail: in which direction it narrows, how much, and where it stands in the post."""

    axis: str
    sort: str
    """The recogniser's own word: `rare`, `numbered`, `settlement`, …"""
    weight: float
    key: str
    """Keyed digest of its words: equal words of one vault have equal keys, and say nothing else."""
    span: Span


@dataclass(frozen=True, slots=True)
class Trace:
    """What a post tells of one patient."""

    fingerprint: str
    """Of the finding that this post would get: over account, item and the details' words."""
    details: tuple[Detail, ...]
    sex: str
    """`female`, `male`, or empty where it is not told or both are."""
    years: int | None
    stage: str
    """`child`, `adult`, or empty."""
    is_told: bool
    """Whether the post by itself reads as the story of one person in the author's care."""
    goes_on: bool
    """It says that it takes up an earlier post: an update, part two, the same lady."""
    looks_back: bool
    """It begins with a pronoun and introduces nobody."""
    probability: float
    """That the post by itself lets somebody recognise a patient, by its signals."""
    is_sensitive: bool
    part: tuple[int, int] | None
    """Which of how many parts it says it is; 0 for how many where it doesn't say."""
    opening: str
    """Keyed digest of its first words; empty for a text too short to be known by them."""
    answers: str
    """The same of the text it answers."""
    population: int
    """Of the smallest place that it names; 0 where none is known."""
    per_100k: float
    """How rare its rarest condition is; 0 where none is known to be rare."""

    def packed(self) -> str:
        """The trace as JSON."""
        own = [getattr(self, name) for name in self.__slots__ if name != "details"]
        rows = [
            [d.axis, d.sort, d.weight, d.key, d.span.start, d.span.end, d.span.type.value]
            for d in self.details
        ]
        return json.dumps([own, rows], separators=(",", ":"))


def unpacked(packed: str) -> Trace:
    """What `Trace.packed` wrote."""
    own, rows = json.loads(packed)
    told: dict[str, Any] = dict(zip([n for n in Trace.__slots__ if n != "details"], own, strict=True))
    told["part"] = tuple(told["part"]) if told["part"] else None
    return Trace(
        details=tuple(
            Detail(axis, sort, weight, key, Span(start, end, SpanType(kind)))
            for axis, sort, weight, key, start, end, kind in rows
        ),
        **told,
    )


def trace_of(reading: Reading, key: bytes) -> Trace | None:
    """The trace of a post that tells of one person in the author's care; None for every other.

    `key` keys the digests. A post whose patient agreed to it, or whose details the author says she changed,
    leaves none; nor does one without a time, which stands beside no other.
    """
    subject = reading.subject
    if subject.item_id is None or subject.created_at is None:
        return None
    story = story_of(reading)
    if story.probability < LEAST or story.has_consent or story.is_changed:
        return None
    part = _part(reading.text)
    goes_on = any(True for _ in _GOES_ON.find(reading.text))
    looks_back = _looks_back(reading)
    is_told = _is_told(reading) or (goes_on and story.is_told)
    weighed = tuple(_detail(mark, reading, key) for mark in _counted(reading))
    if not weighed or not (is_told or part or looks_back or reading.parent is not None):
        return None
    return _trace(reading, story, weighed, _Manner(part, is_told, goes_on, looks_back), key)


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a post stands to others."""

    part: tuple[int, int] | None
    is_told: bool
    goes_on: bool
    looks_back: bool


def _trace(
    reading: Reading,
    story: Story,
    weighed: tuple[Detail, ...],
    manner: _Manner,
    key: bytes,
) -> Trace:
    account, subject = reading.account, reading.subject
    handle = account.handle.strip().lstrip("@").casefold()
    words = sorted({detail.key for detail in weighed})
    ages = {int(m.value) for m in reading.of(MarkKind.AGE) if m.value.isdigit() and m.detail != "infant"}
    sizes = [int(m.value) for m in reading.of(MarkKind.PLACE) if m.value.isdigit() and int(m.value) > 0]
    rates = [float(m.value) for m in reading.of(MarkKind.CONDITION) if m.detail == "rare" and m.value]
    return Trace(
        fingerprint=_digest(
            ("phi/thread-mosaic", account.platform, handle, subject.item_id or "", *words), key, 12
        ),
        details=weighed,
        sex=_sex(reading.text),
        years=ages.pop() if len(ages) == 1 else None,
        stage=_stage(reading),
        is_told=manner.is_told,
        goes_on=manner.goes_on,
        looks_back=manner.looks_back,
        probability=round(story.probability, 3),
        is_sensitive=story.is_sensitive,
        part=manner.part,
        opening=_opening(reading.text, key),
        answers=_opening(reading.parent, key) if reading.parent else "",
        population=min(sizes, default=0),
        per_100k=min(rates, default=0.0),
    )


def _digest(parts: Iterable[str], key: bytes, size: int) -> str:
    return keyed.digest(parts, key, size).hex()


def _counted(reading: Reading) -> list[Mark]:
    """The marks that narrow, without direct identifiers and parts of the body."""
    folded = reading.text.folded
    return [
        mark
        for mark in details(reading)
        if (mark.weight >= 1.0 or mark.kind is MarkKind.AGE)
        and mark.kind not in _NOT_COUNTED
        and not (mark.detail == "village-role" and _CLINICIANS & set(folded[mark.start : mark.end].split()))
    ][:_MOST_DETAILS]


_MOST_DETAILS = 40


def _detail(mark: Mark, reading: Reading, key: bytes) -> Detail:
    axis = _AXES.get(mark.kind, mark.kind).value
    weight = min(mark.weight, 1.0) if mark.detail in _LIGHT else mark.weight
    words = " ".join(_PLAIN.findall(reading.text.folded, mark.start, mark.end))
    return Detail(axis, mark.detail, weight, _digest((axis, words), key, 8), reading.span_of(mark))


_PLAIN = lazy(r"[^\W_]+")
_PLAINLY = 1.5
"""So many times as much has to speak for a patient as for the author's own family or self."""
_SINGULAR = listed("patient person arrival care-verb kin-of-patient outcome secrecy addressed-to-patient")
_ONE = listed("he him his she her hers himself herself he's she's he'd she'd he'll she'll")


def _is_told(reading: Reading) -> bool:
    """Whether it is a story of the author's patient, and of one person rather than of many."""
    scores = reading.frame.scores
    others = max(scores.get(Whose.FAMILY, 0.0), scores.get(Whose.AUTHOR, 0.0))
    if not reading.frame.is_patient or scores[Whose.PATIENT] < _PLAINLY * others:
        return False
    has_cue = not _SINGULAR.isdisjoint(reading.cues)
    is_one = (
        bool(reading.text.words & _ONE)
        or bool(reading.of(MarkKind.AGE))
        or not reading.cues.keys().isdisjoint(("patient", "person"))
    )
    return has_cue and is_one


_WOMEN = listed(
    "she her hers herself she's she'd she'll woman lady girl lass gal widow bride señora señorita"
)
_MEN = listed(
    "he him his himself he's he'd he'll man bloke boy guy lad gentleman gent fella chap dude señor widower"
)
_CHILDREN = listed("toddler newborn infant neonate preemie prem baby child kiddo bairn niño niña bebé")
_ADULTS = listed("man woman lady gentleman bloke widow widower pensioner señora señor")
_CLEARLY = 3
"""So many times as many words of one sex say whose story it is, when kin stand beside."""
_READ = 2000


def _sex(text: NormalText) -> str:
    count = Counter(token.word for token in text.tokens[:_READ] if token.word in _WOMEN | _MEN)
    women = sum(n for word, n in count.items() if word in _WOMEN)
    men = sum(n for word, n in count.items() if word in _MEN)
    if women > men * _CLEARLY:
        return "female"
    return "male" if men > women * _CLEARLY else ""


def _stage(reading: Reading) -> str:
    ages = [m for m in reading.of(MarkKind.AGE) if m.detail not in ("gestation", "bare")]
    stages = {"child" if m.detail in ("infant", "minor") else "adult" for m in ages}
    if not stages:
        words = reading.text.words
        stages = {s for s, of in (("child", _CHILDREN), ("adult", _ADULTS)) if words & of}
    return stages.pop() if len(stages) == 1 else ""


_WHO = (
    r"(?:lady|woman|man|bloke|guy|gentleman|fella|chap|lad|boy|girl|kid|patient|pt|baby|mum|mom|one|case)\b"
)
_DAY = r"(?:yesterday|last|monday|tuesday|wednesday|thursday|friday|saturday|sunday|the other)\b"
_GOES_ON = Worded(
    listed("update updated part pt cont continued continuing same that remember follow followup back"),
    lazy(
        r"\bupdated?(?:[:,!-]| on\b)|\bpart (?:2|3|4|two|three|four|ii|iii)\b|\bpt\.? ?[2-4]\b"
        rf"|\bcont(?:inued|inuing|'d)?[.:)]|\bthe same {_WHO}|\bsame {_WHO} (?:as|from)\b"
        rf"|\bthat {_WHO} from {_DAY}|\bremember (?:my|the|our|that) (?:[\w'-]+ )?{_WHO}"
        r"|\bfollow[- ]?up on (?:my|the|our|that) |\b(?:she|he)(?:'s| is) back\b"
    ),
)


def _looks_back(reading: Reading) -> bool:
    """Whether it says he or she before it has introduced anybody."""
    first = next((t for t in reading.text.tokens[:8] if t.word in _ONE), None)
    if first is None:
        return False
    stops = [start for start, _ in reading.cues.get("person", ())] + [
        m.start for m in reading.of(MarkKind.AGE)
    ]
    stops = [at for at in stops if reading.text.folded[at : at + 3] not in ("him", "her")]
    return not any(at < first.start for at in stops)


_HEAD = lazy(r"[\W_]{0,4}(?:part )?(\d{1,2}) ?(?:/|of) ?(\d{1,2})?(?![\d/])", re.I)
_HEAD_WORD = lazy(r"[\W_]{0,4}part (\d)\b", re.I)
_TAIL = lazy(r"[( \n](\d{1,2})/(\d{1,2})[)\W]{0,4}\Z")
_MOST_PARTS = 60


def _part(text: NormalText) -> tuple[int, int] | None:
    """Which of how many parts a text says it is, at its head or end."""
    if not text.digits:
        return None
    found = _HEAD.match(text.value) or _TAIL.search(text.value, max(0, len(text.value) - 12))
    if found is None:
        word = _HEAD_WORD.match(text.value)
        return (int(word[1]), 0) if word else None
    at, of = int(found[1]), int(found[2] or 0)
    return (at, of) if 1 <= at <= (of or _MOST_PARTS) <= _MOST_PARTS else None


def _opening(text: NormalText, key: bytes) -> str:
    words: Sequence[str] = [token.word for token in text.tokens[:_OPENING]]
    return _digest(("opening", *words), key, 8) if len(words) > 3 else ""


__all__ = ["Detail", "Trace", "trace_of", "unpacked"]
