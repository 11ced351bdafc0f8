"""An answer that treats somebody as one's patient in public, and a picture in which a name can be read."""

from __future__ import annotations

import pytest

OWN_PATIENT = [
    ("Doctor did my biopsy come back yet?", "It came back clear, breathe out."),
    ("Hi it's Imelda from clinic, my knee is huge", "Keep the splint on and see you Thursday at 9."),
    ("Nina can you move my appointment to next week?", "Done, you're 10:40 Tuesday."),
    ("you stitched me on Sunday, it itches", "Leave the dressing till your review, itching is healing."),
    ("Cheers doc", "Mind the stitches, Ferdie."),
    ("any word on my bloods nurse?", "Yes, your iron is low, start the tablets tonight."),
    ("Is my prescription ready to collect?", "The bag is ready, the patches landed this morning."),
    ("Refund me for that filling!", "Your chart says you missed two visits and ate toffee."),
]
NOBODYS_PATIENT = [
    ("Doctor did my biopsy come back yet?", "I can't look at results on here, please call the office."),
    ("How long do stitches stay in?", "Usually a week on the face, two on the knee."),
    ("See you at the congress!", "See you Thursday at 9, poster 14."),
    ("Is the paper ready to read?", "It is ready, the preprint landed this morning."),
    ("Can you move my talk to next week?", "Done, you're 10:40 Tuesday in room 2."),
    ("Cheers doc", "Any time! Wear a helmet."),
    ("What should I eat before a run?", "Toast. You were right about the coffee."),
    ("Was the test on Sunday hard?", "I passed, you passed, we all passed!"),
]


@pytest.mark.parametrize(("parent", "text"), OWN_PATIENT)
def test_an_answer_to_ones_own_patient_is_flagged(by_rules, parent, text):
    found = {f.rule: f.severity.value for f in by_rules(text, parent=parent, kind="reply")}

    assert found.get("phi/review-reply") in ("high", "critical")


@pytest.mark.parametrize(("parent", "text"), NOBODYS_PATIENT)
def test_an_answer_to_anybody_else_stands(by_rules, parent, text):
    assert "phi/review-reply" not in {f.rule for f in by_rules(text, parent=parent, kind="reply")}


READABLE = [
    "Look at this handwriting. The label reads Ottoline Fairhurst, methotrexate 2.5 mg.",
    "New desk! Ignore the corner of the screen, a surname is still in it.",
    "Tiny foot, big day. All you can read on the band is the name, promise.",
    "Prettiest film of the year, pneumonia both sides. Cropped most of the name off the sheet.",
    "Please don't zoom in on the whiteboard, there are names and bed numbers.",
]
NOT_READABLE = [
    "The letter says we got the house! Thank you Joan.",
    "The whiteboard says Karen is on nights and I believe it.",
    "The label says gluten free and so does my aunt Rosa.",
    "Training sheet with an invented name: the label reads Ima Sample, aspirin 75 mg.",
    "How to read a chest film in five steps.",
    "Our sign reads: wash your hands.",
    "Cropped the photo because my thumb was in the corner.",
]


@pytest.mark.parametrize("text", READABLE)
def test_what_can_be_read_in_a_picture_is_flagged(by_rules, text):
    found = {f.rule: f.severity.value for f in by_rules(text)}

    assert found.get("phi/record-artifact") in ("high", "critical")


@pytest.mark.parametrize("text", NOT_READABLE)
def test_what_shows_nobodys_name_stands(by_rules, text):
    assert "phi/record-artifact" not in {f.rule for f in by_rules(text)}
