"""Mockery of patients, one or as a kind, whether or not anybody can be recognised."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.cues.conduct import conduct, own_forms, shows_conduct
from auditor.engine.cues.phrases import Places, spans, word_set
from auditor.engine.patterns import Worded, lazy
from auditor.engine.reading import Reading
from auditor.engine.rule import Example, Match, Rule
from auditor.engine.words import listed
from auditor.model import Category, Severity, Tier

_KIND = (
    r"(?:patients?|pts?|regulars|attenders|parents|families|relatives|visitors|customers|clients|mums|moms"
    r"|mamas|mothers"
    r"|residents|passengers|callers|punters|owners|pensioners|waiting room|people|folks|women|men|addicts"
    r"|drunks|smokers)"
)
_EVERYDAY = lazy(
    r"rank(?:ing|ed|s)\b.*|rat(?:ing|ed)\b.*|scoring .*|(?:ranked )?by smell|(?:you|these|those) people"
    r"|(?:every last one|the lot)"
    r" of (?:you|them|em)|(?:just )?needs an? .*|(?:fat|huge|massive|enormous|big) .*|had it coming|asked"
    r" for it|no sympathy"
    r"|(?:laugh|giggl|cackl|howl|cry|cries|crying|scream|moan|whin|wail|sob)\w* .*|(?:table|weight) limit"
    r"|two chairs|freight"
    r"|large[- ]animal|donkeys?|vultures|zombies|zombis|goblins|ghouls|heathens|hypocrites|bingo|bingo"
    r" card|free space"
    r"|sweepstakes?|awards show|did my own|own research|(?:diva|karen|helicopter)s?\b.*|types .*"
    r"|(?:another|my) icks?"
    r"|cool story|spoiler alert|shocker|survey says|let (?:them|him|her) (?:learn|do|wait)|brain cells?.*"
    r"|good riddance"
    r"|(?:more|less) sense .*|(?:wash|bathe) .*|(?:smart|daft) as .*|punch card|loyalty card|stamp card"
    r"|snowflake|hoist|forklift"
    r"|train ?wreck|natural selection|they breed|breed.*|(?:darwin|evolution) .*|fake .*|hypochondriacs?"
    r"|peasants|babies .*"
)
"""Said of perks, prams, bake-offs and birds as well; derision only beside a second sign of contempt."""
_SCORN = listed(
    "stupid thick dumb fat smelly smell smells stink stinks stinking reek gross disgusting filthy lazy"
    " entitled whiny whining"
    " moaning faking faker fakers fake liar liars idiots morons dilaudid seeker seekers meth junkie"
    " junkies drunk drunks fibro"
    " borderline borderlines medicaid welfare compo scum breath karen karens psych worst grossest annoying"
    " neediest ugly cringe"
    " pathetic freeloaders thyroid bmi allergic 🙄 howling drama"
)
_FACE = lazy("[🙄🤢🤮🤡🐋🐳🐘🐷🐖]")
_SCENE = listed(
    "table list patient patients pt pts triage ward casualty er ed icu clinic opd ambulance theatre"
    " theater gurney"
    " trolley scanner shift"
    " surgery pharmacy counter resus waiting consult consults admission admissions nights ct mri bed beds"
    " discharge overdose"
    " overdoses narcan naloxone meth relatives attenders medicine doctor nurse nursing dentist session"
    " therapist"
)
_FORMS = Worded(
    listed(
        "thief thieves fake fakes faked fakes drug pill dilaudid opioid opiate benzo perc percs oxy norco"
        " tramadol codeine"
        " pethidine attention rank ranking ranked rate rates rating rated score scoring scored bed"
        " bedblockers"
        " seeking wreath ladder need needs get bring call fetch order malingerer malingerers timewaster"
        " freeloaders"
        " lardarse lardarses landwhales dirtbag dirtbags trailer window bludger bludgers icehead pillhead"
        " mouth mouths"
        " potted houseplant houseplants actress academy bafta pain seizure faint triage limp status"
        " despise loathe"
        " stand sick fed done shouldn should shallow bleach out clean thin thins thinned thinning license"
        " freak"
        " guessing bets menagerie livestock manatee manatees elephants heifers walruses"
        " whale whales hippo hippos elephant heifer walrus beast lard landwhale coffin crumblies crumbly"
        " gomers gomer bedblocker"
        " blockers vegetable vegetables cabbage cabbages salad smackhead smackheads crackhead crackheads"
        " baghead bagheads meth"
        " methheads ice junkies junkie tweakers druggies dole scroungers dodgers fakers faker faking oscar"
        " oscars actress thick"
        " dumb dense iq brain cell cells soap deodorant gene chlorine herd darwin reproduce breed"
        " sterilise sterilize hate trash"
        " scum idiots worst bingo guess closest weight zoo circus harpoon crane forklift seekers seeker"
        " incarceritis dramaticus acopia inbred inbreds nutters psychos fruitcakes loonies fruitcake"
        " normal felony licence license"
        " munchies hypochondriacs timewasters snowflakes princesses"
    ),
    lazy(
        r"\b(?:beached |another |actual |big |massive )?(?:whales?|hippos?|elephants?|heifers?"
        r"|walrus(?:es)?|landwhales?|manatees?)"
        r" (?:on|in|for|through|stuck in) (?:the|my|our) (?:table|operating table|bed|scanner|trolley|ct"
        r"|mri|chair|list|bay|theatre"
        r"|er|ed|ward|gurney|stretcher|waiting room)\b"
        r"|\b(?:coffin[- ]dodgers?|bed[- ]?blockers?|gomers?|crumblies|lardarses?|landwhales?|smackheads?"
        r"|crackheads?|bagheads?"
        r"|meth[- ]?heads?|ice[- ]?heads?|pill[- ]?heads?|tweakers|druggies|dole (?:scum|bludgers?)"
        r"|incarceritis|status dramaticus"
        r"|acopia|bludgers|oxygen (?:thief|thieves)|dirtbags?|trailer trash|window lickers?|meth mouths?)\b"
        r"|\b(?:vegetables?|cabbages?|salad bar|potted plants?|houseplants?)\b[^.!?\n]{0,40}?\b(?:bed \d+"
        r"|on (?:the )?vent\w*|in (?:icu|bed"
        r"|bay|side)|ward|geris?|neuro|care home|consult list)\b"
        r"|\b(?:drug|pill|dilaudid|opi(?:oid|ate)|benzo|percs?|oxy|norco|tramadol|codeine|pethidine"
        r"|attention)[- ]seek(?:ers?|ing)\b"
        r"|\b(?:the |another |these |our |my )?(?:fakers?|malingerers?|time[- ]?wasters|hypochondriacs"
        r"|scroungers|freeloaders)"
        r" (?:in|on|of|at|again|back|tonight|today|who|wasting|win|out in)\b"
        r"|\bfak(?:e|ed|es|ing) (?:a |an |the |another |their |her |his )?(?:seizures?|fits?|faints?"
        r"|comas?|labou?r|strokes?|asthma"
        r"|unconscious\w*|chest pains?|limps?|back pain|migraines?|pain)\b"
        r"|\b(?:best actress|oscar|oscars|academy award|bafta)\b[^.!?\n]{0,50}?\b(?:pain|seizure|faint|bay"
        r"|bed|triage|patient|fake|waiting"
        r"|limp|chest)\w*|\b(?:pain|seizure|faint|bed|triage|patient|limp)\w*\b[^.!?\n]{0,50}?\b(?:best"
        r" actress|oscars?|academy award)\b"
        r"|\b(?:thick|dumb|dense) as (?:a (?:brick|box|bag|post|plank|sack|rock|stump|fence|door)|two"
        r" short|mince|pig|shit|bricks|rocks"
        r"|planks|fence ?posts|custard|manure|ditch)\b"
        r"|\b(?:the |an? |with the |has the |have the |combined )?iq of (?:a|an|the|their|his|her|room"
        r"|yogh?urt|\d)"
        r"|\b(?:room[- ]temperature|single[- ]digit|double[- ]digit) iq\b"
        rf"|\b{_KIND}\b[^.!?\n]{{0,40}}?\b(?:(?:one|two|half a|not a|not one|a single|no) brain[- ]?cells?"
        rf"|one brain (?:cell )?(?:between"
        rf"|among)|shar\w+ (?:a|one) brain)"
        r"|\b(?:ever )?(?:heard of|discover(?:ed)?|invest in|buy some|met|own|introduce\w* to) (?:soap"
        r"|deodorant|a shower|a toothbrush"
        r"|a bar of soap|dental floss)\b"
        r"|\b(?:shallow end of the|chlorine (?:in|for) the|bleach (?:in|for) the|out of the|cleans\w+ the"
        r"|clean up the) gene ?pool\b"
        r"|\bthin(?:s|ned|ning)? (?:out )?the herd\b|\bdarwin (?:award|awards|sends|strikes|at work"
        r"|nominee)\b"
        rf"|\b(?:some|{_KIND}|they|you)\b[^.!?\n]{{0,25}}? (?:should ?n[o']t|should never|shouldn'?t"
        rf"|aren'?t fit to) (?:be allowed to )?"
        r"(?:breed|reproduce|procreate|have kids|have children)\b|\blicen[cs]e to (?:breed|reproduce"
        r"|parent|have kids)\b"
        rf"|\bi (?:fucking |really |honestly |just )?(?:hate|despise|can'?t stand|loathe) (?:fat |old "
        rf"|rude |drunk |stupid |entitled"
        rf" |psych |pregnant |poor |these |those |my |all |our )*(?!people who (?:hurt|abuse)"
        rf"|when){_KIND}\b(?! who (?:hurt|abuse|harm))"
        rf"|\b(?:sick of|fed up with|done with) (?:these |those |all the |my )?(?:fat|drunk|whiny|whining"
        rf"|entitled|stupid|thick|lazy"
        rf"|smelly|ungrateful|moaning|needy|hysterical) {_KIND}\b"
        rf"|\b{_KIND} (?:who|that|with|from|in|on|off) [^.!?\n]{{3,70}}? (?:are|is) (?:just |all |absolute"
        rf" |actual |the |so |literally"
        rf" |fucking )*(?:trash|scum|idiots?|morons?|vermin|disgusting|pathetic|dumb|thick|animals|a waste"
        rf"|parasites|clowns|wastes)\b"
        rf"|\b(?:(?:ward|triage|clinic|er|ed|a&e|casualty|opd|shift|psych|night shift|weekend|consult"
        rf"|geris?|maternity|anorexi\w+"
        rf"|detox|drunk|drunks|ambulance|picu|icu|dental|gp|surgery|pharmacy|charity ward|attenders?"
        rf"|patient|fibro|birth plan)(?: \w+)?"
        r" bingo)\b"
        r"|\b(?:guess|closest guess|nearest guess|bets? on|guessing) (?:the|her|his|their|this) (?:\w+"
        r" )?(?:bmi|weight|alcohol level"
        r"|blood alcohol|bac|glucose|hba1c|body count|age)\b[^.!?\n]{0,60}?\b(?:wins?|patient|bed|bay"
        r"|triage|winner|gets)\b"
        rf"|\b(?:rank|rat|scor)(?:ing|ed|es|e)\b[^.!?\n]{{0,30}}?\b{_KIND}\b[^.!?\n]{{0,40}}?\b(?:smell"
        rf"|stupid\w*|weight|size|iq"
        rf"|ugl\w+|annoying|whin\w+|fatness|hygiene|how much i)\b"
        r"|\b(?:the usual|saturday night|friday night|our|my|what a) (?:zoo|circus|freak ?show|menagerie"
        r"|livestock)\b[^.!?\n]{0,40}?"
        r"\b(?:patients?|triage|waiting room|casualty|ward|er|ed|a&e)\b"
        r"|\b(?:get|bring|call|fetch|order|need|needs) (?:a |the |me a |us a )?(?:harpoon|crane|forklift"
        r"|winch|tow truck|zoo scanner"
        r"|vet's scales?|truck scales?)\b"
        r"|\b(?:normal for|inbred as|family tree is a) (?:norfolk|a wreath|a ladder|a stick|round here)\b"
    ),
)
"""Names for patients, fakery, weight, brains, washing and breeding, bets and bingo: contempt in its"
" families."""
_OTHERWISE = lazy(
    r"\b(?:my (?:cat|dog|kids?|toddler|brother|husband|wife|own)|raffle|school gate|the residents' bingo"
    r"|bingo (?:night|caller|hall)"
    r"|hinge|tinder|dates?\b|netflix|film|novel|episode|king lear|recipe|whale[- ]watching|hospice shop"
    r"|baby shower|on myself"
    r"|i'm (?:a|an|the|such)|vote|voting|premier league|match day|kolaches)\b"
)


def find(reading: Reading) -> Iterator[Match]:
    """One match where contempt of patients stands, with a second sign where its words are everyday ones."""
    places = _contempt(reading)
    if places:
        yield Match(
            spans(reading, places),
            "It mocks patients, one of them or as a kind.",
            min(0.95, 0.6 + 0.08 * (len(set(places)) - 1)),
        )


def _contempt(reading: Reading) -> Places:
    text = reading.text
    formed = own_forms(reading, _FORMS)
    if text.words.isdisjoint(_SCENE) and text.words.isdisjoint(word_set("conduct", "patient_kind")):
        formed = ()
    shown = conduct(reading).derision
    told = (*formed, *shown)
    if not told:
        return ()
    folded = text.folded
    everyday = [
        p
        for p in shown
        if _EVERYDAY.fullmatch(folded, *p) or folded[p[0] : p[1]] in word_set("conduct", "insult")
    ]
    is_plain = bool(formed) or len(everyday) < len(shown)
    is_scornful = (
        len({folded[a:b].split()[0] for a, b in told}) > 1
        or not text.words.isdisjoint(_SCORN)
        or _FACE.search(folded, 0, 4_000) is not None
    )
    if _OTHERWISE.search(folded, 0, 4_000) is not None:
        return told if is_plain and len(told) > 1 else ()
    return told if is_plain or is_scornful else ()


def _gate(reading: Reading) -> bool:
    return shows_conduct(reading) or _FORMS.is_met(reading.text)


RULE = Rule(
    id="conduct/patient-derision",
    version=2,
    category=Category.CONDUCT,
    severity=Severity.HIGH,
    tier=Tier.STANDARDS,
    title="Contempt of patients",
    why=(
        "Contempt for patients is what employers and boards act on most readily; nobody need be "
        "identifiable for that."
    ),
    citations=("gmp-2024-respect", "acp-fsmb-2013-p1", "acp-fsmb-2013-p5"),
    remedy="Delete it; if the shift was hard, say that instead.",
    find=find,
    gate=_gate,
    examples=(
        Example("Ranking my birthday presents: the kettle wins.", False),
        Example("Coffin dodgers all over my ward again.", True),
        Example("Ranking our regulars by smell tonight, the drug seekers win again", True),
        Example("Frequent flyers should get a punch card.", True),
        Example('Called out a colleague today who said "frequent flyer". They\'re called patients.', False),
        Example("A patient hugged me today. Love this job.", False),
        Example("The printer is a useless liar.", False),
    ),
)
