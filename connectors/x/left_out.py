"""What of X's archive is left alone, and why. Knows names of data types only."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from connectors.model import LeftOut

_PRIVATE = "private messages are never taken in"
_UNSEEN = "nobody else sees it"
_WHY = tuple(
    (re.compile(pattern), what, why)
    for pattern, what, why in (
        (r"direct-messages", "direct messages", _PRIVATE),
        (r"direct-messages-group", "group messages", _PRIVATE),
        (r"direct-message.*|audio-video-calls.*", "records of messages and calls", _PRIVATE),
        (r"like", "likes", "other people's words"),
        (r"grok-chat-item", "chats with Grok", "not public"),
        (r"fleet.*", "fleets", "gone after a day"),
        (r"(community|birdwatch)-note-(rating|tombstone|batch).*", "ratings of notes", "no words of yours"),
        (r"contact|follower|following|block|mute|lists-.*", "contacts, follows and lists", "no posts"),
        (
            r"professional-data|expanded-profile|periscope-profile-description",
            "other parts of your profile",
            "not read: look at them on X",
        ),
        (r"ad-.*|ads-.*|personalization|branch-links|user-link-clicks", "advertising data", _UNSEEN),
        (
            r"account.*|ageinfo|app|catalog.*|commerce.*|connected-application|device-token|email.*|ip-audit"
            r"|key-registry|ni-devices|periscope-.*|phone-number|product.*|protected-history|reply-prompt"
            r"|saved-search|shop.*|smartblock|spaces.*|sso|tweetdeck|twitter-.*|verified.*|community-tweet-.*",
            "account data",
            _UNSEEN,
        ),
    )
)
_INDEXES = {"manifest", "account", "profile", "screen-name-change", "tweet-headers", "deleted-tweet-headers"}
_INDEXES |= {"article-metadata"}
"""Read themselves, or telling nothing that the posts do not tell."""


def left_out(types: Iterable[str], read: Collection[str], counts: Mapping[str, int]) -> tuple[LeftOut, ...]:
    """A word and a reason for every data type that is not read; `counts` are the manifest's."""
    found: dict[tuple[str, str], int | None] = {}
    unknown = 0
    for kind in dict.fromkeys(types):
        if kind in read or kind in _INDEXES:
            continue
        reason = next(((what, why) for pattern, what, why in _WHY if pattern.fullmatch(kind)), None)
        if reason is None:
            unknown += 1
        elif kind in counts or reason not in found:
            before = found.get(reason)
            found[reason] = (before or 0) + counts[kind] if kind in counts else before
    told = [LeftOut(what, why, count) for (what, why), count in found.items()]
    if unknown:
        told.append(
            LeftOut("files that are not known", "not read: look whether they hold words of yours", unknown)
        )
    return tuple(told)
