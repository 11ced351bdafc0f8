"""A table that fills itself stays right and stays small."""

from __future__ import annotations

import pytest

from auditor.engine import memo
from auditor.engine.memo import Memo


def test_what_is_missing_is_worked_out_once() -> None:
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    lengths = Memo(length)

    assert [*map(lengths.__getitem__, ["ward", "bay", "ward"])] == [4, 3, 4]
    assert asked == ["ward", "bay"]


def test_it_begins_anew_when_it_is_full_and_answers_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo, "_MOST", 10)
    squares: Memo[int, int] = Memo(lambda number: number * number)

    assert [squares[number] for number in range(1000)] == [number * number for number in range(1000)]
    assert len(squares) <= 10
