"""Reads what LinkedIn hands over by Member Data Portability: the export's tables, row by row, as JSON.

For members in the EEA and Switzerland alone. Knows no network. Source: learn.microsoft.com/linkedin, "Member
Snapshot API", 2026; the names of its domains as others use them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from connectors.linkedin.profile import account
from connectors.linkedin.reading import Reading
from connectors.linkedin.tables import Kind, Row, plain_column
from connectors.live import Page, Stream
from connectors.model import AccountRecord, Item, ItemKind, Unread
from connectors.part_reading import Unfit

POSTS = Stream("posts", frozenset({ItemKind.POST, ItemKind.REPOST}), is_whole=False)
COMMENTS = Stream("comments", frozenset({ItemKind.COMMENT}), is_whole=False)
# Not whole: what LinkedIn has not prepared yet looks the same as what is gone.
STREAMS = (POSTS, COMMENTS)
DOMAINS = {POSTS.name: ("MEMBER_SHARE_INFO", Kind.SHARES), COMMENTS.name: ("ALL_COMMENTS", Kind.COMMENTS)}
PROFILE = "PROFILE"
_NOT_YET = Unread("snapshot", "LinkedIn has not prepared it: that takes up to a day after the token was made")


def query(domain: str, start: int) -> dict[str, str]:
    """The query for one piece of a domain."""
    return {"q": "criteria", "domain": domain, "start": str(start)}


def missing(start: int) -> Page:
    """The page where LinkedIn has found nothing: behind the last one, or before it was prepared."""
    return Page((), None, () if start else (_NOT_YET,))


def page(told: Mapping[str, Any], kind: Kind, reading: Reading, start: int) -> Page:
    """The items of one answer; `reading` is the same for all pages of both streams.

    Raises: Unfit where the answer is none.
    """
    items: list[Item] = []
    unread: list[Unread] = []
    for row in rows(told):
        try:
            items += reading.take(kind, row) if row is not None else _broken()
        except Unfit as problem:
            unread.append(Unread("snapshot", str(problem)))
    items += reading.rest()
    return Page(tuple(items), _following(told, start), tuple(unread))


def rows(told: Mapping[str, Any]) -> list[Row | None]:
    """The rows of every element, None for what is none; columns named as `tables` names them.

    Raises: Unfit where the answer holds no elements.
    """
    elements = told.get("elements")
    if not isinstance(elements, list):
        raise Unfit("no elements")
    found: list[Row | None] = []
    for element in elements:
        data = element.get("snapshotData") if isinstance(element, dict) else None
        if not isinstance(data, list):
            raise Unfit("no rows")
        found += [_row(each) for each in data]
    return found


def profile(told: Mapping[str, Any]) -> AccountRecord:
    """Name, headline and summary, as the export's reader makes them of the same row.

    Raises: Unfit.
    """
    first = next((row for row in rows(told) if row is not None), None)
    if first is None:
        raise Unfit("no profile")
    return account({Kind.PROFILE: first}, None, None)


def _row(told: object) -> Row | None:
    if not isinstance(told, dict):
        return None
    return {
        plain_column(name): value if isinstance(value, str) else ""
        for name, value in told.items()
        if isinstance(name, str)
    }


def _broken() -> list[Item]:
    raise Unfit("it is no row")


def _following(told: Mapping[str, Any], start: int) -> str | None:
    paging = told.get("paging")
    links = paging.get("links") if isinstance(paging, dict) else None
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and link.get("rel") == "next" and isinstance(link.get("href"), str):
            named = parse_qs(urlsplit(link["href"]).query).get("start", [""])[0]
            if not (named.isascii() and named.isdigit() and start < int(named[:9]) < 1_000_000):
                raise Unfit("a next page that is none")
            return named
    return None
