"""Insults in a public exchange."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.conduct import conduct, shows_conduct
from auditor.engine.cues.phrases import spans
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where its words stand."""
    places = conduct(reading).quarrel
    if places:
        yield Match(
            spans(reading, places),
            "It quarrels with somebody in public.",
            min(0.95, 0.55 + 0.08 * (len(set(places)) - 1)),
        )


RULE = Rule(
    id="conduct/contentious-thread",
    version=1,
    category=Category.CONDUCT,
    severity=Severity.LOW,
    tier=Tier.HOUSEKEEPING,
    title="A public quarrel",
    why="Quarrels are read out of context and for years; the other side's tone does not excuse one's own.",
    citations=("seed-4", "acp-fsmb-2013-p5"),
    remedy="Delete the reply; go on in private or not at all.",
    find=find,
    gate=shows_conduct,
    examples=(
        Example(
            "Cope harder, you absolute clown. Delete your account.",
            True,
            parent="you nurses know nothing",
            kind="reply",
        ),
        Example(
            "We disagree and that's fine. Happy to talk.",
            False,
            parent="you nurses know nothing",
            kind="reply",
        ),
    ),
)
