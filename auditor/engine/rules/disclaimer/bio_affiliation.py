"""A bio that names an institution and does not say whose views it gives."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine import disclaimers
from auditor.engine.cues.affiliation import named, named_in_handle, other_institution, says_own_views
from auditor.engine.cues.phrases import cues, has, spans
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where an institution is named and the own-views statement is missing."""
    found = cues(reading)
    if says_own_views(reading.text, found, is_bio=True):
        return
    own, other = named(reading.text, reading.owner), other_institution(reading.text)
    is_page = named_in_handle(reading.account.handle, reading.owner) or named_in_handle(
        reading.account.display_name, reading.owner
    )
    if own or other:
        yield _match(
            reading,
            own or other,
            "The bio names an institution and does not say whose views it gives.",
            0.95 if own else 0.8,
        )
    elif is_page and has(found, "affiliation.opinionated"):
        yield _match(
            reading, (), "The page bears an institution's name and voices opinions without saying whose.", 0.7
        )
    elif is_page:
        yield Match((), "The handle or name bears an institution's name.", 0.4, severity=Severity.INFO)


def _match(reading: Reading, places: tuple[tuple[int, int], ...], reason: str, confidence: float) -> Match:
    template = disclaimers.longest_fitting(reading.account.platform, reading.account.bio)
    remedy = (
        f"Add to the bio: \u201c{template}\u201d"
        if template
        else "Shorten the bio, then add that the views are your own."
    )
    return Match(spans(reading, places), reason, confidence, remedy=remedy)


RULE = Rule(
    id="disclaimer/bio-affiliation",
    version=1,
    category=Category.DISCLAIMER,
    severity=Severity.MEDIUM,
    tier=Tier.HOUSEKEEPING,
    title="Institution named without \u201cviews my own\u201d",
    why=(
        "Where the bio names an employer and nothing says otherwise, readers and regulators take "
        "every post as said "
        "with its authority."
    ),
    citations=("seed-3", "nmc-2013"),
    remedy="Add a short statement that the views are your own.",
    find=find,
    scope="bio",
    examples=(
        Example("ER nurse at Lakeview Regional Hospital. Coffee first.", True, kind="bio"),
        Example("ER nurse at Lakeview Regional Hospital. Views mine, not my employer's.", False, kind="bio"),
        Example("ER nurse, cat person, bad at golf.", False, kind="bio"),
        Example(
            "Paediatrician at Lakeview Regional Hospital. Lo que digo es mío, no del hospital.",
            False,
            kind="bio",
        ),
        Example("Consultant, Lakeview Regional Hospital. RTs are not endorsements.", True, kind="bio"),
    ),
)
