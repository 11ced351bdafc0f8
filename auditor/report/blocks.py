"""The parts a laid-out report is made of: headings, paragraphs, tables, cards, all plain text.

Frozen values; knows nothing of reports and nothing of formats.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `kind` is text, number, severity, code or date."""

    title: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; every row has as many cells as there are columns."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    has_total: bool = False
    """Whether the last row sums up the others."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A few numbers that sum the report up."""

    pairs: tuple[tuple[str, str], ...]
    """(number, what it counts)"""


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, one a line."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Short lines of equal rank."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence that must not be overlooked."""

    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a post; `label` names what kind of words it is where a finding rests on it."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One finding with its post, for the owner and counsel only."""

    title: str
    severity: str
    facts: tuple[tuple[str, str], ...]
    parent: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """The statement and either who signed it or empty lines to sign on."""

    statement: str
    signed_by: str
    signed_on: str


Block = str | Table | Figures | Facts | Listing | Notice | Card | Signature


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report, laid out."""

    title: str
    subtitle: str
    facts: Facts
    caution: str
    sections: tuple[Section, ...]
