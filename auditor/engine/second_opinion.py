"""Joins the second and third layer to the first: where rules are silent and words are not, and vice versa.

Rules say which detail it is; here a category is added, kept or put in doubt. A plain case (`DIRECT`) is
never put in doubt. Knows no storage and no screen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING

from auditor.engine import catalogue, evidence, joint, lexicon, linear, notes, scoring
from auditor.engine.evidence import Evidence
from auditor.engine.joint import Joint, Said
from auditor.engine.linear import CATEGORIES, LinearModel, Weighed
from auditor.engine.reader import Answer, Detail
from auditor.engine.rule import Match, Rule
from auditor.engine.spans import merged
from auditor.model import Category, Finding, Severity, Span, SpanType, Term
from connectors.model import Use

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

DIRECT = frozenset(
    {
        *("phi/id-number", "phi/zip", "phi/review-reply", "phi/consent-unrecorded", "phi/live-care"),
        "phi/public-figure",
        *("advice/emergency", "disclaimer/unauthorised-voice"),
        *("coi/rx-advertising", "coi/testimonial", "coi/review-integrity", "coi/weak-disclosure"),
        *("mixing/patient-contact", "mixing/scheduling-by-social"),
        *("conduct/discrimination", "conduct/harassment", "conduct/false-credentials"),
        *("conduct/trophy", "conduct/illegal-or-unsafe", "conduct/litigation", "conduct/misinformation"),
    }
)
"""Rules whose word stands whatever the other words of the post are like: they are right in about nine of ten
labelled posts, or rest on what boards acted on and the other layers have seen too little of."""
_OUTRIGHT = frozenset({"phi/name", "phi/contact", "phi/patient-page"})
"""Rules whose word stands where they call it critical."""
_SURE = 0.9
_NAMES = {
    "phi": "a post about a patient that somebody could recognise",
    "advice": "individual advice to somebody who asked in public",
    "disclaimer": "speaking for an institution",
    "coi": "promotion by somebody with a stake",
    "mixing": "private and professional life on the other's account",
    "conduct": "conduct that a committee would ask about",
}


class Verdict(Enum):
    """What becomes of a category."""

    NOTHING = 0
    KEEP = 1
    ADD = 2
    DOUBT = 3


@dataclass(frozen=True, slots=True)
class Opinion:
    """What changes in an item's findings."""

    added: tuple[tuple[Rule, Match], ...]
    doubted: Mapping[Category, Term]
    """Categories whose findings drop to info, with the reason as a term."""
    sure: Mapping[Category, float] = field(default_factory=dict)
    """How likely each category is by all three layers; empty where the reader was not asked."""
    details: tuple[Span, ...] = ()
    """What the reader takes for details of a patient."""


def verdicts(
    probability: Sequence[float],
    fired: Sequence[bool],
    direct: Sequence[bool],
    is_personal: bool,
    thresholds: Sequence[float],
    vetoes: Sequence[float],
    personal_mixing: float | None = None,
) -> tuple[Verdict, ...]:
    """One verdict per category, in the order of CATEGORIES.

    `personal_mixing`: the threshold of mixing on a personal account, where words alone are often wrong;
    None: the same as elsewhere.
    """
    if is_personal and personal_mixing is not None:
        thresholds = [personal_mixing if at == _AT["mixing"] else t for at, t in enumerate(thresholds)]
    out = []
    for p, has_fired, is_direct, least, veto in zip(
        probability, fired, direct, thresholds, vetoes, strict=True
    ):
        if has_fired:
            out.append(Verdict.KEEP if is_direct or p >= veto else Verdict.DOUBT)
        else:
            out.append(Verdict.ADD if p >= least else Verdict.NOTHING)
    if is_personal and any(out[_AT[c]] in _STANDS for c in ("phi", "advice")):
        # Clinical business on a personal account is mixed by that alone.
        out[_AT["mixing"]] = Verdict.KEEP if fired[_AT["mixing"]] else Verdict.ADD
    return tuple(out)


_AT = {name: at for at, name in enumerate(CATEGORIES)}
_STANDS = (Verdict.KEEP, Verdict.ADD)


def said(found: Sequence[Finding]) -> dict[str, float]:
    """For every rule that found something its confidence, halved for what is only information."""
    return {f.rule: f.confidence * (0.5 if f.severity is Severity.INFO else 1.0) for f in found}


def fired(found: Sequence[Finding]) -> tuple[list[bool], list[bool]]:
    """By category: whether a rule found something above info, and whether that was a direct identifier."""
    loud = [f for f in found if f.severity is not Severity.INFO]
    by_rule = {f.category.value for f in loud}
    by_direct = {f.category.value for f in loud if is_direct(f)}
    return [c in by_rule for c in CATEGORIES], [c in by_direct for c in CATEGORIES]


def is_direct(finding: Finding) -> bool:
    """Whether no other layer may doubt it: a plain case, or a patient named or told how to reach outright."""
    return finding.rule in DIRECT or (finding.severity is Severity.CRITICAL and finding.rule in _OUTRIGHT)


@dataclass(frozen=True, slots=True)
class Leaning:
    """What the first two layers make of an item, by category in the order of CATEGORIES."""

    model: LinearModel
    seen: Evidence
    probability: tuple[float, ...]
    fired: Sequence[bool]
    direct: Sequence[bool]


def lean(reading: Reading, found: Sequence[Finding]) -> Leaning | None:
    """The second layer's view of an item and what the rules found in it; None where there is no model."""
    model = linear.load()
    if model is None:
        return None
    seen = evidence.of(reading, said(found))
    probability = list(model.probabilities(seen))
    has_fired, is_direct = fired(found)
    is_personal = reading.account.use is Use.PERSONAL
    if is_personal and not has_fired[_AT["mixing"]] and not evidence.tells_of_care(seen):
        # Weddings and old sofas belong on a personal account, whatever their words share with the other kind.
        probability[_AT["mixing"]] = 0.0
    if not has_fired[_AT["disclaimer"]] and evidence.speaks_for_one(seen):
        # An opinion on a bill is its author's, whatever words it shares with an institution's statement.
        probability[_AT["disclaimer"]] = 0.0
    return Leaning(model, seen, tuple(probability), has_fired, is_direct)


def is_in_doubt(leaning: Leaning) -> bool:
    """Whether the reader should be asked."""
    joined = joint.load()
    return joined is not None and joined.is_in_doubt(leaning.probability, leaning.fired)


def of(reading: Reading, leaning: Leaning, answer: Answer | None) -> Opinion:
    """What changes in an item's findings; `answer`: the reader's, where it was asked."""
    joined = joint.load()
    is_personal = reading.account.use is Use.PERSONAL
    if joined is None or answer is None:
        record = leaning.model.record
        least, vetoes = (list(record[name].values()) for name in ("thresholds", "vetoes"))
        chosen = verdicts(
            leaning.probability,
            leaning.fired,
            leaning.direct,
            is_personal,
            least,
            vetoes,
            record.get("personal mixing"),
        )
        return _opinion(reading, leaning, chosen, leaning.probability, {}, "words")
    said = Said(leaning.probability, answer.logits, leaning.fired, is_personal, reading.parent is not None)
    probability = joined.probabilities(said)
    least, vetoes = ([turns[c] for c in CATEGORIES] for turns in (joined.thresholds, joined.vetoes))
    stands = joint.undoubted(probability, leaning.probability, leaning.fired, leaning.direct)
    chosen = verdicts(probability, leaning.fired, stands, is_personal, least, vetoes)
    opinion = _opinion(reading, leaning, chosen, probability, joined.parts(said), "reader")
    sure = {Category(c): p for c, p in zip(CATEGORIES, probability, strict=True)}
    return replace(opinion, sure=sure, details=_details(reading, joined, answer))


def _opinion(
    reading: Reading,
    leaning: Leaning,
    chosen: Sequence[Verdict],
    probability: Sequence[float],
    parts: Mapping[str, tuple[Term, ...]],
    by: str,
) -> Opinion:
    every = list(zip(CATEGORIES, chosen, probability, strict=True))
    added = []
    for c, verdict, p in every:
        if verdict is Verdict.ADD:
            match = _match(c, p, reading, leaning)
            added.append((_rule(c, reading), replace(match, terms=(*parts.get(c, ()), *match.terms))))
    doubted = {
        Category(c): Term(by, round(p - 1, 3), f"reads unlike {_NAMES[c]} ({p:.0%})")
        for c, verdict, p in every
        if verdict is Verdict.DOUBT
    }
    return Opinion(tuple(added), doubted)


def _details(reading: Reading, joined: Joint, answer: Answer) -> tuple[Span, ...]:
    """Where the reader sees a detail, of the sort that a recogniser sees there.

    Where none does its sort is not told: the reader itself names the right one too rarely.
    """
    size = len(reading.subject.text)
    seen = [reading.span_of(mark) for mark in reading.marks]
    return merged(
        Span(one.start, min(one.end, size), _sort_of(one, seen))
        for one in answer.details
        if one.probability >= joined.least_detail and one.start < size
    )


def _sort_of(one: Detail, seen: Sequence[Span]) -> SpanType:
    sorts = (span.type for span in seen if span.start < one.end and one.start < span.end)
    return next(sorts, SpanType.PHRASE)


def _rule(category: str, reading: Reading) -> Rule:
    """The rule that a finding of words alone is put under."""
    words = reading.text.words
    is_personal = reading.account.use is Use.PERSONAL
    fitting = {
        "phi": "phi/mosaic",
        "advice": "advice/individual",
        "disclaimer": "disclaimer/post-affiliation",
        "coi": "coi/undisclosed-sponsor",
        "mixing": "mixing/clinical-on-personal" if is_personal else "mixing/personal-on-professional",
        "conduct": "conduct/patient-derision"
        if words & {"patient", "patients", "pt", "pts", "they", "them"}
        else "conduct/colleague-disparagement",
    }
    return catalogue.get(fitting[category])


def _match(category: str, probability: float, reading: Reading, leaning: Leaning) -> Match:
    rule = _rule(category, reading)
    heaviest: Sequence[Weighed] = leaning.model.explain(leaning.seen, category)
    shown = [one for one in heaviest if _is_telling(one.feature)][:5]
    told = ", ".join(f"“{one.feature}”" for one in shown)
    severity = rule.severity if probability >= _SURE else scoring.shifted(rule.severity, -1)
    return Match(
        spans=_spans(category, reading),
        reason=f"Reads like {_NAMES[category]}." + (f" Words that weighed most: {told}." if told else ""),
        confidence=probability,
        severity=max(severity, Severity.LOW, key=lambda s: s.rank),
        terms=tuple(
            Term(f"words {one.feature}", round(one.weight, 3), _note(one.feature)) for one in heaviest
        ),
    )


def _note(feature: str) -> str:
    """What a feature of the second layer says: the note of a signal, or that it is wording."""
    bare = feature.removeprefix("^")
    if note := notes.note_of(bare):
        return note
    return "this kind of word" if "<" in bare else "this wording"


def _is_telling(feature: str) -> bool:
    """Whether a reader would see a reason in it: words, and not only such as "the" or "we"."""
    everyday = lexicon.common_words()
    words = feature.split()
    return all(w.isalnum() for w in words) and any(everyday.get(w, 0.0) < 5.8 for w in words)


def _spans(category: str, reading: Reading) -> tuple[Span, ...]:
    """For patient information the details that were recognised; elsewhere it rests on the whole text."""
    if category != "phi":
        return ()
    return tuple(reading.span_of(mark) for mark in reading.marks if mark.weight > 0)


__all__ = [
    *("DIRECT", "Leaning", "Opinion", "Verdict"),
    *("fired", "is_in_doubt", "lean", "of", "said", "verdicts"),
]
