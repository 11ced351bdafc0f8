"""Reads the articles in X's archive: her own long texts, with what `article-metadata.js` says of them.

No article of a real archive could be looked at. The fields are those that the archive's own README names
(`id`, `title`, `content`, formerly `data`; `tweetId`, `visibility`, `…AtMs`); what is inside `content` it
does not say, so text is found there by shape. Pure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from connectors.model import Item, ItemKind
from connectors.part_reading import Unfit
from connectors.storable import storable
from connectors.times import milliseconds
from connectors.x.parts import Json, unwrapped

_LINK = re.compile(
    r"^https?://(?:[a-z]+\.)?(?:x|twitter)\.com/[A-Za-z0-9_]{1,20}/article/(\d{1,20})(?:[/?#]|$)"
)
_BODIES = (
    *(
        "content",
        "data",
        "body",
        "text",
        "plainText",
        "plain_text",
        "contentState",
        "content_state",
        "blocks",
    ),
    *("sections", "children"),
)
_PUBLISHED = ("firstPublishedAtMs", "publishedAtMs", "lastPublishedAtMs")
_BEGUN = ("createdAtMs", "createdatMs", "updatedAtMs")
_DEPTH = 12
_PIECES = 20_000
_JSON_LIMIT = 4 << 20


@dataclass(frozen=True, slots=True)
class _Shown:
    """The post that shows an article."""

    id: str
    created_at: datetime | None


class Articles:
    """The articles of one archive: see every post first, then ask for the items."""

    def __init__(self, about: Iterable[Json], handle: str, is_single: bool) -> None:
        """`about`: the records of `article-metadata.js`; `is_single`: whether there is just one article."""
        self._about: dict[str, Json] = {}
        told = list(about)
        for each in told:
            for key in ("id", "articleId", "tweetId"):
                if id := _id(each, key):
                    self._about.setdefault(id, each)
        self._only = told[0] if is_single and len(told) == 1 else None
        self._handle = handle
        self._posts: dict[str, _Shown] = {}

    def see(self, post: Item) -> None:
        """Note the article that a post of hers shows; of several posts the earliest counts."""
        links = post.extra.get("links")
        for link in links if isinstance(links, list) else ():
            found = _LINK.match(link) if isinstance(link, str) else None
            if found:
                known = self._posts.get(found[1])
                if known is None or _before(post.created_at, known.created_at):
                    self._posts[found[1]] = _Shown(post.id, post.created_at)

    def item(self, record: object) -> Item | None:
        """The item of one record of `article.js`; None for a draft.

        Raises: Unfit.
        """
        article = unwrapped(record) if isinstance(record, dict) else None
        if article is None:
            raise Unfit("it is no article")
        id = _id(article, "id") or _id(article, "articleId") or _id(article, "rest_id")
        if not id:
            raise Unfit("it has no id")
        text = _text(article)
        shown = self._posts.get(id)
        about = self._about.get(id) or (self._about.get(shown.id) if shown else None) or self._only or {}
        if shown is None and str(about.get("visibility")).casefold() == "draft":
            return None
        published = _moment(about, _PUBLISHED) or (shown.created_at if shown else None)
        tweet = shown.id if shown else _id(about, "tweetId")
        extra: dict[str, object] = {"surface": "article"}
        if tweet:
            extra["tweet_id"] = tweet
        return Item(
            id=f"article-{id}",
            kind=ItemKind.POST,
            text=text,
            created_at=published or _moment(about, _BEGUN) or _moment(article, _BEGUN),
            url=f"https://x.com/{self._handle or 'i'}/status/{tweet}" if tweet and tweet.isdigit() else None,
            has_platform_id=False,
            extra=extra,
        )


def _text(article: Json) -> str:
    title = article.get("title")
    held = [article[key] for key in _BODIES if article.get(key)]
    body = next(filter(None, (_joined(_paragraphs(each, _DEPTH)) for each in held)), "")
    body = body or next(filter(None, (_joined(_anything(each, _DEPTH)) for each in held)), "")
    if held and not body:
        raise Unfit("its text is in no form that is known")
    parts = (title.strip() if isinstance(title, str) else "", body)
    text = storable("\n\n".join(part for part in parts if part))
    if not text:
        raise Unfit("it has no text")
    return text


def _joined(pieces: Iterator[str]) -> str:
    kept: list[str] = []
    for each in pieces:
        if each.strip():
            kept.append(each.strip("\n "))
        if len(kept) >= _PIECES:
            break
    return "\n\n".join(kept)


def _paragraphs(value: object, depth: int) -> Iterator[str]:
    """The paragraphs of a text, of blocks with a `text` each, or of either written as JSON in a string."""
    if isinstance(value, str):
        inner = _decoded(value)
        if inner is None:
            yield value
        elif depth:
            yield from _paragraphs(inner, depth - 1)
    elif isinstance(value, list) and depth:
        for each in value:
            yield from _paragraphs(each, depth - 1)
    elif isinstance(value, dict) and depth:
        text = value.get("text")
        if isinstance(text, str):
            yield f"- {text}" if "list-item" in str(value.get("type")) else text
            return
        for key in _BODIES:
            if key in value:
                yield from _paragraphs(value[key], depth - 1)


def _anything(value: object, depth: int) -> Iterator[str]:
    """Every text of more than one word, wherever it lies: rather too much of an article than nothing."""
    if isinstance(value, str):
        if len(value.split(maxsplit=1)) > 1:
            yield value
    elif depth:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        for each in inner:
            yield from _anything(each, depth - 1)


def _decoded(text: str) -> object | None:
    if text[:1] not in ("{", "[") or len(text) > _JSON_LIMIT:
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict | list) else None


def _id(value: Json, key: str) -> str | None:
    found = value.get(key)
    if isinstance(found, int) and not isinstance(found, bool):
        found = str(found) if 0 <= found < 1 << 64 else None
    return storable(found) if isinstance(found, str) and found else None


def _moment(value: Json, keys: tuple[str, ...]) -> datetime | None:
    return next(filter(None, (milliseconds(value.get(key)) for key in keys)), None)


def _before(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and (other is None or one < other)
