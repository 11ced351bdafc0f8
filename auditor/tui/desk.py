"""Every call that the screen makes into the core, and nothing else: what lies on the desk of the owner.

Plain methods over a vault, so that each key can be tested without a terminal; knows nothing of textual.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from auditor import triage
from auditor.disposition import UNDECIDED
from auditor.errors import InputError
from auditor.model import (
    FindingFilter,
    FindingOrder,
    Hold,
    Outcome,
    Plan,
    PlanEntry,
    Progress,
    Severity,
    StoredFinding,
)
from auditor.tui import dues
from auditor.tui.live_desk import LiveDesk, Work
from auditor.tui.values import (
    AccountCard,
    AccountLabel,
    Alike,
    Beside,
    Decided,
    Detail,
    EntryRow,
    ImportOrder,
    Inside,
    LastDecision,
    Overview,
    PlanView,
    Row,
    SignOff,
    SignOffSheet,
    TrendPoint,
    row_of,
)
from auditor.untrusted import one_line
from connectors.model import Owner, Use

if TYPE_CHECKING:
    from auditor.audit import AuditSummary
    from auditor.deletion import Preview, RunSummary
    from auditor.engine.rewriting import Suggestion
    from auditor.intake import IntakeSummary
    from auditor.report import Audience, Format
    from auditor.store import Vault

# The engine, the reports and the importers take as long to import as the first screen takes to paint; each is
# imported by the method that needs it.

TREND = 12
"""Audits that the trend goes back."""
WORST = 50
"""Findings that the overview lists."""
EXCERPT = 160
"""Code points of a post that a plan's line is given."""
CHECKLIST = "audit-tui-checklist.md"


class Desk:
    """The owner's vault and what she can do with it."""

    def __init__(
        self, vault: Vault, *, clock: Callable[[], datetime] | None = None, demo: str | None = None
    ) -> None:
        self.vault = vault
        self.demo = demo
        """The key of the invented clinician whose vault this is, or None."""
        self.revision = 0
        """Rises with every change, so that a screen knows when to read again."""
        self.last_decision: LastDecision | None = None
        self._clock = clock or (lambda: datetime.now(UTC))
        self.live = LiveDesk(vault)

    @classmethod
    def of_demo(cls, key: str, folder: Path, progress: Progress | None = None) -> Desk:
        """A desk over a new vault of an invented clinician, in the evening on which the demo plays."""
        from auditor import demo

        return cls(demo.open_demo(key, folder), clock=lambda: demo.NOW, demo=key)

    @property
    def now(self) -> datetime:
        return self._clock()

    @property
    def label(self) -> str:
        """Whose vault it is, for the top line."""
        name = one_line(self.owner().name, 24)
        return f"DEMO, invented: {name}" if self.demo else name

    @property
    def home(self) -> str:
        """The folder of the vault."""
        return str(self.vault.status().path.parent)

    @property
    def folder(self) -> Path:
        """Where files are written unless the owner names another place."""
        return Path.cwd()

    def is_empty(self) -> bool:
        """Whether nothing was ever brought in."""
        return not self.vault.accounts.list()

    # The owner and her accounts.

    def owner(self) -> Owner:
        return self.vault.owner.get()

    def set_owner(self, owner: Owner) -> None:
        self.vault.owner.set(owner)
        self.revision += 1

    def account_labels(self) -> list[AccountLabel]:
        """Every account's id and name, harmless to show."""
        return [
            AccountLabel(one.id, f"{one_line(one.account.platform, 10)} {one_line(one.account.handle, 24)}")
            for one in self.vault.accounts.list()
        ]

    def accounts(self) -> list[AccountCard]:
        """Every account with its newest profile and its numbers."""
        profiles = {one.id: one.profile for one in self.vault.accounts.list()}
        connected = self.live.connected()
        return [
            AccountCard(one, profiles[one.id], connected.get(one.id))
            for one in self.vault.accounts.summaries()
        ]

    def set_use(self, account_id: int, use: Use) -> None:
        self.vault.accounts.set_use(account_id, use)
        self.revision += 1

    # The overview.

    def overview(self) -> Overview:
        """Everything that the first screen shows."""
        accounts = tuple(self.vault.accounts.summaries())
        counts = self.vault.findings.counts()
        return Overview(
            self.owner(),
            accounts,
            counts,
            self._trend(),
            dues.of(self.vault, accounts, counts, self.now),
            self.ids(FindingFilter(), FindingOrder.SEVERITY)[:WORST],
        )

    def _trend(self) -> tuple[TrendPoint, ...]:
        points = []
        for event in self.vault.events.list(None):
            found = event.detail.get("open")
            if event.kind == "audit" and isinstance(found, int):
                points.append((event.at, TrendPoint(f"{event.at:%Y-%m-%d}", found)))
        points.sort(key=lambda pair: pair[0])
        if not points:
            return ()
        now = TrendPoint("now", sum(self.vault.findings.counts().values()))
        return (*(point for _, point in points[-TREND:]), now)

    # Findings.

    def ids(self, wanted: FindingFilter, order: FindingOrder) -> array[int]:
        return self.vault.findings.ids(wanted, order)

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """The lines of these findings, in this order."""
        return [row_of(line) for line in self.vault.findings.lines(ids)]

    def detail(self, finding_id: int) -> Detail:
        """A finding with its item, its rule and its paragraphs."""
        from auditor.engine import catalogue, citations

        stored = self.vault.findings.get(finding_id)
        item = self.vault.items.get(stored.item_row) if stored.item_row is not None else None
        text = item.item.text if item else self.vault.accounts.get(stored.account_id).profile.bio

        def explained(rule: str) -> tuple[str, str]:
            try:
                return catalogue.get(rule).title, catalogue.get(rule).why
            except InputError:
                # The rule was in an older release; its finding is still worth a decision.
                return rule, ""

        title, why = explained(stored.finding.rule)
        known = citations.all_citations()
        cited = tuple(known[key] for key in stored.finding.citations if key in known)
        on_post = self.vault.findings.on_item(item.id) if item else []
        beside = tuple(
            Beside(
                one.finding.severity,
                one.finding.category,
                explained(one.finding.rule)[0],
                one.decision.outcome if one.decision else None,
            )
            for one in on_post
            if one.id != finding_id
        )
        return Detail(stored, text, item, title, why, cited, beside)

    def suggestion(self, finding_id: int) -> Suggestion | None:
        """A safer wording for a finding's post or bio, scored by the engine; None where no wording helps.

        Reads word lists the first time: to be asked off the screen's thread.
        """
        from auditor import suggesting

        return suggesting.suggestion(self.vault, self.vault.findings.get(finding_id))

    def alike(self, finding_id: int, wanted: FindingFilter) -> Alike:
        """Findings within the filter that are of the same rule, and those resting on the same words too."""
        this = self.vault.findings.get(finding_id)
        words = self._words(this)
        same_rule: list[int] = []
        same_words: list[int] = []
        for other in self.vault.findings.each(wanted):
            if other.finding.rule == this.finding.rule:
                same_rule.append(other.id)
                if words and self._words(other) == words:
                    same_words.append(other.id)
        return Alike(this.finding.rule, tuple(same_rule), tuple(same_words), words)

    def _words(self, stored: StoredFinding) -> str:
        if stored.item_row is not None:
            text = self.vault.items.get(stored.item_row).item.text
        else:
            text = self.vault.accounts.get(stored.account_id).profile.bio
        parts = (text[span.start : span.end] for span in stored.finding.spans)
        return " … ".join(" ".join(part.casefold().split()) for part in parts)

    def decide(self, finding_ids: Sequence[int], outcome: Outcome, reason: str) -> Decided:
        """Save one decision for these findings, and with `delete` for whatever else is open on their posts.

        Raises: InputError when a kept finding has no reason.
        """
        named = self.vault.findings.fingerprints(finding_ids)
        decided = triage.decide(self.vault, named, outcome, reason, self.now)
        self.last_decision = LastDecision(outcome, reason)
        self.revision += 1
        told = triage.reach(len(named), len(decided))
        return Decided(tuple(self.vault.findings.rows(decided)), told)

    def undo(self) -> list[int]:
        """Take the last decision back; returns the ids of the findings it was on."""
        fingerprints = triage.undo(self.vault, self.now)
        self.revision += 1
        return self.vault.findings.rows(fingerprints)

    # The plan.

    def plan_views(self) -> list[PlanView]:
        """The plan drawn up from the decisions, then the confirmed ones; else one view of none."""
        from auditor import deletion

        bios = deletion.bios_to_edit(self.vault)
        drawn = deletion.draft(self.vault, self.now)
        plans = [plan for plan in self.vault.plans.list() if plan.confirmed_at and plan.id != drawn.id]
        views = [PlanView.of(drawn if drawn.entries else None, bios)]
        views += [view for view in map(PlanView.of, plans) if view.waiting]
        return [view for view in views if view.plan] or views

    def entry_rows(self, entries: Sequence[PlanEntry]) -> list[EntryRow]:
        return [EntryRow(entry, one_line(self.item_text(entry)[:EXCERPT], EXCERPT)) for entry in entries]

    def item_text(self, entry: PlanEntry) -> str:
        """The entry's text as stored, to be shown through `untrusted` only; empty once it left the vault."""
        from auditor.store.errors import NotInVault

        try:
            return self.vault.items.get(entry.item_row).item.text
        except NotInVault:
            return ""

    def answer_hold(self, plan: Plan, is_pending: bool, note: str) -> Plan:
        from auditor import deletion

        self.revision += 1
        return deletion.answer_hold(self.vault, plan.id, Hold(is_pending, note, self.now))

    def preserve(self, plan: Plan, progress: Progress) -> Plan:
        from auditor import deletion

        return deletion.preserve(self.vault, plan.id, progress=progress)

    def confirm_plan(self, plan: Plan, count: int) -> Plan:
        from auditor import deletion

        self.revision += 1
        return deletion.confirm(self.vault, plan.id, count, self.now)

    def preview(self, plan: Plan) -> Preview:
        """The newest and the most liked of what would go, and how much of each account that is."""
        from auditor import deletion

        return deletion.preview(self.vault, plan)

    def carry_out(self, plan: Plan, work: Work) -> RunSummary:
        """Delete over the connected accounts what the confirmed plan holds."""
        try:
            return self.live.carry_out(plan, work)
        finally:
            self.revision += 1

    def mark_done(self, plan: Plan, entries: Sequence[PlanEntry]) -> Plan:
        from auditor import deletion

        self.revision += 1
        return deletion.mark_done(self.vault, plan.id, [entry.item_row for entry in entries], self.now)

    def drop(self, plan: Plan, entries: Sequence[PlanEntry]) -> Plan:
        from auditor import deletion

        self.revision += 1
        return deletion.drop(self.vault, plan.id, [entry.item_row for entry in entries], self.now)

    def write_checklist(self, plan: Plan) -> Path:
        """Write what only the owner's own hand can delete; returns the file."""
        from auditor import deletion, private_file

        path = self.folder / CHECKLIST
        private_file.write(path, deletion.checklist(plan).encode())
        return path

    # The report.

    def report_name(self, audience: Audience, fmt: Format) -> str:
        """A file name for it that names nobody."""
        from auditor import cycles

        reader = "" if audience == "department-head" else f"-{audience}"
        return f"audit-report-{cycles.name_of(self.now)}{reader}.{fmt}"

    def report_preview(self, audience: Audience) -> list[str]:
        """What a report for this reader would hold and what it leaves out."""
        from auditor import report
        from auditor.tui.report_lines import preview_lines

        return preview_lines(report.build(self.vault, audience=audience, now=self.now))

    def write_report(self, audience: Audience, fmt: Format, path: Path) -> Path:
        """Issue the report into a file. Raises: InputError when it can't be written there."""
        from auditor import report

        built = report.build(self.vault, audience=audience, now=self.now)
        self.revision += 1
        return report.write(self.vault, built, fmt, path)

    # The self-audit.

    def sign_off_sheet(self) -> SignOffSheet:
        """The self-audit to be signed off next, and what is undecided in it.

        Raises: InputError when this quarter's is signed off already.
        """
        from auditor import cycles

        name = cycles.to_sign(self.vault, self.now)
        if name is None:
            raise InputError(
                f"The self-audit {cycles.name_of(self.now)} is signed off.",
                "The next one opens with the next quarter; the report can be written at any time.",
            )
        counted = Counter[Severity]()
        for one in cycles.figures(self.vault):
            if one.disposition in UNDECIDED:
                counted[one.severity] += one.findings
        undecided = tuple((severity, counted[severity]) for severity in Severity if counted[severity])
        return SignOffSheet(
            name,
            cycles.days_of(name)[1],
            undecided,
            max(0, sum(self.vault.findings.counts().values()) - counted.total()),
            self.owner().name,
            cycles.STATEMENT,
        )

    def sign_off(self, signed: SignOff) -> tuple[str, ...]:
        """Close the self-audit, which is opened first where it never was; returns what she should know of it.

        Raises: InputError when it can't be closed like that; then nothing has changed.
        """
        from auditor import cycles

        with self.vault.transaction():
            if signed.cycle == cycles.name_of(self.now):
                cycles.start(self.vault, self.now)
            closed = cycles.close(
                self.vault,
                signed.cycle,
                signed_by=signed.name,
                statement=signed.statement,
                now=self.now,
                accept_open=signed.accept_open,
            )
        self.revision += 1
        return closed.warnings

    # Bringing in and auditing.

    def inspect(self, paths: Sequence[Path]) -> Inside:
        """What is inside files and folders. Raises: InputError when one is nothing that can be read."""
        from auditor import intake
        from auditor.tui.intake_lines import look_lines

        look = intake.inspect(paths, known=[stored.account for stored in self.vault.accounts.list()])
        told = [record.account for one in look.inspections for record in one.accounts]
        foreign = [
            one.accounts[0].account
            for one, is_foreign in zip(look.inspections, look.foreign, strict=True)
            if is_foreign
        ]
        return Inside(
            tuple(look_lines(look)),
            any(not account.handle and not account.remote_id for account in told),
            (foreign[0].handle or foreign[0].remote_id or "") if foreign else "",
        )

    def take_in(self, order: ImportOrder, progress: Progress) -> IntakeSummary:
        from auditor import deletion, intake

        try:
            summary = intake.take_in(
                self.vault,
                order.paths,
                account=order.handle,
                use=order.use,
                progress=progress,
                now=self.now,
            )
            deletion.verify(self.vault, self.now)
            return summary
        finally:
            self.revision += 1

    def sync(self, work: Work) -> list[str]:
        """Sync every connected account and look again at deletions; what came of it, in lines."""
        from auditor import deletion
        from auditor.tui.sync_lines import sync_lines

        try:
            results = self.live.sync((), work)
            verified = deletion.verify(self.vault, self.now)
            return sync_lines(results, verified, self.live.look_again(work))
        finally:
            self.revision += 1

    def audit(self, progress: Progress) -> AuditSummary:
        from auditor import audit, settings

        try:
            return audit.run(self.vault, with_reader=settings.wants_reader(), progress=progress, now=self.now)
        finally:
            self.revision += 1
