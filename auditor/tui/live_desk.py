"""What the screen can do with connected accounts. Plain methods over a vault; knows nothing of textual."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from auditor.errors import SPOKEN, PartlyDone
from auditor.moments import by_the_clock, in_words
from auditor.tui.values import Price
from auditor.untrusted import one_line
from connectors.clock import Clock, SystemClock

if TYPE_CHECKING:
    from auditor.deletion import At, Rechecked, RunSummary
    from auditor.model import Plan, StoredAccount
    from auditor.store import Connected, Vault
    from auditor.sync import AccountSync
    from auditor.tui.values import ConnectOrder
    from connectors.live import Connection, Guide

# Some platforms' libraries take a second to import: each is imported by the method that needs it.


class Work(Protocol):
    """What long work tells, and by what it learns that it should stop."""

    def __call__(self, done: int, total: int | None) -> None: ...

    def say(self, line: str) -> None: ...

    def is_stopped(self) -> bool: ...


class LiveDesk:
    """The owner's accounts over the network."""

    def __init__(self, vault: Vault, clock: Clock | None = None) -> None:
        self.vault = vault
        self.clock = clock or SystemClock()
        self._opened: dict[int, Connection] = {}
        """Connections that were opened to learn what a sync costs, for the sync itself."""

    def connected(self) -> dict[int, Connected]:
        """The accounts that are signed in, by their row."""
        return {one.account_id: one for one in self.vault.connections.list()}

    def guides(self) -> Sequence[Guide]:
        """What can be connected, and how; takes a second the first time."""
        from connectors import live_platforms

        return [live_platforms.of(name).guide for name in live_platforms.names()]

    def connect(self, order: ConnectOrder, work: Work) -> StoredAccount:
        """Sign in as the owner asked, and keep the account.

        Raises: LiveError.
        """
        from auditor import browser, connections
        from connectors import live_platforms
        from connectors.live import Asked

        def show(address: str) -> None:
            is_open = browser.show(address)
            said = (
                "Your browser shows this page; sign in there:" if is_open else "Open this page and sign in:"
            )
            work.say(f"{said}\n{address}")

        def tick(left: float) -> None:
            work(0, None)
            if work.is_stopped():
                raise PartlyDone("Stopped before anybody signed in.", "Nothing was kept.")

        connector = live_platforms.of(order.platform)
        asked = Asked(order.server, order.handle, order.answers, order.may_delete)
        credentials = connections.signed_in(
            connector, order.way, asked, order.secret, self.clock, show=show, tick=tick
        )
        work.say("Asking the platform whose account it is …")
        return connections.connect(self.vault, order.platform, credentials, self.clock, handle=order.handle)

    def disconnect(self, account_id: int) -> bool:
        """Forget the account's token; whether the platform has revoked it.

        Raises: LiveError.
        """
        from auditor import connections

        return connections.disconnect(self.vault, self.vault.accounts.get(account_id), self.clock)

    def price(self, account_ids: Sequence[int] = ()) -> Price:
        """What syncing these accounts, or all that are connected, may cost; told before anything is read.

        An account that can't be opened costs nothing: the sync says why.
        """
        from auditor.sync import estimate
        from connectors import live_platforms

        self.let_go()
        low = high = 0.0
        notes: list[str] = []
        for account in self._accounts(account_ids):
            platform = account.account.platform
            if platform not in live_platforms.names() or not live_platforms.of(platform).guide.cost:
                continue
            try:
                self._opened[account.id] = connection = self._open(account)
                told = estimate(self.vault, account, connection, self.clock)
            except SPOKEN:
                continue
            low, high = low + told.cost_low, high + told.cost_high
            notes += [told.note] if told.note and told.cost_high else []
        return Price(low, high, " ".join(dict.fromkeys(notes)))

    def let_go(self) -> None:
        """Close what was opened for a sync that did not come."""
        while self._opened:
            self._opened.popitem()[1].close()

    def sync(self, account_ids: Sequence[int], work: Work) -> list[AccountSync]:
        """Sync these accounts, or all that are connected; what came of each."""
        from auditor.sync import sync_all

        counts: dict[int, int] = {}
        waits: dict[int, str] = {}
        lock = threading.Lock()

        def progress(account: StoredAccount, items: int) -> None:
            with lock:
                counts[account.id] = items
                waits.pop(account.id, None)
                work(sum(counts.values()), None)
                work.say("\n".join(waits.values()))

        def tick(account: StoredAccount, left: timedelta) -> None:
            name = one_line(f"{account.account.platform} {account.account.handle}", 40)
            with lock:
                waits[account.id] = f"{name}: the platform asks to wait {in_words(left)}, which is normal"
                work.say("\n".join(waits.values()))

        try:
            return sync_all(
                self.vault,
                self._accounts(account_ids),
                self._open,
                self.clock,
                progress=progress,
                tick=tick,
                stop=work.is_stopped,
            )
        finally:
            self.let_go()

    def look_again(self, work: Work) -> Rechecked:
        """Look at deletions that are due to be looked at again."""
        from auditor import deletion

        return deletion.look_again(self.vault, self._open, self.clock, stop=work.is_stopped)

    def carry_out(self, plan: Plan, work: Work) -> RunSummary:
        """Ask for what a confirmed plan holds and connected accounts can delete, one by one.

        Raises: InputError, VaultError.
        """
        from auditor import deletion

        def progress(at: At) -> None:
            now = self.clock.now()
            work(at.gone, at.total)
            lines = []
            if at.next_at is not None and at.next_at > now:
                lines.append(f"Next in {in_words(at.next_at - now)}; waiting is normal")
            if at.done_at is not None:
                lines.append(f"Done about {by_the_clock(at.done_at, now)}")
            work.say("\n".join(lines))

        return deletion.run(
            self.vault, plan.id, self._open, self.clock, progress=progress, stop=work.is_stopped
        )

    def _accounts(self, account_ids: Sequence[int]) -> list[StoredAccount]:
        return [self.vault.accounts.get(id) for id in account_ids or self.connected()]

    def _open(self, account: StoredAccount) -> Connection:
        from auditor import connections

        return self._opened.pop(account.id, None) or connections.opened(self.vault, account, self.clock)
