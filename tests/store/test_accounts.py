"""Accounts are matched, kept and removed as their owner expects."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from auditor.store import NotInVault, Vault
from connectors.model import ItemKind, Owner, Profile, Use
from tests.store.examples import ACCOUNT, NOW, PROFILE, account, audit, finding, item


def test_an_account_comes_back_as_it_went_in(vault: Vault) -> None:
    stored = vault.accounts.upsert(ACCOUNT, PROFILE, "x-archive")
    assert (stored.account, stored.profile) == (ACCOUNT, PROFILE)
    assert vault.accounts.get(stored.id) == stored
    assert vault.accounts.list() == [stored]


@pytest.mark.parametrize(
    "name", ["@Ada_Invented", "ada_invented", " ADA_INVENTED ", "x:@Ada_Invented", "X:ada_invented"]
)
def test_an_account_is_found_by_every_way_to_write_it(vault: Vault, name: str) -> None:
    stored = account(vault)
    vault.accounts.upsert(replace(ACCOUNT, handle="@other", remote_id="2"), None, "x-archive")
    assert vault.accounts.find(name) == stored


@pytest.mark.parametrize("name", ["", "@nobody", "mastodon:@Ada_Invented", "x:", "%", "x:\x00\ud800"])
def test_a_name_that_is_no_account_is_refused(vault: Vault, name: str) -> None:
    account(vault)
    with pytest.raises(NotInVault):
        vault.accounts.find(name)


def test_a_handle_on_two_platforms_asks_for_the_platform(vault: Vault) -> None:
    account(vault)
    other = vault.accounts.upsert(replace(ACCOUNT, platform="threads"), None, "interchange")
    with pytest.raises(NotInVault, match="platform"):
        vault.accounts.find("ada_invented")
    assert vault.accounts.find("threads:ada_invented").id == other.id


def test_a_renamed_account_stays_the_same_account(vault: Vault) -> None:
    first = account(vault)
    renamed = vault.accounts.upsert(replace(ACCOUNT, handle="@ada_new"), None, "x-archive")
    assert renamed.id == first.id
    assert renamed.account.handle == "@ada_new"


def test_a_handle_taken_over_by_another_id_is_another_account(vault: Vault) -> None:
    first = account(vault)
    other = vault.accounts.upsert(replace(ACCOUNT, remote_id="2002"), None, "x-archive")
    assert other.id != first.id


def test_a_source_that_knows_no_id_is_matched_by_handle(vault: Vault) -> None:
    first = account(vault)
    again = vault.accounts.upsert(
        replace(ACCOUNT, handle="ada_invented", remote_id=None), None, "interchange"
    )
    assert (again.id, again.account.remote_id) == (first.id, "1001")


def test_the_owners_word_on_use_survives_another_import(vault: Vault) -> None:
    stored = vault.accounts.upsert(replace(ACCOUNT, use=Use.UNSET), None, "x-archive")
    vault.accounts.set_use(stored.id, Use.PERSONAL)
    assert vault.accounts.upsert(ACCOUNT, None, "x-archive").account.use is Use.PERSONAL


def test_a_newer_profile_becomes_the_profile_and_the_older_one_is_kept(vault: Vault) -> None:
    stored = account(vault)
    newer = replace(PROFILE, bio="Moved to another ward", observed_at=NOW + timedelta(days=1))
    older = replace(PROFILE, bio="Student nurse", observed_at=NOW - timedelta(days=900))
    vault.accounts.upsert(ACCOUNT, newer, "x-archive")
    assert vault.accounts.upsert(ACCOUNT, older, "x-archive").profile == newer
    assert vault.accounts.profiles(stored.id) == [newer, PROFILE, older]


def test_a_source_that_tells_the_name_alone_leaves_the_bio_as_it_is(vault: Vault) -> None:
    bare = replace(ACCOUNT, remote_id=None)
    stored = vault.accounts.upsert(bare, Profile("Wren Invented", "Nurse. Views mine."), "export", NOW)
    told = Profile("Wren Invented", observed_at=NOW + timedelta(days=1), is_name_only=True)
    again = vault.accounts.upsert(replace(bare, remote_id="782"), told, "api")
    assert (again.id, again.profile) == (stored.id, stored.profile)
    assert [profile.bio for profile in vault.accounts.profiles(stored.id)] == ["Nurse. Views mine."]


def test_a_source_that_tells_the_name_alone_makes_no_empty_bio(vault: Vault) -> None:
    told = Profile("Wren Invented", is_name_only=True)
    assert vault.accounts.profiles(vault.accounts.upsert(ACCOUNT, told, "api").id) == []


def test_the_same_profile_again_adds_no_history(vault: Vault) -> None:
    stored = account(vault)
    vault.accounts.upsert(ACCOUNT, replace(PROFILE, observed_at=NOW + timedelta(days=9)), "x-archive")
    vault.accounts.upsert(ACCOUNT, PROFILE, "x-archive")
    assert vault.accounts.profiles(stored.id) == [PROFILE]


def test_words_taken_up_again_are_the_newest_in_whatever_order_they_come(vault: Vault) -> None:
    def said(bio: str, days: int) -> Profile:
        return replace(PROFILE, bio=bio, observed_at=NOW - timedelta(days=days))

    for profile in (said("one", 1), said("one", 5), said("two", 3)):
        stored = vault.accounts.upsert(ACCOUNT, profile, "x-archive")
    assert stored.profile == said("one", 1)
    assert vault.accounts.profiles(stored.id) == [said("one", 1), said("two", 3), said("one", 5)]


def test_a_profile_without_a_time_counts_from_when_its_source_was_first_read(vault: Vault) -> None:
    earlier = NOW - timedelta(days=9)
    vault.accounts.upsert(ACCOUNT, Profile(bio="new"), "interchange", NOW)
    for _ in range(2):
        stored = vault.accounts.upsert(ACCOUNT, Profile(bio="old"), "interchange", earlier)
    assert [one.bio for one in vault.accounts.profiles(stored.id)] == ["new", "old"]
    assert stored.profile.bio == "new"


def test_an_account_is_known_as_it_would_be_kept(vault: Vault) -> None:
    stored = account(vault)
    assert vault.accounts.known(replace(ACCOUNT, handle="")) == stored
    assert vault.accounts.known(replace(ACCOUNT, remote_id=None)) == stored
    assert vault.accounts.known(replace(ACCOUNT, remote_id="2002")) is None
    assert vault.accounts.known(replace(ACCOUNT, platform="threads")) is None


def test_a_profile_without_a_time_counts_from_when_it_was_read(vault: Vault) -> None:
    stored = vault.accounts.upsert(ACCOUNT, Profile(bio="one"), "interchange")
    vault.accounts.upsert(ACCOUNT, Profile(bio="two"), "interchange")
    assert vault.accounts.get(stored.id).profile.bio == "two"


def test_a_summary_counts_what_the_vault_holds(vault: Vault) -> None:
    stored = account(vault, items=3)
    row = next(vault.items.by_account(stored.id))
    audit(vault, stored.id, {row.id: [finding("one")]})
    empty = vault.accounts.upsert(replace(ACCOUNT, handle="@empty", remote_id=None), None, "interchange")
    by_id = {one.id: one for one in vault.accounts.summaries()}
    summary = by_id[stored.id]
    assert summary.items == {ItemKind.POST: 3}
    assert (summary.first_at, summary.last_at) == (item(1).created_at, item(3).created_at)
    assert (summary.source, summary.open_findings, summary.vanished) == ("x-archive", 1, 0)
    assert (by_id[empty.id].items, by_id[empty.id].first_at) == ({}, None)


def test_removing_an_account_takes_its_items_and_findings_and_leaves_the_proof(vault: Vault) -> None:
    stored = account(vault, items=2)
    row = next(vault.items.by_account(stored.id))
    audit(vault, stored.id, {row.id: [finding("one")], None: [finding("bio", None)]})
    digest = vault.copies.preserve(row.id)
    vault.accounts.remove(stored.id)
    assert vault.accounts.list() == []
    assert vault.items.count() == 0
    assert vault.findings.counts(None) == {}
    assert len(vault.search("ward")) == 0
    copy = vault.copies.get(row.id)
    assert copy is not None and copy.digest == digest
    with pytest.raises(NotInVault):
        vault.accounts.remove(stored.id)


def test_the_owner_comes_back_as_told(vault: Vault) -> None:
    assert vault.owner.get() == Owner()
    owner = Owner("Ada Invented", "nurse", ("Ward 9", "Clinic B"), "Ely", ("Acme (speaker)",), {"x": 1})
    vault.owner.set(owner)
    assert vault.owner.get() == owner
    vault.owner.set(Owner("Ada Invented"))
    assert vault.owner.get() == Owner("Ada Invented")


def test_lone_surrogates_and_nuls_from_outside_are_stored_as_replacements(vault: Vault) -> None:
    stored = vault.accounts.upsert(
        replace(ACCOUNT, handle="@a\ud800b", extra={"k\ud800": "v\ud800"}),
        Profile(bio="x\x00y"),
        "interchange",
    )
    assert stored.account.handle == "@a\ufffdb"
    assert stored.profile.bio == "x\ufffdy"
