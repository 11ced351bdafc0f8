"""Copies of the whole encrypted file: made while it is open, checked by opening them, put in place in one
step.

Knows nothing of tables.

"""

from __future__ import annotations

import itertools
import os
from datetime import UTC, datetime
from pathlib import Path

from auditor import paths
from auditor.store import errors
from auditor.store.connection import connect, make_empty
from auditor.store.database import Database
from auditor.store.key import Key


def backup_name(home: Path, now: datetime, prefix: str = "vault-") -> Path:
    """A free name among the backups of `home` that says when, and nothing else; makes their folder."""
    with errors.files_spoken():
        folder = paths.make_private(paths.backups(home))
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    names = (
        f"{prefix}{stamp}{suffix}.db"
        for suffix in itertools.chain([""], (f"-{n}" for n in itertools.count(2)))
    )
    return next(folder / name for name in names if not (folder / name).exists())


def back_up(db: Database, key: Key, path: Path) -> None:
    """Write a consistent copy of the open vault to `path`, encrypted under `key`, and check it by opening
    it.

    Raises:
        NotWritable: there is a file of that name, or it can't be written. DiskFull. DamagedVault: the
            copy does not open whole. In every case no copy is left behind.

    """
    make_empty(path)
    try:
        copy = connect(path, key)
        try:
            with errors.spoken():
                # In one step: beside a write-ahead log that stops no writer, and none makes it start again.
                db.conn.backup(copy.conn)
                # One file, no side files: a backup is carried about.
                copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()
        check_whole(path, key)
        sync(path)
    except BaseException:
        remove(path)
        raise


def check_whole(path: Path, key: Key) -> None:
    """Read every page of the file and check its digest and the order of its tables.

    Raises:
        DamagedVault
    """
    db = connect(path, key, read_only=True)
    try:
        check(db)
    finally:
        db.close()


def check(db: Database) -> None:
    """`check_whole` for a file that is open.

    Raises:
        DamagedVault
    """
    with errors.spoken():
        broken = db.execute("PRAGMA cipher_integrity_check").fetchall()
        if broken or db.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
            raise errors.damaged()


def put_in_place(new: Path, path: Path) -> None:
    """Rename `new` to `path`, so that at every moment there is either the old file or the new one."""
    sync(new)
    with errors.files_spoken():
        new.replace(path)
        if os.name == "posix":
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def sync(path: Path) -> None:
    """Have the system write the file out."""
    with errors.files_spoken(), path.open("rb+") as file:
        os.fsync(file.fileno())


def side_files(path: Path) -> list[Path]:
    """What SQLite puts beside `path`, there or not."""
    return [path.with_name(path.name + suffix) for suffix in paths.SIDE_FILES]


def fold_log(db: Database) -> None:
    """Write all of the write-ahead log into the file itself.

    Raises:
        VaultLocked: somebody is reading.
    """
    with errors.spoken():
        if db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise errors.locked()


def remove_side_files(path: Path) -> None:
    """Remove what SQLite put beside `path`; only for a file whose log is folded."""
    with errors.files_spoken():
        for one in side_files(path):
            one.unlink(missing_ok=True)


def remove(path: Path) -> None:
    """Remove the file and what SQLite put beside it, where they are."""
    remove_side_files(path)
    with errors.files_spoken():
        path.unlink(missing_ok=True)
