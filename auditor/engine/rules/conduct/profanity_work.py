"""Swearing about work."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.conduct import conduct, shows_conduct
from auditor.engine.cues.phrases import spans
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where its words stand."""
    places = conduct(reading).profanity
    if places:
        yield Match(
            spans(reading, places),
            "It swears in a post about work.",
            min(0.95, 0.4 + 0.08 * (len(set(places)) - 1)),
        )


RULE = Rule(
    id="conduct/profanity-work",
    version=1,
    category=Category.CONDUCT,
    severity=Severity.INFO,
    tier=Tier.HOUSEKEEPING,
    title="Swearing about work",
    why="Profanity next to an employer's name has counted against nurses.",
    citations=("nmc-2013",),
    remedy="Reword it, or keep it.",
    find=find,
    gate=shows_conduct,
    examples=(
        Example("What a shitshow of a shift", True),
        Example("What a day.", False),
    ),
)
