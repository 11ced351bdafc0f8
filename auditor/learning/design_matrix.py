"""Turns evidence into the matrix that the linear layer learns from: weighed blocks, each of length one.

Knows neither labels nor how weights are learned.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy import sparse

from auditor.engine import evidence as ev
from auditor.engine.evidence import Evidence

LEAST_POSTS = (3, 4, 3)
"""Posts that must hold a feature: words, letters, parent's words."""
FACT_SIZE = 0.03
"""The mean square root that a fact is brought to: about that of a word, so that neither drowns the other."""
Matrix: TypeAlias = sparse.csr_matrix


@dataclass(frozen=True)
class Counts:
    """Posts × features for each block of text, and posts × facts."""

    blocks: tuple[Matrix, Matrix, Matrix]
    names: tuple[list[str], list[str], list[str]]
    facts: Matrix
    fact_names: list[str]


@dataclass(frozen=True)
class Chosen:
    """The features that a selection of posts holds often enough, and what each is multiplied with."""

    kept: tuple[np.ndarray, ...]
    idf: tuple[np.ndarray, ...]
    fact_scale: np.ndarray


def count(evidence: Sequence[Evidence]) -> Counts:
    """Count every feature of every post; rare ones are left to `fit`, which sees only its own posts."""
    per_post = [ev.blocks(one) for one in evidence]
    counted = [_matrix([blocks[at] for blocks in per_post]) for at in range(3)]
    fact_names = sorted({fact for one in evidence for fact in one.facts})
    column = {fact: at for at, fact in enumerate(fact_names)}
    facts = sparse.lil_matrix((len(evidence), len(fact_names)))
    for row, one in enumerate(evidence):
        for fact, strength in one.facts.items():
            facts[row, column[fact]] = strength
    (words, w), (letters, c), (parents, p) = counted
    return Counts((words, letters, parents), (w, c, p), facts.tocsr(), fact_names)


def _matrix(rows: Iterable[Iterable[str]]) -> tuple[Matrix, list[str]]:
    column: dict[str, int] = {}
    indices, bounds = array("l"), array("l", [0])
    for row in rows:
        indices.extend(column.setdefault(feature, len(column)) for feature in row)
        bounds.append(len(indices))
    data = np.ones(len(indices))
    matrix = sparse.csr_matrix(
        (data, np.array(indices), np.array(bounds)), shape=(len(bounds) - 1, len(column))
    )
    matrix.sum_duplicates()
    return matrix, list(column)


def design(counts: Counts, rows: np.ndarray, chosen: Chosen) -> Matrix:
    """The weighed features of some posts, each block of length one, then the facts."""
    parts = []
    for block, columns, weight in zip(counts.blocks, chosen.kept, chosen.idf, strict=True):
        part = block[rows][:, columns]
        # Each occurrence counts by itself, so that the run-time may add up words it has met before.
        length = np.sqrt(np.asarray(part @ (weight**2)).ravel())
        length[length == 0] = 1.0
        parts.append(sparse.diags(1 / length) @ part @ sparse.diags(weight))
    return sparse.hstack([*parts, counts.facts[rows] @ sparse.diags(chosen.fact_scale)]).tocsr()


def select(counts: Counts, rows: np.ndarray) -> Chosen:
    """What may be learned from these posts."""
    kept, idf = [], []
    for block, least in zip(counts.blocks, LEAST_POSTS, strict=True):
        held = np.asarray((block[rows] > 0).sum(axis=0)).ravel()
        columns = np.flatnonzero(held >= least)
        kept.append(columns)
        idf.append(np.log((1 + len(rows)) / (1 + held[columns])) + 1)
    facts = counts.facts[rows]
    size = np.sqrt(np.asarray(facts.multiply(facts).mean(axis=0)).ravel())
    scale = np.minimum(FACT_SIZE / np.maximum(size, 1e-9), 1.0) * (size > 0)
    return Chosen(tuple(kept), tuple(idf), scale)
