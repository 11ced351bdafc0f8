"""The notation of the wording tables, and that no text makes them slow."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.engine import catalogue
from auditor.engine.cues import phrases
from auditor.engine.reading import AccountContext, Reading, Subject
from auditor.engine.text import normalise
from connectors.model import Owner, Use


def book_of(*entries: str) -> phrases.PhraseBook:
    return phrases.compile_book({"t.k": entries})


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("views my own", "Views - my own!", True),
        ("views my own", "views on my own garden", False),
        ("(rude|late) staff", "late staff", True),
        ("(rude|late) staff", "staff", False),
        ("(very)? late", "late", True),
        ("(very)? late", "very late", True),
        ("go (straight)? home", "go home", True),
        ("go (straight)? home", "go straight home", True),
        ("knock*", "knock", True),
        ("door knock*", "door knocking", True),
        ("# photos", "41 photos", True),
        ("don't go", "dont go", True),
        ("don't go", "don\u2019t go", True),
        ("ask ... name", "ask for it by name", True),
        ("ask ... name", "ask. His name", False),
        ("art", "party", False),
        ("night shift", "#NightShift", False),
        ("((a|b) c|d) e", "d e", True),
        ("((a|b) c|d) e", "b c e", True),
    ],
)
def test_notation(phrase, text, found):
    assert bool(book_of(phrase).find(normalise(text))) is found


@pytest.mark.parametrize("phrase", ["", "@you", "*x", "(a|@b) c", "(a b"])
def test_phrase_without_a_first_word_is_refused(phrase):
    with pytest.raises(ValueError, match=re.escape("phrase") + "|bracket"):
        book_of(phrase)


def test_every_table_can_be_read():
    assert len(phrases.book().by_first) > 500
    assert phrases.word_set("health", "drug") >= {"warfarin", "ibuprofen"}


RULES = [rule for rule in catalogue.all_rules() if rule.category.value != "phi"]


def reading_of(text: str) -> Reading:
    account = AccountContext("x", "@n", "N", Use.PROFESSIONAL, text[:500], other_handles=("@other",))
    owner = Owner("N", "nurse", ("Quillon Ridge Hospital", "Aa"), "Ox", ("Brindle (paid)", "Mend Well (own)"))
    return Reading(Subject("1", "reply", text, parent_text=text[:2000]), account, owner)


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_spans_that_fit(text):
    for rule in RULES:
        for match in rule.find(reading_of(text)):
            assert 0.0 <= match.confidence <= 1.0
            for span in match.spans:
                assert 0 <= span.start <= span.end <= len(text)


HOSTILE = [
    *("a ", "can't ", "not my ", "stop ", "on behalf of ", "Aa ", "the only best thing ", "views "),
    *("nurse at ", "@", "((((", "'", '"', "1 ", "$5 ", "Hospital ", "\u202e", "é", "link in bio "),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_no_more_than_linear_time(piece):
    def seconds(size: int) -> float:
        reading = reading_of(piece * (size // len(piece)))
        started = time.process_time()
        for rule in RULES:
            list(rule.find(reading))
        return time.process_time() - started

    seconds(1_000)
    # The best of three: a pause of the machine is no property of the text.
    small, large = max(seconds(20_000), 0.01), min(seconds(160_000) for _ in range(3))

    assert large < small * 40
