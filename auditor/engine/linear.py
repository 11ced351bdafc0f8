"""The second layer: one weighed sum per category over words, circumstances and what the rules said.

Reads a small weight file that `auditor.learning.train_linear` writes; needs no library. Knows no rule: it
answers with probabilities and with the words that weighed most.
"""

from __future__ import annotations

import gzip
import json
import math
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from itertools import pairwise
from typing import Any

from auditor.engine import evidence as ev
from auditor.engine.columns import packed, unpacked
from auditor.engine.evidence import Evidence
from auditor.engine.memo import Memo

CATEGORIES = ("phi", "advice", "disclaimer", "coi", "mixing", "conduct")

_NOTHING = (0.0,) * len(CATEGORIES)
_NO_PAIRS: dict[str, int] = {}
_Pairs = dict[str, dict[str, int]]
Sums = tuple[float, ...]
Row = int
"""One weight per category, then the squared length that the block is divided by; see `columns`."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A feature in words and what it adds to a category's score."""

    feature: str
    weight: float


@dataclass(frozen=True, slots=True, eq=False)
class _Word:
    """What a word adds wherever it stands, and where to look when another follows it."""

    word: str
    row: Row
    letters: Row
    """What its letters add."""
    sort: str
    """Its sort, or else itself."""
    pairs: dict[str, int]
    """The places of pairs that begin with the word, by what follows."""
    pairs_of_sort: dict[str, int]
    """The same of pairs that begin with its sort, or else with itself, where one of the two is a sort."""


@dataclass
class LinearModel:
    """Weights by feature, and what turns their sum into a probability."""

    places: dict[str, int]
    """Feature to its row in `weights`."""
    weights: array[int]
    """Rows of one signed byte per category."""
    idf: array[float]
    scale: Sequence[float]
    """What a byte of each category is worth."""
    facts: dict[str, Sequence[float]]
    bias: Sequence[float]
    platt: Sequence[tuple[float, float]]
    """Per category a and b of 1 / (1 + exp(-(a·score + b)))."""
    record: dict[str, Any]
    """Digest of the training data, seeds, thresholds and what they reach in cross-validation."""
    _words: dict[str, Memo[str, _Word]] = field(default_factory=dict, repr=False)
    """By setting, then by word."""

    def scores(self, evidence: Evidence) -> Sums:
        """One score per category, in the order of CATEGORIES; unbounded, 0 means nothing in particular."""
        words = self._read(evidence)
        different = dict(zip(evidence.words, words, strict=True)).values()
        of_words = _of_length_one(sum([word.row for word in different]) + self._of_pairs(words))
        letters = _of_length_one(sum([word.letters for word in different]))
        parent = _of_length_one(sum(map(self._parents.__getitem__, set(evidence.parent))))
        facts = unpacked(sum(map(self._facts.__getitem__, evidence.facts.items())))
        return tuple(map(sum, zip(self.bias, of_words, letters, parent, facts, strict=False)))

    def probabilities(self, evidence: Evidence) -> Sums:
        """The scores as calibrated probabilities."""
        pairs = zip(self.scores(evidence), self.platt, strict=True)
        return tuple(_logistic(a * score + b) for score, (a, b) in pairs)

    def explain(self, evidence: Evidence, category: str, limit: int = 6) -> list[Weighed]:
        """The words and facts that added most to a category's score, heaviest first; letters are left out."""
        at = CATEGORIES.index(category)
        of_words, _, of_parent = ev.blocks(evidence)
        found: dict[str, float] = {}
        for block in (of_words, of_parent):
            size = math.sqrt(unpacked(self._sum(block))[-1]) or 1.0
            for feature in block:
                if (place := self.places.get(feature)) is not None:
                    weight = (
                        self.weights[place * len(CATEGORIES) + at] * self.scale[at] * self.idf[place] / size
                    )
                    name = feature.rpartition("|")[2].removeprefix("^")
                    found[name] = found.get(name, 0.0) + weight
        for fact, strength in evidence.facts.items():
            if fact in self.facts:
                name = fact.rpartition("|")[2]
                found[name] = found.get(name, 0.0) + strength * self.facts[fact][at]
        heaviest = sorted(found.items(), key=lambda pair: -pair[1])[:limit]
        return [Weighed(name, weight) for name, weight in heaviest if weight > 0.05]

    def _sum(self, features: Iterable[str]) -> Row:
        """What features of one block add together."""
        return sum(self._rows[place] for f in features if (place := self.places.get(f)) is not None)

    def _read(self, evidence: Evidence) -> list[_Word]:
        """The evidence's words with what the model knows of each."""
        setting = evidence.setting
        known = self._words.get(setting)
        if known is None:
            known = self._words[setting] = Memo(lambda word: self._word(word, setting))
        return list(map(known.__getitem__, evidence.words))

    def _word(self, word: str, setting: str) -> _Word:
        sort = ev.sort_of(word) or word
        plain, sorted_ = self._pairs
        return _Word(
            word,
            self._sum(ev.of_word(word, setting)),
            self._sum(ev.of_letters(word)) if word.isalpha() else 0,
            sort,
            plain.get(word, _NO_PAIRS),
            sorted_.get(sort, _NO_PAIRS),
        )

    @cached_property
    def _pairs(self) -> tuple[_Pairs, _Pairs]:
        """The pairs by their first word, then by their second: those of words, and those with a sort."""
        plain: _Pairs = {}
        with_sort: _Pairs = {}
        for feature, place in self.places.items():
            first, gap, second = feature.partition(" ")
            if gap:
                by_first = with_sort if first[0] == "<" or second[0] == "<" else plain
                by_first.setdefault(first, {})[second] = place
        return plain, with_sort

    def _of_pairs(self, words: Sequence[_Word]) -> Row:
        """What the neighbouring words add that the model knows; nearly all that are met it does not.

        The same rows as those of `evidence.of_pair`, found without building its strings.
        """
        total: Row = 0
        met: set[tuple[str, str]] = set()
        for one, other in pairwise(words):
            plain, with_sort = one.pairs.get(other.word), one.pairs_of_sort.get(other.sort)
            if plain is None and with_sort is None:
                continue
            if (pair := (one.word, other.word)) not in met:
                met.add(pair)
                total += sum([self._rows[place] for place in (plain, with_sort) if place is not None])
        return total

    @cached_property
    def _rows(self) -> Memo[int, Row]:
        return Memo(self._row)

    def _row(self, place: int) -> Row:
        idf, start = self.idf[place], place * len(CATEGORIES)
        row = self.weights[start : start + len(CATEGORIES)]
        return packed([*(w * idf * scale for w, scale in zip(row, self.scale, strict=True)), idf * idf])

    @cached_property
    def _parents(self) -> Memo[str, Row]:
        return Memo(lambda word: self._sum(ev.of_parent(word)))

    @cached_property
    def _facts(self) -> Memo[tuple[str, float], Row]:
        return Memo(self._fact)

    def _fact(self, fact: tuple[str, float]) -> Row:
        """What a fact adds; nothing for one that the model does not know."""
        name, strength = fact
        return packed([strength * weight for weight in self.facts.get(name, ())])


def _of_length_one(block: Row) -> Sums:
    """What a block adds to the scores: its sums, divided by its length."""
    if not block:
        return _NOTHING
    *sums, squares = unpacked(block)
    size = math.sqrt(squares) or 1.0
    return tuple([one / size for one in sums])


def _logistic(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, value))))


def pack(model: LinearModel) -> bytes:
    """The weight file: a line of JSON, the features sorted and front-coded, then bytes; gzipped."""
    order = sorted(model.places, key=model.places.__getitem__)
    head = {
        "record": model.record,
        "scale": list(model.scale),
        "facts": {fact: list(row) for fact, row in model.facts.items()},
        "bias": list(model.bias),
        "platt": [list(pair) for pair in model.platt],
        "features": len(order),
    }
    idf = array("f", model.idf)
    parts = [json.dumps(head).encode(), "\n".join(order).encode(), idf.tobytes() + model.weights.tobytes()]
    sizes = array("I", [len(part) for part in parts])
    return gzip.compress(sizes.tobytes() + b"".join(parts), compresslevel=9, mtime=0)


def unpack(packed: bytes) -> LinearModel:
    """The model in a weight file.

    Raises: ValueError for a file of another form.
    """
    raw = gzip.decompress(packed)
    sizes = array("I", raw[:12])
    first, second = 12 + sizes[0], 12 + sizes[0] + sizes[1]
    head = json.loads(raw[12:first])
    features = raw[first:second].decode().split("\n")
    rest = raw[second:]
    if len(features) != head["features"] or len(rest) != len(features) * (4 + len(CATEGORIES)):
        raise ValueError("The weight file is damaged.")
    idf, weights = array("f", rest[: 4 * len(features)]), array("b", rest[4 * len(features) :])
    return LinearModel(
        places={feature: place for place, feature in enumerate(features)},
        weights=weights,
        idf=idf,
        scale=head["scale"],
        facts=head["facts"],
        bias=head["bias"],
        platt=[(a, b) for a, b in head["platt"]],
        record=head["record"],
    )


@cache
def load() -> LinearModel | None:
    """The shipped model; None where its file is missing."""
    file = resources.files("auditor.engine").joinpath("data", "linear.bin.gz")
    return unpack(file.read_bytes()) if file.is_file() else None
