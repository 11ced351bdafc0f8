"""Knows how LinkedIn names an export: the zip, its tables, the articles. Looks into no file.

Source: exports of 2018 to 2026, as docs/platforms/linkedin.md tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from connectors.archive import Archive
from connectors.file_names import plain

_ZIP = re.compile(r"(?:^|/)(?:Basic|Complete)_LinkedInDataExport(?:_(\d{2}-\d{2}-\d{4}))?", re.IGNORECASE)
_COMPLETE = re.compile(r"(?:^|/)Complete_LinkedInDataExport", re.IGNORECASE)
# In newer exports the member's number stands behind some names: `Shares_17529409.csv`.
_NUMBER = re.compile(r"_(\d{1,19})$")
_NUMBERED = {
    "comments",
    "hashtagfollows",
    "instantreposts",
    "memberfollows",
    "reactions",
    "saveditems",
    "shares",
}
_NUMBERED |= {"votes"}


def key(name: str) -> str:
    """A table's name for comparing: `Rich Media.csv` and `Rich_Media_1234.csv` are `richmedia`."""
    return re.sub(r"[ _-]", "", _NUMBER.sub("", _stem(name)))


def member(names: Iterable[str]) -> str | None:
    """The member's number, where the names of two files or more tell one and the same.

    One file alone may have been renamed.
    """
    told = [found[1] for name in names if key(name) in _NUMBERED and (found := _NUMBER.search(_stem(name)))]
    return told[0] if len(told) > 1 and len(set(told)) == 1 else None


def is_article(name: str) -> bool:
    """Whether it is one of the owner's long texts."""
    return name.lower().endswith((".html", ".htm")) and "articles" in name.lower().split("/")[:-1]


def is_named_so(archive: Archive) -> bool:
    """Whether the archive, or the folder in it, is called what LinkedIn calls an export."""
    return any(_ZIP.search(name) for name in _outer_names(archive))


def is_complete(archive: Archive) -> bool:
    """Whether the archive, or the folder in it, is called what LinkedIn calls the larger data archive."""
    return any(_COMPLETE.search(name) for name in _outer_names(archive))


def made_at(archive: Archive) -> datetime | None:
    """Midnight of the day in the name of the archive, or of the folder in it; None where there is none."""
    for name in _outer_names(archive):
        if (found := _ZIP.search(name)) and found[1]:
            try:
                return datetime.strptime(found[1], "%m-%d-%Y").replace(tzinfo=UTC)
            except ValueError:
                return None
    return None


def within(names: Iterable[str], found: Iterable[str]) -> list[str]:
    """Of the names, those that lie where an export's files were `found`, or below."""
    roots = {name[: len(name) - len(_below_root(name))] for name in found}
    return [name for name in names if any(name.startswith(root) for root in roots)]


def _below_root(name: str) -> str:
    parts = name.split("/")
    if is_article(name):
        return "/".join(parts[[part.lower() for part in parts].index("articles") :])
    return parts[-1]


def _outer_names(archive: Archive) -> tuple[str, ...]:
    return (archive.path.name, *archive.names[:1])


def _stem(name: str) -> str:
    return plain(name).rpartition(".")[0]
