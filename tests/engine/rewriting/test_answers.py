"""Fixed answers and first lines, each read by the engine like any other text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.engine import Subject, disclaimers, rewriting
from auditor.engine.rewriting.model import SuggestionKind
from tests.engine.rewriting.reading import ACCOUNT, ENGINE, suggested

REDIRECT = (
    "I can't advise individuals here. Please call your clinician; if it feels urgent, your emergency no."
)
QUESTION = "My legs hurt since I take atorvastatin, what should I do?"
FLAG = "chest feels tight and my left arm is numb since lunch, wait til morning?"
REVIEW = "★☆☆☆☆ Renata V.: Rude staff."


def test_advice_is_answered_by_the_redirect() -> None:
    offered = suggested("Stop the statin today.", rule="advice/individual", parent=QUESTION)
    assert offered is not None
    assert offered.text == REDIRECT and len(REDIRECT) == 99
    assert offered.kind is SuggestionKind.REPLY
    assert offered.after is not None and offered.after.is_clear
    assert offered.before.severity is not None


@pytest.mark.parametrize("rule", ["advice/emergency", "advice/individual"])
def test_a_possible_emergency_gets_its_line_first(rule: str) -> None:
    offered = suggested(
        "Probably a trapped nerve. Take two ibuprofen and sleep it off.", rule=rule, parent=FLAG
    )
    assert offered is not None and offered.text is not None
    assert offered.text.startswith("This may be an emergency: please call")
    assert offered.text.endswith(REDIRECT)
    assert offered.length <= 280
    assert offered.after is not None and offered.after.is_clear


def test_a_review_is_answered_without_a_word_on_the_reviewer() -> None:
    reply = "Renata, your chart tells another story: you missed your appointment twice."
    account = replace(ACCOUNT, platform="google")
    for rule in ("phi/review-reply", "phi/mosaic"):
        offered = suggested(reply, rule=rule, parent=REVIEW, account=account)
        assert offered is not None and offered.text is not None
        assert "Renata" not in offered.text and "call our office" in offered.text
        assert offered.after is not None and offered.after.is_clear


def test_a_comment_that_confirms_a_patient_has_no_safe_wording() -> None:
    offered = suggested(
        "So glad the swelling went down after Tuesday! See you Thursday for the dressing change.",
        rule="phi/review-reply",
        parent="Recovering slowly, one day at a time.",
    )
    assert offered is not None and offered.text is None
    assert "private" in " ".join(rewriting.sentences(offered))


@pytest.mark.parametrize(
    "text", [REDIRECT, *(line for line in disclaimers.statements().answer.values())], ids=lambda t: t[:20]
)
@pytest.mark.parametrize("parent", [QUESTION, FLAG, REVIEW])
def test_the_engine_finds_no_advice_and_no_patient_in_a_fixed_answer(text: str, parent: str) -> None:
    found = ENGINE.audit_item(Subject("1", "reply", text, parent_text=parent), ACCOUNT)
    loud = {f.category for f in found if f.severity != "info" and f.rule != "advice/emergency"}
    assert not loud & {"phi", "advice"}


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        (
            "Love my new bag! Link in bio, use code NINA20 for 20% off, best bag on the market",
            "coi/undisclosed-sponsor",
            "Ad: I am paid by ____.",
        ),
        (
            "Northwind Labs makes the best pump there is, everyone should ask for it",
            "coi/undisclosed-sponsor",
            "Paid consultant: Northwind Labs. Views mine.",
        ),
        (
            "Come to Glow Clinic, best botox in town, 20% off this month!",
            "coi/own-product",
            "Disclosure: Glow Clinic is my own.",
        ),
    ],
)
def test_a_tie_is_said_first(text: str, rule: str, line: str) -> None:
    offered = suggested(text, rule=rule)
    assert offered is not None
    assert offered.kind is SuggestionKind.DISCLOSURE
    assert offered.addition == line
    assert offered.text in (None, f"{line} {text}")
    if offered.text is None:
        assert line in " ".join(offered.remarks)


def test_a_tie_that_does_not_fit_says_by_how_much() -> None:
    text = "Northwind Labs makes the best pump there is. " + "Ask for it. " * 21
    offered = suggested(text[:279], rule="coi/undisclosed-sponsor")
    assert offered is not None and offered.text is None
    assert "Shorten the post by" in offered.remarks[0]


def test_a_post_for_an_institution_gets_a_statement_or_an_honest_word() -> None:
    text = "We at Lakeview General Hospital oppose the county's plan to close obstetrics."
    offered = suggested(text, rule="disclaimer/post-affiliation")
    assert offered is not None and offered.kind is SuggestionKind.STATEMENT
    assert offered.addition in disclaimers.TEMPLATES
    assert offered.text in (None, f"{text} {offered.addition}")


@pytest.mark.parametrize(
    ("line", "length"),
    [*zip(disclaimers.TEMPLATES, (120, 52, 33, 29, 12), strict=True), (REDIRECT, 99)],
)
def test_statements_are_as_long_as_the_catalogue_says(line: str, length: int) -> None:
    assert len(line) == length


def test_statements_with_a_name_are_as_long_as_the_catalogue_says() -> None:
    known = disclaimers.statements()
    assert len(known.views_of_employer.format(name="")) == 58
    assert len(known.disclosure["consultant"].format(name="")) == 30
    assert len(known.disclosure["bio"].format(name="")) == 13
    assert {name: len(line) for name, line in known.views_with_credential.items()} == {"RN": 34, "MD": 35}
