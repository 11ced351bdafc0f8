"""Plans are frozen, their entries' lives are journalled, and copies are made whole."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from auditor.model import Cycle, EntryState, Hold
from auditor.store import NotInVault, Vault, errors
from tests.store.examples import NOW, account, item, plan


@pytest.fixture
def planned(vault: Vault) -> Vault:
    """A vault with a plan over its two items."""
    stored = account(vault, items=2)
    vault.plans.add(plan(vault, stored.id, [1, 2]))
    return vault


def test_a_plan_comes_back_as_it_went_in(planned: Vault) -> None:
    made = plan(planned, 1, [1, 2])
    assert planned.plans.get("plan-1") == made
    assert planned.plans.list() == [made]


def test_a_plan_is_frozen(planned: Vault) -> None:
    planned.plans.add(replace(planned.plans.get("plan-1"), entries=()))
    assert len(planned.plans.get("plan-1").entries) == 2


def test_states_are_journalled_and_logged(planned: Vault) -> None:
    later = NOW + timedelta(hours=1)
    planned.plans.set_state("plan-1", 2, EntryState.ASKED, NOW)
    planned.plans.set_state("plan-1", 2, EntryState.GONE, later)
    assert [entry.state for entry in planned.plans.get("plan-1").entries] == [
        EntryState.PLANNED,
        EntryState.GONE,
    ]
    assert [(one.item_row, one.state, one.at) for one in planned.plans.journal("plan-1")] == [
        (2, "asked", NOW),
        (2, "gone", later),
    ]
    assert planned.events.list(1)[0].detail == {"plan": "plan-1", "item": 2, "state": "gone"}


def test_hold_and_confirmation_are_kept_and_the_first_confirmation_counts(planned: Vault) -> None:
    hold = Hold(False, "none known", NOW)
    planned.plans.answer_hold("plan-1", hold)
    planned.plans.confirm("plan-1", NOW)
    planned.plans.confirm("plan-1", NOW + timedelta(days=1))
    kept = planned.plans.get("plan-1")
    assert (kept.hold, kept.confirmed_at) == (hold, NOW)


@pytest.mark.parametrize("id", ["no-such-plan", "", "\ud800"])
def test_a_plan_that_is_not_there_is_refused(planned: Vault, id: str) -> None:
    with pytest.raises(NotInVault):
        planned.plans.get(id)


def test_changes_to_what_is_not_there_are_refused(planned: Vault) -> None:
    before = planned.events.list()
    for change in (
        lambda: planned.plans.confirm("other", NOW),
        lambda: planned.plans.answer_hold("other", Hold(True, "", NOW)),
        lambda: planned.plans.set_state("plan-1", 99, EntryState.GONE, NOW),
        lambda: planned.plans.set_state("other", 1, EntryState.GONE, NOW),
    ):
        with pytest.raises(NotInVault):
            change()
    assert planned.events.list() == before


def test_a_copy_holds_the_whole_item_and_shows_in_the_plan(planned: Vault) -> None:
    planned.copies.preserve(1)
    assert [entry.is_copy_preserved for entry in planned.plans.get("plan-1").entries] == [True, False]
    copy = planned.copies.get(1)
    assert copy is not None
    kept = json.loads(copy.content)
    assert kept["item"]["text"] == item(1).text
    assert kept["item"]["media"] == [{"path": "media/1.jpg", "url": None, "alt": "a corridor"}]
    assert kept["item"]["extra"] == {"favorite_count": 1}
    assert kept["account"]["handle"] == "@Ada_Invented"
    assert planned.copies.get(2) is None


def test_a_copy_of_what_was_edited_since_does_not_stand_for_the_plan(planned: Vault) -> None:
    planned.items.upsert(1, [item(1, "Edited since")], 1)
    first = planned.copies.preserve(1)
    assert not planned.plans.get("plan-1").entries[0].is_copy_preserved
    assert planned.copies.preserve(1) == first


def test_a_copy_that_was_changed_is_refused(planned: Vault) -> None:
    planned.copies.preserve(1)
    with planned._connections.write() as db:
        db.execute("UPDATE copies SET content = replace(content, 'quiet', 'loud')")
    with pytest.raises(errors.DamagedVault):
        planned.copies.get(1)
    with pytest.raises(errors.DamagedVault):
        planned.copies.preserve(1)


def test_an_item_that_is_not_there_cannot_be_preserved(planned: Vault) -> None:
    with pytest.raises(NotInVault):
        planned.copies.preserve(99)


def test_cycles_are_kept_once_and_closed(vault: Vault) -> None:
    cycle = Cycle("2026-Q4", NOW, None, "", "")
    vault.cycles.add(cycle)
    vault.cycles.add(replace(cycle, signed_by="somebody"))
    vault.cycles.add(Cycle("2027-Q1", NOW + timedelta(days=60), None, "", ""))
    assert vault.cycles.get("2026-Q4") == cycle
    assert [one.name for one in vault.cycles.list()] == ["2027-Q1", "2026-Q4"]
    closed = vault.cycles.close("2026-Q4", "Ada Invented", "I looked at all of it.", NOW + timedelta(days=9))
    assert closed == Cycle("2026-Q4", NOW, NOW + timedelta(days=9), "Ada Invented", "I looked at all of it.")
    assert "Invented" not in str(vault.events.list())
    with pytest.raises(NotInVault):
        vault.cycles.close("2020-Q1", "", "", NOW)
