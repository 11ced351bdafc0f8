"""Signing in with an app password from the command line, to a real PDS."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.cli.command import Here
from tests.cli.signing_in import LOOPBACK, in_memory, typed
from tests.connectors.live.doubles.bluesky import DOUBLE, BlueskyServer
from tests.connectors.live.held_clock import HeldClock
from tests.connectors.live.memory_keyring import Memory
from tests.connectors.live.proxy import Proxy, in_front_of

pytestmark = pytest.mark.allow_hosts(LOOPBACK)


@pytest.fixture(autouse=True)
def _there() -> None:
    # Asked here and not while tests are collected: the answer may take the minutes of an installation.
    if why := DOUBLE.missing():
        pytest.skip(why)


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch, here: Here) -> Iterator[Memory]:
    with in_memory(monkeypatch, HeldClock()) as ring:
        yield ring


@pytest.fixture
def pds(ring: Memory) -> BlueskyServer:
    server = DOUBLE.start()
    server.add(["Rain again on the ridge", "A quiet evening with the crossword"])
    return server


@pytest.fixture
def proxy(pds: BlueskyServer) -> Iterator[Proxy]:
    with in_front_of(pds.url) as proxy:
        yield proxy


def test_an_app_password_connects_and_the_posts_come_in(
    here: Here, pds: BlueskyServer, proxy: Proxy, ring: Memory
) -> None:
    arguments = ("connect", "bluesky", "--server", proxy.url, "--handle", pds.resident.handle)
    done = here(*arguments, "--password-stdin", stdin=pds.resident.app_password)
    assert done.code == 0, done.err
    assert "no right that only reads" in done.err
    synced = here("sync", "--format", "json")
    assert synced.code == 0, synced.err
    assert json.loads(synced.out)["accounts"][0]["added"] == 2
    assert not any(DOUBLE.is_delete(request) for request in proxy.requests)
    assert here("disconnect", f"bluesky:{pds.resident.handle}").code == 0
    assert not ring.kept
    told = done.out + done.err + synced.out + synced.err
    assert pds.resident.app_password not in told


def test_it_is_asked_for_unseen_on_a_terminal(
    here: Here, pds: BlueskyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, pds.resident.handle, pds.resident.app_password)
    done = here("connect", "bluesky", "--server", pds.url)
    assert done.code == 0, done.err
    assert pds.resident.app_password not in done.out + done.err


@pytest.mark.parametrize("password", ["abcd-abcd-abcd-abcd", "my own password", "account-password"])
def test_another_password_is_refused_and_not_repeated(
    here: Here, pds: BlueskyServer, proxy: Proxy, ring: Memory, password: str
) -> None:
    arguments = ("connect", "bluesky", "--server", proxy.url, "--handle", pds.resident.handle)
    done = here(*arguments, "--password-stdin", stdin=password)
    assert done.code == 2
    assert password not in done.out + done.err
    assert not ring.kept
    if "abcd" not in password:
        assert not proxy.requests, "the account's own password must not be sent"
