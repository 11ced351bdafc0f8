"""One character as a reader sees it is one cluster, however many code points it takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.engine import disclaimers, graphemes


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("abc", 3),
        ("e\u0301", 1),
        ("\r\n", 1),
        ("\n\u0301", 2),
        ("👩‍👩‍👧‍👦", 1),
        ("👍🏽", 1),
        ("🇬🇧🇫🇷", 2),
        ("🇬🇧🇫", 2),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 1),
        ("1\ufe0f\u20e3", 1),
        ("\u1112\u1161\u11ab", 1),
        ("हिन्दी", 3),
        ("a\u200db", 2),
    ],
)
def test_clusters_are_counted(text: str, count: int) -> None:
    assert graphemes.count(text) == count


@given(st.text())
def test_clusters_are_the_text(text: str) -> None:
    assert "".join(graphemes.clusters(text)) == text
    assert all(graphemes.clusters(text)) and graphemes.count(text) <= len(text)


@pytest.mark.parametrize(
    ("text", "platform", "length"),
    [
        ("👩‍👩‍👧‍👦", "x", 2),
        ("👩‍👩‍👧‍👦", "bluesky", 1),
        ("👩‍👩‍👧‍👦", "threads", 7),
        ("é", "x", 1),
        ("e\u0301", "x", 1),
        ("日本", "x", 4),
        ("日本", "bluesky", 2),
        ("see https://example.org/a/very/long/path/that/goes/on", "x", 27),
        ("see https://example.org/a", "mastodon", 27),
        ("see https://example.org/a", "instagram", 25),
        ("“quoted”", "x", 8),
    ],
)
def test_platforms_count_in_their_own_way(text: str, platform: str, length: int) -> None:
    assert disclaimers.length(text, platform) == length
