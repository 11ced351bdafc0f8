"""What of LinkedIn's export is left alone, and why. Knows names of files only."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from posixpath import basename

from connectors.linkedin.layout import key
from connectors.model import LeftOut

_PRIVATE = "private messages are never taken in"
_THEIRS = "other people's words"
_CONTACTS = "other people's data"
_UNSEEN = "nobody else sees it"
_PROFILE = "not read: look at them on your profile"
_UNKNOWN = "not known, so not read: look whether it holds words of yours"
_NAMED = 10
"""Unknown files that are named; more are counted."""
_WHY = tuple(
    (re.compile(pattern), LeftOut(what, why))
    for pattern, what, why in (
        (r"(guide|learningcoach|learningroleplay|coach)?messages", "direct messages", _PRIVATE),
        (r"(imported)?contacts|connections|invitations", "contacts and invitations", _CONTACTS),
        (r"recommendationsreceived|endorsementreceivedinfo", "what others wrote of you", _THEIRS),
        (r"reactions|votes|endorsementgiveninfo|(group)?likes", "reactions and votes", "no words of yours"),
        (
            r"(company|member|hashtag)follows|companiesfollowed|events",
            "follows and events",
            "no words of yours",
        ),
        (
            r"positions|education|skills|languages|certifications|courses|honors|patents|projects|publications"
            r"|organizations|volunteering|causesyoucareabout|testscores|services.*|providers",
            "other sections of your profile",
            _PROFILE,
        ),
        (r"adtargeting|adsclicked|lanads.*|inferences.*", "advertising data", _UNSEEN),
        (r"searchqueries|savedjobalerts|saveditems", "searches and saved items", _UNSEEN),
        (r"job.*|savedjobs|onlinejob.*|talent.*", "job applications", _UNSEEN),
        (
            r"emailaddresses|phonenumbers|whatsappphonenumbers|registration|receipts.*|logins"
            r"|securitychallenges|accountstatushistory|(verified|verification).*|learning.*"
            r"|providerinformation|privateidentityasset.*|digitalsignatures?|trusted.*",
            "account data",
            _UNSEEN,
        ),
    )
)
_FOLDERS = {
    "jobs": LeftOut("job applications", _UNSEEN),
    "verifications": LeftOut("account data", _UNSEEN),
    "services marketplace": LeftOut("other sections of your profile", _PROFILE),
}
_WORDS = (".csv", ".html", ".htm", ".txt", ".json", ".xlsx", ".docx")


def left_out(names: Iterable[str], read: Collection[str]) -> tuple[LeftOut, ...]:
    """A word and a reason for every file with words in it that is not `read`."""
    reasons: dict[LeftOut, None] = {}
    unknown: list[str] = []
    for name in names:
        if name in read or not name.lower().endswith(_WORDS):
            continue
        if reason := _reason(name):
            reasons[reason] = None
        else:
            unknown.append(basename(name))
    more = len(unknown) - _NAMED
    rest = (LeftOut("more files that are not known", _UNKNOWN, more),) if more > 0 else ()
    return (*reasons, *(LeftOut(name, _UNKNOWN) for name in unknown[:_NAMED]), *rest)


def _reason(name: str) -> LeftOut | None:
    known = key(name)
    for pattern, reason in _WHY:
        if pattern.fullmatch(known):
            return reason
    return _FOLDERS.get(name.lower().split("/")[-2]) if "/" in name else None
