"""Advice to somebody in another licence's land is noted, and only noted."""

from __future__ import annotations

import pytest

from auditor.model import Severity
from connectors.model import Owner

RULE = "advice/cross-border"
ADVICE = "That's only a pulled muscle, love. Rest it, heat pad on, and no need to see anyone."


def note(by_rules, parent: str, city: str, text: str = ADVICE):
    found = by_rules(
        text, parent=parent, kind="reply", owner=Owner(name="Nina Falkvard", role="nurse", city=city)
    )
    return next((f for f in found if f.rule == RULE), None)


@pytest.mark.parametrize(
    ("parent", "city"),
    [
        ("my calf is hot and swollen, I'm in Texas, should i worry?", "Leeds, UK"),
        ("my calf is hot and swollen here in Scotland, should i worry?", "Reno, NV"),
        ("calf hot and swollen since the flight, we are in Ohio, should i worry?", "Reno, NV"),
        ("my calf is hot and swollen, writing from New Zealand. should i worry?", "Geelong, VIC"),
        ("my calf is hot and swollen, I live in Toronto, should I worry?", "Swansea, Wales"),
    ],
)
def test_advice_across_a_border_is_noted(by_rules, parent, city):
    found = note(by_rules, parent, city)

    assert found is not None
    assert found.severity is Severity.INFO


@pytest.mark.parametrize(
    ("parent", "city", "text"),
    [
        ("my calf is hot and swollen, I'm in Scotland, should i worry?", "Leeds, UK", ADVICE),
        ("my calf is hot and swollen, I'm in Nevada, should i worry?", "Reno, NV", ADVICE),
        ("my calf is hot and swollen, I'm in Texas, should i worry?", "", ADVICE),
        ("my calf is hot and swollen since the flight, should i worry?", "Leeds, UK", ADVICE),
        ("my calf is hot and swollen In The Morning, should i worry?", "Leeds, UK", ADVICE),
        (
            "my calf is hot and swollen, I'm in Texas, should i worry?",
            "Leeds, UK",
            "I can't advise on here. Please see a doctor today.",
        ),
    ],
)
def test_one_land_no_place_or_no_advice_stands(by_rules, parent, city, text):
    assert note(by_rules, parent, city, text) is None
