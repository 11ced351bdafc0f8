"""Tells how a table of LinkedIn's writes the quotes inside a text, and reads its rows accordingly.

Most tables write them twice, comments write a backslash before them; what a field means is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from connectors.archive import Archive
from connectors.csv_rows import Form, rows
from connectors.json_array import Broken

_LOOKED_AT = 200_000
"""Rows of a table over which its quoting is told."""
_RUN = re.compile(r"(?<!\\)(\\+)(?![\\\"])")
_ROW = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,")


def read_rows(archive: Archive, name: str, form: Form) -> Iterator[list[str] | Broken]:
    """As `csv_rows.rows`; where quotes are escaped, every other backslash is the owner's own.

    Raises: DamagedSource while it is read.
    """
    return rows(archive, name, form, mend=_own_backslashes if form.is_escaped else None)


def quoting(archive: Archive, name: str, form: Form, above: int, width: int) -> Form:
    """The form in which more rows below the first `above` are sound and `width` fields wide.

    Doubled quotes where both are the same. Raises: DamagedSource.
    """
    if not _has_escape(archive, name, form):
        return form
    both = (form, replace(form, is_escaped=True))
    return min(both, key=lambda each: _misfits(archive, name, each, above, width))


def _misfits(archive: Archive, name: str, form: Form, above: int, width: int) -> int:
    below = islice(read_rows(archive, name, replace(form, is_strict=True)), above, above + _LOOKED_AT)
    return sum(isinstance(row, Broken) or len(row) != width for row in below)


def _has_escape(archive: Archive, name: str, form: Form) -> bool:
    sign = b'\\\x00"' if form.encoding == "utf-16" else b'\\"'
    with archive.open(name) as stream:
        tail = b""
        while chunk := stream.read(1 << 20):
            if sign in tail + chunk:
                return True
            tail = chunk[-len(sign) :]
    return False


def _own_backslashes(lines: Iterator[str]) -> Iterator[str]:
    held = next(lines, None)
    if held is None:
        return
    for following in lines:
        yield _doubled(held, _ROW.match(following) is not None)
        held = following
    yield _doubled(held, True)


def _doubled(line: str, ends_row: bool) -> str:
    """The line with backslashes doubled that escape no quote, also one at the end of a row's text."""
    if "\\" not in line:
        return line
    # An even number of them may be escaped already; an odd one can't be.
    line = _RUN.sub(lambda run: run[1] * (1 + len(run[1]) % 2), line)
    bare = line.rstrip("\r\n")
    if ends_row and bare.endswith('\\"'):
        before = bare[:-1]
        if (len(before) - len(before.rstrip("\\"))) % 2:
            return f'{before}\\"{line[len(bare) :]}'
    return line
