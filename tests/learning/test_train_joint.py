"""The three layers are weighed in folds, thresholds pay for false alarms, gates lose hardly any."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

np = pytest.importorskip("numpy", reason="numpy is in the extra `learn`")
pytest.importorskip("sklearn", reason="scikit-learn is in the extra `learn`")

from auditor.engine.evidence import Evidence  # noqa: E402
from auditor.engine.linear import CATEGORIES  # noqa: E402
from auditor.engine.reader import Detail  # noqa: E402
from auditor.learning import train_joint  # noqa: E402
from auditor.learning.labelled import GoldSpan  # noqa: E402
from auditor.learning.posts import LabelledPost  # noqa: E402

PHI = 0


def invented(many: int = 240) -> list[LabelledPost]:
    return [
        LabelledPost(
            file=f"f{at % 8}",
            id=str(at),
            labels=frozenset(CATEGORIES[at % 7 : at % 7 + 1]),
            severity="high" if at % 7 == 0 else "none",
            is_ordinary=at % 2 == 0,
            is_personal=False,
            evidence=Evidence(("a",), (), "professional-post", {}),
            fired=(False,) * 6,
            direct=(False,) * 6,
        )
        for at in range(many)
    ]


def layers(folder: Path, rows: list[LabelledPost]) -> tuple[Path, Path]:
    """Words that know nothing and a reader that knows everything, as their files tell it."""
    linear = folder / "linear.jsonl"
    entries = [
        {"file": r.file, "id": r.id, "probability": [0.3] * 6, "fired": [False] * 6, "said": [False] * 6}
        for r in rows
    ]
    linear.write_text("\n".join(map(json.dumps, entries)), encoding="utf-8")
    told = [
        {
            "file": r.file,
            "id": r.id,
            "persona": "p",
            "logits": [3.0 if c in r.labels else -3.0 for c in CATEGORIES],
            "details": [[0, 4, "NAME", 0.8]],
        }
        for r in rows
    ]
    (folder / "reader-0.jsonl").write_text("\n".join(map(json.dumps, told)), encoding="utf-8")
    return linear, folder


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> train_joint.Task:
    rows = invented()
    return train_joint.task(rows, *layers(tmp_path_factory.mktemp("layers"), rows))


def test_a_layer_that_knows_is_believed_on_files_it_was_not_weighed_on(job: train_joint.Task) -> None:
    p, said = train_joint.cross_validate(job)
    assert (said[:, PHI] == job.truth[:, PHI]).all()
    assert p[job.truth[:, PHI], PHI].min() > p[~job.truth[:, PHI], PHI].max()
    assert train_joint.high_recall(job, said) == 1.0


def test_posts_of_which_a_layer_says_nothing_are_left_out(tmp_path: Path) -> None:
    rows = invented(12)
    linear, folder = layers(tmp_path, rows[:8])
    assert [row.id for row in train_joint.task(rows, linear, folder).rows] == [row.id for row in rows[:8]]


def test_false_alarms_on_ordinary_posts_raise_the_threshold() -> None:
    p = np.array([0.3] * 10 + [0.9] * 10 + [0.3] * 5)
    truth = np.array([True] * 20 + [False] * 5)
    no = np.zeros(25, dtype=bool)
    assert train_joint.threshold(p, truth, no, no) <= 0.3
    ordinary = ~truth
    assert train_joint.threshold(p, truth, no, ordinary) > 0.3


def test_a_direct_identifier_stands_whatever_the_threshold() -> None:
    p, truth = np.array([0.05, 0.9]), np.array([True, True])
    assert train_joint.threshold(p, truth, np.array([True, False]), ~truth) <= 0.9


def test_hardly_any_post_is_lost_at_the_gate(job: train_joint.Task) -> None:
    chosen = train_joint.gates(job, job.truth)
    assert set(chosen) == set(CATEGORIES)
    assert train_joint.asked(job, chosen)[job.truth.any(axis=1)].all()


def test_the_gates_budget_is_spent_where_it_saves_questions(job: train_joint.Task) -> None:
    mixing = CATEGORIES.index("mixing")
    clean = ~job.truth.any(axis=1)
    words = np.where(job.truth, 0.9, 0.001)
    words[clean, mixing] = 0.3
    words[np.flatnonzero(job.truth[:, PHI])[0], PHI] = 0.05
    loud = replace(job, words=words, is_ordinary=np.ones(len(job.rows), dtype=bool))
    chosen = train_joint.gates(loud, loud.truth)
    assert chosen["mixing"] > 0.3
    assert chosen["phi"] <= 0.05
    assert not train_joint.asked(loud, chosen)[clean].any()


def test_details_are_told_from_where_enough_of_them_are_right() -> None:
    gold = [
        ([GoldSpan(0, 4, "NAME")], [Detail(0, 4, "NAME", 0.9), Detail(10, 12, "AGE", 0.3)]),
        ([GoldSpan(5, 9, "AGE")], [Detail(5, 9, "AGE", 0.5), Detail(20, 22, "AGE", 0.25)]),
    ]
    least, touched, right = train_joint.least_detail(gold)
    assert 0.3 < least <= 0.34
    assert (touched, right) == (1.0, 1.0)
