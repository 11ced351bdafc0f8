"""Safety or infection rules at work ignored, and said so."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.conduct import conduct, own_forms, shows_conduct
from auditor.engine.cues.phrases import Places, spans
from auditor.engine.patterns import Worded, lazy
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.words import listed
from auditor.model import Category, Severity, Tier

_CHART = (
    r"(?:obs|vitals|vital signs|rounds|turns|checks|hourlies|fluids?|intake|visits?|resps?"
    r"|resp(?:iratory)? rates?|skin|neuros?|temps?|sats|weights|logs?|charts?|notes|exams?|assessments?|pain"
    r" scores?|handwashing|audits?|timesheets?|mileage|observations?|records?)"
)
_FORMS = Worded(
    listed(
        "get sort hook fabricated fabricating falsified falsifying put gundeck pencil ex crush neighbour"
        " neighbor"
        " neighbours neighbors landlord boss date cousin coworker celebrity prescription credentials"
        " peeked ditch ditched"
        " bin binned look looks had crept stalking searched nosy badge"
        " charted charting documented ticked signed logged wrote recorded filled copy copied copying paste"
        " pasted pencil whipped"
        " whip backdate backdated backdating dated gundecked gundecking fudged fudge fudging cooked invent"
        " invented inventing"
        " made forged forging login logins password passwords smartcard badge skip skipped skipping skips"
        " peek peeked peeking"
        " snoop snooped snooping stalk stalked stalking looked nosy creep creeping creeped opened pulled"
        " scroll scrolled"
        " searched swiped pinched nicked pocketed script scripts drove driving hidden hid reused"
    ),
    lazy(
        rf"\b(?:charted|charting|documented|ticked|signed|logged|wrote|recorded|filled in|put down|wrote"
        rf" up) (?:all |off |the |my |her"
        rf" |his |their |in |up |down |every |some |a |two |three |four |five |six |full |hourly |\d+"
        rf" )*{_CHART}\b[^.!?\n]{{0,60}}?"
        r"\b(?:never (?:did|took|went|looked|saw|happened|touched|set)|(?:didn't|hadn't|haven't|not)"
        r" (?:actually )?(?:do|done|take|taken"
        r"|look|looked|see|seen|touch|happen|leave|left|been)|without (?:ever )?(?:doing|taking|looking"
        r"|seeing|touching|turning|leaving"
        r"|getting up|going|entering)|from (?:memory|the (?:desk|station|sofa|recliner|couch|car|break"
        r" room|car park))|in advance"
        r"|ahead of time|before (?:i|we) (?:did|went|saw))\b"
        rf"|\b(?:made up|invent(?:ed|ing)?|fudg(?:ed|ing)|fabricat(?:ed|ing)|back-?dat(?:ed|ing)|forg(?:ed"
        rf"|ing)|pencil[- ]whip(?:ped|ping)?"
        rf"|gundeck(?:ed|ing)?|falsif(?:ied|ying)) (?:all |the |my |a |her |his |their |some |half |most"
        rf" of |every |last |set of )*"
        rf"(?:{_CHART}|numbers|figures|data|results|references?|signatures?|cases|consent forms?|logbooks?"
        rf"|hours|dates?)\b"
        r"|\bcop(?:y|ied|ying)(?:[- ]and[- ]|[- ]|[/&])?(?:paste[ds]?|pasting|forward"
        r"|yesterday'?s)\b[^.!?\n]{0,60}?\b(?:nobody|no one|who'?s"
        r" (?:going|gonna|checking)|lol|works? every time|genius|efficien\w+|hack|never (?:read|check)"
        r"|without (?:seeing|looking|reading))"
        r"|\b(?:used|using|borrow(?:ed|ing)?|logged (?:in|on) (?:with|as|under|on)|on|under|with) (?:the "
        r"|my |her |his |dr |a )?(?:\w+(?:'s)? )?"
        r"(?:reg'?s|consultant'?s|attending'?s|boss'?s|colleague'?s|matron'?s|sister'?s|his|her|their"
        r"|nurse'?s|someone else'?s)"
        r" (?:logins?|passwords?|smartcards?|badge|swipe card|credentials)\b"
        r"|\b(?:i|we|just|always|never|lol|again|usually) (?:just |always |usually |sometimes |totally "
        r"|lol )?(?:skip(?:ped|s|ping)?|skipped"
        r" over|ditch(?:ed)?|bin(?:ned)?) (?:the |my |that |this |all the )?(?:time[- ]?out|checklist"
        r"|second check(?:er)?|double[- ]check"
        r"|two[- ]person check|witness|consent(?: form)?|swab count|instrument count|count|hand[-"
        r" ]?wash(?:ing)?|hand hygiene|id check"
        r"|id band|sepsis screen|machine check|safety brief(?:ing)?|trolley check|allergy check|pre-?op"
        r" check)\b"
        r"|\b(?:i|i've|we|gonna|going to|imma|me|had to|couldn't resist|may have|might have|definitely"
        r"|totally|just|ok so) (?:i |may have"
        r" |might have |definitely |totally |just |of course |obviously |then |a )?(?:looked|look"
        r"|peek(?:ed|ing)?|snoop(?:ed|ing)?|stalk(?:ed"
        r"|ing)?|creep(?:ed|ing)?|crept|pulled|pull|opened|open|scroll(?:ed|ing)?|searched|nosy|had a"
        r" (?:look|nosy|peek|gander|snoop))"
        r" (?:up |at |in |into |on |through |inside |for )*(?:my |his |her |their |the |an? |our"
        r" )?(?:\w+'?s? ){0,4}?(?:charts?|files?|records?"
        r"|medical notes|results|emr|bloods|epic|cerner|system|pacs|scans?"
        r"|labs?)\b[^.!?\n]{0,60}?\b(?:curious|curiosity|nosy|ex\b"
        r"|ex's|crush|hinge|tinder|date|neighbou?rs?|famous|celebrity|just to see|because i can|couldn't"
        r" resist|bored|don't tell|shh"
        r"|landlord|mother-in-law|boss|coworker|cousin|teacher)"
        r"|\b(?:my (?:ex|crush|neighbou?r|landlord|boss|date|mother-in-law|coworker|cousin)'?s?|the"
        r" neighbou?r'?s|a celebrity'?s)"
        r" (?:new \w+'?s? )?(?:charts?|medical records?|records?|files?|results"
        r"|bloods)\b[^.!?\n]{0,60}?\b(?:peek|looked|look|nosy|curious|opened"
        r"|pulled up|scroll\w*|couldn't resist|screen)"
        r"|\b(?:no|without (?:a|the|any)|don'?t need a|skip the) (?:script|prescription)s? (?:needed"
        r"|required|lol|no questions|off the books)\b"
        r"|\b(?:sort|get|hook) (?:you|u|ye|yous|yer) (?:up |out |some )?[^.!?\n]{0,30}?\b(?:without|no)"
        r" (?:a |the )?(?:script|prescription|form)\b"
    ),
)
"""Records made up, notes copied unread, checks skipped, others' logins, charts opened out of curiosity."""
_EVERYDAY = lazy(
    r"(?:don't|no|without) (?:count|consent|sterile|any sterile).*|.*\bskip masks?|(?:driving|drove|drive)"
    r" .*|(?:cashapp|venmo|cash) .*"
    r"|no (?:mask|masks|gloves|gown|isolation|quarantine)|never (?:count|forgot).*|ignored? (?:the|my) .*"
)
_BOAST = lazy(
    r"\b(?:lol|lmao|oops|haha\w*|nobody (?:noticed|knows?|checks?)|who'?s (?:checking|going to)|shh|don'?t"
    r" tell|yolo|life is short|dm|only"
    r"|receipts?|shift|ward|clinic|drunk|vodkas?|pints?|beers?|half cut)\b|[🤫🤪😂😈🙊💀😜]"
)
_TOLD_OFF = lazy(
    r"\b(?:fired|sacked|struck off|disciplin\w+|privacy (?:office|training)|audit trail|illegal|against"
    r" the law|please don'?t|never ever"
    r"|reported (?:it|him|her|them)|fined|whistle\w+|fraud investigation|lesson learn\w*|wrong of me|i was"
    r" wrong|training module)\b"
)
"""A warning or a confession told to teach is no boast."""


def find(reading: Reading) -> Iterator[Match]:
    """One match where its words stand; a boast beside those that are said of much else."""
    shown, folded = conduct(reading), reading.text.folded
    formed = own_forms(reading, _FORMS)
    if not (formed or shown.unsafe) or _TOLD_OFF.search(folded, 0, 4_000):
        return
    is_plain = bool(formed) or any(_EVERYDAY.fullmatch(folded, *place) is None for place in shown.unsafe)
    places: Places = (*formed, *shown.unsafe)
    if is_plain or _BOAST.search(folded, 0, 4_000):
        yield Match(
            spans(reading, places),
            "It says that a safety rule was ignored or a record is not what it seems.",
            min(0.95, 0.5 + 0.08 * (len(set(places)) - 1)),
        )


def _gate(reading: Reading) -> bool:
    return shows_conduct(reading) or _FORMS.is_met(reading.text)


RULE = Rule(
    id="conduct/illegal-or-unsafe",
    version=2,
    category=Category.CONDUCT,
    severity=Severity.HIGH,
    tier=Tier.STANDARDS,
    title="A rule of safety ignored",
    why="Readers, employers and insurers take it as an admission.",
    citations=("acp-fsmb-2013-p1", "deletion-counsel"),
    remedy="Ask counsel before you delete it.",
    find=find,
    gate=_gate,
    examples=(
        Example("Someone was fired because he looked up his ex's chart.", False),
        Example("Charted the obs from the sofa, never left it lol", True),
        Example("Skipped my mask and gloves all shift, life is short", True),
        Example("Please wear your masks and gloves.", False),
    ),
)
