"""A whole evening from the command line, over each platform's double: nothing in between is invented.

Connect, sync, audit, decide, plan, dry run, confirm, resume, look again, report.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.command import Here, environment
from tests.cli.signing_in import LOOPBACK, in_memory, whole_token
from tests.cli.test_flows import TELLING
from tests.connectors.live.double import Double, Server
from tests.connectors.live.doubles import bluesky, mastodon, x
from tests.connectors.live.held_clock import HeldClock
from tests.connectors.live.memory_keyring import Memory, sharing
from tests.connectors.live.proxy import Proxy, in_front_of

pytestmark = pytest.mark.allow_hosts(LOOPBACK)

RAIN = [f"Rain again on the ridge, day {number}" for number in range(5)]


@dataclass(frozen=True, slots=True)
class SigningIn:
    """How somebody connects a double from the command line."""

    double: Double
    options: Callable[[Server], Sequence[str]]
    secret: Callable[[Server], str]


WAYS = {
    "x": SigningIn(x.DOUBLE, lambda _: ["--token-stdin"], whole_token),  # type: ignore[arg-type]
    "mastodon": SigningIn(
        mastodon.DOUBLE,
        lambda _: ["--token-stdin"],
        lambda server: server.person.token,  # type: ignore[attr-defined]
    ),
    "bluesky": SigningIn(
        bluesky.DOUBLE,
        lambda server: ["--password-stdin", "--handle", server.resident.handle],  # type: ignore[attr-defined]
        lambda server: server.resident.app_password,  # type: ignore[attr-defined]
    ),
}


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch, clock: HeldClock, here: Here) -> Iterator[Memory]:
    with in_memory(monkeypatch, clock) as ring:
        yield ring


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> SigningIn:
    way = WAYS[request.param]
    if why := way.double.missing():
        pytest.skip(why)
    return way


@pytest.fixture
def server(way: SigningIn, clock: HeldClock) -> Iterator[Server]:
    server = way.double.start()
    if isinstance(server, x.XStub):
        server.now = clock.now
        server.grant.made = clock.now()
    yield server
    server.close()


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    with in_front_of(server.url) as proxy:
        yield proxy


def deletes(double: Double, proxy: Proxy) -> int:
    return sum(double.is_delete(request) for request in proxy.requests)


def test_an_evening_with_a_connected_account(
    here: Here, way: SigningIn, server: Server, proxy: Proxy, ring: Memory, clock: HeldClock
) -> None:
    double, told = way.double, list[str]()

    def run(*arguments: str, stdin: str = "", code: int = 0) -> str:
        done = here(*arguments, stdin=stdin)
        told.append(done.out + done.err)
        assert done.code == code, (arguments, done.out, done.err)
        return done.out

    telling, stays = set(server.add([TELLING] * 3)), set(server.add(RAIN))
    connect = ("connect", double.platform, "--server", proxy.url, *way.options(server))
    run(*connect, stdin=way.secret(server))
    assert json.loads(run("sync", "--max-cost", "1", "--format", "json"))["accounts"][0]["added"] == 8
    run("audit", code=1)
    run("decide", "--category", "phi", "--outcome", "delete")

    name = json.loads(run("delete", "--format", "json"))["plan"]
    assert "3 deletions" in run("delete", "--confirm", name, "--dry-run")
    assert server.ids() >= telling
    assert not deletes(double, proxy)

    confirm = ("delete", "--confirm", name, "--hold", "none", "--yes-delete", "3")
    if way.double.connector.guide.delete_scopes:
        # Connected to read only: nothing is asked for until the owner has given the right to delete.
        run(*confirm, code=2)
        assert "--may-delete" in told[-1]
        assert not deletes(double, proxy)
        run(*connect, "--may-delete", stdin=way.secret(server))
        out = run("delete", "--resume")
    else:
        out = run(*confirm)
    assert "3 gone" in out
    assert deletes(double, proxy) == 3
    assert server.ids() & (telling | stays) == stays

    clock.pass_by(timedelta(days=1, minutes=5))
    if isinstance(server, x.XStub):
        server.grant.made = clock.now()
    looked = json.loads(run("sync", "--max-cost", "1", "--format", "json"))
    assert looked["looked_again"]["still_gone"] == 3
    assert looked["looked_again"]["reappeared"] == 0
    assert deletes(double, proxy) == 3
    run("report", "--format", "md")

    words = " ".join(told)
    assert way.secret(server) not in words
    assert not any(secret in words for secret in ring.kept.values())
    assert "Thorngate" not in words


def test_what_comes_back_is_told_and_not_deleted_again_by_itself(
    here: Here, ring: Memory, clock: HeldClock
) -> None:
    server = x.XStub()
    server.now, server.grant.made = clock.now, clock.now()
    try:
        with in_front_of(server.url) as proxy:
            ids = list(server.add([TELLING]))
            server.add(RAIN)
            post = dict(server.posts[0])
            connect = ("connect", "x", "--server", proxy.url, "--token-stdin", "--may-delete")
            assert here(*connect, stdin=whole_token(server)).code == 0
            here("sync", "--max-cost", "1")
            here("audit")
            here("decide", "--category", "phi", "--outcome", "delete")
            name = json.loads(here("delete", "--format", "json").out)["plan"]
            assert here("delete", "--confirm", name, "--hold", "none", "--yes-delete", "1").code == 0
            server.posts.append(post)
            clock.pass_by(timedelta(days=1, minutes=5))
            server.grant.made = clock.now()
            done = here("sync", "--max-cost", "1")
            assert "have come back" in done.err
            assert deletes(x.DOUBLE, proxy) == 1
            assert set(ids) <= server.ids()
    finally:
        server.close()


@pytest.mark.skipif(bool(bluesky.DOUBLE.missing()), reason=bluesky.DOUBLE.missing() or "it is there")
def test_a_run_that_is_killed_is_gone_on_with_by_another_process(tmp_path: Path) -> None:
    server = bluesky.DOUBLE.start()
    telling = set(server.add([TELLING] * 4))
    stays = set(server.add(RAIN))
    settings = environment(tmp_path / "home") | sharing(tmp_path / "keyring")
    command = [sys.executable, "-c", "from auditor.cli import main; main()"]

    def run(*arguments: str, stdin: str = "", code: int = 0) -> str:
        done = subprocess.run(
            [*command, *arguments], env=settings, input=stdin, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == code, (arguments, done.stdout, done.stderr)
        return done.stdout

    with in_front_of(server.url) as proxy:
        connect = ("connect", "bluesky", "--server", proxy.url, "--handle", server.resident.handle)
        run(*connect, "--password-stdin", stdin=server.resident.app_password)
        run("sync")
        run("audit", "--no-reader", code=1)
        run("decide", "--category", "phi", "--outcome", "delete")
        name = json.loads(run("delete", "--format", "json"))["plan"]
        confirm = ("delete", "--confirm", name, "--hold", "none", "--yes-delete", "4")
        killed = subprocess.Popen(
            [*command, *confirm], env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            until = time.monotonic() + 60
            while deletes(bluesky.DOUBLE, proxy) < 2 and killed.poll() is None and time.monotonic() < until:
                time.sleep(0.01)
        finally:
            killed.kill()
            killed.wait()
        assert 1 < deletes(bluesky.DOUBLE, proxy) < 4
        run("delete", "--resume")
        assert deletes(bluesky.DOUBLE, proxy) == 4
        assert server.ids() & (telling | stays) == stays
        run("delete", "--resume", code=2)
