"""A bio that leads to the owner's other account."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, SpanType, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One note for each other handle of the owner's that the bio names."""
    folded = reading.text.folded
    for handle in reading.account.other_handles:
        body = handle.strip().lstrip("@").casefold()
        at = folded.find(body) if len(body) > 3 else -1
        if at >= 0:
            yield Match(
                (reading.span(at, at + len(body), SpanType.CONTACT),),
                "The bio names another account of yours; whoever follows one finds the other.",
                0.9,
            )


RULE = Rule(
    id="mixing/identity-link",
    version=1,
    category=Category.MIXING,
    severity=Severity.INFO,
    tier=Tier.HOUSEKEEPING,
    title="One account leads to the other",
    why=(
        "Patients who follow the professional account are one step from the private one. Whether that "
        "is wanted is yours to say."
    ),
    citations=("seed-6",),
    remedy="Take the handle out of the bio, or accept it.",
    find=find,
    scope="bio",
    examples=(Example("Nurse, cat person.", False, kind="bio"),),
)
