"""Turns a post as Threads' API tells it into the item that the export's reader makes of the same.

Pure. Source: developers.facebook.com/documentation/threads, "Retrieve Media" and "Reply Management", 2026.
"""

from __future__ import annotations

import re

from connectors.model import Item, ItemKind, Media
from connectors.part_reading import Unfit
from connectors.storable import storable
from connectors.times import iso_time, known_utc

POST_FIELDS = "id,media_type,permalink,text,timestamp,children,alt_text"
REPLY_FIELDS = "id,media_type,permalink,text,timestamp,children,replied_to"
ID = re.compile(r"\d{1,32}", re.ASCII)
_PAGE = re.compile(r"https://(?:www\.)?threads\.(?:net|com)/(?:@[\w.]{1,64}/post|t)/[\w-]{1,64}/?", re.ASCII)
_WORDS_ONLY = "TEXT_POST"
_REPOST = "REPOST_FACADE"
_MOST_SHOWN = 20
"""Pictures of one post."""


def item(told: object, *, is_reply: bool) -> Item:
    """The item of one media object.

    The addresses of pictures change with every answer, so a picture is told without one.
    Raises: Unfit.
    """
    if not isinstance(told, dict):
        raise Unfit("it is no post")
    id = told.get("id")
    if not isinstance(id, str) or not ID.fullmatch(id):
        raise Unfit("it has no id")
    kind = ItemKind.REPLY if is_reply else ItemKind.POST
    if told.get("media_type") == _REPOST:
        # Somebody else's words, under her name by one click.
        kind = ItemKind.REPOST
    text, created_at = told.get("text"), known_utc(iso_time(told.get("timestamp")))
    if created_at is None:
        raise Unfit("it has no time")
    has_words = kind is not ItemKind.REPOST and isinstance(text, str) and bool(text.strip())
    return Item(
        id=id,
        kind=kind,
        text=storable(str(text)) if has_words else "",
        created_at=created_at,
        parent_id=_id_of(told.get("replied_to")) if is_reply else None,
        url=_page(told.get("permalink")),
        media=() if kind is ItemKind.REPOST else _shown(told),
    )


def _id_of(told: object) -> str | None:
    id = told.get("id") if isinstance(told, dict) else None
    return id if isinstance(id, str) and ID.fullmatch(id) else None


def _page(told: object) -> str | None:
    return told if isinstance(told, str) and _PAGE.fullmatch(told) else None


def _shown(told: dict[str, object]) -> tuple[Media, ...]:
    if told.get("media_type") in (_WORDS_ONLY, None):
        return ()
    alt = told.get("alt_text")
    children = told.get("children")
    listed = children.get("data") if isinstance(children, dict) else None
    if isinstance(listed, list) and listed:
        return (Media(),) * min(len(listed), _MOST_SHOWN)
    return (Media(alt=storable(alt) if isinstance(alt, str) else ""),)
