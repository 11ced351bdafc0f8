"""Signing in at X: by the browser, by a token handed over; renewal that survives a kill; no secret told."""

from __future__ import annotations

import json
import logging
import threading
import traceback
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

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
from connectors.live import Asked
from connectors.loopback import BrowserLoopback
from connectors.x import sign_in
from connectors.x.api import CONNECTOR
from tests.connectors.live.doubles.x import CLIENT, REDIRECT, SECRET, XStub
from tests.connectors.live.held_clock import HeldClock
from tests.connectors.live.proxy import Fault, Proxy, Request, in_front_of

READ = ("tweet.read", "users.read", "offline.access")


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def stub(clock: HeldClock) -> Iterator[XStub]:
    stub = XStub(now=clock.now)
    yield stub
    stub.close()
    assert stub.wrongs == []


@pytest.fixture
def proxy(stub: XStub) -> Iterator[Proxy]:
    with in_front_of(stub.url) as proxy:
        yield proxy


class Browser:
    """The owner at X's page: agrees, and comes back."""

    redirect = REDIRECT
    state = "an-invented-state"

    def __init__(self, stub: XStub, clock: HeldClock, seconds: float = 1) -> None:
        self._stub = stub
        self._clock = clock
        self._seconds = seconds
        self.address = ""
        self.code = ""

    def authorise(self, address: str) -> Mapping[str, str]:
        self.address = address
        back = self._stub.authorise(self.query())
        assert back["state"] == self.state
        self._clock.pass_by(timedelta(seconds=self._seconds))
        self.code = back["code"]
        return back

    def query(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.address).query).items()}


def asked(server: str, *, may_delete: bool = False, client: str = CLIENT, secret: str = "") -> Asked:
    answers = {"client-id": client, **({"client-secret": secret} if secret else {})}
    return Asked(server, answers=answers, may_delete=may_delete)


def is_token(request: Request) -> bool:
    return request.route == "/2/oauth2/token"


# The browser's way.


def test_the_browser_is_sent_to_x_with_a_challenge_and_reading_rights_alone(
    stub: XStub, proxy: Proxy, clock: HeldClock
) -> None:
    browser = Browser(stub, clock)
    credentials = CONNECTOR.with_browser(asked(proxy.url), browser, clock)
    query = browser.query()
    assert browser.address.startswith(f"{proxy.url}/i/oauth2/authorize?")
    assert query["scope"].split(" ") == list(READ)
    assert (query["redirect_uri"], query["state"]) == (REDIRECT, browser.state)
    assert query["code_challenge_method"] == "S256"
    assert len(query["code_challenge"]) == 43
    assert not credentials.may_delete
    assert credentials.scopes == READ
    assert credentials.expires_at is None
    assert credentials.secrets["client_id"] == CLIENT
    opened = CONNECTOR.open(credentials, lambda _: None, clock)
    assert opened.check().handle == "@wren_invented"
    opened.close()


def test_no_two_sign_ins_have_the_same_challenge(stub: XStub, proxy: Proxy, clock: HeldClock) -> None:
    browsers = [Browser(stub, clock), Browser(stub, clock)]
    for browser in browsers:
        CONNECTOR.with_browser(asked(proxy.url), browser, clock)
    assert len({browser.query()["code_challenge"] for browser in browsers}) == 2


def test_the_right_to_delete_is_asked_for_only_when_she_wants_it(
    stub: XStub, proxy: Proxy, clock: HeldClock
) -> None:
    browser = Browser(stub, clock)
    credentials = CONNECTOR.with_browser(asked(proxy.url, may_delete=True), browser, clock)
    assert browser.query()["scope"].split(" ") == [*READ, "tweet.write"]
    assert credentials.may_delete


def test_at_x_itself_the_page_is_x_com(stub: XStub, clock: HeldClock) -> None:
    browser = Browser(stub, clock)

    class Gone(Exception):
        pass

    def authorise(address: str) -> Mapping[str, str]:
        browser.address = address
        raise Gone

    browser.authorise = authorise  # type: ignore[method-assign]
    with pytest.raises(Gone):
        CONNECTOR.with_browser(asked(CONNECTOR.guide.server), browser, clock)
    assert browser.address.startswith("https://x.com/i/oauth2/authorize?")


def test_through_the_real_loopback_another_state_is_not_taken(
    stub: XStub, proxy: Proxy, clock: HeldClock
) -> None:
    seen: list[int] = []

    def show(address: str) -> None:
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}

        def come_back() -> None:
            back = stub.authorise(query)
            for state in ("another-state", back["state"]):
                goal = f"{listening}?code={back['code']}&state={state}"
                try:
                    with urllib.request.urlopen(goal, timeout=5) as answer:
                        seen.append(answer.status)
                except urllib.error.HTTPError as error:
                    with error:
                        seen.append(error.code)

        threading.Thread(target=come_back, daemon=True).start()

    with BrowserLoopback(show, port=0, patience=10) as loopback:
        listening, loopback.redirect = loopback.redirect, REDIRECT
        credentials = CONNECTOR.with_browser(asked(proxy.url), loopback, clock)
    assert credentials.secrets["access_token"]
    assert seen[0] == 404


def test_an_app_with_a_secret_shows_it_in_the_header_alone(
    stub: XStub, proxy: Proxy, clock: HeldClock
) -> None:
    stub.is_confidential = True
    credentials = CONNECTOR.with_browser(asked(proxy.url, secret=SECRET), Browser(stub, clock), clock)
    (exchange,) = [request for request in proxy.requests if is_token(request)]
    assert exchange.headers["Authorization"].startswith("Basic ")
    assert SECRET.encode() not in exchange.body
    clock.pass_by(timedelta(hours=3))
    kept: list[Credentials] = []
    opened = CONNECTOR.open(credentials, kept.append, clock)
    opened.check()
    opened.close()
    assert kept[0].secrets["client_secret"] == SECRET


@pytest.mark.parametrize(
    ("is_confidential", "client", "secret", "seconds"),
    [
        pytest.param(False, CLIENT, "", 31, id="code expired"),
        pytest.param(True, CLIENT, "", 1, id="secret missing"),
        pytest.param(True, CLIENT, "another-secret", 1, id="secret wrong"),
        pytest.param(False, CLIENT, SECRET, 1, id="a secret where there is none"),
    ],
)
def test_a_code_that_is_not_taken_is_told(
    stub: XStub,
    proxy: Proxy,
    clock: HeldClock,
    is_confidential: bool,
    client: str,
    secret: str,
    seconds: float,
) -> None:
    stub.is_confidential = is_confidential
    with pytest.raises(SignInFailed, match="30 seconds"):
        CONNECTOR.with_browser(
            asked(proxy.url, client=client, secret=secret), Browser(stub, clock, seconds), clock
        )
    assert len([request for request in proxy.requests if is_token(request)]) == 1


@pytest.mark.parametrize("client", ["", "  ", "two words", "ünder", "x" * 5000])
def test_an_id_that_can_be_none_is_told_before_the_browser_opens(
    stub: XStub, proxy: Proxy, clock: HeldClock, client: str
) -> None:
    browser = Browser(stub, clock)
    with pytest.raises(SignInFailed):
        CONNECTOR.with_browser(asked(proxy.url, client=client), browser, clock)
    assert browser.address == ""


def test_rights_that_were_not_granted_are_noticed(stub: XStub, proxy: Proxy, clock: HeldClock) -> None:
    stub.granted = READ
    credentials = CONNECTOR.with_browser(asked(proxy.url, may_delete=True), Browser(stub, clock), clock)
    assert not credentials.may_delete
    stub.granted = ("users.read", "offline.access")
    with pytest.raises(SignInFailed, match=r"tweet\.read is missing"):
        CONNECTOR.with_browser(asked(proxy.url), Browser(stub, clock), clock)
    stub.granted = (*READ, "tweet.write")
    assert not CONNECTOR.with_browser(asked(proxy.url), Browser(stub, clock), clock).may_delete


def test_without_a_token_that_renews_she_is_told_when_it_ends(
    stub: XStub, proxy: Proxy, clock: HeldClock
) -> None:
    stub.granted = READ[:2]
    credentials = CONNECTOR.with_browser(asked(proxy.url), Browser(stub, clock), clock)
    assert credentials.expires_at == clock.now() + timedelta(hours=2)
    clock.pass_by(timedelta(hours=2))
    opened = CONNECTOR.open(credentials, lambda _: None, clock)
    with pytest.raises(SignedOut, match="audit-tui connect"):
        opened.check()
    opened.close()
    assert len([request for request in proxy.requests if is_token(request)]) == 1


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"<html>Log in to the Wi-Fi</html>", OddAnswer),
        (b"null", OddAnswer),
        (b"[" * 100_000, OddAnswer),
        (b"{}", SignInFailed),
        (b'{"access_token": 5}', SignInFailed),
        (b'{"access_token": "a\\nb with a line"}', SignInFailed),
        (b'{"access_token": "long-enough-token", "token_type": "mac"}', OddAnswer),
    ],
)
def test_an_answer_that_holds_no_token_is_told(
    stub: XStub, proxy: Proxy, clock: HeldClock, body: bytes, error: type[LiveError]
) -> None:
    proxy.misbehave(Fault(200, body=body, only=is_token))
    with pytest.raises(error):
        CONNECTOR.with_browser(asked(proxy.url), Browser(stub, clock), clock)


def test_odd_things_beside_a_token_are_passed_over(stub: XStub, proxy: Proxy, clock: HeldClock) -> None:
    body = {"access_token": "an-invented-token", "expires_in": "soon", "refresh_token": 5, "scope": ["all"]}
    proxy.misbehave(Fault(200, body=json.dumps(body).encode(), only=is_token))
    credentials = CONNECTOR.with_browser(asked(proxy.url, may_delete=True), Browser(stub, clock), clock)
    assert "refresh_token" not in credentials.secrets
    assert credentials.expires_at == clock.now() + timedelta(hours=2)


# A token handed over.


def test_a_token_alone_reads_until_it_ends(stub: XStub, proxy: Proxy, clock: HeldClock) -> None:
    credentials = CONNECTOR.with_token(asked(proxy.url), f"  {stub.grant.access}\n", clock)
    assert dict(credentials.secrets) == {"access_token": stub.grant.access}
    opened = CONNECTOR.open(credentials, lambda _: None, clock)
    assert opened.check().remote_id == stub.wren["id"]
    clock.pass_by(timedelta(hours=3))
    with pytest.raises(SignedOut):
        opened.check()
    opened.close()


def test_xs_whole_answer_renews_itself(stub: XStub, proxy: Proxy, clock: HeldClock) -> None:
    told = {
        "access_token": stub.grant.access,
        "refresh_token": stub.grant.refresh,
        "client_id": CLIENT,
        "expires_in": 7200,
        "scope": " ".join((*READ, "tweet.write")),
    }
    credentials = CONNECTOR.with_token(asked(proxy.url, may_delete=True), json.dumps(told), clock)
    assert credentials.may_delete
    assert credentials.expires_at is None
    clock.pass_by(timedelta(hours=3))
    kept: list[Credentials] = []
    opened = CONNECTOR.open(credentials, kept.append, clock)
    opened.check()
    opened.close()
    assert len(kept) == 1
    read_only = json.dumps({**told, "scope": " ".join(READ)})
    assert not CONNECTOR.with_token(asked(proxy.url, may_delete=True), read_only, clock).may_delete
    assert not CONNECTOR.with_token(asked(proxy.url), json.dumps(told), clock).may_delete


@pytest.mark.parametrize(
    "token",
    [
        "",
        "short",
        "two tokens",
        "line\nbreak-in-it",
        "x" * 5000,
        "ünder-the-rainbow",
        "{",
        "{}",
        '{"access_token": null}',
        '{"access_token": {"a": 1}}',
        '{"access_token": "long-enough-token", "refresh_token": "a b"}',
        '{"access_token": "long-enough-token", "client_id": ["x"]}',
        "{" * 100_000,
        "AAAAAAAAAAAAAAAAAAAAAinventedappwidebearertoken",
    ],
)
def test_what_can_be_no_token_is_told_without_asking(proxy: Proxy, clock: HeldClock, token: str) -> None:
    with pytest.raises(SignInFailed) as caught:
        CONNECTOR.with_token(asked(proxy.url), token, clock)
    assert proxy.requests == []
    assert not token or token not in str(caught.value)


def test_x_takes_no_password(clock: HeldClock) -> None:
    with pytest.raises(NotOffered):
        CONNECTOR.with_password(asked("https://api.x.com"), "invented-password", clock)


# Renewal.


def test_new_credentials_are_kept_before_anybody_uses_them(
    stub: XStub, proxy: Proxy, clock: HeldClock
) -> None:
    old = stub.credentials(proxy.url)
    clock.pass_by(timedelta(hours=1, minutes=56))
    used: list[list[str]] = []
    kept: list[Credentials] = []

    def keep(renewed: Credentials) -> None:
        used.append([request.headers.get("Authorization", "") for request in proxy.requests])
        kept.append(renewed)

    opened = CONNECTOR.open(old, keep, clock)
    opened.check()
    opened.check()
    opened.close()
    (new,) = kept
    assert used == [[""]]
    assert new.secrets["access_token"] == stub.grant.access != old.secrets["access_token"]
    assert new.secrets["refresh_token"] == stub.grant.refresh != old.secrets["refresh_token"]
    assert (new.may_delete, new.scopes, new.server) == (old.may_delete, old.scopes, old.server)
    tokens = [request.headers.get("Authorization") for request in proxy.requests]
    assert tokens == [None, *[f"Bearer {new.secrets['access_token']}"] * 2]


def test_a_token_is_renewed_again_and_again(stub: XStub, proxy: Proxy, clock: HeldClock) -> None:
    kept = [stub.credentials(proxy.url)]
    opened = CONNECTOR.open(kept[0], kept.append, clock)
    for _ in range(5):
        clock.pass_by(timedelta(hours=2))
        opened.check()
    opened.close()
    assert len({one.secrets["refresh_token"] for one in kept}) == 6


class Killed(BaseException):
    """As if the process had ended here."""


def test_killed_after_keeping_the_next_start_goes_on(stub: XStub, proxy: Proxy, clock: HeldClock) -> None:
    clock.pass_by(timedelta(hours=2))
    keyring = [stub.credentials(proxy.url)]

    def keep(renewed: Credentials) -> None:
        keyring.append(renewed)
        raise Killed

    opened = CONNECTOR.open(keyring[-1], keep, clock)
    with pytest.raises(Killed):
        opened.check()
    opened.close()
    again = CONNECTOR.open(keyring[-1], keyring.append, clock)
    assert again.check().remote_id == stub.wren["id"]
    again.close()
    assert len(keyring) == 2


def test_killed_between_renewal_and_keeping_the_next_start_asks_to_sign_in_anew(
    stub: XStub, proxy: Proxy, clock: HeldClock
) -> None:
    clock.pass_by(timedelta(hours=2))
    keyring = [stub.credentials(proxy.url)]

    def keep(renewed: Credentials) -> None:
        raise Killed

    opened = CONNECTOR.open(keyring[-1], keep, clock)
    with pytest.raises(Killed):
        opened.check()
    opened.close()
    again = CONNECTOR.open(keyring[-1], keyring.append, clock)
    with pytest.raises(SignedOut, match="Sign in again with `audit-tui connect x`"):
        again.check()
    again.close()
    assert len(keyring) == 1


def test_a_keyring_that_keeps_nothing_stops_before_the_new_token_is_used(
    stub: XStub, proxy: Proxy, clock: HeldClock
) -> None:
    clock.pass_by(timedelta(hours=2))

    def keep(renewed: Credentials) -> None:
        raise NoKeyring("The keyring is locked.", "Unlock it.")

    opened = CONNECTOR.open(stub.credentials(proxy.url), keep, clock)
    with pytest.raises(NoKeyring):
        opened.check()
    opened.close()
    assert all(is_token(request) for request in proxy.requests)


def test_a_renewal_that_x_refuses_is_told_as_signed_out(stub: XStub, proxy: Proxy, clock: HeldClock) -> None:
    stub.revoke()
    clock.pass_by(timedelta(hours=2))
    opened = CONNECTOR.open(stub.credentials(proxy.url), lambda _: None, clock)
    with pytest.raises(SignedOut, match="no longer renews"):
        opened.check()
    opened.close()


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        pytest.param(Fault(500), Unreachable, id="500"),
        pytest.param(Fault(hangs_up=True), Unreachable, id="hung up"),
        pytest.param(Fault(429, {"retry-after": "60"}), RateLimited, id="429"),
        pytest.param(Fault(200, body=b"<html>"), OddAnswer, id="html"),
    ],
)
def test_trouble_while_renewing_loses_nothing(
    stub: XStub, proxy: Proxy, clock: HeldClock, fault: Fault, error: type[LiveError]
) -> None:
    clock.pass_by(timedelta(hours=2))
    kept: list[Credentials] = []
    opened = CONNECTOR.open(stub.credentials(proxy.url), kept.append, clock)
    proxy.misbehave(fault)
    with pytest.raises(error):
        opened.check()
    assert kept == []
    opened.check()
    opened.close()
    assert len(kept) == 1


def test_a_clock_set_back_renews_rather_than_guesses(stub: XStub, proxy: Proxy, clock: HeldClock) -> None:
    kept: list[Credentials] = []
    opened = CONNECTOR.open(stub.credentials(proxy.url), kept.append, clock)
    clock.jump(timedelta(days=-400))
    opened.check()
    opened.check()
    opened.close()
    assert len(kept) == 1


def test_credentials_of_before_that_say_no_time_are_renewed(
    stub: XStub, proxy: Proxy, clock: HeldClock
) -> None:
    for until in ("", "soon", "2026-11-23"):
        old = stub.credentials(proxy.url).with_secrets(until=until)
        kept: list[Credentials] = []
        opened = CONNECTOR.open(old, kept.append, clock)
        opened.check()
        opened.close()
        assert len(kept) == 1


def test_a_renewal_with_fewer_rights_is_noticed(stub: XStub, proxy: Proxy, clock: HeldClock) -> None:
    stub.grant.scopes = READ
    clock.pass_by(timedelta(hours=2))
    kept: list[Credentials] = []
    opened = CONNECTOR.open(stub.credentials(proxy.url), kept.append, clock)
    opened.check()
    opened.close()
    assert not kept[0].may_delete


# Revoking.


def test_both_tokens_are_revoked(stub: XStub, proxy: Proxy, clock: HeldClock) -> None:
    credentials = stub.credentials(proxy.url)
    assert CONNECTOR.revoke(credentials, clock)
    assert [request.route for request in proxy.requests] == ["/2/oauth2/revoke"] * 2
    opened = CONNECTOR.open(credentials, lambda _: None, clock)
    with pytest.raises(SignedOut):
        opened.check()
    opened.close()


def test_what_can_not_be_revoked_is_said(stub: XStub, proxy: Proxy, clock: HeldClock) -> None:
    alone = Credentials(proxy.url, {"access_token": stub.grant.access})
    assert not CONNECTOR.revoke(alone, clock)
    assert proxy.requests == []
    wrong = stub.credentials(proxy.url).with_secrets(client_secret="a-secret-that-is-not")
    assert not CONNECTOR.revoke(wrong, clock)


# Secrets.


def test_no_secret_of_a_sign_in_stands_in_a_log_a_message_or_a_traceback(
    stub: XStub,
    proxy: Proxy,
    clock: HeldClock,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    stub.is_confidential = True
    told: list[str] = []
    codes: list[str] = []
    faults = [None, *(Fault(status) for status in (400, 401, 403, 404, 429, 500)), Fault(hangs_up=True)]
    faults += [Fault(200, body=b"<html>"), Fault(200, body=b'{"access_token": "leaked-access-token-0"}')]
    for fault in faults:
        browser = Browser(stub, clock)
        if fault is not None:
            proxy.misbehave(replace(fault, only=is_token))
        try:
            told.append(repr(CONNECTOR.with_browser(asked(proxy.url, secret=SECRET), browser, clock)))
        except LiveError as error:
            told.append("".join(traceback.format_exception(error)))
        codes.append(browser.code)
        clock.pass_by(timedelta(hours=2))
        old = stub.credentials(proxy.url)
        if fault is not None:
            proxy.misbehave(replace(fault, only=lambda request: request.route.startswith("/2/oauth2/")))
        opened = CONNECTOR.open(old, lambda _: None, clock)
        try:
            opened.check()
        except LiveError as error:
            told.append("".join(traceback.format_exception(error)))
        try:
            told.append(repr(CONNECTOR.revoke(old, clock)))
        except LiveError as error:
            told.append("".join(traceback.format_exception(error)))
        told.append(repr(opened))
        opened.close()
        proxy.behave()
        clock.pass_by(timedelta(minutes=1))
    bodies = [request.body.decode() for request in proxy.requests if is_token(request)]
    verifiers = [values[0] for body in bodies for values in [parse_qs(body).get("code_verifier", [""])]]
    tokens = [secret for grant in stub.grants for secret in (grant.access, grant.refresh)]
    secrets = [one for one in (SECRET, "leaked-access-token-0", *codes, *verifiers, *tokens) if one]
    assert len(secrets) > 20
    told += [caplog.text, *capfd.readouterr()]
    assert any("Traceback" in text for text in told)
    assert not [number for number, text in enumerate(told) if any(secret in text for secret in secrets)]


def test_the_guide_names_the_redirect_and_the_price() -> None:
    guide = CONNECTOR.guide
    assert any(REDIRECT in step for step in guide.steps)
    assert any("Native App" in step for step in guide.steps)
    assert (guide.read_scopes, guide.delete_scopes) == (READ, ("tweet.write",))
    assert "dollars" in guide.cost
    assert "3,200" in guide.cannot
    assert sign_in.GUIDE.server == "https://api.x.com"


def test_missing_rights_are_another_thing_than_a_token_that_ended(
    stub: XStub, proxy: Proxy, clock: HeldClock
) -> None:
    grant = stub.give(stub.wren, ("users.read",))
    opened = CONNECTOR.open(stub.signed_in(proxy.url, grant), lambda _: None, clock)
    with pytest.raises(MissingScope):
        opened.check()
    opened.close()
