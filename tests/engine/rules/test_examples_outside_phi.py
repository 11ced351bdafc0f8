"""Every example that a rule outside phi shows is judged as it says, and each rule shows one that stands."""

from __future__ import annotations

import pytest

from auditor.engine import AccountContext, Subject, catalogue
from auditor.engine.reading import Reading
from connectors.model import Owner, Use

RULES = [rule for rule in catalogue.all_rules() if rule.category.value != "phi"]
OWNER = Owner(name="Nina Falkvard", role="nurse", employers=("Lakeview Regional",))
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}-{number}")
    for rule in RULES
    for number, example in enumerate(rule.examples)
]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example_is_judged_as_it_says(rule, example):
    is_bio = rule.scope == "bio"
    bio = example.text if is_bio else ""
    account = AccountContext("x", "@ninaf", "Nina F", Use(example.use), bio)
    subject = Subject(None if is_bio else "1", example.kind, example.text, parent_text=example.parent)

    assert bool(list(rule.find(Reading(subject, account, OWNER)))) is example.is_flagged


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_shows_what_it_lets_stand(rule):
    assert any(not example.is_flagged for example in rule.examples)
