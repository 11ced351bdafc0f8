"""Turns weighed terms into a severity and a confidence, in one place, so that every rule decides alike.

Pure arithmetic: knows no text, no recogniser and no rule.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from auditor.engine.notes import note_of
from auditor.model import Severity, Term

_ORDER = (Severity.INFO, Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a sum of terms amounts to; `severity` None: nothing to report."""

    severity: Severity | None
    confidence: float
    total: float


def total(terms: Sequence[Term]) -> float:
    """The sum of the terms' weights."""
    return sum(term.weight for term in terms)


def confidence(score: float, *, middle: float, slope: float = 0.8) -> float:
    """A score as a probability between 0 and 1; .5 at `middle`."""
    return 1.0 / (1.0 + math.exp(-slope * max(-40.0, min(40.0, score - middle))))


def shifted(severity: Severity, steps: int) -> Severity:
    """The severity so many steps up (or down, negative), held between info and critical."""
    return _ORDER[max(0, min(len(_ORDER) - 1, severity.rank + steps))]


def at_most(severity: Severity, limit: Severity) -> Severity:
    """The milder of the two."""
    return severity if severity.rank <= limit.rank else limit


@dataclass(frozen=True, slots=True)
class Weights:
    """A weighed sum: one weight per signal, and what stands before any signal."""

    bias: float
    of: Mapping[str, float]
    threshold: float
    """The probability from which on a post is taken to tell of a patient who could be recognised."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How likely a post lets somebody recognise a patient, and the signals that say so most."""

    probability: float
    terms: tuple[Term, ...]


@cache
def story_weights() -> Weights:
    """The shipped weights of `data/story-weights.toml`, learned by `auditor.learning.train_story`."""
    table = tomllib.loads(
        (resources.files("auditor.engine") / "data" / "story-weights.toml").read_text("utf-8")
    )
    return Weights(float(table["bias"]), table["weights"], float(table["threshold"]))


_WORTH_EXPLAINING = 0.1
_EXPLAINED = 12
"""Signals that a judgement names: more than any finding shows."""


def judge(found: Mapping[str, float], weights: Weights) -> Judgement:
    """How likely a patient could be recognised, from the strength of each signal."""
    of = weights.of
    score = weights.bias
    for name, value in found.items():
        score += of.get(name, 0.0) * value
    probability = 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, score))))
    if probability < _WORTH_EXPLAINING:
        return Judgement(probability, ())
    weighed = [(name, round(of[name] * value, 3)) for name, value in found.items() if name in of]
    weighed.sort(key=lambda pair: -abs(pair[1]))
    terms = tuple(Term(name, weight, note_of(name)) for name, weight in weighed[:_EXPLAINED])
    return Judgement(probability, terms)
