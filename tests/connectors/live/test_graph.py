"""Meta's Graph API: usage headers and places in lists."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from connectors.errors import OddAnswer
from connectors.meta.graph import following, pause_of, place


def _odd() -> OddAnswer:
    return OddAnswer("odd", "later")


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({}, None),
        ({"x-app-usage": '{"call_count":79,"total_time":3}'}, None),
        ({"x-app-usage": '{"call_count":2,"total_cputime":80}'}, timedelta(minutes=15)),
        ({"x-app-usage": '{"total_time":100}'}, timedelta(hours=1)),
        ({"x-business-use-case-usage": json.dumps({"1": [{"call_count": 95}]})}, timedelta(minutes=15)),
        (
            {"x-business-use-case-usage": json.dumps({"1": [{"estimated_time_to_regain_access": 7}]})},
            timedelta(minutes=7),
        ),
        ({"x-app-usage": "nonsense", "x-page-usage": "[]"}, None),
        ({"x-app-usage": '{"call_count":true,"total_time":"99","total_cputime":NaN}'}, None),
    ],
)
def test_the_usage_headers_ask_for_a_pause_from_four_fifths_on(
    headers: dict[str, str], pause: timedelta | None
) -> None:
    assert pause_of(headers) == pause


@pytest.mark.parametrize(
    ("paging", "data", "at"),
    [
        ({}, [1], None),
        ({"cursors": {"after": "A"}}, [1], {"after": "A"}),
        ({"cursors": {"after": "A"}}, [], None),
        (
            {"cursors": {"after": "A"}, "next": "https://g.example/?access_token=T&after=B"},
            [],
            {"after": "B"},
        ),
        (
            {"next": "https://g.example/?access_token=T&until=5&__paging_token=p"},
            [1],
            {"until": "5", "__paging_token": "p"},
        ),
    ],
)
def test_a_list_goes_on_by_next_or_by_a_cursor_and_never_keeps_a_token(
    paging: object, data: list[int], at: dict[str, str] | None
) -> None:
    cursor = following({"paging": paging, "data": data}, None, _odd)
    assert (place(cursor) if cursor else None) == at


def test_a_list_that_stands_still_is_odd() -> None:
    with pytest.raises(OddAnswer):
        following({"paging": {"cursors": {"after": "A"}}, "data": [1]}, "after=A", _odd)


@pytest.mark.parametrize("cursor", ["", "access_token=T", "after=" + "x" * 5000])
def test_a_foreign_cursor_is_odd(cursor: str) -> None:
    with pytest.raises(OddAnswer):
        place(cursor)
