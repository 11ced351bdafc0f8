"""A categorical health claim against strong consensus."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.conduct import conduct, shows_conduct
from auditor.engine.cues.phrases import spans
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where its words stand."""
    places = conduct(reading).misinformation
    if places:
        yield Match(
            spans(reading, places),
            "It states a health claim flatly that runs against strong consensus.",
            min(0.95, 0.5 + 0.08 * (len(set(places)) - 1)),
        )


RULE = Rule(
    id="conduct/misinformation",
    version=1,
    category=Category.CONDUCT,
    severity=Severity.HIGH,
    tier=Tier.STANDARDS,
    title="A claim against strong consensus",
    why=(
        "Regulators act on claims stated without evidence or limits; a question, doubt or policy "
        "opinion is not meant."
    ),
    citations=("cpso-2021", "gmc-2024-trust"),
    remedy="Qualify and cite it, or delete it.",
    find=find,
    gate=shows_conduct,
    examples=(
        Example("Vaccines are a scam and measles is harmless.", True),
        Example("Vaccines are not perfect; here is the trial and its limits.", False),
    ),
)
