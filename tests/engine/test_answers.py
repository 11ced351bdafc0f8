"""Answers that are kept: exact, bound to what was asked, and without a word of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.engine import answers, reader
from auditor.engine.reader import CATEGORIES, DETAILS, Answer, Detail, Question

KEY = b"k" * 32
QUESTION = Question("She is 94 and from Tilbury.", "professional post on x. nurse, . ties: none.")
numbers = st.floats(allow_nan=False)
places = st.integers(min_value=0, max_value=2**32 - 1)
details = st.builds(Detail, places, places, st.sampled_from(DETAILS[1:]), numbers)
said = st.builds(
    Answer,
    st.lists(numbers, min_size=len(CATEGORIES), max_size=len(CATEGORIES)).map(tuple),
    st.lists(details, max_size=30).map(tuple),
)


@given(said)
def test_an_answer_comes_back_exactly(answer: Answer) -> None:
    assert answers.unpacked(answers.packed(answer)) == answer


@given(st.binary(max_size=200))
def test_bytes_that_are_no_answer_are_none(raw: bytes) -> None:
    found = answers.unpacked(raw)
    assert found is None or answers.unpacked(answers.packed(found)) is not None


@pytest.mark.parametrize("raw", [b"", b"\0" * 47, b"\0" * 49, b"\0" * 48 + b"\xff" * 17])
def test_damaged_answers_are_asked_anew(raw: bytes) -> None:
    assert answers.unpacked(raw) is None


@pytest.mark.parametrize(
    ("question", "key", "weights"),
    [
        (Question("She is 95 and from Tilbury.", QUESTION.context), KEY, "one"),
        (Question(QUESTION.text, "personal post on x. nurse, . ties: none."), KEY, "one"),
        (Question(QUESTION.text + QUESTION.context[:3], QUESTION.context[3:]), KEY, "one"),
        (QUESTION, b"another vault's key", "one"),
        (QUESTION, KEY, "other"),
    ],
    ids=["text", "circumstances", "border", "vault", "reader"],
)
def test_a_digest_is_of_text_circumstances_vault_and_reader(
    question: Question, key: bytes, weights: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "digest", lambda: "one")
    first = answers.digest_of(QUESTION, KEY)
    assert first == answers.digest_of(Question(QUESTION.text, QUESTION.context), KEY)
    monkeypatch.setattr(reader, "digest", lambda: weights)
    assert answers.digest_of(question, key) != first


def test_any_text_has_a_digest() -> None:
    assert len(answers.digest_of(Question("\ud800 lone", "\x00"), KEY)) == 16
