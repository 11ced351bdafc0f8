"""The owner's words in X's archive that are no posts: articles, notes, comments on broadcasts, moments.

Nothing of this was seen in a real archive by us, only the names of the files and of some fields (X's own
README.txt in older archives tells those of moments and of comments). So records are read by shape: an object
with the fields that hold words; one without is unfit. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from connectors.derived_ids import DerivedIds
from connectors.model import Item, ItemKind
from connectors.part_reading import Unfit
from connectors.storable import storable
from connectors.times import iso_time, known_utc, x_time
from connectors.x.posts import Json, unescaped

_DEPTH = 8
_PIECES = 5_000
"""How many pieces of text one record may be made of; an article has one for each paragraph."""
_TIMES = ("createdAt", "created_at", "createdAtMillis", "publishedAt", "firstPublishedAt", "createdAtSec")
_BODIES = ("plain_text", "plainText", "text", "body", "content", "contentState", "content_state", "blocks")


@dataclass(frozen=True, slots=True)
class Sort:
    """One data type with words in it."""

    holds: str
    surface: str
    """Where the words stand, for `Item.extra`."""
    kind: ItemKind
    fields: tuple[str, ...]
    """Those that hold words, in the order in which they are read."""
    ids: tuple[str, ...] = ()


SORTS = {
    "article": Sort(
        "articles", "article", ItemKind.POST, ("title", *_BODIES), ("id", "articleId", "rest_id")
    ),
    "community-note": Sort("community notes", "community note", ItemKind.COMMENT, ("summary",), ("noteId",)),
    "birdwatch-note": Sort("community notes", "community note", ItemKind.COMMENT, ("summary",), ("noteId",)),
    "periscope-comments-made-by-user": Sort(
        "comments on broadcasts", "broadcast", ItemKind.COMMENT, ("text",)
    ),
    "moment": Sort("moments", "moment", ItemKind.POST, ("title", "description"), ("momentId",)),
}


def items(record: object, sort: Sort, ids: DerivedIds) -> Iterator[Item]:
    """The items of one record.

    Raises: Unfit where it holds no words.
    """
    found = list(_holders(record, sort.fields, _DEPTH))
    if not found:
        raise Unfit("it holds no text")
    for holder in found:
        text = unescaped("\n\n".join(dict.fromkeys(_words(holder, sort.fields))))
        created_at = _time(holder)
        named = next((value for key in sort.ids if isinstance(value := holder.get(key), str) and value), None)
        parent = holder.get("tweetId")
        yield Item(
            id=_id(sort, named) if named else ids.of(sort.surface, created_at, text),
            kind=sort.kind,
            text=text,
            created_at=created_at,
            parent_id=parent if isinstance(parent, str) and parent.isdigit() else None,
            has_platform_id=False,
            extra={"surface": sort.surface},
        )


def _id(sort: Sort, named: str) -> str:
    return f"{sort.surface.replace(' ', '-')}-{storable(named)}"


def _holders(value: object, fields: tuple[str, ...], depth: int) -> Iterator[Json]:
    """The outermost objects that have a text in one of the fields; X wraps them once or twice."""
    if isinstance(value, dict):
        if any(_pieces(value.get(field), _DEPTH) for field in fields):
            yield value
        elif depth:
            for inner in value.values():
                yield from _holders(inner, fields, depth - 1)
    elif isinstance(value, list) and depth:
        for inner in value:
            yield from _holders(inner, fields, depth - 1)


def _words(holder: Json, fields: tuple[str, ...]) -> Iterator[str]:
    for field in fields:
        if pieces := _pieces(holder.get(field), _DEPTH):
            yield "\n\n".join(pieces)


def _pieces(value: object, depth: int) -> list[str]:
    """The paragraphs in a text, or in blocks of text as editors keep them."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    if depth == 0:
        return []
    if isinstance(value, dict):
        inner = [value[key] for key in ("text", "blocks", "content", "children") if key in value]
    else:
        inner = value if isinstance(value, list) else []
    found: list[str] = []
    for each in inner:
        found += _pieces(each, depth - 1)
        if len(found) > _PIECES:
            break
    return found[:_PIECES]


def _time(holder: Json) -> datetime | None:
    for key in _TIMES:
        value = holder.get(key)
        if isinstance(value, str) and not value.isdigit():
            return known_utc(iso_time(value) or x_time(value))
        if isinstance(value, str | int) and not isinstance(value, bool) and len(str(value)) in (10, 13):
            seconds = int(value) / (1000 if len(str(value)) == 13 else 1)
            return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < 1e10 else None
    return None
