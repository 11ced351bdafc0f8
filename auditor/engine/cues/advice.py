"""Weighs whether a reply gives one lay person clinical advice: what was asked, what is answered, what is
declined.

Reads words only; knows nothing of rules, severities or phi.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.engine.cues.phrases import Places, cues, has, parent_cues, places, word_set
from auditor.engine.patterns import lazy
from auditor.engine.text import NormalText
from auditor.engine.words import listed
from auditor.model import Term

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

_UNITS = (
    r"mgs?|mcg|mls?|g|grams?|units?|iu|tab(?:let)?s?|puffs?|drops?|tsp|teaspoons?|tbsp|caps?(?:ules)?|cc"
    r"|droppers?"
)
_DOSE = lazy(
    rf"(?<![\w.])\d{{1,5}}(?:[.,]\d{{1,3}})?\s?(?:{_UNITS}|micrograms?|%)(?!\w)"
    rf"|(?<!\w)(?:half|one|two|three|four|five|six|ten|a) (?:more )?(?:{_UNITS}|pills?|patch(?:es)?|"
    rf"baby aspirin|aspirin)(?!\w)"
    r"|(?<!\w)(?:tonight|today|tomorrow|this morning|next|evening|morning)'?s? (?:dose|tablets?|"
    r"pills?|one|insulin|jab)(?!\w)"
    r"|(?<!\w)(?:half|halve|double|split|quarter) (?:a |the |that |your |his |her |it|them|tonight)"
    r"|(?<!\w)(?:up to|down to|go to|back to|restart at|increase to|cut to) (?:a )?\d{1,4}(?!\w)"
)
_DOSED = listed(
    "mg mgs mcg ml mls g gram grams unit units iu tab tabs tablet tablets puff puffs drop drops tsp teaspoon"
    " teaspoons tbsp cap caps capsule capsules cc dropper droppers pill pills patch patches baby aspirin dose"
    " one insulin jab half halve double split quarter"
)
"""One of these stands in every dose without a digit."""
_BARE_DOSE = lazy(
    r"(?<![\w.,£$€:/])\d{1,4}(?:\.\d{1,2})?(?![\w:/%]|\.\d| ?(?:am|pm|years?|weeks?|days?|min))"
)
_REVIEW = lazy(r"[★☆⭐]|^\W{0,3}(?:edit|\d[ -]?stars?|(?:one|two|three|four|five) stars?)\b")
_CLAUSE_BREAK = frozenset(".!?;:,-–—\n(*\"'")
_LEADS = frozenset(
    [
        "and",
        "then",
        "so",
        "just",
        "please",
        "but",
        "n",
        "&",
        "or",
        "yes",
        "yep",
        "yeah",
        "yup",
        "no",
        "nope",
        "nah",
        "ok",
        "okay",
        "hun",
        "hon",
        "babe",
        "mama",
        "love",
        "darling",
        "mate",
        "pet",
        "honey",
        "girl",
        "sis",
        "bro",
        "bab",
        "mam",
        "aye",
        "sí",
        "si",
        "oui",
        "well",
        "also",
        "instead",
        "first",
        "now",
        "lovely",
        "absolutely",
        "hi",
        "not",
        "absolutely",
        "y",
        "et",
        "pis",
        "aur",
        "uh",
        "tonight",
        "today",
        "tomorrow",
        "friend",
        "folks",
        "dear",
        "definitely",
        "safe",
        "beta",
        "him",
        "her",
        "them",
    ]
)


@dataclass(frozen=True, slots=True)
class Advice:
    """What speaks for and against individual advice in one reply."""

    terms: tuple[Term, ...]
    spans: Places
    """The words of the answer that direct, dose or diagnose."""
    features: dict[str, float]

    @property
    def total(self) -> float:
        """The sum of the terms' weights."""
        return sum(term.weight for term in self.terms)


_WEIGHTS: tuple[tuple[str, float, str], ...] = (
    # feature, weight for each unit, what it means
    ("asks", 0.6, "answers a question"),
    ("asks_health", 2.1, "the question is about somebody's own health"),
    ("dose", 1.1, "names a dose"),
    ("frequency", 1.2, "says how often or how long"),
    ("drug", 1.0, "names a medicine"),
    ("directive", 1.2, "tells the person what to do"),
    ("suggests", 0.9, "suggests what to do"),
    ("dissuades", 1.7, "says that care or a test is not needed"),
    ("diagnoses", 1.2, "says what it is"),
    ("as_clinician", 1.0, "speaks from clinical authority"),
    ("addressed", 0.2, "speaks to or of one person"),
    ("declines", -2.4, "declines to advise"),
    ("redirects", -1.0, "sends the person to care"),
    ("general", -0.6, "speaks of people in general"),
    ("review", -2.5, "answers a review"),
    ("short", -0.2, "hardly more than a remark"),
)
_BIAS = -5.2
_HEALTH_STEPS = (0.0, 0.8, 1.3, 1.7)
_MEASURED = lazy(
    r"(?<!\w)\d{1,3}(?:[.,+/]\d{1,3})? ?(?:wks?|weeks?|mos?|months?|days?|yo|y/o|yr|yrs|year old|kg|"
    r"lbs?|mgs?|mmhg|bpm)(?!\w)"
    r"|(?<!\w)\d{2,3}/\d{2,3}(?!\w)|(?<!\w)(?:3[6-9]|4[01])\.\d(?!\w)|(?<!\w)10[0-6](?:\.\d)?(?!\w)"
)


def features(reading: Reading) -> dict[str, float]:
    """Named counts between 0 and about 3 for a reply; empty for an item that answers nobody."""
    parent = reading.parent
    if parent is None:
        return {}
    own, asked, text = cues(reading), parent_cues(reading), reading.text
    words = text.words
    drug, form = word_set("health", "drug"), word_set("health", "form")
    dose = len(_DOSE.findall(text.folded[:4_000])) if _may_dose(text) else 0
    drugs = len(words & drug)
    if drugs and not dose:
        dose = min(1, len(_BARE_DOSE.findall(text.folded)))
    health = health_words(parent)
    asks = has(asked, "advice.ask") or "?" in parent.value
    return {
        "asks": float(asks),
        "asks_health": _HEALTH_STEPS[min(health, 3)],
        "dose": float(min(2, dose)),
        "frequency": float(min(2, len(own.get("advice.frequency", ())))),
        "drug": float(min(2, drugs + bool(words & form))),
        "directive": float(min(3, len(directives(text)))),
        "suggests": float(min(2, len(own.get("advice.suggest", ())))),
        "dissuades": float(min(2, len(own.get("advice.dissuade", ())))),
        "diagnoses": float(min(2, len(own.get("advice.diagnose", ())))),
        "as_clinician": float(min(1, len(own.get("advice.like_me", ())))),
        "addressed": float(bool(words & word_set("advice", "address"))),
        "declines": float(min(2, len(own.get("advice.decline", ())))),
        "redirects": float(min(2, len(own.get("advice.redirect", ())))),
        "general": float(min(1, len(own.get("advice.general", ())))),
        "review": float(_REVIEW.search(parent.folded) is not None),
        "short": float(len(text.tokens) < 6),
    }


def _may_dose(text: NormalText) -> bool:
    return text.digits > 0 or not text.runs.isdisjoint(_DOSED)


def health_words(text: NormalText) -> int:
    """How many different words of a health question stand in a text."""
    words = text.words
    kinds = ("drug", "form", "complaint", "body", "test", "condition")
    count = sum(len(words & word_set("health", kind)) for kind in kinds)
    count += text.digits > 0 and _MEASURED.search(text.folded) is not None
    return count + min(1, len(words & word_set("health", "relative")))


def directives(text: NormalText) -> list[tuple[int, int]]:
    """Places of imperatives: a verb of doing at the head of a clause."""
    found = []
    imperative = word_set("advice", "imperative")
    tokens = text.tokens[:2_000]
    for index, token in enumerate(tokens):
        if token.word not in imperative:
            continue
        before = text.value[tokens[index - 1].end : token.start].strip() if index else "."
        if (
            not index
            or before[-1:] in _CLAUSE_BREAK
            or before[-1:] > "\u2000"
            or tokens[index - 1].word in _LEADS
        ):
            end = tokens[min(index + 3, len(tokens) - 1)].end
            found.append((token.start, end))
    return found


def weigh(reading: Reading) -> Advice:
    """The terms for and against advice in this reading, worked out once."""
    known = reading._cache.get("advice")
    if isinstance(known, Advice):
        return known
    found = features(reading)
    terms: list[Term] = []
    spans: list[tuple[int, int]] = []
    if found:
        terms = [Term("base", _BIAS, "most replies advise nobody")]
        terms += [
            Term(name, round(weight * found[name], 2), note) for name, weight, note in _WEIGHTS if found[name]
        ]
        own = cues(reading)
        spans = [*directives(reading.text)]
        spans += places(own, "advice.frequency", "advice.dissuade", "advice.diagnose", "advice.like_me")
        if _may_dose(reading.text):
            spans += [match.span() for match in _DOSE.finditer(reading.text.folded)]
    result = Advice(tuple(terms), tuple(sorted(spans)), found)
    reading._cache["advice"] = result
    return result
