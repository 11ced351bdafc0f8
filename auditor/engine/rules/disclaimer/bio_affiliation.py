"""A bio that names an institution and does not say whose views it gives."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine import disclaimers
from auditor.engine.cues import institutions, own_views
from auditor.engine.cues.phrases import cues, has, spans
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.text import normalise
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where an institution is named and the own-views statement is missing."""
    owner, account = reading.owner, reading.account
    shown = normalise(account.display_name)
    if own_views.are_said(reading.text, owner) or own_views.are_said(shown, owner):
        return
    places, is_own = institutions.borne(reading.text, owner)
    is_page = institutions.named_in_handle(account.handle, owner) or institutions.named_in_handle(
        account.display_name, owner
    )
    if places:
        yield _match(
            reading,
            places,
            "The bio names an institution and does not say whose views it gives.",
            0.95 if is_own else 0.8,
        )
    elif is_page and has(cues(reading), "affiliation.opinionated"):
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
    version=2,
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
