"""The key in a keyring: an invented backend everywhere, and a real Secret Service where there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest

from auditor import paths
from auditor.store import errors, key, open_vault, opening, rekey, restore, wipe
from tests.store.examples import account


class Memory(keyring.backend.KeyringBackend):
    """A keyring that lasts as long as its test."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        """The kept secret."""
        self._check()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""
        self._check()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forget a secret."""
        self._check()
        del self.kept[service, username]

    def _check(self) -> None:
        if self.is_locked:
            raise keyring.errors.KeyringLocked("locked")


@pytest.fixture
def ring(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Memory]:
    """A keyring, and no passphrase in the environment."""
    monkeypatch.delenv(key.PASSPHRASE_VARIABLE)
    ring = Memory()
    keyring.set_keyring(ring)
    yield ring


def test_a_new_vault_keeps_a_random_key_in_the_keyring(home: Path, ring: Memory) -> None:
    with open_vault(home) as vault:
        account(vault)
        assert vault.status().keyed_by is key.KeyedBy.KEYRING
    ((service, name), secret) = next(iter(ring.kept.items()))
    assert (service, name) == ("audit-tui", f"vault {opening.salt_of(home / paths.VAULT).hex()}")
    assert len(bytes.fromhex(secret)) == 32
    with open_vault(home) as vault:
        assert len(vault.accounts.list()) == 1


def test_the_keyring_comes_before_the_question(home: Path, ring: Memory) -> None:
    open_vault(home, passphrase=lambda: pytest.fail("was asked")).close()
    open_vault(home, passphrase=lambda: pytest.fail("was asked")).close()


def test_a_throw_away_vault_leaves_the_keyring_alone(home: Path, ring: Memory) -> None:
    open_vault(home, passphrase=lambda: "demo", use_keyring=False).close()
    open_vault(home, passphrase=lambda: "demo", use_keyring=False).close()
    assert ring.kept == {}


def test_a_passphrase_in_the_environment_leaves_the_keyring_alone(
    home: Path, ring: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(key.PASSPHRASE_VARIABLE, "words")
    ring.is_locked = True
    open_vault(home).close()
    open_vault(home).close()
    wipe(home)


def test_a_keyring_that_lost_the_key_is_said(home: Path, ring: Memory) -> None:
    open_vault(home).close()
    ring.kept.clear()
    with pytest.raises(errors.NoKey, match="keyring") as error:
        open_vault(home, passphrase=lambda: pytest.fail("was asked"))
    assert error.value.exit_code == 4


def test_a_system_without_its_keyring_is_said(home: Path, ring: Memory) -> None:
    import keyring.backends.fail

    open_vault(home).close()
    keyring.set_keyring(keyring.backends.fail.Keyring())
    with pytest.raises(errors.NoKey, match="keyring"):
        open_vault(home)


@pytest.mark.parametrize("was_made", [False, True])
def test_a_locked_keyring_is_said(home: Path, ring: Memory, was_made: bool) -> None:
    if was_made:
        open_vault(home).close()
    ring.is_locked = True
    with pytest.raises(errors.NoKey, match="locked"):
        open_vault(home)
    ring.is_locked = False
    open_vault(home).close()


def test_a_keyring_that_forgets_what_it_is_given_makes_no_vault(
    home: Path, ring: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Memory, "set_password", lambda *_: None)
    with pytest.raises(errors.NoKey, match="did not keep"):
        open_vault(home)
    assert not (home / paths.VAULT).exists()


def test_an_entry_that_is_no_key_is_said_without_showing_it(home: Path, ring: Memory) -> None:
    open_vault(home).close()
    ring.kept = dict.fromkeys(ring.kept, "something else")
    with pytest.raises(errors.NoKey, match="not a key") as error:
        open_vault(home)
    assert "something else" not in str(error.value)


def test_with_its_key_an_unreadable_vault_is_damaged(home: Path, ring: Memory) -> None:
    open_vault(home).close()
    ring.kept = {name: os.urandom(32).hex() for name in ring.kept}
    with pytest.raises(errors.DamagedVault):
        open_vault(home)


def test_a_passphrase_does_not_stand_in_for_the_keyring(
    home: Path, ring: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_vault(home).close()
    monkeypatch.setenv(key.PASSPHRASE_VARIABLE, "words")
    with pytest.raises(errors.NoKey, match="not in a passphrase"):
        open_vault(home)


def test_from_passphrase_to_keyring_and_back(home: Path, ring: Memory) -> None:
    with open_vault(home, passphrase=lambda: "words", use_keyring=False) as vault:
        account(vault)
    assert rekey(home, passphrase=lambda: "words") is key.KeyedBy.KEYRING
    with open_vault(home) as vault:
        assert len(vault.accounts.list()) == 1
        backup = vault.backup()
    assert rekey(home, new_passphrase=lambda: "others") is key.KeyedBy.PASSPHRASE
    open_vault(home, passphrase=lambda: "others").close()
    restore(home, backup)
    with open_vault(home) as vault:
        assert vault.status().keyed_by is key.KeyedBy.KEYRING


def test_wipe_takes_every_key_of_the_vault_out_of_the_keyring_and_no_other(home: Path, ring: Memory) -> None:
    ring.kept["audit-tui", "vault of another home"] = "kept"
    with open_vault(home) as vault:
        vault.backup()
    rekey(home)
    assert len(ring.kept) == 3
    wipe(home)
    assert list(ring.kept) == [("audit-tui", "vault of another home")]


@pytest.mark.parametrize(
    ("module", "is_safe"),
    [
        ("keyring.backends.SecretService", True),
        ("keyring.backends.macOS", True),
        ("keyring.backends.Windows", True),
        ("keyring.backends.fail", False),
        ("keyring.backends.null", False),
        ("keyrings.alt.file", False),
    ],
)
def test_only_a_keyring_that_keeps_secrets_counts_as_one(ring: Memory, module: str, is_safe: bool) -> None:
    keyring.set_keyring(type("Keyring", (Memory,), {"__module__": module})())
    assert key.has_keyring() is is_safe


_SESSION = """
import pathlib, sys
import keyring
from auditor.store import errors, open_vault, rekey, wipe
from auditor.store.key import KeyedBy, from_keyring
from auditor.store.opening import salt_of

print("backend", type(keyring.get_keyring()).__module__)
home = pathlib.Path(sys.argv[1])
with open_vault(home) as vault:
    id = vault.imports.begin("export", "x-archive", "d")
    assert vault.status().keyed_by is KeyedBy.KEYRING
salt = salt_of(home / "vault.db")
assert len(from_keyring(salt).secret) == 32
with open_vault(home, read_only=True) as vault:
    assert vault.imports.list()[0].id == id
print("opened")
rekey(home, new_passphrase=lambda: "words")
with open_vault(home, passphrase=lambda: "words") as vault:
    assert vault.status().keyed_by is KeyedBy.PASSPHRASE
rekey(home, passphrase=lambda: "words")
with open_vault(home) as vault:
    assert len(vault.imports.list()) == 1
print("rekeyed")
again = salt_of(home / "vault.db")
wipe(home)
assert from_keyring(again) is None and not home.exists()
print("wiped")
with open_vault(home) as vault:
    pass
keyring.delete_password("audit-tui", "vault " + salt_of(home / "vault.db").hex())
try:
    open_vault(home)
except errors.NoKey as error:
    print("lost:", error.exit_code)
"""


def test_a_real_secret_service_keeps_the_key(home: Path, tmp_path: Path) -> None:
    missing = [one for one in ("dbus-run-session", "gnome-keyring-daemon") if shutil.which(one) is None]
    if sys.platform != "linux" or missing:
        pytest.skip(f"no Secret Service to test against: {', '.join(missing) or 'not Linux'}")
    session = tmp_path / "session"
    session.mkdir(mode=0o700)
    environment = {name: os.environ[name] for name in ("PATH", "LANG", "PYTHONPATH") if name in os.environ}
    environment |= {
        "HOME": str(session),
        "XDG_RUNTIME_DIR": str(session),
        "XDG_DATA_HOME": str(session / "data"),
    }
    script = (
        'printf %s "a login" | gnome-keyring-daemon --unlock --components=secrets >/dev/null'
        ' && exec "$0" -c "$1" "$2"'
    )
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", script, sys.executable, _SESSION, str(home)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.splitlines() == [
        "backend keyring.backends.SecretService",
        "opened",
        "rekeyed",
        "wiped",
        "lost: 4",
    ]
