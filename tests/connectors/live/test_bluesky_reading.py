"""Bluesky's records over the API, read from a real PDS: the same items as its export gives."""

from __future__ import annotations

import gc
import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from auditor import intake
from auditor.store import Vault
from auditor.sync import sync
from connectors.bluesky.api import CONNECTOR
from connectors.bluesky.connection import POSTS, REPOSTS
from connectors.errors import OddAnswer
from connectors.live import Connection
from connectors.model import Item, ItemKind, Profile, Unread
from tests.connectors.live.doubles.bluesky import DOUBLE, BlueskyServer
from tests.connectors.live.held_clock import HeldClock
from tests.connectors.live.proxy import Fault, Proxy, in_front_of
from tests.connectors.reading import read
from tests.fixtures.bluesky_export import OTHER, address, card, link_facet, post, quote, repost

Json = dict[str, Any]
LIST = "app.bsky.graph.list"


@pytest.fixture
def server() -> BlueskyServer:
    """An account of the test's own."""
    if why := DOUBLE.missing():
        pytest.skip(why)
    return DOUBLE.start()


@pytest.fixture(scope="module")
def shared() -> BlueskyServer:
    """An account of which nothing is expected, for tests of odd answers."""
    if why := DOUBLE.missing():
        pytest.skip(why)
    return DOUBLE.start()


@pytest.fixture
def odd(shared: BlueskyServer) -> Iterator[tuple[Proxy, Connection]]:
    """A proxy to misbehave, and a connection by way of it."""
    with in_front_of(shared.url) as proxy:
        connection = CONNECTOR.open(shared.credentials(proxy.url), lambda _: None, HeldClock())
        yield proxy, connection
        connection.close()


@pytest.fixture
def proxy(server: BlueskyServer) -> Iterator[Proxy]:
    with in_front_of(server.url) as proxy:
        yield proxy


@pytest.fixture
def connection(server: BlueskyServer, proxy: Proxy) -> Iterator[Connection]:
    opened = CONNECTOR.open(server.credentials(proxy.url), lambda _: None, HeldClock())
    yield opened
    opened.close()


def everything(connection: Connection) -> list[Item]:
    return [item for stream in connection.streams for page in connection.pages(stream) for item in page.items]


def named(name: str, description: str, collection: str = LIST, **more: object) -> Json:
    return {
        "$type": collection,
        "purpose": "app.bsky.graph.defs#curatelist",
        "name": name,
        "description": description,
        "createdAt": "2026-03-05T08:00:00.000Z",
        **more,
    }


def answered(parent: str) -> Json:
    reference = {"uri": parent, "cid": "bafyreie5cvv4h45feadgeuwhbcutmh6t2ceseocckahdoe6uat64zmz454"}
    return {"parent": reference, "root": reference}


def fill(server: BlueskyServer) -> None:
    """An account with something of everything that the reader of exports knows."""
    wren = server.resident
    picture = wren.ask("com.atproto.repo.uploadBlob", b"as good as a picture")["blob"]
    shown = {"$type": "app.bsky.embed.images", "images": [{"alt": "a ward", "image": picture}]}
    plain_card = card("https://paper.example/a")
    del plain_card["external"]["thumb"]
    (first,) = wren.write([post("one")])
    wren.write(
        [
            post("two", reply=answered(first)),
            post("to another", reply=answered(address(900, OTHER))),
            post("look", embed=shown),
            post("see", embed=quote(address(901, OTHER))),
            post("both", embed={"$type": "x", "record": quote(address(901, OTHER)), "media": shown}),
            post("a link", facets=[link_facet("https://paper.example/whole", 2, 6)], tags=["icu"]),
            post("a card", embed=plain_card),
            post("which?", embed={"question": "Tea or coffee?", "options": ["tea", "coffee"]}),
            post("warned", labels={"values": [{"val": "graphic-media"}]}),
            post("Wählt 👩🏽‍⚕️ \u202egnirts\u0007", "2026-03-03T22:14:00.123456789+01:00"),
            post("an impossible time", "0001-01-01T00:00:00Z"),
        ]
    )
    wren.put("app.bsky.feed.post", "by-hand", post("under a key of its own", "not a time"))
    wren.put(
        "app.bsky.feed.post", "aaaa", {"$type": "app.bsky.feed.post", "text": 5, "reply": "x", "embed": []}
    )
    wren.put("app.bsky.feed.post", "aaab", {"$type": "app.bsky.feed.post"})
    wren.write([repost(address(902, OTHER)), {"$type": "app.bsky.feed.repost"}], "app.bsky.feed.repost")
    wren.write([named("Colleagues", "From the night shift")], LIST)
    feed = "app.bsky.feed.generator"
    wren.write([named("", "Rounds", feed, displayName="Ward feed", did="did:web:feed.example")], feed)
    wren.write(
        [named("Starter", "For newcomers", "app.bsky.graph.starterpack")], "app.bsky.graph.starterpack"
    )
    wren.write([{"$type": "com.whtwnd.blog.entry", "content": "# Elsewhere"}], "com.whtwnd.blog.entry")
    wren.put(
        "app.bsky.actor.profile",
        "self",
        {
            "$type": "app.bsky.actor.profile",
            "displayName": "Wren Invented",
            "description": "Nurse at Fernhollow General.",
            "website": "https://wren.example",
            "pronouns": "she/her",
        },
    )


def by_id(items: list[Item]) -> dict[str, Item]:
    """Without the parents' texts, which the reader of exports finds among the other posts."""
    return {item.id: replace(item, parent_text=None) for item in items}


def test_the_api_gives_the_items_that_the_export_of_the_same_account_gives(
    server: BlueskyServer, connection: Connection, tmp_path: Path
) -> None:
    fill(server)
    (tmp_path / "repo.car").write_bytes(server.resident.export())
    export = read(tmp_path / "repo.car")
    live = everything(connection)
    assert len(live) == len(export.items) == 20
    assert by_id(live) == by_id(export.items)
    assert export.unread == []


def test_the_account_and_its_profile_are_those_of_the_export(
    server: BlueskyServer, connection: Connection, tmp_path: Path
) -> None:
    fill(server)
    (tmp_path / "repo.car").write_bytes(server.resident.export())
    (told,) = read(tmp_path / "repo.car").accounts
    account = connection.check()
    assert account.handle == f"@{server.resident.handle}"
    assert replace(account, handle="") == told.account
    assert told.profile is not None
    assert replace(connection.profile(), observed_at=None) == replace(told.profile, observed_at=None)


@pytest.mark.parametrize("is_export_first", [True, False])
def test_what_came_by_one_way_is_not_added_again_by_the_other(
    server: BlueskyServer, connection: Connection, vault: Vault, tmp_path: Path, is_export_first: bool
) -> None:
    fill(server)
    export = tmp_path / "repo.car"
    export.write_bytes(server.resident.export())

    def take_in() -> tuple[int, int]:
        summary = intake.take_in(vault, [export], now=datetime.now(UTC))
        return summary.added, summary.updated

    def synced() -> tuple[int, int]:
        stored = vault.accounts.upsert(connection.check(), connection.profile(), "bluesky-api")
        done = sync(vault, stored, connection, HeldClock())
        assert done.vanished == 0
        return done.added, done.changed

    first, second = (take_in, synced) if is_export_first else (synced, take_in)
    assert first() == (20, 0)
    added, updated = second()
    # Only the export tells what a reply to oneself answers.
    assert (added, updated) == (0, 0 if is_export_first else 1)
    assert len(vault.accounts.list()) == 1


def test_a_sync_tells_what_is_new_changed_and_gone(
    server: BlueskyServer, connection: Connection, vault: Vault
) -> None:
    fill(server)
    stored = vault.accounts.upsert(connection.check(), connection.profile(), "bluesky-api")
    first = sync(vault, stored, connection, HeldClock())
    assert (first.added, first.unread, first.is_full) == (20, 0, True)
    (gone,) = [one for one in everything(connection) if one.text == "Colleagues\n\nFrom the night shift"]
    connection.delete(gone)
    server.add(["new"])
    server.resident.put("app.bsky.feed.post", "by-hand", post("other words under the same key"))
    again = sync(vault, stored, connection, HeldClock(), is_full=True)
    assert (again.added, again.changed, again.vanished) == (1, 1, 1)
    assert sync(vault, stored, connection, HeldClock()).requests <= 3


def test_an_account_without_a_profile_has_an_empty_one(connection: Connection) -> None:
    assert connection.profile() == Profile(observed_at=HeldClock().now())


def test_names_of_lists_come_with_the_first_page_and_only_once(
    server: BlueskyServer, proxy: Proxy, connection: Connection
) -> None:
    server.add([f"Post {number}" for number in range(120)])
    server.resident.write([named(f"List {number}", "") for number in range(110)], LIST)
    first, second, *_ = connection.pages(POSTS)
    assert [item.text for item in first.items[:110]] == [f"List {number}" for number in reversed(range(110))]
    assert len(first.items) == 210
    assert len(second.items) == 20
    assert {item.kind for item in everything(connection)} == {ItemKind.POST}


def test_reposts_are_a_stream_of_their_own(server: BlueskyServer, connection: Connection) -> None:
    server.add(["A post"])
    server.resident.write([repost(address(902, OTHER))], "app.bsky.feed.repost")
    (item,) = [item for page in connection.pages(REPOSTS) for item in page.items]
    assert item.kind is ItemKind.REPOST
    assert item.extra == {"reposted": address(902, OTHER)}


def listed(*records: object, **more: object) -> Fault:
    return Fault(
        headers={"Content-Type": "application/json"},
        body=json.dumps({"records": records, **more}).encode(),
        only=lambda request: "collection=app.bsky.feed.post" in request.path,
    )


def test_what_is_no_record_is_counted_and_the_rest_is_read(
    shared: BlueskyServer, odd: tuple[Proxy, Connection]
) -> None:
    proxy, connection = odd
    did = shared.resident.did
    good = {"uri": f"at://{did}/app.bsky.feed.post/3kaaaaaaaaaaa", "cid": None, "value": post("kept")}
    strange: list[object] = [
        None,
        5,
        [],
        {},
        good | {"value": None},
        good | {"value": "words"},
        good | {"uri": None},
        good | {"uri": f"at://{OTHER}/app.bsky.feed.post/3kaaaaaaaaaaa"},
        good | {"uri": f"at://{did}/app.bsky.feed.like/3kaaaaaaaaaaa"},
        good | {"uri": f"at://{did}/app.bsky.feed.post/../../x"},
        good | {"uri": f"at://{did}/app.bsky.feed.post/" + "k" * 100_000},
    ]
    proxy.misbehave(listed(*strange, good))
    (page,) = connection.pages(POSTS)
    assert [item.text for item in page.items] == ["kept"]
    assert set(page.unread) == {
        Unread("app.bsky.feed.post", "a record is in another form than Bluesky's", 5),
        Unread("app.bsky.feed.post", "a record has an address that Bluesky does not give", 6),
    }


@pytest.mark.parametrize(
    "fault",
    [
        listed(cursor=5),
        listed(cursor={"a": 1}),
        replace(listed(), body=b'{"records": {}}'),
        replace(listed(), body=b'{"records": null}'),
        replace(listed(), body=b"{}"),
        replace(listed(), body=b'{"records": [' + b"[" * 5000),
    ],
)
def test_a_list_that_is_none_is_an_odd_answer(odd: tuple[Proxy, Connection], fault: Fault) -> None:
    proxy, connection = odd
    proxy.misbehave(fault)
    with pytest.raises(OddAnswer):
        list(connection.pages(POSTS))


def test_a_list_that_goes_round_is_not_followed(odd: tuple[Proxy, Connection]) -> None:
    proxy, connection = odd
    proxy.misbehave(*[listed(cursor="again")] * 5)
    pages = connection.pages(POSTS)
    assert next(pages).cursor == "again"
    with pytest.raises(OddAnswer):
        next(pages)


@pytest.mark.parametrize("part", [0, 1])
def test_a_page_is_asked_for_only_when_it_is_wanted(
    server: BlueskyServer, proxy: Proxy, connection: Connection, part: int
) -> None:
    server.add([f"Post {number}" for number in range(250)])
    pages = connection.pages(POSTS)
    for _ in range(part + 1):
        next(pages)
    asked = [request.path for request in proxy.requests if "listRecords" in request.path]
    assert len(asked) == part + 1


def test_many_records_are_read_with_little_memory(
    server: BlueskyServer, capsys: pytest.CaptureFixture[str]
) -> None:
    count = 1_000
    # Past the proxy, which writes every answer down.
    connection = CONNECTOR.open(server.credentials(server.url), lambda _: None, HeldClock())
    made = server.resident.write([post(f"Post {number}: " + "words " * 40) for number in range(count)])
    gc.collect()
    gc.freeze()
    tracemalloc.start()
    seen = 0
    held: list[int] = []
    for page in connection.pages(POSTS):
        assert {item.id for item in page.items} <= set(made)
        seen += len(page.items)
        del page
        gc.collect()
        held.append(tracemalloc.get_traced_memory()[0])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    gc.unfreeze()
    connection.close()
    with capsys.disabled():
        print(f"\n{count} records read: {held[-1] / 2**20:.2f} MiB held after, {peak / 2**20:.2f} at most")
    assert seen == count
    # A page is about 200,000 bytes. The JSON parser keeps short strings, up to some thousand of them.
    assert max(held[1:]) - min(held[1:]) < 300_000, "what was read is held"
    assert peak < 4 << 20
