"""Turns an article of LinkedIn's export, an HTML file, into a post: title and body as plain text. Pure.

What the file looks like was seen in no export by us: title, link and dates are taken where they are found.
"""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import unquote

from connectors.derived_ids import DerivedIds
from connectors.model import Item, ItemKind
from connectors.plain_text import plain_text
from connectors.times import iso_time

HTML_LIMIT = 4 << 20
"""Bytes of an article that are read."""
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{0,2000})</title>", re.IGNORECASE)
_LINK = re.compile(r'href\s{0,5}=\s{0,5}"(https://(?:www\.)?linkedin\.com/pulse/[^"<>\s]{1,500})"')
_BODY = re.compile(r"<body[^<>]{0,500}>", re.IGNORECASE)
_DATE = re.compile(r"(Created|Published) on (\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(?::\d{2})?)")


def is_draft(html: str) -> bool:
    """Whether it was begun and, by what the file says, never published."""
    said = {found[1] for found in _DATE.finditer(html[:20_000])}
    return said == {"Created"}


def article(html: str, ids: DerivedIds) -> Item:
    """The article as a post."""
    begins = _BODY.search(html)
    text = plain_text(html[begins.end() :] if begins else html)
    title = _TITLE.search(html)
    heading = plain_text(title[1]) if title else ""
    if heading and heading not in text[: len(heading) + 200]:
        text = f"{heading}\n\n{text}"
    dates = {found[1]: iso_time(found[2]) for found in _DATE.finditer(html[:20_000])}
    created_at: datetime | None = dates.get("Published") or dates.get("Created")
    link = _LINK.search(html)
    url = unquote(link[1]) if link else None
    return Item(
        id=ids.of("article", created_at, heading or text[:200], url),
        kind=ItemKind.POST,
        text=text,
        created_at=created_at,
        url=url,
        has_platform_id=False,
        extra={"article": True},
    )
