"""Learns how rules, words and reader are weighed together: `engine/data/joint.json`.

    python -m auditor.learning.train_joint [--ship]     # figures out of fold; with --ship the weights

Reads what the other two layers say of posts they have not seen: `out_of_fold/linear.jsonl`
(`train_linear --cross-validate --out-of-fold …`) and `out_of_fold/reader-*.jsonl` (`train_reader --fold …`).
Needs the extra `learn`. Never imported at run time.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import special
from sklearn.linear_model import LogisticRegression

from auditor.engine import joint
from auditor.engine.joint import FEATURES, Said
from auditor.engine.linear import CATEGORIES
from auditor.engine.reader import Detail
from auditor.engine.second_opinion import Verdict, verdicts
from auditor.learning import labelled, regression
from auditor.learning.labelled import GoldSpan
from auditor.learning.measures import Table, ordinary_alarms, reliability
from auditor.learning.posts import LabelledPost, posts
from auditor.learning.regression import SEED, folds_of

OUT_OF_FOLD = Path(__file__).parent / "out_of_fold"
SHIPPED = Path(__file__).parents[1] / "engine" / "data" / "joint.json"
FOLDS, INNER_FOLDS, STRENGTH = 7, 3, 0.03
ORDINARY_WEIGHT = 2.0
"""Ordinary life is rare in the corpora and nearly all there is outside them."""
PRICE_OF_ALARMS = 1.5
"""What a share of false alarms on ordinary clean posts costs, in F1, when thresholds are chosen."""
VETO_SHARE = 0.7
"""A rule's word stands down to this share of the threshold from which a category is added without one."""
PRICE_OF_LOSS = 14.0
"""What a share of all that is rightly said costs, where the reader is not asked for it, in shares of the
ordinary clean posts it is asked about in vain: one in a hundred lost for fourteen in a hundred asked."""
GATES = (0.005, 0.01, *(round(0.01 * step, 2) for step in range(2, 61)))
"""The probabilities of words between which gates are chosen."""
LEAST_DETAILS_RIGHT = 0.7
"""The share of the reader's details in phi posts that have to touch a marked one."""


@dataclass(frozen=True)
class Task:
    """Posts of which both layers have said something unseen; arrays are posts × categories or posts."""

    rows: Sequence[LabelledPost]
    features: np.ndarray
    truth: np.ndarray
    words: np.ndarray
    fired: np.ndarray
    direct: np.ndarray
    is_personal: np.ndarray
    is_ordinary: np.ndarray
    files: np.ndarray


@dataclass(frozen=True)
class Learned:
    """Weights (categories × features), biases and thresholds."""

    weights: np.ndarray
    bias: np.ndarray
    thresholds: list[float]


def answers(folder: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """By file and id what the reader of another fold said of an item."""
    found = {}
    for path in sorted(folder.glob("reader-*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            found[entry["file"], entry["id"]] = entry
    return found


def task(rows: Sequence[LabelledPost], linear: Path, reader: Path) -> Task:
    """The posts that both files and folds speak of."""
    of_words = {}
    for line in linear.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        of_words[entry["file"], entry["id"]] = entry
    of_reader = answers(reader)
    kept = [row for row in rows if (row.file, row.id) in of_words and (row.file, row.id) in of_reader]
    said = [
        Said(
            of_words[row.file, row.id]["probability"],
            of_reader[row.file, row.id]["logits"],
            of_words[row.file, row.id]["fired"],
            row.is_personal,
            bool(row.evidence.parent),
        )
        for row in kept
    ]
    return Task(
        rows=kept,
        features=np.array([joint.features(one) for one in said]),
        truth=np.array([[c in row.labels for c in CATEGORIES] for row in kept]),
        words=np.array([one.words for one in said]),
        fired=np.array([one.rules for one in said]),
        direct=np.array([row.direct for row in kept]),
        is_personal=np.array([row.is_personal for row in kept]),
        is_ordinary=np.array([row.is_ordinary for row in kept]),
        files=np.array([row.file for row in kept]),
    )


def weigh(job: Task, here: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights and biases learned from these posts."""
    clean = job.is_ordinary[here] & ~job.truth[here].any(axis=1)
    heavy = np.where(clean, ORDINARY_WEIGHT, 1.0)
    models = [
        LogisticRegression(C=STRENGTH, max_iter=3000).fit(job.features[here], job.truth[here, c], heavy)
        for c in range(len(CATEGORIES))
    ]
    return np.array([m.coef_[0] for m in models]), np.array([m.intercept_[0] for m in models])


def probabilities(job: Task, here: np.ndarray, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Posts × categories."""
    return np.asarray(special.expit(job.features[here] @ weights.T + bias))


def learn(job: Task, here: np.ndarray) -> Learned:
    """Weights from these posts; thresholds from what weights of two thirds of their files say of the rest."""
    inner = folds_of(job.files[here], INNER_FOLDS)
    unseen = np.zeros((len(here), len(CATEGORIES)))
    for fold in range(INNER_FOLDS):
        unseen[inner == fold] = probabilities(job, here[inner == fold], *weigh(job, here[inner != fold]))
    clean = job.is_ordinary[here] & ~job.truth[here].any(axis=1)
    thresholds = [
        threshold(unseen[:, c], job.truth[here, c], job.direct[here, c], clean)
        for c in range(len(CATEGORIES))
    ]
    return Learned(*weigh(job, here), thresholds)


def threshold(p: np.ndarray, truth: np.ndarray, direct: np.ndarray, clean: np.ndarray) -> float:
    """The probability of best F1, less the price of false alarms on the ordinary clean posts (`clean`)."""
    best, chosen = -np.inf, 0.95
    for least in np.arange(0.1, 0.96, 0.01):
        said = direct | (p >= least)
        f1 = 2 * (said & truth).sum() / max(said.sum() + truth.sum(), 1)
        worth = f1 - PRICE_OF_ALARMS * (said[clean].mean() if clean.any() else 0.0)
        if worth > best + 1e-6:
            best, chosen = worth, float(least)
    return chosen


def judge(job: Task, here: np.ndarray, learned: Learned) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities, and the verdicts that the engine would come to."""
    p = probabilities(job, here, learned.weights, learned.bias)
    said = np.zeros(p.shape, dtype=bool)
    for at, row in enumerate(here):
        chosen = verdicts(
            p[at].tolist(),
            job.fired[row],
            joint.undoubted(p[at].tolist(), job.words[row], job.fired[row], job.direct[row]),
            bool(job.is_personal[row]),
            learned.thresholds,
            [VETO_SHARE * least for least in learned.thresholds],
        )
        said[at] = [one in (Verdict.KEEP, Verdict.ADD) for one in chosen]
    return p, said


def cross_validate(job: Task) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities and verdicts by weights and thresholds that have not seen the post's file."""
    folds = folds_of(job.files, FOLDS)
    p, said = np.zeros(job.truth.shape), np.zeros(job.truth.shape, dtype=bool)
    for fold in range(FOLDS):
        held = np.flatnonzero(folds == fold)
        p[held], said[held] = judge(job, held, learn(job, np.flatnonzero(folds != fold)))
    return p, said


def gates(job: Task, said: np.ndarray) -> dict[str, float]:
    """From which probability of words the reader is asked: what costs least, by questions and by loss.

    One price for all categories, spent where it saves most: a gate of its own for each let mixing alone ask
    about a sixth of the ordinary posts. One gate after the other is set anew until none moves.
    """
    clean = ~job.truth.any(axis=1)
    clean &= job.is_ordinary | ~job.is_ordinary[clean].any()
    right = said & job.truth

    def price(chosen: dict[str, float]) -> float:
        is_asked = asked(job, chosen)
        return float(
            is_asked[clean].mean() + PRICE_OF_LOSS * (right & ~is_asked[:, None]).sum() / right.sum()
        )

    chosen: dict[str, float] = dict.fromkeys(CATEGORIES, GATES[0])
    before: dict[str, float] = {}
    while chosen != before:
        before = dict(chosen)
        for name in CATEGORIES:
            chosen[name] = min((price(chosen | {name: gate}), gate) for gate in GATES)[1]
    return chosen


def asked(job: Task, chosen: dict[str, float]) -> np.ndarray:
    """Which posts the reader is asked about."""
    return np.asarray(job.fired.any(axis=1) | (job.words >= list(chosen.values())).any(axis=1))


def least_detail(gold: Sequence[tuple[Sequence[GoldSpan], Sequence[Detail]]]) -> tuple[float, float, float]:
    """The lowest probability at which enough of the details are right; with share touched and share right."""
    for least in np.arange(0.2, 0.96, 0.02):
        found = [(spans, [d for d in details if d.probability >= least]) for spans, details in gold]
        right = sum(any(_meet(s, d) for s in spans) for spans, details in found for d in details)
        touched = sum(any(_meet(s, d) for d in details) for spans, details in found for s in spans)
        told, marked = sum(len(d) for _, d in found), sum(len(s) for s, _ in found)
        if told and right / told >= LEAST_DETAILS_RIGHT:
            return float(least), touched / max(marked, 1), right / told
    return 0.95, 0.0, 0.0


def _meet(span: GoldSpan, detail: Detail) -> bool:
    return span.start < detail.end and detail.start < span.end


def marked_details(paths: Sequence[Path], folder: Path) -> list[tuple[Sequence[GoldSpan], list[Detail]]]:
    """For every phi post that the reader was asked about unseen: the marks and what it told of."""
    told = answers(folder)
    return [
        (one.spans, [Detail(*detail) for detail in told[one.persona.file, one.id]["details"]])
        for one in labelled.read(paths)
        if "phi" in one.labels and (one.persona.file, one.id) in told
    ]


def high_recall(job: Task, said: np.ndarray) -> float:
    """The share found of phi posts with severity high."""
    high = np.array([row.severity == "high" and "phi" in row.labels for row in job.rows])
    return float(said[high, 0].mean())


def ship(job: Task, paths: Sequence[Path], least: float, chosen: dict[str, float]) -> None:
    """Writes the weights of all posts."""
    learned = learn(job, np.arange(len(job.rows)))
    own = [Path(__file__), Path(str(regression.__file__)), Path(str(joint.__file__))]
    layers = [OUT_OF_FOLD / "linear.jsonl", *sorted(OUT_OF_FOLD.glob("reader-*.jsonl"))]
    table = {
        "weights": {c: _rounded(row) for c, row in zip(CATEGORIES, learned.weights, strict=True)},
        "bias": dict(zip(CATEGORIES, _rounded(learned.bias), strict=True)),
        "thresholds": dict(zip(CATEGORIES, _rounded(learned.thresholds), strict=True)),
        "vetoes": dict(zip(CATEGORIES, _rounded([VETO_SHARE * t for t in learned.thresholds]), strict=True)),
        "gates": dict(zip(CATEGORIES, _rounded(list(chosen.values())), strict=True)),
        "least_detail": round(least, 2),
        "record": {
            "features": list(FEATURES),
            "posts": len(job.rows),
            "data_sha256": labelled.digest(paths),
            "layers_sha256": labelled.digest(layers),
            "scripts_sha256": labelled.digest(own),
            "seed": SEED,
            "strength": STRENGTH,
            "ordinary weight": ORDINARY_WEIGHT,
            "price of alarms": PRICE_OF_ALARMS,
            "price of loss": PRICE_OF_LOSS,
            "veto share": VETO_SHARE,
            "agreed": joint.AGREED,
            "least agreed": joint.LEAST_AGREED,
        },
    }
    SHIPPED.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def _rounded(values: Sequence[float] | np.ndarray) -> list[float]:
    return [round(float(value), 4) for value in values]


def _write_out_of_fold(job: Task, p: np.ndarray, said: np.ndarray) -> None:
    lines = []
    for row, probability, verdict in zip(job.rows, p, said, strict=True):
        entry = {"file": row.file, "id": row.id, "probability": _rounded(probability)}
        lines.append(json.dumps(entry | {"said": verdict.tolist()}))
    (OUT_OF_FOLD / "joint.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """The command of the module's docstring."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--ship", action="store_true")
    parser.add_argument("--linear", type=Path, default=OUT_OF_FOLD / "linear.jsonl")
    parser.add_argument("--reader", type=Path, default=OUT_OF_FOLD, help="the folder of reader-*.jsonl")
    args = parser.parse_args()
    paths = sorted(labelled.CORPORA.glob("*.jsonl"))
    job = task(list(posts(paths)), args.linear, args.reader)
    p, said = cross_validate(job)
    chosen = gates(job, said)
    is_asked = asked(job, chosen)
    least, touched, right = least_detail(marked_details(paths, args.reader))
    clean = job.is_ordinary & ~job.truth.any(axis=1)
    for line in (
        f"{len(job.rows)} posts; rules, words and reader together, out of fold",
        Table.of(job.truth, said, CATEGORIES),
        f"phi of severity high found: {high_recall(job, said):.3f}",
        ordinary_alarms(job.truth, said, job.is_ordinary, CATEGORIES),
        reliability(job.truth, p, CATEGORIES),
        f"gates {chosen}: asked {is_asked.mean():.1%}, of ordinary clean posts {is_asked[clean].mean():.1%}; "
        f"of what is said {1 - is_asked[(said & job.truth).any(axis=1)].mean():.2%} is not asked about",
        f"details from {least:.2f}: {touched:.1%} of the marks touched, {right:.1%} of the details right",
    ):
        print(line)  # noqa: T201
    if args.ship:
        _write_out_of_fold(job, p, said)
        ship(job, paths, least, chosen)


if __name__ == "__main__":
    main()
