"""Gathers what hangs on a Facebook entry: pictures with their captions, links, places, what it quotes.

Whether it is worth an item is not told here. Pure; knows nothing of files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from connectors.meta.text import repaired

Json = Mapping[str, object]
_TAG = re.compile(r"@\[\d{1,25}:\d{1,9}:([^\]\n]{1,200})\]")
_VIDEO = (".mp4", ".mov", ".m4v", ".webm", ".avi")
_MOST = 20
"""How many links, places or tagged people are kept of one entry."""


def words(value: object) -> str:
    """A text as Facebook shows it: repaired, with `@[100:2048:Ada Example]` as the name; else empty."""
    if not isinstance(value, str):
        return ""
    text = repaired(value)
    return _TAG.sub(r"\1", text) if "@[" in text else text


def objects(value: object) -> Iterator[Json]:
    """The objects of a list; of an object alone, itself."""
    if isinstance(value, list):
        for each in value:
            if isinstance(each, dict):
                yield each
    elif isinstance(value, dict):
        yield value


def caption(medium: Json) -> str:
    """What the owner wrote of a picture or video; the title of a picture is only its album's name."""
    said = words(medium.get("description"))
    uri, metadata = medium.get("uri"), medium.get("media_metadata")
    is_video = isinstance(uri, str) and uri.lower().endswith(_VIDEO)
    if is_video or (isinstance(metadata, dict) and "video_metadata" in metadata):
        title = words(medium.get("title"))
        if title.strip() and title.strip() != said.strip():
            return f"{title}\n\n{said}" if said.strip() else title
    return said


@dataclass(slots=True)
class Attached:
    """What hangs on one entry."""

    texts: list[str] = field(default_factory=list)
    """The owner's own words, in order."""
    media: list[Json] = field(default_factory=list)
    beneath: list[str] = field(default_factory=list)
    """Text that is shown below the owner's words; whose it is, the export does not say."""
    extra: dict[str, object] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The first link; empty where there is none."""
        links = self.extra.get("links")
        first = links[0] if isinstance(links, list) else None
        return str(first["url"]) if isinstance(first, dict) else ""

    def take(self, key: str, value: object) -> None:
        """Take in one attachment by its key; an unknown one says nothing that is known to be the owner's."""
        if key == "media":
            for each in objects(value):
                self._medium(each)
        elif key == "text":
            if text := words(value):
                self.beneath.append(text)
        elif key in ("place", "event"):
            for each in objects(value):
                self._named(key, each)
        elif key == "external_context":
            for each in objects(value):
                self._link(each)
        elif key in _OWN_WORDS:
            for each in objects(value):
                self._own(each, _OWN_WORDS[key])
        elif key == "poll":
            for each in objects(value):
                choices = (f"- {words(one.get('option'))}" for one in objects(each.get("options")))
                self.texts.append("\n".join((words(each.get("question")), *choices)))

    def _medium(self, medium: Json) -> None:
        uri = medium.get("uri")
        if isinstance(uri, str) and uri.strip():
            self.media.append(medium)
        self.texts.append(caption(medium))

    def _own(self, holder: Json, keys: tuple[str, ...]) -> None:
        self.texts += (words(holder.get(key)) for key in keys)
        for each in objects(holder.get("media") or holder.get("photos")):
            self._medium(each)

    def _named(self, key: str, holder: Json) -> None:
        name = words(holder.get("name"))
        if name.strip():
            self._add(f"{key}s", name)

    def _link(self, holder: Json) -> None:
        url, name = words(holder.get("url")), words(holder.get("name"))
        if url or name:
            self._add("links", {"url": url[:2000], "name": name[:300]})

    def _add(self, key: str, value: object) -> None:
        known = self.extra.setdefault(key, [])
        if isinstance(known, list) and value not in known and len(known) < _MOST:
            known.append(value)


_OWN_WORDS: Mapping[str, tuple[str, ...]] = {
    "note": ("title", "text"),
    "life_event": ("title", "description"),
    "for_sale_item": ("title", "description"),
}
"""Attachments that the owner wrote, and where their words stand."""


def attached(record: Json) -> Attached:
    """Everything that hangs on an entry."""
    found = Attached()
    for each in objects(record.get("attachments")):
        for inner in objects(each.get("data")):
            for key, value in inner.items():
                found.take(key, value)
    if tags := record.get("tags"):
        for tag in (tags if isinstance(tags, list) else [tags])[:_MOST]:
            name = words(tag.get("name") if isinstance(tag, dict) else tag)
            if name.strip():
                found._add("tagged", name)
    return found
