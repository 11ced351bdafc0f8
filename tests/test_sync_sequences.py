"""Whatever happens to the platform and to the syncs: nothing is lost, or twice, or gone that is there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor import sync as syncing
from auditor.errors import PartlyDone
from auditor.model import StoredAccount
from auditor.store import Vault, open_vault
from connectors.errors import LiveError, OddAnswer, RateLimited, SignedOut, Unreachable
from tests.connectors.live.held_clock import HeldClock
from tests.remote_account import ACCOUNT, POSTS, Remote, exported, filled, post

FAULTS: dict[str, LiveError] = {
    "limited": RateLimited("Wait.", "Waiting is normal."),
    "away": Unreachable("Out of reach.", "Try again."),
    "odd": OddAnswer("What happened.", "What to do."),
    "signed out": SignedOut("What happened.", "What to do."),
}


class Story:
    """A vault, a platform, and what may happen to them."""

    def __init__(self, vault: Vault, clock: HeldClock, page_size: int, with_ids: bool) -> None:
        self.vault, self.clock, self.with_ids = vault, clock, with_ids
        self.remote: Remote = filled(7, page_size=page_size, old_cursors_fail=True)
        self.account: StoredAccount = vault.accounts.upsert(ACCOUNT, None, "chirp-export")
        self.newest = 7
        self.exports = 0

    def add(self, number: int) -> None:
        for _ in range(number):
            self.newest += 1
            self.remote.add(post(self.newest))

    def edit(self, number: int) -> None:
        ids = sorted(self.remote.items, key=int)
        if ids:
            self.remote.edit(ids[number % len(ids)], f"Other words, {number}")

    def delete(self, number: int) -> None:
        ids = sorted(self.remote.items, key=int)
        if ids:
            del self.remote.items[ids[number % len(ids)]]

    def sync(self, number: int) -> None:
        self._sync(is_full=False)

    def full_sync(self, number: int) -> None:
        self._sync(is_full=True)

    def stopped_sync(self, number: int) -> None:
        begin = len(self.remote.asked)
        self._sync(is_full=number % 2 == 0, stop=lambda: len(self.remote.asked) - begin > 1 + number % 4)

    def busy_sync(self, number: int) -> None:
        """Something is posted and something deleted while it reads."""

        def change(page: int) -> None:
            self.add(number % 3)
            self.delete(number + page)

        self.remote.before_page = change
        self._sync(is_full=number % 2 == 0)
        self.remote.before_page = lambda page: None

    def troubled_sync(self, number: int) -> None:
        fault = list(FAULTS.values())[number % 4]
        self.remote.faults = [None] * (number % 5) + [fault] * (1 + number % 9)
        self._sync(is_full=number % 2 == 0)
        self.remote.faults = []

    def lose_cursors(self, number: int) -> None:
        self.remote.age += 1

    def pass_by(self, number: int) -> None:
        self.clock.pass_by(timedelta(hours=5 * number))

    def jump(self, number: int) -> None:
        self.clock.jump(timedelta(days=(-1) ** number * 10 * number))

    def export(self, number: int) -> None:
        """Everything as it stands, at once brought in."""
        self.exports += 1
        every = list(self.remote.items.values())
        items = every if self.with_ids else exported(every)
        source = self.vault.imports.begin(
            "export.zip", "chirp-export", f"{self.exports:064}", made_at=self.clock.now()
        )
        self.vault.imports.touch(source, self.account.id)
        self.vault.items.upsert(self.account.id, items, source)

    def _sync(self, *, is_full: bool, stop: Callable[[], bool] | None = None) -> None:
        self.clock.pass_by(timedelta(minutes=1))
        with suppress(LiveError, PartlyDone):
            syncing.sync(
                self.vault,
                self.account,
                self.remote.connection(self.clock),
                self.clock,
                is_full=is_full,
                stop=stop,
            )

    def check(self) -> None:
        """What must hold at every moment: nothing is twice, and nothing that is there is said to be gone."""
        stored = list(self.vault.items.by_account(self.account.id))
        named = [named.id for one in stored if (named := self.vault.items.on_platform(one))]
        assert len(named) == len(set(named))
        for one in stored:
            named_now = self.vault.items.on_platform(one)
            if one.vanished_at is not None:
                assert named_now is not None and named_now.id not in self.remote.items

    def check_end(self) -> None:
        """What must hold after a whole sync of a platform that keeps still."""
        self.full_sync(0)
        self.clock.pass_by(timedelta(days=2))
        self.full_sync(0)
        told = {}
        for one in self.vault.items.by_account(self.account.id):
            named = self.vault.items.on_platform(one)
            if one.vanished_at is None and named is not None:
                told[named.id] = one.item.text
        assert told == {one.id: one.text for one in self.remote.newest_first(POSTS)}
        assert all(state.walk_id is None for state in self.vault.streams.list(self.account.id))


DEEDS = (
    Story.add, Story.edit, Story.delete, Story.sync, Story.full_sync, Story.stopped_sync, Story.busy_sync,
    Story.troubled_sync, Story.lose_cursors, Story.pass_by, Story.jump, Story.export,
)  # fmt: skip


@pytest.mark.parametrize("with_ids", [True, False])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    page_size=st.integers(1, 4),
    deeds=st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 9)), min_size=3, max_size=14),
)
def test_nothing_is_lost_or_twice_or_said_to_be_gone_that_is_there(
    tmp_path_factory: pytest.TempPathFactory,
    with_ids: bool,
    page_size: int,
    deeds: list[tuple[Callable[[Story, int], None], int]],
) -> None:
    clock = HeldClock()
    with open_vault(tmp_path_factory.mktemp("story"), clock=clock.now) as vault:
        story = Story(vault, clock, page_size, with_ids)
        for deed, number in deeds:
            deed(story, number)
            story.check()
        story.check_end()
