"""Contempt, payback and drink at work in forms that no single word gives away; refused, they stand."""

from __future__ import annotations

import pytest

from auditor.model import Category, Severity

SHOWS = [
    (
        "He clicked his fingers at me, so we will see how long a man can wait for a bottle.",
        "conduct/harm-threat",
    ),
    ("If that landlord ever ends up on my table I'm having two lunches first.", "conduct/harm-threat"),
    ("Spat at the crew, so we found every pothole on the way in.", "conduct/harm-threat"),
    ("Be rude at the desk and I might just forget the numbing.", "conduct/harm-threat"),
    ("People like that don't deserve a bed.", "conduct/harm-threat"),
    ("Scroungers. Every one of them, and my whole list is patients like that.", "conduct/patient-derision"),
    ("The usual livestock in triage tonight, a zoo of patients.", "conduct/patient-derision"),
    (
        "Types of pharmacy customer: shouters, moaners, people who sniff the samples.",
        "conduct/patient-derision",
    ),
    ("BMI 54 on the list, somebody bring a forklift for the patient.", "conduct/patient-derision"),
    ("Impressions of my patients, part three, the crying lady is my favourite.", "conduct/patient-derision"),
    ("It's the foreigners again who fill my waiting room.", "conduct/discrimination"),
    ("Certain cultures always scream in labour.", "conduct/discrimination"),
    ("Dr Ola Brask closes wounds like my toddler parks his tricycle.", "conduct/colleague-disparagement"),
    ("Dr Ola Brask thinks consent is a lifestyle.", "conduct/colleague-disparagement"),
    ("Three gins into call and the pager was quiet.", "conduct/impairment-on-duty"),
    (
        "My licence lapsed in May and nobody noticed lol. A two day course will fix it.",
        "conduct/false-credentials",
    ),
    ("The MMR caused all of it.", "conduct/misinformation"),
    ("Cancer cannot survive in an alkaline body.", "conduct/misinformation"),
]
STANDS = [
    "How long do patients wait in your department? Ours waited nine hours.",
    "If you end up in my clinic, bring your list of medicines.",
    "Every pothole on the ring road, and a spinal patient on board: please fix the roads.",
    "Don't forget the numbing cream before the jab, it helps.",
    "Everybody deserves a bed.",
    "Types of stroke: clots and bleeds.",
    "BMI is a poor measure for one patient.",
    "Foreigners staff half of my ward and I am glad of it.",
    "Immigrants staff half of my ward. I would vote for less immigration all the same.",
    "Immigrants staff half of my ward. I would vote for more immigration all the same.",
    "Cultures always take two days in our laboratory.",
    "Dr Ola Brask closes wounds like an artist. What a teacher.",
    "Dr Ola Brask thinks consent is a conversation, and she is right.",
    "Off call at six, then three gins.",
    "My licence came through in May!",
    "A father asked me whether the MMR causes autism. It doesn't, and we talked for half an hour.",
    "I am the worst patient, an entitled old cow, ask my own nurse.",
    "My sourdough died on my shift. I did compressions.",
]


@pytest.mark.parametrize(("text", "rule"), SHOWS)
def test_contempt_is_found_in_its_forms(by_rules, text, rule):
    assert rule in {f.rule for f in by_rules(text) if f.severity.value != "info"}


@pytest.mark.parametrize("text", STANDS)
def test_what_only_shares_the_words_stands(by_rules, text):
    found = {f.rule for f in by_rules(text) if f.category is Category.CONDUCT and f.severity.value != "info"}

    assert not found


SLURS = [
    "Bed 4 is a dirty coon and knows it.",
    "He's a fag and I had to wash him.",
    "They're savages, the lot from that estate.",
    "Another tranny patient on the list, lucky me.",
    "What a retard, pulled his own line out.",
    "Those migrants always lie about their age.",
    "Bloody foreigners filling my clinic.",
    "These Catholics never turn up for clinic.",
    "All refugees should be deported before they see a dentist.",
    "Welfare scum in triage again.",
]
OF_OTHER_THINGS = [
    "My Maine Coon sleeps on my badge.",
    "A chink of light under the door at 4am.",
    "Walked Offa's Dyke for the hospice.",
    "Popped out for a fag and missed the bus.",
    "Savages the cat has brought in three mice.",
    "Mongol empire documentary tonight, superb.",
    "Poof, and the weekend was gone.",
    "Je suis en retard, comme toujours.",
    "Aunties are the best people at a wedding.",
    "All migrants should be treated with dignity, whatever the minister says.",
    "These Catholics make a fine choir.",
    "English is a funny language.",
    "Welfare should be raised, and I'd say so to any minister.",
    "Welfare should be cut, and I'd say so to any minister.",
]


@pytest.mark.parametrize(
    ("text", "is_slur"), [(t, True) for t in SLURS] + [(t, False) for t in OF_OTHER_THINGS]
)
def test_a_slur_is_told_from_its_word_said_of_something_else(by_rules, text, is_slur):
    found = {f.rule for f in by_rules(text) if f.severity is not Severity.INFO}
    assert ("conduct/discrimination" in found) is is_slur
