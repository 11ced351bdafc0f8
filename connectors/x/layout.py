"""Where things lie in an X archive: its data folder, the parts of each data type, the media, the manifest.

Knows names and the manifest only, nothing of what a post is.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from posixpath import basename, dirname

from connectors.archive import Archive
from connectors.errors import DamagedSource, UnknownSource
from connectors.times import iso_time, known_utc

MANIFEST_LIMIT = 8 << 20
_HEAD = 400
# A browser that finds a name taken writes `tweets (1).js`.
_PART = re.compile(
    r"(?P<type>[a-z][a-z_-]{0,80}?)(?:-part(?P<part>\d{1,6}))?(?: ?\(\d{1,3}\))?\.js", re.IGNORECASE
)
_BEGINS = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*window\.(?:YTD\.[a-z_]{1,80}\.part\d|__THAR_CONFIG\b)")
_MEDIA_FOLDERS = re.compile(
    r"(?:^|/)(?:deleted_|community_|twitter_circle_)?tweets?_media(?:_part\d+)?(?: ?\(\d+\))?$"
)
_MEDIA_FILE = re.compile(r"(\d+)-.+")
POSTS = {
    "tweets": "posts",
    "community-tweet": "posts to communities",
    "twitter-circle-tweet": "posts to a circle",
    "deleted-tweets": "deleted posts",
}
NOTES = {"note-tweet": "long posts", "deleted-note-tweet": "deleted long posts"}
"""Which `tweets` and `deleted-tweets` hold too, cut."""
ARTICLES = {"article": "articles", "twitter-article": "articles"}
OTHERS = {
    "community-note": "community notes",
    "birdwatch-note": "community notes",
    "moment": "moments",
    "periscope-comments-made-by-user": "comments on broadcasts",
}
HOLDS = {**POSTS, **NOTES, **ARTICLES, **OTHERS}
"""What the data types with the owner's words hold."""
_OLDER_NAMES = {"tweet": "tweets", "deleted-tweet": "deleted-tweets", "community-tweets": "community-tweet"}


@dataclass(frozen=True, slots=True)
class DataFile:
    """One part of one data type."""

    name: str
    type: str
    """The type's file name of today without its ending, such as `deleted-tweets`."""
    part: int
    expected: int | None
    """Records in it, by the manifest or index."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `manifest.js` says of the archive."""

    handle: str
    account_id: str
    display_name: str
    made_at: datetime | None
    is_partial: bool
    counts: Mapping[tuple[str, int], int]
    """Records by data type with the owner's words, and part."""
    others: Mapping[str, int]
    """Records of the other data types."""


def data_folder(archive: Archive) -> str | None:
    """The folder of the data files, `""` for the archive's root; None where this is no X archive.

    Raises: UnknownSource where several archives lie side by side; DamagedSource where every file that would
    tell is damaged.
    """
    found: dict[str, int] = {}
    damage: DamagedSource | None = None
    for name in archive.names:
        kind, folder = _kind_and_part(name)[0], dirname(name)
        is_telling = (kind == "manifest" or kind in HOLDS) and folder not in found
        try:
            if is_telling and _BEGINS.match(archive.read(name, _HEAD)):
                found[folder] = name.count("/")
        except DamagedSource as error:
            damage = damage or error
    if not found and damage:
        raise damage
    if not found:
        return None
    depth = min(found.values())
    nearest = [folder for folder, deep in found.items() if deep == depth]
    if len(nearest) > 1:
        raise UnknownSource(
            f"There are {len(nearest)} X archives in it, side by side.", "Import them one after the other."
        )
    return nearest[0]


def data_files(archive: Archive, folder: str, manifest: Manifest | None) -> list[DataFile]:
    """The parts in the data folder, by type and part; copies that a browser renamed come after the first."""
    counts = manifest.counts if manifest else {}
    found: list[DataFile] = []
    for name in archive.names:
        kind, part = _kind_and_part(name) if dirname(name) == folder else ("", 0)
        if kind:
            found.append(DataFile(name, kind, part, counts.get((kind, part))))
    return sorted(found, key=lambda each: (each.type, each.part, len(each.name), each.name))


def missing_parts(manifest: Manifest, present: Iterable[DataFile]) -> list[tuple[str, int, int]]:
    """Type, part and count of every part that the manifest names and the archive lacks."""
    there = {(each.type, each.part) for each in present}
    return [
        (kind, part, count) for (kind, part), count in manifest.counts.items() if (kind, part) not in there
    ]


def is_empty(archive: Archive, file: DataFile) -> bool:
    """Whether a file is told to hold nothing: `window.YTD.contact.part0 = [ ]`."""
    size = archive.entry(file.name).size
    return size <= _HEAD and b"{" not in _read(archive, file.name, _HEAD)


def read_manifest(archive: Archive, folder: str) -> Manifest | None:
    """The manifest; None where there is none, or none that can be read."""
    for each in data_files(archive, folder, None):
        if each.type == "manifest":
            text = _read(archive, each.name, MANIFEST_LIMIT).decode("utf-8-sig", "replace")
            try:
                value = json.JSONDecoder().raw_decode(text, max(text.find("{"), 0))[0]
            except (ValueError, RecursionError):
                continue
            if isinstance(value, dict):
                return _manifest(value)
    return None


def media_by_post(archive: Archive) -> Mapping[str, list[str]]:
    """The names of the media files by the id of the post that shows them."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in archive.names:
        match = _MEDIA_FILE.fullmatch(basename(name))
        if match and _MEDIA_FOLDERS.search(dirname(name)):
            found[match[1]].append(name)
    return found


def _read(archive: Archive, name: str, limit: int) -> bytes:
    """The first bytes of a file; none where it is damaged, which costs only what it would have told."""
    try:
        return archive.read(name, limit)
    except DamagedSource:
        return b""


def _manifest(value: Mapping[str, object]) -> Manifest:
    user, about, types = (_object(value, key) for key in ("userInfo", "archiveInfo", "dataTypes"))
    counts: dict[tuple[str, int], int] = {}
    others: dict[str, int] = {}
    for name, claimed in _claims(types):
        kind, part = _kind_and_part(name)
        if kind in HOLDS:
            counts[kind, part] = claimed
        elif kind:
            others[kind] = others.get(kind, 0) + claimed
    return Manifest(
        handle=_text(user, "userName"),
        account_id=_text(user, "accountId"),
        display_name=_text(user, "displayName"),
        made_at=known_utc(iso_time(about.get("generationDate"))),
        is_partial=about.get("isPartialArchive") in (True, "true"),
        counts=counts,
        others=others,
    )


def _claims(types: Mapping[str, object]) -> Iterator[tuple[str, int]]:
    """Every file that the manifest names, with its records."""
    for each in types:
        files = _object(types, each).get("files")
        for entry in files if isinstance(files, list) else ():
            if isinstance(entry, dict):
                name, count = entry.get("fileName"), _count(entry.get("count"))
                if isinstance(name, str) and count is not None:
                    yield name, count


def _kind_and_part(name: str) -> tuple[str, int]:
    """The data type of a file, as its name is today, and its number; an empty type where it is none."""
    match = _PART.fullmatch(basename(name))
    if match is None:
        return "", 0
    kind = match["type"].lower().replace("_", "-")
    return _OLDER_NAMES.get(kind, kind), int(match["part"] or 0)


def _object(value: Mapping[str, object], key: str) -> Mapping[str, object]:
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def _text(value: Mapping[str, object], key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""


def _count(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 12:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
