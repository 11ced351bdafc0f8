"""Reads records whose values stand under labels, in the three forms of Instagram's and Threads' exports.

The labels are translated, so the values are known by their shape; only English and Dutch labels were seen in
real files, and serve as hints. Knows nothing of files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from connectors.meta.profile_labels import is_username
from connectors.meta.text import repaired
from connectors.meta.times import unix_time
from connectors.part_reading import Unfit

Json = Mapping[str, object]
_OWNER_LABELS = frozenset(("media owner", "owner", "media-eigenaar", "eigenaar"))
_WORDS_LABELS = frozenset(("comment", "opmerking", "text", "tekst"))  # codespell:ignore tekst
_LABELS = _OWNER_LABELS | _WORDS_LABELS
_HANDLE = re.compile(r"@?[A-Za-z0-9._]{1,30}")
_WEB = ("https://", "http://")
_DEPTH = 12


@dataclass(slots=True)
class Told:
    """What one record says."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    """Label and text of every value that is text."""
    owner: str = ""
    """Whose post it is, where the form itself tells; else it is among the texts."""
    moment: datetime | None = None
    address: str | None = None

    def take(self, label: str, value: Json) -> None:
        """Take in one labelled value: a text, an address, a time."""
        text, address = value.get("value"), value.get("href")
        if isinstance(text, str) and text and text != address:
            self.texts.append((repaired(label).lower(), repaired(text)))
        if self.address is None and isinstance(address, str) and address.startswith(_WEB):
            self.address = repaired(address)
        if self.moment is None:
            self.moment = unix_time(value.get("timestamp")) or unix_time(value.get("timestamp_value"))

    def words_and_owner(self) -> tuple[str, str]:
        """What she wrote, and on whose post; either may be empty."""
        words = next((text for label, text in self.texts if label in _WORDS_LABELS), "")
        owner = self.owner or next((text for label, text in self.texts if label in _OWNER_LABELS), "")
        rest = [text for label, text in self.texts if label not in _LABELS]
        if rest and not words:
            # What she wrote stands first, unless only the first can be a handle.
            is_turned = not owner and len(rest) > 1 and is_handle(rest[0]) and not is_handle(rest[1])
            words = rest.pop(1 if is_turned else 0)
        if rest and not owner and is_handle(rest[0]):
            owner = rest[0]
        return words, owner


def told(record: object) -> Told:
    """What a record says, whichever form it has.

    Raises: Unfit.
    """
    if not isinstance(record, dict):
        raise Unfit("it is no record of labelled values")
    found = Told(moment=unix_time(record.get("timestamp")))
    by_label, listed, labelled = (
        record.get(form) for form in ("string_map_data", "string_list_data", "label_values")
    )
    if isinstance(by_label, dict):
        for label, value in by_label.items():
            if isinstance(value, dict):
                found.take(label, value)
    if isinstance(listed, list):
        found.owner = text_of(record, "title")
        for value in listed:
            if isinstance(value, dict):
                found.take("", value)
    if isinstance(labelled, list):
        for value in labelled:
            if isinstance(value, dict):
                found.take(text_of(value, "label"), value)
                found.owner = found.owner or _handle_inside(value.get("dict"))
    return found


def text_of(record: Json, key: str) -> str:
    """The repaired text under a key; empty where there is none."""
    found = record.get(key)
    return repaired(found) if isinstance(found, str) else ""


def is_handle(text: str) -> bool:
    """Whether a text has the form of a handle."""
    return bool(_HANDLE.fullmatch(text))


def _handle_inside(group: object) -> str:
    """The handle in a nested group of values: the one under such a label, else the first that can be one."""
    first = ""
    waiting: list[tuple[object, int]] = [(group, 0)]
    while waiting:
        each, depth = waiting.pop()
        inner: list[object] = []
        if isinstance(each, dict):
            said = text_of(each, "value")
            if said and is_username(text_of(each, "label")):
                return said
            first = first or (said if is_handle(said) else "")
            inner = list(each.values())
        elif isinstance(each, list):
            inner = each
        if depth < _DEPTH:
            waiting.extend((one, depth + 1) for one in reversed(inner) if isinstance(one, dict | list))
    return first
