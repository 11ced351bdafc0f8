"""What is promised of each platform."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from connectors import capabilities
from connectors.model import Item, ItemKind

PLATFORMS = ("x", "mastodon", "bluesky", "threads", "linkedin", "facebook", "instagram", "tiktok", "youtube")


DELETES = {"bluesky", "facebook", "instagram", "linkedin", "mastodon", "threads", "x"}
"""Where this release can delete once an account is connected."""


@pytest.mark.parametrize("platform", [*PLATFORMS, "yelp"])
def test_every_platform_has_a_way_by_hand_whether_or_not_this_release_can_delete(platform: str) -> None:
    found = capabilities.of(platform)
    assert found.platform == platform
    assert found.can_delete is (platform in DELETES)
    assert found.by_hand.endswith(".")
    for kind in ItemKind:
        assert found.by_hand_for(Item("1", kind, "")).endswith(".")


def test_an_unknown_platform_can_only_be_cleaned_by_hand() -> None:
    assert capabilities.of("yelp").api_kinds == frozenset()
    assert not capabilities.of("yelp").could_delete(Item("1", ItemKind.POST, ""))


@pytest.mark.parametrize(
    ("platform", "item", "could"),
    [
        ("x", Item("1", ItemKind.POST, ""), True),
        ("x", Item("note-1", ItemKind.POST, "", has_platform_id=False), False),
        ("x", Item("1", ItemKind.POST, "", deleted_at=datetime(2026, 1, 1, tzinfo=UTC)), False),
        ("x", Item("1", ItemKind.REPOST, ""), True),
        ("mastodon", Item("1", ItemKind.REPOST, ""), True),
        ("linkedin", Item("1", ItemKind.COMMENT, ""), False),
        ("facebook", Item("1", ItemKind.CAPTION, ""), False),
        ("tiktok", Item("1", ItemKind.CAPTION, ""), False),
    ],
)
def test_what_an_api_could_delete(platform: str, item: Item, could: bool) -> None:
    assert capabilities.of(platform).could_delete(item) is could


@pytest.mark.parametrize(
    ("platform", "item", "handle", "link"),
    [
        ("x", Item("12", ItemKind.POST, ""), "@a", "https://x.com/i/status/12"),
        ("x", Item("12", ItemKind.POST, "", url="https://x.com/a/status/12"), "@a", "https://x.com/a/status/12"),
        ("x", Item("note-1", ItemKind.POST, "", has_platform_id=False), "@a", None),
        ("x", Item("../../evil?x=1", ItemKind.POST, ""), "@a", "https://x.com/i/status/..%2F..%2Fevil%3Fx%3D1"),
        ("mastodon", Item("9", ItemKind.POST, ""), "@a@b.example", "https://b.example/@a/9"),
        ("mastodon", Item("9", ItemKind.POST, ""), "@a", None),
        ("tiktok", Item("9", ItemKind.CAPTION, ""), "@a", None),
    ],
)  # fmt: skip
def test_where_an_item_stands(platform: str, item: Item, handle: str, link: str | None) -> None:
    assert capabilities.of(platform).link(item, handle) == link
