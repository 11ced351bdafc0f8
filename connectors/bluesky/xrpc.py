"""Asks a Bluesky server (a PDS) over `atproto`'s client: one session, kept fresh, and our errors only.

Answers are taken as JSON, not as the client's models: those refuse a whole page for one odd record, and lose
what our reader of exports looks at. Knows nothing of posts. Importing it takes a second. Source: atproto.com,
"HTTP Reference" and the lexicons `com.atproto.server` and `com.atproto.repo`; `@atproto/pds` 0.4.217.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
import requests
from atproto import Client, Request, Session
from atproto.exceptions import AtProtocolError

from connectors import transport
from connectors.bluesky.addresses import is_did
from connectors.clock import Clock
from connectors.errors import LiveError, OddAnswer, SignedOut, SignInFailed, WrongAccount
from connectors.httpx_guard import Guarded
from connectors.live import Deed

NAME = "Bluesky"
AGAIN = "Sign in again with `audit-tui connect bluesky`."
_JSON = "application/json"
_ERROR_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]{0,60}")
_CLOSED = frozenset(
    {"AccountDeactivated", "AccountSuspended", "RepoDeactivated", "RepoSuspended", "RepoTakendown"}
)
_MOST_OF_ERROR = 100_000
"""Bytes of an error's answer that are looked into."""


class Refused(OddAnswer):
    """The server declines this one request, and says why by a name of its own."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Bluesky does not accept the request ({name}).", "Try again later; nothing was changed by it."
        )
        self.name = name


class NotServed(OddAnswer):
    """The server has no such method."""

    def __init__(self) -> None:
        super().__init__(
            "This server does not know the request.", "Check that it is a PDS of Bluesky's kind."
        )


class _Stale(SignedOut):
    """The token has come to its end; another may be had."""

    def __init__(self) -> None:
        super().__init__(
            "Bluesky no longer takes the session: it has expired, or the app password was revoked.", AGAIN
        )


class _Barred(SignedOut):
    """The account was taken down by the platform."""

    def __init__(self) -> None:
        super().__init__(
            "Bluesky has taken this account down, and lets no program in.",
            "Sign in at bsky.app to see why; nothing was changed here.",
        )


class Xrpc:
    """A server, and perhaps a session on it."""

    def __init__(
        self,
        server: str,
        clock: Clock,
        session: Session | None = None,
        renewed: Callable[[Session], None] = lambda _: None,
    ) -> None:
        """`server`: as `connectors.server.checked` gives it. `renewed` is told of every new session.

        Raises: UnsafeServer.
        """
        self._http, self._guard = transport.session(
            NAME, clock, {urlsplit(server).hostname or "": server}, reading
        )
        # The guard alone decides on time and on redirects.
        self._client = Client(
            server, request=Request(transport=Guarded(self._http), timeout=None, trust_env=False)
        )
        self._server = server
        self._renewed = renewed
        self._ready: dict[Deed, datetime | None] = {}
        self.session: Session | None = None
        if session is not None:
            self._use(session)

    def query(self, method: str, **parameters: object) -> dict[str, Any]:
        """The JSON object that a method which only reads answers.

        Raises: LiveError; Refused where it declines by name, NotServed where it has no such method.
        """
        return _object(self._signed(lambda: self._get(method, parameters), Deed.READ))

    def query_bytes(self, method: str, **parameters: object) -> bytes:
        """The same for a method that answers with something else than JSON.

        Raises: as `query`.
        """
        told = self._signed(lambda: self._get(method, parameters), Deed.READ)
        return told if isinstance(told, bytes) else b""

    def procedure(self, method: str, deed: Deed, **body: object) -> dict[str, Any]:
        """The JSON object that a method which changes something answers.

        Raises: as `query`.
        """
        return _object(self._signed(lambda: self._post(method, body), deed))

    def create_session(self, identifier: str, password: str) -> dict[str, Any]:
        """What the server answers to a handle and a password.

        Raises: SignInFailed where it does not take them; other LiveErrors.
        """
        given: dict[str, object] = {"identifier": identifier, "password": password}
        try:
            return _object(self._asked(lambda: self._post("com.atproto.server.createSession", given)))
        except _Barred:
            raise
        except SignedOut:
            pass
        raise SignInFailed(
            "Bluesky does not take this handle with this app password.",
            "Check both, or create another app password at Settings → Privacy and security → App passwords.",
        )

    def refresh(self) -> Session:
        """A new session in place of the old one, which soon becomes worthless; tells whose it is just now.

        Raises: SignedOut where the app password was revoked or too much time has passed; other LiveErrors.
        """
        old = self._held()
        told = _object(self._with_refresh_token("com.atproto.server.refreshSession"))
        new = session_of(told, self._server)
        if new.did != old.did:
            raise WrongAccount("Bluesky has answered with another account's session.", AGAIN)
        # Told before it is used: the old one is worthless soon.
        self._renewed(new)
        self._use(new)
        if told.get("active") is False:
            raise _closed()
        return new

    def end_session(self) -> None:
        """Make the session worthless on the server.

        Raises: LiveError.
        """
        self._with_refresh_token("com.atproto.server.deleteSession")

    def ready_at(self, deed: Deed) -> datetime | None:
        """Before when the server wants no further request of this sort."""
        return self._ready.get(deed)

    def close(self) -> None:
        """Let go of the network."""
        self._client.request.close()

    def _use(self, session: Session) -> None:
        self.session = session
        self._client.login(session_string=session.encode(), fetch_bsky_profile=False)

    def _held(self) -> Session:
        if self.session is None:
            raise SignedOut("This account is not signed in.", AGAIN)
        return self.session

    def _signed(self, call: Callable[[], object], deed: Deed) -> object:
        """What the call answers; where the token's time is up, with a new one: nothing was done with the old.

        Told by the server, not by a clock, which may be wrong here.
        """
        self._held()
        try:
            try:
                return self._asked(call)
            except _Stale:
                pass
            self.refresh()
            return self._asked(call)
        finally:
            self._note(deed)

    def _note(self, deed: Deed) -> None:
        is_spent = self._guard.headers.get("ratelimit-remaining", "").strip() == "0"
        self._ready[deed] = self._guard.wait_until() if is_spent else None

    def _get(self, method: str, parameters: Mapping[str, object]) -> object:
        given = {name: value for name, value in parameters.items() if value is not None}
        return self._client.request.get(self._address(method), params=given).content

    def _post(self, method: str, body: Mapping[str, object], token: str = "") -> object:
        headers = {"Content-Type": _JSON} if body else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        content = json.dumps(body).encode() if body else b""
        return self._client.request.post(self._address(method), headers=headers, content=content).content

    def _address(self, method: str) -> str:
        return f"{self._server}/xrpc/{method}"

    def _with_refresh_token(self, method: str) -> object:
        old = self._held()
        try:
            return self._asked(lambda: self._post(method, {}, old.refresh_jwt))
        except _Stale as stale:
            told = SignedOut(stale.what, stale.todo)
        raise told

    def _asked(self, call: Callable[[], object]) -> object:
        try:
            return call()
        except (AtProtocolError, httpx.HTTPError, httpx.InvalidURL, ValueError, TypeError):
            # Its text may hold the request with the token in it.
            odd = _odd()
        raise odd


def reading(response: requests.Response) -> LiveError | None:
    """What an answer of 400 and above means, by the error's name in it; None: the status tells."""
    if not 400 <= response.status_code < 500 or response.status_code == 429:
        return NotServed() if response.status_code == 501 else None
    name = _error_name(response.content)
    if name in {"ExpiredToken", "InvalidToken"}:
        return _Stale()
    if name == "AuthFactorTokenRequired":
        return SignInFailed(
            "That is the account's own password, and this account asks for a code with it.",
            "Use an app password instead: Settings → Privacy and security → App passwords.",
        )
    if name in {"AccountTakedown", "AccountSuspended"}:
        return _Barred()
    if name in _CLOSED:
        return _closed()
    if response.status_code in {401, 403}:
        return None
    if response.status_code == 404 or name in {"MethodNotImplemented", "XRPCNotSupported"}:
        return NotServed()
    return Refused(name) if name else _odd()


def session_of(told: Mapping[str, Any], home: str) -> Session:
    """The session that the server has told, whose requests go to `home`.

    Raises: OddAnswer.
    """
    names = ("handle", "did", "accessJwt", "refreshJwt")
    values = [told.get(name) for name in names]
    if not all(isinstance(value, str) and is_plain(value) for value in values) or not is_did(told["did"]):
        raise _odd()
    return Session(*values, home)


def is_plain(text: str) -> bool:
    """Whether it can stand in a session string and in a header."""
    return bool(text) and ":::" not in text and text.isascii() and text.isprintable() and " " not in text


def _error_name(body: bytes) -> str:
    told: object = None
    with suppress(ValueError, RecursionError):
        told = json.loads(body[:_MOST_OF_ERROR])
    name = told.get("error") if isinstance(told, dict) else None
    return name if isinstance(name, str) and _ERROR_NAME.fullmatch(name) else ""


def _object(told: object) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise _odd()
    return told


def _closed() -> OddAnswer:
    return OddAnswer(
        "Bluesky says that the account is deactivated or suspended.",
        "Look at it in the Bluesky app; nothing was changed here.",
    )


def _odd() -> OddAnswer:
    return OddAnswer(
        "Bluesky answered with something that it does not answer.",
        "Try again later, or from another network: a sign-in page of the network may stand in between.",
    )
