"""What stands on the wrong account is flagged by the account's use, and opinions by nobody."""

from __future__ import annotations

import pytest

from auditor.engine.reading import AccountContext, Reading, Subject
from auditor.engine.rules.mixing.clinical_on_personal import RULE as CLINICAL
from auditor.model import Category
from connectors.model import Owner, Use

FAMILY = "Our daughter's wedding album is up, forty photos, swipe for the first dance!"
DATING = "Divorce final at noon, back on the apps by six. Hinge, be kind."
TEACHING = "PSA: a fever in a baby under three months means being seen the same day. Save this."
CONTACT = "To all my patients who found me here: message me anytime, quicker than ringing the desk!"


@pytest.mark.parametrize(
    ("text", "use"),
    [
        (FAMILY, "professional"),
        (DATING, "professional"),
        ("Knocked on doors for the Green candidate, vote her in on Thursday!", "professional"),
        (TEACHING, "personal"),
        (CONTACT, "personal"),
        ("Need a refill? Skip the portal and message me here with your birthday.", "personal"),
    ],
)
def test_content_on_the_wrong_account_is_flagged(flag, text, use):
    assert flag(Category.MIXING, text, use=use)


PRIVATE = [
    "Custody hearing on Tuesday and her lawyer wants my call rota.",
    "What couples therapy taught me about giving feedback. My wife has read this.",
    "He got down on one knee on the ferry: we're engaged!!",
    "The smoke was pink! Registry in the comments, forty photos below, uncle Ron is fine.",
    "¡Nos casamos! Nos vemos en el baile en octubre.",
    "Second date on Sunday and I have bought the shoes.",
]


@pytest.mark.parametrize("text", PRIVATE)
def test_private_life_is_found_by_rules_on_an_account_for_work_alone(by_rules, text):
    rule = "mixing/personal-on-professional"
    assert rule in {f.rule for f in by_rules(text, use="professional")}
    assert rule not in {f.rule for f in by_rules(text, use="personal")}


@pytest.mark.parametrize(
    ("text", "use"),
    [
        (FAMILY, "personal"),
        (DATING, "personal"),
        ("Knocked on doors for the Green candidate, vote her in on Thursday!", "personal"),
        (TEACHING, "professional"),
        (CONTACT, "mixed"),
        ("My wife reviewed the slides and removed the word simple.", "professional"),
        ("Whoever you vote for, take a neighbour along.", "professional"),
        ("The staffing bill is a mistake and should be withdrawn.", "professional"),
        ("Mum's hip is done and she is bossing the ward about.", "personal"),
        ("I don't answer patients on here, please ring the surgery.", "personal"),
        ("Sourdough died at four this morning. I did everything.", "personal"),
        ("Message me if you want the old sofa.", "personal"),
        ("Three trusts, one scanner: custody of the key rota is settled at last.", "professional"),
        ("The committee said yes to the staffing ratio.", "professional"),
        ("Down on one knee to read the drain again; the floor is where nurses live.", "professional"),
        ("The capnograph read zero and the paper was pink. Check your circuit.", "professional"),
        ("Se acabó el café de la guardia.", "professional"),
        ("Second date for the flu clinic: Saturday the 12th.", "professional"),
    ],
)
def test_content_in_its_place_stands(flag, text, use):
    assert not flag(Category.MIXING, text, use=use)


SIDES = ["Labour", "Conservative", "Republican", "Democrat", "Green", "Liberal", "Reform"]


@pytest.mark.parametrize("side", SIDES)
def test_every_side_is_treated_alike(flag, side):
    campaign = f"Out canvassing for the {side} candidate all day, vote for her on Thursday!"

    assert flag(Category.MIXING, campaign) == {"mixing/personal-on-professional"}
    assert not flag(Category.MIXING, f"The {side} health plan has one good idea and three bad ones.")


@pytest.mark.parametrize("found", [Category.PHI, Category.ADVICE])
def test_what_other_rules_found_on_a_personal_account_is_mixing_too(found):
    account = AccountContext("x", "@n", "N", Use.PERSONAL, "")
    reading = Reading(Subject("1", "post", "nothing of note"), account, Owner())
    reading.found[found] = 0.8

    (match,) = CLINICAL.find(reading)
    assert match.confidence == 0.8


def test_advice_on_a_personal_account_is_mixing_too(flag):
    asked = "mum's on warfarin and her INR is 5, what do we do?"
    answer = "Hold tonight's dose and tomorrow's, then half."

    assert flag(Category.MIXING, answer, parent=asked, kind="comment", use="personal")
    assert not flag(Category.MIXING, answer, parent=asked, kind="comment", use="professional")


def test_bio_that_names_the_other_account_is_only_noted():
    from auditor.engine.rules.mixing.identity_link import RULE

    account = AccountContext(
        "x", "@n", "N", Use.PERSONAL, "work me: @ninaworks", other_handles=("@ninaworks",)
    )
    reading = Reading(Subject(None, "bio", account.bio), account, Owner())

    (match,) = RULE.find(reading)
    assert RULE.severity.value == "info"
    assert account.bio[match.spans[0].start : match.spans[0].end] == "ninaworks"
