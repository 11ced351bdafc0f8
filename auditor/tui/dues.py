"""What waits for the owner, most pressing first. Reads the vault; knows nothing of how it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from auditor.model import Category, FindingFilter, FindingStatus, Outcome, Severity
from auditor.tui.marks import count
from auditor.tui.values import Due, PlanView
from auditor.untrusted import one_line
from connectors.model import Use

if TYPE_CHECKING:
    from auditor.store import AccountSummary, Vault

STALE = timedelta(days=92)
"""An account whose newest post and import are older than a quarter may have moved on."""
NEAR = timedelta(days=14)
"""So long before its last day a self-audit is pressing."""
URGENT = (Severity.CRITICAL, Severity.HIGH)

Counts = Mapping[tuple[Category, Severity], int]


def of(vault: Vault, accounts: Sequence[AccountSummary], counts: Counts, now: datetime) -> tuple[Due, ...]:
    """Everything that is due at `now`."""
    if not accounts:
        return (Due("No account yet: import an export of one (i)", "import", True),)
    return (
        *_audits(vault),
        *_undecided(counts),
        *_plans(vault),
        *_facts(vault, accounts),
        *_cycle(vault, now),
        *_coverage(vault, accounts, now),
    )


def _audits(vault: Vault) -> list[Due]:
    last = vault.audits.last()
    if last is None:
        return [Due("Nothing has been audited yet: run the audit (r)", "audit", True)]
    newer = [run for run in vault.imports.list() if run.finished_at and run.finished_at > last.started_at]
    if any(run.added or run.updated for run in newer):
        return [Due("Posts were brought in since the last audit: run it again (r)", "audit", True)]
    return []


def _undecided(counts: Counts) -> list[Due]:
    heavy = sum(number for (_, severity), number in counts.items() if severity in URGENT)
    rest = sum(counts.values()) - heavy
    dues = []
    if heavy:
        dues.append(Due(f"{count(heavy, 'critical or high finding')} undecided (2)", "findings", True))
    if rest:
        dues.append(Due(f"{count(rest, 'lighter finding')} undecided (2)", "findings"))
    return dues


def _plans(vault: Vault) -> list[Due]:
    dues = []
    plans = [PlanView.of(plan) for plan in vault.plans.list()]
    confirmed = [view for view in plans if view.plan and view.plan.confirmed_at and view.waiting]
    planned = {e.item_row for view in confirmed if view.plan for e in view.plan.entries}
    if any(view.plan and view.plan.hold and view.plan.hold.is_pending for view in plans[:1]):
        dues.append(Due("The deletion plan is on hold (3)", "plan"))
    marked = FindingFilter(status=FindingStatus.DECIDED)
    items = {
        stored.item_row
        for stored in vault.findings.each(marked)
        if stored.decision and stored.decision.outcome is Outcome.DELETE and stored.item_row is not None
    }
    if waiting := len(items - planned):
        dues.append(Due(f"{count(waiting, 'post')} marked for deletion, plan not confirmed (3)", "plan"))
    by_hand = sum(view.by_hand for view in confirmed)
    if by_hand:
        dues.append(Due(f"{count(by_hand, 'post')} to delete by hand, then import again (3)", "plan"))
    return dues


def _facts(vault: Vault, accounts: Sequence[AccountSummary]) -> list[Due]:
    dues = []
    owner = vault.owner.get()
    if not (owner.name and owner.role):
        dues.append(Due("Say who you are, so that your own name is not taken for a patient's (m)", "owner"))
    unset = sum(1 for one in accounts if one.account.use is Use.UNSET)
    if unset:
        dues.append(Due(f"{count(unset, 'account')}: say what you use it for (4)", "accounts"))
    return dues


def _cycle(vault: Vault, now: datetime) -> list[Due]:
    from auditor import cycles

    name = cycles.to_sign(vault, now)
    if name is None:
        following = cycles.calendar(now)[1]
        return [Due(f"Next self-audit: {following.cycle}, due by {following.due:%Y-%m-%d}", "report")]
    due = cycles.days_of(name)[1]
    if due < now.date():
        return [Due(f"Self-audit {name} was due by {due:%Y-%m-%d}: sign it off", "sign_off", True)]
    is_near = due - now.date() <= NEAR
    return [Due(f"Self-audit {name}: sign it off by {due:%Y-%m-%d} (5, s)", "sign_off", is_near)]


def _coverage(vault: Vault, accounts: Sequence[AccountSummary], now: datetime) -> list[Due]:
    dues = []
    # The newest reading of each source speaks: a sync reads the same account again and again.
    unread = sum({run.digest: run.unread for run in reversed(vault.imports.list())}.values())
    if unread:
        dues.append(
            Due(f"Not looked at: {count(unread, 'part')} of exports that could not be read (4)", "accounts")
        )
    for one in accounts:
        last = one.last_at
        if last is not None and now.replace(tzinfo=None) - last.replace(tzinfo=None) > STALE:
            name = f"{one_line(one.account.platform, 10)} {one_line(one.account.handle, 24)}"
            dues.append(Due(f"{name}: nothing newer than {last:%Y-%m-%d} was brought in (i)", "import"))
    return dues
