"""Requests to one Mastodon server through Mastodon.py: the library asks, the answer is read as it came.

Its own reading of an answer is never used: it loses fields, one odd post may cost a whole page, and it takes
ten times as long as everything else. Knows nothing of items.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from mastodon import Mastodon

from connectors import transport
from connectors.clock import LONGEST, Clock
from connectors.errors import LiveError, OddAnswer, RateLimited, SignedOut
from connectors.live import Deed

NAME = "Your Mastodon server"
AGENT = "audit-tui"
AGAIN = "Sign in again with `audit-tui connect mastodon`"


class NoSuch(OddAnswer):
    """There is no such status, the server says in its own words (404 or 410)."""


class NotAllowed(OddAnswer):
    """The server does not do this with this status."""


def odd() -> OddAnswer:
    """An answer that no Mastodon server gives."""
    return OddAnswer(
        f"{NAME} answered with something that Mastodon does not answer.",
        "Check the server's address, try again later, or from another network.",
    )


def hosts(server: str) -> dict[str, str]:
    """The one host that is asked."""
    return {urlsplit(server).hostname or "": server}


class Asking:
    """One server, asked with one token. Its `repr` is Python's own, so that no token can stand in one."""

    def __init__(self, server: str, token: str | None, clock: Clock) -> None:
        self.server = server
        self.session, self._guard = transport.session(NAME, clock, hosts(server), _reading)
        self.session.headers["Accept"] = "application/json"
        self.session.hooks["response"].append(self._take)
        self._client = Mastodon(
            api_base_url=server,
            session=self.session,
            ratelimit_method="throw",
            version_check_mode="none",
            user_agent=AGENT,
        )
        # Handed over at construction, the library would look for a file of that name.
        self._client.access_token = token
        self._clock = clock
        self._answer: requests.Response | None = None
        self._until: dict[Deed, datetime] = {}

    def ask(self, call: Callable[[Mastodon], object], deed: Deed = Deed.READ) -> Any:
        """What the server answers to the one request that `call` makes, as JSON.

        Raises: LiveError; NoSuch, NotAllowed among them.
        """
        self._answer, trouble = None, None
        try:
            call(self._client)
        except LiveError as error:
            trouble = error
        except Exception as error:  # noqa: BLE001 - it wraps ours in its own, and finds nothing in what is empty
            trouble = _ours(error) or (None if self._answer is not None else odd())
        if isinstance(trouble, RateLimited) and trouble.until:
            self._until[deed] = trouble.until
        if trouble is not None:
            raise trouble from None
        self._note_limit(deed)
        return self._json()

    def ready_at(self, deed: Deed) -> datetime | None:
        """Before when the server wants no further request of this sort; None: now.

        All requests count against one limit, deletions against their own besides.
        """
        now = self._clock.now()
        asked = [self._until.get(each) for each in {deed, Deed.READ}]
        # A moment that far off belongs to a clock that has been set back since.
        return max((at for at in asked if at and now < at <= now + LONGEST), default=None)

    def close(self) -> None:
        """Let go of the network."""
        self.session.close()

    def _take(self, response: requests.Response, **_options: object) -> requests.Response:
        """Keep the answer, and hand the library an empty one to read."""
        self._answer = response
        blank = requests.Response()
        blank.status_code, blank._content = 200, b"{}"
        return blank

    def _note_limit(self, deed: Deed) -> None:
        if self._guard.headers.get("x-ratelimit-remaining", "").strip() == "0":
            until = self._guard.wait_until()
            if until:
                self._until[deed] = until

    def _json(self) -> Any:
        try:
            return self._answer.json() if self._answer is not None else None
        except (ValueError, RecursionError):
            pass
        raise odd()


def _ours(error: BaseException | None) -> LiveError | None:
    """The transport's error, out of what the library has wrapped around it."""
    for _ in range(10):
        if error is None or isinstance(error, LiveError):
            return error
        error = error.__cause__ or error.__context__
    return None


def _reading(response: requests.Response) -> LiveError | None:
    status, error = response.status_code, _error(response)
    if status == 403 and error.startswith("Your login"):
        return SignedOut(
            f"{NAME} does not let this account in: it is disabled, or waits for something.",
            "Log in on the server's own page: it says what. Then `audit-tui connect mastodon`.",
        )
    if status in (401, 422) and error.startswith("This method requires an authenticated user"):
        return SignedOut(f"{NAME} knows nobody by this token.", f"{AGAIN}.")
    if status == 422 or (status == 403 and error == "This action is not allowed"):
        return NotAllowed(f"{NAME} does not allow this for this post.", "Do it on the server's own page.")
    if status in (404, 410) and error:
        return NoSuch(f"{NAME} has no such post.", "Nothing has to be done.")
    return odd() if 400 <= status < 500 and status not in (401, 403, 429) else None


def _error(response: requests.Response) -> str:
    """What the server's own refusal says; empty where it is not Mastodon's, such as a web page."""
    if response.status_code < 400:
        return ""
    try:
        told = response.json()
    except (ValueError, RecursionError):
        return ""
    said = told.get("error") if isinstance(told, dict) else None
    return said if isinstance(said, str) else ""
