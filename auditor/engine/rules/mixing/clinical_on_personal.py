"""Patients, advice or clinical teaching on an account kept for private life."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.phrases import spans
from auditor.engine.cues.private_life import private_life
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, Tier
from connectors.model import Use


def find(reading: Reading) -> Iterator[Match]:
    """One match where clinical content stands on a personal account."""
    if reading.account.use is not Use.PERSONAL:
        return
    for category, what in (
        (Category.PHI, "What may identify a patient"),
        (Category.ADVICE, "Clinical advice"),
    ):
        if category in reading.found:
            yield Match((), f"{what} stands on a personal account.", reading.found[category])
            return
    teaching = private_life(reading).teaching
    if teaching:
        yield Match(
            spans(reading, teaching),
            "Clinical teaching stands on a personal account.",
            0.7,
            severity=Severity.LOW,
        )


RULE = Rule(
    id="mixing/clinical-on-personal",
    version=1,
    category=Category.MIXING,
    severity=Severity.MEDIUM,
    tier=Tier.STANDARDS,
    title="Clinical content on a personal account",
    why=(
        "A complete separation is not realistic; but patients who find clinical content on a "
        "private page will "
        "follow it there, past every safeguard of the workplace."
    ),
    citations=("seed-6", "acp-fsmb-2013-p2"),
    remedy="Move it, without any patient, to the professional account, or delete it.",
    find=find,
    examples=(
        Example(
            "PSA: fever in a baby under three months means see a doctor the same day. Save this.",
            True,
            use="personal",
        ),
        Example(
            "PSA: fever in a baby under three months means see a doctor the same day. Save this.",
            False,
            use="professional",
        ),
        Example("Mum's hip is done and she is already bossing the ward about.", False, use="personal"),
    ),
)
