"""How values become columns and columns values again. Knows nothing of tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from connectors.storable import storable


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    return str(value)


_ENCODER = json.JSONEncoder(separators=(",", ":"), sort_keys=True, default=_plain)


def text(value: str | None) -> str | None:
    """The text as UTF-8 can hold it, code point for code point."""
    return None if value is None else storable(value)


def moment(value: datetime | None) -> str | None:
    """ISO 8601, in UTC where the time is aware; sorts as text."""
    if value is None:
        return None
    return (value if value.tzinfo is None else value.astimezone(UTC)).isoformat()


def to_moment(value: str | None) -> datetime | None:
    """What `moment` wrote."""
    return None if value is None else datetime.fromisoformat(value)


def known_moment(value: str) -> datetime:
    """What `moment` wrote into a column that is never empty."""
    return datetime.fromisoformat(value)


def as_json(value: object) -> str:
    """Compact JSON in ASCII; a mapping's keys in order, so that equal values are equal texts."""
    if isinstance(value, Mapping):
        value = dict(value)
    return _ENCODER.encode(value)


def from_json(value: str) -> object:
    """What `as_json` wrote."""
    return json.loads(value)


def mapping(value: str) -> dict[str, object]:
    """What `as_json` wrote of a mapping."""
    read = json.loads(value)
    return read if isinstance(read, dict) else {}


def texts(value: str) -> tuple[str, ...]:
    """What `as_json` wrote of a tuple of texts."""
    return tuple(json.loads(value))
