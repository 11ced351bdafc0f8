"""Tells words that the author repeats to refuse them, or turns on herself, from those that she means.

Reads how a sentence goes on around a phrase; takes no side in what it is about. Knows no rule.
"""

from __future__ import annotations

from auditor.engine.cues.phrases import Places
from auditor.engine.patterns import Worded, lazy
from auditor.engine.text import NormalText
from auditor.engine.words import listed

_NO = (
    r"nobody|no one|no-one|never|don't|do not|doesn't|does not|didn't|did not|won't|will not|wouldn't"
    r"|shouldn't"
    r"|should not|must not|mustn't|can't|cannot|can not|stop|quit|refuse to|without|instead of|rather than"
    r"|tired of"
    r"|sick of|enough of|wrong to|not ok to|not okay to|unfair to|hate (?:it )?when|hate hearing|nothing"
    r" excuses"
)
_SAY = (
    r"say(?:s|ing)?|said|call(?:s|ed|ing)?|describe[sd]?|describing|refer\w*|label\w*|brand\w*|dismiss\w*|joke\w*"
    r"|hear\w*|use[ds]?"
    r"|laugh\w*|treat(?:s|ed|ing)?|deserv\w+|put up with|tolerate\w*|accept\w*"
)
_REFUSED = Worded(
    listed(
        "nobody one never don do doesn does didn did won will wouldn shouldn should must mustn can cannot"
        " stop quit"
        " refuse without instead rather tired sick enough wrong ok okay unfair hate nothing"
    ),
    lazy(rf"(?<!\w)(?:{_NO})\b[^.!?\n]{{0,40}}?\b(?:{_SAY})\b(?![^.!?\n]{{0,60}}\bbut\b)[^.!?\n:]{{0,60}}\Z"),
)
_NOT = lazy(r"(?<!\w)(?:not|never|isn't|aren't|ain't|wasn't|weren't|no) (?:[a-z'-]{1,12} ){0,2}\Z")
_NOT_JUST = lazy(
    r"(?<!\w)(?:not|isn't|aren't|ain't) (?:just|only|merely|simply|even|saying) (?:[a-z'-]{1,12} )?\Z"
)
_CALLING = lazy(
    r"(?<!\w)(?:calling|labell?ing|describing|branding|dismissing|the words?|the term|the"
    r" phrase)\b[^.!?\n]{0,50}\Z"
)
_IS_WRONG = lazy(
    r"[^.!?\n]{0,50}?\b(?:is|was|has|does|isn't|helps?|needs?|makes?|belongs?) (?:[a-z]{1,10}"
    r" ){0,2}?(?:wrong|cruel"
    r"|unkind|racis[mt]|sexis[mt]|unprofessional|abuse|bullying|bigotry|shameful|disgraceful|lazy|nobody"
    r"|no one|no place"
    r"|to go|to stop|to be retired|funny|harmful|harm|hurtful|a slur|hate)\b"
)
_REPORTED = lazy(
    r"(?<!\w)(?:he|she|they|who|somebody|someone|visitor|man|woman|relative|patient|colleague|manager"
    r"|minister|tweet"
    r"|post|sign|leaflet|headline|trolls?|bloke|guy|consultant|uncle|customer|candidate|poster|comment|reply)"
    r" (?:[a-z']{1,12} ){0,2}?(?:said|says|shouted|shouts|yelled|screamed|called|calls|wrote|writes|posted"
    r"|told (?:me|us|her"
    r"|him)|spat|muttered|joked|read|hissed)\b[^.!?\n]{0,60}\Z"
)
_DISTANCE = lazy(
    r"\b(?:(?:told|asked|made) (?:him|her|them) (?:to (?:leave|stop|go|apologi[sz]e)|off|that)"
    r"|report(?:ed)? (?:it|him|her"
    r"|them)|escorted|security|(?:i|we) walked out|(?:not|isn't|never) (?:ok|okay|acceptable|here|on my|in"
    r" my|funny)"
    r"|shame|ashamed|disgust\w*|horrif\w+|appall?\w*|unaccept\w*|is wrong|was wrong|zero tolerance"
    r"|(?:speak|spoke) up"
    r"|call(?:ed)? (?:it|him|her|them) out|racism|sexism|bigot\w*|cried in|deserves? better|stood up|shut"
    r" (?:it|him|her) down)\b"
)
_DOUBTED = lazy(
    r"(?<!\w)(?:whether|asks? (?:me |us )?if|asked (?:me |us )?if|myths? that|myth:|claim(?:s|ed|ing)?"
    r" that|the idea that|no evidence"
    r"|rumou?rs? that|lies? that|debunk\w*|disprov\w+|falsely|misinformation)\b[^.!?\n]{0,60}\Z"
)
_OF_HERSELF = lazy(
    r"(?<!\w)(?:i am|i'm|im|i was|i remain) (?:(?:clearly|just|basically|officially|also|still|being)"
    r" )?(?:an?|the|such an?|your"
    r"|one)(?: (?!who|these|those|they|that|with|for|at|of)[\w'-]+,?){0,6} ?\Z"
)
_BEFORE = 130
_READ = 4_000


def owned(text: NormalText, places: Places) -> Places:
    """The places that are the author's own words; what she refuses, or reports and rejects, is left out."""
    if not places:
        return places
    may_refuse = _REFUSED.is_met(text)
    kept = tuple(place for place in places if not _is_refused(text.folded, place, may_refuse))
    reported = {place for place in kept if _is_reported(text.folded, place[0])}
    if reported and _DISTANCE.search(text.folded, 0, _READ):
        return tuple(place for place in kept if place not in reported)
    return kept


def _is_refused(folded: str, place: tuple[int, int], may_refuse: bool) -> bool:
    start, end = place
    since = max(0, start - _BEFORE)
    if may_refuse and _REFUSED.pattern.search(folded, since, start):
        return True
    if _NOT.search(folded, since, start) and not _NOT_JUST.search(folded, since, start):
        return True
    if _DOUBTED.search(folded, since, start) or _OF_HERSELF.search(folded, since, start):
        return True
    return _CALLING.search(folded, since, start) is not None and _IS_WRONG.match(folded, end) is not None


def _is_reported(folded: str, start: int) -> bool:
    return _REPORTED.search(folded, max(0, start - _BEFORE), start) is not None
