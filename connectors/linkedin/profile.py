"""Whose export it is: name, headline and summary; address, birth date and contacts stay where they are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from connectors.linkedin.tables import PROFILE, SUMMARY, Row
from connectors.model import Account, AccountRecord, Profile

_ADDRESS = re.compile(r"https?://[^\s,\]\[]{1,500}")


def account(told: Iterable[tuple[str, Row]]) -> AccountRecord:
    """The account, by the first row of each table (kind, row).

    The export names no public address of the profile: the name stands for the handle, as LinkedIn shows it.
    """
    rows = dict(told)
    row = rows.get(PROFILE, {})
    name = " ".join(part for key in ("firstname", "lastname") if (part := row.get(key, "").strip()))
    summary = row.get("summary", "").strip() or rows.get(SUMMARY, {}).get("profilesummary", "").strip()
    bio = "\n".join(part for part in (row.get("headline", "").strip(), summary) if part)
    website = _ADDRESS.search(row.get("websites", "")[:2_000])
    profile = Profile(
        display_name=name,
        bio=bio.replace("\r\n", "\n"),
        location=row.get("geolocation", "").strip(),
        website=website[0] if website else "",
    )
    return AccountRecord(Account("linkedin", name), profile if rows else None)
