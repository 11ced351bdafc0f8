"""Appointments, results or prescriptions settled through social media."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.phrases import spans
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.mixing.contact import arranges_care, invited, invites_patients
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where care is arranged in comments or messages."""
    places = invited(reading)
    if places and arranges_care(reading):
        yield Match(
            spans(reading, places),
            "It arranges appointments, results or prescriptions through social media.",
            min(0.92, 0.55 + 0.07 * len(places)),
        )


RULE = Rule(
    id="mixing/scheduling-by-social",
    version=1,
    category=Category.MIXING,
    severity=Severity.HIGH,
    tier=Tier.STANDARDS,
    title="Care arranged through social media",
    why="Dates of birth, results and refills in messages leave the record and may be seen by others.",
    citations=("acp-fsmb-2013-p3",),
    remedy="Take it back and point to the portal or the practice's telephone.",
    find=find,
    gate=invites_patients,
    examples=(
        Example(
            "Need a refill? Skip the portal, message me here with your birthday and I'll phone it in.",
            True,
            use="personal",
        ),
        Example("Can't do appointments here, sorry, ring the front desk.", False, use="personal"),
    ),
)
