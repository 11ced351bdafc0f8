"""Ids for items to which their platform gives none: the same at every import, told apart where texts repeat.

Knows no platform.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import datetime


class DerivedIds:
    """Derives the ids of one account's items; make a new one for every account and every reading.

    Items alike in everything are told apart by how many like them came before, so an export in the same order
    gives the same ids.
    """

    def __init__(self) -> None:
        self._seen: Counter[bytes] = Counter()

    def of(self, kind: str, created_at: datetime | None, text: str, parent: str | None = None) -> str:
        """The id of an item: `derived-` and 24 hexadecimal digits."""
        moment = created_at.isoformat() if created_at else ""
        whole = "\0".join((kind, moment, text, parent or "")).encode("utf-8", "replace")
        digest = hashlib.sha256(whole).digest()[:16]
        before = self._seen[digest]
        self._seen[digest] += 1
        if before:
            digest = hashlib.sha256(digest + str(before).encode()).digest()
        return f"derived-{digest.hex()[:24]}"
