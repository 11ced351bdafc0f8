"""What the reader said is kept: it is asked once about the same words, and what is found stays the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor import audit
from auditor.engine import AccountContext, Engine, Subject, joint, reader
from auditor.engine.joint import FEATURES, Joint
from auditor.engine.reader import CATEGORIES, DETAILS, Answer, Detail, Question
from auditor.intake import take_in
from auditor.model import FindingFilter
from auditor.store import Vault
from connectors.model import Owner, Use
from tests.store.examples import NOW

STORIES = [f"Our {age} y/o from Tilbury came in last night after the ferry fire." for age in range(81, 89)]
PLAIN = "Coffee, rain, and a good book."
ACCOUNT = AccountContext("x", "@ada_invented", "Ada", Use.PROFESSIONAL, "Nurse.")


class Capricious:
    """A reader that answers each question in its own way, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def ask(self, questions: Sequence[Question]) -> list[Answer]:
        self.asked += [question.text for question in questions]
        return [self._answer(question) for question in questions]

    def _answer(self, question: Question) -> Answer:
        dice = sha256(f"{question.text}\0{question.context}".encode("utf-8", "surrogatepass")).digest()
        logits = tuple((dice[at] - 128) / 17 for at in range(len(CATEGORIES)))
        size = len(question.text)
        start = dice[10] % max(1, size)
        detail = Detail(start, min(size, start + 5), DETAILS[1 + dice[11] % 11], dice[12] / 255)
        return Answer(logits, (detail,) if size else ())


def weights(gate: float = 0.5) -> Joint:
    """A joint that goes by the reader alone, and has it asked from this probability of the words on."""
    rows = {c: [float(f == f"reader {c}") for f in FEATURES] for c in CATEGORIES}
    every = dict.fromkeys(CATEGORIES, 0.5)
    told = {"weights": rows, "bias": dict.fromkeys(CATEGORIES, 0.0), "thresholds": every, "vetoes": every}
    told |= {"gates": dict.fromkeys(CATEGORIES, gate), "least_detail": 0.5, "record": {}}
    return Joint(**{name: told[name] for name in Joint.__slots__})  # type: ignore[arg-type]


@pytest.fixture
def third(monkeypatch: pytest.MonkeyPatch) -> Capricious:
    """A reader in the place of the shipped one, which doubts everything that a rule finds."""
    oracle = Capricious()
    monkeypatch.setattr(reader, "load", lambda: oracle)
    monkeypatch.setattr(reader, "absence", lambda: "")
    monkeypatch.setattr(reader, "digest", lambda: "invented")
    monkeypatch.setattr(joint, "load", weights)
    return oracle


@pytest.fixture
def take(vault: Vault, tmp_path: Path) -> Callable[[Sequence[str]], None]:
    def of(texts: Sequence[str]) -> None:
        lines: list[dict[str, object]] = [
            {"type": "account", "platform": "x", "handle": "@ada_invented", "use": "professional"}
        ]
        lines += [{"type": "item", "id": f"{at}", "kind": "post", "text": t} for at, t in enumerate(texts)]
        path = tmp_path / "posts.jsonl"
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        take_in(vault, [path], now=NOW)

    return of


def found(vault: Vault) -> list[object]:
    every = vault.findings.each(FindingFilter(status=None))
    return sorted((f.finding for f in every), key=lambda f: f.fingerprint)


def change_rules(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr("auditor.engine.catalogue.ruleset", lambda: name)


def test_after_changed_rules_the_reader_is_asked_only_about_what_it_has_not_read(
    vault: Vault, third: Capricious, take, monkeypatch: pytest.MonkeyPatch
) -> None:
    take([*STORIES[:6], PLAIN])
    audit.run(vault, jobs=1, now=NOW)
    assert sorted(third.asked) == STORIES[:6]
    before = found(vault)
    third.asked.clear()
    change_rules(monkeypatch, "other rules")
    assert audit.run(vault, jobs=1, now=NOW).items_read == 7
    assert third.asked == []
    assert found(vault) == before
    take([*STORIES, PLAIN])
    change_rules(monkeypatch, "newest rules")
    audit.run(vault, jobs=1, now=NOW)
    assert sorted(third.asked) == STORIES[6:]


def test_facts_that_the_reader_is_not_told_cost_no_question(vault: Vault, third: Capricious, take) -> None:
    take(STORIES)
    audit.run(vault, jobs=1, now=NOW)
    third.asked.clear()
    vault.owner.set(replace(vault.owner.get(), city="Duluth, MN"))
    assert audit.run(vault, jobs=1, now=NOW).items_read == len(STORIES)
    assert third.asked == []
    vault.owner.set(replace(vault.owner.get(), role="midwife"))
    audit.run(vault, jobs=1, now=NOW)
    assert sorted(third.asked) == STORIES


def test_an_edited_post_is_asked_about_anew(vault: Vault, third: Capricious, take) -> None:
    take(STORIES[:2])
    audit.run(vault, jobs=1, now=NOW)
    third.asked.clear()
    take([STORIES[5], STORIES[1]])
    audit.run(vault, jobs=1, now=NOW)
    assert third.asked == [STORIES[5]]


def test_posts_of_the_same_words_are_asked_about_once(vault: Vault, third: Capricious, take) -> None:
    take([STORIES[0]] * 5)
    audit.run(vault, jobs=1, now=NOW)
    assert third.asked == [STORIES[0]]


def test_unchanged_posts_cost_no_look_at_the_reader_or_its_answers(
    vault: Vault, third: Capricious, take, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(STORIES)
    audit.run(vault, jobs=1, now=NOW)

    def refuse(*_: object) -> None:
        raise AssertionError("nothing had changed")

    monkeypatch.setattr(reader, "load", refuse)
    monkeypatch.setattr(vault.answers, "of", refuse)
    summary = audit.run(vault, jobs=1, now=NOW)
    assert (summary.items_read, summary.items_skipped, summary.no_reader) == (0, len(STORIES), "")


def test_another_readers_answers_are_not_used(
    vault: Vault, third: Capricious, take, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(STORIES)
    audit.run(vault, jobs=1, now=NOW)
    third.asked.clear()
    monkeypatch.setattr(reader, "digest", lambda: "newer")
    audit.run(vault, jobs=1, now=NOW)
    assert sorted(third.asked) == STORIES


def test_an_audit_without_the_reader_leaves_its_answers_for_the_next(
    vault: Vault, third: Capricious, take
) -> None:
    take(STORIES)
    audit.run(vault, jobs=1, now=NOW)
    before = found(vault)
    third.asked.clear()
    assert audit.run(vault, jobs=1, with_reader=False, now=NOW).no_reader == "it was not wanted"
    assert found(vault) != before
    audit.run(vault, jobs=1, now=NOW)
    assert third.asked == []
    open_again = {f.fingerprint for f in before}  # type: ignore[attr-defined]
    assert {f.finding.fingerprint for f in vault.findings.each(FindingFilter())} == open_again


def test_a_reader_that_can_not_be_started_is_told_and_nothing_counts_as_read_by_it(
    vault: Vault, third: Capricious, take, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(STORIES)
    with monkeypatch.context() as patch:
        patch.setattr(reader, "load", lambda: None)
        summary = audit.run(vault, jobs=1, now=NOW)
    assert "can't be started" in summary.no_reader
    assert summary.items_read == len(STORIES)
    summary = audit.run(vault, jobs=1, now=NOW)
    assert (summary.no_reader, summary.items_read) == ("", len(STORIES))
    assert sorted(third.asked) == STORIES


def test_damaged_answers_are_asked_anew_and_mended(
    vault: Vault, third: Capricious, take, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(STORIES[:1])
    audit.run(vault, jobs=1, now=NOW)
    [row] = [one.id for one in vault.items.by_account(vault.accounts.list()[0].id)]
    [(digest, whole)] = vault.answers.of([row]).items()
    vault.answers.keep([(row, digest, whole[:-1])])
    change_rules(monkeypatch, "other rules")
    audit.run(vault, jobs=1, now=NOW)
    assert third.asked == [STORIES[0]] * 2
    assert vault.answers.of([row]) == {digest: whole}


def test_no_word_of_a_post_is_kept_with_an_answer(vault: Vault, third: Capricious, take) -> None:
    take(STORIES)
    audit.run(vault, jobs=1, now=NOW)
    kept = vault.answers.of(range(1, 100))
    assert len(kept) == len(STORIES)
    raw = b"".join(kept.keys()) + b"".join(kept.values())
    assert not any(word.encode() in raw for word in ("Tilbury", "ferry", "night"))
    assert all(len(answer) <= 48 + 17 for answer in kept.values())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(
    texts=st.lists(st.sampled_from([*STORIES, PLAIN, "", "\ud800 \u202e 94 y/o"]), max_size=8),
    known=st.sets(st.integers(min_value=0, max_value=7)),
    gate=st.sampled_from([0.0, 0.5]),
)
def test_the_same_is_found_with_and_without_what_is_known(
    third: Capricious, monkeypatch: pytest.MonkeyPatch, texts: list[str], known: set[int], gate: float
) -> None:
    monkeypatch.setattr(joint, "load", lambda: weights(gate))
    engine = Engine(Owner("Ada Example", "nurse"), [ACCOUNT], b"k" * 32)
    subjects = [Subject(str(at), "post", text) for at, text in enumerate(texts)]
    fresh = engine.read_items(subjects, ACCOUNT)
    answered = [one.answered for at, one in enumerate(fresh) if at in known and one.answered]
    third.asked.clear()
    again = engine.read_items(subjects, ACCOUNT, {one.question: one.answer for one in answered})
    assert again == fresh
    assert len(third.asked) == len(
        {one.answered.question for one in fresh if one.answered} - {one.question for one in answered}
    )
