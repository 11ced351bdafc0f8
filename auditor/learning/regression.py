"""Logistic regression, its calibration, and folds of whole files; the parts that all training shares.

Knows nothing of posts.
"""

from __future__ import annotations

from hashlib import sha256

import numpy as np
from scipy import optimize, special

from auditor.learning.design_matrix import Matrix

SEED = 20261122
STRENGTH, STEPS = 4.0, 60
"""Inverse strength of the pull towards zero, and the steps after which learning stops."""


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

    def loss(pair: np.ndarray) -> float:
        margin = (pair[0] * scores + pair[1]) * np.where(truth, 1.0, -1.0)
        return float(np.logaddexp(0, -margin).sum())

    a, b = optimize.minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return max(float(a), 1e-3), float(b)


def folds_of(files: np.ndarray, many: int) -> np.ndarray:
    """For each post its fold; all posts of a file are in one."""
    names = sorted(set(files), key=lambda name: sha256(f"{SEED}{name}".encode()).digest())
    place = {name: at % many for at, name in enumerate(names)}
    return np.array([place[name] for name in files])
