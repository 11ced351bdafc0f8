"""Where audit-tui keeps its files. Knows nothing of what is in them."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

VAULT = "vault.db"
LOCK = "vault.lock"
KEYED_BY = "vault.keyed-by"
BACKUPS = "backups"
SIDE_FILES = ("-wal", "-shm", "-journal")
"""What SQLite puts beside a database."""


def home() -> Path:
    """The folder of the vault: `AUDIT_TUI_HOME`, or the system's place for a program's data. Not made
    here.
    """
    chosen = os.environ.get("AUDIT_TUI_HOME", "")
    if chosen:
        return Path(chosen).expanduser().absolute()
    return Path(platformdirs.user_data_dir("audit-tui", appauthor=False))


def vault_file(home: Path) -> Path:
    """The encrypted database."""
    return home / VAULT


def backups(home: Path) -> Path:
    """The folder of encrypted copies."""
    return home / BACKUPS


def make_private(folder: Path) -> Path:
    """Make `folder` where it is missing and close it to everybody but its owner (0700); return it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
    return folder
