"""The open vault: one object a room, composed here. Knows nothing of SQL beyond its own state."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from auditor import paths
from auditor.store import copying, errors, lock, migrations, opening, words
from auditor.store.accounts import Accounts
from auditor.store.answers import Answers
from auditor.store.audits import Audits
from auditor.store.connected import ConnectedAccounts
from auditor.store.connection import Connections
from auditor.store.copies import Copies
from auditor.store.cycles import Cycles
from auditor.store.decisions import Decisions
from auditor.store.events import Events
from auditor.store.findings import Findings
from auditor.store.imports import Imports
from auditor.store.items import Items
from auditor.store.owner import OwnerRow
from auditor.store.plans import Plans
from auditor.store.streams import Streams
from auditor.store.traces import Traces
from auditor.store.values import VaultStatus

if TYPE_CHECKING:
    from filelock import BaseFileLock

Clock = Callable[[], datetime]


class Vault:
    """Everything that audit-tui knows, in one encrypted file. Made by `open_vault`; close it, or use it as
    a context.

    Safe to use from several threads: writes wait for each other, reads see what was last committed.

    """

    def __init__(self, home: Path, connections: Connections, held: BaseFileLock | None, clock: Clock) -> None:
        self.home = home
        self._connections = connections
        self._held = held
        self._clock = clock
        with connections.read() as db:
            self.fingerprint_key: bytes = db.execute(
                "SELECT value FROM meta WHERE name = 'fingerprint_key'"
            ).fetchone()[0]
        self.events = Events(connections, self.fingerprint_key, clock)
        self.owner = OwnerRow(connections)
        self.accounts = Accounts(connections, self.events, clock)
        self.connections = ConnectedAccounts(connections, self.events, clock)
        self.items = Items(connections, clock)
        self.imports = Imports(connections, self.events, clock)
        self.streams = Streams(connections, self.events, clock)
        self.audits = Audits(connections, self.events, clock)
        self.findings = Findings(connections)
        self.traces = Traces(connections)
        self.answers = Answers(connections)
        self.decisions = Decisions(connections, self.events)
        self.plans = Plans(connections, self.events)
        self.copies = Copies(connections, self.accounts, self.items, clock)
        self.cycles = Cycles(connections, self.events)

    def __enter__(self) -> Vault:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and let go of the lock; a second call is without effect."""
        self._connections.close()
        if self._held is not None:
            self._held.release()
            self._held = None

    @property
    def is_read_only(self) -> bool:
        """Whether writing is refused."""
        return self._connections.is_read_only

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything that this thread writes inside is kept together, or not at all."""
        with self._connections.write():
            yield

    def search(self, text: str) -> array[int]:
        """The rows of the items that hold every word of `text`, the newest first; no text can break it."""
        conditions, parameters = [], []
        for word in words.split(text):
            if words.is_indexed(word):
                conditions.append("i.id IN (SELECT rowid FROM items_text WHERE items_text MATCH ?)")
                parameters.append(words.match(word))
            else:
                conditions.append("i.text LIKE ? ESCAPE '\\'")
                parameters.append(words.like(word))
        if not conditions:
            return array("q")
        with self._connections.read() as db:
            cursor = db.execute(
                f"SELECT i.id FROM items i WHERE {' AND '.join(conditions)}"
                " ORDER BY i.created_at DESC, i.id DESC",
                parameters,
            )
            return array("q", [row[0] for row in cursor])

    def status(self) -> VaultStatus:
        """The vault's own state."""
        path = self._connections.path
        with self._connections.read() as db:
            accounts, items, open_findings, events = db.execute(
                "SELECT (SELECT count(*) FROM accounts), (SELECT count(*) FROM items),"
                " (SELECT count(*) FROM findings WHERE status = 'open'), (SELECT count(*) FROM events)"
            ).fetchone()
            cipher = db.execute("PRAGMA cipher_version").fetchone()[0]
            schema = migrations.applied(db)[-1]
        size = sum(one.stat().st_size for one in (path, *copying.side_files(path)) if one.exists())
        key = self._connections.key
        last = _last_backup(self.home)
        return VaultStatus(
            path, size, key.keyed_by, schema, cipher, accounts, items, open_findings, events, last
        )

    def check(self) -> None:
        """Read every page and every event, and check their digests.

        Raises:
            DamagedVault, TamperedLog
        """
        with self._connections.read() as db:
            copying.check(db)
        self.events.verify()

    def backup(self, path: Path | None = None) -> Path:
        """Write a consistent, encrypted copy that the vault's own key opens, and check it; return where it
        is.

        Without `path` it goes to the backups folder under a name that says when.

        Raises:
            NotWritable: there is a file of that name, or it can't be written. DiskFull, DamagedVault.

        """
        if path is None:
            path = copying.backup_name(self.home, self._clock())
        with self._connections.read() as db:
            copying.back_up(db, self._connections.key, path)
        if not self.is_read_only:
            self.events.log("backup")
        return path


def _last_backup(home: Path) -> datetime | None:
    times = [one.stat().st_mtime for one in paths.backups(home).glob("vault-*.db")]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def open_vault(
    home: Path,
    *,
    passphrase: Callable[[], str] | None = None,
    create: bool = True,
    read_only: bool = False,
    use_keyring: bool = True,
    clock: Clock = opening.utc_now,
) -> Vault:
    """Open the vault in `home`, or make it; take the writer's lock unless `read_only`.

    `passphrase` is asked only where neither AUDIT_TUI_PASSPHRASE nor the keyring has the key; a throw-away
    vault goes without the keyring. A reader may open while another process writes; it never makes or
    changes a vault.

    Raises:
        VaultError: see `auditor.store.errors`; nothing was changed.

    """
    path = paths.vault_file(home)
    asked = opening.KeyChain(passphrase, use_keyring)
    if read_only:
        return _open_to_read(path, asked, clock)
    if not create and not path.exists():
        raise opening.no_vault()
    with errors.files_spoken():
        paths.make_private(home)
    held = lock.take(home)
    try:
        found = asked.find(path) if path.exists() else opening.make(home, asked)
        opening.bring_up_to_date(home, found, clock())
        return Vault(home, Connections(path, found, read_only=False), held, clock)
    except BaseException:
        held.release()
        raise


def _open_to_read(path: Path, asked: opening.KeyChain, clock: Clock) -> Vault:
    found = asked.find(path)
    db = opening.open_checked(path, found, read_only=True)
    try:
        opening.check_up_to_date(db)
    finally:
        db.close()
    return Vault(path.parent, Connections(path, found, read_only=True), None, clock)
