"""Prints how good verdicts are: precision and recall, false alarms on ordinary posts, reliability.

Knows nothing of what reached the verdicts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np


@dataclass(frozen=True, slots=True)
class Row:
    """One category's figures."""

    name: str
    many: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Table:
    """Precision, recall and F1 by category."""

    rows: tuple[Row, ...]

    @classmethod
    def of(cls, truth: np.ndarray, verdict: np.ndarray, names: Sequence[str]) -> Table:
        """The figures of verdicts against labels, both posts × categories."""
        rows = []
        for at, name in enumerate(names):
            gold, said = truth[:, at], verdict[:, at]
            hit = int((gold & said).sum())
            precision, recall = hit / max(int(said.sum()), 1), hit / max(int(gold.sum()), 1)
            f1 = 2 * hit / max(int(said.sum() + gold.sum()), 1)
            rows.append(Row(name, int(gold.sum()), precision, recall, f1))
        return cls(tuple(rows))

    def __str__(self) -> str:
        lines = [f"{'category':<12}{'n':>6}{'precision':>11}{'recall':>8}{'F1':>8}"]
        lines += [
            f"{r.name:<12}{r.many:>6}{r.precision:>11.3f}{r.recall:>8.3f}{r.f1:>8.3f}" for r in self.rows
        ]
        return "\n".join(lines)


def ordinary_alarms(
    truth: np.ndarray, verdict: np.ndarray, is_ordinary: np.ndarray, names: Sequence[str]
) -> str:
    """False alarms per hundred posts without any label on ordinary accounts, by category and in all."""
    clean = is_ordinary & ~truth.any(axis=1)
    shares = {name: 100 * verdict[clean, at].mean() for at, name in enumerate(names)}
    shares["any"] = 100 * verdict[clean].any(axis=1).mean()
    told = ", ".join(f"{name} {share:.2f}" for name, share in shares.items())
    return f"false alarms per hundred of {int(clean.sum())} ordinary clean posts: {told}"


def reliability(truth: np.ndarray, probability: np.ndarray, names: Sequence[str]) -> str:
    """For bands of stated probability: how many posts, and how many of a hundred carry the label."""
    bounds = np.array([0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0001])
    lines = ["stated      " + "".join(f"{low:>9.2f}-{min(high, 1):.2f}" for low, high in pairwise(bounds))]
    for at, name in enumerate(names):
        cells = []
        for low, high in pairwise(bounds):
            band = (probability[:, at] >= low) & (probability[:, at] < high)
            share = f"{truth[band, at].mean():.2f}" if band.any() else "-"
            cells.append(f"{share + ' of ' + str(int(band.sum())):>14}")
        lines.append(f"{name:<12}" + "".join(cells))
    return "\n".join(lines)
