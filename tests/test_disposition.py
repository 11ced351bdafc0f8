"""What has become of a finding, now and at a moment of the past."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from auditor.disposition import Count, Disposition, at_that_time, is_gone, tally, was_gone
from auditor.model import Category, Outcome, Severity, StoredItem
from connectors.model import Item, ItemKind

WHEN = datetime(2026, 9, 30, 12, tzinfo=UTC)
EARLIER, LATER = WHEN - timedelta(days=1), WHEN + timedelta(days=1)


@pytest.mark.parametrize(
    ("outcome", "is_lapsed", "is_item_gone", "expected"),
    [
        (None, False, False, Disposition.OPEN),
        (Outcome.LATER, False, False, Disposition.LATER),
        (Outcome.KEEP, False, False, Disposition.KEEP),
        (Outcome.FALSE_POSITIVE, False, False, Disposition.FALSE_POSITIVE),
        (Outcome.EDIT, True, False, Disposition.RESOLVED),
        (None, True, False, Disposition.RESOLVED),
        (Outcome.DELETE, False, False, Disposition.DELETE),
        (Outcome.DELETE, True, True, Disposition.GONE),
        (Outcome.KEEP, False, True, Disposition.GONE),
    ],
)
def test_what_is_known_of_the_item_goes_before_what_was_decided(
    outcome: Outcome | None, is_lapsed: bool, is_item_gone: bool, expected: Disposition
) -> None:
    assert at_that_time(outcome, is_lapsed=is_lapsed, is_item_gone=is_item_gone) is expected


def test_every_outcome_has_a_disposition() -> None:
    assert len({at_that_time(one, is_lapsed=False, is_item_gone=False) for one in Outcome}) == len(Outcome)


@pytest.mark.parametrize(
    ("vanished_at", "deleted_at", "then", "now"),
    [
        (None, None, False, False),
        (EARLIER, None, True, True),
        (LATER, None, False, True),
        (None, EARLIER, True, True),
        (None, LATER, False, True),
        (LATER, EARLIER, True, True),
        (None, EARLIER.replace(tzinfo=None), True, True),
        (WHEN, None, True, True),
    ],
)
def test_an_item_is_gone_from_when_that_is_known(
    vanished_at: datetime | None, deleted_at: datetime | None, then: bool, now: bool
) -> None:
    item = StoredItem(1, 1, Item("1", ItemKind.POST, "", deleted_at=deleted_at), "", vanished_at)
    assert was_gone(item, WHEN) is then
    assert is_gone(item) is now


def test_a_bio_is_never_gone() -> None:
    assert not was_gone(None, WHEN)
    assert not is_gone(None)


def test_counts_are_in_the_order_of_triage() -> None:
    told = [
        (Category.CONDUCT, Severity.CRITICAL, Disposition.OPEN),
        (Category.PHI, Severity.LOW, Disposition.KEEP),
        (Category.PHI, Severity.HIGH, Disposition.KEEP),
        (Category.PHI, Severity.HIGH, Disposition.OPEN),
        (Category.PHI, Severity.HIGH, Disposition.OPEN),
    ]
    assert tally(told) == (
        Count(Category.PHI, Severity.HIGH, Disposition.OPEN, 2),
        Count(Category.PHI, Severity.HIGH, Disposition.KEEP, 1),
        Count(Category.PHI, Severity.LOW, Disposition.KEEP, 1),
        Count(Category.CONDUCT, Severity.CRITICAL, Disposition.OPEN, 1),
    )
