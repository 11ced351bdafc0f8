"""Reads comma-separated values of unknown make row by row, in bounded memory.

Encoding and delimiter are told from the file itself. Knows no platform and no columns.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TextIO

from connectors.archive import Archive
from connectors.json_array import Broken
from connectors.storable import storable

HEAD = 64 << 10
"""Bytes at the beginning from which the form is told."""
LINE_LIMIT = 1 << 20
"""Characters of one line; a longer one is cut, which costs the row it belongs to."""
FIELDS_LIMIT = 1_000
NOT_A_ROW = Broken("not in the form of a row")
_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = (",", "\t", ";")


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written."""

    encoding: str = "utf-8"
    delimiter: str = ","
    is_escaped: bool = False
    """Whether a quote inside a field has a backslash before it; else it is written twice."""
    is_strict: bool = False
    """Whether a quote in the wrong place spoils its row; else it is taken as it is."""


def sniff(archive: Archive, name: str) -> Form:
    """Encoding and delimiter of a file, told from its beginning; quotes are taken to be doubled.

    Raises: DamagedSource, PasswordProtected.
    """
    head = archive.read(name, HEAD)
    encoding = next((found for mark, found in _ENCODINGS if head.startswith(mark)), "utf-8")
    text = codecs.getincrementaldecoder(encoding)("replace").decode(head)
    lines = text.splitlines()[:10]
    counts = {sign: max((line.count(sign) for line in lines), default=0) for sign in _DELIMITERS}
    return Form(encoding, max(_DELIMITERS, key=lambda sign: counts[sign]))


def rows(
    archive: Archive, name: str, form: Form, mend: Callable[[Iterator[str]], Iterator[str]] | None = None
) -> Iterator[list[str] | Broken]:
    """Every row as its fields, empty lines left away, and a `Broken` for what is no row.

    `mend`: changes the lines, with their ends, before they are read.
    Raises: DamagedSource while it is read.
    """
    with (
        archive.open(name) as stream,
        io.TextIOWrapper(stream, form.encoding, errors="replace", newline="") as text,
    ):
        lines = _lines(text)
        yield from parsed(mend(lines) if mend else lines, form)


def parsed(lines: Iterable[str], form: Form) -> Iterator[list[str] | Broken]:
    """As `rows`, of lines with their ends."""
    reader = csv.reader(
        lines,
        delimiter=form.delimiter,
        doublequote=not form.is_escaped,
        escapechar="\\" if form.is_escaped else None,
        strict=form.is_strict,
    )
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:  # such as a field past csv's limit, 131,072 characters; the next line begins anew
            yield NOT_A_ROW
        else:
            if len(row) > FIELDS_LIMIT:
                yield NOT_A_ROW
            elif row:
                yield [storable(field) for field in row]


def first_rows(archive: Archive, name: str, form: Form, count: int) -> list[list[str]]:
    """The first rows that can be read."""
    return [row for row in islice(rows(archive, name, form), count) if not isinstance(row, Broken)]


def _lines(text: TextIO) -> Iterator[str]:
    """Lines with their ends, cut where they are too long; a NUL would stop the reader."""
    while line := text.readline(LINE_LIMIT):
        yield line.replace("\0", "\ufffd")
