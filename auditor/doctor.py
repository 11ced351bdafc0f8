"""Looks whether everything that audit-tui stands on is there and sound; changes nothing and tells no secret.

Must not know a screen or a post; what the terminal can do is told to it by whoever holds the terminal.
"""

from __future__ import annotations

import os
import platform
import shutil
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from auditor import paths, settings
from auditor.errors import AuditorError, VaultError
from connectors.errors import NoKeyring
from connectors.model import Owner

if TYPE_CHECKING:
    from auditor.store import Connected, Vault

PACKAGES = ("audit-tui", "click", "keyring", "phonenumbers", "sqlcipher3", "sqlite-utils", "textual")
ROOM = 200 * 1024 * 1024
"""Bytes that should be free: a vault of 100,000 posts, its write-ahead log and one backup."""
OLDEST = (3, 11)
SOON = timedelta(days=14)
"""How long before its end a token is worth a word."""
_ASKEW = timedelta(minutes=10)
_RECENT = 1000
"""Events of the vault that are compared with the clock."""


class State(StrEnum):
    """How one probe came out."""

    FINE = "fine"
    NOTE = "note"
    """Works, but the owner should know."""
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Probe:
    """One thing that was looked at."""

    name: str
    state: State
    detail: str
    todo: str = ""
    is_vault: bool = False
    """Whether trouble here means that the vault can't be used."""


def examine(home: Path, passphrase: Callable[[], str], now: datetime) -> Iterator[Probe]:
    """Look at everything, one probe after the other; the vault is opened only where it already is.

    Nothing is asked of the network. `now`: aware, as the clock here has it.
    """
    yield _python()
    yield from _packages()
    yield _reader()
    yield _cipher()
    yield _keyring()
    yield _room(home)
    yield _rights(home)
    yield from _vault(home, passphrase, now)


def _python() -> Probe:
    detail = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    if sys.version_info < OLDEST:
        return Probe("Python", State.TROUBLE, detail, "Install Python 3.11 or newer.")
    return Probe("Python", State.FINE, detail)


def _packages() -> Iterator[Probe]:
    found, missing = [], []
    for name in PACKAGES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    yield Probe("Packages", State.FINE, ", ".join(found))
    if missing:
        yield Probe("Missing packages", State.TROUBLE, ", ".join(missing), "Install audit-tui again.")


def _reader() -> Probe:
    from auditor.engine import Engine
    from auditor.engine import reader as engine_reader

    if not settings.wants_reader():
        return Probe("Reader", State.NOTE, f"left out, as {settings.NO_READER} says")
    absent = Engine(Owner(), (), bytes(32)).no_reader
    if absent:
        return Probe("Reader", State.NOTE, absent, "Audits go on by rules and words alone, and find less.")
    if engine_reader.load() is None:
        return Probe(
            "Reader",
            State.NOTE,
            "it is installed and can't be started",
            "Install audit-tui again; on Windows its libraries need the Visual C++ runtime. Until then audits"
            " go on by rules and words alone, and find less.",
        )
    return Probe("Reader", State.FINE, f"third layer {engine_reader.digest()[:12]}")


def _cipher() -> Probe:
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        return Probe("SQLCipher", State.TROUBLE, "can't be loaded", "Install audit-tui again.", is_vault=True)
    connection = dbapi2.connect(":memory:")
    try:
        row = connection.execute("PRAGMA cipher_version").fetchone()
        fts = connection.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()
    finally:
        connection.close()
    if not row or not row[0]:
        return Probe(
            "SQLCipher", State.TROUBLE, "does not encrypt", "Install audit-tui again.", is_vault=True
        )
    if not fts or not fts[0]:
        return Probe(
            "SQLCipher", State.TROUBLE, "has no full-text search", "Install audit-tui again.", is_vault=True
        )
    return Probe("SQLCipher", State.FINE, str(row[0]))


def _keyring() -> Probe:
    try:
        import keyring
        from keyring.backends import fail

        backend = keyring.get_keyring()
    except Exception as error:  # noqa: BLE001 - a backend may fail in any way while it is looked for
        return Probe("Keyring", State.NOTE, f"can't be reached ({type(error).__name__})", _NO_KEYRING)
    if isinstance(backend, fail.Keyring):
        return Probe("Keyring", State.NOTE, "none", _NO_KEYRING)
    return Probe("Keyring", State.FINE, f"{type(backend).__module__}.{type(backend).__qualname__}")


_NO_KEYRING = "The vault opens with a passphrase instead: AUDIT_TUI_PASSPHRASE, or asked for on the terminal."


def _room(home: Path) -> Probe:
    there = next((folder for folder in (home, *home.parents) if folder.exists()), Path("/"))
    try:
        free = shutil.disk_usage(there).free
    except OSError as error:
        return Probe("Disk", State.NOTE, f"can't be measured ({error.strerror})")
    detail = f"{free / 1024**3:,.1f} GiB free"
    if free < ROOM:
        return Probe("Disk", State.TROUBLE, detail, "Make room: a vault and its backup need some 200 MB.")
    return Probe("Disk", State.FINE, detail)


def _rights(home: Path) -> Probe:
    if not paths.vault_file(home).exists():
        return Probe("Vault folder", State.NOTE, "no vault yet", "`audit-tui import FILE` makes one.")
    if os.name != "posix":
        return Probe("Vault folder", State.FINE, "guarded by the user's own profile folder")
    open_to_others = [
        path.name or "the folder"
        for path in (home, *sorted(home.glob("vault.db*")), *sorted(paths.backups(home).glob("*")))
        if stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    if open_to_others:
        return Probe(
            "Vault folder",
            State.TROUBLE,
            f"others on this machine could read: {', '.join(open_to_others)}",
            "Close it with `chmod -R go-rwx` on the folder that `audit-tui vault status` names.",
        )
    return Probe("Vault folder", State.FINE, "readable by you alone")


def _vault(home: Path, passphrase: Callable[[], str], now: datetime) -> Iterator[Probe]:
    if not paths.vault_file(home).exists():
        return
    from auditor import store

    try:
        with store.open_vault(home, passphrase=passphrase, create=False, read_only=True) as vault:
            yield Probe("Vault", State.FINE, f"opens; {vault.items.count():,} items")
            yield _clock(vault, now)
            yield _tokens(vault.connections.list(), now)
            vault.check()
            yield Probe("Pages and event log", State.FINE, "every digest fits")
    except VaultError as error:
        yield Probe("Vault", State.TROUBLE, error.what, error.todo, is_vault=True)
    except AuditorError as error:
        yield Probe("Vault", State.NOTE, error.what, error.todo)


def _clock(vault: Vault, now: datetime) -> Probe:
    """Whether the clock goes on from what the vault has seen; nobody outside is asked for the time."""
    last = max((event.at for event in vault.events.list(_RECENT)), default=now)
    if last - now > _ASKEW:
        return Probe(
            "Clock",
            State.NOTE,
            f"{now:%Y-%m-%d %H:%M} UTC, which is before the vault's last event on {last:%Y-%m-%d %H:%M}",
            "Set this machine's clock: tokens, waits and the pace of deletions go by it.",
        )
    return Probe("Clock", State.FINE, f"{now:%Y-%m-%d %H:%M} UTC")


def _tokens(connected: Sequence[Connected], now: datetime) -> Probe:
    """Whether the keyring still holds what signs the connected accounts in, and for how long it holds."""
    from connectors import credentials

    name, count = "Connected accounts", len(connected)
    try:
        lost = sum(1 for one in connected if credentials.get(one.name) is None)
        credentials.get("")
    except NoKeyring as error:
        state = State.TROUBLE if connected else State.NOTE
        return Probe(name, state, f"{count}, and their tokens are out of reach: {error.what}", error.todo)
    ends = [one.expires_at for one in connected if one.expires_at is not None]
    over, soon = sum(at <= now for at in ends), sum(now < at <= now + SOON for at in ends)
    trouble = [
        f"{number} {what}"
        for number, what in (
            (lost, "without a token in the keyring"),
            (over, "whose token has expired"),
            (soon, f"whose token ends within {SOON.days} days"),
        )
        if number
    ]
    if trouble:
        todo = "Connect again: `audit-tui accounts` lists them, `audit-tui connect` signs in."
        return Probe(name, State.NOTE, f"{count}, of these {', '.join(trouble)}", todo)
    if credentials.is_plain():
        return Probe(
            name,
            State.NOTE,
            f"{count}; the keyring that was chosen keeps tokens unencrypted",
            "Unset PYTHON_KEYRING_BACKEND where the system has a keyring of its own.",
        )
    return Probe(name, State.FINE, f"{count}, tokens in the keyring" if count else "none")
