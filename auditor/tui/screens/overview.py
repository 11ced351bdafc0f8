"""The overview: what is due, open findings by category and severity, accounts, and the trend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import set_cell_size
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from auditor.model import FindingFilter, Severity
from auditor.tui.actions import Scope, bindings
from auditor.tui.marks import USE_TITLE, count
from auditor.tui.screens.place import Place
from auditor.tui.values import Due, Overview, Row, TrendPoint
from auditor.tui.widgets.finding_list import FindingList
from auditor.tui.widgets.severity_grid import SeverityGrid
from auditor.untrusted import one_line

BAR = 24
"""Terminal cells of the longest bar of the trend."""


class OverviewPlace(Place):
    """Where the owner stands."""

    SCOPE = Scope.OVERVIEW
    BINDINGS = bindings(Scope.OVERVIEW)

    def __init__(self) -> None:
        super().__init__()
        self._due: tuple[Due, ...] = ()

    def body(self) -> Iterator[Widget]:
        with VerticalScroll(id="overview", can_focus=False):
            with Container(id="overview-cards"):
                with Container(classes="card", id="card-due"):
                    yield OptionList(id="due", markup=False, compact=True)
                with Container(classes="card", id="card-open"):
                    yield SeverityGrid(id="grid")
                with Container(classes="card", id="card-accounts"):
                    yield Static("", id="accounts-summary", markup=False)
                with Container(classes="card", id="card-trend"):
                    yield Static("", id="trend", markup=False)
            with Container(classes="card", id="card-worst"):
                yield FindingList(self._load, empty="Nothing is open.", id="worst")

    def on_mount(self) -> None:
        for card, title in (
            ("due", "What is due"),
            ("open", "Open findings"),
            ("accounts", "Accounts"),
            ("trend", "Open findings over time"),
            ("worst", "Heaviest first"),
        ):
            self.query_one(f"#card-{card}").border_title = title
        self.query_one(SeverityGrid).focus()
        super().on_mount()

    def _load(self, ids: Sequence[int]) -> Sequence[Row]:
        return self.desk.rows(ids)

    def read(self) -> None:
        self.ask(self.desk.overview, self._show)

    def _show(self, overview: Overview) -> None:
        self._due = overview.due
        due = self.query_one("#due", OptionList)
        due.clear_options()
        due.add_options([Option(("! " if one.is_urgent else "· ") + one.text) for one in overview.due])
        self.query_one(SeverityGrid).show(overview.counts)
        self.query_one("#card-open").border_subtitle = count(sum(overview.counts.values()), "finding")
        self.query_one("#accounts-summary", Static).update(accounts_content(overview))
        self.query_one("#trend", Static).update(trend_content(overview.trend))
        self.query_one(FindingList).show(overview.worst)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.owner_app.go(self._due[event.option_index].go)

    def action_next_due(self) -> None:
        if self._due:
            self.owner_app.go(self._due[0].go)

    def action_open(self) -> None:
        """Go to the finding under the cursor of the list."""
        if (current := self.query_one(FindingList).cursor_id) is not None:
            self.owner_app.show_findings(FindingFilter(), current)

    def on_row_list_chosen(self) -> None:
        self.action_open()

    def on_severity_grid_opened(self, event: SeverityGrid.Opened) -> None:
        wanted = FindingFilter(
            categories=frozenset({event.category}), min_severity=event.severity or Severity.INFO
        )
        self.owner_app.show_findings(wanted)


def accounts_content(overview: Overview) -> Content:
    """One line an account: handle, use, how many items, from when to when."""
    if not overview.accounts:
        return Content("No account yet. Press i to import an export.")
    lines: list[str | tuple[str, str]] = [
        (f"{'Platform':<10}{'Handle':<19}{'Used':<13}{'Posts':>6} {'Open':>5}\n", "bold $quiet")
    ]
    for one in overview.accounts:
        account = one.account
        lines += [
            set_cell_size(one_line(account.platform, 9), 9) + " ",
            set_cell_size(one_line(account.handle, 18), 18) + " ",
            (f"{USE_TITLE[account.use]:<13}", "$quiet"),
            f"{sum(one.items.values()):>6} {one.open_findings:>5}\n",
        ]
    return Content.assemble(*lines)


def trend_content(trend: Sequence[TrendPoint]) -> Content:
    """A bar and its number for each audit."""
    if not trend:
        return Content("No audit yet. Press r to run one.")
    most = max(max(point.open for point in trend), 1)
    lines: list[str | tuple[str, str]] = []
    for point in trend:
        length = round(point.open / most * BAR) or (1 if point.open else 0)
        lines += [f"{point.label:<12}", ("█" * length, "$primary"), f" {point.open:,}\n"]
    return Content.assemble(*lines)
