"""Mastodon, live: what an odd, older or hostile server may say, and what that costs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.errors import LiveError, OddAnswer
from connectors.live import Connection
from connectors.mastodon import statuses
from connectors.mastodon.api import CONNECTOR, STATUSES
from connectors.mastodon.posts import Actor
from connectors.model import Item, ItemKind
from connectors.part_reading import Unfit
from tests.connectors.live.doubles.mastodon import signed_in
from tests.connectors.live.held_clock import HeldClock
from tests.connectors.live.mastodon_server import FIRST, Person, running
from tests.connectors.live.proxy import Fault, Proxy, Request, in_front_of
from tests.connectors.reading import read
from tests.fixtures import mastodon_export

Json = dict[str, Any]


@pytest.fixture
def person() -> Person:
    return running().person()


@pytest.fixture
def other() -> Person:
    return running().person("lark")


@pytest.fixture
def proxy(person: Person) -> Iterator[Proxy]:
    with in_front_of(person.mock.url) as proxy:
        yield proxy


@pytest.fixture
def connection(person: Person, proxy: Proxy) -> Iterator[Connection]:
    opened = CONNECTOR.open(signed_in(person, proxy.url), lambda _: None, HeldClock())
    yield opened
    opened.close()


def everything(connection: Connection) -> list[Item]:
    return [item for page in connection.pages(STATUSES) for item in page.items]


def is_list(request: Request) -> bool:
    return request.method == "GET" and request.route.endswith("/statuses") and "accounts" in request.route


def test_a_short_page_is_not_the_end(person: Person, connection: Connection, proxy: Proxy) -> None:
    ids = person.posts([f"<p>{number}</p>" for number in range(90)])
    everything(connection)
    page = next(one for one in proxy.answers if is_list(one[0]))
    kept = json.loads(page[3])[:25]
    # As where the server leaves posts out that it has found, and the link to the next page with them.
    proxy.misbehave(Fault(200, body=json.dumps(kept).encode(), only=is_list))
    assert [item.id for item in everything(connection)] == ids[::-1]


@pytest.mark.parametrize("change", ["the same page", "older ones that are newer", "no ids"])
def test_a_server_that_leads_in_circles_is_left(
    person: Person, connection: Connection, proxy: Proxy, change: str
) -> None:
    person.posts([f"<p>{number}</p>" for number in range(90)])
    pages = connection.pages(STATUSES)
    next(pages)
    first = json.loads(next(one for one in proxy.answers if is_list(one[0]))[3])
    if change == "older ones that are newer":
        first[-1]["id"] = str(int(first[-1]["id"]) + 1)
    if change == "no ids":
        first = [each | {"id": None} for each in first]
    proxy.misbehave(Fault(200, body=json.dumps(first).encode(), only=is_list))
    with pytest.raises(OddAnswer):
        next(pages)


@pytest.mark.parametrize("cursor", ["../../x", "1?y=2", "", "9" * 100, "é"])
def test_a_cursor_that_is_none_is_not_asked_for(connection: Connection, proxy: Proxy, cursor: str) -> None:
    with pytest.raises(OddAnswer):
        next(connection.pages(STATUSES, cursor))
    assert not [each for each in proxy.requests if is_list(each)]


ODD: list[object] = [
    None,
    7,
    "a word",
    [],
    {},
    {"id": None},
    {"id": "../7"},
    {"id": {"$": 1}},
    {"content": None},
    {"content": 7},
    {"visibility": None},
    {"account": None},
    {"account": {"id": "1"}},
]


def test_an_odd_post_costs_itself_alone(person: Person, connection: Connection, proxy: Proxy) -> None:
    ids = person.posts([f"<p>{number}</p>" for number in range(len(ODD) + 2)])
    everything(connection)

    def spoil(page: list[Json]) -> list[object]:
        spoilt = [page[n + 1] | odd if isinstance(odd, dict) and odd else odd for n, odd in enumerate(ODD)]
        return [page[0], *spoilt, page[-1]]

    request, _, _, body = next(one for one in proxy.answers if is_list(one[0]))
    assert is_list(request)
    proxy.misbehave(Fault(200, body=json.dumps(spoil(json.loads(body))).encode(), only=is_list))
    first = next(connection.pages(STATUSES))
    assert [item.id for item in first.items] == [ids[-1], ids[0]]
    assert sum(unread.count for unread in first.unread) == len(ODD)
    assert not [unread for unread in first.unread if "word" in unread.reason]


@pytest.mark.parametrize(
    "more",
    [
        {"created_at": None},
        {"created_at": "yesterday"},
        {"created_at": 9e99},
        {"media_attachments": "none"},
        {"media_attachments": [None, {"url": 7, "description": []}]},
        {"mentions": {"acct": "x"}},
        {"poll": []},
        {"poll": {"options": "none"}},
        {"language": 7},
        {"spoiler_text": None},
        {"edited_at": 7},
        {"quote": "x"},
        {"reblog": "x"},
        {"in_reply_to_id": {}},
        {"url": ["x"]},
        {"visibility": "circle"},
        {"sensitive": "yes"},
    ],
    ids=str,
)
def test_an_odd_field_costs_itself_alone(more: Json) -> None:
    item = statuses.item(STATUS | more, ME, {})
    assert item is not None
    assert (item.id, item.kind, item.text) == ("115000000000000001", ItemKind.POST, "here")


ME = statuses.Me("7", Actor("https://social.example/users/wren", "@wren@social.example"), None)
STATUS: Json = {
    "id": "115000000000000001",
    "account": {"id": "7"},
    "content": "<p>here</p>",
    "visibility": "public",
    "created_at": "2026-03-01T08:07:00.345Z",
    "url": "https://social.example/@wren/115000000000000001",
}


def test_a_lone_surrogate_is_made_storable() -> None:
    item = statuses.item(STATUS | {"content": "<p>\ud83d here</p>", "spoiler_text": "\udc00"}, ME, {})
    assert item is not None
    item.text.encode()


def test_somebody_elses_post_is_not_taken_for_the_owners() -> None:
    with pytest.raises(Unfit):
        statuses.item(STATUS | {"account": {"id": "8"}}, ME, {})


VERIFIED: Json = {
    "id": "7",
    "username": "wren",
    "url": "https://social.example/@wren",
    "display_name": "Wren",
    "note": "",
    "fields": [],
}


@pytest.mark.parametrize(
    ("uri", "actor"),
    [
        pytest.param(None, "https://social.example/users/wren", id="before 4.2"),
        pytest.param("https://social.example/users/wren", "https://social.example/users/wren", id="by name"),
        pytest.param(
            "https://social.example/ap/users/115", "https://social.example/ap/users/115", id="numbered"
        ),
    ],
)
def test_the_account_is_named_by_its_own_address_whatever_form_that_has(
    uri: str | None, actor: str, tmp_path: Path
) -> None:
    told = VERIFIED | ({"uri": uri} if uri else {})
    me = statuses.me(told)
    assert me is not None
    account = statuses.account(told, me, FIRST).account
    content = mastodon_export.files([mastodon_export.note(1, "<p>here</p>")])
    profile = json.loads(content["actor.json"]) | {"id": actor, "preferredUsername": "wren"}
    exported = read(
        mastodon_export.write_tar(tmp_path / "m.tar.gz", content | {"actor.json": json.dumps(profile)})
    )
    assert exported.accounts[0].account == account
    reply = STATUS | {"in_reply_to_id": "115", "in_reply_to_account_id": "7"}
    item = statuses.item(reply, me, {})
    assert item is not None
    assert (item.kind, item.parent_id) == (ItemKind.REPLY, "115")
    assert item.extra["conversation"] == {"in_reply_to": f"{actor}/statuses/115", "own_thread": True}


@pytest.mark.parametrize(
    "change",
    [
        {"id": None},
        {"id": "../1"},
        {"username": None},
        {"username": "a/b"},
        {"url": None},
        {"url": "https://[", "uri": 7},
        {"url": "javascript:alert(1)"},
    ],
    ids=str,
)
def test_an_account_without_number_name_or_address_is_none(change: Json) -> None:
    assert statuses.me(VERIFIED | change) is None


def test_an_older_server_is_not_asked_again_what_it_does_not_know(
    person: Person, other: Person, connection: Connection, proxy: Proxy
) -> None:
    theirs = other.post("<p>How was the night?</p>")
    parent = {"in_reply_to_id": int(theirs), "in_reply_to_account_id": int(other.id)}
    person.posts([f"<p>Quiet, {number}</p>" for number in range(60)], **parent)
    proxy.misbehave(Fault(404, body=b"<html>The page you are looking for isn't here</html>", only=_is_many))
    items = everything(connection)
    assert len(items) == 60
    assert {(item.kind, item.parent_id) for item in items} == {(ItemKind.REPLY, None)}
    assert len([each for each in proxy.requests if _is_many(each)]) == 1


def _is_many(request: Request) -> bool:
    return request.route == "/api/v1/statuses"


@pytest.mark.parametrize("what", [b"{}", b'{"id": "1"}', b"[]", b'[{"id": "1"}]'])
def test_an_answer_of_another_shape_is_odd(connection: Connection, proxy: Proxy, what: bytes) -> None:
    proxy.misbehave(Fault(200, body=what))
    with pytest.raises(LiveError) as caught:
        connection.check()
    assert type(caught.value) is OddAnswer
