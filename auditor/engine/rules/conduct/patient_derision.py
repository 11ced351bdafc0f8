"""Mockery of patients, one or as a kind, whether or not anybody can be recognised."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.conduct import conduct, shows_conduct
from auditor.engine.cues.phrases import spans
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where its words stand."""
    places = conduct(reading).derision
    if places:
        yield Match(
            spans(reading, places),
            "It mocks patients, one of them or as a kind.",
            min(0.95, 0.6 + 0.08 * (len(set(places)) - 1)),
        )


RULE = Rule(
    id="conduct/patient-derision",
    version=1,
    category=Category.CONDUCT,
    severity=Severity.HIGH,
    tier=Tier.STANDARDS,
    title="Contempt of patients",
    why=(
        "Contempt for patients is what employers and boards act on most readily; nobody need be "
        "identifiable for that."
    ),
    citations=("gmp-2024-respect", "acp-fsmb-2013-p1", "acp-fsmb-2013-p5"),
    remedy="Delete it; if the shift was hard, say that instead.",
    find=find,
    gate=shows_conduct,
    examples=(
        Example("Ranking our regulars by smell tonight, the drug seekers win again", True),
        Example("Frequent flyers should get a punch card.", True),
        Example('Called out a colleague today who said "frequent flyer". They\'re called patients.', False),
        Example("A patient hugged me today. Love this job.", False),
        Example("The printer is a useless liar.", False),
    ),
)
