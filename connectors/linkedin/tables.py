"""Finds LinkedIn's tables in an export and reads their rows, whatever way each of them is written.

Encoding, delimiter and quoting differ by file and year, column names by year, and some tables begin with a
preamble. Knows columns, nothing of what a row means. Source: exports of 2018 and 2025 as described in
docs/platforms/linkedin.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from connectors.archive import Archive
from connectors.csv_rows import NOT_A_ROW, Form, first_rows, rows, sniff
from connectors.errors import DamagedSource
from connectors.file_names import distinct, plain
from connectors.json_array import Broken

Row = Mapping[str, str]
"""A row's fields by column, the column's name in lower case without spaces."""

SHARES = "shares.csv"
COMMENTS = "comments.csv"
PROFILE = "profile.csv"
SUMMARY = "profilesummary.csv"
RECOMMENDATIONS = "recommendations_given.csv"
_TELLING = {
    SHARES: {"date", "sharelink", "sharecommentary"},
    COMMENTS: {"date", "link", "message"},
    PROFILE: {"firstname", "lastname", "headline"},
    SUMMARY: {"profilesummary"},
    RECOMMENDATIONS: {"text", "creationdate", "status"},
}
"""The columns by which a table is known; a `Comments.csv` may be another platform's."""
_PREAMBLE = 20
"""Rows among which the header is looked for."""
_BACKSLASHED = re.compile(r"\\(?![\"\\])")
LONGEST = 200_000
"""Rows of a table over which its quoting is told."""


@dataclass(frozen=True, slots=True)
class Table:
    """One file of rows."""

    name: str
    kind: str
    """Its plain name, one of those above."""
    form: Form
    columns: tuple[str, ...]
    """Plain names, in the file's order."""
    above: int
    """Rows before and with the header."""


def tables(archive: Archive) -> list[Table]:
    """Every table that holds something of the owner's, by kind, copies of one file once."""
    named = [name for name in archive.names if _kind(name) in _TELLING]
    found = [table for name in distinct(archive, named) if (table := _table(archive, name))]
    order = list(_TELLING)
    return sorted(found, key=lambda each: order.index(each.kind))


def read(archive: Archive, table: Table) -> Iterator[Row | Broken]:
    """The rows below the header; a `Broken` for one that has other columns.

    Raises: DamagedSource while it is read.
    """
    columns, width = table.columns, len(table.columns)
    form = _quoting(archive, table)
    for row in islice(_rows(archive, table.name, form), table.above, None):
        if isinstance(row, Broken):
            yield row
        elif len(row) == width:
            yield dict(zip(columns, row, strict=True))
        else:
            yield NOT_A_ROW


def _rows(archive: Archive, name: str, form: Form) -> Iterator[list[str] | Broken]:
    if not form.is_escaped:
        return rows(archive, name, form)
    # Only quotes are escaped: a backslash before anything else is the owner's own.
    return rows(archive, name, form, mend=lambda line: _BACKSLASHED.sub(r"\\\\", line))


def _quoting(archive: Archive, table: Table) -> Form:
    """The form in which more rows are sound and as wide as the header; doubled quotes where it is all one."""
    escaped = replace(table.form, is_escaped=True)
    if not _has_backslash(archive, table.name, table.form):
        return table.form
    return min((table.form, escaped), key=lambda form: _misfits(archive, table, form))


def _has_backslash(archive: Archive, name: str, form: Form) -> bool:
    sign = '\\"'.encode(form.encoding.removesuffix("-sig").replace("utf-16", "utf-16-le"))
    with archive.open(name) as stream:
        tail = b""
        while chunk := stream.read(1 << 20):
            if sign in tail + chunk:
                return True
            tail = chunk[-len(sign) :]
    return False


def _misfits(archive: Archive, table: Table, form: Form) -> int:
    width = len(table.columns)
    strict = replace(form, is_strict=True)
    below = islice(_rows(archive, table.name, strict), table.above, LONGEST)
    return sum(isinstance(row, Broken) or len(row) != width for row in below)


def _table(archive: Archive, name: str) -> Table | None:
    kind = _kind(name)
    try:
        form = sniff(archive, name)
        beginning = first_rows(archive, name, form, _PREAMBLE)
    except DamagedSource:
        return None
    for place, row in enumerate(beginning, start=1):
        columns = tuple(plain_column(field) for field in row)
        if _TELLING[kind] <= set(columns):
            return Table(name, kind, form, columns, place)
    return None


def plain_column(field: str) -> str:
    """A column's name for comparing: `Share Link` and `ShareLink` are one."""
    return field.strip("\ufeff \t").replace(" ", "").lower()


def _kind(name: str) -> str:
    return plain(name).replace(" ", "")
