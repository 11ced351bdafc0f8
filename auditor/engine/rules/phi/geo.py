"""Places smaller than a state, units and rooms in a patient's story."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.marks import MarkKind
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.story import may_be_told, severity_of, spans, story_of
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where a patient's story says where."""
    found = [m for m in reading.of(MarkKind.PLACE, MarkKind.UNIT, MarkKind.FACILITY) if m.weight]
    if not found:
        return
    story = story_of(reading)
    if not story.is_told:
        return
    is_exact = any(mark.detail in ("address", "numbered") for mark in found)
    yield Match(
        spans=spans(reading, found),
        reason="It says where the patient is or lives, more closely than the state: a town, a unit, a"
        " room or an address.",
        confidence=story.probability,
        severity=severity_of(story, Severity.HIGH if is_exact else Severity.MEDIUM),
        terms=story.judgement.terms[:6],
    )


RULE = Rule(
    id="phi/geo",
    version=1,
    category=Category.PHI,
    severity=Severity.MEDIUM,
    tier=Tier.NOT_DEIDENTIFIED,
    title="A town, unit, room or address in a patient's story",
    why=(
        "Every place smaller than a state is an identifier; room numbers have been the whole case before "
        "boards."
    ),
    citations=("45-cfr-164-514-b2i-B",),
    remedy="Leave the place out, or name no more than the state or country.",
    find=find,
    gate=may_be_told,
    yields_to=("phi/mosaic",),
    examples=(
        Example(
            "The lad in bay 3 tonight came off his bike on Highway 12 and his mum was right behind him", True
        ),
        Example("Starting at Mercy Hospital, Toledo, next month!", False),
        Example("Room 12 has the only working printer.", False),
    ),
)
