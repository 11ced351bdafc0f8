"""Mastodon, live, at mastodon-mock: everything is read, once, and as the export tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor import intake
from auditor.store import Vault, open_vault
from auditor.sync import sync
from connectors.credentials import Credentials
from connectors.live import Connection
from connectors.mastodon.api import CONNECTOR, STATUSES
from connectors.model import Item
from tests.connectors.live.doubles.mastodon import signed_in
from tests.connectors.live.held_clock import HeldClock
from tests.connectors.live.mastodon_posts import export, fill, introduce
from tests.connectors.live.mastodon_server import DOMAIN, Person, running
from tests.connectors.live.proxy import Proxy, Request, in_front_of
from tests.connectors.live.stub import query_of
from tests.connectors.reading import read


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


@pytest.fixture
def vault(home: Path) -> Iterator[Vault]:
    with open_vault(home) as vault:
        yield vault


def everything(connection: Connection) -> list[Item]:
    return [item for page in connection.pages(STATUSES) for item in page.items]


def is_list(request: Request) -> bool:
    return request.method == "GET" and request.route.endswith("/statuses") and "accounts" in request.route


def by_id(items: list[Item]) -> dict[str, Item]:
    return {item.id: item for item in items}


def test_every_item_is_the_one_that_the_export_tells(
    person: Person, other: Person, connection: Connection, tmp_path: Path
) -> None:
    activities = fill(person, other)
    told = read(export(tmp_path, person, activities))
    live = everything(connection)
    assert len(live) == len(told.items) == len(activities) == 10
    assert by_id(live) == by_id(told.items)
    assert told.unread == []


def test_the_account_and_its_profile_are_those_of_the_export(
    person: Person, other: Person, connection: Connection, tmp_path: Path
) -> None:
    introduce(person)
    (told,) = read(export(tmp_path, person, fill(person, other))).accounts
    assert connection.check() == told.account
    assert told.profile is not None
    assert replace(connection.profile(), observed_at=None) == replace(told.profile, observed_at=None)
    assert connection.profile().bio == "Nurse.\nViews mine.\nWorks at: Fernhollow General"


@pytest.mark.parametrize("is_export_first", [True, False])
def test_what_came_by_one_way_is_not_added_again_by_the_other(
    person: Person,
    other: Person,
    connection: Connection,
    vault: Vault,
    tmp_path: Path,
    is_export_first: bool,
) -> None:
    introduce(person)
    archive = export(tmp_path, person, fill(person, other))

    def take_in() -> tuple[int, int]:
        summary = intake.take_in(vault, [archive], now=datetime.now(UTC))
        return summary.added, summary.updated

    def synced() -> tuple[int, int]:
        stored = vault.accounts.upsert(connection.check(), connection.profile(), "mastodon-api")
        done = sync(vault, stored, connection, HeldClock())
        assert (done.vanished, done.unread) == (0, 0)
        return done.added, done.changed

    first, second = (take_in, synced) if is_export_first else (synced, take_in)
    assert first() == (10, 0)
    assert second() == (0, 0)
    assert len(vault.accounts.list()) == 1


def test_direct_messages_are_left_out_and_posts_for_followers_are_not(
    person: Person, connection: Connection
) -> None:
    kept = person.post("<p>For followers</p>", visibility="private")
    person.post("<p>Between us two</p>", visibility="direct")
    assert [item.id for item in everything(connection)] == [kept]


def test_a_thousand_posts_come_once_each_in_pages_of_forty(
    person: Person, connection: Connection, proxy: Proxy
) -> None:
    ids = person.posts([f"<p>Quiet evening, number {number}</p>" for number in range(1000)])
    pages = list(connection.pages(STATUSES))
    assert [item.id for page in pages for item in page.items] == ids[::-1]
    asked = [query_of(each) for each in proxy.requests if is_list(each)]
    assert len(asked) == 26
    assert {each["limit"] for each in asked} == {"40"}
    assert len(proxy.requests) == 27


def test_what_replies_answer_is_asked_for_twenty_at_a_time(
    person: Person, other: Person, connection: Connection, proxy: Proxy
) -> None:
    theirs = other.posts([f"<p>{number}</p>" for number in range(30)])
    for each in theirs:
        person.post("<p>Yes</p>", in_reply_to_id=int(each), in_reply_to_account_id=int(other.id))
    items = everything(connection)
    wanted = [f"https://{DOMAIN}/@{other.name}/{each}" for each in reversed(theirs)]
    assert [item.parent_id for item in items] == wanted
    assert {item.parent_text for item in items} == {None}
    assert [each.path.count("id%5B%5D=") for each in proxy.requests if each.route == "/api/v1/statuses"] == [
        20,
        10,
    ]


def test_an_answer_to_oneself_knows_its_parents_words_over_pages(
    person: Person, connection: Connection
) -> None:
    first = person.post("<p>The first</p>")
    person.posts([f"<p>{number}</p>" for number in range(50)])
    reply = person.post("<p>And then</p>", in_reply_to_id=int(first), in_reply_to_account_id=int(person.id))
    item = next(connection.pages(STATUSES)).items[0]
    assert (item.id, item.parent_id, item.parent_text) == (reply, first, "The first")


def test_an_edit_keeps_the_id_and_changes_the_words(
    person: Person, connection: Connection, vault: Vault
) -> None:
    id = person.post("<p>As it was</p>")
    stored = vault.accounts.upsert(connection.check(), None, "mastodon-api")
    sync(vault, stored, connection, HeldClock())
    person.ask("PUT", f"/api/v1/statuses/{id}", {"status": "As it is"})
    (item,) = everything(connection)
    assert (item.id, item.text) == (id, "As it is")
    assert item.extra["updated"]
    again = sync(vault, stored, connection, HeldClock(), is_full=True)
    assert (again.added, again.changed, again.vanished) == (0, 1, 0)


def test_how_many_there_are_is_told_once_it_has_been_asked(person: Person, connection: Connection) -> None:
    person.posts(["<p>a</p>"] * 81)
    assert connection.estimate(0).items is None
    connection.check()
    estimate = connection.estimate(0)
    assert (estimate.items, estimate.requests, estimate.cost_high) == (81, 4, 0)


def test_opening_asks_for_nothing(person: Person, proxy: Proxy) -> None:
    CONNECTOR.open(signed_in(person, proxy.url), lambda _: None, HeldClock()).close()
    assert proxy.requests == []


def test_credentials_are_kept_when_the_server_tells_the_tokens_rights(person: Person, proxy: Proxy) -> None:
    token = _token_of_an_app(person, "read:accounts read:statuses")
    kept: list[Credentials] = []
    given = replace(signed_in(person, proxy.url, ()), secrets={"access_token": token}, may_delete=True)
    connection = CONNECTOR.open(given, kept.append, HeldClock())
    connection.check()
    connection.check()
    connection.close()
    (told,) = kept
    assert told.scopes == ("read:accounts", "read:statuses")
    assert told.may_delete is False
    assert told.secrets["access_token"] == token


def test_where_the_server_does_not_tell_the_rights_they_stay_unknown(person: Person, proxy: Proxy) -> None:
    kept: list[Credentials] = []
    given = replace(signed_in(person, proxy.url, ()), may_delete=True)
    connection = CONNECTOR.open(given, kept.append, HeldClock())
    assert connection.check().handle == person.handle
    connection.close()
    assert kept == []


def _token_of_an_app(person: Person, scopes: str) -> str:
    mock = person.mock
    asked = {"client_name": "hers", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob", "scopes": scopes}
    app = mock.ask("POST", "/api/v1/apps", asked)
    code = {
        "grant_type": "authorization_code",
        "code": f"mockcode_{person.name}",
        "client_id": app["client_id"],
    }
    return str(mock.ask("POST", "/oauth/token", code)["access_token"])
