"""Rows in one integer add as their numbers do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.engine.columns import WIDTH, packed, unpacked

NUMBERS = st.floats(-100_000, 100_000)
ROWS = st.lists(st.lists(NUMBERS, min_size=WIDTH, max_size=WIDTH), min_size=1, max_size=200)


@given(ROWS)
def test_the_sum_of_packed_rows_is_the_packed_sum(rows: list[list[float]]) -> None:
    columns = [sum(column) for column in zip(*rows, strict=True)]

    assert unpacked(sum(map(packed, rows))) == pytest.approx(columns, abs=1e-7)


@pytest.mark.parametrize("row", [(0.0,) * WIDTH, (-1.0,) * WIDTH, (0.0, -0.5) + (0.25,) * (WIDTH - 2)])
def test_a_row_comes_back_as_it_was(row: tuple[float, ...]) -> None:
    assert unpacked(packed(row)) == row


def test_a_shorter_row_is_filled_with_nothing() -> None:
    assert unpacked(packed([1.5])) == (1.5,) + (0.0,) * (WIDTH - 1)
