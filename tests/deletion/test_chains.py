"""Edited posts on X, where one request deletes every version: nothing goes that is not planned itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from auditor import deletion
from auditor.deletion.chains import chains
from auditor.model import EntryState, Outcome
from auditor.store import Vault, open_vault
from connectors.live import DeleteAnswer, DeleteOutcome
from tests.connectors.live.held_clock import START
from tests.deletion.world import World

ALL = ["1", "2", "3"]


@pytest.fixture
def vault(home: Path) -> Iterator[Vault]:
    with open_vault(home, clock=lambda: START) as vault:
        yield vault


def edited(world: World, *numbers: int, first_tells: bool = False) -> None:
    """Posts of these numbers are versions of one; the first names nobody, as in an early archive."""
    ids = [str(number) for number in numbers]
    for id in ids if first_tells else ids[1:]:
        extra = {"versions": ids} | ({"edit_of": ids[0]} if id != ids[0] else {})
        world.standing[id] = replace(world.standing[id], extra=extra)
    world.vault.items.upsert(world.account.id, list(world.standing.values()), 1)
    world.before_delete = lambda item: [world.standing.pop(id, None) for id in ids if item.id in ids]


def test_an_edited_post_goes_by_one_request_where_every_version_is_planned(vault: Vault) -> None:
    world = World(vault)
    edited(world, 1, 2, 3)
    plan = world.confirmed()
    assert {entry.by_hand for entry in plan.entries} == {""}
    world.run(plan)
    assert len(world.asked) == 1
    assert sorted(world.states(plan).values()) == ["already-gone", "already-gone", "gone"]


def test_a_version_that_is_kept_leaves_the_others_to_her_hand_and_says_why(vault: Vault) -> None:
    world = World(vault)
    edited(world, 2, 3, 4)
    plan = world.confirmed()
    ways = {entry.item_id: entry.by_hand for entry in plan.entries}
    assert ways["1"] == ""
    assert all("every version" in ways[id] and "choose Delete" in ways[id] for id in ("2", "3"))
    world.run(plan)
    assert [id for id, _ in world.asked] == ["1"] and set(world.standing) == {"2", "3", "4", "5"}
    assert world.states(plan)["2"] is EntryState.BY_HAND


def test_versions_are_joined_over_the_ones_that_name_only_some(vault: Vault) -> None:
    world = World(vault)
    for number, extra in (("2", {"edit_of": "1"}), ("3", {"versions": ["2", "3", "99"]})):
        world.standing[number] = replace(world.standing[number], extra=extra)
    vault.items.upsert(world.account.id, list(world.standing.values()), 1)
    found = chains(vault, world.account)
    assert len(set(found.values())) == 1 and len(found) == 3
    assert next(iter(found.values())).ids == {"1", "2", "3", "99"}


@pytest.mark.parametrize("told", [None, 7, {"a": 1}, ["", None, 3], [["1"]], "5"])
def test_odd_versions_break_nothing(vault: Vault, told: object) -> None:
    world = World(vault)
    world.standing["5"] = replace(world.standing["5"], extra={"versions": told})
    vault.items.upsert(world.account.id, list(world.standing.values()), 1)
    assert chains(vault, world.account) == {}
    world.run(world.confirmed())
    assert len(world.asked) == 3


def test_a_gone_version_holds_nothing_up(vault: Vault) -> None:
    world = World(vault)
    edited(world, 2, 3, 4)
    vault.items.upsert(world.account.id, [replace(world.standing["4"], deleted_at=START)], 1)
    plan = world.confirmed()
    assert {entry.by_hand for entry in plan.entries} == {""}


@pytest.mark.parametrize("how", ["dropped", "undecided", "edited"])
def test_a_version_that_is_not_to_go_any_more_spares_the_others(vault: Vault, how: str) -> None:
    world = World(vault)
    edited(world, 1, 2, 3)
    plan = world.confirmed()
    if how == "dropped":
        deletion.drop(vault, plan.id, [world.row("2")], START)
    elif how == "undecided":
        vault.decisions.decide([world.finding(2).fingerprint], Outcome.KEEP, "good", START)
    else:
        vault.items.upsert(world.account.id, [replace(world.standing["2"], text="other words")], 1)
    told = world.run(plan)
    assert world.asked == [] and set(world.states(plan).values()) == {EntryState.DROPPED}
    assert any("another version" in reason for reason, _ in told.reasons)


def test_a_version_that_the_vault_never_heard_of_spares_them(vault: Vault) -> None:
    world = World(vault)
    plan = world.confirmed()
    newer = replace(world.standing["1"], extra={"versions": ["1", "987"]})
    world.standing["1"] = newer
    world.run(plan)
    assert sorted(id for id, _ in world.asked) == ["2", "3"]
    assert world.states(plan)["1"] is EntryState.DROPPED


def test_elsewhere_the_same_words_mean_nothing(vault: Vault) -> None:
    world = World(vault, "mastodon")
    edited(world, 2, 3, 4)
    world.before_delete = lambda item: None
    world.run(world.confirmed())
    assert sorted(id for id, _ in world.asked) == ALL


def test_a_refused_version_is_asked_for_no_more_than_the_others(vault: Vault) -> None:
    world = World(vault)
    edited(world, 1, 2, 3)
    world.before_delete = lambda item: None
    world.answers = [DeleteOutcome(DeleteAnswer.REFUSED, "it is pinned")] * 3
    plan = world.confirmed()
    world.run(plan)
    assert len(world.asked) == 3 and set(world.states(plan).values()) == {EntryState.REFUSED}
