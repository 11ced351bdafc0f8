"""What each platform lets an owner delete: by its API once connected, or only by hand, and how.

Data, not deeds: `can_delete` holds for an account once it is connected. Knows nothing of plans.
Sources: each platform's API reference as read in 2026 (X `DELETE /2/tweets/:id`, Mastodon
`DELETE /statuses/:id`, Bluesky `repo.deleteRecord`, Threads `DELETE /{id}`, LinkedIn `DELETE /rest/posts/…`,
YouTube `comments.delete`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from connectors.model import Item, ItemKind

_POSTS = frozenset({ItemKind.POST, ItemKind.REPLY})
_MENU = "open its menu (the three dots) and choose Delete."


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What can be done about items of one platform."""

    platform: str
    name: str
    """As the platform writes itself."""
    by_hand: str
    """What the owner has to do for one item, in one sentence."""
    api_kinds: frozenset[ItemKind] = frozenset()
    """Kinds that the platform's API can delete, once the account is connected and the id is known."""
    can_delete: bool = False
    """Whether this release can delete by the API now."""
    item_url: str = ""
    """Where an item stands, with `{id}` and `{handle}` to fill in; empty where its id does not lead there."""
    repost_by_hand: str = ""
    """The sentence for a repost, where it differs."""
    deletes: int = 0
    """How many deletions the API allows in `window`; 0 where it names no number."""
    window: timedelta = timedelta(0)
    note: str = ""
    """What the owner should know before, in one sentence."""
    goes_with: tuple[str, ...] = ()
    """Names in `Item.extra` of the ids of what the platform deletes together with an item."""

    def could_delete(self, item: Item) -> bool:
        """Whether the API could delete this item, were the account connected."""
        return item.kind in self.api_kinds and item.has_platform_id and item.deleted_at is None

    def by_hand_for(self, item: Item) -> str:
        """What the owner has to do for this item, in one sentence."""
        return self.repost_by_hand if item.kind is ItemKind.REPOST and self.repost_by_hand else self.by_hand

    def link(self, item: Item, handle: str) -> str | None:
        """Where the item stands: the source's link, else one made from its id, else None."""
        if item.url or not (self.item_url and item.has_platform_id):
            return item.url
        name, _, server = handle.strip().lstrip("@").partition("@")
        if not server and "{server}" in self.item_url:
            return None
        return self.item_url.format(id=quote(item.id, safe=""), handle=quote(name), server=quote(server))


_KNOWN = (
    Capabilities(
        "x",
        "X",
        by_hand=f"Open the post on X, {_MENU}",
        api_kinds=_POSTS | {ItemKind.REPOST},
        can_delete=True,
        item_url="https://x.com/i/status/{id}",
        repost_by_hand="Open the post on X, press the repost sign and choose Undo repost.",
        deletes=50,
        window=timedelta(minutes=15),
        note="X charges about a cent for each deletion; deleting one version of an edited post deletes all.",
        goes_with=("versions", "edit_of"),
    ),
    Capabilities(
        "mastodon",
        "Mastodon",
        by_hand=f"Open the post on your server, {_MENU}",
        api_kinds=_POSTS | {ItemKind.REPOST},
        can_delete=True,
        item_url="https://{server}/@{handle}/{id}",
        repost_by_hand="Open the post on your server and press the boost sign again.",
        deletes=30,
        window=timedelta(minutes=30),
        note="Other servers are asked to delete their copies, and need not obey.",
    ),
    Capabilities(
        "bluesky",
        "Bluesky",
        by_hand=f"Open the post on Bluesky, {_MENU}",
        api_kinds=_POSTS | {ItemKind.REPOST},
        can_delete=True,
        repost_by_hand="Open the post on Bluesky, press the repost sign and choose Remove repost.",
        deletes=5000,
        window=timedelta(hours=1),
        note="Copies that other programs keep of what was public on Bluesky are out of reach.",
    ),
    Capabilities(
        "threads",
        "Threads",
        by_hand=f"Find the post on your Threads profile by its date and text, {_MENU}",
        api_kinds=_POSTS,
        can_delete=True,
        deletes=100,
        window=timedelta(days=1),
        note="The export names no ids, so only posts that a sync has met can be deleted by the API.",
    ),
    Capabilities(
        "linkedin",
        "LinkedIn",
        by_hand=f"Open it on LinkedIn (Me → Posts & Activity, by date), {_MENU}",
        api_kinds=frozenset({ItemKind.POST}),
        can_delete=True,
        note="LinkedIn never tells whether a post still stands: a new export does. Comments have no ids.",
    ),
    Capabilities(
        "facebook",
        "Facebook",
        by_hand="Open your activity log on Facebook, find it by its date and text, and choose Move to bin.",
        api_kinds=frozenset({ItemKind.POST, ItemKind.COMMENT}),
        can_delete=True,
        note="No API deletes what a person posted on Facebook; a connected Page's posts and comments can go.",
    ),
    Capabilities(
        "instagram",
        "Instagram",
        by_hand="Open Your activity on Instagram, find it by its date and text, and choose Delete.",
        api_kinds=frozenset({ItemKind.CAPTION, ItemKind.COMMENT}),
        can_delete=True,
        note="The export names no ids, and no API deletes a comment on somebody else's post; posts go by "
        "Facebook Login alone.",
    ),
    Capabilities(
        "tiktok",
        "TikTok",
        by_hand="Open it in the TikTok app, press and hold (or open the three dots), and choose Delete.",
        repost_by_hand="Open the video on TikTok, press Share and choose Remove repost.",
        note="No API deletes anything on TikTok, and its export names no ids: find it by its date and text.",
    ),
    Capabilities(
        "youtube",
        "YouTube",
        by_hand="Open My Activity at Google, choose YouTube comments, find it by date, and choose Delete.",
        api_kinds=frozenset({ItemKind.COMMENT}),
        deletes=200,
        window=timedelta(days=1),
        note="Messages in a live chat can't be deleted by the API.",
    ),
)
_BY_PLATFORM = {each.platform: each for each in _KNOWN}


def of(platform: str) -> Capabilities:
    """What can be done on `platform`; one that is not known can only be cleaned by hand."""
    return _BY_PLATFORM.get(platform) or Capabilities(
        platform,
        platform.capitalize(),
        by_hand="Open it where you posted it, find it by its date and text, and delete it there.",
    )
