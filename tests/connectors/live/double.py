"""What the contract suite needs of every platform's test double, whoever wrote the server behind it.

Each platform's `tests/connectors/live/doubles/<platform>.py` holds `DOUBLE`, found by walking the folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from connectors.credentials import Credentials
from connectors.live import Connector
from connectors.model import ItemKind
from tests.connectors.live.proxy import Request


class Server(Protocol):
    """A running double with one account on it, signed in."""

    url: str
    """Where it listens; the suite puts a `Proxy` in front and gives that one's address to `credentials`."""

    def credentials(self, url: str) -> Credentials:
        """What signs the account in, by way of `url`; may read and delete."""

    def other_credentials(self, url: str) -> Credentials | None:
        """What signs another account of the same server in; None where the double knows only one."""

    def add(self, texts: Sequence[str]) -> Sequence[str]:
        """Post these, the oldest first, straight on the server; return their ids as `Item.id` gives them."""

    def ids(self) -> set[str]:
        """The ids of what stands there of the account's own posts, asked of the server itself."""

    def refuse(self, id: str) -> bool:
        """Make the server refuse to delete this item from now on; False where the double can't."""

    def revoke(self) -> None:
        """Make the token of `credentials` worthless on the server."""

    def close(self) -> None: ...


class Double(Protocol):
    """How to start a double, and what its platform's requests look like."""

    platform: str
    connector: Connector
    deletes: frozenset[ItemKind]
    """What can be deleted over the connection; empty where nothing can."""
    can_look: bool
    """Whether `exists` can tell; False where the platform lets nobody look (then it says UNCLEAR)."""
    limited: tuple[int, dict[str, str]]
    """Status and headers by which this platform asks to wait for 60 seconds."""

    def missing(self) -> str:
        """Why it can't run here, in words for a skipped test; empty where it can."""

    def start(self) -> Server:
        """Start it on loopback; takes seconds where it is a whole server."""

    def is_delete(self, request: Request) -> bool:
        """Whether this request asks for something to be deleted."""
