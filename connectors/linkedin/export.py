"""Reads LinkedIn's export: posts, comments, articles, recommendations given, headline and summary.

Knows nothing of auditing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from posixpath import basename

from connectors.archive import Archive
from connectors.derived_ids import DerivedIds
from connectors.errors import DamagedSource, EmptySource
from connectors.file_names import distinct
from connectors.json_array import Broken
from connectors.linkedin import articles
from connectors.linkedin.items import comment, recommendation, share
from connectors.linkedin.left_out import left_out
from connectors.linkedin.profile import account
from connectors.linkedin.tables import (
    COMMENTS,
    PROFILE,
    RECOMMENDATIONS,
    SHARES,
    SUMMARY,
    Row,
    Table,
    read,
    tables,
)
from connectors.model import AccountRecord, Item, LeftOut, Record, Unread
from connectors.own_parents import OwnParents
from connectors.part_reading import Unfit
from connectors.source import Format, Inspection, Part, Source

KIND = "linkedin-export"
_HOLDS = {
    SHARES: "posts",
    COMMENTS: "comments",
    RECOMMENDATIONS: "recommendations that you gave",
    PROFILE: "profile",
    SUMMARY: "profile",
}
_NO_POSTS = (
    "It holds no posts and no comments: LinkedIn gives these only if you choose the larger data archive,"
    " which takes a day or two."
)


class LinkedInExport(Source):
    """One export of LinkedIn's."""

    kind = KIND
    platform = "linkedin"
    title = "LinkedIn's export"

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self._tables = tables(archive)
        self._articles = distinct(archive, [name for name in archive.names if _is_article(name)])

    def digest(self) -> str:
        return self.archive.digest([*(table.name for table in self._tables), *self._articles])

    def inspect(self) -> Inspection:
        parts = [(table.name, _HOLDS[table.kind]) for table in self._tables]
        parts += [(name, "an article") for name in self._articles]
        if not parts:
            raise EmptySource("There are no posts, comments or profile in it.", "Ask LinkedIn for all data.")
        has_posts = self._articles or any(table.kind in (SHARES, COMMENTS) for table in self._tables)
        has_profile = any(table.kind == PROFILE for table in self._tables)
        warnings = [] if has_posts else [_NO_POSTS]
        if not has_profile:
            warnings.append("It holds no profile (Profile.csv), so there is no bio to read.")
        return Inspection(
            kind=KIND,
            platform=self.platform,
            title=self.title,
            accounts=(self._account,),
            parts=tuple(Part(name, holds, None, self.archive.entry(name).size) for name, holds in parts),
            expected=None,
            is_complete=self.is_complete,
            made_at=None,
            left_out=left_out(self.archive, [name for name, _ in parts]),
            warnings=tuple(warnings),
        )

    @cached_property
    def _account(self) -> AccountRecord:
        return account(
            (table.kind, row)
            for table in self._tables
            if table.kind in (PROFILE, SUMMARY)
            for row in self._first(table)
        )

    def _first(self, table: Table) -> Iterator[Row]:
        try:
            for row in read(self.archive, table):
                if not isinstance(row, Broken):
                    yield row
                    return
        except DamagedSource:
            return

    def _stream(self) -> Iterator[Record]:
        yield self._account
        ids, parents, shares = DerivedIds(), OwnParents(), set[str]()

        def take_share(row: Row) -> Iterator[Item]:
            found = share(row)
            shares.add(found.id)
            yield from parents.take(found, None)

        def take_comment(row: Row) -> Iterator[Item]:
            found = comment(row, ids)
            yield from parents.take(found, found.parent_id if found.parent_id in shares else None)

        def take_recommendation(row: Row) -> Iterator[Item]:
            yield recommendation(row, ids)

        takes: dict[str, Callable[[Row], Iterator[Item]]] = {
            SHARES: take_share,
            COMMENTS: take_comment,
            RECOMMENDATIONS: take_recommendation,
        }
        for table in self._tables:
            if table.kind in takes:
                yield from self._read(table, takes[table.kind])
        yield from self._read_articles(ids)

    def _read(self, table: Table, take: Callable[[Row], Iterator[Item]]) -> Iterator[Record]:
        unread: Counter[str] = Counter()
        try:
            for row in read(self.archive, table):
                if isinstance(row, Broken):
                    unread[row.reason] += 1
                    continue
                try:
                    yield from take(row)
                except Unfit as problem:
                    unread[str(problem)] += 1
        except DamagedSource as error:
            unread[error.what] += 1
        for reason, count in unread.items():
            yield Unread(basename(table.name), reason, count)

    def _read_articles(self, ids: DerivedIds) -> Iterator[Record]:
        drafts = 0
        for name in self._articles:
            try:
                raw = self.archive.read(name, articles.HTML_LIMIT)
            except DamagedSource as error:
                yield Unread(basename(name), error.what)
                continue
            html = raw.decode("utf-8-sig", "replace")
            if articles.is_draft(html):
                drafts += 1
            else:
                yield articles.article(html, ids)
        if drafts:
            yield LeftOut("drafts of articles", "never published", drafts)


def _is_article(name: str) -> bool:
    return name.lower().endswith((".html", ".htm")) and "articles" in name.lower().split("/")[:-1]


def _recognise(archive: Archive) -> bool:
    return bool(tables(archive))


FORMATS = (Format(KIND, "linkedin", LinkedInExport.title, _recognise, LinkedInExport),)
