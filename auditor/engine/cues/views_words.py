"""Tells a statement of own views by what a short breath is made of, in whatever order its words stand.

Wordings are too many to list: "not cleared by anyone at work", "opinions by me", "no input from
the trust". Their words are few: of speech, of oneself, of the employer, of denial, of leave given.
Knows single words alone.
"""

from __future__ import annotations

from auditor.engine.patterns import lazy
from auditor.engine.words import listed

_SEGMENTS = lazy(r"[,:;()\u2013\u2014]+|\s-\s|\b(?:but|because|though|so)\b")
_WORD = lazy(r"[a-z]+(?:'[a-z]+|-free)?|[≠=]|!=|\b0%|\b100%|©")
_PLACED = lazy(
    r"(?:\b(?:at|with|in|w/|from|of|for|and|nurse|doctor|er|ed|icu|lead|team)|@|&"
    r"|\|) ?(?:the )?instname(?!'s)(?= |,|\Z)|(?:\A|[,/(] ?)instname(?=\s*(?:[,/)]|\Z))"
)
"""Where an institution stands as the place of work."""
_OF_SPEAKING = lazy(
    r"\b(?:speak|speaks|speaking|talk|talking|views|opinions|behalf|voice|word|name|tweet|post|write|input"
    r"|vote|approved|leave|those) (?:here )?(?:of|for|in|from) ?\Z"
)

VOICE = listed(
    "view views viewpoint viewpoints opinion opinions thought thoughts take takes tweet tweets tweeting"
    " post posts posting posted word words"
    " content musing musings rambling ramblings rant rants ranting skeet skeets toot toots comment comments"
    " commentary statement statements position positions stance message messages says say saying said speak"
    " speaks speaking talk talks talking write writes writing written wrote type typed mouth voice line"
    " policy"
    " soapbox nonsense account page profile feed timeline jokes memes reflections rambles gripes moans"
    " musing blether blethers outbursts drivel"
)
_VERBS_ALONE = listed("line page message account posted said type")
OWN = listed(
    "me mine myself own personal personally private privately individual individually unofficial unofficially"
    " independent independently informal informally freelance solo self author unaffiliated"
)
THEIRS = listed(
    "employer employers employer's boss bosses boss's theirs them they their hospital hospital's trust"
    " trust's"
    " institution institution's institutions company company's department management hr comms work job"
    " practice"
    " clinic clinic's university university's school district organisation organization program programme"
    " government board nhs institute workplace employing council college official officially lanyard badge"
    " employer-free hospital-free institution-free work-free instname instname's"
)
_THEIRS_SURELY = listed(
    "employer employers employer's boss bosses boss's theirs institution institution's institutions"
    " management hr"
    " comms official officially workplace employer-free hospital-free institution-free work-free instname"
    " instname's"
)
_OF_SOMEBODY = lazy(
    r"\b(?:my|the|any|our|their|her|his|an?) (?:[a-z]+ )?(?:hospital|trust|company|department|practice"
    r"|clinic|university|school"
    r"|district|organi[sz]ation|program(?:me)?|government|board|nhs|institute|council|college|job)\b"
    r"|\b(?:hospital|trust|company|university|school|district|government|board|nhs"
    r"|institutional) (?:policy|position|line|views|comms)\b|\b(?:at|for) work\b|\btheir\b"
    r"|\bas (?:an? )?(?:[a-z]+ )?(?:employee|staff|spokes\w+)\b|\b(?:by|from|of) (?:clinic|hospital|trust"
    r"|practice|school|university|work|company)\b"
)
DENIAL = listed(
    "not no never none nor neither without nobody nothing isn't aren't ain't don't doesn't didn't won't"
    " can't cannot"
    " hasn't haven't wasn't shouldn't wouldn't dont doesnt isnt ≠ != 0% free"
)
LEAVE = listed(
    "endorse endorses endorsed endorsing approve approves approved approval vet vets vetted clear clears"
    " cleared"
    " sanctioned authorised authorized sign signed sees seen read reads agree agrees agreed share shares"
    " shared"
    " attribute attributed attributable confuse confused mistake mistaken represent represents representing"
    " representative reflect reflects reflecting responsible responsibility blame blamed accountable"
    " liable hold"
    " held input vote speaks affiliation affiliated affiliate affiliations associated sponsored speak"
    " behalf name"
    " fault involved consulted bind binding constitute equal equals unaware aware knows know paid condone"
    " comes come blessing logo belong belongs asked"
)
_APART = listed(
    "disagree disagrees disagreed differ differs unaware oblivious unrepresentative disowns separate"
)
_LINKS = listed(
    "a all and any anyone anybody are as at be been being by can could do does else entirely ever everything"
    " expressed for from has have her here his i if in is it its just may may might must my naturally of"
    " obviously obvs obv always on only or our posted purely r read s shared should so solely strictly"
    " taken than"
    " that the these this those to very we well what when who will with would you = 100% © etc duh always"
    " also absolutely completely totally certainly definitely mostly really truly one us rts likes typos"
    " errors"
)
_LONGEST = 14
_SHORTEST_BAG = 2
_PATIENTS = lazy(
    r"\b(?:medical|advice|patients?|dms?|consult|diagnos\w+|doctor's|vote for|drinks?|appointments?"
    r"|photos?|bills?|emergenc\w+|call the|(?:post|posts|posting|tweet|write) about|calling)\b"
)


def is_said(clause: str, names: frozenset[str]) -> bool:
    """Whether one breath of small letters is made of what such a statement is made of.

    Args:
        clause: The breath; an institution stands in it as `instname`.
        names: The author's names in small letters.
    """
    if _PATIENTS.search(clause):
        return False
    return _is_of_own_words(clause, names) or any(
        _denies(segment) for segment in (clause, *_SEGMENTS.split(clause)) if segment
    )


def _is_of_own_words(clause: str, names: frozenset[str]) -> bool:
    """`opinions by me`, `personally speaking`: words of speech and of oneself, and nothing else."""
    if clause.count("instname"):
        return False
    words = _WORD.findall(clause)
    if not _SHORTEST_BAG <= len(words) <= _LONGEST:
        return False
    told = [word.removesuffix("'s") for word in words]
    own = [word for word in told if word in OWN or word in names]
    spoken = [word for word in told if word in VOICE - _VERBS_ALONE]
    return bool(own) and bool(spoken) and all(word in _KNOWN or word in names for word in told)


_KNOWN = VOICE | OWN | _LINKS | DENIAL


def _denies(segment: str) -> bool:
    """`not cleared by anyone at work`: denial, the employer, and speech or leave."""
    for start, end in reversed([place.span() for place in _PLACED.finditer(segment)]):
        if _OF_SPEAKING.search(segment, 0, end - len("instname")) is None:
            segment = segment[:start] + segment[end:]
    words = _WORD.findall(segment)
    if not _SHORTEST_BAG <= len(words) <= _LONGEST:
        return False
    bag = frozenset(words)
    is_theirs = not bag.isdisjoint(_THEIRS_SURELY) or _OF_SOMEBODY.search(segment) is not None
    if not is_theirs:
        return False
    if not bag.isdisjoint(_APART):
        return True
    if bag.isdisjoint(DENIAL) and not any(word.endswith("-free") for word in words):
        return False
    return not bag.isdisjoint(VOICE | LEAVE)
