"""The one way by which `requests` reaches a platform: right host, https, bounded, and our errors only.

tweepy, facebook-sdk, Mastodon.py and our own calls are all handed a session from here, so that no library's
own handling of a bad answer is ever reached. Knows no platform; each gives its `Reading` of bad answers.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError

from connectors.clock import LONGEST, Clock
from connectors.deadline import TooSlow, within
from connectors.errors import LiveError, MissingScope, OddAnswer, RateLimited, SignedOut, Unreachable
from connectors.server import checked, is_loopback

CONNECT = 10.0
"""Seconds to reach the server."""
SILENCE = 30.0
"""Seconds without a single byte."""
WHOLE = 90.0
"""Seconds for a request with all of its answer."""
MOST = 20_000_000
"""Bytes of an answer, unpacked; no platform's page comes near."""
_PACKED = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
"""How an answer may be packed: once, and by what unpacks to a thousandfold at most."""

_LATER = "Try again later."

Reading = Callable[[requests.Response], LiveError | None]
"""What a platform's answer means where the status alone does not tell; None: go on."""

# Their lines hold addresses and bodies, with the tokens in them; urllib3's do so even as warnings.
for _name in (
    "urllib3",
    "requests",
    "requests_oauthlib",
    "oauthlib",
    "tweepy",
    "mastodon",
    "httpx",
    "httpcore",
):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


class _NoNetrc(requests.auth.AuthBase):
    """Keeps requests from putting a password out of ~/.netrc in the place of the token."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


class _Session(requests.Session):
    """Tells what can't even be sent as one of our errors: those of requests quote address and headers."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.auth = _NoNetrc()
        self.headers["Accept-Encoding"] = "gzip, deflate"

    def request(self, *arguments: Any, **options: Any) -> requests.Response:
        with self._quietly():
            return super().request(*arguments, **options)

    def prepare_request(self, request: requests.Request) -> requests.PreparedRequest:
        with self._quietly():
            return super().prepare_request(request)

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        with self._quietly():
            return super().send(request, **options)

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        try:
            yield
        except (requests.RequestException, HTTPError, ValueError):
            raise OddAnswer(
                f"A request to {self._name} can't be made: an address or the token holds what it can't.",
                "Sign in again with `audit-tui connect`; if it stays, the platform has changed something.",
            ) from None


class Guard(HTTPAdapter):
    """Sends a request if it goes where it may, and reads its answer whole, within bounds."""

    def __init__(self, name: str, clock: Clock, reading: Reading | None, hosts: Mapping[str, str]) -> None:
        super().__init__()
        self._name = name
        self._clock = clock
        self._reading = reading
        self._hosts = hosts
        self.headers: Mapping[str, str] = CaseInsensitiveDict()
        """Of the last answer."""
        self.read_at: datetime | None = None
        """When that came."""

    def send(self, request: requests.PreparedRequest, *_args: Any, **options: Any) -> requests.Response:
        """Send it and read the whole answer; an answer that is none is raised.

        Raises: LiveError, without an address or a word of the answer.
        """
        self._address(request)
        options |= {"stream": True, "timeout": (CONNECT, SILENCE)}
        opened: list[requests.Response] = []
        if is_loopback(urlsplit(request.url or "").hostname or ""):
            # A proxy can't reach this machine's own loopback, and without TLS would see the token.
            options["proxies"] = {}
        try:
            response = within(WHOLE, lambda: self._whole(request, options, opened))
        except TooSlow:
            for left in opened:
                _let_go(left)
            raise self._unreachable("took too long to answer") from None
        except requests.exceptions.SSLError:
            raise OddAnswer(
                f"{self._name} could not prove that it is the right server.",
                "Try from another network; a café's or hospital's may stand in between.",
            ) from None
        except (requests.RequestException, HTTPError, OSError):
            raise self._unreachable("can't be reached") from None
        self.headers, self.read_at = response.headers, self._clock.now()
        trouble = self._trouble(response)
        if trouble is not None:
            raise trouble
        return response

    def _address(self, request: requests.PreparedRequest) -> None:
        parts = urlsplit(request.url or "")
        base = self._hosts.get(parts.hostname or "")
        if base is None:
            raise OddAnswer(f"{self._name} leads elsewhere than to its own server.", _LATER)
        goal = urlsplit(base)
        request.url = urlunsplit((goal.scheme, goal.netloc, parts.path, parts.query, ""))

    def _whole(
        self, request: requests.PreparedRequest, options: dict[str, Any], opened: list[requests.Response]
    ) -> requests.Response:
        response = super().send(request, **options)
        opened.append(response)
        try:
            if response.headers.get("content-encoding", "").strip().lower() not in _PACKED:
                raise OddAnswer(f"{self._name}'s answer is packed in a way that is not read.", _LATER)
            body = bytearray()
            for chunk in response.iter_content(65536):
                body += chunk
                if len(body) > MOST:
                    raise OddAnswer(f"{self._name}'s answer is far too long.", _LATER)
        except BaseException:
            response.close()
            raise
        response._content = bytes(body)
        return response

    def _trouble(self, response: requests.Response) -> LiveError | None:
        if 300 <= response.status_code < 400 and "location" in response.headers:
            return OddAnswer(
                f"{self._name} sends the request elsewhere, which is not followed with a token.",
                "Check the server's address; try from another network.",
            )
        told = self._reading(response) if self._reading else None
        return told or self._by_status(response.status_code)

    def _by_status(self, status: int) -> LiveError | None:
        if status == 401:
            return SignedOut(
                f"{self._name} no longer takes the token: it has expired or was revoked.",
                "Sign in again with `audit-tui connect`.",
            )
        if status == 403:
            return MissingScope(
                f"{self._name} does not allow this with the rights that were granted.",
                "Sign in again with `audit-tui connect`, with the rights that it names.",
            )
        if status == 429:
            return RateLimited(
                f"{self._name} asks to wait: too many requests.", "Waiting is normal.", self.wait_until()
            )
        if status >= 500:
            return self._unreachable("has trouble of its own", self.wait_until())
        return None

    def wait_until(self) -> datetime | None:
        """Before when the last answer wants no further request: its `Retry-After`, or its reset of the limit.

        Told by how much later than the server's own `Date`, so that a clock that is wrong here does no harm.
        """
        moment = moment_in(
            self.headers, ("retry-after", "x-rate-limit-reset", "x-ratelimit-reset", "ratelimit-reset")
        )
        if moment is None or self.read_at is None:
            return None
        theirs = _date(self.headers.get("date", "")) or self.read_at
        wait = moment - theirs if isinstance(moment, datetime) else moment
        return self.read_at + min(max(wait, timedelta(0)), LONGEST)

    def _unreachable(self, how: str, until: datetime | None = None) -> Unreachable:
        return Unreachable(f"{self._name} {how}.", "Check the network and try again; nothing is lost.", until)


def _let_go(response: requests.Response) -> None:
    """Wake the thread that still reads this answer. An older urllib3 can't; then it ends by itself."""
    with suppress(AttributeError, ValueError, OSError):
        response.raw.shutdown()


_EPOCHS = 1_000_000_000
"""Smaller numbers are a wait, greater ones a moment in seconds since 1970 (this one is of 2001)."""


def moment_in(headers: Mapping[str, str], names: tuple[str, ...]) -> datetime | timedelta | None:
    """What the first of these headers that can be read says: a moment, or how long from now.

    Seconds, seconds since 1970, an HTTP date and ISO 8601 are understood.
    """
    for name in names:
        text = headers.get(name, "").strip()
        if text.isascii() and text.replace(".", "", 1).isdigit() and len(text) < 20:
            seconds = float(text)
            if seconds < _EPOCHS:
                return timedelta(seconds=seconds)
            if seconds < 100_000_000_000:
                return datetime.fromtimestamp(seconds, UTC)
        elif (at := _date(text)) is not None:
            return at
    return None


def _date(text: str) -> datetime | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            at = read(text)
            return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None


def session(
    name: str, clock: Clock, hosts: Mapping[str, str], reading: Reading | None = None
) -> tuple[requests.Session, Guard]:
    """A session that reaches these hosts alone, and the guard that knows the last answer's headers.

    `hosts`: each host that a library asks for, and the server that is meant by it (`server.checked`).
    Raises, at every request: LiveError.
    """
    guard = Guard(name, clock, reading, {host: checked(base) for host, base in hosts.items()})
    made = _Session(name)
    made.mount("https://", guard)
    made.mount("http://", guard)
    return made, guard


def json_of(response: requests.Response, name: str) -> dict[str, Any]:
    """The answer as a JSON object.

    Raises: OddAnswer where it is something else, such as a web page.
    """
    try:
        told = response.json()
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise OddAnswer(
            f"{name} answered with something that it does not answer.",
            "Try again later, or from another network: a sign-in page of the network may stand in between.",
        )
    return told
