"""Learns how much each signal says that a patient could be recognised: `engine/data/story-weights.toml`.

    python -m auditor.learning.train_story [--write] [--train dev-1 dev-2 …]

Logistic regression over `auditor.engine.signals`, cross-validated by file. Needs scikit-learn; the engine
does not.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from auditor.engine.signals import signals
from auditor.learning.labelled import CORPORA, digest, read
from auditor.learning.posts import reading

TARGET = Path(__file__).parents[1] / "engine" / "data" / "story-weights.toml"
STRENGTH = 0.1
SMALLEST = 0.04
PRECISION_AT_LEAST = 0.65


def learn(matrix: Any, gold: np.ndarray) -> LogisticRegression:
    """The weights of signals (posts × signals) for labels."""
    return LogisticRegression(C=STRENGTH, max_iter=3000).fit(matrix, gold)


def main(argv: Sequence[str] | None = None) -> None:
    """Cross-validate, print, and with --write write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--train", nargs="+", default=sorted(path.stem for path in CORPORA.glob("*.jsonl")))
    args = parser.parse_args(argv)
    paths = [CORPORA / f"{name}.jsonl" for name in args.train]
    texts = [text for text in read(path for path in paths if path.exists()) if text.kind != "bio"]
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([signals(reading(text)) for text in texts])
    gold = np.array(["phi" in text.labels for text in texts])
    files = np.array([text.persona.file for text in texts])
    held_out = np.zeros(len(texts))
    for file in sorted(set(files)):
        if gold[files != file].any():
            model = learn(matrix[files != file], gold[files != file])
            held_out[files == file] = model.predict_proba(matrix[files == file])[:, 1]
    threshold, f1, precision, recall = _best(held_out, gold)
    sys.stdout.write(
        f"held out by file: F1 {f1:.3f} precision {precision:.3f} recall {recall:.3f} at {threshold:.2f}\n"
    )
    if args.write:
        model = learn(matrix, gold)
        weights = dict(zip(vectors.get_feature_names_out(), model.coef_[0], strict=True))
        _write(weights, float(model.intercept_[0]), threshold, digest([p for p in paths if p.exists()]), f1)


def _best(found: np.ndarray, gold: np.ndarray) -> tuple[float, float, float, float]:
    rows = []
    for threshold in np.arange(0.1, 0.9, 0.02):
        said = found >= threshold
        right = int((said & gold).sum())
        precision, recall = right / max(1, int(said.sum())), right / int(gold.sum())
        f1 = 2 * precision * recall / (precision + recall) if right else 0.0
        if precision >= PRECISION_AT_LEAST:
            rows.append((float(threshold), f1, precision, recall))
    return max(rows, key=lambda row: row[1])


def _write(weights: dict[str, float], bias: float, threshold: float, source: str, f1: float) -> None:
    lines = [
        "# How much each signal says that a patient could be recognised: addends of the log-odds.",
        f"# Written by auditor.learning.train_story (L2, C={STRENGTH}); held out by file F1 {f1:.3f}.",
        f"# Training data, SHA-256: {source}",
        "",
        f"bias = {bias:.3f}",
        f"threshold = {threshold:.2f}",
        "",
        "[weights]",
        *(f'"{name}" = {weight:.2f}' for name, weight in sorted(weights.items()) if abs(weight) >= SMALLEST),
    ]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
