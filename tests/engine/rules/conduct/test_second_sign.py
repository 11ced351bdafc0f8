"""Words with a harmless second meaning are flagged beside a second sign only; plain forms by themselves."""

from __future__ import annotations

import pytest

from auditor.engine.rules.conduct import harm_threat, illegal_or_unsafe, patient_derision
from auditor.engine.text import normalise
from auditor.learning import labelled

SHOWS = [
    ("I hope he chokes on it, that relative in bay 2.", "conduct/harm-threat"),
    ("Shout at my students and you get the blunt needle.", "conduct/harm-threat"),
    ("I swear I'll punch that manager before the audit.", "conduct/harm-threat"),
    ("Naloxone again. We should just let the junkies die.", "conduct/harm-threat"),
    ("If you voted for them, find another dentist.", "conduct/harm-threat"),
    ("Coffin dodgers all over my ward again.", "conduct/patient-derision"),
    ("Beached whale on the table and the list is late.", "conduct/patient-derision"),
    ("Thick as two short planks, the family in room 4.", "conduct/patient-derision"),
    ("Triage bingo again, full house by ten.", "conduct/patient-derision"),
    ("I can't stand drunk patients.", "conduct/patient-derision"),
    ("Charted the hourly obs from the sofa and had a nap.", "conduct/illegal-or-unsafe"),
    ("Fudged the numbers for the hand hygiene audit.", "conduct/illegal-or-unsafe"),
    ("Quiet night, so I just looked up my neighbour's chart, just to see.", "conduct/illegal-or-unsafe"),
]
STANDS = [
    ("I'm going to bury this tomato plant under straw.", "conduct/harm-threat"),
    ("Put them in the oven for ten minutes.", "conduct/harm-threat"),
    ("Whoever invented this fax should be shot.", "conduct/harm-threat"),
    ("Let it ring, the desk is busy till ten.", "conduct/harm-threat"),
    ("A long memory for kindness: thank you, bay 2.", "conduct/harm-threat"),
    ("I hope he gets well soon and comes to the choir.", "conduct/harm-threat"),
    ("Turn it off and on again, says the help desk.", "conduct/harm-threat"),
    ("Whale on the horizon this morning, the whole ferry cheered.", "conduct/patient-derision"),
    ("Ranking the biscuits in the ward kitchen.", "conduct/patient-derision"),
    ("Bingo in the day room with the residents, Beryl won the jam.", "conduct/patient-derision"),
    ("You people are lovely, forty cards for our patients!", "conduct/patient-derision"),
    ("My last brain cell clocked out before the end of shift.", "conduct/patient-derision"),
    ("Crying at a patient's kindness on the bus home.", "conduct/patient-derision"),
    ("Charted the obs at four, then tea.", "conduct/illegal-or-unsafe"),
    (
        "A clerk was fired because he looked up his ex's chart. Curious is no reason.",
        "conduct/illegal-or-unsafe",
    ),
    ("Drove home with the windows down, no mask needed.", "conduct/illegal-or-unsafe"),
    ("Leave the cash in the tin and don't count on change.", "conduct/illegal-or-unsafe"),
]


@pytest.mark.parametrize(("text", "rule"), SHOWS)
def test_plain_forms_are_found(by_rules, text, rule):
    assert rule in {f.rule for f in by_rules(text)}


@pytest.mark.parametrize(("text", "rule"), STANDS)
def test_harmless_meanings_stand(by_rules, text, rule):
    assert rule not in {f.rule for f in by_rules(text)}


@pytest.mark.parametrize(
    "module", [harm_threat, illegal_or_unsafe, patient_derision], ids=lambda m: m.__name__
)
def test_no_form_stands_where_none_of_its_words_does(module):
    form = module._FORMS
    posts = [one.text for one in labelled.read(sorted(labelled.CORPORA.glob("*.jsonl")))]
    texts = [normalise(text) for text in (*posts, *(text for text, _ in SHOWS))]
    found = [match[0] for text in texts for match in form.pattern.finditer(text.folded)]
    assert [shown for shown in found if normalise(shown).runs.isdisjoint(form.words)] == []
