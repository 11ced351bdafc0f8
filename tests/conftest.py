"""What every test stands on: a temporary home, no keyring, and a vault that opens quickly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backends.fail
import pytest

from auditor.store import Vault, key, open_vault

PASSPHRASE = "a passphrase for tests"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A temporary home: no test can reach the vault or the keyring of the person who runs it."""
    home = tmp_path / "home"
    monkeypatch.setenv("AUDIT_TUI_HOME", str(home))
    monkeypatch.setenv("AUDIT_TUI_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    # The true figure, a fifth of a second an opening, has its own tests in tests/store/test_key.py.
    monkeypatch.setattr(key, "ITERATIONS", 1_000)
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())
    yield home
    keyring.set_keyring(before)


@pytest.fixture
def vault(home: Path) -> Iterator[Vault]:
    """A new, empty vault."""
    with open_vault(home) as vault:
        yield vault
