"""An invitation to send results or pictures for an opinion."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.phrases import cues, places, spans
from auditor.engine.cues.private_life import private_life
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, Tier


def asks_for_pictures(reading: Reading) -> bool:
    """The gate: whether anything that belongs in a clinic is named."""
    return "private_life.solicit_target" in cues(reading)


def find(reading: Reading) -> Iterator[Match]:
    """One match where people are asked to send what belongs in a clinic."""
    targets = places(cues(reading), "private_life.solicit_target")
    if targets and private_life(reading).contact:
        yield Match(
            spans=spans(reading, private_life(reading).contact),
            reason="People are invited to send in what belongs in a clinic; advice would follow in private.",
            confidence=0.6,
        )


RULE = Rule(
    id="advice/dm-solicit",
    version=1,
    category=Category.ADVICE,
    severity=Severity.INFO,
    tier=Tier.STANDARDS,
    title="Asks people to send results or pictures",
    why=(
        "An invitation is not advice yet, but each answer would be, outside a record. "
        "The invitation itself is judged under mixing/patient-contact."
    ),
    citations=("acp-fsmb-2013-p3",),
    remedy="Point to the practice's own portal or telephone instead.",
    find=find,
    gate=asks_for_pictures,
    examples=(
        Example("DM me a photo of your rash and I'll tell you what it is", True, use="personal"),
        Example("Please don't send photos of rashes, I can't advise here.", False, use="personal"),
    ),
)
