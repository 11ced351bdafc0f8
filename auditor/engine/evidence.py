"""What the linear layer reads in a text: words and their sorts, circumstances, and what the rules said.

The same at training and at run time. Knows no weights and decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from auditor.engine import lexicon
from auditor.engine.cues import affiliation, conduct, phrases
from auditor.engine.cues.phrases import Places
from auditor.engine.signals import signals

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

WORDS_READ, PARENT_WORDS_READ = 400, 60
"""A longer text is read up to here: what decides stands early, and time stays bounded."""
_SIGNS = re.compile("[?!%$€£]|[\U0001f300-\U0001faff\u2600-\u27bf]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_AGE = re.compile(r"\d{1,3}(?:yo|yof|yom|y|f|m|mo|wk|weeker|yrs?)")
_STATEMENT = re.compile(
    r"\b(?:(?:views?|opinions?|tweets?|posts?|thoughts?|toots?)\b.{0,30}\b(?:mine|own|personal)"
    r"|personal account|not (?:my|those of my|speaking for|representing))",
    re.I,
)
_DISCLOSED = re.compile(
    r"(?<!\w)(?:#?ad\b|#?advert|#?sponsored|#?gifted|paid (?:partnership|consultant|speaker|by)|disclosure"
    r"|i (?:consult|speak|own|founded)|sponsored by|declaration of interest|coi:)",
    re.I,
)
_TIE_RUNS = frozenset({"ad", "paid", "declaration", "coi"})
_TIE_SIGNS = ("advert", "sponsored", "gifted", "disclosure", "i consult", "i speak", "i own", "i founded")
"""One of these words or runs of letters stands in whatever `_DISCLOSED` matches."""
_CARE = (
    *("mark.condition", "mark.procedure", "mark.drug", "mark.dose", "mark.unit", "mark.facility"),
    *("cue.patient", "cue.at-work", "cue.care-verb", "cue.arrival", "says health"),
)
_CROSSED = ("cue.", "mark.")
"""Signals that are read together with the account's use too."""
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "april", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_CALENDAR = dict.fromkeys(_WEEKDAYS, "<weekday>") | dict.fromkeys(_MONTHS, "<month>")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything the linear layer knows of one item."""

    words: tuple[str, ...]
    """Lower-cased words and signs in order of place."""
    parent: tuple[str, ...]
    """Words of the text it answers."""
    setting: str
    """Use and kind in one word; words are also read together with it."""
    facts: Mapping[str, float]
    """Named circumstances and signals, each with its strength."""


def of(reading: Reading, rules_said: Mapping[str, float]) -> Evidence:
    """The evidence in a reading; `rules_said` maps the ids of rules that matched to their confidence."""
    subject, account = reading.subject, reading.account
    parent = reading.parent
    kind = "reply" if subject.parent_text or subject.kind in ("reply", "comment") else "post"
    words = list(reading.text.sequence[:WORDS_READ])
    words += _SIGNS.findall(reading.text.value[:4000])[:20]
    return Evidence(
        words=tuple(words),
        parent=parent.sequence[:PARENT_WORDS_READ] if parent else (),
        setting=f"{account.use.value}-{kind}",
        facts=_facts(reading, rules_said),
    )


def _facts(reading: Reading, rules_said: Mapping[str, float]) -> dict[str, float]:
    subject, account, owner = reading.subject, reading.account, reading.owner
    folded, words = reading.text.folded, reading.text.words
    facts = {
        f"use={account.use.value}": 1.0,
        f"kind={subject.kind}": 1.0,
        f"platform={account.platform}": 1.0,
    }
    if any(_mentions(folded, words, one) for one in owner.employers):
        facts["employer mentioned"] = 1.0
    if any(_mentions(folded, words, one.partition("(")[0]) for one in owner.conflicts):
        facts["tie mentioned"] = 1.0
    if owner.city and _mentions(folded, words, owner.city.partition(",")[0]):
        facts["city mentioned"] = 1.0
    if _has_statement(account.bio):
        facts["bio has a statement"] = 1.0
    if _says_ties(folded, reading.text.runs):
        facts["says its ties"] = 1.0
    if reading.parent is None:
        facts["answers nobody"] = 1.0
    is_for_others = affiliation.takes_stand_for_others(reading)
    if is_for_others:
        facts[_FOR_OTHERS] = 1.0
    facts["length"] = min(len(folded), 1000) / 1000
    use = account.use.value
    told = signals(reading)
    facts |= told
    facts |= {f"{use}|{name}": told[name] for name in told if name.startswith(_CROSSED)}
    for sign, found in (("", _own_cues(reading, is_for_others)), ("^", phrases.parent_cues(reading))):
        for key, where in found.items():
            one, other = _said(use, sign, key)
            facts[one] = facts[other] = float(min(len(where), 3))
    for rule, confidence in rules_said.items():
        category = rule.partition("/")[0]
        if category == "phi":
            continue  # these rest on the signals, which are read above one by one
        facts[f"rule {rule}"] = confidence
        facts[f"rules {category}"] = max(confidence, facts.get(f"rules {category}", 0.0))
    return facts


def _own_cues(reading: Reading, is_for_others: bool) -> dict[str, Places]:
    """The cues that speak for their category: no contempt that is only quoted or refused, and no stand that
    nobody but the author can have taken."""
    found = dict(phrases.cues(reading))
    if not is_for_others:
        found.pop("affiliation.stance", None)
    for key in [key for key in found if key in conduct.OF_CONTEMPT]:
        found[key] = conduct.own_words(reading, found[key])
        if not found[key]:
            del found[key]
    return found


def _mentions(folded: str, words: frozenset[str], name: str) -> bool:
    """Whether a text names somebody or something: whole, or by its first distinctive word."""
    whole, distinctive = _as_mentioned(name)
    return len(whole) > 2 and (whole in folded or distinctive in words)


@lru_cache(maxsize=256)
def _as_mentioned(name: str) -> tuple[str, str]:
    """A name in lower case, and its first long word where that is no everyday one."""
    whole = name.strip().casefold()
    first = next((w for w in whole.replace("'", " ").split() if len(w) > 3), "")
    return whole, "" if first in lexicon.common_words() else first


@lru_cache(maxsize=64)
def _has_statement(bio: str) -> bool:
    """Whether a bio says whose views are posted; asked again for every post of the account."""
    return _STATEMENT.search(bio) is not None


def _says_ties(folded: str, runs: frozenset[str]) -> bool:
    """Whether a text discloses a tie; the look at its words spares nearly every text the pattern."""
    if folded.isascii() and runs.isdisjoint(_TIE_RUNS) and not any(sign in folded for sign in _TIE_SIGNS):
        return False
    return _DISCLOSED.search(folded) is not None


@lru_cache(maxsize=4096)
def _said(use: str, sign: str, key: str) -> tuple[str, str]:
    """The facts of a cue, by itself and together with the account's use."""
    return f"{sign}says {key}", f"{use}|{sign}says {key}"


_FOR_OTHERS = "may speak for others"


def speaks_for_one(evidence: Evidence) -> bool:
    """Whether nobody but the author can take a stand in it: no "we", no office, no institution."""
    return _FOR_OTHERS not in evidence.facts


def tells_of_care(evidence: Evidence) -> bool:
    """Whether anything in it belongs to clinical work: a condition, a drug, a ward, a patient, advice."""
    return any(fact.startswith(_CARE) for fact in evidence.facts)


@lru_cache(maxsize=20_000)
def sort_of(word: str) -> str:
    """The sort of a word in angle brackets, so that what holds for one drug holds for all; empty for most."""
    if word[:1].isdigit():
        if _NUMBER.fullmatch(word):
            return "<year>" if len(word) == 4 and word[:2] in ("19", "20") else "<number>"
        return "<age>" if _AGE.fullmatch(word) else "<measure>"
    return _sorts().get(word, "")


@cache
def _sorts() -> dict[str, str]:
    """One-word entries of the lists with their sort; where lists share a word the later one here wins."""
    everyday = {w for w, zipf in lexicon.common_words().items() if zipf >= 3.2}
    sorts: dict[str, str] = {}
    for sort, entries in (
        ("<first-name>", lexicon.first_names() - lexicon.ambiguous_names() - everyday),
        ("<brand>", lexicon.brands().keys() - everyday),
        ("<role>", lexicon.roles()),
        ("<event>", lexicon.events()),
        ("<device>", lexicon.devices()),
        ("<procedure>", lexicon.procedures()),
        ("<unit>", lexicon.units() - {"or", "bed", "room", "floor", "recovery", "nursery"}),
        ("<facility>", lexicon.facility_words() - {"st", "va", "mercy", "institute", "lab"}),
        ("<drug>", lexicon.drugs()),
        ("<kin>", lexicon.kin() - {"ma", "da", "pop", "pops", "ex", "opa"}),
    ):
        sorts.update((word, sort) for word in entries if word.isalnum())
    for name, condition in lexicon.conditions().items():
        if name.isalnum() and name not in {
            "all",
            "top",
            "ten",
            "nec",
            "shot",
            "mi",
            "pe",
            "pots",
            "moose",
            "mono",
        }:
            sorts[name] = f"<{condition.rarity}-condition>"
    return sorts | _CALENDAR


def of_word(word: str, setting: str) -> Iterator[str]:
    """The features that a word brings by itself, in a setting."""
    yield word
    yield f"{setting.partition('-')[0]}|{word}"
    yield f"{setting.partition('-')[2]}|{word}"
    if sort := sort_of(word):
        yield sort
        yield f"{setting}|{sort}"


def of_pair(first: str, second: str) -> Iterator[str]:
    """The features that two neighbouring words bring, by themselves and by their sorts."""
    yield f"{first} {second}"
    one, other = sort_of(first), sort_of(second)
    if one or other:
        yield f"{one or first} {other or second}"


def of_letters(word: str) -> Iterator[str]:
    """Runs of three to five letters in a word, bounds included: they bridge spelling noise and word forms."""
    bounded = f"_{word[:24]}_"
    size = len(bounded)
    for length in (3, 4, 5):
        for start in range(size - length + 1):
            yield f"~{bounded[start : start + length]}"


def of_parent(word: str) -> Iterator[str]:
    """The features of a word in the text that is answered."""
    yield f"^{word}"
    if sort := sort_of(word):
        yield f"^{sort}"


def blocks(evidence: Evidence) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
    """All features of the texts: those of words, of letters, of the parent; a feature may repeat."""
    words = list(dict.fromkeys(evidence.words))
    pairs = dict.fromkeys(pairwise(evidence.words))
    of_words = [f for word in words for f in of_word(word, evidence.setting)]
    of_words += [f for first, second in pairs for f in of_pair(first, second)]
    letters = [f for word in words if word.isalpha() for f in of_letters(word)]
    return of_words, letters, [f for word in dict.fromkeys(evidence.parent) for f in of_parent(word)]
