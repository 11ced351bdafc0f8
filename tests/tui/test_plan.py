"""The deletion plan: from marks to a confirmed plan, with nothing done on one key."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from textual.widgets import Button, Input

from auditor.deletion import Preview
from auditor.model import EntryState, Plan
from auditor.store import Vault
from auditor.tui.screens.confirm_plan import ConfirmPlanDialog
from auditor.tui.screens.hold import HoldDialog
from auditor.tui.screens.plan import PlanPlace, preview_content
from auditor.tui.widgets.entry_list import EntryList
from tests.tui.building import HOSTILE
from tests.tui.conftest import Started, notices, screen_text, settle


async def marked(pilot: object, number: int) -> None:
    """Mark so many findings for deletion and go to the plan."""
    await pilot.press("2")  # type: ignore[attr-defined]
    await settle(pilot)  # type: ignore[arg-type]
    await pilot.press(*(["x"] * number), "3")  # type: ignore[attr-defined]
    await settle(pilot)  # type: ignore[arg-type]


def only_plan(vault: Vault) -> Plan:
    (plan,) = vault.plans.list()
    return plan


async def test_without_marks_there_is_no_plan(started: Started) -> None:
    async with started(3) as pilot:
        await pilot.press("3")
        await settle(pilot)
        assert "Nothing is marked for deletion" in screen_text(pilot)
        await pilot.press("D")
        await settle(pilot)
        assert isinstance(pilot.app.screen, PlanPlace)


async def test_the_plan_shows_exactly_what_goes(started: Started, vault: Vault) -> None:
    async with started(10) as pilot:
        await marked(pilot, 3)
        text = screen_text(pilot)
        assert "3 posts to go" in text
        assert "Oldest 2026-11-10, newest 2026-11-19" in text
        assert "copies kept of 0 of 3" in text
        assert "complaint, claim or inquiry" in text
        entries = pilot.app.screen.query_one(EntryList)
        assert len(entries.ids) == len(only_plan(vault).entries) == 3


async def test_one_like_is_told_as_one(started: Started, vault: Vault) -> None:
    async with started(3) as pilot:
        await marked(pilot, 2)
        one, two = only_plan(vault).entries
    told = preview_content(Preview((), ((two, 1204), (one, 1)), ())).plain
    assert [line.rsplit(", ", 1)[1] for line in told.splitlines()] == ["1,204 likes", "1 like"]


async def test_confirming_asks_the_question_keeps_copies_and_wants_the_number(
    started: Started, vault: Vault
) -> None:
    async with started(10) as pilot:
        await marked(pilot, 3)
        await pilot.press("D")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HoldDialog)
        pilot.app.screen.query_one("#none", Button).focus()
        await pilot.press("enter")
        await settle(pilot)
        dialog = pilot.app.screen
        assert isinstance(dialog, ConfirmPlanDialog)
        assert isinstance(pilot.app.focused, Button) and pilot.app.focused.id == "cancel"
        assert all(entry.is_copy_preserved for entry in only_plan(vault).entries)
        box = dialog.query_one(Input)
        box.focus()
        await pilot.press("4", "enter")
        assert isinstance(pilot.app.screen, ConfirmPlanDialog)
        assert dialog.query_one("#confirm", Button).disabled
        await pilot.press("backspace", "3", "enter")
        assert only_plan(vault).confirmed_at is None, "Enter in the box does not confirm yet"
        await pilot.press("enter")
        await settle(pilot)
        plan = only_plan(vault)
        assert plan.confirmed_at is not None
        assert {entry.state for entry in plan.entries} == {EntryState.BY_HAND}
        assert "Confirmed" in screen_text(pilot)


@pytest.mark.parametrize("leave", [("enter",), ("escape",)], ids=["cancel", "escape"])
async def test_cancelling_confirms_nothing(started: Started, vault: Vault, leave: tuple[str, ...]) -> None:
    async with started(10) as pilot:
        await marked(pilot, 2)
        await pilot.press("D")
        await pilot.pause()
        pilot.app.screen.query_one("#none", Button).focus()
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press(*leave)
        await settle(pilot)
        assert isinstance(pilot.app.screen, PlanPlace)
        assert only_plan(vault).confirmed_at is None


async def test_a_pending_claim_holds_the_plan(started: Started, vault: Vault) -> None:
    async with started(10) as pilot:
        await marked(pilot, 2)
        await pilot.press("D")
        await pilot.pause()
        focused = pilot.app.focused
        assert isinstance(focused, Button) and focused.id == "pending", "the careful answer has the focus"
        await pilot.press("enter")
        await settle(pilot)
        assert "On hold" in screen_text(pilot)
        await pilot.press("D")
        await settle(pilot)
        assert isinstance(pilot.app.screen, PlanPlace)
        assert only_plan(vault).confirmed_at is None
        hold = only_plan(vault).hold
        assert hold is not None and hold.is_pending


async def confirm(pilot: object, number: int) -> None:
    await pilot.press("D")  # type: ignore[attr-defined]
    await pilot.pause()  # type: ignore[attr-defined]
    pilot.app.screen.query_one("#none", Button).focus()  # type: ignore[attr-defined]
    await pilot.press("enter")  # type: ignore[attr-defined]
    await settle(pilot)  # type: ignore[arg-type]
    pilot.app.screen.query_one(Input).focus()  # type: ignore[attr-defined]
    await pilot.press(*str(number), "enter", "enter")  # type: ignore[attr-defined]
    await settle(pilot)  # type: ignore[arg-type]


async def test_what_was_done_by_hand_waits_to_be_verified_and_what_is_taken_out_stays(
    started: Started, vault: Vault
) -> None:
    async with started(10) as pilot:
        await marked(pilot, 3)
        await confirm(pilot, 3)
        await pilot.press("x")
        await settle(pilot)
        await pilot.press("j", "b")
        await settle(pilot)
        states = [entry.state for entry in only_plan(vault).entries]
        assert states == [EntryState.UNKNOWN, EntryState.DROPPED, EntryState.BY_HAND]


async def test_the_checklist_is_written_for_its_owner_alone(
    started: Started, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    async with started(10) as pilot:
        await marked(pilot, 2)
        await confirm(pilot, 2)
        await pilot.press("w")
        await settle(pilot)
        (written,) = tmp_path.glob("audit-tui-checklist*.md")
        assert stat.S_IMODE(written.stat().st_mode) == 0o600
        assert "https://" in written.read_text()
        assert "Written to" in notices(pilot)


async def test_new_marks_make_a_second_plan_beside_a_confirmed_one(started: Started, vault: Vault) -> None:
    async with started(10) as pilot:
        await marked(pilot, 2)
        await confirm(pilot, 2)
        await marked(pilot, 1)
        assert "1 other plan" in screen_text(pilot)
        first = screen_text(pilot)
        await pilot.press("p")
        await settle(pilot)
        assert screen_text(pilot) != first
        assert len(vault.plans.list()) == 2


async def test_text_from_outside_is_harmless_in_the_plan(started: Started) -> None:
    async with started(2, texts=dict.fromkeys((1, 2), HOSTILE)) as pilot:
        await marked(pilot, 2)
        text = screen_text(pilot)
        assert "[bold]loud[/bold]" in text
        assert not set(text) & {"\x1b", "\x00", "\u202e"}
