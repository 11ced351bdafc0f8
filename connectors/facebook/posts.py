"""Turns the records of a Facebook export into items: posts, comments, captions, earlier versions of them.

Titles are sentences in the account's language ("… updated his status") and are not read. Pure but for what it
has met before; knows nothing of files and order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from posixpath import basename

from connectors.derived_ids import DerivedIds
from connectors.facebook.attachments import Attached, Json, attached, caption, objects, words
from connectors.facebook.labelled import Learnt, fbid, told
from connectors.facebook.layout import DELETED, Form, PartFile
from connectors.facebook.profile import OwnNames
from connectors.meta.media_files import MediaFiles
from connectors.meta.times import unix_time
from connectors.model import Item, ItemKind
from connectors.part_reading import Unfit

_ENTRY_KEYS = ("data", "attachments", "title", "tags")
_TIMES = ("timestamp", "creation_timestamp", "create_timestamp", "created_timestamp")
_PICTURES = ("video", "picture")
_SUBSTANCE = frozenset(("links", "places", "events"))
_OWN_TEXT = ("title", "name", "text", "description")
"""Where notes and events hold their words, which stand in no attachment."""


@dataclass(slots=True)
class Posts:
    """Reads the parts of one export one after the other; make a new one for every reading."""

    files: MediaFiles
    ids: DerivedIds
    whose: OwnNames
    made_at: datetime | None
    repeated: int = 0
    """Records left out since another file held the same."""
    wordless: int = 0
    """Entries left out in which there is nothing of the owner's."""
    foreign: int = 0
    """Comments left out since somebody else wrote them."""
    below: int = 0
    """Comments left out that exports of 2019 repeat with the picture they stand below."""
    present: int = 0
    """Versions left out since they are what the post or comment says now."""
    _places: dict[int, int] = field(default_factory=dict)
    """Which sort of part an entry was first met in."""
    _media: set[int] = field(default_factory=set)
    _texts: set[int] = field(default_factory=set)
    _ids: set[str] = field(default_factory=set)

    def items(self, part: PartFile, record: object, learnt: Learnt, album: str = "") -> Iterator[Item]:
        """The items of one record of `part`; none where there is nothing in it, or nothing new.

        Raises: Unfit.
        """
        if not isinstance(record, dict):
            raise Unfit("it is no entry")
        if "label_values" in record:
            yield from self._labelled(part, record, learnt)
        elif part.sort.form is Form.VERSIONS:
            raise Unfit("it is no version of a text")
        elif "uri" in record and part.sort.surface in _PICTURES:
            yield from self._picture(part, record, album)
        elif "data" in record or "attachments" in record:
            yield from self._entry(part, record)
        else:
            yield from self._article(part, record)

    def _entry(self, part: PartFile, record: Json) -> Iterator[Item]:
        hanging, said, comments, extra = attached(record), [], [], dict[str, object]()
        is_odd = False
        for each in objects(record.get("data")):
            for key, value in each.items():
                if key == "post":
                    is_odd |= not isinstance(value, str)
                    said.append(words(value))
                elif key == "comment":
                    comments.append(value)
                elif key == "update_timestamp":
                    extra["edited"] = _iso(value, record.get("timestamp"))
                elif key == "backdated_timestamp":
                    extra["backdated_to"] = _iso(value)
        if not (said or comments or "timestamp" in record):
            raise Unfit("it is no entry")
        moment = _moment(record)
        if comments:
            for place, value in enumerate(comments):
                yield from self._comment(part, value, moment, hanging if not place else Attached())
            hanging = Attached() if not said else hanging
        if not comments or said:
            extra = {key: value for key, value in extra.items() if value}
            yield from self._item(part, part.sort.kind, moment, said, hanging, extra, is_odd)

    def _comment(
        self, part: PartFile, value: object, outer: datetime | None, hanging: Attached
    ) -> Iterator[Item]:
        comment = value if isinstance(value, dict) else {"comment": value}
        if not self.whose.is_hers(words(comment.get("author"))):
            self.foreign += 1
            return
        group = words(comment.get("group"))
        extra: dict[str, object] = {"group": group} if group.strip() else {}
        text, is_odd = comment.get("comment"), not isinstance(comment.get("comment", ""), str)
        moment = _moment(comment) or outer
        yield from self._item(part, ItemKind.COMMENT, moment, [words(text)], hanging, extra, is_odd)

    def _picture(self, part: PartFile, record: Json, album: str) -> Iterator[Item]:
        """A picture or video that stands by itself; one that a post shows has nothing new to say."""
        uri, said = record.get("uri"), caption(record)
        if not isinstance(uri, str) or not uri.strip() or record.keys() == {"uri"}:
            raise Unfit("it names no picture or video")
        if hash((uri, said.strip())) in self._media or (not said.strip() and hash(uri) in self._media):
            self.repeated += 1
        else:
            hanging = Attached(media=[record])
            extra: dict[str, object] = {"album": album} if album else {}
            yield from self._item(part, part.sort.kind, _moment(record), [said], hanging, extra)

    def _article(self, part: PartFile, record: Json) -> Iterator[Item]:
        """A note or an event: its words stand in the record itself."""
        is_entry = any(key in record for key in (*_OWN_TEXT, *_ENTRY_KEYS))
        if not is_entry or (_moment(record) is None and "start_timestamp" not in record):
            raise Unfit("it is no entry")
        hanging = Attached()
        for each in objects(record.get("media")):
            hanging.take("media", each)
        for each in objects(record.get("place")):
            hanging.take("place", each)
        # The title of anything else is Facebook's own sentence.
        keys = _OWN_TEXT if part.sort.surface in ("note", "event") else ()
        said = [words(record.get(key)) for key in keys]
        yield from self._item(part, part.sort.kind, _moment(record), said, hanging, {})

    def album(self, part: PartFile, name: str, description: str) -> Iterator[Item]:
        """The item of an album's own name and description."""
        yield from self._item(
            part, ItemKind.CAPTION, None, [name, description], Attached(), {"surface": "album"}
        )

    def _labelled(self, part: PartFile, record: Json, learnt: Learnt) -> Iterator[Item]:
        found, moment = told(record), _moment(record)
        text, fields = found.split(learnt.label)
        if part.sort.form is Form.VERSIONS:
            if not text.strip():
                self.wordless += 1
                return
            if hash((part.sort.kind is ItemKind.COMMENT, text.strip())) in self._texts:
                self.present += 1
                return
        hanging = Attached(extra={"fields": fields} if fields else {})
        for each in found.media:
            hanging.take("media", each)
        id = fbid(record) if part.sort.form is not Form.VERSIONS else None
        if id is None or hash(id) in learnt.repeated or id in self._ids:
            id = None
        yield from self._item(part, part.sort.kind, moment, [text], hanging, {}, id=id, url=found.address)

    def _item(
        self,
        part: PartFile,
        kind: ItemKind,
        moment: datetime | None,
        said: Iterable[str],
        hanging: Attached,
        extra: Mapping[str, object],
        is_odd: bool = False,
        id: str | None = None,
        url: str | None = None,
    ) -> Iterator[Item]:
        texts = _stripped((*said, *hanging.texts))
        text = "\n\n".join(texts)
        first = _first(hanging)
        self.below += sum(
            len(list(objects(each.get("comments")))) for each in hanging.media if "comments" in each
        )
        if not (text or first or hanging.beneath or hanging.extra.keys() & _SUBSTANCE):
            if is_odd:
                raise Unfit("its text is no text")
            self.wordless += 1
            return
        if self._is_repeated(part, kind, moment, text, first):
            self.repeated += 1
            return
        self._keep(kind, text, texts, hanging)
        if id is not None:
            self._ids.add(id)
        surface = part.sort.surface
        yield Item(
            id=id or self.ids.of(kind.value, moment, text, first if not text else None),
            kind=kind,
            text=text,
            created_at=moment,
            parent_text="\n\n".join(hanging.beneath) or None,
            url=url,
            media=self.files.of(hanging.media) if hanging.media else (),
            has_platform_id=id is not None,
            deleted_at=(self.made_at or moment) if surface == DELETED else None,
            extra={**({"surface": surface} if surface else {}), **extra, **hanging.extra},
        )

    def _is_repeated(
        self, part: PartFile, kind: ItemKind, moment: datetime | None, text: str, first: str
    ) -> bool:
        """Whether another sort of part held the same; in one file, two that are alike are two."""
        key = hash((kind is ItemKind.COMMENT, moment, text, "" if text else first))
        return self._places.setdefault(key, part.place) != part.place

    def _keep(self, kind: ItemKind, text: str, texts: Iterable[str], hanging: Attached) -> None:
        """Keep in mind what was taken: digests only."""
        is_comment = kind is ItemKind.COMMENT
        self._texts.update(hash((is_comment, each)) for each in (text, *texts))
        for each in hanging.media:
            uri = each.get("uri")
            self._media.update((hash(uri), hash((uri, caption(each).strip())), hash((uri, text))))


def _stripped(parts: Iterable[str]) -> tuple[str, ...]:
    """The texts without spaces around, each once."""
    return tuple({stripped: None for part in parts if (stripped := part.strip())})


def _first(hanging: Attached) -> str:
    """What tells an entry without words from others of its second: its first file or link."""
    for each in hanging.media:
        return basename(words(each.get("uri")))
    return hanging.address


def _moment(record: Json) -> datetime | None:
    for key in _TIMES:
        if (found := unix_time(record.get(key))) is not None:
            return found
    return None


def _iso(value: object, other: object = None) -> str | None:
    """A time as text; None where it is none, or the same as `other`."""
    found = unix_time(value) if value != other else None
    return found.isoformat() if found else None
