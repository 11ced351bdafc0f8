"""Normal text: what is unified, what is dropped, and that every place maps back."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.engine.text import normalise


@pytest.mark.parametrize(
    ("stored", "value"),
    [
        ("plain", "plain"),
        ("it’s “so” – much…", 'it\'s "so" - much...'),
        ("a\u200bb\u202ec\u2066d\ufeff", "abcd"),
        ("ﬁne ⅷ ｆｕｌｌ", "fine viii full"),
        ("cafe\u0301", "café"),
        ("nul\x00 bell\x07\ttab\r\nline", "nul bell tab \nline"),
        ("", ""),
        ("😀👩‍⚕️", "😀👩⚕\ufe0f".replace("\ufe0f", "️")),
    ],
)
def test_text_is_brought_into_one_form(stored: str, value: str) -> None:
    assert normalise(stored).value == value


@given(st.text(max_size=300))
def test_every_place_maps_into_the_stored_text_in_order(stored: str) -> None:
    text = normalise(stored)

    before = 0
    for at in range(len(text.value)):
        start, end = text.to_stored(at, at + 1)
        assert 0 <= start < end <= len(stored)
        assert start >= before
        before = start
    assert len(text.folded) == len(text.value)
    for token in text.tokens:
        assert text.folded[token.start : token.end] == token.word


@given(st.text(alphabet="#@aZé_9'İß\u0301\u200b .-", max_size=60))
def test_tags_and_words_stand_where_they_say(stored: str) -> None:
    text = normalise(stored)

    for tag in text.tags:
        assert text.value[tag.start] == tag.sign
        assert text.value[tag.start + 1 : tag.end] == tag.body


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("#NightShiftLife", ["night", "shift", "life"]),
        ("#nightshift", ["night", "shift"]),
        ("#ICUnurse", ["icu", "nurse"]),
        ("#ER", ["er"]),
        ("#covid19", ["covid", "19"]),
    ],
)
def test_a_hashtag_is_read_as_words(tag: str, words: list[str]) -> None:
    assert [token.word for token in normalise(tag).tokens] == words


@pytest.mark.parametrize(
    "piece", ["\u0301\u0327", "e\u0301", "\u202e", "#aaaaaaaaaaaaaaaaaaaaaaa", "가\u11a8"]
)
def test_a_megabyte_is_normalised_in_bounded_time(piece: str) -> None:
    stored = piece * (300_000 // len(piece))

    began = time.perf_counter()
    text = normalise(stored)
    assert text.tokens is not None
    assert time.perf_counter() - began < 5
