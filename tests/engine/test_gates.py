"""A gate may spare a rule its look, never its finding."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.engine import AccountContext, Subject, catalogue
from auditor.engine.reading import Reading
from auditor.engine.rule import Rule
from auditor.learning import labelled
from connectors.model import Owner, Use

GATED = [rule for rule in catalogue.all_rules() if rule.gate is not None]
OWNER = Owner("Quill Invented", "nurse", ("Northfield General",), "Ely, MN", ("Zebrafix (speaker fees)",))
ACCOUNTS = [AccountContext("google", "@invented", "Quill", use, "Nurse.") for use in Use]


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    """Every third labelled item, as its own account posts it."""
    found = []
    for one in list(labelled.read(sorted(labelled.CORPORA.glob("*.jsonl"))))[::3]:
        persona, account = one.persona, one.account
        owner = Owner(
            persona.name,
            persona.role,
            (persona.employer,) if persona.employer else (),
            persona.city,
            persona.conflicts,
        )
        context = AccountContext(
            account.platform, account.handle, account.display_name, Use(account.use), account.bio
        )
        subject = Subject(one.id, one.kind, one.text, one.posted, one.parent, ("",))
        found.append(Reading(subject, context, owner))
    return found


def _wrongly_spared(rule: Rule, read: Reading) -> bool:
    assert rule.gate is not None
    return not rule.gate(read) and bool(list(rule.find(read)))


@pytest.mark.parametrize("rule", GATED, ids=lambda rule: rule.id)
def test_a_closed_gate_keeps_no_finding_back(rule: Rule, readings: list[Reading]) -> None:
    assert [read.subject.item_id for read in readings if _wrongly_spared(rule, read)] == []


@pytest.mark.parametrize("rule", GATED, ids=lambda rule: rule.id)
def test_a_gate_is_closed_to_most_texts_and_open_to_some(rule: Rule, readings: list[Reading]) -> None:
    assert rule.gate is not None
    opened = sum(map(rule.gate, readings))
    assert 0 < opened < len(readings)


PIECES = [example.text + " " for rule in GATED for example in rule.examples if example.is_flagged]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=20)), min_size=1, max_size=4).map("".join),
    st.one_of(st.none(), st.sampled_from(PIECES)),
    st.sampled_from(ACCOUNTS),
    st.sampled_from(["post", "reply", "caption"]),
)
def test_a_closed_gate_keeps_no_finding_back_in_any_mixture(
    text: str, parent: str | None, account: AccountContext, kind: str
) -> None:
    read = Reading(Subject("1", kind, text, None, parent, ("",)), account, OWNER)

    assert [rule.id for rule in GATED if _wrongly_spared(rule, read)] == []
