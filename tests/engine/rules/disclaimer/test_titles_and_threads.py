"""What is only noted of titles without a name, and of threads that do not say what they are."""

from __future__ import annotations

import pytest

from auditor.model import Severity

NAMELESS = {"handle": "@nightfloat", "display_name": "night float"}


def rules(found) -> dict[str, Severity]:
    return {f.rule: f.severity for f in found}


@pytest.mark.parametrize(
    "text",
    [
        "ER doctor here: a fever doesn't harm the brain, and antibiotics don't touch a virus.",
        "Nurse here. Insulin doesn't need a fridge for a month, whatever your aunt's group says.",
        "Speaking as a paediatrician: croup sounds worse than it is, steroids help.",
    ],
)
def test_title_without_a_name_is_noted(by_rules, text):
    assert rules(by_rules(text, **NAMELESS)).get("disclaimer/anonymous-clinical") is Severity.INFO


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("ER doctor here: antibiotics don't touch a virus, fever or not.", {}),
        ("ER doctor here: antibiotics don't touch a virus.", {"handle": "@x9", "display_name": "Dr Lena O"}),
        (
            "ER doctor here: antibiotics don't touch a virus.",
            {**NAMELESS, "bio": "Nina Falkvard's other account"},
        ),
        ("Nurse here. The canteen soup is a war crime.", NAMELESS),
        ("Antibiotics don't touch a virus, fever or not.", NAMELESS),
    ],
)
def test_named_account_or_no_claim_stands(by_rules, text, where):
    assert "disclaimer/anonymous-clinical" not in rules(by_rules(text, **where))


THREAD = "🧵 Croup, asthma and what the inhaler does. 1/ Steroids first, then time."


@pytest.mark.parametrize(
    "text",
    [THREAD, "1/6 Sepsis: fever is a late sign. What to look for.", "A thread on statins and your liver."],
)
def test_health_thread_without_the_line_is_noted(by_rules, text):
    assert rules(by_rules(text)).get("disclaimer/not-advice") is Severity.INFO


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (THREAD + " General information, not advice.", {}),
        (THREAD + " Ask your GP about yours.", {}),
        (THREAD, {"bio": "Nurse. Not medical advice."}),
        (THREAD, {"use": "personal"}),
        (THREAD, {"parent": "Tell us more", "kind": "reply"}),
        ("🧵 Ten loaves, ranked. 1/ The brick.", {}),
        ("Croup, asthma and what the inhaler does: steroids first.", {}),
    ],
)
def test_said_elsewhere_or_no_health_thread_stands(by_rules, text, where):
    assert "disclaimer/not-advice" not in rules(by_rules(text, **where))
