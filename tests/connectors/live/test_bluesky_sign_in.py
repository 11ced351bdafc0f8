"""Signing in to Bluesky and out again, over a real PDS."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from connectors import transport
from connectors.bluesky.api import CONNECTOR
from connectors.bluesky.sign_in import home_of
from connectors.credentials import Credentials
from connectors.errors import (
    LiveError,
    NotOffered,
    OddAnswer,
    RateLimited,
    SignedOut,
    SignInFailed,
    UnsafeServer,
)
from connectors.live import Asked
from tests.connectors.live.doubles.bluesky import DOUBLE, BlueskyServer
from tests.connectors.live.held_clock import HeldClock
from tests.connectors.live.pds.asking import JSON, called, refusal
from tests.connectors.live.proxy import Fault, Proxy, in_front_of

CLOCK = HeldClock()


@pytest.fixture(scope="module")
def server() -> BlueskyServer:
    if why := DOUBLE.missing():
        pytest.skip(why)
    return DOUBLE.start()


@pytest.fixture
def proxy(server: BlueskyServer) -> Iterator[Proxy]:
    with in_front_of(server.url) as proxy:
        yield proxy


def asked(proxy: Proxy, handle: str = "") -> Asked:
    return Asked(proxy.url, handle=handle)


def test_a_handle_and_an_app_password_sign_in(server: BlueskyServer, proxy: Proxy) -> None:
    wren = server.resident
    given = CONNECTOR.with_password(asked(proxy, f" @{wren.handle}"), f"{wren.app_password}\n", CLOCK)
    assert given.server == proxy.url
    assert given.may_delete
    opened = CONNECTOR.open(given, lambda _: None, HeldClock())
    assert opened.check().remote_id == wren.did
    opened.close()
    assert called(proxy)[0] == "createSession"
    assert all(
        request.headers.get("Host", "") == proxy.url.removeprefix("http://") for request in proxy.requests
    )


def test_the_accounts_own_password_is_not_sent(server: BlueskyServer, proxy: Proxy) -> None:
    with pytest.raises(SignInFailed, match="not sent"):
        CONNECTOR.with_password(asked(proxy, server.resident.handle), "account-password", CLOCK)
    assert proxy.requests == []


def test_a_handle_is_needed(proxy: Proxy) -> None:
    with pytest.raises(SignInFailed, match="--handle"):
        CONNECTOR.with_password(asked(proxy, " @ "), "abcd-abcd-abcd-abcd", CLOCK)
    assert proxy.requests == []


@pytest.mark.parametrize("handle", ["right", "nobody.test", "not a handle", "üñí.test"])
def test_a_wrong_password_or_handle_is_told_as_that(server: BlueskyServer, proxy: Proxy, handle: str) -> None:
    with pytest.raises(SignInFailed) as caught:
        name = server.resident.handle if handle == "right" else handle
        CONNECTOR.with_password(asked(proxy, name), "abcd-abcd-abcd-abcd", CLOCK)
    assert "app password" in caught.value.todo


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        (refusal("AuthFactorTokenRequired", 401), SignInFailed, "Use an app password"),
        (refusal("AccountTakedown", 401), SignedOut, "taken this account down"),
        (refusal("RateLimitExceeded", 429), RateLimited, "asks to wait"),
        (Fault(200, JSON, b'{"did": "did:plc:a"}'), OddAnswer, "does not answer"),
        (Fault(200, JSON, b'{"did": 5, "handle": [], "accessJwt": {}}'), OddAnswer, "does not answer"),
    ],
)
def test_other_ends_of_a_sign_in(proxy: Proxy, fault: Fault, error: type[LiveError], words: str) -> None:
    proxy.misbehave(fault)
    with pytest.raises(error, match=words) as caught:
        CONNECTOR.with_password(asked(proxy, "wren.test"), "abcd-abcd-abcd-abcd", CLOCK)
    assert type(caught.value).__name__.startswith("_") or type(caught.value) is error


def test_a_session_string_signs_in(server: BlueskyServer, proxy: Proxy) -> None:
    token = server.credentials("https://bsky.social").secrets["session"]
    given = CONNECTOR.with_token(asked(proxy), f"{token}\n", CLOCK)
    opened = CONNECTOR.open(given, lambda _: None, HeldClock())
    assert opened.check().remote_id == server.resident.did
    opened.close()


@pytest.mark.parametrize(
    "token",
    [
        "",
        "word",
        "a:::b:::c:::d",
        "wren.test:::did:plc:a::::::x",
        "w:::did:plc:a:::x:::y\n:::https://pds.example",
        "w:::did:plc:a:::x:::y:::z:::5",
        ":::" * 4,
    ],
)
def test_what_is_no_session_string_is_told(token: str) -> None:
    with pytest.raises(SignInFailed):
        CONNECTOR.with_token(Asked("https://bsky.social"), token, CLOCK)


@pytest.mark.parametrize(
    "home", ["http://pds.example", "http://127.0.0.1:80", "https://u:p@pds.example", "https://pds.example/a"]
)
def test_a_session_string_leads_nowhere_unsafe(home: str) -> None:
    with pytest.raises(UnsafeServer):
        CONNECTOR.with_token(Asked("https://bsky.social"), f"w.test:::did:plc:a:::x:::y:::{home}", CLOCK)


def document(endpoint: object, id: str = "#atproto_pds") -> dict[str, object]:
    service = {"id": id, "type": "AtprotoPersonalDataServer", "serviceEndpoint": endpoint}
    return {"id": "did:plc:wreninvented", "service": [service]}


@pytest.mark.parametrize(
    ("server", "told", "home"),
    [
        ("https://bsky.social", document("https://pds.example"), "https://pds.example"),
        ("https://bsky.social", document("https://pds.example/"), "https://pds.example"),
        ("https://bsky.social", None, "https://bsky.social"),
        ("https://bsky.social", [], "https://bsky.social"),
        ("https://bsky.social", {"id": 5}, "https://bsky.social"),
        ("https://bsky.social", document("https://pds.example", "#other"), "https://bsky.social"),
        ("https://bsky.social", document(["https://pds.example"]), "https://bsky.social"),
        ("https://bsky.social", document("ftp://pds.example"), "https://bsky.social"),
        ("http://127.0.0.1:2583", document("http://localhost:2583"), "http://127.0.0.1:2583"),
        ("http://127.0.0.1:2583", document("https://pds.example"), "http://127.0.0.1:2583"),
    ],
)
def test_where_an_account_lives(server: str, told: object, home: str) -> None:
    assert home_of(server, told) == home


@pytest.mark.parametrize(
    "endpoint",
    ["http://pds.example", "http://localhost:2583", "https://127.0.0.1", "https://pds.example/path"],
)
def test_a_token_goes_to_no_unsafe_home(endpoint: str) -> None:
    with pytest.raises(UnsafeServer):
        home_of("https://bsky.social", document(endpoint))


def test_the_sign_in_of_many_servers_leads_to_the_accounts_own(
    server: BlueskyServer, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The two hosts have names; the guard alone is told that both are on this machine."""
    places = {"https://entry.example": proxy.url, "https://pds.example": server.url}
    monkeypatch.setattr(transport, "checked", lambda base: places[base])
    told = server.resident.session() | {"didDoc": document("https://pds.example")}  # type: ignore[operator]
    proxy.misbehave(Fault(200, JSON, json.dumps(told).encode()))
    given = CONNECTOR.with_password(
        Asked("https://entry.example", handle=server.resident.handle), server.resident.app_password, CLOCK
    )
    assert given.server == "https://entry.example"
    opened = CONNECTOR.open(given, lambda _: None, HeldClock())
    assert opened.check().remote_id == server.resident.did
    opened.close()
    assert called(proxy) == ["createSession"]


def test_there_is_no_browsers_way() -> None:
    with pytest.raises(NotOffered):
        CONNECTOR.with_browser(Asked("https://bsky.social"), None, CLOCK)  # type: ignore[arg-type]


def test_asking_for_the_guide_loads_no_heavy_library() -> None:
    script = (
        "import sys; from connectors import live_platforms; live_platforms.of('bluesky').guide;"
        "sys.exit(any(name.startswith(('atproto', 'httpx', 'pydantic')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], timeout=60).returncode == 0


def test_disconnecting_ends_the_session_on_the_server(server: BlueskyServer, proxy: Proxy) -> None:
    given = CONNECTOR.with_password(asked(proxy, server.resident.handle), server.resident.app_password, CLOCK)
    assert CONNECTOR.revoke(given, CLOCK)
    opened = CONNECTOR.open(given, lambda _: None, HeldClock())
    with pytest.raises(SignedOut):
        opened.check()
    opened.close()
    assert CONNECTOR.revoke(given, CLOCK)
    # Another server may say that it is over already; that is what was wanted.
    proxy.misbehave(refusal("ExpiredToken"))
    assert CONNECTOR.revoke(given, CLOCK)


@pytest.mark.parametrize(
    "session", ["", "a:::b", "w:::did:plc:a:::x:::y:::", "w:::did:plc:a:::x:::y:::z:::z"]
)
def test_credentials_without_a_session_are_signed_out(session: str) -> None:
    with pytest.raises(SignedOut):
        CONNECTOR.open(Credentials("https://bsky.social", {"session": session}), lambda _: None, CLOCK)
