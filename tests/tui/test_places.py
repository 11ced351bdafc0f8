"""Overview, accounts, report, owner, themes and errors, over a real vault."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from textual.widgets import DataTable, Input, OptionList

from auditor.errors import InputError
from auditor.model import Category, FindingFilter, Severity
from auditor.store import Vault
from auditor.tui.app import AuditApp
from auditor.tui.screens.accounts import AccountsPlace
from auditor.tui.screens.findings import FindingsPlace
from auditor.tui.screens.overview import OverviewPlace
from auditor.tui.screens.owner import OwnerDialog
from auditor.tui.screens.report import ReportPlace
from auditor.tui.themes import THEMES
from connectors.model import Owner, Use
from tests.tui.conftest import Started, notices, screen_text, settle


async def test_the_overview_counts_by_category_and_severity(started: Started, vault: Vault) -> None:
    async with started(41) as pilot:
        text = screen_text(pilot)
        counts = vault.findings.counts()
        line = next(line for line in text.splitlines() if "Patient information" in line)
        for severity in Severity:
            assert str(counts[(Category.PHI, severity)]) in line
        for words in ("What is due", "undecided", "41 findings", "◆ C", "▲ H", "@maren", "Maren Holt"):
            assert words in text


async def test_enter_on_a_number_shows_its_findings(started: Started) -> None:
    async with started(41) as pilot:
        await pilot.press("down", "right", "enter")
        await settle(pilot)
        place = pilot.app.screen
        assert isinstance(place, FindingsPlace)
        assert place.wanted == FindingFilter(frozenset({Category.ADVICE}), Severity.HIGH)
        assert len(place.rows.ids) == 3, "from high upwards: two high, one critical"


async def test_next_due_goes_where_it_can_be_done(started: Started) -> None:
    async with started(5) as pilot:
        await pilot.press("n")
        await settle(pilot)
        assert isinstance(pilot.app.screen, FindingsPlace)


async def test_a_due_line_can_be_chosen(started: Started) -> None:
    async with started(5) as pilot:
        due = pilot.app.screen.query_one("#due", OptionList)
        due.focus()
        texts = [str(option.prompt) for option in due.options]
        due.highlighted = next(i for i, text in enumerate(texts) if "say what you use it for" in text)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, AccountsPlace)


async def test_the_overview_reads_again_after_a_decision(started: Started) -> None:
    async with started(5) as pilot:
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("x", "1")
        await settle(pilot)
        text = screen_text(pilot)
        assert isinstance(pilot.app.screen, OverviewPlace)
        assert "4 findings" in text
        assert "1 post marked for deletion" in text


async def test_use_is_changed_with_one_key_and_kept(started: Started, vault: Vault) -> None:
    async with started(3) as pilot:
        await pilot.press("4")
        await settle(pilot)
        assert "Private" in screen_text(pilot)
        for key, use in (("p", Use.PROFESSIONAL), ("s", Use.PERSONAL), ("m", Use.MIXED), ("x", Use.UNSET)):
            await pilot.press(key)
            await settle(pilot)
            assert vault.accounts.find("mastodon:@m@med.example").account.use is use
        assert pilot.app.screen.query_one(DataTable).cursor_row == 0


async def test_an_account_opens_its_findings(started: Started) -> None:
    async with started(3) as pilot:
        await pilot.press("4")
        await settle(pilot)
        await pilot.press("down", "enter")
        await settle(pilot)
        place = pilot.app.screen
        assert isinstance(place, FindingsPlace)
        assert len(place.rows.ids) == 3


async def test_a_bio_with_markup_is_shown_as_it_is(started: Started) -> None:
    async with started(3) as pilot:
        await pilot.press("4")
        await settle(pilot)
        await pilot.press("down")
        await settle(pilot)
        assert "Nurse [b]at[/b] St. Invented" in screen_text(pilot)


@pytest.mark.parametrize("audience", ["department-head", "self"])
async def test_a_report_is_written_for_its_reader_and_for_its_owners_eyes(
    started: Started, vault: Vault, tmp_path: Path, audience: str
) -> None:
    async with started(3) as pilot:
        await pilot.press("5")
        await settle(pilot)
        if audience == "self":
            await pilot.press("down", "enter")
            await settle(pilot)
            assert "Nothing is left out" in screen_text(pilot)
        else:
            assert "Left out" in screen_text(pilot)
        target = tmp_path / "report.html"
        pilot.app.screen.query_one("#target", Input).value = str(target)
        await pilot.press("w")
        await settle(pilot)
        assert "Written to" in notices(pilot)
        text = target.read_text()
        assert ("Post number 1" in text) is (audience == "self")
        assert stat.S_IMODE(target.stat().st_mode) == 0o600


async def test_a_chosen_reader_is_told_by_more_than_colour(started: Started) -> None:
    async with started(3) as pilot:
        await pilot.press("5")
        await settle(pilot)
        assert _chosen(screen_text(pilot)) == [True, False]
        await pilot.press("down", "enter")
        await settle(pilot)
        assert _chosen(screen_text(pilot)) == [False, True]


def _chosen(text: str) -> list[bool]:
    """Of the two readers, in order, which one bears the full dot."""
    return ["●" in line for line in text.splitlines() if "Department head:" in line or "Yourself:" in line]


async def test_a_report_asks_before_it_replaces_a_file(started: Started, tmp_path: Path) -> None:
    async with started(3) as pilot:
        await pilot.press("5")
        await settle(pilot)
        target = tmp_path / "taken.html"
        target.write_text("mine")
        pilot.app.screen.query_one("#target", Input).value = str(target)
        await pilot.press("w")
        await pilot.pause()
        await pilot.press("enter")
        await settle(pilot)
        assert target.read_text() == "mine", "cancel has the focus"
        await pilot.press("w", "tab", "enter")
        await settle(pilot)
        assert target.read_text() != "mine"


async def test_a_report_that_cannot_be_written_says_so(started: Started, tmp_path: Path) -> None:
    async with started(3) as pilot:
        await pilot.press("5")
        await settle(pilot)
        pilot.app.screen.query_one("#target", Input).value = str(tmp_path / "nowhere" / "report.html")
        await pilot.press("w")
        await settle(pilot)
        assert "could not be written" in notices(pilot)
        assert isinstance(pilot.app.screen, ReportPlace)


async def test_owner_facts_are_kept(started: Started, vault: Vault) -> None:
    async with started(3) as pilot:
        await pilot.press("m")
        await pilot.pause()
        dialog = pilot.app.screen
        assert isinstance(dialog, OwnerDialog)
        dialog.query_one("#owner-employers", Input).value = "St. Invented; Other House ;"
        dialog.query_one("#owner-conflicts", Input).value = "Acme Devices (consulting)"
        dialog.query_one("#save").focus()
        await pilot.press("enter")
        await settle(pilot)
        assert vault.owner.get() == Owner(
            "Maren Holt", "nurse", ("St. Invented", "Other House"), "Ely", ("Acme Devices (consulting)",)
        )


async def test_themes_go_round_and_every_one_paints(started: Started) -> None:
    async with started(3) as pilot:
        seen = [pilot.app.theme]
        for _ in THEMES:
            await pilot.press("T")
            await pilot.pause()
            seen.append(pilot.app.theme)
            assert "What is due" in screen_text(pilot)
        assert seen == [*(theme.name for theme in THEMES), THEMES[0].name]


async def test_an_error_says_what_happened_and_what_to_do(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with started(3) as pilot:
        app = pilot.app
        assert isinstance(app, AuditApp)

        def fail(*_: object) -> None:
            raise InputError("It broke [bold]\x1b.", "Mend it.")

        monkeypatch.setattr(app.desk, "decide", fail)
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("x")
        await settle(pilot)
        assert "It broke [bold]␛. Mend it." in notices(pilot)
        place = app.screen
        assert isinstance(place, FindingsPlace)
        assert len(place.rows.ids) == 3, "what was not saved does not leave the list"


@pytest.mark.parametrize("key", ["1", "2", "3", "4", "5"])
@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_every_place_opens_over_a_vault_with_nothing_open(
    started: Started, key: str, size: tuple[int, int]
) -> None:
    async with started(1, size=size) as pilot:
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("f", key)
        await settle(pilot)
        assert len(screen_text(pilot).splitlines()) == size[1]
