"""One writer at a time: the process lock beside the vault. Knows nothing of the vault itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from auditor import paths
from auditor.store import errors

if TYPE_CHECKING:
    from filelock import BaseFileLock


def take(home: Path) -> BaseFileLock:
    """Take the lock of the vault in `home`; the system lets go of it when the process ends, however it ends.

    Raises:
        VaultLocked: another process, or another opening in this one, holds it.
    """
    import filelock  # not needed to read, and not free to import

    lock = filelock.FileLock(home / paths.LOCK, mode=0o600, is_singleton=False)
    with errors.files_spoken():
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            raise errors.locked() from None
    return lock
