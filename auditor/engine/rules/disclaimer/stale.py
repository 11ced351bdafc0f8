"""A bio that tells of a post, a stage of training or a certificate that is over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor.engine.cues.institutions import named, other_institution
from auditor.engine.cues.phrases import Places, spans
from auditor.engine.patterns import lazy
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.edition import EDITION
from auditor.model import Category, Severity, SpanType, Tier

_HEAD = r"(?:\A|[.|•·,;/–—\n(]|\b(?:currently|now|am|i'm|im)\b)\W{0,3}(?:an? )?"
_STUDENT = lazy(
    rf"{_HEAD}(?:\w+[ -]){{0,2}}?((?:pre-?)?med(?:ical)? student|med school|student (?:nurse|midwife|doctor"
    r"|paramedic|physio)|nursing student|ms[1-4]\b|m[1-4] at\b|(?:dental|pharmacy|pa) student)"
)
_TRAINEE = lazy(
    rf"{_HEAD}(?:\w+[ -]){{0,2}}?((?:incoming )?pgy-? ?[1-7]\b|(?:junior|chief) (?:resident|doctor|registrar)"
    r"|(?:medicine|surgery|surgical|em|psychiatry|pediatrics?|paediatrics?|radiology|anesthesiology) resident"
    r"|resident (?:physician|doctor)|house officer|foundation (?:year|doctor)|fy[12]\b|sho\b|registrar\b"
    r"|newly qualified nurse|nqn\b|new grad(?:uate)?(?: nurse| rn)?\b)"
)
_OVER = lazy(r"\b(?:ex|former(?:ly)?|once|was|used to be|retired|recovering|teach\w*|mentor\w*|train\w*)\b")
_IS_STUDENT = lazy(r"student|school|trainee|undergrad")
_IS_TRAINEE = lazy(
    r"resident|intern\b|registrar|trainee|fellow|house officer|foundation|fy\d|pgy|junior|student|newly|new"
    r" grad"
    r"|senior house"
)
_IS_SENIOR = lazy(r"attending|consultant|professor|chief of|head of|director|partner|principal|retired")
_CERTIFIED = lazy(
    r"\b(?:certified|registered|licen[sc]ed|registration|licen[sc]e|[ab]cls|bls|pals|atls|nrp|valid"
    r"|cert(?:s|ified)?)"
    r"\b[^.|\n•]{0,24}?\b(?:until|till|through|thru|to|exp(?:ires|iry|\.)?|expires?)\b[: ]{0,3}"
    r"(?:\w{3,9}\.? |\d{1,2}[/.-]){0,2}(20\d\d)\b"
)
_LEFT = lazy(r"\b(?:former(?:ly)?|ex|past|previous(?:ly)?|left|until|till)\b|[–-] ?(?:19|20)\d\d\)")
_MARKED_LEFT = lazy(r"(?i)^\W*(?:former(?:ly)?|ex|past|previous(?:ly)?)\W+")
_TOLD_AS_PAST = lazy(
    r"\b(?:ex|former(?:ly)?|previous(?:ly)?|prev|past|alum\w*|trained|training|studied|graduate[ds]?|grad"
    r"|degree"
    r"|phd|fan|supporter|season|board|trustee|member|fellow|volunteer|lecturer|faculty|honorary|visiting)\b"
)


def find(reading: Reading) -> Iterator[Match]:
    """Matches where the bio contradicts what the owner says of her work, or names a year that is over."""
    yield from _stage(reading)
    left, unknown = _institutions(reading)
    if left:
        yield Match(
            spans(reading, left), "The bio names a place of work that you gave as a former one.", 0.85
        )
    elif unknown:
        yield Match(
            spans(reading, unknown),
            "The bio names an institution that is not among the employers you gave; is it current?",
            0.4,
            severity=Severity.INFO,
        )


def _institutions(reading: Reading) -> tuple[Places, Places]:
    """Where a bio names, as if it were current, an employer given as former, and one that was not given."""
    owner, text = reading.owner, reading.text
    former = tuple(one for one in owner.employers if _LEFT.search(one.casefold()))
    current = tuple(one for one in owner.employers if one not in former)
    if not owner.employers or _TOLD_AS_PAST.search(text.folded[:2_000]):
        return (), ()
    names = tuple(_MARKED_LEFT.sub("", one) for one in former)
    left = named(text, replace(owner, employers=names)) if names else ()
    if left or named(text, replace(owner, employers=current)):
        return left, ()
    return (), other_institution(text)


def _stage(reading: Reading) -> Iterator[Match]:
    folded = reading.text.folded[:2_000]
    role = reading.owner.role.casefold()
    if role and (place := _earlier_stage(folded, role)) is not None:
        yield Match(
            (reading.span(*place, SpanType.PHRASE),),
            "The bio tells of an earlier stage than the role you gave.",
            0.75,
        )
    for match in _CERTIFIED.finditer(folded):
        if int(match.group(1)) < EDITION.year:
            yield Match(
                (reading.span(*match.span(), SpanType.PHRASE),),
                "The bio names a certificate or licence whose year is over.",
                0.8,
            )


def _earlier_stage(folded: str, role: str) -> tuple[int, int] | None:
    """Where a bio says student of somebody who is none any more, or trainee of somebody who trains others."""
    for stage, same in ((_STUDENT, _IS_STUDENT), (_TRAINEE, _IS_TRAINEE)):
        match = stage.search(folded)
        if (
            match is None
            or same.search(role)
            or _OVER.search(folded, max(0, match.start(1) - 24), match.end())
        ):
            continue
        if stage is _STUDENT or _IS_SENIOR.search(role):
            return match.span(1)
    return None


RULE = Rule(
    id="disclaimer/stale",
    version=1,
    category=Category.DISCLAIMER,
    severity=Severity.LOW,
    tier=Tier.HOUSEKEEPING,
    title="A bio that is out of date",
    why=(
        "What can be read about you is taken for true: a stage of training, a post or a certificate that is "
        "over misleads whoever weighs your words by it."
    ),
    citations=("acp-fsmb-2013-p4",),
    remedy="Bring the bio up to date.",
    find=find,
    scope="bio",
    examples=(
        Example("Nurse. ACLS certified until 2019. Cats.", True, kind="bio"),
        Example("Student nurse, tea, tired.", True, kind="bio"),
        Example("Nurse. Once a student nurse, now I sign their forms.", False, kind="bio"),
        Example("Nurse since 2012. Cats.", False, kind="bio"),
    ),
)
