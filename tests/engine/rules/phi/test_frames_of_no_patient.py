"""A story of the author's family, wedding or date, of a colleague, a figure of history, an exercise, an animal or
somebody in the news is no patient's; a patient's story stays one, whoever else is named in it."""

# ruff: noqa: E501 - a table of posts reads best one to a line
from __future__ import annotations

import pytest

from auditor.engine.frames import Frame, Whose
from auditor.engine.reading import AccountContext, Reading, Subject
from connectors.model import Owner, Use

OTHERS = [
    (
        "¡Enhorabuena al doctor Amaya! Nuestra enfermera Rocío y él ganaron el viernes en Sevilla; ella lloró.",
        "colleague",
    ),
    (
        "I've been married to a plumber since the flood in Selby; on Tuesday he found his thumb in a sock.",
        "author",
    ),
    (
        "Opa's Parkinson's has slowed him, but last night in the kitchen he sang all four verses and wept at the third.",
        "family",
    ),
    (
        "Mummy's cataract was done on Friday in Leeds; she walked in on her own and complained about the tea.",
        "family",
    ),
    (
        "Yiayia's hip is done. She came out at noon on Friday, swore at the surgeon in Greek and asked for her slippers.",
        "family",
    ),
    (
        "Cucu's dementia took my name this morning in Nyeri, but she held my hand through the whole of the rosary.",
        "family",
    ),
    (
        "Mam's bypass went well on Thursday in Cork and she told the anaesthetist he was a lovely boy.",
        "family",
    ),
    (
        "Dad didn't recognise me today. He was very polite, shook my hand and told me about his daughter the nurse.",
        "family",
    ),
    (
        "We laid my uncle Bert to rest on Friday in Grimsby, 88 years old, and he had them all laughing in the hospice.",
        "family",
    ),
    (
        "Our daughter got into the academy on Monday in Leeds; her mother cried in the car and I pretended I had hay fever.",
        "family",
    ),
    (
        "We got engaged on Saturday in Whitby! He dropped the ring off the pier and a lad in waders found it by noon.",
        "author",
    ),
    (
        "Gender reveal on Sunday in Tucson: it's a girl, her uncle fell in the pool, and her grandfather needed a chair.",
        "author",
    ),
    (
        "My hinge date on Friday brought his mother's lasagne and told me about his hernia for an hour. Second date tonight.",
        "author",
    ),
    (
        "The divorce came through on Friday in Leeds. He kept the caravan, and she, the cat, came home with me.",
        "author",
    ),
    (
        "Our theatre porter, Malik Deering, turned fifty on Friday. He brought his mother's samosas.",
        "colleague",
    ),
    (
        "Corinne from switchboard turned sixty on Tuesday. She came in at six, and her voice held this hospital together all night.",
        "colleague",
    ),
    (
        "We lost a colleague on Tuesday. He was 58, a quiet man, and he held this unit together through the winter of his illness.",
        "colleague",
    ),
    (
        "Nuestra compañera Lucía se jubila el viernes en Sevilla; ella llegó a urgencias en mi turno y le cantamos.",
        "colleague",
    ),
    (
        "March 1938: a fisherman of 34 is carried into the cottage hospital at Tobermory and his leg is saved with maggots.",
        "history",
    ),
    (
        "The parish ledger has her in bed 4, a mill girl of 14 from Paisley, with her hand in a carding machine.",
        "history",
    ),
    (
        "Mr Osei, 52, bus driver, chest pain at dinner, does not exist. I made him up on a train in 2012 and he came in every term.",
        "textbook",
    ),
    (
        "Wrote exam questions all Tuesday. Mr Gale, 61, comes in with chest pain and his wife has a theory. Ten marks.",
        "textbook",
    ),
    (
        "Meet Gerald, 58, on our unit today with a broken hip. Gerald is plastic and he has never once complained.",
        "simulation",
    ),
    (
        "Dolly went into labour at 2 am in stall 4, breech, her first. The vet says she'll do. Twins, both up and feeding.",
        "animal",
    ),
    (
        "Biscuit came home on Tuesday, 9, plate in his left knee, cone on his head. TPLO done and he has eaten his bed.",
        "animal",
    ),
    (
        "The keeper who collapsed on Saturday in Leeds: I never met the man. He came off on a stretcher and we all held our breath.",
        "public-figure",
    ),
    (
        "She told Vogue about her stroke on Tuesday and now her face is on every bus in Leeds. She was 34.",
        "public-figure",
    ),
]
SILENT = [
    "Mummy's cataract was done on Friday in Leeds; she walked in on her own and complained about the tea.",
    "Cucu's dementia took my name this morning in Nyeri, but she held my hand through the whole of the rosary.",
    "Corinne from switchboard turned sixty on Tuesday. She came in at six, and her voice held this hospital together all night.",
    "Nuestra compañera Lucía se jubila el viernes en Sevilla; ella llegó a urgencias en mi turno y le cantamos.",
]
PATIENTS = [
    "Tonight in bay 3 a groom, 34, came in from his own wedding in Whitby with his hand in a bread slicer.",
    "My mum's neighbour came in on Tuesday night, 81, hip again, and she told me all about her wedding in Whitby.",
    "Our receptionist's husband came in last night with chest pain, 58, and I put two stents in him in theatre 2.",
    "I treated our new chief executive on Friday: 61, stroke, thrombolysed in bay 2, and he is home now.",
    "The quarterback came in to us on Saturday night with his knee; I put the plate in and he'll be out for the season.",
    "A vet, 44, came in on Tuesday night from a farm near Selby, kicked by a mare, spleen gone. He is in bed 4.",
    "She proposed to him in bed 4 on Tuesday night, tubes and all, 71, leukaemia, and our whole unit in Leeds cried.",
    "Bed 6, 34, went into labour at her own wedding in Whitby on Saturday; we caught the baby in the vestry.",
    "The actor from the Saturday soap came in last night, bay 2, overdose. No names, but you've seen him on tv.",
    "Mum's waters went in the chip shop in Whitby on Friday night; she came in crowning and we caught him in the lift.",
    "He landed in Normandy in 1944 and on Tuesday night in bed 9 he told me about it, 99 years old, and died at dawn.",
    "Our porter's lad, 19, came in on Saturday night after the crash at Selby and I intubated him in resus.",
    "Dad cried when she came off the vent in bay 3 on Tuesday, five weeks after the fire at Selby. She is 6.",
    "A farmer from Selby, 58, came in on Friday with his arm in the baler; his dog sat in bay 2 till we'd done.",
    "Our retired matron came in on Tuesday night with a stroke, 81; she is in bed 4 and she ran this ward for years.",
    "Grandad Joe, as the whole ward calls him, 91, bed 4, went home to Whitby on Tuesday on his new hip.",
    "Uncle Ramesh from the temple in Pune came in last night, 66, and I put two stents in him before his wife arrived.",
    "The bride in bay 2 tonight, 29, from the crash at Selby; her husband of four hours is in theatre.",
    "A lady of 84 in bed 9 told me on Tuesday how she met her husband in Whitby in 1951. She died at four.",
    "My ex came in on Saturday night with his appendix and I was the one on call in theatre 2. He is 41.",
    "The lad who plays Hamlet at the Grand in Leeds came in on Friday night, bay 2, sword through his thigh.",
    "HR 140 at 1830, bay 2: a lad of 19 from the pile-up at Selby, and his father was driving.",
    "Our nurse told his wife in bay 2 on Tuesday night; he was 41, the baker in Selby, and he had sold us our bread.",
    "She was transferred from radiology in Leeds on Friday night, 34, the bleed bigger than her hand. Bed 4. Her mum is with her.",
    "Antes y después de la catarata de don Chelo, 76, operado el martes en Sevilla por nuestro colega; él ya conduce a casa.",
    "Mom's a cheesemaker in Selby and she was pushing when we got to the driveway on Friday night. Twins. I caught both.",
]
KEPT = [
    "Taken at 1420 to theatre 2, a lad of 19 from Selby with his leg off at the knee.",
    "Came in at 1830 on Tuesday, bay 2, and she was gone by 1910. She was 41 and taught half of Selby.",
]


def frame_of(text: str) -> Frame:
    account = AccountContext("x", "@nina", "Nina", Use("professional"), "")
    return Reading(Subject("1", "post", text), account, Owner()).frame


@pytest.mark.parametrize(("text", "whose"), OTHERS)
def test_a_story_of_somebody_else_is_no_patients(text, whose):
    assert frame_of(text).whose is Whose(whose)


@pytest.mark.parametrize("text", [text for text, _ in OTHERS])
def test_the_words_that_say_whose_it_is_are_shown(text):
    frame = frame_of(text)

    assert frame.evidence
    assert all(0 <= start < end <= len(text) for start, end in frame.evidence)


@pytest.mark.parametrize("text", PATIENTS)
def test_a_patients_story_stays_one_whoever_else_is_in_it(text):
    assert frame_of(text).is_patient


@pytest.mark.parametrize("text", KEPT)
def test_an_hour_or_a_house_number_is_no_old_year(text):
    assert Whose.HISTORY not in frame_of(text).scores


@pytest.mark.parametrize("text", SILENT)
def test_no_rule_takes_a_plain_one_for_a_patients(by_rules, text):
    assert not [f for f in by_rules(text) if f.rule.startswith("phi/") and f.severity.value != "info"]


@pytest.mark.parametrize("text", PATIENTS)
def test_the_rules_still_find_a_patients_story(by_rules, text):
    assert [f for f in by_rules(text) if f.rule.startswith("phi/") and f.severity.value != "info"]
