"""The age of a post in which something was found: from before qualifying, or years ago."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from auditor.engine.cues.conduct import conduct
from auditor.engine.patterns import lazy
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.edition import EDITION
from auditor.model import Category, Severity, Tier

_OLD = timedelta(days=5 * 365.25)
_QUALIFIED = lazy(
    r"\b(?:class of|qualified(?: in)?|graduated(?: in)?|licensed since|registered since|grad(?:uate)?(?: of)?"
    r"|(?:rn|md|do|np|pa|gp|nurse|doctor|midwife|paramedic|pharmacist|physician|dentist)\b(?: since|,?"
    r" est\.?))"
    r"[ :,'’]{0,3}((?:19|20)\d\d)\b"
)
FACTS = ("qualified", "licensed", "training_began", "graduated")
"""Names under which an owner's further facts may tell a year or date; the only ones that any rule reads."""


def find(reading: Reading) -> Iterator[Match]:
    """One note beside what was found in a post from before the owner qualified, or five years old."""
    posted = reading.subject.created_at
    if posted is None or not _has_finding(reading):
        return
    qualified = qualified_in(reading.owner.role, reading.account.bio) or _fact(reading.owner.extra)
    if qualified and posted.year < qualified:
        yield Match((), "It was posted before you qualified; the finding keeps its severity.", 0.3)
    elif EDITION - _aware(posted) > _OLD:
        yield Match((), "It is more than five years old; the finding keeps its severity.", 0.3)


def _has_finding(reading: Reading) -> bool:
    """Whether a rule of patient information or conduct stops at it, also one whose turn comes later."""
    if Category.PHI in reading.found or Category.CONDUCT in reading.found:
        return True
    shown = conduct(reading)
    return bool(shown.derision or shown.trophy or shown.profanity)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


@lru_cache(maxsize=256)
def qualified_in(role: str, bio: str) -> int:
    """The year in which the owner qualified, as role or bio say it; 0 where neither does."""
    match = _QUALIFIED.search(role.casefold()[:500]) or _QUALIFIED.search(bio.casefold()[:2_000])
    return int(match.group(1)) if match else 0


def _fact(extra: Mapping[str, object]) -> int:
    for name in FACTS:
        year = str(extra.get(name, ""))[:4]
        if year.isascii() and year.isdigit() and len(year) == 4:
            return int(year)
    return 0


RULE = Rule(
    id="conduct/old-post",
    version=1,
    category=Category.CONDUCT,
    severity=Severity.INFO,
    tier=Tier.HOUSEKEEPING,
    title="An old post",
    why=(
        "Posts written years before, some by students, have cost positions; their age excuses little and is "
        "still worth knowing. The five years are counted from the catalogue's edition."
    ),
    citations=("acp-fsmb-2013-p5",),
    remedy="Decide on the finding beside it; say in your reflection when it was written.",
    find=find,
    examples=(Example("Lovely shift today.", False),),
)
