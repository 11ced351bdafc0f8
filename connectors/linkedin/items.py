"""Turns rows of LinkedIn's tables into items: posts, comments, recommendations. Pure but for the ids it gave.

Source of the fields: docs/platforms/linkedin.md.
"""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import unquote

from connectors.derived_ids import DerivedIds
from connectors.linkedin.tables import Row
from connectors.model import Item, ItemKind, Media
from connectors.part_reading import Unfit
from connectors.times import iso_time, known_utc

_URN = re.compile(r"urn:li:(?P<kind>[A-Za-z]{1,40}):(?P<number>[\w-]{1,80})")
_DELETABLE = ("share", "ugcPost")
"""The kinds of urn that the posts API deletes by (learn.microsoft.com, posts-api)."""
_BREAK = re.compile(r'"(\r?\n)"')
_SHORT_DATE = re.compile(
    r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{2}),"
    r" (?P<hour>\d{1,2}):(?P<minute>\d{2})\s(?P<half>[AP])M"
)
LINK_LIMIT = 2_000


def share(row: Row) -> Item:
    """A post; a repost where it only passes on another post of LinkedIn's.

    Raises: Unfit.
    """
    link = row.get("sharelink", "").strip()
    urn = _URN.search(unquote(link[:LINK_LIMIT]))
    if urn is None:
        raise Unfit("it has no link that names it")
    text = _BREAK.sub(r"\1", row.get("sharecommentary", "")).replace("\r\n", "\n")
    shared, pictured = _web(row.get("sharedurl", "")), _web(row.get("mediaurl", ""))
    passes_on = shared is not None and _URN.search(unquote(shared)) is not None
    extra: dict[str, object] = {}
    if shared:
        extra["shared_url"] = shared
    if seen_by := row.get("visibility", "").strip():
        extra["visibility"] = seen_by
    return Item(
        id=urn[0],
        kind=ItemKind.REPOST if passes_on and not text.strip() else ItemKind.POST,
        text=text,
        created_at=moment(row.get("date", "")),
        url=_web(link),
        media=(Media(url=pictured),) if pictured else (),
        has_platform_id=urn["kind"] in _DELETABLE,
        extra=extra,
    )


def comment(row: Row, ids: DerivedIds) -> Item:
    """A comment, which the export names by nothing but the post that it stands under."""
    link, text = _web(row.get("link", "")), row.get("message", "").replace("\r\n", "\n")
    urn = _URN.search(unquote(link)) if link else None
    created_at = moment(row.get("date", ""))
    return Item(
        id=ids.of("comment", created_at, text, link),
        kind=ItemKind.COMMENT,
        text=text,
        created_at=created_at,
        parent_id=urn[0] if urn else None,
        url=link,
        has_platform_id=False,
    )


def recommendation(row: Row, ids: DerivedIds) -> Item:
    """What the owner wrote about somebody on that person's profile; whom she recommends is left away."""
    text, created_at = row.get("text", "").replace("\r\n", "\n"), moment(row.get("creationdate", ""))
    status = row.get("status", "").strip()
    return Item(
        id=ids.of("recommendation", created_at, text),
        kind=ItemKind.COMMENT,
        text=text,
        created_at=created_at,
        has_platform_id=False,
        extra={"recommendation": status.lower() or True},
    )


def moment(text: str) -> datetime | None:
    """A time as LinkedIn writes it: without a zone, so naive; in UTC where it says so."""
    text = text.strip()
    if text.endswith(" UTC"):
        return known_utc(iso_time(text.removesuffix(" UTC")))
    if short := _SHORT_DATE.fullmatch(text):
        hour = int(short["hour"]) % 12 + (12 if short["half"] == "P" else 0)
        month, day, year = int(short["month"]), int(short["day"]), 2000 + int(short["year"])
        try:
            return datetime(year, month, day, hour, int(short["minute"]))
        except ValueError:
            return None
    return iso_time(text)


def _web(address: str) -> str | None:
    address = address.strip()
    is_web = address.startswith(("https://", "http://")) and len(address) <= LINK_LIMIT
    return address if is_web else None
