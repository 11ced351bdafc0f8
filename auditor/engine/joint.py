"""Joins the three layers: one small weighed sum per category over what rules, words and the reader say.

Reads a small weight file that `auditor.learning.train_joint` writes. Knows no text and no rule's name.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from auditor.engine.reader import CATEGORIES
from auditor.model import Term

FEATURES = (
    *(f"words {category}" for category in CATEGORIES),
    *(f"reader {category}" for category in CATEGORIES),
    *(f"rules {category}" for category in CATEGORIES),
    "is personal",
    "is an answer",
)
AGREED = 0.45
"""From this probability on the words say the same as a rule that fired: one layer does not outvote two."""
LEAST_AGREED = 0.2
"""Under this what two layers agree on stands down after all: the three together find it unlikely."""
_MOST = 8.0
"""Log-odds are held to so much either way: nobody is surer than that."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the three layers say of one item, in the order of CATEGORIES."""

    words: Sequence[float]
    """Probabilities of the second layer."""
    reader: Sequence[float]
    """Logits of the third."""
    rules: Sequence[bool]
    """Whether a rule found something above info."""
    is_personal: bool
    is_answer: bool


@dataclass(frozen=True, slots=True)
class Joint:
    """Weights of FEATURES for each category, and where each verdict turns."""

    weights: Mapping[str, Sequence[float]]
    bias: Mapping[str, float]
    thresholds: Mapping[str, float]
    """From which probability a category is added where no rule found it."""
    vetoes: Mapping[str, float]
    """Under which probability what a rule found is put in doubt."""
    gates: Mapping[str, float]
    """From which probability of the second layer on the reader is asked."""
    least_detail: float
    """From which probability on a detail that the reader tells of is shown."""
    record: Mapping[str, Any]

    def probabilities(self, said: Said) -> tuple[float, ...]:
        """How likely each category is, in the order of CATEGORIES."""
        row = features(said)
        return tuple(_logistic(self.bias[c] + _dot(self.weights[c], row)) for c in CATEGORIES)

    def parts(self, said: Said) -> dict[str, tuple[Term, ...]]:
        """For each category what each layer adds to its log-odds, as terms."""
        row = features(said)
        return {c: tuple(_layer(layer, self.weights[c], row) for layer in _LAYERS) for c in CATEGORIES}

    def is_in_doubt(self, words: Sequence[float], rules: Sequence[bool]) -> bool:
        """Whether the first two layers leave doubt or danger, so that the reader should be asked."""
        return any(rules) or any(p >= self.gates[c] for c, p in zip(CATEGORIES, words, strict=True))


def features(said: Said) -> tuple[float, ...]:
    """The row of FEATURES; the same at training and at run time."""
    return (
        *map(log_odds, said.words),
        *(max(-_MOST, min(_MOST, logit)) for logit in said.reader),
        *map(float, said.rules),
        float(said.is_personal),
        float(said.is_answer),
    )


def undoubted(
    probability: Sequence[float], words: Sequence[float], rules: Sequence[bool], direct: Sequence[bool]
) -> list[bool]:
    """The categories that the reader can't put in doubt: plain cases, and where rules and words agree.

    `probability`: by all three layers; where it is very low their agreement does not stand.
    """
    return [
        is_direct or (fired and own >= AGREED and joined >= LEAST_AGREED)
        for joined, own, fired, is_direct in zip(probability, words, rules, direct, strict=True)
    ]


def log_odds(probability: float) -> float:
    """A probability as log-odds, bounded."""
    odds = probability / max(1e-12, 1.0 - probability)
    return max(-_MOST, min(_MOST, math.log(max(odds, 1e-12))))


_LAYERS = {
    "rules": "what the rules found",
    "words": "how the words weigh",
    "reader": "what the reader makes of the whole text",
}


def _layer(layer: str, weights: Sequence[float], row: Sequence[float]) -> Term:
    own = (w * v for name, w, v in zip(FEATURES, weights, row, strict=True) if name.startswith(layer))
    return Term(layer, round(sum(own), 3), _LAYERS[layer])


def _dot(weights: Sequence[float], row: Sequence[float]) -> float:
    return sum(map(float.__mul__, map(float, weights), row))


def _logistic(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, value))))


@cache
def load() -> Joint | None:
    """The shipped weights; None where their file is missing."""
    path = files("auditor.engine.data") / "joint.json"
    if not path.is_file():
        return None
    table = json.loads(path.read_text(encoding="utf-8"))
    return Joint(**{name: table[name] for name in Joint.__slots__})
