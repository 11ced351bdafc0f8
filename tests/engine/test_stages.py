"""Reading several items at once finds what reading each by itself finds."""

from __future__ import annotations

from itertools import islice

from auditor.engine import AccountContext, Engine, Subject
from auditor.learning import labelled
from connectors.model import Owner, Use

ACCOUNT = AccountContext("x", "@invented", "Quill Invented", Use.PROFESSIONAL, "Nurse.")
ENGINE = Engine(Owner(name="Quill Invented", role="nurse", city="Ely, MN"), (ACCOUNT,), b"key")


def test_items_read_at_once_are_read_as_each_by_itself() -> None:
    posts = islice(labelled.read(sorted(labelled.CORPORA.glob("*.jsonl"))), 0, None, 25)
    subjects = [Subject(p.id, p.kind, p.text, p.posted, p.parent) for p in posts if p.kind != "bio"]
    subjects += [Subject("empty", "post", ""), Subject("odd", "reply", "\u202e\x00\u0301", None, "\u0301?")]

    at_once = [read.findings for read in ENGINE.read_items(subjects, ACCOUNT)]

    assert at_once == [ENGINE.audit_item(subject, ACCOUNT) for subject in subjects]
    assert sum(map(len, at_once)) > len(subjects) / 10
