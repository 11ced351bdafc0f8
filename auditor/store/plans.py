"""Deletion plans and the journal of what became of each entry. Knows nothing of platforms."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from auditor.model import EntryState, Hold, Plan, PlanEntry, Severity
from auditor.store import columns
from auditor.store.connection import Connections
from auditor.store.database import Database
from auditor.store.errors import NotInVault
from auditor.store.events import Detail, Events
from auditor.store.values import EntryChange
from connectors.storable import storable

_PLAN = "id, made_at, confirmed_at, hold_is_pending, hold_note, hold_answered_at, not_before"
_ENTRY = (
    "account_id, item_row, platform, handle, item_id, digest, kind, created_at, url, state, by_hand,"
    " severity, rules"
)
_BY_RANK = {one.rank: one for one in Severity}


class Plans:
    """`Vault.plans`."""

    def __init__(self, connections: Connections, events: Events) -> None:
        self._connections = connections
        self._events = events

    def add(self, plan: Plan) -> None:
        """Keep a new plan, whole; a plan of the same id stays as it is."""
        with self._connections.write() as db:
            added = db.execute(
                f"INSERT OR IGNORE INTO plans ({_PLAN}) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    plan.id,
                    columns.moment(plan.made_at),
                    columns.moment(plan.confirmed_at),
                    *_hold(plan.hold),
                    columns.moment(plan.not_before),
                ],
            ).rowcount
            if not added:
                return
            db.conn.executemany(
                f"INSERT INTO plan_entries (plan_id, position, {_ENTRY})"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(plan.id, position, *_entry(entry)) for position, entry in enumerate(plan.entries)],
            )
            self._events.append(db, "plan", plan.made_at, {"plan": plan.id, "items": len(plan.entries)})

    def get(self, id: str) -> Plan:
        """The plan of this id, with the present state of its entries.

        Raises:
            NotInVault: there is none.
        """
        with self._connections.read() as db:
            row = db.execute(f"SELECT {_PLAN} FROM plans WHERE id = ?", [columns.text(id)]).fetchone()
            if row is None:
                raise _no_such_plan()
            return _plan(db, row)

    def answer_hold(self, id: str, hold: Hold) -> None:
        """Keep the owner's answer to whether a complaint, claim or inquiry is known or expected.

        Raises:
            NotInVault: there is no such plan.
        """
        with self._connections.write() as db:
            changed = db.execute(
                "UPDATE plans SET (hold_is_pending, hold_note, hold_answered_at) = (?, ?, ?) WHERE id = ?",
                [*_hold(hold), id],
            ).rowcount
            if not changed:
                raise _no_such_plan()
            self._events.append(db, "hold", hold.answered_at, {"plan": id, "pending": hold.is_pending})

    def confirm(self, id: str, at: datetime, *, not_before: datetime | None = None) -> None:
        """Keep that the owner has confirmed the plan, to be carried out from `not_before` on; the first
        confirmation counts.

        Raises:
            NotInVault: there is no such plan.
        """
        with self._connections.write() as db:
            changed = db.execute(
                "UPDATE plans SET not_before = CASE WHEN confirmed_at IS NULL THEN ? ELSE not_before END,"
                " confirmed_at = coalesce(confirmed_at, ?) WHERE id = ?",
                [columns.moment(not_before), columns.moment(at), id],
            ).rowcount
            if not changed:
                raise _no_such_plan()
            self._events.append(db, "plan confirmed", at, {"plan": id})

    def set_state(
        self, plan_id: str, item_row: int, state: EntryState, at: datetime, *, reason: str = ""
    ) -> None:
        """Write into the journal what became of one entry. `reason`: in our words, nothing of a post.

        Raises:
            NotInVault: the plan has no such entry.
        """
        if not self._move(plan_id, item_row, None, state, at, reason):
            raise _no_such_plan()

    def move(
        self,
        plan_id: str,
        item_row: int,
        before: EntryState,
        state: EntryState,
        at: datetime,
        *,
        reason: str = "",
    ) -> bool:
        """`set_state`, but only where the entry's state is still `before`: whether it was."""
        return self._move(plan_id, item_row, before, state, at, reason)

    def _move(
        self,
        plan_id: str,
        item_row: int,
        before: EntryState | None,
        state: EntryState,
        at: datetime,
        reason: str,
    ) -> bool:
        with self._connections.write() as db:
            changed = db.execute(
                "UPDATE plan_entries SET state = ? WHERE plan_id = ? AND item_row = ?"
                " AND state = coalesce(?, state)",
                [state.value, plan_id, item_row, before.value if before else None],
            ).rowcount
            if not changed:
                return False
            db.execute(
                "INSERT INTO entry_states (plan_id, item_row, state, at, reason) VALUES (?, ?, ?, ?, ?)",
                [plan_id, item_row, state.value, columns.moment(at), reason],
            )
            told = {"reason": reason} if reason else {}
            detail: Detail = {"plan": plan_id, "item": item_row, "state": state.value, **told}
            self._events.append(db, "deletion", at, detail)
        return True

    def journal(self, plan_id: str) -> list[EntryChange]:
        """Every change of state of the plan's entries, the oldest first."""
        with self._connections.read() as db:
            rows = db.execute(
                "SELECT item_row, state, at, reason FROM entry_states WHERE plan_id = ? ORDER BY id",
                [plan_id],
            ).fetchall()
        return [
            EntryChange(plan_id, row, state, columns.known_moment(at), why) for row, state, at, why in rows
        ]

    def asked_at(self, account_id: int, since: datetime) -> list[datetime]:
        """When items of the account were asked to be deleted since then, by any plan; the oldest first."""
        with self._connections.read() as db:
            rows = db.execute(
                "SELECT s.at FROM entry_states s JOIN plan_entries e"
                " ON e.plan_id = s.plan_id AND e.item_row = s.item_row"
                " WHERE e.account_id = ? AND s.state = ? AND s.at >= ? ORDER BY s.id",
                [account_id, EntryState.ASKED.value, columns.moment(since)],
            ).fetchall()
        return [columns.known_moment(at) for (at,) in rows]

    def list(self) -> list[Plan]:
        """Every plan, the newest first."""
        with self._connections.read() as db:
            rows = db.execute(f"SELECT {_PLAN} FROM plans ORDER BY made_at DESC, rowid DESC").fetchall()
            return [_plan(db, row) for row in rows]


def _hold(hold: Hold | None) -> tuple[bool | None, str | None, str | None]:
    if hold is None:
        return None, None, None
    return hold.is_pending, storable(hold.note), columns.moment(hold.answered_at)


def _entry(entry: PlanEntry) -> tuple[str | int | None, ...]:
    return (
        entry.account_id,
        entry.item_row,
        storable(entry.platform),
        storable(entry.handle),
        storable(entry.item_id),
        entry.digest,
        entry.kind,
        columns.moment(entry.created_at),
        columns.text(entry.url),
        entry.state.value,
        storable(entry.by_hand),
        entry.severity.rank,
        columns.as_json(list(entry.rules)),
    )


def _plan(db: Database, row: tuple[Any, ...]) -> Plan:
    id, made_at, confirmed_at, is_pending, note, answered_at, not_before = row
    hold = None if answered_at is None else Hold(bool(is_pending), note, columns.known_moment(answered_at))
    entries = db.execute(
        f"SELECT {_ENTRY}, EXISTS"
        " (SELECT 1 FROM copies c WHERE c.item_row = e.item_row AND c.item_digest = e.digest)"
        " FROM plan_entries e WHERE plan_id = ? ORDER BY position",
        [id],
    ).fetchall()
    return Plan(
        id,
        columns.known_moment(made_at),
        hold,
        columns.to_moment(confirmed_at),
        tuple(_stored_entry(one) for one in entries),
        columns.to_moment(not_before),
    )


def _stored_entry(row: tuple[Any, ...]) -> PlanEntry:
    account_id, item_row, platform, handle, item_id, digest, kind, created_at, url = row[:9]
    state, by_hand, severity, rules, is_preserved = row[9:]
    return PlanEntry(
        account_id,
        item_row,
        platform,
        handle,
        item_id,
        digest,
        kind,
        columns.to_moment(created_at),
        url,
        EntryState(state),
        bool(is_preserved),
        by_hand,
        _BY_RANK[severity],
        columns.texts(rules),
    )


def _no_such_plan() -> NotInVault:
    return NotInVault(
        "There is no such plan, or it has no such entry.", "`audit-tui delete --plan` lists the plans."
    )
