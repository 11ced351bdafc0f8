from __future__ import annotations

import gzip
import random
import time
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.engine import AccountContext, Engine, Subject, evidence, linear, second_opinion
from auditor.engine.evidence import Evidence
from auditor.engine.linear import CATEGORIES, LinearModel, pack, unpack
from auditor.engine.reading import Reading
from auditor.engine.second_opinion import Verdict, verdicts
from auditor.model import Category, Severity
from connectors.model import Owner, Use

OWNER = Owner(name="Lena Brandt", role="nurse", employers=("Northfield General",), city="Ely, MN")
PERSONAL = AccountContext("x", "@lb", "Lena", Use.PERSONAL, "Runner. Baker.")
WORK = AccountContext("x", "@lbrn", "Lena Brandt RN", Use.PROFESSIONAL, "RN. Views mine.")


def reading(text: str, *, account: AccountContext = WORK, parent: str | None = None) -> Reading:
    return Reading(Subject("1", "reply" if parent else "post", text, None, parent), account, OWNER)


def small_model() -> LinearModel:
    """Two words, a pair, a letter run and a fact, with weights chosen by hand."""
    features = ["coffee", "~_pat", "patient", "my patient", "^help"]
    rows = [
        [-20, 0, 0, 0, 0, 0],
        [10, 0, 0, 0, 0, 0],
        [100, 0, 0, 0, 10, 0],
        [80, 0, 0, 0, 0, 0],
        [0, 90, 0, 0, 0, 0],
    ]
    return LinearModel(
        places={feature: at for at, feature in enumerate(features)},
        weights=array("b", [value for row in rows for value in row]),
        idf=array("f", [1.0, 2.0, 1.0, 2.0, 1.0]),
        scale=[0.01] * 6,
        facts={"use=personal": [0.0, 0.0, 0.0, 0.0, 1.5, 0.0]},
        bias=[-1.0] * 6,
        platt=[(2.0, 0.0)] * 6,
        record={"thresholds": dict.fromkeys(CATEGORIES, 0.5), "vetoes": dict.fromkeys(CATEGORIES, 0.1)},
    )


def test_a_score_is_the_sum_of_its_blocks_each_of_length_one() -> None:
    found = Evidence(("my", "patient", "coffee"), ("help",), "personal-post", {"use=personal": 1.0})
    phi, advice, disclaimer, _, mixing, _ = small_model().scores(found)
    words = (0.01 * (-20 * 1 + 100 * 1 + 80 * 2)) / (1 + 1 + 4) ** 0.5
    letters = 0.01 * 10 * 2 / 2
    assert phi == pytest.approx(-1 + words + letters)
    assert advice == pytest.approx(-1 + 0.9)
    assert disclaimer == -1
    assert mixing == pytest.approx(-1 + 0.01 * 10 / 6**0.5 + 1.5)


def test_scores_do_not_depend_on_what_was_read_before() -> None:
    model, rng = small_model(), random.Random(3)
    posts = [
        Evidence(tuple(rng.choices(["my", "patient", "coffee", "x"], k=4)), (), "mixed-post", {})
        for _ in range(40)
    ]
    fresh = [small_model().scores(post) for post in posts]
    assert [model.scores(post) for post in posts] == fresh
    assert [model.scores(post) for post in posts] == fresh


def test_a_weight_file_gives_the_same_model_back() -> None:
    model = small_model()
    back = unpack(pack(model))
    assert (back.places, back.weights, back.idf, back.facts) == (
        model.places,
        model.weights,
        model.idf,
        model.facts,
    )
    assert back.record == model.record
    assert pack(back) == pack(model)


def test_a_damaged_weight_file_is_refused() -> None:
    raw = gzip.decompress(pack(small_model()))
    with pytest.raises(ValueError, match="damaged"):
        unpack(gzip.compress(raw[:-3]))


def test_the_heaviest_words_explain_a_score() -> None:
    found = Evidence(("my", "patient", "coffee"), (), "personal-post", {"use=personal": 1.0})
    assert [w.feature for w in small_model().explain(found, "phi")] == ["my patient", "patient"]
    assert small_model().explain(found, "mixing")[0].feature == "use=personal"


@pytest.mark.parametrize(
    ("probability", "fired", "direct", "verdict"),
    [
        (0.9, False, False, Verdict.ADD),
        (0.4, False, False, Verdict.NOTHING),
        (0.4, True, False, Verdict.KEEP),
        (0.05, True, False, Verdict.DOUBT),
        (0.0, True, True, Verdict.KEEP),
    ],
)
def test_words_add_and_doubt_but_never_touch_a_direct_identifier(
    probability: float, fired: bool, direct: bool, verdict: Verdict
) -> None:
    rest = [0.0] * 5
    out = verdicts(
        [probability, *rest], [fired] + [False] * 5, [direct] + [False] * 5, False, [0.5] * 6, [0.1] * 6
    )
    assert out[0] is verdict
    assert set(out[1:]) == {Verdict.NOTHING}


def test_patient_business_on_a_personal_account_is_mixing_too() -> None:
    out = verdicts([0.9, 0, 0, 0, 0, 0], [False] * 6, [False] * 6, True, [0.5] * 6, [0.1] * 6)
    assert out[CATEGORIES.index("mixing")] is Verdict.ADD


def test_evidence_says_who_is_meant_and_what_was_mentioned() -> None:
    owner = Owner(
        name="L", role="rn", employers=("Northfield General",), city="Ely, MN", conflicts=("Zebrafix (fees)",)
    )
    read = Reading(Subject("1", "post", "Zebrafix is great, says Northfield General"), PERSONAL, owner)
    facts = evidence.of(read, {"coi/undisclosed-sponsor": 0.8}).facts
    assert facts["tie mentioned"] == facts["employer mentioned"] == facts["use=personal"] == 1.0
    assert facts["rules coi"] == 0.8
    assert "city mentioned" not in facts


@pytest.mark.parametrize(
    ("word", "sort"),
    [("ozempic", "<drug>"), ("2023", "<year>"), ("94yo", "<age>"), ("12", "<number>"), ("daughter", "<kin>"),
     ("botulism", "<rare-condition>"), ("tuesday", "<weekday>"), ("blue", "")],
)  # fmt: skip
def test_words_are_sorted(word: str, sort: str) -> None:
    assert evidence.sort_of(word) == sort


def test_the_shipped_model_loads_and_tells_what_it_was_learned_from() -> None:
    model = linear.load()
    assert model is not None
    assert len(model.record["data"]) == 64
    assert set(model.record["thresholds"]) == set(model.record["vetoes"]) == set(CATEGORIES)
    limits = zip(model.record["vetoes"].values(), model.record["thresholds"].values(), strict=True)
    assert all(0 <= veto <= least <= 1 for veto, least in limits)


@pytest.mark.parametrize(
    ("text", "parent", "category"),
    [
        (
            "stop taking your warfarin tonight and double the water tablet, it sounds like a clot to me",
            "My leg is hot and swollen and I feel breathless, any ideas?",
            "advice",
        ),
        (
            "Our 94 year old from the bakery in Ely came in last night with botulism and coded in bay 3",
            None,
            "phi",
        ),
    ],
)  # fmt: skip
def test_the_shipped_model_knows_a_plain_case(text: str, parent: str | None, category: str) -> None:
    model = linear.load()
    assert model is not None
    p = model.probabilities(evidence.of(reading(text, parent=parent), {}))
    assert p[CATEGORIES.index(category)] > 0.5


@pytest.mark.parametrize(
    "text",
    [
        "Congratulations to Dr Amara Osei on her fellowship!",
        "Sourdough again. The starter is older than my car.",
        "",
    ],
)
def test_the_shipped_model_is_silent_on_a_plain_post(text: str) -> None:
    model = linear.load()
    assert model is not None
    p = model.probabilities(evidence.of(reading(text), {}))
    least = model.record["thresholds"]
    assert all(p[at] < least[c] for at, c in enumerate(CATEGORIES))


def test_a_finding_of_words_alone_explains_itself_and_keeps_its_fingerprint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = small_model()
    monkeypatch.setattr(linear, "load", lambda: model)
    engine = Engine(OWNER, (PERSONAL,), b"k" * 32)
    subject = Subject("7", "post", "my patient")
    monkeypatch.setattr(Engine, "_by_rules", lambda *_: [])
    (one, *_) = found = engine.audit_item(subject, PERSONAL)
    assert {f.category for f in found} == {Category.PHI, Category.MIXING}
    assert one.fingerprint == engine.audit_item(subject, PERSONAL)[0].fingerprint
    phi = next(f for f in found if f.category is Category.PHI)
    assert "“my patient”" in phi.reason
    assert phi.terms
    assert phi.severity is not Severity.INFO


@pytest.mark.parametrize(
    "text", ["Our daughter's wedding album is up!", "Message me if you want the old sofa."]
)
def test_private_life_on_a_personal_account_is_not_added_as_mixing(text: str) -> None:
    found = Engine(OWNER, (PERSONAL,), b"k" * 32).audit_item(Subject("1", "post", text), PERSONAL)
    assert Category.MIXING not in {f.category for f in found}


def test_without_the_weight_file_the_rules_stand_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linear, "load", lambda: None)
    assert second_opinion.lean(reading("my patient"), []) is None
    assert isinstance(Engine(OWNER, (WORK,), b"k" * 32).audit_item(Subject("1", "post", "hello"), WORK), list)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.one_of(st.none(), st.text(max_size=100)))
def test_any_text_has_finite_probabilities(text: str, parent: str | None) -> None:
    model = linear.load()
    assert model is not None
    p = model.probabilities(evidence.of(reading(text, parent=parent), {}))
    assert all(0 <= value <= 1 for value in p)


def test_a_huge_text_is_scored_in_bounded_time() -> None:
    model = linear.load()
    assert model is not None
    found = evidence.of(reading("patient " * 20_000), {})
    began = time.process_time()
    model.scores(found)
    assert time.process_time() - began < 0.5
