"""What can be wrong with a vault, each in one line of what happened and one of what to do.

    VaultError
    ├── NoVault           there is none yet
    ├── NoKey             no keyring and no passphrase, or the keyring has lost the key
    ├── WrongKey          the passphrase does not open it
    ├── ForeignFile       a file that is not a vault of audit-tui
    ├── DamagedVault      it was a vault once
    │   └── Unreadable    not even the first page: damaged, or the key is another's
    ├── NewerVault        made by a newer audit-tui
    ├── VaultLocked       another audit-tui is writing
    ├── DiskTrouble       it did not read or write; the last step was taken back
    │   └── DiskFull
    ├── NotWritable       rights, or a read-only disk
    └── TamperedLog       the event log does not fit its digests
    InputError
    └── NotInVault        no such account, item, finding, plan or cycle

Knows SQLite's error codes and nothing of any table. No message holds anything of a post, a token or a name.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlcipher3 import dbapi2

from auditor.errors import InputError, VaultError


class NoVault(VaultError):
    """There is no vault where one was looked for."""


class NoKey(VaultError):
    """No way to the key."""


class WrongKey(VaultError):
    """The key does not open the file."""


class ForeignFile(VaultError):
    """A file that audit-tui did not make."""


class DamagedVault(VaultError):
    """Pages that can't be read, or whose digest does not fit."""


class Unreadable(DamagedVault):
    """SQLCipher can't tell a wrong key from a damaged first page."""


class NewerVault(VaultError):
    """It holds migrations that this version does not know."""


class VaultLocked(VaultError):
    """Somebody else is writing."""


class DiskTrouble(VaultError):
    """The disk refused, and SQLite does not say why."""


class DiskFull(DiskTrouble):
    """No room; the transaction was rolled back."""


class NotWritable(VaultError):
    """The folder or file can't be read or written."""


class TamperedLog(VaultError):
    """The event log was changed by something other than audit-tui."""


class NotInVault(InputError):
    """What was asked for is not there."""


# Extended result codes of failed writes (https://www.sqlite.org/rescode.html): write, fsync, directory fsync,
# truncate, shared memory open and size. On a full disk these come before SQLITE_FULL does.
_FAILED_WRITES = frozenset({778, 1034, 1290, 1546, 4618, 4874})
_FAILED_READS = frozenset({266, 522, 8202, 8458})  # read, short read, wrong checksum, corrupt file system

_CODES = {
    "database is locked": 5,
    "attempt to write a readonly database": 8,
    "disk I/O error": 10,
    "database disk image is malformed": 11,
    "database or disk is full": 13,
    "unable to open database file": 14,
    "file is not a database": 26,
}


def damaged(kind: type[DamagedVault] = DamagedVault) -> DamagedVault:
    """The error for a vault whose pages can't be read."""
    return kind(
        "The vault is damaged: part of the file can't be read.",
        "Leave the file where it is and run `audit-tui vault restore` with the newest backup.",
    )


def disk_full() -> DiskFull:
    """The error for a disk that takes no more."""
    return DiskFull(
        "The disk is full or can't be written; the last step was taken back and nothing was lost.",
        "Make room and run the same command again.",
    )


def disk_trouble() -> DiskTrouble:
    """The error for a disk that failed without saying how."""
    return DiskTrouble(
        "The disk could not be read or written; the last step was taken back and nothing was lost.",
        "Check that it is neither full nor failing, and run the same command again.",
    )


def locked() -> VaultLocked:
    """The error for a second writer."""
    return VaultLocked(
        "Another audit-tui is at work in this vault.",
        "Close it, or wait until it has finished, and try again.",
    )


def not_writable() -> NotWritable:
    """The error for missing rights."""
    return NotWritable(
        "The vault's folder, or the file that was named, can't be read or written.",
        "Check its rights and that the disk is not read-only, or set AUDIT_TUI_HOME to another folder.",
    )


def from_sqlite(error: dbapi2.Error) -> VaultError | None:
    """Our error for one of SQLite's, or None where it is a mistake in our own SQL and has to surface as it
    is.
    """
    # The backup interface raises without a code; the words are SQLite's own (sqlite3_errstr).
    code: int = getattr(error, "sqlite_errorcode", 0) or _CODES.get(str(error), 0)
    match code & 0xFF:
        case 5 | 6:  # busy, locked
            return locked()
        case 8 | 14:  # read-only, can't open
            return not_writable()
        case 10:  # input or output error
            if code in _FAILED_READS:
                return damaged()
            return disk_full() if code in _FAILED_WRITES else disk_trouble()
        case 11:  # corrupt
            return damaged()
        case 26:  # not a database
            return damaged(Unreadable)
        case 13:
            return disk_full()
    return None


def from_system(error: OSError) -> VaultError:
    """Our error for one of the file system's."""
    if error.errno in (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", None)):
        return disk_full()
    if isinstance(error, FileExistsError):
        return NotWritable(
            "There is a file of that name already; nothing was written.", "Choose another name."
        )
    return not_writable()


@contextmanager
def spoken() -> Iterator[None]:
    """Turn what SQLite raises inside into our errors; the file system's pass, as they may be another's."""
    try:
        yield
    except dbapi2.Error as error:
        ours = from_sqlite(error)
        if ours is None:
            raise
        raise ours from error


@contextmanager
def files_spoken() -> Iterator[None]:
    """Turn what the file system raises inside into our errors."""
    try:
        yield
    except OSError as error:
        raise from_system(error) from error
