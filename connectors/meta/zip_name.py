"""Reads what a platform of Meta's writes into the name of an export's zip, or of the folder in it.

Such as `instagram-ada_example-2026-10-01-Ab12Cd34.zip`, or with `27_05_2026` for the day. The last resort
where no file tells it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from connectors.archive import Archive

_NAMED = re.compile(
    r"(?:^|/)(?P<platform>[a-z]+)-(?P<handle>[A-Za-z0-9._]{1,80})-(?P<day>\d{4}-\d{2}-\d{2}|\d{2}_\d{2}_\d{4})"
    r"(?=[-_. /(]|$)"
)


@dataclass(frozen=True, slots=True)
class ZipName:
    """What the name says; without it, nothing."""

    handle: str = ""
    made_at: datetime | None = None
    """Midnight of the day that it names."""


def zip_name(archive: Archive, platform: str) -> ZipName:
    """What the name of the archive says, or of its first file, where it is one of `platform`'s."""
    for name in (archive.path.name, *archive.names[:1]):
        found = _NAMED.search(name)
        if found and found["platform"] == platform:
            return ZipName(found["handle"], _day(found["day"]))
    return ZipName()


def _day(text: str) -> datetime | None:
    """The day; None where it can't be told from the month."""
    read = [_parsed(text, form) for form in ("%Y-%m-%d", "%d_%m_%Y", "%m_%d_%Y")]
    days = {day for day in read if day is not None}
    return days.pop() if len(days) == 1 else None


def _parsed(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form).replace(tzinfo=UTC)
    except ValueError:
        return None
