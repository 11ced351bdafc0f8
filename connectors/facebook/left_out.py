"""What lies in a Facebook export and is left alone, a word and a reason each. Knows nothing of records."""

from __future__ import annotations

import re

from connectors.archive import Archive
from connectors.facebook.layout import TREE
from connectors.model import LeftOut

_PRIVATE = "private messages are never taken in"
_THEIRS = "other people's words"
_ACCOUNTS = "other people's accounts"
_UNSEEN = "nobody else sees it"
_BY_HAND = "their form is not known; look through them on Facebook"
_NO_WORDS = "no words of yours"
_LEFT_OUT: tuple[tuple[re.Pattern[str], LeftOut], ...] = tuple(
    (re.compile(rf"(?:^|/)(?:{where})"), LeftOut(what, why))
    for where, what, why in (
        ("messages/|message_\\d|your_group_messages|community_chats", "direct messages", _PRIVATE),
        ("dating/|facebook_dating", "Facebook Dating", _PRIVATE),
        ("other_people.{0,3}s_posts|posts_you.{0,3}ve_been_tagged", "posts by others", _THEIRS),
        (
            "likes_and_reactions|reactions|story_reactions|pokes",
            "reactions and pokes",
            _NO_WORDS,
        ),
        (
            "friends|followers|connections/|friends_and_followers/|following",
            "friends and followers",
            _ACCOUNTS,
        ),
        ("saved_items|collections", "saved items", _THEIRS),
        (
            "groups/your_answers|.*membership_questions",
            "answers to groups' questions",
            "only a group's administrators see them",
        ),
        ("groups/", "memberships of groups", _NO_WORDS),
        ("events/", "invitations to events and answers", _NO_WORDS),
        ("polls/|.*poll_votes", "votes in polls", _NO_WORDS),
        ("marketplace|facebook_marketplace|.*items_s(?:old|elling)", "offers for sale", _BY_HAND),
        ("fundraisers/|facebook_payments|payment", "payments and fundraisers", _UNSEEN),
        ("pages/", "pages that are liked or followed", _NO_WORDS),
        ("(?:your_)?search|search/|recent_searches|link_history", "searches", _UNSEEN),
        ("ads_|ad_|ads/|apps_and_websites|business_interactions|your_topics", "advertising data", _UNSEEN),
        ("security_and_login|.*logins?_|account_activity|device", "logins and devices", _UNSEEN),
        ("location|your_places|places_", "places", _NO_WORDS),
        ("preferences|settings|feed|notifications|privacy_checkup", "settings", _UNSEEN),
        ("gaming/|instant_games|facebook_gaming", "games", _NO_WORDS),
        ("profile_information/|personal_information/|other_personal_information/|about_you/|short_cuts",
         "personal details", "only name, bio, work, town and website are read"),
        ("posts/(?:content_sharing|media_used|birthday_media|photo_effects|facebook_editor|news_articles)"
         "|.*active_days", "links, effects and counts", _NO_WORDS),
        ("other_activity/|(?:other_)?logged_information/", "other records of the account",
         "no posts and no comments"),
    )
)  # fmt: skip
_TOPS = re.compile(
    rf"(?:^|/)(?:{TREE}|ads_information|apps_and_websites_off_of_facebook|connections|logged_information"
    r"|personal_information|preferences|security_and_login_information|posts|comments|comments_and_reactions"
    r"|profile_information|messages|friends|groups|likes_and_reactions|events|stories|photos_and_videos"
    r"|search_history|saved_items|other_activity|about_you|ads|pages|location_history|marketplace)/",
    re.IGNORECASE,
)
_IN_TREE = re.compile(rf"^{TREE}/")
_ELSEWHERE = re.compile(r"(?:^|/)(?:your_instagram_activity|threads)/")


def left_out(archive: Archive, read: frozenset[str]) -> tuple[LeftOut, ...]:
    """What of Facebook's lies in the archive beside the files that are `read`; each sort is named once."""
    found: dict[LeftOut, None] = {}
    for name in archive.names:
        if not name.lower().endswith(".json") or name in read or _ELSEWHERE.search(name):
            continue
        top = _TOPS.search(name)
        if top:
            found[_reason(_IN_TREE.sub("", name[top.start() :].lstrip("/").lower()))] = None
    return tuple(found)


def _reason(inside: str) -> LeftOut:
    """`inside`: the name from Facebook's first folder on, less the one that holds nearly all; lower case."""
    known = (reason for pattern, reason in _LEFT_OUT if pattern.search(inside))
    return next(known, LeftOut("other files", _BY_HAND))
