"""Somebody well known, as a patient."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.marks import Mark, MarkKind
from auditor.engine.patterns import lazy
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.rules.phi.story import may_be_told, severity_of, spans, story_of
from auditor.engine.words import listed
from auditor.model import Category, Severity, Tier

_OFTEN_LOCAL = listed(
    "captain skipper coach trainer umpire referee deputy judge magistrate councillor councilman councilwoman"
    " alderman candidate dj rj singer frontman drummer bassist keeper goalie goalkeeper winger opener bowler"
    " batsman champion boxer wrestler jockey striker midfielder chief sheriff rodeo rider racer queen king"
    " bishop imam rabbi guru swami novelist podcaster ambassador minister medallist medalist host owner guy"
    " lady"
    " man voice face jingle commercials billboard"
)
"""Last words of roles that a club, a church or a boat has as well: publicly known only by a cue of fame."""
_OF_THE_MEDIA = listed("weather tv radio breakfast film movie soap rock pop star")
_FAME = lazy(
    r"\b(?:famous|celebrit\w+|household name|national (?:team|squad|side|tv|hero|champion)|premier league"
    r"|premiership|nfl|nba|nhl|mlb|ipl|ranji|la liga|bundesliga|serie a|olympi\w+|world cup|world champion"
    r"|test match|state (?:squad|team|side)|grand slam|wimbledon|commonwealth games|champions league"
    r"|all blacks?|springboks?|wallab\w+|proteas|grammys?|oscars?|emmys?|baftas?|platinum|sold[- ]out"
    r"|(?:on|off|from) (?:the )?(?:tv|telly|television|netflix|radio|espn|sky|bbc|cnn)|channel \d{1,2}"
    r"|front page|in the headlines"
    r"|(?:six|ten) o'clock news|supreme court|high court|federal judge|sitting m[pl]a?"
    r"|million (?:followers|fans)|(?:his|her|the) fans|jerseys?|billboards?|commercials?|name is on the"
    r"|you(?:'d|'ll| would| will) (?:all )?(?:know|recogni[sz]e) (?:him|her|them|the (?:name|face))"
    r"|you(?:'ve| have) (?:all )?(?:seen|heard|watched) (?:him|her|them|on)"
    r"|(?:prime|chief|health|cabinet|finance|education|foreign|home|first) minister|the ballot|the leaflet"
    r"|(?:england|scotland|wales|ireland|india|australia|canada|usa|nigeria|pakistan|south africa"
    r"|new zealand) (?:captain|skipper|striker|keeper|goalkeeper|opener|bowler|coach|fast bowler))\b"
)
_BESIDE = 100
"""A cue of fame speaks for a role within so many characters."""
_OF_SOMETHING_SMALL = lazy(
    r"\b(?:high[- ]school|varsity|jv|youth|pee ?wee|pop warner|little league|under[- ]?\d{1,2}s?"
    r"|u-?\d{1,2}s?|pub|sunday league"
    r"|village|parish|church|school|volunteer|local|neighbou?rhood|boat|ferry|tug|lifeboat|fishing|shrimp"
    r"|lobster|trawler"
    r"|bowls|darts|bingo|quiz|choir|karaoke|wedding|quince\w*|troop|kindergarten|year \d|grade \d|fire)"
    r" (?:[\w'-]+ ){0,2}$"
)


def find(reading: Reading) -> Iterator[Match]:
    """One match where a patient's story is about somebody known from office, stage, screen or sport."""
    found = [mark for mark in reading.of(MarkKind.RELATION) if mark.detail == "fame"]
    if not found or not reading.frame.is_patient or "simulation" in reading.cues:
        return
    known = _publicly_known(reading, found)
    story = story_of(reading)
    if not known or not story.is_told:
        return
    yield Match(
        spans=spans(reading, known),
        reason="It reads as if somebody publicly known was the patient; a role is as good as a name then.",
        confidence=story.probability,
        severity=severity_of(story, Severity.CRITICAL),
        terms=story.judgement.terms[:6],
    )


def _publicly_known(reading: Reading, found: list[Mark]) -> list[Mark]:
    """The roles by which more than a town knows somebody; a boat's captain and a school's coach are none."""
    folded = reading.text.folded
    return [mark for mark in found if _has_fame(folded, mark) or not _is_local(folded, mark)]


def _has_fame(folded: str, mark: Mark) -> bool:
    return _FAME.search(folded, max(0, mark.start - _BESIDE), mark.end + _BESIDE) is not None


def _is_local(folded: str, mark: Mark) -> bool:
    role = folded[mark.start : mark.end].removesuffix("'s").split()
    if role[-1] in _OFTEN_LOCAL and _OF_THE_MEDIA.isdisjoint(role):
        return True
    return _OF_SOMETHING_SMALL.search(folded, max(0, mark.start - 40), mark.start) is not None


RULE = Rule(
    id="phi/public-figure",
    version=2,
    category=Category.PHI,
    severity=Severity.CRITICAL,
    tier=Tier.LIKELY_PHI,
    title="A publicly known person as the patient",
    why=(
        "Staff have been dismissed for telling of a well-known patient, even of a visit's time alone; "
        "fame makes any detail identifying."
    ),
    citations=("45-cfr-164-514-b2i-R", "45-cfr-164-514-b2ii"),
    remedy="Tell your privacy officer before anything is deleted; then delete the post.",
    find=find,
    gate=may_be_told,
    examples=(
        Example(
            "The quarterback rolled in at 2 am with his knee the size of a melon. I can't say more"
            " but I scanned him myself",
            True,
        ),
        Example(
            "Our first leprosy in a decade, a retired shrimp boat captain, walked into clinic on Tuesday.",
            False,
            note="what a boat or a school has is no public figure; other rules stop at it",
        ),
        Example("Thinking of the senator after the stroke news.", False),
        Example("Good coach makes a good team.", False),
    ),
)
