"""What the owner is shown of a plan before she confirms it: the posts that she would miss most, and how much
of each account goes. Must not know any SQL or any screen.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.model import EntryState, Plan, PlanEntry
from auditor.proof import planned_item

if TYPE_CHECKING:
    from auditor.store import Vault

SHOWN = 3
_LIKES = ("favorite_count", "favourites_count", "like_count", "likes")
"""Under which of its names a source told how many people liked an item, in `Item.extra`."""


@dataclass(frozen=True, slots=True)
class Share:
    """How much of one account goes."""

    platform: str
    handle: str
    planned: int
    standing: int
    """Items of the account that stand, by what the vault knows."""

    @property
    def is_most(self) -> bool:
        """Whether more than half of it goes: then its handle is asked for too."""
        return self.planned * 2 > self.standing


@dataclass(frozen=True, slots=True)
class Preview:
    """What to show before a plan is confirmed."""

    newest: tuple[PlanEntry, ...]
    most_liked: tuple[tuple[PlanEntry, int], ...]
    """With how many likes, by what the source told; empty where none did."""
    shares: tuple[Share, ...]
    """By account, those of which the most goes first."""


def preview(vault: Vault, plan: Plan) -> Preview:
    """The newest and the most liked of what would go, and how much of each account that is."""
    going = [entry for entry in plan.entries if entry.state is EntryState.PLANNED]
    dated = [entry for entry in going if entry.created_at is not None]
    newest = sorted(dated, key=lambda entry: str(entry.created_at), reverse=True)[:SHOWN]
    liked = [(entry, likes) for entry in going if (likes := _likes(vault, entry)) > 0]
    liked.sort(key=lambda pair: -pair[1])
    planned = Counter(entry.account_id for entry in going)
    names = {entry.account_id: (entry.platform, entry.handle) for entry in going}
    shares = [Share(*names[id], number, vault.items.standing_of(id)) for id, number in planned.items()]
    shares.sort(key=lambda share: (-share.planned / max(1, share.standing), share.platform, share.handle))
    return Preview(tuple(newest), tuple(liked[:SHOWN]), tuple(shares))


def _likes(vault: Vault, entry: PlanEntry) -> int:
    stored = planned_item(vault, entry)
    for name in _LIKES if stored is not None else ():
        told = stored.item.extra.get(name) if stored is not None else None
        number = (
            told if isinstance(told, int) else int(told) if isinstance(told, str) and told.isdigit() else 0
        )
        if number > 0 and not isinstance(told, bool):
            return number
    return 0
