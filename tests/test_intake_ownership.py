"""Whose exports are taken: hers without a question, another account's only where she names it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor import intake
from auditor.errors import InputError
from auditor.store import Vault
from tests.fixtures import interchange_file, mastodon_export, x_archive
from tests.fixtures.x_archive import ACCOUNT_ID, HANDLE, tweet

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def _archive(path: Path, text: str = "one", *, handle: str = HANDLE, id: str = ACCOUNT_ID) -> Path:
    files = x_archive.files([tweet(1, text)])
    for name in ("data/account.js", "data/manifest.js"):
        files[name] = str(files[name]).replace(HANDLE, handle).replace(ACCOUNT_ID, id)
    return x_archive.write_zip(path, files)


def _take(vault: Vault, *paths: Path, account: str | None = None) -> list[str]:
    intake.take_in(vault, paths, account=account, now=NOW)
    return [stored.account.handle for stored in vault.accounts.list()]


def test_another_account_of_the_platform_is_refused_until_it_is_named(vault: Vault, tmp_path: Path) -> None:
    assert _take(vault, _archive(tmp_path / "mine.zip")) == ["@wren_invented"]
    other = _archive(tmp_path / "other.zip", handle="other_invented", id="77")
    with pytest.raises(InputError, match="another account than yours") as refused:
        _take(vault, other)
    assert "other_invented" not in str(refused.value)
    assert vault.items.count() == 1
    assert _take(vault, other, account="@other_invented") == ["@other_invented", "@wren_invented"]


def test_a_changed_handle_is_still_hers(vault: Vault, tmp_path: Path) -> None:
    _take(vault, _archive(tmp_path / "old.zip"))
    assert len(_take(vault, _archive(tmp_path / "new.zip", "two", handle="wren_renamed"))) == 1


def test_her_handle_with_another_id_is_somebody_else(vault: Vault, tmp_path: Path) -> None:
    _take(vault, _archive(tmp_path / "mine.zip"))
    with pytest.raises(InputError, match="another account"):
        _take(vault, _archive(tmp_path / "other.zip", id="77"))


def test_two_accounts_in_one_import_are_asked_about_before_anything_is_stored(
    vault: Vault, tmp_path: Path
) -> None:
    paths = [_archive(tmp_path / "a.zip"), _archive(tmp_path / "b.zip", "two", handle="b", id="77")]
    with pytest.raises(InputError, match="File 2 of 2: "):
        _take(vault, *paths)
    assert vault.accounts.list() == []


def test_accounts_of_other_platforms_say_nothing_of_whose_it_is(vault: Vault, tmp_path: Path) -> None:
    posts = mastodon_export.files([mastodon_export.note(1, "<p>one</p>")])
    taken = _take(
        vault, _archive(tmp_path / "x.zip"), mastodon_export.write_tar(tmp_path / "m.tar.gz", posts)
    )
    assert len(taken) == 2


def test_an_interchange_file_is_her_own_making(vault: Vault, tmp_path: Path) -> None:
    _take(vault, _archive(tmp_path / "x.zip"))
    other = {**interchange_file.ACCOUNT, "platform": "x", "handle": "@second_invented"}
    path = interchange_file.write(tmp_path / "i.jsonl", other, interchange_file.item("1"))
    assert "@second_invented" in _take(vault, path)


def test_a_look_tells_which_account_is_not_hers(vault: Vault, tmp_path: Path) -> None:
    _take(vault, _archive(tmp_path / "mine.zip"))
    known = [stored.account for stored in vault.accounts.list()]
    other = _archive(tmp_path / "other.zip", handle="other_invented", id="77")
    assert intake.inspect([tmp_path / "mine.zip"], known=known).foreign == (False,)
    assert intake.inspect([other], known=known).foreign == (True,)


def test_what_lay_among_the_exports_is_named(vault: Vault, tmp_path: Path) -> None:
    _archive(tmp_path / "x.zip")
    x_archive.write_zip(tmp_path / "photos.zip", {"holiday.jpg": b"x"})
    summary = intake.take_in(vault, [tmp_path], now=NOW)
    assert [one.file for one in summary.passed_over] == ["photos.zip"]
    assert summary.added == 1
