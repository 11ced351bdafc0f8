"""Safety or infection rules at work ignored, and said so."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.conduct import conduct, shows_conduct
from auditor.engine.cues.phrases import spans
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where its words stand."""
    places = conduct(reading).unsafe
    if places:
        yield Match(
            spans(reading, places),
            "It says that a safety rule was ignored.",
            min(0.95, 0.5 + 0.08 * (len(set(places)) - 1)),
        )


RULE = Rule(
    id="conduct/illegal-or-unsafe",
    version=1,
    category=Category.CONDUCT,
    severity=Severity.HIGH,
    tier=Tier.STANDARDS,
    title="A rule of safety ignored",
    why="Readers, employers and insurers take it as an admission.",
    citations=("acp-fsmb-2013-p1", "deletion-counsel"),
    remedy="Ask counsel before you delete it.",
    find=find,
    gate=shows_conduct,
    examples=(
        Example("Skipped my mask and gloves all shift, life is short", True),
        Example("Please wear your masks and gloves.", False),
    ),
)
