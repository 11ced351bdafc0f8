"""A title in the display name that the stated role does not explain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.engine.patterns import lazy
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, Tier

_DOCTOR = lazy(r"(?<!\w)(?:dr|doctor|dra)(?!\w)", re.IGNORECASE)
_EARNED = lazy(
    r"(?<!\w)(?:ph\.?d|dnp|pharmd|dpt|psyd|dc|dds|dmd|dvm|edd|aud|od|md|do|mbbs|mbchb)(?!\w)", re.IGNORECASE
)
_OTHER_ROLE = lazy(
    r"nurse|paramedic|\bemt\b|technic|technolog|assistant|dietit|nutrition|midwife|radiograph|"
    r"phlebotom|counsell?or|chaplain|reception"
    r"|hygienist|therapist|student|carer|dispatcher|administrator"
)


def find(reading: Reading) -> Iterator[Match]:
    """One note where "Dr" stands beside a role that does not usually carry it."""
    name, role = reading.account.display_name, reading.owner.role.lower()
    if (
        _DOCTOR.search(name)
        and _OTHER_ROLE.search(role)
        and not _EARNED.search(name + " " + reading.account.bio)
    ):
        yield Match((), "The display name says doctor; the role given does not explain it.", 0.5)


RULE = Rule(
    id="disclaimer/credentials",
    version=1,
    category=Category.DISCLAIMER,
    severity=Severity.INFO,
    tier=Tier.STANDARDS,
    title="A title that readers may misunderstand",
    why="Readers weigh a claim by who makes it; a title needs the degree or profession beside it.",
    citations=("gmc-2024-trust",),
    remedy="Put the degree or profession behind the name.",
    find=find,
    scope="bio",
    examples=(Example("Night shifts and noodles.", False, kind="bio"),),
)
