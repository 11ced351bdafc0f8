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


def test_imports_of_before_are_kept_with_their_accounts_and_as_old_as_they_are(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A vault of before sources had an age (`m006_readings_of_sources`)."""
    before = Migrations("vault")
    for one in migrations.vault_migrations._migrations[:5]:
        before(name=one.name)(one.fn)
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "vault_migrations", before)
        with open_vault(home) as vault, vault._connections.write() as db:
            db.executescript(
                """
                INSERT INTO accounts (id, platform, handle, handle_key, use, source, extra)
                    VALUES (1, 'x', '@a', 'a', 'unset', 'x-archive', '{}');
                INSERT INTO imports (id, name, kind, digest, started_at, finished_at) VALUES
                    (1, 'a', 'x-archive', 'd', '2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00+00:00'),
                    (2, 'b', 'x-archive', 'e', '2026-01-02T00:00:00+00:00', '2026-01-02T00:00:00+00:00'),
                    (3, 'a', 'x-archive', 'd', '2026-01-03T00:00:00+00:00', NULL);
                INSERT INTO items (id, account_id, remote_id, kind, digest, row_digest, import_id,
                                   has_platform_id, has_media, text, extra)
                    VALUES (1, 1, '7', 'post', x'00', x'00', 2, 1, 0, 'a post', '{}');
                """
            )
    with open_vault(home) as vault:
        assert vault.items.get(1).item.text == "a post"
        assert [run.id for run in vault.imports.list()] == [3, 2, 1]
        assert vault.imports.first_read_at(3) == vault.imports.list()[2].started_at
        assert vault.imports.is_surpassed(1, 1)
        assert not vault.imports.is_surpassed(2, 1)
        assert vault.imports.kept("x-archive", "e", "") is None
