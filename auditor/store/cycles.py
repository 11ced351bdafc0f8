"""The self-audit periods. Knows nothing of calendars."""

from __future__ import annotations

from datetime import datetime

from auditor.model import Cycle
from auditor.store import columns
from auditor.store.connection import Connections
from auditor.store.errors import NotInVault
from auditor.store.events import Events
from connectors.storable import storable

_COLUMNS = "name, started_at, closed_at, signed_by, statement"


class Cycles:
    """`Vault.cycles`."""

    def __init__(self, connections: Connections, events: Events) -> None:
        self._connections = connections
        self._events = events

    def add(self, cycle: Cycle) -> None:
        """Keep a new cycle; one of the same name stays as it is."""
        with self._connections.write() as db:
            added = db.execute(
                f"INSERT OR IGNORE INTO cycles ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)",
                [
                    cycle.name,
                    columns.moment(cycle.started_at),
                    columns.moment(cycle.closed_at),
                    storable(cycle.signed_by),
                    storable(cycle.statement),
                ],
            ).rowcount
            if added:
                self._events.append(db, "cycle started", cycle.started_at, {"cycle": cycle.name})

    def get(self, name: str) -> Cycle:
        """The cycle of this name.

        Raises:
            NotInVault: there is none.
        """
        with self._connections.read() as db:
            row = db.execute(f"SELECT {_COLUMNS} FROM cycles WHERE name = ?", [storable(name)]).fetchone()
        if row is None:
            raise NotInVault("There is no such cycle.", "`audit-tui cycle calendar` shows those there are.")
        return _cycle(row)

    def list(self) -> list[Cycle]:
        """Every cycle, the newest first."""
        with self._connections.read() as db:
            rows = db.execute(f"SELECT {_COLUMNS} FROM cycles ORDER BY started_at DESC, name DESC").fetchall()
        return [_cycle(row) for row in rows]

    def close(self, name: str, signed_by: str, statement: str, at: datetime) -> Cycle:
        """Sign the cycle off; return it as it stands then.

        Raises:
            NotInVault: there is none of this name.
        """
        self.get(name)
        with self._connections.write() as db:
            db.execute(
                "UPDATE cycles SET closed_at = ?, signed_by = ?, statement = ? WHERE name = ?",
                [columns.moment(at), storable(signed_by), storable(statement), name],
            )
            self._events.append(db, "cycle closed", at, {"cycle": name})
        return self.get(name)


def _cycle(row: tuple[str, str, str | None, str, str]) -> Cycle:
    name, started_at, closed_at, signed_by, statement = row
    return Cycle(name, columns.known_moment(started_at), columns.to_moment(closed_at), signed_by, statement)
