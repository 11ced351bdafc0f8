"""An invented clinician, and one call that says which rules of a category flag a text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest

from auditor.engine import AccountContext, Engine, Subject
from auditor.engine.reading import Reading
from auditor.model import Category, Finding, Severity
from connectors.model import Owner, Use

OWNER = Owner(
    name="Nina Falkvard",
    role="emergency nurse",
    employers=("Quillon Ridge Hospital", "Tarn Valley University (honorary lecturer)"),
    city="Oxmere",
    conflicts=("Brindleworks splints (paid speaker)", "Mend Well Online (own course)"),
)

Flag = Callable[..., set[str]]


def findings(
    text: str,
    *,
    use: str = "professional",
    parent: str | None = None,
    kind: str = "post",
    bio: str = "",
    owner: Owner = OWNER,
    handle: str = "@ninaf",
    display_name: str = "Nina F",
    posted: datetime | None = None,
    rules_only: bool = False,
) -> list[Finding]:
    """The findings on one item, or on a bio where `kind` is "bio"; of the rules alone where asked."""
    is_bio = kind == "bio"
    account = AccountContext("x", handle, display_name, Use(use), text if is_bio else bio)
    engine = Engine(owner, (account,), b"tests")
    if is_bio:
        return engine.audit_bio(account)
    subject = Subject("1", kind, text, posted, parent_text=parent)
    if rules_only:
        return engine.first_layer(Reading(subject, account, owner))
    return engine.audit_item(subject, account)


@pytest.fixture
def flag() -> Flag:
    """Ids of the rules of a category that flag a text above severity info."""

    def flagged(category: Category, text: str, **where: object) -> set[str]:
        found = findings(text, **where)  # type: ignore[arg-type]
        return {f.rule for f in found if f.category is category and f.severity is not Severity.INFO}

    return flagged


@pytest.fixture
def audit() -> Callable[..., list[Finding]]:
    """All findings on a text."""
    return findings


@pytest.fixture
def by_rules() -> Callable[..., list[Finding]]:
    """What the rules alone find in a text, whatever the learned layers make of it."""
    return partial(findings, rules_only=True)
