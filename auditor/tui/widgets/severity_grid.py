"""Open findings by category and severity, as a grid one can walk through and open.

Every number carries its column's letter and shape; colour only repeats what they say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from auditor.model import Category, Severity
from auditor.tui.actions import Scope, bindings
from auditor.tui.marks import CATEGORY_TITLE, severity_mark

LABEL = 23
COLUMN = 5
CATEGORIES = tuple(Category)
SEVERITIES = tuple(Severity)


class SeverityGrid(Widget, can_focus=True):
    """Categories down, severities across, and a total for each."""

    ALLOW_SELECT = False
    BINDINGS = bindings(Scope.GRID)
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "severity-grid--header",
        "severity-grid--none",
        "severity-grid--cursor",
        *(f"severity-grid--{severity.value}" for severity in Severity),
    }

    @dataclass
    class Opened(Message):
        """The owner wants to see the findings of a category, and of a severity or (None) of all."""

        category: Category
        severity: Severity | None

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._counts: dict[tuple[Category, Severity], int] = {}
        self._row = 0
        self._column = 0

    def show(self, counts: dict[tuple[Category, Severity], int]) -> None:
        """Show these numbers."""
        self._counts = counts
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(CATEGORIES) + 1

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return LABEL + COLUMN * (len(SEVERITIES) + 1)

    def action_step(self, rows: int, columns: int) -> None:
        self._row = max(0, min(self._row + rows, len(CATEGORIES) - 1))
        self._column = max(0, min(self._column + columns, len(SEVERITIES)))
        self.refresh()

    def action_open_cell(self) -> None:
        severity = SEVERITIES[self._column] if self._column < len(SEVERITIES) else None
        self.post_message(self.Opened(CATEGORIES[self._row], severity))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or not 1 <= offset.y <= len(CATEGORIES):
            return
        self._row = offset.y - 1
        self._column = max(0, min((offset.x - LABEL) // COLUMN, len(SEVERITIES)))
        if offset.x < LABEL:
            self._column = len(SEVERITIES)
        self.refresh()
        if event.chain == 2:
            self.action_open_cell()

    def render_line(self, y: int) -> Strip:
        base = self.rich_style
        if y == 0:
            style = base + self.get_component_rich_style("severity-grid--header", partial=True)
            titles = [f"{severity_mark(severity):>{COLUMN}}" for severity in SEVERITIES]
            return self._line([Segment(" " * LABEL + "".join(titles) + f"{'all':>{COLUMN}}", style)])
        if y > len(CATEGORIES):
            return Strip.blank(self.size.width, base)
        category = CATEGORIES[y - 1]
        segments = [Segment(f" {CATEGORY_TITLE[category]:<{LABEL - 1}}", base)]
        numbers = [self._counts.get((category, severity), 0) for severity in SEVERITIES]
        for column, number in enumerate([*numbers, sum(numbers)]):
            name = SEVERITIES[column].value if column < len(SEVERITIES) and number else "none"
            if column == len(SEVERITIES) and number:
                style = base
            else:
                style = base + self.get_component_rich_style(f"severity-grid--{name}", partial=True)
            if self.has_focus and (y - 1, column) == (self._row, self._column):
                style = base + self.get_component_rich_style("severity-grid--cursor")
            segments.append(Segment(f"{_short(number):>{COLUMN}}", style))
        return self._line(segments)

    def _line(self, segments: list[Segment]) -> Strip:
        return Strip(segments).crop_extend(0, self.size.width, self.rich_style)


def _short(number: int) -> str:
    """The number in at most four cells: a column has no more."""
    return str(number) if 0 < number < 10_000 else f"{number // 1000}k" if number else "–"
