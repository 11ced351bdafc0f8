"""Posts that a platform deletes together, such as every version of an edited one.

Which fields of an item name the others is in `connectors.capabilities`. Knows no platform by name and no SQL.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.model import StoredAccount
from connectors import capabilities
from connectors.model import Item

if TYPE_CHECKING:
    from auditor.store import Vault


@dataclass(frozen=True, slots=True)
class Chain:
    """What goes with one request."""

    rows: frozenset[int]
    """Of the items in the vault."""
    ids: frozenset[str]
    """Every id that any of them names, also of what the vault does not hold."""


def chains(vault: Vault, account: StoredAccount) -> dict[int, Chain]:
    """By item row, what goes with it; items that go alone are not in it.

    Joined by union: an early version may name nothing but itself, and a later one names it.
    """
    platform = account.account.platform
    if not capabilities.of(platform).goes_with:
        return {}
    rows: dict[str, int] = {}
    above: dict[str, str] = {}
    for stored in vault.items.by_account(account.id):
        rows[stored.item.id] = stored.id
        for id in named(platform, stored.item):
            above[_top(above, id)] = _top(above, stored.item.id)
    groups: dict[str, set[str]] = {}
    for id in above:
        groups.setdefault(_top(above, id), set()).add(id)
    found: dict[int, Chain] = {}
    for ids in groups.values():
        chain = Chain(frozenset(rows[id] for id in ids if id in rows), frozenset(ids))
        found |= dict.fromkeys(chain.rows, chain)
    return found


def named(platform: str, item: Item) -> frozenset[str]:
    """The ids of what goes with the item, as it tells them itself; empty where it goes alone."""
    told: list[object] = [item.extra.get(name) for name in capabilities.of(platform).goes_with]
    ids = {id for value in told for id in _each(value) if isinstance(id, str) and id}
    return frozenset(ids | {item.id}) if ids - {item.id} else frozenset()


def _each(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple) else (value,)


def _top(above: dict[str, str], id: str) -> str:
    """The one that stands for the id's whole chain."""
    while above.setdefault(id, id) != id:
        above[id] = above.setdefault(above[id], above[id])
        id = above[id]
    return id
