"""Three layers joined: what each adds, when the reader is asked, and what its answer changes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from auditor.engine import AccountContext, Engine, Subject, joint, reader, second_opinion
from auditor.engine.joint import FEATURES, Joint, Said
from auditor.engine.reader import CATEGORIES, Answer, Detail, Question
from auditor.model import Category, Severity, Span, SpanType
from connectors.model import Owner, Use

OWNER = Owner("Ada Example", "nurse", ("Example General",), "Duluth, MN")
ACCOUNT = AccountContext("x", "@ada", "Ada", Use.PROFESSIONAL, "Nurse. Views mine.")
NOBODY = "Lovely evening by the lake, the dog swam twice and I read a whole book."
STORY = "Our 94 y/o from Tilbury came in last night after the ferry fire, room 12, first botulism in years."


def weights(**of_reader: float) -> Joint:
    """A joint that goes by the reader alone."""
    rows = {c: [float(f == f"reader {c}") for f in FEATURES] for c in CATEGORIES}
    every = dict.fromkeys(CATEGORIES, 0.5)
    return Joint(rows, dict.fromkeys(CATEGORIES, 0.0), every, every, every | of_reader, 0.5, {})


class Oracle:
    """Answers every question alike and remembers what it was asked."""

    def __init__(self, logits: Sequence[float], details: Sequence[Detail] = ()) -> None:
        self.answer = Answer(tuple(logits), tuple(details))
        self.asked: list[Question] = []

    def ask(self, questions: Sequence[Question]) -> list[Answer]:
        self.asked += questions
        return [self.answer] * len(questions)


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    def put(oracle: Oracle, joined: Joint) -> Oracle:
        monkeypatch.setattr(reader, "load", lambda: oracle)
        monkeypatch.setattr(reader, "absence", lambda: "")
        monkeypatch.setattr(joint, "load", lambda: joined)
        return oracle

    return put


def engine(*, with_reader: bool = True) -> Engine:
    return Engine(OWNER, [ACCOUNT], b"k" * 32, with_reader)


def logits(**of: float) -> list[float]:
    return [of.get(c, -6.0) for c in CATEGORIES]


def test_every_feature_has_its_place() -> None:
    said = Said([0.5] * 6, logits(phi=3), [True] + [False] * 5, True, False)
    row = dict(zip(FEATURES, joint.features(said), strict=True))
    assert (row["words phi"], row["reader phi"], row["rules phi"], row["rules coi"]) == (0.0, 3.0, 1.0, 0.0)
    assert (row["is personal"], row["is an answer"]) == (1.0, 0.0)


@pytest.mark.parametrize("probability", [0.0, 1e-300, 1.0, 1.0 - 1e-16])
def test_log_odds_stay_bounded(probability: float) -> None:
    assert abs(joint.log_odds(probability)) <= 8.0


def test_the_reader_is_not_asked_about_what_leaves_no_doubt(install) -> None:
    oracle = install(Oracle(logits()), weights())
    engine().audit_item(Subject("1", "post", NOBODY), ACCOUNT)
    assert oracle.asked == []
    engine().audit_items([Subject("1", "post", NOBODY), Subject("2", "post", STORY)], ACCOUNT)
    assert [asked.text for asked in oracle.asked] == [STORY]


def test_without_the_reader_nothing_is_asked_and_the_context_differs(install) -> None:
    oracle = install(Oracle(logits()), weights())
    engine(with_reader=False).audit_item(Subject("2", "post", STORY), ACCOUNT)
    assert oracle.asked == []
    assert engine().context(ACCOUNT) != engine(with_reader=False).context(ACCOUNT)


def test_the_reader_adds_a_category_with_what_each_layer_said(install) -> None:
    install(Oracle(logits(conduct=4.0)), weights(conduct=0.0))
    found = engine().audit_item(Subject("1", "post", NOBODY), ACCOUNT)
    assert [(f.category, f.confidence) for f in found] == [(Category.CONDUCT, 0.982)]
    assert {"rules", "words", "reader"} <= {term.signal for term in found[0].terms}


def test_the_reader_puts_a_rule_in_doubt_but_never_a_direct_identifier(install, monkeypatch) -> None:
    monkeypatch.setattr(joint, "AGREED", 1.1)
    plain = engine(with_reader=False).audit_item(Subject("2", "post", STORY), ACCOUNT)
    assert any(f.category is Category.PHI and f.severity is not Severity.INFO for f in plain)
    install(Oracle(logits()), weights())
    doubted = engine().audit_item(Subject("2", "post", STORY), ACCOUNT)
    assert {f.severity for f in doubted if f.category is Category.PHI} == {Severity.INFO}
    number = "My patient's MRN: 4471882, came in last night, aged 94, with botulism."
    said = engine().audit_item(Subject("3", "post", number), ACCOUNT)
    assert any(f.rule == "phi/id-number" and f.severity is not Severity.INFO for f in said)


def test_details_of_the_reader_are_shown_and_leave_the_fingerprint_alone(install) -> None:
    detail = Detail(STORY.index("ferry"), STORY.index(" fire") + 5, "EVENT", 0.9)
    faint = Detail(0, 3, "NAME", 0.3)
    install(Oracle(logits(phi=5.0), [detail, faint]), weights())
    [first, *_] = engine().audit_item(Subject("2", "post", STORY), ACCOUNT)
    assert any(
        s.start <= detail.start and detail.end <= s.end and s.type is SpanType.PHRASE for s in first.spans
    )
    assert Span(0, 3, SpanType.NAME) not in first.spans
    install(Oracle(logits(phi=5.0)), weights())
    [bare, *_] = engine().audit_item(Subject("2", "post", STORY), ACCOUNT)
    assert bare.fingerprint == first.fingerprint


def test_a_detail_takes_the_sort_that_a_recogniser_sees_there() -> None:
    seen = [Span(0, 5, SpanType.AGE), Span(10, 20, SpanType.DATE)]
    assert second_opinion._sort_of(Detail(12, 14, "NAME", 0.9), seen) is SpanType.DATE
    assert second_opinion._sort_of(Detail(5, 10, "NAME", 0.9), seen) is SpanType.PHRASE


def test_an_item_is_judged_alike_alone_and_among_others(install) -> None:
    install(Oracle(logits(phi=1.0)), weights())
    subjects = [Subject(str(at), "post", text) for at, text in enumerate([NOBODY, STORY, "", STORY])]
    together = engine().audit_items(subjects, ACCOUNT)
    assert together == [engine().audit_item(subject, ACCOUNT) for subject in subjects]


@pytest.mark.reader
def test_the_weight_file_is_of_the_form(tmp_path) -> None:
    loaded = joint.load()
    if loaded is None:
        pytest.skip("no joint weights are shipped")
    assert set(loaded.weights) == set(loaded.thresholds) == set(loaded.vetoes) == set(loaded.gates)
    assert all(len(row) == len(FEATURES) for row in loaded.weights.values())
    assert json.dumps(dict(loaded.record))
    assert replace(loaded, least_detail=0.5).least_detail == 0.5


def test_one_layer_does_not_outvote_two() -> None:
    words, rules, direct = [0.9, 0.9, 0.4, 0.1], [True, False, True, True], [False, False, False, True]
    assert joint.undoubted([0.4] * 4, words, rules, direct) == [True, False, False, True]


def test_what_all_three_find_unlikely_stands_down_though_two_agree() -> None:
    words, rules, direct = [0.9, 0.9, 0.1], [True] * 3, [False, False, True]
    assert joint.undoubted([0.21, 0.19, 0.01], words, rules, direct) == [True, False, True]


def test_is_in_doubt_asks_for_what_rules_found_and_for_likely_words() -> None:
    joined = weights()
    assert not joined.is_in_doubt([0.1] * 6, [False] * 6)
    assert joined.is_in_doubt([0.1] * 5 + [0.6], [False] * 6)
    assert joined.is_in_doubt([0.1] * 6, [False] * 5 + [True])
