"""What takes too long as a whole is given up."""

from __future__ import annotations

import threading
import time

import pytest

from connectors.deadline import TooSlow, within


def test_what_comes_in_time_is_returned() -> None:
    assert within(5, lambda: "done") == "done"
    assert within(5, lambda: None) is None


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, TooSlow])
def test_what_is_raised_is_raised_here(error: type[BaseException]) -> None:
    def work() -> None:
        raise error("x")

    with pytest.raises(error):
        within(5, work)


def test_what_takes_too_long_is_left_behind() -> None:
    go_on = threading.Event()
    started = time.monotonic()
    try:
        with pytest.raises(TooSlow):
            within(0.1, lambda: go_on.wait(10))
        assert time.monotonic() - started < 2
        (left,) = [thread for thread in threading.enumerate() if thread.name == "request"]
        assert left.daemon, "it must not keep the program from its end"
    finally:
        go_on.set()


def test_an_error_that_comes_too_late_is_nobodys(capfd: pytest.CaptureFixture[str]) -> None:
    go_on, ended = threading.Event(), threading.Event()

    def work() -> None:
        go_on.wait(10)
        ended.set()
        raise ValueError("late")

    with pytest.raises(TooSlow):
        within(0.05, work)
    go_on.set()
    assert ended.wait(5)
    time.sleep(0.05)
    assert "late" not in capfd.readouterr().err
