"""Carries out a plan on one account: look, write down, ask, look again, one item at a time.

The only place that calls a connection's `delete`. Never waits: it says when it wants its next step. Knows no
platform, no SQL and no screen.
"""

from __future__ import annotations

import random
from collections import Counter, deque
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from auditor.deletion.chains import Chain, chains, named
from auditor.deletion.journal import ASKED_TO_WAIT, LOOKS, SETTLED, TRIES, Past
from auditor.deletion.planning import LEFT_OUT, others_standing
from auditor.deletion.told import Options, Tally, Trouble
from auditor.disposition import is_gone
from auditor.model import EntryState, Outcome, PlanEntry, StoredAccount
from auditor.proof import planned_item
from connectors import capabilities
from connectors.clock import Clock
from connectors.errors import LiveError, NotOffered, OddAnswer, RateLimited, Unreachable
from connectors.live import Connection, Deed, DeleteAnswer, Presence, Sight
from connectors.model import Item
from connectors.pacing import DAY, Pace

if TYPE_CHECKING:
    from auditor.store import Vault

UNCERTAIN = frozenset({EntryState.ASKED, EntryState.UNKNOWN})
"""Asked for, or said to be deleted: looked at before anything else is done about them."""
ODD = 3
"""So many odd answers in a row end the run on this account, and so many items may be unsettled at a time."""
PATIENCE, MOST_PATIENCE = timedelta(seconds=30), timedelta(minutes=15)
"""How long to wait after trouble that may pass, where nobody said; doubled each time."""
STILL_THERE = "it is still there"
STANDS = "the platform said that it is deleted, and it still stands"


class _MovedElsewhere(Exception):
    """The owner has taken the entry out meanwhile, or spoken of it. Never leaves this module."""


class OneAccount:
    """One account's part of a plan, step by step."""

    def __init__(
        self,
        vault: Vault,
        plan_id: str,
        account: StoredAccount,
        connection: Connection,
        clock: Clock,
        options: Options,
        entries: Sequence[PlanEntry],
        pasts: dict[int, Past],
    ) -> None:
        self.account = account
        self.connection = connection
        self.tally = Tally()
        self.reasons = Counter[str]()
        self.trouble: Trouble | None = None
        self._vault = vault
        self._plan_id = plan_id
        self._clock = clock
        self._options = options
        self._pasts = pasts
        self._states = {entry.item_row: entry.state for entry in entries}
        self._chains = chains(vault, account)
        self._looks = deque(entry for entry in entries if entry.state in UNCERTAIN)
        self._queue = deque(entry for entry in entries if entry.state not in UNCERTAIN)
        self._later: list[tuple[datetime, PlanEntry]] = []
        """What was asked for and still stands, and when it is looked at again."""
        self._not_before: datetime | None = None
        self._odd = self._failures = 0
        self._random = random.Random()
        platform = capabilities.of(account.account.platform)
        self._pace = Pace.of(platform.deletes, platform.window, options.cap)
        self._asked = vault.plans.asked_at(account.id, clock.now() - max(DAY, self._pace.window))
        self._jitter = self._random.random()
        self._source: int | None = None

    @property
    def left(self) -> int:
        """Entries that this run has still to do with."""
        return len(self._looks) + len(self._queue) + len(self._later)

    def next_at(self) -> datetime | None:
        """When it wants its next step; None where it is done, or can't go on."""
        if self.trouble is not None or not self.left:
            return None
        now = self._clock.now()
        ready = max(now, self._not_before or now, self.connection.ready_at(Deed.READ) or now)
        if self._looks:
            return ready
        moments = [max(when, ready) for when, _ in self._later]
        if self._may_ask():
            moments.append(max(self._asks_at(now), ready))
        return min(moments)

    def is_asking_next(self) -> bool:
        """Whether the next step is to ask for a deletion, and not only to look."""
        now = self._clock.now()
        return not self._looks and self._may_ask() and not any(when <= now for when, _ in self._later)

    def done_at(self) -> datetime:
        """When the last entry of the queue will have been asked for, at this pace."""
        return self._pace.done_at(self._asked, self._clock.now(), len(self._queue))

    def step(self) -> None:
        """Do one thing: look at what is uncertain, or ask for the next one.

        Raises: VaultError.
        """
        entry, is_look = self._next()
        try:
            if is_look:
                self._settle(entry)
            else:
                self._ask_for(entry)
            self._failures = 0
        except _MovedElsewhere:
            # What she says goes before what this run knew of it.
            return
        except NotOffered:
            self._by_hand(entry)
        except LiveError as error:
            if self._states[entry.item_row] in UNCERTAIN:
                self._looks.appendleft(entry)
            else:
                self._queue.appendleft(entry)
            self._after(error)

    def _may_ask(self) -> bool:
        return bool(self._queue) and len(self._later) < ODD

    def _asks_at(self, now: datetime) -> datetime:
        if self._options.is_dry:
            return now
        # A clock that was set back must not hold everything up until it has caught up.
        self._asked = [min(at, now) for at in self._asked]
        paced = self._pace.next_at(self._asked, now, self._jitter)
        return max(paced, self.connection.ready_at(Deed.DELETE) or now)

    def _next(self) -> tuple[PlanEntry, bool]:
        """The next entry, and whether it is only looked at."""
        if self._looks:
            return self._looks.popleft(), True
        first = min(self._later, default=None, key=lambda one: one[0])
        now = self._clock.now()
        if first is not None and (first[0] <= now or not self._may_ask()):
            self._later.remove(first)
            return first[1], True
        return self._queue.popleft(), False

    # Asking.

    def _ask_for(self, entry: PlanEntry) -> None:
        item = self._still_wanted(entry)
        if item is None:
            return
        sight = self.connection.exists(item)
        if sight.presence is Presence.GONE:
            # What it still showed after an earlier request is gone by that.
            self._gone(entry, EntryState.GONE if self._past(entry).asked else EntryState.ALREADY_GONE)
        elif _is_changed(sight, item) or self._has_newer_version(sight, entry, item):
            self._leave_out(entry, "changed on the platform since it was planned")
        elif self._options.is_dry:
            self.tally.would_ask += 1
        else:
            self._ask(entry, item)

    def _ask(self, entry: PlanEntry, item: Item) -> None:
        now, past = self._clock.now(), self._past(entry)
        # Written down before the request goes out: whatever happens now, the item is looked at first.
        self._move(entry, EntryState.ASKED)
        past.asked, past.asked_at = past.asked + 1, now
        self._asked.append(now)
        self._jitter = self._random.random()
        self.tally.asked += 1
        try:
            outcome = self.connection.delete(item)
        except RateLimited:
            # The platform has not begun with it.
            self._move(entry, EntryState.QUEUED, ASKED_TO_WAIT)
            past.asked -= 1
            raise
        if outcome.answer is DeleteAnswer.REFUSED:
            self._refused(entry, item, outcome.reason)
        else:
            self._settle(entry)

    def _refused(self, entry: PlanEntry, item: Item, reason: str) -> None:
        if self.connection.exists(item).presence is Presence.GONE:
            self._gone(entry, EntryState.GONE)
            return
        self._odd = 0
        self._move(entry, EntryState.REFUSED, reason or "the platform refused it")
        self.tally.refused += 1

    # Looking.

    def _settle(self, entry: PlanEntry) -> None:
        """Look whether what was asked for, or is said to be deleted, is gone."""
        stored = planned_item(self._vault, entry)
        item = self._vault.items.on_platform(stored) if stored is not None else None
        if item is None:
            self._unknown(entry, "it is no longer in the vault")
            return
        sight, past = self.connection.exists(item), self._past(entry)
        if sight.presence is Presence.GONE:
            self._gone(entry, EntryState.GONE if past.asked or past.was_said else EntryState.ALREADY_GONE)
        elif sight.presence is Presence.UNCLEAR:
            self._unknown(entry, "the platform does not show whether it is gone")
        else:
            self._still_there(entry, past)

    def _still_there(self, entry: PlanEntry, past: Past) -> None:
        now = self._clock.now()
        if past.asked_at is not None:
            # Asked for in what is the future by a clock that was set back: it counts as just now.
            past.asked_at = min(past.asked_at, now)
        since = now - past.asked_at if past.asked_at is not None else SETTLED
        if past.was_said:
            self._move(entry, EntryState.BY_HAND, STILL_THERE)
            self.tally.by_hand += 1
        elif since < SETTLED and past.asked_at is not None:
            if self._options.is_dry:
                return
            self._unknown(entry, "it still stands, and is looked at again")
            again = next(past.asked_at + wait for wait in LOOKS if wait > since)
            self._later.append((again, entry))
            if LOOKS[1] <= since < LOOKS[2]:
                self._note_odd()
        elif past.asked >= TRIES:
            self._move(entry, EntryState.REFUSED, STANDS)
            self.tally.refused += 1
        else:
            self._move(entry, EntryState.QUEUED, "it still stands")
            self._queue.append(entry)

    # What becomes of an entry.

    def _still_wanted(self, entry: PlanEntry) -> Item | None:
        """The item as the platform knows it; None where it is left alone after all.

        Raises: DamagedVault where its copy is not what was written.
        """
        stored = planned_item(self._vault, entry)
        if stored is not None and is_gone(stored):
            self._gone(entry, EntryState.ALREADY_GONE)
            return None
        item = self._vault.items.on_platform(stored) if stored is not None else None
        reason = ""
        if stored is None:
            reason = "no longer in the vault"
        elif stored.digest != entry.digest:
            reason = "changed since the plan was made"
        elif not self._is_decided(stored.id):
            reason = "no longer decided to be deleted"
        elif item is None:
            reason = "not known to the platform by an id"
        elif self._takes_others_along(stored.id):
            reason = "another version of it would go with it, and is not to go"
        if reason or stored is None:
            self._leave_out(entry, reason)
            return None
        copy = self._vault.copies.get(stored.id)
        if not self._options.is_dry and (copy is None or copy.item_digest != entry.digest):
            self._vault.copies.preserve(stored.id)
        return item

    def _is_decided(self, item_row: int) -> bool:
        decisions = (one.decision for one in self._vault.findings.on_item(item_row))
        return any(one is not None and one.outcome is Outcome.DELETE for one in decisions)

    def _takes_others_along(self, item_row: int) -> bool:
        """Whether the platform would delete something else with it that stands and is not to go any more."""
        chain = self._chains.get(item_row)
        if chain is None:
            return False
        on_plan = {
            entry.item_row
            for entry in self._vault.plans.get(self._plan_id).entries
            if entry.state is not EntryState.DROPPED and self._is_as_planned(entry)
        }
        return others_standing(self._vault, chain, on_plan)

    def _is_as_planned(self, entry: PlanEntry) -> bool:
        stored = planned_item(self._vault, entry)
        return stored is not None and stored.digest == entry.digest and self._is_decided(stored.id)

    def _has_newer_version(self, sight: Sight, entry: PlanEntry, item: Item) -> bool:
        """Whether the platform names a version with it of which the vault has never heard."""
        if sight.item is None:
            return False
        chain = self._chains.get(entry.item_row, Chain(frozenset(), frozenset({item.id})))
        return not named(self.account.account.platform, sight.item) <= chain.ids

    def _gone(self, entry: PlanEntry, state: EntryState) -> None:
        self._odd = 0
        if not self._options.is_dry:
            self._write_gone(entry, state)
        if state is EntryState.GONE:
            self.tally.gone += 1
        else:
            self.tally.already_gone += 1

    def _write_gone(self, entry: PlanEntry, state: EntryState) -> None:
        now, source = self._clock.now(), self._source
        with self._vault.transaction():
            self._move(entry, state)
            if planned_item(self._vault, entry) is not None:
                if source is None:
                    source = self._vault.imports.of_deletion(self._plan_id, self.account.id, now)
                self._vault.items.mark_gone(entry.item_row, source, now)
        self._source = source

    def _by_hand(self, entry: PlanEntry) -> None:
        with suppress(_MovedElsewhere):
            self._move(entry, EntryState.BY_HAND, "no program may delete this")
            self.tally.by_hand += 1

    def _unknown(self, entry: PlanEntry, reason: str) -> None:
        if self._states[entry.item_row] is not EntryState.UNKNOWN:
            self._move(entry, EntryState.UNKNOWN, reason)

    def _leave_out(self, entry: PlanEntry, reason: str) -> None:
        if not self._options.is_dry:
            with self._vault.transaction():
                self._move(entry, EntryState.DROPPED, reason)
                self._vault.events.log(LEFT_OUT, plan=self._plan_id, item=entry.item_row, reason=reason)
        self.tally.left_out += 1
        self.reasons[reason] += 1

    def _move(self, entry: PlanEntry, state: EntryState, reason: str = "") -> None:
        """Write it into the journal, durably, before anything else is done.

        Raises: _MovedElsewhere where the entry's state is not what this run left it at.
        """
        before, self._states[entry.item_row] = self._states[entry.item_row], state
        if self._options.is_dry:
            return
        now = self._clock.now()
        if not self._vault.plans.move(self._plan_id, entry.item_row, before, state, now, reason=reason):
            raise _MovedElsewhere
        if state in (EntryState.REFUSED, EntryState.BY_HAND):
            self.reasons[reason] += 1

    def _past(self, entry: PlanEntry) -> Past:
        return self._pasts.setdefault(entry.item_row, Past())

    # Trouble.

    def _after(self, error: LiveError) -> None:
        if not isinstance(error, RateLimited | Unreachable | OddAnswer):
            self._stop(error.what, error.todo)
            return
        self._failures += 1
        wait = min(PATIENCE * 2 ** min(self._failures - 1, 10), MOST_PATIENCE)
        now = self._clock.now()
        # "At once" is believed but once: said again and again, it would make a storm of requests.
        at_least = now + wait if self._failures > 1 else now
        self._not_before = max(error.until or now + wait, at_least)
        if not isinstance(error, RateLimited):
            self._note_odd(error)

    def _note_odd(self, error: LiveError | None = None) -> None:
        self._odd += 1
        if self._odd < ODD:
            return
        what = error.what if error else "The platform says that posts are deleted, and they still stand."
        self._stop(
            f"{what} That was the third odd answer in a row, so nothing more is asked of this account.",
            "Look at the account in your browser; `audit-tui delete --resume` looks again and goes on.",
            is_passing=True,
        )

    def _stop(self, what: str, todo: str, *, is_passing: bool = False) -> None:
        account = self.account.account
        self.trouble = Trouble(account.platform, account.handle, what, todo, is_passing)


def _is_changed(sight: Sight, item: Item) -> bool:
    """Whether what stands there says something else than what was planned."""
    return sight.item is not None and sight.item.text.split() != item.text.split()
