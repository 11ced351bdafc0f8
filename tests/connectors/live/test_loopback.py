"""The browser's way back: who may come by it, how often, and for how long."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlencode, urlsplit

import pytest

from connectors.errors import SignInFailed
from connectors.loopback import PATH, BrowserLoopback

PAGE = "https://social.example/authorise"
Browser = Callable[[BrowserLoopback], None]


def get(
    loopback: BrowserLoopback, target: str, method: str = "GET", host: str | None = None
) -> tuple[int, str]:
    """What a browser is answered."""
    parts = urlsplit(loopback.redirect)
    connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=10)
    try:
        connection.putrequest(method, target, skip_host=True)
        connection.putheader("Host", f"127.0.0.1:{parts.port}" if host is None else host)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def back(loopback: BrowserLoopback, path: str = PATH, **query: str) -> str:
    """The address that the platform sends the browser to."""
    return f"{path}?{urlencode({'state': loopback.state, 'code': 'c-77'} | query)}"


@pytest.fixture
def went_wrong() -> Iterator[list[BaseException]]:
    errors: list[BaseException] = []
    yield errors
    assert not errors


def signed_in(
    browser: Browser,
    went_wrong: list[BaseException],
    *,
    patience: float = 5.0,
    tick: Callable[[float], None] | None = None,
) -> Mapping[str, str]:
    """What `authorise` returns while `browser` does this in another thread."""
    threads: list[threading.Thread] = []

    def show(address: str) -> None:
        assert address == PAGE

        def run() -> None:
            try:
                browser(loopback)
            except BaseException as error:  # noqa: BLE001 - told by the fixture
                went_wrong.append(error)

        threads.append(threading.Thread(target=run, daemon=True))
        threads[0].start()

    try:
        with BrowserLoopback(show, port=0, patience=patience, tick=tick) as loopback:
            return loopback.authorise(PAGE)
    finally:
        for thread in threads:
            thread.join(10)


def test_the_redirect_that_is_waited_for_ends_the_wait(went_wrong: list[BaseException]) -> None:
    told: list[tuple[int, str]] = []
    came = signed_in(lambda loopback: told.append(get(loopback, back(loopback))), went_wrong)
    assert came["code"] == "c-77"
    ((status, page),) = told
    assert status == 200
    assert "close this page" in page
    assert "c-77" not in page


def test_it_listens_on_this_machine_alone() -> None:
    with BrowserLoopback(print, port=0) as loopback:
        assert loopback._server.server_address[0] == "127.0.0.1"
        assert loopback.redirect.startswith("http://127.0.0.1:")


def test_each_sign_in_has_its_own_state() -> None:
    with BrowserLoopback(print, port=0) as one, BrowserLoopback(print, port=0) as other:
        assert one.state != other.state
        assert len(one.state) >= 32


def wrong(loopback: BrowserLoopback) -> list[str]:
    state = loopback.state
    return [
        PATH,
        f"{PATH}?code=evil",
        f"{PATH}?state=&code=evil",
        f"{PATH}?state=guess&code=evil",
        f"{PATH}?state={state[:-1]}&code=evil",
        f"{PATH}?state={state.upper()}&code=evil",
        f"{PATH}?state={state}&state={state}&code=evil",
        f"{PATH}?state=%F0%9F%98%80&code=evil",
        f"{PATH}?state={state}&code=evil&filler={'x' * 9000}",
        f"/?state={state}&code=evil",
        f"{PATH}/more?state={state}&code=evil",
        "/favicon.ico",
        "http://[::1/callback",
    ]


def test_what_is_not_the_redirect_is_answered_calmly_and_does_not_end_the_wait(
    went_wrong: list[BaseException],
) -> None:
    def browser(loopback: BrowserLoopback) -> None:
        for target in wrong(loopback):
            status, page = get(loopback, target)
            assert (status, "evil" in page) == (404, False), target
        for method in ("HEAD", "POST", "OPTIONS", "PUT"):
            assert get(loopback, back(loopback, code="evil"), method)[0] == 501
        for host in ("elsewhere.example", "127.0.0.1.elsewhere.example", "", "[::1", "169.254.1.1:80"):
            assert get(loopback, back(loopback, code="evil"), host=host)[0] == 404, host
        get(loopback, back(loopback))

    assert signed_in(browser, went_wrong)["code"] == "c-77"


def test_only_the_first_redirect_counts(went_wrong: list[BaseException]) -> None:
    statuses: list[int] = []

    def browser(loopback: BrowserLoopback) -> None:
        statuses.append(get(loopback, back(loopback))[0])
        with contextlib.suppress(OSError, http.client.HTTPException):
            statuses.append(get(loopback, back(loopback, code="second"))[0])

    assert signed_in(browser, went_wrong)["code"] == "c-77"
    assert statuses in ([200], [200, 404])


def test_of_many_at_once_one_is_taken(went_wrong: list[BaseException]) -> None:
    with BrowserLoopback(print, port=0) as loopback:
        taken: list[bool] = []
        threads = [
            threading.Thread(
                target=lambda n=n: taken.append(loopback._take(back(loopback, code=str(n)), "localhost"))  # type: ignore[misc]
            )
            for n in range(16)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sum(taken) == 1


@pytest.mark.parametrize(
    "query", [{"error": "access_denied"}, {"error": "x", "error_description": "<script>"}, {"code": ""}]
)
def test_a_refusal_is_told_in_our_words(query: dict[str, str], went_wrong: list[BaseException]) -> None:
    def browser(loopback: BrowserLoopback) -> None:
        status, page = get(loopback, f"{PATH}?{urlencode({'state': loopback.state} | query)}")
        assert status == 200
        assert "script" not in page

    with pytest.raises(SignInFailed) as caught:
        signed_in(browser, went_wrong)
    assert "did not grant" in caught.value.what
    assert "access_denied" not in str(caught.value) and "script" not in str(caught.value)


def test_a_refusal_with_another_state_is_not_believed(went_wrong: list[BaseException]) -> None:
    def browser(loopback: BrowserLoopback) -> None:
        assert get(loopback, f"{PATH}?state=guess&error=access_denied")[0] == 404
        get(loopback, back(loopback))

    assert signed_in(browser, went_wrong)["code"] == "c-77"


def test_whoever_says_nothing_or_hangs_up_holds_nobody_up(
    went_wrong: list[BaseException], capfd: pytest.CaptureFixture[str]
) -> None:
    def browser(loopback: BrowserLoopback) -> None:
        port = urlsplit(loopback.redirect).port
        with contextlib.ExitStack() as silent:
            for said in (b"", b"G", b"GET /callback?state=", b"\x16\x03\x01\x00\xff" * 100, b"x" * 70_000):
                peer = silent.enter_context(socket.create_connection(("127.0.0.1", port)))
                with contextlib.suppress(OSError):
                    peer.sendall(said)
            gone = socket.create_connection(("127.0.0.1", port))
            gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
            gone.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            gone.close()
            get(loopback, back(loopback))

    started = time.monotonic()
    assert signed_in(browser, went_wrong)["code"] == "c-77"
    assert time.monotonic() - started < 3
    assert not any(capfd.readouterr())


def test_nobody_comes_and_the_wait_ends(went_wrong: list[BaseException]) -> None:
    left: list[float] = []
    with pytest.raises(SignInFailed, match="within the time"):
        signed_in(lambda _: None, went_wrong, patience=0.3, tick=left.append)
    assert left
    assert all(0 < one <= 0.3 for one in left)


def test_somebody_who_only_drips_does_not_lengthen_the_wait(went_wrong: list[BaseException]) -> None:
    def browser(loopback: BrowserLoopback) -> None:
        with socket.create_connection(("127.0.0.1", urlsplit(loopback.redirect).port)) as peer:
            for _ in range(12):
                with contextlib.suppress(OSError):
                    peer.sendall(b"G")
                time.sleep(0.1)

    started = time.monotonic()
    with pytest.raises(SignInFailed, match="within the time"):
        signed_in(browser, went_wrong, patience=0.4)
    assert time.monotonic() - started < 2.5


def test_the_wait_ends_when_the_owner_stops_it_and_the_port_is_free_again() -> None:
    class Stopped(Exception):
        pass

    def tick(left: float) -> None:
        raise Stopped

    with BrowserLoopback(lambda _: None, port=0, tick=tick) as loopback, pytest.raises(Stopped):
        loopback.authorise(PAGE)
    port = urlsplit(loopback.redirect).port
    assert port is not None
    with BrowserLoopback(print, port=port):
        pass


def test_a_browser_that_cant_be_opened_leaves_no_server_behind() -> None:
    def show(address: str) -> None:
        raise RuntimeError

    with BrowserLoopback(show, port=0) as loopback, pytest.raises(RuntimeError):
        loopback.authorise(PAGE)
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", urlsplit(loopback.redirect).port), timeout=1)


def test_a_port_that_is_taken_is_told() -> None:
    with BrowserLoopback(print, port=0) as other:
        port = urlsplit(other.redirect).port
        assert port is not None
        with pytest.raises(SignInFailed, match=f"Port {port}"):
            BrowserLoopback(print, port=port)
