"""Threads as a connected account: what the contract of all connectors does not ask."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors.credentials import Credentials
from connectors.errors import (
    LiveError,
    MissingScope,
    NoKeyring,
    NotOffered,
    OddAnswer,
    RateLimited,
    SignedOut,
    SignInFailed,
    Unreachable,
)
from connectors.live import Asked, Connection, DeleteAnswer, Presence
from connectors.model import Item, ItemKind
from connectors.threads.api import CONNECTOR
from tests.connectors.live.doubles.threads import CLIENT, FULL, READ, SECRET, ThreadsStub
from tests.connectors.live.held_clock import START, HeldClock
from tests.connectors.live.proxy import Fault, in_front_of
from tests.connectors.live.stub import Agreeing
from tests.connectors.reading import read
from tests.fixtures import threads_export
from tests.fixtures.instagram_export import write_zip

APP = {"client-id": CLIENT, "client-secret": SECRET}
DAY = timedelta(days=1)


@pytest.fixture
def server() -> Iterator[ThreadsStub]:
    stub = ThreadsStub()
    yield stub
    stub.close()


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def kept() -> list[Credentials]:
    return []


@pytest.fixture
def connection(server: ThreadsStub, clock: HeldClock, kept: list[Credentials]) -> Iterator[Connection]:
    opened = CONNECTOR.open(server.credentials(server.url), kept.append, clock)
    yield opened
    opened.close()


def _all(connection: Connection) -> list[Item]:
    return [item for stream in connection.streams for page in connection.pages(stream) for item in page.items]


def _routes(server: ThreadsStub) -> list[str]:
    return [request.route for request in server.requests]


@pytest.mark.parametrize("is_reply", [False, True], ids=["post", "reply"])
@pytest.mark.parametrize(
    "text",
    [
        "Off to bed after nights \U0001f44d #nurselife @someone.invented",
        "Two lines\nand a third\n\nwith a gap",
        "café, naïve, Ünïcödé",
        "مرحبا \u202e hidden \x1b[31m",
        "long " * 90,
    ],
)
def test_a_post_is_the_one_that_the_export_gives(
    text: str, is_reply: bool, server: ThreadsStub, connection: Connection, tmp_path: Path
) -> None:
    made = server.post(text, is_reply=is_reply)
    content = threads_export.files([threads_export.thread(text, made.created, is_reply=is_reply)])
    (exported,) = read(write_zip(tmp_path / "t.zip", content), "threads").items
    (item,) = _all(connection)
    assert (item.kind, item.text, item.created_at) == (exported.kind, exported.text, exported.created_at)
    assert item.created_at is not None
    assert item.created_at.tzinfo is UTC
    assert (item.media, item.extra) == (exported.media, exported.extra)
    assert (item.id, item.has_platform_id) == (made.id, True)
    assert item.url == f"https://www.threads.net/@wren.invented/post/C{made.id}"
    assert item.parent_id == ("18999999999999999" if is_reply else None)


def test_an_archived_post_of_the_export_is_not_gone_for_being_absent(
    connection: Connection, tmp_path: Path
) -> None:
    content = threads_export.files([], [threads_export.thread("put away")])
    (archived,) = read(write_zip(tmp_path / "t.zip", content), "threads").items
    assert _all(connection) == []
    for stream in connection.streams:
        assert stream.is_whole
        assert stream.without & set(archived.extra)


def test_the_account_and_profile_are_those_of_the_export(
    server: ThreadsStub, connection: Connection, tmp_path: Path
) -> None:
    content = threads_export.files([threads_export.thread("one")])
    content[f"{threads_export.FOLDER}/personal_information.json"] = threads_export.profile(
        "wren.invented", "Nurse. Views mine."
    )
    exported = read(write_zip(tmp_path / "t.zip", content), "threads").accounts[0]
    told = connection.check()
    assert (told.platform, told.handle) == (exported.account.platform, exported.account.handle)
    assert told.remote_id == "17841400000000001"
    assert exported.account.remote_id is None
    assert exported.profile is not None
    assert connection.profile().bio == exported.profile.bio


def test_a_repost_holds_nobody_elses_words_and_is_not_deleted(
    server: ThreadsStub, connection: Connection
) -> None:
    server.post("Somebody else's words", "REPOST_FACADE", reposted_post={"id": "18999999999999990"})
    (item,) = _all(connection)
    assert (item.kind, item.text) == (ItemKind.REPOST, "")
    with pytest.raises(NotOffered):
        connection.delete(item)
    assert connection.exists(item).presence is Presence.THERE
    assert len(server.ids()) == 1


@pytest.mark.parametrize(
    ("kind", "more", "alts"),
    [
        ("IMAGE", {"alt_text": "a ward \U0001f44d"}, ["a ward \U0001f44d"]),
        ("VIDEO", {}, [""]),
        ("CAROUSEL_ALBUM", {"children": {"data": [{"id": "1"}, {"id": "2"}, {"id": "3"}]}}, ["", "", ""]),
        ("CAROUSEL_ALBUM", {"children": {"data": [{}] * 10_000}}, [""] * 20),
        ("CAROUSEL_ALBUM", {"children": "none"}, [""]),
        ("TEXT_POST", {"alt_text": 5}, []),
    ],
)
def test_pictures_are_told_without_their_changing_addresses(
    kind: str, more: dict[str, object], alts: list[str], server: ThreadsStub, connection: Connection
) -> None:
    server.post("", kind, media_url="https://scontent.example/1?expires=1", **more)
    (item,) = _all(connection)
    assert item.text == ""
    assert [media.alt for media in item.media] == alts
    assert not any(media.url or media.path for media in item.media)


def test_a_broken_post_is_counted_and_the_page_is_kept(server: ThreadsStub, connection: Connection) -> None:
    for broken in ({"id": 5}, {"id": "../me"}, {"timestamp": None}, {"timestamp": "yesterday"}):
        server.post("broken", **broken)
    server.post("whole", permalink="javascript:alert(1)")
    page = next(connection.pages(connection.streams[0]))
    assert [(item.text, item.url) for item in page.items] == [("whole", None)]
    assert len(page.unread) == 4


def test_pages_without_a_next_one_are_walked_to_the_end(server: ThreadsStub, clock: HeldClock) -> None:
    for number in range(3):
        server.post(f"{number}")
    with in_front_of(server.url) as proxy:
        opened = CONNECTOR.open(server.credentials(proxy.url), lambda _: None, clock)
        newest = server.posts[-1].id
        told = {
            "data": [{"id": newest, "timestamp": "2026-03-01T08:21:00+0000", "text": "2"}],
            "paging": {"cursors": {"before": newest, "after": newest}},
        }
        empty = {
            "data": [],
            "paging": {"cursors": {"after": server.posts[1].id}, "next": "https://x.example"},
        }
        proxy.misbehave(Fault(body=json.dumps(told).encode()), Fault(body=json.dumps(empty).encode()))
        texts = [item.text for page in opened.pages(opened.streams[0]) for item in page.items]
        assert texts == ["2", "0"], "a page with nothing on it and a next page is not the end"
        opened.close()


@pytest.mark.parametrize(
    "body",
    [
        {"data": {}},
        {"data": None},
        {},
        {"data": [], "paging": {"cursors": {}, "next": "https://graph.threads.net/x"}},
        {"data": [{}], "paging": {"cursors": {"after": "a" * 5000}}},
    ],
)
def test_a_list_that_makes_no_sense_is_an_odd_answer(
    body: dict[str, object], server: ThreadsStub, clock: HeldClock
) -> None:
    with in_front_of(server.url) as proxy:
        opened = CONNECTOR.open(server.credentials(proxy.url), lambda _: None, clock)
        proxy.misbehave(Fault(body=json.dumps(body).encode()))
        with pytest.raises(OddAnswer):
            next(opened.pages(opened.streams[0]))
        opened.close()


def test_a_list_that_names_the_same_place_again_is_not_walked_for_ever(
    server: ThreadsStub, clock: HeldClock
) -> None:
    with in_front_of(server.url) as proxy:
        opened = CONNECTOR.open(server.credentials(proxy.url), lambda _: None, clock)
        proxy.misbehave(*[Fault(body=b'{"data": [{}], "paging": {"cursors": {"after": "same"}}}')] * 3)
        pages = opened.pages(opened.streams[0])
        next(pages)
        with pytest.raises(OddAnswer):
            next(pages)
        opened.close()


@pytest.mark.parametrize("body", [b'{"id": "1"}', b'{"username": "a"}', b'{"id": 5, "username": "a"}', b"{}"])
def test_an_account_without_id_or_name_is_an_odd_answer(
    body: bytes, server: ThreadsStub, clock: HeldClock
) -> None:
    with in_front_of(server.url) as proxy:
        opened = CONNECTOR.open(server.credentials(proxy.url), lambda _: None, clock)
        proxy.misbehave(Fault(body=body))
        with pytest.raises(OddAnswer):
            opened.check()
        opened.close()


def _error(code: object, subcode: int = 0, status: int = 400) -> Fault:
    error = {"message": "Invented", "type": "OAuthException", "code": code, "error_subcode": subcode}
    return Fault(status, body=json.dumps({"error": error}).encode())


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (_error(190, 463), SignedOut),
        (_error(190, 0, 200), SignedOut),
        (_error(102), SignedOut),
        (_error(10, 0, 403), MissingScope),
        (_error(10), MissingScope),
        (_error(200), MissingScope),
        (_error(4), RateLimited),
        (_error(4, 0, 403), RateLimited),
        (_error(613), RateLimited),
        (_error(1, 0, 500), Unreachable),
        (_error(2), Unreachable),
        (_error(99_999), OddAnswer),
        (_error("190"), OddAnswer),
        (_error(True), OddAnswer),
    ],
)
def test_graphs_codes_are_told_as_what_they_are(
    fault: Fault, error: type[LiveError], server: ThreadsStub, clock: HeldClock
) -> None:
    item = Item(server.post("one").id, ItemKind.POST, "one", datetime(2026, 3, 1, 8, 7, tzinfo=UTC))
    with in_front_of(server.url) as proxy:
        opened = CONNECTOR.open(server.credentials(proxy.url), lambda _: None, clock)
        for deed in (opened.check, lambda: opened.exists(item), lambda: opened.delete(item)):
            proxy.misbehave(fault)
            with pytest.raises(error):
                deed()
        opened.close()
    assert server.ids() == {item.id}


@pytest.mark.parametrize("is_reply", [False, True], ids=["post", "reply"])
@pytest.mark.parametrize(("code", "subcode"), [(100, 33), (24, 4279009)])
def test_missing_by_id_alone_is_not_gone(
    code: int, subcode: int, is_reply: bool, server: ThreadsStub, clock: HeldClock
) -> None:
    server.post("one", is_reply=is_reply)
    with in_front_of(server.url) as proxy:
        opened = CONNECTOR.open(server.credentials(proxy.url), lambda _: None, clock)
        (item,) = _all(opened)
        proxy.misbehave(_error(code, subcode))
        assert opened.exists(item).presence is Presence.THERE, "the list still holds it"
        server.posts.clear()
        assert opened.exists(item).presence is Presence.GONE
        opened.close()


def test_a_list_that_does_not_keep_to_the_time_asked_for_proves_nothing(
    server: ThreadsStub, clock: HeldClock, connection: Connection
) -> None:
    item = Item(server.post("one").id, ItemKind.POST, "one", datetime(2026, 3, 1, 8, 7, tzinfo=UTC))
    server.posts.clear()
    server.post("much later").created += timedelta(days=3)
    server.obeys_window = False
    assert connection.exists(item).presence is Presence.UNCLEAR
    server.obeys_window = True
    assert connection.exists(item).presence is Presence.GONE


def test_a_list_that_could_not_be_read_whole_proves_nothing(
    server: ThreadsStub, connection: Connection
) -> None:
    made = server.post("one")
    item = Item(made.id, ItemKind.POST, "one", made.created)
    server.posts.clear()
    server.post("beside it", id=None)
    assert connection.exists(item).presence is Presence.UNCLEAR


def test_without_its_time_an_item_can_not_be_looked_for(server: ThreadsStub, connection: Connection) -> None:
    for moment in (None, datetime(2026, 3, 1, 8, 7)):
        assert connection.exists(Item("18", ItemKind.POST, "", moment)).presence is Presence.UNCLEAR
    made = server.post("one")
    assert connection.exists(Item(made.id, ItemKind.POST, "")).presence is Presence.THERE


def test_trouble_while_the_list_is_asked_is_no_proof(server: ThreadsStub, clock: HeldClock) -> None:
    item = Item("18000000000000099", ItemKind.POST, "", START - DAY)
    with in_front_of(server.url) as proxy:
        opened = CONNECTOR.open(server.credentials(proxy.url), lambda _: None, clock)
        proxy.misbehave(Fault(500, only=lambda request: request.route.endswith("/threads")))
        with pytest.raises(Unreachable):
            opened.exists(item)
        opened.close()


def test_an_item_of_the_export_is_neither_looked_for_nor_deleted(
    server: ThreadsStub, connection: Connection
) -> None:
    for id in ("derived-00", "me", "18/../me", "18?x=1", "٣", "1" * 33, ""):
        for has_id in (True, False):
            item = Item(id, ItemKind.POST, "words", START, has_platform_id=has_id)
            assert connection.exists(item).presence is Presence.UNCLEAR
            with pytest.raises(NotOffered) as caught:
                connection.delete(item)
            assert "Delete" in caught.value.todo
    assert server.requests == []


def test_a_success_that_is_none_is_found_out(server: ThreadsStub, clock: HeldClock) -> None:
    made = server.post("one")
    with in_front_of(server.url) as proxy:
        opened = CONNECTOR.open(server.credentials(proxy.url), lambda _: None, clock)
        (item,) = _all(opened)
        proxy.misbehave(Fault(body=json.dumps({"success": True, "deleted_id": made.id}).encode()))
        assert opened.delete(item).answer is DeleteAnswer.ACCEPTED
        sight = opened.exists(item)
        assert (sight.presence, sight.item) == (Presence.THERE, item)
        opened.close()


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (b'{"success": true}', DeleteAnswer.ACCEPTED),
        (b'{"success": false}', DeleteAnswer.REFUSED),
        (b'{"success": "yes"}', None),
        (b'{"success": true, "deleted_id": "18999999999999999"}', None),
        (b"{}", None),
        (b"[]", None),
    ],
)
def test_what_threads_answers_to_a_deletion(
    body: bytes, answer: DeleteAnswer | None, server: ThreadsStub, clock: HeldClock
) -> None:
    item = Item(server.post("one").id, ItemKind.POST, "one")
    with in_front_of(server.url) as proxy:
        opened = CONNECTOR.open(server.credentials(proxy.url), lambda _: None, clock)
        proxy.misbehave(Fault(body=body))
        if answer is None:
            with pytest.raises(OddAnswer):
                opened.delete(item)
        else:
            assert opened.delete(item).answer is answer
        opened.close()


def test_what_is_gone_already_is_told_apart_from_what_was_deleted(
    server: ThreadsStub, connection: Connection
) -> None:
    item = Item(server.post("one").id, ItemKind.POST, "one")
    assert connection.delete(item).answer is DeleteAnswer.ACCEPTED
    assert connection.delete(item).answer is DeleteAnswer.ABSENT


def test_the_end_of_the_days_deletions_is_told(server: ThreadsStub, connection: Connection) -> None:
    server.deletes_a_day = 3
    items = [Item(id, ItemKind.POST, "") for id in server.add(["one", "two", "three", "four"])]
    for item in items[:-1]:
        assert connection.delete(item).answer is DeleteAnswer.ACCEPTED
    with pytest.raises(RateLimited):
        connection.delete(items[-1])
    assert server.ids() == {items[-1].id}


def test_a_sign_in_for_reading_asks_for_no_deletion(server: ThreadsStub, clock: HeldClock) -> None:
    item = Item(server.post("one").id, ItemKind.POST, "one")
    full = server.credentials(server.url)
    for credentials in (replace(full, may_delete=False), replace(full, scopes=READ)):
        opened = CONNECTOR.open(credentials, lambda _: None, clock)
        with pytest.raises(MissingScope):
            opened.delete(item)
        opened.close()
    assert server.requests == []


def test_a_right_that_threads_misses_is_told(server: ThreadsStub, clock: HeldClock) -> None:
    made = server.post("one", is_reply=True)
    basic = replace(
        server.signed_in(server.url, server.with_scopes("threads_basic")), may_delete=True, scopes=()
    )
    opened = CONNECTOR.open(basic, lambda _: None, clock)
    assert opened.check().handle == "@wren.invented"
    for deed in (
        lambda: next(opened.pages(opened.streams[1])),
        lambda: opened.delete(Item(made.id, ItemKind.REPLY, "one")),
    ):
        with pytest.raises(MissingScope):
            deed()
    opened.close()
    assert server.ids() == {made.id}


def test_a_token_older_than_a_day_is_renewed_once_and_kept_before_it_is_used(
    server: ThreadsStub, clock: HeldClock
) -> None:
    before = server.credentials(server.url)
    seen: list[tuple[Credentials, list[str]]] = []
    opened = CONNECTOR.open(before, lambda renewed: seen.append((renewed, _routes(server))), clock)
    opened.check()
    assert not seen, "Threads renews none that is younger"
    opened.close()
    clock.pass_by(DAY)
    server.grant.is_a_day_old = True
    opened = CONNECTOR.open(before, lambda renewed: seen.append((renewed, _routes(server))), clock)
    opened.check()
    opened.check()
    ((renewed, routes),) = seen
    assert routes == ["/v1.0/me", "/refresh_access_token"], "it was used before it was kept"
    assert renewed.secrets["access_token"] != before.secrets["access_token"]
    assert renewed.expires_at == clock.now() + timedelta(seconds=5_183_944)
    assert (renewed.scopes, renewed.may_delete) == (FULL, True)
    assert _routes(server).count("/refresh_access_token") == 1
    opened.close()


@pytest.mark.parametrize(
    "fault", [Fault(500), _error(100), Fault(hangs_up=True), Fault(body=b"<html>"), Fault(429)]
)
def test_a_token_that_is_not_renewed_is_used_while_it_lasts(
    fault: Fault, server: ThreadsStub, clock: HeldClock, kept: list[Credentials]
) -> None:
    clock.pass_by(2 * DAY)
    with in_front_of(server.url) as proxy:
        proxy.misbehave(replace(fault, only=lambda request: request.route == "/refresh_access_token"))
        opened = CONNECTOR.open(server.credentials(proxy.url), kept.append, clock)
        assert opened.check().handle == "@wren.invented"
        opened.check()
        opened.close()
    assert kept == []
    assert _routes(server) == ["/v1.0/me", "/v1.0/me"]


def test_a_token_that_could_not_be_kept_is_not_used(server: ThreadsStub, clock: HeldClock) -> None:
    def keep(_: Credentials) -> None:
        raise NoKeyring("Locked.", "Unlock it.")

    clock.pass_by(2 * DAY)
    server.grant.is_a_day_old = True
    opened = CONNECTOR.open(server.credentials(server.url), keep, clock)
    with pytest.raises(NoKeyring):
        opened.check()
    assert _routes(server) == ["/refresh_access_token"]
    opened.close()


def test_an_expired_token_has_to_be_signed_in_anew(
    server: ThreadsStub, clock: HeldClock, kept: list[Credentials]
) -> None:
    clock.pass_by(61 * DAY)
    server.grant.is_expired = True
    opened = CONNECTOR.open(server.credentials(server.url), kept.append, clock)
    with pytest.raises(SignedOut) as caught:
        opened.check()
    assert "audit-tui connect threads" in caught.value.todo
    assert kept == []
    opened.close()


def test_a_token_of_the_dashboard_is_renewed_too(
    server: ThreadsStub, clock: HeldClock, kept: list[Credentials]
) -> None:
    credentials = CONNECTOR.with_token(Asked(server.url), f" {server.grant.token}\n", clock)
    assert not credentials.may_delete
    server.grant.is_a_day_old = True
    clock.pass_by(2 * DAY)
    opened = CONNECTOR.open(credentials, kept.append, clock)
    opened.check()
    opened.close()
    assert len(kept) == 1


@pytest.mark.parametrize("may_delete", [False, True])
def test_signing_in_by_the_browser_asks_for_no_more_than_is_wanted(
    may_delete: bool, server: ThreadsStub, clock: HeldClock
) -> None:
    loopback = Agreeing(server.authorise)
    asked = Asked(server.url, answers=APP, may_delete=may_delete)
    credentials = CONNECTOR.with_browser(asked, loopback, clock)
    assert loopback.address.startswith(f"{server.url}/oauth/authorize?")
    assert ("threads_delete" in loopback.address) is may_delete
    assert SECRET not in loopback.address
    assert SECRET not in credentials.secrets.values(), "it is of no further use"
    assert credentials.expires_at == START + timedelta(seconds=5_183_944)
    opened = CONNECTOR.open(credentials, lambda _: None, clock)
    assert opened.check().handle == "@wren.invented"
    item = Item(server.post("one").id, ItemKind.POST, "one")
    if may_delete:
        assert opened.delete(item).answer is DeleteAnswer.ACCEPTED
    else:
        with pytest.raises(MissingScope):
            opened.delete(item)
    opened.close()


@pytest.mark.parametrize("given", ["https://graph.threads.net", "https://graph.threads.com", ""])
def test_the_page_of_threads_itself_is_opened_whichever_of_its_servers_is_named(
    given: str, clock: HeldClock
) -> None:
    class Seen(Exception):
        pass

    def page(_: dict[str, str]) -> dict[str, str]:
        raise Seen

    loopback = Agreeing(page)
    with pytest.raises(Seen):
        CONNECTOR.with_browser(Asked(given, answers=APP), loopback, clock)
    assert loopback.address.startswith("https://threads.com/oauth/authorize?")


@pytest.mark.parametrize("wrong", ["client-secret", "code", "missing"])
def test_a_sign_in_that_threads_refuses_says_what_to_compare(
    wrong: str, server: ThreadsStub, clock: HeldClock
) -> None:
    answers = {**APP, "client-secret": "another-secret-99"} if wrong == "client-secret" else dict(APP)
    if wrong == "missing":
        del answers["client-id"]
    page = server.authorise if wrong != "code" else lambda query: {"code": "stolen", "state": query["state"]}
    with pytest.raises(SignInFailed):
        CONNECTOR.with_browser(Asked(server.url, answers=answers), Agreeing(page), clock)


def test_no_secret_of_a_sign_in_or_renewal_stands_in_a_log(
    server: ThreadsStub, clock: HeldClock, caplog: pytest.LogCaptureFixture, kept: list[Credentials]
) -> None:
    caplog.set_level(logging.DEBUG)
    with in_front_of(server.url) as proxy:
        asked = Asked(proxy.url, answers=APP)
        told = [repr(asked)]
        for fault in (Fault(400), Fault(500), Fault(body=b"<html>"), Fault(hangs_up=True), _error(101)):
            for route in ("/oauth/access_token", "/access_token"):
                proxy.misbehave(replace(fault, only=lambda request, at=route: request.route == at))
                with pytest.raises(LiveError) as caught:
                    CONNECTOR.with_browser(asked, Agreeing(server.authorise), clock)
                told.append("".join(traceback.format_exception(caught.value)))
        credentials = CONNECTOR.with_browser(asked, Agreeing(server.authorise), clock)
        server.grants[-1].is_a_day_old = True
        clock.pass_by(2 * DAY)
        opened = CONNECTOR.open(credentials, kept.append, clock)
        opened.check()
        server.revoke()
        with pytest.raises(SignedOut) as last:
            opened.check()
        told += ["".join(traceback.format_exception(last.value)), repr(opened), repr(credentials), repr(kept)]
        opened.close()
    secrets = {SECRET, credentials.secrets["access_token"], kept[0].secrets["access_token"]}
    assert len(secrets) == 3
    told.append(caplog.text)
    assert not [text for text in told if any(secret in text for secret in secrets)]
    assert not any("invented-token" in text or "invented-code" in text for text in told)


def test_threads_offers_no_way_to_revoke(server: ThreadsStub, clock: HeldClock) -> None:
    assert CONNECTOR.revoke(server.credentials(server.url), clock) is False
    assert server.requests == []
