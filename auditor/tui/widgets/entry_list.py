"""The list of a plan's entries: how each goes, its state, its date and its first words."""

from __future__ import annotations

from auditor.tui.marks import STATE_TITLE, severity_mark
from auditor.tui.values import EntryRow
from auditor.tui.widgets.row_list import Cell, RowList


class EntryList(RowList[EntryRow]):
    """Entries of a plan, one a line."""

    def header(self, width: int) -> list[Cell]:
        return self._line(width, ("", "Sev", "How", "State", "Copy", "Date", "Post"))

    def cells(self, row: EntryRow, width: int, is_marked: bool) -> list[Cell]:
        entry = row.entry
        return self._line(
            width,
            (
                "✓" if is_marked else "",
                severity_mark(entry.severity),
                "by hand" if entry.by_hand else "by API",
                STATE_TITLE[entry.state],
                "kept" if entry.is_copy_preserved else "none",
                f"{entry.created_at:%Y-%m-%d}" if entry.created_at else "undated",
                row.excerpt,
            ),
        )

    @staticmethod
    def _line(width: int, texts: tuple[str, ...]) -> list[Cell]:
        mark, severity, how, state, copy, date, excerpt = texts
        cells = [
            Cell(mark, 2),
            Cell(severity, 4),
            Cell(how, 8),
            Cell(state, 13),
            Cell(copy, 5, "row-list--quiet"),
            Cell(date, 11, "row-list--quiet"),
        ]
        used = sum(cell.width for cell in cells)
        return [*cells, Cell(excerpt, max(0, width - used))]
