"""The own-views statements that a bio can take, and which is the longest that still fits.

Knows lengths and platform limits; knows nothing of rules or of what a bio says.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from auditor.engine import graphemes
from auditor.engine.patterns import lazy

_JOINT = " "
_LINK = lazy(r"https?://\S+", re.I)
_LINK_COUNTS = 23
"""X and Mastodon count any link as so many characters (docs.x.com, counting characters;
docs.joinmastodon.org, posting)."""


@dataclass(frozen=True, slots=True)
class Statements:
    """Texts that are offered word for word (`data/statements.toml`)."""

    views: tuple[str, ...]
    """Own-views statements, longest first."""
    views_of_employer: str
    views_with_credential: Mapping[str, str]
    disclosure: Mapping[str, str]
    answer: Mapping[str, str]


@cache
def statements() -> Statements:
    """The shipped statements."""
    raw = tomllib.loads((resources.files("auditor.engine") / "data" / "statements.toml").read_text("utf-8"))
    return Statements(
        tuple(raw["views"]),
        raw["views_of_employer"],
        raw["views_with_credential"],
        raw["disclosure"],
        raw["answer"],
    )


TEMPLATES: tuple[str, ...] = statements().views
"""Longest first; source: the catalogue's disclaimer templates."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many characters a platform takes; None where it is not known or differs by server."""

    bio: int | None
    post: int | None
    wide_counts_two: bool
    """Whether characters such as emoji count twice (X)."""
    counts_graphemes: bool = False
    """Whether a letter with its accents, or an emoji with its joiners, counts once (Bluesky)."""
    link_counts: int | None = None
    """What any link counts; None: its own length."""


@dataclass(frozen=True, slots=True)
class Length:
    """How long a text is, counted in each way that a platform may count."""

    counted: int
    """As this platform counts."""
    graphemes: int
    code_points: int


@cache
def _table() -> dict[str, Limits]:
    raw = tomllib.loads((resources.files("auditor.engine") / "data" / "limits.toml").read_text("utf-8"))
    return {
        platform: Limits(
            entry.get("bio"),
            entry.get("post"),
            bool(entry.get("wide_counts_two")),
            bool(entry.get("counts_graphemes")),
            _LINK_COUNTS if entry.get("short_links") else None,
        )
        for platform, entry in raw.items()
    }


def limits(platform: str) -> Limits:
    """The limits of a platform; all None where it is unknown."""
    return _table().get(platform, Limits(None, None, False))


def length(text: str, platform: str) -> int:
    """How many characters a platform counts in a text: code points of NFC; on X wide ones count twice and an
    emoji, however many code points it has, two; on Bluesky grapheme clusters."""
    known = limits(platform)
    links = 0
    if known.link_counts is not None:
        text, found = _LINK.subn("", text)
        links = found * known.link_counts
    normal = unicodedata.normalize("NFC", text)
    if known.counts_graphemes:
        return links + graphemes.count(normal)
    if not known.wide_counts_two:
        return links + len(normal)
    return links + sum(_weight(cluster) for cluster in graphemes.clusters(normal))


def measure(text: str, platform: str) -> Length:
    """A text's length in every way of counting."""
    normal = unicodedata.normalize("NFC", text)
    return Length(length(text, platform), graphemes.count(normal), len(normal))


def _weight(cluster: str) -> int:
    """What X counts for one cluster (twitter-text, configuration v3): an emoji two, else by code points."""
    if len(cluster) > 1 and unicodedata.category(cluster[0]) in ("So", "Sk"):
        return 2
    return sum(1 if _is_narrow(ord(sign)) else 2 for sign in cluster)


def _is_narrow(code: int) -> bool:
    return code <= 0x10FF or 0x2000 <= code <= 0x200D or 0x2010 <= code <= 0x201F or 0x2032 <= code <= 0x2037


def remaining(platform: str, bio: str) -> int | None:
    """Characters left in a bio; None where the platform's limit is unknown."""
    limit = limits(platform).bio
    return None if limit is None else limit - length(bio, platform)


def longest_fitting(platform: str, bio: str, candidates: Iterable[str] = TEMPLATES) -> str | None:
    """The longest statement that fits behind the bio; None where none does. Unknown limits take a short
    one."""
    left = remaining(platform, bio)
    if left is None:
        return TEMPLATES[3]
    joint = length(_JOINT, platform) if bio else 0
    longest_first = sorted(candidates, key=lambda text: -length(text, platform))
    return next((text for text in longest_first if length(text, platform) + joint <= left), None)
