"""Turns the posts that X's API gives into the same items that the archive's reader makes of the same posts.

Each is put into the form of a record of `tweets.js` and read by `connectors.x.posts`, so that there is one
reading. Pure.

X speaks two dialects: `tweet.fields` with `note_tweet` and `referenced_tweets`, which its guides and tweepy
use and which is asked here, and `post.fields` with `note_post` and `referenced_posts`, which its OpenAPI
document 2.167 names. In the second it tells what a post answers only against the price of reading that post.
Answers are read in either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from connectors.model import Item, ItemKind, Unread
from connectors.own_parents import OwnParents
from connectors.part_reading import Unfit
from connectors.storable import storable
from connectors.x.posts import Author, own_parent, post

FIELDS = [
    "attachments",
    "author_id",
    "community_id",
    "created_at",
    "edit_history_tweet_ids",
    "entities",
    "in_reply_to_user_id",
    "lang",
    "note_tweet",
    "possibly_sensitive",
    "referenced_tweets",
]
MEDIA_FIELDS = ["alt_text", "media_key", "preview_image_url", "type", "url"]
EXPANSIONS = ["attachments.media_keys", "edit_history_tweet_ids"]
"""Not the posts that hers answer or repeat: each would be charged like five of her own."""
SOURCE = "repost_of"
"""In `Item.extra`: the id of the post that a repost repeats; it takes that to undo it."""
_ID = re.compile(r"[0-9]{1,19}", re.ASCII)
_MENTIONS = re.compile(r"(?:@\w+\s+)+")
_DIALECTS = {
    "note_tweet": "note_post",
    "referenced_tweets": "referenced_posts",
    "edit_history_tweet_ids": "edit_history_post_ids",
    "tweets": "posts",
}

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Listed:
    """The posts of one answer."""

    items: tuple[Item, ...]
    """The newest first, earlier versions of edited posts among them."""
    unread: tuple[Unread, ...]
    billed: int
    """Posts, earlier versions and media: X charges for each that it gives."""
    has_times: bool
    """Whether any of the posts says when it was made, as was asked."""


def is_id(id: object) -> bool:
    """Whether it can be an id of X's."""
    return isinstance(id, str) and _ID.fullmatch(id) is not None


def either(told: Json, name: str) -> object:
    """The value of that name, in the dialect in which X tells it."""
    return told.get(name, told.get(_DIALECTS[name]))


def listed(told: Json, author: Author) -> Listed:
    """The items of one page of posts, or of one post alone."""
    data = told.get("data")
    posts = data if isinstance(data, list) else [] if data is None else [data]
    includes = _object(told, "includes")
    media = {_text(one, "media_key"): one for one in _objects(includes.get("media"))}
    given = {_text(one, "id") for one in _objects(posts)}
    versions = [one for one in _objects(either(includes, "tweets")) if _text(one, "id") not in given]
    parents = OwnParents()
    items: dict[str, Item] = {}
    unread: dict[str, int] = {}
    wanted = {id for one in _objects(posts) for id in _history(one)}
    for each in (*posts, *(one for one in versions if _text(one, "id") in wanted)):
        try:
            item = _item(each, media, author)
        except Unfit as problem:
            unread[str(problem)] = unread.get(str(problem), 0) + 1
            continue
        for whole in parents.take(item, own_parent(item)):
            items[whole.id] = whole
    for whole in parents.rest():
        items[whole.id] = whole
    return Listed(
        items=tuple(sorted(items.values(), key=lambda item: int(item.id), reverse=True)),
        unread=tuple(Unread("posts", reason, count) for reason, count in unread.items()),
        billed=len(posts) + len(versions) + len(media),
        has_times=any(item.created_at for item in items.values()),
    )


def _item(told: object, media: Mapping[str, Json], author: Author) -> Item:
    """Raises: Unfit."""
    if not isinstance(told, dict):
        raise Unfit("it is no post")
    if not is_id(told.get("id")):
        raise Unfit("it has no id")
    if told.get("author_id", author.account_id) != author.account_id:
        raise Unfit("it is somebody else's")
    references = dict(_references(told))
    item = post(_record(told, references, media, author), author)
    if source := references.get("retweeted"):
        return replace(item, kind=ItemKind.REPOST, extra={**item.extra, SOURCE: source})
    return item


def _record(told: Json, references: Json, media: Mapping[str, Json], author: Author) -> dict[str, object]:
    """The post as `tweets.js` holds it."""
    text, entities = _whole(told)
    user = told.get("in_reply_to_user_id")
    history = _history(told)
    return {
        "id_str": told["id"],
        "full_text": text,
        "created_at": told.get("created_at"),
        "lang": told.get("lang"),
        "possibly_sensitive": told.get("possibly_sensitive"),
        "community_id_str": told.get("community_id"),
        "in_reply_to_status_id_str": references.get("replied_to"),
        "in_reply_to_user_id_str": user if is_id(user) else None,
        "in_reply_to_screen_name": _name(user, told, author),
        "entities": {"urls": [one for one in _objects(entities.get("urls")) if not _is_medium(one)]},
        "extended_entities": {"media": list(_media(told, media))},
        "edit_info": _edit_info(history) if len(history) > 1 else {},
    }


def _edit_info(history: list[str]) -> dict[str, object]:
    return {"edit": {"initialTweetId": history[0], "editControlInitial": {"editTweetIds": history}}}


def _whole(told: Json) -> tuple[object, Json]:
    """The text with what is in it: of a long post the whole, with the handles before a reply's own words."""
    text, note = told.get("text"), _note(told)
    whole = note.get("text")
    if not isinstance(whole, str) or not isinstance(text, str):
        return text, _object(told, "entities")
    mentions = _MENTIONS.match(text)
    before = mentions[0] if mentions and not whole.startswith(mentions[0]) else ""
    return before + whole, _object(note, "entities") or _object(told, "entities")


def _note(told: Json) -> Json:
    note = either(told, "note_tweet")
    return note if isinstance(note, dict) else {}


def _name(user: object, told: Json, author: Author) -> str:
    """The handle of whom the post answers: hers, or one that the post names."""
    if user is not None and user == author.account_id:
        return author.handle
    for one in _objects(_object(told, "entities").get("mentions")):
        if user is not None and one.get("id") == user:
            return _text(one, "username")
    return ""


def _history(told: Json) -> list[str]:
    """The ids of the post's versions, the first of all first."""
    ids = either(told, "edit_history_tweet_ids")
    return [id for id in ids if is_id(id)] if isinstance(ids, list) else []


def _references(told: Json) -> Iterator[tuple[str, str]]:
    for one in _objects(either(told, "referenced_tweets")):
        if is_id(one.get("id")):
            yield _text(one, "type"), _text(one, "id")


def _media(told: Json, media: Mapping[str, Json]) -> Iterator[dict[str, object]]:
    keys = _object(told, "attachments").get("media_keys")
    for key in keys if isinstance(keys, list) else ():
        one = media.get(key) if isinstance(key, str) else None
        if one is not None:
            # Of a film the archive names its first picture too.
            address = one.get("url") or one.get("preview_image_url")
            yield {"media_url_https": address, "ext_alt_text": one.get("alt_text")}


def _is_medium(link: Json) -> bool:
    """Whether a link in the text is the one of the post's own picture, which the archive lists apart."""
    return isinstance(link.get("media_key"), str)


def _objects(told: object) -> list[dict[str, object]]:
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def _object(told: Json, name: str) -> Json:
    found = told.get(name)
    return found if isinstance(found, dict) else {}


def _text(told: Json, name: str) -> str:
    found = told.get(name)
    return storable(found) if isinstance(found, str) else ""
