"""Turns a post or comment as Instagram's API tells it into the item that the export's reader makes of it.

Pure. Source: developers.facebook.com, "IG Media" and "IG Comment", 2026.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from connectors.model import Item, ItemKind, Media
from connectors.part_reading import Unfit
from connectors.storable import storable
from connectors.times import iso_time, known_utc

MEDIA_FIELDS = "id,caption,media_type,timestamp,permalink,children"
COMMENT_FIELDS = "id,text,timestamp,from,parent_id"
ID = re.compile(r"\d{1,32}", re.ASCII)
_PAGE = re.compile(r"https://(?:www\.)?instagram\.com/[\w./-]{1,200}", re.ASCII)
_MOST_SHOWN = 20


def medium(told: object) -> Item:
    """The item of one post, carousel, reel or video. Raises: Unfit."""
    fields = _object(told)
    url, children = fields.get("permalink"), fields.get("children")
    listed = children.get("data") if isinstance(children, dict) else None
    many = len(listed) if isinstance(listed, list) else 0
    # Addresses of pictures change with every answer, so they are told without.
    shown = (Media(),) * max(1, min(many, _MOST_SHOWN))
    page = url if isinstance(url, str) and _PAGE.fullmatch(url) else None
    return _item(fields, ItemKind.CAPTION, "caption", None, page, shown)


def comment(told: object, writer: str, below: str) -> Item | None:
    """The item of one comment below `below`; None where it is not `writer`'s. Raises: Unfit."""
    fields = _object(told)
    by = fields.get("from")
    name = by.get("username") if isinstance(by, dict) else None
    if not isinstance(name, str) or name.casefold() != writer.casefold():
        return None
    return _item(fields, ItemKind.COMMENT, "text", below, None, ())


def _object(told: object) -> Mapping[str, object]:
    if not isinstance(told, dict):
        raise Unfit("it is no post or comment")
    return told


def _item(
    fields: Mapping[str, object],
    kind: ItemKind,
    words: str,
    parent_id: str | None,
    url: str | None,
    shown: tuple[Media, ...],
) -> Item:
    id, text = fields.get("id"), fields.get(words)
    if not isinstance(id, str) or not ID.fullmatch(id):
        raise Unfit("it has no id")
    created_at = known_utc(iso_time(fields.get("timestamp")))
    if created_at is None:
        raise Unfit("it has no time")
    if text is not None and not isinstance(text, str):
        raise Unfit("its text is no text")
    # As the export's reader: one of spaces alone is none, others keep theirs.
    said = storable(text) if text and text.strip() else ""
    return Item(id, kind, said, created_at, parent_id=parent_id, url=url, media=shown)
