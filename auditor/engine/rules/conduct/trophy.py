"""A specimen, injury or foreign body shown as a trophy or quiz."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.conduct import conduct, shows_conduct
from auditor.engine.cues.phrases import spans
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where its words stand."""
    places = conduct(reading).trophy
    if places:
        yield Match(
            spans(reading, places),
            "It shows a specimen or injury as a trophy or a quiz.",
            min(0.95, 0.6 + 0.08 * (len(set(places)) - 1)),
        )


RULE = Rule(
    id="conduct/trophy",
    version=1,
    category=Category.CONDUCT,
    severity=Severity.HIGH,
    tier=Tier.STANDARDS,
    title="A body part or injury as a trophy",
    why="Families and boards see a person's body used for show; consent is never implied.",
    citations=("acp-fsmb-2013-p1", "gmp-2024-respect"),
    remedy="Delete it and tell your privacy officer if a picture was shown.",
    find=find,
    gate=shows_conduct,
    examples=(
        Example("Guess the foreign body, winner gets a coffee, 40 year old man", True),
        Example("Trophy cabinet at the hockey club needs dusting.", False),
    ),
)
