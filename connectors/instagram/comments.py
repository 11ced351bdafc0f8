"""Turns one comment or repost of an Instagram export into an item. Pure; knows nothing of files."""

from __future__ import annotations

from connectors.derived_ids import DerivedIds
from connectors.instagram.layout import PartFile
from connectors.meta.labelled import Json, text_of, told
from connectors.meta.media_files import MediaFiles
from connectors.model import Item, ItemKind
from connectors.part_reading import Unfit


def comment(part: PartFile, record: object, ids: DerivedIds, files: MediaFiles) -> Item:
    """The item of one comment.

    Raises: Unfit.
    """
    found = told(record)
    words, owner = found.words_and_owner()
    shown = files.of(_media(record))
    if not words and not shown:
        raise Unfit("it has no words")
    extra: dict[str, object] = {"media_owner": owner} if owner else {}
    if part.sort.surface != "comment":
        extra["surface"] = part.sort.surface
    return Item(
        id=ids.of("comment", found.moment, words),
        kind=ItemKind.COMMENT,
        text=words,
        created_at=found.moment,
        url=found.address,
        media=shown,
        has_platform_id=False,
        extra=extra,
    )


def repost(record: object, ids: DerivedIds) -> Item:
    """The item of one repost: somebody else's post, of which the address is known.

    Raises: Unfit.
    """
    found = told(record)
    words, owner = found.words_and_owner()
    owner = owner or (text_of(record, "title") if isinstance(record, dict) else "")
    if not (words or found.address or owner):
        raise Unfit("it says nothing of what was reposted")
    return Item(
        id=ids.of("repost", found.moment, words, found.address or owner),
        kind=ItemKind.REPOST,
        text=words,
        created_at=found.moment,
        url=found.address,
        has_platform_id=False,
        extra={"media_owner": owner} if owner else {},
    )


def _media(record: object) -> list[Json]:
    listed = record.get("media_list_data") if isinstance(record, dict) else None
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
