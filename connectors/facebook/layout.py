"""Where things lie in a Facebook export: its parts by base name and first key, and what is left alone.

The root folder changed three times and lies elsewhere in exports of a Page, so a part is known by its base
name and by what it begins with. Knows nothing of records.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from connectors.archive import Archive
from connectors.errors import SourceError
from connectors.file_names import plain
from connectors.model import ItemKind

HEAD = 32 << 10
"""Bytes of a file that tell what it is; a first post may take most of it."""


class Form(Enum):
    """How a part is built."""

    ENTRIES = "entries"
    """One list of records, whatever they are."""
    ALBUM = "album"
    """One object: an album's name, description and pictures."""
    VERSIONS = "versions"
    """One list of earlier and present texts of edited posts or comments."""


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of part."""

    stem: re.Pattern[str]
    """Its base name without number and ending."""
    key: re.Pattern[str]
    """The first key of a file that wraps its records."""
    holds: str
    """In a word or two, for the person who imports it."""
    kind: ItemKind
    surface: str
    """Where on Facebook its items stand; empty for the owner's own timeline, and for what says so itself."""
    form: Form = Form.ENTRIES
    is_own_name: bool = True
    """Whether no other platform has files of this name."""


def _sort(
    stem: str,
    key: str,
    holds: str,
    kind: ItemKind,
    surface: str = "",
    form: Form = Form.ENTRIES,
    is_own_name: bool = True,
) -> Sort:
    return Sort(re.compile(stem), re.compile(f"(?:{key})(?:_v2)?"), holds, kind, surface, form, is_own_name)


_POST, _COMMENT, _CAPTION = ItemKind.POST, ItemKind.COMMENT, ItemKind.CAPTION
SORTS = (
    _sort(r"(?:your|profile)_posts(?:__?check_ins__?photos_and_videos)?", "status_updates", "posts", _POST),
    _sort(
        "posts_on_other_pages_and_profiles", ".*posts.*", "posts on others' pages", _POST, "another's page"
    ),
    _sort("posts_from_apps_and_websites", "app_posts", "posts by way of apps", _POST, "app"),
    _sort(
        "group_posts_and_comments|your_posts(?:_and_comments)?_in_groups",
        "group_posts",
        "posts in groups",
        _POST,
        "group",
    ),
    _sort(
        "your_pending_posts_in_groups", "pending_posts", "posts waiting in groups", _POST, "group, waiting"
    ),
    _sort("anonymous_posts_you.{0,3}ve_written", "anonymous.*", "anonymous posts", _POST, "group, anonymous"),
    _sort("(?:your_)?notes", "notes", "notes", _POST, "note", is_own_name=False),
    _sort("(?:your_)?events", "your_events", "your events", _POST, "event", is_own_name=False),
    _sort("comments", "comments", "comments", _COMMENT, is_own_name=False),
    _sort("your_comments_in_groups", "group_comments", "comments in groups", _COMMENT, "group"),
    _sort("your_reels", "lasso_videos", "reels", _CAPTION, "reel"),
    _sort("archived_stories", "archived_stories", "stories", _CAPTION, "story"),
    _sort("archive", "archive", "archived posts", _POST, "archived", is_own_name=False),
    _sort("trash", "trash", "deleted posts", _POST, "deleted", is_own_name=False),
    _sort("(?:your_)?videos", "videos", "videos", _CAPTION, "video", is_own_name=False),
    _sort(
        "(?:your_)?(?:uncategorized_)?photos",
        "(?:other_)?photos",
        "pictures",
        _CAPTION,
        "picture",
        is_own_name=False,
    ),
    _sort(r"\d{1,6}", "name|photos", "an album", _CAPTION, "picture", Form.ALBUM, is_own_name=False),
    _sort(
        "edits_you_made_to_posts",
        ".*edits.*",
        "versions of posts",
        _POST,
        "version of a post",
        Form.VERSIONS,
    ),
    _sort(
        "your_comment_edits",
        ".*edits.*",
        "versions of comments",
        _COMMENT,
        "version of a comment",
        Form.VERSIONS,
    ),
)
"""In the order in which they are read: of what stands in two, the first is taken."""
DELETED = "deleted"

_PART = re.compile(r"(?P<stem>.*?)(?:_(?P<number>\d{1,6}))?\.json")
_TOP = re.compile(r'[\ufeff\s]*(?:\[|\{\s*"(?P<key>[^"]{1,100})")')
_ENTRY = re.compile(
    r'"(?:data|attachments|label_values|uri|timestamp|creation_timestamp|description|text)"\s*:'
)
_TIMELINE = re.compile(r'"(?:data|attachments|label_values)"\s*:')
_PHOTOS = re.compile(r'"photos"\s*:\s*\[')
_ELSEWHERE = re.compile(r"(?:^|/)(?:your_instagram_activity|threads|messages)/")
TREE = r"(?:your_facebook_activity|(?:your|this_profile.{0,3}s)_activity_across_facebook)"
_IN_TREE = re.compile(rf"(?:^|/){TREE}/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PartFile:
    """One file with records of the owner's."""

    name: str
    sort: Sort
    place: int
    """Of its sort in `SORTS`."""
    number: int


@dataclass(frozen=True, slots=True)
class Layout:
    """What of an archive is read."""

    parts: tuple[PartFile, ...] = ()
    profile: str | None = None
    strange: tuple[str, ...] = ()
    """Files that are called like parts and begin like none."""

    @property
    def names(self) -> list[str]:
        """Everything that is read."""
        return [*(part.name for part in self.parts), *((self.profile,) if self.profile else ())]


def survey(archive: Archive) -> Layout:
    """Find what is of Facebook's; empty where the archive is no Facebook export."""
    strong: list[PartFile] = []
    weak: list[PartFile] = []
    strange: list[str] = []
    profile = None
    for name in archive.names:
        base = plain(name)
        if not base.endswith(".json") or _ELSEWHERE.search(name):
            continue
        if base == "profile_information.json":
            profile = profile or (name if _top(_head(archive, name)) in ("profile_v2", "profile") else None)
            continue
        part = _part(name, base)
        if part is not None:
            head = _head(archive, name)
            if _is_telling(part, head):
                strong.append(part)
            elif _may_be(part, head):
                weak.append(part)
            elif part.sort.is_own_name or (_top(head) is None and _IN_SECTION.search(name)):
                strange.append(name)
    if not strong and not profile and not any(_IN_TREE.search(part.name) for part in weak):
        return Layout()
    parts = sorted((*strong, *weak), key=lambda each: (each.place, each.number, each.name))
    return Layout(tuple(parts), profile, tuple(strange))


def html_form(names: Iterable[str]) -> bool:
    """Whether the names are those of the form that can't be read."""
    return any(_HTML.search(name) for name in names)


def empty_form(names: Iterable[str]) -> bool:
    """Whether it is an export of which every section that could hold something of the owner's is empty."""
    return any(_EMPTY.search(name) for name in names)


_SECTIONS = "posts|comments_and_reactions|comments|groups|profile_information|stories|reels|short_videos"
_IN_SECTION = re.compile(
    rf"(?:^|/)(?:{TREE}|{_SECTIONS}|photos_and_videos|events|other_activity)/", re.IGNORECASE
)
_HTML = re.compile(
    rf"(?:^|/){TREE}/.*\.html$"
    rf"|(?:^|/)(?:{_SECTIONS}|photos_and_videos)/(?:your_|comments|group_posts|profile_)[^/]*\.html$"
    r"|(?:^|/)(?:your_posts(?:__check_ins__photos_and_videos)?(?:_\d+)?|posts_on_other_pages_and_profiles)"
    r"(?: ?\(\d+\))?\.html$",
    re.IGNORECASE,
)
_EMPTY = re.compile(rf"(?:^|/)(?:{TREE}/.*|comments_and_reactions/)no-data\.txt$", re.IGNORECASE)


def _part(name: str, base: str) -> PartFile | None:
    found = _PART.fullmatch(base)
    if found is None:
        return None
    for place, sort in enumerate(SORTS):
        if sort.stem.fullmatch(found["stem"]):
            number = found["stem"] if sort.form is Form.ALBUM else found["number"]
            return PartFile(name, sort, place, int(number or 0))
    return None


def _head(archive: Archive, name: str) -> str:
    try:
        return archive.read(name, HEAD).decode("utf-8", "replace")
    except SourceError:
        return ""


def _top(head: str) -> str | None:
    """The first key; empty for a list, None for anything else."""
    found = _TOP.match(head)
    return (found["key"] or "") if found else None


def _is_telling(part: PartFile, head: str) -> bool:
    """Whether a file can only be Facebook's."""
    top, sort = _top(head), part.sort
    if top is None:
        return False
    if sort.form is Form.ALBUM:
        return bool(_IN_TREE.search(part.name)) and bool(_PHOTOS.search(head))
    if top and sort.key.fullmatch(top):
        return bool(_ENTRY.search(head)) and (sort.is_own_name or top.endswith("_v2") or _is_comment(head))
    return sort.is_own_name and bool(_TIMELINE.search(head))


def _is_comment(head: str) -> bool:
    return '"comment"' in head and '"data"' in head


def _may_be(part: PartFile, head: str) -> bool:
    """Whether a file is Facebook's where others lie beside it: a list, a known key, or a record alone."""
    top, sort = _top(head), part.sort
    if sort.form is Form.ALBUM:
        return top is not None and bool(_PHOTOS.search(head))
    return top is not None and (not top or bool(sort.key.fullmatch(top)) or bool(_ENTRY.match(f'"{top}":')))
