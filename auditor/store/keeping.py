"""What is done to a vault as a whole while nobody has it open: restore, a new key, and its end.

Knows nothing of tables.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from auditor import paths
from auditor.store import copying, errors, key, lock, opening
from auditor.store.connection import Connections, connect, make_empty
from auditor.store.key import Key, KeyedBy
from auditor.store.opening import KeyChain
from auditor.store.vault import Vault

_REPLACED = "replaced-"


def restore(
    home: Path,
    backup: Path,
    *,
    passphrase: Callable[[], str] | None = None,
    use_keyring: bool = True,
    clock: Callable[[], datetime] = opening.utc_now,
) -> Path | None:
    """Put a backup in the vault's place, after checking that its key is here and every page of it is
    whole.

    The file that was there, damaged or not, is kept among the backups; return where, or None where there
    was none.

    Raises:
        VaultError: the backup is not a vault, its key is not here, it is damaged, or the vault is in use;
            nothing was changed then.

    """
    found = KeyChain(passphrase, use_keyring).find(backup)
    opening.open_checked(backup, found, read_only=True).close()
    copying.check_whole(backup, found)
    path = paths.vault_file(home)
    with errors.files_spoken():
        paths.make_private(home)
    with _locked(home):
        new = _new_file(path)
        with errors.files_spoken():
            shutil.copyfile(backup, new)
        copying.check_whole(new, found)
        _finish(new, found, "restored", clock)
        aside = _set_aside(path, clock()) if path.exists() else None
        opening.mark(path, found)
        copying.put_in_place(new, path)
    return aside


def rekey(
    home: Path,
    *,
    passphrase: Callable[[], str] | None = None,
    new_passphrase: Callable[[], str] | None = None,
    use_keyring: bool = True,
    clock: Callable[[], datetime] = opening.utc_now,
) -> KeyedBy:
    """Write the vault anew under another key: of `new_passphrase`, or without one a random key in the
    keyring.

    Made as a checked copy under a new salt and put in place in one step, so that a crash leaves the old
    vault or the new one, each with its key. Backups made before still open with the old key, which the
    keyring therefore keeps.

    Raises:
        VaultError: nothing was changed.

    """
    path = paths.vault_file(home)
    if not path.exists():
        raise opening.no_vault()
    with _locked(home):
        found = KeyChain(passphrase, use_keyring).find(path)
        opening.bring_up_to_date(home, found, clock())
        made = opening.make_key(new_passphrase)
        new = path.with_name(f"{path.name}.new")
        copying.remove(new)
        db = connect(path, found)
        try:
            copying.back_up(db, made, new)
            _finish(new, made, "rekeyed", clock)
            copying.fold_log(db)
        finally:
            db.close()
        opening.mark(path, made)
        copying.remove_side_files(path)
        copying.put_in_place(new, path)
    return made.keyed_by


def wipe(home: Path) -> None:
    """Remove the vault, its backups and its keys; asks nothing. Without the keys, what a disk keeps is noise.

    Raises:
        VaultLocked: the vault is in use. ForeignFile: an unencrypted database lies in its place.
        NoKey: the files are gone, but the keyring did not let go of the key.
    """
    path = paths.vault_file(home)
    if not home.is_dir():
        return
    with _locked(home):
        kept = [path, *paths.backups(home).glob("vault-*.db"), *paths.backups(home).glob(f"{_REPLACED}*.db")]
        salts = {opening.salt_of(one) for one in kept if one.exists()}
        is_in_keyring = any(opening.read_mark(path, salt) is KeyedBy.KEYRING for salt in salts)
        for one in (*kept, path.with_name(f"{path.name}.new")):
            copying.remove(one)
        with errors.files_spoken():
            path.with_name(paths.KEYED_BY).unlink(missing_ok=True)
    _remove_if_empty(paths.backups(home))
    with errors.files_spoken():
        (home / paths.LOCK).unlink(missing_ok=True)
    _remove_if_empty(home)
    if is_in_keyring or key.passphrase_from_environment() is None:
        for salt in salts:
            key.forget(salt)


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    held = lock.take(home)
    try:
        yield
    finally:
        held.release()


def _new_file(path: Path) -> Path:
    new = path.with_name(f"{path.name}.new")
    copying.remove(new)
    make_empty(new)
    return new


def _finish(new: Path, found: Key, kind: str, clock: Callable[[], datetime]) -> None:
    """Bring the file that is about to become the vault up to date, and note in its log how it came about."""
    opening.migrate(new, found)
    connections = Connections(new, found, read_only=False)
    try:
        Vault(new.parent, connections, None, clock).events.log(kind, keyed_by=found.keyed_by.value)
    finally:
        connections.close()


def _set_aside(path: Path, now: datetime) -> Path:
    """Move the vault and its side files, which belong together, among the backups."""
    name = copying.backup_name(path.parent, now, _REPLACED)
    with errors.files_spoken():
        for one, moved in zip(
            (path, *copying.side_files(path)), (name, *copying.side_files(name)), strict=True
        ):
            if one.exists():
                one.replace(moved)
    return name


def _remove_if_empty(folder: Path) -> None:
    with errors.files_spoken():
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
