"""Clinical advice to one lay person in public."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.advice.answer import advises, kind_of, match
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where a reply tells a person what to do about her own complaint."""
    if kind_of(reading) == "individual":
        yield match(reading, "The reply tells one person what to do about a complaint of her own.")


RULE = Rule(
    id="advice/individual",
    version=1,
    category=Category.ADVICE,
    severity=Severity.HIGH,
    tier=Tier.STANDARDS,
    title="Clinical advice to one person",
    why=(
        "Telling a stranger what to do about her own symptoms can be read as starting a treatment "
        "relationship, "
        "without examination, record or follow-up."
    ),
    citations=("seed-2", "acp-fsmb-2013-p3", "hpcsa-noakes"),
    remedy=(
        "Replace it by a redirect: \u201cI can't advise individuals here. Please call your clinician; "
        "if it feels urgent, your emergency number.\u201d"
    ),
    find=find,
    gate=advises,
    examples=(
        Example(
            "That's only a pulled muscle, love. Rest it, heat pad on, and no need to see anyone.",
            True,
            parent="my calf is hot and swollen since the flight, should i worry?",
            kind="reply",
        ),
        Example(
            "I can't advise on here. Please ring your GP or 111 today.",
            False,
            parent="my calf is hot and swollen since the flight, should i worry?",
            kind="reply",
        ),
        Example("If you have chest pain, call your emergency number.", False),
        Example("Thank you, that made my day!", False, parent="loved your talk", kind="reply"),
    ),
)
