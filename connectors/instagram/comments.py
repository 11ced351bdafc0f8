"""Turns one comment or repost of an Instagram export into an item, in each of the three forms it comes in.

The labels are translated, so the fields are known by the shape of their values; only English and Dutch labels
were seen in real files, and serve as hints. Pure; knows nothing of files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from connectors.derived_ids import DerivedIds
from connectors.instagram.layout import PartFile
from connectors.meta.captions import Json
from connectors.meta.media_files import MediaFiles
from connectors.meta.text import repaired
from connectors.meta.times import unix_time
from connectors.model import Item, ItemKind
from connectors.part_reading import Unfit

_OWNER_LABELS = frozenset(("media owner", "owner", "media-eigenaar", "eigenaar"))
_WORDS_LABELS = frozenset(("comment", "opmerking", "text", "tekst"))
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
            is_turned = not owner and len(rest) > 1 and _is_handle(rest[0]) and not _is_handle(rest[1])
            words = rest.pop(1 if is_turned else 0)
        if rest and not owner and _is_handle(rest[0]):
            owner = rest[0]
        return words, owner


def told(record: object) -> Told:
    """What a record says, whichever form it has.

    Raises: Unfit.
    """
    if not isinstance(record, dict):
        raise Unfit("it is no comment")
    found = Told(moment=unix_time(record.get("timestamp")))
    by_label, listed, labelled = (
        record.get(form) for form in ("string_map_data", "string_list_data", "label_values")
    )
    if isinstance(by_label, dict):
        for label, value in by_label.items():
            if isinstance(value, dict):
                found.take(label, value)
    if isinstance(listed, list):
        found.owner = _text(record, "title")
        for value in listed:
            if isinstance(value, dict):
                found.take("", value)
    if isinstance(labelled, list):
        for value in labelled:
            if isinstance(value, dict):
                found.take(_text(value, "label"), value)
                found.owner = found.owner or _handle_inside(value.get("dict"))
    return found


def comment(part: PartFile, record: object, ids: DerivedIds, files: MediaFiles) -> Item:
    """The item of one comment.

    Raises: Unfit.
    """
    found = told(record)
    words, owner = found.words_and_owner()
    shown = files.of(_media(record))
    if not words and not shown:
        raise Unfit("it has no words")
    extra: dict[str, object] = {"media_owner": owner} if owner else {}
    if part.sort.surface != "comment":
        extra["surface"] = part.sort.surface
    return Item(
        id=ids.of("comment", found.moment, words),
        kind=ItemKind.COMMENT,
        text=words,
        created_at=found.moment,
        url=found.address,
        media=shown,
        has_platform_id=False,
        extra=extra,
    )


def repost(record: object, ids: DerivedIds) -> Item:
    """The item of one repost: somebody else's post, of which the address is known.

    Raises: Unfit.
    """
    found = told(record)
    words, owner = found.words_and_owner()
    owner = owner or (_text(record, "title") if isinstance(record, dict) else "")
    if not (words or found.address or owner):
        raise Unfit("it says nothing of what was reposted")
    return Item(
        id=ids.of("repost", found.moment, words, found.address or owner),
        kind=ItemKind.REPOST,
        text=words,
        created_at=found.moment,
        url=found.address,
        has_platform_id=False,
        extra={"media_owner": owner} if owner else {},
    )


def _is_handle(text: str) -> bool:
    return bool(_HANDLE.fullmatch(text))


def _text(value: Json, key: str) -> str:
    found = value.get(key)
    return repaired(found) if isinstance(found, str) else ""


def _media(record: object) -> list[Json]:
    listed = record.get("media_list_data") if isinstance(record, dict) else None
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _handle_inside(value: object) -> str:
    """The first value in a nested group that can be a handle: such a group tells whose post it is."""
    waiting: list[tuple[object, int]] = [(value, 0)]
    while waiting:
        each, depth = waiting.pop()
        inner: list[object] = []
        if isinstance(each, dict):
            said = _text(each, "value")
            if said and _is_handle(said):
                return said
            inner = list(each.values())
        elif isinstance(each, list):
            inner = each
        if depth < _DEPTH:
            waiting.extend((one, depth + 1) for one in reversed(inner) if isinstance(one, dict | list))
    return ""
