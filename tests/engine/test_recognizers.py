"""What each recogniser sees, and what it lets stand."""

from __future__ import annotations

import pytest

from auditor.engine import AccountContext, Subject
from auditor.engine.marks import Mark, MarkKind
from auditor.engine.reading import Reading
from auditor.engine.recognizers.ages import years_of
from auditor.engine.recognizers.numbers import is_nhs_number
from connectors.model import Owner, Use


def marks(text: str, kind: MarkKind, city: str = "", parent: str | None = None) -> list[tuple[str, str]]:
    """The marks of a kind as pairs of their text and detail."""
    reading = Reading(
        Subject("1", "post", text, parent_text=parent),
        AccountContext("x", "@invented", "Quill Invented", Use.PROFESSIONAL, ""),
        Owner(name="Quill Invented", city=city, employers=("Larkfield Infirmary",)),
    )
    return [(text_of(reading, mark), mark.detail) for mark in reading.marks if mark.kind is kind]


def text_of(reading: Reading, mark: Mark) -> str:
    return reading.text.value[mark.start : mark.end]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ring me on 555-0142 after noon", [("555-0142", "phone")]),
        ("his mobile is 07700 900148 now", [("07700 900148", "phone")]),
        ("(415) 555-0132 is the line", [("(415) 555-0132", "phone")]),
        ("+44 7700 900123 any time", [("+44 7700 900123", "phone")]),
        ("write to jo.b@example.org please", [("jo.b@example.org", "email")]),
        ("jo (at) example (dot) org", [("jo (at) example (dot) org", "email")]),
        ("jo.harker at example dot org", [("jo.harker at example dot org", "email")]),
        ("jo [at] example [dot] co [dot] uk", [("jo [at] example [dot] co [dot] uk", "email")]),
        ("jo.b @ example . ca", [("jo.b @ example . ca", "email")]),
        ("rosa arroba example punto es", [("rosa arroba example punto es", "email")]),
        ("five oh six, five five five, zero one", [("five oh six, five five five, zero one", "phone")]),
        ("text 9 3 7 dash 5 5 5 dash oh 1 4 8 ok", [("9 3 7 dash 5 5 5 dash oh 1 4 8", "phone")]),
        ("085 oh one oh double six oh, he says", [("085 oh one oh double six oh", "phone")]),
        (
            "mi cel: dos diez, cinco cincuenta y cinco, cero uno",
            [("dos diez, cinco cincuenta y cinco, cero uno", "phone")],
        ),
        ("facebook dot com slash jo dot harker", [("facebook dot com slash jo dot harker", "page")]),
        ("we met at example dot com", []),
        ("look at example dot org", []),
        ("zero one two three four five six seven", []),
        ("seven six five four three two one zero", []),
        ("one nurse, two beds, three falls, four calls, zero lunch", []),
        ("oh oh oh oh oh oh oh oh", []),
        ("double trouble, two twins, three days, zero sleep", []),
        ("scores of 12-15 and 140/90", []),
        ("in 2019-2020 we grew", []),
        ("£1,250,000 raised", []),
        ("@handle said hi", []),
        ("sats 88 88 89 90", []),
        ("the 4-4-2 formation", []),
    ],
)
def test_contacts(text: str, found: list[tuple[str, str]]) -> None:
    assert marks(text, MarkKind.CONTACT) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("MRN 00482137 top left", [("00482137", "mrn")]),
        ("SSN 219-09-9999 on the form", [("219-09-9999", "ssn")]),
        ("NHS number 943 476 5919 shown", [("943 476 5919", "nhs")]),
        ("Medicare 1EG4-TE5-MK73 card", [("1eg4-te5-mk73", "plan")]),
        ("account CA-20417 is overdue", [("ca-20417", "account")]),
        ("truck in our lane, plate ZZ0-0142", [("zz0-0142", "plate")]),
        ("pump serial no. 88213-K failed", [("88213-k", "device")]),
        ("trial NCT01234567 is open", []),
        ("grant R01 HL123456", []),
        ("ICD-10 code S72.0", []),
        ("record 30 degrees today", []),
        ("case 12 of 14", []),
        ("plan B it is", []),
        ("reg 2024 intake", []),
    ],
)
def test_numbers(text: str, found: list[tuple[str, str]]) -> None:
    assert [(shown.lower(), detail) for shown, detail in marks(text, MarkKind.ID)] == found


@pytest.mark.parametrize(
    ("digits", "is_valid"),
    [("9434765919", True), ("9434765918", False), ("1111111111", False), ("943", False)],
)
def test_nhs_checksum(digits: str, is_valid: bool) -> None:
    assert is_nhs_number(digits) is is_valid


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("a 34-year-old runner", "adult"),
        ("34yo M with pain", "adult"),
        ("34F, fever", "adult"),
        ("6 y/o with croup", "minor"),
        ("an 84 year old lady", "80s"),
        ("a 4-month-old boy", "infant"),
        ("14 month old swallowed it", "infant"),
        ("she turned 100 today", "over-89"),
        ("happy 100th to our resident", "over-89"),
        ("a centenarian on ward 3", "over-89"),
        ("in her 90s and dancing", "over-89"),
        ("ninety-four-year-old farmer", "over-89"),
        ("dob 3/9/61 it says", "birth-date"),
        ("in his sixties", "decade"),
        ("aged twelve", "minor"),
        ("35 weeks pregnant", "gestation"),
    ],
)
def test_an_age_is_seen(text: str, detail: str) -> None:
    assert detail in {seen for _, seen in marks(text, MarkKind.AGE)}


@pytest.mark.parametrize(
    "text",
    [
        "over 90% of staff",
        "adults aged 65 and over",
        "a 10 year study",
        "give 5 ml twice",
        "since 1987",
        "4 nurses for 32 beds",
        "at 90 mmHg",
        "3 patients, 2 chairs",
        "a 100 m sprint",
    ],
)
def test_no_age_is_seen(text: str) -> None:
    assert marks(text, MarkKind.AGE) == []


@pytest.mark.parametrize(
    ("shown", "years"),
    [
        ("ninety-four", 94),
        ("a hundred and two", 102),
        ("one hundred", 100),
        ("12", 12),
        ("sixteen", 16),
        ("nine", 9),
    ],
)
def test_years_in_words(shown: str, years: int) -> None:
    assert years_of(shown) == years


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("He came in last night", "relative"),
        ("seen this morning", "relative"),
        ("on 12 March 2024", "full"),
        ("on March 3rd", "full"),
        ("3/4/2024 visit", "full"),
        ("at 3:10 am he woke", "clock"),
        ("three days ago", "relative"),
        ("Tuesday's clinic", "weekday"),
        ("on Boxing Day", "holiday"),
        ("Good Friday, skeleton staff", "holiday"),
        ("right now in OR 4", "live"),
        ("anoche llegó", "relative"),
    ],
)
def test_a_time_is_seen(text: str, detail: str) -> None:
    assert detail in {seen for _, seen in marks(text, MarkKind.DATE)}


@pytest.mark.parametrize(
    "text",
    [
        "I may go",
        "march on",
        "sat down with tea",
        "a second opinion",
        "in 2019",
        "the sun was out",
        "wed them",
    ],
)
def test_no_time_is_seen(text: str) -> None:
    assert marks(text, MarkKind.DATE) == []


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("the lad in bay 3", "numbered"),
        ("Room 12 rang again", "numbered"),
        ("up on 4 West", "numbered"),
        ("bed nine is singing", "numbered"),
        ("in our ICU tonight", "ours"),
        ("5N is full again", "numbered"),
        ("sent up to 6w just now", "numbered"),
        ("six west sent cake", "numbered"),
    ],
)
def test_a_unit_is_seen(text: str, detail: str) -> None:
    assert detail in {seen for _, seen in marks(text, MarkKind.UNIT)}


@pytest.mark.parametrize(
    "text",
    [
        "room for doubt",
        "two or three ideas",
        "chair of the board",
        "base 10",
        "a bed of roses",
        "or 5 people",
        "look after the little ones",
        "five ones and two tens",
        "back in the 80s",
        "waited 30 s",
    ],
)
def test_no_unit_is_seen(text: str) -> None:
    assert marks(text, MarkKind.UNIT) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mrs Abernethy rang", [("Mrs Abernethy", "titled")]),
        ("Congrats to Dr Lena Ortiz!", [("Dr Lena Ortiz", "colleague")]),
        ("my wife Anna sang", [("Anna", "family")]),
        ("Today Quill Invented speaks", [("Quill Invented", "owner")]),
        ("we lost little Shanelle Brook", [("Shanelle Brook", "full")]),
        ("Parkinson disease and Graves disease", []),
        ("Will you come in April?", []),
        ("give Allegra or Humira", []),
        ("he came in from Kingsley Speedway", []),
        ("she fell at Marlow High", []),
        ("a crash on Jordan Street", []),
        ("hurt in the Dudley Cup final", []),
        ("he collapsed at Whitney Hall", []),
        ("a fight on Harper street", []),
        ("we flew from Logan Airport", []),
        ("we lost Lena Hall last night", [("Lena Hall", "full")]),
        ("it was Grace Park who rang", [("Grace Park", "full")]),
        ("Mr Douglas Street came in", [("Mr Douglas Street", "titled")]),
    ],
)
def test_names(text: str, found: list[tuple[str, str]]) -> None:
    assert [pair for pair in marks(text, MarkKind.NAME) if pair[1] != "proper"] == found


def test_the_person_replied_to_is_known_by_name() -> None:
    assert ("Renata", "addressee") in marks(
        "Renata, your chart says so", MarkKind.NAME, parent="★☆☆☆☆ Renata V.: Rude."
    )


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("the mayor's brother has a stoma", "kin-of"),
        ("my son's PE teacher", "school"),
        ("the man who calls the races", "described"),
        ("a certain weatherman", "certain"),
        ("our librarian broke her hip", "village-role"),
        ("same school as my niece", "school"),
    ],
)
def test_a_relation_is_seen(text: str, detail: str) -> None:
    assert detail in {seen for _, seen in marks(text, MarkKind.RELATION)} | {
        seen for _, seen in marks(text.replace("the ", "The "), MarkKind.RELATION)
    }


@pytest.mark.parametrize(
    "text", ["teachers deserve more", "it's raining", "let's go home", "that's how it works", "coach class"]
)
def test_no_singling_relation_is_seen(text: str) -> None:
    assert [pair for pair in marks(text, MarkKind.RELATION) if pair[1] != "bare-role"] == []


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("give at https://www.gofundme.com/f/x", "fundraiser"),
        ("see www.legacy.com/us/obituaries/x", "obituary"),
        ("https://mychart.example.org/y", "portal"),
        ("https://doi.org/10.1/x", "other"),
        ("server 192.0.2.17 is down", "ip"),
    ],
)
def test_links_by_sort(text: str, detail: str) -> None:
    assert [seen for _, seen in marks(text, MarkKind.URL)] == [detail]


@pytest.mark.parametrize("text", ["end.Start again", "v1.2.3", "e.g. this", "1.5.2024"])
def test_no_link_is_seen(text: str) -> None:
    assert marks(text, MarkKind.URL) == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("zip 59314", ["zip"]),
        ("Billings, MT 59101", ["zip"]),
        ("at YO1 7HH", ["postcode"]),
        ("code 59314", []),
        ("59314 people", []),
    ],
)
def test_postal_codes(text: str, kinds: list[str]) -> None:
    assert [seen for _, seen in marks(text, MarkKind.ZIP)] == kinds


@pytest.mark.parametrize(
    "text", ["she drove in from Ely", "off Highway 26", "in a town of 4,000", "at the Saturday market"]
)
def test_a_place_is_seen(text: str) -> None:
    assert marks(text, MarkKind.PLACE)


@pytest.mark.parametrize("text", ["reading a book", "Nice work, team", "Reading is fun", "the bath was cold"])
def test_no_place_is_seen(text: str) -> None:
    assert marks(text, MarkKind.PLACE) == []


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("RIP Wilhelmina, you were the best of us", MarkKind.NAME, [("Wilhelmina", "named")]),
        ("My patient Wilhelmina Thorngate went home", MarkKind.NAME, [("Wilhelmina Thorngate", "patient")]),
        ("My cousin Wilhelmina went home", MarkKind.NAME, [("Wilhelmina", "family")]),
        ("Clinic moves to Ohio in September and opens on Tuesday", MarkKind.NAME, []),
        ("On Sunday we close", MarkKind.NAME, []),
        ("So little Wilhelmina is off the vent", MarkKind.NAME, [("Wilhelmina", "named")]),
        ("a young German tied a knot", MarkKind.NAME, []),
        ("she is Kulkarni kaka as ever", MarkKind.NAME, [("Kulkarni", "titled")]),
        ("the fire took his mother-in-law", MarkKind.RELATION, [("his mother-in-law", "their-kin")]),
        ("his family name is on the door", MarkKind.RELATION, []),
        ("both brothers were in the cab", MarkKind.RELATION, [("both brothers", "some-of")]),
        ("one of our two teachers", MarkKind.RELATION, [("one of our two teachers", "some-of")]),
        ("two doctors and one nurse", MarkKind.RELATION, [("nurse", "bare-role")]),
        ("a retired lockkeeper, no less", MarkKind.RELATION, [("retired lockkeeper", "described")]),
        ("she retired from the bench", MarkKind.RELATION, []),
        ("her father fishes for a living", MarkKind.RELATION, [("father fishes for", "deed")]),
        ("Weds clinic ran over", MarkKind.DATE, [("weds", "weekday")]),
        ("at ten past four she walked", MarkKind.DATE, [("at ten past four", "clock")]),
        ("half of them went home", MarkKind.DATE, []),
        ("since half-term she has been better", MarkKind.DATE, [("since half-term", "season")]),
        ("her six-week check went well", MarkKind.DATE, [("six-week check", "visit")]),
        ("a six-week course", MarkKind.DATE, []),
        ("Banjo, 5, started school", MarkKind.AGE, [("5", "bare")]),
        ("apples, 5, and pears", MarkKind.AGE, []),
        ("He rang the bell. Sixteen. I wept.", MarkKind.AGE, [("Sixteen", "bare")]),
        ("Happy 97th to our oldest regular", MarkKind.AGE, [("97th", "over-89")]),
        ("on the board: 41+5, breech", MarkKind.AGE, [("41+5", "gestation")]),
        ("scored 41+51", MarkKind.AGE, []),
        ("the lady in the window bed", MarkKind.UNIT, [("the window bed", "spot")]),
        ("the chair by the window is hers", MarkKind.UNIT, [("The chair by the window", "spot")]),
        ("he moved to C wing", MarkKind.UNIT, [("C wing", "numbered")]),
        ("gave it a wing and a prayer", MarkKind.UNIT, []),
        ("psych 2 is full", MarkKind.UNIT, [("psych 2", "numbered")]),
        ("the village surgery is shut", MarkKind.UNIT, [("the village surgery", "local")]),
        ("the surgery went well", MarkKind.UNIT, []),
        ("still in with us at the weekend", MarkKind.UNIT, [("in with us", "with-us")]),
        ("work with us", MarkKind.UNIT, []),
        ("came in at 47kg", MarkKind.CONDITION, [("47kg", "weight")]),
        ("give 15 mg/kg", MarkKind.CONDITION, []),
        ("ammonia of 192 on arrival", MarkKind.CONDITION, [("ammonia of 192", "value")]),
        ("after eleven failed transfers", MarkKind.CONDITION, [("eleven failed transfers", "count")]),
        ("he hasn't spoken at all", MarkKind.CONDITION, [("he hasn't spoken", "unable")]),
        ("dry for ninety days", MarkKind.CONDITION, [("ninety days", "lasted")]),
        ("a few days of rest", MarkKind.CONDITION, []),
    ],
)
def test_details_by_their_company(text: str, kind: MarkKind, found: list[tuple[str, str]]) -> None:
    shown = [(name.casefold(), detail) for name, detail in marks(text, kind)]
    assert shown == [(name.casefold(), detail) for name, detail in found]
