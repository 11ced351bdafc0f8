"""What every connector must do, whichever platform it reaches and whoever wrote the double behind it.

Everything goes through `Proxy`, which writes down what was asked and misbehaves on demand.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, timedelta
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import pytest

from connectors import live_platforms, transport
from connectors.clock import LONGEST
from connectors.credentials import Credentials
from connectors.errors import (
    LiveError,
    NotOffered,
    OddAnswer,
    RateLimited,
    SignedOut,
    Unreachable,
)
from connectors.live import Connection, Deed, DeleteAnswer, Page, Presence
from connectors.model import Item, ItemKind
from tests.connectors.live import doubles
from tests.connectors.live.double import Double, Server
from tests.connectors.live.held_clock import HeldClock
from tests.connectors.live.proxy import Fault, Proxy, in_front_of

WORDS = "A quiet evening with the crossword, number {}"


def _found() -> list[Double]:
    folder = doubles.__path__
    modules = (import_module(f"{doubles.__name__}.{module.name}") for module in iter_modules(folder))
    return [module.DOUBLE for module in modules if hasattr(module, "DOUBLE")]


DOUBLES = _found()


@cache
def _started(platform: str) -> Server:
    return next(double for double in DOUBLES if double.platform == platform).start()


@pytest.fixture(scope="module", autouse=True)
def _stopped_at_last() -> Iterator[None]:
    yield
    for double in DOUBLES:
        if not double.missing() and _started.cache_info().currsize:
            _started(double.platform).close()
    _started.cache_clear()


@pytest.fixture(params=DOUBLES, ids=lambda double: double.platform)
def double(request: pytest.FixtureRequest) -> Double:
    found: Double = request.param
    if why := found.missing():
        pytest.skip(why)
    return found


@pytest.fixture
def server(double: Double) -> Server:
    return _started(double.platform)


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    with in_front_of(server.url) as proxy:
        yield proxy


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def kept() -> list[Credentials]:
    """Credentials that the connection renewed."""
    return []


@pytest.fixture
def connection(
    double: Double, server: Server, proxy: Proxy, clock: HeldClock, kept: list[Credentials]
) -> Iterator[Connection]:
    opened = double.connector.open(server.credentials(proxy.url), kept.append, clock)
    yield opened
    opened.close()


@pytest.fixture
def readable(connection: Connection) -> Connection:
    if not connection.streams:
        pytest.skip(f"{connection.platform} lets nobody read posts over this connection")
    return connection


@pytest.fixture
def deletable(double: Double, connection: Connection) -> Connection:
    if not double.deletes:
        pytest.skip(f"{connection.platform} lets nobody delete over this connection")
    return connection


def everything(connection: Connection) -> list[Item]:
    return [item for stream in connection.streams for page in connection.pages(stream) for item in page.items]


def added(server: Server, connection: Connection, double: Double) -> Item:
    """A new item on the server, as the connection gives it where it can read."""
    (id,) = server.add([WORDS.format("new")])
    if connection.streams:
        return next(item for item in everything(connection) if item.id == id)
    return Item(id=id, kind=min(double.deletes or {ItemKind.POST}), text=WORDS.format("new"))


def deeds(connection: Connection, item: Item, *, deleting: bool) -> list[Callable[[], object]]:
    """Everything that can be asked of a connection, each as one call."""
    asked: list[Callable[[], object]] = [connection.check, connection.profile]
    asked += [lambda s=stream: next(connection.pages(s)) for stream in connection.streams]  # type: ignore[misc]
    asked += [lambda: connection.exists(item)]
    return asked + ([lambda: connection.delete(item)] if deleting else [])


def test_every_connector_that_there_is_has_a_double() -> None:
    assert {double.platform for double in DOUBLES} == set(live_platforms.names())


def test_it_tells_whose_token_it_is(double: Double, connection: Connection) -> None:
    account = connection.check()
    assert account.platform == double.platform
    assert account.remote_id
    assert account.handle
    assert connection.check() == account


def test_it_tells_what_can_be_deleted_over_it(double: Double, connection: Connection) -> None:
    connection.check()
    assert connection.deletes == double.deletes


def test_another_persons_token_tells_another_account(
    double: Double, server: Server, proxy: Proxy, connection: Connection, clock: HeldClock
) -> None:
    other = server.other_credentials(proxy.url)
    if other is None:
        pytest.skip("the double knows one account only")
    theirs = double.connector.open(other, lambda _: None, clock)
    assert theirs.check().remote_id != connection.check().remote_id
    theirs.close()


def test_the_profile_says_when_it_was_seen(connection: Connection, clock: HeldClock) -> None:
    assert connection.profile().observed_at == clock.now()


def test_every_item_comes_once_newest_first_and_of_its_streams_kinds(
    server: Server, readable: Connection
) -> None:
    mine = list(server.add([WORDS.format(number) for number in range(130)]))
    for stream in readable.streams:
        items = [item for page in readable.pages(stream) for item in page.items]
        times = [item.created_at for item in items if item.created_at]
        assert len(times) == len(items)
        assert all(at.tzinfo is UTC for at in times)
        assert times == sorted(times, reverse=True)
        assert {item.kind for item in items} <= stream.kinds
        assert all(item.has_platform_id for item in items)
    ids = [item.id for item in everything(readable)]
    assert len(ids) == len(set(ids))
    assert set(ids) == server.ids()
    assert set(mine) <= set(ids)


def test_a_walk_goes_on_from_its_cursor_over_a_new_connection(
    double: Double, server: Server, proxy: Proxy, readable: Connection, clock: HeldClock
) -> None:
    server.add([WORDS.format(number) for number in range(130)])
    whole = everything(readable)
    in_pieces: list[Item] = []
    for stream in readable.streams:
        cursor: str | None = None
        while True:
            again = double.connector.open(server.credentials(proxy.url), lambda _: None, clock)
            page = next(again.pages(stream, cursor))
            again.close()
            in_pieces += page.items
            cursor = page.cursor
            if cursor is None:
                break
    assert [item.id for item in in_pieces] == [item.id for item in whole]


def test_a_post_made_during_the_walk_pushes_none_out(server: Server, readable: Connection) -> None:
    server.add([WORDS.format(number) for number in range(130)])
    before = server.ids()
    seen: set[str] = set()
    for stream in readable.streams:
        for number, page in enumerate(readable.pages(stream)):
            seen |= {item.id for item in page.items}
            if number == 0:
                server.add(["Meanwhile"])
    assert before <= seen


def test_one_page_is_one_request_or_two(server: Server, proxy: Proxy, readable: Connection) -> None:
    server.add([WORDS.format(number) for number in range(40)])
    readable.check()
    for stream in readable.streams:
        pages = readable.pages(stream)
        before = len(proxy.requests)
        page = next(pages, None)
        assert isinstance(page, Page)
        # A platform that lists comments post by post asks for each post's; nobody asks for an item alone.
        assert len(proxy.requests) - before <= max(2, len(page.items) + 2)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        pytest.param(Fault(401), SignedOut, id="401"),
        pytest.param(Fault(500), Unreachable, id="500"),
        pytest.param(Fault(502, body=b"<html>Bad gateway</html>"), Unreachable, id="502 html"),
        pytest.param(Fault(503, {"Retry-After": "60"}), Unreachable, id="503"),
        pytest.param(Fault(hangs_up=True), Unreachable, id="hung up"),
        pytest.param(Fault(302, {"Location": "http://127.0.0.1:9/"}), OddAnswer, id="redirect"),
        pytest.param(
            Fault(200, {"Content-Type": "text/html"}, b"<html>Log in to the Wi-Fi</html>"),
            OddAnswer,
            id="html",
        ),
        pytest.param(Fault(200, body=b'{"data": {"id": "1"'), OddAnswer, id="cut short"),
        pytest.param(Fault(200, body=b"\xff\xfe\x00"), OddAnswer, id="bytes"),
        pytest.param(Fault(200, body=b"null"), OddAnswer, id="null"),
        pytest.param(Fault(200, body=b'"word"'), OddAnswer, id="a word"),
        pytest.param(Fault(200, body=b"[" * 100_000), OddAnswer, id="deep"),
    ],
)
def test_trouble_is_told_as_what_it_is(
    double: Double, server: Server, proxy: Proxy, connection: Connection, fault: Fault, error: type[LiveError]
) -> None:
    item = added(server, connection, double)
    for deed in deeds(connection, item, deleting=False):
        proxy.misbehave(*[fault] * 3)
        before = len(proxy.requests)
        try:
            deed()
        except LiveError as told:
            assert type(told) is error
            assert told.is_passing is (error is Unreachable)
            assert told.what
            assert told.todo
        else:
            assert len(proxy.requests) == before, "a bad answer was taken for a good one"
        proxy.behave()
    assert server.ids() >= {item.id}


@pytest.mark.parametrize("is_behind", [False, True], ids=["clock right", "clock years behind"])
def test_it_says_until_when_to_wait(
    double: Double, connection: Connection, proxy: Proxy, clock: HeldClock, is_behind: bool
) -> None:
    connection.check()
    if is_behind:
        clock.jump(timedelta(days=-2000))
    status, headers = double.limited
    proxy.misbehave(Fault(status, headers))
    with pytest.raises(RateLimited) as caught:
        connection.check()
    assert caught.value.is_passing
    assert caught.value.until is not None
    assert timedelta(seconds=50) <= caught.value.until - clock.now() <= timedelta(seconds=75)


def test_too_many_requests_without_a_word_on_how_long(connection: Connection, proxy: Proxy) -> None:
    proxy.misbehave(Fault(429))
    with pytest.raises(RateLimited) as caught:
        connection.check()
    assert caught.value.until is None


def test_a_slow_server_is_given_up_on(
    connection: Connection, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "WHOLE", 0.4)
    proxy.misbehave(*[Fault(200, body=b"{" + b" " * 200, drip=0.05)] * 3)
    with pytest.raises(Unreachable):
        connection.check()


def test_no_request_follows_a_redirect_elsewhere(connection: Connection, proxy: Proxy) -> None:
    with in_front_of(proxy.url) as elsewhere:
        for status in (301, 302, 303, 307, 308):
            proxy.misbehave(Fault(status, {"Location": f"{elsewhere.url}/me"}))
            with pytest.raises(LiveError):
                connection.check()
            proxy.behave()
        assert elsewhere.requests == []


def test_a_clock_that_jumps_breaks_nothing(connection: Connection, clock: HeldClock) -> None:
    account = connection.check()
    for jump in (timedelta(hours=3), timedelta(hours=-6)):
        clock.jump(jump)
        assert connection.check() == account
        for deed in Deed:
            ready = connection.ready_at(deed)
            assert ready is None or ready <= clock.now() + LONGEST


def test_an_estimate_costs_nothing_or_more(connection: Connection) -> None:
    estimate = connection.estimate(0)
    assert 0 <= estimate.cost_low <= estimate.cost_high
    assert estimate.items is None or estimate.items >= 0


def test_what_stands_there_is_seen(double: Double, server: Server, connection: Connection) -> None:
    if not double.can_look:
        pytest.skip(f"{double.platform} lets nobody look at one post over this connection")
    item = added(server, connection, double)
    sight = connection.exists(item)
    assert sight.presence is Presence.THERE
    if sight.item is not None:
        assert (sight.item.id, sight.item.kind, sight.item.text) == (item.id, item.kind, item.text)


def test_a_platform_that_lets_nobody_look_says_so(
    double: Double, server: Server, connection: Connection
) -> None:
    if double.can_look:
        pytest.skip(f"{double.platform} lets its owner look")
    assert connection.exists(added(server, connection, double)).presence is Presence.UNCLEAR


def test_what_was_deleted_is_seen_to_be_gone(
    double: Double, server: Server, deletable: Connection, proxy: Proxy
) -> None:
    other, item = added(server, deletable, double), added(server, deletable, double)
    before = len(proxy.requests)
    assert deletable.delete(item).answer is DeleteAnswer.ACCEPTED
    assert sum(double.is_delete(request) for request in proxy.requests[before:]) == 1
    assert item.id not in server.ids()
    assert other.id in server.ids()
    if double.can_look:
        assert deletable.exists(item).presence is Presence.GONE
        assert deletable.exists(other).presence is Presence.THERE


def test_what_is_gone_already_is_asked_for_without_harm(
    double: Double, server: Server, deletable: Connection
) -> None:
    item = added(server, deletable, double)
    deletable.delete(item)
    before = server.ids()
    assert deletable.delete(item).answer in {DeleteAnswer.ABSENT, DeleteAnswer.ACCEPTED}
    assert server.ids() == before


def test_looking_at_what_never_was_shows_nothing(
    double: Double, server: Server, connection: Connection
) -> None:
    if not double.can_look or not double.deletes:
        pytest.skip(f"{double.platform} lets nobody look, or delete, over this connection")
    item = added(server, connection, double)
    connection.delete(item)
    assert connection.exists(replace(item, text="")).presence is Presence.GONE


def test_an_answer_that_was_lost_is_no_answer(
    double: Double, server: Server, deletable: Connection, proxy: Proxy
) -> None:
    item = added(server, deletable, double)
    proxy.misbehave(Fault(is_after=True, hangs_up=True, only=double.is_delete))
    before = len(proxy.requests)
    with pytest.raises(Unreachable):
        deletable.delete(item)
    assert sum(double.is_delete(request) for request in proxy.requests[before:]) == 1
    if double.can_look:
        assert deletable.exists(item).presence is Presence.GONE


def test_a_server_that_lies_is_found_out_by_looking(
    double: Double, server: Server, deletable: Connection, proxy: Proxy
) -> None:
    if not double.can_look:
        pytest.skip(f"{double.platform} lets nobody look at one post over this connection")
    first, item = added(server, deletable, double), added(server, deletable, double)
    deletable.delete(first)
    said = next(answer for answer in reversed(proxy.answers) if double.is_delete(answer[0]))
    proxy.misbehave(Fault(*said[1:], only=double.is_delete))
    # Where the answer names what was deleted, it names another item, and may be called odd for that.
    with suppress(OddAnswer):
        deletable.delete(item)
    assert deletable.exists(item).presence is Presence.THERE
    assert item.id in server.ids()


def test_a_refusal_names_its_reason(double: Double, server: Server, deletable: Connection) -> None:
    item = added(server, deletable, double)
    if not server.refuse(item.id):
        pytest.skip("the double refuses no single item")
    outcome = deletable.delete(item)
    assert outcome.answer is DeleteAnswer.REFUSED
    assert outcome.reason
    assert item.id in server.ids()


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        pytest.param(Fault(401), SignedOut, id="401"),
        pytest.param(Fault(429), RateLimited, id="429"),
        pytest.param(Fault(500), Unreachable, id="500"),
        pytest.param(Fault(hangs_up=True), Unreachable, id="hung up"),
    ],
)
def test_trouble_with_a_deletion_is_told_and_nothing_is_asked_twice(
    double: Double, server: Server, deletable: Connection, proxy: Proxy, fault: Fault, error: type[LiveError]
) -> None:
    item = added(server, deletable, double)
    before = len(proxy.requests)
    proxy.misbehave(replace(fault, only=double.is_delete))
    with pytest.raises(error):
        deletable.delete(item)
    assert sum(double.is_delete(request) for request in proxy.requests[before:]) == 1
    assert item.id in server.ids()


def test_what_a_platform_cant_delete_is_not_asked_for(
    double: Double, server: Server, connection: Connection, proxy: Proxy
) -> None:
    cannot = sorted(set(ItemKind) - double.deletes - {ItemKind.BIO})
    for kind in cannot:
        with pytest.raises(NotOffered) as caught:
            connection.delete(Item(id="1", kind=kind, text=""))
        assert caught.value.todo
    assert not any(double.is_delete(request) for request in proxy.requests)


def test_a_revoked_token_is_told(double: Double, clock: HeldClock) -> None:
    server = double.start()
    try:
        opened = double.connector.open(server.credentials(server.url), lambda _: None, clock)
        opened.check()
        server.revoke()
        with pytest.raises(SignedOut) as caught:
            opened.check()
        assert "audit-tui connect" in caught.value.todo
        opened.close()
    finally:
        server.close()


def test_no_secret_stands_in_a_log_a_message_or_a_traceback(
    double: Double,
    server: Server,
    connection: Connection,
    proxy: Proxy,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    item = added(server, connection, double)
    told: list[str] = []
    for fault in (
        None,
        Fault(400),
        Fault(401),
        Fault(403),
        Fault(404),
        Fault(429),
        Fault(500),
        Fault(hangs_up=True),
        Fault(200, body=b"<html>"),
    ):
        for deed in deeds(connection, item, deleting=bool(double.deletes)):
            if fault is not None:
                proxy.misbehave(*[fault] * 3)
            try:
                told.append(repr(deed()))
            except LiveError as error:
                told.append("".join(traceback.format_exception(error)))
            proxy.behave()
    told += [caplog.text, *capfd.readouterr(), repr(connection), repr(server.credentials(proxy.url))]
    secrets = [value for value in server.credentials(proxy.url).secrets.values() if len(value) > 7]
    assert secrets
    assert not [number for number, text in enumerate(told) if any(secret in text for secret in secrets)]
    errors = [text for text in told if "LiveError" in text or "Traceback" in text]
    assert errors
    assert not [text for text in errors if item.text in text]


def test_a_connection_that_was_never_signed_in_says_so(
    double: Double, server: Server, clock: HeldClock
) -> None:
    credentials = Credentials(server.url, {})
    try:
        opened = double.connector.open(credentials, lambda _: None, clock)
        with pytest.raises(SignedOut):
            opened.check()
    except SignedOut:
        return


def test_the_guide_tells_what_a_clinician_has_to_do(double: Double) -> None:
    guide = double.connector.guide
    assert guide.platform == double.platform
    assert guide.ways
    assert 1 <= len(guide.steps) <= 8
    assert all(step.endswith(".") and len(step) < 220 for step in guide.steps)
    assert not set(guide.read_scopes) & set(guide.delete_scopes)
    assert set(guide.for_token) <= {question.name for question in guide.questions}
