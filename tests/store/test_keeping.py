"""Backup, restore, a new key and wiping: checked before, done in one step, nothing lost on the way."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from auditor import paths
from auditor.store import Vault, copying, errors, key, open_vault, opening, rekey, restore, wipe
from tests.conftest import PASSPHRASE
from tests.store.examples import account, item
from tests.store.test_opening import flip, plain_database


def fill(home: Path, items: int = 30) -> None:
    """Make a vault with so many posts."""
    with open_vault(home) as vault:
        account(vault, items=items)


def items_in(home: Path) -> int:
    """How many posts the vault holds."""
    with open_vault(home) as vault:
        vault.check()
        return vault.items.count()


def test_a_backup_is_one_encrypted_file_that_opens_as_a_vault(
    home: Path, vault: Vault, tmp_path: Path
) -> None:
    account(vault, items=30)
    kept = vault.backup(tmp_path / "elsewhere.db")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600 or os.name != "posix"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["elsewhere.db", "home"]
    (tmp_path / "other").mkdir()
    shutil.copy(kept, tmp_path / "other" / paths.VAULT)
    assert items_in(tmp_path / "other") == 30


def test_backups_of_one_second_do_not_overwrite_each_other(vault: Vault) -> None:
    made = {vault.backup() for _ in range(3)}
    assert len(made) == 3
    assert all(one.parent == paths.backups(vault.home) for one in made)


def test_a_backup_never_overwrites_a_file(vault: Vault, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine")
    with pytest.raises(errors.NotWritable, match="already"):
        vault.backup(taken)
    assert taken.read_text() == "mine"


def test_a_backup_that_turns_out_damaged_is_not_left_behind(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, key: key.Key) -> None:
        raise errors.damaged()

    monkeypatch.setattr(copying, "check_whole", fail)
    with pytest.raises(errors.DamagedVault):
        vault.backup(tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_a_reader_can_make_a_backup_beside_the_writer(home: Path, vault: Vault, tmp_path: Path) -> None:
    account(vault, items=5)
    with open_vault(home, read_only=True) as reader:
        reader.backup(tmp_path / "copy.db")
    assert (tmp_path / "copy.db").exists()


def test_restore_brings_back_the_backup_and_keeps_what_was_there(home: Path) -> None:
    fill(home)
    with open_vault(home) as vault:
        backup = vault.backup()
        vault.items.upsert(1, [item(99)], 1)
    aside = restore(home, backup)
    with open_vault(home) as vault:
        assert vault.events.list(1)[0].kind == "restored"
        vault.events.verify()
    assert items_in(home) == 30
    assert aside is not None and aside.parent == paths.backups(home)
    restore(home, aside)
    assert items_in(home) == 31


def test_restore_replaces_a_damaged_vault_and_keeps_even_that(home: Path) -> None:
    fill(home)
    with open_vault(home) as vault:
        backup = vault.backup()
    flip(home / paths.VAULT, 20)
    damaged = (home / paths.VAULT).read_bytes()
    aside = restore(home, backup)
    assert items_in(home) == 30
    assert aside is not None and aside.read_bytes() == damaged


def test_restore_makes_a_vault_where_there_was_none(home: Path, tmp_path: Path) -> None:
    fill(home)
    with open_vault(home) as vault:
        backup = vault.backup(tmp_path / "backup.db")
    wipe(home)
    assert restore(home, backup) is None
    assert items_in(home) == 30


@pytest.mark.parametrize("damage", ["missing", "plain", "noise", "flipped", "other passphrase"])
def test_restore_refuses_what_is_no_whole_backup_and_touches_nothing(
    home: Path, tmp_path: Path, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(home)
    backup = tmp_path / "backup.db"
    with open_vault(home) as vault:
        vault.backup(backup)
    if damage == "missing":
        backup.unlink()
    elif damage == "plain":
        backup.unlink()
        plain_database(backup)
    elif damage == "noise":
        backup.write_bytes(os.urandom(8192))
    elif damage == "flipped":
        flip(backup, backup.stat().st_size - 100)
    before = (home / paths.VAULT).read_bytes()
    if damage == "other passphrase":
        monkeypatch.setenv(key.PASSPHRASE_VARIABLE, "another one")
    with pytest.raises(errors.VaultError):
        restore(home, backup)
    assert (home / paths.VAULT).read_bytes() == before
    assert not paths.backups(home).exists()


@pytest.mark.parametrize("act", [lambda home: restore(home, home.parent / "backup.db"), rekey, wipe])
def test_an_open_vault_is_neither_replaced_nor_wiped(home: Path, vault: Vault, act: object) -> None:
    account(vault, items=3)
    vault.backup(home.parent / "backup.db")
    with pytest.raises(errors.VaultLocked):
        act(home)  # type: ignore[operator]
    vault.check()


def test_a_new_passphrase_opens_and_the_old_one_does_not(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(home)
    salt = opening.salt_of(home / paths.VAULT)
    assert rekey(home, new_passphrase=lambda: "the new one") is key.KeyedBy.PASSPHRASE
    assert opening.salt_of(home / paths.VAULT) != salt
    with pytest.raises(errors.WrongKey):
        open_vault(home)
    monkeypatch.setenv(key.PASSPHRASE_VARIABLE, "the new one")
    assert items_in(home) == 30
    assert [one.name for one in home.iterdir() if one.name.endswith(".new")] == []


def test_a_new_key_needs_the_old_one(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(home)
    monkeypatch.setenv(key.PASSPHRASE_VARIABLE, "not the one")
    with pytest.raises(errors.WrongKey):
        rekey(home, new_passphrase=lambda: "the new one")
    monkeypatch.setenv(key.PASSPHRASE_VARIABLE, PASSPHRASE)
    with pytest.raises(errors.NoKey, match="no keyring"):
        rekey(home)
    with pytest.raises(errors.NoKey, match="empty"):
        rekey(home, new_passphrase=lambda: "")
    assert items_in(home) == 30


def test_a_rekeying_that_stops_before_the_swap_leaves_the_old_vault(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(home)

    def stop(new: Path, path: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(copying, "put_in_place", stop)
        with pytest.raises(KeyboardInterrupt):
            rekey(home, new_passphrase=lambda: "the new one")
    assert items_in(home) == 30


def test_the_fingerprint_key_and_the_log_outlive_a_new_key(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_vault(home) as vault:
        vault.events.log("example")
        before = vault.fingerprint_key
    rekey(home, new_passphrase=lambda: "the new one")
    monkeypatch.setenv(key.PASSPHRASE_VARIABLE, "the new one")
    with open_vault(home) as vault:
        assert vault.fingerprint_key == before
        assert [event.kind for event in vault.events.list()] == ["rekeyed", "example"]
        vault.events.verify()


def test_wipe_leaves_nothing(home: Path) -> None:
    fill(home)
    with open_vault(home) as vault:
        backup = vault.backup()
    restore(home, backup)
    wipe(home)
    assert not home.exists()
    wipe(home)


def test_wipe_leaves_what_is_not_the_vaults(home: Path) -> None:
    fill(home)
    (home / "letter.txt").write_text("mine")
    wipe(home)
    assert [one.name for one in home.iterdir()] == ["letter.txt"]


def test_wipe_refuses_a_database_that_is_not_a_vault(home: Path) -> None:
    home.mkdir()
    plain_database(home / paths.VAULT)
    with pytest.raises(errors.ForeignFile):
        wipe(home)
    assert (home / paths.VAULT).exists()


def test_wipe_removes_a_damaged_vault(home: Path) -> None:
    fill(home)
    flip(home / paths.VAULT, 20)
    wipe(home)
    assert not home.exists()
