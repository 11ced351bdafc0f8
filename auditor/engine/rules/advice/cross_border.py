"""Advice to somebody in a country or state where the owner may not be licensed."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine import jurisdiction
from auditor.engine.jurisdiction import Jurisdiction
from auditor.engine.patterns import lazy
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.advice.answer import kind_of
from auditor.engine.text import NormalText
from auditor.model import Category, Severity, Tier

_WHERE = lazy(
    r"\b(?:[Ii]n|[Ff]rom|[Ii]nto|[Nn]ear|[Vv]isiting) (?:the )?"
    r"((?:[A-Z][\w.'-]{1,20})(?: (?:[A-Z][\w.'-]{1,20})){0,2})"
)
_LARGE = 100_000
"""A town in the question says a country only where it is this large."""


def find(reading: Reading) -> Iterator[Match]:
    """One note where a reply advises somebody who says that she is elsewhere than the owner."""
    parent = reading.parent
    if parent is None or not reading.owner.city or kind_of(reading) is None:
        return
    home = jurisdiction.of_city(reading.owner.city)
    asked = _places_in(parent)
    if home and asked and not any(one.covers(other) for one in home for other in asked):
        yield Match(
            (), "The question comes from another country or state than yours; are you licensed there?", 0.4
        )


def _places_in(text: NormalText) -> list[Jurisdiction]:
    """The countries and states that a question says it comes from."""
    found = []
    for match in _WHERE.finditer(text.value[:2_000]):
        words = match.group(1).rstrip(".").split(" ")
        for length in range(len(words), 0, -1):
            name = " ".join(words[:length])
            known = jurisdiction.of_region(name) or jurisdiction.of_settlement(name, _LARGE)
            if known is not None:
                found.append(known)
                break
    return found


RULE = Rule(
    id="advice/cross-border",
    version=1,
    category=Category.ADVICE,
    severity=Severity.INFO,
    tier=Tier.HOUSEKEEPING,
    title="Advice across a border",
    why=(
        "Licences end at a border, and treatment is held to happen where the patient is. No paragraph that "
        "was read says so of posts; what is cited asks for a relationship before any advice."
    ),
    citations=("acp-fsmb-2013-p3", "seed-2"),
    remedy="Send the person to care where she is; check whether your licence and cover reach there.",
    find=find,
    examples=(
        Example(
            "My calf is hot and swollen, I'm in Texas, should I worry?",
            False,
            note="the question itself is no advice",
        ),
        Example(
            "I can't advise on here. Please ring your GP today.",
            False,
            parent="My calf is hot and swollen here in Scotland, should I worry?",
            kind="reply",
        ),
    ),
)
