"""Finds the pictures and videos that a record names: relative to the export's root, wherever that lies.

Knows nothing of what a record is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from posixpath import basename

from connectors.archive import Archive
from connectors.meta.text import repaired
from connectors.model import Media


class MediaFiles:
    """The media of one archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def of(self, media: Iterable[Mapping[str, object]]) -> tuple[Media, ...]:
        """Those that objects with a `uri` name; objects that name none are passed over."""
        return tuple(
            self.medium(uri) for each in media if isinstance(uri := each.get("uri"), str) and uri.strip()
        )

    def medium(self, uri: str) -> Media:
        """The file at `uri`; one that is not in this archive keeps the name that it has in the export."""
        uri = repaired(uri)
        if uri in self._archive:
            return Media(path=uri)
        if uri.startswith(("https://", "http://")):
            return Media(url=uri)
        tail = f"/{uri.lstrip('/')}"
        found = next((name for name in self._by_base.get(basename(uri), ()) if name.endswith(tail)), None)
        return Media(path=found or uri)

    @cached_property
    def _by_base(self) -> Mapping[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._archive.names:
            if not name.endswith(".json"):
                found[basename(name)].append(name)
        return found
