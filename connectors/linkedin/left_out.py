"""What of LinkedIn's export is left alone, and why. Knows names of files only."""

from __future__ import annotations

import re
from collections.abc import Collection

from connectors.archive import Archive
from connectors.file_names import plain
from connectors.model import LeftOut

_PRIVATE = "private messages are never taken in"
_THEIRS = "other people's words"
_CONTACTS = "other people's data"
_UNSEEN = "nobody else sees it"
_PROFILE = "not read: look at them on your profile"
_WHY = tuple(
    (re.compile(pattern), LeftOut(what, why))
    for pattern, what, why in (
        (r"(guide_|learning_(coach|role_play)_)?messages", "direct messages", _PRIVATE),
        (r"(imported)?contacts|connections|invitations", "contacts and invitations", _CONTACTS),
        (r"recommendations_received|endorsement_received_info", "what others wrote of you", _THEIRS),
        (r"reactions|votes|endorsement_given_info|likes", "reactions and votes", "no words of yours"),
        (r"(company|member)_?follows|hashtag_follows|events", "follows and events", "no words of yours"),
        (r"rich_?media", "the list of your pictures", "LinkedIn's own sentences about them"),
        (
            r"positions|education|skills|languages|certifications|courses|honors|patents|projects|publications"
            r"|organizations|volunteering|causesyoucareabout|test_?scores|services.*",
            "other sections of your profile",
            _PROFILE,
        ),
        (r"ad_?targeting|adsclicked|lan_ads.*|inferences.*", "advertising data", _UNSEEN),
        (r"searchqueries|savedjobalerts|saved_?items", "searches and saved items", _UNSEEN),
        (r"job.*|online_?job.*|talent.*", "job applications", _UNSEEN),
        (
            r"email_?addresses|phone_?numbers|whatsappphonenumbers|registration|receipts.*|logins"
            r"|securitychallenges|accountstatushistory|companies_?followed|verifications?.*|learning.*"
            r"|providerinformation|private_identity_asset.*|digital_?signatures?|trusted.*",
            "account data",
            _UNSEEN,
        ),
    )
)
_FOLDERS = {"jobs": "job applications", "verifications": "account data"}
_UNKNOWN = LeftOut("files that are not known", "not read: look whether they hold words of yours")


def left_out(archive: Archive, read: Collection[str]) -> tuple[LeftOut, ...]:
    """A word and a reason for everything in the archive that is not among the names `read`."""
    found: dict[LeftOut, int] = {}
    for name in archive.names:
        if name in read or not name.lower().endswith((".csv", ".html", ".txt", ".json")):
            continue
        what = _reason(name)
        found[what] = found.get(what, 0) + 1
    unknown = found.pop(_UNKNOWN, 0)
    rest = (LeftOut(_UNKNOWN.what, _UNKNOWN.why, unknown),) if unknown else ()
    return (*found, *rest)


def _reason(name: str) -> LeftOut:
    stem = plain(name).rpartition(".")[0].replace(" ", "")
    for pattern, reason in _WHY:
        if pattern.fullmatch(stem):
            return reason
    folder = name.lower().split("/")[-2] if "/" in name else ""
    return LeftOut(_FOLDERS[folder], _UNSEEN) if folder in _FOLDERS else _UNKNOWN
