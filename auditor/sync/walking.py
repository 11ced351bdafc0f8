"""Reads the lists of one account, page by page into the vault, and goes on where it was stopped before.

Knows no platform, no SQL and nothing of waiting.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from auditor.model import StoredAccount
from auditor.store import PageKept, StreamState, Vault
from auditor.sync import vanishing
from auditor.sync.patience import Patience
from connectors.errors import LiveError, OddAnswer
from connectors.live import Connection, Page, Stream

DAY = timedelta(days=1)
"""How often a list is read whole where that costs nothing, so that edits and deletions are noticed."""
MOST_EMPTY = 50
"""Pages without a single item in a row, before it is taken for an answer without end."""
MOST_REPEATED = 3
"""Pages in a row that show only what this reading has shown already."""


@dataclass(slots=True)
class Tally:
    """What was read so far."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    returned: int = 0
    vanished: int = 0
    unread: int = 0
    pages: int = 0
    billed: int = 0
    price: tuple[float, float] | None = None
    """In US dollars a read, if the cheaper and if the dearer price holds."""

    def add(self, page: Page, kept: PageKept) -> None:
        self.added += kept.counts.added
        self.changed += kept.counts.updated
        self.unchanged += kept.counts.unchanged
        self.returned += kept.returned
        self.unread += sum(one.count for one in page.unread)
        self.billed += page.billed
        self.pages += 1

    @property
    def items(self) -> int:
        return self.added + self.changed + self.unchanged

    @property
    def cost_low(self) -> float:
        return self.billed * self.price[0] if self.price else 0.0

    @property
    def cost_high(self) -> float:
        return self.billed * self.price[1] if self.price else 0.0


def is_whole_due(state: StreamState | None, now: datetime, *, is_full: bool) -> bool:
    """Whether the list is to be read to its end, or only as far as something is new.

    Where reads are paid for it is read whole the first time, and when the owner asks for it.
    """
    if is_full or state is None or state.whole_at is None:
        return True
    return not state.billed and not timedelta(0) <= now - state.whole_at < DAY


@dataclass(slots=True)
class Walker:
    """The reading of one account's lists, as one import of the vault."""

    vault: Vault
    account: StoredAccount
    connection: Connection
    patience: Patience
    run: int
    """What `imports.begin_sync` gave."""
    now: Callable[[], datetime]
    tally: Tally
    progress: Callable[[int], None]
    doubts: list[str]

    def read(self, stream: Stream, *, is_full: bool) -> bool:
        """Read one list: first what a reading before has left, then what is new. Returns whether it was read
        whole.

        Raises: LiveError, PartlyDone, Stopped; what was read by then is kept, and goes on from there.
        """
        state = self.vault.streams.get(self.account.id, stream.name)
        resumed = None
        if state is not None and state.walk_id is not None and not self._is_outdated(state, is_full):
            resumed = state
            self._conclude(stream, self._walk(stream, state))
            state = self.vault.streams.get(self.account.id, stream.name)
        was_whole = resumed is not None and resumed.is_whole
        is_whole = not was_whole and is_whole_due(state, self.now(), is_full=is_full)
        self._conclude(stream, self._walk(stream, self._begin(stream, is_whole=is_whole)))
        return was_whole or is_whole

    def _is_outdated(self, state: StreamState, is_full: bool) -> bool:
        """Whether a reading that was stopped is not worth going on with: all is to be read anyway."""
        if not is_full or state.begun_at is None:
            return False
        return not state.is_whole or not timedelta(0) <= self.now() - state.begun_at < DAY

    def _begin(self, stream: Stream, *, is_whole: bool, again: bool = False) -> StreamState:
        return self.vault.streams.begin(
            self.account.id, stream.name, self.run, self.now(), is_whole=is_whole, again=again
        )

    def _walk(self, stream: Stream, state: StreamState) -> StreamState:
        empty = repeated = 0
        is_first = may_begin_anew = True
        while not state.is_read:
            self.patience.check()
            try:
                page = self._page(stream, state)
            except OddAnswer:
                if not (is_first and may_begin_anew and state.cursor is not None):
                    raise
                # A cursor does not last for ever. Nothing is lost: it goes on to what was known before.
                state = self._begin(stream, is_whole=state.is_whole, again=True)
                may_begin_anew = False
                continue
            is_first = False
            unread = sum(one.count for one in page.unread)
            kept = self.vault.streams.keep_page(
                state, page.items, page.cursor, self.run, unread=unread, billed=page.billed
            )
            self.tally.add(page, kept)
            if self.tally.billed and self.tally.price is None:
                self.tally.price = _price(self.connection)
            self.progress(self.tally.items)
            if kept.is_known and not state.is_whole:
                return kept.state
            empty = 0 if page.items else empty + 1
            repeated = repeated + 1 if state.is_whole and page.items and not kept.fresh else 0
            if empty >= MOST_EMPTY or repeated >= MOST_REPEATED or _goes_round(state, kept.state):
                raise OddAnswer(
                    "The platform gives the same part of the list again and again.",
                    "What was read is kept; try again later.",
                )
            state = kept.state
        return state

    def _page(self, stream: Stream, state: StreamState) -> Page:
        asked = self.connection.pages
        page = self.patience.ask(lambda: next(iter(asked(stream, state.cursor)), None), self.connection)
        return page or Page((), None)

    def _conclude(self, stream: Stream, state: StreamState) -> None:
        if not (state.is_whole and state.is_read and stream.is_whole):
            self.vault.streams.conclude(state)
            return
        self.tally.vanished += vanishing.conclude(
            self.vault, self.connection, self.patience, stream, state, self.run, self.doubts
        )


def _price(connection: Connection) -> tuple[float, float]:
    """What a read costs, by the prices with which the platform's connector estimates."""
    try:
        told = connection.estimate(0)
    except LiveError:
        return 0.0, 0.0
    if told.read_high:
        return told.read_low, told.read_high
    return (told.cost_low / told.items, told.cost_high / told.items) if told.items else (0.0, 0.0)


def _goes_round(before: StreamState, after: StreamState) -> bool:
    return after.cursor is not None and after.cursor == before.cursor
