"""Pictures and videos posted with words about work, which nobody looked at yet."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.story import story_of
from auditor.model import Category, Severity, SpanType, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where an item with media speaks of work or of a patient."""
    if not reading.subject.media_alts:
        return
    where = reading.cues.get("at-work", ()) + reading.cues.get("patient", ())
    if not where:
        return
    story = story_of(reading)
    yield Match(
        spans=tuple(reading.span(start, end, SpanType.FRAME) for start, end in where),
        reason="A picture or video stands with words about work; it was not analysed, so look at it"
        " yourself.",
        confidence=0.3 + story.probability / 2,
        severity=Severity.MEDIUM if story.is_told else Severity.INFO,
    )


RULE = Rule(
    id="phi/media-unreviewed",
    version=1,
    category=Category.PHI,
    severity=Severity.INFO,
    tier=Tier.HOUSEKEEPING,
    title="A picture from work that was not looked at",
    why=(
        "Faces, tattoos, voices, screens, badges and people in the background identify; blurring "
        "afterwards does not cure it."
    ),
    citations=("45-cfr-164-514-b2i-P", "hhs-ocr-media"),
    remedy="Look at the picture: face, tattoo, voice, screen, chart, badge, people behind, location."
    " Delete it if in doubt.",
    find=find,
    examples=(Example("Quiet night on my ward.", False, note="no media attached"),),
)
