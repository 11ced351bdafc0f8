"""The training pipeline's scores and the run-time's are the same, and nothing leaks between folds."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

np = pytest.importorskip("numpy", reason="numpy is in the extra `learn`")
pytest.importorskip("scipy", reason="scipy is in the extra `learn`")

from auditor.engine.evidence import Evidence  # noqa: E402
from auditor.engine.linear import CATEGORIES, pack, unpack  # noqa: E402
from auditor.learning import measures, train_linear  # noqa: E402
from auditor.learning.posts import LabelledPost  # noqa: E402

WORDS = (
    *("patient", "ward", "coffee", "run", "tablet", "daughter", "love"),
    *("shift", "paper", "sky", "stop", "take", "boss", "sponsor"),
)


def invented(many: int) -> list[LabelledPost]:
    rng = random.Random(5)
    rows = []
    for at in range(many):
        words = tuple(rng.choices(WORDS, k=rng.randint(3, 9)))
        parent = tuple(rng.choices(WORDS, k=2)) if at % 3 == 0 else ()
        labels = {
            c
            for c, w in zip(CATEGORIES, ("patient", "take", "ward", "sponsor", "love", "boss"), strict=True)
            if w in words
        }
        setting = f"{rng.choice(('personal', 'professional'))}-{'reply' if parent else 'post'}"
        rows.append(
            LabelledPost(
                file=f"f{at % 8}",
                id=str(at),
                labels=frozenset(labels),
                severity="none",
                is_ordinary=at % 5 == 0,
                is_personal=False,
                evidence=Evidence(words, parent, setting, {"use=x": 1.0, "length": rng.random()}),
                fired=(False,) * 6,
                direct=(False,) * 6,
            )
        )
    return rows


@pytest.fixture(scope="module")
def job() -> train_linear.Task:
    return train_linear.task(invented(160))


def test_run_time_and_training_give_the_same_scores(job: train_linear.Task) -> None:
    rows = np.arange(len(job.files))
    fitted = train_linear.fit(job, rows)
    model = unpack(pack(train_linear.export(job, fitted, {})))
    expected = train_linear.design(job.counts, rows, fitted.weights.chosen) @ fitted.weights.coefficients.T
    expected += fitted.weights.bias
    got = np.array([model.scores(post.evidence) for post in invented(160)])
    # A byte per weight: off by at most half a step of the scale, times the length of the features.
    steps = np.array(model.scale)
    assert np.abs(got - expected).max(axis=0) == pytest.approx(np.zeros(6), abs=float(8 * steps.max()))
    assert np.corrcoef(got.ravel(), expected.ravel())[0, 1] > 0.999


def test_what_is_easily_learned_is_learned(job: train_linear.Task) -> None:
    rows = np.arange(len(job.files))
    fitted = train_linear.fit(job, rows[job.files != "f0"])
    held = rows[job.files == "f0"]
    p = train_linear.predict(job, held, fitted)
    assert ((p[:, 0] > 0.5) == job.truth[held, 0]).mean() > 0.9


def test_all_posts_of_a_file_are_in_one_fold(job: train_linear.Task) -> None:
    folds = train_linear.folds_of(job.files, 4)
    assert len(set(folds)) == 4
    for file in set(job.files):
        assert len(set(folds[job.files == file])) == 1


def test_features_of_held_out_posts_alone_are_not_learned() -> None:
    rows = invented(60)
    only = Evidence(("zebra",) * 3, (), "personal-post", {})
    job = train_linear.task([*rows, *[_with(rows[0], only)] * 5])
    chosen = train_linear.select(job.counts, np.arange(60))
    names = {job.counts.names[0][at] for at in chosen.kept[0]}
    assert "zebra" not in names
    assert "patient" in names


def _with(row: LabelledPost, evidence: Evidence) -> LabelledPost:
    return replace(row, evidence=evidence)


def test_a_threshold_keeps_to_its_budget_of_false_alarms() -> None:
    rng = np.random.default_rng(0)
    truth = rng.random(2000) < 0.3
    p = np.clip(truth * 0.3 + rng.random(2000) * 0.7, 0, 1)
    nothing = np.zeros(2000, dtype=bool)
    clean = ~truth
    strict, _ = train_linear.threshold(p, truth, nothing, nothing, clean, most=0.01, lowest=0.2)
    loose, _ = train_linear.threshold(p, truth, nothing, nothing, clean, most=0.5, lowest=0.2)
    assert (p[clean] >= strict).mean() <= 0.01
    assert loose < strict


def test_platt_recovers_the_slope_of_well_behaved_scores() -> None:
    rng = np.random.default_rng(1)
    scores = rng.normal(size=4000)
    truth = rng.random(4000) < 1 / (1 + np.exp(-(2 * scores - 1)))
    a, b = train_linear.platt(scores, truth)
    assert a == pytest.approx(2, abs=0.25)
    assert b == pytest.approx(-1, abs=0.25)


def test_measures_count_as_they_should() -> None:
    truth, said = np.array([[1], [1], [0], [0]], dtype=bool), np.array([[1], [0], [1], [0]], dtype=bool)
    (row,) = measures.Table.of(truth, said, ["phi"]).rows
    assert (row.many, row.precision, row.recall, row.f1) == (2, 0.5, 0.5, 0.5)
    assert "phi 50.00, any 50.00" in measures.ordinary_alarms(truth, said, np.ones(4, dtype=bool), ["phi"])


@pytest.mark.parametrize(("share_right", "adds"), [(0.3, False), (0.95, True)])
def test_words_alone_mix_a_personal_account_only_where_they_are_mostly_right(
    share_right: float, adds: bool
) -> None:
    many = 200
    rows = [replace(row, is_personal=True, labels=frozenset()) for row in invented(many)]
    sure = [at for at in range(many) if at % 2]
    for at in sure[: int(share_right * len(sure))]:
        rows[at] = replace(rows[at], labels=frozenset({"mixing"}))
    job = train_linear.task(rows)
    probability = np.zeros((many, 6))
    probability[sure, train_linear.MIXING] = 0.9
    nothing = np.zeros((many, 6), dtype=bool)
    least = train_linear.personal_mixing(job, np.arange(many), nothing, probability, [0.5] * 6, [0.5] * 6)
    assert (least <= 0.9) is adds


def test_rules_of_phi_are_asked_with_weights_that_have_not_seen_the_post() -> None:
    rows = [
        replace(
            row,
            labels=frozenset({"phi"} if at % 4 == 0 else ()),
            fired=(True,) * 6,
            signals={"told": 3.0 * (at % 4 == 0)},
        )
        for at, row in enumerate(invented(400))
    ]
    job = train_linear.task(rows)
    fired = train_linear.fired_by(job, np.arange(300), np.arange(300, 400))
    assert fired[:, train_linear.PHI].tolist() == [at % 4 == 0 for at in range(300, 400)]
    assert fired[:, 1:].all()
