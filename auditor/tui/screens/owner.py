"""Who the owner is: what tells her own name, employer and town from a patient's. Stays in the vault."""

from __future__ import annotations

from collections.abc import Iterator

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Static

from auditor.tui.screens.dialog import Dialog
from connectors.model import Owner

FIELDS = (
    ("name", "Your name", "as you sign your posts"),
    ("role", "Your role", "emergency physician"),
    ("employers", "Employers", "separated by semicolons"),
    ("city", "Town you work in", ""),
    ("conflicts", "Conflicts of interest", "separated by semicolons, such as: Acme Devices (consulting)"),
)
MANY = frozenset({"employers", "conflicts"})
LONGEST = 500


class OwnerDialog(Dialog[Owner]):
    """Answers with what was typed; what has no field here is kept as it was."""

    def __init__(self, owner: Owner) -> None:
        super().__init__()
        self._owner = owner

    def compose(self) -> Iterator[Widget]:
        with Vertical(classes="dialog -tall"):
            yield Static("About you", classes="dialog-title")
            yield Static(
                "Kept in your vault only. Empty fields are fine; the audit then knows less.",
                classes="dialog-hint",
            )
            with VerticalScroll(can_focus=False, id="owner-fields"):
                for name, label, hint in FIELDS:
                    value = getattr(self._owner, name)
                    text = "; ".join(value) if name in MANY else value
                    with Horizontal(classes="field"):
                        yield Label(label)
                        yield Input(
                            text, placeholder=hint, id=f"owner-{name}", max_length=LONGEST, compact=True
                        )
            with Horizontal(classes="dialog-buttons"):
                yield Button("Save", id="save", variant="primary")
                yield Button("Cancel", id="cancel")
            yield Static("Tab and Enter move on · Esc leaves it as it was", classes="dialog-hint")

    def on_input_submitted(self) -> None:
        self.focus_next()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(self._typed() if event.button.id == "save" else None)

    def _typed(self) -> Owner:
        texts = {name: self.query_one(f"#owner-{name}", Input).value.strip() for name, _, _ in FIELDS}
        return Owner(
            name=texts["name"],
            role=texts["role"],
            employers=_parts(texts["employers"]),
            city=texts["city"],
            conflicts=_parts(texts["conflicts"]),
            extra=self._owner.extra,
        )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
