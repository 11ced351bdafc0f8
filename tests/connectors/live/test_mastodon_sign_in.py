"""Signing in at Mastodon: by the browser at mastodon-mock, by a token; ending it; no secret told."""

from __future__ import annotations

import hashlib
import json
import logging
import traceback
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from connectors.credentials import Credentials
from connectors.errors import (
    LiveError,
    NotOffered,
    OddAnswer,
    SignedOut,
    SignInFailed,
    Unreachable,
    UnsafeServer,
)
from connectors.live import Asked
from connectors.mastodon.api import CONNECTOR
from tests.connectors.live.held_clock import HeldClock
from tests.connectors.live.mastodon_server import DOMAIN, Person, running
from tests.connectors.live.proxy import Fault, Proxy, Request, in_front_of
from tests.connectors.live.stub import Agreeing, Answer, Stub, form_of

READ = ("read:accounts", "read:statuses")
FULL = (*READ, "write:statuses")


@pytest.fixture
def person() -> Person:
    return running().person()


@pytest.fixture
def proxy(person: Person) -> Iterator[Proxy]:
    with in_front_of(person.mock.url) as proxy:
        yield proxy


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


def choosing(person: Person) -> Agreeing:
    """The owner, who picks her account on the page that mastodon-mock shows."""

    def page(query: dict[str, str]) -> Mapping[str, str]:
        status, headers, _ = person.mock.answer(
            "POST", "/oauth/authorize", query | {"username": person.name}, is_form=True
        )
        assert status == 302
        told = parse_qs(urlsplit({name.lower(): value for name, value in headers.items()}["location"]).query)
        return {name: values[-1] for name, values in told.items()}

    return Agreeing(page)


def asked_for(loopback: Agreeing) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(loopback.address).query).items()}


def whose(credentials: Credentials, clock: HeldClock) -> str:
    connection = CONNECTOR.open(credentials, lambda _: None, clock)
    try:
        return connection.check().handle
    finally:
        connection.close()


def test_the_browsers_way_asks_for_reading_alone_of_an_app_that_may_be_asked_for_more(
    person: Person, proxy: Proxy, clock: HeldClock
) -> None:
    loopback = choosing(person)
    credentials = CONNECTOR.with_browser(Asked(proxy.url), loopback, clock)
    assert whose(credentials, clock) == person.handle
    query = asked_for(loopback)
    assert loopback.address.startswith(f"{proxy.url}/oauth/authorize?")
    assert query["scope"] == " ".join(READ)
    assert (query["redirect_uri"], query["state"]) == (loopback.redirect, loopback.state)
    assert query["code_challenge_method"] == "S256"
    app = form_of(proxy.requests[0])
    assert proxy.requests[0].route == "/api/v1/apps"
    assert app["scopes"].split() == list(FULL)
    assert app["redirect_uris"] == loopback.redirect
    assert credentials.may_delete is False


def test_the_right_to_delete_is_asked_for_when_the_owner_wants_it(
    person: Person, proxy: Proxy, clock: HeldClock
) -> None:
    loopback = choosing(person)
    credentials = CONNECTOR.with_browser(Asked(proxy.url, may_delete=True), loopback, clock)
    assert asked_for(loopback)["scope"] == " ".join(FULL)
    assert credentials.may_delete
    assert credentials.scopes == FULL


@dataclass
class Grant:
    """What was agreed to on the stub's page."""

    challenge: str
    scopes: str
    redirect: str


@dataclass
class State:
    grants: dict[str, Grant] = field(default_factory=dict)
    granted: str | None = None
    """Rights that are given whatever was asked for."""


class OAuthStub(Stub):
    """What mastodon-mock does not look at: code, redirect, the app's secret and the challenge (RFC 7636)."""

    client, secret = "invented-client-id-0001", "invented-client-secret-0002"
    token = "invented-access-token-0003"

    def __init__(self) -> None:
        self.state = State()
        self.apps: list[dict[str, str]] = []
        self.refuses_apps = False
        self.revoked: list[dict[str, str]] = []
        super().__init__()

    def page(self, query: dict[str, str]) -> Mapping[str, str]:
        assert query["client_id"] == self.client
        assert set(query["scope"].split()) <= set(self.apps[-1]["scopes"].split())
        code = f"invented-code-{len(self.state.grants)}"
        self.state.grants[code] = Grant(query["code_challenge"], query["scope"], query["redirect_uri"])
        return {"code": code, "state": query["state"]}

    def answer(self, request: Request) -> Answer:
        form = form_of(request)
        if request.route == "/api/v1/apps":
            if self.refuses_apps:
                return Answer(422, {"error": "Validation failed"})
            self.apps.append(form)
            return Answer(body={"client_id": self.client, "client_secret": self.secret, "name": "audit-tui"})
        if request.route == "/oauth/token":
            return self._token(form)
        if request.route == "/oauth/revoke":
            self.revoked.append(form)
            is_ours = (form["client_id"], form["client_secret"]) == (self.client, self.secret)
            return Answer(body={}) if is_ours else Answer(403, {"error": "unauthorized_client"})
        return Answer(404, {"error": "Not Found"})

    def _token(self, form: dict[str, str]) -> Answer:
        grant = self.state.grants.pop(form["code"], None)
        digest = urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).decode()
        if (
            grant is None
            or (form["client_id"], form["client_secret"]) != (self.client, self.secret)
            or form["redirect_uri"] != grant.redirect
            or digest.rstrip("=") != grant.challenge
            or form["grant_type"] != "authorization_code"
        ):
            return Answer(400, {"error": "invalid_grant"})
        told = {
            "access_token": self.token,
            "token_type": "Bearer",
            "scope": self.state.granted or grant.scopes,
        }
        return Answer(body=told)


@pytest.fixture
def stub() -> Iterator[OAuthStub]:
    stub = OAuthStub()
    yield stub
    stub.close()


def test_code_secret_redirect_and_challenge_fit_together(stub: OAuthStub, clock: HeldClock) -> None:
    credentials = CONNECTOR.with_browser(Asked(stub.url), Agreeing(stub.page), clock)
    assert credentials.secrets["access_token"] == stub.token
    assert credentials.scopes == READ
    assert stub.state.grants == {}


def test_a_right_that_was_not_granted_is_not_had(stub: OAuthStub, clock: HeldClock) -> None:
    stub.state.granted = " ".join(READ)
    credentials = CONNECTOR.with_browser(Asked(stub.url, may_delete=True), Agreeing(stub.page), clock)
    assert credentials.may_delete is False


def test_a_group_of_rights_holds_its_members(stub: OAuthStub, clock: HeldClock) -> None:
    stub.state.granted = "read write"
    credentials = CONNECTOR.with_browser(Asked(stub.url, may_delete=True), Agreeing(stub.page), clock)
    assert credentials.may_delete


def test_a_code_of_another_sign_in_is_not_taken(stub: OAuthStub, clock: HeldClock) -> None:
    with pytest.raises(SignInFailed):
        CONNECTOR.with_browser(Asked(stub.url), Agreeing(lambda _: {"code": "another"}), clock)


def test_a_server_that_takes_no_apps_is_told(stub: OAuthStub, clock: HeldClock) -> None:
    stub.refuses_apps = True
    with pytest.raises(LiveError) as caught:
        CONNECTOR.with_browser(Asked(stub.url), Agreeing(stub.page), clock)
    assert caught.value.todo


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        pytest.param(Fault(200, body=b"<html>Log in to the Wi-Fi</html>"), OddAnswer, id="html"),
        pytest.param(Fault(200, body=b"{}"), SignInFailed, id="nothing in it"),
        pytest.param(Fault(200, body=b"[1]"), SignInFailed, id="a list"),
        pytest.param(Fault(404, body=b"<html>not found</html>"), OddAnswer, id="no Mastodon"),
        pytest.param(Fault(502), Unreachable, id="502"),
        pytest.param(Fault(302, {"Location": "https://elsewhere.example/"}), OddAnswer, id="redirect"),
    ],
)
def test_a_server_that_is_no_mastodon_server_is_told_before_any_page_is_opened(
    proxy: Proxy, clock: HeldClock, fault: Fault, error: type[LiveError]
) -> None:
    def never(_: dict[str, str]) -> Mapping[str, str]:
        raise AssertionError("a page was opened")

    proxy.misbehave(fault)
    with pytest.raises(error):
        CONNECTOR.with_browser(Asked(proxy.url), Agreeing(never), clock)


def test_no_secret_of_a_sign_in_is_told_when_it_fails(
    stub: OAuthStub, clock: HeldClock, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[str] = []
    with in_front_of(stub.url) as proxy:
        for fault in (Fault(400), Fault(401), Fault(500), Fault(200, body=b"<html>"), Fault(hangs_up=True)):
            proxy.misbehave(Fault(fault.status, body=fault.body, hangs_up=fault.hangs_up, only=_is_token))
            try:
                CONNECTOR.with_browser(Asked(proxy.url), Agreeing(stub.page), clock)
            except LiveError as error:
                told.append("".join(traceback.format_exception(error)))
        told.append(repr(CONNECTOR.with_browser(Asked(proxy.url), Agreeing(stub.page), clock)))
        verifiers = [form_of(each)["code_verifier"] for each in proxy.requests if _is_token(each)]
    assert len(told) == 6
    told += [caplog.text, *capfd.readouterr()]
    secrets = [stub.secret, stub.token, "invented-code", *verifiers]
    assert not [one for one in told if any(secret in one for secret in secrets)]


def _is_token(request: Request) -> bool:
    return request.route == "/oauth/token"


def test_the_tokens_way(person: Person, proxy: Proxy, clock: HeldClock) -> None:
    credentials = CONNECTOR.with_token(Asked(proxy.url), f"  {person.token}\n", clock)
    assert proxy.requests == []
    assert whose(credentials, clock) == person.handle
    assert credentials.may_delete is False
    assert person.token not in repr(credentials)


@pytest.mark.parametrize(
    "token", ["", "short", "two words of it", "tokén-with-an-accent", "a\nb" * 9, "x" * 5000]
)
def test_what_is_no_token_is_told_at_once(token: str, clock: HeldClock) -> None:
    with pytest.raises(SignInFailed) as caught:
        CONNECTOR.with_token(Asked("https://social.example"), token, clock)
    assert not token.strip() or token.strip() not in str(caught.value)


def test_a_token_that_is_a_files_name_is_sent_as_it_is(
    proxy: Proxy, clock: HeldClock, tmp_path: Path
) -> None:
    file = tmp_path / "token-of-somebody"
    file.write_text("what-stands-in-the-file\n")
    connection = CONNECTOR.open(
        CONNECTOR.with_token(Asked(proxy.url), str(file), clock), lambda _: None, clock
    )
    with pytest.raises(SignedOut):
        connection.check()
    connection.close()
    assert proxy.requests[0].headers["Authorization"] == f"Bearer {file}"


def test_the_server_may_be_named_in_the_handle(clock: HeldClock) -> None:
    asked = Asked("", handle="@wren@social.example")
    assert CONNECTOR.with_token(asked, "invented-token", clock).server == "https://social.example"


@pytest.mark.parametrize("handle", ["", "@wren", "wren@"])
def test_without_a_server_it_is_asked_for(handle: str, clock: HeldClock) -> None:
    with pytest.raises(SignInFailed, match="--server"):
        CONNECTOR.with_token(Asked("", handle=handle), "invented-token", clock)


def test_a_handle_leads_to_no_server_without_https(clock: HeldClock) -> None:
    with pytest.raises(UnsafeServer):
        CONNECTOR.with_token(Asked("", handle="@wren@http://social.example"), "invented-token", clock)


def test_a_password_is_not_wanted(clock: HeldClock) -> None:
    with pytest.raises(NotOffered):
        CONNECTOR.with_password(Asked("https://social.example"), "secret", clock)


def test_signing_out_makes_the_token_worthless(person: Person, proxy: Proxy, clock: HeldClock) -> None:
    credentials = CONNECTOR.with_browser(Asked(proxy.url), choosing(person), clock)
    assert CONNECTOR.revoke(credentials, clock) is True
    with pytest.raises(SignedOut):
        whose(credentials, clock)


def test_signing_out_sends_what_the_app_was_given_to(stub: OAuthStub, clock: HeldClock) -> None:
    credentials = CONNECTOR.with_browser(Asked(stub.url), Agreeing(stub.page), clock)
    assert CONNECTOR.revoke(credentials, clock) is True
    (form,) = stub.revoked
    assert form["token"] == stub.token


def test_signing_out_that_fails_says_so_without_the_token(
    person: Person, proxy: Proxy, clock: HeldClock
) -> None:
    credentials = CONNECTOR.with_browser(Asked(proxy.url), choosing(person), clock)
    proxy.misbehave(Fault(503))
    with pytest.raises(Unreachable) as caught:
        CONNECTOR.revoke(credentials, clock)
    assert credentials.secrets["access_token"] not in "".join(traceback.format_exception(caught.value))
    assert whose(credentials, clock) == person.handle


def test_a_token_that_the_owner_made_is_hers_to_delete(proxy: Proxy, clock: HeldClock) -> None:
    credentials = CONNECTOR.with_token(Asked(proxy.url), "invented-token", clock)
    assert CONNECTOR.revoke(credentials, clock) is False
    assert proxy.requests == []


def test_no_token_of_another_server_goes_to_this_one(person: Person, clock: HeldClock) -> None:
    with in_front_of(person.mock.url) as first, in_front_of(person.mock.url) as second:
        connection = CONNECTOR.open(
            CONNECTOR.with_token(Asked(first.url), person.token, clock), lambda _: None, clock
        )
        first.misbehave(Fault(200, body=json.dumps({"uri": second.url}).encode()))
        with pytest.raises(OddAnswer):
            connection.check()
        connection.check()
        connection.close()
        assert second.requests == []


def test_the_mocks_own_domain_is_in_the_handle(person: Person, proxy: Proxy, clock: HeldClock) -> None:
    credentials = CONNECTOR.with_token(Asked(proxy.url), person.token, clock)
    assert whose(credentials, clock).endswith(f"@{DOMAIN}")
