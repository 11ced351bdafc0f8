"""Turns a row of YouTube's comments or live chat messages into an item. Pure; knows nothing of files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from connectors.model import Item, ItemKind
from connectors.part_reading import Unfit
from connectors.storable import storable
from connectors.times import iso_time
from connectors.youtube.tables import COMMENT_ID, Table

_VIDEO_ID = re.compile(r"(?!\d{11})[\w\-]{11}", re.ASCII)
_POST_ID = re.compile(r"Ug[\w\-]{8,60}", re.ASCII)
_DEPTH = 4
"""Lists and objects in which pieces of text may lie."""
_LINKS = 50


def item(table: Table, row: Sequence[str]) -> Item:
    """The item of a row that is as wide as its table.

    Raises: Unfit.
    """
    id = row[table.id].strip()
    if not id:
        raise Unfit("it has no id")
    text, links = words(row[table.text])
    is_comment = not table.is_live_chat and COMMENT_ID.fullmatch(id) is not None
    root = id.partition(".")[0]
    others = [cell for at, cell in enumerate(row) if cell and at not in (table.id, table.text, table.time)]
    parent = _parent(id, root, others) if is_comment else None
    extra: dict[str, object] = {"links": links} if links else {}
    if table.is_live_chat:
        extra["place"] = "live chat"
    return Item(
        id=id,
        kind=ItemKind.COMMENT,
        text=text,
        created_at=iso_time(row[table.time]),
        parent_id=parent,
        url=_address(id if is_comment else "", root, others),
        has_platform_id=is_comment,
        extra=extra,
    )


def words(cell: str) -> tuple[str, list[str]]:
    """What a text cell says, and the addresses of links of which it shows only a part.

    The cell is a run of JSON objects with commas between them, each a piece of the text (until 2024 one
    object with a list of pieces); anything else is taken as it is.
    """
    try:
        pieces = list(_pieces(json.loads(f"[{cell}]", strict=False), _DEPTH))
    except (ValueError, RecursionError):
        return cell, []
    if not pieces:
        return cell, []
    links = (link for text, link in pieces if link and link not in text)
    return storable("".join(text for text, _ in pieces)), [storable(link) for link in links][:_LINKS]


def _pieces(value: object, depth: int) -> Iterator[tuple[str, str]]:
    """Every piece of text with the address that it links to, if any."""
    if isinstance(value, list) and depth:
        for each in value:
            yield from _pieces(each, depth - 1)
    elif isinstance(value, dict):
        text, link = value.get("text"), value.get("link")
        if isinstance(text, str):
            address = link.get("linkUrl") if isinstance(link, dict) else None
            yield text, address if isinstance(address, str) else ""
        elif depth:
            yield from _pieces(value.get("takeoutSegments"), depth - 1)


def _parent(id: str, root: str, others: Sequence[str]) -> str | None:
    """The comment that a reply answers: one of its thread where the row names it, else the thread's first."""
    thread = (cell for cell in others if cell != id and cell.partition(".")[0] == root)
    named = [cell for cell in thread if COMMENT_ID.fullmatch(cell)]
    return max(named, key=len, default=root if "." in id else None)


def _address(id: str, root: str, others: Sequence[str]) -> str | None:
    """Where the comment stands: under a video or a community post, itself on top."""
    video = next((cell for cell in others if _VIDEO_ID.fullmatch(cell)), None)
    if video:
        return f"https://www.youtube.com/watch?v={video}" + (f"&lc={quote(id)}" if id else "")
    post = next((cell for cell in others if _POST_ID.fullmatch(cell) and cell != root), None)
    return f"https://www.youtube.com/post/{post}" + (f"?lc={quote(id)}" if id else "") if post else None
