"""A connected X account: the newest 3,200 posts, looking at one, deleting posts and undoing reposts.

Knows nothing of the vault. Sources: X's OpenAPI document 2.167; docs.x.com, "Timelines", "Edit posts", "Rate
limits" and "Pricing", 2026. tweepy makes the requests, over a guarded session and without its models, which
stop at an id that is no number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

import requests
import tweepy

from connectors import capabilities
from connectors.clock import LONGEST, Clock
from connectors.credentials import Credentials
from connectors.errors import NotOffered, OddAnswer, SignedOut
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
from connectors.model import Account, Item, ItemKind, Profile
from connectors.storable import storable
from connectors.transport import json_of, session
from connectors.x import sign_in
from connectors.x.answers import Refused, odd, problems, reading
from connectors.x.outcomes import absent, done, refused
from connectors.x.posts import Author, unescaped
from connectors.x.sign_in import AGAIN, NAME
from connectors.x.timeline import EXPANSIONS, FIELDS, MEDIA_FIELDS, SOURCE, is_id, listed

REACH = 3200
"""How many posts X gives, the newest."""
PAGE = 100
_POST_LOW, _POST_HIGH, _USER = 0.001, 0.005, 0.010
"""US dollars a read, by docs.x.com, "Pricing", 2026-08; media count as posts."""
_DELETED = frozenset({ItemKind.POST, ItemKind.REPLY, ItemKind.REPOST})
_ME = ["description", "location", "public_metrics", "url"]
_EMPTY = 3
"""Pages in a row that bring nothing new, before the list is taken to be at its end."""
_MOST_PAGES = 640
"""REACH with the shortest pages that X allows."""
_LONGEST_TOKEN = 400

Call = Callable[[], requests.Response]


class XConnection:
    """One signed-in X account."""

    platform = "x"
    streams: tuple[Stream, ...] = (
        Stream(
            "posts",
            _DELETED,
            reaches_back=False,
            # Whether X lists what was posted to a community, nobody has written down.
            without=frozenset({"community_id", "visibility"}),
        ),
    )
    deletes = _DELETED
    note = (
        "X gives the newest 3,200 posts and reposts: older posts, communities' posts and articles come from "
        "the archive, and join by their ids."
    )

    def __init__(self, credentials: Credentials, keep: Keep, clock: Clock) -> None:
        if not credentials.secrets.get("access_token"):
            raise SignedOut("This account is not signed in.", f"{AGAIN}.")
        self._credentials = credentials
        self._keep = keep
        self._clock = clock
        self._author: Author | None = None
        self._ready: dict[tuple[Deed, str], datetime] = {}
        self._client = tweepy.Client(
            credentials.secrets["access_token"], return_type=requests.Response, wait_on_rate_limit=False
        )
        self._client.session, self._guard = session(NAME, clock, sign_in.hosts(credentials.server), reading)

    def check(self) -> Account:
        """Whose token it is.

        Raises: LiveError.
        """
        return self._account(self._me())

    def profile(self) -> Profile:
        """Name and bio; links in it as X shortens them, like in its archive.

        Raises: LiveError.
        """
        me = self._me()
        return Profile(
            display_name=unescaped(_text(me, "name")),
            bio=unescaped(_text(me, "description")),
            location=unescaped(_text(me, "location")),
            website=storable(_text(me, "url")),
            observed_at=self._clock.now(),
        )

    def pages(self, stream: Stream, cursor: str | None = None) -> Iterator[Page]:
        """Posts, replies and reposts, the newest first; an edited post with its earlier versions.

        Past its reach X answers with success and no posts.
        Raises: LiveError; OddAnswer where the cursor is no longer good.
        """
        author = self._author or self._whose()
        before: set[str] = set()
        idle = 0
        for _ in range(_MOST_PAGES):
            page = self._page(author, cursor)
            ids = {item.id for item in page.items}
            idle = 0 if ids - before or page.unread else idle + 1
            if idle >= _EMPTY or (page.cursor is not None and page.cursor == cursor):
                page = Page(page.items, None, page.unread, page.billed)
            yield page
            if page.cursor is None:
                return
            before, cursor = ids, page.cursor
        raise OddAnswer(
            "X's list of posts does not come to an end.", "Try again later; what was read is kept."
        )

    def estimate(self, known: int) -> Estimate:
        """What reading everything within reach costs; one request, for the number of posts.

        Raises: LiveError.
        """
        metrics = self._me().get("public_metrics")
        told: Mapping[str, Any] = metrics if isinstance(metrics, dict) else {}
        posts = _count(told.get("tweet_count", told.get("post_count")))
        prices = {"read_low": _POST_LOW, "read_high": _POST_HIGH}
        if posts is None:
            note = "X does not tell how many posts there are, and charges for each."
            return Estimate(None, None, note=note, **prices)
        items = min(posts, REACH)
        media = min(_count(told.get("media_count")) or 0, items * 4)
        return Estimate(
            items=items,
            requests=1 + -(-items // PAGE),
            cost_low=round(_USER + items * _POST_LOW, 3),
            cost_high=round(_USER + (items + media) * _POST_HIGH, 3),
            note="The lower price holds for your own posts if you own the app yourself, the higher one for "
            "everybody else, with each picture charged like a post.",
            **prices,
        )

    def exists(self, item: Item) -> Sight:
        """Look at one post. What X does not let anybody see is UNCLEAR, not gone.

        Raises: LiveError.
        """
        if not _has_id(item):
            return Sight(Presence.UNCLEAR)
        author = self._author or self._whose()
        try:
            told = self._look(item)
        except Refused as refusal:
            if any(one.is_of_post(item.id) for one in refusal.problems):
                return absent(refusal.problems, item)
            raise
        data, said = told.get("data"), problems(told)
        if isinstance(data, dict):
            seen = next((one for one in listed(told, author).items if one.id == item.id), None)
            is_it = (
                data.get("id") == item.id and data.get("author_id", author.account_id) == author.account_id
            )
            return Sight(Presence.THERE, seen) if is_it else Sight(Presence.UNCLEAR)
        if data is None and said:
            return absent(said, item)
        raise odd()

    def delete(self, item: Item) -> DeleteOutcome:
        """Ask for a post to be deleted, or for a repost to be undone.

        With one version of an edited post X deletes all of them.
        Raises: NotOffered where it has no number of X's; other LiveErrors.
        """
        if item.kind not in _DELETED or not _has_id(item):
            raise NotOffered("X lets no program delete this.", capabilities.of("x").by_hand_for(item))
        author = self._author or self._whose()
        try:
            if item.kind is not ItemKind.REPOST:
                return self._deleted(item.id)
            source = item.extra.get(SOURCE) or self._source(item, author)
            return self._deleted(item.id) if source is None else self._undone(author.account_id, source)
        except Refused as refusal:
            return refused(refusal, item)

    def ready_at(self, deed: Deed) -> datetime | None:
        """Until when X wants no request of this sort: it counts each of its endpoints apart."""
        now = self._clock.now()
        moments = [at for (what, _), at in self._ready.items() if what is deed and now < at <= now + LONGEST]
        return max(moments, default=None)

    def close(self) -> None:
        """Let go of the network."""
        self._client.session.close()

    def _me(self) -> dict[str, Any]:
        told = self._ask(Deed.READ, "me", lambda: self._client.get_me(user_auth=False, user_fields=_ME))
        me = told.get("data")
        if not isinstance(me, dict) or not is_id(me.get("id")) or not _text(me, "username"):
            raise odd()
        account = self._account(me)
        handle = account.handle.lstrip("@")
        self._author = Author(handle, account.remote_id or "", frozenset({handle.casefold()}))
        return me

    def _account(self, me: Mapping[str, Any]) -> Account:
        return Account("x", f"@{storable(_text(me, 'username'))}", remote_id=me["id"])

    def _whose(self) -> Author:
        self._me()
        if self._author is None:  # pragma: no cover - `_me` has just set it
            raise odd()
        return self._author

    def _page(self, author: Author, cursor: str | None) -> Page:
        asked = {} if cursor is None else {"pagination_token": _token(cursor)}
        told = self._ask(
            Deed.READ,
            "posts",
            lambda: self._client.get_users_tweets(
                author.account_id,
                user_auth=False,
                max_results=PAGE,
                tweet_fields=FIELDS,
                expansions=EXPANSIONS,
                media_fields=MEDIA_FIELDS,
                **asked,
            ),
        )
        data, meta = told.get("data"), told.get("meta")
        if not isinstance(meta, dict) or not isinstance(data, list | None):
            raise odd()
        found = listed(told, author)
        if found.items and not found.has_times:
            raise OddAnswer(
                "X leaves out what was asked for, so its posts would come without times and cut short.",
                "Look for a newer version of audit-tui; bring the archive in meanwhile.",
            )
        following = meta.get("next_token")
        return Page(found.items, None if following is None else _token(following), found.unread, found.billed)

    def _look(self, item: Item) -> dict[str, Any]:
        return self._ask(
            Deed.READ,
            "post",
            lambda: self._client.get_tweet(
                item.id,
                user_auth=False,
                tweet_fields=FIELDS,
                expansions=EXPANSIONS[:1],
                media_fields=MEDIA_FIELDS,
            ),
        )

    def _source(self, item: Item, author: Author) -> object:
        """The id of what a repost repeats; None where it is a post of her own that only begins with "RT @".

        The archive does not tell it. Raises: Refused where X does not show the repost; other LiveErrors.
        """
        told = self._look(item)
        seen = next((one for one in listed(told, author).items if one.id == item.id), None)
        if seen is None:
            raise Refused(200, problems(told))
        return seen.extra.get(SOURCE)

    def _deleted(self, id: str) -> DeleteOutcome:
        told = self._ask(Deed.DELETE, "post", lambda: self._client.delete_tweet(id, user_auth=False))
        return done(told, "deleted", True)

    def _undone(self, account_id: str, source: object) -> DeleteOutcome:
        if not is_id(source):
            raise NotOffered("X lets no program delete this.", capabilities.of("x").repost_by_hand)
        # tweepy's own `unretweet` asks for the account again, and keeps the token in a cache.
        route = f"/2/users/{account_id}/retweets/{source}"
        told = self._ask(Deed.DELETE, "repost", lambda: self._client.request("DELETE", route))
        return done(told, "retweeted", False)

    def _ask(self, deed: Deed, endpoint: str, call: Call) -> dict[str, Any]:
        if not sign_in.is_fresh(self._credentials, self._clock.now()):
            self._renew()
        self._guard.headers = {}
        try:
            response = call()
        finally:
            self._note_wait(deed, endpoint)
        return json_of(response, NAME)

    def _renew(self) -> None:
        self._credentials = sign_in.renewed(self._credentials, self._keep, self._clock)
        self._client.bearer_token = self._credentials.secrets["access_token"]

    def _note_wait(self, deed: Deed, endpoint: str) -> None:
        self._ready.pop((deed, endpoint), None)
        until = self._guard.wait_until()
        if until is not None and self._guard.headers.get("x-rate-limit-remaining", "").strip() == "0":
            self._ready[deed, endpoint] = until


class X:
    """X's way in."""

    guide = sign_in.GUIDE

    def with_token(self, asked: Asked, token: str, clock: Clock) -> Credentials:
        """Credentials of a user's token, or of X's answer as JSON. Raises: SignInFailed."""
        return sign_in.with_token(asked, token, clock)

    def with_password(self, asked: Asked, password: str, clock: Clock) -> Credentials:
        """Raises: NotOffered."""
        raise NotOffered(
            "X takes no password from programs.", "Sign in by the browser: `audit-tui connect x`."
        )

    def with_browser(self, asked: Asked, loopback: Loopback, clock: Clock) -> Credentials:
        """Credentials from X's own page. Raises: LiveError."""
        return sign_in.with_browser(asked, loopback, clock)

    def open(self, credentials: Credentials, keep: Keep, clock: Clock) -> Connection:
        """A connection. Raises: SignedOut where there is no token."""
        return XConnection(credentials, keep, clock)

    def revoke(self, credentials: Credentials, clock: Clock) -> bool:
        """Ask X to revoke the tokens. Raises: LiveError."""
        return sign_in.revoke(credentials, clock)


CONNECTOR = X()


def _has_id(item: Item) -> bool:
    return item.has_platform_id and is_id(item.id)


def _token(told: object) -> str:
    if not isinstance(told, str) or not told.isascii() or not told.isalnum() or len(told) > _LONGEST_TOKEN:
        raise OddAnswer("The place in X's list is not known any more.", "Read the account anew.")
    return told


def _count(told: object) -> int | None:
    return told if isinstance(told, int) and not isinstance(told, bool) and 0 <= told < 1 << 40 else None


def _text(told: Mapping[str, Any], name: str) -> str:
    found = told.get(name)
    return found if isinstance(found, str) else ""
