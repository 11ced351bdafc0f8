"""TikTok's Login Kit and Display API: the profile and the captions of public videos; nothing can be deleted.

Knows nothing of the vault. Sources: developers.tiktok.com, "Get User Info", "List Videos", "Query Videos" and
"Error Handling", 2026.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import requests

from connectors import capabilities
from connectors.bearer import Bearer
from connectors.clock import Clock
from connectors.credentials import Credentials
from connectors.errors import LiveError, MissingScope, NotOffered, OddAnswer, RateLimited, SignedOut
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
from connectors.model import Account, AccountRecord, Item, ItemKind, Profile, Unread
from connectors.part_reading import Unfit
from connectors.storable import storable
from connectors.tiktok import sign_in
from connectors.tiktok.items import account
from connectors.tiktok.sign_in import NAME, SERVER
from connectors.tiktok.videos import FIELDS, caption
from connectors.transport import json_of

_USER = "open_id,username,display_name,bio_description"
_PAGE = 20
"""The most that TikTok gives."""
_AGAIN = "Sign in again with `audit-tui connect tiktok`"


class TikTokConnection:
    """One signed-in TikTok account."""

    platform = "tiktok"
    # Videos that were made private are left out of the list, so what is missing from it may still stand.
    streams: tuple[Stream, ...] = (Stream("videos", frozenset({ItemKind.CAPTION}), is_whole=False),)
    deletes: frozenset[ItemKind] = frozenset()
    note = "TikTok tells public videos alone: comments, private videos and reposts come with its export."

    def __init__(self, credentials: Credentials, keep: Keep, clock: Clock) -> None:
        if not credentials.secrets.get("access_token"):
            raise SignedOut("This account is not signed in.", f"{_AGAIN}.")
        self._credentials = credentials
        self._keep = keep
        self._clock = clock
        self._bearer = Bearer(NAME, clock, sign_in.hosts(credentials.server), _reading)

    def check(self) -> Account:
        """Whose token it is. The id is TikTok's `open_id`: the same person has another one in another app.

        Raises: LiveError.
        """
        user = self._user()
        id = user.get("open_id")
        if not isinstance(id, str) or not id:
            raise _odd()
        told = _account(user).account
        if not told.handle:
            raise MissingScope(
                "TikTok does not tell this app the account's name.",
                f"{_AGAIN}, with the scope user.info.profile.",
            )
        return replace(told, remote_id=storable(id))

    def profile(self) -> Profile:
        """Display name and bio.

        Raises: LiveError.
        """
        told = _account(self._user()).profile or Profile()
        return replace(told, observed_at=self._clock.now())

    def pages(self, stream: Stream, cursor: str | None = None) -> Iterator[Page]:
        """Captions of public videos, the newest first. Raises: LiveError."""
        while True:
            page = self._page(_moment(cursor))
            yield page
            if page.cursor is None:
                return
            cursor = page.cursor

    def estimate(self, known: int) -> Estimate:
        """Nobody knows how many there are; it costs nothing."""
        return Estimate(None, None)

    def exists(self, item: Item) -> Sight:
        """Whether it stands; where TikTok does not show it, it was deleted or is no longer public: UNCLEAR.

        Raises: LiveError.
        """
        if not item.has_platform_id or not item.id.isdigit():
            return Sight(Presence.UNCLEAR)
        told = self._ask(
            "POST", "/v2/video/query/", {"fields": FIELDS}, {"filters": {"video_ids": [item.id]}}
        )
        for video in _videos(told):
            try:
                seen = caption(video)
            except Unfit:
                continue
            if seen.id == item.id:
                return Sight(Presence.THERE, seen)
        return Sight(Presence.UNCLEAR)

    def delete(self, item: Item) -> DeleteOutcome:
        """Raises: NotOffered, always."""
        raise NotOffered("TikTok lets no program delete.", capabilities.of("tiktok").by_hand_for(item))

    def ready_at(self, deed: Deed) -> datetime | None:
        """Until when TikTok has asked to wait."""
        return self._bearer.ready_at()

    def close(self) -> None:
        """Let go of the network."""
        self._bearer.close()

    def _user(self) -> Mapping[str, Any]:
        user = self._ask("GET", "/v2/user/info/", {"fields": _USER}).get("user")
        if not isinstance(user, dict):
            raise _odd()
        return user

    def _page(self, before: int | None) -> Page:
        body = {"max_count": _PAGE} | ({"cursor": before} if before is not None else {})
        told = self._ask("POST", "/v2/video/list/", {"fields": FIELDS}, body)
        items, unread = [], []
        for video in _videos(told):
            try:
                items.append(caption(video))
            except Unfit as problem:
                unread.append(Unread("videos", str(problem)))
        following = told.get("cursor")
        if told.get("has_more") is not True:
            return Page(tuple(items), None, tuple(unread))
        # One that does not go back in time would be walked for ever.
        if type(following) is not int or not 0 < following < (before or 1 << 62):
            raise _odd()
        return Page(tuple(items), str(following), tuple(unread))

    def _ask(
        self, method: str, path: str, query: Mapping[str, str], body: Mapping[str, Any] | None = None
    ) -> Mapping[str, Any]:
        self._credentials = sign_in.renewed(self._credentials, self._keep, self._clock)
        token = self._credentials.secrets["access_token"]
        response = self._bearer.ask(method, f"{SERVER}{path}", token, query=query, body=body)
        told = json_of(response, NAME)
        if response.status_code != 200 or _code(told) != "ok" or not isinstance(told.get("data"), dict):
            raise _odd()
        data: Mapping[str, Any] = told["data"]
        return data


class TikTok:
    """TikTok's way in."""

    guide = sign_in.GUIDE

    def with_token(self, asked: Asked, token: str, clock: Clock) -> Credentials:
        """Credentials of a token alone. Raises: SignInFailed."""
        return sign_in.with_token(asked, token)

    def with_password(self, asked: Asked, password: str, clock: Clock) -> Credentials:
        """Raises: NotOffered."""
        raise NotOffered("TikTok takes no password from programs.", "Sign in by the browser.")

    def with_browser(self, asked: Asked, loopback: Loopback, clock: Clock) -> Credentials:
        """Credentials from TikTok's own page. Raises: LiveError."""
        return sign_in.with_browser(asked, loopback, clock)

    def open(self, credentials: Credentials, keep: Keep, clock: Clock) -> Connection:
        """A connection. Raises: SignedOut where there is no token."""
        return TikTokConnection(credentials, keep, clock)

    def revoke(self, credentials: Credentials, clock: Clock) -> bool:
        """Ask TikTok to revoke the token. Raises: LiveError."""
        return sign_in.revoke(credentials, clock)


CONNECTOR = TikTok()


def _reading(response: requests.Response) -> LiveError | None:
    """TikTok says with one status, 401, both that a token is no good and that a right is missing."""
    if response.status_code < 400:
        return None
    try:
        code = _code(json_of(response, NAME))
    except OddAnswer:
        return None
    if code.startswith("scope_"):
        return MissingScope("TikTok does not allow this with the rights that were granted.", f"{_AGAIN}.")
    if code == "access_token_invalid":
        return SignedOut("TikTok no longer takes the token: it has expired or was revoked.", f"{_AGAIN}.")
    if code == "rate_limit_exceeded" and response.status_code != 429:
        return RateLimited("TikTok asks to wait: too many requests.", "Waiting is normal.")
    return None


def _code(told: Mapping[str, Any]) -> str:
    error = told.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str) else ""


def _videos(told: Mapping[str, Any]) -> list[object]:
    videos = told.get("videos", [])
    # Go's servers write an empty list as null.
    if videos is None:
        return []
    if not isinstance(videos, list):
        raise _odd()
    return videos


def _account(user: Mapping[str, Any]) -> AccountRecord:
    """As the export's reader makes it of the export's profile."""
    names = {"username": "username", "display_name": "displayname", "bio_description": "biodescription"}
    return account({folded: user.get(name) for name, folded in names.items()})


def _moment(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise OddAnswer("The place in TikTok's list is not known any more.", "Read the account anew.")
    return int(cursor)


def _odd() -> OddAnswer:
    return OddAnswer("TikTok answered with something that it does not answer.", "Try again later.")
