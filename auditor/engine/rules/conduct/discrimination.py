"""A slur or denigration of people for what they are."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.conduct import conduct, shows_conduct
from auditor.engine.cues.phrases import spans
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where its words stand."""
    places = conduct(reading).slur
    if places:
        yield Match(
            spans(reading, places),
            "It denigrates people for what they are.",
            min(0.95, 0.6 + 0.08 * (len(set(places)) - 1)),
        )


RULE = Rule(
    id="conduct/discrimination",
    version=2,
    category=Category.CONDUCT,
    severity=Severity.CRITICAL,
    tier=Tier.STANDARDS,
    title="Denigration of a group",
    why=(
        "Denigrating a protected class ends careers; an opinion on policy, party or faith, either way, "
        "is not meant."
    ),
    citations=("gmp-2024-respect",),
    remedy="Delete it.",
    find=find,
    gate=shows_conduct,
    examples=(
        Example("All immigrants are parasites and they ruin our wards.", True),
        Example("All Christians are vermin.", True),
        Example("All Muslims are vermin.", True),
        Example("I oppose the immigration bill.", False),
        Example("I support the immigration bill.", False),
    ),
)
