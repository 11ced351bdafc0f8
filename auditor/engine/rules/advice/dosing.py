"""A medicine or dose for one person, in public."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.advice.answer import advises, kind_of, match
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where a reply doses, stops or changes somebody's medicine."""
    if kind_of(reading) == "dosing":
        yield match(reading, "The reply doses, stops or changes a medicine for one person.")


RULE = Rule(
    id="advice/dosing",
    version=1,
    category=Category.ADVICE,
    severity=Severity.CRITICAL,
    tier=Tier.STANDARDS,
    title="A medicine or dose for one person",
    why=(
        "A dose given to a stranger in public is a prescription without history, interactions or record; "
        "of all advice it is the likeliest to harm and to be reported."
    ),
    citations=("seed-2", "acp-fsmb-2013-p3"),
    remedy="Delete the dose and redirect to the person's own prescriber or pharmacist.",
    find=find,
    gate=advises,
    examples=(
        Example(
            "Stop the ramipril tonight and take 400 ibuprofen twice a day with food.",
            True,
            parent="this new bp tablet makes me cough, what do i do?",
            kind="reply",
        ),
        Example(
            "I don't know you or your tablets. Your pharmacist can check that in five minutes.",
            False,
            parent="this new bp tablet makes me cough, what do i do?",
            kind="reply",
        ),
        Example("Oseltamivir 75 mg twice a day for five days is the label dose in adults.", False),
    ),
)
