"""Keyrings for tests: one that lasts as long as its test, and one that several processes can share.

The second keeps one encrypted file; `PYTHON_KEYRING_BACKEND` names it in a process of its own.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import keyring.backend
import keyring.errors
from cryptography.fernet import Fernet

FILE, KEY = "TEST_KEYRING_FILE", "TEST_KEYRING_KEY"


class Memory(keyring.backend.KeyringBackend):
    """Keeps secrets in this process alone. A test can lock it."""

    priority = 1  # type: ignore[assignment]
    longest: int | None = None
    """Letters that an entry may hold, as on Windows."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = False
        self.writes_left: int | None = None
        """After so many changes it is locked."""

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._change()
        if self.longest is not None and len(password) > self.longest:
            raise keyring.errors.PasswordSetError("too long")
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._change()
        if (service, username) not in self.kept:
            raise keyring.errors.PasswordDeleteError("not there")
        del self.kept[service, username]

    def _change(self) -> None:
        self._check()
        if self.writes_left is not None:
            if not self.writes_left:
                self.is_locked = True
            self.writes_left -= 1
        self._check()

    def _check(self) -> None:
        if self.is_locked:
            raise keyring.errors.KeyringLocked("locked, and the secret is hunter2-in-a-message")


class Shared(Memory):
    """The same for several processes: one file, encrypted by a key that only the environment holds."""

    def get_password(self, service: str, username: str) -> str | None:
        self._load()
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._load()
        super().set_password(service, username, password)
        self._save()

    def delete_password(self, service: str, username: str) -> None:
        self._load()
        super().delete_password(service, username)
        self._save()

    def _load(self) -> None:
        file = Path(os.environ[FILE])
        sealed = file.read_bytes() if file.exists() else b""
        told = json.loads(Fernet(os.environ[KEY]).decrypt(sealed)) if sealed else []
        self.kept = {(service, name): secret for service, name, secret in told}

    def _save(self) -> None:
        told = [[service, name, secret] for (service, name), secret in self.kept.items()]
        Path(os.environ[FILE]).write_bytes(Fernet(os.environ[KEY]).encrypt(json.dumps(told).encode()))


def sharing(file: Path) -> dict[str, str]:
    """The environment in which processes share a keyring in this file."""
    return {
        FILE: str(file),
        KEY: Fernet.generate_key().decode(),
        "PYTHON_KEYRING_BACKEND": f"{__name__}.Shared",
    }
