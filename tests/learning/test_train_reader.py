"""What the reader is taught: circumstances now and then untold, labels leaned towards unseen answers."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="torch is in the extra `learn`")
pytest.importorskip("numpy", reason="numpy is in the extra `learn`")

from auditor.engine.reader import CATEGORIES  # noqa: E402
from auditor.learning import labelled, train_reader  # noqa: E402
from auditor.learning.labelled import LabelledText  # noqa: E402


def some_texts(many: int = 40) -> list[LabelledText]:
    return list(labelled.read([labelled.CORPORA / "dev-1.jsonl"]))[:many]


def test_employer_and_role_are_untold_now_and_then_and_apart_from_each_other() -> None:
    [one, *_] = some_texts(1)
    rng = random.Random(1)

    told = [train_reader.partly_told(one, rng).persona for _ in range(2000)]

    without_employer = [not persona.employer for persona in told]
    without_role = [not persona.role for persona in told]
    assert sum(without_employer) / 2000 == pytest.approx(train_reader.UNTOLD, abs=0.04)
    assert sum(without_role) / 2000 == pytest.approx(train_reader.UNTOLD, abs=0.04)
    both = sum(a and b for a, b in zip(without_employer, without_role, strict=True))
    assert both / 2000 == pytest.approx(train_reader.UNTOLD**2, abs=0.03)


def test_untold_changes_nothing_else() -> None:
    [one, *_] = some_texts(1)

    told = train_reader.partly_told(one, random.Random(3))

    assert (told.text, told.labels, told.spans) == (one.text, one.labels, one.spans)
    assert told.persona.conflicts == one.persona.conflicts


def test_a_label_leans_towards_what_a_reader_said_that_had_not_learned_it(tmp_path: Path) -> None:
    texts = some_texts(3)
    wanted = torch.tensor([[float(name in one.labels) for name in CATEGORIES] for one in texts])
    answer = {
        "file": texts[0].persona.file,
        "persona": texts[0].persona.key,
        "handle": texts[0].account.handle,
        "id": texts[0].id,
        "logits": [4.0] * len(CATEGORIES),
    }
    (tmp_path / "reader-0.jsonl").write_text(json.dumps(answer) + "\n", encoding="utf-8")
    weight = torch.full((len(CATEGORIES),), 2.0)

    made = train_reader.leaned(wanted, weight, texts, tmp_path)

    # Odds of e**4, halved because a label weighed twice its absence when that reader was trained.
    odds = float(torch.tensor(4.0).exp()) / 2
    said = odds / (1 + odds)
    share = train_reader.SHARE_OF_OTHERS
    assert made[0].tolist() == pytest.approx([(1 - share) * w + share * said for w in wanted[0].tolist()])
    assert torch.equal(made[1:], wanted[1:])


def test_files_that_were_learned_from_are_no_unseen_ones(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"dev-1\.jsonl"):
        train_reader.unseen(tmp_path, [labelled.CORPORA / "dev-1.jsonl"], tmp_path / "answers.jsonl")


def test_a_label_of_ordinary_life_leans_nowhere() -> None:
    texts = list(labelled.read([labelled.CORPORA / "ordinary-1.jsonl"]))[:60]
    wanted = torch.zeros((len(texts), len(CATEGORIES)))

    made = train_reader.leaned(wanted, torch.full((len(CATEGORIES),), 2.0), texts)

    assert torch.equal(made, wanted)
