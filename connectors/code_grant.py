"""Signing in by the code that comes back through the browser (RFC 6749, 4.1), or by a token that was pasted.

Knows no platform. Nothing of what is exchanged stands in a message.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests

from connectors.clock import Clock
from connectors.errors import LiveError, SignInFailed
from connectors.live import Asked
from connectors.server import is_loopback
from connectors.transport import json_of, session

_TOKEN = re.compile(r"[!-~]{8,4096}", re.ASCII)
"""Letters that can stand in a header."""
_ANSWER = re.compile(r"[!-~]{1,4096}", re.ASCII)
_SEPARATORS = re.compile(r"[\s,]+")


def hosts(server: str, own: str, *beside: str) -> dict[str, str]:
    """Which server is meant by each of a platform's hosts.

    `own` and `beside`: the platform's addresses, such as `https://api.platform.example`. `server` stands for
    `own`; one on this machine, a test double, for all of them.
    """
    found = {address.removeprefix("https://"): site(server, address) for address in beside}
    return {own.removeprefix("https://"): server, **found}


def site(server: str, own: str) -> str:
    """Where a platform's pages stand: at its `own` address, or on a test double on this machine."""
    return server if is_loopback(urlsplit(server).hostname or "") else own


def page(address: str, **query: str) -> str:
    """The address of the platform's own page, which the owner opens."""
    return f"{address}?{urlencode(query)}"


def answer(asked: Asked, name: str, what: str) -> str:
    """What the owner typed in.

    Raises: SignInFailed where it is missing.
    """
    given = asked.answers.get(name, "").strip()
    if not _ANSWER.fullmatch(given):
        raise SignInFailed(
            f"The {what} is missing, or holds signs that it can't have.", "Copy it anew from the app's page."
        )
    return given


def pasted(token: str, name: str) -> str:
    """The token that the owner handed over, without what surrounds it.

    Raises: SignInFailed where it can't be one.
    """
    bare = token.strip()
    if not _TOKEN.fullmatch(bare):
        raise SignInFailed(
            f"That is no token of {name}'s.", "Copy the whole token, in one line and with nothing else."
        )
    return bare


def exchanged(
    name: str,
    clock: Clock,
    to: Mapping[str, str],
    address: str,
    form: Mapping[str, str],
    basic: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """The token with what came beside it, for a code or an older token; `to` as `hosts` gives it.

    `basic`: the app's id and secret, where the platform wants them in the header (RFC 6749, 2.3.1).

    Raises: SignInFailed where the platform does not take it; Unreachable, RateLimited, OddAnswer.
    """
    asking, _ = session(name, clock, to, partial(_reading, name))
    with asking:
        return _token_in(json_of(asking.post(address, data=dict(form), auth=basic), name), name)


def swapped(
    name: str, clock: Clock, to: Mapping[str, str], address: str, query: Mapping[str, str]
) -> dict[str, Any]:
    """The same for a token that is swapped for a longer-lived one, which Meta has as a GET.

    Raises: as `exchanged`.
    """
    asking, _ = session(name, clock, to, partial(_reading, name))
    with asking:
        return _token_in(json_of(asking.get(address, params=dict(query)), name), name)


def scopes(told: object) -> tuple[str, ...]:
    """The rights as a platform lists them, between commas or spaces; empty where it tells none."""
    return tuple(filter(None, _SEPARATORS.split(told))) if isinstance(told, str) else ()


def seconds(told: object) -> int | None:
    """How long something holds; None where that is not said, or no use."""
    if isinstance(told, bool) or not isinstance(told, int) or not 0 < told < 400_000_000:
        return None
    return told


def _token_in(told: dict[str, Any], name: str) -> dict[str, Any]:
    token = told.get("access_token")
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        raise _refused(name)
    return told


def _reading(name: str, response: requests.Response) -> LiveError | None:
    return _refused(name) if response.status_code in (400, 401, 403, 404) else None


def _refused(name: str) -> SignInFailed:
    return SignInFailed(
        f"{name} did not take the app's id, its secret or the redirect's address.",
        "Compare all three with the app's page, letter by letter, and try again; nothing was kept.",
    )
