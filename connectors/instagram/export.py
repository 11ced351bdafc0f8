"""Reads Instagram's export in its JSON form: posts, reels, stories, pictures, comments, reposts, the profile.

Threads' files lie in the same zip and belong to its own importer. The export has no manifest, no ids and no
links to what was commented on. Knows nothing of auditing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cached_property
from posixpath import basename

from connectors.archive import Archive
from connectors.derived_ids import DerivedIds
from connectors.file_names import distinct
from connectors.instagram import layout
from connectors.instagram.comments import comment, repost
from connectors.instagram.layout import PartFile, Reader
from connectors.instagram.posts import Posts
from connectors.instagram.profile import account, earlier
from connectors.meta.media_files import MediaFiles
from connectors.meta.records import first_of, read_records, read_whole, unreadable
from connectors.meta.zip_name import zip_name
from connectors.model import AccountRecord, Item, LeftOut, Record, Unread
from connectors.source import Format, Inspection, Part, Source

KIND = "instagram-export"
_NO_BIO = "It holds no profile that can be read, so there is no bio to read."
_PROFILE_PARTS = {
    "personal_information.json": "profile",
    "profile_changes.json": "earlier bios",
}


class InstagramExport(Source):
    """One Instagram export."""

    kind = KIND
    platform = "instagram"
    title = "Instagram's export"

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self._layout = layout.survey(archive)

    @property
    def made_at(self) -> datetime | None:
        """The day in the name that Instagram gives the zip or its folder."""
        return zip_name(self.archive, self.platform).made_at

    def digest(self) -> str:
        return self.archive.digest(self._layout.names)

    def inspect(self) -> Inspection:
        parts = [Part(each.name, each.sort.holds, None, self._size(each.name)) for each in self._parts]
        parts += [
            Part(self._layout.profiles[base], holds, None, self._size(self._layout.profiles[base]))
            for base, holds in _PROFILE_PARTS.items()
            if base in self._layout.profiles
        ]
        has_bio = self._account.profile is not None
        return Inspection(
            kind=KIND,
            platform="instagram",
            title=self.title,
            accounts=(self._account,),
            parts=tuple(parts),
            expected=None,
            is_complete=False,
            made_at=self.made_at,
            left_out=layout.left_out(self.archive, self._layout),
            warnings=() if has_bio else (_NO_BIO,),
        )

    def _stream(self) -> Iterator[Record]:
        yield from self._earlier
        yield self._account
        for base, name in self._layout.profiles.items():
            if self._profile(base) is None:
                yield Unread(basename(name), "not valid JSON")
        ids, files = DerivedIds(), MediaFiles(self.archive)
        posts = Posts(files, ids, self.made_at)
        for part in self._parts:
            yield from read_records(self.archive, part.name, _reader(part, posts, ids, files))
        for name in self._layout.strange:
            yield from unreadable(self.archive, name)
        if posts.repeated:
            yield LeftOut("posts that stand in two files", "each is taken once", posts.repeated)
        if posts.drafts:
            yield LeftOut("drafts", "they were never published", posts.drafts)

    @cached_property
    def _parts(self) -> list[PartFile]:
        kept = set(distinct(self.archive, [part.name for part in self._layout.parts]))
        return [part for part in self._layout.parts if part.name in kept]

    @cached_property
    def _account(self) -> AccountRecord:
        handle = zip_name(self.archive, self.platform).handle
        personal = first_of(self._profile("personal_information.json"))
        professional = first_of(self._profile("professional_information.json"))
        return account(personal, professional, handle, self.made_at)

    @property
    def _earlier(self) -> list[AccountRecord]:
        whole = self._profile("profile_changes.json") or {}
        changes = next((each for each in whole.values() if isinstance(each, list)), [])
        return earlier(changes, self._account)

    def _profile(self, base: str) -> dict[str, object] | None:
        name = self._layout.profiles.get(base)
        return read_whole(self.archive, name) if name else None

    def _size(self, name: str) -> int:
        return self.archive.entry(name).size


def _reader(
    part: PartFile, posts: Posts, ids: DerivedIds, files: MediaFiles
) -> Callable[[object], Iterable[Item]]:
    match part.sort.reader:
        case Reader.POSTS:
            return lambda record: posts.items(part, record)
        case Reader.COMMENTS:
            return lambda record: (comment(part, record, ids, files),)
        case Reader.REPOSTS:
            return lambda record: (repost(record, ids),)


def _recognise(archive: Archive) -> bool:
    if layout.survey(archive).names:
        return True
    layout.refuse_other_forms(archive)
    return False


FORMATS = (Format(KIND, "instagram", InstagramExport.title, _recognise, InstagramExport),)
