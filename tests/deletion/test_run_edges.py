"""Carrying plans out at their edges: two accounts, two plans, nights slept through, words of the owner's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from auditor import deletion
from auditor.deletion import Options, RunSummary
from auditor.deletion.told import CAP
from auditor.errors import VaultError
from auditor.model import EntryState, Finding, Outcome, Plan, StoredAccount
from auditor.store import Vault, open_vault
from connectors.errors import NotOffered, OddAnswer, RateLimited, SignedOut, Unreachable
from connectors.live import Connection, DeleteAnswer, DeleteOutcome, Presence
from connectors.model import Item, ItemKind
from tests.connectors.live.held_clock import START, HeldClock
from tests.deletion.world import NO_HOLD, World, most_within

DAY = timedelta(days=1)
GONE, BY_HAND, UNKNOWN = EntryState.GONE, EntryState.BY_HAND, EntryState.UNKNOWN
REFUSED = DeleteOutcome(DeleteAnswer.REFUSED, "it is pinned")


@pytest.fixture
def vault(home: Path) -> Iterator[Vault]:
    with open_vault(home, clock=lambda: START) as vault:
        yield vault


@pytest.fixture
def world(vault: Vault) -> World:
    return World(vault)


def everything(vault: Vault) -> dict[str, list[object]]:
    """Every row of the vault."""
    assert vault._connections._writer is not None
    conn = vault._connections._writer.conn
    names = [name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: conn.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}


class Another(World):
    """A second account, with findings of its own."""

    def finding(self, number: int) -> Finding:
        return replace(super().finding(number), fingerprint=f"{number:063x}f")


def look_again(world: World) -> deletion.Rechecked:
    return deletion.look_again(world.vault, world.open, world.clock)


# Dry runs.


@pytest.mark.parametrize("is_begun", [False, True])
def test_a_dry_run_leaves_every_row_of_the_vault_as_it_is(world: World, is_begun: bool) -> None:
    plan = world.confirmed()
    if is_begun:
        world.answers, world.looks = [Unreachable("No answer.", "Later.")], []
        world.run(plan, stop=lambda: len(world.asked) == 1)
        world.lies = True
    world.standing["2"] = replace(world.standing["2"], text="edited there")
    world.standing.pop("3")
    before, asked = everything(world.vault), len(world.asked)
    told = world.run(plan, Options(is_dry=True))
    assert everything(world.vault) == before and len(world.asked) == asked
    if not is_begun:
        really = world.run(plan).tally
        assert (told.tally.would_ask, told.tally.left_out, told.tally.already_gone) == (
            (really.asked, really.left_out, really.already_gone)
        )


def test_a_dry_run_waits_for_nothing(world: World) -> None:
    plan = world.confirmed()
    world.lies = True
    world.run(plan, stop=lambda: len(world.asked) == 2)
    begun = world.clock.now()
    world.run(plan, Options(is_dry=True))
    assert world.clock.now() == begun


# The owner's word.


def test_what_she_says_she_deleted_is_looked_at_and_never_asked_for_again(world: World) -> None:
    plan = world.confirmed()
    world.answers = [REFUSED] * 3
    world.run(plan)
    rows = [world.row(id) for id in ("1", "2")]
    deletion.mark_done(world.vault, plan.id, rows, START)
    world.standing.pop("2")
    world.run(plan)
    states = world.states(plan)
    assert (states["1"], states["2"], states["3"]) == (BY_HAND, GONE, EntryState.REFUSED)
    assert len(world.asked) == 3


def test_what_she_says_she_deleted_is_looked_at_with_the_next_sync(world: World) -> None:
    plan = world.confirmed()
    world.answers = [REFUSED, NotOffered("No.", "By hand."), REFUSED]
    world.run(plan)
    deletion.mark_done(world.vault, plan.id, [e.item_row for e in plan.entries], START)
    assert set(world.states(plan).values()) == {UNKNOWN}
    world.standing.pop("2")
    told = look_again(world)
    assert (told.newly_gone, told.still_there, told.waiting) == (1, 2, 0)
    states = world.states(plan)
    assert (states["1"], states["2"], states["3"]) == (BY_HAND, GONE, BY_HAND)


def test_what_has_come_back_is_not_asked_for_even_after_her_word(world: World) -> None:
    plan = world.confirmed()
    post = world.standing["1"]
    world.run(plan)
    world.standing["1"] = post
    world.clock.pass_by(2 * DAY)
    assert look_again(world).reappeared == 1
    deletion.mark_done(world.vault, plan.id, [world.row("1")], world.clock.now())
    world.run(plan)
    assert len(world.asked) == 3 and world.states(plan)["1"] is BY_HAND


def test_what_an_answer_never_came_for_is_not_her_word(world: World) -> None:
    plan = world.confirmed()
    world.answers = [Unreachable("No answer.", "Later.")]
    world.looks = [None, Presence.UNCLEAR]
    world.run(plan, stop=lambda: len(world.looked) >= 2)
    assert deletion.due(world.vault, world.clock.now()) == {}


def test_one_post_on_two_plans_is_told_once_when_it_comes_back(world: World) -> None:
    first = deletion.draft(world.vault, START)
    world.vault.decisions.decide([world.finding(3).fingerprint], Outcome.KEEP, "", START)
    second = deletion.draft(world.vault, START)
    world.vault.decisions.decide([world.finding(3).fingerprint], Outcome.DELETE, "", START)
    for plan in (first, second):
        deletion.answer_hold(world.vault, plan.id, NO_HOLD)
        deletion.preserve(world.vault, plan.id)
    deletion.confirm(world.vault, second.id, 2, START)
    post = world.standing["1"]
    world.run(second)
    with suppress(Exception):
        deletion.confirm(world.vault, first.id, 1, START)
    deletion.confirm(world.vault, first.id, 1, START)
    world.run(first)
    assert {world.states(first)["1"], world.states(second)["1"]} == {EntryState.ALREADY_GONE, GONE}
    world.standing["1"] = post
    world.clock.pass_by(2 * DAY)
    told = look_again(world)
    assert (told.reappeared, told.still_gone) == (1, 2)
    assert look_again(world).reappeared == 0
    deletion.verify(world.vault, world.clock.now())
    states = [world.states(plan)["1"] for plan in (first, second)]
    assert states.count(BY_HAND) == 1


def test_an_older_export_brings_nothing_back(world: World) -> None:
    plan = world.confirmed()
    posts = list(world.standing.values())
    world.run(plan)
    source = world.vault.imports.begin("old.zip", "export", "e" * 64, made_at=START - 3 * DAY)
    world.vault.items.upsert(world.account.id, posts, source)
    source = world.vault.imports.begin("export.zip", "export", "d" * 64)
    world.vault.items.upsert(world.account.id, posts, source)
    shown = deletion.verify(world.vault, START + DAY)
    assert shown.reappeared == 0 and set(world.states(plan).values()) == {GONE}


def test_a_look_again_that_finds_the_entry_moved_writes_nothing(world: World) -> None:
    plan = world.confirmed()
    world.answers = [REFUSED]
    world.run(plan, stop=lambda: len(world.asked) == 1)
    first = next(e for e in world.vault.plans.get(plan.id).entries if e.state is EntryState.REFUSED)
    deletion.mark_done(world.vault, plan.id, [first.item_row], START)
    world.before_look = lambda item: deletion.drop(world.vault, plan.id, [first.item_row], START)
    told = look_again(world)
    assert world.states(plan)[first.item_id] is EntryState.DROPPED and told.still_there == 0


# Times.


def test_a_night_slept_through_ends_at_the_chosen_time_all_the_same(vault: Vault) -> None:
    clock = HeldClock()
    world = World(vault, "x", 10, 10, clock=clock)
    plan = world.confirmed()
    end = START + timedelta(hours=1)
    clock._on_sleep = lambda seconds: clock.pass_by(timedelta(hours=8)) if len(world.asked) == 3 else None
    told = world.run(plan, Options(until=end))
    assert len(world.asked) == 3 and all(at < end for _, at in world.asked)
    assert told.paused and told.left == 7


def test_at_once_said_again_and_again_makes_no_storm(world: World) -> None:
    plan = world.confirmed()
    world.looks = [RateLimited("Wait.", "Later.", START)] * 12
    world.run(plan)
    assert set(world.states(plan).values()) == {GONE}
    assert world.clock.now() - START > timedelta(minutes=45)


def test_asked_to_wait_without_a_time_it_waits_longer_each_time(world: World) -> None:
    plan = world.confirmed()
    world.answers = [RateLimited("Wait.", "Later.")] * 4
    told = world.run(plan)
    first = [at for _, at in world.asked][:5]
    gaps = [later - earlier for earlier, later in pairwise(first)]
    assert gaps[0] >= timedelta(seconds=30) and gaps[3] >= timedelta(minutes=4) and gaps == sorted(gaps)
    assert told.tally.gone == 3 and set(world.states(plan).values()) == {GONE}


def test_what_would_go_on_hours_later_ends_for_today_and_says_when(world: World) -> None:
    plan = world.confirmed()
    until = START + timedelta(hours=5)
    world.answers = [RateLimited("Wait.", "Later.", until)]
    told = world.run(plan)
    assert len(world.asked) == 1 and told.paused and told.next_at == until
    assert world.clock.now() < START + timedelta(minutes=1)


def test_it_stops_in_the_middle_of_a_wait(vault: Vault) -> None:
    world = World(vault, "mastodon")
    plan = world.confirmed()
    told = world.run(plan, stop=lambda: len(world.asked) == 1 and len(world.clock.slept) > 3)
    assert len(world.asked) == 1 and told.paused and world.clock.now() - START < timedelta(seconds=5)


def test_the_pace_is_one_over_two_plans_of_an_account_and_over_kills(vault: Vault) -> None:
    class Killed(BaseException):
        pass

    world = World(vault, "x", 70, 70)
    kept = [world.finding(n).fingerprint for n in range(36, 71)]
    vault.decisions.decide(kept, Outcome.KEEP, "", START)
    world.planned = 35
    first = world.confirmed()
    vault.decisions.decide(kept, Outcome.DELETE, "", START)
    second = world.confirmed()
    assert first.id != second.id

    def kill(item: Item) -> None:
        if len(world.asked) % 9 == 0:
            raise Killed

    world.before_delete = kill
    for _ in range(40):
        for plan in (first, second):
            with suppress(Killed):
                world.run(plan, stop=lambda: False)
    assert set(world.states(first).values()) | set(world.states(second).values()) == {GONE}
    assert most_within([at for _, at in world.asked], timedelta(minutes=15)) <= 40
    assert CAP >= len(world.asked) >= 70


# Two accounts.


@pytest.mark.parametrize("trouble", ["no sign-in", "signed out in the middle", "odd", "none"])
def test_two_accounts_go_side_by_side_and_the_trouble_of_one_is_its_own(vault: Vault, trouble: str) -> None:
    one = World(vault)
    other = Another(vault, "mastodon", clock=one.clock)
    plan = deletion.draft(vault, START)
    deletion.answer_hold(vault, plan.id, NO_HOLD)
    deletion.preserve(vault, plan.id)
    plan = deletion.confirm(vault, plan.id, 6, START)
    if trouble == "signed out in the middle":
        other.answers = [SignedOut("The token has expired.", "Sign in again.")]
    elif trouble == "odd":
        other.looks = [OddAnswer("A page.", "Later.")] * 3

    def opened(account: StoredAccount) -> Connection:
        if account.account.platform == "mastodon":
            if trouble == "no sign-in":
                raise SignedOut("Not signed in.", "Sign in.")
            return other.open(account)
        return one.open(account)

    told: RunSummary = deletion.run(vault, plan.id, opened, one.clock)
    assert set(one.standing) == {"4", "5"} and len(one.asked) == 3
    if trouble == "none":
        assert told.tally.gone == 6 and not told.troubles
        order = sorted((at, platform) for w, platform in ((one, "x"), (other, "m")) for _, at in w.asked)
        assert "".join(platform for _, platform in order) not in ("xxxmmm", "mmmxxx")
    else:
        assert [one.platform for one in told.troubles] == ["mastodon"]
        assert len(other.asked) == (1 if trouble.startswith("signed out") else 0)
        assert told.tally.gone == 3 and len(other.standing) == 5


# The copy.


def test_a_copy_that_is_damaged_stops_everything(world: World) -> None:
    plan = world.confirmed()
    with world.vault._connections.write() as db:
        db.execute("UPDATE copies SET content = content || ' '")
    with pytest.raises(VaultError):
        world.run(plan)
    assert world.asked == [] and world.looked == []


def test_what_can_not_be_deleted_after_all_is_left_to_her_hand(world: World) -> None:
    plan = world.confirmed()
    world.answers = [NotOffered("X lets no program delete this.", "By hand.")]
    told = world.run(plan)
    assert sorted(world.states(plan).values()) == ["by-hand", "gone", "gone"] and told.tally.by_hand == 1


def held(plan: Plan) -> set[str]:
    return {entry.kind for entry in plan.entries}


def test_only_posts_that_a_program_can_delete_are_its_to_delete(vault: Vault) -> None:
    world = World(vault, "threads")
    reposts = [replace(one, kind=ItemKind.REPOST) for one in world.standing.values() if one.id == "1"]
    vault.items.upsert(world.account.id, reposts, 1)
    plan = world.confirmed()
    assert {e.item_id for e in plan.entries if e.by_hand} == {"1"} and ItemKind.REPOST in held(plan)
    world.run(plan)
    assert sorted(id for id, _ in world.asked) == ["2", "3"]
