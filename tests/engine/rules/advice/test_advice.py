"""Advice to one person is flagged; teaching, redirecting and small talk are let stand."""

from __future__ import annotations

import pytest

from auditor.model import Category, Severity

ASKED = "my tooth has been throbbing since friday and my cheek is swollen, what do i do??"


ADVISES = [
    (ASKED, "That's an abscess love. Start the leftover amoxicillin, 500 three times a day."),
    (ASKED, "It's only the gum. Salt water twice a day and skip the dentist."),
    (
        "is my rash serious? itchy since monday",
        "Looks like scabies to me. Cream on tonight, wash everything.",
    ),
    ("mum's on warfarin and INR is 5, clinic closed", "Hold tonight's dose and tomorrow's, then half."),
    (
        "my kid has a fever of 39.5, should we go in?",
        "No need to go in, give her 5 ml of calpol and she'll be fine.",
    ),
    (
        "been dizzy since the new blood pressure tablet",
        "Stop it tonight and I'd ask for amlodipine instead.",
    ),
    (
        "mi hijo tiene fiebre y tos, qué hago?",
        "Dale 5 ml de paracetamol cada 6 horas y no vaya al hospital.",
    ),
]
DOUBTED_BY_WORDS = "Looks like scabies to me. Cream on tonight, wash everything."
"""Found by the rule, and put in doubt where the reader is left out: today's words give it .48, and a rule's
word stands from .55 on."""


@pytest.mark.parametrize(("parent", "text"), ADVISES)
def test_advice_to_one_person_is_found_by_the_rule(by_rules, parent, text):
    found = by_rules(text, parent=parent, kind="reply")
    assert any(f.category is Category.ADVICE and f.severity is not Severity.INFO for f in found)


@pytest.mark.parametrize(("parent", "text"), ADVISES)
def test_advice_to_one_person_is_flagged(flag, parent, text, request):
    if text == DOUBTED_BY_WORDS:
        request.applymarker(pytest.mark.xfail(reason="the words alone put it in doubt", strict=True))
    assert flag(Category.ADVICE, text, parent=parent, kind="reply")


@pytest.mark.reader
@pytest.mark.parametrize(("parent", "text"), ADVISES)
def test_advice_to_one_person_is_flagged_with_the_reader(flag, parent, text):
    assert flag(Category.ADVICE, text, parent=parent, kind="reply")


@pytest.mark.parametrize(
    ("parent", "text"),
    [
        (ASKED, "I can't advise in the comments, sorry. Please ring your dentist or 111 today."),
        (ASKED, "Nobody can judge that from here. Have it seen this week, in person."),
        ("can you look at my ECG? pic attached", "I won't read tracings on here. Your own clinic can today."),
        ("chest is tight and left arm numb", "Close this app and call 999 now, please."),
        ("how long do braces hurt", "Like eating crisps with a paper cut. By day three you forget."),
        (
            "★☆☆☆☆ waited two hours, rude staff",
            "Thank you for writing. Please call our office, we would like to listen.",
        ),
        ("loved your talk!", "Thank you, that made my week."),
        (
            "how do people find a psychologist?",
            "In general: any GP can refer, and university clinics see people for free.",
        ),
        (None, "If you have chest pain, call your emergency number. Don't drive yourself."),
        (None, "Oseltamivir 75 mg twice a day for five days helps most in the first 48 hours."),
        (None, "Talk to your doctor before you stop any medicine."),
    ],
)
def test_general_words_and_redirects_stand(flag, parent, text):
    assert not flag(Category.ADVICE, text, parent=parent, kind="reply")


def test_a_dose_makes_it_critical(audit):
    found = audit("Take 600 of ibuprofen every six hours.", parent=ASKED, kind="reply")

    (finding,) = [f for f in found if f.rule == "advice/dosing"]
    assert finding.severity.value == "critical"
    assert finding.terms[0].signal == "base"
    assert finding.spans


def test_a_possible_emergency_without_an_emergency_line_is_named(flag):
    asked = "dad's face is drooping and his speech is odd since lunch, wait til morning?"

    rules = flag(
        Category.ADVICE, "It's just a palsy, let him sleep, no need to go in.", parent=asked, kind="reply"
    )

    assert "advice/emergency" in rules
