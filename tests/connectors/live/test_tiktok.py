"""TikTok as a connected account: what the contract of all connectors does not ask."""

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
    OddAnswer,
    RateLimited,
    SignedOut,
    SignInFailed,
    Unreachable,
)
from connectors.live import Asked, Connection, Deed, Presence
from connectors.model import Item, ItemKind, same_handle
from connectors.tiktok.api import CONNECTOR
from tests.connectors.live.doubles.tiktok import CLIENT, SCOPES, SECRET, Grant, TikTokStub, Video
from tests.connectors.live.held_clock import START, HeldClock
from tests.connectors.live.proxy import Fault, Proxy, in_front_of
from tests.connectors.live.stub import Agreeing
from tests.connectors.reading import read
from tests.fixtures import tiktok_export, x_archive

DAY = timedelta(days=1)
POSTED = datetime(2026, 3, 1, 8, 0, 16, tzinfo=UTC)
APP = {"client-id": CLIENT, "client-secret": SECRET}


@pytest.fixture
def server() -> Iterator[TikTokStub]:
    stub = TikTokStub()
    yield stub
    stub.close()


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def kept() -> list[Credentials]:
    return []


@pytest.fixture
def connection(server: TikTokStub, clock: HeldClock, kept: list[Credentials]) -> Iterator[Connection]:
    opened = CONNECTOR.open(server.credentials(server.url), kept.append, clock)
    yield opened
    opened.close()


def _items(connection: Connection) -> list[Item]:
    return [item for page in connection.pages(connection.streams[0]) for item in page.items]


def _refreshes(server: TikTokStub) -> int:
    return sum(b"grant_type=refresh_token" in request.body for request in server.requests)


@pytest.mark.parametrize(
    "text",
    [
        "After a night shift ☕️ #nursetok @someone.invented",
        "Two lines\nand a third\n\nwith a gap",
        "  blanks around  ",
        "مرحبا \u202e hidden \x1b[31m",
        "N/A",
        "",
        "long " * 200,
    ],
)
def test_a_caption_is_the_one_that_the_export_gives(
    text: str, server: TikTokStub, connection: Connection, tmp_path: Path
) -> None:
    server.videos.append(Video("7400000000000000001", POSTED, text))
    post = tiktok_export.post(text, Date="2026-03-01 08:00:16")
    content = tiktok_export.files(tiktok_export.newer(posts=[post]))
    (exported,) = read(x_archive.write_zip(tmp_path / "t.zip", content)).items
    (item,) = _items(connection)
    assert (item.kind, item.text) == (exported.kind, exported.text)
    assert item.created_at is not None
    assert item.created_at.replace(tzinfo=None) == exported.created_at
    assert (item.media, item.extra, item.parent_id) == (exported.media, {}, exported.parent_id)
    assert (item.id, item.has_platform_id) == ("7400000000000000001", True)
    assert item.url == "https://www.tiktok.com/@ada.invented/video/7400000000000000001"


def test_the_account_and_profile_are_those_of_the_export(connection: Connection, tmp_path: Path) -> None:
    content = tiktok_export.files(tiktok_export.newer(posts=[tiktok_export.post("one")]))
    exported = read(x_archive.write_zip(tmp_path / "t.zip", content)).accounts[0]
    told, profile = connection.check(), connection.profile()
    assert exported.account.handle.startswith("@")
    assert told.handle == "@ada.invented"
    assert same_handle(told.handle, "ada.invented")
    assert exported.account.remote_id is None
    assert (profile.display_name, profile.bio) == ("Ada Invented", "Nurse. Views my own.")


def test_the_longer_of_two_captions_is_taken(server: TikTokStub, connection: Connection) -> None:
    server.add(["a", "b"])
    server.videos[0].changed = {"video_description": "cut", "title": "cut short no more"}
    server.videos[1].changed = {"video_description": None, "title": "only a title"}
    assert [item.text for item in _items(connection)] == ["only a title", "cut short no more"]


def test_a_broken_video_is_counted_and_the_page_is_kept(server: TikTokStub, connection: Connection) -> None:
    server.add(["one", "two", "three", "four", "five"])
    for video, changed in zip(
        server.videos,
        ({"id": None}, {"create_time": 10**15}, {"id": "../../etc"}, {"create_time": True}),
        strict=False,
    ):
        video.changed = changed
    (page,) = connection.pages(connection.streams[0])
    assert [item.text for item in page.items] == ["five"]
    assert sum(unread.count for unread in page.unread) == 4


@pytest.mark.parametrize(
    "link", [None, 5, "javascript:alert(1)", "https://tiktok.example/@ada/video/1", "x" * 100_000]
)
def test_a_link_that_is_no_page_of_tiktoks_is_left_away(
    link: object, server: TikTokStub, connection: Connection
) -> None:
    server.add(["one"])
    server.videos[0].changed = {"share_url": link}
    (item,) = _items(connection)
    assert item.url is None


def test_what_was_made_private_is_not_taken_for_deleted(server: TikTokStub, connection: Connection) -> None:
    server.add(["one", "two"])
    item = next(item for item in _items(connection) if item.text == "one")
    assert connection.exists(item).presence is Presence.THERE
    server.videos[0].is_public = False
    assert not connection.streams[0].is_whole
    assert [each.text for each in _items(connection)] == ["two"]
    assert connection.exists(item).presence is Presence.UNCLEAR


def test_another_video_than_the_one_asked_for_proves_nothing(server: TikTokStub, clock: HeldClock) -> None:
    server.add(["one", "two"])
    with in_front_of(server.url) as proxy:
        opened = CONNECTOR.open(server.credentials(proxy.url), lambda _: None, clock)
        one, two = _items(opened)
        assert opened.exists(one).presence is Presence.THERE
        proxy.misbehave(Fault(body=proxy.answers[-1][3]))
        assert opened.exists(two).presence is Presence.UNCLEAR
        opened.close()


def test_an_item_of_the_export_can_not_be_looked_at(server: TikTokStub, connection: Connection) -> None:
    item = Item("derived-00", ItemKind.CAPTION, "", has_platform_id=False)
    assert connection.exists(item).presence is Presence.UNCLEAR
    assert server.requests == []


@pytest.mark.parametrize(
    "body",
    [
        b'{"data": {"videos": [], "cursor": 9999999999999999999, "has_more": true}, "error": {"code": "ok"}}',
        b'{"data": {"videos": [], "cursor": null, "has_more": true}, "error": {"code": "ok"}}',
        b'{"data": {"videos": "none", "has_more": false}, "error": {"code": "ok"}}',
        b'{"data": [], "error": {"code": "ok"}}',
        b'{"data": {"videos": []}, "error": {"code": "spam_risk"}}',
        b'{"data": {"videos": []}}',
        b"{}",
    ],
)
def test_a_list_that_makes_no_sense_is_an_odd_answer(
    body: bytes, server: TikTokStub, clock: HeldClock
) -> None:
    server.add([str(number) for number in range(30)])
    with in_front_of(server.url) as proxy:
        opened = CONNECTOR.open(server.credentials(proxy.url), lambda _: None, clock)
        pages = opened.pages(opened.streams[0])
        next(pages)
        proxy.misbehave(Fault(body=body))
        with pytest.raises(OddAnswer):
            next(pages)
        opened.close()


def test_a_list_that_never_goes_back_in_time_is_not_walked_for_ever(
    server: TikTokStub, clock: HeldClock
) -> None:
    server.add([str(number) for number in range(30)])
    with in_front_of(server.url) as proxy:
        opened = CONNECTOR.open(server.credentials(proxy.url), lambda _: None, clock)
        pages = opened.pages(opened.streams[0])
        first = next(pages)
        same = f'{{"data": {{"cursor": {first.cursor}, "has_more": true}}, "error": {{"code": "ok"}}}}'
        proxy.misbehave(Fault(body=same.encode()))
        with pytest.raises(OddAnswer):
            next(pages)
        opened.close()


def test_a_page_may_be_short_and_the_list_go_on(server: TikTokStub, clock: HeldClock) -> None:
    server.add(["one"])
    with in_front_of(server.url) as proxy:
        opened = CONNECTOR.open(server.credentials(proxy.url), lambda _: None, clock)
        body = (
            b'{"data": {"videos": null, "cursor": 1900000000000, "has_more": true}, "error": {"code": "ok"}}'
        )
        proxy.misbehave(Fault(body=body))
        assert [item.text for item in _items(opened)] == ["one"]
        opened.close()


@pytest.mark.parametrize("cursor", ["", "-1", "next", "1e9", "٣", "9" * 40])
def test_a_cursor_that_is_none_is_told(cursor: str, connection: Connection) -> None:
    with pytest.raises(OddAnswer):
        next(connection.pages(connection.streams[0], cursor))


def test_a_token_is_renewed_before_it_runs_out_and_kept_before_it_is_used(
    server: TikTokStub, clock: HeldClock
) -> None:
    before = server.credentials(server.url)
    seen: list[tuple[Credentials, int]] = []

    def keep(credentials: Credentials) -> None:
        seen.append((credentials, sum(b"Bearer" in str(r.headers).encode() for r in server.requests)))

    opened = CONNECTOR.open(before, keep, clock)
    opened.check()
    assert not seen
    clock.pass_by(timedelta(hours=22, minutes=55))
    opened.check()
    opened.check()
    ((renewed, used),) = seen
    assert used == 1, "the new token was used before it was kept"
    for name in ("access_token", "refresh_token"):
        assert renewed.secrets[name] != before.secrets[name]
    assert renewed.expires_at == clock.now() + timedelta(days=365)
    assert _refreshes(server) == 1
    opened.close()


def test_a_refresh_token_that_changes_each_time_is_followed(
    server: TikTokStub, clock: HeldClock, kept: list[Credentials]
) -> None:
    opened = CONNECTOR.open(server.credentials(server.url), kept.append, clock)
    for _ in range(4):
        clock.pass_by(DAY)
        opened.check()
    assert len({each.secrets["refresh_token"] for each in kept}) == 4
    opened.close()
    again = CONNECTOR.open(kept[-1], kept.append, clock)
    clock.pass_by(DAY)
    again.check()
    assert len(kept) == 5
    again.close()


def test_a_renewal_that_names_no_other_refresh_token_leaves_the_old_one(
    server: TikTokStub, clock: HeldClock, kept: list[Credentials]
) -> None:
    before = server.credentials(server.url)
    with in_front_of(server.url) as proxy:
        opened = CONNECTOR.open(replace(before, server=proxy.url), kept.append, clock)
        clock.pass_by(DAY)
        body = json.dumps({"access_token": before.secrets["access_token"], "expires_in": 86400}).encode()
        proxy.misbehave(Fault(body=body))
        opened.check()
        opened.close()
    assert kept[0].secrets["refresh_token"] == before.secrets["refresh_token"]
    assert kept[0].scopes == SCOPES


def test_a_token_that_could_not_be_kept_is_not_used(server: TikTokStub, clock: HeldClock) -> None:
    def keep(_: Credentials) -> None:
        raise NoKeyring("Locked.", "Unlock it.")

    opened = CONNECTOR.open(server.credentials(server.url), keep, clock)
    clock.pass_by(DAY)
    with pytest.raises(NoKeyring):
        opened.check()
    assert [request.route for request in server.requests] == ["/v2/oauth/token/"]
    opened.close()


def test_a_clock_that_was_set_back_does_not_outlive_the_token(
    server: TikTokStub, clock: HeldClock, kept: list[Credentials]
) -> None:
    opened = CONNECTOR.open(server.credentials(server.url), kept.append, clock)
    clock.jump(timedelta(days=-30))
    server.grant.is_expired = True
    opened.check()
    opened.check()
    assert len(kept) == 1
    opened.close()


def test_what_can_no_longer_be_renewed_has_to_be_signed_in_anew(
    server: TikTokStub, clock: HeldClock, connection: Connection, kept: list[Credentials]
) -> None:
    clock.pass_by(DAY)
    server.revoke()
    with pytest.raises(SignedOut) as caught:
        connection.check()
    assert "audit-tui connect tiktok" in caught.value.todo
    assert kept == []


@pytest.mark.parametrize(
    ("fault", "error"),
    [(Fault(500), Unreachable), (Fault(hangs_up=True), Unreachable), (Fault(429), RateLimited)],
)
def test_trouble_on_the_way_to_a_new_token_costs_nothing(
    fault: Fault, error: type[LiveError], server: TikTokStub, clock: HeldClock, kept: list[Credentials]
) -> None:
    with in_front_of(server.url) as proxy:
        opened = CONNECTOR.open(server.credentials(proxy.url), kept.append, clock)
        clock.pass_by(DAY)
        proxy.misbehave(fault)
        with pytest.raises(error):
            opened.check()
        assert kept == []
        opened.check()
        assert len(kept) == 1
        opened.close()


def test_a_token_alone_is_not_renewed(server: TikTokStub, clock: HeldClock) -> None:
    credentials = CONNECTOR.with_token(Asked(server.url), f"  {server.grant.access}\n", clock)
    opened = CONNECTOR.open(credentials, lambda _: None, clock)
    assert opened.check().remote_id
    server.grant.is_expired = True
    clock.pass_by(DAY)
    with pytest.raises(SignedOut):
        opened.check()
    assert _refreshes(server) == 0
    opened.close()


@pytest.mark.parametrize(
    "token", ["", "   ", "two words", "kurz", "emoji☕️token-12345", "a" * 5000, "a\nb" * 9]
)
def test_what_is_no_token_is_refused_at_once(token: str, clock: HeldClock) -> None:
    with pytest.raises(SignInFailed) as caught:
        CONNECTOR.with_token(Asked(""), token, clock)
    assert not token.strip() or token not in str(caught.value)


def test_a_missing_right_is_told_apart_from_a_token_that_ran_out(
    server: TikTokStub, clock: HeldClock
) -> None:
    basic = Grant(server.ada, "act.basic-only", "rft.basic-only", ("user.info.basic",))
    server.grants.append(basic)
    opened = CONNECTOR.open(server.signed_in(server.url, basic), lambda _: None, clock)
    for deed in (opened.check, opened.profile, lambda: next(opened.pages(opened.streams[0]))):
        with pytest.raises(MissingScope):
            deed()
    opened.close()


def test_a_name_that_is_not_told_is_a_missing_right(server: TikTokStub, connection: Connection) -> None:
    server.ada["username"] = ""
    with pytest.raises(MissingScope):
        connection.check()


def test_the_wait_that_was_asked_for_is_told_until_it_is_over(server: TikTokStub, clock: HeldClock) -> None:
    with in_front_of(server.url) as proxy:
        opened = CONNECTOR.open(server.credentials(proxy.url), lambda _: None, clock)
        assert opened.ready_at(Deed.READ) is None
        proxy.misbehave(Fault(429, {"Retry-After": "60"}))
        with pytest.raises(RateLimited):
            opened.check()
        assert opened.ready_at(Deed.READ) == clock.now() + timedelta(seconds=60)
        clock.pass_by(timedelta(seconds=61))
        assert opened.ready_at(Deed.READ) is None
        opened.close()


def test_signing_in_by_the_browser(server: TikTokStub, clock: HeldClock) -> None:
    loopback = Agreeing(server.authorise)
    credentials = CONNECTOR.with_browser(Asked(server.url, answers=APP), loopback, clock)
    assert loopback.address.startswith(f"{server.url}/v2/auth/authorize/?")
    assert SECRET not in loopback.address
    assert credentials.scopes == SCOPES
    assert credentials.expires_at == START + timedelta(days=365)
    assert not credentials.may_delete
    opened = CONNECTOR.open(credentials, lambda _: None, clock)
    assert opened.check().handle == "@ada.invented"
    opened.close()


def test_the_page_of_tiktok_itself_is_opened_where_no_server_is_named(clock: HeldClock) -> None:
    class Seen(Exception):
        pass

    def page(_: dict[str, str]) -> dict[str, str]:
        raise Seen

    loopback = Agreeing(page)
    with pytest.raises(Seen):
        CONNECTOR.with_browser(Asked(CONNECTOR.guide.server, answers=APP), loopback, clock)
    assert loopback.address.startswith("https://www.tiktok.com/v2/auth/authorize/?")


@pytest.mark.parametrize("wrong", ["client-secret", "code", "missing"])
def test_a_sign_in_that_tiktok_refuses_says_what_to_compare(
    wrong: str, server: TikTokStub, clock: HeldClock
) -> None:
    answers = {**APP, "client-secret": "another-secret-99"} if wrong == "client-secret" else dict(APP)
    if wrong == "missing":
        del answers["client-id"]
    page = server.authorise if wrong != "code" else lambda query: {"code": "stolen", "state": query["state"]}
    with pytest.raises(SignInFailed) as caught:
        CONNECTOR.with_browser(Asked(server.url, answers=answers), Agreeing(page), clock)
    told = "".join(traceback.format_exception(caught.value))
    assert not any(secret in told for secret in (*answers.values(), "stolen"))


def test_a_right_that_was_switched_off_on_the_page_is_named(server: TikTokStub, clock: HeldClock) -> None:
    server.granted_scopes = SCOPES[:2]
    with pytest.raises(SignInFailed, match=r"video\.list"):
        CONNECTOR.with_browser(Asked(server.url, answers=APP), Agreeing(server.authorise), clock)


def test_revoking_makes_the_token_worthless(
    server: TikTokStub, clock: HeldClock, connection: Connection
) -> None:
    assert CONNECTOR.revoke(server.credentials(server.url), clock) is True
    with pytest.raises(SignedOut):
        connection.check()


@pytest.mark.parametrize("fault", [None, Fault(401), Fault(200, body=b'{"error": "invalid_request"}')])
def test_a_revocation_that_tiktok_refuses_is_none(
    fault: Fault | None, server: TikTokStub, clock: HeldClock, connection: Connection
) -> None:
    with in_front_of(server.url) as proxy:
        credentials = server.credentials(proxy.url)
        if fault:
            proxy.misbehave(fault)
        else:
            credentials = credentials.with_secrets(client_secret="another-secret-99")
        assert CONNECTOR.revoke(credentials, clock) is False
    assert connection.check()


def test_a_token_alone_can_not_be_revoked(server: TikTokStub, clock: HeldClock) -> None:
    credentials = CONNECTOR.with_token(Asked(server.url), server.grant.access, clock)
    assert CONNECTOR.revoke(credentials, clock) is False
    assert server.requests == []


def test_no_secret_of_a_sign_in_or_renewal_stands_in_a_log(
    server: TikTokStub, clock: HeldClock, caplog: pytest.LogCaptureFixture, kept: list[Credentials]
) -> None:
    caplog.set_level(logging.DEBUG)
    with in_front_of(server.url) as proxy:
        asked = Asked(proxy.url, answers=APP)
        told = [repr(asked), *_failures(proxy, asked, server, clock)]
        credentials = CONNECTOR.with_browser(asked, Agreeing(server.authorise), clock)
        opened = CONNECTOR.open(credentials, kept.append, clock)
        clock.pass_by(DAY)
        proxy.misbehave(Fault(400, only=lambda request: request.route == "/v2/oauth/token/"))
        with pytest.raises(SignedOut) as caught:
            opened.check()
        told.append("".join(traceback.format_exception(caught.value)))
        opened.check()
        CONNECTOR.revoke(kept[-1], clock)
        told += [repr(opened), repr(credentials), repr(kept), caplog.text]
        opened.close()
    secrets = {SECRET, *(v for each in (credentials, *kept) for n, v in each.secrets.items() if "token" in n)}
    assert len(secrets) == 5
    assert not [text for text in told if any(secret in text for secret in secrets)]


def _failures(proxy: Proxy, asked: Asked, server: TikTokStub, clock: HeldClock) -> list[str]:
    told = []
    for fault in (Fault(400), Fault(401), Fault(500), Fault(body=b"<html>"), Fault(hangs_up=True)):
        proxy.misbehave(fault)
        with pytest.raises(LiveError) as caught:
            CONNECTOR.with_browser(asked, Agreeing(server.authorise), clock)
        told.append("".join(traceback.format_exception(caught.value)))
    return told
