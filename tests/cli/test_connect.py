"""Signing in and out from the command line, over X's stub, which refuses what X refuses."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import keyring
import keyring.backends.fail
import pytest

from auditor import browser
from auditor.cli.waiting import StatusLine
from connectors import credentials, live_platforms
from connectors.loopback import BrowserLoopback
from tests.cli.command import Here, environment
from tests.cli.signing_in import HANDLE, LOOPBACK, connected, in_memory, signs_in, typed, whole_token
from tests.cli.test_flows import item, write
from tests.connectors.live.doubles.x import CLIENT, XStub
from tests.connectors.live.held_clock import HeldClock
from tests.connectors.live.memory_keyring import Memory, sharing
from tests.connectors.live.proxy import Fault, in_front_of

pytestmark = pytest.mark.allow_hosts(LOOPBACK)


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
    yield stub
    stub.close()


def accounts(here: Here) -> list[dict[str, object]]:
    if not (here.home / "vault.db").exists():
        return []
    told = json.loads(here("accounts", "list", "--format", "json").out)
    assert isinstance(told, list)
    return told


def is_nothing_kept(here: Here, ring: Memory) -> bool:
    return not ring.kept and not accounts(here)


def test_without_a_platform_it_lists_what_can_be_connected(here: Here) -> None:
    done = here("connect")
    assert done.code == 0
    for name in live_platforms.names():
        assert any(line.startswith(name) for line in done.out.splitlines())
    told = json.loads(here("connect", "--format", "json").out)
    assert [one["platform"] for one in told] == list(live_platforms.names())
    assert all(one["steps"] and one["ways"] for one in told)


@pytest.mark.parametrize("name", ["doximity", "youtube", "../x", "", "x.api"])
def test_a_platform_that_cant_be_connected_is_told_with_the_way_by_its_export(here: Here, name: str) -> None:
    done = here("connect", name)
    assert done.code == 2
    assert "can't be connected" in done.err
    assert "audit-tui import" in done.err


def test_a_token_on_stdin_connects(here: Here, x: XStub, ring: Memory) -> None:
    done = connected(here, x, "--use", "professional")
    assert (done.code, done.out) == (0, "Connected x @wren_invented, to read only.\n")
    (account,) = accounts(here)
    assert account["use"] == "professional"
    assert account["connected"] == {
        "server": x.url,
        "scopes": ["tweet.read", "users.read", "offline.access", "tweet.write"],
        "may_delete": False,
        "connected_at": "2026-11-23T20:00:00+00:00",
        "expires_at": None,
    }
    assert any(x.grant.access in secret for secret in ring.kept.values())
    assert not any(method in {"DELETE", "POST"} for method in (one.method for one in x.requests))


def test_the_token_is_shown_nowhere(here: Here, x: XStub, tmp_path: Path) -> None:
    for options in ((), ("--format", "json"), ("--debug",)):
        done = connected(here, x, *options)
        assert x.grant.access not in done.out + done.err
        assert x.grant.refresh not in done.out + done.err
    files = [file.read_bytes() for file in here.home.rglob("*") if file.is_file()]
    assert files
    assert not any(x.grant.access.encode() in told for told in files)


def test_the_right_to_delete_is_asked_for_only_when_it_is_said(here: Here, x: XStub) -> None:
    assert "read only" in connected(here, x).out
    told = json.loads(connected(here, x, "--may-delete", "--format", "json").out)
    assert told["may_delete"] is True
    assert told["handle"] == "@wren_invented"


def test_signing_in_by_the_browser(here: Here, x: XStub, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = signs_in(monkeypatch, x.authorise)
    done = here("connect", "x", "--server", x.url, "--client-id", CLIENT)
    assert (done.code, done.out) == (0, "Connected x @wren_invented, to read only.\n")
    (address,) = shown
    assert address in done.err
    assert "tweet.write" not in address
    for said in ("console.x.com", "http://127.0.0.1:8917/callback", "Cost:", "Not this way:", "--may-delete"):
        assert said in done.err
    assert x.grant.access not in done.out + done.err
    assert not x.wrongs


def test_signing_in_by_the_browser_to_delete(here: Here, x: XStub, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = signs_in(monkeypatch, x.authorise)
    done = here("connect", "x", "--server", x.url, "--client-id", CLIENT, "--may-delete")
    assert "to read and to delete" in done.out
    assert any("tweet.write" in one for one in shown)


def test_a_browser_that_cant_be_opened_leaves_the_address_and_a_way_out(
    here: Here, x: XStub, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = signs_in(monkeypatch, x.authorise)
    opened = browser.show
    monkeypatch.setattr(browser, "show", lambda address: opened(address) and False)
    done = here("connect", "x", "--server", x.url, "--client-id", CLIENT)
    assert done.code == 0
    assert shown[0] in done.err
    assert "ssh -L 8917" in done.err


def test_a_refusal_in_the_browser_keeps_nothing(
    here: Here, x: XStub, ring: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    signs_in(monkeypatch, lambda query: {"state": query["state"], "error": "access_denied"})
    done = here("connect", "x", "--server", x.url, "--client-id", CLIENT)
    assert done.code == 2
    assert done.err.splitlines()[-2:] == [
        "The platform did not grant access.",
        "Run `audit-tui connect` again, and allow it there.",
    ]
    assert is_nothing_kept(here, ring)


def test_what_is_missing_is_asked_for_on_a_terminal(
    here: Here, x: XStub, monkeypatch: pytest.MonkeyPatch
) -> None:
    signs_in(monkeypatch, x.authorise)
    typed(monkeypatch, CLIENT, "")
    done = here("connect", "x", "--server", x.url)
    assert done.code == 0, done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("x",), "--client-id"),
        (("x", "--password-stdin"), "can't be signed in to with an app password"),
        (("x", "--token-stdin", "--password-stdin"), "one of"),
        (("x", "--server", "http://social.example", "--token-stdin"), "https only"),
        (("x", "--server", "https://ada:pw@social.example", "--token-stdin"), "name or password"),
        (("x", "--answer", "client-secret=abc"), "could read it"),
        (("x", "--answer", "page=abc"), "does not ask for 'page'"),
        (("x", "--answer", "client-id"), "NAME=TEXT"),
        (("linkedin", "--client-id", "abc"), "a secret is not given in a command"),
        (("bluesky",), "Your handle"),
        (("bluesky", "--handle", "ada.example"), "--password-stdin"),
        (("x", "--token-stdin"), "holds no token"),
    ],
)
def test_what_is_wrong_is_told_in_two_lines_and_nothing_is_asked_of_anybody(
    here: Here, ring: Memory, arguments: tuple[str, ...], said: str
) -> None:
    done = here("connect", *arguments)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err
    assert is_nothing_kept(here, ring)


@pytest.mark.parametrize("line", ["", "\n", "two words here", "x" * 90_000, "{}", '{"access_token": 7}'])
def test_a_line_that_is_no_token_is_refused_and_not_repeated(
    here: Here, x: XStub, ring: Memory, line: str
) -> None:
    done = here("connect", "x", "--server", x.url, "--token-stdin", stdin=line)
    assert done.code == 2
    assert not line.strip() or line not in done.err
    assert is_nothing_kept(here, ring)


def test_only_the_first_line_is_read(here: Here, x: XStub) -> None:
    text = whole_token(x) + "\nanother line\n"
    assert here("connect", "x", "--server", x.url, "--token-stdin", stdin=text).code == 0


def test_an_expired_token_is_told_and_nothing_is_kept(here: Here, x: XStub, ring: Memory) -> None:
    x.revoke()
    done = connected(here, x)
    assert done.code == 2
    assert "audit-tui connect" in done.err
    assert is_nothing_kept(here, ring)


def test_another_persons_token_is_refused(here: Here, x: XStub, ring: Memory) -> None:
    connected(here, x)
    before = dict(ring.kept)
    other = x.give(x.eve)
    done = here("connect", "x", "--server", x.url, "--token-stdin", stdin=other.access)
    assert done.code == 2
    assert "another account" in done.err
    assert ring.kept == before
    named = here(
        "connect", "x", "--server", x.url, "--token-stdin", "--handle", "wren_invented", stdin=other.access
    )
    assert named.code == 2
    assert (
        here(
            "connect", "x", "--server", x.url, "--token-stdin", "--handle", "eve_invented", stdin=other.access
        ).code
        == 0
    )


def test_a_web_page_in_the_place_of_the_platform_is_told(here: Here, x: XStub, ring: Memory) -> None:
    with in_front_of(x.url) as proxy:
        for fault in (Fault(200, body=b"<html>sign in to the wireless"), Fault(302, {"Location": "/login"})):
            proxy.misbehave(fault)
            done = here("connect", "x", "--server", proxy.url, "--token-stdin", stdin=whole_token(x))
            assert done.code == 2
            assert "wireless" not in done.err
    assert is_nothing_kept(here, ring)


@pytest.mark.parametrize("state", ["absent", "locked"])
def test_without_a_keyring_nobody_is_asked_anything(
    here: Here, x: XStub, ring: Memory, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if state == "absent":
        keyring.set_keyring(keyring.backends.fail.Keyring())
    else:
        ring.is_locked = True
    shown = signs_in(monkeypatch, x.authorise)
    for done in (
        connected(here, x),
        here("connect", "x", "--server", x.url, "--client-id", CLIENT),
    ):
        assert done.code == 2
        assert "keyring" in done.err
        assert len(done.err.strip().splitlines()) == 2
    assert not shown
    assert not x.requests


def test_a_keyring_of_plain_files_is_named(here: Here, x: XStub, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "plain file" not in connected(here, x).err
    monkeypatch.setattr(credentials, "is_plain", lambda: True)
    assert "plain file" in connected(here, x).err


def test_disconnecting_revokes_and_forgets_and_keeps_what_was_fetched(
    here: Here, x: XStub, ring: Memory
) -> None:
    connected(here, x)
    done = here("disconnect", HANDLE)
    assert done.code == 0
    assert "has revoked" in done.err
    assert x.grant.is_revoked
    assert not ring.kept
    (account,) = accounts(here)
    assert account["connected"] is None
    again = here("disconnect", HANDLE)
    assert again.code == 2
    assert "not connected" in again.err


def test_disconnecting_without_a_network_forgets_all_the_same(here: Here, x: XStub, ring: Memory) -> None:
    connected(here, x)
    x.close()
    done = here("disconnect", HANDLE)
    assert done.code == 0
    assert "did not revoke it" in done.err
    assert not ring.kept


def test_disconnecting_with_a_locked_keyring_says_so_and_can_be_done_again(
    here: Here, x: XStub, ring: Memory
) -> None:
    connected(here, x)
    ring.is_locked = True
    done = here("disconnect", HANDLE)
    assert done.code == 2
    assert "locked" in done.err
    ring.is_locked = False
    assert here("disconnect", HANDLE).code == 0
    assert not ring.kept


def test_an_account_that_leaves_the_vault_leaves_no_token_behind(here: Here, x: XStub, ring: Memory) -> None:
    connected(here, x)
    assert here("accounts", "remove", HANDLE, "--yes").code == 0
    assert not ring.kept
    assert x.grant.is_revoked


def test_the_list_of_accounts_says_which_are_connected(here: Here, x: XStub, tmp_path: Path) -> None:
    other = '{"type":"account","platform":"google","handle":"ada"}'
    here("import", write(tmp_path / "in.jsonl", json.loads(other), item("1", "Rain.")))
    connected(here, x)
    rows = {line.split()[0]: line for line in here("accounts").out.splitlines()[1:]}
    assert "read only" in rows["x"]
    assert "read only" not in rows["google"]
    connected(here, x, "--may-delete")
    assert "may delete" in here("accounts").out


def test_wiping_the_vault_leaves_no_token_behind(here: Here, x: XStub, ring: Memory) -> None:
    connected(here, x)
    assert here("vault", "wipe", "--yes").code == 0
    assert not ring.kept
    assert x.grant.is_revoked
    assert not (here.home / "vault.db").exists()


@pytest.mark.parametrize("how", ["locked keyring", "forgotten passphrase"])
def test_a_vault_that_can_not_be_opened_can_be_wiped_all_the_same(
    here: Here, x: XStub, ring: Memory, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected(here, x)
    if how == "locked keyring":
        ring.is_locked = True
    else:
        monkeypatch.delenv("AUDIT_TUI_PASSPHRASE")
    done = here("vault", "wipe", "--yes")
    assert done.code == 0, done.err
    assert "could not be disconnected" in done.err
    assert not (here.home / "vault.db").exists()


@pytest.mark.skipif(os.name != "posix", reason="signals of this kind are a POSIX thing")
def test_ctrl_c_ends_the_wait_for_the_browser_and_nothing_is_kept(
    here: Here, x: XStub, ring: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed(address: str) -> bool:
        os.kill(os.getpid(), signal.SIGINT)
        return True

    monkeypatch.setattr(browser, "show", pressed)
    # What runs in a shell's background is deaf to Ctrl-C from its beginning.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        done = here("connect", "x", "--server", x.url, "--client-id", CLIENT)
    finally:
        signal.signal(signal.SIGINT, before)
    assert done.code == 130
    assert "Traceback" not in done.err
    assert is_nothing_kept(here, ring)


def test_on_a_terminal_the_token_is_typed_unseen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = pytest.importorskip("tests.cli.test_terminal", reason="pseudo-terminals are a POSIX thing")
    settings = sharing(tmp_path / "keyring")
    monkeypatch.setattr(terminal, "environment", lambda home: environment(home) | settings)
    stub = XStub()
    stub.now = lambda: datetime.now(UTC)
    stub.grant.made = stub.now()
    try:
        code, seen = terminal.on_a_terminal(
            tmp_path / "home",
            ["connect", "x", "--server", stub.url, "--token-stdin"],
            [("stays unseen", stub.grant.access)],
        )
        assert code == 0, seen
        assert "Connected x @wren_invented" in seen
        assert stub.grant.access not in seen
    finally:
        stub.close()


def test_the_wait_for_the_browser_is_counted_down(
    here: Here, x: XStub, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(StatusLine, "show", lambda self, text: drawn.append(text))
    shown: list[str] = []
    monkeypatch.setattr(browser, "show", lambda address: shown.append(address) or True)
    monkeypatch.setitem(BrowserLoopback.__init__.__kwdefaults__, "patience", 0.6)
    done = here("connect", "x", "--server", x.url, "--client-id", CLIENT)
    assert done.code == 2
    assert "Nobody signed in within the time" in done.err
    assert shown[0] in done.err
    assert drawn[0] == "Waiting for you to sign in there; 1 s left"
    assert drawn[-1] == "Waiting for you to sign in there; 0 s left"
