"""Reads `data/citations.toml`: the paragraphs that rules rest on, each one read in its source.

Knows nothing of rules; a key that is not in the table is an error, so no rule can cite what nobody read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from auditor.errors import InputError


@dataclass(frozen=True, slots=True)
class Citation:
    """One paragraph of a law, code or guideline, in our words."""

    key: str
    title: str
    """The source."""
    paragraph: str
    """Where in it."""
    says: str
    """What it says, paraphrased in a sentence."""


@cache
def all_citations() -> Mapping[str, Citation]:
    """Every citation by its key."""
    table = tomllib.loads((resources.files("auditor.engine") / "data" / "citations.toml").read_text("utf-8"))
    return {
        key: Citation(key, entry["title"], entry["paragraph"], entry["says"]) for key, entry in table.items()
    }


def lookup(key: str) -> Citation:
    """The citation of this key. Raises InputError when the table holds none."""
    try:
        return all_citations()[key]
    except KeyError:
        raise InputError("There is no citation of that key.", "See `audit-tui rules show`.") from None
