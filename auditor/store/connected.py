"""Which accounts are signed in, and where the keyring holds their tokens. Knows no secret and no platform."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from auditor.store import columns
from auditor.store.connection import Connections
from auditor.store.events import Events
from auditor.store.values import Connected
from connectors.model import ItemKind
from connectors.storable import storable

_COLUMNS = "account_id, name, server, scopes, may_delete, connected_at, expires_at, deletes"


class ConnectedAccounts:
    """`Vault.connections`."""

    def __init__(self, connections: Connections, events: Events, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._events = events
        self._clock = clock

    def set(self, connected: Connected) -> None:
        """Keep that an account is signed in, in place of what was kept of it before."""
        with self._connections.write() as db:
            db.execute(
                f"INSERT OR REPLACE INTO connections ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    connected.account_id,
                    connected.name,
                    storable(connected.server),
                    columns.as_json([storable(scope) for scope in connected.scopes]),
                    connected.may_delete,
                    columns.moment(connected.connected_at),
                    columns.moment(connected.expires_at),
                    columns.as_json(sorted(connected.deletes)),
                ],
            )
            detail = {"account": connected.account_id, "may_delete": connected.may_delete}
            self._events.append(db, "connected", connected.connected_at, detail)

    def renew(self, account_id: int, expires_at: datetime | None) -> None:
        """Keep that the account's token was renewed; without effect where it is not signed in."""
        with self._connections.write() as db:
            db.execute(
                "UPDATE connections SET expires_at = ? WHERE account_id = ?",
                [columns.moment(expires_at), account_id],
            )

    def get(self, account_id: int) -> Connected | None:
        """How the account is signed in; None where it is not."""
        with self._connections.read() as db:
            row = db.execute(
                f"SELECT {_COLUMNS} FROM connections WHERE account_id = ?", [account_id]
            ).fetchone()
        return _connected(row) if row else None

    def list(self) -> list[Connected]:
        """Every account that is signed in, by its row."""
        with self._connections.read() as db:
            rows = db.execute(f"SELECT {_COLUMNS} FROM connections ORDER BY account_id").fetchall()
        return [_connected(row) for row in rows]

    def remove(self, account_id: int) -> None:
        """Forget that the account was signed in; what was fetched stays."""
        with self._connections.write() as db:
            if db.execute("DELETE FROM connections WHERE account_id = ?", [account_id]).rowcount:
                self._events.append(db, "disconnected", self._clock(), {"account": account_id})


def _connected(row: tuple[Any, ...]) -> Connected:
    account_id, name, server, scopes, may_delete, connected_at, expires_at, deletes = row
    return Connected(
        account_id,
        name,
        server,
        columns.texts(scopes),
        bool(may_delete),
        columns.known_moment(connected_at),
        columns.to_moment(expires_at),
        frozenset(map(ItemKind, columns.texts(deletes))),
    )
