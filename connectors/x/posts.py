"""Turns one record of X's data files into an item. Pure; knows nothing of files and order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from connectors.model import Item, ItemKind, Media
from connectors.part_reading import Unfit
from connectors.storable import storable, storable_json
from connectors.times import known_utc, x_time

Json = Mapping[str, object]

# What X escapes, and no more: `&copy` is what somebody typed.
_ENTITY = re.compile("&(amp|lt|gt|quot|#39);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "#39": "'"}
_MOST_VERSIONS = 20
"""X allows five edits."""
_KEPT = ("lang", "place", "geo", "coordinates", "possibly_sensitive")


@dataclass(frozen=True, slots=True)
class Author:
    """Whose archive it is."""

    handle: str = ""
    """Without `@`; empty where the archive does not say."""
    account_id: str = ""
    handles: frozenset[str] = frozenset()
    """This one and earlier ones, in lower case."""
    media: Mapping[str, list[str]] = field(default_factory=dict)
    """Names of media files in the archive, by post."""


def unescaped(text: str) -> str:
    """The text with X's HTML entities resolved once, and storable."""
    return storable(_ENTITY.sub(lambda match: _ENTITIES[match[1]], text) if "&" in text else text)


def post(record: object, author: Author) -> Item:
    """The item of one record of `tweets.js`, wrapped in `tweet` or not (archives before 2020).

    Raises: Unfit.
    """
    tweet = record.get("tweet", record) if isinstance(record, dict) else None
    if not isinstance(tweet, dict):
        raise Unfit("it is no post")
    text = tweet.get("full_text", tweet.get("text"))
    if not isinstance(text, str):
        raise Unfit("it has no text")
    id = _id(tweet, "id")
    if not id:
        raise Unfit("it has no id")
    text = unescaped(text)
    extra: dict[str, object] = {key: tweet[key] for key in _KEPT if tweet.get(key)}
    is_reply = _conversation(tweet, author, extra)
    _links(tweet, extra)
    if community := _id(tweet, "community_id"):
        extra["community_id"] = community
    if earlier := _earlier_version(tweet, id):
        extra["edit_of"] = earlier
    if len(versions := _versions(tweet)) > 1:
        extra["versions"] = versions
    kept = storable_json(extra) if extra else extra
    return Item(
        id=id,
        kind=ItemKind.REPOST if text.startswith("RT @") else ItemKind.REPLY if is_reply else ItemKind.POST,
        text=text,
        created_at=known_utc(x_time(tweet.get("created_at"))),
        parent_id=_id(tweet, "in_reply_to_status_id"),
        url=f"https://x.com/{author.handle or 'i'}/status/{id}" if id.isdigit() else None,
        media=_media(tweet, id, author),
        has_platform_id=id.isdigit(),
        extra=kept if isinstance(kept, dict) else {},
    )


def deleted_at(record: object) -> datetime | None:
    """When the owner deleted the post of a record of `deleted-tweets.js`."""
    tweet = record.get("tweet", record) if isinstance(record, dict) else None
    return known_utc(x_time(tweet.get("deleted_at"))) if isinstance(tweet, dict) else None


def own_parent(item: Item) -> str | None:
    """The id of the owner's own post that the item answers."""
    conversation = item.extra.get("conversation")
    return item.parent_id if isinstance(conversation, dict) and conversation.get("own_thread") else None


def _id(tweet: Json, key: str) -> str | None:
    for name in (f"{key}_str", key):
        value = tweet.get(name)
        if isinstance(value, str) and value:
            return storable(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return None


def _conversation(tweet: Json, author: Author, extra: dict[str, object]) -> bool:
    """Whether the post answers somebody; if so, note whom."""
    handle, user = tweet.get("in_reply_to_screen_name"), _id(tweet, "in_reply_to_user_id")
    parent = _id(tweet, "in_reply_to_status_id")
    if not (handle or user or parent):
        return False
    handle = handle if isinstance(handle, str) else ""
    # A handle that was hers once may be somebody else's by now, so that the id decides where both tell it.
    is_own = user == author.account_id if user and author.account_id else handle.casefold() in author.handles
    extra["conversation"] = {"in_reply_to": f"@{handle}" if handle else "", "own_thread": is_own}
    return True


def _earlier_version(tweet: Json, id: str) -> str | None:
    """The first version of an edited post; the archive holds each version under an id of its own."""
    told = tweet.get("edit_info")
    edit = told.get("edit") if isinstance(told, dict) else None
    first = _id(edit, "initialTweetId") if isinstance(edit, dict) else None
    return first if first != id else None


def _versions(tweet: Json) -> list[str]:
    """The ids of an edited post's versions, itself among them; X deletes all of them with any."""
    told = tweet.get("edit_info")
    edit = told.get("edit") if isinstance(told, dict) else None
    for holder in (
        edit.get("editControlInitial") if isinstance(edit, dict) else None,
        told.get("initial") if isinstance(told, dict) else None,
    ):
        ids = holder.get("editTweetIds") if isinstance(holder, dict) else None
        if isinstance(ids, list):
            return [id for id in ids[:_MOST_VERSIONS] if isinstance(id, str)]
    return []


def _links(tweet: Json, extra: dict[str, object]) -> None:
    """Keep what the shortened links in the text lead to."""
    entities = tweet.get("entities")
    urls = entities.get("urls") if isinstance(entities, dict) else None
    if isinstance(urls, list) and urls:
        found = [each["expanded_url"] for each in urls if isinstance(each, dict) and "expanded_url" in each]
        if found:
            extra["links"] = found


def _media(tweet: Json, id: str, author: Author) -> tuple[Media, ...]:
    files = author.media.get(id, [])
    shown: object = None
    for key in ("extended_entities", "entities"):
        holder = tweet.get(key)
        shown = shown or (holder.get("media") if isinstance(holder, dict) else None)
    if not isinstance(shown, list):
        return tuple(Media(path=name) for name in files)
    media: list[Media] = []
    left = list(files)
    for each in shown:
        if isinstance(each, dict):
            file = next((name for name in left if _shows(name, each)), None)
            if file:
                left.remove(file)
            media.append(Media(path=file, url=_address(each), alt=_alt(each)))
    return (*media, *(Media(path=name) for name in left))


def _shows(name: str, medium: Json) -> bool:
    """Whether a media file, `<post id>-<media key>.<ending>`, is the one of this medium."""
    key = name.rpartition("/")[2].partition("-")[2].partition(".")[0]
    addresses = [medium.get("media_url_https"), medium.get("media_url")]
    video = medium.get("video_info")
    variants = video.get("variants") if isinstance(video, dict) else None
    for variant in variants if isinstance(variants, list) else ():
        addresses.append(variant.get("url") if isinstance(variant, dict) else None)
    return any(isinstance(address, str) and f"/{key}." in address for address in addresses)


def _address(medium: Json) -> str | None:
    for name in ("media_url_https", "media_url"):
        value = medium.get(name)
        if isinstance(value, str):
            return storable(value)
    return None


def _alt(medium: Json) -> str:
    value = medium.get("ext_alt_text")
    return unescaped(value) if isinstance(value, str) else ""
