"""The values that connectors hand over: owner, account, profile, item, media.

Frozen, and free of any platform's JSON; what a platform said that has no field here is kept in `Item.extra`.
Knows nothing of auditing and nothing of storage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Use(StrEnum):
    """What the owner uses an account for."""

    PROFESSIONAL = "professional"
    PERSONAL = "personal"
    MIXED = "mixed"
    UNSET = "unset"


class ItemKind(StrEnum):
    """What sort of text an item is. `bio` stands for the account's profile, which is read like an item."""

    POST = "post"
    REPLY = "reply"
    COMMENT = "comment"
    CAPTION = "caption"
    REPOST = "repost"
    BIO = "bio"


@dataclass(frozen=True, slots=True)
class Owner:
    """The person whose accounts these are. Empty strings and tuples mean: not said."""

    name: str = ""
    role: str = ""
    employers: tuple[str, ...] = ()
    city: str = ""
    conflicts: tuple[str, ...] = ()
    """Interests as the owner words them, such as "Medtronic (consulting)"."""
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Account:
    """One handle on one platform."""

    platform: str
    """A lower-case word: `x`, `mastodon`, `google`, …"""
    handle: str
    """As the platform shows it; compare with `same_handle`."""
    use: Use = Use.UNSET
    remote_id: str | None = None
    """The platform's own, unchanging id of the account, where the source tells it."""
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """What an account says of itself at one moment."""

    display_name: str = ""
    bio: str = ""
    location: str = ""
    website: str = ""
    observed_at: datetime | None = None
    """When the source was made; None where it does not say."""
    is_name_only: bool = False
    """Whether the source tells the name alone; then an empty bio says nothing about the bio."""


@dataclass(frozen=True, slots=True)
class Media:
    """A file or address that an item shows."""

    path: str | None = None
    """Its name inside the export."""
    url: str | None = None
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One post, reply, comment, caption or repost of the owner's."""

    id: str
    """The platform's id; where it gives none, an id that the importer derives and repeats at every import."""
    kind: ItemKind
    text: str
    created_at: datetime | None = None
    """Aware and in UTC; naive where the source names no time zone; None where it gives no time."""
    parent_text: str | None = None
    parent_id: str | None = None
    url: str | None = None
    media: tuple[Media, ...] = ()
    has_platform_id: bool = True
    """Whether `id` is the platform's own, so that its API could delete the item."""
    deleted_at: datetime | None = None
    """When the platform says that the owner deleted it; such an item is never offered for deletion."""
    extra: Mapping[str, object] = field(default_factory=dict)
    """Fields of the source that have no place here, JSON values only."""


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """An account with its profile, as an export or API tells it. Items that follow belong to it."""

    account: Account
    profile: Profile | None


@dataclass(frozen=True, slots=True)
class Unread:
    """Something in a source that could not be read; the rest was kept."""

    part: str
    """The file inside the source, never text of a post."""
    reason: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something in a source that is left alone on purpose."""

    what: str
    """Such as "direct messages"; never text of a post."""
    why: str
    count: int | None = None
    """How many; None where nobody counted."""


Record = Owner | AccountRecord | Item | Unread | LeftOut
"""What an importer yields, in order: an AccountRecord comes before its items."""


def same_handle(one: str, other: str) -> bool:
    """Whether two handles name one account: `@Ada` and `ada` do."""
    return one.strip().lstrip("@").casefold() == other.strip().lstrip("@").casefold()
