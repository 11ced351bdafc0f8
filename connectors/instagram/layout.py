"""Where things lie in an Instagram export: its parts by base name and first key, and what is left alone.

Folders changed twice (`content/` → `your_instagram_activity/content/` → `…/media/`) and base names repeat
(the statistics hold a `posts.json` and a `reels.json` too), so a part is known by its base name and by what
it begins with. Knows nothing of records.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from connectors.archive import Archive
from connectors.errors import DamagedSource, WrongVariant
from connectors.file_names import plain
from connectors.model import LeftOut

HEAD = 32 << 10
"""Bytes of a file that tell what it is; a first caption may take most of it."""


class Reader(Enum):
    """How the records of a part are read."""

    POSTS = "posts"
    COMMENTS = "comments"
    REPOSTS = "reposts"


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of part."""

    stem: re.Pattern[str]
    """Its base name without number and ending."""
    key: re.Pattern[str]
    """The first key of a file that wraps its records."""
    holds: str
    """In a word or two, for the person who imports it."""
    surface: str
    """Where on Instagram its items stand."""
    reader: Reader = Reader.POSTS


def _sort(stem: str, key: str, holds: str, surface: str, reader: Reader = Reader.POSTS) -> Sort:
    return Sort(re.compile(stem), re.compile(key), holds, surface, reader)


SORTS = (
    _sort("posts", "ig_.*", "posts", "post"),
    _sort("reels", "ig_reels_media", "reels", "reel"),
    _sort("stories", "ig_stories", "stories", "story"),
    _sort("igtv_videos", "ig_igtv_media", "IGTV videos", "igtv"),
    _sort("other_content", "ig_other_media", "other posts", "other"),
    _sort("archived_posts", "ig_archived_post_media", "archived posts", "archived"),
    _sort("profile_photos", "ig_profile_picture", "profile photos", "profile photo"),
    _sort("recently_deleted_content", "ig_recently_deleted_media", "deleted posts", "deleted"),
    _sort("post_comments", "comments_.*", "comments on posts", "comment", Reader.COMMENTS),
    _sort("reels_comments", "comments_.*", "comments on reels", "reel comment", Reader.COMMENTS),
    _sort("hype|story_comments", "comments_.*", "comments on stories", "story comment", Reader.COMMENTS),
    _sort("reposts", "profile_media_reposts", "reposts", "repost", Reader.REPOSTS),
)
"""In the order in which they are read: of a post that stands in two, the first is taken."""

_PART = re.compile(r"(?P<stem>.*?)(?:_(?P<number>\d{1,6}))?\.json")
_TOP = re.compile(r'[\ufeff\s]*(?:\[|\{\s*"(?P<key>[^"]{1,100})")')
_OWN = re.compile(r"media|uri|title|creation_timestamp|timestamp|fbid|label_values|[a-z]+_(?:map|list)_data")
_RECORD = re.compile(r'"(?:media|uri|string_map_data|string_list_data|label_values)"\s*:')
_PROFILES = {
    "personal_information.json": "profile_user",
    "professional_information.json": "profile_business",
    "profile_changes.json": "profile_profile_change",
}
_TREE = "your_instagram_activity"
_TOPS = (_TREE, "content", "comments", "media", "personal_information", "account_information")
_THREADS = re.compile(r"(?:^|/)threads/|(?:^|/)(?:threads_and_replies|archived_threads)[^/]*$")


@dataclass(frozen=True, slots=True)
class PartFile:
    """One file with records of the owner's."""

    name: str
    sort: Sort
    number: int
    is_newer: bool = False
    """Whether it is `posts.json`, which holds again what the numbered files hold, and more."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What of an archive is read."""

    parts: tuple[PartFile, ...]
    profiles: dict[str, str]
    """The files about the account, by the plain name of each."""
    strange: tuple[str, ...] = ()
    """Files that are called like parts and hold neither a list nor an object."""

    @property
    def names(self) -> list[str]:
        """Everything that is read."""
        return [*(part.name for part in self.parts), *self.profiles.values()]


def survey(archive: Archive) -> Layout:
    """Find what is of Instagram's; empty where the archive is no Instagram export."""
    strong: list[PartFile] = []
    weak: list[PartFile] = []
    strange: list[str] = []
    profiles: dict[str, str] = {}
    for name in archive.names:
        if not name.endswith((".json", ".JSON")) or _THREADS.search(name):
            continue
        base = plain(name)
        if base in _PROFILES:
            if _top(_head(archive, name)) == _PROFILES[base]:
                profiles.setdefault(base, name)
            continue
        found = _PART.fullmatch(base)
        sort = next((each for each in SORTS if found and each.stem.fullmatch(found["stem"])), None)
        if sort is None or found is None:
            continue
        head = _head(archive, name)
        is_newer = sort is SORTS[0] and found["number"] is None
        part = PartFile(name, sort, int(found["number"] or 0), is_newer)
        if _is_telling(part, head):
            strong.append(part)
        elif _may_be(part, head):
            weak.append(part)
        elif _top(head) is None:
            strange.append(name)
    if not strong and not profiles and not any(_TREE in part.name for part in weak):
        return Layout((), {})
    order = {id(sort): place for place, sort in enumerate(SORTS)}
    parts = sorted(
        (*strong, *weak), key=lambda each: (order[id(each.sort)], each.is_newer, each.number, each.name)
    )
    return Layout(tuple(parts), profiles, tuple(strange))


def left_out(archive: Archive, layout: Layout) -> tuple[LeftOut, ...]:
    """What of Instagram's lies in the archive and is left alone, a word and a reason each."""
    read, roots = {*layout.names, *layout.strange}, {_root(name) for name in layout.names}
    found: dict[LeftOut, None] = {}
    for name in archive.names:
        if name.endswith((".json", ".JSON")) and name not in read and not _THREADS.search(name):
            inside = next((name[len(root) :] for root in roots if name.startswith(root)), "")
            reason = _reason(inside.lower()) if inside else None
            if reason:
                found[reason] = None
    return tuple(found)


_PRIVATE = "private messages are never taken in"
_THEIRS = "other people's words"
_UNSEEN = "nobody else sees it"
_LEFT_OUT: tuple[tuple[re.Pattern[str], LeftOut], ...] = tuple(
    (re.compile(rf"(?:^|/)(?:{where})"), LeftOut(what, why))
    for where, what, why in (
        ("messages/|message_\\d|message_requests|secret_conversations", "direct messages", _PRIVATE),
        ("likes/|liked_", "likes", _THEIRS),
        ("saved/|saved_", "saved posts", _THEIRS),
        ("story_(?:sticker_)?interactions/", "answers to others' stories", "no text in public"),
        ("contacts/|synced_contacts", "contacts", "other people's data"),
        ("followers_and_following/|followers|following|connections/", "followers and follows", "no posts"),
        ("past_instagram_insights/", "statistics", "no posts"),
        ("recent_searches/|link_history/|.*_searches", "searches", _UNSEEN),
        ("ads_|apps_and_websites|your_topics/", "advertising data", _UNSEEN),
        ("security_and_login|login_and_|device_information/", "logins and devices", _UNSEEN),
        ("preferences/|settings/", "settings", _UNSEEN),
        ("subscriptions/", "subscriptions and reminders", _UNSEEN),
        ("personal_information/|information_about_you/|account_information/", "personal details", _UNSEEN),
        (f"{_TREE}/|logged_information/", "other records of the account", "no posts and no comments"),
    )
)


def _reason(inside: str) -> LeftOut | None:
    return next((reason for pattern, reason in _LEFT_OUT if pattern.search(inside)), None)


def refuse_other_forms(archive: Archive) -> None:
    """Raises: WrongVariant where it is an Instagram export in a form that can't be read."""
    if any(_HTML.search(name) for name in archive.names):
        raise WrongVariant(
            "This is the HTML form of Instagram's export.",
            "Ask for the export again and choose the format JSON, not HTML.",
        )
    for name in archive.names:
        if plain(name) == "media.json" and _OLD_MEDIA.match(_head(archive, name)):
            raise WrongVariant(
                "This is Instagram's export in the form that it had until 2020.",
                "Ask Instagram for a new one, in the format JSON: it goes as far back.",
            )


_HTML = re.compile(
    rf"(?:^|/){_TREE}/(?!threads/).*\.html$"
    r"|(?:^|/)(?:content|comments|media)/(?:posts_\d+|reels|stories|post_comments(?:_\d+)?|reels_comments)\.html$"
    r"|(?:^|/)(?:posts_\d+|post_comments_\d+|reels_comments)(?: ?\(\d+\))?\.html$"
)
_OLD_MEDIA = re.compile(
    r'[\ufeff\s]*\{\s*"(?:photos|videos|stories|profile|direct)"\s*:\s*\[\s*\{'
    r'\s*"(?:caption|taken_at|location|path)"\s*:'
)


def _root(name: str) -> str:
    """The folder in which an export begins, with its `/`; from the name of one of its parts."""
    folders = name.split("/")[:-1]
    at = next((place for place, folder in enumerate(folders) if folder in _TOPS), len(folders))
    return "".join(f"{folder}/" for folder in folders[:at])


def _head(archive: Archive, name: str) -> str:
    try:
        return archive.read(name, HEAD).decode("utf-8", "replace")
    except DamagedSource:
        return ""


def _top(head: str) -> str | None:
    """The first key; empty for a list, None for anything else."""
    found = _TOP.match(head)
    return (found["key"] or "") if found else None


def _is_telling(part: PartFile, head: str) -> bool:
    """Whether a file can only be Instagram's: by its first key, or by a name like `posts_1` and records."""
    top = _top(head)
    if top is None:
        return False
    if top and part.sort.key.fullmatch(top):
        return True
    is_named = part.number > 0 or part.sort.reader is Reader.COMMENTS
    return is_named and _is_record(top) and bool(_RECORD.search(head))


def _may_be(part: PartFile, head: str) -> bool:
    """Whether a file is Instagram's where others lie beside it: a bare list, or one record alone."""
    top = _top(head)
    return top is not None and _is_record(top)


def _is_record(top: str) -> bool:
    """Whether a file that begins so holds a list, or a record without a list."""
    return not top or bool(_OWN.fullmatch(top))
