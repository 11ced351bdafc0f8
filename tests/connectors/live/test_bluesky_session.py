"""Keeping a Bluesky session: renewed, revoked, another's, and never in a log; over a real PDS."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from connectors.bluesky.api import CONNECTOR
from connectors.bluesky.connection import POSTS
from connectors.credentials import Credentials
from connectors.errors import (
    LiveError,
    NoKeyring,
    SignedOut,
    WrongAccount,
)
from connectors.live import Asked, Connection, DeleteAnswer
from connectors.model import Item, ItemKind
from tests.connectors.live.doubles.bluesky import DOUBLE, BlueskyServer
from tests.connectors.live.held_clock import HeldClock
from tests.connectors.live.pds.asking import JSON, called, expired, refusal
from tests.connectors.live.proxy import Fault, Proxy, in_front_of

CLOCK = HeldClock()


@pytest.fixture
def server() -> BlueskyServer:
    if why := DOUBLE.missing():
        pytest.skip(why)
    return DOUBLE.start()


@pytest.fixture
def proxy(server: BlueskyServer) -> Iterator[Proxy]:
    with in_front_of(server.url) as proxy:
        yield proxy


@pytest.fixture
def kept() -> list[Credentials]:
    """Every session that was renewed."""
    return []


@pytest.fixture
def connection(server: BlueskyServer, proxy: Proxy, kept: list[Credentials]) -> Iterator[Connection]:
    opened = CONNECTOR.open(server.credentials(proxy.url), kept.append, HeldClock())
    yield opened
    opened.close()


def asked(proxy: Proxy, handle: str = "") -> Asked:
    return Asked(proxy.url, handle=handle)


def test_every_check_renews_the_session_and_has_it_kept(
    server: BlueskyServer, proxy: Proxy, connection: Connection, kept: list[Credentials]
) -> None:
    connection.check()
    connection.check()
    assert len({one.secrets["session"] for one in kept}) == 2
    assert {one.server for one in kept} == {proxy.url}
    again = CONNECTOR.open(kept[-1], kept.append, HeldClock())
    assert again.check().remote_id == server.resident.did
    again.close()
    assert "createSession" not in called(proxy)


def test_an_expired_token_is_renewed_and_the_request_done(
    server: BlueskyServer, proxy: Proxy, kept: list[Credentials]
) -> None:
    server.add(["A post"])
    opened = CONNECTOR.open(expired(server.credentials(proxy.url)), kept.append, HeldClock())
    page = next(opened.pages(POSTS))
    (item,) = page.items
    assert opened.delete(item).answer is DeleteAnswer.ACCEPTED
    opened.close()
    # Reading is open to everybody on a PDS; what changes something is not.
    assert called(proxy) == ["listRecords", "describeRepo", "deleteRecord", "refreshSession", "deleteRecord"]
    assert len(kept) == 1
    assert item.id not in server.ids()


def test_a_token_that_is_stale_even_when_new_is_told(proxy: Proxy, connection: Connection) -> None:
    stale = refusal("ExpiredToken")
    proxy.misbehave(*[replace(stale, only=lambda request: "describeRepo" in request.path)] * 5)
    with pytest.raises(SignedOut):
        next(connection.pages(POSTS))
    assert called(proxy).count("refreshSession") == 1


def test_a_new_session_is_kept_before_it_is_used(server: BlueskyServer, proxy: Proxy) -> None:
    def no_keyring(_: Credentials) -> None:
        raise NoKeyring("The keyring is locked.", "Unlock it.")

    opened = CONNECTOR.open(server.credentials(proxy.url), no_keyring, HeldClock())
    with pytest.raises(NoKeyring):
        opened.check()
    assert called(proxy) == ["refreshSession"]
    # The old one holds a while longer, so nothing is lost; what was not kept is not used.
    assert next(opened.pages(POSTS)).items == ()
    old = server.credentials(proxy.url).secrets["session"].split(":::")[2]
    assert {request.headers["authorization"] for request in proxy.requests[1:]} == {f"Bearer {old}"}
    opened.close()


def test_two_connections_with_one_session_do_not_shut_each_other_out(
    server: BlueskyServer, proxy: Proxy
) -> None:
    one, other = (CONNECTOR.open(server.credentials(proxy.url), lambda _: None, HeldClock()) for _ in "12")
    for _ in range(3):
        assert one.check() == other.check()
    one.close()
    other.close()


def test_a_revoked_app_password_is_told_at_the_next_check(
    server: BlueskyServer, connection: Connection
) -> None:
    connection.check()
    server.revoke()
    with pytest.raises(SignedOut) as caught:
        connection.check()
    assert type(caught.value) is SignedOut
    assert "audit-tui connect bluesky" in caught.value.todo


def test_a_revoked_app_password_is_told_when_its_last_token_runs_out(
    server: BlueskyServer, proxy: Proxy
) -> None:
    credentials = expired(server.credentials(proxy.url))
    (id,) = server.add(["A post"])
    server.revoke()
    opened = CONNECTOR.open(credentials, lambda _: None, HeldClock())
    with pytest.raises(SignedOut):
        opened.delete(Item(id, ItemKind.POST, "A post"))
    opened.close()
    assert id in server.ids()


def test_another_accounts_session_is_not_taken_over(
    server: BlueskyServer, proxy: Proxy, connection: Connection, kept: list[Credentials]
) -> None:
    told = server.pds.account("lark").session()
    proxy.misbehave(Fault(200, JSON, json.dumps(dict(told)).encode()))
    with pytest.raises(WrongAccount):
        connection.check()
    assert kept == []


def test_a_handle_that_leads_nowhere_gives_way_to_the_accounts_id(
    server: BlueskyServer, proxy: Proxy, connection: Connection
) -> None:
    told = dict(server.resident.session()) | {"handle": "handle.invalid"}
    proxy.misbehave(Fault(200, JSON, json.dumps(told).encode()))
    assert connection.check().handle == server.resident.did


def test_no_token_and_no_password_stands_in_a_log_or_a_traceback(
    server: BlueskyServer,
    proxy: Proxy,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore", "urllib3", "atproto_client", "atproto"):
        assert not logging.getLogger(name).isEnabledFor(logging.DEBUG) or name.startswith("atproto")
    wren = server.resident
    kept: list[Credentials] = []
    given = CONNECTOR.with_password(asked(proxy, wren.handle), wren.app_password, CLOCK)
    opened = CONNECTOR.open(expired(given), kept.append, HeldClock())
    (id,) = server.add(["On the ward tonight"])
    item = Item(id, ItemKind.POST, "On the ward tonight")
    told: list[str] = [repr(given), repr(opened), repr(kept)]

    def attempt(deed: Callable[[], object]) -> None:
        try:
            told.append(repr(deed()))
        except LiveError as error:
            told.append("".join(traceback.format_exception(error)))
            told.append("".join(map(repr, chained(error))))

    deeds: list[Callable[[], object]] = [
        opened.check,
        lambda: opened.delete(item),
        lambda: opened.exists(item),
        lambda: CONNECTOR.with_password(asked(proxy, wren.handle), wren.app_password, CLOCK),
        lambda: CONNECTOR.revoke(given, CLOCK),
    ]
    for fault in (None, Fault(400), Fault(401), Fault(500), Fault(hangs_up=True), refusal("InvalidToken")):
        for deed in deeds:
            if fault:
                proxy.misbehave(*[fault] * 4)
            attempt(deed)
            proxy.behave()
    told += [caplog.text, *capfd.readouterr(), repr(kept)]
    secrets = {wren.app_password}
    for one in (given, *kept):
        secrets |= set(one.secrets["session"].split(":::")[2:4])
    assert len(secrets) > 3
    assert not [secret[:9] for secret in secrets for text in told if secret in text]
    assert not [text for text in told if "On the ward" in text]
    assert any("Traceback" in text for text in told)
    opened.close()


def chained(error: BaseException) -> Iterator[Any]:
    """Everything that hangs on an error: what a debugger or a careless log would find."""
    seen: BaseException | None = error
    while seen is not None:
        yield vars(seen), seen.args, str(seen)
        seen = seen.__cause__ or seen.__context__
