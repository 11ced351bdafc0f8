"""The one way out for every library on `requests`, against a server that misbehaves in every way there is."""

from __future__ import annotations

import gzip
import logging
import ssl
import threading
import time
import traceback
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from connectors import transport
from connectors.clock import LONGEST
from connectors.errors import LiveError, MissingScope, OddAnswer, RateLimited, SignedOut, Unreachable
from tests.connectors.live.held_clock import START, HeldClock
from tests.connectors.live.raw_server import RawServer, raw_server, telling

TOKEN = "tok-3f9a1c77e2"
NAME = "Example"
API = "api.social.example"


def head(status: str = "200 OK", body: bytes = b"{}", **headers: str) -> bytes:
    """A whole answer."""
    lines = {"Content-Length": str(len(body)), "Connection": "close"}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    told = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status}\r\n{told}\r\n".encode("latin-1") + body


def ask(
    server: RawServer, clock: HeldClock | None = None, path: str = "/me", **options: object
) -> requests.Response:
    """A request with the token both in its query and in a header, the way that Graph's client sends it."""
    asking, _ = transport.session(NAME, clock or HeldClock(), {API: server.url})
    with asking:
        return asking.get(
            f"https://{API}{path}",
            params={"access_token": TOKEN},
            headers={"Authorization": f"Bearer {TOKEN}"},
            **options,  # type: ignore[arg-type]
        )


def failing(answer: bytes, clock: HeldClock | None = None) -> LiveError:
    """The error that this answer is told as."""
    with raw_server(telling(answer)) as server, pytest.raises(LiveError) as caught:
        ask(server, clock)
    return caught.value


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds of a test's length in place of the true ones."""
    monkeypatch.setattr(transport, "WHOLE", 0.5)
    monkeypatch.setattr(transport, "SILENCE", 5.0)


def test_a_sound_answer_is_handed_on_and_went_to_the_server_that_was_named() -> None:
    with raw_server(telling(head(body=b'{"id": "7"}'))) as server:
        assert transport.json_of(ask(server), NAME) == {"id": "7"}
    (request,) = server.requests
    assert request.startswith(f"GET /me?access_token={TOKEN} HTTP/1.1\r\n".encode())
    assert f"Authorization: Bearer {TOKEN}".encode() in request


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("401 Unauthorized", SignedOut),
        ("403 Forbidden", MissingScope),
        ("429 Too Many Requests", RateLimited),
        ("500 Internal Server Error", Unreachable),
        ("502 Bad Gateway", Unreachable),
        ("599 Whatever", Unreachable),
    ],
)
def test_a_status_is_told_as_the_error_that_it_means(status: str, kind: type[LiveError]) -> None:
    error = failing(head(status, b"<html>a page of the server's</html>"))
    assert type(error) is kind
    assert error.until is None
    assert "html" not in str(error)
    assert error.what.endswith(".") and error.todo.endswith(".")


def test_another_status_is_the_connectors_own_to_read() -> None:
    with raw_server(telling(head("404 Not Found"))) as server:
        assert ask(server).status_code == 404


def test_what_the_platform_says_goes_before_the_status() -> None:
    def reading(response: requests.Response) -> LiveError | None:
        return SignedOut("Code 190.", "Sign in.") if response.json().get("code") == 190 else None

    with raw_server(telling(head("400 Bad Request", b'{"code": 190}'))) as server:
        asking, _ = transport.session(NAME, HeldClock(), {API: server.url}, reading)
        with asking, pytest.raises(SignedOut, match="190"):
            asking.get(f"https://{API}/me")


IN_A_MINUTE = START + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry_After": "60"}, 60),
        ({"Retry_After": "60.5"}, 60.5),
        ({"Retry_After": format_datetime(IN_A_MINUTE, usegmt=True)}, 60),
        ({"x_rate_limit_reset": str(int(IN_A_MINUTE.timestamp()))}, 60),
        ({"X_RateLimit_Reset": "2026-11-23T20:01:00.000000Z"}, 60),
        ({"RateLimit_Reset": "60"}, 60),
        ({"Retry_After": "soon", "x_rate_limit_reset": str(int(IN_A_MINUTE.timestamp()))}, 60),
        ({"Retry_After": "0"}, 0),
        ({"Retry_After": format_datetime(START - timedelta(hours=5), usegmt=True)}, 0),
        ({"Retry_After": "3000000"}, LONGEST.total_seconds()),
        ({"Retry_After": "99999999"}, LONGEST.total_seconds()),
        ({"X_RateLimit_Reset": "9999-12-31T23:59:59-14:00"}, None),
        ({"Retry_After": "2099-01-01T00:00:00Z"}, LONGEST.total_seconds()),
    ],
)
def test_how_long_to_wait_is_read_from_whatever_header_says_so(
    headers: dict[str, str], wait: float | None
) -> None:
    error = failing(head("429 Too Many Requests", **headers))
    assert isinstance(error, RateLimited)
    assert error.until == (None if wait is None else START + timedelta(seconds=wait))


@pytest.mark.parametrize("value", ["", "-5", "later", "1e9", "٦٠", "9" * 400, "nan", ".", "\x00", "0x10"])
def test_a_header_that_says_nothing_is_no_wait(value: str) -> None:
    error = failing(
        b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\nConnection: close\r\nRetry-After: "
        + value.encode()
        + b"\r\n\r\n"
    )
    assert isinstance(error, (RateLimited, Unreachable))
    assert error.until is None


@pytest.mark.parametrize("off", [timedelta(hours=-7), timedelta(hours=7), timedelta(days=400)])
@pytest.mark.parametrize("form", ["epoch", "date", "iso"])
def test_a_clock_that_is_wrong_on_either_side_does_no_harm(off: timedelta, form: str) -> None:
    theirs = START + off
    reset = theirs + timedelta(minutes=15)
    said = {
        "epoch": {"x_rate_limit_reset": str(int(reset.timestamp()))},
        "date": {"Retry_After": format_datetime(reset, usegmt=True)},
        "iso": {"X_RateLimit_Reset": reset.isoformat()},
    }[form]
    error = failing(head("429 Too Many Requests", Date=format_datetime(theirs, usegmt=True), **said))
    assert error.until == START + timedelta(minutes=15)


@pytest.mark.parametrize("date", ["yesterday", "Mon, 99 Nov 2026 99:99:99 GMT", "9999-12-31T23:59:59-14:00"])
def test_a_servers_date_that_is_none_is_passed_over(date: str) -> None:
    assert failing(head("429 Too Many Requests", Date=date, Retry_After="60")).until == IN_A_MINUTE


@given(st.text(max_size=40) | st.from_regex(r"[0-9:TZ.+-]{1,32}", fullmatch=True))
def test_no_header_breaks_the_reading_of_it(text: str) -> None:
    found = transport.moment_in({"retry-after": text}, ("retry-after",))
    assert found is None or isinstance(found, (datetime, timedelta))
    if isinstance(found, datetime):
        assert found.tzinfo is UTC


def test_the_guard_knows_the_wait_of_an_answer_that_was_no_error() -> None:
    with raw_server(telling(head(x_rate_limit_reset=str(int(IN_A_MINUTE.timestamp()))))) as server:
        asking, guard = transport.session(NAME, HeldClock(), {API: server.url})
        assert guard.wait_until() is None
        with asking:
            asking.get(f"https://{API}/me")
        assert guard.wait_until() == IN_A_MINUTE


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Again", "308 For Good"])
@pytest.mark.parametrize("goal", ["https://elsewhere.example/", "/me", "//elsewhere.example/x", "http://["])
def test_a_redirect_is_never_followed(status: str, goal: str) -> None:
    with raw_server(telling(head(status, Location=goal))) as server, pytest.raises(OddAnswer) as caught:
        ask(server)
    assert "not followed" in caught.value.what
    assert "elsewhere.example" not in str(caught.value)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/me",
        "https://api.social.example.elsewhere.example/me",
        "https://api.social.example@elsewhere.example/me",
        "https://elsewhere.example\\@api.social.example/me",
        "http://127.0.0.1:1/me",
        "ftp://api.social.example/me",
        "file:///etc/hostname",
        "https://[::1/me",
        "https:///me",
        "/me",
        "https://api.social.example\x00.elsewhere.example/me",
    ],
)
def test_a_request_to_another_server_is_not_sent_and_not_told_with_its_address(address: str) -> None:
    with raw_server(telling(head())) as server:
        asking, _ = transport.session(NAME, HeldClock(), {API: server.url})
        with asking, pytest.raises(OddAnswer) as caught:
            asking.get(address, params={"access_token": TOKEN})
        assert not server.requests
    assert not leaks(caught.value)


def test_a_port_or_a_name_in_an_address_of_theirs_is_not_kept() -> None:
    with raw_server(telling(head())) as server:
        asking, _ = transport.session(NAME, HeldClock(), {API: server.url})
        with asking:
            asking.get(f"http://ada:{TOKEN}@{API.upper()}:8080/me#there")
    (request,) = server.requests
    assert request.startswith(b"GET /me HTTP/1.1\r\n")
    assert TOKEN.encode() not in request
    assert b"Authorization" not in request


def test_a_password_in_netrc_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine {API} login ada password from-netrc\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    assert requests.utils.get_netrc_auth(f"https://{API}/me") == ("ada", "from-netrc")
    with raw_server(telling(head())) as server:
        ask(server)
        asking, _ = transport.session(NAME, HeldClock(), {API: server.url})
        with asking:
            asking.get(f"https://{API}/me")
    first, second = server.requests
    assert f"Authorization: Bearer {TOKEN}".encode() in first
    assert b"Authorization" not in second


def test_what_is_on_this_machine_is_reached_without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with raw_server(telling(head("502 Bad Gateway"))) as proxy, raw_server(telling(head())) as server:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert ask(server).status_code == 200
    assert not proxy.requests
    assert len(server.requests) == 1


def test_a_proxy_is_asked_for_a_tunnel_and_sees_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    with raw_server(telling(head("407 Proxy Authentication Required"))) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        asking, _ = transport.session(NAME, HeldClock(), {API: f"https://{API}"})
        with asking, pytest.raises(Unreachable) as caught:
            asking.get(f"https://{API}/me", params={"access_token": TOKEN})
    (request,) = proxy.requests
    assert request.startswith(f"CONNECT {API}:443 HTTP/1.".encode())
    assert TOKEN.encode() not in request
    assert not leaks(caught.value)


@pytest.mark.parametrize(
    "first", [b"", b"HTTP/1.1 200 OK\r\nX-A: "], ids=["before a word", "amid the headers"]
)
def test_a_server_that_drips_headers_is_given_up(first: bytes, hurried: None) -> None:
    with raw_server(telling(first, *[b"a"] * 60, gap=0.05)) as server:
        started = time.monotonic()
        with pytest.raises(Unreachable, match="too long"):
            ask(server)
    assert time.monotonic() - started < 2


def test_a_server_that_drips_its_answer_is_given_up_and_let_go(hurried: None) -> None:
    with raw_server(
        telling(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", *[b"{"] * 60, gap=0.05)
    ) as server:
        with pytest.raises(Unreachable, match="too long"):
            ask(server)
        started = time.monotonic()
        while any(thread.name == "request" for thread in threading.enumerate()):
            assert time.monotonic() - started < 1.5, "the request goes on by itself"
            time.sleep(0.02)


def test_silence_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "SILENCE", 0.2)
    with raw_server(lambda peer: threading.Event().wait(3) and None) as server, pytest.raises(Unreachable):
        ask(server)


def test_an_answer_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "MOST", 100_000)
    endless = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
    with (
        raw_server(telling(endless, *[b"x" * 65536] * 200)) as server,
        pytest.raises(OddAnswer, match="too long"),
    ):
        ask(server)


def test_a_small_answer_that_unpacks_to_a_huge_one_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "MOST", 1_000_000)
    bomb = gzip.compress(bytes(60_000_000))
    assert len(bomb) < 100_000
    assert isinstance(failing(head(body=bomb, Content_Encoding="gzip")), OddAnswer)


@pytest.mark.parametrize("coding", ["gzip, gzip", "deflate,gzip", "br", "zstd", "x-own"])
def test_packing_that_was_not_asked_for_is_not_unpacked(coding: str) -> None:
    twice = gzip.compress(gzip.compress(b"{}"))
    assert isinstance(failing(head(body=twice, Content_Encoding=coding)), OddAnswer)


def test_only_packing_that_can_be_bounded_is_asked_for() -> None:
    with raw_server(telling(head(body=gzip.compress(b'{"id": 1}'), Content_Encoding="gzip"))) as server:
        assert ask(server).json() == {"id": 1}
    (request,) = server.requests
    assert b"Accept-Encoding: gzip, deflate\r\n" in request


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"", id="hung up"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", id="cut short"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", id="broken chunks"),
        pytest.param(head(body=b"no gzip", Content_Encoding="gzip"), id="broken gzip"),
        pytest.param(head(body=zlib.compress(b"{}")[:-3], Content_Encoding="gzip"), id="not gzip"),
        pytest.param(b"\x16\x03\x01 what is this\r\n\r\n", id="no HTTP"),
        pytest.param(b"HTTP/1.1 abc OK\r\n\r\n", id="no status"),
        pytest.param(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n", id="too many headers"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n", id="a header too long"),
    ],
)
def test_a_broken_answer_is_told_calmly(answer: bytes) -> None:
    error = failing(answer)
    assert isinstance(error, (Unreachable, OddAnswer))
    assert not leaks(error)


def test_a_web_page_is_no_answer() -> None:
    page = head(body=b"<!doctype html><title>Free wireless</title>", Content_Type="text/html")
    with raw_server(telling(page)) as server, pytest.raises(OddAnswer) as caught:
        transport.json_of(ask(server), NAME)
    assert "wireless" not in str(caught.value)


@pytest.mark.parametrize(
    "body", [b"[]", b"null", b"7", b"[" * 100_000, b"{", b"\xff\xfe", b'{"a":' + b"9" * 5000 + b"}", b""]
)
def test_json_that_is_no_object_is_no_answer(body: bytes) -> None:
    with raw_server(telling(head(body=body))) as server, pytest.raises(OddAnswer):
        transport.json_of(ask(server), NAME)


def test_a_server_that_is_not_there_is_told() -> None:
    with raw_server(telling()) as server:
        pass
    with pytest.raises(Unreachable) as caught:
        ask(server)
    assert not leaks(caught.value)


@pytest.fixture(scope="module")
def impostor(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """Speaks TLS with a certificate that it has made itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "impostor.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def test_a_server_that_cant_prove_itself_is_told_nothing(impostor: ssl.SSLContext) -> None:
    with (
        raw_server(telling(head()), impostor) as server,
        pytest.raises(OddAnswer, match="right server") as caught,
    ):
        ask(server)
    assert not server.requests
    assert not leaks(caught.value)


def test_a_server_without_tls_is_told_nothing_over_https() -> None:
    with raw_server(telling(head())) as server, pytest.raises(LiveError):
        asking, _ = transport.session(NAME, HeldClock(), {API: server.url.replace("http:", "https:")})
        with asking:
            asking.get(f"https://{API}/me", params={"access_token": TOKEN})
    assert not any(TOKEN.encode() in request for request in server.requests)


def leaks(error: BaseException) -> bool:
    """Whether the token stands in a traceback of it, as `--debug` would print it."""
    return TOKEN in "".join(traceback.format_exception(error)) or TOKEN in repr(error)


HOSTILE: dict[str, bytes] = {
    "sound": head(),
    "401": head("401 Unauthorized"),
    "500": head("500 Oh"),
    "hung up": b"",
    "cut short": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
    "a header without a name": b"HTTP/1.1 200 OK\r\nno colon here\r\nContent-Length: 2\r\n\r\n{}",
    "a header broken off": b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x; boundary\r\n: x\r\n\r\n",
    "redirect": head("302 Found", Location="https://elsewhere.example/"),
    "a cookie": head(Set_Cookie="a=b; Domain=elsewhere.example"),
}


@pytest.mark.parametrize("answer", HOSTILE.values(), ids=HOSTILE)
def test_no_token_stands_in_a_log_or_a_traceback(
    answer: bytes, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with raw_server(telling(answer)) as server:
        try:
            ask(server)
        except LiveError as error:
            assert not leaks(error)
    assert server.requests
    assert TOKEN not in caplog.text
    assert not any(TOKEN in text for text in capfd.readouterr())


@pytest.mark.parametrize("token", [f"{TOKEN}\nX-Other: 1", f" {TOKEN}", f"{TOKEN}\r\n", f"{TOKEN}é\u20ac"])
def test_a_token_that_cant_stand_in_a_header_is_not_told_in_the_error(token: str) -> None:
    with raw_server(telling(head())) as server:
        asking, _ = transport.session(NAME, HeldClock(), {API: server.url})
        with asking, pytest.raises(LiveError) as caught:
            asking.get(f"https://{API}/me", headers={"Authorization": f"Bearer {token}", "X-A": token})
        assert not server.requests
    assert not leaks(caught.value)


def test_several_requests_of_one_session_share_a_connection_that_is_given_back() -> None:
    body = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"

    def twice(peer) -> None:  # type: ignore[no-untyped-def]
        peer.sendall(body)
        if peer.recv(65536):
            peer.sendall(body)

    with raw_server(twice) as server:
        asking, _ = transport.session(NAME, HeldClock(), {API: server.url})
        with asking:
            assert [asking.get(f"https://{API}/{n}").status_code for n in range(2)] == [200, 200]
    assert len(server.requests) == 1


Deed = Callable[[requests.Session], object]


@pytest.mark.parametrize(
    "deed",
    [
        pytest.param(lambda s: s.get(f"https://{API}/me", allow_redirects=True), id="get"),
        pytest.param(lambda s: s.head(f"https://{API}/me"), id="head"),
        pytest.param(lambda s: s.post(f"https://{API}/me", json={"a": 1}), id="post"),
        pytest.param(lambda s: s.delete(f"https://{API}/me"), id="delete"),
        pytest.param(
            lambda s: s.send(s.prepare_request(requests.Request("GET", f"https://{API}/me"))), id="prepared"
        ),
    ],
)
def test_every_way_to_ask_goes_past_the_guard(deed: Deed) -> None:
    with raw_server(telling(head("302 Found", Location="/other"))) as server:
        asking, _ = transport.session(NAME, HeldClock(), {API: server.url})
        with asking, pytest.raises(OddAnswer):
            deed(asking)
    assert len(server.requests) == 1
