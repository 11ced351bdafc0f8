"""A name that the text itself says a patient bears is flagged; whoever else stands beside an illness is not."""

# ruff: noqa: E501 - a table of posts reads best one to a line
from __future__ import annotations

import pytest

from auditor.model import SpanType

RULE = "phi/name"
SAID = [
    "Our patient John Merriweather, 42, was admitted with sepsis.",
    "One of our patients, Rosa Delgado, 58, fell from her horse.",
    "My lady in bed 4, Joan, wants her tea before the morphine.",
    "A patient of ours, Tom Harker, rang to say the chest drain is out.",
    "pt John Merriweather 42M septic shock, on three pressors",
    "Rosa Delgado, 58, was admitted to our unit with a stroke; we thrombolysed her within the hour.",
    "We intubated Joan Harker twice last night.",
    "my patient joan keeps asking for gin",
    "Joan Harker is a patient of mine and she is the funniest woman alive",
    "Patient: Edith Larkin. Plan: home Friday if the INR behaves.",
    "Mrs Larkin in bed 6 has pneumonia again",
    "Our lovely patient Thandeka went home today after 40 days.",
    "Our pt Marek Novak coded at 3 am",
    "one of my patients named Greta learned to walk again",
    "John Merriweather 42M NSTEMI, cath lab at nine",
    "Admitted Mary Okafor last night? No: we discharged Mary Okafor at noon, kidneys sorted.",
    "Dorothy Quill, 91, came in with a broken hip and our theatre list grew by one",
    "My favourite patient, Mr Adeyemi, brought mangoes.",
    "The gentleman in bay 3, Harold, told the consultant his tie was crooked; his stroke spared the humour.",
    "Our patient Dr Penhallow, retired dentist, corrected my injection technique.",
]
NOBODYS = [
    "Congrats to John Merriweather, 42 publications on sepsis and now a professor!",
    "Our patient advocate John Merriweather ran the sepsis study day.",
    "Our patient safety lead Jane Roe won the national award for sepsis care.",
    "Senator Rosa Delgado, 58, was admitted with a stroke, her office said.",
    "Actor Tom Harker, 61, was rushed to hospital with pneumonia, reports say.",
    "For our patients, John Merriweather stayed six hours over his shift.",
    "Merriweather et al: 42 patients admitted with sepsis, lactate at six hours.",
    "In tonight's episode John Merriweather, 42, is admitted with sepsis and nobody washes their hands.",
    "We admitted John Merriweather to the college of surgeons on Friday.",
    "The John Merriweather Prize for sepsis research goes to our unit.",
    "Our patient portal is down again.",
    "The patient Sarah triaged is now with Ben in resus. Great team.",
    "My uncle John Merriweather, 42, was admitted with sepsis and I hate being on this side.",
    "Case vignette: John Merriweather, 42, was admitted with sepsis. What next?",
    "Our PT Joan Harker got three people out of bed by ten.",
    "Lena Ortiz presented our sepsis data at the congress, 42 slides in ten minutes.",
    "Parkinson, Graves and Addison walk into our ward.",
    "Our patient Rex is a collie with a limp.",
    "John Snow took the handle off the pump in 1854 and cholera went with it.",
    "Registrar John Merriweather, 34, matched with us in intensive care.",
    "My patients Monday clinic is full.",
    "Our patient experience team, led by Joan Harker, meets on Thursday.",
    "Our patient Facebook group is for flu clinic dates.",
    "Joan Harker joins us on our stroke unit, 20 years of nursing.",
    "One of our patients, asked about the food, laughed.",
    "John Merriweather ran the marathon in 3:42 for the stroke fund.",
    "Our Patient Zero story of typhoid: Mary Mallon cooked.",
    "John Doe, 42, is admitted with sepsis: how the record would look.",
    "Be patient John, the rota comes out on Monday.",
]


@pytest.mark.parametrize("text", SAID)
def test_a_name_said_to_be_a_patients_is_flagged_at_once(by_rules, text):
    (found,) = [f for f in by_rules(text) if f.rule == RULE]

    assert found.severity.value == "critical"
    assert any(span.type is SpanType.NAME for span in found.spans)


@pytest.mark.parametrize("text", SAID)
def test_no_other_layer_doubts_it(audit, text):
    assert RULE in {f.rule for f in audit(text) if f.severity.value == "critical"}


@pytest.mark.parametrize("text", NOBODYS)
def test_a_name_beside_an_illness_that_is_nobody_treated_stands(audit, text):
    assert RULE not in {f.rule for f in audit(text) if f.severity.value != "info"}


def test_a_case_line_without_an_account_is_flagged_and_open_to_doubt(by_rules):
    text = "John Merriweather, 42, admitted with sepsis, is the sort of man who thanks the cleaner."
    (found,) = [f for f in by_rules(text) if f.rule == RULE]

    assert found.severity.value == "high"


def test_permission_to_share_lowers_it(by_rules):
    text = "Our patient John Merriweather, 42, was admitted with sepsis. Shared with his permission."
    (found,) = [f for f in by_rules(text) if f.rule == RULE]

    assert found.severity.value == "low"


def test_a_vets_patient_is_no_person(by_rules):
    text = "Our patient Rex, the neighbour's collie, came in with a limp."

    assert RULE not in {f.rule for f in by_rules(text)}
