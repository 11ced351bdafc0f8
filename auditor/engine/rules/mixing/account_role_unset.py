"""An account of which the owner has not said what it is used for."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, Tier
from connectors.model import Use


def find(reading: Reading) -> Iterator[Match]:
    """One note for an account without a declared use."""
    if reading.account.use is Use.UNSET:
        yield Match(
            (), "You have not said what this account is used for, so mixing could not be looked for.", 0.9
        )


RULE = Rule(
    id="mixing/account-role-unset",
    version=1,
    category=Category.MIXING,
    severity=Severity.INFO,
    tier=Tier.HOUSEKEEPING,
    title="What the account is for is not said",
    why=(
        "Whether a post stands on the wrong account can only be told once the account has a purpose; until "
        "then its posts are read for everything else."
    ),
    citations=("seed-7", "seed-6"),
    remedy="Say it with `audit-tui accounts set-use PLATFORM:@HANDLE professional|personal|mixed`.",
    find=find,
    scope="bio",
    examples=(
        Example("Nurse, cat person.", True, kind="bio", use="unset"),
        Example("Nurse, cat person.", False, kind="bio", use="mixed"),
    ),
)
