"""Signing a quarter off: what is shown first, what is refused, and what stands afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.widgets import Button, Checkbox, Input, OptionList

from auditor import cycles, triage
from auditor.model import Cycle, FindingFilter, Outcome
from auditor.store import Vault
from auditor.tui.screens.sign_off import SignOffDialog
from tests.tui.building import NOW
from tests.tui.conftest import Started, notices, screen_text, settle


def due_lines(pilot: object) -> list[str]:
    due = pilot.app.screen.query_one("#due", OptionList)  # type: ignore[attr-defined]
    return [str(option.prompt) for option in due.options]


async def ask(pilot: object) -> SignOffDialog:
    await pilot.press("5")  # type: ignore[attr-defined]
    await settle(pilot)  # type: ignore[arg-type]
    await pilot.press("s")  # type: ignore[attr-defined]
    await settle(pilot)  # type: ignore[arg-type]
    screen = pilot.app.screen  # type: ignore[attr-defined]
    assert isinstance(screen, SignOffDialog)
    return screen


async def test_open_findings_have_to_be_accepted_before_a_quarter_is_signed(
    started: Started, vault: Vault
) -> None:
    async with started(5) as pilot:
        dialog = await ask(pilot)
        text = screen_text(pilot)
        for words in ("2026-Q4", "2026-12-31", "1 critical, 1 high", "5 findings undecided"):
            assert words in text
        assert "not counted" not in text
        assert "X" not in next(line for line in text.splitlines() if "I sign with" in line)
        sign = dialog.query_one("#sign", Button)
        assert dialog.query_one("#cancel", Button).has_focus
        assert dialog.query_one("#signed-by", Input).value == "Maren Holt"
        assert sign.disabled
        dialog.query_one("#accept-open", Checkbox).value = True
        await pilot.pause()
        assert not sign.disabled
        assert "X" in next(line for line in screen_text(pilot).splitlines() if "I sign with" in line)
        dialog.query_one("#signed-by", Input).value = " "
        await pilot.pause()
        assert sign.disabled, "nobody signs without a name"
        dialog.query_one("#signed-by", Input).value = "M. Holt"
        dialog.query_one("#statement", Input).value = "I have read them all."
        await pilot.pause()
        sign.press()
        await settle(pilot)
        (cycle,) = vault.cycles.list()
        assert (cycle.name, cycle.signed_by, cycle.statement) == (
            "2026-Q4",
            "M. Holt",
            "I have read them all.",
        )
        assert cycle.closed_at == NOW
        assert "2026-Q4 is signed off" in notices(pilot)
        assert "5 findings are undecided" in notices(pilot)
        await pilot.press("s")
        await settle(pilot)
        assert "is signed off" in notices(pilot)
        assert not isinstance(pilot.app.screen, SignOffDialog), "what was signed stays as it is"


@pytest.mark.parametrize("key", ["escape", "enter"])
async def test_leaving_the_dialog_signs_nothing(started: Started, vault: Vault, key: str) -> None:
    async with started(5) as pilot:
        await ask(pilot)
        await pilot.press(key)
        await settle(pilot)
        assert not isinstance(pilot.app.screen, SignOffDialog)
        assert vault.cycles.list() == []


async def test_with_everything_decided_only_a_name_is_asked_for(started: Started, vault: Vault) -> None:
    async with started(5) as pilot:
        names = [one.finding.fingerprint for one in vault.findings.each(FindingFilter())]
        triage.decide(vault, names, Outcome.FALSE_POSITIVE, "", NOW)
        dialog = await ask(pilot)
        assert not dialog.query("#accept-open")
        dialog.query_one("#sign", Button).press()
        await settle(pilot)
        assert vault.cycles.get("2026-Q4").statement == cycles.STATEMENT


async def test_the_due_line_opens_the_dialog_and_then_names_the_next_quarter(
    started: Started, vault: Vault
) -> None:
    async with started(5) as pilot:
        lines = due_lines(pilot)
        at = next(
            i for i, line in enumerate(lines) if "Self-audit 2026-Q4: sign it off by 2026-12-31" in line
        )
        due = pilot.app.screen.query_one("#due", OptionList)
        due.focus()
        due.highlighted = at
        await pilot.press("enter")
        await settle(pilot)
        dialog = pilot.app.screen
        assert isinstance(dialog, SignOffDialog)
        dialog.query_one("#accept-open", Checkbox).value = True
        await pilot.pause()
        dialog.query_one("#sign", Button).press()
        await settle(pilot)
        await settle(pilot)
        assert any("Next self-audit: 2027-Q1, due by 2027-03-31" in line for line in due_lines(pilot))


async def test_a_quarter_left_open_is_overdue_and_signed_first(started: Started, vault: Vault) -> None:
    vault.cycles.add(Cycle("2026-Q3", NOW, None, "", ""))
    async with started(5) as pilot:
        assert any("! Self-audit 2026-Q3 was due by 2026-09-30" in line for line in due_lines(pilot))
        dialog = await ask(pilot)
        dialog.query_one("#accept-open", Checkbox).value = True
        await pilot.pause()
        dialog.query_one("#sign", Button).press()
        await settle(pilot)
        assert [(one.name, one.closed_at) for one in vault.cycles.list()] == [("2026-Q3", NOW)]


async def test_protected_speech_is_told_of_and_not_counted(started: Started, vault: Vault) -> None:
    async with started(1) as pilot:
        first = next(vault.findings.each(FindingFilter()))
        assert first.item_row is not None
        protected = replace(first.finding, fingerprint="f" * 32, rule="conduct/employer-complaint")
        results = [(first.item_row, [first.finding, protected])]
        vault.findings.record(vault.audits.begin("more"), first.account_id, "context", results)
        await ask(pilot)
        assert "1 finding undecided" in screen_text(pilot)
        assert "1 more is not counted" in " ".join(screen_text(pilot).split())


async def test_before_any_audit_there_is_nothing_to_sign(started: Started, vault: Vault) -> None:
    async with started(0) as pilot:
        await pilot.press("escape")
        dialog = await ask(pilot)
        dialog.query_one("#signed-by", Input).value = "M. Holt"
        await pilot.pause()
        dialog.query_one("#sign", Button).press()
        await settle(pilot)
        assert "Nothing has been audited yet" in notices(pilot)
        assert vault.cycles.list() == [], "a refused signature opens no quarter"
