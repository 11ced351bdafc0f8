"""The longest own-views statement that a bio still takes; the bio itself stays as it is, credentials first.

Knows lengths and limits; what a bio lacks is for the rules to say.
"""

from __future__ import annotations

import re

from auditor.engine import disclaimers
from auditor.engine.engine import Engine
from auditor.engine.patterns import lazy
from auditor.engine.reading import AccountContext
from auditor.engine.rewriting.model import CLEAR, Score, Suggestion, SuggestionKind
from auditor.engine.rewriting.scores import score_of
from auditor.engine.words import listed
from auditor.model import Category

_JOINT = " "
_PART = lazy(r"[^.|•·,;/\n]+[.|•·,;/\n]*\s*")
_CLAIM = lazy(
    r"\b(?:RN|MD|DO|NP|PA|PhD|DNP|FACS|FRCS|MRCP|FACEP|CEN|CCRN|BSN|MSN|MBBS|MBChB|PharmD|DDS|DMD|RM|LPN|CNA|OT|PT"
    r"|DPT|EMT|CRNA)\b"
)
_CREDENTIAL_WORDS = listed(
    "nurse doctor physician surgeon resident fellow consultant registrar midwife pharmacist paramedic"
    " dentist dermatologist paediatrician pediatrician cardiologist anaesthetist anesthesiologist"
    " psychiatrist  therapist hospital clinic university professor board-certified certified views"
    " opinions advice disclosures"
)
_FEWEST = 4
_LINK = 23
"""Characters kept free for an address, as X counts one."""


def with_statement(engine: Engine, account: AccountContext) -> Suggestion:
    """The bio with the longest statement that fits behind it, and how many characters then remain."""
    before = score_of(engine.audit_bio(account), Category.DISCLAIMER)
    chosen = disclaimers.longest_fitting(account.platform, account.bio, _fitting(engine, account))
    if chosen is None:
        return Suggestion(SuggestionKind.BIO, None, before, None, remarks=_what_to_shorten(account))
    return _extended(engine, account, before, Category.DISCLAIMER, chosen)


def with_disclosure(engine: Engine, account: AccountContext) -> Suggestion:
    """The bio with a line for the owner's ties; the page that lists them is hers to name."""
    before = score_of(engine.audit_bio(account), Category.COI)
    line = disclaimers.statements().disclosure["bio"].format(name="your link")
    left = disclaimers.remaining(account.platform, account.bio)
    over = 0 if left is None else len(_JOINT) + len(line) - len("your link") + _LINK - left
    if over > 0:
        said = (f"Shorten the bio by {over} characters to make room for “{line}”.",)
        return Suggestion(SuggestionKind.BIO, None, before, None, remarks=said)
    told = f"Put the address of a page that lists your ties in place of “your link”; it takes some {_LINK}."
    return _extended(engine, account, before, Category.COI, line, told)


def _extended(
    engine: Engine, account: AccountContext, before: Score, category: Category, line: str, *remarks: str
) -> Suggestion:
    bio = f"{account.bio.rstrip()}{_JOINT}{line}" if account.bio.strip() else line
    after = score_of(engine.audit_bio(_with(account, bio)), category)
    measured = disclaimers.measure(bio, account.platform)
    said = list(remarks)
    if after.key >= before.key and before != CLEAR:
        said.append("The bio is still flagged with it.")
    if measured.graphemes != measured.code_points:
        said.append(
            f"It counts {measured.graphemes} characters as seen and {measured.code_points} code points;"
            " a platform may count either."
        )
    return Suggestion(
        SuggestionKind.BIO,
        bio,
        before,
        after,
        remarks=tuple(said),
        addition=line,
        length=measured.counted,
        remaining=disclaimers.remaining(account.platform, bio),
    )


def _fitting(engine: Engine, account: AccountContext) -> list[str]:
    """The statements that are true of this owner: those for everyone, and those with her own facts."""
    known, bio = disclaimers.statements(), account.bio
    chosen = list(known.views)
    for credential, line in known.views_with_credential.items():
        said = re.compile(rf"\b{credential}\b")
        if said.search(engine.owner.role) and not said.search(f"{bio} {account.display_name}"):
            chosen.append(line)
    for employer in engine.owner.employers:
        if employer.strip() and employer.casefold() in bio.casefold():
            chosen.append(known.views_of_employer.format(name=employer.strip()))
    return chosen


def _what_to_shorten(account: AccountContext) -> tuple[str, ...]:
    """How many characters have to go, and a part of the bio that says no credential and is long enough."""
    shortest = min(disclaimers.TEMPLATES, key=len)
    left = disclaimers.remaining(account.platform, account.bio) or 0
    lacking = disclaimers.length(shortest, account.platform) + len(_JOINT) - left
    said = f"No statement fits. Shorten the bio by {lacking} characters to make room for “{shortest}”."
    for part in sorted(_PART.findall(account.bio), key=len):
        if disclaimers.length(part, account.platform) >= lacking and _may_go(part):
            return said, f"Leaving out “{part.strip()}” would do."
    return (said,)


def _may_go(part: str) -> bool:
    words = {word.strip(".,;:!").casefold() for word in part.split()}
    return len(part.strip()) >= _FEWEST and not _CLAIM.search(part) and words.isdisjoint(_CREDENTIAL_WORDS)


def _with(account: AccountContext, bio: str) -> AccountContext:
    return AccountContext(
        platform=account.platform,
        handle=account.handle,
        display_name=account.display_name,
        use=account.use,
        bio=bio,
        location=account.location,
        other_handles=account.other_handles,
    )
