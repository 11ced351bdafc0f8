"""How verbs print: data to stdout, talk to stderr, outside text made harmless, colour where wanted.

Must not know what is printed.
"""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Iterable, Sequence

import click

from auditor.cli.invocation import is_terminal
from auditor.untrusted import cell, one_line, visible

SEVERITY_COLOURS = {
    "critical": "bright_red",
    "high": "red",
    "medium": "yellow",
    "low": "cyan",
    "info": "white",
}


def data(text: str) -> None:
    """One line (or block) of data on stdout."""
    click.echo(text)


def talk(text: str) -> None:
    """One line to the person, on stderr."""
    click.echo(text, err=True)


def wants_colour() -> bool:
    """Whether stdout is a terminal that has colours and NO_COLOR (no-color.org) is unset or empty."""
    return is_terminal(sys.stdout) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def paint(text: str, *, colour: str | None = None, bold: bool = False) -> str:
    """The text, styled where colour is wanted; the words alone always say it too."""
    return click.style(text, fg=colour, bold=bold or None) if wants_colour() else text


def severity(word: str, width: int = 0) -> str:
    """A severity in its colour, padded."""
    return paint(f"{word.upper():<{width}}", colour=SEVERITY_COLOURS.get(word), bold=word == "critical")


def json_line(value: object) -> str:
    """A JSON text on one line whose strings keep every code point, and which is harmless on a terminal.

    Where a string holds a control or hidden character, everything beyond ASCII is written as an escape.
    """
    line = json.dumps(value, ensure_ascii=False)
    if visible(line) == line:
        return line
    return json.dumps(value, ensure_ascii=True).replace("\x7f", "\\u007f")


def json_block(value: object) -> str:
    """`json_line`, indented, for people."""
    return json.dumps(value, ensure_ascii=True, indent=2).replace("\x7f", "\\u007f")


def csv_row(values: Iterable[object]) -> str:
    """One row of a CSV (RFC 4180, without its line end) that no spreadsheet runs as a formula."""
    row = io.StringIO()
    csv.writer(row, lineterminator="").writerow(
        [cell(value) if isinstance(value, str) else value for value in values]
    )
    return row.getvalue()


def table(
    rows: Sequence[Sequence[str]], headers: Sequence[str], *, right: frozenset[int] = frozenset()
) -> str:
    """A small table in aligned columns; for long lists print line by line instead.

    `right`: numbers of the columns that are aligned to the right.
    """
    from rich.cells import cell_len

    shown = [[one_line(text) for text in row] for row in (headers, *rows)]
    widths = [max(cell_len(row[i]) for row in shown) for i in range(len(headers))]
    lines = []
    for row in shown:
        cells = []
        for i, text in enumerate(row):
            gap = " " * (widths[i] - cell_len(text))
            cells.append(gap + text if i in right else text + gap)
        lines.append("  ".join(cells).rstrip())
    lines[0] = paint(lines[0], bold=True)
    return "\n".join(lines)


def count(number: int, noun: str) -> str:
    """`1 post`, `1,204 posts`, `2 replies`."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun[:-1] + 'ies' if noun.endswith('ply') else noun + 's'}"
