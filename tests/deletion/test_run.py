"""Carrying a plan out: what is asked of the platform, what never is, and what is believed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import auditor
from auditor import deletion
from auditor.deletion import Options
from auditor.errors import InputError
from auditor.model import EntryState, Outcome
from auditor.store import Vault, open_vault
from connectors.errors import MissingScope, OddAnswer, RateLimited, SignedOut, Unreachable, WrongAccount
from connectors.live import DeleteAnswer, DeleteOutcome, Presence
from tests.connectors.live.held_clock import START
from tests.deletion.world import NO_HOLD, PENDING, World, most_within

GONE, QUEUED, UNKNOWN = EntryState.GONE, EntryState.QUEUED, EntryState.UNKNOWN
SLOW = Unreachable("X took too long to answer.", "Try again later.")


@pytest.fixture
def vault(home: Path) -> Iterator[Vault]:
    with open_vault(home, clock=lambda: START) as vault:
        yield vault


@pytest.fixture
def world(vault: Vault) -> World:
    return World(vault)


def ids(world: World) -> list[str]:
    return [id for id, _ in world.asked]


def test_what_is_planned_goes_once_each_and_nothing_else(world: World) -> None:
    plan = world.confirmed()
    told = world.run(plan)
    assert sorted(ids(world)) == ["1", "2", "3"]
    assert set(world.standing) == {"4", "5"}
    assert set(world.states(plan).values()) == {GONE}
    assert (told.tally.gone, told.left, told.unknown, told.troubles) == (3, 0, 0, ())
    assert len(list(world.vault.items.by_account(world.account.id))) == 5
    world.vault.events.verify()


def test_the_journal_knows_before_the_platform_is_asked(world: World) -> None:
    plan = world.confirmed()
    seen = []
    world.before_delete = lambda item: seen.append(world.states(plan)[item.id])
    world.run(plan)
    assert seen == [EntryState.ASKED] * 3


def test_what_is_written_is_on_the_disk_before_the_request_goes_out(vault: Vault) -> None:
    writer = vault._connections._writer
    assert writer is not None
    full = 2
    assert writer.execute("PRAGMA synchronous").fetchone()[0] >= full


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_a_dry_run_asks_for_nothing_and_writes_nothing(world: World, is_confirmed: bool) -> None:
    plan = world.confirmed() if is_confirmed else deletion.draft(world.vault, START)
    before = world.vault.plans.get(plan.id), len(world.vault.events.list())
    told = world.run(plan, Options(is_dry=True))
    assert told.tally.would_ask == 3
    assert world.asked == []
    assert (world.vault.plans.get(plan.id), len(world.vault.events.list())) == before


def test_only_deletion_asks_a_connection_to_delete() -> None:
    found = []
    for path in Path(auditor.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if is_call and node.func.attr == "delete":  # type: ignore[attr-defined]
                found.append(path.relative_to(Path(auditor.__file__).parent).as_posix())
    assert found == ["deletion/one_account.py"]


def test_an_unconfirmed_plan_is_not_carried_out(world: World) -> None:
    with pytest.raises(InputError, match="not confirmed"):
        world.run(deletion.draft(world.vault, START))
    assert world.asked == []


def test_nothing_goes_under_a_hold_nor_before_its_time(world: World) -> None:
    plan = world.confirmed(START + timedelta(days=2))
    with pytest.raises(InputError, match="waits until"):
        world.run(plan)
    world.clock.pass_by(timedelta(days=2))
    deletion.answer_hold(world.vault, plan.id, PENDING)
    with pytest.raises(InputError, match="on hold"):
        world.run(plan)
    assert world.asked == []


def test_a_hold_that_is_put_on_meanwhile_stops_it_before_the_next_request(world: World) -> None:
    plan = world.confirmed()
    world.before_delete = lambda item: deletion.answer_hold(world.vault, plan.id, PENDING)
    told = world.run(plan)
    assert len(world.asked) == 1
    assert "hold" in told.paused


def test_an_entry_leaves_the_plan_at_any_time_before_it_is_asked_for(world: World) -> None:
    plan = world.confirmed()

    def drop(item: object) -> None:
        if len(world.asked) == 1:
            left = [id for id, state in world.states(plan).items() if state is QUEUED]
            deletion.drop(world.vault, plan.id, [world.row(id) for id in left], START)

    world.before_delete = drop
    told = world.run(plan)
    assert len(world.asked) == 1
    assert sorted(world.states(plan).values()) == ["dropped", "dropped", "gone"]
    assert told.tally.gone == 1 and told.left == 0


def test_what_leaves_the_plan_while_it_is_looked_at_is_not_asked_for(world: World) -> None:
    plan = world.confirmed()
    first = plan.entries[0]
    world.before_look = lambda item: (
        deletion.drop(world.vault, plan.id, [first.item_row], START)
        if world.states(plan)[first.item_id] is QUEUED
        else None
    )
    world.run(plan)
    assert first.item_id not in ids(world)
    assert world.states(plan)[first.item_id] is EntryState.DROPPED


def test_a_second_run_at_the_same_time_is_refused(world: World) -> None:
    plan = world.confirmed()
    refused = []

    def again(item: object) -> None:
        with pytest.raises(InputError, match="being carried out"):
            world.run(plan)
        refused.append(item)

    world.before_delete = again
    world.run(plan)
    assert len(refused) == 3 == len(world.asked)


def test_what_changed_or_is_no_longer_decided_is_left_alone(world: World) -> None:
    plan = world.confirmed()
    world.vault.items.upsert(world.account.id, [replace(world.standing["1"], text="other words")], 1)
    world.vault.decisions.decide([world.finding(2).fingerprint], Outcome.KEEP, "good", START)
    world.standing["3"] = replace(world.standing["3"], text="edited there")
    told = world.run(plan)
    assert world.asked == []
    assert set(world.states(plan).values()) == {EntryState.DROPPED}
    assert len(told.reasons) == 3


def test_what_is_gone_already_is_not_asked_for(world: World) -> None:
    plan = world.confirmed()
    del world.standing["2"]
    world.run(plan)
    assert sorted(ids(world)) == ["1", "3"]
    assert world.states(plan)["2"] is EntryState.ALREADY_GONE


def test_a_platform_that_says_done_and_it_is_not_is_never_believed(world: World) -> None:
    plan = world.confirmed()
    world.lies = True
    for _ in range(6):
        told = world.run(plan)
        assert told.tally.gone == told.tally.already_gone == 0
        world.clock.pass_by(timedelta(hours=1))
    assert set(world.states(plan).values()) == {EntryState.REFUSED}
    assert max(ids(world).count(id) for id in "123") <= 3


def test_an_answer_that_is_lost_is_looked_up_and_not_asked_for_again(world: World) -> None:
    plan = world.confirmed()
    world.before_delete = lambda item: world.standing.pop(item.id)
    world.answers = [SLOW]
    world.run(plan)
    assert sorted(ids(world)) == ["1", "2", "3"]
    assert set(world.states(plan).values()) == {GONE}


def test_a_platform_that_shows_for_a_while_what_it_has_deleted_is_not_asked_again(vault: Vault) -> None:
    world = World(vault, planned=1)
    plan = world.confirmed()
    world.looks = [None, Presence.THERE, Presence.THERE, Presence.THERE]
    told = world.run(plan)
    assert ids(world) == ["1"]
    assert set(world.states(plan).values()) == {GONE} and told.tally.gone == 1
    assert timedelta(minutes=3) <= world.clock.now() - START <= timedelta(minutes=16)


def test_what_can_not_be_looked_at_stays_unknown(world: World) -> None:
    plan = world.confirmed()
    world.looks = [Presence.UNCLEAR] * 6
    told = world.run(plan)
    assert set(world.states(plan).values()) == {UNKNOWN}
    assert told.unknown == 3 and told.tally.gone == 0
    world.looks = [Presence.UNCLEAR] * 3
    world.run(plan)
    assert len(world.asked) == 3


def test_a_refusal_is_kept_with_its_reason_and_the_rest_goes(world: World) -> None:
    plan = world.confirmed()
    world.answers = [DeleteOutcome(DeleteAnswer.REFUSED, "it is pinned")]
    told = world.run(plan)
    assert sorted(world.states(plan).values()) == ["gone", "gone", "refused"]
    assert told.reasons == (("it is pinned", 1),)
    assert "it is pinned" in [one.reason for one in world.vault.plans.journal(plan.id)]


@pytest.mark.parametrize(
    "trouble",
    [
        SignedOut("The token has expired.", "Sign in again."),
        MissingScope("No right to delete.", "Connect anew."),
    ],
)
def test_a_token_that_is_not_taken_stops_it_at_once(world: World, trouble: SignedOut) -> None:
    plan = world.confirmed()
    world.answers = [trouble]
    told = world.run(plan)
    assert len(world.asked) == 1
    assert [one.what for one in told.troubles] == [trouble.what]
    assert told.unknown == 1 and told.left == 2
    world.run(plan)
    assert set(world.states(plan).values()) == {GONE}


def test_three_odd_answers_in_a_row_stop_it(world: World) -> None:
    plan = world.confirmed()
    world.looks = [OddAnswer("X answers with a page.", "Try again later.")] * 9
    told = world.run(plan)
    assert len(world.looked) == 3 and world.asked == []
    assert "third odd answer" in told.troubles[0].what


def test_when_the_platform_asks_to_wait_it_waits_until_then(world: World) -> None:
    plan = world.confirmed()
    until = START + timedelta(minutes=40)
    world.answers = [RateLimited("Wait.", "Later.", until)]
    told = world.run(plan)
    assert [at >= until for _, at in world.asked] == [False, True, True, True]
    assert told.tally.gone == 3


def test_an_account_that_is_connected_to_read_only_is_told_how_to_go_on(vault: Vault) -> None:
    world = World(vault, may_delete=False)
    told = world.run(world.confirmed())
    assert world.asked == [] and world.looked == []
    assert "--may-delete" in told.troubles[0].todo


def test_another_account_s_token_deletes_nothing(world: World) -> None:
    def wrong(account: object) -> World:
        raise WrongAccount("The token is of another account.", "Sign in as the account itself.")

    plan = world.confirmed()
    told = deletion.run(world.vault, plan.id, wrong, world.clock)  # type: ignore[arg-type]
    assert world.asked == [] and "another account" in told.troubles[0].what
    assert told.left == 3


def test_it_stops_between_two_items_and_goes_on_later(world: World) -> None:
    plan = world.confirmed()
    told = world.run(plan, stop=lambda: len(world.asked) == 1)
    assert len(world.asked) == 1 and told.left == 2 and told.paused
    world.run(plan)
    assert set(world.states(plan).values()) == {GONE} and len(world.asked) == 3


def test_a_clock_that_is_set_back_asks_for_nothing_twice(world: World) -> None:
    plan = world.confirmed()
    world.looks = [None, Presence.THERE, None]
    world.before_delete = lambda item: world.clock.jump(-timedelta(hours=5))
    world.run(plan)
    world.run(plan)
    assert sorted(ids(world)) == ["1", "2", "3"]
    assert set(world.states(plan).values()) == {GONE}


def test_progress_counts_only_what_was_seen_to_be_gone(world: World) -> None:
    plan = world.confirmed()
    world.looks = [None, Presence.UNCLEAR]
    told: list[int] = []
    world.run(plan, progress=lambda at: told.append(at.gone))
    assert told == sorted(told)
    assert max(told) <= 2 and len(world.asked) == 3


@pytest.mark.parametrize(
    ("platform", "posts", "allowed", "window"),
    [
        ("x", 90, 40, timedelta(minutes=15)),
        ("mastodon", 60, 24, timedelta(minutes=30)),
        ("threads", 100, 80, timedelta(days=1)),
    ],
)
def test_the_pace_is_held_to_the_request_also_across_stops(
    vault: Vault, platform: str, posts: int, allowed: int, window: timedelta
) -> None:
    world = World(vault, platform, posts, posts)
    plan = world.confirmed()
    for evening in range(6):
        # Stopped again and again: what was asked before is in the journal, and counts.
        before = len(world.asked)
        world.run(plan, stop=lambda before=before: len(world.asked) >= before + 37)  # type: ignore[misc]
        told = world.run(plan, stop=lambda before=before: len(world.asked) >= before + 61)  # type: ignore[misc]
        if told.left and evening > 1:
            world.clock.pass_by(timedelta(hours=9))
    assert allowed * 0.8 < most_within([at for _, at in world.asked], window) <= allowed
    assert set(world.states(plan).values()) == {GONE} and len(world.asked) == posts


def test_a_nightly_cap_and_an_end_time_are_kept(vault: Vault) -> None:
    world = World(vault, "bluesky", 30, 30)
    plan = world.confirmed()
    told = world.run(plan, Options(cap=10))
    assert len(world.asked) == 10 and told.left == 20 and told.paused
    assert told.next_at is not None and told.next_at >= START + timedelta(days=1)
    world.clock.pass_by(timedelta(days=1, minutes=1))
    end = world.clock.now() + timedelta(seconds=5)
    told = world.run(plan, Options(until=end))
    assert 10 < len(world.asked) < 20
    assert all(at < end for _, at in world.asked)


def test_what_is_gone_is_looked_at_again_after_1_7_and_30_days_and_never_asked_for_again(
    world: World,
) -> None:
    plan = world.confirmed()
    world.run(plan)
    for days, expected in ((0.5, 0), (0.6, 3), (3, 0), (4, 3), (20, 0), (4, 3), (300, 0)):
        world.clock.pass_by(timedelta(days=days))
        told = deletion.look_again(world.vault, world.open, world.clock)
        assert told.still_gone == expected
    assert len(world.asked) == 3


def test_what_has_come_back_is_told_and_left_to_her(world: World) -> None:
    plan = world.confirmed()
    post = world.standing["1"]
    world.run(plan)
    world.standing["1"] = post
    world.clock.pass_by(timedelta(days=2))
    told = deletion.look_again(world.vault, world.open, world.clock)
    assert (told.reappeared, told.still_gone) == (1, 2)
    assert world.states(plan)["1"] is EntryState.BY_HAND
    world.run(plan)
    assert len(world.asked) == 3


def test_the_answer_to_the_hold_is_needed_first(world: World) -> None:
    plan = deletion.draft(world.vault, START)
    with pytest.raises(InputError, match="not yet answered"):
        deletion.confirm(world.vault, plan.id, 3, START)
    deletion.answer_hold(world.vault, plan.id, NO_HOLD)
    with pytest.raises(InputError, match="no verified copy"):
        deletion.confirm(world.vault, plan.id, 3, START)
