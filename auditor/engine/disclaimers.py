"""The own-views statements that a bio can take, and which is the longest that still fits.

Knows lengths and platform limits; knows nothing of rules or of what a bio says.
"""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources

TEMPLATES: tuple[str, ...] = (
    "Views are my own, not those of my employer. Posts are general information, not medical advice."
    " No patients are depicted.",
    "My views, not my employer's. No medical advice here.",
    "Views my own. Not medical advice.",
    "Views mine, not my employer's",
    "Views my own",
)
"""Longest first; source: the catalogue's disclaimer templates."""
_JOINT = " "


@dataclass(frozen=True, slots=True)
class Limits:
    """How many characters a platform takes; None where it is not known or differs by server."""

    bio: int | None
    post: int | None
    wide_counts_two: bool
    """Whether characters such as emoji count twice (X)."""


@cache
def _table() -> dict[str, Limits]:
    raw = tomllib.loads((resources.files("auditor.engine") / "data" / "limits.toml").read_text("utf-8"))
    return {
        platform: Limits(entry.get("bio"), entry.get("post"), bool(entry.get("wide_counts_two")))
        for platform, entry in raw.items()
    }


def limits(platform: str) -> Limits:
    """The limits of a platform; all None where it is unknown."""
    return _table().get(platform, Limits(None, None, False))


def length(text: str, platform: str) -> int:
    """How many characters a platform counts in a text: code points of NFC, wide ones twice on X."""
    normal = unicodedata.normalize("NFC", text)
    if not limits(platform).wide_counts_two:
        return len(normal)
    return sum(
        2
        if ord(sign) > 0x10FF and not 0x2000 <= ord(sign) <= 0x200D and not 0x2010 <= ord(sign) <= 0x201F
        else 1
        for sign in normal
    )


def remaining(platform: str, bio: str) -> int | None:
    """Characters left in a bio; None where the platform's limit is unknown."""
    limit = limits(platform).bio
    return None if limit is None else limit - length(bio, platform)


def longest_fitting(platform: str, bio: str) -> str | None:
    """The longest statement that fits behind the bio; None where none does. Unknown limits take a short
    one."""
    left = remaining(platform, bio)
    if left is None:
        return TEMPLATES[3]
    joint = length(_JOINT, platform) if bio else 0
    return next((text for text in TEMPLATES if length(text, platform) + joint <= left), None)
