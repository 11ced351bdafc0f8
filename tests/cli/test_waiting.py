"""Words for waits and moments, the line that is drawn over and over, and how Ctrl-C is taken."""

from __future__ import annotations

import io
import os
import signal
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.cli import waiting
from auditor.cli.moments import DELAY, TIME_OF_DAY, next_such
from auditor.cli.waiting import StatusLine, Stopping
from auditor.moments import by_the_clock, in_words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "0 s"),
        (0.4, "0 s"),
        (34, "34 s"),
        (59.6, "1 min 00 s"),
        (200, "3 min 20 s"),
        (3599.7, "1 h 00 min"),
        (7500, "2 h 05 min"),
        (90000, "25 h 00 min"),
    ],
)
def test_a_wait_in_words(seconds: float, words: str) -> None:
    assert in_words(timedelta(seconds=seconds)) == words


@pytest.fixture
def in_boston(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("the time zone of this process can't be set here")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "EST5EDT,M3.2.0,M11.1.0")
        time.tzset()
        yield
    time.tzset()


def test_a_moment_is_told_by_the_clock_on_the_wall(in_boston: None) -> None:
    now = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
    assert by_the_clock(now + timedelta(hours=1), now) == "16:00"
    assert by_the_clock(now + timedelta(hours=10), now) == "01:00 tomorrow"
    assert by_the_clock(now + timedelta(days=4), now) == "15:00 on 2026-11-27"


@pytest.mark.parametrize(
    ("now", "at", "moment"),
    [
        ("2026-11-23T20:00", "16:00", "2026-11-23T21:00"),
        ("2026-11-23T20:00", "06:00", "2026-11-24T11:00"),
        ("2026-11-23T20:00", "15:00", "2026-11-24T20:00"),
        ("2026-11-01T03:00", "06:00", "2026-11-01T11:00"),  # the night in which clocks go back
        ("2026-03-08T03:00", "06:00", "2026-03-08T10:00"),  # and in which they go on
    ],
)
def test_the_next_such_time_of_day(in_boston: None, now: str, at: str, moment: str) -> None:
    found = next_such(time_of_day.fromisoformat(at), datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert found == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@given(st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2030, 1, 1)), st.times())
def test_the_next_such_time_is_ahead_and_within_a_day(now: datetime, at: time_of_day) -> None:
    found = next_such(at.replace(second=0, microsecond=0, fold=0), now.replace(tzinfo=UTC))
    assert timedelta(0) < found - now.replace(tzinfo=UTC) <= timedelta(hours=25)


@pytest.mark.parametrize(
    ("text", "seconds"), [("30min", 1800), ("24h", 86400), ("7d", 604800), ("90 s", 90), (" 2h ", 7200)]
)
def test_a_delay_is_read(text: str, seconds: int) -> None:
    assert DELAY.convert(text, None, None) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "2", "h", "-2h", "2 weeks", "91d", "9999d", "٣h", "2.5h"])
def test_what_is_no_delay_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter):
        DELAY.convert(text, None, None)


@pytest.mark.parametrize("text", ["", "6", "25:00", "06:60", "6am", "06:00:00"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter):
        TIME_OF_DAY.convert(text, None, None)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_line_is_drawn_on_a_terminal_alone_and_wiped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_EVERY", 0.0)
    for stream in (io.StringIO(), Terminal()):
        monkeypatch.setattr(sys, "stderr", stream)
        with StatusLine() as status:
            status.show("waiting\x1b[31m\nfor\u202e more" + "x" * 500)
        told = stream.getvalue()
        if not stream.isatty():
            assert told == ""
            continue
        assert told.startswith("\r\x1b[2Kwaiting")
        assert told.endswith("\r\x1b[2K")
        assert "\x1b[31m" not in told and "\n" not in told and "\u202e" not in told
        assert len(told) < 200


def test_a_line_that_stays_is_told_wherever_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with StatusLine() as status:
        status.aside("until 21:40")
    assert stream.getvalue() == "until 21:40\n"


@pytest.mark.skipif(os.name != "posix", reason="signals of this kind are a POSIX thing")
def test_the_first_ctrl_c_asks_and_the_second_stops_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), Stopping("Stopping after this one.") as stop:
        assert not stop()
        os.kill(os.getpid(), signal.SIGINT)
        assert stop()
        assert "Stopping after this one." in capsys.readouterr().err
        os.kill(os.getpid(), signal.SIGINT)
        pytest.fail("it went on")
    assert signal.getsignal(signal.SIGINT) is before
