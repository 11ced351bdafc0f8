"""Puts a report's digest into its own text, and reads it back: the last thing in every format.

The digest is SHA-256 over the whole text as UTF-8 with the digest's own place filled with zeros, so that a
change of any byte shows. Pure; whether a digest is known is the vault's to say.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque

_PREFIX = "sha256:"
BLANK = _PREFIX + "0" * 64
"""What a renderer writes where the digest goes; nothing from outside may come after it."""
_DIGEST = re.compile(rb"sha256:[0-9a-f]{64}")


def seal(text: str) -> str:
    """`text` with its last `BLANK` replaced by the digest of `text`.

    Raises:
        ValueError: a renderer left no place for the digest.
    """
    before, blank, after = text.rpartition(BLANK)
    if not blank:
        raise ValueError("the rendered report has no place for its digest")
    return before + _digest(text.encode()) + after


def read(data: bytes) -> tuple[str, bool]:
    """The digest that a file carries, and whether the file is as it was sealed; ("", False): it has none."""
    found = deque(_DIGEST.finditer(data), maxlen=1)
    if not found:
        return "", False
    last = found[0]
    carried = last.group().decode()
    unsealed = data[: last.start()] + BLANK.encode() + data[last.end() :]
    return carried, _digest(unsealed) == carried


def every(data: bytes) -> frozenset[str]:
    """All digests anywhere in a file: one of them may tell which report it once was."""
    return frozenset(found.decode() for found in _DIGEST.findall(data))


def _digest(data: bytes) -> str:
    return _PREFIX + hashlib.sha256(data).hexdigest()
