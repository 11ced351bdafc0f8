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
"""Last words of roles that a club, a church or a boat has as well: publicly known only beside a cue of"
" fame."""
_OF_THE_MEDIA = listed("weather tv radio breakfast film movie soap rock pop star")
_FAME = lazy(
    r"\b(?:famous|celebrit\w+|household name|national(?:ly)?|international(?:ly)?|premier league"
    r"|premiership|nfl|nba|nhl|mlb"
    r"|ipl|ranji|la liga|bundesliga|serie a|olympi\w+|world cup|world champion|test match|state (?:squad"
    r"|team|side)"
    r"|grand slam|wimbledon|commonwealth games|champions league|all blacks?|springboks?|wallab\w+|proteas"
    r"|grammys?|oscars?"
    r"|emmys?|baftas?|platinum|arena tour|sold[- ]out|(?:on|off) (?:the )?(?:tv|telly|television|netflix"
    r"|radio|espn|sky)|channel \d{1,2}|bbc|cnn|netflix|front page|headlines?|the (?:six|ten) o'clock news"
    r"|supreme court"
    r"|high court|federal|congress|parliament|senate|cabinet|sitting|million followers|fans|jerseys?"
    r"|billboard"
    r"|commercials?|jingle|the whole (?:country|nation|state)|name is on|you(?:'d|'ll| would| will)? (?:all"
    r" )?(?:know|recogni[sz]e)"
    r" (?:him|her|them|the (?:name|face|voice))|you(?:'ve| have)? (?:all )?(?:seen|heard|watched) (?:him"
    r"|her|them|on)"
    r"|(?:england|scotland|wales|ireland|india|australia|canada|usa|nigeria|pakistan|south africa|new"
    r" zealand) (?:captain"
    r"|skipper|striker|keeper|goalkeeper|opener|bowler|coach|fast bowler)|(?:prime|chief|health|cabinet"
    r"|finance|education|foreign|home|first) minister|election|ballot|leaflet)\b"
)
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
    if not found or not reading.frame.is_patient:
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
    if _FAME.search(folded):
        return found
    return [mark for mark in found if not _is_local(folded, mark)]


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
