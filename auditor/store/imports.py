"""Which sources were brought in, how old they are, and what they told. Knows nothing of how they are read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import blake2b

from auditor.store import columns
from auditor.store.connection import Connections
from auditor.store.events import Events
from auditor.store.values import ImportRun, KeptReading
from connectors.storable import storable


def older(one: str, other: str) -> str:
    """SQL: whether the import `one` is known to be of an older source than `other`, both rows of `imports`.

    Not true where that is unknown, so that the one that is read last counts. A source that does not say when
    it was made is older than what came in after it was first read: reading it again makes it no newer. A
    file of the owner's own making is first read at every reading (`begin`).
    """
    return (
        f"(CASE WHEN {one}.made_at IS NULL THEN {one}.first_id < {other}.first_id"
        f" ELSE ({one}.made_at, {one}.first_id) < ({other}.made_at, {other}.first_id) END IS TRUE)"
    )


_LIVE = "-api"


def live_source(platform: str) -> str:
    """As which a connected account is kept among the sources, such as `mastodon-api`."""
    return f"{platform}{_LIVE}"


def is_live_source(kind: str) -> bool:
    """Whether a source is a connected account."""
    return kind.endswith(_LIVE)


# Whatever was read since and is not newer might come out of another reading otherwise than out of the first.
_KEPT = f"""
    SELECT kept.id, kept.told FROM imports kept
    WHERE kept.digest = ? AND kept.kind = ? AND kept.scope = ? AND kept.told IS NOT NULL
      AND NOT EXISTS (
        SELECT 1 FROM import_accounts mine
        JOIN import_accounts theirs
          ON theirs.account_id = mine.account_id AND theirs.import_id > mine.import_id
        JOIN imports later ON later.id = theirs.import_id
        WHERE mine.import_id = kept.id AND (? OR NOT {older("kept", "later")}))
    ORDER BY kept.id DESC LIMIT 1
"""
_SURPASSED = f"""
    SELECT 1 FROM imports this
    JOIN import_accounts theirs ON theirs.account_id = ?
    JOIN imports that ON that.id = theirs.import_id
    WHERE this.id = ? AND {older("this", "that")} LIMIT 1
"""

_SYNCED_SINCE = f"""
    SELECT 1 FROM imports this JOIN imports that ON that.digest = ? AND {older("this", "that")}
    WHERE this.id = ? LIMIT 1
"""


def _digest_of_syncs(account_id: int) -> str:
    return blake2b(f"syncs of {account_id}".encode(), digest_size=32).hexdigest()


class Imports:
    """`Vault.imports`."""

    def __init__(self, connections: Connections, events: Events, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._events = events
        self._clock = clock

    def begin(
        self,
        path_name: str,
        kind: str,
        digest: str,
        *,
        made_at: datetime | None = None,
        scope: str = "",
        is_hers: bool = False,
    ) -> int:
        """Note that a source is being read, and return the number by which its items know it.

        `made_at`: when the platform made it; only an aware time counts. `scope`: a digest of what the reading
        depends on beside the source, for `kept`. `is_hers`: the owner wrote the file herself, so that handing
        it over again is saying it anew; what a connected account says is new each time as well.
        """
        now = self._clock()
        dated = min(made_at, now) if made_at is not None and made_at.tzinfo is not None else None
        with self._connections.write() as db:
            cursor = db.execute(
                "INSERT INTO imports (name, kind, digest, started_at, made_at, scope)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [storable(path_name), kind, digest, columns.moment(now), columns.moment(dated), scope],
            )
            id = int(cursor.lastrowid or 0)
            db.execute(
                "UPDATE imports SET first_id = (SELECT min(id) FROM imports"
                " WHERE digest = ? AND kind = ? AND (NOT ? OR id = ?)) WHERE id = ?",
                [digest, kind, is_hers, id, id],
            )
            return id

    def of_deletion(self, plan_id: str, account_id: int, at: datetime) -> int:
        """Note that a plan is being carried out on an account, and return the number by which items know it.

        What it shows to be gone no older export brings back (`Items.mark_gone`).
        """
        now = columns.moment(self._clock())
        told = f"{plan_id} {account_id} {columns.moment(at)}"
        with self._connections.write() as db:
            id = self.begin("", "deletion", hashlib.sha256(told.encode()).hexdigest(), made_at=at)
            db.execute("UPDATE imports SET finished_at = ? WHERE id = ?", [now, id])
            return id

    def begin_sync(self, account_id: int, kind: str, at: datetime) -> int:
        """Note that a connected account is being read, and return the number by which its items know it.

        All readings of one account are one source, so that the last speaks for it; readings that were stopped
        before are closed. It is newer than whatever was read before, also where the clock was set back since.
        `touch` is not for these: what an older export alone can tell, it still tells.
        """
        digest = _digest_of_syncs(account_id)
        with self._connections.write() as db:
            db.execute(
                "UPDATE imports SET finished_at = ? WHERE digest = ? AND kind = ? AND finished_at IS NULL",
                [columns.moment(self._clock()), digest, kind],
            )
            id = self.begin("", kind, digest, made_at=at, is_hers=True)
            db.execute("UPDATE imports SET made_at = (SELECT max(made_at) FROM imports) WHERE id = ?", [id])
            return id

    def finish_sync(self, id: int, unread: int, **told: str | int | float | bool | None) -> None:
        """Note that the reading of a connected account is over, in the event log too, with what was `told`.

        How many items were added and updated was counted with each page.
        """
        now = self._clock()
        with self._connections.write() as db:
            db.execute(
                "UPDATE imports SET finished_at = ?, unread = ? WHERE id = ?",
                [columns.moment(now), unread, id],
            )
            (kind,) = db.execute("SELECT kind FROM imports WHERE id = ?", [id]).fetchone()
            self._events.append(db, "sync", now, {"source": kind, "unread": unread, **told})

    def touch(self, id: int, account_id: int) -> None:
        """Note that the source tells of this account; to be called before its items are kept."""
        with self._connections.write() as db:
            db.execute("INSERT OR IGNORE INTO import_accounts VALUES (?, ?)", [id, account_id])

    def finish(
        self, id: int, added: int, updated: int, unread: int, told: Mapping[str, object] | None = None
    ) -> None:
        """Note that the source was read to its end, in the event log too.

        `told`: what the reading said, JSON values without any text of a post, for `kept`; None where another
        reading may say otherwise.
        """
        now = self._clock()
        said = None if told is None else columns.as_json(told)
        with self._connections.write() as db:
            db.execute(
                "UPDATE imports SET finished_at = ?, added = ?, updated = ?, unread = ?, told = ?"
                " WHERE id = ?",
                [columns.moment(now), added, updated, unread, said, id],
            )
            kind, digest = db.execute("SELECT kind, digest FROM imports WHERE id = ?", [id]).fetchone()
            self._events.append(
                db,
                "import",
                now,
                {"source": kind, "digest": digest, "added": added, "updated": updated, "unread": unread},
            )

    def kept(self, kind: str, digest: str, scope: str, *, is_hers: bool = False) -> KeptReading | None:
        """What the last reading of this very source told, where reading it again would change nothing.

        None where it was never read to its end under this scope, where an account that it told of was
        removed, and where a source that is not known to be newer has told of one of its accounts since; of a
        file that the owner wrote herself (`is_hers`), where any source has.
        """
        with self._connections.read() as db:
            row = db.execute(_KEPT, [digest, kind, scope, is_hers]).fetchone()
        return KeptReading(row[0], columns.mapping(row[1])) if row else None

    def is_surpassed(self, id: int, account_id: int) -> bool:
        """Whether a newer export than this one has told of the account."""
        with self._connections.read() as db:
            return db.execute(_SURPASSED, [account_id, id]).fetchone() is not None

    def is_outdated(self, id: int, account_id: int) -> bool:
        """Whether a newer export than this one has told of the account, or it was synced since."""
        with self._connections.read() as db:
            row = db.execute(_SYNCED_SINCE, [_digest_of_syncs(account_id), id]).fetchone()
        return row is not None or self.is_surpassed(id, account_id)

    def was_read_before(self, id: int, account_id: int) -> bool:
        """Whether the same source was read to its end before, and told of the account."""
        with self._connections.read() as db:
            row = db.execute(
                "SELECT 1 FROM imports this JOIN imports same"
                " ON same.first_id = this.first_id AND same.id < this.id AND same.finished_at IS NOT NULL"
                " JOIN import_accounts a ON a.import_id = same.id AND a.account_id = ?"
                " WHERE this.id = ? LIMIT 1",
                [account_id, id],
            ).fetchone()
        return row is not None

    def first_read_at(self, id: int) -> datetime:
        """When the source of this import was first read."""
        with self._connections.read() as db:
            row = db.execute(
                "SELECT first.started_at FROM imports this JOIN imports first ON first.id = this.first_id"
                " WHERE this.id = ?",
                [id],
            ).fetchone()
        return columns.known_moment(row[0])

    def list(self) -> list[ImportRun]:
        """Every import, the newest first; one without an end was stopped half way."""
        with self._connections.read() as db:
            rows = db.execute(
                "SELECT id, name, kind, digest, started_at, finished_at, added, updated, unread"
                " FROM imports ORDER BY id DESC"
            ).fetchall()
        return [
            ImportRun(
                id, name, kind, digest, columns.known_moment(started), columns.to_moment(finished), *counts
            )
            for id, name, kind, digest, started, finished, *counts in rows
        ]
