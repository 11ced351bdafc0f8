"""Reads X's archive as it comes since 2018: `data/manifest.js` and `window.YTD` files, zip or folder.

Knows nothing of auditing. Grailbird, the form before it, has its own module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from posixpath import basename

from connectors.archive import Archive
from connectors.derived_ids import DerivedIds
from connectors.errors import EmptySource, WrongVariant
from connectors.file_names import distinct
from connectors.model import Item, LeftOut, Record, Unread
from connectors.own_parents import OwnParents
from connectors.part_reading import Unfit
from connectors.source import Format, Inspection, Part, Source
from connectors.x import layout, other_texts, profile
from connectors.x.articles import Articles
from connectors.x.grailbird import FORMAT as GRAILBIRD
from connectors.x.left_out import left_out
from connectors.x.notes import Notes, note
from connectors.x.parts import Parts
from connectors.x.posts import Author, deleted_at, own_parent, post

KIND = "x-archive"
_POSTED = ("tweets", "community-tweet", "twitter-circle-tweet")
_ARTICLE_NOTES = ("article-metadata", "twitter-article-metadata")
_NO_MANIFEST = "It has no manifest that can be read, so nobody can tell whether it is whole."
_PARTIAL = "X says that this archive is partial: not all of the posts are in it."
_NO_PROFILE = "It holds no profile (profile.js) that can be read, so there is no bio to read."


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
        self._parts = Parts(archive, self._files)

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
        read = (*layout.HOLDS, *profile.ABOUT, *_ARTICLE_NOTES, "manifest")
        return self.archive.digest(each.name for each in self._parts.of(*read))

    def inspect(self) -> Inspection:
        parts = self._parts.of(*layout.HOLDS)
        if not parts:
            raise EmptySource("There are no posts in this archive.", "Ask X for the whole archive again.")
        return Inspection(
            kind=KIND,
            platform="x",
            title=self.title,
            accounts=self._about.records[:1],
            parts=tuple(
                Part(each.name, layout.HOLDS[each.type], each.expected, self.archive.entry(each.name).size)
                for each in parts
            ),
            expected=self.expected,
            is_complete=self.is_complete,
            made_at=self.made_at,
            left_out=tuple(self._left_out()),
            warnings=tuple(self._warnings()),
        )

    def _warnings(self) -> Iterator[str]:
        if self._manifest is None:
            yield _NO_MANIFEST
        elif self._manifest.is_partial:
            yield _PARTIAL
        if not self._about.has_bio:
            yield _NO_PROFILE

    def _left_out(self) -> Iterable[LeftOut]:
        counts = self._manifest.others if self._manifest else {}
        present = [
            each.type
            for each in self._files
            if counts.get(each.type, 1) and not layout.is_empty(self.archive, each)
        ]
        return left_out(dict.fromkeys(present), {*layout.HOLDS, *self._about.read}, counts)

    def _stream(self) -> Iterator[Record]:
        yield from self._about.records
        articles = self._articles
        yield from self._posts(_POSTED, "note-tweet", articles)
        yield from map(self._as_deleted, self._posts(("deleted-tweets",), "deleted-note-tweet", None))
        yield from self._article_items(articles)
        yield from self._other_items()
        if self._manifest:
            for kind, part, count in layout.missing_parts(self._manifest, self._files):
                if count:
                    name = f"{kind}-part{part}.js" if part else f"{kind}.js"
                    yield Unread(name, "named in the manifest, missing in the archive", count)

    def _posts(self, kinds: tuple[str, ...], notes_kind: str, articles: Articles | None) -> Iterator[Record]:
        """The posts of these data types, long ones whole, threads with parents; then the notes left over."""
        notes, parents, author = Notes(), OwnParents(), self._author

        def wait(record: object) -> Iterator[Item]:
            found = note(record)
            if found is None:
                raise Unfit("it is no long post")
            if not notes.add(found):
                yield found.alone()

        def take(record: object) -> Iterator[Item]:
            item = notes.joined(post(record, author))
            gone = deleted_at(record)
            if articles:
                articles.see(item)
            return parents.take(replace(item, deleted_at=gone) if gone else item, own_parent(item))

        yield from self._parts.read(notes_kind, wait)
        for kind in kinds:
            stream = self._parts.read(kind, take)
            yield from map(_as_of_a_circle, stream) if kind == "twitter-circle-tweet" else stream
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

    @property
    def _articles(self) -> Articles | None:
        """None where there are none, so that no post need be looked at for one."""
        files = self._parts.of(*layout.ARTICLES)
        if not files:
            return None
        is_single = sum(each.expected or 2 for each in files) == 1
        return Articles(self._parts.few(*_ARTICLE_NOTES), self._author.handle, is_single)

    def _article_items(self, articles: Articles | None) -> Iterator[Record]:
        drafts = 0

        def take(record: object) -> Iterable[Item]:
            nonlocal drafts
            found = articles.item(record) if articles else None
            drafts += found is None
            return () if found is None else (found,)

        for kind in layout.ARTICLES:
            yield from self._parts.read(kind, take)
        if drafts:
            yield LeftOut("drafts of articles", "they were never published", drafts)

    def _other_items(self) -> Iterator[Record]:
        ids = DerivedIds()
        for kind, sort in other_texts.SORTS.items():

            def take(record: object, sort: other_texts.Sort = sort) -> Iterable[Item]:
                return (other_texts.item(record, sort, ids),)

            yield from self._parts.read(kind, take)

    @cached_property
    def _about(self) -> profile.About:
        return profile.about(self._parts, self._manifest, self.made_at)

    @cached_property
    def _author(self) -> Author:
        account = self._about.records[0].account
        earlier = account.extra.get("earlier_handles")
        handles = [account.handle, *(earlier if isinstance(earlier, list) else ())]
        return Author(
            handle=account.handle.lstrip("@"),
            account_id=account.remote_id or "",
            handles=frozenset(each.lstrip("@").casefold() for each in handles if each),
            media=layout.media_by_post(self.archive),
        )


def _as_of_a_circle(record: Record) -> Record:
    """A post that only the owner's Twitter circle saw."""
    return (
        replace(record, extra={**record.extra, "visibility": "circle"})
        if isinstance(record, Item)
        else record
    )


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
