"""The findings: a list, the post beside it, and a key for each decision. Every decision is saved at once."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual.containers import Container
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from auditor.errors import AuditorError
from auditor.model import Category, FindingFilter, FindingOrder, FindingStatus, Outcome
from auditor.tui.actions import Scope, bindings
from auditor.tui.marks import OUTCOME_TITLE, count
from auditor.tui.screens.alike import AlikeDialog
from auditor.tui.screens.place import Place
from auditor.tui.screens.reason import ReasonDialog
from auditor.tui.values import Alike, Row
from auditor.tui.widgets.detail_pane import DetailPane
from auditor.tui.widgets.filter_bar import FilterBar, next_severity
from auditor.tui.widgets.finding_list import FindingList
from auditor.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from auditor.engine.rewriting import Suggestion

FOLLOW = 0.04
"""Seconds after which the pane follows the cursor, so that a held key pays for it once."""
TYPING = 0.2
"""Seconds after the last letter until the search runs."""
STATUSES = (FindingStatus.OPEN, FindingStatus.DECIDED, FindingStatus.RESOLVED, None)


class FindingsPlace(Place):
    """Go through the findings."""

    SCOPE = Scope.FINDINGS
    BINDINGS = bindings(Scope.FINDINGS)

    def __init__(self) -> None:
        super().__init__()
        self.wanted = FindingFilter()
        self.order = FindingOrder.SEVERITY
        self._follow: Timer | None = None
        self._typing: Timer | None = None
        self._said = ""

    def body(self) -> Iterator[Widget]:
        yield FilterBar()
        with Container(id="findings-split"):
            yield FindingList(
                self._load, empty="No finding matches. Press Esc to clear the filter.", id="findings"
            )
            yield DetailPane(id="detail")

    @property
    def rows(self) -> FindingList:
        return self.query_one(FindingList)

    def _load(self, ids: Sequence[int]) -> Sequence[Row]:
        return self.desk.rows(ids)

    def on_mount(self) -> None:
        self.rows.focus()
        super().on_mount()

    # Reading and filtering.

    def read(self) -> None:
        self.refilter()

    def show_only(self, wanted: FindingFilter, cursor_id: int | None = None) -> None:
        """Show the findings of this filter; another place sent the owner here."""
        self.wanted = wanted
        self.in_step()
        self.refilter(cursor_id)
        self.rows.focus()

    def refilter(self, cursor_id: int | None = None) -> None:
        """Ask for the ids again, off the screen's thread, and put the cursor back where it was."""
        self.query_one(FilterBar).show(self.wanted, self.order, self._account_label())
        self.ask(
            partial(self.desk.ids, self.wanted, self.order),
            lambda ids: self._show(ids, cursor_id),
            group="ids",
        )

    def _show(self, ids: array[int], cursor_id: int | None) -> None:
        self.rows.show(ids, cursor_id)
        self._count()

    def _count(self) -> None:
        text = f"{len(self.rows.ids):,}"
        if self.rows.marked:
            text = f"{len(self.rows.marked):,} marked of {text}"
        self.query_one(FilterBar).say_count(f"{text} · {self._said}" if self._said else text)

    def _account_label(self) -> str:
        return next((a.label for a in self.desk.account_labels() if a.id in self.wanted.account_ids), "")

    def action_cycle(self, part: str) -> None:
        """Go to the next value of one part of the filter, or of the order."""
        wanted = self.wanted
        if part == "category":
            steps: list[frozenset[Category]] = [frozenset(), *(frozenset({c}) for c in Category)]
            at = steps.index(wanted.categories) if wanted.categories in steps else -1
            wanted = replace(wanted, categories=steps[(at + 1) % len(steps)])
        elif part == "severity":
            wanted = replace(wanted, min_severity=next_severity(wanted.min_severity))
        elif part == "account":
            accounts = [frozenset[int](), *(frozenset({a.id}) for a in self.desk.account_labels())]
            at = accounts.index(wanted.account_ids) if wanted.account_ids in accounts else -1
            wanted = replace(wanted, account_ids=accounts[(at + 1) % len(accounts)])
        elif part == "status":
            wanted = replace(wanted, status=STATUSES[(STATUSES.index(wanted.status) + 1) % len(STATUSES)])
        else:
            orders = list(FindingOrder)
            self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        self.wanted = wanted
        self._said = ""
        self.refilter()

    def action_search(self) -> None:
        bar = self.query_one(FilterBar)
        bar.query_one(Input).value = self.wanted.text
        bar.open_search()

    def action_clear(self) -> None:
        bar = self.query_one(FilterBar)
        if bar.is_searching:
            self._close_search()
        elif self.rows.marked:
            self.action_unmark()
        elif self.wanted != FindingFilter():
            self.wanted = FindingFilter()
            self.refilter()

    def on_input_changed(self, event: Input.Changed) -> None:
        if self._typing is not None:
            self._typing.stop()
        if event.value != self.wanted.text:
            self._typing = self.set_timer(TYPING, partial(self._search, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._search(event.value)
        self._close_search()

    def _close_search(self) -> None:
        self.query_one(FilterBar).close_search()
        self.rows.focus()

    def _search(self, text: str) -> None:
        if text != self.wanted.text:
            self.wanted = replace(self.wanted, text=text)
            self.refilter()

    # The pane.

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        if self._follow is not None:
            self._follow.stop()
        self._follow = self.set_timer(FOLLOW, self._show_detail)

    def on_row_list_chosen(self) -> None:
        self.action_read()

    def _show_detail(self) -> None:
        current = self.rows.cursor_id
        try:
            detail = self.desk.detail(current) if current is not None else None
        except AuditorError as error:
            self.owner_app.show_error(error)
            return
        self.query_one(DetailPane).show(detail)

    def action_read(self) -> None:
        self.toggle_class("-reading")

    def action_scroll_detail(self, direction: int) -> None:
        pane = self.query_one(DetailPane)
        pane.scroll_relative(y=direction * max(1, pane.size.height - 2), animate=False)

    def action_suggest(self) -> None:
        """Show a safer wording for the finding under the cursor; nothing is posted."""
        if (current := self.rows.cursor_id) is not None:
            self.ask(partial(self.desk.suggestion, current), self._offer_wording)

    def _offer_wording(self, suggestion: Suggestion | None) -> None:
        if suggestion is None:
            self.notify("No wording helps here; “What would help” says what does.")
            return
        from auditor.tui.screens.suggestion import SuggestionDialog

        self.app.push_screen(SuggestionDialog(suggestion))

    def action_link(self, how: str) -> None:
        if (current := self.rows.cursor_id) is not None:
            detail = self.desk.detail(current)
            self.owner_app.follow_link(detail.item.item.url if detail.item else None, how)

    # Marks and decisions.

    def action_mark(self) -> None:
        self.rows.toggle_mark()
        self._count()

    def action_unmark(self) -> None:
        self.rows.marked.clear()
        self.rows.refresh()
        self._count()

    def action_alike(self) -> None:
        current = self.rows.cursor_id
        if current is not None:
            self.ask(partial(self.desk.alike, current, self.wanted), self._offer_alike, group="alike")

    def _offer_alike(self, alike: Alike) -> None:
        self.app.push_screen(AlikeDialog(alike, alike.rule), self._mark_alike)

    def _mark_alike(self, ids: tuple[int, ...] | None) -> None:
        self.rows.marked.update(set(ids or ()).intersection(self.rows.ids))
        self.rows.refresh()
        self._count()

    def _targets(self) -> list[int]:
        marked = self.rows.marked
        if marked:
            return [i for i in self.rows.ids if i in marked]
        return [self.rows.cursor_id] if self.rows.cursor_id is not None else []

    def action_decide(self, outcome: str) -> None:
        targets = self._targets()
        if not targets:
            return
        if Outcome(outcome) is Outcome.KEEP:
            dialog = ReasonDialog(count(len(targets), "finding"))
            self.app.push_screen(dialog, partial(self._keep, targets))
        else:
            self._decide(targets, Outcome(outcome), "")

    def _keep(self, targets: list[int], reason: str | None) -> None:
        if reason:
            self._decide(targets, Outcome.KEEP, reason)

    def action_repeat(self) -> None:
        last = self.desk.last_decision
        if last is None:
            self.notify("Nothing has been decided yet that could be repeated.")
        elif targets := self._targets():
            self._decide(targets, last.outcome, last.reason)

    def _decide(self, targets: list[int], outcome: Outcome, reason: str) -> None:
        decided = self.attempt(partial(self.desk.decide, targets, outcome, reason))
        if decided is None:
            return
        self._said = f"{OUTCOME_TITLE[outcome]}: {decided.told}"
        self.in_step()
        if self.wanted.status is FindingStatus.OPEN and outcome is not Outcome.LATER:
            self.rows.take_out(set(decided.ids))
        else:
            self.rows.marked.clear()
            self.rows.reload(set(decided.ids))
            if len(targets) == 1:
                self.rows.action_move(1)
        self._count()

    def action_undo(self) -> None:
        restored = self.attempt(self.desk.undo)
        if restored is None:
            return
        if not restored:
            self.notify("There is no decision left to take back.")
            return
        self._said = f"taken back: {count(len(restored), 'finding')}"
        self.in_step()
        self.refilter(restored[0])
