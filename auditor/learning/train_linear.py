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
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from scipy import special
from sklearn.feature_extraction import DictVectorizer

from auditor.engine import evidence as ev
from auditor.engine import scoring
from auditor.engine.linear import CATEGORIES, LinearModel, pack
from auditor.engine.second_opinion import Verdict, verdicts
from auditor.learning import design_matrix, labelled, regression, train_story
from auditor.learning.design_matrix import FACT_SIZE, Chosen, Counts, Matrix, count, design, select
from auditor.learning.measures import Table, ordinary_alarms, reliability
from auditor.learning.posts import LabelledPost, posts
from auditor.learning.regression import SEED, STEPS, STRENGTH, folds_of, learn, platt

FOLDS, INNER_FOLDS = 7, 3
LEAST_SURE = {"phi": 0.3}
LEAST_SURE_ELSE = 0.6
"""Where the rules are silent, words have to be this sure; for phi a miss is worse than an alarm."""
# The share of ordinary clean posts that may be flagged falsely.
MOST_FALSE_ALARMS = {
    "phi": 0.03,
    "advice": 0.01,
    "disclaimer": 0.01,
    "coi": 0.01,
    "mixing": 0.02,
    "conduct": 0.01,
}
LEAST_RIGHT, LEAST_MANY = 0.75, 10
"""The share of mixing added on personal accounts by words alone that has to be right, and of how many."""
PHI, ADVICE, MIXING = (CATEGORIES.index(name) for name in ("phi", "advice", "mixing"))
SHIPPED = Path(__file__).parents[1] / "engine" / "data" / "linear.bin.gz"


@dataclass(frozen=True)
class Weights:
    """What was learned of one selection of posts."""

    chosen: Chosen
    coefficients: np.ndarray
    bias: np.ndarray


def threshold(
    probability: np.ndarray,
    truth: np.ndarray,
    fired: np.ndarray,
    direct: np.ndarray,
    clean: np.ndarray,
    *,
    most: float,
    lowest: float,
) -> tuple[float, float]:
    """From which probability a category is added, and under which a rule's word is put in doubt.

    The pair of best F1 among those that flag at most a share `most` of the ordinary clean posts (`clean`) and
    add nothing under `lowest`.
    """
    best, chosen = -np.inf, (0.95, 0.95)
    for least in np.arange(lowest, 0.96, 0.025):
        for veto in np.arange(0.0, least + 0.001, 0.05):
            said = np.where(fired, direct | (probability >= veto), probability >= least)
            f1 = 2 * (said & truth).sum() / max(said.sum() + truth.sum(), 1)
            alarms = said[clean].mean() if clean.any() else 0.0
            # Over the budget only what keeps closest to it is left to choose from.
            worth = f1 if alarms <= most else f1 - 1 - alarms
            if worth > best + 1e-6:
                best, chosen = worth, (float(least), float(veto))
    return chosen


@dataclass(frozen=True)
class Task:
    """Everything that learning needs, row by row."""

    counts: Counts
    truth: np.ndarray
    files: np.ndarray
    is_ordinary: np.ndarray
    is_personal: np.ndarray
    fired: np.ndarray
    direct: np.ndarray
    weight: np.ndarray
    signals: Matrix
    """What the weights behind the rules of phi weigh; those are learned anew in every fold."""
    is_barred: np.ndarray
    """Personal posts that tell nothing of care: words alone don't make them mixing."""


def task(rows: Sequence[LabelledPost]) -> Task:
    """The learning task that these posts pose."""
    truth = np.array([[c in row.labels for c in CATEGORIES] for row in rows])
    is_ordinary = np.array([row.is_ordinary for row in rows])
    return Task(
        counts=count([row.evidence for row in rows]),
        truth=truth,
        files=np.array([row.file for row in rows]),
        is_ordinary=is_ordinary,
        is_personal=np.array([row.is_personal for row in rows]),
        fired=np.array([row.fired for row in rows]),
        direct=np.array([row.direct for row in rows]),
        # Ordinary life is rare in the corpora and nearly all there is outside them.
        weight=np.where(is_ordinary & ~truth.any(axis=1), 3.0, 1.0),
        signals=DictVectorizer().fit_transform([{"": 1.0, **row.signals} for row in rows]),
        is_barred=np.array(
            [row.is_personal and not row.fired[MIXING] and not ev.tells_of_care(row.evidence) for row in rows]
        ),
    )


def inner_scores(job: Task, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Out-of-fold scores within `rows`, a column per category, and what the rules say out of fold."""
    inner = folds_of(job.files[rows], INNER_FOLDS)
    scores, fired = np.zeros((len(rows), len(CATEGORIES))), job.fired[rows]
    for fold in range(INNER_FOLDS):
        here, there = np.flatnonzero(inner != fold), np.flatnonzero(inner == fold)
        chosen = select(job.counts, rows[here])
        train, test = (design(job.counts, rows[part], chosen) for part in (here, there))
        coefficients, bias = learn(train, job.truth[rows[here]], job.weight[rows[here]])
        scores[there] = test @ coefficients + bias
        fired[there] = fired_by(job, rows[here], rows[there])
    return scores, fired


def fired_by(job: Task, learned: np.ndarray, judged: np.ndarray) -> np.ndarray:
    """What rules that have not seen these posts say of them.

    The shipped weights behind the rules of phi have seen every post, so they are learned anew from `learned`.
    """
    fired = job.fired[judged].copy()
    model = train_story.learn(job.signals[learned], job.truth[learned, PHI])
    fired[:, PHI] = model.predict_proba(job.signals[judged])[:, 1] >= scoring.story_weights().threshold
    return fired


@dataclass(frozen=True)
class Fitted:
    """One model with what was chosen for it inside its own training posts."""

    weights: Weights
    platt: list[tuple[float, float]]
    thresholds: list[float]
    vetoes: list[float]
    personal_mixing: float


def fit(job: Task, rows: np.ndarray) -> Fitted:
    """Learn from these posts alone: features, weights, calibration, thresholds."""
    scores, fired = inner_scores(job, rows)
    clean = job.is_ordinary[rows] & ~job.truth[rows].any(axis=1)
    calibration, pairs = [], []
    probability = np.zeros(scores.shape)
    for c, name in enumerate(CATEGORIES):
        truth = job.truth[rows, c]
        a, b = platt(scores[:, c], truth)
        calibration.append((a, b))
        probability[:, c] = special.expit(a * scores[:, c] + b)
        probability[job.is_barred[rows] & (c == MIXING), c] = 0.0
        pairs.append(
            threshold(
                probability[:, c],
                truth,
                fired[:, c],
                job.direct[rows, c],
                clean,
                most=MOST_FALSE_ALARMS[name],
                lowest=LEAST_SURE.get(name, LEAST_SURE_ELSE),
            )
        )
    chosen = select(job.counts, rows)
    features = design(job.counts, rows, chosen)
    coefficients, bias = learn(features, job.truth[rows], job.weight[rows])
    thresholds, vetoes = [t for t, _ in pairs], [v for _, v in pairs]
    least = personal_mixing(job, rows, fired, probability, thresholds, vetoes)
    return Fitted(Weights(chosen, coefficients.T, bias), calibration, thresholds, vetoes, least)


def personal_mixing(
    job: Task,
    rows: np.ndarray,
    fired: np.ndarray,
    probability: np.ndarray,
    thresholds: list[float],
    vetoes: list[float],
) -> float:
    """From which probability words alone make a personal post mixed; 1.01 where they are never right enough.

    The best F1 of mixing on personal accounts among thresholds whose additions are right often enough.
    """
    here = np.flatnonzero(job.is_personal[rows])
    p, truth, has_fired = probability[here], job.truth[rows[here], MIXING], fired[here]
    said = np.where(has_fired, p >= vetoes, p >= thresholds) | job.direct[rows[here]]
    implied = said[:, PHI] | said[:, ADVICE] | (has_fired[:, MIXING] & said[:, MIXING])
    best, chosen = -1.0, 1.01
    for least in (1.01, *np.arange(0.975, LEAST_SURE_ELSE - 0.001, -0.025)):
        added = ~implied & ~has_fired[:, MIXING] & (p[:, MIXING] >= least)
        if least <= 1 and (added.sum() < LEAST_MANY or truth[added].mean() < LEAST_RIGHT):
            continue
        verdict = implied | added
        f1 = 2 * (verdict & truth).sum() / max(verdict.sum() + truth.sum(), 1)
        if f1 > best + 1e-6:
            best, chosen = f1, float(least)
    return chosen


def predict(job: Task, rows: np.ndarray, fitted: Fitted) -> np.ndarray:
    """Calibrated probabilities of these posts, a column per category."""
    w = fitted.weights
    scores = design(job.counts, rows, w.chosen) @ w.coefficients.T + w.bias
    a, b = (np.array(column) for column in zip(*fitted.platt, strict=True))
    probability = np.asarray(special.expit(scores * a + b))
    probability[job.is_barred[rows], MIXING] = 0.0
    return probability


@dataclass(frozen=True)
class OutOfFold:
    """What was said of every post by what had not seen it; posts × categories."""

    probability: np.ndarray
    verdict: np.ndarray
    fired: np.ndarray


def cross_validate(job: Task, say: Callable[[str], None]) -> OutOfFold:
    """Probabilities, verdicts and the rules' word; nothing of a fold was seen by what judges it."""
    folds = folds_of(job.files, FOLDS)
    probability = np.zeros(job.truth.shape)
    verdict, fired = (np.zeros(job.truth.shape, dtype=bool) for _ in range(2))
    for fold in range(FOLDS):
        rows, held = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        fitted = fit(job, rows)
        probability[held] = predict(job, held, fitted)
        fired[held] = fired_by(job, rows, held)
        for row in held:
            chosen = verdicts(
                probability[row],
                fired[row],
                job.direct[row],
                job.is_personal[row],
                fitted.thresholds,
                fitted.vetoes,
                fitted.personal_mixing,
            )
            verdict[row] = [one in (Verdict.KEEP, Verdict.ADD) for one in chosen]
        say(f"fold {fold + 1}/{FOLDS}: {len(rows)} posts learned, {len(held)} judged")
    return OutOfFold(probability, verdict, fired)


def export(job: Task, fitted: Fitted, record: dict[str, object]) -> LinearModel:
    """The model as the run-time reads it: a byte per weight."""
    w = fitted.weights
    features = [
        name
        for names, kept in zip(job.counts.names, w.chosen.kept, strict=True)
        for name in np.array(names)[kept]
    ]
    text = w.coefficients[:, : len(features)]
    scale = np.abs(text).max(axis=1) / 127
    rows = np.round(text / scale[:, None]).astype(np.int8).T
    facts = w.coefficients[:, len(features) :] * w.chosen.fact_scale
    return LinearModel(
        places={str(feature): at for at, feature in enumerate(features)},
        weights=array("b", np.ascontiguousarray(rows).tobytes()),
        idf=array("f", np.concatenate(w.chosen.idf).astype(np.float32).tobytes()),
        scale=[float(s) for s in scale],
        facts={
            n: [round(float(v), 5) for v in facts[:, at]]
            for at, n in enumerate(job.counts.fact_names)
            if w.chosen.fact_scale[at]
        },
        bias=[float(b) for b in w.bias],
        platt=fitted.platt,
        record=record,
    )


def record_of(paths: Sequence[Path], fitted: Fitted) -> dict[str, object]:
    """What an artefact tells of itself."""
    modules = (design_matrix, regression, train_story, labelled, ev)
    own = [Path(__file__), *(Path(str(module.__file__)) for module in modules)]
    return {
        "data": labelled.digest(paths),
        "files": [path.name for path in paths],
        "scripts": {p.name: sha256(p.read_bytes()).hexdigest() for p in own},
        "seed": SEED,
        "strength": STRENGTH,
        "steps": STEPS,
        "fact size": FACT_SIZE,
        "thresholds": {c: round(t, 4) for c, t in zip(CATEGORIES, fitted.thresholds, strict=True)},
        "vetoes": {c: round(v, 4) for c, v in zip(CATEGORIES, fitted.vetoes, strict=True)},
        "personal mixing": round(fitted.personal_mixing, 4),
    }


def _write_out_of_fold(path: Path, rows: Sequence[LabelledPost], told: OutOfFold) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row, p, v, f in zip(rows, told.probability, told.verdict, told.fired, strict=True):
            entry = {"file": row.file, "id": row.id, "probability": p.round(5).tolist()}
            entry |= {"said": v.tolist(), "fired": f.tolist()}
            file.write(json.dumps(entry) + "\n")


def main() -> None:
    """Cross-validate or ship."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--ship", action="store_true")
    parser.add_argument(
        "--out-of-fold", type=Path, help="write probabilities of cross-validation as JSON Lines"
    )
    arguments = parser.parse_args()
    paths = sorted(labelled.CORPORA.glob("*.jsonl"))
    rows = list(posts(paths))
    job = task(rows)
    print(f"{len(rows)} posts of {len(paths)} files, {sum(map(len, job.counts.names))} features")  # noqa: T201
    if arguments.cross_validate:
        told = cross_validate(job, lambda line: print(line, flush=True))  # noqa: T201
        print("rules alone, out of fold")  # noqa: T201
        print(Table.of(job.truth, told.fired, CATEGORIES))  # noqa: T201
        print(ordinary_alarms(job.truth, told.fired, job.is_ordinary, CATEGORIES))  # noqa: T201
        print("rules and words together, out of fold")  # noqa: T201
        print(Table.of(job.truth, told.verdict, CATEGORIES))  # noqa: T201
        print(ordinary_alarms(job.truth, told.verdict, job.is_ordinary, CATEGORIES))  # noqa: T201
        print(reliability(job.truth, told.probability, CATEGORIES))  # noqa: T201
        if arguments.out_of_fold:
            _write_out_of_fold(arguments.out_of_fold, rows, told)
    if arguments.ship:
        fitted = fit(job, np.arange(len(rows)))
        SHIPPED.write_bytes(pack(export(job, fitted, record_of(paths, fitted))))
        size = SHIPPED.stat().st_size / 1024
        print(f"{SHIPPED.name}: {size:,.0f} kB; {record_of(paths, fitted)}")  # noqa: T201


if __name__ == "__main__":
    main()
