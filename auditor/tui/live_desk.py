"""What the screen can do with connected accounts. Plain methods over a vault; knows nothing of textual."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from auditor.errors import PartlyDone
from connectors.clock import Clock, SystemClock

if TYPE_CHECKING:
    from auditor.model import StoredAccount
    from auditor.store import Connected, Vault
    from auditor.tui.values import ConnectOrder
    from connectors.live import Guide

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
