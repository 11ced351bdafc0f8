"""Looking at Bluesky records and deleting them, over a real PDS."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.bluesky.api import CONNECTOR
from connectors.bluesky.connection import POSTS
from connectors.credentials import Credentials
from connectors.errors import (
    LiveError,
    OddAnswer,
    SignedOut,
)
from connectors.live import Connection, Deed, DeleteAnswer, Presence
from connectors.model import Item, ItemKind
from tests.connectors.live.doubles.bluesky import DOUBLE, BlueskyServer
from tests.connectors.live.held_clock import HeldClock
from tests.connectors.live.pds.asking import JSON, refusal, take_down
from tests.connectors.live.proxy import Fault, Proxy, Request, in_front_of
from tests.fixtures.bluesky_export import OTHER, post


@pytest.fixture(scope="module")
def server() -> BlueskyServer:
    if why := DOUBLE.missing():
        pytest.skip(why)
    return DOUBLE.start()


@pytest.fixture
def closing() -> BlueskyServer:
    """An account that the test closes."""
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


def test_a_deactivated_account_says_so_and_nothing_of_it_is_taken_for_gone(
    closing: BlueskyServer, kept: list[Credentials]
) -> None:
    (id,) = closing.add(["A post"])
    connection = CONNECTOR.open(closing.credentials(closing.url), kept.append, HeldClock())
    closing.resident.ask("com.atproto.server.deactivateAccount", {"x": "y"})
    with pytest.raises(OddAnswer, match="deactivated"):
        connection.check()
    assert len(kept) == 1
    with pytest.raises(LiveError):
        connection.delete(Item(id, ItemKind.POST, "A post"))
    with pytest.raises(LiveError):
        connection.exists(Item(id, ItemKind.POST, "A post"))
    connection.close()


def test_a_suspended_accounts_posts_are_not_taken_for_gone(closing: BlueskyServer) -> None:
    (id,) = closing.add(["A post"])
    connection = CONNECTOR.open(closing.credentials(closing.url), lambda _: None, HeldClock())
    take_down(closing.pds, {"$type": "com.atproto.admin.defs#repoRef", "did": closing.resident.did})
    with pytest.raises(SignedOut, match="taken this account down"):
        connection.check()
    with pytest.raises(LiveError):
        connection.exists(Item(id, ItemKind.POST, "A post"))
    connection.close()


def test_what_was_deleted_is_gone_and_what_was_made_anew_is_there(
    server: BlueskyServer, connection: Connection
) -> None:
    address = server.resident.put("app.bsky.feed.post", "3kaaaaaaaaaaa", post("first"))
    item = Item(address, ItemKind.POST, "first")
    assert connection.exists(item).presence is Presence.THERE
    assert connection.delete(item).answer is DeleteAnswer.ACCEPTED
    assert connection.exists(item).presence is Presence.GONE
    assert connection.delete(item).answer is DeleteAnswer.ABSENT
    server.resident.put("app.bsky.feed.post", "3kaaaaaaaaaaa", post("second"))
    sight = connection.exists(item)
    assert sight.presence is Presence.THERE
    assert sight.item is not None
    assert sight.item.text == "second"


def test_a_record_that_moderators_hid_is_not_taken_for_gone(
    server: BlueskyServer, connection: Connection
) -> None:
    first, second = server.add(["first", "second"])
    cids = {record["uri"]: record["cid"] for record in server.resident.records("app.bsky.feed.post")}
    subject = {"$type": "com.atproto.repo.strongRef", "uri": first, "cid": cids[first]}
    take_down(server.pds, subject)
    item = Item(first, ItemKind.POST, "first")
    assert first not in server.ids()
    assert connection.exists(item).presence is Presence.UNCLEAR
    assert connection.delete(item).answer is DeleteAnswer.ACCEPTED
    assert connection.exists(item).presence is Presence.GONE
    assert connection.exists(Item(second, ItemKind.POST, "second")).presence is Presence.THERE


def is_list(request: Request) -> bool:
    return "listRecords" in request.path


def is_proof(request: Request) -> bool:
    return "sync.getRecord" in request.path


@pytest.mark.parametrize(
    ("fault", "presence"),
    [
        (refusal("MethodNotImplemented", 501), Presence.GONE),
        (refusal("XRPCNotSupported", 404), Presence.GONE),
        (Fault(404), Presence.GONE),
        (refusal("RecordNotFound"), Presence.GONE),
        (Fault(200, {"Content-Type": "application/vnd.ipld.car"}, b""), Presence.UNCLEAR),
        (Fault(200, {"Content-Type": "application/vnd.ipld.car"}, b"\x3a\xa2eroots" * 9), Presence.UNCLEAR),
        (Fault(200, JSON, b"{}"), Presence.UNCLEAR),
    ],
)
def test_what_a_server_says_in_place_of_the_proof(
    server: BlueskyServer, proxy: Proxy, connection: Connection, fault: Fault, presence: Presence
) -> None:
    (id,) = server.add(["A post"])
    item = Item(id, ItemKind.POST, "A post")
    connection.delete(item)
    proxy.misbehave(replace(fault, only=is_proof))
    assert connection.exists(item).presence is presence


@pytest.mark.parametrize(
    "fault",
    [
        Fault(404),
        Fault(410),
        refusal("InvalidRequest"),
        refusal("RepoNotFound"),
        refusal("RepoTakendown"),
        refusal("RepoDeactivated"),
        refusal("Not a name, but <html>"),
        Fault(400, JSON, b'{"error": ["RecordNotFound"]}'),
        Fault(400, JSON, b"[1]"),
        Fault(400, JSON, b"[" * 5000),
        Fault(200, JSON, b'{"uri": "at://did:plc:other/app.bsky.feed.post/1", "value": {}}'),
    ],
)
def test_only_the_right_words_mean_gone(
    server: BlueskyServer, proxy: Proxy, connection: Connection, fault: Fault
) -> None:
    (id,) = server.add(["A post"])
    proxy.misbehave(fault)
    with pytest.raises(OddAnswer) as caught:
        connection.exists(Item(id, ItemKind.POST, "A post"))
    assert "html" not in str(caught.value)


def test_a_list_can_be_deleted_too(server: BlueskyServer, connection: Connection) -> None:
    record = {
        "$type": "app.bsky.graph.list",
        "purpose": "app.bsky.graph.defs#curatelist",
        "name": "Colleagues",
        "createdAt": "2026-03-05T08:00:00.000Z",
    }
    server.resident.write([record], "app.bsky.graph.list")
    item = next(connection.pages(POSTS)).items[0]
    assert item.text == "Colleagues"
    assert connection.delete(item).answer is DeleteAnswer.ACCEPTED
    assert connection.exists(item).presence is Presence.GONE


@pytest.mark.parametrize(
    "id",
    [
        "",
        "1",
        "at://x",
        f"at://{OTHER}/app.bsky.feed.post/3kaaaaaaaaaaa",
        "at://{did}/app.bsky.actor.profile/self",
        "at://{did}/app.bsky.graph.follow/3kaaaaaaaaaaa",
        "at://{did}/app.bsky.feed.post/a/b",
        "at://{did}/app.bsky.feed.post/a?x=1",
    ],
)
def test_nothing_but_the_accounts_own_posts_is_asked_to_be_deleted(
    server: BlueskyServer, proxy: Proxy, connection: Connection, id: str
) -> None:
    item = Item(id.format(did=server.resident.did), ItemKind.POST, "")
    outcome = connection.delete(item)
    assert outcome.answer is DeleteAnswer.REFUSED
    assert outcome.reason
    assert proxy.requests == []


@pytest.mark.parametrize("id", ["", "1", f"at://{OTHER}/app.bsky.feed.post/3kaaaaaaaaaaa"])
def test_what_is_not_the_accounts_own_is_not_looked_for(
    proxy: Proxy, connection: Connection, id: str
) -> None:
    assert connection.exists(Item(id, ItemKind.POST, "")).presence is Presence.UNCLEAR
    assert proxy.requests == []


def test_a_refusal_of_one_item_is_told_by_its_name_alone(
    server: BlueskyServer, proxy: Proxy, connection: Connection
) -> None:
    (id,) = server.add(["A post"])
    proxy.misbehave(refusal("InvalidSwap"))
    outcome = connection.delete(Item(id, ItemKind.POST, "A post"))
    assert outcome.answer is DeleteAnswer.REFUSED
    assert "InvalidSwap" in outcome.reason
    assert "words of the server" not in outcome.reason
    proxy.misbehave(refusal("AccountDeactivated"))
    with pytest.raises(OddAnswer):
        connection.delete(Item(id, ItemKind.POST, "A post"))


def test_what_is_left_of_a_limit_is_minded(server: BlueskyServer, proxy: Proxy) -> None:
    clock = HeldClock()
    connection = CONNECTOR.open(server.credentials(proxy.url), lambda _: None, clock)
    (id,) = server.add(["A post"])
    headers = JSON | DOUBLE.limited[1]
    proxy.misbehave(Fault(200, headers, b'{"commit": {}}'))
    connection.delete(Item(id, ItemKind.POST, "A post"))
    ready = connection.ready_at(Deed.DELETE)
    assert ready is not None
    assert ready - clock.now() == timedelta(seconds=60)
    assert connection.ready_at(Deed.READ) is None
    proxy.misbehave(Fault(200, headers | {"RateLimit-Remaining": "17"}, b'{"commit": {}}'))
    connection.delete(Item(id, ItemKind.POST, "A post"))
    assert connection.ready_at(Deed.DELETE) is None
    connection.close()


def test_a_compressed_answer_is_read(server: BlueskyServer, proxy: Proxy, connection: Connection) -> None:
    body = gzip.compress(b'{"records": []}')
    proxy.misbehave(Fault(200, JSON | {"Content-Encoding": "gzip"}, body, only=is_list))
    assert next(connection.pages(POSTS)).items == ()
