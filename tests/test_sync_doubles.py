"""Syncing over every platform's test double: a real Bluesky PDS, mastodon-mock, and the stubs."""

from __future__ import annotations

import json
import logging
import os
import random
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from auditor import sync as syncing
from auditor.errors import PartlyDone
from auditor.model import StoredAccount
from auditor.store import Vault, open_vault
from auditor.sync import Synced
from connectors.clock import SystemClock
from connectors.credentials import Credentials
from connectors.errors import LiveError, SignedOut
from connectors.live import Connection
from connectors.model import Item
from tests.conftest import PASSPHRASE
from tests.connectors.live import doubles
from tests.connectors.live.double import Double, Server
from tests.connectors.live.held_clock import HeldClock
from tests.connectors.live.proxy import Fault, Proxy, in_front_of

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "localhost", "::1"])

WORDS = "A quiet evening with the crossword, number {}"
OTHERS_WROTE = ("bluesky", "mastodon")
"""Doubles that are whole servers."""


def _found() -> list[Double]:
    modules = (import_module(f"{doubles.__name__}.{one.name}") for one in iter_modules(doubles.__path__))
    return [module.DOUBLE for module in modules if hasattr(module, "DOUBLE")]


DOUBLES = _found()


@pytest.fixture(params=DOUBLES, ids=lambda double: double.platform)
def double(request: pytest.FixtureRequest) -> Double:
    found: Double = request.param
    if why := found.missing():
        pytest.skip(why)
    return found


@pytest.fixture
def server(double: Double) -> Iterator[Server]:
    server = double.start()
    yield server
    server.close()


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    with in_front_of(server.url) as proxy:
        yield proxy


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def vault(home: Path, clock: HeldClock) -> Iterator[Vault]:
    with open_vault(home, clock=clock.now) as vault:
        yield vault


@pytest.fixture
def connection(double: Double, server: Server, proxy: Proxy, clock: HeldClock) -> Iterator[Connection]:
    opened = double.connector.open(server.credentials(proxy.url), lambda renewed: None, clock)
    if not opened.streams:
        pytest.skip(f"{double.platform} lets nobody read posts over this connection")
    yield opened
    opened.close()


@pytest.fixture
def account(vault: Vault, connection: Connection) -> StoredAccount:
    return vault.accounts.upsert(connection.check(), None, "export")


def sync(vault: Vault, account: StoredAccount, connection: Connection, clock: HeldClock) -> Synced:
    clock.pass_by(timedelta(hours=1))
    return syncing.sync(vault, account, connection, clock, is_full=True)


def standing(vault: Vault, account: StoredAccount) -> set[str]:
    return {one.item.id for one in vault.items.by_account(account.id) if one.vanished_at is None}


def posted(server: Server, count: int, first: int = 1) -> list[str]:
    return list(server.add([WORDS.format(number) for number in range(first, first + count)]))


def test_everything_is_brought_in_once_and_what_is_new_later(
    vault: Vault, account: StoredAccount, connection: Connection, server: Server, clock: HeldClock
) -> None:
    ids = posted(server, 7)
    told = sync(vault, account, connection, clock)
    assert standing(vault, account) >= set(ids) and told.unread == 0
    assert standing(vault, account) == server.ids()
    assert vault.accounts.profiles(account.id) or vault.accounts.get(account.id).profile is None
    again = sync(vault, account, connection, clock)
    assert (again.added, again.changed, again.vanished) == (0, 0, 0)
    newer = posted(server, 3, first=8)
    clock.pass_by(timedelta(hours=1))
    later = syncing.sync(vault, account, connection, clock)
    assert later.added == 3 and standing(vault, account) >= set(newer)


def test_what_has_been_deleted_is_noticed_and_nothing_else(
    double: Double,
    vault: Vault,
    account: StoredAccount,
    connection: Connection,
    server: Server,
    clock: HeldClock,
) -> None:
    if not double.deletes:
        pytest.skip(f"{double.platform} lets nobody delete over this connection")
    ids = posted(server, 6)
    sync(vault, account, connection, clock)
    items = {one.item.id: one.item for one in vault.items.by_account(account.id)}
    connection.delete(items[ids[2]])
    told = sync(vault, account, connection, clock)
    assert not told.doubts
    assert server.ids() == items.keys() - {ids[2]}
    if _is_whole(connection, items[ids[2]]):
        assert told.vanished == 1
        assert standing(vault, account) == server.ids()
    else:
        # Such a list may leave out what stands, so nothing can be told from what is not in it.
        assert told.vanished == 0
        assert standing(vault, account) == items.keys()


def _is_whole(connection: Connection, item: Item) -> bool:
    return any(stream.is_whole for stream in connection.streams if item.kind in stream.kinds)


def test_a_limit_in_the_middle_is_waited_for(
    double: Double,
    vault: Vault,
    account: StoredAccount,
    connection: Connection,
    server: Server,
    proxy: Proxy,
    clock: HeldClock,
) -> None:
    posted(server, 4)
    status, headers = double.limited
    proxy.misbehave(Fault(status, headers, b'{"error":"RateLimitExceeded"}'))
    left: list[timedelta] = []
    syncing.sync(vault, account, connection, clock, tick=left.append)
    assert standing(vault, account) == server.ids()
    assert left and 25 <= sum(clock.slept) <= 16 * 60


def test_trouble_of_the_network_is_lived_through(
    vault: Vault,
    account: StoredAccount,
    connection: Connection,
    server: Server,
    proxy: Proxy,
    clock: HeldClock,
) -> None:
    posted(server, 4)
    proxy.misbehave(Fault(503), Fault(hangs_up=True), Fault(502, body=b"<html>"))
    told = sync(vault, account, connection, clock)
    assert standing(vault, account) == server.ids() and clock.slept
    assert told.requests >= 4
    proxy.misbehave(*[Fault(503)] * 20)
    with pytest.raises(PartlyDone):
        sync(vault, account, connection, clock)
    proxy.behave()
    assert sync(vault, account, connection, clock).vanished == 0


def test_a_web_page_in_the_place_of_an_answer_ends_it_and_takes_nothing_away(
    vault: Vault,
    account: StoredAccount,
    connection: Connection,
    server: Server,
    proxy: Proxy,
    clock: HeldClock,
) -> None:
    posted(server, 4)
    sync(vault, account, connection, clock)
    before = standing(vault, account)
    proxy.misbehave(*[Fault(200, {"content-type": "text/html"}, b"<html>Welcome to the network</html>")] * 9)
    with pytest.raises(LiveError):
        sync(vault, account, connection, clock)
    assert standing(vault, account) == before
    proxy.behave()
    assert sync(vault, account, connection, clock).vanished == 0


def test_a_revoked_token_ends_it_and_no_token_is_told_anywhere(
    vault: Vault,
    account: StoredAccount,
    connection: Connection,
    server: Server,
    proxy: Proxy,
    clock: HeldClock,
    home: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    posted(server, 4)
    sync(vault, account, connection, clock)
    proxy.misbehave(*[Fault(401, body=b'{"error":"ExpiredToken"}')] * 9)
    with pytest.raises(SignedOut) as raised:
        sync(vault, account, connection, clock)
    events = "".join(f"{one.kind} {one.detail}" for one in vault.events.list())
    told = "".join(traceback.format_exception(raised.value)) + caplog.text + "".join(capfd.readouterr())
    secrets = {
        piece
        for value in server.credentials(proxy.url).secrets.values()
        for piece in value.split(":::")
        if len(piece) > 12 and not piece.startswith(("http", "did:")) and "." not in piece[:10]
    } | {value for value in server.credentials(proxy.url).secrets.values() if len(value) > 12}
    assert secrets
    for secret in secrets:
        assert secret not in told + events
        assert all(secret.encode() not in one.read_bytes() for one in home.rglob("*") if one.is_file())
    assert "crossword" not in told + events


def _one_sync(home: Path, platform: str, given: Credentials) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.one_sync", str(home), platform],
        env={**os.environ, "AUDIT_TUI_PASSPHRASE": PASSPHRASE},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin and process.stdout
    told = {"server": given.server, "secrets": dict(given.secrets), "scopes": list(given.scopes)}
    process.stdin.write(json.dumps(told))
    process.stdin.close()
    assert process.stdout.readline() == "begins\n"
    return process


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kills by signal, which this system has not")
@pytest.mark.parametrize(
    "double",
    [one for one in DOUBLES if one.platform in OTHERS_WROTE],
    indirect=True,
    ids=lambda one: one.platform,
)
def test_killed_in_the_middle_it_goes_on_and_leaves_no_gap(
    double: Double, server: Server, proxy: Proxy, home: Path
) -> None:
    ids = posted(server, 330)
    given = server.credentials(proxy.url)
    clock = SystemClock()
    connection = double.connector.open(given, lambda renewed: None, clock)
    with open_vault(home) as vault:
        account = vault.accounts.upsert(connection.check(), None, "export")
    chance = random.Random(5)
    kills = 0
    for _ in range(6):
        process = _one_sync(home, double.platform, given)
        try:
            process.wait(chance.uniform(0.02, 0.5))
        except subprocess.TimeoutExpired:
            process.kill()
            kills += process.wait() == -signal.SIGKILL
        assert process.stdout
        process.stdout.close()
        ids += posted(server, 1, first=1000 + kills)
    with open_vault(home) as vault:
        syncing.sync(vault, account, connection, clock, is_full=True)
        connection.close()
        assert standing(vault, account) == server.ids() >= set(ids)
        assert all(state.walk_id is None for state in vault.streams.list(account.id))
        vault.check()
    assert kills
