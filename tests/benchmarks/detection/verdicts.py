"""What somebody said of labelled texts: the engine, a model that had not seen them, another program.

Values only: knows neither who reached a verdict nor how good it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from auditor.learning.labelled import LabelledText
from auditor.model import Category, Span
from tests.benchmarks.detection.cost import Cost

CATEGORIES = tuple(category.value for category in Category)


@dataclass(frozen=True, slots=True)
class Claim:
    """That a text carries one category."""

    confidence: float | None = None
    """0 to 1; None where it was not stated."""
    rules: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """One text, and by category what was said of it."""

    text: LabelledText
    claims: Mapping[str, Claim] = field(default_factory=dict)
    doubted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By category the rules that said it as mere information, which counts as silence."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """All that one source said of some texts."""

    by: str
    judged: tuple[Judged, ...]
    categories: tuple[str, ...] = CATEGORIES
    """Those that the source speaks of at all."""
    has_spans: bool = True
    """Whether it says where in the text."""
    cost: Cost | None = None
    remarks: tuple[str, ...] = ()
    """What has to be known to read the figures aright."""
