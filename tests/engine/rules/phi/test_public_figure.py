"""A role known beyond a town is a public figure's; what a boat, a club or a school has as well is not."""

from __future__ import annotations

import pytest

RULE = "phi/public-figure"


@pytest.mark.parametrize(
    "text",
    [
        "The quarterback rolled in at 2 am with his knee the size of a melon. I scanned him myself.",
        "Not naming anyone, but the senator came in on Monday and went home with my stent in his heart.",
        "Guess which weatherman was on my table this morning? I can't say, but his hip is new.",
        "The England captain came in last night, hamstring off the bone, I scanned him myself.",
        "Scanned the singer last night, the famous one. Gallbladder like a bag of marbles.",
        "That news anchor came into our ED at midnight with chest pain, I put the line in myself.",
        "The tv host from channel 7 was in bay 4 last night, kidney stone, crying for his mum.",
        "A Premier League goalkeeper came in on Tuesday, two broken teeth. I sewed his lip in bay 3.",
    ],
)
def test_somebody_known_beyond_the_town_is_flagged(by_rules, text):
    assert RULE in {f.rule for f in by_rules(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Our first leprosy in a decade, a retired shrimp boat captain, walked into clinic on Tuesday.",
        "The skipper came in at 2 am with a fish hook through his thumb, I took it out in bay 4.",
        "The third base coach took a line drive to the throat last night, we tubed him on the mound.",
        "The deputy sat in my waiting room on Monday with his hat in his lap, alcohol on his breath.",
        "The DJ from that quince came in last night still in the sequin vest, broken wrist.",
        "The high school quarterback rolled in at 2 am with his knee the size of a melon. I scanned him.",
        "The choir's singer came in last night, vocal cords like raw steak, I scoped her myself.",
        "Thinking of the senator after the stroke news.",
    ],
)
def test_what_a_boat_or_a_school_has_is_no_public_figure(by_rules, text):
    assert RULE not in {f.rule for f in by_rules(text)}


def test_other_rules_still_stop_at_a_local_role(by_rules):
    text = "Our first leprosy in a decade, a retired shrimp boat captain, walked into clinic on Tuesday."

    assert any(f.rule.startswith("phi/") and f.severity.value != "info" for f in by_rules(text))
