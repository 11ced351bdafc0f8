"""What recognisers hand over: marks, each a detail that stands in a text.

A mark is not yet a finding: a colleague's name is a NAME mark too.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class MarkKind(StrEnum):
    """What a recogniser saw."""

    NAME = "name"
    AGE = "age"
    DATE = "date"
    PLACE = "place"
    FACILITY = "facility"
    UNIT = "unit"
    CONTACT = "contact"
    URL = "url"
    ID = "id"
    ZIP = "zip"
    RELATION = "relation"
    CONDITION = "condition"
    PROCEDURE = "procedure"
    DRUG = "drug"
    DOSE = "dose"
    EVENT = "event"
    IMAGE = "image"
    QUASI = "quasi"
    """Another detail that narrows: ethnicity, family structure, unusual mechanism, sensitive class."""


class Mark(NamedTuple):
    """A recognised detail: code points `start` up to `end` of the *normalised* text."""

    start: int
    end: int
    kind: MarkKind
    detail: str = ""
    """Which sort, of the recogniser's own closed list: `phone`, `ssn`, `colleague`, `over-89`, …"""
    value: str = ""
    """The normal form where there is one: an age in years, an ISO date, a place's key."""
    weight: float = 0.0
    """How much it narrows down who is meant; 0 for what only matters in a rule of its own."""
