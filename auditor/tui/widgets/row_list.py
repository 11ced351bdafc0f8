"""A list that stays quick at 100,000 rows: it draws only what is in view, from ids and cached blocks.

Knows nothing of what a row is: a subclass says how one looks, and whoever uses it says where rows come from.
Measured against Textual's own list widgets by `tests/benchmarks/dashboard.py`.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from auditor.tui.actions import Scope, bindings

Row = TypeVar("Row")
BLOCK = 64
"""Rows read at once: more than most screens hold, few enough to be read and decrypted within a key's time."""
KEPT = 3_000
"""Rows kept in memory."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a line: its text, the terminal cells it takes, and the style's name (empty: the row's)."""

    text: str
    width: int
    style: str = ""


class RowList(ScrollView, Generic[Row], can_focus=True):
    """A header and any number of one-line rows, with a cursor and marks that are kept by id."""

    ALLOW_SELECT = False
    BINDINGS = bindings(Scope.LIST)
    # A line is always as wide as the list; a scrollbar that comes and goes would change that width.
    DEFAULT_CSS = "RowList { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row-list--header",
        "row-list--cursor",
        "row-list--cursor-blurred",
        "row-list--marked",
        "row-list--quiet",
    }

    @dataclass
    class Highlighted(Message):
        """The cursor stands on another row, or (None) on none."""

        row_list: RowList[Any]
        row_id: int | None

        # A held key moves the cursor faster than a pane can follow: only the last place counts.
        def can_replace(self, message: Message) -> bool:
            return isinstance(message, RowList.Highlighted)

    @dataclass
    class Chosen(Message):
        """A row was double-clicked."""

        row_list: RowList[Any]
        row_id: int

    def __init__(
        self,
        load: Callable[[Sequence[int]], Sequence[Row]],
        *,
        empty: str = "Nothing here.",
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.empty = empty
        self.marked: set[int] = set()
        self._load = load
        self._ids: array[int] = array("q")
        self._cursor = 0
        self._base = Style.null()
        self._rows: OrderedDict[int, Row] = OrderedDict()

    # What a subclass says.

    def header(self, width: int) -> list[Cell]:
        """The header's cells for a line of `width` terminal cells."""
        raise NotImplementedError

    def cells(self, row: Row, width: int, is_marked: bool) -> list[Cell]:
        """A row's cells; their texts must already be harmless (`auditor.untrusted`)."""
        raise NotImplementedError

    # What the list holds.

    @property
    def ids(self) -> array[int]:
        """The ids in their present order; not to be changed."""
        return self._ids

    @property
    def cursor_id(self) -> int | None:
        return self._ids[self._cursor] if self._ids else None

    @property
    def cursor(self) -> int:
        return self._cursor

    def show(self, ids: array[int], cursor_id: int | None = None) -> None:
        """Show these ids. The cursor goes to `cursor_id`, else stays on its id, else to the first row."""
        wanted = cursor_id if cursor_id is not None else self.cursor_id
        self._ids = ids
        self._rows.clear()
        self.marked.intersection_update(ids)
        try:
            self._cursor = ids.index(wanted) if wanted is not None else 0
        except ValueError:
            self._cursor = 0
        self._reshape()

    def take_out(self, gone: Collection[int]) -> None:
        """Take rows out; the cursor goes to the next row that is left, or the last."""
        before = sum(1 for i in self._ids[: self._cursor] if i not in gone)
        self._ids = array("q", (i for i in self._ids if i not in gone))
        self.marked.difference_update(gone)
        self._cursor = max(0, min(before, len(self._ids) - 1))
        self._reshape()

    def reload(self, changed: Collection[int] | None = None) -> None:
        """Read rows again: those given, or all."""
        if changed is None:
            self._rows.clear()
        else:
            for row_id in changed:
                self._rows.pop(row_id, None)
        self.refresh()

    def row(self, index: int) -> Row:
        """The row at a place, from memory or read with those around it."""
        row_id = self._ids[index]
        if row_id not in self._rows:
            start = index - index % BLOCK
            missing = [i for i in self._ids[start : start + BLOCK] if i not in self._rows]
            self._rows.update(zip(missing, self._load(missing), strict=True))
        self._rows.move_to_end(row_id)
        row = self._rows[row_id]
        while len(self._rows) > KEPT:
            self._rows.popitem(last=False)
        return row

    def toggle_mark(self) -> None:
        """Mark or unmark the row under the cursor and go down one."""
        if (current := self.cursor_id) is not None:
            self.marked.symmetric_difference_update({current})
            self._refresh_row(self._cursor)
            self.action_move(1)

    # Moving.

    def move_to(self, index: int) -> None:
        """Put the cursor on a row, scroll to it, and say so."""
        index = max(0, min(index, len(self._ids) - 1))
        if index != self._cursor:
            self._refresh_row(self._cursor)
            self._cursor = index
            self._refresh_row(index)
            self.post_message(self.Highlighted(self, self.cursor_id))
        self._scroll_to_cursor()

    def action_move(self, step: int) -> None:
        self.move_to(self._cursor + step)

    def action_page(self, direction: int) -> None:
        self.move_to(self._cursor + direction * max(1, self.size.height - 2))

    def action_edge(self, direction: int) -> None:
        self.move_to(0 if direction < 0 else len(self._ids) - 1)

    def _scroll_to_cursor(self) -> None:
        body = max(1, self.size.height - 1)
        top = self.scroll_offset.y
        if self._cursor < top:
            self.scroll_to(y=self._cursor, animate=False, force=True)
        elif self._cursor >= top + body:
            self.scroll_to(y=self._cursor - body + 1, animate=False, force=True)

    def _reshape(self) -> None:
        self.virtual_size = Size(self.size.width, len(self._ids) + 1)
        self._scroll_to_cursor()
        self.refresh()
        self.post_message(self.Highlighted(self, self.cursor_id))

    def _refresh_row(self, index: int) -> None:
        self.refresh_line(index + 1)

    # Events.

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, len(self._ids) + 1)
        self._scroll_to_cursor()

    def on_focus(self) -> None:
        self._refresh_row(self._cursor)

    def on_blur(self) -> None:
        self._refresh_row(self._cursor)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or offset.y == 0:
            return
        index = self.scroll_offset.y + offset.y - 1
        if index >= len(self._ids):
            return
        self.move_to(index)
        if event.ctrl or event.shift or offset.x < 2:
            self.marked.symmetric_difference_update({self._ids[index]})
            self._refresh_row(index)
        elif event.chain == 2:
            self.post_message(self.Chosen(self, self._ids[index]))

    # Drawing.

    def render_lines(self, crop: Region) -> list[Strip]:
        # Textual works it out of all ancestors' styles each time it is asked: once a frame will do.
        self._base = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        base = self._base
        if y == 0:
            style = base + self.get_component_rich_style("row-list--header")
            return self._strip(self.header(width), width, style, is_plain=True)
        index = self.scroll_offset.y + y - 1
        if not self._ids and y == 2:
            quiet = base + self.get_component_rich_style("row-list--quiet", partial=True)
            return self._strip([Cell(f"  {self.empty}", width)], width, quiet, is_plain=True)
        if index >= len(self._ids):
            return Strip.blank(width, base)
        is_marked = self._ids[index] in self.marked
        cells = self.cells(self.row(index), width, is_marked)
        if index == self._cursor:
            name = "row-list--cursor" if self.has_focus else "row-list--cursor-blurred"
            # On the cursor's ground a severity's colour may be illegible: letter and shape must do there.
            return self._strip(
                cells, width, base + self.get_component_rich_style(name), is_plain=self.has_focus
            )
        if is_marked:
            base += self.get_component_rich_style("row-list--marked", partial=True)
        return self._strip(cells, width, base, is_plain=False)

    def _strip(self, cells: Sequence[Cell], width: int, style: Style, *, is_plain: bool) -> Strip:
        segments = []
        for cell in cells:
            own = (
                style
                if is_plain or not cell.style
                else style + self.get_component_rich_style(cell.style, partial=True)
            )
            segments.append(Segment(set_cell_size(cell.text[: cell.width * 4], cell.width), own))
        return Strip(segments).crop_extend(0, width, style)
