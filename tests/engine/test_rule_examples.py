"""Every rule's own examples hold, its citations exist, and ids are of one form."""

from __future__ import annotations

import re

import pytest

from auditor.engine import AccountContext, Subject, catalogue, citations
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Rule
from connectors.model import Owner, Use

PHI = [rule for rule in catalogue.all_rules() if rule.category.value == "phi"]
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}-{number}")
    for rule in PHI
    for number, example in enumerate(rule.examples)
]


def reading_of(example: Example) -> Reading:
    account = AccountContext("x", "@invented", "Invented Account", Use(example.use), "")
    subject = Subject("1", example.kind, example.text, parent_text=example.parent)
    return Reading(subject, account, Owner(name="Invented Account", role="nurse"))


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example_is_flagged_or_let_stand(rule: Rule, example: Example) -> None:
    matches = list(rule.find(reading_of(example)))

    assert bool(matches) is example.is_flagged


@pytest.mark.parametrize("rule", PHI, ids=lambda rule: rule.id)
def test_rule_shows_as_many_negatives_as_positives(rule: Rule) -> None:
    flagged = sum(example.is_flagged for example in rule.examples)

    assert 0 < len(rule.examples) >= 2 * flagged


@pytest.mark.parametrize("rule", catalogue.all_rules(), ids=lambda rule: rule.id)
def test_rule_has_id_of_its_category_and_known_citations(rule: Rule) -> None:
    assert re.fullmatch(rf"{rule.category.value}/[a-z0-9]+(-[a-z0-9]+)*", rule.id)
    assert rule.title and rule.why and rule.remedy
    for key in rule.citations:
        assert citations.lookup(key).says
