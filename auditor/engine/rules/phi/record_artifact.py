"""Words that say a picture shows a record, a screen or a label."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.marks import MarkKind
from auditor.engine.patterns import Worded, lazy
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.story import may_be_told, names, severity_of, spans, story_of
from auditor.engine.words import listed
from auditor.model import Category, Severity, SpanType, Tier

_ENOUGH = 0.22


_READABLE = Worded(
    listed(
        "reads says read shows showing shown peeping peeking visible legible corner ignore cover covered"
        " cropped crop"
        " blurred blur see make out redact zoom never forgot behind still"
    ),
    lazy(
        r"\b(?:wrist ?bands?|bands?|labels?|slips?|sheets?|stickers?|white ?boards?|tracking boards?"
        r"|boards?|charts?|screens?"
        r"|worklists?|census|scripts?|prescriptions?|letters?|boxes|box|bottles?|envelopes?|printouts?"
        r"|x-?rays?|films?|monitors?"
        r"|trolley lists?|theatre lists?|sign-?in sheets?|folders?|binders?|wall|id cards?"
        r"|requests?)\b[^.!?\n]{0,50}?"
        r"\b(?:reads?|says?|show(?:s|ing)?|peep(?:s|ing)|peek(?:s|ing)|visible|legible|in the corner"
        r"|behind me|still on (?:it|there)"
        r"|cover(?:ed)?|cropped|blurred)\b"
        r"|\b(?:ignore|never mind|don't (?:read|look at|zoom(?: in)?(?: on)?)|forgot to (?:crop|blur"
        r"|cover|redact)"
        r"|(?:can|could) (?:just |still |only )?(?:read|make out|see)|covered (?:most|half)|cropped"
        r" (?:most|half))\b[^.!?\n]{0,50}?"
        r"\b(?:names?|surnames?|labels?|bands?|sheets?|boards?|corner|stickers?|uhid|mrn|dob|numbers?"
        r"|screens?|charts?|list|white ?boards?)\b"
    ),
)
"""Words that say what of a record can be read in the picture."""
_IDENTIFIER_WORDS = listed("name names surname surnames uhid mrn dob initials")
_HARMLESS = listed("mock dummy fake simulated training sample template blank fictional invented demo")
_CLINICAL = (MarkKind.DRUG, MarkKind.DOSE, MarkKind.CONDITION, MarkKind.PROCEDURE, MarkKind.ID, MarkKind.UNIT)
_TELLING_VERBS = ("says", "say", "reads", "read", "shows", "show", "showing")
_PLAIN = 0.6


def find(reading: Reading) -> Iterator[Match]:
    """One match where the post shows, by its words, a film, screen, list, band or letter of a patient."""
    found = [mark for mark in reading.of(MarkKind.IMAGE) if mark.detail == "record"]
    readable = _readable(reading)
    if not found and not readable:
        return
    story = story_of(reading)
    is_shown = bool(reading.subject.media_alts) or reading.subject.kind == "caption"
    if not (readable or story.is_told or (is_shown and story.probability >= _ENOUGH)):
        return
    yield Match(
        spans=(*(reading.span(*place, SpanType.IMAGE) for place in readable), *spans(reading, found)),
        reason="The words say that a picture shows a patient's film, screen, list or label; names may be"
        " readable in it.",
        confidence=max(story.probability, _PLAIN if readable else 0.4),
        severity=severity_of(story, Severity.HIGH) if story.is_told else Severity.HIGH,
        terms=story.judgement.terms[:6],
    )


def _readable(reading: Reading) -> tuple[tuple[int, int], ...]:
    """Where the words say that a name or number of a record can be read."""
    text = reading.text
    if not _READABLE.is_met(text) or not text.runs.isdisjoint(_HARMLESS) or "simulation" in reading.cues:
        return ()
    if text.runs.isdisjoint(_IDENTIFIER_WORDS) and not (names(reading) or reading.of(MarkKind.ID)):
        return ()
    found = [match.span() for match in _READABLE.find(text)]
    if reading.of(*_CLINICAL):
        return tuple(found)
    # "The letter says we got the house" tells of no patient; what peeps out of a corner does.
    return tuple(place for place in found if not text.folded.endswith(_TELLING_VERBS, *place))


def may_show(reading: Reading) -> bool:
    """The gate: a patient's story, or words of what can be read in a picture."""
    return may_be_told(reading) or bool(_readable(reading))


RULE = Rule(
    id="phi/record-artifact",
    version=2,
    category=Category.PHI,
    severity=Severity.HIGH,
    tier=Tier.LIKELY_PHI,
    title="A picture of a record, screen or label",
    why=(
        "Films, monitors, whiteboards and wristbands carry names and numbers that the poster no longer sees."
    ),
    citations=("45-cfr-164-514-b2i-P", "45-cfr-164-514-b2i-R"),
    remedy="Open the picture and look at every corner; report it to your privacy officer if a name"
    " shows; then delete.",
    find=find,
    gate=may_show,
    examples=(
        Example(
            "Actual xray from my shift last night, 23M, the bottle went in on its own he says",
            True,
            kind="caption",
        ),
        Example("New cultures on the bench. Ignore the corner, a surname is peeping out of the label.", True),
        Example("Cropped the sheet so that no headline shows. Good morning!", False),
        Example("The letter says we got the house! Thank you Joan.", False),
        Example("Screenshot of the rota. Pray for us.", False),
        Example("How to read a chest x-ray in five steps.", False),
    ),
)
