"""Patterns that are put off or skipped must find what the same patterns find when they are always tried."""

from __future__ import annotations

import re

import pytest

from auditor.engine.patterns import Worded, lazy
from auditor.engine.recognizers import ages, dates, facilities, measures, names, places, postcodes, relations
from auditor.engine.text import NormalText, normalise
from auditor.learning import labelled

WORDED = {
    **{f"relation {at} {detail}": form for at, (detail, form, _) in enumerate(relations._FORMS)},
    **{f"measure {detail}": form for detail, form, _ in measures._FORMS},
    **{f"unit {at} {detail}": form for at, (form, detail, _) in enumerate(facilities._UNITS)},
    "unit numbered": Worded(facilities._OPENS_NUMBERED, facilities._NUMBERED),
    "unit compass": Worded(facilities._OPENS_COMPASS, facilities._COMPASS),
    "landmark": places._BY_LANDMARK,
    "small place": places._IN_SMALL,
    "zip": postcodes._KEYED,
    "address": postcodes._IN_STREET,
    "nickname": names._NICKED,
}


@pytest.fixture(scope="module")
def texts() -> list[NormalText]:
    """Every second labelled post, and their words in other company."""
    posts = [one.text for one in labelled.read(sorted(labelled.CORPORA.glob("*.jsonl")))][::2]
    return [normalise(text) for text in (*posts, *(text.upper() for text in posts[::10]))]


def test_a_lazy_pattern_matches_as_the_compiled_one_does() -> None:
    put_off, compiled = lazy(r"(\w+)-(\d+)", re.I), re.compile(r"(\w+)-(\d+)", re.I)
    text = "bay-3, Ward-12"
    assert [m.span() for m in put_off.finditer(text)] == [m.span() for m in compiled.finditer(text)]
    assert put_off.findall(text) == compiled.findall(text)
    assert put_off.sub("x", text) == compiled.sub("x", text)
    assert put_off.match(text, 7) is not None
    assert put_off.pattern == compiled.pattern


def test_a_lazy_pattern_says_when_it_is_broken_only_on_use() -> None:
    broken = lazy("(")
    with pytest.raises(re.error):
        broken.search("a")


@pytest.mark.parametrize("form", WORDED.values(), ids=WORDED.keys())
def test_no_match_stands_where_none_of_its_words_does(form: Worded, texts: list[NormalText]) -> None:
    wordless = [text for text in texts if text.runs.isdisjoint(form.words)]
    found = [match[0] for text in wordless if (match := form.pattern.search(text.folded))]
    # A unit or a wind of a number in digits is asked for wherever digits stand.
    missed = [shown for shown in found if not any(sign.isdigit() for sign in shown)]
    assert missed == []


@pytest.mark.parametrize("form", WORDED.values(), ids=WORDED.keys())
def test_every_worded_pattern_is_met_somewhere(form: Worded, texts: list[NormalText]) -> None:
    assert any(not text.runs.isdisjoint(form.words) for text in texts)


def test_dates_are_tried_at_every_word_that_opens_one(texts: list[NormalText]) -> None:
    whole = dates._alternatives(tuple(range(len(dates._FORMS))))
    at_digit, at_word = dates._at_digit(), dates._at_word()
    for text in texts[::5]:
        for start, _, word in text.tokens:
            chosen = (
                at_digit if word[0].isdigit() else at_word.get(word) or at_word.get(word.partition("'")[0])
            )
            found = chosen.match(text.folded, start) if chosen else None
            expected = whole.match(text.folded, start)
            assert _told(found) == _told(expected)


def _told(match: re.Match[str] | None) -> tuple[str, str | None] | None:
    return match and (match[0], match.lastgroup)


def test_ages_are_tried_at_every_word_that_opens_one(texts: list[NormalText]) -> None:
    for text in texts[::5]:
        for token in text.tokens:
            chosen = ages._BY_DIGIT if token.word[0].isdigit() else ages._BY_WORD.get(token.word, ())
            found = [p.pattern for p in chosen if p.match(text.folded, token.start)]
            everywhere = [p.pattern for p in ages._PATTERNS if p.match(text.folded, token.start)]
            assert found == everywhere
