"""The line above the findings: which are shown, how they are sorted, how many, and the words searched for."""

from __future__ import annotations

from collections.abc import Iterator

from textual import events
from textual.containers import Horizontal
from textual.widgets import Input, Static

from auditor.model import FindingFilter, FindingOrder, FindingStatus, Severity
from auditor.tui.marks import SEVERITY_SHAPE, STATUS_TITLE
from auditor.untrusted import one_line

NARROWS = frozenset({"category", "severity", "account"})


class FilterChip(Static):
    """One part of the filter; a click goes to its next value."""

    def __init__(self, part: str) -> None:
        super().__init__("", id=f"chip-{part}", markup=False)
        self._part = part

    async def on_click(self, event: events.Click) -> None:
        event.stop()
        await self.screen.run_action(f"cycle('{self._part}')")


class FilterBar(Horizontal):
    """The filter as words; the search box takes its place while it is used."""

    PARTS = ("category", "severity", "account", "status", "order")

    def compose(self) -> Iterator[Static | Input]:
        for part in self.PARTS:
            yield FilterChip(part)
        yield Static("", id="filter-words", markup=False)
        yield Input(placeholder="words in the post, the reason or the rule", id="search", compact=True)
        yield Static("", id="filter-count", markup=False)

    def show(self, wanted: FindingFilter, order: FindingOrder, account: str) -> None:
        """Put the filter into words; `account` is harmless already."""
        severity = wanted.min_severity
        at_least = f"{SEVERITY_SHAPE[severity]} {severity.value}+" if severity.rank else ""
        # Empty: any; the chip then shows the part's own name, so that it can still be clicked.
        texts = {
            "category": "+".join(sorted(c.value for c in wanted.categories)),
            "severity": at_least,
            "account": account,
            "status": STATUS_TITLE[wanted.status] if wanted.status else "any status",
            "order": f"by {order.value}",
        }
        for part, text in texts.items():
            chip = self.query_one(f"#chip-{part}", FilterChip)
            chip.update(text or part)
            chip.set_class(part in NARROWS and bool(text), "-set")
        self.query_one("#chip-status").set_class(wanted.status is not FindingStatus.OPEN, "-set")
        words = f"“{one_line(wanted.text, 24)}”" if wanted.text else ""
        self.query_one("#filter-words", Static).update(words)

    def say_count(self, text: str) -> None:
        # It takes what width is left, whatever it says: laying the screen out anew would paint all of it.
        self.query_one("#filter-count", Static).update(text, layout=False)

    def open_search(self) -> None:
        self.add_class("-searching")
        self.query_one(Input).focus()

    def close_search(self) -> None:
        self.remove_class("-searching")

    @property
    def is_searching(self) -> bool:
        return self.has_class("-searching")


def next_severity(severity: Severity) -> Severity:
    """The next higher one, and after the highest the lowest."""
    ranked = sorted(Severity, key=lambda s: s.rank)
    return ranked[(severity.rank + 1) % len(ranked)]
