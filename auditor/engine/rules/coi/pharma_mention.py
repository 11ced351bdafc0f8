"""A medicine or device praised where no tie is known."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.interests import may_promote, promotion
from auditor.engine.cues.phrases import word_set
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.coi.shared import match
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One question where a medicine is praised and no interest is declared."""
    if reading.parent is not None or reading.text.words.isdisjoint(word_set("health", "drug")):
        return
    found = promotion(reading)
    if len(found.praise) > 1 and not (found.named or found.is_disclosed or found.is_denied or found.weak):
        yield match(reading, "It praises a medicine; do you have a tie to its maker?", 0.3)


RULE = Rule(
    id="coi/pharma-mention",
    version=1,
    category=Category.COI,
    severity=Severity.INFO,
    tier=Tier.HOUSEKEEPING,
    title="A medicine praised",
    why=(
        "Most paid physicians who praise a payer's drug do not say so; here no tie is known, so it is "
        "only a question."
    ),
    citations=("jama-payments",),
    remedy="If there is a tie, add it under `audit-tui me --conflict` and say it in the post.",
    find=find,
    gate=may_promote,
    examples=(
        Example(
            "Semaglutide is a game changer, nothing else comes close. Ask your doctor for it by name.", True
        ),
        Example("Semaglutide journal club on Tuesday.", False),
    ),
)
