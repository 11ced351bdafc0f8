"""Consent to a post's being shared is told from consent to treatment."""

from __future__ import annotations

import pytest

from auditor.engine import AccountContext, Subject
from auditor.engine.reading import Reading
from auditor.engine.rules.phi.story import story_of
from connectors.model import Owner, Use


def has_consent(text: str, parent: str | None = None) -> bool:
    account = AccountContext("x", "@ninaf", "Nina F", Use.PROFESSIONAL, "")
    subject = Subject("1", "reply" if parent else "post", text, parent_text=parent)
    return story_of(Reading(subject, account, Owner(name="Nina F"))).has_consent


@pytest.mark.parametrize(
    "text",
    [
        "The family kindly let us share: he walked out today after 40 days in our ICU.",
        "She said I could post this. Third round of chemo done, she rang the bell on Tuesday.",
        "With her blessing: she turned 97 on our ward last night.",
        "Photo, with his kind permission: first steps since the crash in May.",
        "They were happy for us to share that their twins went home today.",
        "Her parents let us share his drawing of bay 3.",
        "Shared with the family's blessing. He was ours for eleven weeks.",
        "Her mum signed the form for this photo.",
        "Her mum said yes to sharing this: first laugh since the trach came out.",
        "He agreed to share his story: nine months sober, liver intact.",
    ],
)
def test_consent_to_sharing(text):
    assert has_consent(text)


@pytest.mark.parametrize(
    "text",
    [
        "She signed consent at 4 am in bay 3 and was in theatre by 5.",
        "His parents said no, then yes, and we operated last night.",
        "Mum said yes to the spinal at 3 am, twins out by 4.",
        "Written consent for the transfusion took two hours and an interpreter.",
        "Kindly let us know which bay he went to.",
        "The kindly porter let me sleep. She walked out today after 40 days.",
        "He allowed me one attempt at the line in bay 4.",
        "Authorization on file for the MRI at last, she goes tonight.",
        "By kind permission of the publisher, figure 3 of the leprosy chapter.",
        "Let us share the workload: the lady in bed 9 needs two to turn.",
    ],
)
def test_consent_to_something_else(text):
    assert not has_consent(text)


def test_what_is_told_to_a_reviewer_is_never_agreed_to():
    assert not has_consent(
        "You signed a release and said I could share your results.", parent="★☆☆☆☆ Renata V.: Rude."
    )
