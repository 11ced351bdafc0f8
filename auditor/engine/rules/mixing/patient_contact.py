"""Patients invited to a private account, or asked to send pictures."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.phrases import spans
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.mixing.contact import arranges_care, invited, invites_patients
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where patients are invited to write, befriend or send."""
    places = invited(reading)
    if places and not arranges_care(reading):
        yield Match(
            spans(reading, places),
            "It invites patients to a channel outside care.",
            min(0.9, 0.5 + 0.07 * len(places)),
        )


RULE = Rule(
    id="mixing/patient-contact",
    version=1,
    category=Category.MIXING,
    severity=Severity.HIGH,
    tier=Tier.STANDARDS,
    title="Patients invited to a private channel",
    why=(
        "Messages from patients to a private account are outside the record and blur a boundary that "
        "boards watch."
    ),
    citations=("acp-fsmb-2013-p3", "acp-fsmb-2013-p2"),
    remedy="Point to the practice's telephone or portal; decline requests with a standard line.",
    find=find,
    gate=invites_patients,
    examples=(
        Example(
            "To my patients who've found me here: message me anytime, quicker than ringing the desk!",
            True,
            use="personal",
        ),
        Example("Message me if you want the old sofa, free to a good home.", False, use="personal"),
        Example("I don't answer patients here, please ring the surgery.", False, use="personal"),
    ),
)
