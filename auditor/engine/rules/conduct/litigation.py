"""A claim or inquiry of your own."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.conduct import conduct, shows_conduct
from auditor.engine.cues.phrases import spans
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.words import listed
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where its words stand; more than a note where one's own case meets its other side."""
    places = conduct(reading).litigation
    if not places:
        return
    folded = reading.text.folded
    is_own = any(folded.startswith(_OWN, start) for start, _ in places)
    is_told = is_own and not reading.text.words.isdisjoint(_OTHER_SIDE)
    yield Match(
        spans(reading, places),
        "It tells of a claim or trial of your own while others may read it there."
        if is_told
        else "It may touch a claim, inquiry or review of your own.",
        min(0.95, 0.4 + 0.2 * is_told + 0.08 * (len(set(places)) - 1)),
        severity=Severity.HIGH if is_told else None,
        tier=Tier.STANDARDS if is_told else None,
    )


_OWN = ("my ", "our ", "i'm ", "im ", "being ")
_OTHER_SIDE = listed(
    "plaintiff plaintiffs plaintiff's juror jurors jury opposing deposition deposed cross-examined prosecutor"
)


RULE = Rule(
    id="conduct/litigation",
    version=2,
    category=Category.CONDUCT,
    severity=Severity.INFO,
    tier=Tier.HOUSEKEEPING,
    title="A claim or inquiry of your own",
    why="What is posted about one's own case is read out in it, and deleting it can look like concealment.",
    citations=("deletion-counsel",),
    remedy="Do not delete it yet; ask counsel.",
    find=find,
    gate=shows_conduct,
    examples=(
        Example("My deposition is on Monday and I have things to say", True),
        Example("Day two of my malpractice trial and juror three is asleep", True),
        Example("Great trial published today.", False),
    ),
)
