"""What the engine says of a text, as one score per category; knows nothing of wordings."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.engine.rewriting.model import CLEAR, Score
from auditor.model import Category, Finding, Severity

ABOUT_PICTURES = frozenset({"phi/media-unreviewed"})
"""What is said of a picture that nobody has looked at; no wording changes it."""


def score_of(found: Sequence[Finding], category: Category) -> Score:
    """The worst finding of a category above info; what concerns pictures alone is left out."""
    loud = [
        f
        for f in found
        if f.category is category and f.severity is not Severity.INFO and f.rule not in ABOUT_PICTURES
    ]
    return max((Score(f.severity, f.confidence) for f in loud), key=lambda s: s.key, default=CLEAR)
