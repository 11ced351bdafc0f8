"""Deletions by hand, shown to be done or not by a sync: over an invented platform in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from auditor import proof
from auditor import sync as syncing
from auditor.model import COMPLETE_EXPORT, EntryState, Plan, PlanEntry, Severity, StoredAccount
from auditor.proof import Verified
from auditor.store import Vault, open_vault
from connectors.model import Item, ItemKind
from tests.connectors.live.held_clock import HeldClock
from tests.remote_account import ACCOUNT, POSTS, Remote, exported, filled, post


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def vault(home: Path, clock: HeldClock) -> Iterator[Vault]:
    with open_vault(home, clock=clock.now) as vault:
        yield vault


@pytest.fixture
def account(vault: Vault) -> StoredAccount:
    return vault.accounts.upsert(ACCOUNT, None, "chirp-export")


def sync(vault: Vault, account: StoredAccount, remote: Remote, clock: HeldClock) -> Verified:
    clock.pass_by(timedelta(hours=1))
    syncing.sync(vault, account, remote.connection(clock), clock, is_full=True)
    return proof.verify(vault, clock.now())


def import_(vault: Vault, account: StoredAccount, items: Sequence[Item], clock: HeldClock) -> None:
    """An export without ids and without a date."""
    clock.pass_by(timedelta(minutes=1))
    source = vault.imports.begin("export.zip", "chirp-export", f"{clock.now():%s}" * 4)
    vault.imports.touch(source, account.id)
    vault.items.upsert(account.id, items, source)


def said_deleted(vault: Vault, account: StoredAccount, clock: HeldClock, *ids: str) -> None:
    """The owner has planned these and said that she deleted them by hand, a minute ago."""
    clock.pass_by(timedelta(minutes=1))
    entries = []
    for stored in vault.items.by_account(account.id):
        named = vault.items.on_platform(stored) or stored.item
        if named.id in ids:
            entries.append(
                PlanEntry(
                    account_id=account.id,
                    item_row=stored.id,
                    platform="chirp",
                    handle=ACCOUNT.handle,
                    item_id=stored.item.id,
                    digest=stored.digest,
                    kind=stored.item.kind.value,
                    created_at=stored.item.created_at,
                    url=None,
                    state=EntryState.PLANNED,
                    is_copy_preserved=False,
                    by_hand="Delete it there.",
                    severity=Severity.HIGH,
                    rules=("phi/mosaic",),
                )
            )
    assert len(entries) == len(ids)
    vault.plans.add(Plan("a" * 12, clock.now(), None, None, tuple(entries)))
    vault.plans.confirm("a" * 12, clock.now())
    for entry in entries:
        for state in (EntryState.BY_HAND, EntryState.UNKNOWN):
            vault.plans.set_state("a" * 12, entry.item_row, state, clock.now())


def states(vault: Vault) -> list[EntryState]:
    return [entry.state for plan in vault.plans.list() for entry in plan.entries]


def test_what_is_gone_from_the_list_is_shown_to_be_gone(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(9)
    sync(vault, account, remote, clock)
    said_deleted(vault, account, clock, "4")
    del remote.items["4"]
    assert sync(vault, account, remote, clock).gone == 1
    assert states(vault) == [EntryState.GONE]


def test_what_is_still_in_the_list_goes_back_to_be_done(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(9)
    sync(vault, account, remote, clock)
    said_deleted(vault, account, clock, "4")
    assert sync(vault, account, remote, clock).still_there == 1
    assert states(vault) == [EntryState.BY_HAND]


def test_what_comes_back_is_told(vault: Vault, account: StoredAccount, clock: HeldClock) -> None:
    remote = filled(9)
    sync(vault, account, remote, clock)
    said_deleted(vault, account, clock, "4")
    gone = remote.items.pop("4")
    sync(vault, account, remote, clock)
    remote.add(gone)
    assert sync(vault, account, remote, clock).reappeared == 1
    assert states(vault) == [EntryState.BY_HAND]


def test_a_list_that_does_not_reach_back_to_it_proves_nothing(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(20)
    sync(vault, account, remote, clock)
    said_deleted(vault, account, clock, "4")
    remote.streams, remote.shown = (replace(POSTS, reaches_back=False),), 10
    told = sync(vault, account, remote, clock)
    assert (told.gone, told.still_there, told.not_shown) == (0, 0, 1)
    assert states(vault) == [EntryState.UNKNOWN]


def test_a_list_that_may_leave_it_out_proves_nothing(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(9, streams=(replace(POSTS, without=frozenset({"circle"})),))
    remote.add(post(10, extra={"circle": "9"}))
    sync(vault, account, remote, clock)
    said_deleted(vault, account, clock, "10")
    remote.hidden = {"10"}
    told = sync(vault, account, remote, clock)
    assert (told.gone, told.still_there, told.not_shown) == (0, 0, 1)


def test_a_doubtful_list_proves_nothing(vault: Vault, account: StoredAccount, clock: HeldClock) -> None:
    remote = filled(9)
    sync(vault, account, remote, clock)
    said_deleted(vault, account, clock, "4")
    remote.hidden = set(remote.items)
    assert sync(vault, account, remote, clock).waiting == 1
    assert states(vault) == [EntryState.UNKNOWN]


def test_an_item_of_an_export_without_ids_is_shown_to_be_gone_by_the_id_that_was_learnt(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(9)
    import_(vault, account, exported(list(remote.items.values())), clock)
    sync(vault, account, remote, clock)
    said_deleted(vault, account, clock, "4", "5")
    del remote.items["4"]
    told = sync(vault, account, remote, clock)
    assert (told.gone, told.still_there) == (1, 1)
    assert states(vault) == [EntryState.GONE, EntryState.BY_HAND]


def test_an_item_that_the_platform_has_never_shown_by_an_id_is_not_judged_by_its_lists(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(9)
    (lone,) = exported([post(20, "Words that only the export holds")])
    import_(vault, account, [lone], clock)
    sync(vault, account, remote, clock)
    said_deleted(vault, account, clock, lone.id)
    told = sync(vault, account, remote, clock)
    assert (told.gone, told.still_there, told.not_shown) == (0, 0, 1)


def test_a_list_of_posts_does_not_stand_in_the_way_of_what_an_export_tells_of_comments(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(9)
    comment = exported([post(20, "A comment", kind=ItemKind.COMMENT)])
    import_(vault, account, comment, clock)
    sync(vault, account, remote, clock)
    said_deleted(vault, account, clock, comment[0].id)
    made_at = clock.now() + timedelta(minutes=30)
    sync(vault, account, remote, clock)
    vault.events.log(
        COMPLETE_EXPORT,
        account=account.id,
        made_at=made_at.isoformat(),
        kinds="",
        kinds_without_ids="comment",
    )
    assert proof.verify(vault, clock.now()).still_there == 1


def test_a_reading_that_began_before_her_word_proves_nothing_against_it(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(9)
    sync(vault, account, remote, clock)
    clock.pass_by(timedelta(hours=1))
    connection = remote.connection(clock)
    syncing.sync(
        vault, account, connection, clock, is_full=True, stop=lambda: remote.asked[-1].endswith("None")
    )
    said_deleted(vault, account, clock, "9")
    syncing.sync(vault, account, connection, clock)
    assert proof.verify(vault, clock.now()).waiting == 1
    assert states(vault) == [EntryState.UNKNOWN]
