"""Reads X's archive as it comes since 2018: `data/manifest.js` and `window.YTD` files, zip or folder.

Knows nothing of auditing. Grailbird, the form before it, has its own module.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property, partial
from posixpath import basename

from connectors.archive import Archive
from connectors.derived_ids import DerivedIds
from connectors.errors import DamagedSource, EmptySource, WrongVariant
from connectors.file_names import distinct
from connectors.json_array import NOT_UTF8, Broken, JsonArray, ReadsBytes
from connectors.model import Account, AccountRecord, Item, LeftOut, Profile, Record, Unread
from connectors.own_parents import OwnParents
from connectors.part_reading import Unfit
from connectors.source import Format, Inspection, Part, Source
from connectors.storable import storable
from connectors.x import layout, other_texts
from connectors.x.grailbird import FORMAT as GRAILBIRD
from connectors.x.left_out import left_out
from connectors.x.notes import Notes, note
from connectors.x.posts import Author, deleted_at, own_parent, post, unescaped

KIND = "x-archive"
_START = re.compile(r"[^\[{]{0,400}\[")
_WRAPPED = re.compile(
    r'\{\s*"(?:tweet|noteTweet|account|profile|screenNameChange|article|communityNote|birdwatchNote|moment'
    r'|periscopeCommentsMadeByUser)"\s*:'
)
_BARE = re.compile(r'\{\s*"(?:retweeted|edit_info|source|entities)"\s*:')
_HOLDS = {
    "tweets": "posts",
    "community-tweet": "posts to communities",
    "note-tweet": "long posts",
    "deleted-tweets": "deleted posts",
    "deleted-note-tweet": "deleted long posts",
    **{kind: sort.holds for kind, sort in other_texts.SORTS.items()},
}
_ABOUT = ("manifest", "account", "profile", "screen-name-change")
_HANDLES = 100


class XArchive(Source):
    """One X archive."""

    kind = KIND
    platform = "x"
    title = "X's archive"

    def __init__(self, archive: Archive, folder: str) -> None:
        super().__init__(archive)
        self._manifest = layout.read_manifest(archive, folder)
        found = layout.data_files(archive, folder, self._manifest)
        kept = set(distinct(archive, [each.name for each in found]))
        self._files = [each for each in found if each.name in kept]

    @property
    def expected(self) -> int | None:
        if self._manifest is None:
            return None
        return sum(count for (kind, _), count in self._manifest.counts.items() if kind not in layout.NOTES)

    @property
    def is_complete(self) -> bool:
        manifest = self._manifest
        if manifest is None or manifest.is_partial or ("tweets", 0) not in manifest.counts:
            return False
        return not any(count for *_, count in layout.missing_parts(manifest, self._files))

    @property
    def made_at(self) -> datetime | None:
        return self._manifest.made_at if self._manifest else None

    def digest(self) -> str:
        return self.archive.digest(each.name for each in self._files if each.type in (*_HOLDS, *_ABOUT))

    def inspect(self) -> Inspection:
        manifest, warnings = self._manifest, []
        if not any(each.type in _HOLDS for each in self._files):
            raise EmptySource("There are no posts in this archive.", "Ask X for the whole archive again.")
        if manifest is None:
            warnings.append("It has no manifest, so nobody can tell whether it is whole.")
        elif manifest.is_partial:
            warnings.append("X says that this archive is partial: not all of the posts are in it.")
        return Inspection(
            kind=KIND,
            platform="x",
            title=self.title,
            accounts=(self._account,),
            parts=tuple(
                Part(each.name, _HOLDS[each.type], each.expected, self.archive.entry(each.name).size)
                for each in self._files
                if each.type in _HOLDS
            ),
            expected=self.expected,
            is_complete=self.is_complete,
            made_at=self.made_at,
            left_out=self._left_out(),
            warnings=tuple(warnings),
        )

    def _left_out(self) -> tuple[LeftOut, ...]:
        counts = self._manifest.others if self._manifest else {}
        return left_out((each.type for each in self._files), _HOLDS, counts)

    def _stream(self) -> Iterator[Record]:
        yield self._account
        author = self._author
        for kinds, notes_kind, is_deleted in (
            (("tweets", "community-tweet"), "note-tweet", False),
            (("deleted-tweets",), "deleted-note-tweet", True),
        ):
            stream = self._posts(kinds, notes_kind, author)
            yield from map(self._as_deleted, stream) if is_deleted else stream
        ids = DerivedIds()
        for kind, sort in other_texts.SORTS.items():
            for each in self._of(kind):
                yield from self._read(each, partial(other_texts.items, sort=sort, ids=ids))
        if self._manifest:
            for kind, part, count in layout.missing_parts(self._manifest, self._files):
                if count:
                    name = f"{kind}-part{part}.js" if part else f"{kind}.js"
                    yield Unread(name, "named in the manifest, missing in the archive", count)

    def _posts(self, kinds: tuple[str, ...], notes_kind: str, author: Author) -> Iterator[Record]:
        """The posts of these data types, long ones whole, threads with parents; then the notes left over."""
        notes, parents = Notes(), OwnParents()

        def wait(record: object) -> Iterator[Item]:
            found = note(record)
            if found is None:
                raise Unfit("it is no long post")
            if not notes.add(found):
                yield found.alone()

        def take(record: object) -> Iterator[Item]:
            item = notes.joined(post(record, author))
            gone = deleted_at(record)
            yield from parents.take(replace(item, deleted_at=gone) if gone else item, own_parent(item))

        for each in self._of(notes_kind):
            yield from self._read(each, wait)
        for kind in kinds:
            for each in self._of(kind):
                yield from self._read(each, take)
        yield from parents.rest()
        yield from notes.rest()

    def _as_deleted(self, record: Record) -> Record:
        """An item that X lists as deleted is marked so, even where it names no day."""
        if not isinstance(record, Item) or record.deleted_at is not None:
            return record
        moment = self.made_at or record.created_at
        return replace(
            record, deleted_at=moment, has_platform_id=record.has_platform_id and moment is not None
        )

    def _read(self, file: layout.DataFile, take: Callable[[object], Iterator[Item]]) -> Iterator[Record]:
        """Everything of one part; what could not be read is named once for every reason, counted."""
        unread: Counter[str] = Counter()
        read = 0
        name = basename(file.name)
        try:
            with self.archive.open(file.name) as stream:
                for value in self._array(file, stream):
                    if isinstance(value, Broken):
                        unread[value.reason] += 1
                        continue
                    read += 1
                    try:
                        yield from take(value)
                    except Unfit as problem:
                        unread[str(problem)] += 1
        except DamagedSource as error:
            unread[error.what] += 1
        lacking = (file.expected or 0) - read - (unread.total() - unread[NOT_UTF8.reason])
        if lacking > 0:
            unread["fewer than the manifest says"] = lacking
        for reason, count in unread.items():
            yield Unread(name, reason, count)

    def _array(self, file: layout.DataFile, stream: ReadsBytes) -> JsonArray:
        head = self.archive.read(file.name, 2000)
        wrapped = _WRAPPED.search(head.decode("utf-8", "replace"))
        return JsonArray(stream, _START, _WRAPPED if wrapped else _BARE)

    def _of(self, kind: str) -> list[layout.DataFile]:
        return [each for each in self._files if each.type == kind]

    def _only(self, kind: str) -> dict[str, object]:
        """The one record of a small file such as `account.js`; empty where it can't be read."""
        for file in self._of(kind):
            with self.archive.open(file.name) as stream:
                for record in self._array(file, stream):
                    value = record.get(kind) if isinstance(record, dict) else None
                    if isinstance(value, dict):
                        return value
        return {}

    @cached_property
    def _account(self) -> AccountRecord:
        about, manifest = self._only("account"), self._manifest
        handle = _text(about, "username") or (manifest.handle if manifest else "")
        name = _text(about, "accountDisplayName") or (manifest.display_name if manifest else "")
        remote_id = _text(about, "accountId") or (manifest.account_id if manifest else "")
        description = self._only("profile").get("description")
        described = description if isinstance(description, dict) else {}
        profile = Profile(
            display_name=unescaped(name),
            bio=unescaped(_text(described, "bio")),
            location=unescaped(_text(described, "location")),
            website=_text(described, "website"),
            observed_at=self.made_at,
        )
        earlier = self._earlier_handles()
        account = Account(
            "x",
            f"@{handle}" if handle else "",
            remote_id=remote_id or None,
            extra={"earlier_handles": earlier} if earlier else {},
        )
        return AccountRecord(account, profile if name or described else None)

    def _earlier_handles(self) -> list[str]:
        """The handles that the account had before, the oldest first."""
        found: dict[str, None] = {}
        for file in self._of("screen-name-change"):
            with self.archive.open(file.name) as stream:
                for record in self._array(file, stream):
                    change = record.get("screenNameChange") if isinstance(record, dict) else None
                    inner = change.get("screenNameChange", change) if isinstance(change, dict) else None
                    if isinstance(inner, dict) and (before := _text(inner, "changedFrom")):
                        found.setdefault(f"@{before}")
        return list(found)[:_HANDLES]

    @cached_property
    def _author(self) -> Author:
        account = self._account.account
        return Author(account.handle.lstrip("@"), account.remote_id or "", layout.media_by_post(self.archive))


def _text(value: Mapping[str, object], key: str) -> str:
    found = value.get(key)
    return storable(found) if isinstance(found, str) else ""


def _recognise(archive: Archive) -> bool:
    if layout.data_folder(archive) is not None:
        return True
    if any(basename(name) == "Your archive.html" for name in archive.names):
        raise WrongVariant(
            "This is only the page to look at X's archive, without the archive's data.",
            "Import the whole zip as X gave it, or its data folder.",
        )
    return False


def _open(archive: Archive) -> Source:
    return XArchive(archive, layout.data_folder(archive) or "")


FORMATS = (Format(KIND, "x", XArchive.title, _recognise, _open), GRAILBIRD)
