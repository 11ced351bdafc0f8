"""A promotion with an unsaid tie is flagged; a told tie, a notice and praise without a tie stand."""

from __future__ import annotations

import pytest

from auditor.model import Category


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Nothing beats a Brindleworks splint. Ask for it by name.", "coi/undisclosed-sponsor"),
        ("Half our unit has switched to #Brindleworks.", "coi/undisclosed-sponsor"),
        ("Best course out there: Mend Well Online, $99 till Sunday.", "coi/own-product"),
        ("thanks @brindleworks for the box of splints, obsessed #sp", "coi/weak-disclosure"),
        ("Obsessed with these scrubs, link in bio, code NINA15 for 15% off", "coi/undisclosed-sponsor"),
        ("Best clogs ever, hands down, link in bio #collab", "coi/weak-disclosure"),
    ],
)
def test_unsaid_tie_is_flagged(flag, text, rule):
    assert rule in flag(Category.COI, text)


@pytest.mark.parametrize(
    "text",
    [
        "Ad: Brindleworks pays me to speak. The splint is fine, not magic.",
        "Before you read on: Brindleworks pays me. Our trial was neutral.",
        "Mend Well Online is my own course and I earn when you enrol. The free bit is here.",
        "Disclosure: I consult for Brindleworks. Poster on Tuesday.",
        "What shoes? Supermarket clogs, nine dollars. Nobody pays me.",
        "Ultrasound saved the day again.",
        "We are hiring a night nurse, apply by Friday.",
        "The drugstore balm does the same job for three dollars.",
        "A locum costs $3,200 a day and there's no money for a $40k scholarship.",
        "Mend the well and the online shop will follow.",
    ],
)
def test_told_tie_or_no_tie_stands(flag, text):
    assert not flag(Category.COI, text)


def test_praise_of_a_medicine_without_a_known_tie_is_only_a_question(audit):
    found = audit("Semaglutide is a game changer, nothing else comes close, ask your doctor for it by name.")

    assert {f.severity.value for f in found if f.rule == "coi/pharma-mention"} == {"info"}


def test_bio_that_sells_is_flagged(flag):
    assert flag(Category.COI, "Nurse. Scrubs 15% off with code NINA15, link in bio", kind="bio")
    assert not flag(Category.COI, "Nurse. Bread. Long walks.", kind="bio")
