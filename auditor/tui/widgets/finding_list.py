"""The list of findings: severity, category, date, account, what was decided, and the post's first words.

Knows nothing of the vault; rows come from `Desk.rows`.
"""

from __future__ import annotations

from typing import ClassVar

from auditor.model import Severity
from auditor.tui.marks import OUTCOME_LETTER, severity_mark
from auditor.tui.values import Row
from auditor.tui.widgets.row_list import Cell, RowList

WIDE = 100
"""Terminal cells from which account and date get columns of their own."""


class FindingList(RowList[Row]):
    """Findings, one a line."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"finding-list--{severity.value}" for severity in Severity}

    def header(self, width: int) -> list[Cell]:
        return self._line(width, ("", "Sev", "Category", "Date", "Account", "Dec", "Post"))

    def cells(self, row: Row, width: int, is_marked: bool) -> list[Cell]:
        return self._line(
            width,
            (
                "✓" if is_marked else "",
                severity_mark(row.severity),
                row.category.value,
                f"{row.created_at:%Y-%m-%d}" if row.created_at else "undated",
                row.account,
                OUTCOME_LETTER[row.outcome] if row.outcome else "",
                row.excerpt,
            ),
            severity_style=f"finding-list--{row.severity.value}",
        )

    @staticmethod
    def _line(width: int, texts: tuple[str, ...], severity_style: str = "") -> list[Cell]:
        mark, severity, category, date, account, outcome, excerpt = texts
        cells = [
            Cell(mark, 2),
            Cell(severity, 4, severity_style),
            Cell(category, 11),
            Cell(date, 11, "row-list--quiet"),
        ]
        if width >= WIDE:
            cells.append(Cell(account, 20, "row-list--quiet"))
        cells.append(Cell(outcome, 4))
        used = sum(cell.width for cell in cells)
        return [*cells, Cell(excerpt, max(0, width - used))]
