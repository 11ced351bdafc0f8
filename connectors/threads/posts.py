"""Turns one record of Threads' export into an item, a post or a reply. Pure; knows nothing of files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from connectors.derived_ids import DerivedIds
from connectors.meta.captions import Json, media_of, time_of, words_of
from connectors.meta.labelled import is_handle, told
from connectors.meta.media_files import MediaFiles
from connectors.model import Item, ItemKind, same_handle
from connectors.part_reading import Unfit


@dataclass(frozen=True, slots=True)
class Posts:
    """Reads the records of one export; make a new one for every reading."""

    handle: str
    """Whose export it is; empty where nothing says."""
    ids: DerivedIds
    files: MediaFiles

    def item(self, record: object, is_archived: bool) -> Item:
        """The item of one record.

        Raises: Unfit.
        """
        if not isinstance(record, dict):
            raise Unfit("it is no post")
        if "string_map_data" in record:
            return self._labelled(record, is_archived)
        media = media_of(record)
        text, moment, shown = words_of(record, media), time_of(record, media), self.files.of(media)
        if not text and not shown:
            raise Unfit("it has neither words nor a picture")
        return Item(
            id=self.ids.of("thread", moment, text),
            kind=ItemKind.REPLY if _is_reply(media) else ItemKind.POST,
            text=text,
            created_at=moment,
            media=shown,
            has_platform_id=False,
            extra={"surface": "archived"} if is_archived else {},
        )

    def _labelled(self, record: Json, is_archived: bool) -> Item:
        """A post of which author, time and address stand under labels, as archived ones may."""
        found = told(record)
        words = next((text for _, text in found.texts if not self._is_author(text)), "")
        if not words and not found.address:
            raise Unfit("it has neither words nor an address")
        return Item(
            id=self.ids.of("thread", found.moment, words, None if words else found.address),
            kind=ItemKind.POST,
            text=words,
            created_at=found.moment,
            url=found.address,
            has_platform_id=False,
            extra={"surface": "archived"} if is_archived else {},
        )

    def _is_author(self, text: str) -> bool:
        return same_handle(text, self.handle) if self.handle else is_handle(text)


def _is_reply(media: Iterable[Json]) -> bool:
    for each in media:
        about = each.get("text_app_post")
        if isinstance(about, dict) and about.get("is_reply") is True:
            return True
    return False
