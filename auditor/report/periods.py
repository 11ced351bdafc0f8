"""The days that a self-audit period covers, from its name. Pure; knows nothing of the vault."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from auditor.errors import InputError

_QUARTER = re.compile(r"(?a:\d{4})-Q[1-4]")


def name_of(now: datetime) -> str:
    """The quarter in which `now` lies, such as `2026-Q4`."""
    return f"{now.year:04d}-Q{(now.month + 2) // 3}"


def days_of(name: str) -> tuple[date, date]:
    """The first and the last day of the quarter `name`.

    Raises:
        InputError: `name` is no quarter.
    """
    if not _QUARTER.fullmatch(name) or name.startswith(("0000", "9999")):
        raise InputError("That is no self-audit period.", "Name a quarter, such as 2026-Q4.")
    year, quarter = int(name[:4]), int(name[-1])
    first = date(year, 3 * quarter - 2, 1)
    following = date(year + quarter // 4, 3 * (quarter % 4) + 1, 1)
    return first, following - timedelta(days=1)
