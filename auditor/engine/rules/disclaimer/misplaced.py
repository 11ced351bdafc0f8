"""A disclaimer used as a shield."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.phrases import cues, places, spans
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One note where a post disclaims and carries patient information or advice all the same."""
    said = places(cues(reading), "affiliation.own_views")
    if said and (Category.PHI in reading.found or Category.ADVICE in reading.found):
        yield Match(
            spans(reading, said), "A disclaimer stands in it; it does not cure what else was found.", 0.6
        )


RULE = Rule(
    id="disclaimer/misplaced",
    version=1,
    category=Category.DISCLAIMER,
    severity=Severity.INFO,
    tier=Tier.HOUSEKEEPING,
    title="A disclaimer does not cure",
    why=(
        "\u201cViews mine\u201d or \u201cnot advice\u201d does not undo patient information or advice "
        "in the same post."
    ),
    citations=("acp-fsmb-2013-p1",),
    remedy="Mend what else was found; the disclaimer can stay.",
    find=find,
    examples=(Example("Views mine. Lovely walk today.", False),),
)
