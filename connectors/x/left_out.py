"""What of X's archive is left alone, and why. Knows names of data types only.

The names are those of three real manifests (2024 to 2026) and of the README in archives of 2022 to 2024.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from connectors.model import LeftOut

_PRIVATE = "private messages are never taken in"
_NO_WORDS = "no words of yours"
_OTHERS = "other people's accounts"
_NAMED = 20
"""How many files that nobody knows are named; the rest is counted together."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Data types that are left alone for one reason."""

    what: str
    why: str
    types: tuple[str, ...]
    is_counted: bool = False
    """Whether the manifest's number for the first type is worth telling."""


_GROUPS = (
    _Group(
        "direct messages",
        _PRIVATE,
        ("direct-messages", "direct-message-headers", "direct-message-mute"),
        is_counted=True,
    ),
    _Group(
        "group messages",
        _PRIVATE,
        ("direct-messages-group", "direct-message-group-headers"),
        is_counted=True,
    ),
    _Group(
        "calls, and keys of messages",
        _PRIVATE,
        (
            *("message-event", "audio-video-calls-in-dm", "audio-video-calls-in-dm-recipient-sessions"),
            "key-registry",
        ),
    ),
    _Group("likes", "other people's words", ("like",), is_counted=True),
    _Group("chats with Grok", "not public", ("grok-chat-item",), is_counted=True),
    _Group(
        "replies that X asked you to think over",
        "drafts; what was posted is among the posts",
        ("reply-prompt",),
        is_counted=True,
    ),
    _Group("searches", "not public", ("saved-search",), is_counted=True),
    _Group("follows", _OTHERS, ("following", "follower", "periscope-followers")),
    _Group("blocks and mutes", _OTHERS, ("block", "mute", "smartblock")),
    _Group(
        "lists and circles",
        _OTHERS,
        ("lists-created", "lists-member", "lists-subscribed", "twitter-circle", "twitter-circle-member"),
    ),
    _Group("contacts", "other people's data", ("contact",), is_counted=True),
    _Group(
        "ratings of community notes",
        _NO_WORDS,
        (
            *("community-note-rating", "community-note-tombstone", "community-note-batsignal"),
            *("birdwatch-note-rating", "birdwatch-note-tombstone"),
        ),
    ),
    _Group(
        "community notes written as a trial", "not public", ("community-note-api-test-note",), is_counted=True
    ),
    _Group(
        "spaces and broadcasts",
        "sound and film, no text",
        ("spaces-metadata", "periscope-broadcast-metadata", "periscope-expired-broadcasts"),
    ),
    _Group(
        "a shop's catalogue",
        "goods, not posts",
        (
            *("catalog-item", "commerce-catalog", "product-drop", "product-set", "shop-module"),
            *("shopify-account", "twitter-shop"),
        ),
    ),
    _Group(
        "advertising data",
        _NO_WORDS,
        (
            *("ad-engagements", "ad-impressions", "ad-free-article-visits", "ads-revenue-sharing"),
            *("ad-mobile-conversions-attributed", "ad-mobile-conversions-unattributed"),
            *("ad-online-conversions-attributed", "ad-online-conversions-unattributed"),
            *("branch-links", "user-link-clicks", "personalization"),
        ),
    ),
    _Group(
        "sign-ins, devices and settings",
        _NO_WORDS,
        (
            *("account-creation-ip", "account-label", "account-suspension", "account-timezone", "ageinfo"),
            *("app", "connected-application", "device-token", "email-address-change", "ip-audit"),
            *("ni-devices", "periscope-ban-information", "phone-number", "protected-history", "sso"),
            *("tweetdeck", "verified", "verified-organization"),
        ),
    ),
    _Group(
        "an index of the posts",
        "it says nothing that the posts do not",
        ("tweet-headers", "deleted-tweet-headers"),
    ),
    _Group("a bio from Periscope", "it does not say of which day it is", ("periscope-profile-description",)),
    _Group(
        "what a professional account shows", "nothing of it stands on your profile", ("professional-data",)
    ),
    _Group(
        "the expanded profile",
        "its form is not known to this program; look whether it holds your words",
        ("expanded-profile",),
    ),
)
_KNOWN = {kind for group in _GROUPS for kind in group.types}
_READ_WITH_OTHERS = {"manifest", "article-metadata", "twitter-article-metadata"}


def left_out(present: Collection[str], read: Collection[str], counts: Mapping[str, int]) -> Iterator[LeftOut]:
    """A word and a reason for what is there and not read.

    `present`: the data types with something in them; `read`: those that are read; `counts`: the manifest's.
    """
    for group in _GROUPS:
        if any(kind in present and kind not in read for kind in group.types):
            yield LeftOut(group.what, group.why, counts.get(group.types[0]) if group.is_counted else None)
    unknown = [kind for kind in present if kind not in _KNOWN | _READ_WITH_OTHERS and kind not in read]
    for kind in unknown[:_NAMED]:
        yield LeftOut(
            f"{kind}.js", "not known to this program; look whether it holds your words", counts.get(kind)
        )
    if len(unknown) > _NAMED:
        yield LeftOut("further files", "not known to this program", len(unknown) - _NAMED)
