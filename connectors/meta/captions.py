"""Reads what Instagram and Threads write alike: a record's media, its words, time and place.

The words stand outside (`title`), with the media, or in both; newer files nest the media ever deeper under
`label_values`. Knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from connectors.meta.text import repaired
from connectors.meta.times import unix_time

Json = Mapping[str, object]
_DEPTH = 60
"""How deep media may nest; a carousel of twenty takes two steps for each."""
_SIDECARS = (".srt", ".vtt")
_METADATA = ("photo_metadata", "video_metadata")


def media_of(record: Json) -> list[Json]:
    """The pictures and videos that a record shows, in order, each once."""
    if "label_values" in record:
        return _nested(record)
    listed = record.get("media")
    if isinstance(listed, list):
        return [each for each in listed if isinstance(each, dict)]
    return [record] if "uri" in record else []


def words_of(record: Json, media: Iterable[Json]) -> str:
    """What the owner wrote: the outer title and those of the media, each once, a blank line between."""
    said: dict[str, None] = {}
    for holder in (record, *media):
        title = holder.get("title")
        if isinstance(title, str) and title and (text := repaired(title)).strip():
            said.setdefault(text)
    return next(iter(said), "") if len(said) < 2 else "\n\n".join(said)


def time_of(record: Json, media: Iterable[Json]) -> datetime | None:
    """When it was posted: the outer time, else the first of the media's."""
    for key in ("creation_timestamp", "timestamp"):
        if (found := unix_time(record.get(key))) is not None:
            return found
    for each in media:
        if (found := unix_time(each.get("creation_timestamp"))) is not None:
            return found
    return None


def place_of(media: Iterable[Json]) -> dict[str, object]:
    """Where a picture says that it was taken; empty where none does."""
    for each in media:
        metadata = each.get("media_metadata")
        if isinstance(metadata, dict):
            for kind in _METADATA:
                if place := _first_place(metadata.get(kind)):
                    return place
    return {}


def _first_place(metadata: object) -> dict[str, object]:
    listed = metadata.get("exif_data") if isinstance(metadata, dict) else None
    return next(filter(None, map(_place, listed)), {}) if isinstance(listed, list) else {}


def _place(found: object) -> dict[str, object]:
    if not isinstance(found, dict):
        return {}
    latitude, longitude = found.get("latitude"), found.get("longitude")
    if not (_is_number(latitude, 90) and _is_number(longitude, 180)) or not (latitude or longitude):
        return {}
    return {"latitude": latitude, "longitude": longitude}


def _is_number(value: object, most: int) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -most <= value <= most


def _nested(record: Json) -> list[Json]:
    """Every object with a `uri`, from outside inwards in the order written; subtitles are no media."""
    found: dict[str, Json] = {}
    waiting: list[tuple[object, int]] = [(record, 0)]
    while waiting:
        value, depth = waiting.pop()
        if isinstance(value, dict):
            uri = value.get("uri")
            if isinstance(uri, str) and uri and not uri.lower().endswith(_SIDECARS):
                found.setdefault(uri, value)
            inner: list[object] = list(value.values())
        else:
            inner = value if isinstance(value, list) else []
        if depth < _DEPTH:
            waiting.extend((each, depth + 1) for each in reversed(inner) if isinstance(each, dict | list))
    return list(found.values())
