"""How labelled posts are turned into what the weights read."""

from __future__ import annotations

import pytest

from auditor.learning.posts import is_ordinary


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("everyday-1.jsonl", True),
        ("ordinary-1.jsonl", True),
        ("ordinary-2.jsonl", True),
        ("dev-19.jsonl", True),
        ("own-4.jsonl", True),
        ("dev-2.jsonl", False),
        ("own-9.jsonl", False),
        ("own-10.jsonl", False),
    ],
)
def test_only_files_of_everyday_accounts_count_as_ordinary(file: str, expected: bool) -> None:
    assert is_ordinary(file) is expected
