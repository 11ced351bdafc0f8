"""Finds YouTube's tables in a Google Takeout by their shape: names of files and columns are translated.

Knows what columns hold, nothing of what becomes of a row.
Source: Takeouts of 2023 to 2026 in English, Dutch and Spanish.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from posixpath import dirname

from connectors.archive import Archive
from connectors.csv_rows import Form, first_rows, rows, sniff
from connectors.errors import DamagedSource
from connectors.file_names import distinct, plain
from connectors.json_text import Broken

MOST = 2000
"""Tables that are looked at; a Takeout holds one for every playlist."""
_HEAD = 16 << 10
_SAMPLE = 40
"""Rows from which the columns are told."""
_HINT = re.compile(r'"(?:text|takeoutSegments)\\?"')
COMMENT_ID = re.compile(r"(?:Ug[\w\-]{8,24}|z[0-9][\w\-]{8,44})(?:\.[\w\-]{4,44})?", re.ASCII)
"""A comment's id; a reply's begins with the id of the first comment of its thread and a dot."""
_ANY_ID = re.compile(r"(?:Ug|z[0-9]|C[a-z]|LCC\.)[\w.%=\-]{8,200}", re.ASCII)
"""An id of a comment, a live chat message or a community post."""
CHANNEL_ID = re.compile(r"UC[\w\-]{22}", re.ASCII)
_VIDEO_ID = re.compile(r"[\w\-]{11}", re.ASCII)
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.{0,30}", re.ASCII)
_TEXT = re.compile(r'\s{0,99}\{\s{0,99}"(?:text|takeoutSegments)".*', re.DOTALL)
_NEARLY = 0.8
_ID_NAMES = {"comment id", "live chat id", "reactie-id"}
_TEXT_NAMES = {"comment text", "live chat text", "reactietekst"}


@dataclass(frozen=True, slots=True)
class Table:
    """One file of comments or live chat messages."""

    name: str
    form: Form
    width: int
    has_header: bool
    is_live_chat: bool
    id: int
    """Places of the columns, from 0."""
    channel: int
    time: int
    text: int

    @property
    def holds(self) -> str:
        """In a word or two."""
        return "live chat messages" if self.is_live_chat else "comments"


@dataclass(frozen=True, slots=True)
class Other:
    """The beginning of another table."""

    name: str
    rows: tuple[tuple[str, ...], ...]

    @property
    def is_of_videos(self) -> bool:
        """Whether every row is about a video: its id, its channel and its time stand there."""
        telling = (_VIDEO_ID, CHANNEL_ID, _TIME)
        return any(all(any(map(sign.fullmatch, row)) for sign in telling) for row in self.rows[1:])


def tables(archive: Archive) -> list[Table]:
    """Every table of comments or live chat, copies of one file once, in the order of their names."""
    found = [table for name in distinct(archive, _csv(archive)) if (table := _table(archive, name))]
    return sorted(
        found, key=lambda table: (table.is_live_chat, dirname(table.name), len(table.name), table.name)
    )


def others(archive: Archive, known: Iterable[Table], mark: str) -> Iterator[Other]:
    """The beginnings of the other tables near whose beginning `mark` stands, such as a channel's id."""
    taken = {table.name for table in known}
    for name in _csv(archive):
        if name not in taken and mark.encode() in _head(archive, name):
            try:
                beginning = first_rows(archive, name, sniff(archive, name), 5)
            except DamagedSource:
                continue
            yield Other(name, tuple(map(tuple, beginning)))


def read(archive: Archive, table: Table) -> Iterator[list[str] | Broken]:
    """The rows below the header.

    Raises: DamagedSource while it is read.
    """
    return islice(rows(archive, table.name, table.form), int(table.has_header), None)


def _csv(archive: Archive) -> list[str]:
    is_alone = len(archive.names) == 1
    named = (name for name in archive.names if is_alone or plain(name).endswith((".csv", ".tsv")))
    return list(islice(named, MOST))


def _head(archive: Archive, name: str) -> bytes:
    try:
        return archive.read(name, _HEAD).replace(b"\0", b"")
    except DamagedSource:
        return b""


def _table(archive: Archive, name: str) -> Table | None:
    head = _head(archive, name).decode("utf-8", "replace")
    if not (_HINT.search(head) or _is_header(_names(head.split("\n", 1)[0].split(",")))):
        return None
    try:
        form = sniff(archive, name)
        # Google writes commas; a text full of other signs may have been taken for columns.
        forms = dict.fromkeys((replace(form, delimiter=","), form))
        return next((table for each in forms if (table := _as(archive, name, each))), None)
    except DamagedSource:
        return None


def _as(archive: Archive, name: str, form: Form) -> Table | None:
    beginning = first_rows(archive, name, form, _SAMPLE)
    if not beginning:
        return None
    has_header = not any(CHANNEL_ID.fullmatch(cell) for cell in beginning[0])
    names = _names(beginning[0]) if has_header else []
    width = len(beginning[0])
    sample = [row for row in beginning[has_header:] if len(row) == width]
    places = _places(names, sample)
    if places is None:
        return None
    is_live = any("live chat" in each for each in names) or plain(name).startswith("live chat")
    return Table(name, form, width, has_header, is_live, *places)


def _names(header: Sequence[str]) -> list[str]:
    return [cell.strip(' \r\n"\ufeff').casefold() for cell in header]


def _is_header(names: Sequence[str]) -> bool:
    return not _ID_NAMES.isdisjoint(names) and not _TEXT_NAMES.isdisjoint(names)


def _places(names: Sequence[str], sample: Sequence[Sequence[str]]) -> tuple[int, int, int, int] | None:
    """Where id, channel, time and text stand; None where it is another table.

    By what the rows hold; a table without rows by the names of its columns, in the languages that are known.
    """
    if not sample:
        if not _is_header(names):
            return None
        return 0, 0, 0, 0
    columns = list(zip(*sample, strict=True))
    channel, time, text = (_best(columns, each) for each in (CHANNEL_ID, _TIME, _TEXT))
    # Of a reply the parent's id stands beside its own, which begins alike and is longer.
    ids = [at for at, name in enumerate(names) if name in _ID_NAMES]
    ids = ids or _full(columns, COMMENT_ID) or _full(columns, _ANY_ID)
    if not ids or channel is None or time is None or text is None:
        return None
    return max(ids, key=lambda at: sum(map(len, columns[at]))), channel, time, text


def _matches(cells: Sequence[str], pattern: re.Pattern[str]) -> int:
    return sum(pattern.fullmatch(cell) is not None for cell in cells)


def _full(columns: Sequence[Sequence[str]], pattern: re.Pattern[str]) -> list[int]:
    """The columns in which nearly every cell is such a one."""
    return [
        at
        for at, cells in enumerate(columns)
        if _matches(cells, pattern) >= _NEARLY * len(cells) and _matches(cells, CHANNEL_ID) == 0
    ]


def _best(columns: Sequence[Sequence[str]], pattern: re.Pattern[str]) -> int | None:
    """The column with most such cells; None where there is none at all."""
    counts = [_matches(cells, pattern) for cells in columns]
    return counts.index(max(counts)) if max(counts) else None
