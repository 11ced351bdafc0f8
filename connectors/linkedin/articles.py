"""Turns an article of LinkedIn's export, an HTML file, into a post: title and body as plain text. Pure.

Titles, links and times stand in the page; in some exports the time stands in the file's name alone.
"""

from __future__ import annotations

import re
from datetime import datetime

from connectors import plain_text
from connectors.derived_ids import DerivedIds
from connectors.file_names import plain
from connectors.model import Item, ItemKind
from connectors.times import iso_time

READ = 4 << 20
"""Bytes of an article that are read."""
_HEAD = 20_000
"""Characters among which title, link and times are looked for."""
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{0,2000})</title>", re.IGNORECASE)
_BODY = re.compile(r"<body[^<>]{0,500}>", re.IGNORECASE)
_HEADING = re.compile(r"<h1[^<>]{0,200}>(.{0,3000}?)</h1>", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r'href="(https?://[^"<>\s]{1,1000})"', re.IGNORECASE)
_TIME = re.compile(
    r'<p class="(?P<what>created|published)">[^<]{0,80}?'
    r"(?P<at>\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?|---)?\s{0,9}</p>"
)
_NAMED = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ _T](\d\d)[:_.-](\d\d)[:_.-](\d\d)(?:\.\d)?)?(?=\D)")
_TELLING = re.compile(r'linkedin\.com/pulse/|<p class="(?:created|published)">')


def is_linkedins(html: str) -> bool:
    """Whether a page that begins so is an article of LinkedIn's."""
    return _TELLING.search(html[:_HEAD]) is not None


def is_draft(html: str) -> bool:
    """Whether it was never published: LinkedIn writes `Published on ---`."""
    return any(found["what"] == "published" and found["at"] == "---" for found in _times(html))


def is_cut(html: str) -> bool:
    """Whether it is longer than what is read of it."""
    begins = _BODY.search(html)
    return len(html) - (begins.end() if begins else 0) > plain_text.HTML_LIMIT


def article(name: str, html: str, ids: DerivedIds) -> Item:
    """The article of the file `name` as a post."""
    begins = _BODY.search(html)
    body = html[begins.end() :] if begins else html
    heading, title = _HEADING.search(body[:_HEAD]), _TITLE.search(html[:_HEAD])
    if heading:
        body = body[: heading.start()] + body[heading.end() :]
    head, rest = body[:_HEAD], body[_HEAD:]
    words = plain_text.plain_text(_TIME.sub("", head) + rest)
    link = _LINK.search(heading[1]) if heading else None
    shown = _plain(re.sub(r"<[^<>]{0,2000}>", "", heading[1])) if heading else ""
    shown = shown or (_plain(title[1]) if title else "")
    at = {found["what"]: iso_time(found["at"]) for found in _times(html) if found["at"]}
    created_at = at.get("published") or at.get("created") or _named(name)
    url = link[1] if link else None
    return Item(
        id=ids.of("article", None, url or f"{created_at}{shown}{'' if shown else words[:200]}"),
        kind=ItemKind.POST,
        text="\n\n".join(part for part in (shown, words) if part),
        created_at=created_at,
        url=url,
        has_platform_id=False,
        extra={"article": True},
    )


def _times(html: str) -> list[re.Match[str]]:
    return list(_TIME.finditer(html[:_HEAD]))


def _plain(html: str) -> str:
    return " ".join(plain_text.plain_text(html).split())


def _named(name: str) -> datetime | None:
    """The time that the name begins with: `2025-07-02 04:22:13.0-on-nights.html`."""
    found = _NAMED.match(plain(name))
    if found is None:
        return None
    return iso_time(found[1] if found[2] is None else f"{found[1]} {found[2]}:{found[3]}:{found[4]}")
