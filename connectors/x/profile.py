"""Turns what X's archive tells of the account into account records: as it is, and with an earlier bio.

E-mail address, telephone number, birth date and street address lie beside and are dropped. Knows nothing of
posts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from connectors.model import Account, AccountRecord, Profile
from connectors.storable import storable
from connectors.times import iso_time, known_utc
from connectors.x.layout import Manifest
from connectors.x.parts import Json, Parts
from connectors.x.posts import unescaped

ABOUT = (
    *("account", "profile", "screen-name-change", "professional-data", "expanded-profile"),
    *("periscope-profile-description", "periscope-account-information"),
)
"""The data types that are looked at."""
_HANDLES = 100
_LINES = 20
_DEPTH = 6
# Nobody has described `expanded-profile.js`; only fields that are called like a bio are taken for one.
_LIKE_A_BIO = ("bio", "description", "about", "summary", "headline")


@dataclass(frozen=True, slots=True)
class About:
    """What an archive tells of its account."""

    records: tuple[AccountRecord, ...]
    """The account as it is, first; then as it was."""
    read: frozenset[str]
    """The data types of which something could be used."""
    has_bio: bool
    """Whether the file with the bio could be read."""


def about(parts: Parts, manifest: Manifest | None, made_at: datetime | None) -> About:
    """The account of an archive; `made_at` is the manifest's."""
    told = next(parts.few("account"), {})
    described = next((_object(each, "description") for each in parts.few("profile")), None)
    shown, expanded = list(_shown(parts)), list(_expanded(parts))
    name = _text(told, "accountDisplayName") or (manifest.display_name if manifest else "")
    handle = _text(told, "username") or (manifest.handle if manifest else "")
    bio = unescaped(_text(described or {}, "bio"))
    profile = Profile(
        display_name=unescaped(name),
        bio="\n".join(dict.fromkeys(line for line in (bio, *expanded, *shown) if line)),
        location=unescaped(_text(described or {}, "location")),
        website=_text(described or {}, "website"),
        observed_at=made_at,
    )
    before = _earlier_handles(parts)
    account = Account(
        "x",
        f"@{handle}" if handle else "",
        remote_id=_text(told, "accountId") or (manifest.account_id if manifest else "") or None,
        extra={"earlier_handles": before} if before else {},
    )
    has_profile = bool(name or described or profile.bio)
    records = [AccountRecord(account, profile if has_profile else None)]
    earlier = _periscope(parts, made_at)
    if earlier is not None and earlier.bio != bio:
        records.append(AccountRecord(account, earlier))
    used = {
        *("account", "profile", "screen-name-change", "periscope-account-information"),
        *(("professional-data",) if shown else ()),
        *(("expanded-profile",) if expanded else ()),
        *(("periscope-profile-description",) if earlier else ()),
    }
    return About(tuple(records), frozenset(used), described is not None)


def _earlier_handles(parts: Parts) -> list[str]:
    """The handles that the account had before, the oldest first."""
    changes = []
    for each in parts.few("screen-name-change"):
        change = _object(each, "screenNameChange") or each
        if before := _text(change, "changedFrom"):
            changes.append((_text(change, "changedAt"), f"@{before.lstrip('@')}"))
    return list(dict.fromkeys(handle for _, handle in sorted(changes)))[:_HANDLES]


def _shown(parts: Parts) -> Iterator[str]:
    """What a professional account's owner has chosen to show under her name, such as "Category: Doctor"."""
    for each in parts.few("professional-data"):
        categories = each.get("categories")
        for one in categories[:_LINES] if isinstance(categories, list) else ():
            is_shown = isinstance(one, dict) and one.get("setToDisplay") in (True, "true")
            if is_shown and (name := _text(one, "categoryName")):
                yield f"Category: {unescaped(name)}"


def _expanded(parts: Parts) -> Iterator[str]:
    for each in parts.few("expanded-profile"):
        yield from _bios(each, _DEPTH)


def _bios(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in list(value.items())[:_LINES]:
            if isinstance(inner, str) and key.lower() in _LIKE_A_BIO and inner.strip():
                yield unescaped(inner.strip())
            elif depth:
                yield from _bios(inner, depth - 1)
    elif isinstance(value, list) and depth:
        for inner in value[:_LINES]:
            yield from _bios(inner, depth - 1)


def _periscope(parts: Parts, made_at: datetime | None) -> Profile | None:
    """The bio of the day on which X opened a Periscope account; None where its day or words are not told.

    X's README: "account description ported over from the Twitter account when the shell account was created".
    """
    opened = next(parts.few("periscope-account-information"), {})
    said = next(parts.few("periscope-profile-description"), {})
    when = known_utc(iso_time(opened.get("createdAt")))
    bio = unescaped(_text(said, "bio") or _text(said, "description"))
    if not bio or when is None or (made_at is not None and when >= made_at):
        return None
    return Profile(display_name=unescaped(_text(opened, "displayName")), bio=bio, observed_at=when)


def _object(value: Mapping[str, object], key: str) -> Json | None:
    found = value.get(key)
    return found if isinstance(found, dict) else None


def _text(value: Mapping[str, object], key: str) -> str:
    found = value.get(key)
    return storable(found) if isinstance(found, str) else ""
