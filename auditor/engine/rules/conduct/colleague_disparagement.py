"""A named or recognisable colleague or official insulted."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.conduct import conduct, shows_conduct
from auditor.engine.cues.phrases import spans
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where its words stand."""
    places = conduct(reading).belittling
    if places:
        yield Match(
            spans(reading, places),
            "It insults a colleague or official who can be recognised.",
            min(0.95, 0.6 + 0.08 * (len(set(places)) - 1)),
        )


RULE = Rule(
    id="conduct/colleague-disparagement",
    version=1,
    category=Category.CONDUCT,
    severity=Severity.MEDIUM,
    tier=Tier.STANDARDS,
    title="Contempt of a colleague",
    why="Public contempt for a colleague is workplace misconduct in most codes and invites a claim.",
    citations=("gmp-2024-respect", "seed-4"),
    remedy="Delete it; raise the matter where it can be settled.",
    find=find,
    gate=shows_conduct,
    examples=(
        Example("Dr Lena Ortsmann couldn't find a vein with a map and both hands. Absolute fraud.", True),
        Example("Congratulations to Dr Lena Ortsmann on her fellowship!", False),
        Example("The minister's plan is wrong and I will say so at the hearing.", False),
    ),
)
