"""Whole posts: what is offered, what its new score is, and when nothing is offered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.engine import Engine, disclaimers, rewriting
from auditor.engine.rewriting.model import Score, SuggestionKind
from auditor.engine.rewriting.posts import LONGEST
from auditor.model import Severity
from tests.engine.rewriting.reading import ACCOUNT, ENGINE, suggested

STORIES = [
    (
        "Tonight in bay 3: our first botulism in a decade, he makes his own sausages and sells them at the"
        " Saturday market",
        ("Tonight", "bay 3", "botulism", "Saturday"),
    ),
    (
        "The mayor's brother came in this morning with chest pain. I can't say more, but half the"
        " town knows.",
        ("mayor", "this morning"),
    ),
    ("My patient Wilhelmina Thorngate, MRN 84721990, was seen here last night.", ("Thorngate", "84721990")),
    (
        "87 yo F from Tilbury, septic, moved to the ICU at 3am on Tuesday. Call her son on 612-555-0142.",
        ("87", "Tilbury", "Tuesday", "0142"),
    ),
    (
        "Mrs Okonkwo in bed 7 died at 4:12 this morning. She was 91. Rest in peace Mrs Okonkwo.",
        ("Okonkwo", "bed 7", "4:12", "91"),
    ),
]


@pytest.mark.parametrize(("text", "gone"), STORIES, ids=lambda value: str(value)[:20])
def test_a_story_is_offered_without_what_tells_who(text: str, gone: tuple[str, ...]) -> None:
    offered = suggested(text)
    assert offered is not None and offered.text is not None and offered.after is not None
    assert offered.kind is SuggestionKind.REWRITE
    for words in gone:
        assert words not in offered.text
    assert offered.after.key[0] < offered.before.key[0]
    said = " ".join(rewriting.sentences(offered))
    assert ("still flagged" in said) is not offered.after.is_clear
    assert "before" in said and "after" in said
    assert {change.was for change in offered.changes}
    assert all(change.was in text for change in offered.changes)


def test_what_the_author_wrote_beside_the_details_stays() -> None:
    offered = suggested("The mayor's brother came in this morning with chest pain. I can't say more.")
    assert offered is not None and offered.text is not None
    assert offered.text.endswith("with chest pain. I can't say more.")


def test_the_single_detail_is_the_one_whose_loss_lowers_the_score_most() -> None:
    offered = suggested("My patient turned 97 today and still told me off about the tea on our ward")
    assert offered is not None and offered.single is not None
    assert offered.single.name == "the age"
    assert offered.single.after.is_clear
    assert "Without the age alone this would be under the threshold." in rewriting.sentences(offered)


def test_where_no_single_detail_is_enough_it_says_so() -> None:
    offered = suggested(STORIES[1][0])
    assert offered is not None and offered.single is not None
    assert not offered.single.after.is_clear
    assert any(said.startswith("No single detail is enough") for said in rewriting.sentences(offered))


def test_a_post_without_a_patient_gets_no_suggestion() -> None:
    assert suggested("A lovely walk in the rain.") is None


class Stubborn(Engine):
    """Finds in every text what stood in the first: a story that tells who it is whatever is left out."""

    def audit_item(self, subject, account):  # type: ignore[no-untyped-def]
        found = super().audit_item(replace(subject, text=STORIES[0][0]), account)
        return [replace(finding, spans=()) for finding in found]


def test_a_story_that_singles_somebody_out_is_not_reworded() -> None:
    stubborn = Stubborn(ENGINE.owner, ENGINE.accounts, ENGINE.fingerprint_key)
    offered = suggested(STORIES[0][0], engine=stubborn)
    assert offered is not None
    assert offered.text is None
    assert any("story itself" in said for said in rewriting.sentences(offered))
    assert rewriting.headline(offered) == "No wording to suggest"


def test_a_very_long_text_is_not_reworded() -> None:
    offered = suggested(STORIES[0][0] + " and so on" * (LONGEST // 10))
    assert offered is None or offered.text is None


def test_a_time_made_vague_calls_for_the_remark_that_details_changed() -> None:
    offered = suggested(STORIES[1][0])
    assert offered is not None
    assert any("Details changed" in said for said in rewriting.sentences(offered))
    assert "Details changed" not in (offered.text or "")


def test_a_name_that_was_taken_for_a_colleagues_is_pointed_out() -> None:
    offered = suggested(STORIES[2][0] + " Thanks to Dr Lena Ortiz.")
    assert offered is not None and offered.text is not None
    assert "Ortiz" in offered.text
    assert any("A name is left" in said for said in rewriting.sentences(offered))


def test_a_picture_is_not_made_safe_by_words() -> None:
    offered = suggested(STORIES[2][0] + " Photo from the ward.", media_alts=("",))
    assert offered is not None
    assert any("picture" in said for said in rewriting.sentences(offered))


def test_a_rewrite_is_no_longer_than_the_platform_allows() -> None:
    text = " ".join([STORIES[4][0], STORIES[1][0], "It is 8pm."])
    text += " Hm." * ((280 - disclaimers.length(text, "x")) // 4)
    assert 276 < disclaimers.length(text, "x") <= 280
    offered = suggested(text)
    assert offered is not None and offered.text is not None
    assert offered.length == disclaimers.length(offered.text, "x") <= 280
    assert offered.remaining == 280 - offered.length


def test_an_unknown_platform_has_no_remaining_characters() -> None:
    offered = suggested(STORIES[0][0], account=replace(ACCOUNT, platform="elsewhere"))
    assert offered is not None and offered.remaining is None


def test_findings_of_one_category_share_a_suggestion() -> None:
    text = STORIES[2][0]
    assert suggested(text, rule="phi/mosaic") == suggested(text, rule="phi/id-number")


@pytest.mark.parametrize("rule", ["conduct/trophy", "mixing/identity-link", "coi/pharma-mention"])
def test_rules_that_no_wording_mends_get_none(rule: str) -> None:
    assert suggested("Semaglutide is a game changer.", rule=rule) is None


def test_scores_compare_by_severity_then_confidence() -> None:
    assert Score(None, 0.0).key < Score(Severity.LOW, 0.1).key < Score(Severity.LOW, 0.9).key
    assert Score(Severity.LOW, 0.9).key < Score(Severity.CRITICAL, 0.1).key
