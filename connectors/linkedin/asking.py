"""One request to LinkedIn's interface, with the headers that it wants, and what its bad answers mean.

Knows no resource. Sources: learn.microsoft.com/linkedin, "Error Handling", "Versioning" and "Protocol
Versions", 2026.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import datetime

import requests

from connectors.bearer import Bearer
from connectors.clock import Clock
from connectors.credentials import Credentials
from connectors.errors import LiveError, MissingScope, OddAnswer, SignedOut
from connectors.linkedin.sign_in import NAME, SERVER, hosts
from connectors.transport import json_of

VERSION = "202607"
"""Of LinkedIn's interface; each is retired after a year or so. AUDIT_TUI_LINKEDIN_VERSION names another."""
SNAPSHOT_VERSION = "202312"
"""Member Data Portability keeps to this one (learn.microsoft.com, "Member Snapshot API")."""
_SETTING = "AUDIT_TUI_LINKEDIN_VERSION"
_NOT_ENOUGH = 100
"""LinkedIn's `serviceErrorCode` for a right that the token lacks."""
AGAIN = "Sign in again with `audit-tui connect linkedin`"


class NotThisOne(MissingScope):
    """LinkedIn does not allow it for this post; the rights as such are there, or it does not say."""


class Asking:
    """Requests of one signed-in member."""

    def __init__(self, credentials: Credentials, clock: Clock) -> None:
        token = credentials.secrets.get("access_token", "")
        if not token:
            raise SignedOut("This account is not signed in.", f"{AGAIN}.")
        self._token = token
        self._bearer = Bearer(NAME, clock, hosts(credentials.server), _reading)

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        version: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """One request; `path` below the server, encoded.

        Raises: LiveError; NotThisOne for a 403 that does not say that a right is missing.
        """
        sent = {"X-Restli-Protocol-Version": "2.0.0", **(headers or {})}
        if path.startswith("/rest/"):
            sent["LinkedIn-Version"] = version or chosen_version()
        return self._bearer.ask(method, f"{SERVER}{path}", self._token, query=query, headers=sent)

    def ready_at(self) -> datetime | None:
        """Until when LinkedIn has asked to wait."""
        return self._bearer.ready_at()

    def close(self) -> None:
        """Let go of the network."""
        self._bearer.close()


def chosen_version() -> str:
    """The version of LinkedIn's interface that is spoken: the owner's setting, or VERSION."""
    given = os.environ.get(_SETTING, "").strip()
    return given if re.fullmatch(r"20\d{4}", given, re.ASCII) else VERSION


def odd() -> OddAnswer:
    """An answer that LinkedIn does not give."""
    return OddAnswer("LinkedIn answered with something that it does not answer.", "Try again later.")


def _reading(response: requests.Response) -> LiveError | None:
    if response.status_code == 426:
        return OddAnswer(
            "LinkedIn has retired the version of its interface that this release speaks.",
            f"Update audit-tui, or set {_SETTING} to a newer version, such as {VERSION[:4]}12.",
        )
    if response.status_code != 403:
        return None
    try:
        told = json_of(response, NAME)
    except OddAnswer:
        told = {}
    message = told.get("message")
    lacks_right = told.get("serviceErrorCode") == _NOT_ENOUGH or (
        isinstance(message, str) and message.startswith("Not enough permissions")
    )
    error = MissingScope if lacks_right else NotThisOne
    return error("LinkedIn does not allow this with the rights that were granted.", f"{AGAIN}.")
