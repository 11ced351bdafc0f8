"""Mastodon, live: deleting posts, undoing boosts, and what counts as gone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from connectors import capabilities
from connectors.errors import MissingScope, NotOffered, OddAnswer, RateLimited, SignedOut
from connectors.live import Connection, Deed, DeleteAnswer, Presence
from connectors.mastodon.api import CONNECTOR, STATUSES
from connectors.model import Item, ItemKind
from tests.connectors.live.doubles.mastodon import DOUBLE, signed_in
from tests.connectors.live.held_clock import START, HeldClock
from tests.connectors.live.mastodon_server import Person, running
from tests.connectors.live.proxy import Fault, Proxy, Request, in_front_of

NO_SUCH = b'{"error": "Record not found"}'


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
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def connection(person: Person, proxy: Proxy, clock: HeldClock) -> Iterator[Connection]:
    opened = CONNECTOR.open(signed_in(person, proxy.url), lambda _: None, clock)
    yield opened
    opened.close()


def items(connection: Connection) -> dict[str, Item]:
    return {item.id: item for page in connection.pages(STATUSES) for item in page.items}


def posted(person: Person, connection: Connection, html: str, **columns: object) -> Item:
    """A new post, as the list gives it."""
    id = person.post(html, **columns)
    return items(connection)[id]


def deletes(proxy: Proxy) -> list[str]:
    return [f"{each.method} {each.route}" for each in proxy.requests if DOUBLE.is_delete(each)]


def is_look(request: Request) -> bool:
    return request.method == "GET" and request.route.startswith("/api/v1/statuses/")


def test_one_post_is_deleted_and_no_other(person: Person, connection: Connection, proxy: Proxy) -> None:
    keep, go, stay = person.posts(["<p>a</p>", "<p>b</p>", "<p>c</p>"])
    item = items(connection)[go]
    assert connection.delete(item).answer is DeleteAnswer.ACCEPTED
    assert deletes(proxy) == [f"DELETE /api/v1/statuses/{go}"]
    assert person.ids() == {keep, stay}
    assert connection.exists(item).presence is Presence.GONE


def test_a_boost_is_undone_and_the_boosted_post_stands(
    person: Person, other: Person, connection: Connection, proxy: Proxy
) -> None:
    theirs, second = other.posts(["<p>Theirs</p>", "<p>Theirs too</p>"])
    boost, another = person.post("", reblog_of_id=int(theirs)), person.post("", reblog_of_id=int(second))
    item = items(connection)[boost]
    assert item.kind is ItemKind.REPOST
    assert connection.exists(item).presence is Presence.THERE
    assert connection.delete(item).answer is DeleteAnswer.ACCEPTED
    assert deletes(proxy) == [f"POST /api/v1/statuses/{theirs}/unreblog"]
    assert connection.exists(item).presence is Presence.GONE
    assert person.ids() == {another}
    assert other.ids() == {theirs, second}


def test_a_boost_that_was_undone_and_made_anew_is_not_undone_again(
    person: Person, other: Person, connection: Connection, proxy: Proxy
) -> None:
    theirs = other.post("<p>Theirs</p>")
    old = person.post("", reblog_of_id=int(theirs))
    item = items(connection)[old]
    person.ask("POST", f"/api/v1/statuses/{theirs}/unreblog")
    new = person.post("", reblog_of_id=int(theirs))
    assert connection.delete(item).answer is DeleteAnswer.ABSENT
    assert deletes(proxy) == []
    assert person.ids() == {new}


def test_what_is_no_boost_is_not_undone_as_one(person: Person, connection: Connection, proxy: Proxy) -> None:
    id = person.post("<p>a post</p>")
    outcome = connection.delete(Item(id=id, kind=ItemKind.REPOST, text=""))
    assert (outcome.answer, bool(outcome.reason)) == (DeleteAnswer.REFUSED, True)
    assert deletes(proxy) == []
    assert person.ids() == {id}


def test_somebody_elses_boost_is_not_undone(
    person: Person, other: Person, connection: Connection, proxy: Proxy
) -> None:
    theirs = other.post("<p>Theirs</p>")
    mine, boost = person.post("", reblog_of_id=int(theirs)), other.post("", reblog_of_id=int(theirs))
    outcome = connection.delete(Item(id=boost, kind=ItemKind.REPOST, text=""))
    assert outcome.answer is DeleteAnswer.REFUSED
    assert deletes(proxy) == []
    assert mine in person.ids()


def test_somebody_elses_post_is_refused_by_the_server(
    person: Person, other: Person, connection: Connection
) -> None:
    theirs = other.post("<p>Theirs</p>")
    item = Item(id=theirs, kind=ItemKind.POST, text="")
    assert connection.delete(item).answer is DeleteAnswer.REFUSED
    assert connection.exists(item).presence is Presence.UNCLEAR
    assert other.ids() == {theirs}


def test_a_worthless_tokens_404_proves_nothing(person: Person, connection: Connection, proxy: Proxy) -> None:
    item = posted(person, connection, "<p>For followers</p>", visibility="private")
    person.mock.answer("POST", "/oauth/revoke", {"token": person.token}, is_form=True)
    # mastodon-mock shows it to everybody; Mastodon says this to whoever is not signed in.
    proxy.misbehave(Fault(404, body=NO_SUCH, only=is_look))
    with pytest.raises(SignedOut):
        connection.exists(item)


@pytest.mark.parametrize("status", [404, 410])
def test_the_servers_own_404_and_410_with_a_good_token_mean_gone(
    person: Person, connection: Connection, proxy: Proxy, status: int
) -> None:
    item = posted(person, connection, "<p>a</p>")
    proxy.misbehave(Fault(status, body=NO_SUCH, only=is_look))
    assert connection.exists(item).presence is Presence.GONE


@pytest.mark.parametrize("body", [b"", b"{}", b"<html>Not found</html>", b"[]", b'{"error": 404}'])
def test_a_404_that_is_not_mastodons_is_not_taken_for_gone(
    person: Person, connection: Connection, proxy: Proxy, body: bytes
) -> None:
    item = posted(person, connection, "<p>a</p>")
    proxy.misbehave(Fault(404, body=body, only=is_look))
    with pytest.raises(OddAnswer):
        connection.exists(item)


def test_another_post_than_the_one_asked_for_proves_nothing(
    person: Person, connection: Connection, proxy: Proxy
) -> None:
    first, second = person.posts(["<p>a</p>", "<p>b</p>"])
    item = items(connection)[first]
    told = json.dumps(person.ask("GET", f"/api/v1/statuses/{second}")).encode()
    proxy.misbehave(Fault(200, body=told, only=is_look))
    with pytest.raises(OddAnswer):
        connection.exists(item)


def test_each_look_is_fresh(person: Person, connection: Connection, proxy: Proxy) -> None:
    item = posted(person, connection, "<p>a</p>")
    before = len([each for each in proxy.requests if is_look(each)])
    for _ in range(3):
        assert connection.exists(item).presence is Presence.THERE
    person.ask("DELETE", f"/api/v1/statuses/{item.id}")
    assert connection.exists(item).presence is Presence.GONE
    assert len([each for each in proxy.requests if is_look(each)]) - before == 4


def test_what_stands_is_told_with_its_words_of_now(person: Person, connection: Connection) -> None:
    item = posted(person, connection, "<p>As it was</p>")
    person.ask("PUT", f"/api/v1/statuses/{item.id}", {"status": "As it is"})
    seen = connection.exists(item).item
    assert seen is not None
    assert (seen.id, seen.text) == (item.id, "As it is")


@pytest.mark.parametrize("id", ["../accounts/1", "1?x=1", "", "a b", "1" * 70, "é"])
def test_an_id_that_is_none_is_never_sent(connection: Connection, proxy: Proxy, id: str) -> None:
    item = Item(id=id, kind=ItemKind.POST, text="")
    with pytest.raises(NotOffered):
        connection.delete(item)
    assert connection.exists(item).presence is Presence.UNCLEAR
    assert proxy.requests == []


def test_an_id_that_is_not_the_platforms_is_never_sent(connection: Connection, proxy: Proxy) -> None:
    item = Item(id="115", kind=ItemKind.POST, text="", has_platform_id=False)
    with pytest.raises(NotOffered):
        connection.delete(item)
    assert connection.exists(item).presence is Presence.UNCLEAR
    assert proxy.requests == []


@pytest.mark.parametrize(
    ("scopes", "may_delete"),
    [(("read:accounts", "read:statuses"), True), (("read",), True), ((), False), (("write",), False)],
)
def test_without_the_right_nothing_is_asked(
    person: Person, proxy: Proxy, clock: HeldClock, scopes: tuple[str, ...], may_delete: bool
) -> None:
    given = replace(signed_in(person, proxy.url, scopes), may_delete=may_delete)
    connection = CONNECTOR.open(given, lambda _: None, clock)
    with pytest.raises(MissingScope) as caught:
        connection.delete(Item(id=person.post("<p>a</p>"), kind=ItemKind.POST, text=""))
    connection.close()
    assert "audit-tui connect" in caught.value.todo
    assert proxy.requests == []


@pytest.mark.parametrize("scopes", [("write:statuses",), ("read", "write"), ()])
def test_the_right_may_be_had_by_itself_in_its_group_or_unsaid(
    person: Person, proxy: Proxy, clock: HeldClock, scopes: tuple[str, ...]
) -> None:
    given = replace(signed_in(person, proxy.url, scopes), may_delete=True)
    connection = CONNECTOR.open(given, lambda _: None, clock)
    item = Item(id=person.post("<p>a</p>"), kind=ItemKind.POST, text="")
    assert connection.delete(item).answer is DeleteAnswer.ACCEPTED
    connection.close()


def test_a_right_that_the_server_misses_is_told(person: Person, connection: Connection, proxy: Proxy) -> None:
    item = posted(person, connection, "<p>a</p>")
    said = b'{"error": "This action is outside the authorized scopes"}'
    proxy.misbehave(Fault(403, body=said, only=DOUBLE.is_delete))
    with pytest.raises(MissingScope):
        connection.delete(item)
    assert item.id in person.ids()


def test_an_account_that_is_disabled_is_not_taken_for_a_missing_right(
    connection: Connection, proxy: Proxy
) -> None:
    proxy.misbehave(Fault(403, body=b'{"error": "Your login is currently disabled"}'))
    with pytest.raises(SignedOut, match="disabled"):
        connection.check()


@pytest.mark.parametrize("status", [401, 422])
def test_a_token_without_a_person_is_told(connection: Connection, proxy: Proxy, status: int) -> None:
    proxy.misbehave(Fault(status, body=b'{"error": "This method requires an authenticated user"}'))
    with pytest.raises(SignedOut, match="audit-tui connect"):
        connection.check()


@pytest.mark.parametrize(("body", "is_odd"), [(b"{}", False), (b'{"id": "7"}', True), (b"[]", True)])
def test_an_answer_to_a_deletion_names_the_post_or_none(
    person: Person, connection: Connection, proxy: Proxy, body: bytes, is_odd: bool
) -> None:
    item = posted(person, connection, "<p>a</p>")
    proxy.misbehave(Fault(200, body=body, only=DOUBLE.is_delete))
    if is_odd:
        with pytest.raises(OddAnswer):
            connection.delete(item)
    else:
        assert connection.delete(item).answer is DeleteAnswer.ACCEPTED
    assert connection.exists(item).presence is Presence.THERE


def limits(remaining: int, seconds: int) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": "30",
        "X-RateLimit-Remaining": str(remaining),
        "X-RateLimit-Reset": (START + timedelta(seconds=seconds)).isoformat().replace("+00:00", ".5Z"),
        "Date": f"{START:%a, %d %b %Y %H:%M:%S} GMT",
    }


def test_the_limit_of_deletions_holds_no_reading_up(
    person: Person, connection: Connection, proxy: Proxy, clock: HeldClock
) -> None:
    item = posted(person, connection, "<p>a</p>")
    proxy.misbehave(Fault(429, limits(0, 1800), only=DOUBLE.is_delete))
    with pytest.raises(RateLimited):
        connection.delete(item)
    ready = connection.ready_at(Deed.DELETE)
    assert ready is not None
    assert timedelta(minutes=29) < ready - clock.now() < timedelta(minutes=31)
    assert connection.ready_at(Deed.READ) is None
    clock.pass_by(timedelta(minutes=31))
    assert connection.ready_at(Deed.DELETE) is None


def test_the_last_deletion_that_is_allowed_says_until_when_to_wait(
    person: Person, connection: Connection, proxy: Proxy
) -> None:
    item = posted(person, connection, "<p>a</p>")
    told = json.dumps(person.ask("GET", f"/api/v1/statuses/{item.id}")).encode()
    proxy.misbehave(Fault(200, limits(0, 1200), told, only=DOUBLE.is_delete, is_after=True))
    assert connection.delete(item).answer is DeleteAnswer.ACCEPTED
    ready = connection.ready_at(Deed.DELETE)
    assert ready is not None
    assert ready >= START + timedelta(minutes=19)
    assert connection.ready_at(Deed.READ) is None


def test_the_limit_of_all_requests_holds_deletions_up_as_well(
    person: Person, connection: Connection, proxy: Proxy
) -> None:
    told = json.dumps(person.ask("GET", "/api/v1/accounts/verify_credentials")).encode()
    proxy.misbehave(Fault(200, limits(0, 300), told))
    connection.check()
    for deed in Deed:
        ready = connection.ready_at(deed)
        assert ready is not None
        assert ready >= START + timedelta(minutes=4)


def test_a_limit_that_is_not_used_up_holds_nothing_up(
    person: Person, connection: Connection, proxy: Proxy
) -> None:
    told = json.dumps(person.ask("GET", "/api/v1/accounts/verify_credentials")).encode()
    proxy.misbehave(Fault(200, limits(1, 300), told))
    connection.check()
    assert connection.ready_at(Deed.READ) is None


@pytest.mark.parametrize("reset", ["soon", "", "1e9", "-1", "2999-01-01T00:00:00Z", "٣"])
def test_a_reset_that_makes_no_sense_holds_nothing_up_for_long(
    person: Person, connection: Connection, proxy: Proxy, clock: HeldClock, reset: str
) -> None:
    told = json.dumps(person.ask("GET", "/api/v1/accounts/verify_credentials")).encode()
    # Headers travel as Latin-1, in which other signs come out as whatever.
    sent = reset.encode().decode("latin-1")
    proxy.misbehave(Fault(200, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": sent}, told))
    connection.check()
    ready = connection.ready_at(Deed.READ)
    assert ready is None or ready <= clock.now() + timedelta(hours=26)


def test_the_pace_knows_the_limit() -> None:
    known = capabilities.of("mastodon")
    assert (known.deletes, known.window, known.can_delete) == (30, timedelta(minutes=30), True)
