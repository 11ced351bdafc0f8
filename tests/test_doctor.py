from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import keyring
import pytest

from auditor import doctor, paths
from auditor.doctor import State
from auditor.engine import joint, reader
from auditor.store import Connected, open_vault
from connectors import credentials
from connectors.credentials import Credentials
from connectors.model import Account
from tests.connectors.live.memory_keyring import Memory


def words() -> str:
    return "only for tests"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setenv("AUDIT_TUI_PASSPHRASE", words())
    open_vault(tmp_path / "home", passphrase=words).close()
    return tmp_path / "home"


NOW = datetime.now(UTC)


def probes(home: Path, passphrase: Callable[[], str] = words, now: datetime = NOW) -> dict[str, doctor.Probe]:
    return {probe.name: probe for probe in doctor.examine(home, passphrase, now)}


def test_a_sound_vault_has_no_trouble(home: Path) -> None:
    found = probes(home)
    assert not [probe for probe in found.values() if probe.state is State.TROUBLE]
    assert found["Pages and event log"].state is State.FINE


def test_without_a_vault_none_is_made(tmp_path: Path) -> None:
    found = probes(tmp_path / "nowhere")
    assert found["Vault folder"].state is State.NOTE
    assert not (tmp_path / "nowhere").exists()


def test_a_wrong_passphrase_is_trouble_with_the_vault(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIT_TUI_PASSPHRASE", "another one")
    found = probes(home)["Vault"]
    assert (found.state, found.is_vault) == (State.TROUBLE, True)


@pytest.mark.skipif(os.name != "posix", reason="rights of this kind are a POSIX thing")
@pytest.mark.parametrize("part", ["the folder", "the file"])
def test_a_vault_that_others_could_read_is_trouble(part: str, home: Path) -> None:
    (home if part == "the folder" else paths.vault_file(home)).chmod(0o755)
    assert probes(home)["Vault folder"].state is State.TROUBLE


def test_a_damaged_vault_is_trouble(home: Path) -> None:
    file = paths.vault_file(home)
    raw = bytearray(file.read_bytes())
    raw[-2000:-1800] = bytes(200)  # in a page that opening does not touch
    file.write_bytes(raw)
    assert any(probe.is_vault for probe in probes(home).values() if probe.state is State.TROUBLE)


def test_a_full_disk_is_trouble(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "ROOM", 2**80)
    assert probes(home)["Disk"].state is State.TROUBLE


def test_nothing_secret_is_told(home: Path) -> None:
    told = " ".join(f"{probe.detail} {probe.todo}" for probe in probes(home).values())
    assert words() not in told
    with open_vault(home, passphrase=words) as vault:
        assert vault.fingerprint_key.hex() not in told


def test_a_keyring_that_fails_in_its_own_way_is_a_note(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring

    def fail() -> None:
        raise RuntimeError("a secret in a message")

    monkeypatch.setattr(keyring, "get_keyring", fail)
    found = probes(home)["Keyring"]
    assert found.state is State.NOTE
    assert "secret" not in found.detail


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "absence", lambda: "")
    monkeypatch.setattr(joint, "load", lambda: object())


def test_a_reader_that_answers_is_fine(home: Path, installed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "load", lambda: object())
    monkeypatch.setattr(reader, "digest", lambda: "0123456789abcdef")
    assert probes(home)["Reader"] == doctor.Probe("Reader", State.FINE, "third layer 0123456789ab")


@pytest.mark.parametrize(
    "absence",
    [
        "onnxruntime can't be found: `pip install onnxruntime`",
        "its weights are not part of this installation",
    ],
)
def test_a_reader_that_is_absent_is_a_note_that_says_why(
    absence: str, home: Path, installed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "absence", lambda: absence)
    found = probes(home)["Reader"]
    assert (found.state, found.detail) == (State.NOTE, absence)
    assert "find less" in found.todo


def test_a_reader_that_can_not_be_started_is_a_note(
    home: Path, installed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "load", lambda: None)
    found = probes(home)["Reader"]
    assert found.state is State.NOTE
    assert "can't be started" in found.detail


def test_a_reader_that_is_not_wanted_is_not_tried(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIT_TUI_NO_READER", "1")
    monkeypatch.setattr(reader, "load", lambda: pytest.fail("it was tried"))
    found = probes(home)["Reader"]
    assert (found.state, found.detail) == (State.NOTE, "left out, as AUDIT_TUI_NO_READER says")


@pytest.fixture
def ring() -> Iterator[Memory]:
    before, ring = keyring.get_keyring(), Memory()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def connect(home: Path, handle: str, ends: timedelta | None = None, *, has_token: bool = True) -> None:
    """An account that is signed in, as far as the vault knows."""
    with open_vault(home, passphrase=words) as vault:
        stored = vault.accounts.upsert(Account("mastodon", handle), None, "mastodon-api")
        expires_at = None if ends is None else NOW + ends
        vault.connections.set(
            Connected(stored.id, f"mastodon {handle}", "https://social.example", (), True, NOW, expires_at)
        )
    if has_token:
        told = Credentials("https://social.example", {"access_token": "tok-3f9a1c77e2"})
        credentials.keep(f"mastodon {handle}", told)


def tokens(home: Path) -> doctor.Probe:
    return probes(home)["Connected accounts"]


def test_connected_accounts_with_their_tokens_are_fine(home: Path, ring: Memory) -> None:
    assert (tokens(home).state, tokens(home).detail) == (State.FINE, "none")
    connect(home, "@ada@social.example", timedelta(days=60))
    connect(home, "@wren@social.example")
    assert (tokens(home).state, tokens(home).detail) == (State.FINE, "2, tokens in the keyring")


def test_tokens_that_are_lost_or_end_are_counted_and_nobody_is_named(home: Path, ring: Memory) -> None:
    connect(home, "@ada@social.example", has_token=False)
    connect(home, "@bo@social.example", timedelta(days=13))
    connect(home, "@cy@social.example", timedelta(days=15))
    connect(home, "@di@social.example", -timedelta(hours=1))
    found = tokens(home)
    assert found.state is State.NOTE
    assert found.detail == (
        "4, of these 1 without a token in the keyring, 1 whose token has expired, "
        "1 whose token ends within 14 days"
    )
    assert "audit-tui connect" in found.todo
    told = " ".join(f"{probe.detail} {probe.todo}" for probe in probes(home).values())
    assert not any(word in told for word in ("@ada", "social.example", "tok-3f9a1c77e2", "mastodon"))


def test_a_keyring_out_of_reach_is_trouble_only_for_whoever_is_connected(home: Path, ring: Memory) -> None:
    ring.is_locked = True
    assert tokens(home).state is State.NOTE
    ring.is_locked = False
    connect(home, "@ada@social.example")
    ring.is_locked = True
    found = tokens(home)
    assert (found.state, found.is_vault) == (State.TROUBLE, False)
    assert "locked" in found.detail


def test_a_keyring_of_plain_files_is_a_note(
    home: Path, ring: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(home, "@ada@social.example")
    monkeypatch.setattr(credentials, "is_plain", lambda: True)
    assert tokens(home).state is State.NOTE
    assert "unencrypted" in tokens(home).detail


def test_a_clock_that_was_set_back_is_a_note(home: Path) -> None:
    with open_vault(home, passphrase=words) as vault:
        vault.events.log("test")
    now = datetime.now(UTC)
    assert probes(home, now=now + timedelta(days=1))["Clock"].state is State.FINE
    assert probes(home, now=now - timedelta(minutes=1))["Clock"].state is State.FINE
    found = probes(home, now=now - timedelta(hours=3))["Clock"]
    assert found.state is State.NOTE
    assert "Set this machine's clock" in found.todo


def test_nothing_is_asked_of_the_network(home: Path, ring: Memory) -> None:
    # Sockets are shut for the whole suite; a probe that opened one would raise here.
    connect(home, "@ada@social.example")
    assert not [probe for probe in probes(home).values() if probe.state is State.TROUBLE]
