"""Keeps the one owner. Knows nothing of accounts."""

from __future__ import annotations

from auditor.store import columns
from auditor.store.connection import Connections
from connectors.model import Owner
from connectors.storable import storable


class OwnerRow:
    """`Vault.owner`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def get(self) -> Owner:
        """The owner as told so far; empty fields where nothing was."""
        with self._connections.read() as db:
            row = db.execute("SELECT name, role, employers, city, conflicts, extra FROM owner").fetchone()
        if row is None:
            return Owner()
        name, role, employers, city, conflicts, extra = row
        return Owner(
            name, role, columns.texts(employers), city, columns.texts(conflicts), columns.mapping(extra)
        )

    def set(self, owner: Owner) -> None:
        """Keep `owner` in place of what was known."""
        row = [
            storable(owner.name),
            storable(owner.role),
            columns.as_json([storable(one) for one in owner.employers]),
            storable(owner.city),
            columns.as_json([storable(one) for one in owner.conflicts]),
            columns.as_json(owner.extra),
        ]
        with self._connections.write() as db:
            db.execute("INSERT OR REPLACE INTO owner VALUES (1, ?, ?, ?, ?, ?, ?)", row)
