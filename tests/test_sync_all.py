"""Several accounts at once: one platform's trouble never stops another."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from auditor.errors import PartlyDone
from auditor.model import StoredAccount
from auditor.store import Vault, open_vault
from auditor.sync import sync_all
from connectors.errors import RateLimited, SignedOut, Unreachable
from connectors.live import Connection
from connectors.model import Account
from tests.connectors.live.held_clock import HeldClock
from tests.remote_account import Remote, RemoteConnection, filled


class Town:
    """Several accounts, each on its own platform."""

    def __init__(self, vault: Vault, clock: HeldClock, sizes: list[int]) -> None:
        self.vault, self.clock = vault, clock
        self.remotes: dict[int, Remote] = {}
        self.opened: list[RemoteConnection] = []
        for number, size in enumerate(sizes, 1):
            account = Account(f"chirp{number}", "@wren_invented", remote_id="77")
            stored = vault.accounts.upsert(account, None, "export")
            self.remotes[stored.id] = filled(size, account=account)

    @property
    def accounts(self) -> list[StoredAccount]:
        return [self.vault.accounts.get(id) for id in self.remotes]

    def open(self, account: StoredAccount) -> Connection:
        connection = self.remotes[account.id].connection(self.clock)
        connection.check()
        self.opened.append(connection)
        return connection

    def is_whole(self, id: int) -> bool:
        told = {one.item.id: one.item.text for one in self.vault.items.by_account(id)}
        return told == {one.id: one.text for one in self.remotes[id].items.values()}


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def vault(home: Path, clock: HeldClock) -> Iterator[Vault]:
    with open_vault(home, clock=clock.now) as vault:
        yield vault


def test_all_are_synced_and_told_in_order(vault: Vault, clock: HeldClock) -> None:
    town = Town(vault, clock, [30, 3, 17, 41, 1])
    told = sync_all(vault, town.accounts, town.open, clock)
    assert [one.account.id for one in told] == list(town.remotes)
    assert [one.synced.added if one.synced else None for one in told] == [30, 3, 17, 41, 1]
    assert all(town.is_whole(id) for id in town.remotes)
    assert all(one.is_closed for one in town.opened)
    vault.check()


def test_they_are_read_at_the_same_time(vault: Vault, clock: HeldClock) -> None:
    town = Town(vault, clock, [5, 5, 5])
    meeting = threading.Barrier(3, timeout=20)

    def meet(number: int) -> None:
        meeting.wait()

    for remote in town.remotes.values():
        remote.before_page = meet
    assert all(one.synced for one in sync_all(vault, town.accounts, town.open, clock))


def test_one_platforms_trouble_stops_no_other(vault: Vault, clock: HeldClock) -> None:
    town = Town(vault, clock, [30, 30, 30, 30])
    signed_out, away, limited, _ = town.remotes.values()
    signed_out.faults = [SignedOut("The token has expired.", "Sign in again.")]
    away.faults = [None, None, None, *[Unreachable("Out of reach.", "Try again.")] * 9]
    limited.faults = [None, RateLimited("Wait.", "Waiting is normal.", clock.now() + timedelta(minutes=3))]
    told = sync_all(vault, town.accounts, town.open, clock)
    assert [type(one.error) for one in told] == [SignedOut, PartlyDone, type(None), type(None)]
    assert [one.synced is not None for one in told] == [False, False, True, True]
    assert [town.is_whole(id) for id in town.remotes] == [False, False, True, True]
    away.faults = []
    signed_out.faults = []
    again = sync_all(vault, town.accounts, town.open, clock)
    assert [one.synced.added if one.synced else None for one in again] == [30, 25, 0, 0]


def test_opening_waits_and_tries_again_like_reading(vault: Vault, clock: HeldClock) -> None:
    town = Town(vault, clock, [3])
    (remote,) = town.remotes.values()
    remote.faults = [RateLimited("Wait.", "Waiting is normal."), Unreachable("Out of reach.", "Try again.")]
    ticks: list[tuple[int, timedelta]] = []
    told = sync_all(
        vault, town.accounts, town.open, clock, tick=lambda account, left: ticks.append((account.id, left))
    )
    assert told[0].synced and ticks and sum(clock.slept) >= 35


def test_it_is_stopped_as_a_whole_and_goes_on(vault: Vault, clock: HeldClock) -> None:
    town = Town(vault, clock, [30, 30, 30])
    is_over = threading.Event()
    next(iter(town.remotes.values())).before_page = lambda number: is_over.set() if number == 2 else None
    told = sync_all(vault, town.accounts, town.open, clock, at_once=1, stop=is_over.is_set)
    assert told[0].synced and told[0].synced.is_stopped and told[0].synced.added == 15
    assert [(one.synced, one.error) for one in told[1:]] == [(None, None)] * 2
    is_over.clear()
    again = sync_all(vault, town.accounts, town.open, clock)
    assert [one.synced.added if one.synced else None for one in again] == [15, 30, 30]


def test_a_fault_of_ours_is_not_hidden_and_the_others_keep_what_they_read(
    vault: Vault, clock: HeldClock
) -> None:
    town = Town(vault, clock, [30, 30])
    first = next(iter(town.remotes.values()))

    def fail(number: int) -> None:
        raise ZeroDivisionError

    first.before_page = fail
    with pytest.raises(ZeroDivisionError):
        sync_all(vault, town.accounts, town.open, clock)
    assert all(one.is_closed for one in town.opened)
    first.before_page = lambda number: None
    sync_all(vault, town.accounts, town.open, clock)
    assert all(town.is_whole(id) for id in town.remotes)


def test_progress_tells_which_account_it_is_of(vault: Vault, clock: HeldClock) -> None:
    town = Town(vault, clock, [7, 3])
    last: dict[int, int] = {}

    def progress(account: StoredAccount, items: int) -> None:
        last[account.id] = items

    sync_all(vault, town.accounts, town.open, clock, progress=progress)
    assert sorted(last.items()) == [(1, 7), (2, 3)]


def test_no_account_is_nothing_to_do(vault: Vault, clock: HeldClock) -> None:
    assert sync_all(vault, [], Town(vault, clock, []).open, clock) == []


def test_two_accounts_of_one_platform_are_kept_apart(vault: Vault, clock: HeldClock) -> None:
    town = Town(vault, clock, [9])
    other = Account("chirp1", "@other_invented", remote_id="78")
    stored = vault.accounts.upsert(other, None, "export")
    town.remotes[stored.id] = filled(12, account=other)
    town.remotes[stored.id].edit("1", "Other words")
    sync_all(vault, town.accounts, town.open, clock)
    assert all(town.is_whole(id) for id in town.remotes)
    assert vault.accounts.get(stored.id).account == other
