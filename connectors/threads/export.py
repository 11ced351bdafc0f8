"""Reads Threads' export, a folder inside Instagram's: posts, replies, archived posts and the profile.

Every file of it begins with a key in `text_post_app_`, and nothing else of Meta's does. It names neither ids
nor addresses, and not what a reply answers. Knows nothing of auditing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property, partial
from posixpath import basename

from connectors.archive import Archive
from connectors.derived_ids import DerivedIds
from connectors.errors import DamagedSource, WrongVariant
from connectors.file_names import distinct, plain
from connectors.meta.media_files import MediaFiles
from connectors.meta.profile_labels import about
from connectors.meta.records import first_of, read_records, read_whole, unreadable
from connectors.meta.zip_name import zip_name
from connectors.model import Account, AccountRecord, Item, LeftOut, Profile, Record, Unread
from connectors.source import Format, Inspection, Part, Source
from connectors.threads.posts import Posts

KIND = "threads-export"
_POSTS = "text_post_app_text_posts"
_ARCHIVED = "text_post_app_text_app_archived_posts"
_PROFILE = "text_post_app_text_post_app_profile"
_HOLDS = {_POSTS: "posts and replies", _ARCHIVED: "archived posts", _PROFILE: "profile"}
_OTHERS = LeftOut("other records of Threads", "no posts and no replies")
_LEFT_OUT = {
    "text_post_app_media_likes": LeftOut("likes on Threads", "other people's words"),
    "text_post_app_text_post_app_saved_posts": LeftOut("saved posts on Threads", "other people's words"),
    "text_post_app_text_post_app_posts_seen": LeftOut("posts seen on Threads", "other people's words"),
    "text_post_app_text_post_app_followers": LeftOut("followers and follows on Threads", "no posts"),
    "text_post_app_text_post_app_following": LeftOut("followers and follows on Threads", "no posts"),
}
_PARTS = re.compile(r"(?:threads_and_replies|archived_threads)(?:_\d+)?\.json")
_NAMES = re.compile(rf"{_PARTS.pattern}|personal_information\.json")
_FOLDER = re.compile(r"(?:^|/)threads/[^/]+\.json$", re.IGNORECASE)
_KEY = re.compile(r'[\ufeff\s]*\{\s*"(text_post_app_\w{1,100})"\s*:')
_HTML = re.compile(
    r"(?:^|/)(?:threads_and_replies(?: ?\(\d+\))?|your_instagram_activity/threads/[^/]+)\.html$"
)
_HEAD = 1 << 10


class ThreadsExport(Source):
    """One Threads export."""

    kind = KIND
    platform = "threads"
    title = "Threads' export"

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self._keys = _files(archive)

    @property
    def made_at(self) -> datetime | None:
        """The day in the name that Instagram gives the zip or its folder."""
        return zip_name(self.archive, "instagram").made_at

    def digest(self) -> str:
        return self.archive.digest(name for name, key in self._keys.items() if key in _HOLDS)

    def inspect(self) -> Inspection:
        has_bio = self._account.profile is not None
        left_out = {_LEFT_OUT.get(key, _OTHERS): None for key in self._keys.values() if key not in _HOLDS}
        return Inspection(
            kind=KIND,
            platform="threads",
            title=self.title,
            accounts=(self._account,),
            parts=tuple(
                Part(name, _HOLDS[key], None, self.archive.entry(name).size)
                for key in _HOLDS
                for name in self._of(key)
            ),
            expected=None,
            is_complete=False,
            made_at=self.made_at,
            left_out=tuple(left_out),
            warnings=()
            if has_bio
            else ("It holds no profile that can be read, so there is no bio to read.",),
        )

    def _stream(self) -> Iterator[Record]:
        yield self._account
        for name in self._of(_PROFILE):
            if read_whole(self.archive, name) is None:
                yield Unread(basename(name), "not valid JSON")
        posts = Posts(self._account.account.handle, DerivedIds(), MediaFiles(self.archive))
        for key in (_POSTS, _ARCHIVED):
            for name in self._of(key):
                yield from read_records(self.archive, name, partial(_taken, posts, key == _ARCHIVED))
        for name in self.archive.names:
            if name not in self._keys and _PARTS.fullmatch(plain(name)):
                yield from unreadable(self.archive, name)

    def _of(self, key: str) -> list[str]:
        """The files with this key, parts by their number."""
        named = [name for name, found in self._keys.items() if found == key]
        return distinct(self.archive, sorted(named, key=lambda name: (len(plain(name)), plain(name), name)))

    @cached_property
    def _account(self) -> AccountRecord:
        name = next(iter(self._of(_PROFILE)), None)
        record = first_of(read_whole(self.archive, name)) if name else None
        said = about(record.get("string_map_data") if isinstance(record, dict) else None)
        handle = said.handle or zip_name(self.archive, "instagram").handle
        extra = {"is_private": True} if said.is_private else {}
        account = Account("threads", f"@{handle}" if handle else "", extra=extra)
        is_told = bool(said.handle or said.name or said.bio)
        profile = Profile(said.name, said.bio, website=said.website, observed_at=self.made_at)
        return AccountRecord(account, profile if is_told else None)


def _taken(posts: Posts, is_archived: bool, record: object) -> Iterable[Item]:
    return (posts.item(record, is_archived),)


def _files(archive: Archive) -> dict[str, str]:
    """The first key of every file of Threads', by its name in the archive."""
    found: dict[str, str] = {}
    for name in archive.names:
        if _FOLDER.search(name) or _NAMES.fullmatch(plain(name)):
            try:
                head = archive.read(name, _HEAD).decode("utf-8", "replace")
            except DamagedSource:
                continue
            if key := _KEY.match(head):
                found[name] = key[1]
    return found


def _recognise(archive: Archive) -> bool:
    if _HOLDS.keys() & set(_files(archive).values()):
        return True
    if any(_HTML.search(name) for name in archive.names):
        raise WrongVariant(
            "This is the HTML form of Threads' export.",
            "Ask Instagram for the export again and choose the format JSON, not HTML.",
        )
    return False


FORMATS = (Format(KIND, "threads", ThreadsExport.title, _recognise, ThreadsExport),)
