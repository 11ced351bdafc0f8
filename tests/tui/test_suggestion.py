"""The suggested wording on the screen: shown with its scores, copied, never posted, and it fits 80 by 24."""

from __future__ import annotations

import pytest

from auditor.engine.rewriting import Change, Score, Single, Suggestion, SuggestionKind
from auditor.model import Category, Severity, SpanType
from auditor.store import Vault
from auditor.tui.screens.findings import FindingsPlace
from auditor.tui.screens.suggestion import SuggestionDialog, suggestion_content
from tests.tui.building import HOSTILE
from tests.tui.conftest import Started, notices, screen_text, settle

TELLING = "My patient Wilhelmina Thorngate, MRN 84721990, was seen here last night."


async def opened(pilot: object, category: Category = Category.PHI) -> None:
    """Go to the first finding of a category and ask for a wording."""
    app = pilot.app  # type: ignore[attr-defined]
    await pilot.press("2")  # type: ignore[attr-defined]
    await settle(pilot)  # type: ignore[arg-type]
    place = app.screen
    assert isinstance(place, FindingsPlace)
    while app.desk.detail(place.rows.cursor_id).finding.finding.category is not category:
        await pilot.press("j")  # type: ignore[attr-defined]
    await pilot.press("w")  # type: ignore[attr-defined]
    await settle(pilot)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
async def test_a_wording_is_shown_with_its_scores_and_copied(
    started: Started, vault: Vault, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with started(6, size=size, texts=dict.fromkeys(range(1, 7), TELLING)) as pilot:
        copied: list[str] = []
        monkeypatch.setattr(pilot.app, "copy_to_clipboard", copied.append)
        await opened(pilot)
        assert isinstance(pilot.app.screen, SuggestionDialog)
        shown = screen_text(pilot)
        for words in (
            "A suggestion",
            "before, nothing found after",
            "nothing is posted",
            "remain",
            "Esc closes",
        ):
            assert words in shown
        await pilot.press("y")
        await pilot.pause()
        assert len(copied) == 1
        assert "Thorngate" not in copied[0] and "84721990" not in copied[0]
        assert "Copied" in notices(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, FindingsPlace)
        assert not [one for one in vault.findings.each(pilot.app.screen.wanted) if one.decision]


async def test_where_no_wording_helps_it_says_so(started: Started) -> None:
    async with started(6) as pilot:
        await opened(pilot, Category.CONDUCT)
        assert isinstance(pilot.app.screen, FindingsPlace)
        assert "No wording helps here" in notices(pilot)


async def test_hostile_text_is_harmless_in_the_panel_and_on_the_clipboard(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with started(6, texts=dict.fromkeys(range(1, 7), f"{TELLING} {HOSTILE}")) as pilot:
        copied: list[str] = []
        monkeypatch.setattr(pilot.app, "copy_to_clipboard", copied.append)
        await opened(pilot)
        await pilot.press("y")
        await pilot.pause()
        for text in (*copied, screen_text(pilot)):
            assert "\x1b" not in text and "\u202e" not in text
        assert "[bold]" in copied[0]


def test_the_panel_tells_the_single_detail_and_every_change() -> None:
    text = suggestion_content(
        Suggestion(
            SuggestionKind.REWRITE,
            "A patient came in.",
            Score(Severity.HIGH, 0.9),
            Score(None, 0.0),
            (Change(SpanType.AGE, "94-year-old", ""), Change(SpanType.DATE, "last night", "some time ago")),
            Single("the age", Score(None, 0.0)),
            ("A time was made vague.",),
            length=18,
            remaining=262,
        )
    ).plain
    for words in (
        "A patient came in.",
        "Score: high, 90% before, nothing found after.",
        "Without the age alone",
        "94-year-old  →  left out  AGE",
        "last night  →  some time ago  DATE",
    ):
        assert words in text


async def test_a_suggestion_without_text_has_nothing_to_copy(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with started(1) as pilot:
        copied: list[str] = []
        monkeypatch.setattr(pilot.app, "copy_to_clipboard", copied.append)
        none = Suggestion(
            SuggestionKind.REWRITE, None, Score(Severity.HIGH, 0.9), None, remarks=("Too much.",)
        )
        await pilot.app.push_screen(SuggestionDialog(none))
        await settle(pilot)
        assert "Too much." in screen_text(pilot)
        await pilot.press("y")
        assert copied == []
