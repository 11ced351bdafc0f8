"""Tells whether a text speaks for an institution, and whether its author says that the views are her own.

Knows wording; knows nothing of rules or severities.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.engine.cues import own_views
from auditor.engine.cues.institutions import named, other_institution
from auditor.engine.cues.phrases import Places, cues, has, places
from auditor.engine.patterns import lazy
from auditor.engine.text import normalise
from auditor.engine.words import listed
from connectors.model import Owner

if TYPE_CHECKING:
    from auditor.engine.reading import Reading


def bio_says_own_views(reading: Reading) -> bool:
    """Whether the account's bio says so (for items)."""
    owner = reading.owner
    return _bio_says_own_views(reading.account.bio, owner.employers, owner.city)


@lru_cache(maxsize=256)
def _bio_says_own_views(bio: str, employers: tuple[str, ...], city: str) -> bool:
    return own_views.are_said(normalise(bio), Owner(employers=employers, city=city))


_VERB_AFTER = lazy(
    r"(?:'s)?(?:[ -][\w&'-]{2,20}){0,4}?[ ,:]{1,2}(?:will|won't|wont|shall|is|isn't|isnt|are|aren't|"
    r"does|doesn't|doesnt|do|don't|dont|did|has|have|hasn't|can|can't"
    r"|cannot|should|would|says?|goes|thinks?|wants?|knows?|stands?|takes?|holds?|asks?|calls?|"
    r"runs?|needs?|puts?|supports?"
    r"|opposes?|rejects?|believes?|considers?|expects?|regards?|refuses?|demands?|backs?|denies|"
    r"welcomes?|deplores?|condemns?|urges?"
    r"|votes?|voted|decided|agrees?|disagrees?|apologi[sz]es?|announces?|confirms?|endorses?|"
    r"reserves?|declines?)(?!\w)"
)
_CORPORATE_WE = frozenset(["we", "our", "us", "we're", "we'll", "we've", "we'd", "ours", "were"]) - {"were"}


_SPEAKING = frozenset({"affiliation.behalf", "affiliation.behalf_weak", "affiliation.stance"})
"""Wording without one of which nobody speaks for an institution."""


def speaks_as(reading: Reading) -> Places:
    """`_speaks_as`, worked out once."""
    known = reading._cache.get("speaks as")
    if known is None:
        known = reading._cache["speaks as"] = _speaks_as(reading)
    return known  # type: ignore[return-value]


def speaks_for_others(reading: Reading) -> bool:
    """Whether an item speaks for an institution at all."""
    return bool(speaks_as(reading))


def takes_stand_for_others(reading: Reading) -> bool:
    """Whether a stand may be more than its author's: by a "we", an office, an institution or a mandate."""
    text, own = reading.text, cues(reading)
    return (
        not text.words.isdisjoint(_MORE_THAN_ONE)
        or has(own, "affiliation.behalf", "affiliation.behalf_weak")
        or _AS.search(text.folded, 0, 4_000) is not None
        or bool(named(text, reading.owner))
        or bool(other_institution(text))
    )


_OFFICES = listed(
    "director chief chair chairman chairwoman head dean president vice principal secretary spokesperson"
    " spokesman"
    " spokeswoman rep reps delegate trustee superintendent hat capacity official officially signed"
    " statement role"
    " manager owner partner commandant captain founder"
)
_MORE_THAN_ONE = _CORPORATE_WE | _OFFICES
_AS = lazy(
    r"(?:\A|[.!?\n:;,]\s{0,3}|\bspeaking |\bwriting )as (?:an?|the|your|one of|hod|cmo|coo|md|medical"
    r"|clinical)\b"
)


def _speaks_as(reading: Reading) -> Places:
    """The words by which an item speaks for an institution; empty where it speaks for its author.

    Three shapes: it says so ("on behalf of …"); the institution takes a stand ("… opposes the bill");
    or "we" take a stand in a text that names the institution.
    """
    own = cues(reading)
    if own.keys().isdisjoint(_SPEAKING) or has(own, "affiliation.own_views"):
        return ()
    text = reading.text
    names = named(text, reading.owner)
    behalf = places(own, "affiliation.behalf")
    # The same words count once: "all of us" lies in "all of us at".
    weak = tuple(
        (start, end)
        for start, end in places(own, "affiliation.behalf_weak")
        if not any(first <= start and end <= last for first, last in behalf)
    )
    stance = places(own, "affiliation.stance")
    is_we = not text.words.isdisjoint(_CORPORATE_WE)
    if names:
        is_subject = any(_VERB_AFTER.match(text.folded, end) for _, end in names)
        is_notice = has(own, "affiliation.notice")
        if behalf and (stance or weak or is_we or is_subject):
            return (*names, *behalf, *stance)
        if stance and (is_subject or is_we) and not is_notice:
            return (*names, *stance)
        if is_subject and is_we and weak and not is_notice:
            return (*names, *weak)
        return ()
    is_firm = len(stance) > 1 or len(behalf) > 1 or bool(weak)
    if behalf and (stance or weak) and is_firm and (len(behalf) + len(stance) > 2 or is_we):
        return (*behalf, *stance)
    return ()
