"""Whole copies of items, made before anything is deleted. Knows nothing of plans or platforms.

A copy outlives its item and its account. Media files are named, not copied: the vault never held them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from auditor.errors import VaultError
from auditor.model import StoredAccount, StoredItem
from auditor.store import columns, errors
from auditor.store.accounts import Accounts
from auditor.store.connection import Connections
from auditor.store.items import Items
from auditor.store.values import PreservedCopy

_COLUMNS = "item_row, item_digest, content, digest, made_at"


class Copies:
    """`Vault.copies`."""

    def __init__(
        self, connections: Connections, accounts: Accounts, items: Items, clock: Callable[[], datetime]
    ) -> None:
        self._connections = connections
        self._accounts = accounts
        self._items = items
        self._clock = clock

    def preserve(self, item_row: int) -> str:
        """Write a copy of all that is known of the item, read it back, and return its digest (SHA-256, hex).

        A second copy of unchanged content is not made.

        Raises:
            NotInVault: there is no such item.
            DamagedVault: what was read back is not what was written; nothing was kept.
        """
        item = self._items.get(item_row)
        content = _content(item, self._accounts.get(item.account_id))
        digest = _digest(content)
        with self._connections.write() as db:
            db.execute(
                f"INSERT OR IGNORE INTO copies ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)",
                [item_row, item.digest, content, digest, columns.moment(self._clock())],
            )
            kept = db.execute(
                "SELECT content FROM copies WHERE item_row = ? AND digest = ?", [item_row, digest]
            ).fetchone()
            if kept is None or _digest(kept[0]) != digest:
                raise errors.damaged()
        return digest

    def get(self, item_row: int) -> PreservedCopy | None:
        """The newest copy of the item, checked against its digest; None where there is none.

        Raises:
            DamagedVault: the copy is not what was written.
        """
        with self._connections.read() as db:
            row = db.execute(
                f"SELECT {_COLUMNS} FROM copies WHERE item_row = ? ORDER BY id DESC LIMIT 1", [item_row]
            ).fetchone()
        if row is None:
            return None
        row_id, item_digest, content, digest, made_at = row
        copy = PreservedCopy(row_id, item_digest, content, digest, columns.known_moment(made_at))
        if _digest(copy.content) != copy.digest:
            raise _changed()
        return copy


def _content(item: StoredItem, account: StoredAccount) -> str:
    told = asdict(item.item)
    return columns.as_json(
        {
            "account": asdict(account.account) | {"extra": {}},
            "item": told,
            "vanished_at": columns.moment(item.vanished_at),
        }
    )


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _changed() -> VaultError:
    return errors.DamagedVault(
        "A preserved copy is not what was written.", "Run `audit-tui vault restore` with an older backup."
    )
