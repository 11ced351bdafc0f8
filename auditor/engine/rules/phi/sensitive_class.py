"""Stories that do more harm when they come out: children, the mind, addiction, sex, birth, abuse, custody."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.marks import MarkKind
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.beside import WHAT_TELLS_WHO
from auditor.engine.rules.phi.story import may_be_told, story_of
from auditor.model import Category, Severity, SpanType, Term, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where a patient's story that could tell who it is belongs to a class that harms more."""
    story = story_of(reading)
    if not (story.is_told and story.is_sensitive):
        return
    marks = [mark for mark in reading.of(MarkKind.QUASI) if mark.detail == "sensitive"]
    children = reading.cues.get("minor", ())
    what = " and ".join(word for word, is_there in zip(_WHAT, (children, marks), strict=True) if is_there)
    yield Match(
        spans=(
            *(reading.span_of(mark) for mark in marks),
            *(reading.span(start, end, SpanType.AGE) for start, end in children),
        ),
        reason=f"It tells of {what}; if the patient is recognised, the harm is greater than elsewhere.",
        confidence=story.probability,
        terms=(Term("sensitive class", 1.0, f"tells of {what}: a step more severe"),),
    )


_WHAT = ("a child", "something that most people keep to themselves")

RULE = Rule(
    id="phi/sensitive-class",
    version=1,
    category=Category.PHI,
    severity=Severity.INFO,
    tier=Tier.NOT_DEIDENTIFIED,
    title="A child, or a matter most people keep to themselves",
    why=(
        "Mental health, addiction, sexual and reproductive health, abuse, custody and children: what is "
        "found out about them harms more, and a psychiatric practice has been fined for it. It stands beside "
        "what tells who it is, makes that a step more severe, and goes into it."
    ),
    citations=("45-cfr-164-514-b2ii", "hhs-ocr-review-replies"),
    remedy="As for the finding that it stands beside; where in doubt, delete.",
    find=find,
    gate=may_be_told,
    yields_to=WHAT_TELLS_WHO,
    examples=(
        Example(
            "Tonight in bay 3: overdose, the girl who sings at the tavern. Her mum is the postmistress.",
            True,
        ),
        Example(
            "Set a little lad's arm in room 4 tonight. His dad is the mayor's driver, he told me twice.", True
        ),
        Example(
            "He came in last night with his hand in a bread slicer, bay 3, his wife screaming. Still has four"
            " fingers.",
            False,
        ),
        Example(
            "Overdose deaths fell by a tenth last year. Naloxone works, carry it.", False, note="figures"
        ),
        Example("My kid has a fever again, cancelling my weekend.", False, use="personal", note="family"),
        Example("Perinatal depression: ask every mother, twice.", False, note="education"),
    ),
)
