"""What every patient-information rule asks first: does this post let somebody recognise a patient?

Worked out once per reading from its signals; the rules beside this file say which detail does it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from auditor.engine import scoring
from auditor.engine.marks import Mark, MarkKind
from auditor.engine.reading import SPAN_TYPE, Reading
from auditor.engine.scoring import Judgement
from auditor.engine.signals import PATIENT_NAMES, signals
from auditor.engine.words import listed
from auditor.model import Severity, Span, SpanType

SURE = 0.6
"""From this probability on a finding weighs as much as its rule says; below it, one step less."""
_NOT_DETAILS = frozenset({MarkKind.DRUG, MarkKind.DOSE})
_OF_CARE_TOO = "of care too"
"""What `phrases.toml` says of words of consent that are said of a treatment as often as of a post."""
_SHARING = listed(
    "share shared shares sharing post posted posting photo photos picture pictures pic pics video story"
    " release media publish published tell telling online instagram facebook"
)
_WEIGHTY = 1.0
"""A part of the body, or a role of nobody in particular, is no kind of detail to add up."""
_SENSITIVE = "mark.quasi.sensitive"
TOLD_OF = (("kin-of-patient", SpanType.RELATION), ("outcome", SpanType.CONDITION), ("minor", SpanType.AGE))
"""Cues that tell of a detail without a mark: relatives, outcomes, children."""


@dataclass(frozen=True, slots=True)
class Story:
    """One reading's judgement, and what lowers or raises its severity."""

    judgement: Judgement
    is_told: bool
    """Whether the probability passes the threshold: a patient's story with details that could tell who."""
    has_consent: bool
    """The post says that the patient agreed to its being shared; consent to treatment is none."""
    is_changed: bool
    """The author says that details were changed."""
    is_sensitive: bool
    """A minor, mental health, substance use, sexual or reproductive health, abuse or custody."""
    weight: float
    """Sum of the details' weights (guidelines 2.1)."""

    @property
    def probability(self) -> float:
        """That somebody could recognise a patient."""
        return self.judgement.probability


def story_of(reading: Reading) -> Story:
    """The story of a reading, worked out once."""
    known = reading._cache.get(__name__)
    if isinstance(known, Story):
        return known
    found = signals(reading)
    judgement = scoring.judge(found, scoring.story_weights())
    cues = reading.cues
    story = Story(
        judgement=judgement,
        is_told=judgement.probability >= scoring.story_weights().threshold,
        has_consent=_is_consent_to_sharing(reading),
        is_changed="details-changed" in cues and not confirms_patient(reading),
        is_sensitive=_SENSITIVE in found or "minor" in cues,
        weight=sum({m.kind: m.weight for m in sorted(reading.marks, key=lambda m: m.weight)}.values()),
    )
    reading._cache[__name__] = story
    return story


LEAST = 0.1
"""Below it no rule takes a text for a patient's story, however plain a single detail is."""


def may_be_told(reading: Reading) -> bool:
    """The gate of the rules that ask for a patient's story."""
    return story_of(reading).probability >= LEAST


def confirms_patient(reading: Reading) -> bool:
    """Whether it tells somebody, in answer, of her own care: agreed to or not, all who read it know."""
    return reading.parent is not None and "second-person-care" in reading.cues


def _is_consent_to_sharing(reading: Reading) -> bool:
    """Whether words of consent are about the post: by themselves, or beside words of sharing or a picture."""
    if "consent" not in reading.cues or confirms_patient(reading):
        return False
    if any(h.group.detail == "consent" and h.group.value != _OF_CARE_TOO for h in reading.hits):
        return True
    return bool(reading.of(MarkKind.IMAGE)) or not reading.text.runs.isdisjoint(_SHARING)


def severity_of(story: Story, full: Severity) -> Severity:
    """A rule's full severity, lowered where doubt, consent or changed details speak for it."""
    if story.has_consent or story.is_changed:
        return Severity.LOW
    steps = 0 if story.probability >= SURE else -1
    if story.is_sensitive and full.rank < Severity.HIGH.rank:
        steps += 1
    return max(scoring.shifted(full, steps), Severity.LOW, key=lambda s: s.rank)


def names(reading: Reading) -> list[Mark]:
    """The names that may be a patient's."""
    return [mark for mark in reading.of(MarkKind.NAME) if mark.detail in PATIENT_NAMES]


def details(reading: Reading) -> list[Mark]:
    """Every mark that a reviewer would look at: all but medicines, doses and names of others."""
    return [
        mark
        for mark in reading.marks
        if mark.kind not in _NOT_DETAILS
        and (mark.kind is not MarkKind.NAME or mark.detail in PATIENT_NAMES or mark.detail == "proper")
    ]


def detail_spans(reading: Reading) -> tuple[Span, ...]:
    """The spans of every detail, and of the words that tell of relatives, outcomes and children."""
    spans = [reading.span_of(mark) for mark in details(reading)]
    for cue, kind in TOLD_OF:
        spans += [reading.span(start, end, kind) for start, end in reading.cues.get(cue, ())]
    return tuple(spans)


def frame_spans(reading: Reading) -> tuple[Span, ...]:
    """The words that say whose story it is."""
    return tuple(reading.span(start, end, SpanType.FRAME) for start, end in reading.frame.evidence)


def is_one_detail(reading: Reading) -> bool:
    """Whether there is one kind of detail only, of which another rule tells already: nothing adds up then."""
    told = [mark for mark in details(reading) if mark.weight >= _WEIGHTY]
    kinds = {SPAN_TYPE[mark.kind] for mark in told}
    kinds |= {kind for cue, kind in TOLD_OF if cue in reading.cues and cue != "outcome"}
    return len(kinds) == 1 and any(_has_own_rule(mark) for mark in told)


def _has_own_rule(mark: Mark) -> bool:
    if mark.kind is MarkKind.AGE:
        return mark.detail == "over-89"
    if mark.kind is MarkKind.RELATION:
        return mark.detail in ("uniqueness", "fame", "certain")
    if mark.kind is MarkKind.NAME:
        return mark.detail in PATIENT_NAMES
    return mark.kind in (MarkKind.DATE, MarkKind.PLACE, MarkKind.UNIT, MarkKind.FACILITY)


def spans(reading: Reading, marks: Iterable[Mark]) -> tuple[Span, ...]:
    """The spans of these marks; where nothing adds up, also those that `phi/mosaic` would hold."""
    own = tuple(Span(*reading.text.to_stored(m.start, m.end), SPAN_TYPE[m.kind]) for m in marks)
    return (*own, *detail_spans(reading)) if is_one_detail(reading) else own
