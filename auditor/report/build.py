"""Makes the report: gathers it whole from the vault, then lets `redaction` take out what is not to leave.

Reads the vault and writes nothing. Knows nothing of formats.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from auditor import __version__, cycles
from auditor.disposition import Count, tally
from auditor.errors import InputError, VaultError
from auditor.model import Cycle
from auditor.report import wording
from auditor.report.gathering import Gatherer
from auditor.report.model import (
    AccountLine,
    Attestation,
    Audience,
    CycleLine,
    HoldLine,
    Include,
    LogLine,
    Method,
    OwnerLine,
    Proof,
    Report,
    Scope,
)
from auditor.report.redaction import redact

# The screen imports this package before its first paint, so the engine is imported where it is needed.

if TYPE_CHECKING:
    from auditor.store import AccountSummary, Vault

ON_RECORD = frozenset(
    {
        "import", "audit", "cycle started", "cycle closed", "plan", "hold", "plan confirmed", "deletion",
        "account removed", "backup", "restored", "rekeyed", "report-issued", "connected", "disconnected",
        "sync",
    }
)  # fmt: skip
"""Events that counsel is shown; the single decisions are told with their findings."""


def build(
    vault: Vault,
    *,
    audience: Audience = Audience.DEPARTMENT_HEAD,
    cycle: str | None = None,
    now: datetime,
    include: frozenset[Include] = frozenset(),
) -> Report:
    """The report of one self-audit period, holding what `audience` may see.

    `cycle` None: the newest period that is open, else the quarter of `now`. Of a period that is closed,
    findings are told as they stood when it was signed; accounts and deletions always as they are known now.

    Raises:
        InputError: `cycle` names no quarter, or one in which no self-audit was begun.
    """
    chosen = _cycle(vault, cycle, now)
    first, last = cycles.days_of(chosen.name)
    gatherer = Gatherer(vault, chosen.closed_at)
    findings = tuple(gatherer.findings())
    read = _read(vault)
    full = Report(
        audience=Audience.SELF,
        cycle=chosen.name,
        cycle_first=first,
        cycle_last=last,
        is_cycle_closed=chosen.closed_at is not None,
        made_at=now,
        owner=_owner(vault),
        scope=_scope(vault, read),
        method=_method(vault, read),
        counts=tally((f.category, f.severity, f.disposition) for f in findings),
        trend=_trend(vault, chosen),
        deletions=tuple(gatherer.deletions()),
        findings=findings,
        attestation=Attestation(chosen.signed_by, chosen.statement, chosen.closed_at),
        proof=_proof(vault) if audience is Audience.COUNSEL else None,
    )
    report = redact(full, audience, include)
    if audience is Audience.DEPARTMENT_HEAD and Include.PROTECTED not in include and chosen.closed_at:
        # What was signed stands, even if an account has left the vault since.
        report = replace(report, counts=_frozen(vault, chosen.name) or report.counts)
    return report


def _cycle(vault: Vault, name: str | None, now: datetime) -> Cycle:
    quarter = cycles.name_of(now)
    if name is None:
        open_now = cycles.current(vault, now)
        name = open_now.name if open_now else quarter
    cycles.days_of(name)
    known = {cycle.name: cycle for cycle in vault.cycles.list()}
    if name not in known and name != quarter:
        raise InputError(
            "No self-audit was begun in that period.", "`audit-tui cycle` lists those there are."
        )
    return known.get(name) or Cycle(name, now, None, "", "")


def _owner(vault: Vault) -> OwnerLine:
    owner = vault.owner.get()
    return OwnerLine(owner.name, owner.role, owner.employers)


def _scope(vault: Vault, read: _Read) -> Scope:
    summaries = vault.accounts.summaries()
    there = {s.account.platform for s in summaries}
    runs = vault.imports.list()
    # The newest reading of each source speaks: one that was read again may have been read better.
    newest = {run.digest: run for run in reversed(runs) if run.finished_at}
    unfinished = {run.digest for run in runs if not run.finished_at} - newest.keys()
    return Scope(
        accounts=tuple(_account(s) for s in summaries),
        items=vault.items.count(),
        items_not_audited=read.not_audited,
        unread=sum(run.unread for run in newest.values()),
        platforms_not_imported=tuple(p for p in wording.PLATFORM if p not in there),
        imports_unfinished=len(unfinished),
    )


def _account(summary: AccountSummary) -> AccountLine:
    account = summary.account
    return AccountLine(
        platform=account.platform,
        handle=account.handle,
        use=account.use,
        items=sum(summary.items.values()),
        first=_date(summary.first_at),
        last=_date(summary.last_at),
        brought_in_by=summary.source,
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """How many items an audit now would leave as they are."""

    not_audited: int
    """Items that it would read: new, changed, or last read under other rules or facts."""
    with_reader: int
    """Items that were read with the third layer taking part."""


def _read(vault: Vault) -> _Read:
    """What stands read, and how: an account that was read without the third layer was read.

    It is held to the audit that the owner wanted.
    """
    from auditor import audit
    from auditor.engine import Engine

    stored = vault.accounts.list()
    contexts = [audit.context_of(one, stored) for one in stored]
    whole = Engine(vault.owner.get(), contexts, vault.fingerprint_key)
    plain = replace(whole, with_reader=False)
    pending = [
        [vault.items.pending_count(one.id, engine.context(context)) for engine in (whole, plain)]
        for one, context in zip(stored, contexts, strict=True)
    ]
    with_reader = vault.items.count() - sum(one for one, _ in pending) if whole.has_reader else 0
    return _Read(sum(min(both) for both in pending), with_reader)


def _method(vault: Vault, read: _Read) -> Method:
    from auditor.engine import catalogue

    last = vault.audits.last()
    return Method(
        __version__,
        last.ruleset if last else "",
        len(catalogue.all_rules()),
        last.finished_at if last else None,
        vault.items.count() - read.not_audited,
        read.with_reader,
    )


def _trend(vault: Vault, current: Cycle) -> tuple[CycleLine, ...]:
    """The cycles before this one that were closed, the oldest first, each with its frozen figures."""
    earlier = sorted(
        (c.name, c.closed_at) for c in vault.cycles.list() if c.closed_at and c.name < current.name
    )
    lines = ((name, at, _frozen(vault, name)) for name, at in earlier)
    return tuple(CycleLine(name, at, counts) for name, at, counts in lines if counts is not None)


def _frozen(vault: Vault, name: str) -> tuple[Count, ...] | None:
    """What was counted when the cycle was signed; None where no figures were kept."""
    try:
        return cycles.figures_of(vault, name)
    except InputError:
        return None


def _proof(vault: Vault) -> Proof:
    try:
        vault.events.verify()
        is_intact = True
    except VaultError:
        is_intact = False
    events = vault.events.list(None)
    return Proof(
        holds=tuple(
            HoldLine(plan.id, plan.hold.is_pending, plan.hold.note, plan.hold.answered_at)
            for plan in reversed(vault.plans.list())
            if plan.hold
        ),
        log=tuple(LogLine(e.id, e.at, e.kind, e.digest) for e in reversed(events) if e.kind in ON_RECORD),
        log_head=events[0].digest if events else "",
        is_log_intact=is_intact,
    )


def _date(at: datetime | None) -> date | None:
    return at.date() if at else None
