"""Migrations run in order, whole or not at all, after a backup."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor import paths
from auditor.store import errors, migrations, open_vault
from auditor.store.database import Database, Migrations
from tests.store.examples import account


def later(*steps: object) -> Migrations:
    """The vault's migrations and these after them."""
    more = Migrations("vault")
    for one in migrations.vault_migrations._migrations:
        more(name=one.name)(one.fn)
    for number, step in enumerate(steps):
        more(name=f"m9{number}_later")(step)  # type: ignore[type-var]
    return more


def add_column(db: Database) -> None:
    """A migration that works."""
    db.execute("ALTER TABLE accounts ADD COLUMN note TEXT NOT NULL DEFAULT 'none'")


def fail_half_way(db: Database) -> None:
    """A migration that changes something and then fails."""
    db.execute("ALTER TABLE accounts ADD COLUMN half TEXT")
    db.execute("UPDATE accounts SET handle = 'half done'")
    raise RuntimeError


def columns(home: Path) -> set[str]:
    """The columns of accounts."""
    with open_vault(home) as vault, vault._connections.read() as db:
        return {row[1] for row in db.execute("PRAGMA table_info(accounts)")}


def test_a_new_vault_needs_no_backup(home: Path) -> None:
    open_vault(home).close()
    open_vault(home).close()
    assert not paths.backups(home).exists()


def test_an_older_vault_is_brought_up_to_date_after_a_backup(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_vault(home) as vault:
        account(vault, items=3)
    monkeypatch.setattr(migrations, "vault_migrations", later(add_column))
    assert "note" in columns(home)
    (backup,) = paths.backups(home).iterdir()
    monkeypatch.undo()
    monkeypatch.setenv("AUDIT_TUI_PASSPHRASE", "a passphrase for tests")
    monkeypatch.setattr("auditor.store.key.ITERATIONS", 1_000)
    with pytest.raises(errors.NewerVault):
        open_vault(home)
    (home / paths.VAULT).unlink()
    backup.rename(home / paths.VAULT)
    assert "note" not in columns(home)


def test_a_migration_that_fails_takes_everything_back(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_vault(home) as vault:
        account(vault, items=3)
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "vault_migrations", later(add_column, fail_half_way))
        with pytest.raises(RuntimeError):
            open_vault(home)
    with open_vault(home.parent / "other") as fresh, fresh._connections.read() as db:
        expected = {row[1] for row in db.execute("PRAGMA table_info(accounts)")} | {"note"}
    monkeypatch.setattr(migrations, "vault_migrations", later(add_column))
    assert columns(home) == expected
    with open_vault(home) as vault:
        assert vault.accounts.list()[0].account.handle == "@Ada_Invented"


def test_no_migration_runs_without_its_backup(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_vault(home) as vault:
        account(vault, items=3)
    paths.backups(home).write_text("in the way")
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "vault_migrations", later(add_column))
        with pytest.raises(errors.VaultError):
            open_vault(home)
    assert "note" not in columns(home)


def test_a_reader_does_not_migrate(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_vault(home).close()
    monkeypatch.setattr(migrations, "vault_migrations", later(add_column))
    with pytest.raises(errors.NotWritable, match="older"):
        open_vault(home, read_only=True)
