"""Never faster than the platform's window, the nightly cap and the gap allow, whatever went before."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.pacing import DAY, SHARE, Pace
from tests.connectors.live.held_clock import START

paces = st.builds(
    Pace.of,
    st.integers(-1, 300),
    st.sampled_from([timedelta(0), timedelta(seconds=10), timedelta(minutes=15), timedelta(hours=3), DAY]),
    st.integers(1, 60),
)
seconds_apart = st.lists(st.floats(0, 20_000), max_size=80)
jitters = st.floats(0, 1)


def asked_at(pace: Pace, delays: list[float], jitter: float) -> list[datetime]:
    """When requests go out that are each wanted some seconds after the last."""
    asked: list[datetime] = []
    now = START
    for delay in delays:
        now = pace.next_at(asked, now + timedelta(seconds=delay), jitter)
        asked.append(now)
    return asked


@given(paces, seconds_apart, jitters)
def test_no_window_holds_more_than_is_allowed_and_no_day_more_than_the_cap(
    pace: Pace, delays: list[float], jitter: float
) -> None:
    asked = asked_at(pace, delays, jitter)
    for number, at in enumerate(asked):
        assert sum(at <= one < at + pace.window for one in asked[number:]) <= pace.allowed
        assert sum(at <= one < at + DAY for one in asked[number:]) <= pace.cap


@given(paces, seconds_apart, jitters)
def test_two_requests_are_a_gap_apart(pace: Pace, delays: list[float], jitter: float) -> None:
    asked = asked_at(pace, delays, jitter)
    assert all(late - early >= pace.gap for early, late in pairwise(asked))


@given(paces, st.lists(st.floats(-200_000, 200_000), max_size=40), jitters)
def test_the_journal_may_come_in_any_order_and_hold_moments_yet_to_come(
    pace: Pace, offsets: list[float], jitter: float
) -> None:
    asked = [START + timedelta(seconds=offset) for offset in offsets]
    at = pace.next_at(asked, START, jitter)
    assert at == pace.next_at(asked[::-1], START, jitter)
    assert START <= at <= START + max(pace.window, DAY, pace.gap * 1.2)


@given(st.integers(1, 10_000), st.integers(1, 100_000))
def test_at_most_four_fifths_of_a_window_are_used_and_at_least_one_request(limit: int, cap: int) -> None:
    pace = Pace.of(limit, timedelta(minutes=15), cap)
    assert pace.allowed == max(1, int(limit * SHARE))
    assert pace.cap == cap


def test_a_platform_that_names_no_limit_is_asked_slowly() -> None:
    pace = Pace.of(0, timedelta(0), 100)
    assert pace.allowed <= 60
    assert pace.window == timedelta(hours=1)


def test_mastodons_thirty_in_thirty_minutes_are_twenty_four() -> None:
    pace = Pace.of(30, timedelta(minutes=30), 1000)
    asked = asked_at(pace, [0] * 49, 0)
    assert asked[23] - asked[0] < timedelta(minutes=30) <= asked[24] - asked[0]
    assert asked[48] - asked[24] >= timedelta(minutes=30)


def test_a_cap_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError):
        Pace.of(30, timedelta(minutes=30), 0)


@given(paces, seconds_apart, st.integers(0, 40))
def test_the_end_that_is_foretold_is_the_one_that_comes(pace: Pace, delays: list[float], left: int) -> None:
    asked = asked_at(pace, delays, 0)
    now = asked[-1] if asked else START
    going = list(asked)
    at = now
    for _ in range(left):
        at = pace.next_at(going, at)
        going.append(at)
    assert pace.done_at(asked, now, left) == at


def test_the_end_of_a_long_run_is_foretold_quickly() -> None:
    pace = Pace.of(0, timedelta(0), 10_000)
    asked = [START - timedelta(seconds=number) for number in range(10_000)]
    started = time.monotonic()
    assert pace.done_at(asked, START, 20_000) > START + DAY
    assert time.monotonic() - started < 1
