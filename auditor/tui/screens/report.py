"""The report: for whom, in which format, into which file, and what it will and will not hold."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from textual.containers import Container, Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Input, RadioButton, RadioSet, Static

from auditor.report import Audience, Format
from auditor.tui.actions import Scope, bindings
from auditor.tui.screens.overwrite import OverwriteDialog
from auditor.tui.screens.place import Place
from auditor.untrusted import one_line, visible

AUDIENCE_LABELS = {
    Audience.DEPARTMENT_HEAD: "Department head: nothing of any post, spans masked, no links",
    Audience.SELF: "Yourself: everything, with the posts' text",
}
FORMAT_LABELS = {
    Format.HTML: "HTML, one file",
    Format.MARKDOWN: "Markdown",
    Format.JSON: "JSON",
    Format.CSV: "CSV",
}
AUDIENCES = tuple(AUDIENCE_LABELS)
FORMATS = tuple(FORMAT_LABELS)


class Choice(RadioButton):
    """A round button that is hollow until it is chosen; Textual's own tells the two apart by colour alone."""

    BUTTON_INNER = "○"

    def watch_value(self) -> None:
        self.BUTTON_INNER = "●" if self.value else "○"
        super().watch_value()


class ReportPlace(Place):
    """Write a report."""

    SCOPE = Scope.REPORT
    BINDINGS = bindings(Scope.REPORT)

    def body(self) -> Iterator[Widget]:
        with VerticalScroll(id="report", can_focus=False):
            with Container(classes="card", id="card-audience"), RadioSet(id="audience"):
                for audience in AUDIENCES:
                    yield Choice(AUDIENCE_LABELS[audience], value=audience == AUDIENCES[0])
            with Container(classes="card", id="card-format"), RadioSet(id="format"):
                for fmt in FORMATS:
                    yield Choice(FORMAT_LABELS[fmt], value=fmt == FORMATS[0])
            with Container(classes="card", id="card-file"), Horizontal(id="report-file"):
                yield Input(id="target", placeholder="File to write")
                yield Button("Write report", id="write", variant="primary")
            with Container(classes="card", id="card-preview"):
                yield Static("", id="preview", markup=False)

    def on_mount(self) -> None:
        titles = {
            "audience": "For whom",
            "format": "Format",
            "file": "File, readable by you alone",
            "preview": "What it will hold",
        }
        for card, title in titles.items():
            self.query_one(f"#card-{card}").border_title = title
        self.query_one("#audience").focus()
        super().on_mount()

    @property
    def audience(self) -> Audience:
        return AUDIENCES[max(0, self.query_one("#audience", RadioSet).pressed_index)]

    @property
    def format(self) -> Format:
        return FORMATS[max(0, self.query_one("#format", RadioSet).pressed_index)]

    def read(self) -> None:
        self._suggest()
        self.ask(partial(self.desk.report_preview, self.audience), self._show)

    def _show(self, lines: list[str]) -> None:
        self.query_one("#preview", Static).update(visible("\n".join(lines)))

    def _suggest(self) -> None:
        """Name a file, as long as the owner has not named one of her own."""
        target = self.query_one("#target", Input)
        if not target.value or Path(target.value) in self._suggestions():
            target.value = str(self.desk.folder / self.desk.report_name(self.audience, self.format))

    def _suggestions(self) -> set[Path]:
        return {self.desk.folder / self.desk.report_name(a, f) for a in AUDIENCES for f in FORMATS}

    def on_radio_set_changed(self) -> None:
        self.read()

    def action_audience(self) -> None:
        self.query_one("#audience", RadioSet).focus()

    def action_format(self) -> None:
        self.query_one("#format", RadioSet).focus()

    def on_button_pressed(self) -> None:
        self.action_write()

    def on_input_submitted(self) -> None:
        self.action_write()

    def action_write(self) -> None:
        text = self.query_one("#target", Input).value.strip()
        if not text:
            self.notify("Name the file that the report shall be written to.", severity="warning")
            return
        path = Path(text).expanduser()
        if path.exists():
            self.app.push_screen(OverwriteDialog(path), lambda sure: self._write(path) if sure else None)
        else:
            self._write(path)

    def _write(self, path: Path) -> None:
        self.ask(
            partial(self.desk.write_report, self.audience, self.format, path), self._written, group="write"
        )

    def _written(self, path: Path) -> None:
        self.notify(f"Written to {one_line(str(path))}", title="Report", markup=False)
