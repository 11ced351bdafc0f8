"""An account whose use was not said is noted once, with its bio; one whose use was said is not."""

from __future__ import annotations

import pytest

from auditor.model import Severity

RULE = "mixing/account-role-unset"


@pytest.mark.parametrize("bio", ["Nurse, cat person.", ""])
def test_unset_use_is_noted(by_rules, bio):
    assert {f.rule: f.severity for f in by_rules(bio, kind="bio", use="unset")}.get(RULE) is Severity.INFO


@pytest.mark.parametrize("use", ["professional", "personal", "mixed"])
def test_use_that_was_said_stands(by_rules, use):
    assert RULE not in {f.rule for f in by_rules("Nurse, cat person.", kind="bio", use=use)}


def test_no_post_repeats_it(by_rules):
    assert RULE not in {f.rule for f in by_rules("Lovely walk.", use="unset")}
