"""Asks for the name under a self-audit, and says what is still undecided; Cancel has the focus."""

from __future__ import annotations

from collections.abc import Iterator

from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Button, Checkbox, Input, Label, Static

from auditor.tui.marks import count
from auditor.tui.screens.dialog import Dialog
from auditor.tui.values import SignOff, SignOffSheet
from auditor.tui.widgets.acknowledgement import Acknowledgement
from auditor.untrusted import one_line

LONGEST = 300


class SignOffDialog(Dialog[SignOff]):
    """Answers with what is signed."""

    def __init__(self, sheet: SignOffSheet) -> None:
        super().__init__()
        self._sheet = sheet

    def compose(self) -> Iterator[Widget]:
        sheet = self._sheet
        with Vertical(classes="dialog", id="sign-off"):
            yield Static(f"Sign off the self-audit {sheet.cycle}?", classes="dialog-title", markup=False)
            yield Static(_told(sheet), markup=False)
            with Horizontal(classes="field -first"):
                yield Label("Your name")
                yield Input(one_line(sheet.name), id="signed-by", max_length=LONGEST, compact=True)
            with Horizontal(classes="field"):
                yield Label("What you attest")
                yield Input(placeholder=sheet.statement, id="statement", max_length=LONGEST, compact=True)
            yield Static(f"Left empty, you sign: {sheet.statement}", id="usual-statement", markup=False)
            if sheet.open:
                yield Acknowledgement(
                    f"I sign with {count(sheet.open, 'finding')} undecided; the report will say so",
                    id="accept-open",
                    compact=True,
                )
            with Horizontal(classes="dialog-buttons"):
                yield Button("Cancel", id="cancel")
                yield Button("Sign off", id="sign", disabled=True)
            yield Static(
                "Signing can't be taken back · Tab moves on · Esc leaves it open", classes="dialog-hint"
            )

    def on_mount(self) -> None:
        self.query_one("#cancel", Button).focus()
        self._allow()

    def _is_ready(self) -> bool:
        is_named = bool(self.query_one("#signed-by", Input).value.strip())
        return is_named and (not self._sheet.open or self.query_one("#accept-open", Checkbox).value)

    def _allow(self) -> None:
        self.query_one("#sign", Button).disabled = not self._is_ready()

    def on_input_changed(self) -> None:
        self._allow()

    def on_checkbox_changed(self) -> None:
        self._allow()

    def on_input_submitted(self) -> None:
        # Enter in a box only goes on: signing takes a second, deliberate key.
        self.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id != "sign" or not self._is_ready():
            self.dismiss(None)
            return
        self.dismiss(
            SignOff(
                self._sheet.cycle,
                self.query_one("#signed-by", Input).value.strip(),
                self.query_one("#statement", Input).value.strip(),
                accept_open=bool(self._sheet.open),
            )
        )


def _told(sheet: SignOffSheet) -> str:
    due = f"It is due by {sheet.due:%Y-%m-%d}. Signing freezes its figures."
    if not sheet.open and not sheet.uncounted:
        return f"{due}\nEvery finding is decided."
    each = (
        "none"
        if not sheet.open
        else ", ".join(f"{number:,} {severity.value}" for severity, number in sheet.undecided)
    )
    told = f"{due}\nUndecided: {each}."
    if sheet.uncounted:
        are = "is" if sheet.uncounted == 1 else "are"
        told += f" {sheet.uncounted:,} more {are} not counted: protected speech, or a post that is gone."
    return told
