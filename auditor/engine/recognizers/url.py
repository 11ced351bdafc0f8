"""Finds links and says what sort of page they lead to; knows nothing of who posted them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.engine.marks import Mark, MarkKind
from auditor.engine.patterns import lazy

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

_URL = lazy(
    r"(?:https?://|www\.)[^\s<>\"]{1,400}"
    r"|\b(?:[a-z0-9-]{1,40}\.){1,3}(?:com|org|net|co|me|uk|ca|au|io|fund|health|care|family|page|link)"
    r"(?:/[^\s<>\"]{0,200})?(?![a-z0-9])"
)
_DOT_INSIDE = lazy(r"\.[^\s<>\"]")
_IP = lazy(r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])")
_SORTS = (
    (
        "fundraiser",
        (
            "gofundme",
            "givesendgo",
            "justgiving",
            "fundly",
            "crowdfund",
            "ketto",
            "milaap",
            "gofund",
            "mealtrain",
            "takethemameal",
            "givebutter",
            "chuffed.org",
            "fundrazr",
            "launchgood",
            "backabuddy",
        ),
    ),
    (
        "journal",
        ("caringbridge", "caringbridge.org", "mylifeline", "carepages", "postmygroups", "lotsahelpinghands"),
    ),
    (
        "obituary",
        (
            "legacy.com",
            "obituar",
            "tributes",
            "dignitymemorial",
            "everloved",
            "forevermissed",
            "rip.ie",
            "funeralnotice",
            "memorial",
            "echovita",
            "in-memoriam",
            "funeral",
        ),
    ),
    (
        "portal",
        (
            "mychart",
            "patientportal",
            "patient-portal",
            "healow",
            "athenahealth",
            "followmyhealth",
            "patientaccess",
        ),
    ),
    (
        "share",
        (
            "drive.google",
            "dropbox.com",
            "onedrive",
            "wetransfer",
            "icloud.com/",
            "docs.google",
            "box.com/s",
            "/dicom",
            "pacs.",
            "imgur.com",
            "photos.app.goo",
            "photos.google",
        ),
    ),
    (
        "profile",
        (
            "facebook.com/",
            "fb.com/",
            "instagram.com/",
            "linkedin.com/in",
            "tiktok.com/@",
            "x.com/",
            "twitter.com/",
            "threads.net/@",
            "snapchat.com/add",
        ),
    ),
)


def find(reading: Reading) -> Iterator[Mark]:
    """Links, each with its sort: fundraiser, journal, obituary, portal, share, profile, other or ip."""
    folded = reading.text.folded
    if _DOT_INSIDE.search(folded) is None and "://" not in folded:
        return
    for match in _URL.finditer(folded):
        if match.start() and folded[match.start() - 1] == "@":
            continue
        yield Mark(match.start(), match.end(), MarkKind.URL, _sort(match.group()))
    for match in _IP.finditer(folded):
        yield Mark(match.start(), match.end(), MarkKind.URL, "ip")


def _sort(address: str) -> str:
    for sort, parts in _SORTS:
        if any(part in address for part in parts):
            return sort
    return "other"
