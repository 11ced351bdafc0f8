"""A post that says outright that it speaks for an institution."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.affiliation import speaks_as, speaks_for_others
from auditor.engine.cues.phrases import cues, has, spans
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where a post claims to speak for others."""
    places = speaks_as(reading)
    if places and has(cues(reading), "affiliation.behalf"):
        yield Match(
            spans(reading, places), "The post says that it speaks for an institution or a group.", 0.9
        )


RULE = Rule(
    id="disclaimer/unauthorised-voice",
    version=1,
    category=Category.DISCLAIMER,
    severity=Severity.MEDIUM,
    tier=Tier.STANDARDS,
    title="Speaks for an institution",
    why=(
        "An official position needs the institution's own channel; from a personal one it may be "
        "neither true nor allowed."
    ),
    citations=("seed-3",),
    remedy="Delete it, or have the communications office publish it; say your own view as your own.",
    find=find,
    gate=speaks_for_others,
    examples=(
        Example("On behalf of Lakeview Regional: we reject the new rule and will not be following it.", True),
        Example("Speaking for nobody but myself, I think the new rule is wrong.", False),
    ),
)
