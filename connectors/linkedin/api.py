"""LinkedIn's interface: who the member is, and deleting posts by the urn that the export names.

In the EEA and Switzerland it also hands over the export's tables. Knows nothing of the vault. Sources:
learn.microsoft.com/linkedin, "Sign In with LinkedIn using OpenID Connect", "Posts API", "Member Snapshot API"
and "Member Authorization Management API", 2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

import requests

from connectors import capabilities
from connectors.clock import Clock
from connectors.credentials import Credentials
from connectors.errors import MissingScope, NotOffered, OddAnswer
from connectors.linkedin import sign_in, snapshot
from connectors.linkedin.asking import SNAPSHOT_VERSION, Asking, NotThisOne, odd
from connectors.linkedin.reading import Reading
from connectors.linkedin.sign_in import NAME, PORTABILITY_BEGINS, READ, WRITE
from connectors.live import (
    Asked,
    Connection,
    Deed,
    DeleteAnswer,
    DeleteOutcome,
    Estimate,
    Keep,
    Loopback,
    Page,
    Presence,
    Sight,
    Stream,
)
from connectors.model import Account, AccountRecord, Item, ItemKind, Profile
from connectors.part_reading import Unfit
from connectors.storable import storable
from connectors.transport import json_of

_URN = re.compile(r"urn:li:(?:share|ugcPost):\d{1,25}", re.ASCII)
_PERSON = re.compile(r"urn:li:person:([\w-]{1,80})", re.ASCII)
_READS_NOTHING = (
    "LinkedIn lets programs read no posts: bring them in with its export, and import a new one to prove that "
    "a deleted post is gone."
)
_READS_TABLES = (
    "LinkedIn hands over posts and comments, prepared within a day: reposts with one click, articles, "
    "captions and recommendations come with its export."
)


class LinkedInConnection:
    """One signed-in member of LinkedIn."""

    platform = "linkedin"
    deletes = frozenset({ItemKind.POST})

    def __init__(self, credentials: Credentials, clock: Clock) -> None:
        self._asking = Asking(credentials, clock)
        self._credentials = credentials
        self._clock = clock
        self._scopes = frozenset(credentials.scopes)
        self._is_portable = any(scope.startswith(PORTABILITY_BEGINS) for scope in self._scopes)
        self._reading = Reading()
        self.streams: tuple[Stream, ...] = snapshot.STREAMS if self._is_portable else ()
        self.note = _READS_TABLES if self._is_portable else _READS_NOTHING

    def check(self) -> Account:
        """Whose token it is. The id is the member's in this app alone, so the export does not know it; the
        handle is her name, as the export has it.

        Raises: LiveError.
        """
        if self._has_openid:
            told = self._userinfo()
            return _account(told.get("sub"), _name(told))
        return _account(self._person(), self._table().account.handle)

    def profile(self) -> Profile:
        """The name; headline and summary only by Member Data Portability.

        Raises: LiveError.
        """
        if not self._is_portable:
            name = _name(self._userinfo())
            return Profile(name, observed_at=self._clock.now(), is_name_only=True)
        return replace(self._table().profile or Profile(), observed_at=self._clock.now())

    def pages(self, stream: Stream, cursor: str | None = None) -> Iterator[Page]:
        """Posts or comments, where Member Data Portability was granted. Raises: LiveError."""
        domain, kind = snapshot.DOMAINS[stream.name]
        start = _start(cursor)
        self._reading.begin()
        while True:
            response = self._snapshot(domain, start)
            try:
                if response.status_code == 404:
                    page = snapshot.missing(start)
                else:
                    page = snapshot.page(_json(response), kind, self._reading, start)
            except Unfit:
                raise odd() from None
            yield page
            if page.cursor is None:
                return
            start = int(page.cursor)

    def estimate(self, known: int) -> Estimate:
        """Nobody knows how many there are; it costs nothing."""
        return Estimate(None, None)

    def exists(self, item: Item) -> Sight:
        """UNCLEAR, but for the few whose app was granted the right to read posts.

        Raises: LiveError.
        """
        if not _URN.fullmatch(item.id) or (self._scopes and READ not in self._scopes):
            return Sight(Presence.UNCLEAR)
        try:
            response = self._asking.ask("GET", _post(item))
        except MissingScope:
            return Sight(Presence.UNCLEAR)
        if response.status_code == 404:
            # Without the right to read, nobody says that it would not be called missing as well.
            is_known = READ in self._scopes and not _is_no_resource(response)
            return Sight(Presence.GONE if is_known else Presence.UNCLEAR)
        # What it tells of the post is written otherwise than in the export, so it is not handed on.
        if response.status_code == 200 and _json(response).get("id") == item.id:
            return Sight(Presence.THERE)
        raise odd()

    def delete(self, item: Item) -> DeleteOutcome:
        """Ask for one post to be deleted. LinkedIn answers the same where it was gone before.

        Raises: NotOffered for what is no post with a urn; MissingScope; other LiveErrors.
        """
        if item.kind not in self.deletes or not _URN.fullmatch(item.id):
            raise NotOffered(
                "LinkedIn lets programs delete posts alone, by a number that not every one has.",
                capabilities.of("linkedin").by_hand_for(item),
            )
        if not self._credentials.may_delete or (self._scopes and WRITE not in self._scopes):
            raise MissingScope(
                "This sign-in may not delete.", "Run `audit-tui connect linkedin --may-delete`."
            )
        try:
            response = self._asking.ask("DELETE", _post(item), headers={"X-RestLi-Method": "DELETE"})
        except NotThisOne:
            if WRITE not in self._scopes:
                raise
            return DeleteOutcome(
                DeleteAnswer.REFUSED, "LinkedIn does not let this post be deleted by a program."
            )
        if response.status_code in (200, 204):
            return DeleteOutcome(DeleteAnswer.ACCEPTED)
        if response.status_code in (404, 410):
            return DeleteOutcome(DeleteAnswer.ABSENT)
        if response.status_code in (400, 422):
            return DeleteOutcome(DeleteAnswer.REFUSED, "LinkedIn does not know this post's number.")
        raise odd()

    def ready_at(self, deed: Deed) -> datetime | None:
        """Until when LinkedIn has asked to wait."""
        return self._asking.ready_at()

    def close(self) -> None:
        """Let go of the network."""
        self._asking.close()

    @property
    def _has_openid(self) -> bool:
        return "openid" in self._scopes or not self._is_portable

    def _userinfo(self) -> Mapping[str, Any]:
        return _json(self._asking.ask("GET", "/v2/userinfo"))

    def _snapshot(self, domain: str, start: int) -> requests.Response:
        query = snapshot.query(domain, start)
        return self._asking.ask("GET", "/rest/memberSnapshotData", query=query, version=SNAPSHOT_VERSION)

    def _table(self) -> AccountRecord:
        response = self._snapshot(snapshot.PROFILE, 0)
        if response.status_code == 404:
            raise OddAnswer(
                "LinkedIn has not prepared your data yet.", "It takes up to a day after the token was made."
            )
        try:
            return snapshot.profile(_json(response))
        except Unfit:
            raise odd() from None

    def _person(self) -> object:
        query = {"q": "memberAndApplication"}
        response = self._asking.ask(
            "GET", "/rest/memberAuthorizations", query=query, version=SNAPSHOT_VERSION
        )
        elements = _json(response).get("elements")
        first = elements[0] if isinstance(elements, list) and elements else None
        key = first.get("memberComplianceAuthorizationKey") if isinstance(first, dict) else None
        member = key.get("member") if isinstance(key, dict) else None
        found = _PERSON.fullmatch(member) if isinstance(member, str) else None
        return found[1] if found else None


class LinkedIn:
    """LinkedIn's way in."""

    guide = sign_in.GUIDE

    def with_token(self, asked: Asked, token: str, clock: Clock) -> Credentials:
        """Credentials of a token from LinkedIn's portal. Raises: SignInFailed."""
        return sign_in.with_token(asked, token)

    def with_password(self, asked: Asked, password: str, clock: Clock) -> Credentials:
        """Raises: NotOffered."""
        raise NotOffered("LinkedIn takes no password from programs.", "Sign in by the browser or by a token.")

    def with_browser(self, asked: Asked, loopback: Loopback, clock: Clock) -> Credentials:
        """Credentials from LinkedIn's own page. Raises: LiveError."""
        return sign_in.with_browser(asked, loopback, clock)

    def open(self, credentials: Credentials, keep: Keep, clock: Clock) -> Connection:
        """A connection. Raises: SignedOut where there is no token."""
        return LinkedInConnection(credentials, clock)

    def revoke(self, credentials: Credentials, clock: Clock) -> bool:
        """False: LinkedIn documents no way; the owner takes the app's right away in her settings."""
        return False


CONNECTOR = LinkedIn()


def _post(item: Item) -> str:
    return f"/rest/posts/{quote(item.id, safe='')}"


def _json(response: requests.Response) -> dict[str, Any]:
    if response.status_code != 200:
        raise odd()
    return json_of(response, NAME)


def _is_no_resource(response: requests.Response) -> bool:
    """Whether it is the interface that LinkedIn does not know, not the post."""
    message = json_of(response, NAME).get("message")
    return not isinstance(message, str) or "virtual resource" in message


def _name(told: Mapping[str, Any]) -> str:
    """First and last name, as the export's `Profile.csv` has them; the whole name where they are not told."""
    parts = [told.get("given_name"), told.get("family_name")]
    names = [part.strip() for part in parts if isinstance(part, str) and part.strip()]
    whole = told.get("name")
    if len(names) < 2 and isinstance(whole, str) and whole.strip():
        return storable(whole.strip())
    return storable(" ".join(names))


def _account(id: object, name: str) -> Account:
    if not isinstance(id, str) or not id or not name:
        raise odd()
    return Account("linkedin", name, remote_id=storable(id))


def _start(cursor: str | None) -> int:
    if cursor is None:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 8):
        raise OddAnswer("The place in LinkedIn's list is not known any more.", "Read the account anew.")
    return int(cursor)
