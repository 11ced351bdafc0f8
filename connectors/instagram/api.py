"""Instagram as a connected account: captions of a professional account, and its comments below its own posts.

Knows nothing of the vault. Sources: developers.facebook.com, "IG User", "IG Media", "IG Comment", 2026;
the deletion of media only by what five public projects tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from connectors.clock import Clock
from connectors.credentials import Credentials
from connectors.errors import NotOffered
from connectors.instagram import sign_in
from connectors.instagram.access import Access
from connectors.instagram.graph_items import COMMENT_FIELDS, ID, MEDIA_FIELDS, comment, medium
from connectors.live import (
    Asked,
    Connection,
    Deed,
    DeleteOutcome,
    Estimate,
    Keep,
    Loopback,
    Page,
    Presence,
    Sight,
    Stream,
)
from connectors.meta import facebook_login
from connectors.meta.below import Waiting, Walk
from connectors.meta.graph import NoSuch, NotAllowed, following, listed, place
from connectors.model import Account, Item, ItemKind, Profile, Unread
from connectors.part_reading import Unfit
from connectors.storable import storable

POSTS = Stream("posts", frozenset({ItemKind.CAPTION}), is_whole=False)
"""Stories and archived posts stand in no list, and how far back it reaches nobody has told."""
COMMENTS = Stream("comments", frozenset({ItemKind.COMMENT}), is_whole=False)
_NOTE = "Comments on other people's posts, stories and archived posts come with the export alone."
_NO_COMMENTS = (
    "Your comments are told only to a sign-in that may delete them; stories, archived posts and comments "
    "elsewhere come with the export alone."
)
_PAGE = "50"
_MOST_PAGES = 40
_AROUND = timedelta(hours=1)
_NAME = "username"


class InstagramConnection:
    """One signed-in professional account."""

    platform = "instagram"

    def __init__(self, credentials: Credentials, keep: Keep, clock: Clock) -> None:
        self._graph = sign_in.graph(credentials, clock)
        self._access = Access(self._graph, credentials, keep)
        self._clock = clock
        self._writer = ""
        # The only right that lists her comments is the one that deletes them; it is not asked for unwanted.
        rights = {sign_in.MANAGE, sign_in.MANAGE_B} & set(credentials.scopes)
        has_comments = credentials.may_delete or bool(rights)
        self.streams: tuple[Stream, ...] = (POSTS, COMMENTS) if has_comments else (POSTS,)
        self.note = _NOTE if has_comments else _NO_COMMENTS
        is_by_facebook = sign_in.is_by_facebook(credentials)
        self.deletes = frozenset({ItemKind.COMMENT, *((ItemKind.CAPTION,) if is_by_facebook else ())})

    def check(self) -> Account:
        """Whose token it is. Raises: LiveError."""
        me = self._me("id,username")
        id, name = me.get("id"), me.get(_NAME)
        if not isinstance(id, str) or not ID.fullmatch(id) or not isinstance(name, str) or not name.strip():
            raise self._graph.odd()
        self._writer = name.strip()
        return Account("instagram", f"@{storable(self._writer)}", remote_id=id)

    def profile(self) -> Profile:
        """Name and bio; the name alone where Instagram does not tell the bio. Raises: LiveError."""
        try:
            me, is_bio_told = self._me("id,username,name,biography"), True
        except NotAllowed:
            # Whether Instagram Login knows the field is not known.
            me, is_bio_told = self._me("id,username,name"), False
        name, bio = (
            storable(x) if isinstance(x := me.get(key), str) else "" for key in ("name", "biography")
        )
        return Profile(name, bio, observed_at=self._clock.now(), is_name_only=not is_bio_told)

    def pages(self, stream: Stream, cursor: str | None = None) -> Iterator[Page]:
        """Posts newest first, or the comments below them post by post. Raises: LiveError."""
        while True:
            page = self._walk().page(cursor) if stream.name == COMMENTS.name else self._posts(cursor)
            yield page
            if page.cursor is None:
                return
            cursor = page.cursor

    def estimate(self, known: int) -> Estimate:
        """Nobody knows how many there are; it costs nothing."""
        return Estimate(None, None)

    def exists(self, item: Item) -> Sight:
        """Whether it stands. Gone only where it is neither shown by its id nor in a fresh list.

        Raises: LiveError.
        """
        if not item.has_platform_id or not ID.fullmatch(item.id):
            return Sight(Presence.UNCLEAR)
        is_comment = item.kind is ItemKind.COMMENT
        try:
            told = self._ask("GET", f"/{item.id}", fields=COMMENT_FIELDS if is_comment else MEDIA_FIELDS)
        except NoSuch:
            return Sight(self._below(item) if is_comment else self._among(item))
        if told.get("id") != item.id:
            raise self._graph.odd()
        try:
            seen = comment(told, self._name(), item.parent_id or "") if is_comment else medium(told)
        except Unfit:
            seen = None
        return Sight(Presence.THERE, seen)

    def delete(self, item: Item) -> DeleteOutcome:
        """Ask for one comment of hers below her own post to be deleted; by Facebook Login also for a post.

        Raises: NotOffered, MissingScope; LiveError.
        """
        needs = self._right_to_delete(item)
        self._access.node()
        credentials = self._access.credentials
        if not credentials.may_delete or (credentials.scopes and needs not in credentials.scopes):
            raise self._graph.lacking(needs)
        return self._graph.deleted(item.id, lambda: self._ask("DELETE", f"/{item.id}", needs))

    def ready_at(self, deed: Deed) -> datetime | None:
        """Until when Instagram asks to wait, or most of its limit is used."""
        return self._graph.ready_at()

    def close(self) -> None:
        """Let go of the network."""
        self._graph.close()

    def _right_to_delete(self, item: Item) -> str:
        is_by_facebook = sign_in.is_by_facebook(self._access.credentials)
        if item.has_platform_id and ID.fullmatch(item.id):
            if item.kind is ItemKind.COMMENT:
                return sign_in.MANAGE_B if is_by_facebook else sign_in.MANAGE
            if item.kind is ItemKind.CAPTION and is_by_facebook:
                return sign_in.DELETE_B
        raise NotOffered(
            "Instagram lets programs delete comments below your posts, and posts by Facebook Login alone.",
            sign_in.BY_HAND,
        )

    def _name(self) -> str:
        if not self._writer:
            self.check()
        return self._writer

    def _me(self, fields: str) -> dict[str, Any]:
        return self._ask("GET", f"/{self._access.node()}", fields=fields)

    def _ask(self, method: str, path: str, needs: str = "", **query: str) -> dict[str, Any]:
        return self._graph.ask(method, path, self._access.token, needs, **query)

    def _list(self, fields: str, at: str | None) -> dict[str, Any]:
        path = f"/{self._access.node()}/media"
        needs = "instagram_basic" if sign_in.is_by_facebook(self._access.credentials) else ""
        return self._ask("GET", path, needs, fields=fields, limit=_PAGE, **place(at))

    def _posts(self, at: str | None) -> Page:
        told = self._list(MEDIA_FIELDS, at)
        items: list[Item] = []
        unread: list[Unread] = []
        for each in listed(told, self._graph.odd):
            try:
                items.append(medium(each))
            except Unfit as problem:
                unread.append(Unread("posts", str(problem)))
        return Page(tuple(items), following(told, at, self._graph.odd), tuple(unread))

    def _walk(self) -> Walk:
        return Walk(
            posts=lambda at: self._list("id,comments_count", at),
            comments_of=_comments_of,
            comments=self._comments,
            take=lambda told, path: comment(told, self._name(), path.split("/")[1]),
            beneath=_replies_of,
            odd=self._graph.odd,
        )

    def _comments(self, path: str, at: str | None) -> dict[str, Any]:
        is_by_facebook = sign_in.is_by_facebook(self._access.credentials)
        needs = sign_in.MANAGE_B if is_by_facebook else sign_in.MANAGE
        fields = COMMENT_FIELDS if path.endswith("/replies") else f"{COMMENT_FIELDS},replies{{id}}"
        return self._ask("GET", path, needs, fields=fields, limit=_PAGE, **place(at))

    def _among(self, item: Item) -> Presence:
        """Whether a fresh list, read until it is older than the item, holds it."""
        if item.created_at is None or item.created_at.tzinfo is None:
            return Presence.UNCLEAR
        at: str | None = None
        for _ in range(_MOST_PAGES):
            page = self._posts(at)
            if any(each.id == item.id for each in page.items):
                return Presence.THERE
            if page.unread:
                return Presence.UNCLEAR
            is_older = any(
                each.created_at and each.created_at < item.created_at - _AROUND for each in page.items
            )
            if page.cursor is None or is_older:
                return Presence.GONE
            at = page.cursor
        return Presence.UNCLEAR

    def _below(self, item: Item) -> Presence:
        """Whether a fresh list of comments, or answers to one, holds it; unclear where none can be had."""
        above = item.parent_id or ""
        if not ID.fullmatch(above):
            return Presence.UNCLEAR
        for edge in ("comments", "replies"):
            try:
                return self._in(f"/{above}/{edge}", item.id)
            except NotAllowed:
                continue
            except NoSuch:
                return Presence.UNCLEAR
        return Presence.UNCLEAR

    def _in(self, path: str, id: str) -> Presence:
        at: str | None = None
        for _ in range(_MOST_PAGES):
            told = self._comments(path, at)
            data = listed(told, self._graph.odd)
            if any(isinstance(each, dict) and each.get("id") == id for each in data):
                return Presence.THERE
            at = following(told, at, self._graph.odd)
            if at is None:
                return Presence.GONE
        return Presence.UNCLEAR


class Instagram:
    """Instagram's way in."""

    guide = sign_in.GUIDE

    def with_token(self, asked: Asked, token: str, clock: Clock) -> Credentials:
        """Credentials of a token from the app's settings. Raises: SignInFailed."""
        return sign_in.with_token(asked, token)

    def with_password(self, asked: Asked, password: str, clock: Clock) -> Credentials:
        """Raises: NotOffered."""
        raise NotOffered(
            "Instagram takes no password from programs.", "Sign in by the browser or by a token."
        )

    def with_browser(self, asked: Asked, loopback: Loopback, clock: Clock) -> Credentials:
        """Credentials from the platform's own page. Raises: LiveError."""
        return sign_in.with_browser(asked, loopback, clock)

    def open(self, credentials: Credentials, keep: Keep, clock: Clock) -> Connection:
        """A connection. Raises: SignedOut where there is no token."""
        return InstagramConnection(credentials, keep, clock)

    def revoke(self, credentials: Credentials, clock: Clock) -> bool:
        """By Facebook Login every right is taken away; False by Instagram Login, which has no such request.

        Raises: LiveError.
        """
        if not sign_in.is_by_facebook(credentials):
            return False
        graph = sign_in.graph(credentials, clock)
        try:
            return facebook_login.taken_away(graph, credentials.secrets.get("access_token", ""))
        finally:
            graph.close()


CONNECTOR = Instagram()


def _comments_of(told: object) -> str | None:
    if not isinstance(told, dict) or told.get("comments_count") == 0:
        return None
    id = told.get("id")
    return f"/{id}/comments" if isinstance(id, str) and ID.fullmatch(id) else None


def _replies_of(told: object) -> tuple[Waiting, ...]:
    """Answers to a comment are listed apart, where there are any."""
    if not isinstance(told, dict) or not isinstance(told.get("replies"), dict):
        return ()
    id = told.get("id")
    return (Waiting(f"/{id}/replies"),) if isinstance(id, str) and ID.fullmatch(id) else ()
