"""Alcohol, drugs or pranks with work in one post."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.conduct import conduct, shows_conduct
from auditor.engine.cues.phrases import spans
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where its words stand."""
    shown = conduct(reading)
    if shown.prank:
        yield Match(spans(reading, shown.prank), "It shows a prank on duty.", 0.7)
    places = shown.impaired
    if places:
        yield Match(
            spans(reading, places),
            "It shows alcohol or drugs at, or shortly before, work.",
            min(0.95, 0.7 + 0.08 * (len(set(places)) - 1)),
        )


RULE = Rule(
    id="conduct/impairment-on-duty",
    version=2,
    category=Category.CONDUCT,
    severity=Severity.MEDIUM,
    tier=Tier.STANDARDS,
    title="Drink, drugs or pranks at work",
    why="Whoever reads it later asks about every patient of that shift.",
    citations=("acp-fsmb-2013-p1", "acp-fsmb-2013-p5"),
    remedy="Ask counsel before you delete it where a complaint is known; otherwise delete it.",
    find=find,
    gate=shows_conduct,
    examples=(
        Example("Three margaritas deep and I'm on at seven tomorrow, steady hands", True),
        Example("Trolley races on night shift, I am the champion of resus", True),
        Example("Coffee number three and on call until seven.", False),
        Example("Took part in a wheelchair race for charity on my day off.", False),
        Example("Lovely wine at my sister's wedding, off all week.", False),
    ),
)
