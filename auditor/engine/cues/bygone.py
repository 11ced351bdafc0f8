"""Tells whether a bio's author belongs to an institution that the bio names, and belongs to it now.

One that was left, studied at, cheered for, lived near or stayed in as a patient is none of hers; nor
is a field of medicine that ends as institutions' names do. Reads the words around a
name; knows no names itself.
"""

from __future__ import annotations

from auditor.engine.cues.phrases import word_set
from auditor.engine.patterns import lazy
from auditor.engine.words import listed

_WORD = lazy(r"[^\W_]+(?:'[^\W_]+)?")
_WORDS_OF_PLACE = lazy(
    r"\b(?:hosp\w*|clinic|surgery|health\w*|med\w*|univ\w*|uni|college|school|trust|nhs|cent(?:er|re)|ctr"
    r"|ed|er|icu|dental|pharmacy|practice|hospice|infirmary|service\w*|ems|ambulance|physio|vets?|rehab|care"
    r"|institute)\b"
)
_BORN = lazy(
    r" (?:born|raised|bred|girl|boy|lad|lass|native|local|tragic|fan|til+|road|rd|street|lane|avenue|ave"
    r"|drive|square|resident(?=[,.|]|\Z)|reservoir|beach|park)\b"
)
_LIVES_IN = lazy(
    r"(?:\b(?:in|from|near|around|off|born|bred|native of|based|love|hiking|climbing|surfing|kayaking|fishing"
    r"|vecin[ao] de|vivo en|📍) ?|📍 ?)(?:the |at )?\Z"
)
_BY = r"(?: of| at| in| from| by|,)?(?: the)?"
_LEFT_BEFORE = lazy(
    # What was: whatever the post was called.
    r"(?:\bex[- ](?:the )?"
    r"|\b(?:former(?:ly)?|previous(?:ly)?|past|once|late|retired|ret'?d|used to work|worked|left|quit"
    r"|escaped|escapee)\b"
    r"(?:,? (?!now\b)[\w'-]+){0,3}?(?: of| at| in| from| for| by| with|:)*(?: the)? @?"
    # Where she learned, not works: no occupation stands between.
    r"|\b(?:trained|studied|educated|qualified|schooled|raised|born|graduated?)\b(?: as an? [\w-]+"
    rf"| (?!(?:[\w-]*is[t]|doctor|nurse|surgeon|physician)\b)[\w-]+)?{_BY} @?"
    r"|\b(?:alum\w*|grad(?:uate)?|degree|product) (?:of |from |at |@)?(?:the )?"
    r"|\b(?:ph\.?d|m\.?d|ms[cn]|mbbs|mbchb|bsn?|ba|mph|mba|residency"
    r"|fellowship)(?: in [\w-]+)? from (?:the )?"
    r"|\b(?:(?:prior|previous|past) (?:training|posts?|jobs?|roles?|work|lives?)|residency|fellowship"
    r"|med(?:ical)? school"
    r"|alma ma[t]er|training|education|degrees?)(?: \w+)?: [^.|•\n]{0,50}"
    # Not of the staff.
    r"|\b(?:supporter|fan|follower|patient|survivor|recipient|donor|graduate|parent|alumni)(?:,| of| at"
    r"| in| from| by)(?: the)? "
    r"|\b(?:call|ring|text|dial|visit|contact|go to|donate to|love to|thanks to|fund-?raising for"
    r"|raising (?:money|funds) for|did my time at|shops? at|supporting)(?: your| own| nearest| local"
    r"| the)* "
    # Membership of a college or society is no post.
    r"|(?:\A|[.|•·,;/\n(&] ?|\b(?:and|an?|the) )(?:(?:proud|honorary|founding|active|life|lifetime|student"
    r"|associate|full|card-carrying) )?"
    r"(?:fellow|member|diplomate|affiliate)(?:,| of| at)(?: the)? (?:(?:royal|american|society|association"
    r"|college|of|for|the) ){0,3}"
    r"|\b(?:registered|licen[sc]ed|accredited|certified|chartered)(?:,| of| by| with| member of"
    r"| member,)(?: the)? )\Z"
)
_LEFT_BEHIND = lazy(
    r"(?: (?:university|hospital|college|uni|school|infirmary|health))?(?:,? (?:m\.?d\.?|do|rn|bsn|mbbs"
    r"|ph\.?d|ba|bs|mba|mph|so[m]))?[ ,(\u2013-]{0,3}"
    r"(?:alum\w*|grad(?:uate)?s?\b|'\d\d\b|class of|\(?(?:19|20)\d\d ?[-–] ?(?:19|20)?\d\d|fan\b|supporter"
    r"|season[- ]ticket"
    r"|tragic\b|sufferer|til+ i die|\(?(?:ret|retired|former|ex)\b|(?:blood |kidney )?donor|baby\b"
    r"|church\b|survivor|patient\b|campaign\b"
    r"|[^.|•·;\n]{0,12}\b(?:now retired|retired now|free now|(?:until|till) (?:19|20)\d\d))"
)
_SCHOOL = lazy(r"\b(?:university|univ|uni|college|school|so[m])\b")
_YEAR_BEHIND = lazy(r",? ?(?:[a-z.]{2,5} )?(?:19|20)\d\d(?=[\s.|,;)]|\Z)")
_NO_NAME = lazy(
    r"(?:ex[- ]|former |fellow of |fellow, |member of |member, |once of |save |fund-?raising |master of "
    r"|masters of |bachelor of |doctor of |bsc |graduate of )"
)
_POINTED_AT = lazy(
    r"\b(?:work|serious|official|medical|clinic|professional|proper|booking) (?:stuff|things|posts|matters"
    r"|enquiries|side|page)\b"
    r"[^.|\n@]{0,16}@?\Z"
)
_IS_BOARD = lazy(r"\b(?:board|council|committee|panel)\b")
_ALWAYS = listed(
    "hospital hospitals hosp infirmary university univ uni nhs trust hospice school schools residency"
)
_CLUB = lazy(r"\b(?:fc|rfc|afc|athletics|club|rovers|united|lions)\Z")
_WORKS_THERE = lazy(
    r"\b(?:doctor|doc|physician|physio\w*|medic|surgeon|dentist|nurse|chiropractor|psychologist|dietitian"
    r"|trustee|chair|director"
    r"|president|secretary|team|medical|bucket|sponge|welfare|first aid\w*|coach|captain)\b"
)


def is_home(folded: str, start: int, end: int) -> bool:
    """Whether the author lives where the name comes from: `Platte Bend born`, `from Hunter Coast`."""
    is_whole = _WORDS_OF_PLACE.search(folded, start, end + 20) is not None
    lives = _LIVES_IN.search(folded, max(0, start - 20), start) or _BORN.match(folded, end)
    return lives is not None and not is_whole


def is_current(folded: str, start: int, end: int) -> bool:
    """Whether the words around a name say nothing of its being left behind, studied at or cheered for."""
    if _NO_NAME.match(folded, start):
        return _IS_BOARD.search(folded, start, end) is not None
    if _SCHOOL.search(folded, start, end) and _YEAR_BEHIND.match(folded, end):
        return False
    before = _LEFT_BEFORE.search(folded, max(0, start - 60), start)
    if before is not None or _LEFT_BEHIND.match(folded, end) is not None:
        return False
    is_handle = "@" in folded[max(0, start - 1) : start + 1]
    return not (is_handle and _POINTED_AT.search(folded, max(0, start - 50), start))


def is_cheered_for(folded: str, start: int, end: int) -> bool:
    """Whether it is a sports club beside which no work is told of."""
    if _CLUB.search(folded, start, end) is None:
        return False
    opens = max(folded.rfind(sign, 0, start) for sign in ".|\n•·;")
    closes = min(
        (at for at in (folded.find(sign, end) for sign in ".|\n•·;") if at >= 0), default=len(folded)
    )
    return _WORKS_THERE.search(folded, opens + 1, closes) is None


def is_a_field(name: str) -> bool:
    """Whether a run that ends as institutions do is a field of medicine or a hobby: `Women's Health`."""
    words = [match.group() for match in _WORD.finditer(name)]
    if words and words[-1] in _ALWAYS:
        return len(words) == 1
    fields = word_set("affiliation", "fields")
    return bool(words) and all(word in fields or word.removesuffix("'s") in fields for word in words)
