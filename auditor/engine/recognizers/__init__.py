"""Finds details in a text: identifiers, ages, dates, places, relations, conditions, events.

A recogniser is a module here with `find(Source) -> Iterable[Mark]`; it says what stands there, never whether
that matters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from auditor.engine.text import NormalText
from connectors.model import Owner

if TYPE_CHECKING:
    from auditor.engine.reading import AccountContext, Mark, Subject


def recognise(
    text: NormalText, subject: Subject, account: AccountContext, owner: Owner
) -> tuple[Mark, ...]:
    """Every mark in the text, in order of place, overlaps settled in favour of the more telling kind."""
    return ()
