"""Asks which findings like this one to mark, and says how many they are before anything is marked."""

from __future__ import annotations

from collections.abc import Iterator

from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from auditor.tui.marks import count
from auditor.tui.screens.dialog import Dialog
from auditor.tui.values import Alike
from auditor.untrusted import one_line


class AlikeDialog(Dialog[tuple[int, ...]]):
    """Answers with the ids to mark."""

    def __init__(self, alike: Alike, rule: str) -> None:
        super().__init__()
        self._alike = alike
        self._rule = rule

    def compose(self) -> Iterator[Widget]:
        options = []
        if self._alike.words:
            words = one_line(self._alike.words, 40)
            number = count(len(self._alike.same_words), "finding")
            options.append(Option(f"{number} of this rule with the same words: {words}", id="words"))
        number = count(len(self._alike.same_rule), "finding")
        options.append(Option(f"{number} of the rule {one_line(self._rule, 40)}", id="rule"))
        with Vertical(classes="dialog"):
            yield Static("Mark which findings?", classes="dialog-title")
            yield OptionList(*options, id="alike", markup=False)
            yield Static(
                "Enter marks them; a decision then applies to all marked · Esc leaves", classes="dialog-hint"
            )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._alike.same_words if event.option_id == "words" else self._alike.same_rule)
