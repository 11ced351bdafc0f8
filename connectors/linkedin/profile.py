"""Whose export it is: name, headline and summary; address, birth date and contacts stay where they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from connectors.linkedin.tables import Kind, Row
from connectors.model import Account, AccountRecord, Profile

_ADDRESS = re.compile(r"https?://[^\s,\]\[]{1,500}")


def account(rows: Mapping[Kind, Row], member: str | None, made_at: datetime | None) -> AccountRecord:
    """The account, by the first row of each table about it; `member` is its number.

    The export names no public address of the profile: the name stands for the handle, as LinkedIn shows it.
    The number is no `remote_id`: LinkedIn's interface never tells it, and has another id in every app.
    """
    row = rows.get(Kind.PROFILE, {})
    name = " ".join(part for key in ("firstname", "lastname") if (part := row.get(key, "").strip()))
    summary = row.get("summary", "").strip() or rows.get(Kind.SUMMARY, {}).get("profilesummary", "").strip()
    bio = "\n".join(part for part in (row.get("headline", "").strip(), summary) if part)
    website = _ADDRESS.search(row.get("websites", "")[:2_000])
    profile = Profile(
        display_name=name,
        bio=bio.replace("\r\n", "\n"),
        location=row.get("geolocation", "").strip(),
        website=website[0] if website else "",
        observed_at=made_at,
    )
    extra = {"member": member} if member else {}
    return AccountRecord(Account("linkedin", name, extra=extra), profile if rows else None)
