"""Facebook as a connected account: a profile's posts, which nobody can delete by program, or a Page.

Knows nothing of the vault. Sources: developers.facebook.com, "Pages API", "User Posts" and "Comment", 2026.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from connectors.clock import Clock
from connectors.credentials import Credentials
from connectors.errors import NotOffered, WrongAccount
from connectors.facebook import sign_in
from connectors.facebook.access import Access
from connectors.facebook.graph_items import COMMENT_FIELDS, ID, POST_FIELDS, POST_ID, comment, post
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
from connectors.meta.below import Walk
from connectors.meta.graph import NoSuch, NotAllowed, following, listed, place
from connectors.model import Account, Item, ItemKind, Profile, Unread
from connectors.part_reading import Unfit
from connectors.storable import storable

_PROFILE = (Stream("posts", frozenset({ItemKind.POST}), is_whole=False),)
_HANGING = frozenset({"surface", "group", "album"})
"""What the export notes of a post or comment that stands elsewhere than on the Page itself."""
POSTS = Stream("posts", frozenset({ItemKind.POST}), is_whole=False, without=_HANGING)
COMMENTS = Stream("comments", frozenset({ItemKind.COMMENT}), is_whole=False, without=_HANGING)
"""Of the Page's comments those on its own posts alone are told, and its Reels stand in another list."""
_PAGE_NOTE = "Comments elsewhere than on the Page's own posts, and its Reels, come with the export alone."
_PROFILE_NOTE = "Comments, groups and stories come with the export alone; nothing can be deleted from here."
_PAGE = 50
_AROUND = timedelta(hours=1)
_MOST_PAGES = 5
_DELETED = frozenset({ItemKind.POST, ItemKind.COMMENT})
"""Of a Page; of a profile nothing."""


class FacebookConnection:
    """One signed-in profile or Page."""

    platform = "facebook"

    def __init__(self, credentials: Credentials, keep: Keep, clock: Clock) -> None:
        self._graph = sign_in.graph(credentials.server, clock)
        self._access = Access(self._graph, credentials, keep)
        self._clock = clock
        self._tell_lists()

    def check(self) -> Account:
        """Whose token it is. Raises: LiveError; WrongAccount where it is another Page's."""
        me = self._me("id,name")
        id, name = me.get("id"), me.get("name")
        if not isinstance(id, str) or not id.isdigit() or not isinstance(name, str) or not name.strip():
            raise self._graph.odd()
        if self._access.page_id not in ("", id):
            raise WrongAccount(
                "The token is of another Page.", "Sign in again with `audit-tui connect facebook`."
            )
        return Account("facebook", storable(self._access.named or name.strip()), remote_id=id)

    def profile(self) -> Profile:
        """The name; of a Page also what it says about itself. Raises: LiveError."""
        me = self._me("id,name,about" if self._is_page() else "id,name")
        name, about = (storable(x) if isinstance(x := me.get(key), str) else "" for key in ("name", "about"))
        return Profile(name, about, observed_at=self._clock.now(), is_name_only=not self._is_page())

    def pages(self, stream: Stream, cursor: str | None = None) -> Iterator[Page]:
        """Posts newest first, or comments below them post by post. Raises: LiveError."""
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
        """Whether it stands. Gone only where it is neither shown by its id nor in a fresh list beside it.

        A profile's is never said to be gone: a right that was taken away looks the same. Raises: LiveError.
        """
        if not item.has_platform_id or not ID.fullmatch(item.id):
            return Sight(Presence.UNCLEAR)
        is_comment = item.kind is ItemKind.COMMENT
        try:
            told = self._ask("GET", f"/{item.id}", fields=COMMENT_FIELDS if is_comment else POST_FIELDS)
        except NoSuch:
            if not self._is_page():
                return Sight(Presence.UNCLEAR)
            return Sight(self._below(item) if is_comment else self._beside(item))
        if told.get("id") != item.id:
            raise self._graph.odd()
        try:
            now = comment(told, self._access.page_id, item.parent_id or "") if is_comment else post(told)
        except Unfit:
            now = None
        return Sight(Presence.THERE, now)

    def delete(self, item: Item) -> DeleteOutcome:
        """Ask for one of the Page's posts or comments to be deleted.

        Raises: NotOffered for a profile's, and whatever has no id of this Page's; MissingScope; LiveError.
        """
        self._require_deletable(item)
        needs = sign_in.DELETE_COMMENTS if item.kind is ItemKind.COMMENT else sign_in.DELETE_POSTS
        credentials = self._access.credentials
        if not credentials.may_delete or (credentials.scopes and needs not in credentials.scopes):
            raise self._graph.lacking(needs)
        return self._graph.deleted(item.id, lambda: self._ask("DELETE", f"/{item.id}", needs))

    def ready_at(self, deed: Deed) -> datetime | None:
        """Until when Facebook asks to wait, or most of its limit is used."""
        return self._graph.ready_at()

    def close(self) -> None:
        """Let go of the network."""
        self._graph.close()

    def _require_deletable(self, item: Item) -> None:
        form = {ItemKind.POST: POST_ID, ItemKind.COMMENT: ID}.get(item.kind)
        is_known = item.has_platform_id and form is not None and form.fullmatch(item.id)
        if is_known and self._access.is_page:
            self._token()
            found = POST_ID.fullmatch(item.id)
            if item.kind is ItemKind.COMMENT or (found and found["owner"] == self._access.page_id):
                return
        raise NotOffered(
            "Facebook lets programs delete a Page's own posts and comments alone.", sign_in.BY_HAND
        )

    def _is_page(self) -> bool:
        self._token()
        return self._access.is_page

    def _token(self) -> str:
        token = self._access.token()
        self._tell_lists()
        return token

    def _tell_lists(self) -> None:
        is_page = self._access.is_page
        self.streams: tuple[Stream, ...] = (POSTS, COMMENTS) if is_page else _PROFILE
        self.deletes: frozenset[ItemKind] = _DELETED if is_page else frozenset()
        self.note = _PAGE_NOTE if is_page else _PROFILE_NOTE

    def _me(self, fields: str) -> dict[str, Any]:
        return self._ask("GET", "/me", fields=fields)

    def _ask(self, method: str, path: str, needs: str = "", **query: str) -> dict[str, Any]:
        return self._graph.ask(method, path, self._token(), needs, **query)

    def _list(self, fields: str, at: str | None, **window: str) -> dict[str, Any]:
        needs = "pages_read_engagement" if self._is_page() else "user_posts"
        path = f"/{self._access.page_id or 'me'}/posts"
        return self._ask("GET", path, needs, fields=fields, limit=str(_PAGE), **{**window, **place(at)})

    def _posts(self, at: str | None, **window: str) -> Page:
        told = self._list(POST_FIELDS, at, **window)
        items: list[Item] = []
        unread: list[Unread] = []
        for each in listed(told, self._graph.odd):
            try:
                item = post(each)
            except Unfit as problem:
                unread.append(Unread("posts", str(problem)))
                continue
            if item is not None:
                items.append(item)
        return Page(tuple(items), following(told, at, self._graph.odd), tuple(unread))

    def _walk(self) -> Walk:
        return Walk(
            posts=lambda at: self._list("id,comments.limit(0).summary(true)", at),
            comments_of=_comments_of,
            comments=self._comments,
            take=lambda told, path: comment(told, self._access.page_id, path.split("/")[1]),
            beneath=lambda _: (),
            odd=self._graph.odd,
        )

    def _comments(self, path: str, at: str | None) -> dict[str, Any]:
        # `stream` brings answers to comments as well.
        query = {"filter": "stream", "order": "reverse_chronological", "limit": "100", **place(at)}
        return self._ask("GET", path, "pages_read_user_content", fields=COMMENT_FIELDS, **query)

    def _beside(self, item: Item) -> Presence:
        """Whether a fresh list of what was posted around the same time holds it."""
        if item.created_at is None or item.created_at.tzinfo is None:
            return Presence.UNCLEAR
        first, last = item.created_at - _AROUND, item.created_at + _AROUND
        window = {"since": str(int(first.timestamp())), "until": str(int(last.timestamp()))}
        at: str | None = None
        for _ in range(_MOST_PAGES):
            page = self._posts(at, **window)
            if any(each.id == item.id for each in page.items):
                return Presence.THERE
            if page.unread or any(
                each.created_at and not first <= each.created_at <= last for each in page.items
            ):
                return Presence.UNCLEAR
            if page.cursor is None:
                return Presence.GONE
            at = page.cursor
        return Presence.UNCLEAR

    def _below(self, item: Item) -> Presence:
        """Whether a fresh list below what it answered holds it; unclear where that is gone itself."""
        if not item.parent_id or not ID.fullmatch(item.parent_id):
            return Presence.UNCLEAR
        at: str | None = None
        try:
            for _ in range(_MOST_PAGES):
                told = self._comments(f"/{item.parent_id}/comments", at)
                data = listed(told, self._graph.odd)
                if any(isinstance(each, dict) and each.get("id") == item.id for each in data):
                    return Presence.THERE
                at = following(told, at, self._graph.odd)
                if at is None:
                    return Presence.GONE
        except NoSuch:
            pass
        return Presence.UNCLEAR


class Facebook:
    """Facebook's way in."""

    guide = sign_in.GUIDE

    def with_token(self, asked: Asked, token: str, clock: Clock) -> Credentials:
        """Credentials of a token from the Graph API Explorer. Raises: SignInFailed."""
        return sign_in.with_token(asked, token)

    def with_password(self, asked: Asked, password: str, clock: Clock) -> Credentials:
        """Raises: NotOffered."""
        raise NotOffered("Facebook takes no password from programs.", "Sign in by the browser or by a token.")

    def with_browser(self, asked: Asked, loopback: Loopback, clock: Clock) -> Credentials:
        """Credentials from Facebook's own page. Raises: LiveError."""
        return sign_in.with_browser(asked, loopback, clock)

    def open(self, credentials: Credentials, keep: Keep, clock: Clock) -> Connection:
        """A connection. Raises: SignedOut where there is no token."""
        return FacebookConnection(credentials, keep, clock)

    def revoke(self, credentials: Credentials, clock: Clock) -> bool:
        """Take every right away from the app; False for a Page's own token. Raises: LiveError."""
        graph = sign_in.graph(credentials.server, clock)
        try:
            return facebook_login.taken_away(graph, credentials.secrets.get("access_token", ""))
        except NotAllowed:
            return False
        finally:
            graph.close()


CONNECTOR = Facebook()


def _comments_of(told: object) -> str | None:
    """Where a post's comments are listed; None where Facebook says that it has none."""
    id = told.get("id") if isinstance(told, dict) else None
    if not isinstance(told, dict) or not isinstance(id, str) or not POST_ID.fullmatch(id):
        return None
    counted = told.get("comments")
    summary = counted.get("summary") if isinstance(counted, dict) else None
    is_bare = isinstance(summary, dict) and summary.get("total_count") == 0
    return None if is_bare else f"/{id}/comments"
