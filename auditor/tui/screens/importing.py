"""Asks which export to bring in: a path typed, pasted or dropped, or picked from the files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Button, DirectoryTree, Input, Select, Static

from auditor.errors import AuditorError
from auditor.tui.actions import Scope, bindings
from auditor.tui.dropped_path import path_from
from auditor.tui.marks import USE_TITLE
from auditor.tui.screens.dialog import Dialog
from auditor.tui.values import ImportOrder, Inside
from auditor.untrusted import visible
from connectors.model import Use

LOOK = 0.4
"""Seconds after the last letter until the file is looked at."""
EXPLAIN = (
    "A platform's export, as zip or folder, or an interchange file (.jsonl). What it is, is told from its"
    " content."
)


ENDINGS = (".zip", ".jsonl", ".json", ".tar", ".gz", ".tgz", ".csv")


class ExportTree(DirectoryTree):
    """Folders, and files that may be an export; hidden ones are left out."""

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        return [
            path
            for path in paths
            if not path.name.startswith(".") and (path.name.lower().endswith(ENDINGS) or path.is_dir())
        ]


class ImportDialog(Dialog[ImportOrder]):
    """Answers with what to import, and as which use."""

    SCOPE = Scope.IMPORT
    BINDINGS = bindings(Scope.IMPORT)

    def __init__(self) -> None:
        super().__init__()
        self._looking: Timer | None = None
        self._inside: tuple[Path, Inside] | None = None
        """The path that was looked at last, and what is there."""

    def compose(self) -> Iterator[Widget]:
        with Vertical(classes="dialog -tall", id="import-dialog"):
            yield Static("Import", classes="dialog-title")
            yield Input(placeholder="Path: type, paste, or drop the file here", id="path")
            yield ExportTree(Path.home(), id="files")
            yield Static(EXPLAIN, id="inside", markup=False)
            yield Input(
                placeholder="handle of the account, which the file does not name: @…",
                id="handle",
                max_length=200,
                classes="-not-asked",
            )
            yield Select(
                [(f"used: {USE_TITLE[use]}", use) for use in Use if use is not Use.UNSET],
                prompt="what you use the account for (can wait)",
                id="use",
                compact=True,
            )
            with Horizontal(classes="dialog-buttons"):
                yield Button("Import", id="start", variant="primary")
                yield Button("Cancel", id="cancel")
            yield Static("^o between path and files · ^s imports · Esc leaves", classes="dialog-hint")

    def on_mount(self) -> None:
        self.query_one("#path", Input).focus()

    def _path(self) -> Path | None:
        return path_from(self.query_one("#path", Input).value)

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id != "path":
            return
        if self._looking is not None:
            self._looking.stop()
        self._looking = self.set_timer(LOOK, self._look)

    def on_input_submitted(self) -> None:
        self.action_start()

    def on_directory_tree_file_selected(self, event: DirectoryTree.FileSelected) -> None:
        self.query_one("#path", Input).value = str(event.path)

    def on_directory_tree_directory_selected(self, event: DirectoryTree.DirectorySelected) -> None:
        # An unpacked export is a folder, so a folder is something to import as well as to open.
        self.query_one("#path", Input).value = str(event.path)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "start":
            self.action_start()
        else:
            self.dismiss(None)

    def action_browse(self) -> None:
        path, files = self.query_one("#path"), self.query_one("#files")
        (path if files.has_focus else files).focus()

    def action_start(self) -> None:
        path = self._path()
        if path is None:
            self.notify("Name a file or folder first.", severity="warning")
        elif not path.exists():
            self.notify("There is nothing at that path.", severity="error")
        elif self._inside is None or self._inside[0] != path:
            self._look(then_start=True)
        else:
            self._start(path, self._inside[1])

    def _start(self, path: Path, inside: Inside) -> None:
        handle = self.query_one("#handle", Input)
        if inside.lacks_handle and not handle.value.strip():
            handle.focus()
            self.notify("It does not say whose posts it holds: name the account.", severity="warning")
            return
        use = self.query_one(Select).value
        name = handle.value.strip() if inside.lacks_handle else ""
        self.dismiss(ImportOrder(path, use if isinstance(use, Use) else None, name or None))

    def _look(self, *, then_start: bool = False) -> None:
        path = self._path()
        if path is None or not path.exists():
            self._inside = None
            self._show("There is nothing at that path." if path else EXPLAIN, lacks_handle=False)
        else:
            look = partial(self._inspect, path, then_start)
            self.run_worker(look, thread=True, exclusive=True, group="look")

    def _inspect(self, path: Path, then_start: bool) -> None:
        try:
            inside = self.desk.inspect(path)
        except AuditorError as error:
            # Bringing it in fails in the same words, and says them where they can't be overlooked.
            inside = Inside((f"{error.what} {error.todo}",), lacks_handle=False)
        if self.is_attached:
            self.app.call_from_thread(self._looked, path, inside, then_start)

    def _looked(self, path: Path, inside: Inside, then_start: bool) -> None:
        if not self.is_attached or self._path() != path:
            return
        self._inside = (path, inside)
        self._show(visible("\n".join(inside.lines)), lacks_handle=inside.lacks_handle)
        if then_start:
            self._start(path, inside)

    def _show(self, text: str, *, lacks_handle: bool) -> None:
        self.query_one("#inside", Static).update(text)
        self.query_one("#handle").set_class(not lacks_handle, "-not-asked")
