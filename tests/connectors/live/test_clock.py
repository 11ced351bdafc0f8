"""Waiting by two clocks, of which either may be wrong."""

from __future__ import annotations

from datetime import UTC, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.clock import LONGEST, SystemClock, wait_until
from tests.connectors.live.held_clock import START, HeldClock

MINUTE = timedelta(minutes=1)


def waited(clock: HeldClock) -> float:
    return sum(clock.slept)


@pytest.mark.parametrize("seconds", [0.1, 0.5, 59.9, 60, 3600])
def test_it_waits_as_long_as_it_takes_and_no_longer(seconds: float) -> None:
    clock = HeldClock()
    wait_until(clock, START + timedelta(seconds=seconds))
    assert waited(clock) == pytest.approx(seconds, abs=1e-3)
    assert all(0 < one <= 0.5 for one in clock.slept)


@pytest.mark.parametrize("moment", [START, START - timedelta(days=3)])
def test_a_moment_that_has_passed_is_not_waited_for(moment: object) -> None:
    clock = HeldClock()
    wait_until(clock, moment, lambda _: pytest.fail("nothing is left"))  # type: ignore[arg-type]
    assert not clock.slept


def test_nobody_waits_for_a_moment_that_no_platform_asks_for() -> None:
    clock = HeldClock()
    wait_until(clock, START + timedelta(days=400))
    assert waited(clock) == pytest.approx(LONGEST.total_seconds(), abs=1)


def test_the_owner_is_told_what_is_left_and_it_only_shrinks() -> None:
    told: list[timedelta] = []
    wait_until(HeldClock(), START + MINUTE, told.append)
    assert told[0] == MINUTE
    assert all(one > other for one, other in pairwise(told))


def after(count: int, happens: object) -> HeldClock:
    """A clock to which something happens after this many sleeps."""

    def on_sleep(_: float) -> None:
        if len(clock.slept) == count:
            happens(clock)  # type: ignore[operator]

    clock = HeldClock(on_sleep=on_sleep)
    return clock


def test_a_clock_that_is_set_back_does_not_lengthen_the_wait() -> None:
    clock = after(10, lambda clock: clock.jump(-timedelta(hours=9)))
    wait_until(clock, START + MINUTE)
    assert waited(clock) == pytest.approx(60, abs=0.01)


def test_a_clock_that_is_set_on_ends_the_wait_rather_than_holding_it() -> None:
    clock = after(10, lambda clock: clock.jump(timedelta(hours=9)))
    wait_until(clock, START + MINUTE)
    assert waited(clock) == pytest.approx(5, abs=0.6)


def test_a_machine_that_slept_through_the_moment_goes_on_when_it_wakes() -> None:
    # On Linux the steady clock stands still while the machine is suspended.
    clock = after(4, lambda clock: clock.jump(timedelta(hours=2)))
    wait_until(clock, START + timedelta(hours=1))
    assert waited(clock) < 3


def test_a_machine_that_slept_a_while_waits_for_what_is_left() -> None:
    clock = after(4, lambda clock: clock.jump(timedelta(minutes=30)))
    wait_until(clock, START + timedelta(hours=1))
    assert waited(clock) == pytest.approx(1800, abs=1)


def test_the_wait_ends_when_the_owner_stops_it() -> None:
    class Stopped(Exception):
        pass

    def tick(left: timedelta) -> None:
        if left < timedelta(seconds=50):
            raise Stopped

    clock = HeldClock()
    with pytest.raises(Stopped):
        wait_until(clock, START + MINUTE, tick)
    assert waited(clock) == pytest.approx(10, abs=1)


@given(st.integers(-4000, 4000), st.lists(st.integers(-9000, 9000), max_size=6))
def test_however_the_wall_clock_jumps_the_wait_ends_in_time(seconds: int, jumps: list[int]) -> None:
    left = list(jumps)

    def on_sleep(_: float) -> None:
        if left:
            clock.jump(timedelta(seconds=left.pop()))

    clock = HeldClock(on_sleep=on_sleep)
    wait_until(clock, START + timedelta(seconds=seconds))
    assert waited(clock) <= max(seconds, 0) + 0.01


def test_the_machines_own_clocks_are_aware_and_go_on() -> None:
    clock = SystemClock()
    before = clock.monotonic()
    clock.sleep(0.01)
    assert clock.now().tzinfo is UTC
    assert clock.monotonic() > before
