"""A title used as authority for a health claim on an account that bears no name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from auditor.engine import lexicon
from auditor.engine.cues.advice import health_words
from auditor.engine.cues.phrases import word_set
from auditor.engine.patterns import Worded, lazy
from auditor.engine.reading import Reading
from auditor.engine.recognizers.names import own_words
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.words import listed
from auditor.model import Category, Severity, SpanType, Tier

_TITLE = (
    r"doctor|nurse|physician|surgeon|midwife|pharmacist|paramedic|dentist|gp|rn|np|pa|physio(?:therapist)?"
    r"|anaesthetist|anesthesiologist|paediatrician|pediatrician|cardiologist|psychiatrist|dermatologist"
    r"|radiologist|oncologist|neurologist|dietitian|er doc|ed doc|medic|doc"
)
_CLAIMED = Worded(
    listed("here speaking"),
    lazy(
        rf"\b(?:{_TITLE}) (?:here\b|speaking\b)|\bspeaking as (?:a|an|your) (?:[\w-]+ ){{0,2}}(?:{_TITLE})\b"
    ),
)
_LETTERS = lazy(r"[^\W\d_]{3,}")


def find(reading: Reading) -> Iterator[Match]:
    """One note where a title stands for the author and neither handle, name nor bio tells who that is."""
    claimed = [match.span() for match in _CLAIMED.find(reading.text)]
    if not claimed or not _is_clinical(reading):
        return
    account = reading.account
    if not is_named(account.display_name, account.handle, account.bio, reading.owner.name):
        yield Match(
            tuple(reading.span(start, end, SpanType.PHRASE) for start, end in claimed[:4]),
            "It speaks with a title's authority, and nothing on the account says whose.",
            0.5,
        )


def _is_clinical(reading: Reading) -> bool:
    clinical = reading.text.words & word_set("health", "clinical")
    return health_words(reading.text) + len(clinical) > 1


@lru_cache(maxsize=256)
def is_named(display_name: str, handle: str, bio: str, owner: str) -> bool:
    """Whether an account tells who speaks: by a given name as display name, or the owner's name in it."""
    shown = [word.casefold() for word in _LETTERS.findall(display_name)]
    common = lexicon.common_words()
    if any(word in lexicon.first_names() and common.get(word, 0.0) < 4.3 for word in shown):
        return True
    told = re.sub(r"[\d_.-]", " ", f"{display_name} {handle} {bio}").casefold()
    return any(word in told for word in own_words(owner))


RULE = Rule(
    id="disclaimer/anonymous-clinical",
    version=1,
    category=Category.DISCLAIMER,
    severity=Severity.INFO,
    tier=Tier.HOUSEKEEPING,
    title="A title without a name",
    why=(
        "Readers can't weigh a claim that rests on a title nobody can look up, and accounts without a name"
        " are "
        "traced more often than their owners expect. Some have good reasons for having none."
    ),
    citations=("gmc-2024-identity",),
    remedy="Put your name on the account, or leave the title out of the claim. Both are yours to choose.",
    find=find,
    examples=(
        Example("ER nurse here: the fever won't harm your child, the dehydration might.", False),
        Example("Nurse here. The canteen soup is a war crime.", False),
    ),
)
