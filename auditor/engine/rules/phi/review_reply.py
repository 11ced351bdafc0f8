"""Replies to reviews, and replies that confirm that somebody is a patient."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues import own_patient
from auditor.engine.marks import MarkKind
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.story import SURE, may_be_told, names, severity_of, spans, story_of
from auditor.engine.signals import signals
from auditor.model import Category, Severity, SpanType, Tier

_ENOUGH_ON_REVIEW_SITE = 0.3
_ENOUGH = 0.45


def find(reading: Reading) -> Iterator[Match]:
    """One match where a reply tells the person answered about care, visit, bill or treatment of hers."""
    if reading.parent is None:
        return
    in_public = own_patient.told_in_public(reading)
    told = (*reading.cues.get("second-person-care", ()), *in_public, *own_patient.recalls_care(reading))
    if not told:
        return
    story = story_of(reading)
    signs = signals(reading)
    is_review = "account.review-site" in signs
    is_plain = bool(in_public) or (is_review and _names_her_care(reading))
    if not is_plain and story.probability < (_ENOUGH_ON_REVIEW_SITE if is_review else _ENOUGH):
        return
    yield Match(
        spans=(*(reading.span(a, b, SpanType.FRAME) for a, b in told), *spans(reading, names(reading))),
        reason="The reply tells of the person's own care, visit or bill; even saying that someone is a"
        " patient discloses.",
        confidence=max(story.probability, SURE) if is_plain else story.probability,
        severity=severity_of(
            story, Severity.CRITICAL if is_review or "parent.review" in signs else Severity.HIGH
        )
        if not in_public or story.probability >= SURE
        else Severity.HIGH,
        terms=story.judgement.terms[:6],
    )


def may_answer(reading: Reading) -> bool:
    """The gate: an answer in a patient's story, or to somebody who shows to be a patient."""
    if reading.parent is None:
        return False
    return may_be_told(reading) or bool(own_patient.told_in_public(reading))


def _names_her_care(reading: Reading) -> bool:
    """Whether it says "your" of a condition, a procedure or a medicine: whose else than the reviewer's?"""
    folded = reading.text.folded
    return any(
        folded.startswith("your ", max(0, mark.start - 5))
        for mark in reading.of(MarkKind.CONDITION, MarkKind.PROCEDURE, MarkKind.DRUG)
    )


RULE = Rule(
    id="phi/review-reply",
    version=3,
    category=Category.PHI,
    severity=Severity.CRITICAL,
    tier=Tier.LIKELY_PHI,
    title="A reply that confirms someone is a patient",
    why=(
        "Regulators have fined practices for replies that named a reviewer or told of the visit; the law "
        "holds even where the patient wrote first."
    ),
    citations=("hhs-ocr-review-replies",),
    remedy="Tell your privacy officer; replace it by a neutral reply with a telephone number and"
    " nothing of the reviewer.",
    find=find,
    gate=may_answer,
    examples=(
        Example(
            "Renata, your chart tells another story: you missed your appointment twice and your crown"
            " was paid in March.",
            True,
            parent="★☆☆☆☆ Renata V.: Rude staff.",
            kind="reply",
        ),
        Example(
            "Came back fine Lori, the sugar's down, stay on what you're on.",
            True,
            parent="Doc sorry to bug you here, did my bloodwork come back?",
            kind="reply",
        ),
        Example(
            "I can't look at results on here. Please call the office in the morning.",
            False,
            parent="Doc sorry to bug you here, did my bloodwork come back?",
            kind="reply",
        ),
        Example(
            "We take feedback seriously; please call our office.",
            False,
            parent="★☆☆☆☆ Renata V.: Rude staff.",
            kind="reply",
        ),
        Example("Thank you! See you at the conference.", False, parent="Great talk", kind="reply"),
    ),
)
