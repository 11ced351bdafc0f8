"""One request to Threads' API, and what Graph's bad answers mean.

Knows no node. Sources: developers.facebook.com, "Handle Errors" of the Graph API and "Rate Limiting", 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import requests

from connectors.bearer import Bearer
from connectors.clock import Clock
from connectors.errors import LiveError, MissingScope, OddAnswer, RateLimited, SignedOut, Unreachable
from connectors.threads.sign_in import NAME, SERVER, hosts
from connectors.transport import json_of

AGAIN = "Sign in again with `audit-tui connect threads`"
_TOKEN = {102, 190, 463, 467}
_RIGHTS = {3, 10, *range(200, 300)}
_LIMITS = {4, 17, 32, 613}
_PASSING = {1, 2}
_NO_SUCH = {(100, 33), (24, 4279009), (803, 0)}
"""Code and subcode of what is not there, or not to be seen with these rights: Graph does not tell apart."""


class NoSuch(OddAnswer):
    """Graph knows no such object, or does not show it."""


class NotAllowed(OddAnswer):
    """Graph does not do this to this object."""


class Asking:
    """Requests of one signed-in account."""

    def __init__(self, server: str, clock: Clock) -> None:
        self._bearer = Bearer(NAME, clock, hosts(server), _reading)

    def ask(self, method: str, path: str, token: str, query: Mapping[str, str]) -> dict[str, Any]:
        """One request below `/v1.0`, and its answer.

        Raises: LiveError; NoSuch, NotAllowed.
        """
        response = self._bearer.ask(method, f"{SERVER}/v1.0{path}", token, query=query)
        told = json_of(response, NAME)
        if response.status_code != 200 or "error" in told:
            raise _meaning(told, response.status_code) or odd()
        return told

    def ready_at(self) -> datetime | None:
        """Until when Threads has asked to wait."""
        return self._bearer.ready_at()

    def close(self) -> None:
        """Let go of the network."""
        self._bearer.close()


def odd() -> OddAnswer:
    """An answer that Threads does not give."""
    return OddAnswer("Threads answered with something that it does not answer.", "Try again later.")


def _reading(response: requests.Response) -> LiveError | None:
    if response.status_code < 400:
        return None
    try:
        return _meaning(json_of(response, NAME), response.status_code)
    except OddAnswer:
        return None


def _meaning(told: Mapping[str, Any], status: int) -> LiveError | None:
    error = told.get("error")
    if not isinstance(error, dict) or type(code := error.get("code")) is not int:
        return None
    subcode = error.get("error_subcode", 0)
    if code in _TOKEN:
        return SignedOut("Threads no longer takes the token: it has expired or was revoked.", f"{AGAIN}.")
    if (code, subcode) in _NO_SUCH:
        return NoSuch("Threads has no such post, or does not show it.", "Try again later.")
    if code in _RIGHTS:
        return MissingScope("Threads does not allow this with the rights that were granted.", f"{AGAIN}.")
    if code in _LIMITS and status != 429:
        return RateLimited("Threads asks to wait: too many requests.", "Waiting is normal.")
    if code in _PASSING or error.get("is_transient") is True:
        return Unreachable("Threads has trouble of its own.", "Try again; nothing is lost.")
    return NotAllowed("Threads does not do this with this post.", "Do it by hand.") if code == 100 else None
