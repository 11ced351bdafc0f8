"""Every request and answer of a whole round over X, by X's own OpenAPI document."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest

from connectors.live import DeleteAnswer, Presence
from connectors.model import ItemKind
from connectors.x import sign_in
from connectors.x.api import CONNECTOR
from connectors.x.timeline import EXPANSIONS, FIELDS, MEDIA_FIELDS
from tests.connectors.live.doubles.x import XStub
from tests.connectors.live.held_clock import HeldClock
from tests.connectors.live.proxy import Proxy, in_front_of
from tests.connectors.live.x_document import EXTRACT, Document, extract, facts

NAME = "x-openapi-2.167.json"
PLACES = (
    os.environ.get("AUDIT_TUI_X_OPENAPI", ""),
    str(Path(__file__).parents[4] / "shared" / "reference" / NAME),
)
PATH = "/2/users/900100/tweets"


def _document() -> Path | None:
    return next((Path(place) for place in PLACES if place and Path(place).is_file()), None)


@pytest.fixture(params=["extract", "document"])
def document(request: pytest.FixtureRequest) -> Document:
    if request.param == "extract":
        return extract()
    place = _document()
    if place is None:
        pytest.skip(f"X's OpenAPI document is not here: name it in AUDIT_TUI_X_OPENAPI ({NAME}, some 860 kB)")
    return Document(facts(json.loads(place.read_text("utf-8"))))


@pytest.fixture
def stub() -> Iterator[XStub]:
    stub = XStub()
    yield stub
    stub.close()
    assert stub.wrongs == []


@pytest.fixture
def proxy(stub: XStub) -> Iterator[Proxy]:
    with in_front_of(stub.url) as proxy:
        yield proxy


def _everything_there_is(stub: XStub) -> None:
    stub.media["3_1"] = {
        "media_key": "3_1",
        "type": "photo",
        "url": "https://pbs.twimg.example/media/a.jpg",
        "alt_text": "A crossword",
    }
    stub.add(["one", "two"])
    stub.edit(stub.add(["a first version"])[0], "a second version")
    stub.put(
        {
            "text": "Long words… https://t.co/n",
            "note_tweet": {"text": "Long words and many more", "entities": {"urls": []}},
            "attachments": {"media_keys": ["3_1"]},
            "entities": {
                "urls": [
                    {"start": 0, "end": 3, "url": "https://t.co/n", "expanded_url": "https://a.example"}
                ],
                "mentions": [{"start": 0, "end": 3, "username": "invented_friend", "id": "777"}],
            },
            "possibly_sensitive": False,
            "community_id": "1",
        }
    )
    stub.put(
        {
            "text": "@invented_friend yes",
            "in_reply_to_user_id": "777",
            "referenced_tweets": [{"type": "replied_to", "id": "5"}],
        }
    )
    stub.put(
        {
            "text": "RT @invented_other: words",
            "referenced_tweets": [{"type": "retweeted", "id": "6"}],
        }
    )


def test_a_whole_round_asks_and_is_answered_as_the_document_says(
    stub: XStub, proxy: Proxy, document: Document
) -> None:
    _everything_there_is(stub)
    connection = CONNECTOR.open(stub.credentials(proxy.url), lambda _: None, HeldClock())
    connection.check()
    connection.profile()
    connection.estimate(0)
    items = [item for page in connection.pages(connection.streams[0]) for item in page.items]
    assert len(items) == 7
    for item in items:
        assert connection.exists(item).presence is Presence.THERE
    repost = next(item for item in items if item.kind is ItemKind.REPOST)
    others = [item for item in items if item.kind is not ItemKind.REPOST]
    assert connection.delete(repost).answer is DeleteAnswer.ACCEPTED
    for item in others:
        assert connection.delete(item).answer in (DeleteAnswer.ACCEPTED, DeleteAnswer.ABSENT)
        assert connection.exists(item).presence is Presence.GONE
    connection.close()
    assert {request.method for request in proxy.requests} == {"GET", "DELETE"}
    for request, status, _, body in proxy.answers:
        assert document.wrongs_of_request(request.method, request.path, request.body) == []
        assert document.scopes(request.method, request.path) <= {*sign_in.READ, *sign_in.DELETE}
        if request.method == "GET":
            assert document.scopes(request.method, request.path) <= set(sign_in.READ)
        told = json.loads(body)
        assert status == 200
        assert document.wrongs_of_answer(request.method, request.path, told) == []


def test_the_extract_is_what_the_document_says() -> None:
    place = _document()
    if place is None:
        pytest.skip(f"X's OpenAPI document is not here: name it in AUDIT_TUI_X_OPENAPI ({NAME}, some 860 kB)")
    assert json.loads(EXTRACT.read_text("utf-8")) == facts(json.loads(place.read_text("utf-8")))


def test_the_scopes_and_the_token_address_are_the_documents(document: Document) -> None:
    assert {*sign_in.READ, *sign_in.DELETE} <= set(document.told["scopes"])
    assert document.told["token"] == f"{sign_in.SERVER}/2/oauth2/token"


def test_no_right_is_asked_for_that_no_request_needs(document: Document) -> None:
    needed = {scope for told in document.told["operations"].values() for scope in told["scopes"]}
    assert {*sign_in.READ, *sign_in.DELETE} - needed == {"offline.access"}


GOOD = {
    "max_results": "100",
    "tweet.fields": ",".join(FIELDS),
    "expansions": ",".join(EXPANSIONS),
    "media.fields": ",".join(MEDIA_FIELDS),
}


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({}, None),
        ({"max_results": "101"}, "max_results"),
        ({"max_results": "4"}, "max_results"),
        ({"max_results": "many"}, "max_results"),
        ({"pagination_token": ""}, "pagination_token"),
        ({"tweet.fields": "created_at,secret_field"}, "tweet.fields"),
        ({"tweet.fields": "created_at,created_at"}, "tweet.fields"),
        ({"tweet.fields": ""}, "tweet.fields"),
        ({"media.fields": "alt"}, "media.fields"),
        ({"expansions": "attachments.media"}, "expansions"),
        ({"expansions": "referenced_posts"}, "expansions"),
        ({"post.fields": "created_at"}, "both dialects"),
        ({"count": "5"}, "count is no parameter"),
        ({"exclude": "quotes"}, "exclude"),
    ],
)
def test_the_check_finds_what_is_wrong_with_a_request(change: dict[str, str], wrong: str | None) -> None:
    found = extract().wrongs_of_request("GET", f"{PATH}?{urlencode(GOOD | change)}")
    assert (found == []) if wrong is None else any(wrong in one for one in found)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", PATH, b""),
        ("GET", "/2/users/wren/tweets", b""),
        ("GET", "/2/users/900100/likes", b""),
        ("GET", "/2/tweets/1x", b""),
        ("GET", "/2/users/me?tweet.fields=created_at&tweet.fields=text", b""),
        ("DELETE", "/2/tweets/123456789012345678901", b""),
        ("DELETE", "/2/tweets/1", b"{}"),
        ("DELETE", "/2/tweets/1?force=true", b""),
    ],
)
def test_the_check_refuses_other_requests(method: str, path: str, body: bytes) -> None:
    assert extract().wrongs_of_request(method, path, body)


@pytest.mark.parametrize(
    "body",
    [
        {"data": {}},
        {"data": [{"id": 1}]},
        {"data": [{"id": "1", "full_text": "an older name"}]},
        {"data": [{"id": "1", "text": None}]},
        {"data": [], "next": "somewhere"},
        {"data": [{"referenced_tweets": [{"type": "liked", "id": "1"}]}]},
        {"data": [{"note_tweet": {}}]},
        {"errors": [{"type": "https://api.x.com/2/problems/unheard-of", "title": "", "detail": ""}]},
        {"meta": {"result_count": "3"}},
        [],
        None,
    ],
)
def test_the_check_finds_what_is_wrong_with_an_answer(body: object) -> None:
    assert extract().wrongs_of_answer("GET", PATH, body)


def test_the_stub_refuses_what_the_document_does_not_know(stub: XStub) -> None:
    connection = CONNECTOR.open(stub.credentials(stub.url), lambda _: None, HeldClock())
    account = connection.check()
    with in_front_of(stub.url) as proxy:
        credentials = stub.credentials(proxy.url)
        other = CONNECTOR.open(credentials, lambda _: None, HeldClock())
        assert other.check() == replace(account)
        other.close()
    connection.close()
    for path in (f"{PATH}?max_results=1000", "/2/tweets/1?tweet.fields=nothing"):
        request = replace(proxy.requests[0], path=path)
        assert stub.answer(request).status == 400
    assert len(stub.wrongs) == 2
    stub.wrongs.clear()
