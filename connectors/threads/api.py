"""Threads' API: posts, reposts and replies, looking at one, deleting one.

Knows nothing of the vault. Sources: developers.facebook.com/documentation/threads, "Retrieve Media",
"Retrieve and Manage Replies", "Delete Posts" and "Profiles", 2026.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from connectors import capabilities
from connectors.clock import Clock
from connectors.credentials import Credentials
from connectors.errors import MissingScope, NotOffered, SignedOut
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
from connectors.meta.graph import NoSuch, following, listed, place
from connectors.model import Account, Item, ItemKind, Profile, Unread
from connectors.part_reading import Unfit
from connectors.storable import storable
from connectors.threads import sign_in
from connectors.threads.asking import graph
from connectors.threads.media import ID, POST_FIELDS, REPLY_FIELDS, item

_ARCHIVED = frozenset({"surface"})
"""What the export notes of an archived post, which may stand though no list holds it."""
POSTS = Stream("posts", frozenset({ItemKind.POST, ItemKind.REPOST}), without=_ARCHIVED)
REPLIES = Stream("replies", frozenset({ItemKind.REPLY}), without=_ARCHIVED)
_DELETED = frozenset({ItemKind.POST, ItemKind.REPLY})
_PAGE = 100
"""The most that Threads gives."""
_AROUND = timedelta(hours=1)
_MOST_PAGES = 3
"""Of what was posted within two hours; nobody posts more."""


@dataclass(frozen=True, slots=True)
class _List:
    """One of the two lists, and what is asked of its members."""

    path: str
    fields: str
    is_reply: bool


_LISTS = {
    POSTS.name: _List("/me/threads", POST_FIELDS, False),
    REPLIES.name: _List("/me/replies", REPLY_FIELDS, True),
}


class ThreadsConnection:
    """One signed-in Threads account."""

    platform = "threads"
    streams: tuple[Stream, ...] = (POSTS, REPLIES)
    deletes = _DELETED
    note = "Archived posts come with the export alone."

    def __init__(self, credentials: Credentials, keep: Keep, clock: Clock) -> None:
        if not credentials.secrets.get("access_token"):
            raise SignedOut("This account is not signed in.", "Run `audit-tui connect threads`.")
        self._credentials = credentials
        self._keep = keep
        self._clock = clock
        self._graph = graph(credentials.server, clock)
        self._is_renewed = False

    def check(self) -> Account:
        """Whose token it is.

        Raises: LiveError.
        """
        me = self._me("id,username")
        id, name = me.get("id"), me.get("username")
        if not isinstance(id, str) or not id or not isinstance(name, str) or not name.strip():
            raise self._graph.odd()
        return Account("threads", f"@{storable(name.strip())}", remote_id=storable(id))

    def profile(self) -> Profile:
        """Name and bio.

        Raises: LiveError.
        """
        me = self._me("id,username,name,threads_biography")
        name, bio = (_text(me.get(key)) for key in ("name", "threads_biography"))
        return Profile(name, bio, observed_at=self._clock.now())

    def pages(self, stream: Stream, cursor: str | None = None) -> Iterator[Page]:
        """Posts with reposts, or replies; the newest first. Raises: LiveError."""
        listing = _LISTS[stream.name]
        while True:
            page = self._page(listing, cursor)
            yield page
            if page.cursor is None:
                return
            cursor = page.cursor

    def estimate(self, known: int) -> Estimate:
        """Nobody knows how many there are; it costs nothing."""
        return Estimate(None, None)

    def exists(self, item: Item) -> Sight:
        """Whether it stands. Gone only where it is neither shown by its id nor listed among its neighbours.

        Raises: LiveError.
        """
        if not item.has_platform_id or not ID.fullmatch(item.id):
            return Sight(Presence.UNCLEAR)
        listing = _LISTS[REPLIES.name if item.kind is ItemKind.REPLY else POSTS.name]
        try:
            told = self._ask("GET", f"/{item.id}", fields=listing.fields)
        except NoSuch:
            # Graph says the same of what these rights don't show, so the list has to say it too.
            return Sight(self._listed(item, listing))
        if told.get("id") != item.id:
            raise self._graph.odd()
        return Sight(Presence.THERE, _read(told, listing))

    def delete(self, item: Item) -> DeleteOutcome:
        """Ask for one post or reply to be deleted; Threads allows 100 a day.

        Raises: NotOffered for what is neither, or has no id; MissingScope; other LiveErrors.
        """
        if item.kind not in _DELETED or not item.has_platform_id or not ID.fullmatch(item.id):
            raise NotOffered(
                "Threads lets programs delete posts and replies alone, by an id that its export lacks.",
                capabilities.of("threads").by_hand_for(item),
            )
        scopes = self._credentials.scopes
        if not self._credentials.may_delete or (scopes and sign_in.DELETE not in scopes):
            raise MissingScope(
                "This sign-in may not delete.", "Run `audit-tui connect threads --may-delete`."
            )
        return self._graph.deleted(item.id, lambda: self._ask("DELETE", f"/{item.id}"))

    def ready_at(self, deed: Deed) -> datetime | None:
        """Until when Threads has asked to wait."""
        return self._graph.ready_at()

    def close(self) -> None:
        """Let go of the network."""
        self._graph.close()

    def _me(self, fields: str) -> dict[str, Any]:
        return self._ask("GET", "/me", fields=fields)

    def _page(self, listing: _List, cursor: str | None, **window: str) -> Page:
        query = {"fields": listing.fields, "limit": str(_PAGE), **window, **place(cursor)}
        told = self._ask("GET", listing.path, **query)
        items: list[Item] = []
        unread: list[Unread] = []
        for each in listed(told, self._graph.odd):
            try:
                items.append(item(each, is_reply=listing.is_reply))
            except Unfit as problem:
                unread.append(Unread(listing.path.rpartition("/")[2], str(problem)))
        return Page(tuple(items), following(told, cursor, self._graph.odd), tuple(unread))

    def _listed(self, item: Item, listing: _List) -> Presence:
        """Whether a fresh list of what was posted around the same time still holds it."""
        if item.created_at is None or item.created_at.tzinfo is None:
            return Presence.UNCLEAR
        first, last = item.created_at - _AROUND, item.created_at + _AROUND
        window = {"since": str(int(first.timestamp())), "until": str(int(last.timestamp()))}
        after: str | None = None
        for _ in range(_MOST_PAGES):
            page = self._page(listing, after, **window)
            if any(each.id == item.id for each in page.items):
                return Presence.THERE
            times = [each.created_at for each in page.items if each.created_at]
            if page.unread or any(not first <= at <= last for at in times):
                return Presence.UNCLEAR
            if page.cursor is None:
                return Presence.GONE
            after = page.cursor
        return Presence.UNCLEAR

    def _ask(self, method: str, path: str, **query: str) -> dict[str, Any]:
        if not self._is_renewed:
            # Once: where it fails, the token that there is may be good for weeks.
            self._is_renewed = True
            self._credentials = sign_in.renewed(self._credentials, self._keep, self._clock)
        return self._graph.ask(method, path, self._credentials.secrets["access_token"], **query)


class Threads:
    """Threads' way in."""

    guide = sign_in.GUIDE

    def with_token(self, asked: Asked, token: str, clock: Clock) -> Credentials:
        """Credentials of a token from Meta's dashboard. Raises: SignInFailed."""
        return sign_in.with_token(asked, token, clock)

    def with_password(self, asked: Asked, password: str, clock: Clock) -> Credentials:
        """Raises: NotOffered."""
        raise NotOffered("Threads takes no password from programs.", "Sign in by a token or by the browser.")

    def with_browser(self, asked: Asked, loopback: Loopback, clock: Clock) -> Credentials:
        """Credentials from Threads' own page. Raises: LiveError."""
        return sign_in.with_browser(asked, loopback, clock)

    def open(self, credentials: Credentials, keep: Keep, clock: Clock) -> Connection:
        """A connection. Raises: SignedOut where there is no token."""
        return ThreadsConnection(credentials, keep, clock)

    def revoke(self, credentials: Credentials, clock: Clock) -> bool:
        """False: Threads documents no way; the owner takes the app's right away in her settings."""
        return False


CONNECTOR = Threads()


def _read(told: dict[str, Any], listing: _List) -> Item | None:
    try:
        return item(told, is_reply=listing.is_reply)
    except Unfit:
        return None


def _text(told: object) -> str:
    return storable(told) if isinstance(told, str) else ""
