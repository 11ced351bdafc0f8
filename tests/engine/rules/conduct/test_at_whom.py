"""Contempt is a colleague's only where a person stands near; of rooms, rules and oneself it stands."""

from __future__ import annotations

import pytest

RULE = "conduct/colleague-disparagement"


@pytest.mark.parametrize(
    "text",
    [
        "Our rota manager is a two-faced snake.",
        "Dr Ola Brask has the bedside manner of a wheel clamp.",
        "Tamsin Orlebar runs theatres. Our chairwoman would fail a raffle and couldn't run a tap.",
        "Matron Orlebar? Wouldn't know a pressure sore if it bit her.",
        "Mr Orlebar's licence came out of a cereal box.",
        "I've met filing cabinets with more empathy than our clinical lead.",
        "Dr Brask couldn't hit a barn door, never mind a vein. Couldn't cannulate a garden hose.",
        "Dr Brask is a glorified typist and should be struck off.",
    ],
)
def test_contempt_of_a_person_is_found(by_rules, text):
    assert RULE in {f.rule for f in by_rules(text)}


@pytest.mark.parametrize(
    "text",
    [
        "The new rota is a disgrace and the ministry should think again.",
        "We call on the chairman to resign over the cuts, says the whole branch.",
        "Dr Ola Brask could not find a parking place, so the lecture starts at ten.",
        "Thank you Tamsin Orlebar, who can't tell a lie and can't bake a cake.",
        "Couldn't put it down. Best novel of the year.",
        "Grandad couldn't find the kettle and we laughed all through Lower Hartle.",
        "Vote Orlebar on Thursday, her opponent couldn't run a raffle.",
        "I was a coward in 2009, and Dr Ola Brask told me so kindly.",
        "Little man took his first steps today at Quarry Lane.",
        "A worried old lady asked Mr Orlebar where the buses go.",
    ],
)
def test_rules_rooms_and_oneself_are_no_colleague(by_rules, text):
    assert RULE not in {f.rule for f in by_rules(text)}
