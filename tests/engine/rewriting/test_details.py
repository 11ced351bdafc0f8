"""Before and after, detail by detail: what stands in a detail's place, and what goes with it."""

from __future__ import annotations

import pytest

from auditor.engine import lexicon
from auditor.engine.rewriting.health import wider
from tests.engine.rewriting.reading import generalised

AGES = [
    ("A 94-year-old came in.", "A very old person came in."),
    ("A 94-year-old woman came in.", "A very old woman came in."),
    ("My patient is 97.", "My patient is very old."),
    ("She turned 100, still sharp.", "She is very old, still sharp."),
    ("A lady in her 90s fell.", "A lady of great age fell."),
    ("A centenarian on our list.", "A very old person on our list."),
    ("Happy 100th birthday to her!", "Happy birthday to her!"),
    ("An 87 yo F called.", "An eighty-something woman called."),
    ("A 42-year-old came in.", "A forty-something came in."),
    ("A 15-year-old boy came in.", "A teenage boy came in."),
    ("A 6-year-old came in.", "A child came in."),
    ("An 11-month-old came in.", "A baby came in."),
    ("She was aged 34.", "She was thirty-something."),
    ("Born on 3 May 1931, she still drives.", "Born long ago, she still drives."),
    ("Her baby was born on 12 March 2024.", "Her baby was born in 2024."),
]
TIMES = [
    ("She came in last night.", "She came in some time ago."),
    ("Last night she came in.", "Once she came in."),
    ("Tonight: a bad one.", "Once: a bad one."),
    ("He died on Tuesday.", "He died some time ago."),
    ("He died on 12 March 2024.", "He died in 2024."),
    ("We met in March 2023.", "We met in 2023."),
    ("It was two days later.", "It was later."),
    ("At 3am she crashed.", "She crashed."),
    ("Here since Friday.", "Here for some time."),
    ("We meet her tomorrow.", "We meet her soon."),
    ("The Tuesday clinic was full.", "The clinic was full."),
    ("He came in on Monday and left on Friday.", "He came in some time ago and left."),
]
WHEREABOUTS = [
    ("She is from Tilbury.", "She is from a town."),
    ("She is from Hillsborough, Ohio.", "She is from Ohio."),
    ("He lives in Minneapolis.", "He lives in a city."),
    ("Off to Harrow Creek, MN.", "Off to MN."),
    ("So proud #Tilbury", "So proud"),
    ("So proud #TilburyStrong", "So proud"),
    ("Our village knows him.", "The area knows him."),
    ("Half the town knows.", "Everyone knows."),
    ("He crashed on Route 9.", "He crashed on a road."),
    ("They found her behind the church.", "They found her nearby."),
    ("Seen at Lakeview General Hospital.", "Seen at work."),
    ("He slept in MICU 6 for days.", "He slept at work for days."),
    ("He slept in bay 3.", "He slept at work."),
    ("Bed 7 is asking for tea.", "A patient is asking for tea."),
    ("Moved to the ICU.", "Moved into our care."),
]
PEOPLE = [
    ("Mrs Okonkwo smiled. I like Mrs Okonkwo.", "A patient smiled. I like the patient."),
    ("My patient, Wilhelmina Thorngate, smiled.", "My patient smiled."),
    ("Her name is Wilhelmina.", "Name kept back."),
    ("A man named Ignatius fell.", "A man fell."),
    ("RIP Wilhelmina.", "RIP."),
    ("Lou's notes were long.", "A patient's notes were long."),
    (
        "The front desk keeps a slot for Jasper today.",
        "The front desk keeps a slot for the patient some time ago.",
    ),
    ("Her husband's barbershop is shut.", "A relative's barbershop is shut."),
    ("J.T. is back.", "A patient is back."),
    ("She waits, ring her on 612-555-0142.", "She waits."),
    ("The mayor came in.", "Somebody came in."),
    ("Our local postman came in.", "Somebody came in."),
    ("The mayor's brother came in.", "Somebody came in."),
    ("She coaches the under-nines. Nice lady.", "Nice lady."),
    ("The only dentist in town is here.", "Somebody is here."),
    ("His wife cried.", "A relative cried."),
]
HEALTH = [
    ("She has botulism.", "She has an uncommon infection."),
    ("Our first botulism this year.", "An uncommon infection this year."),
    ("He has Creutzfeldt-Jakob disease.", "He has an uncommon disease of the nerves."),
    ("A case of porphyria.", "A case of an inherited condition."),
    ("Her heart transplant went well.", "Her major operation went well."),
    ("He came in after the crash.", "He came in."),
    ("He came in after the terrible Route 9 crash.", "He came in."),
    ("He swallowed a toy car, then cried.", "He got hurt, then cried."),
    ("He was kicked by a horse.", "He was hurt."),
    ("A Somali mother came in.", "A mother came in."),
    ("Long day 📸", "Long day"),
]


@pytest.mark.parametrize(
    ("before", "after"), [*AGES, *TIMES, *WHEREABOUTS, *PEOPLE, *HEALTH], ids=lambda text: text[:40]
)
def test_a_detail_is_made_general(before: str, after: str) -> None:
    assert generalised(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A 42-year-old came in.", "A person came in."),
        ("A 15-year-old boy came in.", "A boy came in."),
        ("She came in last night.", "She came in."),
        ("He lives in Minneapolis.", "He lives here."),
        ("He slept in bay 3.", "He slept."),
        ("She has botulism.", "She has a health problem."),
    ],
)
def test_a_second_step_goes_further(before: str, after: str) -> None:
    assert generalised(before, step=1) == after


@pytest.mark.parametrize(
    "text",
    [
        "Congrats to Dr Lena Ortiz on her new role.",
        "Hand hygiene matters.",
        "Ondansetron works.",
        "Wash your hands.",
        "Ada Example writes here.",
        "",
        "🚑",
    ],
)
def test_what_tells_of_no_patient_stays(text: str) -> None:
    assert generalised(text) == text


def test_everything_around_a_detail_stays_as_it_was() -> None:
    text = "  Wow…  A 94-year-old  ‘hero’\n\nof ours,\tlast night \u200d🚑!! "
    assert generalised(text) == "  Wow…  A very old person  ‘hero’\n\nof ours,\tsome time ago \u200d🚑!!"


def test_wider_classes_name_what_the_lexicon_knows() -> None:
    from auditor.engine.recognizers.phrases import _table

    known = {*lexicon.conditions(), *lexicon.procedures()}
    heads = _table()
    stray = [
        name
        for name in wider()
        if name not in known and name.split()[0].split("-")[0].split("'")[0] not in heads
    ]
    assert stray == []


@pytest.mark.parametrize("name", sorted(wider()))
def test_a_wider_class_says_less(name: str) -> None:
    said = wider()[name].name
    assert name not in said
    assert said not in lexicon.conditions() or lexicon.conditions()[said].rarity == "common"
