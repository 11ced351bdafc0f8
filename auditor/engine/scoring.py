"""Turns weighed terms into a severity and a confidence, in one place, so that every rule decides alike.

Pure arithmetic: knows no text, no recogniser and no rule.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.model import Severity, Term

_ORDER = (Severity.INFO, Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a sum of terms amounts to; `severity` None: nothing to report."""

    severity: Severity | None
    confidence: float
    total: float


def total(terms: Sequence[Term]) -> float:
    """The sum of the terms' weights."""
    return sum(term.weight for term in terms)


def confidence(score: float, *, middle: float, slope: float = 0.8) -> float:
    """A score as a probability between 0 and 1; .5 at `middle`."""
    return 1.0 / (1.0 + math.exp(-slope * max(-40.0, min(40.0, score - middle))))


def shifted(severity: Severity, steps: int) -> Severity:
    """The severity so many steps up (or down, negative), held between info and critical."""
    return _ORDER[max(0, min(len(_ORDER) - 1, severity.rank + steps))]


def at_most(severity: Severity, limit: Severity) -> Severity:
    """The milder of the two."""
    return severity if severity.rank <= limit.rank else limit
