"""Requests to Meta's Graph API: what its bad answers mean, how much is used of its limit, where lists go on.

Knows no node and no account. Sources: developers.facebook.com, "Handle Errors", "Rate Limits" and "Paginated
Results" of the Graph API, 2026; what the codes of throttling are could not be tried.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import requests

from connectors.clock import LONGEST, Clock
from connectors.errors import LiveError, MissingScope, OddAnswer, RateLimited, SignedOut, Unreachable
from connectors.live import DeleteAnswer, DeleteOutcome
from connectors.transport import json_of, session

VERSION = "v25.0"
"""Of the API, for every request; it ends on 2028-07-29, and an ended one is replaced by a newer unasked."""
_TOKEN = {102, 190}
_EXPIRED = {463}
_WITHDRAWN = {458, 459, 460, 464, 467}
"""Subcodes: the app was taken off, the account was locked, the password was changed, the token is void."""
_RIGHTS = {3, 10, *range(200, 300)}
_LIMITS = {4, 17, 32, 613, *range(80000, 80015)}
_PASSING = {1, 2}
_NO_SUCH = {(100, 33), (803, 0), (24, 0), (24, 4279009)}
_FATAL = 2207085
"""Subcode that Instagram has answered to deletions of media."""
_ENOUGH = 80
"""Per cent of the limit; what is left is for the owner herself."""
_FULL = 100
_PAUSE = timedelta(minutes=15)
_WINDOW = timedelta(hours=1)
_PLACES = ("after", "until", "since", "__paging_token", "offset")
_LONGEST_PLACE = 4000

Send = Callable[[requests.Session, str, str, str, Mapping[str, str]], object]
"""Session, method, path below the version, token, query; returns the answer's JSON."""


class NoSuch(OddAnswer):
    """Graph knows no such object, or does not show it with these rights; it does not tell apart."""


class NotAllowed(OddAnswer):
    """Graph does not do this to this object, or does not know the field."""


class Graph:
    """Requests of one signed-in account. Its `repr` is Python's own: no token stands in one."""

    def __init__(self, name: str, platform: str, hosts: Mapping[str, str], clock: Clock, send: Send) -> None:
        """`hosts`: each host that `send` asks, and the server that is meant by it."""
        self._name = name
        self._again = f"Sign in again with `audit-tui connect {platform}`."
        self._session, self._guard = session(name, clock, hosts, self._reading)
        self._clock = clock
        self._send = send
        self._until: datetime | None = None

    def ask(self, method: str, path: str, token: str, needs: str = "", **query: str) -> dict[str, Any]:
        """One request below the version, and its answer. `needs`: the right that it takes, to be named.

        Raises: LiveError; NoSuch, NotAllowed.
        """
        try:
            told = self._send(self._session, method, path, token, query)
        except MissingScope:
            raise self.lacking(needs) from None
        except RateLimited as error:
            self._until = error.until
            raise
        if not isinstance(told, dict):
            raise self.odd()
        return told

    def ready_at(self) -> datetime | None:
        """Before when no further request should go out: Graph asked to wait, or most of the limit is used."""
        now = self._clock.now()
        # A moment that far off belongs to a clock that has been set back since.
        if self._until is None or not now < self._until <= now + LONGEST:
            return None
        return self._until

    def close(self) -> None:
        """Let go of the network."""
        self._session.close()

    def lacking(self, right: str) -> MissingScope:
        """What is not allowed for want of the right of this name; empty where nobody knows of which."""
        which = f"the right {right} is missing" if right else "a right is missing"
        return MissingScope(f"{self._name} does not allow this: {which}.", self._again)

    def odd(self) -> OddAnswer:
        """An answer that Graph does not give."""
        return OddAnswer(f"{self._name} answered with something that it does not answer.", "Try again later.")

    def deleted(self, id: str, ask: Callable[[], Mapping[str, Any]]) -> DeleteOutcome:
        """What Graph answers to a deletion of this object, which `ask` requests.

        Raises: LiveError, OddAnswer among them where it names another object or tells no success.
        """
        try:
            told = ask()
        except NoSuch:
            return DeleteOutcome(DeleteAnswer.ABSENT)
        except NotAllowed:
            return DeleteOutcome(DeleteAnswer.REFUSED, f"{self._name} does not let this one be deleted.")
        if told.get("deleted_id", id) != id:
            raise self.odd()
        if told.get("success") is False:
            return DeleteOutcome(DeleteAnswer.REFUSED, f"{self._name} says that it did not delete it.")
        if told.get("success") is not True:
            raise self.odd()
        return DeleteOutcome(DeleteAnswer.ACCEPTED)

    def _reading(self, response: requests.Response) -> LiveError | None:
        pause = pause_of(response.headers)
        if pause is not None:
            self._until = self._clock.now() + pause
        status = response.status_code
        try:
            told = json_of(response, self._name)
        except OddAnswer as error:
            return None if _says_all(status) else error
        # facebook-sdk reads by this alone, and breaks where it is missing.
        response.headers["content-type"] = "application/json"
        if "error" not in told:
            return self.odd() if status >= 400 and not _says_all(status) else None
        told_of = self._meaning(told["error"], status, pause)
        return told_of or (None if _says_all(status) else self.odd())

    def _meaning(self, error: object, status: int, pause: timedelta | None) -> LiveError | None:
        if not isinstance(error, dict) or type(code := error.get("code")) is not int:
            return None
        subcode = error.get("error_subcode") or 0
        name = self._name
        if code in _TOKEN:
            return SignedOut(f"{name} no longer takes the token: {_why(subcode)}.", self._again)
        if code in _LIMITS or status == 429:
            until = self._clock.now() + pause if pause else self._guard.wait_until()
            return RateLimited(f"{name} asks to wait: too many requests.", "Waiting is normal.", until)
        if (code, subcode) in _NO_SUCH:
            return NoSuch(f"{name} has no such post or comment, or does not show it.", "Try again later.")
        if subcode == _FATAL:
            return NotAllowed(f"{name} does not do this with this post.", "Do it by hand.")
        if code in _RIGHTS:
            return MissingScope(f"{name} does not allow this with the rights that were granted.", self._again)
        if code in _PASSING or error.get("is_transient") is True:
            until = self._guard.wait_until()
            return Unreachable(f"{name} has trouble of its own.", "Try again; nothing is lost.", until)
        if code == 100:
            return NotAllowed(f"{name} does not do this with this post or comment.", "Do it by hand.")
        return None


def _says_all(status: int) -> bool:
    """Whether the status is clear even where the answer with it is not Graph's."""
    return status in (401, 403, 429) or status >= 500


def _why(subcode: object) -> str:
    if subcode in _EXPIRED:
        return "it has expired"
    if subcode in _WITHDRAWN:
        return "it was revoked, or the password was changed"
    return "it has expired or was revoked"


def pause_of(headers: Mapping[str, str]) -> timedelta | None:
    """How long to leave the API alone by its usage headers; None: go on.

    `x-app-usage` is an object of percentages; `x-business-use-case-usage` holds lists of such, with the
    minutes until access comes back.
    """
    most, minutes = 0.0, 0.0
    for name in ("x-app-usage", "x-business-use-case-usage", "x-page-usage", "x-ad-account-usage"):
        try:
            told = json.loads(headers.get(name, "null"))
        except (ValueError, RecursionError):
            continue
        for each in _usages(told):
            shares = (each.get(key) for key in ("call_count", "total_time", "total_cputime"))
            most = max([most, *(_number(share) for share in shares)])
            minutes = max(minutes, _number(each.get("estimated_time_to_regain_access")))
    if minutes:
        return min(timedelta(minutes=min(minutes, 10_000)), LONGEST)
    if most < _ENOUGH:
        return None
    return _WINDOW if most >= _FULL else _PAUSE


def _usages(told: object) -> list[dict[str, object]]:
    if not isinstance(told, dict):
        return []
    lists = [value for value in told.values() if isinstance(value, list)]
    return [told, *(each for one in lists for each in one if isinstance(each, dict))]


def _number(told: object) -> float:
    is_one = isinstance(told, int | float) and not isinstance(told, bool)
    return min(float(told), 1e6) if is_one and 0 <= told < 1e6 else 0.0  # type: ignore[arg-type, operator]


def plainly(host: str) -> Send:
    """Sends by the session itself, to `host`, such as `graph.instagram.com`."""

    def send(
        session: requests.Session, method: str, path: str, token: str, query: Mapping[str, str]
    ) -> object:
        address = f"https://{host}/{VERSION}{path}"
        return session.request(method, address, params={**query, "access_token": token}).json()

    return send


def listed(told: Mapping[str, Any], odd: Callable[[], OddAnswer]) -> list[object]:
    """The members of a list as Graph gives it.

    Raises: OddAnswer.
    """
    data = told.get("data")
    if not isinstance(data, list):
        raise odd()
    return data


def following(told: Mapping[str, Any], asked: str | None, odd: Callable[[], OddAnswer]) -> str | None:
    """Where the list goes on, as `place` takes it; None: this was the last page.

    A page may name a cursor and no next page, and may be empty though more follows; so the end is a page that
    is empty and names no next one, or names no place at all.
    Raises: OddAnswer where it goes on where it was.
    """
    paging = told.get("paging")
    if not isinstance(paging, dict):
        return None
    cursors, next_ = paging.get("cursors"), paging.get("next")
    after = cursors.get("after") if isinstance(cursors, dict) else None
    if any(one is not None and not isinstance(one, str) for one in (after, next_)):
        raise odd()
    if isinstance(next_, str):
        found = _place_in(next_) or ({"after": after} if isinstance(after, str) else {})
        if not found:
            raise odd()
    elif isinstance(after, str) and after and told.get("data"):
        found = {"after": after}
    else:
        return None
    cursor = urlencode(found)
    if cursor == asked or len(cursor) > _LONGEST_PLACE:
        raise odd()
    return cursor


def place(cursor: str | None) -> dict[str, str]:
    """The query of where a list goes on.

    Raises: OddAnswer where it is no cursor of `following`.
    """
    if cursor is None:
        return {}
    found = dict(parse_qsl(cursor)) if len(cursor) <= _LONGEST_PLACE else {}
    if not found or not set(found) <= set(_PLACES):
        raise OddAnswer("The place in the list is not known any more.", "Read the account anew.")
    return found


def _place_in(address: str) -> dict[str, str]:
    """Of the next page's address only where it begins: the rest holds the token."""
    try:
        query = dict(parse_qsl(urlsplit(address).query))
    except ValueError:
        return {}
    return {name: query[name] for name in _PLACES if query.get(name)}
