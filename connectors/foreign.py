"""Exports that are known by their look and can't be read, with what to choose instead.

Only names are looked at. A platform that gets an importer takes its lines from here into its own folder.
Source: what the platforms' exports look like, JSON and HTML variants (Meta).
"""

from __future__ import annotations

import re

from connectors.archive import Archive
from connectors.errors import UnknownSource, WrongVariant

_META = "Ask for the export again and choose the format JSON, not HTML."
_VARIANTS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(
            r"(^|/)(your_facebook_activity|your_activity_across_facebook|posts|comments_and_reactions)/.*\.html$"
        ),
        "This is the HTML form of Facebook's export.",
        _META,
    ),
)
_UNREAD: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(^|/)(your_posts[^/]*|comments|profile_information)\.json$"), "Facebook's"),
)


def refuse_known_but_unreadable(archive: Archive) -> None:
    """Say what an archive is that no importer took.

    Raises: WrongVariant where another choice at the platform would help; UnknownSource where the platform's
    export can't be read yet.
    """
    for pattern, what, todo in _VARIANTS:
        if any(pattern.search(name) for name in archive.names):
            raise WrongVariant(what, todo)
    for pattern, whose in _UNREAD:
        if any(pattern.search(name) for name in archive.names):
            raise UnknownSource(
                f"This looks like {whose} export, which can't be read yet.",
                "Write its posts into an interchange file (docs/interchange.md) and import that.",
            )
