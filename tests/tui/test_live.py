"""A connected account from the dashboard, over X's stub: syncing, its cost, a plan carried out, trouble."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TypeVar

import keyring
import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input

from auditor import connections
from auditor.model import EntryState, FindingFilter, Outcome
from auditor.store import Vault, open_vault
from auditor.tui.app import AuditApp
from auditor.tui.desk import Desk
from auditor.tui.screens.accounts import AccountsPlace
from auditor.tui.screens.confirm_plan import ConfirmPlanDialog
from auditor.tui.screens.disconnecting import DisconnectDialog
from auditor.tui.screens.hold import HoldDialog
from auditor.tui.screens.paying import PayingDialog
from auditor.tui.screens.plan import PlanPlace
from auditor.tui.screens.summary import SummaryDialog
from tests.cli.signing_in import LOOPBACK
from tests.cli.test_flows import TELLING
from tests.connectors.live.doubles.x import DOUBLE, XStub
from tests.connectors.live.held_clock import HeldClock
from tests.connectors.live.memory_keyring import Memory
from tests.connectors.live.proxy import Fault, Proxy, in_front_of
from tests.tui.conftest import notices, screen_text, settle

pytestmark = pytest.mark.allow_hosts(LOOPBACK)

RAIN = [f"Rain again on the ridge, day {number}" for number in range(8)]
Wanted = TypeVar("Wanted")
Opened = Callable[[], AbstractAsyncContextManager[Pilot[int]]]


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def vault(home: Path, clock: HeldClock) -> Iterator[Vault]:
    with open_vault(home, clock=clock.now) as vault:
        yield vault


@pytest.fixture
def x(clock: HeldClock) -> Iterator[XStub]:
    stub = XStub()
    stub.now = clock.now
    stub.grant.made = clock.now()
    stub.add([TELLING] * 3)
    stub.add(RAIN)
    yield stub
    stub.close()


@pytest.fixture
def proxy(x: XStub) -> Iterator[Proxy]:
    with in_front_of(x.url) as proxy:
        yield proxy


@pytest.fixture
def opened(vault: Vault, x: XStub, proxy: Proxy, clock: HeldClock) -> Iterator[Opened]:
    """The dashboard over a vault with X's account connected, on the accounts' place."""
    before = keyring.get_keyring()
    keyring.set_keyring(Memory())
    connections.connect(vault, "x", x.credentials(proxy.url), clock)
    desk = Desk(vault, clock=clock.now)
    desk.live.clock = clock

    @asynccontextmanager
    async def open() -> AsyncIterator[Pilot[int]]:
        async with AuditApp(desk).run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press("4")
            await settle(pilot)
            yield pilot

    yield open
    keyring.set_keyring(before)


async def shown(pilot: Pilot[int], words: str) -> str:
    """What the screen says, once it says these words; a busy machine paints late."""
    text = ""
    for _ in range(100):
        await settle(pilot)
        text = " ".join(screen_text(pilot).replace("│", " ").split())
        if words in text:
            break
    assert words in text, screen_text(pilot)
    return text


async def front(pilot: Pilot[int], kind: type[Wanted]) -> Wanted:
    """The screen in front, once it is one of this kind."""
    for _ in range(100):
        await settle(pilot)
        if isinstance(pilot.app.screen, kind):
            break
    assert isinstance(pilot.app.screen, kind)
    return pilot.app.screen


async def synced(pilot: Pilot[int]) -> None:
    await pilot.press("y")
    (await front(pilot, PayingDialog)).query_one("#sync", Button).press()
    await front(pilot, SummaryDialog)


async def planned(pilot: Pilot[int], vault: Vault) -> None:
    """Everything synced and audited, what identifies decided to go, and the plan in front."""
    await synced(pilot)
    desk = pilot.app.desk  # type: ignore[attr-defined]
    desk.audit(lambda done, total: None)
    ids = [one.id for one in vault.findings.each(FindingFilter())]
    desk.decide(ids, Outcome.DELETE, "")
    pilot.app.pop_screen()
    await pilot.press("3")
    await settle(pilot)


async def asked(pilot: Pilot[int]) -> ConfirmPlanDialog:
    """The question after the number, the one about a complaint answered."""
    await pilot.press("D")
    (await front(pilot, HoldDialog)).query_one("#none", Button).press()
    return await front(pilot, ConfirmPlanDialog)


def deletes(proxy: Proxy) -> int:
    return sum(DOUBLE.is_delete(request) for request in proxy.requests)


async def test_what_a_sync_may_cost_is_asked_before_a_post_is_read(
    opened: Opened, vault: Vault, proxy: Proxy
) -> None:
    async with opened() as pilot:
        await pilot.press("y")
        await front(pilot, PayingDialog)
        await shown(pilot, "may cost $")
        assert not any(request.route.endswith("/tweets") for request in proxy.requests)
        pilot.app.screen.query_one("#cancel", Button).press()
        await settle(pilot)
        assert vault.items.count() == 0


async def test_a_sync_brings_the_posts_in_and_says_what_came_of_it(opened: Opened, vault: Vault) -> None:
    async with opened() as pilot:
        await synced(pilot)
        await shown(pilot, "11 new")
        assert vault.items.count() == 11


async def test_an_account_that_is_signed_out_says_what_to_do(opened: Opened, vault: Vault, x: XStub) -> None:
    async with opened() as pilot:
        x.revoke()
        await pilot.press("y")
        await shown(pilot, "no longer takes the token")
        assert vault.items.count() == 0


async def test_a_plan_goes_only_after_the_number_and_counts_what_was_seen_to_be_gone(
    opened: Opened, vault: Vault, x: XStub, proxy: Proxy
) -> None:
    async with opened() as pilot:
        await planned(pilot, vault)
        await front(pilot, PlanPlace)
        await shown(pilot, "over connected accounts")
        dialog = await asked(pilot)
        await shown(pilot, "3 of 11 that stand")
        assert dialog.query_one("#confirm", Button).disabled
        assert deletes(proxy) == 0
        dialog.query_one("#number", Input).value = "3"
        await settle(pilot)
        dialog.query_one("#confirm", Button).press()
        await shown(pilot, "3 gone, seen by looking again")
        assert deletes(proxy) == 3
        assert len(x.ids()) == 8
        (plan,) = vault.plans.list()
        assert {entry.state for entry in plan.entries} == {EntryState.GONE}


async def test_a_plan_that_empties_an_account_asks_for_its_handle(
    opened: Opened, vault: Vault, x: XStub, proxy: Proxy
) -> None:
    del x.posts[3:]
    async with opened() as pilot:
        await planned(pilot, vault)
        dialog = await asked(pilot)
        dialog.query_one("#number", Input).value = "3"
        await settle(pilot)
        assert dialog.query_one("#confirm", Button).disabled
        dialog.query_one("#handle-0", Input).value = "@wren_invented"
        await settle(pilot)
        assert not dialog.query_one("#confirm", Button).disabled
        assert deletes(proxy) == 0


async def test_a_server_that_says_done_and_is_not_is_told(
    opened: Opened, vault: Vault, x: XStub, proxy: Proxy
) -> None:
    lie = Fault(200, {"Content-Type": "application/json"}, b'{"data":{"deleted":true}}', DOUBLE.is_delete)
    async with opened() as pilot:
        await planned(pilot, vault)
        dialog = await asked(pilot)
        dialog.query_one("#number", Input).value = "3"
        await settle(pilot)
        proxy.misbehave(*[lie] * 50)
        dialog.query_one("#confirm", Button).press()
        text = await shown(pilot, "still stand")
        assert "seen by looking again" not in text
        assert len(x.ids()) == 11
        (plan,) = vault.plans.list()
        assert EntryState.GONE not in {entry.state for entry in plan.entries}


async def test_an_account_is_disconnected_on_a_second_key_and_its_posts_stay(
    opened: Opened, vault: Vault
) -> None:
    async with opened() as pilot:
        assert isinstance(pilot.app.screen, AccountsPlace)
        assert "Connected since" in screen_text(pilot)
        await pilot.press("D")
        await settle(pilot)
        dialog = await front(pilot, DisconnectDialog)
        assert dialog.query_one("#cancel", Button).has_focus
        dialog.query_one("#disconnect", Button).press()
        await shown(pilot, "Not connected")
        assert vault.connections.list() == []
        assert "forgotten here" in notices(pilot)
        await shown(pilot, "Not connected")
