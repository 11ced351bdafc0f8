"""The engine as its callers see it: findings, fingerprints, context; and hostile texts."""

from __future__ import annotations

import pickle
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.engine import AccountContext, Engine, Subject, catalogue, ruleset
from auditor.engine.spans import merged
from auditor.errors import InputError
from auditor.model import Category, Severity, Span, SpanType
from connectors.model import Owner, Use

ACCOUNT = AccountContext("x", "@invented", "Quill Invented", Use.PROFESSIONAL, "Nurse.")
ENGINE = Engine(Owner(name="Quill Invented", role="nurse", city="Ely, MN"), (ACCOUNT,), b"key")
STORY = (
    "Tonight in bay 3: our first botulism in a decade, he makes his own sausages, his wife is our librarian"
)
DERISION = (
    "Third time this week the same drug seeker in bed 4 puts on his little show."
    " Give that man an Oscar and a bus ticket."
)


def test_a_patient_story_yields_findings_worst_first_with_spans_inside() -> None:
    found = ENGINE.audit_item(Subject("1", "post", STORY), ACCOUNT)

    assert "phi/mosaic" in {finding.rule for finding in found}
    ranks = [finding.severity.rank for finding in found]
    assert ranks == sorted(ranks, reverse=True)
    for finding in found:
        assert finding.spans
        assert all(0 <= s.start < s.end <= len(STORY) for s in finding.spans)


@pytest.mark.parametrize(
    "text", ["", " ", "🎉🎉", "\x00\x07", "Great conference today!", "Four nurses for 32 beds again."]
)
def test_harmless_texts_yield_no_patient_finding(text: str) -> None:
    found = ENGINE.audit_item(Subject("1", "post", text), ACCOUNT)

    assert [f for f in found if f.category is Category.PHI and f.severity is not Severity.INFO] == []


def test_fingerprint_stays_while_words_do_and_differs_by_item_key_and_words() -> None:
    def prints(engine: Engine, item: str, text: str) -> set[str]:
        return {f.fingerprint for f in engine.audit_item(Subject(item, "post", text), ACCOUNT)}

    first = prints(ENGINE, "1", STORY)
    assert first == prints(ENGINE, "1", STORY)
    assert not first & prints(ENGINE, "2", STORY)
    assert not first & prints(Engine(ENGINE.owner, (), b"another"), "1", STORY)
    assert first != prints(ENGINE, "1", STORY.replace("bay 3", "bay 4"))


def test_consent_lowers_to_low_and_keeps_the_finding() -> None:
    found = ENGINE.audit_item(Subject("1", "post", "Shared with his permission. " + STORY), ACCOUNT)

    phi = [f for f in found if f.category is Category.PHI]
    assert phi
    assert {f.severity for f in phi} <= {Severity.LOW, Severity.INFO}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Owner("A"), Owner("A", extra={"qualified": "2019"})),
        (Owner("A", extra={"qualified": "2018"}), Owner("A", extra={"qualified": "2019"})),
        (Owner("A", employers=("B", "C")), Owner("A", employers=("B",), conflicts=("C",))),
        (Owner("A", employers=("B",)), Owner("A", city="B")),
    ],
)
def test_whatever_of_the_owner_a_rule_reads_makes_posts_be_read_again(one: Owner, other: Owner) -> None:
    assert Engine(one, (ACCOUNT,), b"key").context(ACCOUNT) != Engine(other, (ACCOUNT,), b"key").context(
        ACCOUNT
    )


def test_a_further_fact_that_no_rule_reads_costs_no_new_reading() -> None:
    one, other = (
        Engine(Owner("A", extra=extra), (ACCOUNT,), b"key") for extra in ({}, {"favourite tea": "Assam"})
    )

    assert one.context(ACCOUNT) == other.context(ACCOUNT)


def test_context_changes_with_owner_account_and_nothing_else() -> None:
    here = ENGINE.context(ACCOUNT)

    assert here == Engine(ENGINE.owner, (ACCOUNT,), b"key").context(ACCOUNT)
    assert here != Engine(Owner(name="Other"), (ACCOUNT,), b"key").context(ACCOUNT)
    other = AccountContext("x", "@invented", "Quill Invented", Use.PERSONAL, "Nurse.")
    assert here != ENGINE.context(other)


def test_engine_travels_to_another_process() -> None:
    ENGINE.audit_item(Subject("1", "post", STORY), ACCOUNT)
    copy = pickle.loads(pickle.dumps(ENGINE))

    assert copy.audit_item(Subject("1", "post", STORY), ACCOUNT) == ENGINE.audit_item(
        Subject("1", "post", STORY), ACCOUNT
    )


def test_catalogue_is_sorted_stable_and_refuses_unknown_ids() -> None:
    ids = [rule.id for rule in catalogue.all_rules()]

    assert ids == sorted(set(ids))
    assert catalogue.get("phi/mosaic").id == "phi/mosaic"
    assert ruleset() == ruleset()
    with pytest.raises(InputError):
        catalogue.get("phi/none")


def test_spans_of_one_type_that_overlap_become_one() -> None:
    spans = [
        Span(0, 5, SpanType.NAME),
        Span(3, 9, SpanType.NAME),
        Span(0, 5, SpanType.NAME),
        Span(2, 4, SpanType.AGE),
    ]

    assert merged(spans) == (Span(0, 9, SpanType.NAME), Span(2, 4, SpanType.AGE))


def test_estimate_says_how_many_people_fit() -> None:
    text = "My patient, a 94-year-old from Ely, came in last night with a broken hip, her daughter in tears"
    mosaic = next(f for f in ENGINE.audit_item(Subject("1", "post", text), ACCOUNT) if f.rule == "phi/mosaic")

    assert "94-year-old in Ely, population 3,408" in mosaic.reason
    assert "fit" in mosaic.reason


@pytest.mark.parametrize(
    ("city", "told"),
    [
        ("Ely, MN", "in Ely, population 3,408"),
        ("Ely, England", "in Ely, population 20,574"),
        ("Duluth, MN", "in Ely, population 3,408"),
        ("Ely", None),
        ("", None),
    ],
)
def test_the_town_meant_is_the_one_near_the_owner_or_none_is_counted(city: str, told: str | None) -> None:
    engine = Engine(Owner(name="Quill Invented", role="nurse", city=city), (ACCOUNT,), b"key")
    text = "My patient, a 94-year-old from Ely, came in last night with a broken hip, her daughter in tears"
    (mosaic,) = [f for f in engine.audit_item(Subject("1", "post", text), ACCOUNT) if f.rule == "phi/mosaic"]

    assert (told in mosaic.reason) if told else ("population" not in mosaic.reason)


def test_findings_of_one_detail_go_into_the_one_of_all_with_their_spans() -> None:
    story = "94 years old, came in last night to our trauma bay in Ely with a broken hip, lovely man he was"
    found = [f for f in ENGINE.audit_item(Subject("1", "post", story), ACCOUNT) if f.category is Category.PHI]

    assert [f.rule for f in found] == ["phi/mosaic"]
    held = {(story[s.start : s.end], s.type) for s in found[0].spans}
    assert ("last night", SpanType.DATE) in held
    assert SpanType.AGE in {kind for _, kind in held}
    assert "45-cfr-164-514-b2i-C" in found[0].citations


def test_a_single_detail_is_reported_by_its_own_rule() -> None:
    text = "He came in last night and he coded, and we brought him back"
    rules = [f.rule for f in ENGINE.audit_item(Subject("1", "post", text), ACCOUNT)]

    assert rules == ["phi/date"]


@pytest.mark.parametrize("kind", ["review", "other"])
def test_nothing_lowers_a_reply_that_confirms_a_patient(kind: str) -> None:
    parent = {"review": "Waited an hour, then got a bill. One star.", "other": "Rude staff, and the bill!"}[
        kind
    ]
    text = (
        "Joanne, your biopsy was explained to you twice and your copay was the one your insurer set."
        " We have your signed consent in the chart."
    )
    account = AccountContext("google", "venn", "Venn Skin", Use.PROFESSIONAL, "Skin clinic.")
    found = Engine(Owner(name="Dr Venn"), (account,), b"key").audit_item(
        Subject("1", "reply", text, parent_text=parent), account
    )
    severities = {f.rule: f.severity for f in found}

    assert severities["phi/review-reply"] is Severity.CRITICAL
    assert "phi/consent-unrecorded" not in severities
    assert "phi/patient-page" not in severities
    assert all(s.rank >= Severity.MEDIUM.rank for r, s in severities.items() if r.startswith("phi/"))


@pytest.mark.parametrize(
    ("words", "is_lowered"),
    [
        ("Shared with his permission. ", True),
        ("Signed consent for this post. ", True),
        ("He gave signed consent for the surgery. ", False),
    ],
)
def test_only_consent_to_sharing_lowers(words: str, is_lowered: bool) -> None:
    found = ENGINE.audit_item(Subject("1", "post", words + STORY), ACCOUNT)
    worst = max((f.severity for f in found if f.category is Category.PHI), key=lambda s: s.rank)

    assert (worst is Severity.LOW) is is_lowered


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (
            "Parkinson, Graves and Addison walk into a triage bay."
            " The clerk asks all three for a date of birth.",
            "advice/dm-solicit",
        ),
        ("Happy 100th birthday to our favourite regular in room 12!", "advice/dm-solicit"),
        ("Honey before the first birthday: please don't. One spoon is enough.", "advice/dm-solicit"),
        ("Granny turned 91 today and beat all of us at whist", "disclaimer/unauthorised-voice"),
        ("Give that man an Oscar and a bus ticket", "phi/name"),
        (DERISION, "phi/public-figure"),
        (DERISION, "phi/name"),
    ],
)
def test_a_rule_stays_silent_where_its_words_mean_something_else(text: str, rule: str) -> None:
    assert rule not in {f.rule for f in ENGINE.audit_item(Subject("1", "post", text), ACCOUNT)}


def test_mockery_of_a_patient_who_could_be_recognised_is_both() -> None:
    found = {f.rule: f.severity for f in ENGINE.audit_item(Subject("1", "post", DERISION), ACCOUNT)}

    assert found["conduct/patient-derision"] is Severity.HIGH
    assert Severity.INFO.rank < found["phi/mosaic"].rank <= Severity.HIGH.rank


def test_words_alone_do_not_take_back_a_rare_condition_with_day_and_role() -> None:
    text = (
        "Our first case of leprosy in a decade walked into clinic on Tuesday."
        " A retired shrimp boat captain, of all people."
    )
    found = [f for f in ENGINE.audit_item(Subject("1", "post", text), ACCOUNT) if f.category is Category.PHI]

    assert found
    assert all(f.severity is not Severity.INFO for f in found)


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=400),
    st.one_of(st.none(), st.text(max_size=80)),
    st.sampled_from(["post", "reply", "comment", "caption"]),
)
def test_any_unicode_gives_a_result_with_spans_inside_the_stored_text(
    text: str, parent: str | None, kind: str
) -> None:
    for finding in ENGINE.audit_item(Subject("1", kind, text, parent_text=parent), ACCOUNT):
        assert all(0 <= s.start < s.end <= len(text) for s in finding.spans)


_PIECES = st.sampled_from(
    [
        "patient ",
        "94 y/o ",
        "Mrs K ",
        "bay 3 ",
        "last night ",
        "\u0301",
        "\u202e",
        "#ER",
        "555-0142 ",
        "İ",
        "ﬁ",
        "the mayor's ",
        "\n",
        "٣",
        "a" * 50,
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(_PIECES, max_size=40).map("".join))
def test_mixtures_of_details_keep_spans_inside(text: str) -> None:
    for finding in ENGINE.audit_item(Subject("1", "post", text), ACCOUNT):
        assert all(0 <= s.start < s.end <= len(text) for s in finding.spans)


HOSTILE = [
    "a",
    "1",
    " ",
    "9 ",
    "a.",
    "@a",
    "#a",
    "-",
    "1-",
    "A ",
    "Mrs A ",
    "the the ",
    "'s ",
    "a's ",
    "the man who ",
    "0",
    "(1",
    "1.",
    "www.",
    "a@",
    "\u0301",
    "12 ",
    "one ",
    "patient ",
    "the a b ",
    "in the a ",
    "St ",
    "May 1 ",
    "mrn ",
    "our ",
    "A.",
    "x y z ",
    "same school as a ",
    "1:1",
    "St of the ",
    "bed ",
    "the 1 ",
    "i's ",
    "12 the ",
    "A1",
    "AB12 ",
    "A. B",
    "$1",
    "_a",
    "five north ",
    "not the ",
    "#aA1",
    "you ",
    "\u0130",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_length_not_with_its_square(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        best = 9e9
        for _ in range(4):
            began = time.process_time()
            ENGINE.audit_item(Subject("1", "post", text), ACCOUNT)
            best = min(best, time.process_time() - began)
        return best

    seconds(1000)
    small, large = seconds(20_000), seconds(80_000)
    assert large < 8 * small + 0.15
