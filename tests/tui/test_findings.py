"""The findings place: every key that decides, filters, marks or moves, over a real vault."""

from __future__ import annotations

import gc

import pytest
from textual.widgets import Input

from auditor.model import Category, FindingFilter, FindingStatus, Outcome, Severity
from auditor.store import Vault
from auditor.tui.screens.alike import AlikeDialog
from auditor.tui.screens.findings import FindingsPlace
from auditor.tui.screens.place import SETTLED
from auditor.tui.screens.reason import USUAL, ReasonDialog
from tests.tui.building import HOSTILE, finding_of
from tests.tui.conftest import Started, notices, screen_text, settle

ANY = FindingFilter(status=None)


def place(pilot: object) -> FindingsPlace:
    screen = pilot.app.screen  # type: ignore[attr-defined]
    assert isinstance(screen, FindingsPlace)
    return screen


def decisions(vault: Vault) -> list[tuple[Outcome, str]]:
    return [(s.decision.outcome, s.decision.reason) for s in vault.findings.each(ANY) if s.decision]


@pytest.mark.parametrize(
    ("key", "outcome"),
    [("x", Outcome.DELETE), ("f", Outcome.FALSE_POSITIVE), ("e", Outcome.EDIT)],
)
async def test_a_decision_is_saved_at_once_and_the_next_finding_is_selected(
    started: Started, vault: Vault, key: str, outcome: Outcome
) -> None:
    async with started(5) as pilot:
        await pilot.press("2")
        await settle(pilot)
        rows = place(pilot).rows
        second = rows.ids[1]
        await pilot.press(key)
        assert decisions(vault) == [(outcome, "")]
        assert len(rows.ids) == 4
        assert rows.cursor_id == second


def add_to_first_post(vault: Vault, severities: list[Severity]) -> None:
    """Further findings on the post of the heaviest finding."""
    first = vault.findings.get(vault.findings.ids(FindingFilter())[0])
    assert first.item_row is not None
    text = vault.items.get(first.item_row).item.text
    more = [
        finding_of(900 + turn, text, category=Category.CONDUCT, severity=severity)
        for turn, severity in enumerate(severities)
    ]
    results = [(first.item_row, [first.finding, *more])]
    vault.findings.record(vault.audits.begin("more"), first.account_id, "context", results)


async def test_a_post_that_goes_is_decided_once(started: Started, vault: Vault) -> None:
    async with started(5, size=(180, 45)) as pilot:
        add_to_first_post(vault, [Severity.HIGH, Severity.INFO])
        await pilot.press("2")
        await settle(pilot)
        text = screen_text(pilot)
        assert "findings on this post" in text
        assert "Also on this post" in text
        rows = place(pilot).rows
        assert len(rows.ids) == 7
        await pilot.press("x")
        await settle(pilot)
        assert decisions(vault) == [(Outcome.DELETE, "")] * 3
        assert len(rows.ids) == 4
        assert "to be deleted: 3 findings on this post" in screen_text(pilot)
        await pilot.press("u")
        await settle(pilot)
        assert decisions(vault) == []
        assert len(rows.ids) == 7


async def test_a_post_that_stays_is_decided_finding_by_finding(started: Started, vault: Vault) -> None:
    async with started(5) as pilot:
        add_to_first_post(vault, [Severity.CRITICAL])
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("f")
        assert decisions(vault) == [(Outcome.FALSE_POSITIVE, "")]
        assert len(place(pilot).rows.ids) == 5


async def test_what_a_place_has_loaded_is_looked_through_no_more(started: Started) -> None:
    async with started(3) as pilot:
        for _ in range(20):
            await pilot.pause(SETTLED)
            if gc.get_freeze_count():
                break
        assert gc.get_freeze_count() > 0


async def test_later_stays_open_and_moves_on(started: Started, vault: Vault) -> None:
    async with started(5) as pilot:
        await pilot.press("2")
        await settle(pilot)
        rows = place(pilot).rows
        second = rows.ids[1]
        await pilot.press("l")
        await settle(pilot)
        assert decisions(vault) == [(Outcome.LATER, "")]
        assert len(rows.ids) == 5
        assert rows.cursor_id == second
        assert len(vault.findings.ids(FindingFilter(), place(pilot).order)) == 5


async def test_keeping_asks_for_a_reason_and_saves_it(started: Started, vault: Vault) -> None:
    async with started(3) as pilot:
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("p")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ReasonDialog)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, ReasonDialog), "an empty reason is not taken"
        await pilot.press(*"agreed", "enter")
        await settle(pilot)
        assert decisions(vault) == [(Outcome.KEEP, "agreed")]


async def test_a_usual_reason_can_be_picked(started: Started, vault: Vault) -> None:
    async with started(3) as pilot:
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("p")
        await pilot.press("tab", "down", "enter")
        await settle(pilot)
        assert decisions(vault) == [(Outcome.KEEP, USUAL[1])]


async def test_escape_leaves_the_finding_undecided(started: Started, vault: Vault) -> None:
    async with started(3) as pilot:
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("p", "escape")
        await settle(pilot)
        assert decisions(vault) == []


async def test_undo_takes_the_last_decision_back_and_returns_to_it(started: Started, vault: Vault) -> None:
    async with started(5) as pilot:
        await pilot.press("2")
        await settle(pilot)
        rows = place(pilot).rows
        third = rows.ids[2]
        await pilot.press("j", "j", "x", "k", "u")
        await settle(pilot)
        assert decisions(vault) == []
        assert len(rows.ids) == 5
        assert rows.cursor_id == third


async def test_undo_with_nothing_decided_says_so(started: Started) -> None:
    async with started(3) as pilot:
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("u")
        await settle(pilot)
        assert "no decision left" in notices(pilot)


async def test_one_decision_applies_to_all_marked(started: Started, vault: Vault) -> None:
    async with started(6) as pilot:
        await pilot.press("2")
        await settle(pilot)
        rows = place(pilot).rows
        await pilot.press("space", "space", "j", "space")
        assert len(rows.marked) == 3
        await pilot.press("f")
        assert [outcome for outcome, _ in decisions(vault)] == [Outcome.FALSE_POSITIVE] * 3
        assert len(rows.ids) == 3
        assert rows.marked == set()
        await pilot.press("u")
        await settle(pilot)
        assert decisions(vault) == [], "a batch is taken back as one"


async def test_alike_shows_how_many_before_it_marks(started: Started) -> None:
    async with started(24) as pilot:
        await pilot.press("2")
        await settle(pilot)
        rows = place(pilot).rows
        await pilot.press("a")
        await settle(pilot)
        assert isinstance(pilot.app.screen, AlikeDialog)
        assert "4 findings" in screen_text(pilot)
        assert rows.marked == set()
        await pilot.press("enter")
        await settle(pilot)
        assert len(rows.marked) == 4


async def test_repeat_decides_as_the_last_time(started: Started, vault: Vault) -> None:
    async with started(4) as pilot:
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("full_stop")
        assert decisions(vault) == []
        await pilot.press("p", *"same", "enter")
        await settle(pilot)
        await pilot.press("full_stop")
        assert decisions(vault) == [(Outcome.KEEP, "same")] * 2


async def test_category_and_severity_narrow_the_list(started: Started, vault: Vault) -> None:
    async with started(30) as pilot:
        await pilot.press("2")
        await settle(pilot)
        rows = place(pilot).rows
        await pilot.press("c")
        await settle(pilot)
        assert len(rows.ids) == 5
        assert "phi" in screen_text(pilot)
        await pilot.press("v", "v", "v")
        await settle(pilot)
        assert 0 < len(rows.ids) < 5
        await pilot.press("escape")
        await settle(pilot)
        assert len(rows.ids) == 30


async def test_account_and_status_narrow_the_list(started: Started) -> None:
    async with started(10) as pilot:
        await pilot.press("2")
        await settle(pilot)
        rows = place(pilot).rows
        await pilot.press("n")
        await settle(pilot)
        assert len(rows.ids) == 0, "mastodon comes first and has none"
        assert "No finding matches" in screen_text(pilot)
        await pilot.press("n")
        await settle(pilot)
        assert len(rows.ids) == 10
        await pilot.press("x", "t")
        await settle(pilot)
        assert place(pilot).wanted.status is FindingStatus.DECIDED
        assert len(rows.ids) == 1


async def test_words_narrow_the_list_and_the_cursor_stays_on_its_finding(started: Started) -> None:
    async with started(30) as pilot:
        await pilot.press("2")
        await settle(pilot)
        rows = place(pilot).rows
        await pilot.press("slash")
        assert isinstance(pilot.app.focused, Input)
        await pilot.press(*"number 2", "enter")
        await settle(pilot)
        assert 0 < len(rows.ids) < 30
        assert pilot.app.focused is rows
        await pilot.press("end")
        chosen = rows.cursor_id
        await pilot.press("escape")
        await settle(pilot)
        assert len(rows.ids) == 30
        assert rows.cursor_id == chosen


async def test_sorting_keeps_the_cursor_on_its_finding(started: Started) -> None:
    async with started(30) as pilot:
        await pilot.press("2")
        await settle(pilot)
        rows = place(pilot).rows
        await pilot.press("pagedown")
        chosen, before = rows.cursor_id, list(rows.ids)
        await pilot.press("s")
        await settle(pilot)
        assert list(rows.ids) != before
        assert rows.cursor_id == chosen


async def test_the_pane_shows_why_and_labels_the_spans(started: Started) -> None:
    async with started(3, size=(140, 45)) as pilot:
        await pilot.press("2")
        await settle(pilot)
        text = screen_text(pilot)
        for words in ("94-year-old[AGE]", "Ely[LOCATION]", "Why", "age over 89", "What would help", "@maren"):
            assert words in text
        assert "place.small" in text, "a term without words of its own shows its signal"
        assert "sum.age" not in text
        assert "Also on this post" not in text


async def test_text_from_outside_is_shown_and_never_obeyed(started: Started) -> None:
    async with started(3, size=(140, 45), texts=dict.fromkeys((1, 2, 3), HOSTILE)) as pilot:
        await pilot.press("2")
        await settle(pilot)
        text = screen_text(pilot)
        for raw in ("\x1b", "\x00", "\u202e", "\u202c"):
            assert raw not in text
        for shown in ("[bold]loud[/bold]", "[@click=app.quit]here[/]", "␛[31m"):
            assert shown in text


async def test_a_post_of_a_hundred_thousand_letters_is_cut(started: Started) -> None:
    async with started(2, texts={1: "a" * 100_000, 2: "\u0301" * 50_000}) as pilot:
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("j")
        await settle(pilot)
        assert len(screen_text(pilot).splitlines()) == 24


@pytest.mark.parametrize("size", [(80, 24), (60, 16), (30, 8), (140, 45)])
async def test_every_size_of_terminal_can_be_worked_in(
    started: Started, vault: Vault, size: tuple[int, int]
) -> None:
    async with started(41, size=size) as pilot:
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("j", "enter", "x")
        await settle(pilot)
        assert len(decisions(vault)) == 1
        for line in screen_text(pilot).splitlines():
            assert len(line) <= size[0]
