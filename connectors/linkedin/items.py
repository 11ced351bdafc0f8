"""Turns rows of LinkedIn's tables into items: posts, reposts, comments, recommendations, captions. Pure.

Source of the fields: docs/platforms/linkedin.md.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from connectors.derived_ids import DerivedIds
from connectors.linkedin.moments import moment, told_moment
from connectors.linkedin.tables import Row
from connectors.model import Item, ItemKind, Media
from connectors.part_reading import Unfit

_URN = re.compile(r"urn:li:(?P<kind>[A-Za-z]{1,40}):(?P<number>[\w-]{1,80})")
_DELETABLE = ("share", "ugcPost")
"""The kinds of urn that the posts API deletes by (learn.microsoft.com, posts-api)."""
_BREAK = re.compile(r'"(\r?\n)"')
_UPLOADED = re.compile(r"You \w{1,20} (?:an? |your )?(?P<what>[\w ]{1,40}?) on ")
LINK_LIMIT = 2_000


def share(row: Row, ids: DerivedIds) -> Item:
    """A post; a repost where it only passes on another post of LinkedIn's.

    Raises: Unfit.
    """
    link, created_at = _web(row.get("sharelink", "")), moment(row.get("date", ""))
    text = _text(row.get("sharecommentary", ""))
    urn = _urn(link)
    if urn is None and created_at is None:
        raise Unfit("it has neither a time nor a link that names it")
    shared, pictured = _web(row.get("sharedurl", "")), _web(row.get("mediaurl", ""))
    passes_on = _urn(shared) is not None and not text.strip()
    extra: dict[str, object] = {}
    if shared:
        extra["shared_url"] = shared
    if seen_by := row.get("visibility", "").strip():
        extra["visibility"] = seen_by
    return Item(
        id=urn[0] if urn else ids.of("share", created_at, text, link),
        kind=ItemKind.REPOST if passes_on else ItemKind.POST,
        text=text,
        created_at=created_at,
        url=link,
        media=(Media(url=pictured),) if pictured else (),
        has_platform_id=urn is not None and urn["kind"] in _DELETABLE,
        extra=extra,
    )


def repost(row: Row, ids: DerivedIds) -> Item:
    """What was passed on with one click, of which the export tells the link alone.

    Raises: Unfit.
    """
    link, created_at = _web(row.get("link", "")), moment(row.get("date", ""))
    if link is None:
        raise Unfit("it has no link")
    return Item(
        id=ids.of("repost", created_at, "", link),
        kind=ItemKind.REPOST,
        text="",
        created_at=created_at,
        url=link,
        has_platform_id=False,
    )


def comment(row: Row, ids: DerivedIds) -> Item:
    """A comment, which the export names by nothing but the post that it stands under."""
    link, text = _web(row.get("link", "")), _lines(row.get("message", ""))
    urn, created_at = _urn(link), moment(row.get("date", ""))
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
    """What the owner wrote about somebody, whose name is left away.

    A comment rather than a post: it stands on that person's profile, where the owner has no feed.
    """
    text, created_at = _lines(row.get("text", "")), moment(row.get("creationdate", ""))
    status = row.get("status", "").strip()
    return Item(
        id=ids.of("recommendation", created_at, text),
        kind=ItemKind.COMMENT,
        text=text,
        created_at=created_at,
        has_platform_id=False,
        extra={"recommendation": status.lower() or True},
    )


def caption(row: Row, ids: DerivedIds) -> Item | None:
    """What the owner wrote beside a picture, film or document; None where that is nothing."""
    text = _text(row.get("mediadescription", "")).strip()
    if text in ("", "-", "—"):
        return None
    told = row.get("date/time", "")[:LINK_LIMIT]
    created_at, address = told_moment(told), _web(row.get("medialink", ""))
    uploaded = _UPLOADED.match(told)
    return Item(
        id=ids.of("caption", created_at, text),
        kind=ItemKind.CAPTION,
        text=text,
        created_at=created_at,
        media=(Media(url=address),) if address else (),
        has_platform_id=False,
        extra={"uploaded": uploaded["what"]} if uploaded else {},
    )


def _text(field: str) -> str:
    """A post's text: where every line break stands between quotes of its own, these are no one's words."""
    if "\n" not in field:
        return field
    text, count = _BREAK.subn(r"\1", field)
    return _lines(text if count == field.count("\n") else field)


def _lines(field: str) -> str:
    return field.replace("\r\n", "\n")


def _urn(link: str | None) -> re.Match[str] | None:
    return _URN.search(unquote(link)) if link else None


def _web(address: str) -> str | None:
    """The address if it is one; those of 2018 begin with `www.`."""
    address = address.strip()
    if address.startswith("www."):
        address = f"https://{address}"
    is_web = address.startswith(("https://", "http://")) and len(address) <= LINK_LIMIT
    return address if is_web else None
