"""Turns one record of an Instagram media file into an item: a post, reel, story or picture with its caption.

Pure but for what it has met before; knows nothing of files and order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from connectors.derived_ids import DerivedIds
from connectors.instagram.layout import PartFile
from connectors.meta.captions import Json, media_of, place_of, time_of, words_of
from connectors.meta.media_files import MediaFiles
from connectors.meta.text import repaired
from connectors.model import Item, ItemKind
from connectors.part_reading import Unfit

_CAPTION_LABELS = frozenset(("caption", "bijschrift", "title"))


@dataclass(slots=True)
class Posts:
    """Reads the media files of one export one after the other; make a new one for every reading."""

    files: MediaFiles
    ids: DerivedIds
    made_at: datetime | None
    repeated: int = 0
    """Records left out since an earlier part held the same post."""
    drafts: int = 0
    _known: set[int] = field(default_factory=set)

    def items(self, part: PartFile, record: object) -> Iterator[Item]:
        """The item of one record of `part`; none where it is a draft or was there before.

        Raises: Unfit.
        """
        if not isinstance(record, dict):
            raise Unfit("it is no post")
        media = media_of(record)
        text = words_of(record, media)
        is_labelled = "label_values" in record
        if is_labelled:
            labels = _labels(record)
            if labels.get("draft", "").lower() == "true":
                self.drafts += 1
                return
            text = text or next((labels[each] for each in _CAPTION_LABELS if labels.get(each)), "")
        moment = time_of(record, media)
        if self._is_repeated(media, text, moment, anyhow=is_labelled):
            self.repeated += 1
            return
        shown = self.files.of(media)
        if not text and not shown:
            raise Unfit("it has neither words nor a picture")
        yield Item(
            id=self.ids.of("caption", moment, text),
            kind=ItemKind.CAPTION,
            text=text,
            created_at=moment,
            media=shown,
            has_platform_id=False,
            deleted_at=(self.made_at or moment) if part.sort.surface == "deleted" else None,
            extra=_extra(part, media),
        )

    def _is_repeated(self, media: Sequence[Json], text: str, moment: datetime | None, anyhow: bool) -> bool:
        """Whether the post was there before: the same picture, at the same time with the same words.

        `anyhow`: the picture alone tells, since `posts.json` holds again what the numbered files hold, where
        its times may be another's. Only digests are kept.
        """
        uris = [uri for each in media if isinstance(uri := each.get("uri"), str) and uri]
        if not uris:
            return False
        whole = hash((uris[0], text, moment))
        alone = [hash(uri) for uri in uris]
        if whole in self._known or (anyhow and any(each in self._known for each in alone)):
            return True
        self._known.add(whole)
        self._known.update(alone)
        return False


def _extra(part: PartFile, media: Sequence[Json]) -> dict[str, object]:
    """Where it stands if not among the posts, and where the picture says it was taken."""
    extra: dict[str, object] = {}
    if part.sort.surface != "post":
        extra["surface"] = part.sort.surface
    if place := place_of(media):
        extra["place"] = place
    return extra


def _labels(record: Json) -> dict[str, str]:
    listed = record.get("label_values")
    found: dict[str, str] = {}
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, dict):
            label, value = each.get("label"), each.get("value")
            if isinstance(label, str) and isinstance(value, str):
                found.setdefault(repaired(label).lower(), repaired(value))
    return found
