"""Contempt, threats and unsafe acts are flagged whoever they hit; wry words, quotes and opinions stand."""

from __future__ import annotations

import pytest

from auditor.model import Category


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Ranking our regulars by smell tonight, the drug seekers win again", "conduct/patient-derision"),
        ("Frequent flyers should get a punch card at triage.", "conduct/patient-derision"),
        (
            "Dr Ola Brask couldn't find a vein with a map and both hands. Absolute fraud.",
            "conduct/colleague-disparagement",
        ),
        ("Everyone go tell her what you think, flood her replies, no mercy", "conduct/harassment"),
        ("Anyone rude goes to the bottom of my list tonight.", "conduct/harm-threat"),
        ("Three margaritas deep and I'm on at seven tomorrow", "conduct/impairment-on-duty"),
        (
            "Two pints at lunch and then a full clinic, nobody noticed, on call until seven",
            "conduct/impairment-on-duty",
        ),
        ("All foreigners are vermin.", "conduct/discrimination"),
        ("Skipped my mask and gloves all shift, life is short", "conduct/illegal-or-unsafe"),
        ("Vaccines are a scam.", "conduct/misinformation"),
        ("A webinar and a nice frame: Doctor Nina now, who's going to check", "conduct/false-credentials"),
    ],
)
def test_conduct_is_flagged(flag, text, rule):
    assert rule in flag(Category.CONDUCT, text)


@pytest.mark.parametrize(
    "text",
    [
        "Heard 'frequent flyer' at handover again. They're called patients.",
        'A visitor told a trainee "you stupid cow". Zero tolerance means a manager stands beside her.',
        "The printer is a lying bastard and I will bury it under the corn.",
        "I am the worst patient, ask my husband.",
        "The minister's plan is wrong and will cost beds.",
        "Management should fund four nurses for 32 beds.",
        "Congratulations to Dr Ola Brask on her fellowship!",
        "Passed my boards on the second try!",
        "Coffee number three and on call until seven.",
        "Open bar at my sister's wedding, off all week.",
        "I'm dying, that lecture was so long.",
        "A patient hugged me today. Love this job.",
        "My sourdough coded at six. Family present.",
        "You and I disagree and that's fine. Beers at the congress, my treat.",
        "Please wear your mask and gloves.",
        "We lost a round of golf to orthopaedics. Shame.",
    ],
)
def test_wry_words_quotes_and_opinions_stand(flag, text):
    assert not flag(Category.CONDUCT, text)


MIRRORED = [
    ("I oppose the abortion bill.", "I support the abortion bill."),
    ("Praying for peace for Israel.", "Praying for peace for Palestine."),
    ("The union is right to strike.", "The union is wrong to strike."),
    ("Proud atheist here.", "Proud Christian here."),
    ("Gender clinics need more funding.", "Gender clinics need less funding."),
    ("The mandate was right.", "The mandate was wrong."),
]


@pytest.mark.parametrize("pair", MIRRORED)
def test_opinion_is_no_finding_on_either_side(audit, pair):
    for text in pair:
        assert [f.rule for f in audit(text) if f.severity.value != "info"] == []


GROUPS = ["Christians", "Muslims", "Jews", "Hindus", "immigrants", "gays", "women"]


@pytest.mark.parametrize("group", GROUPS)
def test_denigration_counts_alike_for_every_group(flag, group):
    assert "conduct/discrimination" in flag(Category.CONDUCT, f"Honestly, {group} are vermin.")
    assert not flag(Category.CONDUCT, f"Nobody should say that {group} are vermin.")


@pytest.mark.reader
@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize(
    "text",
    [
        "Nobody should say that {} are vermin.",
        "Calling {} parasites is cruel and it has to stop.",
        "A visitor said all {} are scum. I told him to leave.",
    ],
)
def test_contempt_that_is_refused_stands_with_every_layer(flag, text, group):
    assert not flag(Category.CONDUCT, text.format(group))


def test_ones_own_case_stands_whatever_the_words_weigh(audit):
    found = audit("My deposition is on Monday")
    assert {f.severity.value for f in found if f.rule == "conduct/litigation"} == {"high"}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Our management has cut night staffing again", "conduct/employer-complaint"),
        ("What a shitshow of a shift", "conduct/profanity-work"),
    ],
)
def test_protected_or_private_matters_are_only_noted(audit, text, rule):
    assert {f.severity.value for f in audit(text) if f.rule == rule} == {"info"}
