"""Finds an export's files by their base names, wherever they lie and whatever a browser made of the names.

Knows no platform.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from posixpath import basename

from connectors.archive import Archive

# A browser that finds a name taken writes `posts_1 (1).json`.
_COPY = re.compile(r" ?\(\d{1,3}\)(?=\.[^.]+$)")


def plain(name: str) -> str:
    """The base name in lower case without a browser's number: `A/posts_1 (1).json` → `posts_1.json`."""
    return _COPY.sub("", basename(name)).lower()


def distinct(archive: Archive, names: Iterable[str]) -> list[str]:
    """The names without files that repeat an earlier one, under the same plain name, byte for byte.

    Parts that were downloaded twice, or copied when an export was packed anew, would count everything twice.
    """
    every = list(names)
    alike = Counter(_likeness(archive, name) for name in every)
    known: set[tuple[str, int, str]] = set()
    kept: list[str] = []
    for name in every:
        likeness = _likeness(archive, name)
        if alike[likeness] > 1:
            whole = (*likeness, archive.checksum(name))
            if whole in known:
                continue
            known.add(whole)
        kept.append(name)
    return kept


def _likeness(archive: Archive, name: str) -> tuple[str, int]:
    return plain(name), archive.entry(name).size
