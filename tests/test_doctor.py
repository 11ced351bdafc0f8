from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor import doctor, paths
from auditor.doctor import State
from auditor.engine import joint, reader
from auditor.store import open_vault


def words() -> str:
    return "only for tests"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setenv("AUDIT_TUI_PASSPHRASE", words())
    open_vault(tmp_path / "home", passphrase=words).close()
    return tmp_path / "home"


def probes(home: Path, passphrase: Callable[[], str] = words) -> dict[str, doctor.Probe]:
    return {probe.name: probe for probe in doctor.examine(home, passphrase)}


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
