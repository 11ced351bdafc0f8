"""A number or address that its words give to a patient is flagged; a practice's own line is not."""

# ruff: noqa: E501 - a table of posts reads best one to a line
from __future__ import annotations

import pytest

RULE = "phi/contact"
A_PATIENTS = [
    "New assignment: purple door, VRE, gown up, text the daughter nine three seven dash five five five dash oh one four eight",
    "Would the owner of harold.hot (at) example (dot) org collect the insoles before they walk off by themselves?",
    "The intake form says jo.hates.needles @ example . ca, and under reason for visit: my wife.",
    "Our client's whole page, facebook dot com slash betty dot harker, is her stoma nurse and me.",
    "Mrs Harker, your tablets are ready; we tried 01632 960142 twice.",
    "Sticky note in my bag: call son 555-0142, platelets 11, room 9.",
    "His proxy is rosa.t@example.org and she has never heard of us, nor of his seizure.",
    "Anybody know her husband? Sister Joan is on 555-0163, the one in bay 2 with the stroke keeps asking.",
]
NOBODYS = [
    "We're hiring a receptionist, thirty hours, no Sundays. Ask for Lupe on 555-0138.",
    "Closed Monday for the bank holiday. The desk is on 01632 960231.",
    "We've moved! Suite 4, 12 Clover Avenue. Phone 507-555-0117, Monday to Thursday 8.30 to 5.",
    "I'm sorry you were kept waiting. We can't say here who has been seen with us; our office manager is on 555-0163.",
    "Privacy law won't let us discuss any visit. Patient relations is on 928-555-0142.",
    "Scrub nurse wanted, no nights. Ring Sister Bev Harker on 01632 960114 for an informal chat.",
    "Meds to beds seven days a week. Patients and families can call 555-0142.",
    "Antenatal class, Tuesdays at seven, Claddagh Hall, six weeks. WhatsApp 01632 960142.",
    "Questions about the course? jo at example dot org.",
    "Zero falls, one fire drill, two birthdays, three cakes, four beds empty. Quiet week.",
    "My daughter is on 555-0142 if anyone finds the kelpie.",
]


@pytest.mark.parametrize("text", A_PATIENTS)
def test_a_way_to_reach_a_patient_is_flagged(by_rules, text):
    assert RULE in {f.rule for f in by_rules(text) if f.severity.value == "critical"}


@pytest.mark.parametrize("text", A_PATIENTS)
def test_no_other_layer_doubts_it(audit, text):
    assert RULE in {f.rule for f in audit(text) if f.severity.value == "critical"}


@pytest.mark.parametrize("text", NOBODYS)
def test_a_practices_own_line_is_not(by_rules, text):
    assert RULE not in {f.rule for f in by_rules(text)}
