"""Harm, rough handling or withheld care, threatened or joked about."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.conduct import conduct, shows_conduct
from auditor.engine.cues.phrases import spans
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where its words stand."""
    places = conduct(reading).threat
    if places:
        yield Match(
            spans(reading, places),
            "It threatens or jokes about harming somebody or about withholding care.",
            min(0.95, 0.62 + 0.08 * (len(set(places)) - 1)),
        )


RULE = Rule(
    id="conduct/harm-threat",
    version=1,
    category=Category.CONDUCT,
    severity=Severity.CRITICAL,
    tier=Tier.STANDARDS,
    title="Harm to somebody, meant or as a joke",
    why="A joke about rough handling or delayed care reads as a confession once something goes wrong.",
    citations=("acp-fsmb-2013-p1", "gmp-2024-respect"),
    remedy="Ask counsel before you delete it where a complaint is known; otherwise delete it.",
    find=find,
    gate=shows_conduct,
    examples=(
        Example(
            "Whoever took my parking spot: sooner or later you'll need bloods and I have a fat needle.", True
        ),
        Example("Anyone rude goes to the bottom of my list tonight.", True),
        Example("This deadline is killing me.", False),
        Example("I'm dying, that lecture was so long.", False),
    ),
)
