"""Gives an owner's reply to herself the text that it answers, while items stream by in whatever order.

A child that comes before its parent is held back until the parent comes; texts are kept up to a limit, past
which the parent's text stays unknown. Knows no platform.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from connectors.model import Item, ItemKind

TEXT_LIMIT = 48 << 20
"""Bytes of text kept of items that may still be answered."""
HELD_LIMIT = 20_000
"""Items held back at once."""


class OwnParents:
    """Passes items on, `parent_text` filled in where the parent is among them. One for every account."""

    def __init__(self, text_limit: int = TEXT_LIMIT, held_limit: int = HELD_LIMIT) -> None:
        self._texts: dict[str, bytes] = {}
        self._room = text_limit
        self._held: dict[str, list[Item]] = {}
        self._held_count = 0
        self._held_limit = held_limit

    def take(self, item: Item, own_parent: str | None) -> Iterator[Item]:
        """Take an item in, and give back those that are complete now.

        `own_parent` is the id of the owner's own item that it answers; None where it answers none of hers.
        """
        self._keep(item)
        for child in self._released(item.id):
            yield replace(child, parent_text=item.text)
        if own_parent is None or item.parent_text is not None or own_parent == item.id:
            yield item
            return
        known = self._texts.get(own_parent)
        if known is not None:
            yield replace(item, parent_text=known.decode("utf-8"))
            return
        self._held.setdefault(own_parent, []).append(item)
        self._held_count += 1
        if self._held_count > self._held_limit:
            yield from self._released(next(iter(self._held)))

    def rest(self) -> Iterator[Item]:
        """Those whose parent never came, as they are."""
        for parent in list(self._held):
            yield from self._released(parent)

    def _released(self, parent: str) -> list[Item]:
        children = self._held.pop(parent, [])
        self._held_count -= len(children)
        return children

    def _keep(self, item: Item) -> None:
        text = item.text.encode("utf-8", "replace")
        if item.kind is not ItemKind.REPOST and len(text) <= self._room and item.id not in self._texts:
            self._room -= len(text)
            self._texts[item.id] = text
