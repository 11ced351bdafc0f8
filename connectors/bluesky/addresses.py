"""Bluesky's addresses: `at://` ones, the web pages they stand on, and the times inside record keys. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_DID = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]{1,2000}")
_AT = re.compile(r"at://([^/\s]{1,2100})/([A-Za-z0-9.-]{1,317})/([A-Za-z0-9._:~-]{1,512})")
_PAGES = {
    "app.bsky.feed.post": "https://bsky.app/profile/{}/post/{}",
    "app.bsky.feed.generator": "https://bsky.app/profile/{}/feed/{}",
    "app.bsky.graph.list": "https://bsky.app/profile/{}/lists/{}",
    "app.bsky.graph.starterpack": "https://bsky.app/starter-pack/{}/{}",
}
_TID = re.compile(r"[2-7a-j][2-7a-z]{12}")
_TID_DIGITS = str.maketrans("234567abcdefghijklmnopqrstuvwxyz", "0123456789abcdefghijklmnopqrstuv")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def is_did(text: object) -> bool:
    """Whether it is an account's unchanging id, such as `did:plc:…`."""
    return isinstance(text, str) and _DID.fullmatch(text) is not None


def page(did: str, collection: str, key: str) -> str | None:
    """The web page of a record; None where it has none."""
    form = _PAGES.get(collection)
    return form.format(did, key) if form else None


def page_of(address: str) -> str | None:
    """The web page of the record at an `at://` address; None where it has none or the address is broken."""
    found = _AT.fullmatch(address)
    return page(*found.groups()) if found else None


def key_time(key: str) -> datetime | None:
    """The moment in a record key or revision, as the program that made it set it; None for other keys.

    Source: AT Protocol's record key specification; 53 bits of microseconds before 10 of the clock's number.
    """
    if not _TID.fullmatch(key):
        return None
    return _EPOCH + timedelta(microseconds=int(key.translate(_TID_DIGITS), 32) >> 10)


def record_path(address: object, did: str) -> str | None:
    """`collection/record key` of an account's own record; None for other addresses."""
    found = _AT.fullmatch(address) if isinstance(address, str) else None
    return f"{found[2]}/{found[3]}" if found and found[1] == did else None
