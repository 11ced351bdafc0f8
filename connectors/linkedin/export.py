"""Reads LinkedIn's export: posts, comments, articles, recommendations given, captions, headline and summary.

Knows nothing of auditing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from posixpath import basename

from connectors.archive import Archive
from connectors.derived_ids import DerivedIds
from connectors.errors import DamagedSource, EmptySource
from connectors.file_names import distinct
from connectors.json_array import Broken
from connectors.linkedin import articles, layout
from connectors.linkedin.left_out import left_out
from connectors.linkedin.profile import account
from connectors.linkedin.reading import Reading
from connectors.linkedin.tables import Kind, Row, Table, named_so, read, tables
from connectors.model import AccountRecord, LeftOut, Record, Unread
from connectors.part_reading import Unfit
from connectors.source import Format, Inspection, Part, Source

KIND = "linkedin-export"
_HOLDS = {
    Kind.PROFILE: "profile",
    Kind.SUMMARY: "profile",
    Kind.SHARES: "posts",
    Kind.REPOSTS: "reposts",
    Kind.COMMENTS: "comments",
    Kind.RECOMMENDATIONS: "recommendations that you gave",
    Kind.MEDIA: "captions",
}
_NO_POSTS = "It holds no posts and no comments: LinkedIn gives these only in the larger data archive."
_ASK = "Ask LinkedIn for the larger data archive, which takes a day or two."
_NO_BIO = "It holds no profile (Profile.csv), so there is no bio to read."


class LinkedInExport(Source):
    """One export of LinkedIn's."""

    kind = KIND
    platform = "linkedin"
    title = "LinkedIn's export"

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self._tables = tables(archive)
        places = [table.name for table in self._tables]
        names = layout.within(archive.names, places) if places else archive.names
        self._articles = distinct(archive, [name for name in names if layout.is_article(name)])

    @property
    def made_at(self) -> datetime | None:
        return layout.made_at(self.archive)

    def digest(self) -> str:
        return self.archive.digest([*(table.name for table in self._tables), *self._articles])

    def inspect(self) -> Inspection:
        parts = [(table.name, _HOLDS[table.kind]) for table in self._tables]
        parts += [(name, "an article") for name in self._articles]
        if not parts:
            raise EmptySource(_NO_POSTS, _ASK)
        return Inspection(
            kind=KIND,
            platform=self.platform,
            title=self.title,
            accounts=(self._account,),
            parts=tuple(Part(name, holds, None, self.archive.entry(name).size) for name, holds in parts),
            expected=None,
            is_complete=self.is_complete,
            made_at=self.made_at,
            left_out=left_out(self._names, [*(name for name, _ in parts), *self._strange, *self._copies]),
            warnings=tuple(self._warnings()),
            is_complete_by_id=self._holds_every_post,
        )

    @property
    def _holds_every_post(self) -> bool:
        """Whether a post with a number that is not in it has gone; of the rest it never tells."""
        return layout.is_complete(self.archive) and any(each.kind is Kind.SHARES for each in self._tables)

    def _warnings(self) -> Iterator[str]:
        kinds = {table.kind for table in self._tables}
        if not self._articles and not kinds & {Kind.SHARES, Kind.COMMENTS}:
            yield f"{_NO_POSTS} {_ASK}"
        if Kind.PROFILE not in kinds:
            yield _NO_BIO

    @cached_property
    def _names(self) -> list[str]:
        """Names of this export's files, where the archive holds others beside it."""
        return layout.within(self.archive.names, [*(table.name for table in self._tables), *self._articles])

    @cached_property
    def _strange(self) -> list[str]:
        """Files that should hold something of the owner's and have other columns than are known."""
        read_or_copied = {*(table.name for table in self._tables), *self._copies}
        return [name for name in named_so(self._names) if name not in read_or_copied]

    @cached_property
    def _copies(self) -> set[str]:
        both = [*named_so(self.archive.names), *filter(layout.is_article, self.archive.names)]
        return set(both) - set(distinct(self.archive, both))

    @cached_property
    def _account(self) -> AccountRecord:
        rows: dict[Kind, Row] = {
            table.kind: row
            for table in reversed(self._tables)
            if table.kind in (Kind.PROFILE, Kind.SUMMARY) and (row := self._first(table))
        }
        return account(rows, layout.member(self._names), self.made_at)

    def _first(self, table: Table) -> Row | None:
        try:
            return next((row for row in read(self.archive, table) if not isinstance(row, Broken)), None)
        except DamagedSource:
            return None

    def _stream(self) -> Iterator[Record]:
        yield self._account
        reading = Reading()
        for table in self._tables:
            yield from self._read(table, reading)
        yield from reading.rest()
        yield from reading.left_out()
        for name in self._strange:
            yield Unread(basename(name), "its columns are not those that are known")
        yield from self._read_articles()

    def _read(self, table: Table, reading: Reading) -> Iterator[Record]:
        unread: Counter[str] = Counter()
        reading.begin()
        try:
            for row in read(self.archive, table):
                if isinstance(row, Broken):
                    unread[row.reason] += 1
                    continue
                try:
                    yield from reading.take(table.kind, row)
                except Unfit as problem:
                    unread[str(problem)] += 1
        except DamagedSource as error:
            unread[error.what] += 1
        for reason, count in unread.items():
            yield Unread(basename(table.name), reason, count)

    def _read_articles(self) -> Iterator[Record]:
        drafts, ids = 0, DerivedIds()
        for name in self._articles:
            try:
                html = self.archive.read(name, articles.READ).decode("utf-8-sig", "replace")
            except DamagedSource as error:
                yield Unread(basename(name), error.what)
                continue
            if articles.is_draft(html):
                drafts += 1
                continue
            yield articles.article(name, html, ids)
            if articles.is_cut(html):
                yield Unread(basename(name), "longer than is read of an article: its end is missing")
        if drafts:
            yield LeftOut("drafts of articles", "never published", drafts)


def _recognise(archive: Archive) -> bool:
    if tables(archive):
        return True
    if layout.is_named_so(archive) and any(name.lower().endswith(".csv") for name in archive.names):
        return True
    pages = [name for name in archive.names if layout.is_article(name)][:5]
    return any(articles.is_linkedins(_beginning(archive, name)) for name in pages)


def _beginning(archive: Archive, name: str) -> str:
    try:
        return archive.read(name, 64 << 10).decode("utf-8-sig", "replace")
    except DamagedSource:
        return ""


FORMATS = (Format(KIND, "linkedin", LinkedInExport.title, _recognise, LinkedInExport),)
