"""Facebook as a connected account: what the contract of all connectors does not ask."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import pytest

from connectors.credentials import Credentials
from connectors.errors import LiveError, MissingScope, NotOffered, RateLimited, SignedOut, WrongAccount
from connectors.facebook.api import CONNECTOR
from connectors.live import Asked, Deed, DeleteAnswer, Presence
from connectors.model import Item, ItemKind
from tests.connectors.live.doubles.facebook import EVE, FULL, PAGE, READ, WREN, FacebookStub
from tests.connectors.live.doubles.graph_stub import CLIENT, SECRET, error
from tests.connectors.live.held_clock import HeldClock
from tests.connectors.live.stub import Agreeing, Answer
from tests.connectors.reading import read
from tests.fixtures import facebook_export as fb
from tests.fixtures.instagram_export import write_zip

APP = {"client-id": CLIENT, "client-secret": SECRET}


@pytest.fixture
def server() -> Iterator[FacebookStub]:
    stub = FacebookStub()
    yield stub
    stub.close()


@pytest.fixture
def kept() -> list[Credentials]:
    return []


def _opened(credentials: Credentials, kept: list[Credentials] | None = None):  # type: ignore[no-untyped-def]
    return CONNECTOR.open(credentials, (kept if kept is not None else []).append, HeldClock())


def _token(server: FacebookStub, token: str, page: str = "", *, may_delete: bool = True) -> Credentials:
    asked = Asked(server.url, answers={"page": page}, may_delete=may_delete)
    return CONNECTOR.with_token(asked, token, HeldClock())


def _items(connection) -> list[Item]:  # type: ignore[no-untyped-def]
    return [item for stream in connection.streams for page in connection.pages(stream) for item in page.items]


@pytest.mark.parametrize(
    "text", ["Night shift over \U0001f44d", "  spaces around\nand a line ", "café, Ünïcödé"]
)
def test_a_post_and_a_comment_are_those_that_the_export_gives(
    text: str, server: FacebookStub, tmp_path: Path
) -> None:
    post = server.post(text)
    remark = server.comment(text, post)
    content = fb.files(
        [fb.post(text, post.created)],
        comments=[fb.comment(text, remark.created)],
    )
    exported = read(write_zip(tmp_path / "f.zip", content), "facebook").items
    told = _items(_opened(server.credentials(server.url)))
    assert [item.kind for item in told] == [ItemKind.POST, ItemKind.COMMENT]
    for item in told:
        assert (item.text, item.created_at) in [
            (each.text, each.created_at) for each in exported if each.kind is item.kind
        ]


@pytest.mark.parametrize("page", ["wren walks", PAGE])
def test_a_page_is_found_among_hers_and_kept(
    page: str, server: FacebookStub, kept: list[Credentials]
) -> None:
    connection = _opened(_token(server, server.wren.token, page), kept)
    assert connection.check().remote_id == PAGE
    assert kept[-1].secrets["page_token"] == server.page.token
    assert kept[-1].may_delete
    assert set(kept[-1].scopes) == set(FULL)


def test_another_page_or_none_is_refused(server: FacebookStub) -> None:
    with pytest.raises(WrongAccount):
        _opened(_token(server, server.wren.token, "Somebody's Page")).check()
    wrong = server.of_page(server.url, server.other_page, PAGE)
    with pytest.raises(WrongAccount):
        _opened(wrong).check()
    with pytest.raises(WrongAccount):
        _opened(_token(server, server.other_page.token, PAGE)).check()


def test_a_profile_reads_and_never_deletes(server: FacebookStub, kept: list[Credentials]) -> None:
    mine = server.post("mine", WREN)
    connection = _opened(_token(server, server.wren.token), kept)
    assert connection.check().remote_id == WREN
    (item,) = _items(connection)
    assert item.id == mine.id
    assert not connection.streams[0].is_whole
    assert not kept[-1].may_delete
    with pytest.raises(NotOffered) as caught:
        connection.delete(item)
    assert "activity log" in caught.value.todo
    del server.nodes[mine.id]
    assert connection.exists(item).presence is Presence.UNCLEAR
    assert not any(request.method == "DELETE" for request in server.requests)


def test_another_pages_post_is_not_asked_for(server: FacebookStub) -> None:
    other = server.post("theirs", EVE)
    with pytest.raises(NotOffered):
        _opened(server.credentials(server.url)).delete(Item(other.id, ItemKind.POST, "theirs"))
    assert not any(request.method == "DELETE" for request in server.requests)


def test_a_missing_right_is_named(server: FacebookStub) -> None:
    server.wren.scopes = ("public_profile",)
    connection = _opened(_token(server, server.wren.token))
    with pytest.raises(MissingScope, match="user_posts"):
        _items(connection)
    item = Item(server.post("a").id, ItemKind.POST, "a")
    server.page.scopes = READ
    untold = Credentials(server.url, server.credentials(server.url).secrets, may_delete=True)
    with pytest.raises(MissingScope, match="pages_manage_posts"):
        _opened(untold).delete(item)


@pytest.mark.parametrize(("subcode", "says"), [(463, "expired"), (460, "revoked"), (467, "revoked")])
def test_expired_and_revoked_are_told_apart(subcode: int, says: str, server: FacebookStub) -> None:
    server.page.subcode = subcode
    with pytest.raises(SignedOut, match=says) as caught:
        _opened(server.credentials(server.url)).check()
    assert ("expired" in caught.value.what) is (subcode == 463)


@pytest.mark.parametrize("code", [4, 17, 32, 613])
@pytest.mark.parametrize("status", [200, 400, 403, 429])
def test_throttling_is_known_by_its_code_whatever_the_status(
    code: int, status: int, server: FacebookStub
) -> None:
    connection = _opened(server.credentials(server.url))
    told = error(code, 0, "limit", status=status)
    server.throttled = Answer(told.status, told.body, {"Retry-After": "60"})
    with pytest.raises(RateLimited) as caught:
        connection.check()
    assert caught.value.until is not None
    assert connection.ready_at(Deed.DELETE) == caught.value.until


@pytest.mark.parametrize("cursors_only", [False, True])
def test_pages_go_on_by_next_and_by_cursors_alone(cursors_only: bool, server: FacebookStub) -> None:
    server.cursors_only = cursors_only
    made = {server.post(f"number {n}").id for n in range(120)}
    assert {item.id for item in _items(_opened(server.credentials(server.url)))} == made


def test_a_refused_post_stands(server: FacebookStub) -> None:
    connection = _opened(server.credentials(server.url))
    item = Item(server.post("a").id, ItemKind.POST, "a")
    server.refused[item.id] = error(1, 2207085, "Fatal")
    assert connection.delete(item).answer is DeleteAnswer.REFUSED
    assert connection.exists(item).presence is Presence.THERE


def test_the_browser_asks_for_no_right_to_delete_unless_told(server: FacebookStub) -> None:
    for may_delete in (False, True):
        loopback = Agreeing(server.authorise)
        asked = Asked(server.url, answers={**APP, "page": "Wren Walks"}, may_delete=may_delete)
        credentials = CONNECTOR.with_browser(asked, loopback, HeldClock())
        assert ("pages_manage_posts" in loopback.address) is may_delete
        assert credentials.expires_at is not None
        assert SECRET not in credentials.secrets.values()
        assert _opened(credentials).check().remote_id == PAGE


def test_rights_that_she_left_off_are_not_claimed(server: FacebookStub, kept: list[Credentials]) -> None:
    server.left_off = {"pages_manage_posts", "pages_manage_engagement"}
    asked = Asked(server.url, answers={**APP, "page": PAGE}, may_delete=True)
    _opened(CONNECTOR.with_browser(asked, Agreeing(server.authorise), HeldClock()), kept).check()
    assert not kept[-1].may_delete


def test_revoking_makes_the_token_worthless(server: FacebookStub) -> None:
    credentials = _token(server, server.wren.token)
    assert CONNECTOR.revoke(credentials, HeldClock())
    with pytest.raises(SignedOut):
        _opened(credentials).check()


def test_no_secret_in_logs_or_tracebacks_while_signing_in(
    server: FacebookStub, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[str] = []
    for answers in (APP, {**APP, "client-id": "1"}):
        try:
            asked = Asked(server.url, answers=answers)
            made = CONNECTOR.with_browser(
                asked, Agreeing(lambda q: server.authorise({**q, "client_id": CLIENT})), HeldClock()
            )
            told.append(repr(made))
        except LiveError as problem:
            told.append("".join(traceback.format_exception(problem)))
    secrets = [SECRET, *(grant.token for grant in server.grants)]
    assert len(told) == 2
    assert not any(secret in text for secret in secrets for text in (*told, caplog.text))


def test_a_token_without_any_rights_kept_is_asked_once(server: FacebookStub, kept: list[Credentials]) -> None:
    connection = _opened(_token(server, server.wren.token, PAGE), kept)
    connection.check()
    connection.profile()
    assert len([r for r in server.requests if r.route.endswith("/me/permissions")]) == 1
    assert isinstance(kept[-1].secrets, MappingProxyType)
