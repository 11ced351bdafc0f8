"""Times as platforms write them."""

from __future__ import annotations

import locale
from datetime import UTC, datetime

import pytest

from connectors.times import iso_time, milliseconds, x_time


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Sat Nov 09 12:14:18 +0000 2024", datetime(2024, 11, 9, 12, 14, 18, tzinfo=UTC)),
        ("Sat Nov 09 12:14:18 +0200 2024", datetime(2024, 11, 9, 10, 14, 18, tzinfo=UTC)),
        ("2013-01-27 19:45:56 +0000", datetime(2013, 1, 27, 19, 45, 56, tzinfo=UTC)),
        ("2024-11-09T12:14:18.000Z", datetime(2024, 11, 9, 12, 14, 18, tzinfo=UTC)),
        ("Sat Nov 31 12:14:18 +0000 2024", None),
        ("Sat Okt 09 12:14:18 +0000 2024", None),
        ("Sat Nov 09 12:14 +0000 2024", None),
        ("a b c d e f", None),
        ("", None),
        (None, None),
        (1709500440, None),
    ],
)
def test_x_s_times(text: object, moment: datetime | None) -> None:
    assert x_time(text) == moment


def test_times_do_not_depend_on_the_locale() -> None:
    before = locale.setlocale(locale.LC_TIME)
    try:
        for name in ("de_DE.UTF-8", "C"):
            try:
                locale.setlocale(locale.LC_TIME, name)
            except locale.Error:
                continue
            assert x_time("Sat Oct 09 12:14:18 +0000 2021") is not None
    finally:
        locale.setlocale(locale.LC_TIME, before)


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2024-13-01", "now"]
)
def test_a_time_out_of_range_is_none(text: str) -> None:
    assert iso_time(text) is None


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("1767225600123", datetime(2026, 1, 1, 0, 0, 0, 123_000, tzinfo=UTC)),
        (1767225600000, datetime(2026, 1, 1, tzinfo=UTC)),
        (10**12 - 1, None),
        (10**13, None),
        (-1767225600000, None),
        (True, None),
        (1767225600000.0, None),
        ("176722560000", None),
        ("１７６７２２５６００１２３", None),
        (None, None),
    ],
)
def test_milliseconds(value: object, moment: datetime | None) -> None:
    assert milliseconds(value) == moment
