"""Harm, rough handling or withheld care, threatened or joked about."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from auditor.engine.cues.conduct import conduct, own_forms, shows_conduct
from auditor.engine.cues.phrases import Places, spans, word_set
from auditor.engine.patterns import Worded, lazy
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.words import listed
from auditor.model import Category, Severity, Tier

_EVERYDAY = lazy(
    r".*\bbury|(?:put|bury|burn|burns|drown|push|feed|turn|leave|run) (?:him|her|it|them|you|em)\b.*|.*\bbury"
    r" (?:him|her|it|them|you)"
    r"|i'?m going to bury.*|let(?:ting)? .* (?:ring|wait|learn|sit|burn)|hot iron|long memory|won't forget"
    r"|don't forget who"
    r"|(?:pillow|potassium|insulin|propofol|morphine|air bubble) .*|(?:back|bottom|end) of .*|(?:go|goes"
    r"|going|went) light on"
    r"|i? ?know where .*|(?:i|we) know .*|(?:see|meet|catch) .*|watch yourself|be careful|pay for .*"
    r"|sooner or later"
    r"|one of these days|my turn|(?:rough|fat|fattest|biggest|largest|cold|coldest|grey|brown|14|14g"
    r"|orange|dull) .*"
    r"|off a cliff|cliff path|body bag|toe tag|sell tickets|ma(?:ke|king|de) .*|(?:hit|hits|hitting|found"
    r"|find|take|took|taking"
    r"|aim|aimed) .*|(?:stop|stopped|stopping) for .*|(?:hose|hosed|hosing) .*|.*\b(?:slap|smack|kick|hit"
    r"|kill|shoot|belt|deck"
    r"|flick|gut|inject|choke) ?|(?:lose|losing|lost) .*|.*\bquiet word|régler ça|step"
    r" outside"
    r"|gone fishing|no english|(?:a )?fiver on|my money's on|odds on|place your bets|taking (?:bets"
    r"|wagers)|be a shame"
    r"|shame if|accidents happen|when you need me|come to me|come .*|comes .*|first .*|who .*|lands? on .*"
    r"|no gel|light on .*"
    r"|it can whistle|let .* whistle|can rot|waits? .*|wait longer|gets to wait|loading dock|nearest .*"
    r"|time of death"
    r"|(?:give|gave|gives|gets|got|getting) .*|(?:left|leave|leaving|keep|park) .*|before i remind|before i.*"
)
"""Said of printers, phones, ballots, matches and cannulas every day; a threat only beside a second sign."""
_GRUDGE = listed(
    "rude spat spit swore swears swearing cuss cusses shouts shouted yells yelled complained"
    " complains reported"
    " stole nicked insult insults abuse abused dare deserve deserved karma revenge payback punish"
    " punishment lesson"
    " manners attitude bastard bastards clown clowns idiot idiots moron morons scum vermin junkies drunks"
    " drunk entitled"
    " ungrateful ex ex-husband ex-wife critic voted democrat democrats republicans tories fiancée"
)
_SLY = lazy("[🔪🖕😈😏😇🤭🪦☠💀🪓]|\\blol\\b|\\b(?:joking|kidding)\\b|on purpose|oops|accidentally")
_WHO = (
    r"(?:him|her|them|'?em|you|u|ye|yous|y'?all|(?:that|this|these|those|the|my|our|any|every)"
    r" (?:[\w'-]{2,14} ){0,2}?"
    r"(?:man|woman|guy|bloke|lady|bitch|bastard|prick|clown|idiots?|morons?|scum|junkies?|drunks?|addicts?"
    r"|manager|boss|charge"
    r"|consultant|surgeon|patients?|relatives?|family|families|visitors?|parents?|people|lot|ones?))"
)
_PEOPLE = (
    r"(?:he|she|they|you|u|ye|yous|y'?all|people|patients?|parents|relatives|smokers|addicts|junkies"
    r"|drunks|anti-?vaxx?ers"
    r"|smackheads|owners|families|visitors|managers|every(?:one|body) who|anyone who|whoever|those who)"
)
_CARE = (
    r"(?:referrals?|forms?|samples?|bloods|charts?|notes|paperwork|call ?lights?|call ?bells?|buzzers?"
    r"|bells?|painkillers?"
    r"|pain meds|pain relief|morphine|numbing|anaesthetics?|anesthetics?|prescriptions?|scripts?|blankets?"
    r"|bedpans?"
    r"|appointments?|messages?|discharge papers|meds)"
)
_FORMS = Worded(
    listed(
        "rude rudely shout shouts shouted shouting swear swears swearing cuss cusses cussing yell yells"
        " yelling spit"
        " spits spitting click clicks clicking nasty attitude disrespect bigger biggest fat fattest"
        " largest blunt bluntest"
        " rusty rustiest big vote voted march marched support supported believe sana bet bets betting"
        " wager wagers odds"
        " sweepstake sweepstakes bucks fiver tenner quid over ran running money get ventilator bed organ"
        " transplant"
        " liver vent droperidol midaz knock clobber taser smother suffocate forgets loses drops dropped"
        " missing shred"
        " shredded unplug unplugged delete deleted would let which wasting"
        " hope hoping wish die dies rot drop kill deserve deserves should shoulda should've ought punch"
        " slap smack deck strangle"
        " throttle stab shoot batter drown throw push break smash snap wring accidentally accidentally'"
        " forget forgot lose lost"
        " misplace misplaced bin binned slow needle cannula catheter speculum swab gauge 14g 16g no"
        " without skip skipped waste"
        " wasted list queue line pile sedate sedated sedation haldol ketamine lorazepam ativan midazolam"
        " plug pillow potassium"
        " herd find left leave let narcan naloxone welcome pool wooden rusty spoon"
    ),
    lazy(
        rf"\b(?:hope|hoping|wish|sana) {_PEOPLE} (?:all |just |both |get to |would )?(?:dies?|rots?"
        rf"|chokes?|codes?|strokes? out"
        r"|suffers?|bleeds?|burns?|crash(?:es)?|get (?:cancer|covid|sick|sepsis|hit|the runs|what)|gets"
        r" (?:cancer|covid|sick"
        r"|sepsis|hit|what)|ends? up (?:on|in) (?:my|a|our)|needs? (?:me|us|an ambulance|cpr) (?:one day"
        r"|some day|soon))\b"
        r"|\b(?:go|just) (?:and )?die\b(?! of| laughing)|(?<!i )(?<!might )\bdrop dead\b(?! (?:gorgeous|at"
        r"|on|from|date|in))|\bkill yourself\b|\brot in hell\b"
        r"|\bdie in a (?:fire"
        r"|ditch|hole)\b"
        rf"|\b{_PEOPLE} (?:all |really |honestly )?deserves? to (?:die|suffer|rot|wait|bleed|be (?:shot"
        rf"|slapped|hanged|left))\b"
        r"|\b(?:should|ought to) (?:all |just |both |really )?be (?:shot|hanged|hung|strung up|put down"
        r"|set (?:alight|on fire)"
        r"|euthani[sz]ed|sterili[sz]ed|spayed|neutered|castrated|horsewhipped|flogged|drowned|gassed"
        r"|culled|tasered|slapped)\b"
        rf"|\b(?:i'll|i will|i'd|i would|i'm going to|i'm gonna|imma|ima|i want to|i wanna|i could|gonna"
        rf"|about to)"
        rf" (?:happily |gladly |personally |just |honestly |actually |genuinely |seriously )?(?:punch|slap"
        rf"|smack|deck|strangle"
        rf"|throttle|stab|shoot|batter|drown|taser|clobber|smother|suffocate) (?!you with (?:love"
        rf"|kisses)){_WHO}\b"
        rf"|\b(?:i'll|i will|i'd|i'm going to|i'm gonna|imma|gonna) (?:break|smash|snap|wring|knock)"
        rf" (?:his|her|their|your)"
        r" (?:neck|legs?|fingers?|jaw|face|teeth|nose|arms?|kneecaps?|skull|head)\b"
        rf"|\b['\"“]?(?:accidentally|mysteriously|conveniently|somehow|oops|might just|may just|i just"
        rf"|suddenly)['\"”]?,?"
        rf" (?:(?:i|might|may|to|will|just|go|goes|gets|get) ){{0,2}}['\"“]?(?:forget|forgot|forgets|lose"
        rf"|loses|lost|misplaced?"
        rf"|drop|drops|dropped|missing|bin|binned|shred|shredded|unplug|unplugged|delete|deleted)['\"”]?"
        rf" (?:(?:the|your|ur|his|her|their|to|call|bring|answer) ){{0,3}}{_CARE}"
        r"|\b(?:walk|walking|move|moving|go|going) (?:extra |very |real |super |as )?(?:slow|slower"
        r"|slowly)\b[^.!?\n]{0,40}?\b(?:rude"
        r"|buzzer|call ?light|call ?bell|attitude|swear|cuss|shout|nasty|click)\w*"
        r"|\b(?:rude|shout|swear|cuss|yell|spit|click|nasty|attitude"
        r"|disrespect)(?:s|ing|ed|ly)?\b[^.!?\n]{0,60}?\b(?:(?:bigger|biggest"
        r"|fat|fattest|big|large|largest|thick|blunt|bluntest|rusty|orange|grey|14|16|14g|16g)(?: gauge| g"
        r"| bore)?(?: needle"
        r"| cannula| catheter| iv| tube| swab| speculum)?|bottom of (?:the|my) (?:list|pile)|back of the"
        r" (?:queue|line)"
        r"|wait(?:s|ing)? (?:longer|longest|last)|no (?:numbing|lube|local|pain relief|morphine|blanket"
        r"|biscuits?|sandwich))\b"
        r"|\b(?:bigger|biggest|fattest|fat|largest|bluntest|blunt|rusty|rustiest|14 ?g(?:auge)?|16"
        r" ?g(?:auge)?|big)(?: old)?"
        r" (?:needle|cannula|catheter|speculum|swab|spoon|iv)\b[^.!?\n]{0,50}?\b(?:rude|deserv\w+|lesson"
        r"|manners|attitude|shout\w*"
        r"|swear\w*|cuss\w*|spat|spit\w*|complain\w*|whin\w+|drunks?|teach|punish\w*|volunteer)\b"
        r"|\b(?:no|without|skip(?:ped)? the|forget the) (?:numbing|an(?:a|)esthe(?:tic|sia)|local"
        r"|lidocaine|freezing|sedation|lube"
        r"|pain relief|analgesia) (?:for|if|when) (?:you|him|her|them|the|anyone|people|rude|drunks|those"
        r"|this)\b"
        rf"|\b(?:waste|wasting|wasted) (?:of )?(?:my |our |good |perfectly good |a |the |taxpayers?'?"
        rf" )?(?:narcan|naloxone|blood"
        r"|ventilators?|livers?|kidneys?|organs?|transplants?|grafts?|beds?|ambulances?|cpr|antivenom|tax"
        r" dollars)"
        r" (?:on|of|for) (?:a |an |the |these |those |some |that |this )?(?:addicts?|junk\w*|drunks?"
        r"|smack\w*|people|someone"
        r"|somebody|them|him|her|lowli\w+|scum|criminals?|prisoners?|smokers?|anti\w*|alcoholics?|alkies?"
        r"|druggies?|tweakers?)\b"
        r"|\b(?:should(?:'ve| have|a)|ought to have|wish (?:i|we)(?:'d| had)|would'?ve|let's just) (?:just"
        r" )?(?:left|leave|let)"
        r" (?:him|her|them|'?em|that one|this one|today's \w+)(?: up| down| lying| out)? (?:there\b|to"
        r" (?:die|rot|bleed|it)\b|die\b|rot\b"
        r"|for the (?:buzzards|crows|coyotes|dogs|vultures|foxes)|outside\b|in the (?:ditch|gutter|rain"
        r"|road))"
        r"|\b(?:just |should |we |i'd |i would |why not )let (?:the )?(?:addicts|junkies|smackheads|drunks"
        r"|druggies|tweakers"
        r"|anti-?vaxx?ers|fatties|smokers) (?:die|rot|od|overdose|bleed|go|choke)\b"
        r"|\b(?:haldol|ketamine|lorazepam|ativan|midaz(?:olam)?|droperidol|sedat(?:e|ed"
        r"|ion))\b[^.!?\n]{0,40}?\b(?:shut (?:him|her"
        r"|them|it) up|so (?:i|we) (?:can|could) (?:sleep|nap|eat)|for (?:some|a bit of|my|our) peace|nap"
        r" ?time|because (?:he|she"
        r"|they) (?:annoyed|bored|irritated))"
        r"|\b(?:find|get) (?:yourself )?(?:a|an|another) (?:new |different |other )?(?:doctor|dentist"
        r"|clinic|gp|practice|vet|midwife"
        r"|hospital|pharmacy|therapist)\b[^.!?\n]{0,30}?\b(?:if you|your kind|you people|you lot)\b"
        r"|\bif you (?:voted?|marched|support(?:ed)?|believe)\b[^.!?\n]{0,60}?\b(?:find (?:a|another)|not"
        r" welcome|don'?t (?:bother"
        r"|come|call)|get (?:a|another) (?:new )?(?:doctor|dentist|clinic|therapist))\b"
        r"|\b(?:your|his|her) (?:ventilator|bed|organ|transplant|liver|vent) (?:goes|should go|can go) to\b"
        rf"|\b(?:put|hold|holding) (?:a|the) pillow over\b|\bpull the plug on {_WHO}\b"
        r"|\b(?:dead ?pool|death pool|which (?:one|patient|bed|vent|of them) (?:dies|goes|codes|croaks)"
        r" (?:first|next|tonight))\b"
        r"|\b(?:bet(?:s|ting)?|wagers?|odds|sweepstakes?|bucks|fiver|tenner|quid|over/under|ran a book"
        r"|running a book|money)\b"
        r"[^.!?\n]{0,60}?\b(?:dies|croaks?|codes(?! (?:are|in))|time of death|last(?:s)? (?:the|till)"
        r" (?:night|morning|shift)|be dead"
        r"|make it (?:through|to) (?:the night|morning)|kicks the bucket|goes first)\b"
    ),
)
"""Wishes of harm, blows, care lost or delayed for a grudge, and bets on a death."""
_OTHERWISE = lazy(
    r"\bwhoever (?:invented|designed|wrote|decided|came up|thought|programmed|named)|\b(?:my|the|this|that"
    r"|our) (?:[a-z]+ )?"
    r"(?:printer|pager|fax|computer|laptop|car|cat|dog|alarm clock|seagulls?|pigeons?|mosquito\w*|slugs?"
    r"|phone|wi-?fi|software"
    r"|sourdough|mower|kettle)\b|\b(?:vote|ballot|striker|goalkeeper|referee|kick-?off|innings"
    r"|quarterback|my (?:kids?"
    r"|brother|sister|husband|wife|mum|mom|dad|son|daughter|toddler))\b"
)
"""Things, games and the household, of which such words are said in fun."""


def find(reading: Reading) -> Iterator[Match]:
    """One match where its words stand, and a grudge beside those that have a harmless meaning."""
    places = _meant(reading)
    if places:
        yield Match(
            spans(reading, places),
            "It threatens or jokes about harming somebody or about withholding care.",
            min(0.95, 0.62 + 0.08 * (len(set(places)) - 1)),
        )


def _meant(reading: Reading) -> Places:
    shown, folded = conduct(reading), reading.text.folded
    formed = own_forms(reading, _FORMS)
    told = (*shown.threat, *formed)
    if not told:
        return ()
    is_in_fun = _OTHERWISE.search(folded, 0, 4_000) is not None
    plain = [p for p in told if p in formed or _EVERYDAY.fullmatch(folded, *p) is None]
    apart = 1 + sum(later[0] >= before[1] for before, later in pairwise(sorted(told)))
    has_grudge = (
        apart > 1
        or bool(shown.derision or shown.belittling or shown.quarrel or shown.pile_on)
        or not reading.text.words.isdisjoint(_GRUDGE | word_set("conduct", "insult"))
        or _SLY.search(folded, 0, 4_000) is not None
    )
    if is_in_fun and not (has_grudge and apart > 1):
        return ()
    return told if plain or has_grudge else ()


def _gate(reading: Reading) -> bool:
    return shows_conduct(reading) or _FORMS.is_met(reading.text)


RULE = Rule(
    id="conduct/harm-threat",
    version=2,
    category=Category.CONDUCT,
    severity=Severity.CRITICAL,
    tier=Tier.STANDARDS,
    title="Harm to somebody, meant or as a joke",
    why="A joke about rough handling or delayed care reads as a confession once something goes wrong.",
    citations=("acp-fsmb-2013-p1", "gmp-2024-respect"),
    remedy="Ask counsel before you delete it where a complaint is known; otherwise delete it.",
    find=find,
    gate=_gate,
    examples=(
        Example("Whoever invented this printer should be shot.", False),
        Example("Swear at the desk and you go to the bottom of my list.", True),
        Example(
            "Whoever took my parking spot: sooner or later you'll need bloods and I have a fat needle.", True
        ),
        Example("Anyone rude goes to the bottom of my list tonight.", True),
        Example("This deadline is killing me.", False),
        Example("I'm dying, that lecture was so long.", False),
    ),
)
