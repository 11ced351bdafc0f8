"""LinkedIn as a connected account: what the contract of all connectors does not ask."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest

from auditor.store import open_vault
from connectors.credentials import Credentials
from connectors.errors import LiveError, MissingScope, NotOffered, OddAnswer, SignedOut, SignInFailed
from connectors.linkedin.api import CONNECTOR
from connectors.linkedin.asking import VERSION
from connectors.live import Asked, Connection, DeleteAnswer, Presence
from connectors.model import Item, ItemKind
from tests.connectors.live.doubles.linkedin import (
    CLIENT,
    FULL,
    PORTABILITY,
    ROWS_A_PAGE,
    SECRET,
    LinkedInStub,
)
from tests.connectors.live.held_clock import START, HeldClock
from tests.connectors.live.proxy import Fault, in_front_of
from tests.connectors.live.stub import Agreeing
from tests.connectors.reading import Read, read
from tests.fixtures import linkedin_export
from tests.fixtures.linkedin_export import BEGIN, comment, link, share

APP = {"client-id": CLIENT, "client-secret": SECRET}


@pytest.fixture
def server() -> Iterator[LinkedInStub]:
    stub = LinkedInStub()
    yield stub
    stub.close()


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def connection(server: LinkedInStub) -> Iterator[Connection]:
    opened = _opened(server, *FULL)
    yield opened
    opened.close()


@pytest.fixture
def portable(server: LinkedInStub) -> Iterator[Connection]:
    opened = _opened(server, PORTABILITY)
    yield opened
    opened.close()


def _opened(
    server: LinkedInStub, *scopes: str, told: tuple[str, ...] | None = None, url: str = ""
) -> Connection:
    """A connection with these rights; `told`: what is known of them here."""
    secrets = MappingProxyType({"access_token": server.grant(*scopes)})
    known = scopes if told is None else told
    return CONNECTOR.open(
        Credentials(url or server.url, secrets, known, may_delete=True), lambda _: None, HeldClock()
    )


def _post(server: LinkedInStub) -> Item:
    (id,) = server.add(["A quiet night"])
    return Item(id, ItemKind.POST, "A quiet night")


def _exported(folder: Path, shares: list[str], comments: list[str] | None = None) -> Read:
    content = linkedin_export.files(shares, comments or [])
    return read(linkedin_export.write_zip(folder / "Complete_LinkedInDataExport_08-09-2025.zip", content))


def test_the_handle_is_the_name_as_the_export_has_it(connection: Connection, tmp_path: Path) -> None:
    exported = _exported(tmp_path, [share(1, "one")]).accounts[0].account
    told = connection.check()
    assert (told.platform, told.handle) == (exported.platform, exported.handle)
    assert told.remote_id == "782invented"
    assert exported.remote_id is None, "LinkedIn's interface would never tell the same id"


def test_an_account_that_was_imported_is_known_again_as_it_is_connected(
    connection: Connection, tmp_path: Path
) -> None:
    content = linkedin_export.numbered(linkedin_export.files([share(1, "one")]))
    exported = read(linkedin_export.write_zip(tmp_path / "export.zip", content)).accounts[0]
    with open_vault(tmp_path / "vault", passphrase=lambda: "invented", use_keyring=False) as vault:
        imported = vault.accounts.upsert(exported.account, exported.profile, "linkedin-export")
        connected = vault.accounts.upsert(connection.check(), connection.profile(), "linkedin-api")
        assert connected.id == imported.id
        assert connected.profile == imported.profile, "LinkedIn tells no headline, so the known one stays"
        again = vault.accounts.upsert(exported.account, exported.profile, "linkedin-export")
        assert (again.id, again.account.remote_id) == (imported.id, "782invented")


def test_a_name_in_one_piece_is_taken_whole(server: LinkedInStub) -> None:
    with in_front_of(server.url) as proxy:
        opened = _opened(server, *FULL, url=proxy.url)
        proxy.misbehave(Fault(body=b'{"sub": "1", "name": " Wren I. Invented ", "given_name": "Wren"}'))
        assert opened.check().handle == "Wren I. Invented"
        opened.close()


@pytest.mark.parametrize("body", [b'{"sub": "1"}', b'{"name": "A B"}', b'{"sub": 5, "name": "A B"}', b"{}"])
def test_an_account_without_id_or_name_is_an_odd_answer(body: bytes, server: LinkedInStub) -> None:
    with in_front_of(server.url) as proxy:
        opened = _opened(server, *FULL, url=proxy.url)
        proxy.misbehave(Fault(body=body))
        with pytest.raises(OddAnswer):
            opened.check()
        opened.close()


def test_nothing_is_read_where_nothing_can_be(connection: Connection) -> None:
    assert connection.streams == ()
    assert "export" in connection.note


def test_a_deletion_names_the_post_and_speaks_linkedins_version(
    server: LinkedInStub, connection: Connection
) -> None:
    item = _post(server)
    assert connection.delete(item).answer is DeleteAnswer.ACCEPTED
    (request,) = server.requests
    assert request.path == f"/rest/posts/{item.id.replace(':', '%3A')}"
    assert request.headers["LinkedIn-Version"] == VERSION
    assert request.headers["X-Restli-Protocol-Version"] == "2.0.0"
    assert item.id not in server.ids()


def test_a_post_of_the_newer_kind_is_deleted_too(server: LinkedInStub, connection: Connection) -> None:
    server.posts["urn:li:ugcPost:77"] = "words"
    assert connection.delete(Item("urn:li:ugcPost:77", ItemKind.POST, "")).answer is DeleteAnswer.ACCEPTED
    assert server.ids() == set()


def test_the_urns_of_the_export_are_those_that_are_deleted(
    server: LinkedInStub, connection: Connection, tmp_path: Path
) -> None:
    rows = [share(1, "one"), share(2, "two", kind="ugcPost"), share(3, "three", kind="groupPost")]
    one, two, three = _exported(tmp_path, rows).items
    server.posts = {one.id: "one", two.id: "two", three.id: "three"}
    for item in (one, two):
        assert item.has_platform_id
        assert connection.delete(item).answer is DeleteAnswer.ACCEPTED
    with pytest.raises(NotOffered):
        connection.delete(three)
    assert server.ids() == {three.id}


@pytest.mark.parametrize(
    "id",
    [
        "derived-5f1c",
        "urn:li:activity:5",
        "urn:li:share:",
        "urn:li:share:5/../../me",
        "urn:li:share:5\n",
        "urn:li:share:٣",
        "urn:li:share:5?x=1",
        "",
    ],
)
def test_what_has_no_urn_of_a_post_is_never_asked_for(
    id: str, server: LinkedInStub, connection: Connection
) -> None:
    item = Item(id, ItemKind.POST, "words")
    with pytest.raises(NotOffered) as caught:
        connection.delete(item)
    assert "Delete" in caught.value.todo
    assert connection.exists(item).presence is Presence.UNCLEAR
    assert server.requests == []


def test_a_repost_is_left_to_the_owner(server: LinkedInStub, connection: Connection) -> None:
    item = replace(_post(server), kind=ItemKind.REPOST)
    with pytest.raises(NotOffered):
        connection.delete(item)
    assert server.ids() == {item.id}


def test_a_sign_in_for_reading_asks_for_no_deletion(server: LinkedInStub) -> None:
    item = _post(server)
    secrets = MappingProxyType({"access_token": server.grant(*FULL)})
    reading = Credentials(server.url, secrets, ("openid", "profile"))
    for credentials in (reading, replace(reading, may_delete=True), replace(reading, scopes=FULL)):
        opened = CONNECTOR.open(credentials, lambda _: None, HeldClock())
        with pytest.raises(MissingScope):
            opened.delete(item)
        opened.close()
    assert server.requests == []
    assert server.ids() == {item.id}


def test_a_right_that_linkedin_misses_is_told_apart_from_a_post_that_it_keeps(server: LinkedInStub) -> None:
    item = _post(server)
    unsure = _opened(server, "openid", "profile", told=FULL)
    with pytest.raises(MissingScope):
        unsure.delete(item)
    unsure.close()
    server.refuse(item.id)
    granted = _opened(server, *FULL)
    outcome = granted.delete(item)
    assert (outcome.answer, bool(outcome.reason)) == (DeleteAnswer.REFUSED, True)
    granted.close()
    # Where nobody knows the rights, a no may as well be one to all of them.
    token = _opened(server, *FULL, told=())
    with pytest.raises(MissingScope):
        token.delete(item)
    token.close()
    assert server.ids() == {item.id}


def test_a_success_proves_nothing(server: LinkedInStub, connection: Connection) -> None:
    item = _post(server)
    with in_front_of(server.url) as proxy:
        opened = _opened(server, *FULL, url=proxy.url)
        proxy.misbehave(Fault(204, body=b""))
        assert opened.delete(item).answer is DeleteAnswer.ACCEPTED
        assert opened.exists(item).presence is Presence.UNCLEAR
        opened.close()
    assert server.ids() == {item.id}
    assert connection.delete(item).answer is DeleteAnswer.ACCEPTED
    assert connection.exists(item).presence is Presence.UNCLEAR
    assert connection.delete(item).answer is DeleteAnswer.ACCEPTED, "LinkedIn says the same to a second one"


def test_the_few_who_may_read_posts_see_through_a_lie(server: LinkedInStub) -> None:
    item = _post(server)
    with in_front_of(server.url) as proxy:
        opened = _opened(server, *FULL, "r_member_social", url=proxy.url)
        proxy.misbehave(Fault(204, body=b"", only=lambda request: request.method == "DELETE"))
        assert opened.delete(item).answer is DeleteAnswer.ACCEPTED
        assert opened.exists(item).presence is Presence.THERE
        opened.delete(item)
        assert opened.exists(item).presence is Presence.GONE
        opened.close()


def test_a_missing_page_of_the_interface_is_no_missing_post(server: LinkedInStub) -> None:
    item = _post(server)
    with in_front_of(server.url) as proxy:
        opened = _opened(server, *FULL, "r_member_social", url=proxy.url)
        for body in (b'{"message": "No virtual resource found"}', b"{}"):
            proxy.misbehave(Fault(404, body=body))
            assert opened.exists(item).presence is Presence.UNCLEAR
        proxy.misbehave(Fault(404, body=b"<html>"))
        with pytest.raises(OddAnswer):
            opened.exists(item)
        proxy.misbehave(Fault(200, body=b'{"id": "urn:li:share:1"}'))
        with pytest.raises(OddAnswer):
            opened.exists(item)
        opened.close()


def test_a_token_of_unknown_rights_tells_what_it_can(server: LinkedInStub) -> None:
    item = _post(server)
    reader, writer = _opened(server, "r_member_social", told=()), _opened(server, *FULL, told=())
    assert reader.exists(item).presence is Presence.THERE
    assert writer.exists(item).presence is Presence.UNCLEAR
    server.posts.clear()
    # Missing may be what LinkedIn says of everything that this token must not see.
    assert reader.exists(item).presence is Presence.UNCLEAR
    server.revoke()
    for opened in (reader, writer):
        with pytest.raises(SignedOut):
            opened.exists(item)
        opened.close()


def test_a_retired_version_is_told_and_can_be_set(
    server: LinkedInStub, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = _post(server)
    monkeypatch.setenv("AUDIT_TUI_LINKEDIN_VERSION", "202401")
    with pytest.raises(OddAnswer, match="AUDIT_TUI_LINKEDIN_VERSION"):
        connection.delete(item)
    assert server.ids() == {item.id}
    monkeypatch.setenv("AUDIT_TUI_LINKEDIN_VERSION", "202609")
    assert connection.delete(item).answer is DeleteAnswer.ACCEPTED
    assert server.requests[-1].headers["LinkedIn-Version"] == "202609"


@pytest.mark.parametrize("value", ["", "newest", "202609\r\nX-Evil: 1", "20260911"])
def test_a_version_that_is_none_is_passed_over(
    value: str, server: LinkedInStub, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIT_TUI_LINKEDIN_VERSION", value)
    connection.delete(_post(server))
    assert server.requests[-1].headers["LinkedIn-Version"] == VERSION


@pytest.mark.parametrize(
    ("status", "answer"), [(404, "absent"), (410, "absent"), (400, "refused"), (422, "refused")]
)
def test_what_linkedin_says_of_one_post_is_kept_apart(status: int, answer: str, server: LinkedInStub) -> None:
    with in_front_of(server.url) as proxy:
        opened = _opened(server, *FULL, url=proxy.url)
        proxy.misbehave(Fault(status))
        assert opened.delete(_post(server)).answer == answer
        proxy.misbehave(Fault(418))
        with pytest.raises(OddAnswer):
            opened.delete(_post(server))
        opened.close()


def _rows(shares: list[tuple[int, str, datetime]]) -> list[object]:
    return [
        {
            "Date": f"{at:%Y-%m-%d %H:%M:%S}",
            "ShareLink": link(number),
            # As the export's table holds it once its quotes are undone.
            "ShareCommentary": text.replace("\n", '"\n"'),
            "SharedUrl": "",
            "MediaUrl": "",
            "Visibility": "MEMBER_NETWORK",
        }
        for number, text, at in shares
    ]


def test_the_tables_of_portability_give_the_items_of_the_export(
    server: LinkedInStub, portable: Connection, tmp_path: Path
) -> None:
    posts = [(n, f'Number {n}, "quoted"\nand on', BEGIN - timedelta(days=n)) for n in range(8)]
    words = [(f"Comment {n}", BEGIN - timedelta(hours=n), "share", n % 3) for n in range(7)]
    server.tables["MEMBER_SHARE_INFO"] = _rows(posts)
    server.tables["ALL_COMMENTS"] = [
        {"Date": f"{at:%Y-%m-%d %H:%M:%S}", "Link": link(n, kind), "Message": text}
        for text, at, kind, n in words
    ]
    exported = _exported(
        tmp_path,
        [share(n, text, at) for n, text, at in posts],
        [comment(text, at, kind, n) for text, at, kind, n in words],
    )
    pages = [page for stream in portable.streams for page in portable.pages(stream)]
    assert len(pages) == -(-8 // ROWS_A_PAGE) + -(-7 // ROWS_A_PAGE)
    assert [item for page in pages for item in page.items] == exported.items
    again = [page for stream in portable.streams for page in portable.pages(stream)]
    assert [page.items for page in again] == [page.items for page in pages]
    assert not any(page.unread for page in pages)
    for stream in portable.streams:
        kinds = {item.kind for page in portable.pages(stream) for item in page.items}
        assert kinds <= stream.kinds
        assert not stream.is_whole, "what LinkedIn has not prepared yet has not vanished"


def test_the_owner_of_a_portability_token_is_told_by_other_means(
    server: LinkedInStub, portable: Connection, connection: Connection, tmp_path: Path
) -> None:
    exported = _exported(tmp_path, [share(1, "one")]).accounts[0]
    assert portable.check() == connection.check()
    assert exported.profile is not None
    told = portable.profile()
    assert told == replace(exported.profile, observed_at=START)
    assert "May 5" not in repr(told)


def test_a_walk_through_the_tables_goes_on_where_it_stopped(
    server: LinkedInStub, portable: Connection
) -> None:
    server.tables["MEMBER_SHARE_INFO"] = _rows([(n, f"{n}", BEGIN) for n in range(8)])
    first = next(portable.pages(portable.streams[0]))
    rest = [item.text for page in portable.pages(portable.streams[0], first.cursor) for item in page.items]
    assert [item.text for item in first.items] + rest == [f"{n}" for n in range(8)]


def test_what_linkedin_has_not_prepared_is_said(portable: Connection) -> None:
    (page,) = portable.pages(portable.streams[0])
    assert page.items == ()
    assert "day" in page.unread[0].reason


def test_a_table_that_ends_meanwhile_has_ended(server: LinkedInStub, portable: Connection) -> None:
    (page,) = portable.pages(portable.streams[0], "3")
    assert (page.items, page.unread, page.cursor) == ((), (), None)


def test_a_broken_row_costs_itself_alone(server: LinkedInStub, portable: Connection) -> None:
    good = _rows([(1, "one", BEGIN)])
    server.tables["MEMBER_SHARE_INFO"] = [*good, None, "words", {"Date": 5, "ShareLink": ["x"]}, {}]
    pages = list(portable.pages(portable.streams[0]))
    assert [item.text for page in pages for item in page.items] == ["one"]
    assert sum(len(page.unread) for page in pages) == 4


@pytest.mark.parametrize(
    "body",
    [
        b'{"elements": {}}',
        b'{"elements": [5]}',
        b'{"elements": [{"snapshotData": "x"}]}',
        b'{"elements": [], "paging": {"links": [{"rel": "next", "href": "/rest?start=0"}]}}',
        b'{"elements": [], "paging": {"links": [{"rel": "next", "href": "/rest?start=-1"}]}}',
        b'{"elements": [], "paging": {"links": [{"rel": "next", "href": "/rest?start=99999999999"}]}}',
        b'{"elements": [], "paging": {"links": [{"rel": "next", "href": "https://elsewhere.example/"}]}}',
    ],
)
def test_a_table_that_makes_no_sense_is_an_odd_answer(body: bytes, server: LinkedInStub) -> None:
    with in_front_of(server.url) as proxy:
        opened = _opened(server, PORTABILITY, url=proxy.url)
        proxy.misbehave(Fault(body=body))
        with pytest.raises(OddAnswer):
            next(opened.pages(opened.streams[0]))
        opened.close()


@pytest.mark.parametrize("cursor", ["", "-1", "next", "٣", "9" * 12])
def test_a_cursor_that_is_none_is_told(cursor: str, portable: Connection) -> None:
    with pytest.raises(OddAnswer):
        next(portable.pages(portable.streams[0], cursor))


def test_a_portability_token_deletes_nothing(
    server: LinkedInStub, portable: Connection, clock: HeldClock
) -> None:
    with pytest.raises(MissingScope):
        portable.delete(_post(server))
    assert server.requests == []
    asked = Asked(server.url, answers={"portability": "yes"}, may_delete=True)
    with pytest.raises(SignInFailed):
        CONNECTOR.with_token(asked, "AQX-invented-token", clock)


def test_signing_in_with_a_token(server: LinkedInStub, clock: HeldClock) -> None:
    plain = CONNECTOR.with_token(Asked(server.url), f" {server.grant(*FULL)}\n", clock)
    portable = CONNECTOR.with_token(
        Asked(server.url, answers={"portability": " Yes "}), server.grant(PORTABILITY), clock
    )
    for credentials, streams in ((plain, 0), (portable, 2)):
        assert not credentials.may_delete
        opened = CONNECTOR.open(credentials, lambda _: None, clock)
        assert opened.check().handle == "Wren Invented"
        assert len(opened.streams) == streams
        opened.close()


@pytest.mark.parametrize("may_delete", [False, True])
def test_signing_in_by_the_browser_asks_for_no_more_than_is_wanted(
    may_delete: bool, server: LinkedInStub, clock: HeldClock
) -> None:
    loopback = Agreeing(server.authorise)
    asked = Asked(server.url, answers=APP, may_delete=may_delete)
    credentials = CONNECTOR.with_browser(asked, loopback, clock)
    assert ("w_member_social" in loopback.address) is may_delete
    assert SECRET not in loopback.address
    assert credentials.may_delete is may_delete
    assert credentials.expires_at == START + timedelta(seconds=5_183_999)
    assert set(credentials.secrets) == {"access_token"}, "the app's secret is of no further use"
    opened = CONNECTOR.open(credentials, lambda _: None, clock)
    item = _post(server)
    if may_delete:
        assert opened.delete(item).answer is DeleteAnswer.ACCEPTED
    else:
        with pytest.raises(MissingScope):
            opened.delete(item)
    opened.close()


def test_a_right_that_was_not_granted_is_not_taken_for_granted(
    server: LinkedInStub, clock: HeldClock
) -> None:
    def page(query: dict[str, str]) -> dict[str, str]:
        return server.authorise({**query, "scope": "openid profile"})

    asked = Asked(server.url, answers=APP, may_delete=True)
    assert not CONNECTOR.with_browser(asked, Agreeing(page), clock).may_delete


@pytest.mark.parametrize("wrong", ["secret", "code", "missing"])
def test_a_sign_in_that_linkedin_refuses_says_what_to_compare(
    wrong: str, server: LinkedInStub, clock: HeldClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answers = {**APP, "client-secret": "another-secret-99"} if wrong == "secret" else dict(APP)
    if wrong == "missing":
        answers["client-secret"] = " "
    page = server.authorise if wrong != "code" else lambda query: {"code": "stolen", "state": query["state"]}
    asked = Asked(server.url, answers=answers)
    with pytest.raises(SignInFailed) as caught:
        CONNECTOR.with_browser(asked, Agreeing(page), clock)
    told = "".join(traceback.format_exception(caught.value)) + repr(asked) + caplog.text
    assert not any(secret in told for secret in ("another-secret-99", SECRET, "stolen"))


@pytest.mark.parametrize("fault", [Fault(500), Fault(body=b"<html>"), Fault(hangs_up=True), Fault(401)])
def test_no_code_or_secret_stands_in_an_error_of_a_sign_in(
    fault: Fault, server: LinkedInStub, clock: HeldClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with in_front_of(server.url) as proxy:
        proxy.misbehave(fault)
        with pytest.raises(LiveError) as caught:
            CONNECTOR.with_browser(Asked(proxy.url, answers=APP), Agreeing(server.authorise), clock)
    told = "".join(traceback.format_exception(caught.value)) + caplog.text
    assert not any(secret in told for secret in (SECRET, "invented-code"))


def test_linkedin_offers_no_way_to_revoke(server: LinkedInStub, clock: HeldClock) -> None:
    assert CONNECTOR.revoke(server.credentials(server.url), clock) is False
    assert server.requests == []
