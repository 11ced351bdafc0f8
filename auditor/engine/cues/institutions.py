"""Finds the institutions that a text names: the owner's employers in any short form, others by their names.

Knows employers and words of institutions; knows nothing of rules, or of whose views a text gives.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from auditor.engine import lexicon
from auditor.engine.cues import bygone, workplaces
from auditor.engine.cues.phrases import Places, word_set
from auditor.engine.patterns import lazy
from auditor.engine.text import NormalText, normalise
from auditor.engine.words import listed
from connectors.model import Owner

_SPLIT = lazy(
    r"\s*(?:;|/|,|\||\band\b(?=\s+[A-Z])|\bplacement with\b|\bfrom [A-Z][a-z]+ \d{4}\b|\bvisiting at"
    r"\b|\bowner\b)\s*"
)
_NO_EMPLOYER = lazy(
    r"(?i)\W*(?:former(?:ly)?|ex|past|previous(?:ly)?|retired|self[- ]employed|freelance|unemployed"
    r"|between jobs|none)\b"
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
            if _NO_EMPLOYER.match(part):
                continue
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


def mentions(text: NormalText, owner: Owner) -> Places:
    """Wherever a bio names an institution, in whatever connection."""
    named_so = (*named(text, owner), *_by_short_name(text, owner))
    return (*named_so, *other_institution(text), *_by_letters(text))


def borne(text: NormalText, owner: Owner) -> tuple[Places, bool]:
    """Where a bio names an institution that its author belongs to now, and whether it is one of the owner's.

    One that was left, studied at, cheered for or stayed in as a patient is none, nor is a field of medicine.
    """
    own = tuple(
        place
        for place in named(text, owner)
        if bygone.is_current(text.folded, *place) and not bygone.is_home(text.folded, *place)
    )
    if own:
        return own, True
    short = () if named(text, owner) else _by_short_name(text, owner)
    if short := tuple(place for place in short if bygone.is_current(text.folded, *place)):
        return short, True
    others = (*other_institution(text), *_by_letters(text), *workplaces.told(text, _own_words(owner.name)))
    return tuple(
        place
        for place in sorted({_of_one_sentence(text.folded, *place) for place in others})
        if bygone.is_current(text.folded, *place)
        and not bygone.is_a_field(text.folded[slice(*place)])
        and not bygone.is_cheered_for(text.folded, *place)
    ), False


_SENTENCE_ENDS = lazy(r".*[a-z]{4}\. ")


def _of_one_sentence(folded: str, start: int, end: int) -> tuple[int, int]:
    """Where a name begins that was read together with the end of the sentence before."""
    before = _SENTENCE_ENDS.match(folded, start, end)
    return (before.end(), end) if before else (start, end)


_LETTERS = lazy(r"(?:\bat|(?<!\w)@|\bw/|\bwith)(?: the)? ?([A-Z]{3,6})(?![\w-])(?! ?'?\d)")
_BODIES = lazy(
    r"\b(?:USPHS|CDC|NIH|UKHSA|MSF|RAMC|USAF|RAAF|RNZAF|HSE|AIIMS|US Army|U\.S\. Army|Army Medical Corps"
    r"|US Navy|Royal Navy"
    r"|Navy Medicine|Red Cross|Doctors Without Borders|M[eé]decins Sans Fronti[eè]res|Kaiser Permanente"
    r"|Johns Hopkins|Mass General"
    r"|Mayo|Doctors of the World|Veterans (?:Affairs|Health)|the VA)\b"
)
_UNITS = listed(
    "icu itu nicu picu ccu hdu ed er or pacu ctu micu sicu cvicu ld onc peds heme night home work gym usa nyc"
    " adhd pcos ptsd pots ocd ibd eds asd ms hiv"
)


_AT = lazy(
    r"(?:\bat|(?<!\w)@|\bw/|[Pp]rofessor,|[Ff]aculty,|[Ll]ecturer,|[Ff]ellow,|[Rr]esident,|[Nn]urse,"
    r"|[Rr]egistrar,) ?(?:the )?"
    r"((?:[A-Z][\w'&.-]{1,20} ){1,4}?(?:Children's|Medicine|General|Memorial|Presbyterian"
    r"|Methodist|Baptist|Jewish"
    r"|Adventist|Vets?|Veterinary|Physio(?:therapy)?|Rehab(?:ilitation)?|Counsell?ing|Psychology"
    r"|Psychiatry|Wellness|Aesthetics"
    r"|Imaging|Radiology|Cardiology|Urology|Oncology|Dermatology|P(?:a)?ediatrics|Midwifery|Opticians|Eye"
    r" Care|Primary Care"
    r"|Urgent Care|Home Care|Care|QuickCare|Foundation|Sciences|Research|Network|Partners|Group|Associates"
    r"|Recovery|Air|Flight"
    r"|Transport|Orthodontics|Spine|Heart|Kidney|Genetics|Board|Med))(?!\w)"
)


def _by_letters(text: NormalText) -> list[tuple[int, int]]:
    """Institutions known by their letters: `RN @ MGH`, and bodies that everybody knows."""
    value = text.value[:4_000]
    found = [match.span() for match in _BODIES.finditer(value)]
    found += [match.span(1) for match in _AT.finditer(value)]
    found += [m.span(1) for m in _LETTERS.finditer(value) if m.group(1).lower() not in _UNITS]
    return found


def _by_short_name(text: NormalText, owner: Owner) -> Places:
    """An employer by what remains of its name in daily use: one telling word, its letters, "the General"."""
    found: list[tuple[int, int]] = []
    folded = text.folded[:4_000]
    for place in institutions(owner.employers):
        found += _by_beginnings(text, place)
        found += workplaces.beside_job(text, _first_word(place, owner.city, owner.name))
        told = [re.escape(word) for word in _telling(place, owner)]
        told += [one for one in _letters(place) if _is_short_for(one, text)]
        told += [rf"(?<=the ){word}" for word in sorted(_NICKNAMES.intersection(place.every))]
        if told:
            found += [
                m.span() for m in re.finditer(rf"(?<![\w#])(?:{'|'.join(told)})(?:'s)?(?![\w-])", folded)
            ]
    return tuple(place for place in found if not bygone.is_home(folded, *place))


def _by_beginnings(text: NormalText, place: Institution) -> list[tuple[int, int]]:
    """Where its first two words stand, the second cut short, or the first before a unit: `Sunrise Peds`,
    `Sunrise ED`."""
    if len(place.every) < 2:
        return []
    first, second = place.every[:2]
    return [
        (start, text.tokens[index + 1][1])
        for index, (start, _, word) in enumerate(text.tokens[:-1])
        if _same(word, first) and _continues(text.tokens[index + 1][2], second)
    ]


def _continues(word: str, second: str) -> bool:
    cut = word.removesuffix("s")
    return word in _UNITS_OF_HOSPITALS or (len(cut) >= 3 and second.startswith(cut))


_UNITS_OF_HOSPITALS = listed("ed er icu itu nicu picu hospital hosp maternity theatres ems ambulance ambo")


@lru_cache(maxsize=256)
def _first_word(place: Institution, city: str, name: str) -> str:
    """The first telling word of several, where it is no town's, no person's and no common one; else none."""
    word = place.core[0]
    taken = {match.group().lower() for match in _WORD.finditer(f"{city} {name}")}
    is_telling = len(word) > 4 and word not in taken and lexicon.common_words().get(word, 0.0) < _KNOWN_WORD
    return word if is_telling and word not in lexicon.first_names() and word not in lexicon.places() else ""


def _is_short_for(letters: str, text: NormalText) -> bool:
    """Whether letters stand for an employer here: written as such, or no word of any list."""
    known = lexicon.common_words().get(letters, 0.0)
    return letters in text.runs and (known == 0.0 or (known < _DISTINCTIVE and letters.upper() in text.value))


_NICKNAMES = listed("general royal infirmary memorial regional children's")
_KNOWN_WORD = 4.5
"""How frequent (Zipf) a word may be that stands for the whole name beside an occupation."""
_DISTINCTIVE = 2.5
"""How frequent (Zipf) a word may be that stands for the whole name."""


@lru_cache(maxsize=256)
def _telling_words(place: Institution, city: str, name: str) -> tuple[str, ...]:
    taken = {match.group().lower() for match in _WORD.finditer(f"{city} {name}")}
    generic, everyday = word_set("affiliation", "generic"), lexicon.common_words()
    return tuple(
        word
        for word in place.every
        if len(word) > 5
        and word not in taken | generic
        and everyday.get(word, 0.0) < _DISTINCTIVE
        and word not in lexicon.first_names()
    )


def _telling(place: Institution, owner: Owner) -> tuple[str, ...]:
    return _telling_words(place, owner.city, owner.name)


@lru_cache(maxsize=256)
def _letters(place: Institution) -> tuple[str, ...]:
    """The first letters of its words, and of as many as stand before the legal form, three or more."""
    bare = "".join(word[0] for word in place.every if word not in ("and", "of", "the", "for", "&"))
    runs = {place.acronym, *(bare[:size] for size in range(3, len(bare) + 1))}
    return tuple(sorted(run for run in runs if len(run) > 2))


def _own_words(name: str) -> frozenset[str]:
    """The words of a name, without the degree or occupation that stands behind it."""
    given, _, _ = name.lower().partition(",")
    return frozenset(match.group() for match in _WORD.finditer(given))


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
    bare = word.removesuffix("'s")
    return not words.isdisjoint((word, bare, f"{word}'s", word.replace("'", "")))


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
