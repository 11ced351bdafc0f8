"""A claim or inquiry of your own."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.conduct import conduct, shows_conduct
from auditor.engine.cues.phrases import spans
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where its words stand."""
    places = conduct(reading).litigation
    if places:
        yield Match(
            spans(reading, places),
            "It may touch a claim, inquiry or review of your own.",
            min(0.95, 0.4 + 0.08 * (len(set(places)) - 1)),
        )


RULE = Rule(
    id="conduct/litigation",
    version=1,
    category=Category.CONDUCT,
    severity=Severity.INFO,
    tier=Tier.HOUSEKEEPING,
    title="A claim or inquiry of your own",
    why="What is posted about one's own case is read out in it, and deleting it can look like concealment.",
    citations=("deletion-counsel",),
    remedy="Do not delete it yet; ask counsel.",
    find=find,
    gate=shows_conduct,
    examples=(
        Example("My deposition is on Monday and I have things to say", True),
        Example("Great trial published today.", False),
    ),
)
