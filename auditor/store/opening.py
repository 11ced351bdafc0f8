"""Finds the key of a vault, opens it, makes it, and brings it up to date. Knows nothing of what is asked
of it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from auditor import paths
from auditor.store import copying, errors, key, migrations
from auditor.store.connection import connect, make_empty
from auditor.store.database import Database
from auditor.store.key import Key, KeyedBy

_PAGE = 4096
_PLAIN = b"SQLite format 3\x00"
_APPLICATION_ID = 0x41554454  # "AUDT": says, inside the encryption, that audit-tui made the file


def no_vault() -> errors.NoVault:
    """The error for a vault that was never made."""
    return errors.NoVault("There is no vault yet.", "`audit-tui import` or `audit-tui` makes one.")


def salt_of(path: Path) -> bytes:
    """The salt of the vault file at `path`.

    Raises:
        NoVault, ForeignFile: there is no file, or one that can't be a vault.
    """
    with errors.files_spoken():
        if not path.is_file():
            raise no_vault()
        with path.open("rb") as file:
            salt = file.read(key.SALT_BYTES)
        size = path.stat().st_size
    if salt == _PLAIN or size < _PAGE or size % _PAGE:
        raise errors.ForeignFile(
            "The file in the vault's place is not a vault of audit-tui, or it was cut short.",
            "Move it away, or run `audit-tui vault restore` with a backup.",
        )
    return salt


@dataclass(frozen=True, slots=True)
class KeyChain:
    """The ways to a key: the environment's passphrase, then the keyring, then the owner herself."""

    passphrase: Callable[[], str] | None
    use_keyring: bool = True

    def find(self, path: Path) -> Key:
        """The key to the existing vault at `path`.

        Raises:
            NoKey: there is no way to it. NoVault, ForeignFile: see `salt_of`.
        """
        salt = salt_of(path)
        keyed_by = read_mark(path, salt)
        told = key.passphrase_from_environment()
        if told is not None:
            if keyed_by is KeyedBy.KEYRING:
                raise errors.NoKey(
                    "This vault's key is in the system's keyring, not in a passphrase.",
                    f"Unset {key.PASSPHRASE_VARIABLE}, or change the key with `audit-tui vault rekey`.",
                )
            return key.derive(told, salt)
        if keyed_by is not KeyedBy.PASSPHRASE:
            kept = key.from_keyring(salt) if self._has_keyring() else None
            if kept is not None:
                return kept
            if keyed_by is KeyedBy.KEYRING:
                raise errors.NoKey(
                    "This vault's key is in the system's keyring, which does not have it or is out of reach.",
                    "Log in to the desktop that made the vault, or restore a backup that a passphrase opens.",
                )
        return key.derive(self._ask(), salt)

    def make(self) -> Key:
        """A key for a new vault.

        Raises:
            NoKey: there is no way to one.
        """
        told = key.passphrase_from_environment()
        if told is None and self._has_keyring():
            return make_key(None)
        return make_key(self._ask if told is None else lambda: told)

    def _has_keyring(self) -> bool:
        return self.use_keyring and key.has_keyring()

    def _ask(self) -> str:
        if self.passphrase is None:
            raise errors.NoKey(
                "The vault needs a passphrase: it is locked by one, or this system has no keyring.",
                f"Set {key.PASSPHRASE_VARIABLE}, or run audit-tui in a terminal.",
            )
        return self.passphrase()


def make_key(passphrase: Callable[[], str] | None) -> Key:
    """A key under a new salt: of this passphrase, or without one a random key in the keyring.

    Raises:
        NoKey: the passphrase is empty, or there is no keyring.
    """
    salt = os.urandom(key.SALT_BYTES)
    if passphrase is not None:
        return key.derive(passphrase(), salt)
    if not key.has_keyring():
        raise errors.NoKey(
            "This system has no keyring to keep a key in.", "Lock the vault with a passphrase instead."
        )
    return key.make_in_keyring(salt)


def make(home: Path, asked: KeyChain) -> Key:
    """Make an empty, encrypted vault in `home`, whole or not at all; the caller holds the lock."""
    path = paths.vault_file(home)
    new = path.with_name(f"{path.name}.new")
    copying.remove(new)
    made = asked.make()
    make_empty(new)
    db = connect(new, made)
    try:
        with errors.spoken():
            db.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            db.execute("PRAGMA journal_mode = WAL")
            migrations.vault_migrations.apply(db)
    finally:
        db.close()
    mark(path, made)
    copying.put_in_place(new, path)
    return made


def check_is_vault(db: Database) -> None:
    """Check that the opened file is a vault, and not one of a newer version; reads only.

    Raises:
        ForeignFile, NewerVault
    """
    with errors.spoken():
        is_ours = db.execute("PRAGMA application_id").fetchone()[0] == _APPLICATION_ID
        applied = migrations.applied(db)
    if not is_ours or not applied:
        raise errors.ForeignFile(
            "The key opens the file in the vault's place, but it is not a vault of audit-tui.",
            "Move it away, or run `audit-tui vault restore` with a backup.",
        )
    if not set(applied) <= migrations.known():
        raise errors.NewerVault(
            "This vault was made by a newer audit-tui; nothing was touched.",
            "Install the newest audit-tui and try again.",
        )


def open_checked(path: Path, found: Key, *, read_only: bool) -> Database:
    """A connection to an existing vault whose key was proved to fit.

    Raises:
        WrongKey, DamagedVault, ForeignFile, NewerVault
    """
    try:
        db = connect(path, found, read_only=read_only)
    except errors.Unreadable as error:
        if found.keyed_by is KeyedBy.PASSPHRASE:
            raise errors.WrongKey(
                "The passphrase does not open this vault.",
                "Try again; if it is surely right, the file is damaged: run `audit-tui vault restore`.",
            ) from error
        raise
    try:
        check_is_vault(db)
    except BaseException:
        db.close()
        raise
    return db


def bring_up_to_date(home: Path, found: Key, now: datetime) -> None:
    """Run the migrations that this vault has not seen, after a backup; the caller holds the lock."""
    path = paths.vault_file(home)
    db = open_checked(path, found, read_only=False)
    try:
        is_behind = bool(migrations.pending(db))
        if is_behind:
            copying.back_up(db, found, copying.backup_name(home, now))
    finally:
        db.close()
    if is_behind:
        migrate(path, found)


def migrate(path: Path, found: Key) -> None:
    """Run what is pending on a file that has a backup, or is one."""
    db = connect(path, found)
    try:
        with errors.spoken():
            migrations.vault_migrations.apply(db)
    finally:
        db.close()


def check_up_to_date(db: Database) -> None:
    """Check that a vault opened for reading needs no migration.

    Raises:
        NotWritable: it does, and a reader must not run it.
    """
    if migrations.pending(db):
        raise errors.NotWritable(
            "This vault was made by an older audit-tui and has to be brought up to date first.",
            "Close every other audit-tui and open the vault once with this version.",
        )


def mark(path: Path, made: Key) -> None:
    """Note beside the vault, without any secret, where the key for its salt is kept."""
    note = path.with_name(paths.KEYED_BY)
    with errors.files_spoken():
        new = note.with_name(f"{note.name}.new")
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(f"{made.keyed_by.value} {made.salt.hex()}\n")
        new.replace(note)


def read_mark(path: Path, salt: bytes) -> KeyedBy | None:
    """Where the key is, or None where the note is missing or speaks of another file."""
    try:
        keyed_by, _, named = path.with_name(paths.KEYED_BY).read_text("ascii").strip().partition(" ")
        return KeyedBy(keyed_by) if named == salt.hex() else None
    except (OSError, ValueError):
        return None


def utc_now() -> datetime:
    """The clock of a vault that was given no other."""
    return datetime.now(UTC)
