"""Asks which export to bring in: a path typed, pasted or dropped, or picked from the files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from textual import events
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Button, Checkbox, DirectoryTree, Input, Select, Static

from auditor.errors import AuditorError
from auditor.tui.actions import Scope, bindings
from auditor.tui.dropped_path import as_text, dropped, paths_from
from auditor.tui.marks import USE_TITLE
from auditor.tui.screens.dialog import Dialog
from auditor.tui.values import ImportOrder, Inside
from auditor.tui.widgets.acknowledgement import Acknowledgement
from auditor.untrusted import visible
from connectors.model import Use

LOOK = 0.4
"""Seconds after the last letter until the file is looked at."""
EXPLAIN = (
    "Platforms' exports, as zips or folders, or interchange files (.jsonl). What a file is, is told from its"
    " content; several zips of one export are one."
)


ENDINGS = (".zip", ".jsonl", ".json", ".tar", ".gz", ".tgz", ".csv", ".car", ".js")


class ExportTree(DirectoryTree):
    """Folders, and files that may be an export; hidden ones are left out."""

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        return [
            path
            for path in paths
            if not path.name.startswith(".")
            and (path.name.lower().endswith(ENDINGS) or self._safe_is_dir(path))
        ]


class PathField(Input):
    """Where paths stand. What is dropped joins what was dropped before, and takes the place of all else."""

    def __init__(self, placeholder: str, id: str) -> None:
        super().__init__(placeholder=placeholder, id=id)
        self._dropped: tuple[Path, ...] = ()

    def take(self, paths: tuple[Path, ...]) -> None:
        """Put in files that were dropped on the window."""
        before = self._dropped if paths_from(self.value) == self._dropped else ()
        self._dropped = tuple(dict.fromkeys((*before, *paths)))
        self.value = as_text(self._dropped)
        self.cursor_position = len(self.value)

    def _on_paste(self, event: events.Paste) -> None:
        # Left to itself the field takes the first line only, and terminals may drop each file as a line.
        if paths := dropped(event.text):
            event.prevent_default()
            event.stop()
            self.take(paths)


class ImportDialog(Dialog[ImportOrder]):
    """Answers with what to import, and as which use."""

    SCOPE = Scope.IMPORT
    BINDINGS = bindings(Scope.IMPORT)

    def __init__(self, paths: tuple[Path, ...] = ()) -> None:
        """`paths`: files that were dropped on the window already."""
        super().__init__()
        self._given = paths
        self._looking: Timer | None = None
        self._inside: tuple[tuple[Path, ...], Inside] | None = None
        """The paths that were looked at last, and what is there."""

    def compose(self) -> Iterator[Widget]:
        with Vertical(classes="dialog -tall", id="import-dialog"):
            yield Static("Import", classes="dialog-title")
            yield PathField("Path: type, paste, or drop files here", "path")
            yield ExportTree(Path.home(), id="files")
            yield Static(EXPLAIN, id="inside", markup=False)
            yield Input(
                placeholder="handle of the account, which the file does not name: @…",
                id="handle",
                max_length=200,
                classes="-not-asked",
            )
            yield Acknowledgement(
                "another account than yours: tick if it is yours too",
                id="mine",
                classes="-not-asked",
                compact=True,
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
        field = self.query_one(PathField)
        field.focus()
        if self._given:
            field.take(self._given)

    def on_paste(self, event: events.Paste) -> None:
        """Files may be dropped while something else than the field has the focus."""
        event.stop()
        if paths := dropped(event.text):
            self.query_one(PathField).take(paths)

    def _paths(self) -> tuple[Path, ...]:
        return paths_from(self.query_one("#path", Input).value)

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
        paths = self._paths()
        if not paths:
            self.notify("Name a file or folder first.", severity="warning")
        elif not all(path.exists() for path in paths):
            self.notify("There is nothing at that path.", severity="error")
        elif self._inside is None or self._inside[0] != paths:
            self._look(then_start=True)
        else:
            self._start(paths, self._inside[1])

    def _start(self, paths: tuple[Path, ...], inside: Inside) -> None:
        handle, mine = self.query_one("#handle", Input), self.query_one("#mine", Checkbox)
        if inside.lacks_handle and not handle.value.strip():
            handle.focus()
            self.notify("It does not say whose posts it holds: name the account.", severity="warning")
            return
        if inside.other_handle and not mine.value:
            mine.focus()
            self.notify("This is another account than yours: tick that it is yours too.", severity="warning")
            return
        use = self.query_one(Select).value
        name = handle.value.strip() if inside.lacks_handle else inside.other_handle
        self.dismiss(ImportOrder(paths, use if isinstance(use, Use) else None, name or None))

    def _look(self, *, then_start: bool = False) -> None:
        paths = self._paths()
        if not paths or not all(path.exists() for path in paths):
            self._inside = None
            self._show(Inside(("There is nothing at that path." if paths else EXPLAIN,), lacks_handle=False))
        else:
            look = partial(self._inspect, paths, then_start)
            self.run_worker(look, thread=True, exclusive=True, group="look")

    def _inspect(self, paths: tuple[Path, ...], then_start: bool) -> None:
        try:
            inside = self.desk.inspect(paths)
        except AuditorError as error:
            # Bringing it in fails in the same words, and says them where they can't be overlooked.
            inside = Inside((f"{error.what} {error.todo}",), lacks_handle=False)
        if self.is_attached:
            self.app.call_from_thread(self._looked, paths, inside, then_start)

    def _looked(self, paths: tuple[Path, ...], inside: Inside, then_start: bool) -> None:
        if not self.is_attached or self._paths() != paths:
            return
        self._inside = (paths, inside)
        self._show(inside)
        if then_start:
            self._start(paths, inside)

    def _show(self, inside: Inside) -> None:
        self.query_one("#inside", Static).update(visible("\n".join(inside.lines)))
        self.query_one("#handle").set_class(not inside.lacks_handle, "-not-asked")
        mine = self.query_one("#mine", Checkbox)
        mine.set_class(not inside.other_handle, "-not-asked")
        mine.value = False
