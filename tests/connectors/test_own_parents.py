"""Threads: an owner's reply to herself knows what it answers."""

from __future__ import annotations

import random

import pytest

from connectors.model import Item, ItemKind
from connectors.own_parents import OwnParents


def _item(id: str, parent: str | None = None) -> tuple[Item, str | None]:
    return Item(id, ItemKind.REPLY if parent else ItemKind.POST, f"text {id}", parent_id=parent), parent


def _all(parents: OwnParents, pairs: list[tuple[Item, str | None]]) -> dict[str, Item]:
    out = [found for item, parent in pairs for found in parents.take(item, parent)]
    out.extend(parents.rest())
    assert len(out) == len(pairs)
    return {each.id: each for each in out}


@pytest.mark.parametrize("seed", range(20))
def test_every_order_gives_every_parent(seed: int) -> None:
    pairs = [
        _item("0"),
        *(_item(str(number), str(number // 2)) for number in range(1, 40)),
        _item("x", "lost"),
    ]
    random.Random(seed).shuffle(pairs)
    found = _all(OwnParents(), pairs)
    for number in range(1, 40):
        assert found[str(number)].parent_text == f"text {number // 2}"
    assert found["0"].parent_text is None
    assert found["x"].parent_text is None


def test_past_its_limits_items_come_without_their_parent_and_none_is_lost() -> None:
    pairs = [_item(str(number), str(number + 1)) for number in range(50)] + [_item("50")]
    _all(OwnParents(held_limit=3), pairs)
    backwards = _all(OwnParents(text_limit=20), pairs[::-1])
    assert sum(each.parent_text is not None for each in backwards.values()) < 50


def test_a_ring_of_replies_loses_nothing() -> None:
    found = _all(OwnParents(), [_item("a", "b"), _item("b", "a"), _item("c", "c")])
    assert set(found) == {"a", "b", "c"}
