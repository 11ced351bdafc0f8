"""Every signal that can be shown as a reason has a note in words."""

from __future__ import annotations

import pytest

from auditor.engine import AccountContext, Engine, Subject, scoring, signals
from auditor.engine.notes import note_of
from auditor.engine.recognizers import phrases
from connectors.model import Owner, Use


def test_every_weighed_signal_has_a_note() -> None:
    assert [name for name in scoring.story_weights().of if not note_of(name)] == []


def test_every_cue_has_a_note() -> None:
    cues = {group.detail for _, group in phrases._phrases() if group.kind == "cue"}

    assert cues
    assert [cue for cue in sorted(cues) if not note_of(f"cue.{cue}")] == []


def test_every_pair_has_a_note() -> None:
    names = [name for pairs in signals._TOGETHER.values() for _, _, name in pairs]

    assert len(names) == len(signals._PAIRS)
    assert [name for name in names if not note_of(name)] == []


@pytest.mark.parametrize(
    ("signal", "note"),
    [
        ("sum.kinds", "several kinds of detail"),
        ("mark.date.relative", "a time close to the post"),
        ("with.rare.time", "something rare and a day or time together"),
        ("near.name.health", "a matter of health close to a name"),
        ("parent.praise", "what it answers: praise"),
        ("mark.contact.fax", "a way to reach somebody"),
        ("no.such-signal", ""),
    ],
)
def test_notes_are_composed_as_names_are(signal: str, note: str) -> None:
    assert note_of(signal) == note


def test_terms_of_a_finding_carry_their_notes() -> None:
    account = AccountContext("x", "@q", "Quill", Use.PROFESSIONAL, "Nurse.")
    text = "Tonight in bay 3: our first botulism in a decade, his wife is our librarian"
    found = Engine(Owner(name="Quill"), (account,), b"k").audit_item(Subject("1", "post", text), account)
    terms = [term for finding in found for term in finding.terms]

    assert terms
    assert [term.signal for term in terms if not term.note] == []
