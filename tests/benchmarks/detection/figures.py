"""Counts verdicts against labels, and turns counts into precision, recall, F1, shares and their intervals.

Counts add up, so that a file, a persona or a resampled set of personas is measured by the same few lines.
Knows nothing of who reached the verdicts.
"""

from __future__ import annotations

import random
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from auditor.learning.posts import is_ordinary
from auditor.model import Category, Severity, Span
from tests.benchmarks.detection.verdicts import CATEGORIES, Judged, Verdicts

BANDS = (0.0, 0.3, 0.45, 0.6, 0.75, 0.9, 1.0)
"""Bounds of the reliability table; a band holds its lower bound, the last both."""
BIO_ROW = "bio-disclaimer"
ROUNDS, SEED = 1000, 20261122
_PHI = Category.PHI.value

Key = tuple[str, ...]
Counts = Counter[Key]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Row:
    """One category's verdicts against its labels."""

    right: int
    false: int
    missed: int

    @property
    def labelled(self) -> int:
        """Texts that carry the label."""
        return self.right + self.missed

    @property
    def precision(self) -> float | None:
        """Of what was said, the share that is right; None where nothing was said."""
        return Share(self.right, self.right + self.false).value

    @property
    def recall(self) -> float | None:
        """Of what is labelled, the share that was said; None where nothing is labelled."""
        return Share(self.right, self.labelled).value

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; None where nothing was said or labelled."""
        return Share(2 * self.right, 2 * self.right + self.false + self.missed).value


def count(verdicts: Verdicts, judged: Sequence[Judged]) -> Counts:
    """The counts over some of a source's verdicts."""
    counts: Counts = Counter()
    for one in judged:
        counts.update(_outcomes(one, verdicts.categories))
        counts.update(_confidences(one, verdicts.categories))
        if one.text.kind != "bio":
            counts.update(_alarms(one))
            counts.update(_of_patients(one, verdicts.has_spans))
    return counts


def row_of(one: Judged, category: str) -> str | None:
    """In which row of the table this text's verdict in a category is counted; None: in none."""
    if one.text.kind != "bio":
        return category
    return BIO_ROW if category == Category.DISCLAIMER else None


def _outcomes(one: Judged, categories: Sequence[str]) -> Iterator[Key]:
    for category in categories:
        row = row_of(one, category)
        is_labelled, is_said = category in one.text.labels, category in one.claims
        if row and (is_labelled or is_said):
            yield row, "right" if is_labelled and is_said else "missed" if is_labelled else "false"


def _confidences(one: Judged, categories: Sequence[str]) -> Iterator[Key]:
    for category in categories:
        claim, row = one.claims.get(category), row_of(one, category)
        if claim is not None and claim.confidence is not None and row:
            band = str(band_of(claim.confidence))
            yield "band", row, band, "said"
            if category in one.text.labels:
                yield "band", row, band, "right"


def band_of(confidence: float) -> int:
    """The place in BANDS of a stated confidence."""
    return max(at for at, low in enumerate(BANDS[:-1]) if low <= max(0.0, confidence))


def _alarms(one: Judged) -> Iterator[Key]:
    if one.text.labels:
        return
    for where in ("all", "ordinary") if is_ordinary(one.text.persona.file) else ("all",):
        yield "clean", where
        for category in one.claims:
            yield "alarm", where, category
        if one.claims:
            yield "alarm", where, "any"


def _of_patients(one: Judged, has_spans: bool) -> Iterator[Key]:
    if _PHI not in one.text.labels:
        return
    claim = one.claims.get(_PHI)
    if one.text.severity == Severity.HIGH:
        yield "high", "labelled"
        if claim:
            yield "high", "said"
    for gold in one.text.spans if has_spans else ():
        touching = [s for s in (claim.spans if claim else ()) if _touches(s, gold.start, gold.end)]
        for kind in ("all", gold.type):
            yield "span", kind, "labelled"
            if touching:
                yield "span", kind, "touched"
            if any(span.type == gold.type for span in touching):
                yield "span", kind, "right type"


def _touches(span: Span, start: int, end: int) -> bool:
    return span.start < end and start < span.end


@dataclass(frozen=True, slots=True)
class Figures:
    """What counts amount to."""

    counts: Counts

    def row(self, name: str) -> Row:
        """The row of a category, or of BIO_ROW."""
        return Row(*(self.counts[name, what] for what in ("right", "false", "missed")))

    def high(self) -> Share:
        """Of the posts whose phi is of high severity, those found."""
        return Share(self.counts["high", "said"], self.counts["high", "labelled"])

    def spans(self, kind: str = "all", what: str = "touched") -> Share:
        """Of the marked details in phi posts (of one type), those `touched`, or touched as `right type`."""
        return Share(self.counts["span", kind, what], self.counts["span", kind, "labelled"])

    def span_types(self) -> list[str]:
        """The types that are marked at all, the most frequent first."""
        many = {k[1]: n for k, n in self.counts.items() if k[0] == "span" and k[2] == "labelled"}
        return sorted(many.keys() - {"all"}, key=lambda kind: (-many[kind], kind))

    def alarms(self, where: str, category: str = "any") -> Share:
        """Of posts without a label, in `all` files or the `ordinary` ones, with something said of them."""
        return Share(self.counts["alarm", where, category], self.counts["clean", where])

    def band(self, row: str, at: int) -> Share:
        """Of the verdicts stated with a confidence of this band, those that are right."""
        return Share(*(self.counts["band", row, str(at), what] for what in ("right", "said")))

    def measures(self) -> dict[str, float]:
        """The figures that intervals are given for, by name; without those that are of nothing."""
        found: dict[str, float | None] = {}
        for name in (*CATEGORIES, BIO_ROW):
            row = self.row(name)
            if row.right or row.false or row.missed:
                found |= {
                    f"{name} precision": row.precision,
                    f"{name} recall": row.recall,
                    f"{name} F1": row.f1,
                }
        found["phi of high severity, recall"] = self.high().value
        found["phi spans touched"] = self.spans().value
        found["phi spans of the right type"] = self.spans(what="right type").value
        for where in ("all", "ordinary"):
            found[f"false alarms of phi, {where} clean posts"] = self.alarms(where, _PHI).value
            found[f"false alarms of any kind, {where} clean posts"] = self.alarms(where).value
        return {name: value for name, value in found.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure, and between which bounds it lies in 95 of a hundred resampled sets of personas."""

    value: float
    low: float
    high: float


def intervals(people: Sequence[Counts], rounds: int = ROUNDS, seed: int = SEED) -> dict[str, Interval]:
    """Bootstrap intervals by personas, whose posts resemble each other as no independent posts would.

    A figure that is undefined in a resampled set (nobody in it has the label) is left out of that round.
    """
    whole = Figures(sum(people, Counter())).measures()
    keys = [
        key
        for key in sum(people, Counter())
        if key[0] != "band" and not (key[0] == "span" and key[1] != "all")
    ]
    columns = [[person[key] for person in people] for key in keys]
    chance = random.Random(seed)
    drawn: dict[str, list[float]] = {name: [] for name in whole}
    for _ in range(rounds):
        times = Counter(chance.choices(range(len(people)), k=len(people)))
        totals = (sum(column[at] * many for at, many in times.items()) for column in columns)
        figures = Figures(Counter(dict(zip(keys, totals, strict=True)))).measures()
        for name, value in figures.items():
            drawn[name].append(value)
    return {name: _interval(value, drawn[name]) for name, value in whole.items()}


def _interval(value: float, drawn: Sequence[float]) -> Interval:
    if len(drawn) < 2:
        return Interval(value, value, value)
    cuts = statistics.quantiles(drawn, n=40, method="inclusive")
    return Interval(value, cuts[0], cuts[-1])


def band_names() -> list[str]:
    """The bands as they stand over the reliability table."""
    return [f"{low:.2f}-{high:.2f}" for low, high in pairwise(BANDS)]
