"""A patient's telephone number or e-mail address."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.marks import MarkKind
from auditor.engine.patterns import Worded, lazy
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.story import SURE, Story, may_be_told, severity_of, spans, story_of
from auditor.engine.words import listed
from auditor.model import Category, Severity, Tier
from connectors.model import Use

_CLEARLY = 0.2
_PUBLIC_LINE = Worded(
    listed(
        "manager manageress reception receptionist desk office practice clinic suite booking bookings"
        " book ley hours closed closes shuts hiring recruiting recruit wanted vacancy vacancies resumes"
        " resume résumé résumés cv cvs referral referrals relations liaison pals jobs healthline"
        " coordinador coordinadora course class syllabus discuss discussing say talk confirm comment enrol"
        " enroll tickets whatsapp"
    ),
    lazy(
        r"\b(?:(?:practice|office|clinic|ward|complaints) manager(?:ess)?|reception|receptionist"
        r"|(?:front|main|help|information|liaison) desk|suite \d+|(?:on-?line )?bookings?|booking line"
        r"|to book|(?:opening|our|summer|winter|holiday|christmas) hours|closed|closes|shuts|hiring"
        r"|recruit(?:ing)?|wanted|vacanc(?:y|ies)|r[eé]sum[eé]s?|cvs?|referrals? (?:by|to|still)"
        r"|patient relations|pals|after[- ]hours|nhs jobs|healthline|coordinadora?"
        r"|(?:course|class|(?:spring|autumn) block|syllabus)\b[^.!?\n]{0,60}"
        r"\b(?:whatsapp|enroll?|tickets|still answers)"
        r"|(?:can|could|may|will|do|does|did|wo|ca)(?:n't|'t| not|not)?(?: \w+){0,2}"
        r" (?:say|talk|discuss|confirm|comment)|(?:without|hard to) discuss(?:ing)?|por ley no)\b"
    ),
)
"""Words by which a practice gives its own line: hours, a post to fill, a course, an answer of nothing."""


_OF_SOMEBODY = lazy(
    r"\b(?:(?<!my )(?<!our )(?:son|daughter|mum|mom|mam|dad|father|mother|wife|husband|partner|brother"
    r"|(?:his|her|their|the|a) sister|sister's|gran|nan|grandson|granddaughter|niece|nephew|abuela|abuelita"
    r"|abuelo|mam[aá]|pap[aá]|proxy|publican|landlady|neighbou?r|carer|caretaker)(?:'s)?|owner of|intake form"
    r"|the form (?:said|says)|(?:client|pt|patient)'s|voicemails?|we(?:'ve| have)? tried|it went to)\b"
    r"(?! relations)[^.!?\n]{0,40}$"
)
"""What stands before a number or address that is a patient's or a relative's, and none of the practice's."""


def find(reading: Reading) -> Iterator[Match]:
    """One match where a patient's story holds a number or address that is not the practice's own."""
    found = reading.of(MarkKind.CONTACT)
    if not found:
        return
    story, words = story_of(reading), reading.cues
    is_somebodys = _is_somebodys(reading)
    is_told = story.is_told or is_somebodys
    if not is_told and story.probability < _CLEARLY:
        return
    if "decline" in words and "secrecy" not in words:
        return
    if "promotion" in words and not is_told:
        return
    if story.probability < SURE and any(_PUBLIC_LINE.find(reading.text)):
        return
    yield Match(
        spans=spans(reading, found),
        reason="A telephone number or e-mail address stands in what reads as a patient's story; it may"
        " identify the patient.",
        confidence=max(story.probability, SURE if is_somebodys else 0.5),
        severity=_severity(story, is_somebodys),
        terms=story.judgement.terms[:6],
    )


def _severity(story: Story, is_somebodys: bool) -> Severity:
    """Full where the words say whose it is, whatever else the story is like; lowered by consent alone."""
    if is_somebodys and not (story.has_consent or story.is_changed):
        return Severity.CRITICAL
    return severity_of(story, Severity.CRITICAL)


def _is_somebodys(reading: Reading) -> bool:
    """Whether the words before say so, on an account that speaks of work."""
    folded = reading.text.folded
    return reading.account.use is not Use.PERSONAL and any(
        _OF_SOMEBODY.search(folded, max(0, mark.start - _BEFORE), mark.start)
        for mark in reading.of(MarkKind.CONTACT)
    )


_BEFORE = 60


def may_be_a_patients(reading: Reading) -> bool:
    """The gate: a patient's story, or a number that its words give to a patient or a relative."""
    return may_be_told(reading) or _is_somebodys(reading)


RULE = Rule(
    id="phi/contact",
    version=2,
    category=Category.PHI,
    severity=Severity.CRITICAL,
    tier=Tier.LIKELY_PHI,
    title="A patient's telephone number or e-mail address",
    why=(
        "A way to reach the patient or a relative leads straight to who it is; telephone, fax and e-mail "
        "are identifiers of their own."
    ),
    citations=("45-cfr-164-514-b2i-D",),
    remedy="Tell your privacy officer before anything is deleted; then delete the post.",
    find=find,
    gate=may_be_a_patients,
    examples=(
        Example(
            "Does anyone know her mum? She missed two sessions and his number 555-0147 is dead, tell"
            " her to ring our ward",
            True,
        ),
        Example("Call 555-0142 to book your flu jab.", False, note="the clinic's own number"),
        Example(
            "We can't say here whether anybody was seen with us; our practice manager is on 555-0163.",
            False,
            parent="★☆☆☆☆ Waited two hours and my eyelid still droops.",
            kind="reply",
        ),
        Example("Questions about the course? Email hello@example.org", False),
    ),
)
