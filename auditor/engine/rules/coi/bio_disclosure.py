"""Ties that a bio hides or sells."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.interests import is_promoted, promotion
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.coi.shared import match
from auditor.model import Category, Severity, Tier
from connectors.model import Use


def find(reading: Reading) -> Iterator[Match]:
    """One match where the bio sells without saying the tie; a note where declared ties have no place in
    it."""
    found = promotion(reading)
    if found.selling and is_promoted(reading):
        selling = match(reading, "The bio sells something and does not say the tie.", 0.7)
        yield Match(selling.spans, selling.reason, selling.confidence, severity=Severity.MEDIUM)
    elif reading.owner.conflicts and reading.account.use is Use.PROFESSIONAL and not found.is_disclosed:
        yield Match((), "You have declared interests; the bio says none.", 0.4, severity=Severity.INFO)


RULE = Rule(
    id="coi/bio-disclosure",
    version=1,
    category=Category.COI,
    severity=Severity.LOW,
    tier=Tier.HOUSEKEEPING,
    title="Interests missing from the bio",
    why=(
        "Those who studied paid physicians online recommend a line in the profile that links to the "
        "disclosures."
    ),
    citations=("jama-payments", "seed-5"),
    remedy="Add \u201cDisclosures:\u201d and a link to the bio.",
    find=find,
    scope="bio",
    examples=(
        Example("Nurse. Scrubs 15% off with code KAY15, link in bio", True, kind="bio"),
        Example("Nurse. Cat person.", False, kind="bio"),
    ),
)
