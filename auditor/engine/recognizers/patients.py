"""Tells whether a text itself says of a name that a patient bears it: by apposition, bed, care or case line.

Reads the words around a run of capitals, and the phrases of the text; knows nothing of rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from auditor.engine import lexicon
from auditor.engine.patterns import lazy
from auditor.engine.text import NormalText, Token
from auditor.engine.words import listed

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

_ONE = r"(?:(?:in-?|out-?)?patient|pt|px)"
_MANY = r"(?:(?:in-?|out-?)?patients|pts)"
_BED = (
    r"(?:bed|bay|cubicle|cot|incubator|isolette|resus|side ?room|trolley) ?(?:no\.? ?)?"
    r"(?:\d{1,3}[a-z]?|one|two|three|four|five|six|seven|eight|nine|ten)\b"
)
_SOMEBODY = (
    r"(?:lady|man|woman|gentleman|gent|bloke|chap|fella|guy|lass|lad|girl|boy|kid|baby|wee one|resident)"
)
_GAP = r"(?:\W{1,3}|,? (?:is|was|called|named|by the name of) )$"
_OWN = lazy(
    r"(?<![\w@#-])(?:"
    rf"(?:my|our)(?: [a-z'-]{{2,14}}){{0,3}}? {_ONE}(?: of (?:ours|mine))?"
    rf"|{_ONE} of (?:ours|mine)"
    rf"|(?:my|our|one of (?:my|our|the))(?: [a-z'-]{{2,14}}){{0,2}}? {_MANY}"
    rf"){_GAP}"
)
"""Words for a patient of the author's, right before a name."""
_LYING = lazy(
    rf"(?<!\w)(?:my|our|the|that|this) (?:[a-z'-]{{2,14}} ){{0,2}}?(?:{_SOMEBODY}|{_ONE})"
    rf" (?:in|from|on|at) (?:our |my |the )?{_BED}{_GAP}"
)
"""`My lady in bed 4`, right before a name."""
_SET_APART = lazy(
    rf"(?<![\w@#-])(?:(?:a|an|the|this|that|another|new) (?:[a-z'-]{{2,14}} ){{0,2}}?)?{_ONE}(?: name)?"
    r"(?: ?[,:;(-] ?\(?| (?:called|named|by the name of) )$"
)
"""Any patient whose name is set apart behind: `a patient, Joan Harker`, `Patient: Joan Harker`."""
_SHORT = lazy(r"(?<![\w@#-])(?:pt|px) $")
_LISTED_FOR_ALL = lazy(
    r"(?<!one of )(?:my|our|the)(?: [a-z'-]{2,14}){0,2} (?:(?:in-?|out-?)?patients|pts)\W{1,3}$"
)
_IN_BED = lazy(rf"(?:,? \(?\d{{1,3}}\)?)?,? \(?(?:in|from|on) (?:our |my |the )?{_BED}")
_IS_OURS = lazy(
    r"(?:,|'s| is| was| has been| had been| became| remains)"
    r" (?:(?:still|now|once|indeed|also|actually) )?(?:"
    rf"(?:my|our) (?:[a-z'-]{{2,14}} ){{0,2}}?{_ONE}|one of (?:my|our) (?:[a-z'-]{{2,14}} )?{_MANY}"
    rf"|an? (?:[a-z'-]{{2,14}} )?{_ONE} (?:of (?:ours|mine)|here|(?:on|in|at|with|under) (?:our|my|us|me)))\b"
    r"(?! (?:advoca\w+|safety|experience|liaison|rep\w*|voice|ambassador|partner\w*|leads?|services?|access"
    r"|care|support|navigator|champions?|educat\w+|coordinator|co-ordinator|panel|forum|group)\b)"
)
_CARED = (
    r"(?:re)?admitted|discharged|(?:in|ex)tubated|cannulated|catheteri[sz]ed|resuscitated|defibrillated"
    r"|sutured"
    r"|sectioned|dialy[sz]ed|thrombolysed|biopsied|transfused|sedated|pronounced|palliated|diagnosed"
    r"|operated on|nursed|looked after|cared for|extricated|ventilated|anaestheti[sz]ed|anestheti[sz]ed"
)
_CARE_OF = lazy(
    r"(?<!\w)(?:we|i|i've|we've|i'd|we'd|my team|our team)"
    rf"(?: (?:have|had|just|finally|then|both|only|first|even|never|also)){{0,2}} (?:{_CARED}) $"
)
_HONOURED = lazy(
    r",? (?:in)?to (?:[\w'-]+ ){0,4}?(?:faculty|fellowship|college|program\w*|residency|academy|society|bar"
    r"|hall|club|university|school|course|team|register|roll|board)\b"
)
"""Admitted, and not to a ward."""
_AGED = lazy(
    r"(?:,? ?\(?(?:aged? )?\d{1,3} ?-?(?:yo|y/o|yrs?|years?(?:[- ]old)?|wks?|weeks?(?:[- ]old)?"
    r"|months?(?:[- ]old)?)?"
    r" ?(?P<sex>(?:yo)?[fm♀♂]|female|male)?(?![\w/:.-])\)?,?)"
)
_ARRIVED = lazy(
    r"(?: (?:who|has|had|is|was|were|got|been|being|just|finally|also)){0,4} (?:(?:re)?admitted"
    r"|hospitali[sz]ed"
    r"|brought in|rushed (?:in|to)|came (?:in|to us|to our|through)|comes in|wheeled in|airlifted|flown in"
    r"|transferred|present(?:ed|s|ing) (?:with|to (?:us|our|my))|referred to (?:us|me)|collapsed|arrested"
    r"|coded"
    r"|in with|(?:on|in|under) (?:our|my))\b"
)
_OURS = lazy(
    r"(?<!\w)(?:(?:our|my) (?:[a-z'-]{2,14} )?(?:wards?|unit|icu|itu|ed|er|a&e|nicu|picu|hdu|ccu|clinic|floor"
    r"|theatre|care|resus|bay|list|shift|department|practice|hospice|table|patients?|caseload|beds?)"
    r"|to us|with us|under (?:us|me|my|our)"
    rf"|(?:we|i|i've|we've)(?: [a-z']{{2,10}}){{0,2}} (?:{_CARED}|tubed|scanned|started|gave|treated|pushed"
    r"|bagged|lined|saved|(?:took|put|got|lost|saw|sent|told|held) (?:him|her|his|them)|stabili[sz]ed|coded"
    r"|shocked|repaired|removed|delivered|stitched|proned|cathed))(?!\w)"
)
"""The account of somebody who was there at work."""
_SOMEBODY_ELSE = lazy(
    r"(?<!\w)(?:dr|prof(?:essor)?|colleagues?|friends?|mate|neighbou?rs?|brother|sister|mother|father|mum"
    r"|mom|dad"
    r"|uncle|aunt|auntie|cousin|nephew|niece|son|daughter|wife|husband|grandma|grandpa|nan|gran|partner|nurse"
    r"|registrar|consultant|intern|midwife|paramedic|surgeon|physician|president|chair(?:man|woman)?"
    r"|researcher"
    r"|scientist|author|actor|actress|singer|star|comedian|footballer|striker|player|rapper|musician"
    r"|presenter"
    r"|broadcaster|politician|senator|minister|mp|governor|mayor|congress\w+|king|queen|prince|princess|pope"
    r"|cardinal|emperor|general|novelist|writer|poet|character|legend|hero|manager|coach|by|congrat\w*"
    r"|welcome"
    r"|vote|remember(?:ing)?|rip|meet|thinking of|prayers for|pray for),? (?:[a-z'-]{2,14} )?$"
)
_ELSEWHERE = listed(
    "gofundme justgiving fundraiser fundraising donate donations spokesman spokeswoman spokesperson publicist"
    " reportedly newspaper bbc cnn reuters netflix novel film movie series character fictional fiction"
    " vignette"
    " usmle plab osce mcq textbook simulation simman sim manikin mannequin actor actress et nejm lancet"
    " jama bmj"
    " biography biopic plaintiff tudor victorian episode chapter said says"
)
"""News, appeals, books and exercises: a name beside an illness is then nobody's whom the author treats."""
_EXERCISES = frozenset({"textbook", "simulation"})
_OTHERS = frozenset({"history", "news", "family", "promotion", "policy", "colleague", "cohort"})
_ANIMAL = lazy(
    r"(?:,| is| was)?(?: [\w/'-]+){0,5}? (?:dog|cat|puppy|pup|kitten|collie|labrador|spaniel|poodle|retriever"
    r"|terrier|greyhound|horse|pony|mare|foal|cow|calf|goat|ewe|sheep|hen|parrot|budgie|hamster|guinea pig"
    r"|rabbit|tortoise|snake|ferret|donkey|alpaca|llama)\b(?! (?:bit|scratch|kick|attack))"
)
_NOBODYS = listed("doe bloggs zero public ward unit safety experience portal first care services access")
_WORDS_IN_LOWER = listed(
    "bill rob pat don jack frank mark grace will rose hope faith joy may june art sue gene drew chase chip"
    " dick"
    " jean penny ray rich sandy wade dean earl guy lance nick"
)
_GOES_ON = lazy(
    r"\W*\Z|\W?[^\w\s]|'s\b| (?:is|was|who|and|has|had|got|went|came|on|in|at|with|keeps?|\w{3,14}ed)\b"
)
_AROUND = 100
_BEHIND = 130
_READ = 4_000
_STOP = lazy(r"[.!?\n](?=\s|\Z)")
_PATIENT_WORDS = listed("patient patients pt pts px inpatient outpatient inpatients outpatients")
_BEDS = listed("bed bay cubicle cot incubator isolette resus sideroom room trolley")
_SIGNS = (
    _PATIENT_WORDS
    | _BEDS
    | listed(
        "admitted readmitted discharged intubated"
        " extubated cannulated catheterised catheterized resuscitated defibrillated sutured sectioned"
        " dialysed dialyzed"
        " thrombolysed biopsied transfused sedated pronounced palliated diagnosed operated nursed looked"
        " cared"
        " extricated ventilated anaesthetised anaesthetized anesthetised anesthetized"
        " hospitalised hospitalized brought rushed came comes wheeled airlifted flown transferred"
        " presented presents"
        " presenting referred collapsed arrested coded ward icu itu ed er hdu ccu"
    )
)


def detail_of(reading: Reading, tokens: Sequence[Token], at: int, length: int, *, is_whole: bool) -> str:
    """`patient` where the text says so, `case` where name, age and illness stand as in a case line; else "".

    `is_whole`: a full name, or one behind a title; a first name is a patient's only where that is said.
    """
    text = reading.text
    if text.digits < 2 and text.runs.isdisjoint(_SIGNS):
        return ""
    folded = text.folded
    start, end = tokens[at].start, tokens[at + length - 1].end
    end -= 2 if tokens[at + length - 1].word.endswith("'s") else 0
    if not _NOBODYS.isdisjoint(text.sequence[at : at + length]):
        return ""
    if _is_said_outright(reading, start, end) or (is_whole and _is_cared_for(folded, start, end)):
        is_beast = "animal" in reading.cues and _ANIMAL.match(folded, end)
        return "" if is_beast or "vet" in reading.owner.role.casefold() else "patient"
    return _case(reading, start, end) if is_whole else ""


def goes_on(text: NormalText, end: int) -> bool:
    """Whether a text goes on behind a word as behind somebody's name, and not behind half a thing's."""
    return _GOES_ON.match(text.folded, end) is not None


def in_lower(text: NormalText) -> list[int]:
    """Where in a text without capitals a name stands behind a word for a patient: `our patient joan`."""
    if text.runs.isdisjoint(_PATIENT_WORDS):
        return []
    return [
        at + 1
        for at, (before, word) in enumerate(pairwise(text.sequence))
        if before in _PATIENT_WORDS and _is_name_in_lower(word.removesuffix("'s"))
    ]


def _is_name_in_lower(word: str) -> bool:
    is_given = word in lexicon.first_names() and word not in lexicon.ambiguous_names()
    return is_given and word not in _WORDS_IN_LOWER


def _is_said_outright(reading: Reading, start: int, end: int) -> bool:
    folded, runs = reading.text.folded, reading.text.runs
    since = max(0, start - _AROUND)
    if not runs.isdisjoint(_PATIENT_WORDS):
        if _OWN.search(folded, since, start) and not _LISTED_FOR_ALL.search(folded, since, start):
            return True
        if _SET_APART.search(folded, since, start) or _IS_OURS.match(folded, end):
            return True
        short = _SHORT.search(folded, since, start)
        if short and not reading.text.value.startswith("PT", short.start()):  # a physical therapist's letters
            return True
    if runs.isdisjoint(_BEDS):
        return False
    if _LYING.search(folded, since, start):
        return True
    return _IN_BED.match(folded, end) is not None and _is_ill(reading, start - 60, end)


def _is_cared_for(folded: str, start: int, end: int) -> bool:
    """`We intubated Joan Harker`, and not `We admitted Joan Harker to the college`."""
    is_care = _CARE_OF.search(folded, max(0, start - _AROUND), start) is not None
    return is_care and _HONOURED.match(folded, end) is None


def _is_ill(reading: Reading, since: int, end: int) -> bool:
    """Whether an illness or a treatment stands from there to the end of the name's sentence."""
    stop = _STOP.search(reading.text.folded, end, end + _BEHIND)
    last = stop.start() if stop else end + _BEHIND
    return any(
        since <= hit.start < last
        and hit.group.kind in ("condition", "procedure")
        and hit.group.detail != "body"
        for hit in reading.hits
    )


def _case(reading: Reading, start: int, end: int) -> str:
    """What a name is at the head of a case: with an age or an arrival, and an illness behind."""
    folded = reading.text.folded
    aged = _AGED.match(folded, end)
    arrived = _ARRIVED.match(folded, aged.end() if aged else end)
    if not (aged or arrived) or not _is_ill(reading, end, end):
        return ""
    if _SOMEBODY_ELSE.search(folded, max(0, start - _AROUND), start):
        return ""
    if not reading.text.runs.isdisjoint(_ELSEWHERE) or not _EXERCISES.isdisjoint(reading.cues):
        return ""
    if _OURS.search(folded, 0, _READ) or (aged and aged["sex"]):
        return "patient"
    return "case" if aged and arrived and _OTHERS.isdisjoint(reading.cues) else ""
