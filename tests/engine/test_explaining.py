"""Why a finding stands: the heaviest terms, and always whose story it was taken for."""

from __future__ import annotations

from auditor.engine import catalogue, explaining
from auditor.model import Term


def test_the_frame_is_always_among_the_terms_shown() -> None:
    terms = [Term(f"mark.{n}", 9.0 - n) for n in range(8)] + [Term("frame.patient", 0.1, "a patient's story")]
    shown = explaining.heaviest(terms, most=3)
    assert [term.signal for term in shown] == ["mark.0", "mark.1", "frame.patient"]


def test_terms_against_weigh_as_much_as_those_for() -> None:
    shown = explaining.heaviest([Term("one", 1.0), Term("two", -3.0), Term("three", 2.0)], most=2)
    assert [term.signal for term in shown] == ["two", "three"]


def test_a_term_is_told_in_words_and_by_its_signal() -> None:
    assert explaining.words_of(Term("mark.age", 1.0, "an age")) == "an age (mark.age)"
    assert explaining.words_of(Term("place.small", 1.0)) == "place.small"


def test_a_rules_examples_tell_what_weighs_in_it() -> None:
    signals = [term.signal for term in explaining.of_examples(catalogue.get("phi/mosaic"))]
    assert len(signals) == len(set(signals)) > 3
    assert any(signal.startswith("frame.") for signal in signals)
    assert explaining.of_examples(catalogue.get("coi/pharma-mention")) == ()


def test_a_rule_over_several_posts_says_that_they_are_weighed_together() -> None:
    together = explaining.without_terms(catalogue.get("phi/thread-mosaic"))
    assert "several posts" in together
    assert "Nothing was weighed" not in together
    assert explaining.without_terms(catalogue.get("coi/pharma-mention")) == explaining.UNWEIGHED
