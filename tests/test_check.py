from __future__ import annotations

import pytest

from auditor import check
from auditor.engine import AccountContext
from connectors.model import Owner, Use

TELLING = "My patient Wilhelmina Thorngate, MRN 84721990, was seen here last night."


def test_a_draft_is_read_by_the_rules_of_an_audit() -> None:
    found = check.read(TELLING).findings
    assert found
    assert all(one.item_id is None for one in found)
    for one in found:
        for span in one.spans:
            assert 0 <= span.start < span.end <= len(TELLING)


@pytest.mark.parametrize("text", ["", " ", "A lovely walk in the rain.", "\x00\x1b[2J", "a" * 50_000])
def test_harmless_and_odd_drafts_pass(text: str) -> None:
    assert check.read(text).findings == ()


def test_a_reply_is_read_as_one() -> None:
    found = check.read(
        "Stop the statin today.", reply_to="My legs hurt on atorvastatin, what should I do?"
    ).findings
    assert {one.kind for one in found} <= {"reply"}


def test_fingerprints_of_drafts_can_not_be_compared() -> None:
    first, second = check.read(TELLING).findings, check.read(TELLING).findings
    assert [one.rule for one in first] == [one.rule for one in second]
    assert not {one.fingerprint for one in first} & {one.fingerprint for one in second}


def test_what_is_known_of_owner_and_account_is_used() -> None:
    account = AccountContext("x", "@ada_invented", "Ada", Use.PROFESSIONAL, "Nurse in Ely")
    found = check.read(TELLING, owner=Owner(name="Ada Invented", city="Ely"), account=account).findings
    assert {(one.platform, one.handle) for one in found} == {("x", "@ada_invented")}


def test_a_draft_is_read_by_every_layer() -> None:
    """The id of an item that is none yet must not keep the layers above the rules from reading it."""
    from auditor.engine import Engine, Subject

    account = AccountContext("x", "", "", Use.PROFESSIONAL, "")
    text = "The guy from the Route 9 crash is on my table. Worst pelvis I've seen in years."
    stored = Engine(Owner(), (account,), b"k" * 32).audit_item(Subject("1", "post", text), account)
    drafted = check.read(text, platform="x", use=Use.PROFESSIONAL).findings
    assert [(f.rule, f.severity, f.confidence) for f in drafted] == [
        (f.rule, f.severity, f.confidence) for f in stored
    ]


def test_a_draft_comes_with_a_safer_wording_and_its_score() -> None:
    checked = check.read(TELLING, platform="x")
    assert checked.findings[0].item_id is None
    for finding in checked.findings:
        offered = checked.suggestion(finding)
        if finding.category == "phi":
            assert offered is not None and offered.text is not None and offered.after is not None
            assert "Thorngate" not in offered.text and "84721990" not in offered.text
            assert not check.read(offered.text, platform="x").findings or offered.after.severity is not None


def test_a_harmless_draft_comes_with_nothing() -> None:
    checked = check.read("A lovely walk in the rain.")
    assert checked.findings == ()
    assert checked.suggestions == {}
