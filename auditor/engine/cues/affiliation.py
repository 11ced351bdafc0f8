"""Tells whether a text names an institution of the owner's, says whose views it gives, or speaks for the
institution.

Knows the owner's employers and words of institutions; knows nothing of rules or severities.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.engine.cues.phrases import Cues, Places, book, cues, has, places, word_set
from auditor.engine.patterns import lazy
from auditor.engine.text import NormalText, normalise
from auditor.engine.words import listed
from connectors.model import Owner

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

_SPLIT = lazy(
    r"\s*(?:;|/|,|\||\band\b(?=\s+[A-Z])|\bplacement with\b|\bfrom [A-Z][a-z]+ \d{4}\b|\bvisiting at"
    r"\b|\bowner\b)\s*"
)
_NOTE = lazy(r"\([^()]{0,80}\)")
_WORD = lazy(r"[^\W_]+(?:'[^\W_]+)?")
_INSTITUTION = lazy(
    r"(?<![\w@#])(?:[A-Z][\w'&.-]{1,20},? (?:(?:of|for|the|and|&|de|da|del|du|y|et) )?){1,5}?"
    r"(?:Hospitals?|Hosp|Infirmary|Hospice|Institute|University|Univ|Uni|College|School District|"
    r"Schools?|NHS|Trust"
    r"|Medical Cent(?:er|re)|Med(?:ical)? C(?:en)?te?r|Health(?:care)?|Clinic|Surgery|Deanery|"
    r"Regional|Ambulance"
    r"|Paramedic Services?|Residency|Dental|Pharmacy|Orthop(?:a)?edics|Alliance|RFC|FC|Athletics|"
    r"Committee|Centre|Center|Academy|Prison|Barracks|Squadron|Regiment|Air Base|Naval Base|Medical "
    r"Group"
    r"|Health Service|Care Home|Nursing Home|Family Practice|Family Medicine|Practice|Council|"
    r"Cruises|Cruise Line|Station|Lodge"
    r"|Correctional(?: Facility| Center| Institution)?|Club|Ministry|Labs?|Laborator(?:y|ies)|"
    r"Rescue|Fire Department|Fire|EMS|Hospitals? Group)(?!\w)"
)
_HANDLE = lazy(
    r"(?<!\w)@ ?\w{3,30}(?:hospital|hosp|health|healthcare|nhs|med|medical|medctr|clinic|dental|"
    r"univ|uni|university|trust|rmc|mc|ems|hospice|college|icu|ed)(?!\w)",
    re.IGNORECASE,
)
_OFFICE = lazy(
    r"(?<!\w)(?:official|head|lead|chief|team|club)(?: team)? (?:physician|doctor|chiropractor|"
    r"physio(?:therapist)?|dentist|nurse|medic|surgeon)"
    r"[,:]? (?:for |of |to |at |@)?(?:the )?@?[A-Z][\w']+"
    r"|(?<!\w)(?:[Dd]irector|[Cc]hair|[Pp]resident|[Ll]ead|[Hh]ead|[Ff]aculty|[Dd]elegate|"
    r"[Tt]rustee|[Mm]ember|[Ff]ellow)(?: of|,| at| for) (?:the )?(?:[A-Z][\w'&-]+ ){1,4}"
    r"(?:Alliance|Association|Society|Board|Council|College|Network|Group|Programme|Program|Panel|"
    r"Federation|Union)(?!\w)"
)
_INSTITUTION_WORDS = (
    r"employers?|hospitals?|hosp|jobs?|boss(?:es)?|trusts?|institut\w{1,6}|clinics?|practices?|"
    r"workplace|surgery|"
    r"university|uni|company|schools?|district|college|squad|partnership|agency|departments?|dept|council|"
    r"teams?|club|facility|nhs|organi[sz]ation|board|pharmacy|college|program(?:me)?|church|crew|"
    r"ministry|army|navy|"
    r"patrón|jefe|hôpital|employeur|policy|landlord|bishop|captain|owners?|ship|island|prison|base"
)
_NOT_THEIRS = lazy(
    rf"(?<!\w)(?:not?|never|nor|neither|isn't|isnt|ain't|doesn't|doesnt|don't|dont|aren't|won't|"
    rf"nothing|nobody|without|≠|!=|no del|pas|ni)(?!\w)"
    rf"[^.|\n•]{{0,40}}?(?<!\w)(?:{_INSTITUTION_WORDS}|(?:my|the|our|any) services?)(?!\w)"
)
_MY_OWN = lazy(
    r"(?<!\w)(?:views?|opinions?|thoughts|takes?|words|tweets?|posts?|rants?|say|says|said|speak\w"
    r"{0,4}|talk\w{0,4}|think\w{0,4}|type[sd]?|writ\w{1,4}"
    r"|jokes?|opinionated|nonsense|rubbish|waffle|noise|typos|mistakes|errors|blame|fault)(?!\w)[^.|"
    r"\n•]{0,30}?"
    r"(?<!\w)(?:mine|my own|me own|ma ain|myself|mysel|me alone|i alone|only me|just me|'s own|own|"
    r"for me|on me|me|nobody's?|no one's?|personal)(?!\w)"
)


@dataclass(frozen=True)
class Institution:
    """One employer in the forms in which posts name it, in lower case."""

    full: str
    core: tuple[str, ...]
    """The telling words at its head: "maple glen" of "Maple Glen Care Center"."""
    every: tuple[str, ...]
    acronym: str


@lru_cache(maxsize=256)
def institutions(employers: tuple[str, ...]) -> tuple[Institution, ...]:
    """The institutions that the owner's employers name."""
    generic = word_set("affiliation", "generic")
    found = []
    for entry in employers:
        for part in _SPLIT.split(_NOTE.sub("", normalise(entry).value)):
            words = tuple(match.group().lower() for match in _WORD.finditer(part))
            core: list[str] = []
            for word in words:
                if word in generic and (core or word not in ("st", "saint", "royal", "university")):
                    if core:
                        break
                    continue
                core.append(word)
            if core and any(len(word) >= 3 for word in core):
                letters = "".join(word[0] for word in words if word not in ("and",))
                found.append(
                    Institution(" ".join(words), tuple(core), words, letters if len(letters) >= 3 else "")
                )
    return tuple(found)


def named(text: NormalText, owner: Owner) -> Places:
    """Where a text names one of the owner's institutions, by name, short name, handle or initials."""
    found: list[tuple[int, int]] = []
    tokens = text.tokens
    words = text.words
    for place in institutions(owner.employers):
        needed = _core_words(place, owner.city)
        if needed and all(_loosely(word, words) for word in needed):
            found += _runs(tokens, needed)
        if place.acronym in text.runs:
            found += [
                match.span() for match in re.finditer(rf"(?<!\w){place.acronym.upper()}(?!\w)", text.value)
            ]
        found += [
            (tag.start, tag.end)
            for tag in text.tags
            if tag.sign == "@" and _is_handle_of(tag.body.lower(), place)
        ]
        found += [(t.start, t.end) for t in tokens if len(t.word) >= 9 and _is_handle_of(t.word, place)]
    return tuple(sorted(set(found)))


def named_in_handle(handle: str, owner: Owner) -> bool:
    """Whether a handle or page name is made of an institution's name."""
    body = handle.strip().lstrip("@").lower()
    return any(_is_handle_of(body, place) for place in institutions(owner.employers))


@lru_cache(maxsize=1_024)
def _core_words(place: Institution, city: str) -> tuple[str, ...]:
    """The words that have to stand together: one long word is telling enough, a town's name or a short
    word is not."""
    first = place.core[0]
    towns = {match.group().lower() for match in _WORD.finditer(city)}
    if towns.issuperset(place.core[:2]):
        return place.every[: len(place.core) + 1] if len(place.every) > len(place.core) else ()
    if len(place.core) == 1:
        index = place.every.index(first)
        after = place.every[index + 1 : index + 2]
        return (first,) if len(first) >= 6 or not after else (first, *after)
    return place.core[:2]


def _loosely(word: str, words: frozenset[str]) -> bool:
    return word in words or word.removesuffix("'s") in words or word.replace("'", "") in words


def _runs(tokens: tuple[tuple[int, int, str], ...], needed: tuple[str, ...]) -> list[tuple[int, int]]:
    found = []
    for index, (start, _, word) in enumerate(tokens):
        if not _same(word, needed[0]) or index + len(needed) > len(tokens):
            continue
        if all(_same(tokens[index + step][2], other) for step, other in enumerate(needed)):
            found.append((start, tokens[index + len(needed) - 1][1]))
    return found


def _same(word: str, other: str) -> bool:
    plain, wanted = word.replace("'", ""), other.replace("'", "")
    return plain == wanted or plain.removesuffix("s") == wanted.removesuffix("s")


@lru_cache(maxsize=16_384)
def _is_handle_of(body: str, place: Institution) -> bool:
    """Whether a handle is the beginnings of the institution's words, in order: @arkvalleywc,
    @brumaaesthetics."""
    letters = re.sub(r"[^a-z0-9]", "", body)
    words = [re.sub(r"[^a-z0-9]", "", word) for word in place.every]
    joined = "".join(words[: len(place.core)])
    if len(joined) >= 6 and joined in letters:
        return True
    return len(letters) >= 6 and _prefixes(letters, [word for word in words if word], 0)


def _prefixes(letters: str, words: list[str], used: int) -> bool:
    if not letters:
        return used >= 2
    for index, word in enumerate(words[:6]):
        if used == 0 and index > 0:
            break
        for size in range(min(len(word), len(letters)), 0, -1):
            if (
                word[:size] == letters[:size]
                and (size >= 3 or used >= 1)
                and _prefixes(letters[size:], words[index + 1 :], used + 1)
            ):
                return True
    return False


def other_institution(text: NormalText) -> Places:
    """Where a text names an institution that the owner did not list, by the words that institutions' names
    end in."""
    if "@" not in text.value and text.runs.isdisjoint(_ENDINGS):
        return ()
    value = text.value[:4_000]
    return tuple(
        match.span() for pattern in (_INSTITUTION, _HANDLE, _OFFICE) for match in pattern.finditer(value)
    )


_ENDINGS = listed(
    "hospital hospitals hosp infirmary hospice institute university univ uni college district schools"
    " school nhs"
    " trust center centre ctr cter centr health healthcare clinic surgery deanery regional ambulance"
    " service services"
    " residency dental pharmacy orthopedics orthopaedics alliance rfc fc athletics committee academy prison"
    " barracks squadron regiment base group home practice medicine council cruises cruise line station lodge"
    " correctional club ministry lab labs laboratory laboratories rescue department fire ems physician doctor"
    " chiropractor physio physiotherapist dentist nurse medic surgeon association society board network"
    " programme"
    " program panel federation union"
)
"""Without one of these or a handle no institution is named."""


def says_own_views(text: NormalText, found: Cues, *, is_bio: bool) -> bool:
    """Whether a text says in any accepted wording that the views are the author's own.

    A bio is short and says it in passing, so there a looser reading counts: the author's words set apart from
    an institution in one breath.
    """
    if has(found, "affiliation.own_views"):
        return True
    if not is_bio:
        return False
    folded = text.folded[:4_000]
    return _NOT_THEIRS.search(folded) is not None or _MY_OWN.search(folded) is not None


def bio_says_own_views(reading: Reading) -> bool:
    """Whether the account's bio says so (for items)."""
    return _bio_says_own_views(reading.account.bio)


@lru_cache(maxsize=256)
def _bio_says_own_views(bio: str) -> bool:
    text = normalise(bio)
    return says_own_views(text, book().find(text), is_bio=True)


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
        not text.words.isdisjoint(_CORPORATE_WE | _OFFICES)
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
    if own.keys().isdisjoint(_SPEAKING) or says_own_views(reading.text, own, is_bio=False):
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
