"""Shows a safer wording with its score before and after, and copies it; posts nothing, changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from auditor.engine import rewriting
from auditor.engine.rewriting import Suggestion
from auditor.tui.actions import Scope, bindings
from auditor.tui.screens.dialog import Dialog
from auditor.untrusted import one_line, visible

WORDS_SHOWN = 60


class SuggestionDialog(Dialog[None]):
    """One suggestion."""

    BINDINGS = bindings(Scope.SUGGESTION)

    def __init__(self, suggestion: Suggestion) -> None:
        super().__init__()
        self._suggestion = suggestion

    def compose(self) -> Iterator[Widget]:
        with Vertical(classes="dialog"):
            yield Static(rewriting.headline(self._suggestion), classes="dialog-title", markup=False)
            with VerticalScroll(id="suggestion"):
                yield Static(suggestion_content(self._suggestion), markup=False)
            hint = (
                "Esc closes"
                if self._suggestion.text is None
                else "y copies it · Esc closes · nothing is posted"
            )
            yield Static(hint, classes="dialog-hint")

    def on_mount(self) -> None:
        self.query_one("#suggestion").focus()

    def action_copy(self) -> None:
        """Put the text on the clipboard, by the terminal's own means."""
        if self._suggestion.text is None:
            self.notify("There is no text to copy.")
            return
        self.app.copy_to_clipboard(visible(self._suggestion.text))
        self.notify(
            "Copied. Where your terminal allows no copying, select the text with Shift and the mouse."
        )


def suggestion_content(suggestion: Suggestion) -> Content:
    """The text, its score, what else is to be said, and what was changed."""
    parts: list[str | tuple[str, str]] = []
    if suggestion.text is not None:
        parts.append((visible(suggestion.text) + "\n\n", "bold"))
    for said in rewriting.sentences(suggestion):
        parts.append(visible(said) + "\n")
    if suggestion.changes:
        parts.append(("\nMade general\n", "bold $secondary"))
    for change in suggestion.changes:
        now = one_line(change.now, WORDS_SHOWN) or "left out"
        parts += [
            ("  " + one_line(change.was.strip(), WORDS_SHOWN), "$quiet"),
            ("  →  ", "$accent"),
            now,
            (f"  {change.type.value}\n", "$quiet"),
        ]
    return Content.assemble(*parts)
