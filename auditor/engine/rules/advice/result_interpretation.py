"""Reading a stranger's result, picture or complaint as a diagnosis, in public."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.advice.answer import advises, kind_of, match
from auditor.model import Category, Severity, Tier


def find(reading: Reading) -> Iterator[Match]:
    """One match where a reply says what somebody has, and no more."""
    if kind_of(reading) == "result":
        yield match(reading, "The reply says what one person has, from a post alone.")


RULE = Rule(
    id="advice/result-interpretation",
    version=1,
    category=Category.ADVICE,
    severity=Severity.MEDIUM,
    tier=Tier.STANDARDS,
    title="A diagnosis or result read for one person",
    why=(
        "Naming what a stranger has from her words or picture is a diagnosis that nobody examined or "
        "recorded."
    ),
    citations=("seed-2", "acp-fsmb-2013-p3"),
    remedy="Replace it by a redirect to the clinician who ordered the test or can see the person.",
    find=find,
    gate=advises,
    examples=(
        Example(
            "That's just a ganglion from the look of it, hun.",
            True,
            parent="got this lump on my wrist, painful, is it cancer?? pic attached",
            kind="comment",
        ),
        Example(
            "Nobody should guess from a photo. Have it seen this week, please.",
            False,
            parent="got this lump on my wrist, painful, is it cancer?? pic attached",
            kind="comment",
        ),
    ),
)
