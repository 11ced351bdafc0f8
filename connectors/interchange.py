"""The neutral JSON Lines format: one owner, account or item a line; read as a stream and written.

For platforms without an importer, for tests and for scripts. Knows no platform and nothing of the vault.

An item's `parent_id`, `deleted_at` and `has_platform_id` and an account's `remote_id`, `location`, `website`
and `observed_at` are understood beside the format's own fields, so what was written comes back as it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BufferedReader

from connectors.archive import Archive
from connectors.derived_ids import DerivedIds
from connectors.errors import DamagedSource, EmptySource, UnknownSource
from connectors.interchange_writer import write
from connectors.model import (
    Account,
    AccountRecord,
    Item,
    ItemKind,
    Media,
    Owner,
    Profile,
    Record,
    Unread,
    Use,
)
from connectors.source import Format, Inspection, Part, Source
from connectors.storable import storable, storable_json
from connectors.times import iso_time

__all__ = ["FORMATS", "KIND", "InterchangeSource", "write"]

KIND = "interchange"
_LINE_LIMIT = 16 << 20
_LOOK = 64 << 10
_TYPES = ("owner", "account", "item")
_PLATFORM = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_WORD = re.compile(r"[A-Za-z][A-Za-z_-]{0,19}")
_LOOKS_LIKE_ACCOUNT = re.compile(rb'"(account|handle)"')
_SAYS_ITEM = re.compile(rb'"type"\s*:\s*"item"')
_KINDS = {kind.value: kind for kind in ItemKind if kind is not ItemKind.BIO}

Json = dict[str, object]


class _Unreadable(Exception):
    """A line that can't be taken in, and why, in words that hold nothing of it."""


@dataclass(slots=True)
class _Survey:
    """What a first pass over the file tells."""

    items: int = 0
    unread: int = 0
    accounts: list[AccountRecord] = field(default_factory=list)


class InterchangeSource(Source):
    """One interchange file."""

    kind = KIND
    title = "an interchange file"

    def __init__(self, archive: Archive, name: str) -> None:
        super().__init__(archive)
        self._name = name
        self._survey: _Survey | None = None

    @property
    def platform(self) -> str:  # type: ignore[override]
        """The platform of all its accounts; empty where there are several."""
        platforms = {record.account.platform for record in self._surveyed().accounts}
        return platforms.pop() if len(platforms) == 1 else ""

    @property
    def expected(self) -> int:
        return self._surveyed().items

    def digest(self) -> str:
        return self.archive.digest([self._name])

    def inspect(self) -> Inspection:
        survey = self._surveyed()
        warnings = (f"{survey.unread:,} lines can't be read.",) if survey.unread else ()
        part = Part(self._name, "items", survey.items, self.archive.entry(self._name).size)
        return Inspection(
            kind=KIND,
            platform=self.platform,
            title=self.title,
            accounts=tuple(survey.accounts),
            parts=(part,),
            expected=survey.items,
            is_complete=False,
            made_at=None,
            warnings=warnings,
        )

    def _surveyed(self) -> _Survey:
        """Pass over the file once, so that a file of a later format is refused before any of it is stored."""
        if self._survey is None:
            survey = _Survey()
            for record in self._read():
                match record:
                    case Item():
                        survey.items += 1
                    case AccountRecord():
                        survey.accounts.append(record)
                    case Unread():
                        survey.unread += record.count
            if not (survey.items or survey.accounts or survey.unread):
                with self.archive.open(self._name) as stream:
                    if not any(line.strip() for line in iter(lambda: stream.readline(_LOOK), b"")):
                        raise EmptySource("The file holds no lines.", "Check that it is the right file.")
            self._survey = survey
        return self._survey

    def _stream(self) -> Iterator[Record]:
        self._surveyed()
        return self._read()

    def _read(self) -> Iterator[Record]:
        homeless = "it stands before any account line"
        ids = DerivedIds()
        with self.archive.open(self._name) as stream:
            for number, raw in _lines(stream):
                try:
                    value = _object(raw)
                    match _type(value, number):
                        case "owner":
                            yield _owner(value)
                        case "account":
                            yield _account(value)
                            homeless, ids = "", DerivedIds()
                        case _ if homeless:
                            raise _Unreadable(homeless)
                        case _:
                            item, remark = _item(value, ids)
                            if remark:
                                yield Unread(f"line {number}", remark)
                            yield item
                except _Unreadable as problem:
                    if _LOOKS_LIKE_ACCOUNT.search(raw) and not _SAYS_ITEM.search(raw):
                        # What follows must not be laid at the door of the account before.
                        homeless = "the account line above it can't be read"
                    yield Unread(f"line {number}", str(problem))


def _lines(stream: BufferedReader) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of every line that is not empty; of one that is too long only its beginning."""
    number = 0
    while line := stream.readline(_LINE_LIMIT):
        number += 1
        if number == 1:
            if line.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in line[:8]:
                raise DamagedSource("The file is not UTF-8 text.", "Save it as UTF-8 and import it again.")
            line = line.removeprefix(b"\xef\xbb\xbf")
        if len(line) >= _LINE_LIMIT and not line.endswith(b"\n"):
            rest = line
            while rest and not rest.endswith(b"\n"):
                rest = stream.readline(_LINE_LIMIT)
            yield number, line[:_LOOK] + b"\xff"
        elif line.strip():
            yield number, line


def _no_constant(name: str) -> object:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


def _object(raw: bytes) -> Json:
    if len(raw) > _LOOK and raw.endswith(b"\xff"):
        raise _Unreadable(f"it is longer than {_LINE_LIMIT >> 20} MiB")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise _Unreadable("it is not UTF-8 text") from None
    try:
        value = _DECODER.decode(text)
    except (ValueError, RecursionError):
        raise _Unreadable("it is not valid JSON") from None
    if not isinstance(value, dict):
        raise _Unreadable("it is not a JSON object")
    return value


def _type(value: Json, number: int) -> str:
    """The line's type.

    Raises: UnknownSource; a file of a later format is better refused than half understood.
    """
    kind = value.pop("type", None)
    if isinstance(kind, str) and kind in _TYPES:
        return kind
    known = isinstance(kind, str) and _WORD.fullmatch(kind)
    shown = f"the type “{kind}”, which no interchange file has" if known else "no type that can be read"
    raise UnknownSource(
        f"Line {number} has {shown}; nothing was taken in.",
        "The types are owner, account and item (docs/interchange.md).",
    )


def _text(value: Json, name: str) -> str:
    """Take a text out of the object; missing and null are empty."""
    found = value.pop(name, None)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise _Unreadable(f"its {name} is not text")
    return storable(found)


def _texts(value: Json, name: str) -> tuple[str, ...]:
    found = value.pop(name, None)
    if found is None:
        return ()
    if isinstance(found, str):
        found = [found]
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise _Unreadable(f"its {name} is not a list of texts")
    return tuple(storable(each) for each in found)


def _extra(value: Json) -> Mapping[str, object]:
    kept = storable_json(value)
    return kept if isinstance(kept, dict) else {}


def _owner(value: Json) -> Owner:
    return Owner(
        name=_text(value, "name"),
        role=_text(value, "role"),
        employers=_texts(value, "employers"),
        city=_text(value, "city"),
        conflicts=_texts(value, "conflicts"),
        extra=_extra(value),
    )


def _account(value: Json) -> AccountRecord:
    platform, handle = _text(value, "platform").strip().lower(), _text(value, "handle").strip()
    if not _PLATFORM.fullmatch(platform):
        raise _Unreadable("its platform is not a lower-case word")
    if not handle:
        raise _Unreadable("it names no handle")
    use = _text(value, "use") or Use.UNSET
    if use not in set(Use):
        raise _Unreadable("its use is none of professional, personal, mixed, unset")
    says = value.keys() & {"display_name", "bio", "location", "website"}
    profile = Profile(
        display_name=_text(value, "display_name"),
        bio=_text(value, "bio"),
        location=_text(value, "location"),
        website=_text(value, "website"),
        observed_at=iso_time(value.pop("observed_at", None)),
    )
    remote_id = _text(value, "remote_id") or None
    account = Account(platform, handle, Use(use), remote_id, _extra(value))
    return AccountRecord(account, profile if says else None)


def _item(value: Json, ids: DerivedIds) -> tuple[Item, str]:
    """The item, and a remark where something of it could not be read."""
    word = _text(value, "kind") or ItemKind.POST
    kind = _KINDS.get(word)
    if kind is None:
        told = "the bio stands in the account line" if word == ItemKind.BIO else "it is no kind of item"
        raise _Unreadable(f"its kind can't be taken: {told}")
    text, parent = _text(value, "text"), value.pop("parent_text", None)
    if not (parent is None or isinstance(parent, str)):
        raise _Unreadable("its parent_text is not text")
    parent = None if parent is None else storable(parent)
    given, remark = value.pop("created_at", None), ""
    created_at = iso_time(given)
    if given is not None and created_at is None:
        remark, value["created_at"] = "its time can't be read; the item is kept without", given
    own_id = value.pop("id", None)
    if isinstance(own_id, int) and not isinstance(own_id, bool):
        own_id = str(own_id)
    if not (own_id is None or isinstance(own_id, str)):
        raise _Unreadable("its id is neither text nor a number")
    has_id = value.pop("has_platform_id", True) is not False
    item = Item(
        id=storable(own_id) if own_id else ids.of(kind, created_at, text, parent),
        kind=kind,
        text=text,
        created_at=created_at,
        parent_text=parent,
        parent_id=_text(value, "parent_id") or None,
        url=_text(value, "url") or None,
        media=_media(value),
        has_platform_id=bool(own_id) and has_id,
        deleted_at=iso_time(value.pop("deleted_at", None)),
        extra=_extra(value),
    )
    return item, remark


def _media(value: Json) -> tuple[Media, ...]:
    """Take the media out of the object; what they hold beyond path, url and alt stays in it."""
    found = value.pop("media", None)
    if found is None:
        return ()
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise _Unreadable("its media is not a list of objects")
    further = [dict(each) for each in found]
    media = tuple(
        Media(_text(each, "path") or None, _text(each, "url") or None, _text(each, "alt")) for each in further
    )
    if any(further):
        value["media"] = further
    return media


def _recognise(archive: Archive) -> bool:
    if len(archive.names) != 1:
        return False
    name = archive.names[0]
    if name.lower().endswith((".jsonl", ".ndjson")):
        return True
    head = archive.read(name, _LOOK).removeprefix(b"\xef\xbb\xbf")
    for line in head.splitlines()[:20]:
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and isinstance(value.get("type"), str):
            return value["type"] in _TYPES
    return False


def _open(archive: Archive) -> Source:
    return InterchangeSource(archive, archive.names[0])


FORMATS = (Format(KIND, "", InterchangeSource.title, _recognise, _open),)
