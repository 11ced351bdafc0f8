"""An institution without "views my own" is flagged; a bare job title, or any accepted wording, stands."""

from __future__ import annotations

import pytest

from auditor.engine import disclaimers
from auditor.model import Category


@pytest.mark.parametrize(
    "bio",
    [
        "ER nurse, Quillon Ridge Hospital. Coffee first.",
        "nurse @ quillon ridge | dog person",
        "ER RN @QuillonRidgeHosp 🚑",
        "quillonridge by night, bread by day",
        "Honorary lecturer, Tarn Valley University",
        "Nurse at St Orla's Infirmary. RTs are not endorsements.",
        "Nurse at Quillon Ridge. Nothing here is medical advice.",
    ],
)
def test_bio_that_names_an_institution_is_flagged(flag, bio):
    assert flag(Category.DISCLAIMER, bio, kind="bio")


@pytest.mark.parametrize(
    "bio",
    [
        "ER nurse, Quillon Ridge Hospital. Views my own.",
        "ER nurse, Quillon Ridge Hospital. opinions mine",
        "Quillon Ridge ER. tweets ≠ employer",
        "Quillon Ridge ER. I tweet for me, not for the hospital.",
        "Quillon Ridge ER. This is me talking, never my employer.",
        "Quillon Ridge ER. Personal account.",
        "Quillon Ridge ER. Lo que digo es mío, no del hospital.",
        "Quillon Ridge ER. Propos personnels.",
        "Quillon Ridge ER. Meine Meinung.",
        "ER nurse. Cat person. Bad at golf.",
        "Mother of three, pierogi, rugby.",
    ],
)
def test_bio_with_own_views_or_without_institution_stands(flag, bio):
    assert not flag(Category.DISCLAIMER, bio, kind="bio")


def test_a_personal_account_needs_the_statement_too(flag):
    assert flag(
        Category.DISCLAIMER, "Gran of five. Nurse at Quillon Ridge Hospital.", kind="bio", use="personal"
    )


@pytest.mark.parametrize(
    "text",
    [
        "On behalf of Quillon Ridge: we reject the rota order and will not be following it.",
        "Quillon Ridge Hospital opposes the closure bill and we won't be complying.",
        "We at Quillon Ridge consider the new fee a disgrace.",
        "Speaking for the emergency department at Quillon Ridge: no confidence in the board.",
    ],
)
def test_speaking_for_an_institution_is_flagged(flag, text):
    assert flag(Category.DISCLAIMER, text)


@pytest.mark.parametrize(
    "text",
    [
        "The closure bill is wrong. One nurse's opinion, nobody else's.",
        "The closure bill is wrong and the minister knows it.",
        "Quillon Ridge is hiring two night nurses, apply by Friday.",
        "First day at Quillon Ridge! Nervous.",
        "Congratulations to Dr Quillon on the Ridge medal.",
        "Please join me in congratulating our new chief of medicine.",
    ],
)
def test_own_opinion_and_notices_stand(flag, text):
    assert not flag(Category.DISCLAIMER, text, rules_only=True)


STANDS_OF_ONE = [
    "The closure bill is wrong and the minister knows it.",
    "The closure bill is right and the minister knows it.",
    "The fee order is cruel and the commissioner should say so.",
    "The ministry's plan is unworkable. The regulator got this one wrong.",
    "The council's plan is brave. The regulator got this one right.",
    "I oppose the amendment and I reject the scheme.",
    "I support the amendment and I welcome the scheme.",
]


@pytest.mark.reader
@pytest.mark.parametrize("text", STANDS_OF_ONE)
def test_a_stand_that_only_its_author_takes_stands_with_every_layer(flag, text):
    assert not flag(Category.DISCLAIMER, text)


def test_remedy_is_the_longest_statement_that_fits(audit):
    bio = "ER nurse, Quillon Ridge Hospital. " + "Coffee, dogs and long walks. " * 3

    (finding,) = [f for f in audit(bio, kind="bio") if f.rule == "disclaimer/bio-affiliation"]

    assert "Views my own" in finding.remedy


@pytest.mark.parametrize(
    ("platform", "taken", "wanted"),
    [
        ("x", 0, 0),
        ("x", 126, 2),
        ("x", 127, 3),
        ("x", 148, None),
        ("tiktok", 40, 2),
        ("bluesky", 100, 0),
        ("x", 160, None),
    ],
)
def test_template_fits_what_is_left(platform, taken, wanted):
    chosen = disclaimers.longest_fitting(platform, "a" * taken)

    if wanted is None:
        assert chosen is None
    else:
        assert chosen == disclaimers.TEMPLATES[wanted]
        assert disclaimers.remaining(platform, "a" * taken + (" " if taken else "") + chosen) >= 0


def test_x_counts_an_emoji_twice_and_others_once():
    assert disclaimers.length("🚑é", "x") == 3
    assert disclaimers.length("🚑é", "mastodon") == 2
