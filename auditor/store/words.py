"""Turns the words that somebody types into conditions that no text can break. Knows nothing of who asks."""

from __future__ import annotations

from connectors.storable import storable

MAX_WORDS = 8
MAX_LENGTH = 200
"""Code points of a search that are looked at; a search box is not a place for a book."""

_FIRST_UNSPACED = 0x0E00
"""From Thai on there are scripts that put no spaces between words, and emoji: FTS5's tokens don't fit
them.
"""


def split(text: str) -> list[str]:
    """The words of a search, in order."""
    return storable(text[:MAX_LENGTH]).split()[:MAX_WORDS]


def is_indexed(word: str) -> bool:
    """Whether FTS5's tokenizer makes tokens of the word, so that the index can answer for it."""
    return any(c.isalnum() for c in word) and all(ord(c) < _FIRST_UNSPACED for c in word)


def match(word: str) -> str:
    """The word as an FTS5 query: a quoted phrase whose last token may go on
    (https://www.sqlite.org/fts5.html).
    """
    return '"' + word.replace('"', '""') + '" *'


def like(word: str) -> str:
    """The word as a pattern for `LIKE … ESCAPE '\\'` that finds it anywhere."""
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
