"""What tests of connected accounts share: a keyring in memory, a held clock, and X's stub to sign in to.

Everything between the command line and the network's edge is the real thing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import ProxyHandler, build_opener

import keyring
import pytest

from auditor import browser
from auditor.cli.invocation import Invocation
from tests.cli.command import Done, Here
from tests.connectors.live.doubles.x import CLIENT, XStub
from tests.connectors.live.held_clock import HeldClock
from tests.connectors.live.memory_keyring import Memory

LOOPBACK = ["127.0.0.1", "localhost", "::1"]
HANDLE = "x:@wren_invented"


def typed(patch: pytest.MonkeyPatch, *lines: str) -> None:
    """The next run finds a terminal for its questions, with these answers typed ahead."""
    left = list(lines)

    def answer(*_: object, **__: object) -> str:
        assert left, "it asked for more than was expected"
        return left.pop(0)

    patch.setattr("click.termui.visible_prompt_func", answer)
    patch.setattr("click.termui.hidden_prompt_func", answer)
    for module in ("connect", "sync", "delete", "confirm"):
        patch.setattr(f"auditor.cli.{module}.is_terminal", lambda stream: stream is sys.stdin)


def signs_in(patch: pytest.MonkeyPatch, page: Callable[[dict[str, str]], dict[str, str]]) -> list[str]:
    """A browser whose owner agrees on the platform's `page`; the addresses that it was shown."""
    shown: list[str] = []

    def show(address: str) -> bool:
        shown.append(address)
        query = {name: values[-1] for name, values in parse_qs(urlsplit(address).query).items()}
        came_back = page(query)
        build_opener(ProxyHandler({})).open(f"{query['redirect_uri']}?{urlencode(came_back)}", timeout=10)
        return True

    patch.setattr(browser, "show", show)
    return shown


@contextmanager
def in_memory(patch: pytest.MonkeyPatch, clock: HeldClock) -> Iterator[Memory]:
    """A keyring and a clock for the command line, as long as the context lasts."""
    patch.setattr(Invocation, "clock", lambda self: clock)
    patch.setattr(Invocation, "now", lambda self: clock.now())
    before, ring = keyring.get_keyring(), Memory()
    keyring.set_keyring(ring)
    try:
        yield ring
    finally:
        keyring.set_keyring(before)


def whole_token(x: XStub) -> str:
    """What X answers to a sign-in, with the app's id, as it is handed over on stdin."""
    grant = x.grant
    told = {"access_token": grant.access, "refresh_token": grant.refresh, "client_id": CLIENT}
    return json.dumps(told | {"scope": " ".join(grant.scopes), "expires_in": 7200})


def connected(here: Here, x: XStub, *options: str) -> Done:
    """Connect X's stub by a token."""
    return here("connect", "x", "--server", x.url, "--token-stdin", *options, stdin=whole_token(x) + "\n")
