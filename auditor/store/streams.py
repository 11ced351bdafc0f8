"""How far each list of a connected account is read: page and cursor together. Knows no platform."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from auditor.errors import InputError
from auditor.model import COMPLETE_EXPORT
from auditor.store import columns
from auditor.store.connection import Connections
from auditor.store.database import Database
from auditor.store.events import Events
from auditor.store.item_keeping import Kept, forget_readings, keep
from auditor.store.values import Missing, PageKept, StreamState
from connectors.model import Item

_STATE = (
    "account_id, stream, walk_id, begun_at, cursor, known_until, is_whole, is_read, lacking, read_at,"
    " whole_at, billed"
)
# An item that a source told after the reading began may have been posted, or come back, since.
_MISSING = """
    SELECT i.id FROM items i LEFT JOIN confirmations c ON c.item_id = i.id
    WHERE i.account_id = :account AND i.kind IN (SELECT value FROM json_each(:kinds))
      AND i.vanished_at IS NULL AND i.deleted_at IS NULL
      AND (i.has_platform_id
           OR i.id IN (SELECT item_id FROM item_ids WHERE account_id = :account AND is_platform_id))
      AND coalesce(c.import_id, i.import_id) <= :walk
      AND i.id NOT IN (SELECT item_id FROM walk_seen WHERE account_id = :account AND stream = :stream)
      AND (:reaches_back OR i.created_at LIKE '%+00:00' AND i.created_at > :oldest)
    ORDER BY i.created_at DESC, i.id DESC
"""
_SEEN = """
    SELECT count(*), min(CASE WHEN i.created_at LIKE '%+00:00' THEN i.created_at END)
    FROM walk_seen s JOIN items i ON i.id = s.item_id
    WHERE s.account_id = ? AND s.stream = ?
"""


class Streams:
    """`Vault.streams`."""

    def __init__(self, connections: Connections, events: Events, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._events = events
        self._clock = clock

    def get(self, account_id: int, stream: str) -> StreamState | None:
        """How far the list is read; None where it never was."""
        with self._connections.read() as db:
            return _state(db, account_id, stream)

    def list(self, account_id: int) -> list[StreamState]:
        """Every list of the account that was ever read, or begun to be."""
        with self._connections.read() as db:
            rows = db.execute(
                f"SELECT {_STATE} FROM streams WHERE account_id = ? ORDER BY stream", [account_id]
            ).fetchall()
        return [_of_row(row) for row in rows]

    def begin(
        self,
        account_id: int,
        stream: str,
        source_id: int,
        at: datetime,
        *,
        is_whole: bool,
        again: bool = False,
    ) -> StreamState:
        """Begin to read the list from its newest item; what a reading before has left half done is dropped.

        `source_id`: what `imports.begin_sync` gave. `again`: in place of a reading that can't go on; what was
        known before that one is what counts as known.
        """
        with self._connections.write() as db:
            before = _state(db, account_id, stream)
            (newest,) = db.execute("SELECT coalesce(max(id), 0) FROM items").fetchone()
            known_until = before.known_until if again and before is not None else newest
            db.execute(
                "INSERT OR IGNORE INTO streams (account_id, stream) VALUES (?, ?)", [account_id, stream]
            )
            db.execute(
                "UPDATE streams SET walk_id = ?, begun_at = ?, cursor = NULL, known_until = ?, is_whole = ?,"
                " is_read = 0, lacking = CASE WHEN ? THEN 0 ELSE lacking END"
                " WHERE account_id = ? AND stream = ?",
                [source_id, columns.moment(at), known_until, is_whole, is_whole, account_id, stream],
            )
            _forget_seen(db, account_id, stream)
            return _known_state(db, account_id, stream)

    def keep_page(
        self,
        state: StreamState,
        items: Sequence[Item],
        cursor: str | None,
        source_id: int,
        *,
        unread: int = 0,
        billed: int = 0,
    ) -> PageKept:
        """Keep a page's items and where the next page begins, both or neither. `state`: from before the page.

        Raises:
            InputError: another reading of the list has gone on meanwhile; nothing of this page is kept.
        """
        account_id, stream = state.account_id, state.stream
        with self._connections.write() as db:
            now = _state(db, account_id, stream)
            if now is None or (now.walk_id, now.cursor, now.is_read) != (state.walk_id, state.cursor, False):
                raise InputError("Another sync of this account is going on.", "Wait until it is done.")
            kept = keep(db, account_id, items, source_id, is_from_sync=True)
            fresh = _see(db, state, kept.rows) if state.is_whole else 0
            db.execute(
                "UPDATE streams SET cursor = ?, is_read = ?, billed = billed + ?,"
                " lacking = lacking + CASE WHEN is_whole THEN ? ELSE 0 END"
                " WHERE account_id = ? AND stream = ?",
                [cursor, cursor is None, billed, unread, account_id, stream],
            )
            db.execute(
                "UPDATE imports SET added = added + ?, updated = updated + ? WHERE id = ?",
                [kept.counts.added, kept.counts.updated, source_id],
            )
            told = _known_state(db, account_id, stream)
            return PageKept(told, kept.counts, kept.returned, fresh, _was_known(kept, state))

    def missing(self, state: StreamState, kinds: Iterable[str], *, reaches_back: bool) -> Missing:
        """What a whole reading that came to its end did not show. To be told to `conclude` if it is believed.

        Left alone are items that nobody knows by the platform's id, that a source told of since the reading
        began, that are known to be deleted, and, where the list does not reach back to the first item, those
        that are not newer than the oldest that it showed.
        """
        with self._connections.read() as db:
            seen, oldest = db.execute(_SEEN, [state.account_id, state.stream]).fetchone()
            asked = {
                "account": state.account_id,
                "stream": state.stream,
                "kinds": json.dumps(sorted(kinds)),
                "walk": state.walk_id,
                "reaches_back": reaches_back,
                "oldest": oldest,
            }
            return Missing(seen, tuple(row[0] for row in db.execute(_MISSING, asked)))

    def conclude(
        self,
        state: StreamState,
        *,
        vanished: Sequence[int] = (),
        source_id: int | None = None,
        kinds: Iterable[str] = (),
        reaches_back: bool = True,
        without: Iterable[str] = (),
    ) -> StreamState:
        """Note that the reading is done; what has vanished waits for the next audit.

        `vanished`: rows out of `missing`. `source_id`, of a reading that shows what is gone: by which import
        they vanished. It is logged like a complete export of `kinds`, that may leave out items whose `extra`
        has one of the names in `without`.
        """
        with self._connections.write() as db:
            if source_id is not None:
                now = self._clock()
                _mark(db, vanished, now, source_id)
                _, oldest = db.execute(_SEEN, [state.account_id, state.stream]).fetchone()
                detail = {
                    "account": state.account_id,
                    "made_at": columns.moment(state.begun_at),
                    "vanished": len(vanished),
                    # Where nobody knows how far back it reaches, it tells nothing of what still stands.
                    "kinds": " ".join(sorted(kinds)) if reaches_back or oldest else "",
                    "kinds_without_ids": "",
                    "since": None if reaches_back else oldest,
                    "without": " ".join(sorted(without)),
                }
                self._events.append(db, COMPLETE_EXPORT, now, detail)
            db.execute(
                "UPDATE streams SET walk_id = NULL, cursor = NULL, is_read = 0, read_at = begun_at,"
                " whole_at = CASE WHEN is_whole THEN begun_at ELSE whole_at END"
                " WHERE account_id = ? AND stream = ?",
                [state.account_id, state.stream],
            )
            _forget_seen(db, state.account_id, state.stream)
            return _known_state(db, state.account_id, state.stream)


def _mark(db: Database, rows: Sequence[int], now: datetime, source_id: int) -> None:
    db.conn.executemany(
        "UPDATE items SET vanished_at = ?, vanished_by = ? WHERE id = ? AND vanished_at IS NULL",
        [(columns.moment(now), source_id, row) for row in rows],
    )
    forget_readings(db, list(rows))


def _state(db: Database, account_id: int, stream: str) -> StreamState | None:
    row = db.execute(
        f"SELECT {_STATE} FROM streams WHERE account_id = ? AND stream = ?", [account_id, stream]
    ).fetchone()
    return _of_row(row) if row else None


def _known_state(db: Database, account_id: int, stream: str) -> StreamState:
    state = _state(db, account_id, stream)
    assert state is not None
    return state


def _of_row(row: tuple[Any, ...]) -> StreamState:
    account_id, stream, walk_id, begun_at, cursor, known_until, is_whole, is_read, lacking, *rest = row
    read_at, whole_at, billed = rest
    return StreamState(
        account_id,
        stream,
        walk_id,
        columns.to_moment(begun_at),
        cursor,
        known_until,
        bool(is_whole),
        bool(is_read),
        lacking,
        columns.to_moment(read_at),
        columns.to_moment(whole_at),
        billed,
    )


def _see(db: Database, state: StreamState, rows: Iterable[int]) -> int:
    cursor = db.conn.executemany(
        "INSERT OR IGNORE INTO walk_seen VALUES (?, ?, ?)",
        [(state.account_id, state.stream, row) for row in rows],
    )
    return max(0, cursor.rowcount)


def _was_known(kept: Kept, state: StreamState) -> bool:
    if kept.counts.added or kept.counts.updated or kept.returned:
        return False
    return bool(kept.rows) and max(kept.rows) <= state.known_until


def _forget_seen(db: Database, account_id: int, stream: str) -> None:
    db.execute("DELETE FROM walk_seen WHERE account_id = ? AND stream = ?", [account_id, stream])
