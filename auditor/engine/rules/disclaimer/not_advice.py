"""A thread of health education with nothing to say that it is no advice to anyone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from auditor.engine.cues.advice import health_words
from auditor.engine.cues.phrases import word_set
from auditor.engine.patterns import lazy
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.model import Category, Severity, SpanType, Tier
from connectors.model import Use

_THREAD = lazy(
    r"\A\W{0,3}(?:(?:a )?(?:short |quick |long |mini )?thread\b|1 ?/ ?(?:\d{1,2}\b|\s)|1\)|\(1/\d{1,2}\))"
    r"|🧵|\ba (?:short |quick |long )?thread\W{0,3}\Z"
)
_SAID = lazy(
    r"\bnot (?:meant as |intended as )?(?:\w+ )?advice\b|\bgeneral (?:info|information|education)\b"
    r"|\b(?:for |purely )?educational?\b.{0,12}\b(?:only|purposes)\b|\binformation only\b"
    r"|\b(?:ask|see|ring|call|phone|talk to|speak to|speak with|check with) (?:your|a|an) (?:own )?"
    r"(?:gp|doctor|midwife|nurse|pharmacist|team|clinician|provider|pcp|dentist|vet)\b"
    r"|\b(?:can't|cannot|don't|won't) advise\b"
)
_FEWEST = 2
"""So many words of health make a thread one of health."""


def find(reading: Reading) -> Iterator[Match]:
    """One note at the head of a health thread where neither it nor the bio says what it is not."""
    if reading.parent is not None or reading.account.use is Use.PERSONAL or Category.PHI in reading.found:
        return
    folded = reading.text.folded[:4_000]
    head = _THREAD.search(folded) if _may_be_thread(folded) else None
    if head is None or _SAID.search(folded) or _bio_says(reading.account.bio):
        return
    clinical = reading.text.words & word_set("health", "clinical")
    if health_words(reading.text) + len(clinical) >= _FEWEST:
        yield Match(
            (reading.span(*head.span(), SpanType.PHRASE),),
            "It teaches about health in a thread and does not say that it is general information.",
            0.3,
        )


def _may_be_thread(folded: str) -> bool:
    return "thread" in folded or "🧵" in folded or "1" in folded[:6]


@lru_cache(maxsize=256)
def _bio_says(bio: str) -> bool:
    return _SAID.search(bio.casefold()[:2_000]) is not None


RULE = Rule(
    id="disclaimer/not-advice",
    version=1,
    category=Category.DISCLAIMER,
    severity=Severity.INFO,
    tier=Tier.HOUSEKEEPING,
    title="Teaching without \u201cgeneral information\u201d",
    why=(
        "Somebody will read a general thread as an answer to her own case; one line at its head, or in the "
        "bio, says that it is none."
    ),
    citations=("seed-2",),
    remedy="Add \u201cGeneral information, not medical advice\u201d to the bio or the thread's first post.",
    find=find,
    examples=(
        Example("🧵 Asthma inhalers: why the blue one alone is a warning sign. 1/ Steroids first.", True),
        Example("🧵 Asthma inhalers, general information only. 1/ The blue one alone is a warning.", False),
        Example("1/ A short thread on sourdough, in which I am wrong.", False),
    ),
)
