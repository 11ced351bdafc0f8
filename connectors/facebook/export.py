"""Reads Facebook's export in its JSON form, of a profile or a Page: posts, comments, captions, the profile.

The export has no manifest, names no post or comment by an id but in its newest files, and has no links to
what was commented on. Knows nothing of auditing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property
from itertools import islice
from posixpath import basename

from connectors.archive import Archive
from connectors.derived_ids import DerivedIds
from connectors.errors import DamagedSource, EmptySource, WrongVariant
from connectors.facebook import layout
from connectors.facebook.album import album_words
from connectors.facebook.attachments import objects, words
from connectors.facebook.labelled import Learnt, learn
from connectors.facebook.layout import HEAD, Form, PartFile
from connectors.facebook.left_out import left_out
from connectors.facebook.posts import Posts
from connectors.facebook.profile import OwnNames, account, own_names
from connectors.file_names import distinct
from connectors.meta.media_files import MediaFiles
from connectors.meta.records import first_of, read_list, read_records, read_whole, unreadable
from connectors.meta.zip_name import zip_name
from connectors.model import AccountRecord, ItemKind, LeftOut, Record, Unread
from connectors.source import Format, Inspection, Part, Source

KIND = "facebook-export"
_NO_BIO = "It holds no profile that can be read, so there is no bio to read."
_AUTHORS = 300
"""How many of the comments in a file tell under which name the owner writes."""


class FacebookExport(Source):
    """One Facebook export."""

    kind = KIND
    platform = "facebook"
    title = "Facebook's export"

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self._layout = layout.survey(archive)

    @property
    def made_at(self) -> datetime | None:
        """The day in the name that Facebook gives the zip."""
        return zip_name(self.archive, self.platform).made_at

    def digest(self) -> str:
        return self.archive.digest(self._layout.names)

    def inspect(self) -> Inspection:
        names = [(each.name, each.sort.holds) for each in self._parts]
        if self._layout.profile:
            names.append((self._layout.profile, "profile"))
        return Inspection(
            kind=KIND,
            platform="facebook",
            title=self.title,
            accounts=(self._account,),
            parts=tuple(Part(name, holds, None, self.archive.entry(name).size) for name, holds in names),
            expected=None,
            is_complete=False,
            made_at=self.made_at,
            left_out=left_out(self.archive, frozenset((*self._layout.names, *self._layout.strange))),
            warnings=() if self._account.profile is not None else (_NO_BIO,),
        )

    def _stream(self) -> Iterator[Record]:
        yield self._account
        if self._layout.profile and self._profile is None:
            yield Unread(basename(self._layout.profile), "not valid JSON")
        posts = Posts(MediaFiles(self.archive), DerivedIds(), self._own_names, self.made_at)
        for part in self._parts:
            yield from self._records(part, posts)
        for name in self._layout.strange:
            yield from unreadable(self.archive, name)
        for what, why, count in (
            ("entries without words, pictures or links", "nothing of yours is in them", posts.wordless),
            ("posts that stand in two files", "each is taken once", posts.repeated),
            ("comments that others signed", "other people's words", posts.foreign),
            (
                "comments below pictures",
                "yours stand in comments.json, the others are other people's",
                posts.below,
            ),
            ("last versions of edited texts", "they are what the post or comment says", posts.present),
        ):
            if count:
                yield LeftOut(what, why, count)

    def _records(self, part: PartFile, posts: Posts) -> Iterator[Record]:
        if part.sort.form is Form.ALBUM:
            name, description = album_words(self.archive, part.name)
            yield from posts.album(part, name, description)
            yield from read_list(
                self.archive, part.name, "photos", lambda record: posts.items(part, record, Learnt(), name)
            )
            return
        learnt = self._learnt(part)
        yield from read_records(self.archive, part.name, lambda record: posts.items(part, record, learnt))

    def _learnt(self, part: PartFile) -> Learnt:
        try:
            is_labelled = b'"label_values"' in self.archive.read(part.name, HEAD)
        except DamagedSource:
            is_labelled = False
        return learn(self.archive, part.name) if is_labelled else Learnt()

    @cached_property
    def _parts(self) -> list[PartFile]:
        kept = set(distinct(self.archive, [part.name for part in self._layout.parts]))
        return [part for part in self._layout.parts if part.name in kept]

    @cached_property
    def _profile(self) -> object:
        name = self._layout.profile
        return first_of(read_whole(self.archive, name)) if name else None

    @cached_property
    def _account(self) -> AccountRecord:
        return account(self._profile, zip_name(self.archive, self.platform).handle, self.made_at)

    @cached_property
    def _own_names(self) -> OwnNames:
        comments = (part for part in self._parts if part.sort.kind is ItemKind.COMMENT)
        files = (part for part in comments if part.sort.form is Form.ENTRIES)
        return own_names(self._profile, [author for part in files for author in self._authors(part)])

    def _authors(self, part: PartFile) -> list[str]:
        """Who signed the first comments of a file."""
        found: list[str] = []

        def take(record: object) -> Iterable[Record]:
            data = record.get("data") if isinstance(record, dict) else None
            for each in objects(data):
                for comment in objects(each.get("comment")):
                    found.append(words(comment.get("author")))
            return (LeftOut("", ""),)

        for _ in islice(read_records(self.archive, part.name, take), _AUTHORS):
            pass
        return found


def _recognise(archive: Archive) -> bool:
    if layout.survey(archive).names:
        return True
    if layout.html_form(archive.names):
        raise WrongVariant(
            "This is the HTML form of Facebook's export.",
            "Ask for the export again and choose the format JSON, not HTML.",
        )
    if layout.empty_form(archive.names):
        raise EmptySource(
            "This is a Facebook export without posts, comments or a profile.",
            "Ask for the export again, and choose all your information and all time.",
        )
    return False


FORMATS = (Format(KIND, "facebook", FacebookExport.title, _recognise, FacebookExport),)
