"""An old post's finding is told its age and keeps its severity; new posts and clean old ones say nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from auditor.model import Severity
from connectors.model import Owner

RULE = "conduct/old-post"
DERISION = "Frequent flyers should get a punch card at triage."
OWNER = Owner(name="Nina Falkvard", role="nurse")
OLD, NEW = datetime(2014, 5, 2, tzinfo=UTC), datetime(2026, 5, 2, tzinfo=UTC)


def aged(by_rules, text: str, posted: datetime | None, owner: Owner = OWNER, bio: str = ""):
    found = {f.rule: f for f in by_rules(text, posted=posted, owner=owner, bio=bio)}
    return found.get(RULE), found


@pytest.mark.parametrize(
    "text",
    [
        DERISION,
        "Everyone go tell her what you think, flood her replies, no mercy",
        "The mayor's brother came in last night, yellow as a lemon. No names, but the whole town knows.",
    ],
)
def test_old_finding_is_told_its_age(by_rules, text):
    note, found = aged(by_rules, text, OLD)
    _, fresh = aged(by_rules, text, NEW)

    assert note is not None
    assert note.severity is Severity.INFO
    assert {r: f.severity for r, f in found.items() if r != RULE} == {r: f.severity for r, f in fresh.items()}


@pytest.mark.parametrize(
    ("text", "posted"),
    [
        (DERISION, NEW),
        (DERISION, None),
        (DERISION, datetime(2022, 1, 1)),  # sources without a zone give such
        ("Lovely walk today.", OLD),
        ("Our management has cut night staffing again, four nurses for 32 beds", OLD),
    ],
)
def test_new_undated_or_clean_posts_say_nothing(by_rules, text, posted):
    assert aged(by_rules, text, posted)[0] is None


@pytest.mark.parametrize(
    ("owner", "bio"),
    [
        (replace(OWNER, role="nurse (qualified 2024)"), ""),
        (OWNER, "RN since 2024. Cats."),
        (OWNER, "Class of 2024, finally."),
        (replace(OWNER, extra={"licensed": "2024-09-01"}), ""),
    ],
)
def test_before_qualifying_counts_whatever_the_age(by_rules, owner, bio):
    posted = datetime(2023, 2, 1, tzinfo=UTC)
    note, _ = aged(by_rules, DERISION, posted, owner, bio)

    assert note is not None
    assert "qualified" in note.reason
    assert aged(by_rules, DERISION, posted)[0] is None
