"""The virtual list by itself: sizes, moving, marks, mouse, and what odd characters do to its columns."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

import pytest
from rich.cells import cell_len
from textual import events
from textual.app import App

from auditor.model import Category, Severity
from auditor.tui.values import Row
from auditor.tui.widgets.finding_list import FindingList
from auditor.tui.widgets.row_list import BLOCK, RowList
from auditor.untrusted import one_line


class ListApp(App[None]):
    """A list of made-up rows and nothing else."""

    def __init__(self, number: int, excerpt: str = "text") -> None:
        super().__init__()
        self.number = number
        self.excerpt = excerpt
        self.loads: list[int] = []
        self.highlighted: list[int | None] = []
        self.chosen: list[int] = []

    def compose(self) -> Iterator[FindingList]:
        yield FindingList(self.load, empty="Nothing here.")

    def on_mount(self) -> None:
        self.rows.show(array("q", range(1000, 1000 + self.number)))
        self.rows.focus()

    def load(self, ids: Sequence[int]) -> list[Row]:
        self.loads.append(len(ids))
        excerpt = one_line(self.excerpt)
        return [Row(i, Severity.HIGH, Category.PHI, None, "x @ada", None, f"{i} {excerpt}") for i in ids]

    @property
    def rows(self) -> FindingList:
        return self.query_one(FindingList)

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        self.highlighted.append(event.row_id)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        self.chosen.append(event.row_id)

    def lines(self) -> list[str]:
        return [strip.text for strip in self.screen._compositor.render_strips()]


def wheel_down(rows: FindingList) -> events.MouseScrollDown:
    return events.MouseScrollDown(rows, 5, 5, 0, 1, 0, False, False, False)


@pytest.mark.parametrize("number", [0, 1, 40, 41, 5_000])
async def test_any_number_of_rows_can_be_walked_from_end_to_end(number: int) -> None:
    app = ListApp(number)
    async with app.run_test(size=(80, 24)) as pilot:
        last = 1000 + number - 1 if number else None
        assert app.rows.cursor_id == (1000 if number else None)
        await pilot.press("end", "down", "pagedown", "j")
        await pilot.pause()
        assert app.rows.cursor_id == last
        if number:
            assert any(f" {last} text" in line for line in app.lines()), "the last row is in view"
        else:
            assert "Nothing here." in "\n".join(app.lines())
        await pilot.press("home", "up", "pageup", "k")
        await pilot.pause()
        assert app.rows.cursor_id == (1000 if number else None)
        assert "Sev" in app.lines()[0], "the header stays"


async def test_only_blocks_in_view_are_loaded() -> None:
    app = ListApp(100_000)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.loads == [BLOCK]
        await pilot.press("end")
        await pilot.pause()
        assert len(app.loads) <= 3


async def test_a_page_goes_on_where_the_last_one_ended() -> None:
    app = ListApp(5_000)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("pagedown", "pagedown")
        assert app.rows.cursor == 2 * 22
        await pilot.press("pageup")
        assert app.rows.cursor == 22


async def test_the_cursor_is_kept_by_id_when_rows_change_places() -> None:
    app = ListApp(100)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("pagedown")
        kept = app.rows.cursor_id
        app.rows.show(array("q", reversed(range(1000, 1100))))
        assert app.rows.cursor_id == kept
        app.rows.show(array("q", [1001, 1002]))
        assert app.rows.cursor_id == 1001, "an id that is gone leaves the first row"


async def test_removing_rows_selects_the_next_that_is_left() -> None:
    app = ListApp(10)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "j", "j")
        app.rows.take_out({1001, 1003, 1004})
        assert app.rows.cursor_id == 1005
        await pilot.press("end")
        app.rows.take_out({1009})
        assert app.rows.cursor_id == 1008
        app.rows.take_out(set(range(1000, 1010)))
        assert app.rows.cursor_id is None


async def test_marks_are_kept_by_id_and_shown() -> None:
    app = ListApp(10)
    async with app.run_test(size=(80, 24)) as pilot:
        app.rows.toggle_mark()
        await pilot.pause()
        assert app.rows.marked == {1000}
        assert app.rows.cursor_id == 1001
        assert sum("✓" in line for line in app.lines()) == 1
        app.rows.show(array("q", [1005, 1000]))
        assert app.rows.marked == {1000}
        app.rows.show(array("q", [1005]))
        assert app.rows.marked == set(), "what is not in the list is not decided with it"


async def test_mouse_moves_marks_and_chooses() -> None:
    app = ListApp(100)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(FindingList, offset=(30, 5))
        assert app.rows.cursor_id == 1004
        await pilot.click(FindingList, offset=(0, 7))
        assert app.rows.marked == {1006}
        await pilot.click(FindingList, offset=(30, 3), times=2)
        assert app.chosen == [1002]
        await pilot.click(FindingList, offset=(30, 0))
        assert app.rows.cursor_id == 1002, "the header is no row"
        app.rows.post_message(wheel_down(app.rows))
        await pilot.pause(0.5)
        assert app.rows.scroll_offset.y > 0
        assert app.rows.cursor_id == 1002, "the wheel looks on and leaves the cursor"


@pytest.mark.parametrize(
    "excerpt",
    [
        "你好" * 60,
        "e\u0301" * 200,
        "\u0301" * 5_000,
        "👩‍⚕️ 🏥 " * 40,
        "مرحبا " * 40,
        "\x1b[2J\x1b[31m\x00\u202e[bold]x[/]" * 5,
        "\ud800 lone",
        "",
    ],
    ids=["wide", "combining", "only combining", "emoji", "arabic", "hostile", "surrogate", "empty"],
)
@pytest.mark.parametrize("width", [20, 40, 80, 140])
async def test_no_text_breaks_the_columns(excerpt: str, width: int) -> None:
    app = ListApp(5, excerpt)
    async with app.run_test(size=(width, 8)) as pilot:
        await pilot.pause()
        for line in app.lines():
            assert cell_len(line) == width
            assert not set(line) & {"\x1b", "\x00", "\u202e", "\n"}


async def test_a_resize_keeps_the_cursor_in_view() -> None:
    app = ListApp(500)
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("pagedown")
        await pilot.resize_terminal(60, 10)
        await pilot.pause()
        assert any(f" {app.rows.cursor_id} text" in line for line in app.lines())
