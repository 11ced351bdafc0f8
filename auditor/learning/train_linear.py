"""Trains, cross-validates and exports the linear layer.

    python -m auditor.learning.train_linear --cross-validate     # out-of-fold figures, split by file
    python -m auditor.learning.train_linear --ship               # all files; writes the weight file

Needs the extra `learn`. Thresholds and calibration are chosen inside the training
folds only. Never imported at run time.
"""

from __future__ import annotations

import argparse
import json
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from scipy import optimize, sparse, special
from sklearn.linear_model import LogisticRegression

from auditor.engine import evidence as ev
from auditor.engine.evidence import Evidence
from auditor.engine.linear import CATEGORIES, LinearModel, pack
from auditor.learning import labelled
from auditor.learning.measures import Table, ordinary_alarms, reliability
from auditor.learning.posts import LabelledPost, posts

FOLDS, INNER_FOLDS, SEED = 7, 3, 20261122
STRENGTH, STEPS = 4.0, 60
"""Inverse strength of the pull towards zero, and the steps after which learning stops."""
LEAST_POSTS = (3, 4, 3)  # posts that must hold a feature: words, letters, parent's words
# The share of ordinary clean posts that may be flagged falsely; where the budget goes matters less than its sum.
MOST_FALSE_ALARMS = {
    "phi": 0.01,
    "advice": 0.006,
    "disclaimer": 0.006,
    "coi": 0.006,
    "mixing": 0.012,
    "conduct": 0.006,
}
SHIPPED = Path(__file__).parents[1] / "engine" / "data" / "linear.bin.gz"
Matrix = sparse.csr_matrix


@dataclass(frozen=True)
class Counts:
    """Posts × features for each block of text, and posts × facts."""

    blocks: tuple[Matrix, Matrix, Matrix]
    names: tuple[list[str], list[str], list[str]]
    facts: Matrix
    fact_names: list[str]


@dataclass(frozen=True)
class Weights:
    """What was learned of one selection of posts."""

    kept: tuple[np.ndarray, ...]
    idf: tuple[np.ndarray, ...]
    coefficients: np.ndarray
    bias: np.ndarray


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


def design(counts: Counts, rows: np.ndarray, kept: Sequence[np.ndarray], idf: Sequence[np.ndarray]) -> Matrix:
    """The weighed features of some posts, each block of length one, then the facts."""
    parts = []
    for block, columns, weight in zip(counts.blocks, kept, idf, strict=True):
        part = block[rows][:, columns]
        # Each occurrence counts by itself, so that the run-time may add up words it has met before.
        length = np.sqrt(np.asarray(part @ (weight**2)).ravel())
        length[length == 0] = 1.0
        parts.append(sparse.diags(1 / length) @ part @ sparse.diags(weight))
    return sparse.hstack([*parts, counts.facts[rows]]).tocsr()


def select(counts: Counts, rows: np.ndarray) -> tuple[tuple[np.ndarray, ...], tuple[np.ndarray, ...]]:
    """The features that enough of these posts hold, and their inverse document frequency."""
    kept, idf = [], []
    for block, least in zip(counts.blocks, LEAST_POSTS, strict=True):
        held = np.asarray((block[rows] > 0).sum(axis=0)).ravel()
        columns = np.flatnonzero(held >= least)
        kept.append(columns)
        idf.append(np.log((1 + len(rows)) / (1 + held[columns])) + 1)
    return tuple(kept), tuple(idf)


def learn(features: Matrix, truth: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients (features × categories) and biases of logistic regressions, all learned together."""
    (_, many), categories = features.shape, truth.shape[1]
    sign = np.where(truth, 1.0, -1.0)
    pull = (STRENGTH * weight)[:, None]
    across = features.T.tocsr()

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        coefficients, bias = flat[: many * categories].reshape(many, categories), flat[many * categories :]
        margin = (features @ coefficients + bias) * sign
        slope = -sign * pull * special.expit(-margin)
        value = (pull * np.logaddexp(0, -margin)).sum() + (coefficients**2).sum() / 2
        return float(value), np.concatenate([(across @ slope + coefficients).ravel(), slope.sum(axis=0)])

    start = np.zeros(many * categories + categories)
    found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    return found[: many * categories].reshape(many, categories), found[many * categories :]


def platt(scores: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """The a and b that turn scores into probabilities (Platt 1999)."""
    model = LogisticRegression(C=1e6, solver="lbfgs").fit(scores.reshape(-1, 1), truth)
    return max(float(model.coef_[0, 0]), 1e-3), float(model.intercept_[0])


def threshold(probability: np.ndarray, truth: np.ndarray, is_ordinary: np.ndarray, most: float) -> float:
    """The probability of best F1 among those that keep false alarms on ordinary clean posts under `most`."""
    clean = np.sort(probability[is_ordinary & ~truth])[::-1]
    floor = clean[int(most * len(clean))] if len(clean) else 0.0
    best, at = 0.0, 0.5
    for candidate in np.unique(np.round(np.concatenate([[floor + 1e-6], np.linspace(0.05, 0.95, 91)]), 4)):
        said = probability >= max(candidate, floor + 1e-9)
        hit = (said & truth).sum()
        f1 = 2 * hit / max(said.sum() + truth.sum(), 1)
        if f1 > best:
            best, at = f1, max(float(candidate), float(floor + 1e-9))
    return at


def folds_of(files: np.ndarray, many: int) -> np.ndarray:
    """For each post its fold; all posts of a file are in one."""
    names = sorted(set(files), key=lambda name: sha256(f"{SEED}{name}".encode()).digest())
    place = {name: at % many for at, name in enumerate(names)}
    return np.array([place[name] for name in files])


@dataclass(frozen=True)
class Task:
    """Everything that learning needs, row by row."""

    counts: Counts
    truth: np.ndarray
    files: np.ndarray
    is_ordinary: np.ndarray
    weight: np.ndarray


def task(rows: Sequence[LabelledPost]) -> Task:
    """The learning task that these posts pose."""
    truth = np.array([[c in row.labels for c in CATEGORIES] for row in rows])
    is_ordinary = np.array([row.is_ordinary for row in rows])
    return Task(
        counts=count([row.evidence for row in rows]),
        truth=truth,
        files=np.array([row.file for row in rows]),
        is_ordinary=is_ordinary,
        # Ordinary life is rare in the corpora and nearly all there is outside them.
        weight=np.where(is_ordinary & ~truth.any(axis=1), 3.0, 1.0),
    )


def inner_scores(job: Task, rows: np.ndarray) -> np.ndarray:
    """Out-of-fold scores within `rows`, a column per category."""
    inner = folds_of(job.files[rows], INNER_FOLDS)
    scores = np.zeros((len(rows), len(CATEGORIES)))
    for fold in range(INNER_FOLDS):
        here, there = np.flatnonzero(inner != fold), np.flatnonzero(inner == fold)
        kept, idf = select(job.counts, rows[here])
        train, test = (design(job.counts, rows[part], kept, idf) for part in (here, there))
        coefficients, bias = learn(train, job.truth[rows[here]], job.weight[rows[here]])
        scores[there] = test @ coefficients + bias
    return scores


@dataclass(frozen=True)
class Fitted:
    """One model with what was chosen for it inside its own training posts."""

    weights: Weights
    platt: list[tuple[float, float]]
    thresholds: list[float]


def fit(job: Task, rows: np.ndarray) -> Fitted:
    """Learn from these posts alone: features, weights, calibration, thresholds."""
    scores = inner_scores(job, rows)
    calibration, thresholds = [], []
    for c, name in enumerate(CATEGORIES):
        truth = job.truth[rows, c]
        a, b = platt(scores[:, c], truth)
        calibration.append((a, b))
        probability = special.expit(a * scores[:, c] + b)
        thresholds.append(threshold(probability, truth, job.is_ordinary[rows], MOST_FALSE_ALARMS[name]))
    kept, idf = select(job.counts, rows)
    features = design(job.counts, rows, kept, idf)
    coefficients, bias = learn(features, job.truth[rows], job.weight[rows])
    return Fitted(Weights(kept, idf, coefficients.T, bias), calibration, thresholds)


def predict(job: Task, rows: np.ndarray, fitted: Fitted) -> np.ndarray:
    """Calibrated probabilities of these posts, a column per category."""
    w = fitted.weights
    scores = design(job.counts, rows, w.kept, w.idf) @ w.coefficients.T + w.bias
    a, b = (np.array(column) for column in zip(*fitted.platt, strict=True))
    return np.asarray(special.expit(scores * a + b))


def cross_validate(job: Task, say: Callable[[str], None]) -> tuple[np.ndarray, np.ndarray]:
    """Out-of-fold probabilities and verdicts; nothing of a fold was seen by what judges it."""
    folds = folds_of(job.files, FOLDS)
    probability = np.zeros(job.truth.shape)
    verdict = np.zeros(job.truth.shape, dtype=bool)
    for fold in range(FOLDS):
        rows, held = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        fitted = fit(job, rows)
        probability[held] = predict(job, held, fitted)
        verdict[held] = probability[held] >= np.array(fitted.thresholds)
        say(f"fold {fold + 1}/{FOLDS}: {len(rows)} posts learned, {len(held)} judged")
    return probability, verdict


def export(job: Task, fitted: Fitted, record: dict[str, object]) -> LinearModel:
    """The model as the run-time reads it: a byte per weight."""
    w = fitted.weights
    features = [
        name for names, kept in zip(job.counts.names, w.kept, strict=True) for name in np.array(names)[kept]
    ]
    text = w.coefficients[:, : len(features)]
    scale = np.abs(text).max(axis=1) / 127
    rows = np.round(text / scale[:, None]).astype(np.int8).T
    facts = w.coefficients[:, len(features) :]
    return LinearModel(
        places={str(feature): at for at, feature in enumerate(features)},
        weights=array("b", np.ascontiguousarray(rows).tobytes()),
        idf=array("f", np.concatenate(w.idf).astype(np.float32).tobytes()),
        scale=[float(s) for s in scale],
        facts={n: [round(float(v), 5) for v in facts[:, at]] for at, n in enumerate(job.counts.fact_names)},
        bias=[float(b) for b in w.bias],
        platt=fitted.platt,
        record=record,
    )


def record_of(paths: Sequence[Path], fitted: Fitted) -> dict[str, object]:
    """What an artefact tells of itself."""
    own = [Path(__file__), Path(labelled.__file__), Path(ev.__file__)]
    return {
        "data": labelled.digest(paths),
        "files": [path.name for path in paths],
        "scripts": {p.name: sha256(p.read_bytes()).hexdigest() for p in own},
        "seed": SEED,
        "strength": STRENGTH,
        "steps": STEPS,
        "thresholds": {c: round(t, 4) for c, t in zip(CATEGORIES, fitted.thresholds, strict=True)},
    }


def main() -> None:
    """Cross-validate or ship."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--ship", action="store_true")
    parser.add_argument("--words-only", action="store_true", help="leave out what the rules said")
    parser.add_argument(
        "--out-of-fold", type=Path, help="write probabilities of cross-validation as JSON Lines"
    )
    arguments = parser.parse_args()
    paths = sorted(labelled.CORPORA.glob("*.jsonl"))
    rows = list(posts(paths, with_rules=not arguments.words_only))
    job = task(rows)
    print(f"{len(rows)} posts of {len(paths)} files, {sum(map(len, job.counts.names))} features")  # noqa: T201
    if arguments.cross_validate:
        probability, verdict = cross_validate(job, lambda line: print(line, flush=True))  # noqa: T201
        print(Table.of(job.truth, verdict, CATEGORIES))  # noqa: T201
        print(ordinary_alarms(job.truth, verdict, job.is_ordinary, CATEGORIES))  # noqa: T201
        print(reliability(job.truth, probability, CATEGORIES))  # noqa: T201
        if arguments.out_of_fold:
            with arguments.out_of_fold.open("w", encoding="utf-8") as file:
                for row, p, v in zip(rows, probability, verdict, strict=True):
                    entry = {
                        "file": row.file,
                        "id": row.id,
                        "probability": p.round(4).tolist(),
                        "said": v.tolist(),
                    }
                    file.write(json.dumps(entry) + "\n")
    if arguments.ship:
        fitted = fit(job, np.arange(len(rows)))
        SHIPPED.write_bytes(pack(export(job, fitted, record_of(paths, fitted))))
        print(f"{SHIPPED.name}: {SHIPPED.stat().st_size / 1024:,.0f} kB; {fitted.thresholds}")  # noqa: T201


if __name__ == "__main__":
    main()
