"""Turns a post or comment as Facebook's API tells it into the item that the export's reader makes of it.

Pure. Source: developers.facebook.com, "Page Feed" and "Comment" of the Graph API, 2026; the fields were never
seen in an answer of the real one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from connectors.model import Item, ItemKind, Media
from connectors.part_reading import Unfit
from connectors.storable import storable
from connectors.times import iso_time, known_utc

POST_FIELDS = "id,message,created_time,permalink_url,attachments{media_type}"
COMMENT_FIELDS = "id,message,created_time,permalink_url,from,parent{id}"
ID = re.compile(r"\d{1,32}(?:_\d{1,32})?", re.ASCII)
POST_ID = re.compile(r"(?P<owner>\d{1,32})_\d{1,32}", re.ASCII)
_PAGE = re.compile(r"https://(?:www\.|m\.)?facebook\.com/[\w./?=&%:#-]{1,1000}", re.ASCII)
_SHOWN = frozenset({"photo", "video", "album", "animated_image_video"})


def post(told: object) -> Item | None:
    """The item of one post; None where nothing of the owner's is in it, as with "added a friend".

    Raises: Unfit.
    """
    fields = _object(told)
    shown = _shown(fields.get("attachments"))
    text = _text(fields)
    if not text and not shown:
        return None
    return _item(fields, POST_ID, ItemKind.POST, text, None, shown)


def comment(told: object, writer: str, below: str) -> Item | None:
    """The item of one comment of `writer`'s below the post `below`; None where somebody else wrote it.

    Raises: Unfit.
    """
    fields = _object(told)
    by = fields.get("from")
    # Facebook leaves the writer out where it may not be told: then it is another person's.
    if not isinstance(by, dict) or by.get("id") != writer:
        return None
    parent = fields.get("parent")
    above = parent.get("id") if isinstance(parent, dict) else None
    parent_id = above if isinstance(above, str) and ID.fullmatch(above) else below
    return _item(fields, ID, ItemKind.COMMENT, _text(fields), parent_id, ())


def _object(told: object) -> Mapping[str, object]:
    if not isinstance(told, dict):
        raise Unfit("it is no post or comment")
    return told


def _item(
    fields: Mapping[str, object],
    form: re.Pattern[str],
    kind: ItemKind,
    text: str,
    parent_id: str | None,
    shown: tuple[Media, ...],
) -> Item:
    id, url = fields.get("id"), fields.get("permalink_url")
    if not isinstance(id, str) or not form.fullmatch(id):
        raise Unfit("it has no id")
    created_at = known_utc(iso_time(fields.get("created_time")))
    if created_at is None:
        raise Unfit("it has no time")
    return Item(
        id=id,
        kind=kind,
        text=text,
        created_at=created_at,
        parent_id=parent_id,
        url=url if isinstance(url, str) and _PAGE.fullmatch(url) else None,
        media=shown,
    )


def _text(fields: Mapping[str, object]) -> str:
    """What she wrote, without spaces around, as the export's reader gives it."""
    said = fields.get("message", "")
    if said is not None and not isinstance(said, str):
        raise Unfit("its text is no text")
    return storable(said or "").strip()


def _shown(told: object) -> tuple[Media, ...]:
    """One for each picture or video; their addresses change with every answer, so they are told without."""
    listed = told.get("data") if isinstance(told, dict) else None
    return tuple(
        Media()
        for each in (listed if isinstance(listed, list) else ())[:20]
        if isinstance(each, dict) and each.get("media_type") in _SHOWN
    )
