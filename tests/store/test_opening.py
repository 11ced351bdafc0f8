"""A vault opens with its key only, and everything that can be wrong with it is said in one clear line."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from auditor import paths
from auditor.errors import VaultError
from auditor.store import Vault, errors, key, migrations, open_vault, opening
from auditor.store.connection import connect, make_empty
from connectors.model import Owner
from tests.store.examples import account, item

POSIX = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")


def mode(path: Path) -> int:
    """The permission bits."""
    return stat.S_IMODE(path.stat().st_mode)


@POSIX
def test_every_file_is_the_owners_alone_whatever_the_umask(home: Path) -> None:
    before = os.umask(0)
    try:
        with open_vault(home) as vault:
            account(vault, items=3)
            vault.backup()
            names = {one.name for one in home.iterdir()}
            assert {"vault.db", "vault.db-wal", "vault.db-shm", "vault.lock", "vault.keyed-by"} <= names
            for one in home.rglob("*"):
                assert mode(one) == (0o700 if one.is_dir() else 0o600), one.name
        assert mode(home) == 0o700
    finally:
        os.umask(before)


@POSIX
def test_a_folder_that_stood_open_is_closed(home: Path) -> None:
    home.mkdir(mode=0o755)
    open_vault(home).close()
    assert mode(home) == 0o700


def test_nothing_of_a_post_can_be_read_from_any_file(home: Path) -> None:
    with open_vault(home) as vault:
        id = account(vault).id
        vault.items.upsert(id, [item(n, f"a telltale word {n}") for n in range(200)], 1)
        vault.owner.set(Owner("telltale name"))
        vault.backup()
        files = [one for one in home.rglob("*") if one.is_file()]
        assert len(files) >= 5
        for one in files:
            content = one.read_bytes()
            assert b"telltale" not in content and b"SQLite format" not in content, one.name


def test_a_vault_keeps_what_it_holds_and_its_fingerprint_key(home: Path) -> None:
    with open_vault(home) as vault:
        account(vault, items=2)
        fingerprint_key = vault.fingerprint_key
    with open_vault(home) as vault:
        assert vault.items.count() == 2
        assert vault.fingerprint_key == fingerprint_key
        assert len(fingerprint_key) == 32


def test_two_vaults_have_two_fingerprint_keys_and_two_salts(tmp_path: Path) -> None:
    with open_vault(tmp_path / "a") as a, open_vault(tmp_path / "b") as b:
        assert a.fingerprint_key != b.fingerprint_key
    assert opening.salt_of(tmp_path / "a" / paths.VAULT) != opening.salt_of(tmp_path / "b" / paths.VAULT)


def test_a_wrong_passphrase_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_vault(home).close()
    before = (home / paths.VAULT).read_bytes()
    monkeypatch.setenv(key.PASSPHRASE_VARIABLE, "not the one")
    for read_only in (False, True):
        with pytest.raises(errors.WrongKey, match="passphrase") as error:
            open_vault(home, read_only=read_only)
        assert error.value.exit_code == 4
        assert "not the one" not in str(error.value)
    assert (home / paths.VAULT).read_bytes() == before


def test_without_keyring_and_passphrase_no_vault_is_made(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(key.PASSPHRASE_VARIABLE)
    with pytest.raises(errors.NoKey, match="AUDIT_TUI_PASSPHRASE"):
        open_vault(home)
    assert not (home / paths.VAULT).exists()


def test_the_owner_is_asked_where_nothing_else_has_the_key(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(key.PASSPHRASE_VARIABLE)
    open_vault(home, passphrase=lambda: "typed").close()
    open_vault(home, passphrase=lambda: "typed").close()
    with pytest.raises(errors.WrongKey):
        open_vault(home, passphrase=lambda: "mistyped")
    with pytest.raises(errors.NoKey, match="empty"):
        open_vault(home, passphrase=lambda: "")
    with pytest.raises(errors.NoKey):
        open_vault(home)


def test_a_passphrase_opens_however_its_accents_are_typed(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(key.PASSPHRASE_VARIABLE, "caf\u00e9 \u212b")
    open_vault(home).close()
    monkeypatch.setenv(key.PASSPHRASE_VARIABLE, "cafe\u0301 A\u030a")
    open_vault(home).close()


def test_the_passphrase_alone_opens_the_file_in_sqlcipher_itself(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key, "ITERATIONS", 256_000)
    monkeypatch.setenv(key.PASSPHRASE_VARIABLE, "it's mine")
    with open_vault(home) as vault:
        vault.owner.set(Owner("Ada Invented"))
    conn = dbapi2.connect(str(home / paths.VAULT))
    conn.execute("PRAGMA key = 'it''s mine'")
    assert conn.execute("SELECT name FROM owner").fetchall() == [("Ada Invented",)]
    conn.close()


def plain_database(path: Path) -> None:
    """An unencrypted database."""
    import sqlite3

    conn = sqlite3.connect(path)
    conn.execute("CREATE TABLE t (x)")
    conn.commit()
    conn.close()


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (plain_database, errors.ForeignFile),
        (lambda path: path.write_bytes(b""), errors.ForeignFile),
        (lambda path: path.write_bytes(b"PNG" * 5000), errors.ForeignFile),
        (lambda path: path.write_bytes(os.urandom(4096 * 3)), errors.WrongKey),
        (lambda path: path.write_bytes(bytes(4096)), errors.WrongKey),
    ],
    ids=["plain SQLite", "empty", "odd length", "noise", "zeros"],
)
def test_a_foreign_file_is_refused_and_left_as_it_is(
    home: Path, make: object, error: type[VaultError]
) -> None:
    home.mkdir()
    path = home / paths.VAULT
    make(path)  # type: ignore[operator]
    before = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(error):
            open_vault(home, read_only=read_only)
    assert path.read_bytes() == before


def test_an_encrypted_database_of_another_program_is_refused(home: Path) -> None:
    home.mkdir()
    path = home / paths.VAULT
    made = opening.KeyChain(None).make()
    make_empty(path)
    db = connect(path, made)
    db.execute("CREATE TABLE accounts (id)")
    db.close()
    with pytest.raises(errors.ForeignFile):
        open_vault(home)


def cut(path: Path) -> None:
    """Take the last three and a half pages away."""
    with path.open("rb+") as file:
        file.truncate(path.stat().st_size - 14_000)


def cut_pages(path: Path) -> None:
    """Take half of the pages away."""
    with path.open("rb+") as file:
        file.truncate(path.stat().st_size // 8192 * 4096)


def flip(path: Path, offset: int) -> None:
    """Change one byte."""
    with path.open("rb+") as file:
        file.seek(offset)
        byte = file.read(1)
        file.seek(offset)
        file.write(bytes([byte[0] ^ 1]))


@pytest.mark.parametrize(
    ("damage", "kinds"),
    [
        (cut, (errors.ForeignFile,)),
        (cut_pages, (errors.DamagedVault,)),
        (lambda path: flip(path, 20), (errors.WrongKey,)),
        (lambda path: flip(path, 4096 * 3 + 100), (errors.DamagedVault,)),
        (lambda path: flip(path, path.stat().st_size - 2000), (errors.DamagedVault,)),
    ],
    ids=["cut in a page", "cut between pages", "first page", "fourth page", "last page"],
)
def test_a_damaged_vault_is_said_to_be_damaged(
    home: Path, damage: object, kinds: tuple[type[VaultError], ...]
) -> None:
    with open_vault(home) as vault:
        account(vault, items=300)
    damage(home / paths.VAULT)  # type: ignore[operator]
    with pytest.raises(kinds) as error, open_vault(home) as vault:
        vault.check()
    assert error.value.exit_code == 4
    assert "restore" in error.value.todo


def test_reading_a_damaged_page_is_said_too(home: Path) -> None:
    with open_vault(home) as vault:
        id = account(vault, items=300).id
    for page in range(40, (home / paths.VAULT).stat().st_size // 4096):
        flip(home / paths.VAULT, page * 4096 + 50)
    with pytest.raises(errors.DamagedVault), open_vault(home, read_only=True) as vault:
        list(vault.items.by_account(id))


def test_a_vault_from_a_newer_version_is_left_alone(home: Path) -> None:
    with open_vault(home) as vault, vault._connections.write() as db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('vault', 'm999_later', '')"
        )
    before = (home / paths.VAULT).read_bytes()
    for read_only in (False, True):
        with pytest.raises(errors.NewerVault, match="nothing was touched"):
            open_vault(home, read_only=read_only)
    assert (home / paths.VAULT).read_bytes() == before
    assert not paths.backups(home).exists()


@pytest.mark.parametrize("read_only", [False, True])
def test_where_no_vault_may_be_made_its_absence_is_said(home: Path, read_only: bool) -> None:
    with pytest.raises(errors.NoVault):
        open_vault(home, create=False, read_only=read_only)
    assert not home.exists()


def test_a_home_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(VaultError):
        open_vault(tmp_path / "file")


def test_a_second_writer_gets_one_clear_line(home: Path, vault: Vault) -> None:
    with pytest.raises(errors.VaultLocked, match="Another audit-tui") as error:
        open_vault(home)
    assert error.value.exit_code == 4
    vault.close()
    open_vault(home).close()


def test_a_second_writer_in_another_process_is_kept_out(home: Path, vault: Vault) -> None:
    code = (
        "import sys, pathlib\nfrom auditor.store import open_vault, errors\n"
        "try:\n    open_vault(pathlib.Path(sys.argv[1]))\nexcept errors.VaultLocked:\n    print('locked')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(home)], capture_output=True, text=True, timeout=120
    )
    assert (done.stdout, done.stderr) == ("locked\n", "")


def test_readers_read_beside_the_writer_and_see_what_it_has_kept(home: Path, vault: Vault) -> None:
    with open_vault(home, read_only=True) as reader, open_vault(home, read_only=True) as other:
        id = account(vault, items=3).id
        assert reader.items.count() == other.items.count() == 3
        assert reader.is_read_only and not vault.is_read_only
        with pytest.raises(errors.NotWritable):
            reader.accounts.remove(id)
        with pytest.raises(errors.NotWritable):
            reader.events.log("example")
        reader.check()
    assert vault.items.count() == 3


def test_a_reader_beside_an_open_transaction_sees_the_state_before(home: Path, vault: Vault) -> None:
    with open_vault(home, read_only=True) as reader:
        with vault.transaction():
            account(vault, items=3)
            assert vault.items.count() == 3
            assert reader.items.count() == 0
        assert reader.items.count() == 3


def test_a_transaction_that_fails_leaves_nothing_and_passes_its_error_on(vault: Vault) -> None:
    with pytest.raises(FileNotFoundError), vault.transaction():
        account(vault, items=3)
        raise FileNotFoundError
    assert vault.items.count() == 0
    assert vault.accounts.list() == []


def test_threads_read_and_write_one_vault(vault: Vault) -> None:
    id = account(vault).id
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for n in range(5):
                vault.items.upsert(id, [item(number * 1000 + n * 10 + k) for k in range(10)], 1)
                assert len(list(vault.items.by_account(id))) >= (n + 1) * 10
        except BaseException as error:  # noqa: BLE001
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert vault.items.count() == 200


def test_closing_twice_does_no_harm(home: Path) -> None:
    vault = open_vault(home)
    vault.close()
    vault.close()
    assert not (home / "vault.db-wal").exists()


def test_the_status_tells_where_and_how_much(home: Path, vault: Vault) -> None:
    account(vault, items=3)
    vault.backup()
    status = vault.status()
    assert (status.path, status.keyed_by) == (home / paths.VAULT, key.KeyedBy.PASSPHRASE)
    assert (status.accounts, status.items, status.open_findings, status.events) == (1, 3, 0, 1)
    assert status.size_bytes > 100_000
    assert status.schema in migrations.known()
    assert status.last_backup is not None
    assert status.cipher.startswith("4.")


def test_a_vault_whose_note_is_lost_still_opens(home: Path) -> None:
    open_vault(home).close()
    (home / paths.KEYED_BY).unlink()
    open_vault(home).close()


def test_the_home_is_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert paths.home() == tmp_path / "home"
    monkeypatch.delenv("AUDIT_TUI_HOME")
    assert paths.home().name == "audit-tui"


def test_a_key_does_not_show_itself() -> None:
    made = key.derive("secret words", bytes(16))
    assert made.secret.hex() not in repr(made) and "secret words" not in repr(made)


def test_the_store_loads_neither_numpy_nor_pandas_and_leaves_them_loadable() -> None:
    code = (
        "import sys, auditor.store\n"
        "print([name for name in ('numpy', 'pandas') if name in sys.modules])\n"
        "try:\n    import numpy\nexcept ModuleNotFoundError as error:\n    print(error.name, 'missing')\n"
        "else:\n    print(numpy.__name__)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.stdout.splitlines()[0] == "[]"
    assert done.stdout.splitlines()[1] in ("numpy", "numpy missing"), done.stderr
