"""Turns one record of TikTok's lists into an item, and its profile into an account.

Pure; knows nothing of files. A record that lacks what its list's records have is refused, so that nothing of
another list is ever taken for hers, whatever a damaged file makes of it. TikTok names no ids, so they are
derived: from the time as written, since newer exports add `UTC` to times that older ones have without.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from connectors.derived_ids import DerivedIds
from connectors.model import Account, AccountRecord, Item, ItemKind, Media, Profile
from connectors.part_reading import Unfit
from connectors.storable import storable
from connectors.tiktok.sections import Holds, folded
from connectors.times import iso_time, known_utc

Json = Mapping[str, object]
"""A record by its folded keys."""

_NOTHING = {"", "n/a", "none"}
_POST_ONLY = ("likes", "whocanview", "sound", "addyourstext", "allowcomments")
"""A post has one of these; a record of a watched video has none."""
# What is a page of TikTok's; the addresses of media lead nowhere after some days.
_PAGE = re.compile(
    r"https://(?:www\.)?(?:tiktok\.com/@[\w.\-]{1,64}|tiktokv?\.com/share)/(?:video|photo)/\d{1,24}/?",
    re.ASCII,
)
_LINKS_LIMIT = 100
_SHOWN = Media()
"""A video or picture of which TikTok names no more than an address that leads nowhere soon."""
_POST_EXTRA = {"whocanview": "visibility", "location": "place", "contentdisclosure": "disclosure"}
_REVIEW_EXTRA = {"placename": "place", "rating": "rating", "status": "visibility"}
_LIVE_KEYS = (("commentcontent", "commenttime"), ("questioncontent", "questiontime"), ("comment", "date"))
_EARLIEST_YEAR = 2000
"""Times before it are a zero in disguise."""


def time(value: object) -> datetime | None:
    """A time as TikTok writes it: `2024-11-24 08:55:16`, naive; with `UTC` behind it aware."""
    if not isinstance(value, str):
        return None
    text = value.strip()
    is_utc = text.endswith("UTC")
    moment = iso_time(text[:-3].rstrip() if is_utc else text)
    if moment is None or moment.year < _EARLIEST_YEAR:
        return None
    return known_utc(moment) if is_utc else moment


def item(kind: Holds, record: object, ids: DerivedIds) -> Item:
    """The item of a record of the list `kind`.

    Raises: Unfit.
    """
    if not isinstance(record, dict):
        raise Unfit(f"not one of the {kind}")
    said = {folded(key): value for key, value in record.items()}
    match kind:
        case Holds.POSTS | Holds.DELETED:
            return _post(said, ids, is_deleted=kind is Holds.DELETED)
        case Holds.COMMENTS:
            return _comment(said, ids)
        case Holds.LIVE:
            return _live_comment(said, ids)
        case Holds.REVIEWS:
            return _review(said, ids)
        case Holds.REPOSTS:
            return _repost(said, ids)
    raise Unfit("nothing that is read")


def _post(said: Json, ids: DerivedIds, *, is_deleted: bool) -> Item:
    if not any(key in said for key in _POST_ONLY):
        raise Unfit("not one of the posts")
    created_at = time(said.get("date"))
    added = _told(said, "addyourstext")
    parts = (_told(said, "title"), f"[Add Yours: {added}]" if added else "")
    text = "\n\n".join(part for part in parts if part)
    links = _told(said, "link").split(None, _LINKS_LIMIT)[:_LINKS_LIMIT]
    deleted_at = (time(said.get("datedeleted")) or created_at) if is_deleted else None
    return Item(
        id=_id(ids, Holds.POSTS, created_at, text),
        kind=ItemKind.CAPTION,
        text=text,
        created_at=created_at,
        url=next((link for link in links if _PAGE.fullmatch(link)), None),
        media=(Media(alt=_told(said, "alternatetext")), *[_SHOWN] * (len(links) - 1)),
        has_platform_id=False,
        deleted_at=deleted_at,
        extra=_extra(said, _POST_EXTRA),
    )


def _comment(said: Json, ids: DerivedIds) -> Item:
    text = said.get("comment", 0)
    if not isinstance(text, str | None) or "date" not in said:
        raise Unfit("not one of the comments")
    text, created_at = storable(text or ""), time(said["date"])
    pages = (_page(said, key) for key in ("originalposturl", "originalpostlink", "url"))
    return Item(
        id=_id(ids, Holds.COMMENTS, created_at, text),
        kind=ItemKind.COMMENT,
        text=text,
        created_at=created_at,
        url=next((page for page in pages if page), None),
        media=tuple(_SHOWN for key in ("photo", "video", "sticker") if _told(said, key)),
        has_platform_id=False,
    )


def _live_comment(said: Json, ids: DerivedIds) -> Item:
    """A comment on a LIVE, or a question; `RawTime` is the same moment in seconds since 1970."""
    text_key, time_key = next((keys for keys in _LIVE_KEYS if keys[0] in said), ("", ""))
    text = said.get(text_key)
    if not isinstance(text, str):
        raise Unfit("not one of the comments on LIVE")
    text, created_at = storable(text), _unix(said.get("rawtime")) or time(said.get(time_key))
    return Item(
        id=_id(ids, Holds.LIVE, created_at, text),
        kind=ItemKind.COMMENT,
        text=text,
        created_at=created_at,
        has_platform_id=False,
        extra={"place": "LIVE"},
    )


def _review(said: Json, ids: DerivedIds) -> Item:
    """Her words about a place: a post of its own, since it stands under nobody else's."""
    if "reviewtext" not in said:
        raise Unfit("not one of the reviews")
    text, created_at = _told(said, "reviewtext"), time(said.get("date"))
    return Item(
        id=_id(ids, Holds.REVIEWS, created_at, text, _told(said, "placename")),
        kind=ItemKind.POST,
        text=text,
        created_at=created_at,
        has_platform_id=False,
        extra=_extra(said, _REVIEW_EXTRA),
    )


def _repost(said: Json, ids: DerivedIds) -> Item:
    """Somebody else's post, of which only the address is known."""
    if not isinstance(said.get("link"), str):
        raise Unfit("not one of the reposts")
    link, created_at = _told(said, "link"), time(said.get("date"))
    return Item(
        id=_id(ids, Holds.REPOSTS, created_at, "", link),
        kind=ItemKind.REPOST,
        text="",
        created_at=created_at,
        url=_page(said, "link"),
        has_platform_id=False,
    )


def account(profile: Json) -> AccountRecord:
    """The account of a profile by its folded keys; all but name, display name and bio is dropped."""
    name = _told(profile, "username").lstrip("@")
    shown = Profile(display_name=_told(profile, "displayname"), bio=_told(profile, "biodescription"))
    return AccountRecord(Account("tiktok", f"@{name}" if name else ""), shown if profile else None)


def _told(said: Json, key: str) -> str:
    """A text, storable; empty where TikTok wrote its word for nothing."""
    value = said.get(key)
    if not isinstance(value, str) or value.strip().casefold() in _NOTHING:
        return ""
    return storable(value)


def _extra(said: Json, names: Mapping[str, str]) -> dict[str, object]:
    return {name: value for key, name in names.items() if (value := _told(said, key))}


def _page(said: Json, key: str) -> str | None:
    link = said.get(key)
    return link if isinstance(link, str) and _PAGE.fullmatch(link) else None


def _unix(value: object) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 1 << 33:
        return None
    moment = datetime.fromtimestamp(value, UTC)
    return moment if moment.year >= _EARLIEST_YEAR else None


def _id(ids: DerivedIds, kind: Holds, moment: datetime | None, text: str, parent: str | None = None) -> str:
    return ids.of(kind.value, moment.replace(tzinfo=None) if moment else None, text, parent)
