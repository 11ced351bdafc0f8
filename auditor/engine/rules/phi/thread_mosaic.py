"""Details that add up over several posts: none says enough alone, together they single somebody out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from auditor.engine import mosaic
from auditor.engine.gathering import Gathering, Share, Surroundings, gatherings
from auditor.engine.marks import MarkKind
from auditor.engine.reading import Reading, Subject
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.scoring import confidence
from auditor.engine.spans import merged
from auditor.engine.thread import Told
from auditor.engine.trace import trace_of
from auditor.model import Category, Finding, Severity, Term, Tier

_MIDDLE, _SLOPE = 5.0, 0.5
"""A sum of 6 speaks for it as 0.62, one of 9 as 0.88; both times how surely it is one patient."""
_NAMED = 3
"""So many other posts are named by their day in the reason; the terms list them all."""


def findings(gathering: Gathering, around: Surroundings) -> Iterator[tuple[Told, Finding]]:
    """One finding for each post that adds to what they tell together and has none of its own."""
    for share in gathering.reported:
        yield share.told, _finding(gathering, share, around)


def find(reading: Reading) -> Iterator[Match]:
    """One match where a post and the one it answers, taken for the author's own, say enough only together."""
    earlier = reading.subject.parent_text
    if earlier is None:
        return
    now = reading.subject.created_at or _SOME_DAY
    before = Subject("earlier", reading.subject.kind, earlier, now - timedelta(hours=1))
    later = replace(reading.subject, item_id="later", created_at=now)
    told = []
    for subject in (before, later):
        trace = trace_of(Reading(subject, reading.account, reading.owner), b"")
        if trace is not None and subject.item_id and subject.created_at:
            account = reading.account
            told.append(
                Told(
                    account.platform, account.handle, subject.item_id, subject.kind, subject.created_at, trace
                )
            )
    for gathering in gatherings(told, Surroundings()):
        for one, finding in findings(gathering, Surroundings()):
            if one.item_id == "later":
                yield Match(finding.spans, finding.reason, finding.confidence, terms=finding.terms)


_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def _finding(gathering: Gathering, share: Share, around: Surroundings) -> Finding:
    told = share.told
    return Finding(
        fingerprint=told.trace.fingerprint,
        platform=told.platform,
        handle=told.handle,
        item_id=told.item_id,
        kind=told.kind,
        category=RULE.category,
        rule=RULE.id,
        rule_version=RULE.version,
        severity=RULE.severity,
        tier=RULE.tier,
        confidence=round(gathering.certainty * confidence(gathering.total, middle=_MIDDLE, slope=_SLOPE), 3),
        spans=merged(detail.span for detail in told.trace.details),
        reason=_reason(gathering, share, around),
        remedy=_remedy(gathering, share),
        citations=RULE.citations,
        terms=_terms(gathering, share),
    )


def _reason(gathering: Gathering, share: Share, around: Surroundings) -> str:
    others = [other for other in gathering.shares if other is not share]
    days = list(dict.fromkeys(_day(other) for other in others))
    when = ", ".join(days[:_NAMED]) + (" and later" if len(days) > _NAMED else "")
    over = "on one day" if gathering.days == 1 else f"over {gathering.days} days"
    details = mosaic.in_words(MarkKind(axis) for axis in gathering.axes)
    bio = ", and the bio adds where you work or live" if gathering.from_bio else ""
    return (
        f"{len(gathering.shares)} posts {over}, read together, may let somebody recognise one patient:"
        f" {details}{bio}. Beside this one: {when}.{_people(gathering, around)}"
    )


def _people(gathering: Gathering, around: Surroundings) -> str:
    """How many people fit, where the posts and the owner's town give ground to say so."""
    traces = [share.told.trace for share in gathering.shares]
    stated = min((trace.population for trace in traces if trace.population), default=0)
    population = stated or (around.home.population if around.home else 0)
    if not population:
        return ""
    years = next((trace.years for trace in traces if trace.years is not None), None)
    sex = next((trace.sex for trace in traces if trace.sex), "")
    people = mosaic.fitting(
        population,
        around.home.country if around.home else "US",
        is_inferred=not stated,
        years=years,
        sex="female" if sex == "female" else "male" if sex == "male" else None,
        per_100k=min((trace.per_100k for trace in traces if trace.per_100k), default=0.0),
    )
    if people is None:
        return ""
    where = "in a place named" if stated else "around your town"
    return f" About {people:,} {'person' if people == 1 else 'people'} {where} fit{'s' * (people == 1)}."


def _remedy(gathering: Gathering, share: Share) -> str:
    weakest = gathering.weakest
    rest = (
        "without it the others say too little"
        if gathering.breaks
        else "it holds the most of what they say together; then audit again"
    )
    if weakest is share:
        return f"Delete this post: {rest}. Or take out the details that are marked."
    return (
        f"Delete the post of {_day(weakest)} on {weakest.told.platform} first: {rest}."
        " Or take out of this one the details that are marked."
    )


def _terms(gathering: Gathering, share: Share) -> tuple[Term, ...]:
    """The linked posts with what each adds, and what the bio adds."""
    terms = [
        Term(
            f"linked post {number}",
            other.adds,
            f"{'this post' if other is share else _place(other)}:"
            f" {mosaic.in_words(MarkKind(axis) for axis in other.axes)}",
        )
        for number, other in enumerate(gathering.shares, start=1)
    ]
    if gathering.from_bio:
        terms.append(Term("bio", gathering.from_bio, "where the author works or lives, from the bio"))
    return tuple(terms)


def _place(share: Share) -> str:
    told = share.told
    return f"{told.posted:%Y-%m-%d %H:%M} {told.platform} {told.handle} {told.item_id}"


def _day(share: Share) -> str:
    return f"{share.told.posted:%Y-%m-%d}"


RULE = Rule(
    id="phi/thread-mosaic",
    version=1,
    category=Category.PHI,
    severity=Severity.HIGH,
    tier=Tier.NOT_DEIDENTIFIED,
    title="Details that add up over several posts",
    why=(
        "Whoever follows an account reads its posts as one: an age in the first, a ward in the second and "
        "the town in the bio single out a patient whom none of them would alone."
    ),
    citations=("45-cfr-164-514-b2i-R", "45-cfr-164-514-b2ii", "seed-1", "jmir-2020-e19746"),
    remedy="Delete the post that the finding names: it is the one without which the others say least.",
    find=find,
    scope="thread",
    examples=(
        Example(
            "The same lady walked to the window by bed 4 tonight and asked for toast.",
            True,
            parent="Had a lady with hantavirus, 71. In fifteen years I had never seen a case.",
            note="your own earlier post",
        ),
        Example(
            "She is the mayor's granddaughter, so the whole ED was on best behaviour tonight.",
            True,
            parent="A 6 y/o came in with a broken wrist and an attitude.",
            note="your own earlier post",
        ),
        Example(
            "2/2 He was in room 12 on Tuesday with a broken hip, asking for his ladder.",
            True,
            parent="1/2 My patient, an 84 year old man, still does his own roofing.",
            note="your own earlier post",
        ),
        Example(
            "We had a man with a stroke in bed 4 tonight. He asked for toast.",
            False,
            parent="Had a lady with hantavirus, 71. In fifteen years I had never seen a case.",
            note="another patient",
        ),
        Example(
            "A 9 y/o boy came in with a broken wrist and a better attitude tonight.",
            False,
            parent="A 6 y/o boy came in with a broken wrist and an attitude.",
            note="another patient",
        ),
        Example(
            "Roofing season again: wear a harness, on Tuesday as on Sunday.",
            False,
            parent="My patient, an 84 year old man, still does his own roofing.",
            note="no patient in the second",
        ),
        Example(
            "She is in room 12 since Tuesday and charms the whole ward.",
            False,
            parent="My mum is 84 and broke her hip.",
            use="personal",
            note="family",
        ),
    ),
)
