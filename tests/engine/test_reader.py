"""The reader's plain parts, which need none of its libraries: questions, windows, joined details."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from auditor.engine import reader
from auditor.engine.reader import Detail, Question, circumstances, question, windows
from auditor.engine.reading import AccountContext, Subject
from connectors.model import Owner, Use


@dataclass
class Encoding:
    ids: list[int]
    offsets: list[tuple[int, int]]


class WordTokenizer:
    """One token per word of one letter and a blank, as far as windows need to know."""

    def encode(self, text: str, add_special_tokens: bool) -> Encoding:
        assert not add_special_tokens
        words = text.split()
        return Encoding([7] * len(words), [(2 * i, 2 * i + 1) for i in range(len(words))])


ACCOUNT = AccountContext("x", "@ada", "Ada", Use.PROFESSIONAL, "NP. Views mine.")
OWNER = Owner(name="Ada", role="nurse", employers=("Example General",), conflicts=("Lumidew (equity)",))


def test_the_circumstances_name_use_kind_role_ties_and_parent() -> None:
    said = circumstances("x", "personal", "reply", "nurse", ["Example General"], [], "Is this normal?")
    assert said == "personal reply on x. nurse, Example General. ties: none. answers: Is this normal?"


def test_a_bio_is_asked_with_its_display_name() -> None:
    asked = question(Subject(None, "bio", ACCOUNT.bio), ACCOUNT, OWNER)
    assert asked.text == "Ada | NP. Views mine."
    assert asked.context == "professional bio on x. nurse, Example General. ties: Lumidew (equity)."


@pytest.mark.parametrize(
    ("words", "count"),
    [(0, 1), (1, 1), (reader.TEXT_TOKENS, 1), (reader.TEXT_TOKENS + 1, 2), (100_000, reader.MOST_WINDOWS)],
)
def test_a_long_text_is_read_in_bounded_windows(words: int, count: int) -> None:
    found = list(windows(WordTokenizer(), Question("a " * words, "b c")))
    assert len(found) == count
    for window in found:
        assert len(window.ids) == len(window.segments) <= reader.TEXT_TOKENS + reader.CONTEXT_TOKENS + 3


def test_windows_overlap_and_reach_the_end() -> None:
    size = reader.TEXT_TOKENS + 60
    first, second = windows(WordTokenizer(), Question("a " * size, ""))
    assert second.offsets[0] < first.offsets[-1]
    assert second.offsets[-1] == (2 * size - 2, 2 * size - 1)


def test_neighbouring_words_of_one_type_are_one_detail() -> None:
    found = [
        Detail(12, 14, "NAME", 0.9),
        Detail(0, 4, "AGE", 0.8),
        Detail(5, 9, "AGE", 0.6),
        Detail(5, 9, "AGE", 0.6),
    ]
    joined = reader._joined(found, "aged forty, Anna is")
    assert joined == (Detail(0, 10, "AGE", 0.8), Detail(12, 16, "NAME", 0.9))


def test_a_detail_is_whole_words_as_likely_as_its_likeliest_token() -> None:
    text = "from Tilbury, aged"
    found = [Detail(5, 8, "NAME", 0.4), Detail(8, 12, "LOCATION", 0.9)]
    assert reader._joined(found, text) == (Detail(5, 12, "LOCATION", 0.9),)


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "\u0301" * 5_000, "\U0001f600" * 5_000, "", "a\u200db" * 3_000]
)
def test_a_detail_fits_any_text(text: str) -> None:
    size = len(text)
    found = [Detail(at, min(at + 3, size), "NAME", 0.5) for at in range(0, size, max(1, size // 50))]
    for one in reader._joined(found, text):
        assert 0 <= one.start <= one.end <= size


@pytest.mark.skipif(bool(reader.absence()), reason="the reader is not installed")
def test_the_shipped_reader_answers_alike_alone_and_in_company() -> None:
    third = reader.load()
    assert third is not None
    texts = ["Our 94 y/o from Tilbury came in last night.", "ok", "", "Rain again, and a book. " * 60]
    questions = [Question(text, "professional post on x. nurse, . ties: none.") for text in texts]
    together = third.ask(questions)
    assert together == [third.ask([one])[0] for one in questions]
    assert all(len(answer.logits) == len(reader.CATEGORIES) for answer in together)
    for answer, text in zip(together, texts, strict=True):
        assert all(0 <= d.start < d.end <= len(text) and d.type in reader.DETAILS[1:] for d in answer.details)


def test_a_missing_library_is_named_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "find_spec", lambda name: None if name == "onnxruntime" else object())
    reader.absence.cache_clear()
    try:
        assert reader.absence() == "onnxruntime can't be found: `pip install onnxruntime`"
    finally:
        reader.absence.cache_clear()


def test_missing_weights_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reader, "find_spec", lambda name: object())
    monkeypatch.setattr(reader, "files", lambda package: tmp_path)
    reader.absence.cache_clear()
    try:
        assert reader.absence() == "its weights are not part of this installation"
    finally:
        reader.absence.cache_clear()


def test_nothing_is_collected_by_the_libraries_of_the_reader(tmp_path: Path) -> None:
    """One writes a device's number and events to send into the home directory, unless it is told not to."""
    pytest.importorskip("onnxruntime", reason="onnxruntime has no wheel here")
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}
    asked = "from auditor.engine import reader; reader.load().ask([reader.Question('A walk.', 'post')])"
    environment = {k: v for k, v in os.environ.items() if k != "ORT_DISABLE_TELEMETRY"} | home
    subprocess.run([sys.executable, "-c", asked], env=environment, check=True)
    assert list(tmp_path.rglob("*")) == []
