"""A named or recognisable colleague or official insulted."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.conduct import aimed, conduct, own_forms, shows_conduct
from auditor.engine.cues.phrases import Places, spans, word_set
from auditor.engine.patterns import Worded, lazy
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.words import listed
from auditor.model import Category, Severity, Tier

_EVERYDAY = lazy(
    r"(?:couldn'?t|could not|can'?t|cannot|wouldn'?t|(?:has|have|with) (?:never|not)) .*|imagine (?:being"
    r"|getting)"
    r"|(?:is|was|are|:) .*\b(?:joke|disgrace|fraud|danger|cow|drunk|dinosaur|scandal|con|menace|thief)"
    r"|resign|retire|block me|try me|nice try|get a life|pick one|stay in your|evolve yourself"
    r"|(?:off|allergic) to .*|like it'?s .*|(?:everyone|everybody|we all) knows?|we all know"
    r"|read (?:a|an|the|one|any|single).*|learn to read|so[- ]called|(?:with|w) .*|(?:whose|who) .*|how"
    r" (?:he|she|they) .*"
    r"|.* of (?:a|an)|(?:nothing|zero|nowt|slept|sleeping|promoted|bravo|imagine|stuck|living|worst"
    r"|biggest|slowest) .*"
    r"|.*\b(?:man|woman|cow|old|physio|little|article|excuse|piece|individual|creature|waste|great|dean"
    r"|joke|shambles"
    r"|disgrace|embarrassment|menace|weapon|tool|dose|spanner|helmet|melt|person|resident|patient|in)"
    r"|(?:more|better|smarter|brighter) .*|(?:has|had|have) .*|golf course|putting green"
    r"|(?:butcher|fraud|incompetent|joker|ghouls?|quacks?|shills?|conne|stripes|pinche)"
)
"""Said of rooms, rules, machines, patients and oneself as well; contempt only beside a second sign of it."""
_FIXED = (
    r"(?:run|organi[sz]e|manage|find|start|order|pour|arrange) (?:a|an|his|her|their) (?:own )?(?:bath|tap"
    r"|raffle|whelk stall"
    r"|bake sale|lemonade stand|piss[- ]up|drinking party|sweet ?shop|snowball|arse|ass|backside|behind"
    r"|sneeze|queue)"
)
_CANNOT = r"\b(?:couldn'?t|could not|cudn'?t|cldnt|can'?t|cannot|couldnae)"
_FORMS = Worded(
    listed(
        "couldn could cudn cudnt cldnt can cant cannot couldnae map torch flashlight satnav gps sherpa"
        " personality charm warmth empathy manner brains intellect charisma spine backbone compassion insight"
        " judgment judgement ethics morals competence skills acumen depth range trust let degree licence"
        " license"
        " diploma qualification certificate waste excuse failed upwards glorified noctor noctors know"
        " struck crayons"
        " cereal cornflakes cracker met seen known never"
    ),
    lazy(
        rf"{_CANNOT} {_FIXED}\b"
        rf"|{_CANNOT} [a-z]{{2,12}} [^.!?\n]{{2,40}}? (?:with (?:a|both|two|his|her) (?:map|hands|torch"
        rf"|flashlight|satnav|gps"
        r"|sherpa)|in a (?:brewery|corridor|paper bag|lift|phone box)|if (?:it|one|he|she|you) (?:slapped"
        r"|bit|hit|died|were"
        r"|was|fell|came|drew))\b"
        rf"|{_CANNOT} [a-z]{{2,12}} [^.!?\n]{{2,30}}? (?:on|in|into|through|off|out of) (?:a|an) (?:garden"
        rf" hose|garden pipe"
        r"|hosepipe|drainpipe|fire hose|barn door|barn|cardboard box|wet paper bag|paper bag|textbook"
        r"|colouring book"
        r"|coloring book|mannequin)\b"
        rf"|{_CANNOT} [a-z]{{2,12}} (?:a|an) (?:watermelon|ziploc|garden hose|hosepipe|barn door|kettle"
        rf"|jar|phone|paper bag"
        r"|pigeon|cold|mango|goldfish|light ?bulb|sandwich|egg|umbrella|parking lot|zip|shoelace|balloon"
        r"|hedge|doorbell)\b"
        rf"|{_CANNOT} tell (?:a |an |his |her |the )?[\w'-]{{2,15}} from (?:a |an |his |her |the )?\w"
        r"|\b(?:has|had) never (?:met|seen) an? [^.!?\n]{2,30}? (?:he|she|that|they) (?:he |she"
        r" )?(?:couldn't|wouldn't|didn't)\b"
        r"|\b(?:personality|charm|warmth|empathy|bedside manner|brains?|intellect|charisma|spine|backbone"
        r"|compassion"
        r"|clinical (?:insight|judgement|judgment|acumen|skills?)|ethics|morals|competence|people skills"
        r"|emotional (?:depth|range)"
        r"|attention span|social skills|leadership (?:style|skills)|work ethic) (?:of|as) (?:a|an)"
        r" (?!doctor|nurse|teacher"
        r"|leader|good|great|true|saint)[a-z]"
        r"|\bi(?:'ve| have)? (?:met|seen|known) [^.!?\n]{2,30}? with (?:more|better|a better|warmer)"
        r" (?:empathy|insight"
        r"|judgement|judgment|warmth|brains?|personality|sense|bedside|backbone|charm|people|compassion"
        r"|integrity)\b"
        r"|\bwouldn'?t (?:trust|let) (?:him|her|them|that (?:man|woman|lot)|this (?:man|woman)) (?:to"
        r" (?:\w+ ){1,2}(?:a|an|my) "
        r"|with (?:a|an|my) |near (?:a|an|my) |(?:operate|cut|trim|treat|touch|inject|look after) )"
        r"|\bwouldn'?t know (?:a|an) [^.!?\n]{2,40}? if (?:it|one|he|she)\b"
        r"|\b(?:degree|licen[cs]e|diploma|qualification|certificate)s?\b[^.!?\n]{0,30}? (?:from|out of|in"
        r"|off) (?:a|an|the)"
        r" (?:cereal|cornflakes?|cracker|crackerjack|lucky dip|christmas cracker|vending|bubble ?gum"
        r"|kinder)\b"
        r"|\b(?:(?:a|an|absolute|complete|utter|total|such a) waste of (?:a )?(?:scrubs|salary|space"
        r"|oxygen|lanyard|skin"
        r"|payroll|wages|title|office|registration)|(?:sorry|poor|pathetic|sad|lousy) excuse for an?"
        r" (?:doctor|nurse|surgeon"
        r"|consultant|manager|dentist|human|leader|physio|midwife|pharmacist|paramedic))\b"
        r"|\bfailed upwards?\b|\bshould (?:have been|be) struck off\b"
        r"|\bglorified (?:secretary|typist|receptionist|waitress|babysitter|taxi|pill counter|masseuse"
        r"|hall monitor"
        r"|hairdresser|plumber|carpenter|clipboard)\b"
        r"|\b(?:eats?|ate|needs?|holds?) (?:the )?crayons\b"
    ),
)
"""The ludicrous comparison, in its families: what she couldn't do with every help, what has more of it than
she, who gave her the paper."""
_INSULT = (
    r"(?:fraud|clown|joke|disgrace|muppet|numpty|idiot|moron|imbecile|cretin|liar|coward|snake|bully"
    r"|tyrant|dictator|quack"
    r"|charlatan|butcher|grifter|crook|creep|pig|rat|weasel|toad|leech|parasite|prick|wanker|tosser"
    r"|bellend|twat|arsehole"
    r"|asshole|bastard|bitch|dickhead|knobhead|eejit|gobshite|drongo|flog|pillock|plonker"
    r"|halfwit|dimwit|buffoon|dunce|waster|jobsworth|egomaniac|megalomaniac|witch|dinosaur|roach|cockroach"
    r"|vulture|worm"
    r"|embarrassment|liability|idiota|imb[eé]cil|pendej[oa]|cabr[oó]n|payaso|chamcha|gadha|mumu|olodo|goat)"
)
_DAMNED = Worded(
    listed("is was s you ya"),
    lazy(
        rf"\b(?:is|was|he's|she's) (?:\w+ ){{0,1}}?(?:an?|the|such an?|nothing but an?|just an?|still an?)"
        rf" (?:[\w-]+,? ){{0,3}}?{_INSULT}\b(?! (?:to|of (?:a|an) (?:day|week|shift|system|year)|that"
        rf"|about|policy|between))"
        rf"|\b(?:you|ya) (?:absolute |utter |complete |total |pompous |lazy |useless |stupid |jumped-up "
        rf"|two-faced |fat |old"
        rf" |sad |bald |arrogant |smug |little |pathetic |spineless |miserable |ignorant ){{0,3}}{_INSULT}\b"
    ),
)
_PERSON = listed(
    "he she who man woman bloke guy dude fella lad fellow consultant surgeon registrar reg manager matron"
    " boss director"
    " supervisor ceo coo cfo cno cmo hod dean chairman chairwoman deputy locum physio trainee"
    " administrator attending"
)
_ANGER = listed(
    "useless pathetic incompetent lazy spineless vindictive clueless arrogant pompous brainless fraud"
    " clown coward liar"
    " bully tyrant disgrace butcher snake idiot moron muppet quack shame embarrassing toxic worst smug"
    " dangerous"
)
_OTHERWISE = lazy(
    r"\b(?:vote[sd]?|voting|ballot|canvass\w*|candidate|caucus\w*|referee|striker|goalkeeper|midfield\w*"
    r"|kick-?off"
    r"|season \d|episode|netflix|novel|fiction|character|congratulat\w+|thank (?:you|yous)|on behalf of|my"
    r" (?:sourdough|cat|dog"
    r"|car|printer|laptop) (?:is|was|has))\b"
)
"""Campaigns, matches, stories, thanks and things: rough words there are not about a colleague."""


def find(reading: Reading) -> Iterator[Match]:
    """One match where contempt stands near a person who can be recognised."""
    places = _of_somebody(reading)
    if places:
        yield Match(
            spans(reading, places),
            "It insults a colleague or official who can be recognised.",
            min(0.95, 0.6 + 0.08 * (len(set(places)) - 1)),
        )


def _of_somebody(reading: Reading) -> Places:
    folded = reading.text.folded
    damned = tuple(p for p in own_forms(reading, _DAMNED) if _is_of_a_person(reading, p[0]))
    formed = own_forms(reading, _FORMS) + damned
    told = {*formed, *conduct(reading).belittling}
    everyday = tuple(p for p in sorted(told) if p not in formed and _is_everyday(folded, p))
    plain = tuple(p for p in sorted(told) if p not in everyday)
    plain = aimed(reading, formed, within=3, is_plain=True) + aimed(
        reading, tuple(p for p in plain if p not in formed), within=2, is_plain=False
    )
    near = plain + aimed(reading, everyday, within=3 if plain else 1, is_plain=False)
    if _OTHERWISE.search(folded, 0, 4_000) is not None:
        return near if len(_apart(plain)) > 1 else ()
    is_angry = len(_apart(near)) > 1 or not reading.text.words.isdisjoint(_ANGER)
    return near if plain or is_angry else ()


def _is_of_a_person(reading: Reading, start: int) -> bool:
    """Whether what stands before "is a disgrace" is a name, an office or a pronoun, not a bill or a rota."""
    text = reading.text
    if not text.folded.startswith(("is ", "was "), start):
        return True
    before = text.value[max(0, start - 25) : start].split()
    return bool(before) and (before[-1][0].isupper() or before[-1].casefold() in _PERSON)


def _is_everyday(folded: str, place: tuple[int, int]) -> bool:
    if folded[place[0] : place[1]] in word_set("conduct", "insult"):
        return True
    return _EVERYDAY.fullmatch(folded, *place) is not None


def _apart(places: Places) -> list[tuple[int, int]]:
    """The places that don't overlap, in order."""
    kept: list[tuple[int, int]] = []
    for place in sorted(places):
        if not kept or place[0] >= kept[-1][1]:
            kept.append(place)
    return kept


def _gate(reading: Reading) -> bool:
    return shows_conduct(reading) or _FORMS.is_met(reading.text) or _DAMNED.is_met(reading.text)


RULE = Rule(
    id="conduct/colleague-disparagement",
    version=2,
    category=Category.CONDUCT,
    severity=Severity.MEDIUM,
    tier=Tier.STANDARDS,
    title="Contempt of a colleague",
    why="Public contempt for a colleague is workplace misconduct in most codes and invites a claim.",
    citations=("gmp-2024-respect", "seed-4"),
    remedy="Delete it; raise the matter where it can be settled.",
    find=find,
    gate=_gate,
    examples=(
        Example("Dr Lena Ortsmann couldn't find a vein with a map and both hands. Absolute fraud.", True),
        Example("Our rota manager is a two-faced snake.", True),
        Example("Congratulations to Dr Lena Ortsmann on her fellowship!", False),
        Example("The minister's plan is wrong and I will say so at the hearing.", False),
        Example("Dr Lena Ortsmann couldn't find her car keys again. We love her.", False),
    ),
)
