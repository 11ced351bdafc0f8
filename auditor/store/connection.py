"""Connections to one encrypted file: one that writes, and as many that read as are needed at once.

The only place that opens SQLCipher. Knows nothing of tables.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2

from auditor.store import errors
from auditor.store.database import Database
from auditor.store.key import Key

_BUSY_SECONDS = 5.0


def connect(path: Path, key: Key, *, read_only: bool = False) -> Database:
    """One connection to the encrypted file at `path`, which must exist and may be empty.

    Raises:
        VaultError: what SQLite says, in our words; a wrong key shows as `DamagedVault`.
    """
    with errors.spoken():
        conn = dbapi2.connect(
            str(path),
            timeout=_BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        try:
            # SQLCipher writes its complaints to stderr otherwise, where they would break the screen.
            conn.execute("PRAGMA cipher_log_level = NONE")
            conn.execute(f"PRAGMA key = {key.pragma}")
            conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
            conn.execute("PRAGMA foreign_keys = ON")
            conn.execute("PRAGMA secure_delete = ON")
            conn.execute(f"PRAGMA cache_size = {-16_000 if read_only else -32_000}")
            if read_only:
                conn.execute("PRAGMA query_only = ON")
            return Database(conn, execute_plugins=False)
        except BaseException:
            conn.close()
            raise


def make_empty(path: Path) -> None:
    """Make an empty file that only its owner can read; SQLite gives its side files the same rights."""
    with errors.files_spoken():
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


class Connections:
    """The writer and the readers of one open vault. Safe to use from several threads."""

    def __init__(self, path: Path, key: Key, *, read_only: bool) -> None:
        """Open the file. Without `read_only` the caller holds the process lock."""
        self.path = path
        self.key = key
        self._writer = None if read_only else connect(path, key)
        self._writing = threading.RLock()
        self._writing_thread: int | None = None
        self._idle: list[Database] = []
        self._busy = threading.Lock()
        self._is_closed = False
        if self._writer is not None:
            with errors.spoken():
                self._writer.execute("PRAGMA journal_mode = WAL")  # a restored file comes without
        if read_only:
            self._idle.append(connect(path, key, read_only=True))

    @property
    def is_read_only(self) -> bool:
        """Whether `write` is refused."""
        return self._writer is None

    @contextmanager
    def write(self) -> Iterator[Database]:
        """One transaction: kept when the block ends, taken back when it raises. Nested blocks join the
        outer one.
        """
        if self._writer is None:
            raise errors.NotWritable(
                "The vault was opened for reading only.", "Close the other audit-tui and try again."
            )
        with errors.spoken(), self._writing:
            outer, self._writing_thread = self._writing_thread, threading.get_ident()
            try:
                with self._writer.atomic():
                    yield self._writer
            finally:
                self._writing_thread = outer

    @contextmanager
    def read(self) -> Iterator[Database]:
        """A connection to read from; inside the thread's own `write` block it sees what that block has
        written.
        """
        if self._writer is not None and self._writing_thread == threading.get_ident():
            with errors.spoken():
                yield self._writer
            return
        with self._busy:
            reader = self._idle.pop() if self._idle else None
        if reader is None:
            reader = connect(self.path, self.key, read_only=True)
        try:
            with errors.spoken():
                yield reader
        finally:
            with self._busy:
                if not self._is_closed:
                    self._idle.append(reader)
                else:
                    reader.close()

    def close(self) -> None:
        """Close every connection; the last one to close folds the write-ahead log into the file."""
        with self._busy:
            readers, self._idle, self._is_closed = self._idle, [], True
        for reader in readers:
            reader.close()
        if self._writer is not None:
            self._writer.close()
