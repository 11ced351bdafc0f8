"""Repairs the text of Meta's exports, where every UTF-8 byte was written as a character of its own. Pure.

Source: real exports; keys are damaged as values are.
"""

from __future__ import annotations

from contextlib import suppress

from connectors.storable import storable


def repaired(text: str) -> str:
    """The text as it was typed, and storable; one that was not damaged, or not only so, stays as it is.

    One file is reported to have been damaged twice, so what still is UTF-8 in disguise is repaired again.
    """
    if text.isascii():
        return storable(text)
    # A character above U+00FF, or Latin-1 that is no UTF-8: it was never damaged.
    with suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")
        if not text.isascii():
            text = text.encode("latin-1").decode("utf-8")
    return storable(text)
