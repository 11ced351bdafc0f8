"""The owner's own clinic, shop, course or book, promoted as if it were somebody else's."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.interests import is_promoted, may_promote, promotion
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.coi.shared import confidence_of, match
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where something of the owner's own is promoted and not called so."""
    found = promotion(reading)
    if not found.weak and any(interest.is_own for interest, _ in found.named) and is_promoted(reading):
        yield match(
            reading,
            "It promotes something of your own and does not say that it is yours.",
            confidence_of(found),
        )


RULE = Rule(
    id="coi/own-product",
    version=1,
    category=Category.COI,
    severity=Severity.MEDIUM,
    tier=Tier.STANDARDS,
    title="Your own product, not called so",
    why=(
        "A clinician's recommendation sells; readers have to be told when it sells her own clinic, "
        "course or shop."
    ),
    citations=("16-cfr-255-5a", "seed-5"),
    remedy="Say in the post that it is yours (\u201cmy own course\u201d), or delete it.",
    find=find,
    gate=may_promote,
    examples=(Example("We are hiring two nurses, apply by Friday.", False),),
)
