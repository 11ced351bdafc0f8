"""Finds LinkedIn's tables in an export and reads their rows, whatever way each of them is written.

Encoding, delimiter and quoting differ by file and year, column names by year, and some tables begin with a
preamble. Knows columns, nothing of what a row means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from connectors.archive import Archive
from connectors.csv_rows import NOT_A_ROW, Form, sniff
from connectors.errors import DamagedSource
from connectors.file_names import distinct
from connectors.json_array import Broken
from connectors.linkedin.layout import key
from connectors.linkedin.quoting import quoting, read_rows

Row = Mapping[str, str]
"""A row's fields by column, the column's name in lower case without spaces."""


class Kind(Enum):
    """What a table holds; the value is its name as `layout.key` gives it. In the order of reading."""

    PROFILE = "profile"
    SUMMARY = "profilesummary"
    SHARES = "shares"
    REPOSTS = "instantreposts"
    COMMENTS = "comments"
    RECOMMENDATIONS = "recommendationsgiven"
    MEDIA = "richmedia"


_TELLING = {
    Kind.PROFILE: {"firstname", "lastname", "headline"},
    Kind.SUMMARY: {"profilesummary"},
    Kind.SHARES: {"date", "sharelink", "sharecommentary"},
    Kind.REPOSTS: {"date", "link"},
    Kind.COMMENTS: {"date", "link", "message"},
    Kind.RECOMMENDATIONS: {"firstname", "text", "status"},
    Kind.MEDIA: {"date/time", "mediadescription"},
}
"""The columns by which a table is known; a `Comments.csv` may be another platform's."""
_KINDS = {kind.value: kind for kind in Kind}
_PREAMBLE = 20
"""Rows among which the header is looked for."""


@dataclass(frozen=True, slots=True)
class Table:
    """One file of rows."""

    name: str
    kind: Kind
    form: Form
    columns: tuple[str, ...]
    """Plain names, in the file's order."""
    above: int
    """Rows before and with the header."""


def named_so(names: Iterable[str]) -> list[str]:
    """Of the names, those of files that should hold something of the owner's."""
    return [name for name in names if name.lower().endswith(".csv") and key(name) in _KINDS]


def tables(archive: Archive) -> list[Table]:
    """Every table that holds something of the owner's, in the order of kinds, copies of one file once."""
    named = distinct(archive, named_so(archive.names))
    found = [table for name in named if (table := _table(archive, name))]
    order = list(Kind)
    return sorted(found, key=lambda each: order.index(each.kind))


def read(archive: Archive, table: Table) -> Iterator[Row | Broken]:
    """The rows below the header; a `Broken` for one that has other columns.

    Raises: DamagedSource while it is read.
    """
    columns, width = table.columns, len(table.columns)
    form = quoting(archive, table.name, table.form, table.above, width)
    for row in islice(read_rows(archive, table.name, form), table.above, None):
        if isinstance(row, Broken):
            yield row
        elif len(row) == width:
            yield dict(zip(columns, row, strict=True))
        else:
            yield NOT_A_ROW


def _table(archive: Archive, name: str) -> Table | None:
    kind = _KINDS[key(name)]
    try:
        form = sniff(archive, name)
        beginning = list(islice(read_rows(archive, name, form), _PREAMBLE))
    except DamagedSource:
        return None
    for place, row in enumerate(beginning, start=1):
        if isinstance(row, Broken):
            continue
        columns = tuple(plain_column(field) for field in row)
        if _TELLING[kind] <= set(columns):
            return Table(name, kind, form, columns, place)
    return None


def plain_column(field: str) -> str:
    """A column's name for comparing: `Share Link` and `ShareLink` are one."""
    return field.strip("\ufeff \t").replace(" ", "").lower()
