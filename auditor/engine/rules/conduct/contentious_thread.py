"""Insults in a public exchange, and exchanges that go on turn after turn."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.conduct import conduct
from auditor.engine.cues.phrases import parent_cues, spans
from auditor.engine.patterns import lazy
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.words import listed
from auditor.model import Category, Severity, Tier

_RETORT_WORDS = listed(
    "hobby adults grown talk says log sweetheart champ pal counter cave basement mum's manners smile degree"
    " google facebook toothbrush personality therapy crayons helmet meds crawl slither job therapist paint"
    " back"
)
_RETORT = lazy(
    r"\bget (?:a|yourself a) (?:hobby|job|personality|toothbrush|therapist)\b|\b(?:the )?(?:adults"
    r"|grown[- ]?ups)"
    r" are talking\b|\bbig (?:talk|words) (?:from|for)\b|\bsays (?:a|the|some) (?:fella|bloke|guy|man|woman"
    r"|lad|one|person|account|egg) (?:with|whose|who)\b|\b(?:go|run|crawl|slither|awa|away) back (?:to|tae"
    r"|under)"
    r" (?:the|your|yer) (?:cave|counter|till|basement|perfume|keyboard|mum|mother|kitchen|bridge|rock)\b"
    r"|\bgo and be (?:somebody|someone) else's\b|\b(?:university|school) of"
    r" (?:google"
    r"|facebook|youtube|minivan|life)\b|\bmaybe (?:smile|read|think) more\b|\bback under (?:your|the)"
    r" (?:bridge|rock)\b|\bdid you eat (?:paint|crayons)\b|\btake your meds\b"
)
_TURNS = lazy(
    r"\b(?:for the (?:last|third|fourth|fifth|tenth|\d{1,2}th) time|(?:third|fourth|fifth|sixth|\d{1,2}th)"
    r" (?:time|reply"
    r"|tweet|comment) (?:i|i'm|i've|to you)|as i(?:'ve| have)? (?:said|told you) (?:twice|three times"
    r"|already)"
    r"|i(?:'ve| have)? told you (?:twice|three times|already)|(?:still|back) (?:here|going|at it),? (?:are"
    r" you|again)"
    r"|round (?:three|four|five|[3-9])|you again|oh look,? (?:he's|she's|you're) back|you keep (?:coming"
    r"|replying)"
    r"|i can do this all (?:day|night)|not letting this go|i won't stop|answer me|why won't you answer)\b"
)
_KINDLY = lazy(
    r"you (?:absolute|great) (?:legend|star|hero|gem|angel|treasure|pudding|unit|beauty|queen|king|champion"
    r"|ledge"
    r"|wonder|rock|machine|sweetheart|dote|darlings?|heroes|stars|legends)"
)
_NEEDS_ANSWER = lazy(r"hiding behind|bring receipts|i have receipts|that's you|cope|grow up|get a life")
"""Said of much else; a quarrel only where it answers somebody."""


def find(reading: Reading) -> Iterator[Match]:
    """One match where it insults whoever it answers; worse where it says that this has gone on for turns."""
    folded = reading.text.folded
    is_answer = reading.parent is not None
    places = tuple(place for place in conduct(reading).quarrel if _is_hostile(folded, *place, is_answer))
    if is_answer and not reading.text.runs.isdisjoint(_RETORT_WORDS):
        places += tuple(match.span() for match in _RETORT.finditer(folded[:4_000]))
    if not places:
        return
    turn = _TURNS.search(folded[:4_000])
    is_long = turn is not None or (is_answer and "conduct.quarrel" in parent_cues(reading))
    yield Match(
        spans(reading, (*places, turn.span()) if turn else places),
        "It quarrels with somebody in public, turn after turn."
        if is_long
        else "It quarrels with somebody in public.",
        min(0.95, 0.55 + 0.08 * (len(set(places)) - 1) + 0.1 * is_long),
        severity=Severity.MEDIUM if is_long else None,
    )


def _is_hostile(folded: str, start: int, end: int, is_answer: bool) -> bool:
    if _KINDLY.match(folded, start):
        return False
    return is_answer or _NEEDS_ANSWER.fullmatch(folded, start, end) is None


RULE = Rule(
    id="conduct/contentious-thread",
    version=2,
    category=Category.CONDUCT,
    severity=Severity.LOW,
    tier=Tier.HOUSEKEEPING,
    title="A public quarrel",
    why="Quarrels are read out of context and for years; the other side's tone does not excuse one's own.",
    citations=("seed-4", "acp-fsmb-2013-p5"),
    remedy="Delete the reply; go on in private or not at all.",
    find=find,
    examples=(
        Example(
            "Cope harder, you absolute clown. Delete your account.",
            True,
            parent="you nurses know nothing",
            kind="reply",
        ),
        Example(
            "For the last time: you clown, you never read the paper. I can do this all night.",
            True,
            parent="still wrong lol",
            kind="reply",
        ),
        Example(
            "We disagree and that's fine. Happy to talk.",
            False,
            parent="you nurses know nothing",
            kind="reply",
        ),
        Example("You absolute legend, thank you!", False, parent="I passed!", kind="reply"),
    ),
)
