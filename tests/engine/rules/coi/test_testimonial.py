"""A patient's praise shown to advertise is flagged; thanks, gratitude and talk of the rule stand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.model import Severity
from connectors.model import Owner

RULE = "coi/testimonial"
OWNER = Owner(name="Nina Falkvard", role="dentist", city="Leeds, UK")

SHOWN = [
    "Testimonial Tuesday: “I was terrified of the dentist, the team was so kind.” Book your check-up!",
    "⭐⭐⭐⭐⭐ five star review from one of our patients: “Best surgeon in town, my knee is pain free.”",
    "What our patients say: “Dr Falkvard changed my smile, I highly recommend her.” New patients welcome",
    "Don't just take our word for it! Google review: “Amazing staff, no pain at all, highly recommend.”",
    "Another happy patient! “I love my new teeth, thank you Nina.” Link in bio for consults",
    "Patient feedback of the month: “felt safe and heard, the best physio for my back.” Are you next?",
]
STANDS = [
    "A patient left a card that said “thank you for not giving up on me”. It lives in my locker.",
    "Testimonials are not allowed in our adverts. “Best dentist ever” has to come off the site.",
    "★☆☆☆☆ on the hold music. They are right, it is Vivaldi through a drainpipe.",
    "“This was the best lecture of the course”: student feedback that made my week.",
    "One star review: “rude”. Fair. I had been up all night.",
    "Thank you to the team, best people in town, so kind to our patients.",
    "Our patient feedback survey is out: 82% felt heard. Treatment delays are the rest.",
]


@pytest.mark.parametrize("text", SHOWN)
def test_praise_as_advertising_is_flagged(by_rules, text):
    found = {f.rule: f.severity for f in by_rules(text, owner=OWNER)}

    assert found.get(RULE) is Severity.MEDIUM


@pytest.mark.parametrize("text", STANDS)
def test_thanks_and_talk_of_the_rule_stand(by_rules, text):
    assert RULE not in {f.rule for f in by_rules(text, owner=OWNER)}


def test_a_repost_of_a_patients_review_is_flagged(by_rules):
    text = "Google review: Nina is the best dentist, thank you for my new smile!"

    assert RULE in {f.rule for f in by_rules(text, kind="repost", owner=OWNER)}
    assert RULE not in {f.rule for f in by_rules(text, owner=OWNER)}


def test_a_reply_to_praise_is_not_this(by_rules):
    found = by_rules("Thank you, that means a lot.", parent="Best dentist, five star review!", kind="reply")

    assert RULE not in {f.rule for f in found}


def test_australia_forbids_it_by_law(by_rules):
    found = {f.rule: f.severity for f in by_rules(SHOWN[0], owner=replace(OWNER, city="Geelong, Australia"))}

    assert found[RULE] is Severity.HIGH
