"""Accounts and the history of their profiles. Knows nothing of items beyond counting them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from auditor.model import StoredAccount
from auditor.store import columns
from auditor.store.connection import Connections
from auditor.store.database import Database
from auditor.store.errors import NotInVault
from auditor.store.events import Events
from auditor.store.imports import is_live_source
from auditor.store.values import AccountSummary
from connectors.model import Account, ItemKind, Profile, Use
from connectors.storable import storable

_COLUMNS = "a.id, a.platform, a.handle, a.use, a.remote_id, a.extra"
_PROFILE = "display_name, bio, location, website, observed_at"
_STORED = f"""
    SELECT {_COLUMNS}, p.display_name, p.bio, p.location, p.website, p.observed_at
    FROM accounts a LEFT JOIN profiles p ON p.id = a.profile_id
"""
_NEWEST = "coalesce(observed_at, recorded_at) DESC, id DESC"
"""Orders profiles; one without a time of its own counts from when its source was first read."""


class Accounts:
    """`Vault.accounts`."""

    def __init__(self, connections: Connections, events: Events, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._events = events
        self._clock = clock

    def get(self, id: int) -> StoredAccount:
        """The account of this row.

        Raises:
            NotInVault: there is none.
        """
        with self._connections.read() as db:
            row = db.execute(f"{_STORED} WHERE a.id = ?", [id]).fetchone()
        if row is None:
            raise _no_such_account()
        return _stored(row)

    def find(self, text: str) -> StoredAccount:
        """The account that somebody names as `x:@ada`, `@ada` or `ada`.

        Raises:
            NotInVault: none goes by that name, or several do.
        """
        platform, colon, handle = text.strip().partition(":")
        whole = handle_key(text)
        with self._connections.read() as db:
            rows = db.execute(f"{_STORED} WHERE a.handle_key = ?", [whole]).fetchall()
            if colon and not rows:
                rows = db.execute(
                    f"{_STORED} WHERE a.platform = ? AND a.handle_key = ?",
                    [storable(platform.strip().lower()), handle_key(handle)],
                ).fetchall()
        if not rows:
            raise _no_such_account()
        if len(rows) > 1:
            raise NotInVault(
                "More than one account goes by that handle.", "Name its platform too, such as x:@handle."
            )
        return _stored(rows[0])

    def known(self, account: Account) -> StoredAccount | None:
        """The account that `upsert` would take this one for; None where it would be a new one."""
        with self._connections.read() as db:
            id = _find_row(db, account)
        return None if id is None else self.get(id)

    def upsert(
        self, account: Account, profile: Profile | None, source: str, read_at: datetime | None = None
    ) -> StoredAccount:
        """Keep an account as a source tells it, matched by the platform's own id, then by handle.

        A use that the owner has set stays; an older profile joins the history without becoming the newest.
        `read_at`: when the source was first read, which stands in for the time that a profile does not name;
        None: now.
        """
        recorded_at = columns.moment(read_at or self._clock()) or ""
        with self._connections.write() as db:
            id = _find_row(db, account)
            id = _insert(db, account, source) if id is None else _update(db, id, account, source)
            # A name alone would stand as the newest profile, and hide the bio that another source has told.
            if profile is not None and not profile.is_name_only:
                _keep_profile(db, id, profile, recorded_at, is_live_source(source))
            return self.get(id)

    def set_remote_id(self, id: int, remote_id: str) -> None:
        """Keep another id of the platform's for the account: some tell every app another one.

        Raises:
            NotInVault: there is no such account.
        """
        with self._connections.write() as db:
            changed = db.execute("UPDATE accounts SET remote_id = ? WHERE id = ?", [storable(remote_id), id])
            if changed.rowcount == 0:
                raise _no_such_account()

    def set_use(self, id: int, use: Use) -> None:
        """Keep what the owner uses the account for.

        Raises:
            NotInVault: there is no such account.
        """
        with self._connections.write() as db:
            if db.execute("UPDATE accounts SET use = ? WHERE id = ?", [use.value, id]).rowcount == 0:
                raise _no_such_account()

    def remove(self, id: int) -> None:
        """Take the account, its profiles, items and findings out of the vault.

        Decisions, plans and preserved copies stay: they are the proof of what was done.

        Raises:
            NotInVault: there is no such account.
        """
        stored = self.get(id)
        with self._connections.write() as db:
            # What a source told of it would have to be read again.
            db.execute(
                "UPDATE imports SET told = NULL WHERE id IN"
                " (SELECT import_id FROM import_accounts WHERE account_id = ?)",
                [id],
            )
            items = db.execute("SELECT count(*) FROM items WHERE account_id = ?", [id]).fetchone()[0]
            db.execute("UPDATE accounts SET profile_id = NULL WHERE id = ?", [id])
            db.execute("DELETE FROM accounts WHERE id = ?", [id])
            detail = {"account": id, "platform": stored.account.platform, "items": items}
            self._events.append(db, "account removed", self._clock(), detail)

    def profiles(self, id: int) -> list[Profile]:
        """What the account said of itself over time, the newest first; each as it was first seen."""
        with self._connections.read() as db:
            rows = db.execute(
                f"SELECT {_PROFILE} FROM profiles WHERE account_id = ? ORDER BY {_NEWEST}", [id]
            ).fetchall()
        said = [_profile(row) for row in rows]
        older = [*said[1:], None] if said else []
        return [one for one, before in zip(said, older, strict=True) if not (before and _alike(one, before))]

    def exported_at(self, id: int) -> datetime | None:
        """When the newest export was made that told what the account says of itself; connected ones aside."""
        with self._connections.read() as db:
            row = db.execute(
                "SELECT max(observed_at) FROM profiles WHERE account_id = ? AND NOT is_from_sync", [id]
            ).fetchone()
        return columns.to_moment(row[0])

    def summaries(self) -> list[AccountSummary]:
        """Every account with how much the vault holds of it."""
        with self._connections.read() as db:
            rows = db.execute(
                f"SELECT {_COLUMNS}, a.source FROM accounts a ORDER BY a.platform, a.handle_key, a.id"
            ).fetchall()
            held: dict[int, list[tuple[str, int, str | None, str | None, int]]] = {}
            for id, *counted in db.execute(
                "SELECT account_id, kind, count(*), min(created_at), max(created_at), count(vanished_at)"
                " FROM items GROUP BY account_id, kind"
            ):
                held.setdefault(id, []).append(tuple(counted))
            open_findings = dict(
                db.execute(
                    "SELECT account_id, count(*) FROM findings WHERE status = 'open' GROUP BY account_id"
                ).fetchall()
            )
        return [
            _summary(account, source, held.get(account[0], []), open_findings.get(account[0], 0))
            for *account, source in rows
        ]

    def list(self) -> list[StoredAccount]:
        """Every account with its newest profile, by platform and handle."""
        with self._connections.read() as db:
            rows = db.execute(f"{_STORED} ORDER BY a.platform, a.handle_key, a.id").fetchall()
        return [_stored(row) for row in rows]


def handle_key(handle: str) -> str:
    """The handle as `connectors.model.same_handle` compares it."""
    return storable(handle.strip().lstrip("@").casefold())


def _insert(db: Database, account: Account, source: str) -> int:
    cursor = db.execute(
        "INSERT INTO accounts (platform, handle, handle_key, use, remote_id, source, extra)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            storable(account.platform),
            storable(account.handle),
            handle_key(account.handle),
            account.use.value,
            columns.text(account.remote_id),
            source,
            columns.as_json(account.extra),
        ],
    )
    return int(cursor.lastrowid or 0)


def _find_row(db: Database, account: Account) -> int | None:
    if account.remote_id is not None:
        row = db.execute(
            "SELECT id FROM accounts WHERE platform = ? AND remote_id = ?",
            [storable(account.platform), storable(account.remote_id)],
        ).fetchone()
        if row:
            return int(row[0])
    # A handle that now belongs to another id of the platform is another account: handles change hands.
    row = db.execute(
        "SELECT id FROM accounts WHERE platform = ? AND handle_key = ?"
        " AND (remote_id IS NULL OR ? IS NULL) ORDER BY id DESC LIMIT 1",
        [storable(account.platform), handle_key(account.handle), account.remote_id],
    ).fetchone()
    return int(row[0]) if row else None


def _update(db: Database, id: int, account: Account, source: str) -> int:
    db.execute(
        "UPDATE accounts SET handle = ?, handle_key = ?, remote_id = coalesce(?, remote_id), source = ?,"
        " use = CASE use WHEN 'unset' THEN ? ELSE use END, extra = ? WHERE id = ?",
        [
            storable(account.handle),
            handle_key(account.handle),
            columns.text(account.remote_id),
            source,
            account.use.value,
            columns.as_json(account.extra),
            id,
        ],
    )
    return id


def _keep_profile(db: Database, id: int, profile: Profile, recorded_at: str, is_from_sync: bool) -> None:
    """Add what was observed to the history, once.

    The same words observed later are kept too: profiles come in any order, and only so is it known which were
    the last.
    """
    said = [storable(one) for one in (profile.display_name, profile.bio, profile.location, profile.website)]
    observed_at = columns.moment(profile.observed_at)
    seen = db.execute(
        "SELECT 1 FROM profiles WHERE account_id = ? AND display_name = ? AND bio = ? AND location = ?"
        " AND website = ? AND observed_at IS ? AND (observed_at IS NOT NULL OR recorded_at = ?)",
        [id, *said, observed_at, recorded_at],
    ).fetchone()
    if seen:
        return
    db.execute(
        f"INSERT INTO profiles (account_id, {_PROFILE}, recorded_at, is_from_sync)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [id, *said, observed_at, recorded_at, is_from_sync],
    )
    db.execute(
        "UPDATE accounts SET profile_id ="
        f" (SELECT id FROM profiles WHERE account_id = accounts.id ORDER BY {_NEWEST} LIMIT 1) WHERE id = ?",
        [id],
    )


def _alike(one: Profile, other: Profile) -> bool:
    """Whether two profiles say the same, whenever."""
    return replace(one, observed_at=None) == replace(other, observed_at=None)


def _summary(
    account: list[Any],
    source: str,
    held: list[tuple[str, int, str | None, str | None, int]],
    open_findings: int,
) -> AccountSummary:
    return AccountSummary(
        account[0],
        _account(account),
        {ItemKind(kind): count for kind, count, *_ in held},
        columns.to_moment(min((first for _, _, first, _, _ in held if first), default=None)),
        columns.to_moment(max((last for _, _, _, last, _ in held if last), default=None)),
        source,
        open_findings,
        sum(vanished for *_, vanished in held),
    )


def _account(row: Sequence[Any]) -> Account:
    _, platform, handle, use, remote_id, extra = row
    return Account(platform, handle, Use(use), remote_id, columns.mapping(extra))


def _profile(row: Sequence[Any]) -> Profile:
    name, bio, location, website, observed_at = row
    return Profile(name or "", bio or "", location or "", website or "", columns.to_moment(observed_at))


def _stored(row: Sequence[Any]) -> StoredAccount:
    return StoredAccount(row[0], _account(row[:6]), _profile(row[6:]))


def _no_such_account() -> NotInVault:
    return NotInVault("No account goes by that name.", "`audit-tui accounts` lists those in the vault.")
