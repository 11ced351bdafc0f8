"""A connected X account: items as in the archive, the reach, edits, looking, deleting, limits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor import sync as syncing
from auditor.store import Vault
from connectors.clock import LONGEST
from connectors.credentials import Credentials
from connectors.errors import MissingScope, NotOffered, OddAnswer, RateLimited, SignedOut
from connectors.live import Connection, Deed, DeleteAnswer, Page, Presence
from connectors.model import Item, ItemKind, Profile
from connectors.x.answers import problems
from connectors.x.api import CONNECTOR
from connectors.x.posts import Author
from connectors.x.timeline import FIELDS, SOURCE, listed
from tests.connectors.live.doubles.x import XStub
from tests.connectors.live.held_clock import START, HeldClock
from tests.connectors.live.proxy import Fault, Proxy, in_front_of
from tests.connectors.reading import read
from tests.fixtures import x_archive

Json = dict[str, Any]

POSTS = "posts"


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def stub(clock: HeldClock) -> Iterator[XStub]:
    stub = XStub(now=clock.now, is_limited=True)
    yield stub
    stub.close()
    assert stub.wrongs == []


@pytest.fixture
def proxy(stub: XStub) -> Iterator[Proxy]:
    with in_front_of(stub.url) as proxy:
        yield proxy


@pytest.fixture
def kept() -> list[Credentials]:
    return []


@pytest.fixture
def connection(stub: XStub, proxy: Proxy, clock: HeldClock, kept: list[Credentials]) -> Iterator[Connection]:
    opened = CONNECTOR.open(stub.credentials(proxy.url), kept.append, clock)
    yield opened
    opened.close()


def pages(connection: Connection) -> list[Page]:
    return list(connection.pages(connection.streams[0]))


def items(connection: Connection) -> list[Item]:
    return [item for page in pages(connection) for item in page.items]


def answered(proxy: Proxy, body: object, route: str = "", status: int = 200) -> None:
    """X answers this once, to the next request of this route."""
    fault = Fault(status, body=json.dumps(body).encode(), only=lambda request: request.route.endswith(route))
    proxy.misbehave(fault)


# The same posts, as the archive and as the API tell them.

LONG = "Twenty years on this ward & one thing about the rota: " + "no. " * 90
CUT = LONG[:200].replace("&", "&amp;") + "… https://t.co/long"
ALT = "Bed &amp; chart"
PHOTO = "https://pbs.twimg.example/media/F10.jpg"
FILM = "https://pbs.twimg.example/amplify_video_thumb/11/img/a.jpg"


def _at(minute: int) -> Json:
    return {"at": x_archive.START + timedelta(minutes=minute)}


def _stamp(minute: int) -> str:
    return (x_archive.START + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _link(url: str, expanded: str) -> Json:
    return {"start": 0, "end": 23, "url": url, "expanded_url": expanded, "display_url": "a.example"}


def _shown(address: str, alt: str = "") -> Json:
    told = {"media_url_https": address, "url": "https://t.co/p", "type": "photo", "id_str": "1"}
    return {"media": [told | ({"ext_alt_text": alt} if alt else {})]}


def _edited(*ids: str) -> Json:
    return {"edit": {"initialTweetId": ids[0], "editControlInitial": {"editTweetIds": list(ids)}}}


def _first(*ids: str) -> Json:
    return {"initial": {"editTweetIds": list(ids), "editsRemaining": "4"}}


def archive() -> list[Json]:
    entities = {"urls": [_link("https://t.co/a", "https://a.example/page")]}
    return [
        x_archive.tweet(1001, "A quiet day &amp; a long night &lt;3", **_at(1)),
        x_archive.reply(1002, "and the day after", 1001, **_at(2)),
        x_archive.reply(1003, "@invented_friend two a day", 55, handle="invented_friend", **_at(3)),
        x_archive.tweet(1004, "RT @invented_other: wash your hands", **_at(4)),
        x_archive.tweet(1005, "Read this https://t.co/a", entities=entities, **_at(5)),
        x_archive.tweet(1006, CUT, **_at(6)),
        x_archive.tweet(1007, "Look https://t.co/p", extended_entities=_shown(PHOTO, ALT), **_at(7)),
        x_archive.tweet(1008, "Film https://t.co/p", extended_entities=_shown(FILM), **_at(8)),
        x_archive.tweet(1009, "Version 1", edit_info=_first("1009", "1010"), **_at(9)),
        x_archive.tweet(1010, "Version one", edit_info=_edited("1009", "1010"), **_at(10)),
        x_archive.tweet(1011, "Not for work", possibly_sensitive=True, **_at(11)),
    ]  # fmt: skip


def post_to(stub: XStub) -> None:
    """The posts of `archive` on the server."""

    def put(id: int, minute: int, text: str, **more: object) -> None:
        stub.put({"id": str(id), "text": text, "created_at": _stamp(minute), **more})

    def reference(type: str, id: int) -> list[Json]:
        return [{"type": type, "id": str(id)}]

    mine, theirs = stub.wren["id"], "777"
    stub.media["3_10"] = {"media_key": "3_10", "type": "photo", "url": PHOTO, "alt_text": ALT}
    stub.media["13_11"] = {"media_key": "13_11", "type": "video", "preview_image_url": FILM}
    named = [{"start": 0, "end": 16, "username": "invented_friend", "id": theirs}]
    own = {"url": "https://t.co/p", "expanded_url": "https://x.com/wren_invented/status/1007/photo/1"}
    put(1001, 1, "A quiet day &amp; a long night &lt;3")
    put(
        1002,
        2,
        "and the day after",
        in_reply_to_user_id=mine,
        referenced_tweets=reference("replied_to", 1001),
    )
    put(
        1003,
        3,
        "@invented_friend two a day",
        in_reply_to_user_id=theirs,
        referenced_tweets=reference("replied_to", 55),
        entities={"mentions": named},
    )
    put(1004, 4, "RT @invented_other: wash your hands", referenced_tweets=reference("retweeted", 66))
    put(
        1005,
        5,
        "Read this https://t.co/a",
        entities={"urls": [_link("https://t.co/a", "https://a.example/page")]},
    )
    put(1006, 6, CUT, note_tweet={"text": LONG.replace("&", "&amp;")})
    put(
        1007,
        7,
        "Look https://t.co/p",
        attachments={"media_keys": ["3_10"]},
        entities={"urls": [{"start": 5, "end": 28, "media_key": "3_10", **own}]},
    )
    put(1008, 8, "Film https://t.co/p", attachments={"media_keys": ["13_11"]})
    put(1009, 9, "Version 1", edit_history_tweet_ids=["1009", "1010"])
    put(1010, 10, "Version one", edit_history_tweet_ids=["1009", "1010"])
    put(1011, 11, "Not for work", possibly_sensitive=True)


def archived(tmp_path: Path) -> list[Item]:
    notes = [x_archive.note(9, LONG, **_at(6))]
    return read(x_archive.write_zip(tmp_path / "x.zip", x_archive.files(archive(), notes=notes))).items


def without_source(item: Item) -> Item:
    """The item without what only one of the two tells: what a repost repeats, and the number of a note."""
    extra = {name: value for name, value in item.extra.items() if name not in (SOURCE, "note_tweet_id")}
    return replace(item, extra=extra)


def test_every_post_is_the_same_item_as_in_the_archive(
    stub: XStub, connection: Connection, tmp_path: Path
) -> None:
    post_to(stub)
    live = {item.id: without_source(item) for item in items(connection)}
    known = {item.id: without_source(item) for item in archived(tmp_path)}
    assert len(known) == 11
    assert live == known


def test_a_sync_after_an_import_adds_and_changes_nothing_and_the_other_way_round(
    stub: XStub, connection: Connection, vault: Vault, tmp_path: Path
) -> None:
    post_to(stub)
    sources = {"archive": archived(tmp_path), "api": items(connection)}
    account = connection.check()
    for number, order in enumerate((("archive", "api", "archive"), ("api", "archive", "api"))):
        other = replace(account, handle=f"@wren_{number}", remote_id=str(number))
        stored = vault.accounts.upsert(other, None, "x-api")
        told = []
        for name in order:
            source = vault.imports.begin(name, name, f"{name} {number} {len(told)}")
            vault.imports.touch(source, stored.id)
            done = vault.items.upsert(stored.id, sources[name], source)
            vault.imports.finish(source, done.added, done.updated, 0)
            told.append((done.added, done.updated))
        assert told == [(11, 0), (0, 0), (0, 0)]


def test_account_and_profile_are_the_archives(
    stub: XStub, connection: Connection, clock: HeldClock, tmp_path: Path
) -> None:
    stub.wren |= {
        "description": "Nurse at Fernhollow General. Views &amp; typos mine.",
        "url": "https://wren.example",
    }
    (known,) = read(x_archive.write_zip(tmp_path / "x.zip", x_archive.files(archive()))).accounts
    assert connection.check() == known.account
    assert known.profile is not None
    assert connection.profile() == replace(known.profile, observed_at=clock.now())


def test_a_bare_profile_is_no_trouble(stub: XStub, connection: Connection, clock: HeldClock) -> None:
    for name in ("description", "location", "url", "name"):
        stub.wren.pop(name)
    assert connection.profile() == Profile(observed_at=clock.now())


# Reading.


def test_only_the_newest_are_given_and_that_is_said_aloud(
    stub: XStub, proxy: Proxy, connection: Connection
) -> None:
    stub.reach = 250
    stub.add([f"number {number}" for number in range(300)])
    read = pages(connection)
    assert [len(page.items) for page in read] == [100, 100, 50]
    assert [page.billed for page in read] == [100, 100, 50]
    assert read[-1].items[-1].text == "number 50"
    assert read[-1].cursor is None
    (stream,) = connection.streams
    assert not stream.reaches_back
    assert "3,200" in connection.note
    assert "archive" in connection.note


def test_past_its_reach_x_answers_with_success_and_no_posts(
    stub: XStub, proxy: Proxy, connection: Connection
) -> None:
    stub.add([f"number {number}" for number in range(150)])
    (first, last) = pages(connection)
    proxy.misbehave(
        Fault(body=b'{"meta": {"result_count": 0}}', only=lambda request: "pagination_token" in request.path)
    )
    (empty,) = list(connection.pages(connection.streams[0], first.cursor))
    assert (empty.items, empty.cursor, empty.billed) == ((), None, 0)
    assert last.cursor is None


def test_a_page_without_posts_in_the_middle_does_not_end_the_list(
    stub: XStub, proxy: Proxy, connection: Connection
) -> None:
    stub.add([f"number {number}" for number in range(150)])
    token = pages(connection)[0].cursor
    answered(proxy, {"meta": {"result_count": 0, "next_token": token}}, "/tweets")
    assert len(items(connection)) == 50


@pytest.mark.parametrize("is_repeating", [False, True], ids=["empty", "the same post again"])
def test_a_list_that_goes_round_and_round_comes_to_an_end(
    stub: XStub, proxy: Proxy, connection: Connection, is_repeating: bool
) -> None:
    data = {"data": [{"id": "5", "text": "again", "created_at": _stamp(1)}]} if is_repeating else {}
    for number in range(50):
        answered(proxy, {**data, "meta": {"next_token": f"token{number}"}}, "/tweets")
    read = pages(connection)
    assert len(read) <= 4
    assert read[-1].cursor is None


def test_a_cursor_that_x_no_longer_knows_is_told(stub: XStub, connection: Connection, proxy: Proxy) -> None:
    connection.check()
    with pytest.raises(OddAnswer):
        next(connection.pages(connection.streams[0], "7140dibdnow9c7btw4539n0vybdnx19ylpayqf16fjt4l"))
    before = len(proxy.requests)
    for cursor in ("", "a b", "../1", "x" * 500, "ü"):
        with pytest.raises(OddAnswer):
            next(connection.pages(connection.streams[0], cursor))
    assert len(proxy.requests) == before


def test_one_odd_post_costs_only_itself(stub: XStub, proxy: Proxy, connection: Connection) -> None:
    good = {"id": "7", "text": "good", "created_at": _stamp(1)}
    odd: list[object] = [
        None,
        "string",
        5,
        [],
        {},
        {"id": "string", "text": "an id that int() does not take"},
        {"id": 8, "text": "a number"},
        {"id": "9" * 40, "text": "too long"},
        {"id": "9"},
        {"id": "10", "text": None},
        {"id": "11", "text": {"a": 1}},
        {"id": "12", "text": "of somebody else", "author_id": "1"},
    ]
    bent = {
        "id": "13",
        "text": "bent \ud800 \u0000 here",
        "created_at": 5,
        "entities": [1],
        "attachments": {"media_keys": [None, {}, "3_1"]},
        "referenced_tweets": [None, {"type": "replied_to"}, {"id": 4}],
        "edit_history_tweet_ids": "13",
        "note_tweet": [],
        "lang": {"a": float(3)},
        "in_reply_to_user_id": [],
    }
    body = {
        "data": [*odd, bent, good],
        "meta": {"result_count": 14},
        "includes": {"media": "x", "tweets": {}},
    }
    answered(proxy, body, "/tweets")
    (page,) = pages(connection)
    assert [item.id for item in page.items] == ["13", "7"]
    assert page.items[0].text == "bent \ufffd \ufffd here"
    assert sum(one.count for one in page.unread) == len(odd)
    assert not any("somebody" in one.part or "int()" in one.reason for one in page.unread)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"data": {}},
        {"data": [], "meta": []},
        {"data": "x", "meta": {}},
        {"meta": {"next_token": 5}},
        {"meta": {"next_token": "a b"}},
        {"meta": {"next_token": ""}},
        {"errors": [{"type": "https://api.x.com/2/problems/not-authorized-for-resource"}]},
    ],
)
def test_an_answer_that_is_no_page_is_told(proxy: Proxy, connection: Connection, body: Json) -> None:
    connection.check()
    answered(proxy, body, "/tweets")
    with pytest.raises(OddAnswer):
        next(connection.pages(connection.streams[0]))


def test_posts_without_what_was_asked_for_are_not_taken(proxy: Proxy, connection: Connection) -> None:
    body = {"data": [{"id": "1", "text": "cut short…"}], "meta": {"result_count": 1}}
    answered(proxy, body, "/tweets")
    with pytest.raises(OddAnswer, match="newer version"):
        next(connection.pages(connection.streams[0]))


def test_the_newer_dialect_is_read_too(proxy: Proxy, connection: Connection) -> None:
    posts = [
        {
            "id": "21",
            "text": "@wren_friend Long w…",
            "created_at": _stamp(3),
            "note_post": {"text": "Long words"},
            "in_reply_to_user_id": "777",
            "referenced_posts": [{"type": "replied_to", "id": "3"}],
            "edit_history_post_ids": ["20", "21"],
        },
        {
            "id": "19",
            "text": "RT @a: b",
            "created_at": _stamp(1),
            "referenced_posts": [{"type": "retweeted", "id": "4"}],
        },
    ]
    versions = [{"id": "20", "text": "Logn", "created_at": _stamp(2), "edit_history_post_ids": ["20", "21"]}]
    answered(proxy, {"data": posts, "includes": {"posts": versions}, "meta": {"result_count": 2}}, "/tweets")
    newest, earlier, repost = items(connection)
    assert (newest.text, newest.kind, newest.parent_id) == ("@wren_friend Long words", ItemKind.REPLY, "3")
    assert newest.extra["edit_of"] == "20"
    assert (earlier.id, earlier.text) == ("20", "Logn")
    assert (repost.kind, repost.extra[SOURCE]) == (ItemKind.REPOST, "4")
    answered(
        proxy, {"data": {"id": "900100", "username": "wren", "public_metrics": {"post_count": 12}}}, "me"
    )
    assert connection.estimate(0).items == 12


def test_an_edited_post_comes_with_its_earlier_versions_and_each_can_be_seen(
    stub: XStub, connection: Connection
) -> None:
    first = stub.add(["Mrs Invented, 94, of bed 3"])[0]
    second = stub.edit(first, "A lady of bed 3")
    third = stub.edit(second, "A lady")
    (page,) = pages(connection)
    assert [(item.id, item.text) for item in page.items] == [
        (third, "A lady"),
        (second, "A lady of bed 3"),
        (first, "Mrs Invented, 94, of bed 3"),
    ]
    assert page.billed == 3
    assert [item.extra.get("edit_of") for item in page.items] == [first, first, None]
    assert all(item.extra["versions"] == [first, second, third] for item in page.items)
    for item in page.items:
        sight = connection.exists(item)
        assert sight.presence is Presence.THERE
        assert sight.item is not None
        assert sight.item.text == item.text


def test_with_one_version_all_are_deleted(stub: XStub, connection: Connection) -> None:
    first = stub.add(["first"])[0]
    stub.edit(first, "second")
    newest, earlier = items(connection)
    assert connection.delete(earlier).answer is DeleteAnswer.ACCEPTED
    assert connection.exists(newest).presence is Presence.GONE
    assert connection.exists(earlier).presence is Presence.GONE
    assert connection.delete(newest).answer is DeleteAnswer.ABSENT


def test_pictures_are_counted_as_charged(stub: XStub, connection: Connection) -> None:
    post_to(stub)
    (page,) = pages(connection)
    assert page.billed == len(page.items) + 2


# What it costs.


def test_the_estimate_says_both_prices(stub: XStub, proxy: Proxy, connection: Connection) -> None:
    stub.add([f"number {number}" for number in range(300)])
    estimate = connection.estimate(0)
    assert len(proxy.requests) == 1
    assert (estimate.items, estimate.requests) == (300, 4)
    assert (estimate.cost_low, estimate.cost_high) == (0.31, 1.51)
    assert "own the app" in estimate.note


@pytest.mark.parametrize(
    ("posts", "media", "known", "told"),
    [
        (50_000, 0, 0, (3200, 33, 3.21, 16.01)),
        (50_000, 20_000, 0, (3200, 33, 3.21, 80.01)),
        (1000, 0, 990, (1000, 11, 1.01, 5.01)),
        (0, 0, 0, (0, 1, 0.01, 0.01)),
        ("many", 0, 0, (None, None, 0, 0)),
        (True, 0, 0, (None, None, 0, 0)),
        (-1, 0, 0, (None, None, 0, 0)),
    ],
)
def test_the_estimate_reaches_as_far_as_x_does(
    proxy: Proxy, connection: Connection, posts: object, media: int, known: int, told: tuple[object, ...]
) -> None:
    metrics = {"tweet_count": posts, "media_count": media}
    answered(proxy, {"data": {"id": "900100", "username": "wren_invented", "public_metrics": metrics}}, "me")
    found = connection.estimate(known)
    assert (found.items, found.requests, found.cost_low, found.cost_high) == told


def test_used_up_credit_is_told_as_that(proxy: Proxy, connection: Connection) -> None:
    credits = {"title": "CreditsDepleted", "type": "https://api.x.com/2/problems/credits"}
    capped = {"title": "UsageCapExceeded", "type": "https://api.twitter.com/2/problems/usage-capped"}
    for status, body in ((402, credits), (402, {}), (429, capped), (403, credits)):
        answered(proxy, body, status=status)
        with pytest.raises(MissingScope, match="credit") as caught:
            connection.check()
        assert not caught.value.is_passing


# Looking.


def _problem(type: str, id: str = "5", **more: object) -> Json:
    told = {"resource_type": "tweet", "resource_id": id, "value": id, "parameter": "id"}
    return {"type": f"https://api.twitter.com/2/problems/{type}", "title": "", "detail": "", **told, **more}


@pytest.mark.parametrize(
    ("status", "body", "presence"),
    [
        (200, {"errors": [_problem("resource-not-found")]}, Presence.GONE),
        (404, {"errors": [_problem("resource-not-found")]}, Presence.GONE),
        (404, _problem("resource-not-found"), Presence.GONE),
        (200, {"errors": [_problem("resource-not-found", resource_type="post")]}, Presence.GONE),
        (200, {"errors": [_problem("resource-not-found", "6")]}, Presence.UNCLEAR),
        (200, {"errors": [_problem("resource-not-found", title="Forbidden")]}, Presence.UNCLEAR),
        (404, {"errors": [_problem("resource-not-found", title="Forbidden")]}, Presence.UNCLEAR),
        (200, {"errors": [_problem("resource-not-found", resource_type="user")]}, Presence.UNCLEAR),
        (200, {"errors": [_problem("not-authorized-for-resource")]}, Presence.UNCLEAR),
        (403, {"errors": [_problem("not-authorized-for-resource")]}, Presence.UNCLEAR),
        (200, {"errors": [_problem("resource-unavailable")]}, Presence.UNCLEAR),
        (200, {"data": {"id": "6", "text": "another"}}, Presence.UNCLEAR),
        (200, {"data": {"id": "5", "text": "hers no more", "author_id": "1"}}, Presence.UNCLEAR),
        (200, {"data": {"id": "5"}}, Presence.THERE),
        (
            200,
            {"data": {"id": "5", "text": "there"}, "errors": [_problem("resource-not-found", "9")]},
            Presence.THERE,
        ),
    ],
)
def test_gone_is_only_what_x_says_to_be_gone(
    proxy: Proxy, connection: Connection, status: int, body: Json, presence: Presence
) -> None:
    connection.check()
    answered(proxy, body, "/5", status)
    assert connection.exists(Item("5", ItemKind.POST, "")).presence is presence


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, {}),
        (404, "Not found"),
        (404, {"errors": [_problem("resource-not-found", "6")]}),
        (400, {"errors": "many"}),
        (410, {}),
        (200, {}),
        (200, {"data": []}),
        (200, {"errors": []}),
    ],
)
def test_an_answer_that_names_nothing_is_no_proof(
    proxy: Proxy, connection: Connection, status: int, body: object
) -> None:
    connection.check()
    answered(proxy, body, "/5", status)
    with pytest.raises(OddAnswer):
        connection.exists(Item("5", ItemKind.POST, ""))


def test_what_x_hides_is_unclear(stub: XStub, connection: Connection) -> None:
    (id,) = stub.add(["hidden"])
    (item,) = items(connection)
    stub.hidden.add(id)
    assert connection.exists(item).presence is Presence.UNCLEAR


def test_what_has_no_number_of_xs_is_not_asked_for(proxy: Proxy, connection: Connection) -> None:
    for item in (
        Item("note-5", ItemKind.POST, "", has_platform_id=False),
        Item("5", ItemKind.POST, "", has_platform_id=False),
        Item("../users/me", ItemKind.POST, ""),
        Item("article-8001", ItemKind.POST, ""),
    ):
        assert connection.exists(item).presence is Presence.UNCLEAR
        with pytest.raises(NotOffered, match="Open the post on X"):
            connection.delete(item)
    assert proxy.requests == []


# Deleting.


def _deletes(proxy: Proxy) -> list[str]:
    return [request.route for request in proxy.requests if request.method == "DELETE"]


def test_a_repost_is_undone_and_the_post_that_it_repeats_is_left(
    stub: XStub, proxy: Proxy, connection: Connection
) -> None:
    source = stub.put({"text": "theirs", "author_id": stub.eve["id"]})
    repost = stub.put({"text": "RT @eve_invented: theirs",
                       "referenced_tweets": [{"type": "retweeted", "id": source}]})  # fmt: skip
    (item,) = items(connection)
    assert connection.delete(item).answer is DeleteAnswer.ACCEPTED
    assert _deletes(proxy) == [f"/2/users/{stub.wren['id']}/retweets/{source}"]
    assert connection.exists(item).presence is Presence.GONE
    assert connection.exists(replace(item, id=source)).presence is Presence.UNCLEAR
    assert repost not in {post["id"] for post in stub.posts}
    assert source in {post["id"] for post in stub.posts}


def test_a_repost_out_of_the_archive_is_looked_at_first(
    stub: XStub, proxy: Proxy, connection: Connection
) -> None:
    post_to(stub)
    (item,) = [one for one in items(connection) if one.kind is ItemKind.REPOST]
    bare = replace(item, extra={})
    assert connection.delete(bare).answer is DeleteAnswer.ACCEPTED
    assert _deletes(proxy) == [f"/2/users/{stub.wren['id']}/retweets/66"]
    assert connection.delete(bare).answer is DeleteAnswer.ABSENT
    assert len(_deletes(proxy)) == 1


def test_a_post_that_only_begins_like_a_repost_is_deleted_as_a_post(
    stub: XStub, proxy: Proxy, connection: Connection
) -> None:
    (id,) = stub.add(["RT @friend: how we did it by hand in 2009"])
    (item,) = items(connection)
    assert item.kind is ItemKind.REPOST
    assert connection.delete(item).answer is DeleteAnswer.ACCEPTED
    assert _deletes(proxy) == [f"/2/tweets/{id}"]
    assert connection.exists(item).presence is Presence.GONE


def test_a_hostile_source_of_a_repost_is_not_asked_for(proxy: Proxy, connection: Connection) -> None:
    for source in ("../../tweets/1", 5, {"a": 1}, "1?x=1"):
        with pytest.raises(NotOffered, match="Undo repost"):
            connection.delete(Item("5", ItemKind.REPOST, "RT @a: b", extra={SOURCE: source}))
    assert _deletes(proxy) == []


@pytest.mark.parametrize(
    ("status", "body", "answer"),
    [
        (200, {"data": {"deleted": True}}, DeleteAnswer.ACCEPTED),
        (200, {"data": {"deleted": False}}, DeleteAnswer.REFUSED),
        (200, {"errors": [_problem("resource-not-found")]}, DeleteAnswer.ABSENT),
        (404, {"errors": [_problem("resource-not-found")]}, DeleteAnswer.ABSENT),
        (404, _problem("resource-not-found"), DeleteAnswer.ABSENT),
        (403, _problem("not-authorized-for-resource"), DeleteAnswer.REFUSED),
        (200, {"errors": [_problem("not-authorized-for-resource")]}, DeleteAnswer.REFUSED),
    ],
)
def test_what_x_answers_to_a_deletion(
    proxy: Proxy, connection: Connection, status: int, body: Json, answer: DeleteAnswer
) -> None:
    connection.check()
    answered(proxy, body, "/5", status)
    outcome = connection.delete(Item("5", ItemKind.POST, ""))
    assert outcome.answer is answer
    assert bool(outcome.reason) is (answer is DeleteAnswer.REFUSED)


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (200, {"data": {}}, OddAnswer),
        (200, {"data": {"deleted": "true"}}, OddAnswer),
        (200, {"data": {"deleted": 1}}, OddAnswer),
        (200, {}, OddAnswer),
        (404, {}, OddAnswer),
        (404, {"errors": [_problem("resource-not-found", "6")]}, OddAnswer),
        (400, {"errors": [_problem("invalid-request", "")]}, OddAnswer),
        (403, {}, MissingScope),
        (403, {"title": "Forbidden", "type": "about:blank"}, MissingScope),
        (403, {"errors": [{"code": 326, "message": "locked"}]}, MissingScope),
        (403, {"type": "https://api.twitter.com/2/problems/unsupported-authentication"}, MissingScope),
    ],
)
def test_an_odd_answer_to_a_deletion_counts_for_nothing(
    proxy: Proxy, connection: Connection, status: int, body: Json, error: type[Exception]
) -> None:
    connection.check()
    answered(proxy, body, "/5", status)
    with pytest.raises(error):
        connection.delete(Item("5", ItemKind.POST, ""))
    assert len(_deletes(proxy)) == 1


def test_without_the_right_to_delete_x_refuses_and_nothing_is_lost(
    stub: XStub, proxy: Proxy, clock: HeldClock
) -> None:
    (id,) = stub.add(["stays"])
    grant = stub.give(stub.wren, ("tweet.read", "users.read", "offline.access"))
    connection = CONNECTOR.open(stub.signed_in(proxy.url, grant), lambda _: None, clock)
    (item,) = items(connection)
    with pytest.raises(MissingScope, match="Read and write"):
        connection.delete(item)
    assert id in stub.ids()
    connection.close()


# Limits.


def test_after_fifty_deletions_x_asks_to_wait_and_says_how_long(
    stub: XStub, connection: Connection, clock: HeldClock
) -> None:
    stub.add([f"number {number}" for number in range(51)])
    found = items(connection)
    for item in found[:49]:
        connection.delete(item)
        assert connection.ready_at(Deed.DELETE) is None
    clock.pass_by(timedelta(minutes=4))
    assert connection.delete(found[49]).answer is DeleteAnswer.ACCEPTED
    assert connection.ready_at(Deed.DELETE) == START + timedelta(minutes=15)
    assert connection.ready_at(Deed.READ) is None
    with pytest.raises(RateLimited) as caught:
        connection.delete(found[50])
    assert caught.value.until == START + timedelta(minutes=15)
    assert connection.ready_at(Deed.DELETE) == START + timedelta(minutes=15)
    assert found[50].id in stub.ids()
    assert connection.exists(found[0]).presence is Presence.GONE
    clock.pass_by(timedelta(minutes=11))
    assert connection.ready_at(Deed.DELETE) is None
    assert connection.delete(found[50]).answer is DeleteAnswer.ACCEPTED
    assert stub.ids() == set()


def test_a_wait_is_not_believed_for_ever(connection: Connection, proxy: Proxy, clock: HeldClock) -> None:
    connection.check()
    headers = {"x-rate-limit-remaining": "0", "x-rate-limit-reset": str(int(START.timestamp()) + 10**8)}
    proxy.misbehave(Fault(429, headers))
    with pytest.raises(RateLimited) as caught:
        connection.check()
    assert caught.value.until == START + LONGEST
    assert connection.ready_at(Deed.READ) == START + LONGEST
    clock.jump(timedelta(days=-300))
    assert connection.ready_at(Deed.READ) is None


def test_a_limit_without_a_header_says_no_time(connection: Connection, proxy: Proxy) -> None:
    for headers in ({}, {"x-rate-limit-reset": "soon", "x-rate-limit-remaining": "none"}):
        proxy.misbehave(Fault(429, headers))
        with pytest.raises(RateLimited) as caught:
            connection.check()
        assert caught.value.until is None
        assert connection.ready_at(Deed.READ) is None


def test_every_request_names_the_account_that_the_token_is_of(
    stub: XStub, proxy: Proxy, connection: Connection
) -> None:
    stub.add(["one"])
    items(connection)
    assert [request.route for request in proxy.requests] == [
        "/2/users/me",
        f"/2/users/{stub.wren['id']}/tweets",
    ]
    assert all(request.headers["Authorization"].startswith("Bearer ") for request in proxy.requests)


@pytest.mark.parametrize(
    "me", [{}, {"id": "1"}, {"id": "x", "username": "a"}, {"id": "1", "username": 5}, None]
)
def test_an_account_without_a_number_or_name_is_no_account(
    proxy: Proxy, connection: Connection, me: object
) -> None:
    answered(proxy, {"data": me}, "me")
    with pytest.raises(OddAnswer):
        connection.check()


def test_a_connection_without_a_token_says_so(clock: HeldClock) -> None:
    with pytest.raises(SignedOut):
        CONNECTOR.open(Credentials("https://api.x.com", {}), lambda _: None, clock)


def test_a_wait_is_over_once_x_says_that_there_is_room(connection: Connection, proxy: Proxy) -> None:
    reset = str(int(START.timestamp()) + 600)
    body = b'{"data": {"id": "900100", "username": "wren_invented"}}'
    for left, ready in (("0", START + timedelta(minutes=10)), ("5", None)):
        proxy.misbehave(Fault(200, {"x-rate-limit-remaining": left, "x-rate-limit-reset": reset}, body))
        connection.check()
        assert connection.ready_at(Deed.READ) == ready


# Into the vault.


def test_what_x_does_not_list_though_it_stands_is_not_taken_for_gone(
    stub: XStub, connection: Connection, vault: Vault, clock: HeldClock, tmp_path: Path
) -> None:
    post_to(stub)
    gone, edited = x_archive.tweet(1000, "deleted since", **_at(3)), x_archive.tweet(1012, "last", **_at(12))
    stub.put({"id": "1012", "text": "last", "created_at": _stamp(12)})
    older = x_archive.tweet(999, "older than X reaches", **_at(-600))
    community = [x_archive.tweet(1015, "to a community", community_id_str="77", **_at(5))]
    content = x_archive.files([*archive(), gone, edited, older], community=community)
    content["data/twitter-circle-tweet.js"] = x_archive.data_file(
        "twitter_circle_tweet", [x_archive.tweet(1016, "to a circle", **_at(5))]
    )
    known = read(x_archive.write_zip(tmp_path / "x.zip", content)).items
    account = vault.accounts.upsert(connection.check(), None, "x-archive")
    source = vault.imports.begin("x.zip", "x-archive", "a digest")
    vault.imports.touch(source, account.id)
    vault.items.upsert(account.id, known, source)
    vault.imports.finish(source, len(known), 0, 0)
    told = syncing.sync(vault, account, connection, clock, is_full=True)
    assert (told.added, told.vanished, told.doubts) == (0, 1, ())
    vanished = [one.item.text for one in vault.items.by_account(account.id) if one.vanished_at]
    assert vanished == ["deleted since"]


def test_a_sync_says_before_and_after_what_it_costs(
    stub: XStub, connection: Connection, vault: Vault, clock: HeldClock
) -> None:
    stub.add([f"number {number}" for number in range(250)])
    account = vault.accounts.upsert(connection.check(), None, "x-api")
    before = syncing.estimate(vault, account, connection, clock)
    assert (before.items, before.cost_low, before.cost_high) == (250, 0.26, 1.26)
    told = syncing.sync(vault, account, connection, clock)
    assert (told.added, told.billed) == (250, 250)
    assert (told.cost_low, told.cost_high) == (pytest.approx(0.25), pytest.approx(1.25))
    clock.pass_by(timedelta(days=1))
    stub.add(["one more"])
    again = syncing.estimate(vault, account, connection, clock)
    assert (again.items, again.cost_low, again.cost_high) == (None, 0.1, 1.0)
    told = syncing.sync(vault, account, connection, clock)
    assert (told.added, told.billed, told.vanished) == (1, 200, 0)
    assert again.cost_low <= told.cost_low <= told.cost_high <= again.cost_high
    assert "3,200" in told.note


def test_a_post_that_was_edited_stays_in_the_vault_with_all_its_versions(
    stub: XStub, connection: Connection, vault: Vault, clock: HeldClock
) -> None:
    (first,) = stub.add(["Mrs Invented of bed 3"])
    account = vault.accounts.upsert(connection.check(), None, "x-api")
    syncing.sync(vault, account, connection, clock)
    stub.edit(first, "A lady of bed 3")
    told = syncing.sync(vault, account, connection, clock, is_full=True)
    assert (told.added, told.vanished) == (1, 0)
    standing = [one.item.text for one in vault.items.by_account(account.id) if not one.vanished_at]
    assert standing == ["Mrs Invented of bed 3", "A lady of bed 3"]


# Anything at all.

_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["1", "900100"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_NAMES = [*FIELDS, "id", "text", "note_post", "media_keys", "media_key", "urls", "mentions", "type", "url"]
_PART = st.dictionaries(st.sampled_from(_NAMES), _JSON)
_POST = st.dictionaries(st.sampled_from(_NAMES), _JSON | _PART | st.lists(_PART, max_size=2), max_size=8)
_HOSTILE = st.fixed_dictionaries(
    {},
    optional={
        "data": _JSON | st.lists(_JSON | _POST, max_size=4),
        "includes": _JSON
        | st.dictionaries(st.sampled_from(["tweets", "posts", "media"]), _JSON | st.lists(_POST, max_size=3)),
        "errors": _JSON
        | st.lists(st.dictionaries(st.sampled_from(["type", "code", "title", "value"]), _JSON)),
    },
)


@given(_HOSTILE)
def test_no_answer_breaks_the_reading_and_every_post_is_read_or_counted(told: Json) -> None:
    found = listed(told, Author("wren_invented", "900100", frozenset({"wren_invented"})))
    data = told.get("data")
    posts = data if isinstance(data, list) else [] if data is None else [data]
    ids = [post["id"] for post in posts if isinstance(post, dict) and isinstance(post.get("id"), str)]
    assert len(found.items) + sum(one.count for one in found.unread) >= len(posts) - (
        len(ids) - len(set(ids))
    )
    assert [item.id for item in found.items] == sorted(
        (item.id for item in found.items), key=int, reverse=True
    )
    assert all(one.part == "posts" and one.reason.startswith("it ") for one in found.unread)
    assert found.billed >= len(posts)
    problems(told)
