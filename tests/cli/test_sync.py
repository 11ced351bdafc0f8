"""Syncing from the command line, over X's stub and the proxy that misbehaves in front of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.command import Here, environment
from tests.cli.signing_in import HANDLE, LOOPBACK, in_memory, typed, whole_token
from tests.cli.test_flows import ACCOUNT, item, write
from tests.connectors.live.doubles.x import XStub
from tests.connectors.live.held_clock import HeldClock
from tests.connectors.live.memory_keyring import Memory, sharing
from tests.connectors.live.proxy import Fault, Proxy, Request, in_front_of

pytestmark = pytest.mark.allow_hosts(LOOPBACK)

POSTS = ["Rain again on the ridge", "A quiet evening with the crossword", "New boots, old blisters"]
PAID = ("sync", "--max-cost", "1")


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch, clock: HeldClock, here: Here) -> Iterator[Memory]:
    with in_memory(monkeypatch, clock) as ring:
        yield ring


@pytest.fixture
def x(ring: Memory) -> Iterator[XStub]:
    stub = XStub()
    stub.add(POSTS)
    yield stub
    stub.close()


@pytest.fixture
def proxy(x: XStub, here: Here) -> Iterator[Proxy]:
    """In front of X's stub, which is connected by way of it."""
    with in_front_of(x.url) as proxy:
        text = whole_token(x)
        assert here("connect", "x", "--server", proxy.url, "--token-stdin", stdin=text).code == 0
        yield proxy


def is_list(request: Request) -> bool:
    return request.route.endswith("/tweets")


def items(here: Here) -> int:
    told = json.loads(here("vault", "status", "--format", "json").out)
    return int(told["items"])


def test_what_is_new_comes_in_and_is_told(here: Here, x: XStub, proxy: Proxy) -> None:
    done = here(*PAID)
    assert done.code == 0, done.err
    assert done.out.startswith("x @wren_invented: 3 new, 0 changed, 3 paid reads, $")
    assert "may cost" in done.err
    assert "audit-tui audit" in done.err
    assert items(here) == 3
    x.add(["One more"])
    again = here(*PAID)
    assert (again.code, "1 new" in again.out) == (0, True)
    assert not any(post in done.out + done.err + again.out + again.err for post in POSTS)
    assert not x.wrongs


def test_the_same_for_scripts(here: Here, proxy: Proxy) -> None:
    told = json.loads(here(*PAID, "--format", "json").out)
    (account,) = told["accounts"]
    assert (account["platform"], account["handle"]) == ("x", "@wren_invented")
    assert (account["added"], account["unread"], account["error"]) == (3, 0, None)
    assert account["is_full"] is True
    low, high = account["cost_usd"]
    assert 0 < low <= high < 0.1
    assert told["proof"]["gone"] == 0


def test_what_costs_money_is_not_read_where_nobody_can_be_asked(here: Here, proxy: Proxy) -> None:
    done = here("sync")
    assert done.code == 2
    assert "--max-cost" in done.err
    dear = here("sync", "--max-cost", "0.001")
    assert dear.code == 2
    assert "more than you allowed" in dear.err
    assert not any(map(is_list, proxy.requests))
    assert items(here) == 0


@pytest.mark.parametrize(("answer", "code", "number"), [("y", 0, 3), ("n", 2, 0)])
def test_what_costs_money_is_asked_about_on_a_terminal(
    here: Here, proxy: Proxy, monkeypatch: pytest.MonkeyPatch, answer: str, code: int, number: int
) -> None:
    typed(monkeypatch, answer)
    done = here("sync")
    assert (done.code, items(here)) == (code, number), done.err


def test_whose_token_it_is_is_asked_once_for_cost_and_sync(here: Here, proxy: Proxy) -> None:
    before = len(proxy.requests)
    here(*PAID)
    asked = [one.route for one in proxy.requests[before:]]
    assert asked.count("/2/users/me") <= 4  # a second opening would make it five


def test_what_has_vanished_is_told(here: Here, x: XStub, proxy: Proxy) -> None:
    here(*PAID)
    x.posts.pop()
    done = here(*PAID, "--full")
    assert done.code == 0
    assert "1 vanished since" in done.out


def test_a_platform_that_asks_to_wait_is_waited_for(here: Here, proxy: Proxy, clock: HeldClock) -> None:
    proxy.misbehave(Fault(429, {"Retry-After": "180"}, only=is_list))
    done = here(*PAID)
    assert (done.code, items(here)) == (0, 3)
    assert sum(clock.slept) >= 180
    assert "asks to wait until" in done.err
    assert "normal" in done.err


def test_a_network_that_is_gone_leaves_the_rest_for_the_next_sync(here: Here, proxy: Proxy) -> None:
    proxy.misbehave(*[Fault(hangs_up=True, only=is_list)] * 20)
    done = here(*PAID)
    assert done.code == 3
    assert "next sync" in done.err
    proxy.behave()
    assert here(*PAID).code == 0
    assert items(here) == 3


def test_a_token_that_was_revoked_is_told_and_what_is_there_stays(here: Here, x: XStub, proxy: Proxy) -> None:
    here(*PAID)
    x.revoke()
    done = here(*PAID)
    assert done.code == 2
    assert "audit-tui connect" in done.err
    assert items(here) == 3


def test_a_page_of_the_networks_own_is_told(here: Here, proxy: Proxy) -> None:
    proxy.misbehave(*[Fault(200, body=b"<html>hello from the hotel", only=is_list)] * 5)
    done = here(*PAID)
    assert done.code == 2
    assert "hotel" not in done.out + done.err
    assert items(here) == 0


def test_trouble_with_one_account_stops_no_other(here: Here, x: XStub, proxy: Proxy) -> None:
    other = x.give(x.eve)
    arguments = ("connect", "x", "--server", x.url, "--token-stdin", "--handle", "eve_invented")
    assert here(*arguments, stdin=other.access).code == 0
    other.is_revoked = True
    done = here(*PAID)
    assert done.code == 3
    lines = done.out.splitlines()
    assert any("@wren_invented: 3 new" in line for line in lines)
    assert any("@eve_invented: " in line and "new" not in line for line in lines)
    told = json.loads(here(*PAID, "--format", "json").out)
    errors = {one["handle"]: one["error"] for one in told["accounts"]}
    assert errors["@wren_invented"] is None
    assert set(errors["@eve_invented"]) == {"what", "todo"}


def test_without_a_connected_account_it_says_how_to_connect_one(
    here: Here, ring: Memory, tmp_path: Path
) -> None:
    here("import", write(tmp_path / "in.jsonl", ACCOUNT, item("1", "Rain.")))
    done = here("sync")
    assert done.code == 2
    assert "audit-tui connect" in done.err
    named = here("sync", str(ACCOUNT["handle"]))
    assert named.code == 2
    assert "not connected" in named.out + named.err
    assert here("sync", "x:@nobody").code == 2


def test_an_account_that_is_named_twice_is_read_once(here: Here, proxy: Proxy) -> None:
    told = json.loads(here(*PAID, HANDLE, "@wren_invented", "--format", "json").out)
    assert len(told["accounts"]) == 1


def test_a_locked_keyring_is_told(here: Here, proxy: Proxy, ring: Memory) -> None:
    ring.is_locked = True
    done = here(*PAID)
    assert done.code == 2
    assert "locked" in done.out + done.err


@pytest.mark.skipif(os.name != "posix", reason="signals of this kind are a POSIX thing")
def test_ctrl_c_stops_between_pages_and_the_next_sync_goes_on(
    here: Here, proxy: Proxy, monkeypatch: pytest.MonkeyPatch, clock: HeldClock
) -> None:
    def pressed(seconds: float) -> None:
        if len(clock.slept) == 3:
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(clock, "_on_sleep", pressed)
    proxy.misbehave(Fault(429, {"Retry-After": "600"}, only=is_list))
    before = signal.getsignal(signal.SIGINT)
    done = here(*PAID)
    assert done.code == 130
    assert "The next sync goes on from there" in done.err
    assert "Traceback" not in done.err
    assert signal.getsignal(signal.SIGINT) is before
    assert here(*PAID).code == 0
    assert items(here) == 3


def test_no_token_is_shown_whatever_goes_wrong(here: Here, x: XStub, proxy: Proxy) -> None:
    for fault in (Fault(500), Fault(403), Fault(429), Fault(hangs_up=True), Fault(200, body=b"[]")):
        proxy.misbehave(*[fault] * 9)
        done = here(*PAID, "--debug")
        proxy.behave()
        assert x.grant.access not in done.out + done.err
        assert proxy.url not in done.out + done.err


def test_in_processes_of_their_own_with_a_keyring_that_they_share(tmp_path: Path) -> None:
    stub = XStub()
    stub.now = lambda: datetime.now(UTC)
    stub.grant.made = stub.now()
    stub.add(POSTS)
    settings = environment(tmp_path / "home") | sharing(tmp_path / "keyring")

    def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-c", "from auditor.cli import main; main()", *arguments],
            env=settings,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert stub.grant.access not in done.stdout + done.stderr
        return done

    try:
        signed_in = run("connect", "x", "--server", stub.url, "--token-stdin", stdin=whole_token(stub))
        assert signed_in.returncode == 0, signed_in.stderr
        synced = run(*PAID)
        assert (synced.returncode, "3 new" in synced.stdout) == (0, True), synced.stderr
        assert run("disconnect", HANDLE).returncode == 0
        assert run("sync").returncode == 2
    finally:
        stub.close()
    kept = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    assert not any(stub.grant.access.encode() in told for told in kept)
