"""Followers sent after a person."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.conduct import conduct, shows_conduct
from auditor.engine.cues.phrases import spans
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where its words stand."""
    places = conduct(reading).pile_on
    if places:
        yield Match(
            spans(reading, places),
            "It sends others after a person.",
            min(0.95, 0.8 + 0.08 * (len(set(places)) - 1)),
        )


RULE = Rule(
    id="conduct/harassment",
    version=1,
    category=Category.CONDUCT,
    severity=Severity.HIGH,
    tier=Tier.STANDARDS,
    title="Sends others after somebody",
    why="Calling a crowd on one person is harassment by proxy, whoever started it.",
    citations=("gmp-2024-respect", "seed-4"),
    remedy="Delete it; take the dispute to a private channel.",
    find=find,
    gate=shows_conduct,
    examples=(
        Example("Everyone go tell her what you think, flood her replies, no mercy", True),
        Example("Everyone, please read the new guideline.", False),
    ),
)
