"""Whatever the platform answers and the owner does, in whatever order: nothing twice, nothing unproven."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor import deletion
from auditor.errors import AuditorError
from auditor.model import EntryState, Hold, Plan
from auditor.store import open_vault
from connectors.errors import LiveError, MissingScope, OddAnswer, RateLimited, Unreachable
from connectors.live import DeleteAnswer, DeleteOutcome, Presence
from connectors.model import Item
from tests.connectors.live.held_clock import START
from tests.deletion.world import World

WORDS = "Nothing of a post.", "Later."


class Killed(BaseException):
    """The process ends here."""


ANSWERS: list[DeleteOutcome | LiveError | None] = [
    None,
    DeleteOutcome(DeleteAnswer.ACCEPTED),  # a lie: the item stays
    DeleteOutcome(DeleteAnswer.ABSENT),
    DeleteOutcome(DeleteAnswer.REFUSED, "it is pinned"),
    RateLimited(*WORDS),
    Unreachable(*WORDS),
    OddAnswer(*WORDS),
    MissingScope(*WORDS),
]
LOOKS: list[Presence | LiveError | None] = [None, None, Presence.UNCLEAR, Unreachable(*WORDS)]
WORDED = ["run", "run", "run", "killed", "lost", "wait", "back", "drop", "done", "hold", "free", "again"]


class Walk:
    """One plan being carried out, and what was really done on the platform."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.plan: Plan = world.confirmed()
        self.deleted: set[str] = set()
        self.dropped: set[str] = set()
        self.is_held = False
        self.mode = "run"
        world.before_delete = self.before_delete

    def before_delete(self, item: Item) -> None:
        world = self.world
        assert item.id in {entry.item_id for entry in self.plan.entries}, "outside the plan"
        assert item.id not in self.deleted, "asked for again though it is gone by our own request"
        assert item.id not in self.dropped and not self.is_held
        assert world.states(self.plan)[item.id] is EntryState.ASKED
        if self.mode in ("lost", "killed") or not world.answers or world.answers[0] is None:
            world.standing.pop(item.id, None)
            self.deleted.add(item.id)
        if self.mode == "killed":
            raise Killed
        if self.mode == "lost":
            world.answers.insert(0, Unreachable(*WORDS))

    def step(self, name: str, which: int, answers: list[int]) -> None:
        world, vault = self.world, self.world.vault
        rows = [e.item_row for e in self.plan.entries if which >> int(e.item_id) & 1]
        now = world.clock.now()
        match name:
            case "run" | "killed" | "lost":
                self.mode = name
                world.answers = [ANSWERS[one % len(ANSWERS)] for one in answers]
                world.looks = [LOOKS[(one + which) % len(LOOKS)] for one in answers]
                with suppress(Killed):
                    world.run(self.plan)
            case "wait":
                world.clock.pass_by(timedelta(hours=which))
            case "back":
                world.clock.jump(-timedelta(minutes=which * 10))
            case "drop":
                before = world.states(self.plan)
                deletion.drop(vault, self.plan.id, rows, now)
                after = world.states(self.plan)
                self.dropped |= {id for id in after if before[id] is not after[id]}
            case "done":
                deletion.mark_done(vault, self.plan.id, rows, now)
            case "hold" | "free":
                self.is_held = name == "hold"
                deletion.answer_hold(vault, self.plan.id, Hold(self.is_held, "", now))
            case "again":
                world.looks = []
                deletion.look_again(vault, world.open, world.clock)

    def look(self) -> None:
        world = self.world
        for entry in world.vault.plans.get(self.plan.id).entries:
            if entry.state in (EntryState.GONE, EntryState.ALREADY_GONE):
                assert entry.item_id not in world.standing, "said to be gone, and stands"
            assert world.vault.copies.get(entry.item_row) is not None
        assert {one.item.id for one in world.vault.items.by_account(world.account.id)} == set("12345")
        assert {"4", "5"} <= set(world.standing)


steps = st.lists(
    st.tuples(st.sampled_from(WORDED), st.integers(0, 31), st.lists(st.integers(0, 7), max_size=6)),
    max_size=8,
)


def walked(path: list[tuple[str, int, list[int]]]) -> dict[str, EntryState]:
    with (
        tempfile.TemporaryDirectory() as folder,
        open_vault(Path(folder) / "home", clock=lambda: START) as vault,
    ):
        walk = Walk(World(vault))
        for step in path:
            try:
                walk.step(*step)
            except AuditorError as refused:
                assert "words" not in str(refused)
            walk.look()
        vault.events.verify()
        return walk.world.states(walk.plan)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=steps)
def test_no_sequence_deletes_twice_or_says_gone_what_stands(path: list[tuple[str, int, list[int]]]) -> None:
    walked(path)


@pytest.mark.parametrize("trouble", ["killed", "lost"])
def test_a_walk_through_trouble_ends_with_all_gone(trouble: str) -> None:
    # Without this the property could hold because nothing ever gets anywhere.
    states = walked([(trouble, 0, []), ("wait", 1, []), ("run", 0, []), ("run", 0, [])])
    assert set(states.values()) == {EntryState.GONE}
