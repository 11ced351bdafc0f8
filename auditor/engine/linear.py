"""The second layer: one weighed sum per category over words, circumstances and what the rules said.

Reads a small weight file that `auditor.learning.train_linear` writes; needs no library. Knows no rule: it
answers with probabilities and with the words that weighed most.
"""

from __future__ import annotations

import gzip
import json
import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

from auditor.engine import evidence as ev
from auditor.engine.evidence import Evidence

CATEGORIES = ("phi", "advice", "disclaimer", "coi", "mixing", "conduct")
_REMEMBERED = 60_000  # words: enough for any account, and bounded against hostile ones

_NOTHING = (0.0,) * (len(CATEGORIES) + 1)
_NO_PAIRS: Mapping[str, int] = {}
_Key = TypeVar("_Key")
Sums = tuple[float, ...]
"""One weight per category, then the squared length that the block is divided by."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A feature in words and what it adds to a category's score."""

    feature: str
    weight: float


class _Word(NamedTuple):
    """What a word adds wherever it stands, and where to look when another follows it."""

    word: str
    sums: Sums
    letters: Sums
    """What its letters add; both are empty where nothing of it is known."""
    sort: str
    """Its sort, or else itself."""
    has_sort: bool
    pairs: Mapping[str, int]
    """Rows of pairs that begin with the word, by what follows."""
    pairs_of_sort: Mapping[str, int]
    """The same of pairs that begin with its sort, or else with itself."""


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
    _words: dict[str, dict[str, _Word]] = field(default_factory=dict, repr=False)
    """By setting, then by word."""
    _rows: dict[int, Sums] = field(default_factory=dict, repr=False)
    _parents: dict[str, Sums] = field(default_factory=dict, repr=False)
    _facts: dict[tuple[str, float], Sums] = field(default_factory=dict, repr=False)

    def scores(self, evidence: Evidence) -> Sums:
        """One score per category, in the order of CATEGORIES; unbounded, 0 means nothing in particular."""
        words = self._read(evidence)
        different = dict(zip(evidence.words, words, strict=True)).values()
        of_words = [word.sums for word in different if word.sums]
        of_words += [self._row(place) for place in self._pairs(words)]
        totals = list(self.bias)
        _add(totals, of_words)
        _add(totals, [word.letters for word in different if word.letters])
        _add(totals, [self._parent(word) for word in dict.fromkeys(evidence.parent)])
        facts = list(map(self._facts.get, evidence.facts.items()))
        if None in facts:
            facts = [self._fact(fact) for fact in evidence.facts.items()]
        return tuple(map(sum, zip(totals, *filter(None, facts), strict=True)))

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
            size = math.sqrt(self._sums(block)[-1]) or 1.0
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

    def _sums(self, features: Iterable[str]) -> Sums:
        """What features of one block add together."""
        rows = [self._row(place) for f in features if (place := self.places.get(f)) is not None]
        return tuple(map(sum, zip(*rows, strict=True))) if rows else _NOTHING

    def _read(self, evidence: Evidence) -> list[_Word]:
        """The evidence's words with what the model knows of each."""
        setting = evidence.setting
        known = self._words.setdefault(setting, {})
        words = []
        for word in evidence.words:
            entry = known.get(word)
            if entry is None:
                if len(known) >= _REMEMBERED:
                    known.clear()
                entry = known[word] = self._word(word, setting)
            words.append(entry)
        return words

    def _word(self, word: str, setting: str) -> _Word:
        sums = self._sums(ev.of_word(word, setting))
        letters = self._sums(ev.of_letters(word)) if word.isalpha() else _NOTHING
        sort = ev.sort_of(word)
        pairs = self._pairs_by_first
        return _Word(
            word,
            () if sums is _NOTHING else sums,
            () if letters is _NOTHING else letters,
            sort or word,
            bool(sort),
            pairs.get(word, _NO_PAIRS),
            pairs.get(sort or word, _NO_PAIRS),
        )

    @cached_property
    def _pairs_by_first(self) -> Mapping[str, Mapping[str, int]]:
        """The rows of pairs by their first word, then by their second."""
        by_first: dict[str, dict[str, int]] = {}
        for feature, place in self.places.items():
            first, gap, second = feature.partition(" ")
            if gap:
                by_first.setdefault(first, {})[second] = place
        return by_first

    @staticmethod
    def _pairs(words: Sequence[_Word]) -> list[int]:
        """The rows of the neighbouring words that the model knows; nearly all that are met it does not.

        The same rows as those of `evidence.of_pair`, found without building its strings.
        """
        rows: list[int] = []
        met: set[tuple[str, str]] = set()
        for one, (second, _, _, other_sort, other_has_sort, _, _) in pairwise(words):
            first, _, _, _, has_sort, pairs, pairs_of_sort = one
            place = pairs.get(second) if pairs else None
            sorted_place = None
            if pairs_of_sort and (has_sort or other_has_sort):
                sorted_place = pairs_of_sort.get(other_sort)
            if place is None and sorted_place is None:
                continue
            if (first, second) in met:
                continue
            met.add((first, second))
            rows += [known for known in (place, sorted_place) if known is not None]
        return rows

    def _row(self, place: int) -> Sums:
        known = self._rows.get(place)
        if known is None:
            idf, start = self.idf[place], place * len(CATEGORIES)
            row = self.weights[start : start + len(CATEGORIES)]
            sums = (*(w * idf * scale for w, scale in zip(row, self.scale, strict=True)), idf * idf)
            known = self._rows[place] = sums
        return known

    def _parent(self, word: str) -> Sums:
        known = self._parents.get(word)
        return _keep(self._parents, word, self._sums(ev.of_parent(word))) if known is None else known

    def _fact(self, fact: tuple[str, float]) -> Sums:
        """What a fact adds; empty for one that the model does not know."""
        known = self._facts.get(fact)
        if known is None:
            name, strength = fact
            row = tuple(strength * weight for weight in self.facts.get(name, ()))
            known = _keep(self._facts, fact, row)
        return known


def _keep(store: dict[_Key, Sums], key: _Key, sums: Sums) -> Sums:
    if len(store) >= _REMEMBERED:
        store.clear()
    store[key] = sums
    return sums


def _add(totals: list[float], block: list[Sums]) -> None:
    """Add a block's sums, divided by the block's length, to the totals."""
    if not block:
        return
    *columns, squares = map(sum, zip(*block, strict=True))
    if squares:
        size = math.sqrt(squares)
        for at, column in enumerate(columns):
            totals[at] += column / size


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
