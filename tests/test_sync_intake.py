"""Exports that are brought in beside a connected account, by the way that `import` takes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from auditor import intake
from auditor import sync as syncing
from auditor.model import StoredAccount
from auditor.store import Vault, live_source, open_vault
from connectors.model import Account, Profile
from tests.connectors.live.held_clock import HeldClock
from tests.fixtures.x_archive import ACCOUNT_ID, HANDLE, START, files, tweet, write_zip
from tests.remote_account import Remote, post

TWEETS = [tweet(number, f"post {number}", START - timedelta(days=10 - number)) for number in range(1, 7)]


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def vault(home: Path, clock: HeldClock) -> Iterator[Vault]:
    with open_vault(home, clock=clock.now) as vault:
        yield vault


@pytest.fixture
def remote() -> Remote:
    account = Account("x", f"@{HANDLE}_renamed", remote_id=ACCOUNT_ID)
    remote = Remote(account=account)
    told = [
        post(number, f"post {number}", created_at=START - timedelta(days=10 - number))
        for number in range(1, 7)
    ]
    remote.add(*told)
    return remote


def sync(vault: Vault, remote: Remote, clock: HeldClock) -> StoredAccount:
    clock.pass_by(timedelta(hours=1))
    connection = remote.connection(clock)
    told = connection.check()
    profile = Profile("Wren Invented", remote.bio, observed_at=clock.now())
    account = vault.accounts.upsert(told, profile, live_source("x"))
    syncing.sync(vault, account, connection, clock, is_full=True)
    return account


def archive(folder: Path, numbers: range) -> Path:
    """X's archive, made weeks before the held clock's now, with these posts."""
    kept = [one for one in TWEETS if int(one["tweet"]["id_str"]) in numbers]
    return write_zip(folder / f"x-{len(kept)}.zip", files(kept))


def standing(vault: Vault, account: StoredAccount) -> set[str]:
    return {one.item.id for one in vault.items.by_account(account.id) if one.vanished_at is None}


def test_an_archive_after_a_sync_adds_nothing_and_takes_no_name_back(
    vault: Vault, remote: Remote, clock: HeldClock, tmp_path: Path
) -> None:
    account = sync(vault, remote, clock)
    told = intake.take_in(vault, [archive(tmp_path, range(1, 7))], now=clock.now())
    assert (told.added, told.vanished) == (0, 0)
    assert vault.accounts.get(account.id).account.handle == remote.account.handle
    assert vault.accounts.get(account.id).profile.bio == remote.bio


def test_a_sync_after_an_archive_adds_nothing(
    vault: Vault, remote: Remote, clock: HeldClock, tmp_path: Path
) -> None:
    intake.take_in(vault, [archive(tmp_path, range(1, 7))], now=clock.now())
    before = len(standing(vault, vault.accounts.list()[0]))
    account = sync(vault, remote, clock)
    assert len(standing(vault, account)) == before == 6


def test_a_newer_archive_still_proves_what_is_gone_though_a_sync_came_in_between(
    vault: Vault, remote: Remote, clock: HeldClock, tmp_path: Path
) -> None:
    intake.take_in(vault, [archive(tmp_path, range(1, 7))], now=clock.now())
    account = vault.accounts.list()[0]
    # It says of the account alone, and lists no post.
    remote.streams = ()
    sync(vault, remote, clock)
    told = intake.take_in(vault, [archive(tmp_path, range(2, 7))], now=clock.now())
    assert told.vanished == 1
    assert standing(vault, account) == {"2", "3", "4", "5", "6"}


def test_what_a_sync_has_shown_since_an_archive_was_made_is_not_gone_by_it(
    vault: Vault, remote: Remote, clock: HeldClock, tmp_path: Path
) -> None:
    account = sync(vault, remote, clock)
    told = intake.take_in(vault, [archive(tmp_path, range(2, 7))], now=clock.now())
    assert told.vanished == 0
    assert standing(vault, account) == set(remote.items)
