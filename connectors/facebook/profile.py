"""Turns Facebook's `profile_information.json` into an account, and tells under which names the owner writes.

E-mail addresses, telephone numbers, birth dates, relations and beliefs lie beside and are dropped. The key of
the bio was seen in no real file, so those that can be are tried. Pure; knows nothing of files.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from connectors.facebook.attachments import Json, objects, words
from connectors.model import Account, AccountRecord, Profile

_BIO = re.compile(
    r"(?:profile_|intro_|short_)?(?:bio|biography|intro|about|about_me|about_you|introduction|description)"
)
_BIO_INSIDE = ("text", "value", "bio", "content", "name", "description")
_HANDLE = re.compile(
    r"(?:https?://)?(?:[a-z-]{1,20}\.)?facebook\.com/(?P<handle>[A-Za-z0-9.]{2,80})/?(?:[?#].*)?"
)
_NUMBERED = re.compile(r"(?:https?://)?(?:[a-z-]{1,20}\.)?facebook\.com/profile\.php\?id=(?P<id>\d{1,30})")
_MOST = 20
_MANY, _NEARLY_ALL = 3, 0.7
"""How many comments, and what share of them, a name has to sign to be hers beside the profile's."""


def account(told: object, zip_handle: str, made_at: datetime | None) -> AccountRecord:
    """The account of `told`, what lies under the file's one key; None where there is no such file.

    `zip_handle` is what the export's file name calls the owner: a handle, or the account's number.
    """
    profile = told if isinstance(told, dict) else {}
    address = words(profile.get("profile_uri"))
    numbered, named = _NUMBERED.fullmatch(address), _HANDLE.fullmatch(address)
    handle = words(profile.get("username")).strip()
    if named and not numbered:
        handle = handle or named["handle"]
    remote_id = numbered["id"] if numbered else None
    if zip_handle.isascii() and zip_handle.isdigit():
        remote_id = remote_id or zip_handle
    else:
        handle = handle or zip_handle
    # Without an address of her own Facebook shows the name.
    name = _name(profile.get("name")).strip()
    shown = Account("facebook", f"@{handle.lstrip('@')}" if handle else name, remote_id=remote_id)
    if not profile:
        return AccountRecord(shown, None)
    return AccountRecord(
        shown,
        Profile(
            display_name=name,
            bio="\n".join((*_bio(profile), *_work(profile))),
            location=_name(profile.get("current_city")),
            website=next(_websites(profile.get("websites")), ""),
            observed_at=made_at,
        ),
    )


@dataclass(frozen=True, slots=True)
class OwnNames:
    """The names under which the owner writes, to tell her comments from quoted ones."""

    names: frozenset[str]

    def is_hers(self, author: str) -> bool:
        """Whether a comment by `author` is the owner's; one that names nobody is, since the file is hers."""
        return not author.strip() or not self.names or _plain(author) in self.names


def own_names(told: object, authors: Iterable[str]) -> OwnNames:
    """The names in the profile, and the one that signs nearly all of `authors`.

    `authors`: those of some of the owner's comments; a profile that is missing, or that spells her name
    otherwise than her comments do, must not make her comments somebody else's. Where the profile names her,
    a few comments by another prove nothing.
    """
    profile = told if isinstance(told, dict) else {}
    found = [_name(profile.get("name"))]
    for key in ("previous_names", "other_names"):
        listed = profile.get(key)
        found += (_name(each) for each in (listed if isinstance(listed, list) else ())[:_MOST])
    counts: dict[str, int] = {}
    for author in authors:
        if author.strip():
            counts[author] = counts.get(author, 0) + 1
    if counts:
        first = max(counts, key=lambda author: (counts[author], author))
        is_known, total = any(name.strip() for name in found), sum(counts.values())
        if not is_known or (counts[first] >= _MANY and counts[first] > _NEARLY_ALL * total):
            found.append(first)
    return OwnNames(frozenset(_plain(name) for name in found if name.strip()))


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name[:500]).casefold().split())


def _name(value: object) -> str:
    if isinstance(value, dict):
        return words(value.get("full_name")) or words(value.get("name")) or words(value.get("value"))
    return words(value)


def _bio(profile: Json) -> Iterator[str]:
    said: dict[str, None] = {}
    for key, value in profile.items():
        if not _BIO.fullmatch(key):
            continue
        for each in value if isinstance(value, list) else (value,):
            if isinstance(each, dict):
                each = next((each[inner] for inner in _BIO_INSIDE if isinstance(each.get(inner), str)), "")
            if (text := words(each)).strip():
                said[text] = None
    yield from said


def _work(profile: Json) -> Iterator[str]:
    """Title and employer of each place of work: a profile shows them as it shows the bio."""
    for each in list(objects(profile.get("work_experiences")))[:_MOST]:
        shown = (words(each.get("title")), _name(each.get("employer")), words(each.get("description")))
        if line := ", ".join(part for part in shown if part.strip()):
            yield line


def _websites(value: object) -> Iterator[str]:
    for each in value if isinstance(value, list) else (value,):
        site = words(each.get("address") or each.get("url")) if isinstance(each, dict) else words(each)
        if site.strip():
            yield site
