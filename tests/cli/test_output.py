from __future__ import annotations

import csv
import io
import json
import sys

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from auditor.cli import output
from auditor.cli.meter import Meter
from auditor.cli.triage import marked
from auditor.untrusted import visible


@given(st.text())
def test_json_keeps_every_code_point_and_shows_no_control(text: str) -> None:
    line = output.json_line({"a": text})
    assert visible(line) == line
    assert "\n" not in line
    assert json.loads(line) == {"a": text}


@pytest.mark.parametrize(
    "text", ["\x1b[2J", "\u202eoverride", "\x7f", "\u200b", "\x9b31m", "\U000e0041", "\x00"]
)
def test_json_escapes_what_a_terminal_would_obey(text: str) -> None:
    for rendered in (output.json_line([text]), output.json_block([text])):
        assert text not in rendered
        assert json.loads(rendered) == [text]


def test_json_stays_readable_where_nothing_hides() -> None:
    assert output.json_line({"reason": "“fièvre” 👩🏽‍⚕️ 熱"}) == '{"reason": "“fièvre” 👩🏽‍⚕️ 熱"}'


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\t=1", '=HYPERLINK("http://x.example")'])
def test_csv_never_starts_a_formula(text: str) -> None:
    row = next(csv.reader(io.StringIO(output.csv_row([text, 0.5, None]))))
    assert row[0].startswith("'")
    assert row[1:] == ["0.5", ""]


def test_a_table_lines_up_wide_characters() -> None:
    lines = output.table([("熱", "1"), ("ab\x1b", "22")], ("A", "B"), right=frozenset({1})).splitlines()
    assert lines[1:] == ["熱    1", "ab␛  22"]


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=6))
def test_marks_never_lose_a_character(text: str, spans: list[tuple[int, int]]) -> None:
    shown = visible(text)
    assume("[" not in shown and "]" not in shown)
    assert marked(text, spans).replace("[[", "").replace("]]", "") == shown


def test_marks_stand_around_the_spans() -> None:
    assert marked("Ada is 94 today", [(7, 9), (0, 3), (8, 9)]) == "[[Ada]] is [[94]] today"


def test_a_meter_is_silent_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with Meter("Reading") as meter:
        meter._next = 0.0
        meter(1, 2)
    assert capsys.readouterr() == ("", "")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_meter_waits_a_second_then_draws_and_wipes_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with Meter("Reading") as meter:
        meter(1, 100)
        assert screen.getvalue() == ""
        meter._next = 0.0
        meter(50, 100)
        assert "50 of 100" in screen.getvalue()
        meter._next = 0.0
        meter(7, None)
    assert screen.getvalue().endswith("\r\x1b[2K")


@pytest.mark.parametrize(
    ("no_color", "term", "colour"), [("1", "xterm", False), ("", "xterm", True), ("", "dumb", False)]
)
def test_colour_is_only_where_it_is_wanted(
    no_color: str, term: str, colour: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", _Terminal())
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("TERM", term)
    assert ("\x1b" in output.severity("high")) is colour
