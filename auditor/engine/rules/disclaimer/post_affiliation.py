"""A stand taken in a post that names the institution, with nothing to say whose stand it is."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.affiliation import bio_says_own_views, speaks_as, speaks_for_others
from auditor.engine.cues.phrases import cues, has, spans
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where the institution, or "we" beside its name, takes a stand."""
    places = speaks_as(reading)
    if places and not has(cues(reading), "affiliation.behalf"):
        yield Match(
            spans(reading, places),
            "The post names the institution and takes a stand as if it were the institution's.",
            0.75 if bio_says_own_views(reading) else 0.85,
        )


RULE = Rule(
    id="disclaimer/post-affiliation",
    version=1,
    category=Category.DISCLAIMER,
    severity=Severity.MEDIUM,
    tier=Tier.STANDARDS,
    title="An institution's name on a stand",
    why="A stand beside an employer's name reads as the employer's own; few clinicians have that authority.",
    citations=("seed-3", "gmc-2024-trust"),
    remedy="Leave the institution out, or say in the post that this is your own view.",
    find=find,
    gate=speaks_for_others,
    examples=(
        Example("Lakeview Regional opposes the staffing bill and we won't be complying.", True),
        Example("The staffing bill is wrong. My own view, nobody else's.", False),
        Example("Lakeview Regional is hiring two night nurses, apply by Friday.", False),
    ),
)
