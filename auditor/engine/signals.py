"""A reading as a small vector of named numbers: what the scoring weighs and what a learned model may be fed.

Names are stable: `mark.<kind>`, `mark.<kind>.<detail>`, `cue.<name>`, `parent.<name>`, `word.<pronouns>`,
`kind.<kind>`, `use.<use>`, `frame.<whose>` (how sure), `with.<a>.<b>` for two that stand together. Absent
means 0; counts are capped at 3.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.engine.cues import own_patient
from auditor.engine.marks import MarkKind
from auditor.engine.memo import Memo
from auditor.engine.patterns import lazy
from auditor.engine.words import listed

if TYPE_CHECKING:
    from auditor.engine.reading import Reading
    from auditor.engine.text import NormalText

_CAP = 3
_PRONOUNS: Mapping[str, frozenset[str]] = {
    "he": listed("he he's hes he'd he'll him himself él su le lui il uske usko woh"),
    "his": frozenset({"his"}),
    "she": listed("she she's shes she'd she'll herself ella elle herself"),
    "her": frozenset({"her", "hers"}),
    "they": frozenset(["they", "them", "their", "they're", "they'd", "themself"]),
    "you": listed("you u ya you're youre ur you'll you've you'd tu usted"),
    "your": frozenset(["your", "yours", "yer"]),
    "i": listed("i i'm im i've ive i'd i'll me myself yo"),
    "my": frozenset(["my", "mine", "mi"]),
    "we": frozenset(["we", "we're", "we've", "we'd", "we'll", "us"]),
    "our": frozenset(["our", "ours"]),
}
_GROUP_OF = {word: name for name, members in _PRONOUNS.items() for word in members}
_WORD_SIGNAL = {name: f"word.{name}" for name in _PRONOUNS}
_ORDER = {name: at for at, name in enumerate(_PRONOUNS)}
_READ = 4000
"""Code points of a text that are counted in."""
_OPENERS = frozenset(["who", "whose"])
_PART = lazy(r"\W{0,3}(?:\d{1,2} ?/|part \d)", re.I)
_REVIEW = lazy(r"★|\bstars?\b|\breview\b|⭐")
_REVIEW_PLATFORMS = listed("google yelp healthgrades zocdoc trustpilot doctify vitals ratemds nhs practo")
_OLD_YEAR = lazy(r"\b(?:1[0-9]\d\d|200\d)\b")
_OWN_KIN = lazy(
    r"(?:^|[.!?\n]\s+|\b(?:and|but|as|when|because|that|with|for|to|so|then) )(?:Mum|Mom|Mam"
    r"|Mama|Mamma|Dad|Daddy|Da|Ma|Papa|Nan|Nana|Gran|Grandma|Grandpa|Granddad|Baba|Amma|Appa"
    r"|Mummy|Mommy|Auntie|Tía|Tío|Hubby)\b"
)
_NUMBERS = lazy(r"\d+")
_KIN = listed(
    "mum mom mam mama mamma dad daddy da ma papa nan nana gran grandma grandpa granddad baba amma appa mummy"
    " mommy auntie tía tío hubby"
)
_RUN = lazy(r"\w+")
_PAST = listed(
    "was had did came went took said told left got saw gave held kept brought thought found sat stood walked"
    " ran fell lost knew sang drove"
)
_IS_PAST: Memo[str, bool] = Memo(lambda run: run in _PAST or (len(run) > 4 and run.endswith("ed")))
_PAIRS = (
    ("person", "at-work"),
    ("person", "arrival"),
    ("person", "care-verb"),
    ("person", "outcome"),
    ("third", "at-work"),
    ("third", "arrival"),
    ("third", "care-verb"),
    ("third", "outcome"),
    ("third", "family"),
    ("third", "colleague"),
    ("third", "time"),
    ("third", "health"),
    ("third", "where"),
    ("third", "relation"),
    ("third", "event"),
    ("third", "secrecy"),
    ("person", "time"),
    ("person", "health"),
    ("person", "where"),
    ("person", "relation"),
    ("relation", "health"),
    ("relation", "time"),
    ("name", "health"),
    ("name", "third"),
    ("name", "time"),
    ("name", "family"),
    ("name", "colleague"),
    ("name", "at-work"),
    ("name", "you"),
    ("unit", "third"),
    ("event", "health"),
    ("event", "time"),
    ("time", "health"),
    ("time", "at-work"),
    ("age", "health"),
    ("age", "third"),
    ("you", "health"),
    ("you", "time"),
    ("you", "second-person-care"),
    ("family", "health"),
    ("family", "at-work"),
    ("patient", "time"),
    ("patient", "where"),
    ("patient", "education"),
    ("patients", "education"),
    ("image", "third"),
    ("image", "health"),
    ("parent", "third"),
    ("parent", "secrecy"),
    ("parent", "your-kin"),
    ("personal", "third"),
    ("personal", "at-work"),
    ("personal", "health"),
    ("secrecy", "health"),
    ("secrecy", "relation"),
    ("promotion", "third"),
    ("leisure", "family"),
    ("rare", "time"),
    ("rare", "where"),
    ("rare", "third"),
    ("decline", "you"),
    ("complaint", "you"),
    ("complaint", "health"),
    ("complaint", "time"),
    ("complaint", "decline"),
    ("praise", "you"),
    ("praise", "health"),
    ("praise", "third"),
    ("whereabouts", "third"),
    ("whereabouts", "health"),
    ("whereabouts", "decline"),
    ("saw-it", "third"),
    ("saw-it", "health"),
    ("saw-it", "relation"),
    ("old-year", "third"),
    ("own-kin", "health"),
    ("own-kin", "third"),
    ("decline", "third"),
    ("decline", "health"),
    ("instruct", "you"),
    ("instruct", "third"),
    ("instruct", "health"),
    ("parent", "instruct"),
    ("number", "health"),
    ("number", "unit"),
    ("contact", "third"),
    ("thread", "third"),
    ("thread", "person"),
    ("role", "health"),
    ("role", "time"),
    ("role", "secrecy"),
    ("role", "third"),
    ("role", "at-work"),
    ("proper", "third"),
    ("history", "third"),
    ("venting", "third"),
    ("policy", "third"),
    ("kin-of-patient", "health"),
    ("kin-of-patient", "time"),
    ("event", "third"),
    ("event", "person"),
    ("self", "health"),
)
"""Pairs that say more together than apart."""
_TOGETHER: dict[str, list[tuple[int, str, str]]] = {}
"""By the first of a pair its place in the list, the second, and the name of the two together."""
for _at, (_one, _other) in enumerate(_PAIRS):
    _TOGETHER.setdefault(_one, []).append((_at, _other, f"with.{_one}.{_other}"))


def signals(reading: Reading) -> dict[str, float]:
    """The named signals of a reading, only those that are not 0; worked out once."""
    known = reading._cache.get(__name__)
    if isinstance(known, dict):
        return known
    found: dict[str, float] = {}
    _marks(reading, found)
    _words(reading, found)
    _surroundings(reading, found)
    found = {name: value for name, value in found.items() if value}
    _together(found)
    _near_names(reading, found)
    frame = reading.frame
    found[f"frame.{frame.whose.value}"] = frame.confidence
    reading._cache[__name__] = found
    return found


def _marks(reading: Reading, found: dict[str, float]) -> None:
    counts: dict[str, int] = {}
    weight = 0.0
    for mark in reading.marks:
        for name in _names_of(mark.kind, mark.detail):
            counts[name] = counts.get(name, 0) + 1
        weight += mark.weight
    for name, where in reading.cues.items():
        counts[f"cue.{name}"] = len(where)
    for name, where in reading.parent_cues.items():
        counts[f"parent.{name}"] = len(where)
    found.update((name, float(min(count, _CAP))) for name, count in counts.items())
    found["sum.weight"] = min(weight, 20.0) / 5.0
    found["sum.kinds"] = float(len({mark.kind for mark in reading.marks if mark.weight}))


@lru_cache(maxsize=1024)
def _names_of(kind: MarkKind, detail: str) -> tuple[str, str]:
    """The signals of a mark: its kind, and its kind and detail."""
    return f"mark.{kind}", f"mark.{kind}.{detail}"


def _words(reading: Reading, found: dict[str, float]) -> None:
    text = reading.text
    if not text.words.isdisjoint(_GROUP_OF):
        pronouns = [_GROUP_OF[word] for word in text.sequence[:2000] if word in _GROUP_OF]
        for name in sorted(set(pronouns), key=_ORDER.__getitem__):
            found[_WORD_SIGNAL[name]] = float(min(pronouns.count(name), _CAP))
    runs = text.run_sequence if len(text.folded) <= _READ else _RUN.findall(text.folded, 0, _READ)
    found["word.past"] = min(sum(map(_IS_PAST.__getitem__, runs)), 6) / 2.0
    found["word.who"] = float(bool(text.words & _OPENERS))
    found["text.length"] = math.log1p(len(text.tokens)) / 3.0
    found["text.question"] = float("?" in text.value)
    found["text.exclaim"] = float("!" in text.value)
    found["text.quote"] = float('"' in text.value)
    found["text.tags"] = float(min(len(text.tags), _CAP))
    found["text.old-year"] = float(text.digits > 3 and bool(_OLD_YEAR.search(text.value, 0, _READ)))
    has_kin = not text.runs.isdisjoint(_KIN)
    found["text.own-kin"] = float(has_kin and bool(_OWN_KIN.search(text.value, 0, _READ)))
    numbers = len(_NUMBERS.findall(text.value, 0, _READ)) if text.digits else 0
    found["text.numbers"] = float(min(numbers, 4)) / 2.0
    found["text.lower"] = float(text.value == text.folded)
    found["text.thread"] = float(_is_thread(text))


def _is_thread(text: NormalText) -> bool:
    """Whether a text says at its head that it is one part of several."""
    return _PART.match(text.value) is not None or "🧵" in text.value[:200]


def _surroundings(reading: Reading, found: dict[str, float]) -> None:
    subject, account = reading.subject, reading.account
    found[f"kind.{subject.kind}"] = 1.0
    found[f"use.{account.use.value}"] = 1.0
    found["account.review-site"] = float(account.platform in _REVIEW_PLATFORMS)
    parent = reading.parent
    if parent is not None:
        found["parent.present"] = 1.0
        found["parent.question"] = float("?" in parent.value)
        found["parent.review"] = float(bool(_REVIEW.search(parent.folded[:400])))
        found["parent.thread"] = float(_is_thread(parent))
        found["parent.says-i"] = float(bool(parent.words & _PRONOUNS["i"] or parent.words & _PRONOUNS["my"]))
        found["answer.own-care"] = float(bool(own_patient.told_in_public(reading)))
        found["answer.recalls"] = float(bool(own_patient.recalls_care(reading)))
        found["parent.says-you"] = float(bool(parent.words & _PRONOUNS["you"] or "your" in parent.words))


def _together(found: dict[str, float]) -> None:
    standing = set(map(_STANDS_FOR.__getitem__, found))
    if "unit" in standing:
        standing.add("where")
    both = [
        (at, name)
        for one in standing & _TOGETHER.keys()
        for at, other, name in _TOGETHER[one]
        if other in standing
    ]
    for _, name in sorted(both):
        found[name] = 1.0
    details = float(len(standing & _DETAILS))
    if details:
        found["sum.details"] = details
        if "third" in standing or "person" in standing:
            found["sum.details-of-person"] = details


_DETAILS = frozenset({"time", "where", "relation", "event", "age", "name", "image", "rare"})


def _near_names(reading: Reading, found: dict[str, float]) -> None:
    """What stands in one breath with a name that may be a patient's: health, an age, a unit, a colleague."""
    names = [m for m in reading.marks if m.kind is MarkKind.NAME and m.detail in PATIENT_NAMES]
    if not names:
        return
    others: list[tuple[str, int, int]] = [
        (_NEAR[m.kind], m.start, m.end) for m in reading.marks if m.kind in _NEAR and m.weight
    ]
    for cue in (
        "colleague",
        "kin-of-patient",
        "person",
        "care-verb",
        "arrival",
        "at-work",
        "promotion",
        "policy",
    ):
        others += [(cue, start, end) for start, end in reading.cues.get(cue, ())]
    for name in names[:6]:
        for word, start, end in others:
            if start < name.end + _BREATH and name.start - _BREATH < end:
                found[f"near.name.{word}"] = 1.0
                if name.detail in _SURELY_NAMES:
                    found[f"near.patient-name.{word}"] = 1.0


_BREATH = 60
_NEAR = {
    MarkKind.CONDITION: "health",
    MarkKind.PROCEDURE: "health",
    MarkKind.AGE: "age",
    MarkKind.UNIT: "unit",
    MarkKind.DATE: "time",
    MarkKind.ID: "number",
    MarkKind.CONTACT: "contact",
}

_SURELY_NAMES = ("patient", "case", "titled", "caps", "initials", "addressee", "named")
PATIENT_NAMES = (
    *("patient", "case", "titled", "named", "full", "first", "initials", "caps", "addressee", "tag", "lower"),
)
"""Details of names that may be a patient's."""
_SIGNALS_OF = {
    "third": listed("word.he word.his word.she word.her"),
    "you": listed("word.you word.your"),
    "health": listed("mark.condition mark.procedure mark.drug"),
    "rare": listed("mark.condition.rare mark.procedure.rare"),
    "where": listed("mark.place mark.zip mark.facility"),
    "unit": listed("mark.unit"),
    "relation": listed("mark.relation"),
    "your-kin": listed("mark.relation.your-kin"),
    "role": listed("mark.relation.fame mark.relation.village-role mark.relation.kin-of"),
    "name": frozenset(f"mark.name.{detail}" for detail in PATIENT_NAMES),
    "proper": listed("mark.name.proper"),
    "time": listed("mark.date"),
    "number": listed("mark.id"),
    "contact": listed("mark.contact"),
    "event": listed("mark.event"),
    "image": listed("mark.image"),
    "age": listed("mark.age"),
    "old-year": listed("text.old-year"),
    "own-kin": listed("text.own-kin"),
    "thread": listed("text.thread parent.thread"),
    "parent": listed("parent.present"),
    "complaint": listed("parent.complaint"),
    "praise": listed("parent.praise"),
    "whereabouts": listed("parent.whereabouts"),
    "personal": listed("use.personal"),
}
"""The words of `_PAIRS` that are no cue, and the signals by any of which they stand."""
_STANDS = {signal: word for word, members in _SIGNALS_OF.items() for signal in members}


def _stands_for(signal: str) -> str:
    """The word of `_PAIRS` that a signal lets stand; empty for most."""
    if (cue := signal.removeprefix("cue.")) != signal and cue not in _SIGNALS_OF:
        return cue
    return _STANDS.get(signal, "")


_STANDS_FOR = Memo(_stands_for)
