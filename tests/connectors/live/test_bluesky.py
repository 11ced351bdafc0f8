"""Signing in to Bluesky, keeping the session, looking and deleting, over a real PDS."""

from __future__ import annotations

import base64
import gzip
import hashlib
import hmac
import json
import logging
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from connectors import transport
from connectors.bluesky.api import CONNECTOR
from connectors.bluesky.connection import POSTS
from connectors.bluesky.sign_in import home_of
from connectors.credentials import Credentials
from connectors.errors import (
    LiveError,
    NoKeyring,
    NotOffered,
    OddAnswer,
    RateLimited,
    SignedOut,
    SignInFailed,
    UnsafeServer,
    WrongAccount,
)
from connectors.live import Asked, Connection, Deed, DeleteAnswer, Presence
from connectors.model import Item, ItemKind
from tests.connectors.live.doubles.bluesky import DOUBLE, BlueskyServer
from tests.connectors.live.held_clock import HeldClock
from tests.connectors.live.proxy import Fault, Proxy, Request, in_front_of
from tests.fixtures.bluesky_export import OTHER, post

JSON = {"Content-Type": "application/json"}
CLOCK = HeldClock()


@pytest.fixture
def server() -> BlueskyServer:
    if why := DOUBLE.missing():
        pytest.skip(why)
    return DOUBLE.start()


@pytest.fixture
def proxy(server: BlueskyServer) -> Iterator[Proxy]:
    with in_front_of(server.url) as proxy:
        yield proxy


@pytest.fixture
def kept() -> list[Credentials]:
    """Every session that was renewed."""
    return []


@pytest.fixture
def connection(server: BlueskyServer, proxy: Proxy, kept: list[Credentials]) -> Iterator[Connection]:
    opened = CONNECTOR.open(server.credentials(proxy.url), kept.append, HeldClock())
    yield opened
    opened.close()


def asked(proxy: Proxy, handle: str = "") -> Asked:
    return Asked(proxy.url, handle=handle)


def refusal(name: str, status: int = 400) -> Fault:
    return Fault(status, JSON, json.dumps({"error": name, "message": "words of the server"}).encode())


def called(proxy: Proxy) -> list[str]:
    """The methods that were asked for, in order."""
    return [request.route.rpartition(".")[2] for request in proxy.requests]


def expired(credentials: Credentials) -> Credentials:
    """The same with an access token whose time is up, truly signed by the PDS's own key."""
    parts = credentials.secrets["session"].split(":::")
    _, claims, _ = parts[2].split(".")
    told = json.loads(base64.urlsafe_b64decode(claims + "=="))
    told |= {"iat": told["iat"] - 86_400, "exp": told["iat"] - 79_200}
    head = parts[2].partition(".")[0]
    signed = f"{head}.{base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip('=')}"
    sign = hmac.new(b"jwt-secret", signed.encode(), hashlib.sha256).digest()
    parts[2] = f"{signed}.{base64.urlsafe_b64encode(sign).decode().rstrip('=')}"
    return replace(credentials, secrets={"session": ":::".join(parts)})


# Signing in


def test_a_handle_and_an_app_password_sign_in(server: BlueskyServer, proxy: Proxy) -> None:
    wren = server.resident
    given = CONNECTOR.with_password(asked(proxy, f" @{wren.handle}"), f"{wren.app_password}\n", CLOCK)
    assert given.server == proxy.url
    assert given.may_delete
    opened = CONNECTOR.open(given, lambda _: None, HeldClock())
    assert opened.check().remote_id == wren.did
    opened.close()
    assert called(proxy)[0] == "createSession"
    assert all(
        request.headers.get("Host", "") == proxy.url.removeprefix("http://") for request in proxy.requests
    )


def test_the_accounts_own_password_is_not_sent(server: BlueskyServer, proxy: Proxy) -> None:
    with pytest.raises(SignInFailed, match="not sent"):
        CONNECTOR.with_password(asked(proxy, server.resident.handle), "account-password", CLOCK)
    assert proxy.requests == []


def test_a_handle_is_needed(proxy: Proxy) -> None:
    with pytest.raises(SignInFailed, match="--handle"):
        CONNECTOR.with_password(asked(proxy, " @ "), "abcd-abcd-abcd-abcd", CLOCK)
    assert proxy.requests == []


@pytest.mark.parametrize("handle", ["right", "nobody.test", "not a handle", "üñí.test"])
def test_a_wrong_password_or_handle_is_told_as_that(server: BlueskyServer, proxy: Proxy, handle: str) -> None:
    with pytest.raises(SignInFailed) as caught:
        name = server.resident.handle if handle == "right" else handle
        CONNECTOR.with_password(asked(proxy, name), "abcd-abcd-abcd-abcd", CLOCK)
    assert "app password" in caught.value.todo


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        (refusal("AuthFactorTokenRequired", 401), SignInFailed, "Use an app password"),
        (refusal("AccountTakedown", 401), SignedOut, "taken this account down"),
        (refusal("RateLimitExceeded", 429), RateLimited, "asks to wait"),
        (Fault(200, JSON, b'{"did": "did:plc:a"}'), OddAnswer, "does not answer"),
        (Fault(200, JSON, b'{"did": 5, "handle": [], "accessJwt": {}}'), OddAnswer, "does not answer"),
    ],
)
def test_other_ends_of_a_sign_in(proxy: Proxy, fault: Fault, error: type[LiveError], words: str) -> None:
    proxy.misbehave(fault)
    with pytest.raises(error, match=words) as caught:
        CONNECTOR.with_password(asked(proxy, "wren.test"), "abcd-abcd-abcd-abcd", CLOCK)
    assert type(caught.value).__name__.startswith("_") or type(caught.value) is error


def test_a_session_string_signs_in(server: BlueskyServer, proxy: Proxy) -> None:
    token = server.credentials("https://bsky.social").secrets["session"]
    given = CONNECTOR.with_token(asked(proxy), f"{token}\n", CLOCK)
    opened = CONNECTOR.open(given, lambda _: None, HeldClock())
    assert opened.check().remote_id == server.resident.did
    opened.close()


@pytest.mark.parametrize(
    "token",
    ["", "word", "a:::b:::c:::d", "wren.test:::did:plc:a::::::x", "w:::did:plc:a:::x:::y:::z:::5", ":::" * 4],
)
def test_what_is_no_session_string_is_told(token: str) -> None:
    with pytest.raises(SignInFailed):
        CONNECTOR.with_token(Asked("https://bsky.social"), token, CLOCK)


@pytest.mark.parametrize(
    "home", ["http://pds.example", "http://127.0.0.1:80", "https://u:p@pds.example", "x y"]
)
def test_a_session_string_leads_nowhere_unsafe(home: str) -> None:
    with pytest.raises(UnsafeServer):
        CONNECTOR.with_token(Asked("https://bsky.social"), f"w.test:::did:plc:a:::x:::y:::{home}", CLOCK)


def document(endpoint: object, id: str = "#atproto_pds") -> dict[str, object]:
    service = {"id": id, "type": "AtprotoPersonalDataServer", "serviceEndpoint": endpoint}
    return {"id": "did:plc:wreninvented", "service": [service]}


@pytest.mark.parametrize(
    ("server", "told", "home"),
    [
        ("https://bsky.social", document("https://pds.example"), "https://pds.example"),
        ("https://bsky.social", document("https://pds.example/"), "https://pds.example"),
        ("https://bsky.social", None, "https://bsky.social"),
        ("https://bsky.social", [], "https://bsky.social"),
        ("https://bsky.social", {"id": 5}, "https://bsky.social"),
        ("https://bsky.social", document("https://pds.example", "#other"), "https://bsky.social"),
        ("https://bsky.social", document(["https://pds.example"]), "https://bsky.social"),
        ("https://bsky.social", document("ftp://pds.example"), "https://bsky.social"),
        ("http://127.0.0.1:2583", document("http://localhost:2583"), "http://127.0.0.1:2583"),
        ("http://127.0.0.1:2583", document("https://pds.example"), "http://127.0.0.1:2583"),
    ],
)
def test_where_an_account_lives(server: str, told: object, home: str) -> None:
    assert home_of(server, told) == home


@pytest.mark.parametrize(
    "endpoint",
    ["http://pds.example", "http://localhost:2583", "https://127.0.0.1", "https://pds.example/path"],
)
def test_a_token_goes_to_no_unsafe_home(endpoint: str) -> None:
    with pytest.raises(UnsafeServer):
        home_of("https://bsky.social", document(endpoint))


def test_the_sign_in_of_many_servers_leads_to_the_accounts_own(
    server: BlueskyServer, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The two hosts have names; the guard alone is told that both are on this machine."""
    places = {"https://entry.example": proxy.url, "https://pds.example": server.url}
    monkeypatch.setattr(transport, "checked", lambda base: places[base])
    told = server.resident.session() | {"didDoc": document("https://pds.example")}  # type: ignore[operator]
    proxy.misbehave(Fault(200, JSON, json.dumps(told).encode()))
    given = CONNECTOR.with_password(
        Asked("https://entry.example", handle=server.resident.handle), server.resident.app_password, CLOCK
    )
    assert given.server == "https://entry.example"
    opened = CONNECTOR.open(given, lambda _: None, HeldClock())
    assert opened.check().remote_id == server.resident.did
    opened.close()
    assert called(proxy) == ["createSession"]


def test_there_is_no_browsers_way() -> None:
    with pytest.raises(NotOffered):
        CONNECTOR.with_browser(Asked("https://bsky.social"), None, CLOCK)  # type: ignore[arg-type]


def test_asking_for_the_guide_loads_no_heavy_library() -> None:
    script = (
        "import sys; from connectors import live_platforms; live_platforms.of('bluesky').guide;"
        "sys.exit(any(name.startswith(('atproto', 'httpx', 'pydantic')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], timeout=60).returncode == 0


# The session


def test_every_check_renews_the_session_and_has_it_kept(
    server: BlueskyServer, proxy: Proxy, connection: Connection, kept: list[Credentials]
) -> None:
    connection.check()
    connection.check()
    assert len({one.secrets["session"] for one in kept}) == 2
    assert {one.server for one in kept} == {proxy.url}
    again = CONNECTOR.open(kept[-1], kept.append, HeldClock())
    assert again.check().remote_id == server.resident.did
    again.close()
    assert "createSession" not in called(proxy)


def test_an_expired_token_is_renewed_and_the_request_done(
    server: BlueskyServer, proxy: Proxy, kept: list[Credentials]
) -> None:
    server.add(["A post"])
    opened = CONNECTOR.open(expired(server.credentials(proxy.url)), kept.append, HeldClock())
    page = next(opened.pages(POSTS))
    (item,) = page.items
    assert opened.delete(item).answer is DeleteAnswer.ACCEPTED
    opened.close()
    # Reading is open to everybody on a PDS; what changes something is not.
    assert called(proxy) == ["listRecords", "describeRepo", "deleteRecord", "refreshSession", "deleteRecord"]
    assert len(kept) == 1
    assert item.id not in server.ids()


def test_a_token_that_is_stale_even_when_new_is_told(proxy: Proxy, connection: Connection) -> None:
    stale = refusal("ExpiredToken")
    proxy.misbehave(*[replace(stale, only=lambda request: "describeRepo" in request.path)] * 5)
    with pytest.raises(SignedOut):
        next(connection.pages(POSTS))
    assert called(proxy).count("refreshSession") == 1


def test_a_new_session_is_kept_before_it_is_used(server: BlueskyServer, proxy: Proxy) -> None:
    def no_keyring(_: Credentials) -> None:
        raise NoKeyring("The keyring is locked.", "Unlock it.")

    opened = CONNECTOR.open(server.credentials(proxy.url), no_keyring, HeldClock())
    with pytest.raises(NoKeyring):
        opened.check()
    assert called(proxy) == ["refreshSession"]
    # The old one holds a while longer, so nothing is lost.
    assert next(opened.pages(POSTS)).items == ()
    opened.close()


def test_two_connections_with_one_session_do_not_shut_each_other_out(
    server: BlueskyServer, proxy: Proxy
) -> None:
    one, other = (CONNECTOR.open(server.credentials(proxy.url), lambda _: None, HeldClock()) for _ in "12")
    for _ in range(3):
        assert one.check() == other.check()
    one.close()
    other.close()


def test_a_revoked_app_password_is_told_at_the_next_check(
    server: BlueskyServer, connection: Connection
) -> None:
    connection.check()
    server.revoke()
    with pytest.raises(SignedOut) as caught:
        connection.check()
    assert type(caught.value) is SignedOut
    assert "audit-tui connect bluesky" in caught.value.todo


def test_a_revoked_app_password_is_told_when_its_last_token_runs_out(
    server: BlueskyServer, proxy: Proxy
) -> None:
    credentials = expired(server.credentials(proxy.url))
    (id,) = server.add(["A post"])
    server.revoke()
    opened = CONNECTOR.open(credentials, lambda _: None, HeldClock())
    with pytest.raises(SignedOut):
        opened.delete(Item(id, ItemKind.POST, "A post"))
    opened.close()
    assert id in server.ids()


def test_another_accounts_session_is_not_taken_over(
    server: BlueskyServer, proxy: Proxy, connection: Connection, kept: list[Credentials]
) -> None:
    told = server.pds.account("lark").session()
    proxy.misbehave(Fault(200, JSON, json.dumps(dict(told)).encode()))
    with pytest.raises(WrongAccount):
        connection.check()
    assert kept == []


def test_disconnecting_ends_the_session_on_the_server(server: BlueskyServer, proxy: Proxy) -> None:
    given = CONNECTOR.with_password(asked(proxy, server.resident.handle), server.resident.app_password, CLOCK)
    assert CONNECTOR.revoke(given, CLOCK)
    opened = CONNECTOR.open(given, lambda _: None, HeldClock())
    with pytest.raises(SignedOut):
        opened.check()
    opened.close()
    assert CONNECTOR.revoke(given, CLOCK)


@pytest.mark.parametrize(
    "session", ["", "a:::b", "w:::did:plc:a:::x:::y:::", "w:::did:plc:a:::x:::y:::z:::z"]
)
def test_credentials_without_a_session_are_signed_out(session: str) -> None:
    with pytest.raises(SignedOut):
        CONNECTOR.open(Credentials("https://bsky.social", {"session": session}), lambda _: None, CLOCK)


def test_a_handle_that_leads_nowhere_gives_way_to_the_accounts_id(
    server: BlueskyServer, proxy: Proxy, connection: Connection
) -> None:
    told = dict(server.resident.session()) | {"handle": "handle.invalid"}
    proxy.misbehave(Fault(200, JSON, json.dumps(told).encode()))
    assert connection.check().handle == server.resident.did


def test_a_deactivated_account_says_so_and_nothing_of_it_is_taken_for_gone(
    server: BlueskyServer, connection: Connection, kept: list[Credentials]
) -> None:
    (id,) = server.add(["A post"])
    server.resident.ask("com.atproto.server.deactivateAccount", {"x": "y"})
    with pytest.raises(OddAnswer, match="deactivated"):
        connection.check()
    assert len(kept) == 1
    with pytest.raises(LiveError):
        connection.delete(Item(id, ItemKind.POST, "A post"))
    with pytest.raises(LiveError):
        connection.exists(Item(id, ItemKind.POST, "A post"))


def test_a_suspended_accounts_posts_are_not_taken_for_gone(
    server: BlueskyServer, connection: Connection
) -> None:
    (id,) = server.add(["A post"])
    take_down(server, {"$type": "com.atproto.admin.defs#repoRef", "did": server.resident.did})
    with pytest.raises(SignedOut, match="taken this account down"):
        connection.check()
    with pytest.raises(LiveError):
        connection.exists(Item(id, ItemKind.POST, "A post"))


def take_down(server: BlueskyServer, subject: dict[str, object], applied: bool = True) -> None:
    """As the server's moderators do."""
    server.pds.administer(
        "com.atproto.admin.updateSubjectStatus", {"subject": subject, "takedown": {"applied": applied}}
    )


# Looking and deleting


def test_what_was_deleted_is_gone_and_what_was_made_anew_is_there(
    server: BlueskyServer, connection: Connection
) -> None:
    address = server.resident.put("app.bsky.feed.post", "3kaaaaaaaaaaa", post("first"))
    item = Item(address, ItemKind.POST, "first")
    assert connection.exists(item).presence is Presence.THERE
    assert connection.delete(item).answer is DeleteAnswer.ACCEPTED
    assert connection.exists(item).presence is Presence.GONE
    assert connection.delete(item).answer is DeleteAnswer.ABSENT
    server.resident.put("app.bsky.feed.post", "3kaaaaaaaaaaa", post("second"))
    sight = connection.exists(item)
    assert sight.presence is Presence.THERE
    assert sight.item is not None
    assert sight.item.text == "second"


def test_a_record_that_moderators_hid_is_not_taken_for_gone(
    server: BlueskyServer, connection: Connection
) -> None:
    first, second = server.add(["first", "second"])
    cids = {record["uri"]: record["cid"] for record in server.resident.records("app.bsky.feed.post")}
    subject = {"$type": "com.atproto.repo.strongRef", "uri": first, "cid": cids[first]}
    take_down(server, subject)
    item = Item(first, ItemKind.POST, "first")
    assert first not in server.ids()
    assert connection.exists(item).presence is Presence.UNCLEAR
    assert connection.delete(item).answer is DeleteAnswer.ACCEPTED
    assert connection.exists(item).presence is Presence.GONE
    assert connection.exists(Item(second, ItemKind.POST, "second")).presence is Presence.THERE


def is_proof(request: Request) -> bool:
    return "sync.getRecord" in request.path


@pytest.mark.parametrize(
    ("fault", "presence"),
    [
        (refusal("MethodNotImplemented", 501), Presence.GONE),
        (refusal("XRPCNotSupported", 404), Presence.GONE),
        (Fault(404), Presence.GONE),
        (refusal("RecordNotFound"), Presence.GONE),
        (Fault(200, {"Content-Type": "application/vnd.ipld.car"}, b""), Presence.UNCLEAR),
        (Fault(200, {"Content-Type": "application/vnd.ipld.car"}, b"\x3a\xa2eroots" * 9), Presence.UNCLEAR),
        (Fault(200, JSON, b"{}"), Presence.UNCLEAR),
    ],
)
def test_what_a_server_says_in_place_of_the_proof(
    server: BlueskyServer, proxy: Proxy, connection: Connection, fault: Fault, presence: Presence
) -> None:
    (id,) = server.add(["A post"])
    item = Item(id, ItemKind.POST, "A post")
    connection.delete(item)
    proxy.misbehave(replace(fault, only=is_proof))
    assert connection.exists(item).presence is presence


@pytest.mark.parametrize(
    "fault",
    [
        Fault(404),
        Fault(410),
        refusal("InvalidRequest"),
        refusal("RepoNotFound"),
        refusal("RepoTakendown"),
        refusal("RepoDeactivated"),
        refusal("Not a name, but <html>"),
        Fault(400, JSON, b'{"error": ["RecordNotFound"]}'),
        Fault(400, JSON, b"[1]"),
        Fault(400, JSON, b"[" * 5000),
        Fault(200, JSON, b'{"uri": "at://did:plc:other/app.bsky.feed.post/1", "value": {}}'),
    ],
)
def test_only_the_right_words_mean_gone(
    server: BlueskyServer, proxy: Proxy, connection: Connection, fault: Fault
) -> None:
    (id,) = server.add(["A post"])
    proxy.misbehave(fault)
    with pytest.raises(OddAnswer) as caught:
        connection.exists(Item(id, ItemKind.POST, "A post"))
    assert "html" not in str(caught.value)


def test_a_list_can_be_deleted_too(server: BlueskyServer, connection: Connection) -> None:
    record = {
        "$type": "app.bsky.graph.list",
        "purpose": "app.bsky.graph.defs#curatelist",
        "name": "Colleagues",
        "createdAt": "2026-03-05T08:00:00.000Z",
    }
    server.resident.write([record], "app.bsky.graph.list")
    (item,) = next(connection.pages(POSTS)).items
    assert connection.delete(item).answer is DeleteAnswer.ACCEPTED
    assert connection.exists(item).presence is Presence.GONE


@pytest.mark.parametrize(
    "id",
    [
        "",
        "1",
        "at://x",
        f"at://{OTHER}/app.bsky.feed.post/3kaaaaaaaaaaa",
        "at://{did}/app.bsky.actor.profile/self",
        "at://{did}/app.bsky.graph.follow/3kaaaaaaaaaaa",
        "at://{did}/app.bsky.feed.post/a/b",
        "at://{did}/app.bsky.feed.post/a?x=1",
    ],
)
def test_nothing_but_the_accounts_own_posts_is_asked_to_be_deleted(
    server: BlueskyServer, proxy: Proxy, connection: Connection, id: str
) -> None:
    item = Item(id.format(did=server.resident.did), ItemKind.POST, "")
    outcome = connection.delete(item)
    assert outcome.answer is DeleteAnswer.REFUSED
    assert outcome.reason
    assert proxy.requests == []


@pytest.mark.parametrize("id", ["", "1", f"at://{OTHER}/app.bsky.feed.post/3kaaaaaaaaaaa"])
def test_what_is_not_the_accounts_own_is_not_looked_for(
    proxy: Proxy, connection: Connection, id: str
) -> None:
    assert connection.exists(Item(id, ItemKind.POST, "")).presence is Presence.UNCLEAR
    assert proxy.requests == []


def test_a_refusal_of_one_item_is_told_by_its_name_alone(
    server: BlueskyServer, proxy: Proxy, connection: Connection
) -> None:
    (id,) = server.add(["A post"])
    proxy.misbehave(refusal("InvalidSwap"))
    outcome = connection.delete(Item(id, ItemKind.POST, "A post"))
    assert outcome.answer is DeleteAnswer.REFUSED
    assert "InvalidSwap" in outcome.reason
    assert "words of the server" not in outcome.reason
    proxy.misbehave(refusal("AccountDeactivated"))
    with pytest.raises(OddAnswer):
        connection.delete(Item(id, ItemKind.POST, "A post"))


def test_what_is_left_of_a_limit_is_minded(server: BlueskyServer, proxy: Proxy) -> None:
    clock = HeldClock()
    connection = CONNECTOR.open(server.credentials(proxy.url), lambda _: None, clock)
    (id,) = server.add(["A post"])
    headers = JSON | DOUBLE.limited[1]
    proxy.misbehave(Fault(200, headers, b'{"commit": {}}'))
    connection.delete(Item(id, ItemKind.POST, "A post"))
    ready = connection.ready_at(Deed.DELETE)
    assert ready is not None
    assert ready - clock.now() == timedelta(seconds=60)
    assert connection.ready_at(Deed.READ) is None
    proxy.misbehave(Fault(200, headers | {"RateLimit-Remaining": "17"}, b'{"commit": {}}'))
    connection.delete(Item(id, ItemKind.POST, "A post"))
    assert connection.ready_at(Deed.DELETE) is None
    connection.close()


def test_a_compressed_answer_is_read(server: BlueskyServer, proxy: Proxy, connection: Connection) -> None:
    body = gzip.compress(b'{"records": []}')
    is_list: Callable[[Request], bool] = lambda request: "listRecords" in request.path  # noqa: E731
    proxy.misbehave(Fault(200, JSON | {"Content-Encoding": "gzip"}, body, only=is_list))
    assert next(connection.pages(POSTS)).items == ()


def test_no_token_and_no_password_stands_in_a_log_or_a_traceback(
    server: BlueskyServer,
    proxy: Proxy,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore", "urllib3", "atproto_client", "atproto"):
        assert not logging.getLogger(name).isEnabledFor(logging.DEBUG) or name.startswith("atproto")
    wren = server.resident
    kept: list[Credentials] = []
    given = CONNECTOR.with_password(asked(proxy, wren.handle), wren.app_password, CLOCK)
    opened = CONNECTOR.open(expired(given), kept.append, HeldClock())
    (id,) = server.add(["On the ward tonight"])
    item = Item(id, ItemKind.POST, "On the ward tonight")
    told: list[str] = [repr(given), repr(opened), repr(kept)]

    def attempt(deed: Callable[[], object]) -> None:
        try:
            told.append(repr(deed()))
        except LiveError as error:
            told.append("".join(traceback.format_exception(error)))
            told.append("".join(map(repr, chained(error))))

    deeds: list[Callable[[], object]] = [
        opened.check,
        lambda: opened.delete(item),
        lambda: opened.exists(item),
        lambda: CONNECTOR.with_password(asked(proxy, wren.handle), wren.app_password, CLOCK),
        lambda: CONNECTOR.revoke(given, CLOCK),
    ]
    for fault in (None, Fault(400), Fault(401), Fault(500), Fault(hangs_up=True), refusal("InvalidToken")):
        for deed in deeds:
            if fault:
                proxy.misbehave(*[fault] * 4)
            attempt(deed)
            proxy.behave()
    told += [caplog.text, *capfd.readouterr(), repr(kept)]
    secrets = {wren.app_password}
    for one in (given, *kept):
        secrets |= set(one.secrets["session"].split(":::")[2:4])
    assert len(secrets) > 3
    assert not [secret[:9] for secret in secrets for text in told if secret in text]
    assert not [text for text in told if "On the ward" in text]
    assert any("Traceback" in text for text in told)
    opened.close()


def chained(error: BaseException) -> Iterator[Any]:
    """Everything that hangs on an error: what a debugger or a careless log would find."""
    seen: BaseException | None = error
    while seen is not None:
        yield vars(seen), seen.args, str(seen)
        seen = seen.__cause__ or seen.__context__
