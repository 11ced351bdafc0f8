"""Tells by its path what each list of TikTok's one JSON object holds.

TikTok moved its sections from year to year, and kept the names of the innermost two: so a list is known by
these alone, in whatever case and under whatever they lie. Knows paths, nothing of records.
Source: exports of 2024 and 2025, and their published structure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache

from connectors.json_walk import LOST, Path
from connectors.model import LeftOut


class Holds(StrEnum):
    """What the members of a list or object are."""

    POSTS = "posts"
    DELETED = "deleted posts"
    COMMENTS = "comments"
    LIVE = "comments on LIVE"
    REVIEWS = "reviews of places"
    REPOSTS = "reposts"
    PROFILE = "profile"


_LISTS = {
    ("posts", "videolist"): Holds.POSTS,
    ("videos", "videolist"): Holds.POSTS,
    ("recentlydeletedposts", "postlist"): Holds.DELETED,
    ("comments", "commentslist"): Holds.COMMENTS,
    ("poireview", "reviewslist"): Holds.REVIEWS,
    ("locationreview", "reviewslist"): Holds.REVIEWS,
    ("locationreviews", "reviewslist"): Holds.REVIEWS,
    ("reposts", "repostlist"): Holds.REPOSTS,
}
_PROFILES = {"profileinfo", "profileinformation"}

_PRIVATE = ("direct messages", "private messages are never taken in")
_LIKES = ("likes and favourites", "other people's words")
_PEOPLE = ("people followed, followers and blocked people", "other people")
_SEARCHES = ("searches", "not public")
_WATCHED = ("watch history", "other people's words")
_SHOP = ("shop and wallet", "not public")
_SHOP_REVIEWS = ("reviews of products in TikTok's shop", "their form is not known yet: read them yourself")
_OWN_LIVES = ("titles of your own LIVE streams", "their form is not known yet: read them yourself")
_DEVICES = ("logins, devices, places and advertising", "not public")
_SETTINGS = ("settings", "not public")
_SHARES = ("what was shared in private", "not public")
_HASHTAGS = ("lists of hashtags and stickers", "they stand in the posts themselves")
_OTHER = ("other records of TikTok's about you", "no words of yours are known to be in them")
_GROUPS: Mapping[str, tuple[str, str]] = {
    "directmessages": _PRIVATE,
    "directmessage": _PRIVATE,
    "productreviews": _SHOP_REVIEWS,
    "productreviewhistory": _SHOP_REVIEWS,
    "golivehistory": _OWN_LIVES,
    "likelist": _LIKES,
    "likesandfavorites": _LIKES,
    "favoritevideos": _LIKES,
    "favoriteeffects": _LIKES,
    "favoritehashtags": _LIKES,
    "favoritesounds": _LIKES,
    "favoritecomment": _LIKES,
    "followerlist": _PEOPLE,
    "followinglist": _PEOPLE,
    "follower": _PEOPLE,
    "following": _PEOPLE,
    "block": _PEOPLE,
    "blocklist": _PEOPLE,
    "profileviews": _PEOPLE,
    "searchhistory": _SEARCHES,
    "searches": _SEARCHES,
    "videobrowsinghistory": _WATCHED,
    "watchhistory": _WATCHED,
    "watchlivehistory": _WATCHED,
    "tiktokshopping": _SHOP,
    "tiktokshop": _SHOP,
    "purchasehistory": _SHOP,
    "purchases": _SHOP,
    "income+wallet": _SHOP,
    "incomepluswallettransactions": _SHOP,
    "loginhistory": _DEVICES,
    "status": _DEVICES,
    "mostrecentlocationdata": _DEVICES,
    "adsanddata": _DEVICES,
    "adinterests": _DEVICES,
    "adsvisithistory": _DEVICES,
    "offtiktokactivity": _DEVICES,
    "instantformadsresponses": _DEVICES,
    "autofill": _DEVICES,
    "settings": _SETTINGS,
    "golivesettings": _SETTINGS,
    "watchlivesettings": _SETTINGS,
    "sharehistory": _SHARES,
    "hashtag": _HASHTAGS,
    "stickers": _HASHTAGS,
}


@lru_cache(maxsize=4096)
def folded(key: str) -> str:
    """A key as it is compared: `Recently Deleted Posts` and `RecentlyDeletedPosts` are one."""
    return key.casefold().replace(" ", "").replace("-", "")


def holds(path: Path, is_array: bool) -> Holds | None:
    """What the members of the container at this path are; None for what is not read."""
    tail = tuple(folded(key) for key in path[-3:])
    if len(tail) < 2:
        return None
    section, name = tail[-2:]
    if not is_array:
        return Holds.PROFILE if section in _PROFILES and name == "profilemap" else None
    if "watchlivecomment" in tail or (len(tail) == 3 and tail[0] == "watchlivemap"):
        return Holds.LIVE
    if "story" in tail[:-1]:
        return Holds.POSTS
    return _LISTS.get((section, name))


def outermost(path: Path) -> Path:
    """The two outermost keys that are known: those below may be names that people gave."""
    known = path[1:] if path[:1] == (LOST,) else path
    return known[:2]


def left_out(passed: Iterable[tuple[Path, int]]) -> tuple[LeftOut, ...]:
    """What stands in lists that were passed over, by outermost keys: each sort once, counted."""
    counts: dict[tuple[str, str], int] = {}
    for path, members in passed:
        if members:
            group = _group(path)
            counts[group] = counts.get(group, 0) + members
    return tuple(LeftOut(what, why, count) for (what, why), count in sorted(counts.items()))


def _group(path: Path) -> tuple[str, str]:
    keys = [folded(key) for key in reversed(path)]
    if any(key.startswith("chathistory") for key in keys):
        return _PRIVATE
    return next((_GROUPS[key] for key in keys if key in _GROUPS), _OTHER)
