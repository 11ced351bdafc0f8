"""What came of a sync, for whoever tells the owner. Knows nothing of how it was done."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model import StoredAccount


@dataclass(frozen=True, slots=True)
class Synced:
    """What came of one account."""

    account: StoredAccount
    added: int
    changed: int
    """Items that were edited, or of which more is known now."""
    unchanged: int
    vanished: int
    """Items that the vault held, and the platform no longer shows."""
    returned: int
    """Items that had vanished, and are there again."""
    unread: int
    """What of the answers could not be read; the rest was."""
    pages: int
    requests: int
    billed: int
    """Reads that the platform charges for."""
    cost_low: float
    """In US dollars, if the cheaper price holds."""
    cost_high: float
    is_full: bool
    """Every list was read to its end, so that edits and what has vanished are known."""
    is_stopped: bool
    """The owner stopped it; the rest goes on at the next sync."""
    note: str
    """What can't be read over this connection, in one sentence; empty where nothing."""
    doubts: tuple[str, ...]
    """Why it is not told what has vanished, one line each."""

    @property
    def read(self) -> int:
        """Items that the platform gave."""
        return self.added + self.changed + self.unchanged
