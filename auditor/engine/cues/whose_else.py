"""Wordings that give a story to somebody who is no patient of the author's.

Her own family, wedding or date, a colleague, a figure of history or fiction, a manikin, an animal, somebody
in the news whom she never treated. Each sign is one family of wordings, our own, from everyday English of
several countries and some Spanish; `frames` weighs it against the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.engine.patterns import Worded, lazy
from auditor.engine.words import listed

if TYPE_CHECKING:
    from auditor.engine.text import NormalText

PLAIN, FAIR, SLIGHT = 2.6, 1.6, 1.0
"""How much a sign speaks for its story: by itself, beside little else, as one of several."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One family of wordings, the story they tell (a value of `frames.Whose`), and how plainly."""

    whose: str
    weight: float
    wording: Worded


_KIN_WORDS = (
    "mum mom mam mama mamma maman mammy mummy mommy mutti amma ammi aai eomma mamá dad daddy papa papá pop"
    " pops baba abba abbu appa tad vati papi nan nana nanna nain gran granny grandma grandpa grandad"
    " granddad gramps nonna nonno oma opa omi abuela abuelo abuelita abuelito yiayia yaya pappou babcia"
    " babushka halmoni halabeoji popo lola lolo kuya nani dadi dada thatha ajji paati aaji ajoba bubbe zayde"
    " teta jiddo tatay nanay cucu shosho gogo kuia koro aita ama mémé pépé mémère pépère"
)
_KIN = "|".join(_KIN_WORDS.split())
# Where a relative stands without `the` or `his`: at the head of a clause.
_HEAD = r"(?:\A|[.!?…:;,\n] ?\n?|\b(?:and|but|as|when|because|that|with|for|to|so|then|of|after|before|if) )"
_PART = (
    r"hips?|knees?|back|heart|eyes?|eyesight|hearing|memory|mind|hands?|foot|feet|shoulder|lungs?|kidneys?"
    r"|prostate|thyroid|gallbladder|bladder|pacemaker|stents?|bypass|hernia|cataracts?|chemo|chemotherapy"
    r"|radiotherapy|biopsy|mri|op|operation|surgery|replacement|diagnosis|cancer|tumou?r|parkinson'?s?"
    r"|alzheimer'?s?|dementia|diabetes|arthritis|copd|stroke|illness|funeral|memorial|ashes|birthday"
    r"|anniversary|recipe|cooking|garden|kitchen|house|wake|retirement"
)
_MONTH = (
    r"january|february|march|april|may|june|july|august|september|october|november|december|winter|spring"
    r"|summer|autumn|fall|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_ROLE = (
    r"tech|technician|technologist|radiographer|sonographer|midwife|nurse|matron|sister|registrar|resident"
    r"|intern|consultant|physio|physiotherapist|pharmacist|receptionist|manager|porter|cleaner|chaplain|odp"
    r"|hca|director|cio|ceo|cfo|coo|cmo|cno|executive|secretary|paramedic|dispatcher|clerk|dietitian"
    r"|phlebotomist|scheduler|housekeeper|educator|coordinator|practitioner|surgeon|dean|hygienist"
    r"|optometrist|apprentice|trainee|supervisor|lead|chief|fellow|locum|governor|trustee|administrator"
)
_ROLES = listed(_ROLE.replace("|", " "))
_DESK = (
    r"facilities|registration|sterili[sz]ation|sterile processing|pharmacy|radiology|hr|payroll|housekeeping"
    r"|maintenance|catering|transport|security|estates|reception|switchboard|medical records|central supply"
    r"|portering|environmental services|evs|dietary|procurement|biomed|engineering|finance|billing|coding"
    r"|the lab|the kitchen|the canteen|the front desk|the mail ?room|the blood bank|the bed office"
)
_NUMBER = (
    r"\d+|(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty"
    r"|forty|fifty)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?"
)


def _sign(whose: str, weight: float, words: str, pattern: str) -> Sign:
    return Sign(whose, weight, Worded(listed(words), lazy(pattern)))


SIGNS: tuple[Sign, ...] = (
    # --- her own family
    _sign(
        "family",
        PLAIN,
        _KIN_WORDS,
        rf"{_HEAD}(?:{_KIN})'s (?:new |own |old |bad |left |right )?(?:{_PART})\b",
    ),
    _sign(
        "family",
        PLAIN,
        _KIN_WORDS,
        rf"{_HEAD}(?:{_KIN}) (?:didn't|doesn't|did not|does not|no longer|forgot|barely) (?:always )?"
        r"(?:know|knows|knew|recogni[sz]es?|remember|remembers|my name|who i am)\b",
    ),
    _sign(
        "family",
        FAIR,
        _KIN_WORDS,
        rf"{_HEAD}(?:{_KIN}) (?:didn't|doesn't|did not|does not|no longer|still|always|used to|would have"
        rf"|never"
        r"|taught|raised|rings?|texts|made me|drove me)\b[^.!?\n]{0,24}?\b(?:me|us|my|said|say"
        r"|recogni[sz]e)\b",
    ),
    _sign(
        "family",
        FAIR,
        "weds birthday graduation christening baptism communion nikah prom married engaged graduated hizo"
        " arrived wedding under team varsity points into",
        r"\b(?:our|my|mi|nuestr[ao]) (?:own |big |wee |little )?[a-záéíóúñ]{3,12}(?:'s (?:wedding|birthday"
        r"|graduation|christening|baptism|communion|nikah|prom|under)| (?:weds|got married|got engaged"
        r"|is engaged|has arrived|graduated|got into|got (?:his|her) points|made (?:the|varsity)|hizo (?:la"
        r"|su)))\b",
    ),
    _sign(
        "family",
        PLAIN,
        "gave giving walked walking",
        r"\b(?:gave|giving) away my \w+ (?:to|on|at|in)\b|\b(?:walked|walking) (?:my"
        r"|our) [\w -]{2,24} down the aisle\b",
    ),
    _sign(
        "family",
        PLAIN,
        "buried rest ground",
        r"\b(?:i|we)(?: have|'ve)? (?:just )?buried (?:my|our|mum|mom|mam|dad|daddy|nan|gran\w*)\b"
        rf"|\b(?:laid|put) (?:my|our|{_KIN})\b[^.!?\n]{{0,30}}? (?:to rest|in the ground)\b",
    ),
    _sign(
        "family",
        FAIR,
        "son daughter grandson granddaughter hija hijo nieto nieta",
        r"\bwe (?:dedicated|named|christened|baptised|baptized|enrolled|dropped|moved) our (?:son"
        r"|daughter)\b|\bour (?:son|daughter|grandson|granddaughter) (?:got|made|won|passed|starts?|started"
        r"|graduat\w+|turns?|turned)\b|\bmi (?:hij[ao]|niet[ao]) (?:se |ya |cumple|hizo|ganó|entró|empieza)",
    ),
    _sign(
        "family",
        PLAIN,
        "proud",
        r"\bproud (?:father|mother|dad|mum|mom|mam|grandad|granny|nana) (?:today|tonight|here|moment)\b",
    ),
    _sign(
        "family",
        FAIR,
        "fairy report student nativity parents taller",
        r"\btooth fairy\b|\breport card\b|\bstudent of the (?:month|week|term)\b|\bnativity play\b"
        r"|\btaller than (?:his|her|their) (?:mother|father|mum|mom|mam|dad)\b",
    ),
    _sign(
        "family",
        SLIGHT,
        "mi",
        r"\bmi (?:sobrin[ao]|prim[ao]|ahijad[ao]|suegr[ao]|cuñad[ao]|espos[ao]|marido|novi[ao]|herman[ao]"
        r"|comadre|compadre|tí[ao]|abuel[ao]|abuelit[ao])\b",
    ),
    # --- her own wedding, marriage, dates
    _sign(
        "author",
        PLAIN,
        "engaged married divorced eloped separated knot",
        r"\b(?:i|we)(?:'m|'re| am| are|'ve| have)? (?:(?:just|finally|officially|got|getting|recently|never"
        r"|both) )*(?:engaged|married|divorced|eloped)\b(?! (?:to see|with|kings|them|the patient|in"
        r"|couples))|\b(?:i|we) (?:tied|are tying) the knot\b|\A(?:we're |we are )?engaged!+",
    ),
    _sign(
        "author",
        FAIR,
        "said asked popped proposed marry",
        r"\bi said yes to (?:the dress|him|her|forever)\b|\bsaid yes to the dress\b|\b(?:asked me to"
        r"|to) marry me\b|\bpopped the question\b|\A(?:omg )?s?he said yes!+",
    ),
    _sign(
        "author",
        PLAIN,
        "wedding engagement honeymoon nikah haldi sangeet mehndi shower reveal vows bridesmaid bridesmaids"
        " hen stag bachelorette bachelor honor honour boda luna casamos caso casé bridetobe justmarried"
        " weddingday shesaidyes isaidyes couplegoals groomsman groomsmen divorce divorcio",
        r"\b(?:my|our|mi|nuestra) (?:own |second |white |beach |big |upcoming )?(?:wedding|engagement"
        r"|honeymoon|nikah|haldi|sangeet|mehndi|baby shower|gender reveal|bridesmaids?|hen (?:do|party"
        r"|night|weekend)|stag (?:do|night|weekend)|bachelorette|bachelor party|maid of hono(?:u)?r|boda"
        r"|luna de miel|divorce|divorcio)\b|\bgender reveal\b|\bwedding(?:'s| is) off\b|\b(?:second"
        r"|our) honeymoon\b|\brenew\w* (?:of |our )+vows\b|\b(?:nos casamos|me caso|me casé)\b"
        r"|#(?:bridetobe|justmarried|weddingday|shesaidyes|isaidyes|couplegoals)\b|\bwedding recap\b"
        r"|\bthe divorce came\b",
    ),
    _sign(
        "author",
        FAIR,
        "years anniversary marriage married day",
        r"\byears? (?:married to|of marriage to|with this (?:man|woman|one|eejit))\b|\bi(?:'ve"
        r"| have) been married to\b|\b(?:my|our) marriage (?:ended|is over|broke|died|lasted)\b"
        r"|\bi married my (?:best|high|childhood)\b|\bmyself have called it a day\b|\b(?:happy"
        r"|our) (?:\w+ )?anniversary\b",
    ),
    _sign(
        "author",
        PLAIN,
        "date dates hinge tinder bumble grindr farmersonly apps swiped situationship",
        r"\b(?:first|second|third|fourth|1st|2nd|3rd|4th|blind|coffee) date (?:tonight|tomorrow|last|on"
        r"|with|went|was|sunday|monday|tuesday|wednesday|thursday|friday|saturday)\b|\bdate night\b"
        r"|\bwent on a date\b|\b(?:my )?(?:hinge|tinder|bumble|grindr) (?:date|dates|girl|guy|boy|match"
        r"|profile|bio|lad|man|woman)\b|\b(?:on|joined|deleted|back on) (?:hinge|tinder|bumble|grindr"
        r"|farmersonly|the (?:dating )?apps)\b|\bswiped right\b|\bmy situationship\b",
    ),
    # --- colleagues
    _sign(
        "colleague",
        FAIR,
        " ".join(_ROLES),
        # In apposition to a name: a patient's nurse seldom is.
        rf"\bour (?:[\w'-]+ ){{0,3}}?(?:{_ROLE}), [a-z'-]+(?: [a-z'-]+)?,",
    ),
    _sign(
        "colleague",
        PLAIN,
        " ".join(_ROLES),
        rf"\bour (?:[\w'-]+ ){{0,3}}?(?:{_ROLE})s?(?:,? [a-z'-]+){{0,2}},? (?:proposed to"
        r"|got (?:engaged|married)|passed (?:his|her|their)|joined us|joins us|won the|matched|retire[sd]?"
        r"|is retiring|graduated"
        r"|was (?:honou?red|awarded|named|appointed|promoted)|has been (?:made|named)|baked"
        r"|turned (?:thirty|forty|fifty|sixty|seventy|[3-7]0))\b",
    ),
    _sign(
        "colleague",
        FAIR,
        "facilities registration sterilisation sterilization sterile pharmacy radiology hr payroll"
        " housekeeping maintenance catering transport security estates reception switchboard medical"
        " central portering environmental evs dietary procurement biomed engineering finance billing coding"
        " from",
        rf"\b(?!(?:him|her|them|home|call|calls|back|away|up|it|out|letter|email|bill|results?|transferred"
        rf"|sent|moved|discharged|down|over|report|note|text|memo|and|or|is|was|are"
        rf"|came) )[a-z]{{3,}} from (?:{_DESK})\b",
    ),
    _sign(
        "colleague",
        FAIR,
        "years day shift retires retiring hung",
        rf"\b(?:{_NUMBER}) years (?:of (?:nursing|service|midwifery|shifts|nights)|running|behind (?:the"
        rf"|that) (?:desk|counter)|on (?:the|our|this) (?:desk|switchboard)|in (?:nursing|midwifery"
        rf"|theatres|the (?:nhs|service|job|department)))\b|\blast (?:day|shift) (?:is "
        rf"|was )?(?:on )?(?:today|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|\bhung up (?:his"
        rf"|her|their) (?:\w+ )?(?:scrubs|stethoscope|clogs|tunic|gown|loupes|uniform|bleep|pager)\b",
    ),
    _sign(
        "colleague",
        PLAIN,
        "lost died passed anaesthetist anesthesiologist surgeon pathologist radiologist physician midwife"
        " nurse paramedic cardiologist paediatrician pediatrician psychiatrist dentist",
        r"\b(?:we|i)?(?:'ve| have)? ?lost (?:a|our|my|one of our) (?:dear |beloved |old "
        r"|former )*(?:colleague|mentor|registrar|consultant|matron|workmate|co-?worker"
        r"|partner in practice)\b|\b(?:dr|prof|professor|sister|matron)\.? [\w' -]{3,40}? (?:has )?(?:died"
        r"|passed away|passed on)\b|\b(?:anaesthetist|anesthesiologist|surgeon|pathologist|radiologist"
        r"|physician|midwife|nurse|paramedic|cardiologist|paediatrician|pediatrician|psychiatrist|dentist"
        r"|vet), (?:friend|mentor|teacher|colleague)\b",
    ),
    _sign(
        "colleague",
        FAIR,
        "hr",
        r"\b(?:if|and|told|call|calling|emailed|email|to|with|from|by|where) hr\b(?! (?:\d|of|in|was|is|up"
        r"|down))|\bhr (?:had|has|can't|cannot|won't|will|says|said|knows|know|did|does)\b",
    ),
    _sign(
        "colleague",
        FAIR,
        "compañera compañero colega jefe jefa residente matrona enfermera enfermero celador celadora"
        " felicidades enhorabuena jubila jubiló",
        r"(?<!por )(?<!con )(?<!de )\b(?:mi|nuestr[ao]) (?:compañer[ao]|colega|jef[ae]|residente|matrona"
        r"|enfermer[ao]|celador[ae]?"
        r")\b|\b(?:felicidades|enhorabuena) (?:a|al|doctora?|dra?\.?)\b|\bse jubil[aó]\b",
    ),
    # --- history, stories, exercises
    _sign(
        "history",
        PLAIN,
        "ledger founded history archive archives day pioneer pioneers pioneered",
        r"\bhistory corner\b|\bon this day in 1\d\d\d\b|\b(?:the|parish|hospital|old) ledger\b"
        r"|\bfounded in 1[5-9]\d\d\b|\b(?:hospital|local|national|our|the) archives?\b|\bpioneer(?:s"
        r"|ed)? (?:of|in|the)\b|\bmedical history\b[^.]{0,20}1\d\d\d",
    ),
    _sign(
        "textbook",
        PLAIN,
        "exist existed up exam marks page",
        r"\b(?:does|do|did)(?:n't| not) exist\b|\bi (?:made|make) (?:him|her|them) up\b|\bnever existed\b"
        r"|\b(?:write|writing|wrote|marking|marked|setting) (?:the |an |some |our )?exam (?:question|paper"
        r"|case)s?\b|\b(?:two|three|four|five|six|eight|ten|twelve|twenty|\d+) marks[.!?]|\bcase on page \d",
    ),
    _sign(
        "simulation",
        PLAIN,
        "rubber plastic silicone mannequin manikin doll dummy testperson synthetic simulated standardised"
        " standardized fictional imaginary knitted test demo virtual fake pretend sim skeleton puppet 3d",
        r"\b(?:is|he's|she's|it's|was) (?:made of |only |just |actually )?(?:rubber|plastic|silicone"
        r"|an? (?:plastic|rubber|mannequin|manikin|doll|dummy|skeleton|puppet|knitted|3d))\b|\b(?:synthetic"
        r"|dummy|fake|simulated|standardi[sz]ed|imaginary|fictional|pretend|rubber|virtual|test"
        r"|demo) (?:patients?|data|records?)\b|\btestperson\b|\bsim (?:lab|session|suite|day|baby|mum|mom)\b",
    ),
    _sign(
        "history",
        PLAIN,
        "lear hamlet macbeth ophelia havisham sherlock bridgerton martin tim act villain character",
        r"(?<!plays )(?<!play )(?<!playing )\b"
        r"(?:king lear|hamlet|macbeth|ophelia|lady macbeth|miss havisham|sherlock|bridgerton|doc martin"
        r"|tiny tim)\b|\b(?:by|in) act (?:\d|i{1,3}v?|one|two|three|four|five)\b|\bthe villain\b"
        r"|\bmain character in\b",
    ),
    # --- animals
    _sign(
        "animal",
        PLAIN,
        "vet stall calving lambing foaling whelping farrowing dogsofinstagram dogsoftiktok catsofinstagram"
        " catsoftiktok horsesofinstagram foal ewe mare heifer filly gelding clydesdale holstein tplo perra"
        " gata",
        r"\b(?:the |our |a |his |her |my )?vet (?:says|said|reckons|thinks|came|was (?:kind|lovely|great)"
        r"|bill|in [a-z]+ who)\b|\bstall \d\b|#(?:dogsof(?:instagram|tiktok)|catsof(?:instagram|tiktok)"
        r"|horsesofinstagram)\b|\b(?:calving|lambing|foaling|whelping|farrowing) at\b|\b(?:mare|ewe|heifer"
        r"|filly|gelding|foal|clydesdale|holstein)\b[^.!?\n]{0,60}\b(?:colic|twisted stomach|breech|scour"
        r"|lame|mastitis|laminitis|prolapse|twin|twins|milk|tag \d+|\d{4})\b|\btplo\b|\b(?:perra"
        r"|gata) de la casa\b",
    ),
    # --- the news
    _sign(
        "public-figure",
        PLAIN,
        "met treat treated examine examined cared care treatment patient know",
        r"\b(?:i(?:'ve| have)? )?never (?:met|treated|examined|cared for) (?:the (?:man|woman|lad|lady"
        r"|actor|actress|singer|fella|chap|player|guy)|him|her|them)\b|\bnot (?:my|our"
        r"|a) patient(?: of mine)?\b|\bno (?:role|part|hand) in (?:his|her|their) (?:care|treatment)\b"
        r"|\b(?:did not|didn't|have not|haven't) (?:treat|treated|examine|examined|met) (?:him|her|them"
        r"|the (?:man|woman))\b|\bi (?:do not|don't|did not|didn't) know (?:him|her)[.,;]",
    ),
    _sign(
        "public-figure",
        FAIR,
        "told espn telly tv sky palace princess prince duchess duke cbc cnn bbc pti reuters paper papers"
        " tmz six per words interviews",
        r"\btold (?:vogue|people|oprah|hello|the (?:sun|mirror|guardian|times|mail|bbc|nation|world|papers?"
        r"|press)|woman's (?:day|weekly|own)|rolling stone|reporters)\b|\bon (?:espn|telly|tv|sky"
        r"|the telly) (?:same as|like)\b|\bpalace (?:says|said|has)\b|\b(?:princess|prince|duchess"
        r"|duke) of (?:wales|\w+)\b|\b(?:cbc|cnn|espn|pti|reuters|tmz|the bbc|bbc|papers?"
        r"|page six) (?:says?|said|reports?|reported)\b|\bas per (?:the )?\w+ report\b"
        r"|\bstop giving interviews\b|\bin (?:his|her|their) own words\b",
    ),
)

# An hour (`at 1830`, `until 1910`) is no year, and neither is a birth that an old patient tells of.
_OLD_YEAR = lazy(
    rf"(?<!born )\b(?:in|circa|c\.|(?:{_MONTH}|class|year)(?: of|,)?) (?:1[5-8]\d\d|19[0-5]\d)\b"
    r"(?! ?(?:hrs?|hours|h|ml|mg|g|kcal|calories|patients|people|beds|deaths|cases|births)\b)"
    r"|\b19[0-5]\d:|\b(?:1[6-8]\d0|19[0-5]0)s\b|\b(?:1[5-9]th|nineteenth|eighteenth)[- ]century\b"
    rf"|\A(?:\d{{1,2}} )?(?:{_MONTH})(?: \d{{1,2}}(?:st|nd|rd|th)?,?)? (?:1[5-8]\d\d|19[0-6]\d)\b"
)


def told_of_others(text: NormalText) -> Iterator[tuple[str, float, tuple[int, int]]]:
    """Whose story each sign of the text tells, how plainly, and where it first stands."""
    for sign in SIGNS:
        for match in sign.wording.find(text):
            yield sign.whose, sign.weight, match.span()
            break
    if text.digits > 1:
        old = _OLD_YEAR.search(text.folded)
        if old is not None:
            yield "history", PLAIN, old.span()
