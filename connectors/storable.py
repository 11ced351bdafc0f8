"""Makes text and JSON values from outside storable as UTF-8, code point for code point.

Knows nothing of what is shown: controls and bidirectional tricks stay as they are, since they are evidence.
"""

from __future__ import annotations

import math
import re

# Half surrogate pairs can't be written as UTF-8; NUL ends a text early in some of SQLite's functions.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
MAX_DEPTH = 50
"""How deep a kept JSON value may nest; what lies deeper is dropped."""


def storable(text: str) -> str:
    """The text with lone surrogates and NULs as U+FFFD; its length and every offset into it stay the same."""
    if text.isascii():
        return text.replace("\x00", "\ufffd") if "\x00" in text else text
    return _UNSTORABLE.sub("\ufffd", text)


def storable_json(value: object, depth: int = MAX_DEPTH) -> object:
    """The JSON value with every string and key made `storable`; numbers that JSON can't write become None."""
    if isinstance(value, str):
        return storable(value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if depth <= 0:
        return None
    if isinstance(value, dict):
        return {storable(str(key)): storable_json(inner, depth - 1) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [storable_json(inner, depth - 1) for inner in value]
    return None
