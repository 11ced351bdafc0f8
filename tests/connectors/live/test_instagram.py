"""Instagram as a connected account: what the contract of all connectors does not ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.credentials import Credentials
from connectors.errors import MissingScope, NotOffered, SignedOut, SignInFailed
from connectors.instagram.api import CONNECTOR
from connectors.live import Asked, DeleteAnswer, Presence
from connectors.model import Item, ItemKind
from tests.connectors.live.doubles.graph_stub import CLIENT, SECRET, error
from tests.connectors.live.doubles.instagram import BIO, EVE, READ_B, WREN, InstagramStub
from tests.connectors.live.held_clock import HeldClock
from tests.connectors.live.stub import Agreeing
from tests.connectors.reading import read
from tests.fixtures import instagram_export as ig

APP = {"client-id": CLIENT, "client-secret": SECRET}


@pytest.fixture
def server() -> Iterator[InstagramStub]:
    stub = InstagramStub()
    yield stub
    stub.close()


def _opened(credentials: Credentials, kept: list[Credentials] | None = None):  # type: ignore[no-untyped-def]
    return CONNECTOR.open(credentials, (kept if kept is not None else []).append, HeldClock())


def _items(connection) -> list[Item]:  # type: ignore[no-untyped-def]
    return [item for stream in connection.streams for page in connection.pages(stream) for item in page.items]


@pytest.mark.parametrize(
    "text", ["Night shift over \U0001f44d", "  spaces around\nand a line ", "café, Ünïcödé"]
)
def test_a_caption_and_a_comment_are_those_that_the_export_gives(
    text: str, server: InstagramStub, tmp_path: Path
) -> None:
    post = server.post(text)
    remark = server.comment(text, post)
    content = ig.files([ig.post(text, post.created)], comments=[ig.comment(text, at=remark.created)])
    exported = read(ig.write_zip(tmp_path / "i.zip", content)).items
    told = _items(_opened(server.credentials(server.url)))
    assert [item.kind for item in told] == [ItemKind.CAPTION, ItemKind.COMMENT]
    for item in told:
        assert (item.text, item.created_at) in [
            (each.text, each.created_at) for each in exported if each.kind is item.kind
        ]


def test_of_the_comments_hers_alone_are_read_answers_among_them(server: InstagramStub) -> None:
    post = server.post("a walk")
    mine = server.comment("mine", post)
    theirs = server.comment("theirs", post, EVE)
    answer = server.comment("my answer", theirs)
    for credentials in (server.credentials(server.url), server.by_instagram(server.url)):
        found = [item for item in _items(_opened(credentials)) if item.kind is ItemKind.COMMENT]
        assert {(item.id, item.parent_id) for item in found} == {(mine.id, post.id), (answer.id, theirs.id)}


def test_an_answer_that_was_deleted_is_seen_to_be_gone(server: InstagramStub) -> None:
    theirs = server.comment("theirs", server.post("a walk"), EVE)
    server.comment("my answer", theirs)
    server.comment("my other answer", theirs)
    connection = _opened(server.credentials(server.url))
    item, other = [each for each in _items(connection) if each.parent_id == theirs.id]
    assert connection.delete(item).answer is DeleteAnswer.ACCEPTED
    assert connection.exists(item).presence is Presence.GONE
    assert connection.exists(other).presence is Presence.THERE


def test_by_instagram_login_comments_go_and_posts_are_not_asked_for(server: InstagramStub) -> None:
    post = server.post("a walk")
    comment = server.comment("mine", post)
    connection = _opened(server.by_instagram(server.url))
    assert connection.delete(Item(comment.id, ItemKind.COMMENT, "")).answer is DeleteAnswer.ACCEPTED
    with pytest.raises(NotOffered) as caught:
        connection.delete(Item(post.id, ItemKind.CAPTION, ""))
    assert "Your activity" in caught.value.todo
    assert server.ids() == {post.id}


def test_the_fatal_answer_to_a_deletion_of_a_post_is_a_refusal(server: InstagramStub) -> None:
    post = server.post("a walk")
    server.refused[post.id] = error(-1, 2207085, "Fatal")
    connection = _opened(server.credentials(server.url))
    assert connection.delete(Item(post.id, ItemKind.CAPTION, "")).answer is DeleteAnswer.REFUSED
    assert server.ids() == {post.id}


def test_a_missing_right_is_named(server: InstagramStub) -> None:
    server.comment("mine", server.post("a walk"))
    server.wren.scopes = READ_B
    connection = _opened(server.credentials(server.url))
    with pytest.raises(MissingScope, match="instagram_manage_comments"):
        _items(connection)


def test_a_login_that_does_not_tell_the_bio_tells_the_name(server: InstagramStub) -> None:
    connection = _opened(server.by_instagram(server.url))
    assert (connection.profile().bio, connection.profile().is_name_only) == (BIO, False)
    server.knows_bio = False
    profile = connection.profile()
    assert (profile.display_name, profile.bio, profile.is_name_only) == ("Wren Invented", "", True)


@pytest.mark.parametrize("by", ["", "instagram", "facebook"])
def test_the_browser_leads_to_her_account_by_either_login(by: str, server: InstagramStub) -> None:
    for may_delete in (False, True):
        loopback = Agreeing(server.authorise)
        asked = Asked(server.url, answers={**APP, "by": by}, may_delete=may_delete)
        credentials = CONNECTOR.with_browser(asked, loopback, HeldClock())
        assert ("manage" in loopback.address) is may_delete
        assert credentials.expires_at is not None
        assert SECRET not in credentials.secrets.values()
        assert SECRET not in repr(credentials)
        kept: list[Credentials] = []
        account = _opened(credentials, kept).check()
        assert (account.handle, account.remote_id) == ("@wren.invented", WREN)
        if by == "facebook":
            assert kept[-1].may_delete is may_delete


def test_a_login_of_another_name_is_refused(server: InstagramStub) -> None:
    with pytest.raises(SignInFailed):
        CONNECTOR.with_token(Asked(server.url, answers={"by": "myspace"}), "EAAinvented0001", HeldClock())


def test_revoking_by_facebook_login_alone(server: InstagramStub) -> None:
    assert not CONNECTOR.revoke(server.by_instagram(server.url), HeldClock())
    assert CONNECTOR.revoke(server.credentials(server.url), HeldClock())
    with pytest.raises(SignedOut):
        _opened(server.credentials(server.url)).check()


def test_a_sign_in_that_only_reads_asks_for_no_comments(server: InstagramStub) -> None:
    server.comment("mine", server.post("a walk"))
    reading = server.grant(WREN, "instagram_business_basic")
    asked = Asked(server.url)
    connection = _opened(CONNECTOR.with_token(asked, reading.token, HeldClock()))
    assert [item.text for item in _items(connection)] == ["a walk"]
    assert "comments" in connection.note
    assert not any("comments" in request.route for request in server.requests)
