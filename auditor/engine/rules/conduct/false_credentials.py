"""A qualification claimed or a record faked, and said so."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.conduct import conduct, shows_conduct
from auditor.engine.cues.phrases import spans
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where its words stand."""
    places = conduct(reading).false_title
    if places:
        yield Match(
            spans(reading, places),
            "It says that a title, training or record is not what it seems.",
            min(0.95, 0.65 + 0.08 * (len(set(places)) - 1)),
        )


RULE = Rule(
    id="conduct/false-credentials",
    version=1,
    category=Category.CONDUCT,
    severity=Severity.HIGH,
    tier=Tier.STANDARDS,
    title="A title that was not earned",
    why="Dishonest credentials or records are among the gravest findings of any board.",
    citations=("gmc-2024-trust", "acp-fsmb-2013-p4"),
    remedy="Correct the title everywhere; ask counsel before you delete the post.",
    find=find,
    gate=shows_conduct,
    examples=(
        Example(
            "Weekend course, nice frame, and nobody checks: call me Doctor now, who's going to check", True
        ),
        Example("Passed my boards today!", False),
    ),
)
