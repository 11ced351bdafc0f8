"""Carrying a plan out from the command line, over X's stub: what goes, what is said, and what never is."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from auditor.cli.carrying_out import Shown
from auditor.deletion import At
from tests.cli.command import Done, Here
from tests.cli.signing_in import HANDLE, LOOPBACK, in_memory, typed, whole_token
from tests.cli.test_flows import TELLING, item, write
from tests.connectors.live.doubles.x import DOUBLE, XStub
from tests.connectors.live.held_clock import HeldClock
from tests.connectors.live.memory_keyring import Memory
from tests.connectors.live.proxy import Fault, Proxy, in_front_of

pytestmark = pytest.mark.allow_hosts(LOOPBACK)

RAIN = [f"Rain again on the ridge, day {number}" for number in range(8)]


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch, clock: HeldClock, here: Here) -> Iterator[Memory]:
    with in_memory(monkeypatch, clock) as ring:
        yield ring


@pytest.fixture
def x(ring: Memory, clock: HeldClock) -> Iterator[XStub]:
    stub = XStub()
    stub.now = clock.now
    stub.grant.made = clock.now()
    yield stub
    stub.close()


@pytest.fixture
def proxy(x: XStub) -> Iterator[Proxy]:
    with in_front_of(x.url) as proxy:
        yield proxy


@pytest.fixture
def telling(x: XStub) -> list[str]:
    """The ids of three posts that are to go, among eight that stay."""
    ids = list(x.add([TELLING] * 3))
    x.add(RAIN)
    return ids


def connect(here: Here, x: XStub, proxy: Proxy, *options: str) -> None:
    done = here("connect", "x", "--server", proxy.url, "--token-stdin", *options, stdin=whole_token(x))
    assert done.code == 0, done.err


@pytest.fixture
def decided(here: Here, x: XStub, proxy: Proxy, telling: list[str]) -> Here:
    """Three posts of a connected account are decided to be deleted."""
    connect(here, x, proxy, "--may-delete")
    assert here("sync", "--max-cost", "1").code == 0
    assert here("audit").code == 1
    assert here("decide", "--category", "phi", "--outcome", "delete").code == 0
    return here


def planned(here: Here) -> str:
    return str(json.loads(here("delete", "--format", "json").out)["plan"])


def confirmed(here: Here, *options: str, count: int = 3) -> Done:
    return here("delete", "--confirm", planned(here), "--hold", "none", "--yes-delete", str(count), *options)


def deletes(proxy: Proxy) -> list[str]:
    """The ids of which a deletion was asked, in order."""
    return [request.route.rpartition("/")[2] for request in proxy.requests if DOUBLE.is_delete(request)]


def test_a_plan_deletes_nothing(decided: Here, proxy: Proxy, x: XStub) -> None:
    before = x.ids()
    for arguments in (("delete",), ("delete", "--plan"), ("delete", "--dry-run")):
        done = decided(*arguments)
        assert done.code == 0
        assert "3 would be deleted over connected accounts" in done.err
    assert not deletes(proxy)
    assert x.ids() == before


def test_a_confirmed_plan_is_carried_out_and_proven(
    decided: Here, proxy: Proxy, x: XStub, telling: list[str]
) -> None:
    done = confirmed(decided)
    assert done.code == 0, done.err
    assert sorted(deletes(proxy)) == sorted(telling)
    assert not x.ids() & set(telling)
    assert len(x.ids()) == 8
    assert "3 gone" in done.out
    assert not x.wrongs


def test_nothing_of_a_post_and_no_token_is_in_what_it_says(decided: Here, x: XStub, proxy: Proxy) -> None:
    proxy.misbehave(
        *[Fault(500, only=DOUBLE.is_delete)] * 2, Fault(200, body=b"<html>", only=DOUBLE.is_delete)
    )
    done = confirmed(decided, "--debug")
    told = done.out + done.err
    assert "Thorngate" not in told and "Rain again" not in told
    assert x.grant.access not in told and proxy.url not in told


def test_a_rehearsal_says_what_would_be_asked_of_whom_and_asks_for_nothing(
    decided: Here, proxy: Proxy, x: XStub, telling: list[str]
) -> None:
    assert confirmed(decided, "--after", "24h").code in (0, 3)
    before = x.ids()
    done = decided("delete", "--resume", "--dry-run")
    assert done.code == 0, done.err
    assert proxy.url.removeprefix("http://") in done.out
    for id in telling:
        assert id in done.out
    assert not deletes(proxy)
    assert x.ids() == before


def test_a_delay_gives_time_to_think_better_of_it(
    decided: Here, proxy: Proxy, telling: list[str], clock: HeldClock
) -> None:
    name = planned(decided)
    done = decided("delete", "--confirm", name, "--hold", "none", "--yes-delete", "3", "--after", "24h")
    assert "Nothing is asked for before" in done.err
    assert not deletes(proxy)
    assert decided("delete", "--drop", name, "--entry", "1").code == 0
    early = decided("delete", "--resume")
    assert early.code == 3
    assert not deletes(proxy)
    clock.pass_by(timedelta(hours=25))
    assert decided("delete", "--resume").code == 0
    assert len(deletes(proxy)) == 2


@pytest.mark.skipif(os.name != "posix", reason="signals of this kind are a POSIX thing")
def test_ctrl_c_stops_between_two_posts_and_resume_goes_on(
    decided: Here,
    proxy: Proxy,
    x: XStub,
    clock: HeldClock,
    monkeypatch: pytest.MonkeyPatch,
    telling: list[str],
) -> None:
    def pressed(seconds: float) -> None:
        if len(deletes(proxy)) == 1 and not seen:
            seen.append(seconds)
            os.kill(os.getpid(), signal.SIGINT)

    seen: list[float] = []
    monkeypatch.setattr(clock, "_on_sleep", pressed)
    done = confirmed(decided)
    assert done.code == 130, done.err
    assert "--resume" in done.err
    assert len(deletes(proxy)) < 3
    assert decided("delete", "--resume").code == 0
    assert sorted(set(deletes(proxy))) == sorted(telling)
    assert len(deletes(proxy)) == 3


def test_the_nightly_cap_and_the_end_time_hold(
    decided: Here, proxy: Proxy, clock: HeldClock, telling: list[str]
) -> None:
    done = confirmed(
        decided, "--cap", "1", "--until", f"{clock.now().astimezone() + timedelta(hours=2):%H:%M}"
    )
    assert done.code == 3
    assert len(deletes(proxy)) == 1
    assert "--resume" in done.err


def test_a_token_that_may_only_read_is_told_before_anything_is_asked(
    here: Here, x: XStub, proxy: Proxy, telling: list[str]
) -> None:
    x.grant.scopes = ("tweet.read", "users.read", "offline.access")
    connect(here, x, proxy)
    here("sync", "--max-cost", "1")
    here("audit")
    here("decide", "--category", "phi", "--outcome", "delete")
    done = confirmed(here)
    assert done.code in (2, 3)
    assert "--may-delete" in done.out + done.err
    assert set(telling) <= x.ids()
    assert not deletes(proxy)


def test_an_account_that_was_disconnected_meanwhile_waits(
    decided: Here, proxy: Proxy, x: XStub, telling: list[str]
) -> None:
    confirmed(decided, "--after", "30min")
    decided("disconnect", HANDLE)
    done = decided("delete", "--resume")
    assert done.code in (2, 3)
    assert set(telling) <= x.ids()


def test_a_server_that_lies_is_not_believed(
    decided: Here, proxy: Proxy, x: XStub, telling: list[str]
) -> None:
    lie = Fault(
        200, {"Content-Type": "application/json"}, b'{"data": {"deleted": true}}', only=DOUBLE.is_delete
    )
    proxy.misbehave(*[lie] * 30)
    done = confirmed(decided)
    assert done.code == 3
    assert set(telling) <= x.ids()
    assert "3 gone" not in done.out


def test_a_pending_matter_stops_everything(decided: Here, proxy: Proxy, x: XStub) -> None:
    assert confirmed(decided, "--after", "30min").code in (0, 3)
    name = json.loads(decided("delete", "--resume", "--dry-run", "--format", "json").out)["plan"]
    decided("delete", "--confirm", name, "--hold", "pending")
    decided("delete", "--resume")
    assert not deletes(proxy)


def test_more_than_half_of_an_account_asks_for_its_handle(
    decided: Here, proxy: Proxy, x: XStub, monkeypatch: pytest.MonkeyPatch, telling: list[str]
) -> None:
    x.posts = [post for post in x.posts if post["id"] in telling]
    assert decided("sync", "--full", "--max-cost", "1").code == 0
    name = planned(decided)
    for answers, code in ((("3", "@somebody"), 2), (("3", ""), 2), (("2",), 2), (("3", "@Wren_Invented"), 0)):
        typed(monkeypatch, *answers)
        done = decided("delete", "--confirm", name, "--hold", "none")
        assert done.code == code, (answers, done.err)
        assert bool(deletes(proxy)) is (code == 0)


def test_a_small_part_of_an_account_asks_for_the_count_alone(
    decided: Here, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "none", "3")
    assert decided("delete", "--confirm", planned(decided)).code == 0
    assert len(deletes(proxy)) == 3


def test_for_scripts(decided: Here) -> None:
    told = json.loads(confirmed(decided, "--format", "json").out)
    assert {entry["state"] for entry in told["entries"]} == {"gone"}
    assert told["run"]["gone"] == 3


def test_without_a_confirmed_plan_there_is_nothing_to_go_on_with(decided: Here) -> None:
    done = decided("delete", "--resume")
    assert done.code == 2
    assert re.search("draws one up", done.err)


def test_a_rehearsal_of_a_plan_that_is_not_confirmed_changes_nothing(
    decided: Here, proxy: Proxy, x: XStub, telling: list[str]
) -> None:
    name = planned(decided)
    before = decided("delete", "--format", "json").out
    done = decided("delete", "--confirm", name, "--dry-run")
    assert done.code == 0
    assert all(id in done.out for id in telling)
    assert "3 would be asked for" in done.out
    assert decided("delete", "--format", "json").out == before
    assert not deletes(proxy)


class Line:
    """What would be drawn."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    def show(self, text: str) -> None:
        self.shown.append(text)


def test_the_clock_that_is_seen_says_how_far_it_is_and_when_the_next_goes(clock: HeldClock) -> None:
    line = Line()
    shown = Shown(line, clock)  # type: ignore[arg-type]
    now = clock.now()
    shown.progress(At(12, 40, now + timedelta(seconds=34), now + timedelta(hours=25)))
    assert line.shown[0].startswith("12 of 40 seen to be gone; next in 34 s; done about ")
    assert "tomorrow" in line.shown[0] or "on 2026-" in line.shown[0]
    assert line.shown[0].endswith("waiting is normal")
    clock.pass_by(timedelta(seconds=30))
    shown.tick(timedelta(seconds=4))
    assert "next in 4 s" in line.shown[1]
    shown.progress(At(40, 40, None, None))
    assert line.shown[2] == "40 of 40 seen to be gone"


def test_the_pace_is_kept(decided: Here, proxy: Proxy, clock: HeldClock) -> None:
    before = clock.now()
    assert confirmed(decided).code == 0
    # Fifty in a quarter of an hour, of which four fifths are used: 22 seconds apart.
    assert clock.now() - before >= timedelta(seconds=44)


def test_an_until_that_has_a_wrong_form_and_a_cap_of_nothing_are_refused(decided: Here) -> None:
    for options in (("--until", "6am"), ("--cap", "0"), ("--after", "soon"), ("--cap", "-1")):
        done = decided("delete", "--resume", *options)
        assert done.code == 2
        assert "--help" in done.err


def test_of_a_plan_by_hand_and_by_api_the_rest_is_a_checklist(
    decided: Here, proxy: Proxy, x: XStub, tmp_path: Path
) -> None:
    other = {"type": "account", "platform": "google", "handle": "ada_invented", "use": "professional"}
    decided("import", write(tmp_path / "in.jsonl", other, item("g1", TELLING)))
    decided("audit")
    decided("decide", "--category", "phi", "--outcome", "delete")
    done = confirmed(decided, count=4)
    assert done.code == 0, done.err
    assert "3 gone" in done.out
    assert "# To delete by hand" in done.out
    assert "ada\\_invented" in done.out or "ada_invented" in done.out
    assert len(deletes(proxy)) == 3
