"""Reads what the owner wrote of an album: an object with a name, a description and any number of pictures.

Knows nothing of the pictures.
"""

from __future__ import annotations

from connectors.archive import Archive
from connectors.errors import DamagedSource
from connectors.facebook.attachments import words
from connectors.json_text import Broken
from connectors.json_walk import JsonWalk


def album_words(archive: Archive, name: str) -> tuple[str, str]:
    """Name and description of the album in the file `name`; empty where it has none, or is damaged before."""
    found: dict[str, str] = {}
    try:
        with archive.open(name) as stream:
            for path, value in JsonWalk(stream, lambda path, is_array: not path):
                # Behind a break, what looks like the album's own may be a picture's.
                if isinstance(value, Broken):
                    break
                if path in (("name",), ("description",)):
                    found[path[0]] = words(value)
    except DamagedSource:
        pass  # told when the pictures are read
    return found.get("name", ""), found.get("description", "")
