"""Criticism of an employer."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.conduct import conduct, shows_conduct
from auditor.engine.cues.phrases import spans
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where its words stand."""
    places = conduct(reading).employer
    if places:
        yield Match(
            spans(reading, places),
            "It criticises an employer or working conditions.",
            min(0.95, 0.4 + 0.08 * (len(set(places)) - 1)),
        )


RULE = Rule(
    id="conduct/employer-complaint",
    version=1,
    category=Category.CONDUCT,
    severity=Severity.INFO,
    tier=Tier.HOUSEKEEPING,
    title="Criticism of an employer",
    why=(
        "Talk about pay, staffing and safety is protected in many places; this is a note to you alone "
        "and stays out of reports unless you add it."
    ),
    citations=("strom-2020",),
    remedy="Check that no patient can be recognised; otherwise keep it.",
    find=find,
    gate=shows_conduct,
    examples=(
        Example("Our management has cut night staffing again, four nurses for 32 beds", True),
        Example("Lovely shift today.", False),
    ),
)
