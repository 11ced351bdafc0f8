"""The deletion plan: what exactly is to go, how, and what stands in the way. Nothing goes on one key."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from auditor.model import EntryState, Plan, PlanEntry
from auditor.tui.actions import Scope, bindings
from auditor.tui.marks import STATE_TITLE, count
from auditor.tui.screens.confirm_plan import ConfirmPlanDialog
from auditor.tui.screens.hold import HoldAnswer, HoldDialog
from auditor.tui.screens.place import Place
from auditor.tui.screens.summary import SummaryDialog
from auditor.tui.screens.work import WorkDialog
from auditor.tui.values import EntryRow, PlanView
from auditor.tui.widgets.entry_list import EntryList
from auditor.tui.widgets.row_list import RowList
from auditor.untrusted import one_line, visible

if TYPE_CHECKING:
    from auditor.deletion import Preview, RunSummary

TEXT_SHOWN = 2_000
"""Code points of an entry's text that are shown."""


class PlanPlace(Place):
    """What is marked for deletion."""

    SCOPE = Scope.PLAN
    BINDINGS = bindings(Scope.PLAN)

    def __init__(self) -> None:
        super().__init__()
        self.view: PlanView | None = None
        self._others: list[PlanView] = []

    def body(self) -> Iterator[Widget]:
        yield Static("", id="plan-summary", markup=False)
        yield EntryList(
            self._load, empty="Nothing is marked for deletion. In Findings, x marks a post.", id="entries"
        )
        with VerticalScroll(id="plan-entry", can_focus=False):
            yield Static("", id="entry-text", markup=False)

    def on_mount(self) -> None:
        self.query_one(EntryList).focus()
        super().on_mount()

    @property
    def plan(self) -> Plan | None:
        return self.view.plan if self.view else None

    def read(self) -> None:
        self.ask(self.desk.plan_views, self._show_first)

    def _show_first(self, views: list[PlanView]) -> None:
        """Show the plan that was shown before, else the first."""
        before = self.plan.id if self.plan else None
        same = next((view for view in views if view.plan and view.plan.id == before), views[0])
        self._others = [view for view in views if view is not same]
        self._show(same)

    def action_other(self) -> None:
        if not self._others or self.view is None:
            self.notify("There is no other plan under way.")
            return
        self._others.append(self.view)
        self._show(self._others.pop(0))

    def _show(self, view: PlanView) -> None:
        self.view = view
        self.in_step()
        number = len(view.plan.entries) if view.plan else 0
        self.query_one("#plan-summary", Static).update(summary_content(view, len(self._others)))
        entries = self.query_one(EntryList)
        entries.show(array("q", range(number)), entries.cursor_id)

    def _with_bios(self, plan: Plan) -> PlanView:
        return PlanView.of(plan, self.view.bios if self.view else ())

    def _load(self, places: Sequence[int]) -> Sequence[EntryRow]:
        assert self.plan is not None
        return self.desk.entry_rows([self.plan.entries[place] for place in places])

    def _entry(self) -> PlanEntry | None:
        place = self.query_one(EntryList).cursor_id
        return self.plan.entries[place] if self.plan and place is not None else None

    def _chosen(self) -> list[PlanEntry]:
        entries = self.query_one(EntryList)
        if self.plan and entries.marked:
            return [self.plan.entries[place] for place in sorted(entries.marked)]
        entry = self._entry()
        return [entry] if entry else []

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        entry = self._entry()
        content = entry_content(entry, self.desk.item_text(entry)) if entry else Content("")
        self.query_one("#entry-text", Static).update(content)

    # What the owner can do.

    def action_hold(self) -> None:
        if self.plan is None:
            self.notify("There is no plan yet that the question could be asked of.")
            return
        self.app.push_screen(HoldDialog(), self._answer_hold)

    def _answer_hold(self, answer: HoldAnswer | None) -> None:
        if answer is None or self.plan is None:
            return
        self.attempt(partial(self.desk.answer_hold, self.plan, answer.is_pending, answer.note))
        if answer.is_pending:
            self.notify("The plan is on hold: nothing can be deleted while that stands.", severity="warning")
        self.read()

    def action_confirm(self) -> None:
        """Ask the hold question if it is open, keep copies, and ask for the number."""
        plan = self.plan
        if plan is None or not plan.entries:
            self.notify("Nothing is marked for deletion.")
        elif plan.confirmed_at is not None:
            self._carry_out(plan)
        elif plan.hold is None:
            self.app.push_screen(HoldDialog(), self._answer_then_confirm)
        elif plan.hold.is_pending:
            self.notify(
                "On hold: take advice first. Press h to answer the question anew.", severity="warning"
            )
        else:
            job = partial(self.desk.preserve, plan)
            dialog = WorkDialog("Keeping an encrypted copy of each post", "posts", job)
            self.app.push_screen(dialog, self._ask_number)

    def _answer_then_confirm(self, answer: HoldAnswer | None) -> None:
        if answer is None or self.plan is None:
            return
        changed = self.attempt(partial(self.desk.answer_hold, self.plan, answer.is_pending, answer.note))
        if changed is not None:
            self._show(self._with_bios(changed))
            self.action_confirm()

    def _ask_number(self, preserved: Plan | None) -> None:
        if preserved is None:
            return
        view = self._with_bios(preserved)
        self._show(view)
        preview = self.desk.preview(preserved)
        handles = [share.handle for share in preview.shares if share.is_most]
        content = Content.assemble(summary_content(view), "\n", preview_content(preview))
        self.app.push_screen(ConfirmPlanDialog(view.waiting, content, handles), self._confirm)

    def _confirm(self, number: int | None) -> None:
        if number is None or self.plan is None:
            return
        plan = self.attempt(partial(self.desk.confirm_plan, self.plan, number))
        if plan is not None:
            self._show(self._with_bios(plan))
            if any(entry.by_hand for entry in plan.entries):
                self.notify("The plan is confirmed. Press w for the checklist of what only you can delete.")
            if any(_is_for_a_run(entry) for entry in plan.entries):
                self._carry_out(plan)

    def _carry_out(self, plan: Plan) -> None:
        """Delete over the connected accounts, or go on with it."""
        if not any(_is_for_a_run(entry) for entry in plan.entries):
            self.notify("Nothing of this plan is left for a program to ask: w writes the checklist.")
            return
        job = partial(self.desk.carry_out, plan)
        dialog = WorkDialog("Deleting, and looking again", "seen to be gone", job, is_patient=True)
        self.app.push_screen(dialog, self._carried_out)

    def _carried_out(self, summary: RunSummary | None) -> None:
        self.read_if_stale()
        if summary is not None:
            from auditor.tui.sync_lines import run_lines

            self.app.push_screen(SummaryDialog("What came of it", run_lines(summary)))

    def action_done(self) -> None:
        self._change(self.desk.mark_done)

    def action_drop(self) -> None:
        self._change(self.desk.drop)

    def _change(self, act: Callable[[Plan, Sequence[PlanEntry]], Plan]) -> None:
        chosen = self._chosen()
        if self.plan is None or not chosen:
            return
        plan = self.attempt(partial(act, self.plan, chosen))
        if plan is not None:
            self.query_one(EntryList).marked.clear()
            self._show(self._with_bios(plan))

    def action_mark(self) -> None:
        self.query_one(EntryList).toggle_mark()

    def action_checklist(self) -> None:
        if self.plan is None:
            self.notify("There is no plan yet.")
            return
        path = self.attempt(partial(self.desk.write_checklist, self.plan))
        if path is not None:
            self.notify(f"Written to {one_line(str(path))}", markup=False)

    def action_link(self, how: str) -> None:
        if (entry := self._entry()) is not None:
            self.owner_app.follow_link(entry.url, how)


def summary_content(view: PlanView, others: int = 0) -> Content:
    """What goes, how, from when to when, what is preserved, and what the plan waits for."""
    plan = view.plan
    bios = ", ".join(one_line(account, 40) for account in view.bios)
    by_hand = f"A bio is edited by hand, not deleted: {bios}\n" if bios else ""
    if plan is None:
        return Content(f"{by_hand}No deletion plan.")
    parts: list[str | tuple[str, str]] = [
        (f"Plan {plan.id[:12]}", "bold"),
        (f"  made {plan.made_at:%Y-%m-%d %H:%M}", "$quiet"),
        (f" · {count(others, 'other plan')} under way (p)\n" if others else "\n", "$accent"),
        by_hand,
        f"{count(view.waiting, 'post')} to go: {view.waiting - view.by_hand:,} over connected accounts, "
        f"{view.by_hand:,} by hand\n",
        f"Oldest {_date(view.oldest)}, newest {_date(view.newest)}; "
        f"copies kept of {view.preserved:,} of {view.waiting:,}\n",
    ]
    if plan.hold is None:
        parts.append(("! Open question: is a complaint, claim or inquiry known? Press h.", "bold $warning"))
    elif plan.hold.is_pending:
        parts.append(("! On hold: preserve, do not delete. Press h to answer anew.", "bold $error"))
    elif plan.confirmed_at is None:
        parts.append("No complaint, claim or inquiry is known. Press D to confirm the plan.")
    else:
        more = " D goes on with it." if any(map(_is_for_a_run, plan.entries)) else ""
        parts.append((f"Confirmed {plan.confirmed_at:%Y-%m-%d %H:%M}.{more}", "bold $success"))
    return Content.assemble(*parts)


def entry_content(entry: PlanEntry, text: str) -> Content:
    """One entry: where it is, what has to be done, and what it says."""
    parts: list[str | tuple[str, str]] = [
        (f"{one_line(entry.platform, 20)} {one_line(entry.handle, 60)}", "bold"),
        (f" · {entry.kind} · {_date(entry.created_at)} · {STATE_TITLE[entry.state]}\n", "$quiet"),
    ]
    if entry.by_hand:
        parts += [("By hand: ", "bold $accent"), one_line(entry.by_hand), "\n"]
    else:
        parts += [("By program: ", "bold $accent"), "over the connected account, once confirmed.\n"]
    if entry.url:
        parts.append((one_line(entry.url, 200) + "\n", "underline"))
    shown = visible(text)
    parts += ["\n", shown[:TEXT_SHOWN], "…" if len(shown) > TEXT_SHOWN else ""]
    return Content.assemble(*parts)


def preview_content(preview: Preview) -> Content:
    """What would be missed most, and how much of each account goes."""
    lines = [f"Newest: {_one(entry)}\n" for entry in preview.newest]
    lines += [f"Most liked: {_one(entry)}, {count(likes, 'like')}\n" for entry, likes in preview.most_liked]
    if not preview.most_liked:
        lines.append("How many likes they have is not known.\n")
    lines += [
        f"{one_line(share.platform, 20)} {one_line(share.handle, 40)}: {share.planned:,} of "
        f"{share.standing:,} that stand\n"
        for share in preview.shares
    ]
    return Content("".join(lines))


def _one(entry: PlanEntry) -> str:
    return f"{_date(entry.created_at)} {one_line(entry.platform, 20)} {entry.kind}"


def _is_for_a_run(entry: PlanEntry) -> bool:
    return not entry.by_hand and entry.state in (EntryState.QUEUED, EntryState.ASKED, EntryState.UNKNOWN)


def _date(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else "undated"
