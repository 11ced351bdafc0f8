"""Finds people's names and says by what they are known to be one; knows nothing of rules.

A name's detail tells its company: `titled` (Mrs K), `named` ("her name is", "RIP"), `full`, `first`,
`initials`, `addressee` (the person replied to), `tag`, `lower`; `patient` and `case` where the text says that
a patient bears it (see `patients`); `proper` for a capitalised word no list knows, a person's or a place's;
and of others than a patient `colleague`, `family`, `owner`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.engine import lexicon
from auditor.engine.marks import Mark, MarkKind
from auditor.engine.memo import Memo
from auditor.engine.patterns import Worded, lazy
from auditor.engine.recognizers import patients, things
from auditor.engine.text import NormalText, Token
from auditor.engine.words import listed

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

_TITLES = listed(
    "mr mrs ms miss mx mister missus señor señora senor senora sr sra don doña dona mme"
    " madame monsieur m baby master aunty auntie uncle aunt tante nana granny grandma grandpa"
    " pastor father reverend rev captain sergeant sgt chief bibi bhabhi coach col colonel oom tannie"
)
_WORK_TITLES = listed(
    "dr prof professor doctor nurse sister matron dra drs registrar consultant midwife surgeon"
)
_ANY_TITLES = _TITLES | _WORK_TITLES
_PRIZES = listed("oscar oscars emmy emmys tony tonys grammy nobel bafta darwin pulitzer razzie")
_ARTICLES = frozenset(("a", "an", "the", "another"))
_CALENDAR = listed(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri"
    " january february september october november december jan feb mar apr jun jul aug sep sept oct nov dec"
)
"""Written with a capital whatever they stand for, and hardly anybody's name."""
_GREETINGS = listed(
    "rip hi hey hello hiya hola dear sure welcome congrats congratulations thanks bless goodbye farewell"
)
_AFFECTION = listed("big young little wee old oom tannie")
"""What a village puts before a name: `Big Mike`, `young Tess`."""
_HONORIFICS = listed("bhau kaka kaki kaku tai ji bhai ben dada didi saab sahib sir anna akka garu beta mashi")
"""Behind a name, in small letters: `Kulkarni kaka`."""
_PEOPLES = listed("german roman norman christian israel india china ben")
"""Given names that behind `young` or `big` are none: `a young German`, `Big Ben`."""
_IN_CARE = listed("patient patients pt client regular customer lady gentleman resident")
_FAMILY = listed(
    "my wife husband son daughter mum mom dad brother sister partner nephew niece cousin nan"
    " tía tío tia tio abuela"
)
_CREDENTIAL = lazy(
    r",? ?\(?(?:RN|MD|DO|PhD|NP|PA-C|PA|CMA|LPN|CNA|MBBS|FRCS|FRCP|FACS|FACP|FACEP|MRCP|FANZCA"
    r"|FRACS|BSc|MSc|DDS|DMD|PharmD|DNP|CRNA|OT|PT|DPT|SLP|RM|RPN|EMT|MSW|LCSW)\b"
)
_COLLEAGUE_NEAR = lazy(
    r"\b(?:congrat\w*|well done|shout ?-?out|kudos|hats off|thank(?:s| you)(?: to| so much)?"
    r"|welcome|welcoming|colleague|mentor|co-?author|by|via|et al|author|speaker|talk by|with"
    r" dr"
    r"|our (?:new )?(?:nurse|charge nurse|registrar|resident|intern|fellow|manager"
    r"|receptionist|porter|cleaner|pharmacist|midwife|consultant|student|paramedic|ceo|chair)"
    r"|minister|senator|president|mp|governor|premier"
    r"|vote|voting|candidate|match day|retir\w+|joins?|joined|podcast|episode|book|paper|study"
    r"|professor|follow|read|featuring|feat|ft|flowers for)\b[^.!?\n]{0,40}$"
)
_NAMING = lazy(
    r"\b(?:named|called|calling (?:him|her|them)|call (?:him|her)|name (?:is|was)|name's|name:"
    r"|nicknamed|aka|a\.k\.a\.|known as|rip|rest in peace|r\.i\.p\.?|fly high|goodbye|farewell"
    r"|happy \w+ birthday|this is|meet|se llama|pray(?:ers)? for|for"
    r" little)[ ,:]{1,2}(?:little |big |wee |our |old |ol' |my |sweet |baby |miss |dear )?$"
)
# The words right before a name, or before the one word between, with which the pattern above ends.
_NAMING_ENDS = listed(
    "named called him her them is was name name's nicknamed aka a as rip peace p high goodbye farewell"
    " birthday meet llama for little"
)
_CAPS = lazy(
    r"\b(?!(?:THE|AND|FOR|NOT|YOU|ICU|MRI|ECG|EKG|DNR|CPR|USA|NHS|PSA|FYI|TIL|POV|ALL|NEW|HIV"
    r"|COVID|ICD|VIT|GRADE|STAGE|TYPE|HEP|PLAN|OMEGA|PART|SECTION)\b)[A-Z]{3,15},?"
    r" [A-Z]\b(?!['\w])"
)
_INITIALS = lazy(
    r"(?<![\w.])(?!(?:U\.S|U\.K|A\.M|P\.M|D\.C|R\.N|M\.D|N\.Y|L\.A|E\.R|I\.V|O\.R|W\.H|R\.S"
    r"|E\.D|T\.V|I\.D|N\.B|P\.S|D\.O|B\.C|A\.D|N\.H)\b)[A-Z]\.[A-Z]\.(?![A-Z\w])|(?:\bMrs?"
    r"|\bMs|\bMiss)\.? [A-Z]\b(?![\w'])"
)
_SHOUTED = lazy(r"[A-Z]{3},? [A-Z]")
_TWO_INITIALS = lazy(r"[A-Z]\.[A-Z]\.")
_INITIALLED = listed("mr mrs ms miss")
_INITIAL_SURNAME = lazy(r"[A-Z](?<![\w.].)\. ([A-Z][a-z]{2,15})\b")
_PARENT_NAME = lazy(r"^[★☆\s\d/.*-]*@?([^\W\d_]{2,20})(?:[ .'-]+([^\W\d_]{1,20}))?\.?[^:\n]{0,25}:")
_NICK = lazy(
    r"\b(?:calling (?:him|her|them)|call (?:him|her)|nicknamed|we'll call|let's call|aka"
    r"|christened (?:him|her)|known (?:here|to us) as) (?:him |her"
    r" )?['\"]?([a-z][\w'-]{1,20}(?: [a-z][\w'-]{1,20})?)"
)
_NICKED = Worded(listed("calling call nicknamed aka christened known"), _NICK)

_RARE_WORD = 3.0
"""A word less frequent (Zipf) stands for somebody where the text says that a patient's name follows."""


def find(reading: Reading) -> Iterator[Mark]:
    """NAME marks, each with its company as detail."""
    value = reading.text.value
    owner = own_words(reading.owner.name, reading.account.display_name)
    addressee = _addressee(reading)
    yield from _runs(reading, owner, addressee)
    for pattern, detail in _shortened(reading.text):
        for match in pattern.finditer(value):
            if match.group().split()[0].strip(",").lower() not in owner:
                yield Mark(match.start(), match.end(), MarkKind.NAME, detail, "", 3.0)
    for match in _INITIAL_SURNAME.finditer(value) if ". " in value else ():
        surname = match.group(1).lower()
        if (surname in lexicon.surnames() or len(surname) > 3) and lexicon.common_words().get(
            surname, 0.0
        ) < 3.5:
            yield Mark(match.start(), match.end(), MarkKind.NAME, "initials", "", 3.0)
    for match in _NICKED.find(reading.text):
        if match.group(1).split()[0] not in (
            "it",
            "this",
            "that",
            "the",
            "a",
            "me",
            "us",
            "in",
            "my",
            "back",
            "for",
            "an",
            "his",
            "her",
        ):
            yield Mark(match.start(1), match.end(1), MarkKind.NAME, "named", "", 3.0)
    for tag in reading.text.tags:
        if tag.sign == "#" and any(_is_given(t.word) and len(t.word) > 3 for t in tag.words):
            yield Mark(tag.start, tag.end, MarkKind.NAME, "tag", "", 2.0)


def _shortened(text: NormalText) -> Iterator[tuple[re.Pattern[str], str]]:
    """The patterns of shortened names that are worth trying: a cheap look tells for nearly every text."""
    if _SHOUTED.search(text.value):
        yield _CAPS, "caps"
    if not text.runs.isdisjoint(_INITIALLED) or _TWO_INITIALS.search(text.value):
        yield _INITIALS, "initials"


def _runs(reading: Reading, owner: frozenset[str], addressee: frozenset[str]) -> Iterator[Mark]:
    value, tokens = reading.text.value, reading.text.tokens
    capitals: Sequence[int] = reading.text.capitals
    has_capitals = any(0 < at < 40 for at in capitals[:2])
    if not has_capitals:
        words = enumerate(reading.text.sequence)
        lower = [at for at, word in words if _IS_NAME_IN_LOWER[word] or word in addressee]
        lower += patients.in_lower(reading.text)
        capitals = sorted({*capitals, *lower})
    stop = 0
    for at in capitals:
        if at < stop:
            continue
        token = tokens[at]
        if value[token.start].isupper() or (not has_capitals and token.word in addressee):
            length = _run_length(value, tokens, at)
            if length > 1 and (_opens_sentence(token.word) or token.word in _GREETINGS):
                continue
            if (
                length == 1
                and _is_plain(token.word)
                and not (at and tokens[at - 1].word in _ANY_TITLES)
                and token.word not in owner
                and token.word not in addressee
            ):
                continue
            detail = _company(reading, tokens, at, length, owner, addressee)
            if not detail and _is_unknown(value, tokens, at, length):
                yield Mark(token.start, tokens[at + length - 1].end, MarkKind.NAME, "proper")
            if detail:
                end = tokens[at + length - 1]
                shown = end.start + len(end.word.removesuffix("'s"))
                yield Mark(token.start, shown, MarkKind.NAME, detail, "", 3.0)
            stop = at + length
            continue
        if not has_capitals and token.word not in owner:
            detail = patients.detail_of(reading, tokens, at, 1, is_whole=False)
            if detail or _IS_NAME_IN_LOWER[token.word]:
                shown = token.start + len(token.word.removesuffix("'s"))
                yield Mark(
                    token.start, shown if detail else token.end, MarkKind.NAME, detail or "lower", "", 2.0
                )


def _is_name_in_lower(word: str) -> bool:
    """Whether a word is a name even where nothing is written in capitals."""
    bare = word.removesuffix("'s")
    return len(word) > 3 and _is_given(bare) and bare not in lexicon.common_words()


_IS_NAME_IN_LOWER = Memo(_is_name_in_lower)


def _run_length(value: str, tokens: Sequence[Token], at: int) -> int:
    """How many capitalised words follow on each other from here, at most four."""
    length = 1
    while at + length < len(tokens) and length < 4:
        before, here = tokens[at + length - 1], tokens[at + length]
        gap = value[before.end : here.start]
        if gap not in (" ", "-", ". ") or (gap == ". " and before.end - before.start > 3):
            break
        if not value[here.start].isupper() or before.word.endswith("'s"):
            break
        length += 1
    return length


@lru_cache(maxsize=8192)
def _opens_sentence(word: str) -> bool:
    """Whether a capitalised word before a name is none itself: `Today Lena Ortiz`."""
    return (
        lexicon.common_words().get(word, 0.0) >= 4.5
        and not _is_given(word)
        and word not in _TITLES
        and word not in _WORK_TITLES
    )


def _is_unknown(value: str, tokens: Sequence[Token], at: int, length: int) -> bool:
    """Whether a capitalised run inside a sentence is of words that no list of everyday words holds."""
    start = tokens[at].start
    if not at or value[max(0, start - 2) : start].strip(" \"'(") in (
        ".",
        "!",
        "?",
        "\n",
        ":",
        "#",
        "@",
        "-",
        "*",
    ):
        return False
    common = lexicon.common_words()
    run = [t.word.removesuffix("'s") for t in tokens[at : at + length]]
    if not _CALENDAR.isdisjoint(run) or run[0] in _PEOPLES or run[0] in lexicon.regions():
        return False
    return any(
        len(w) > 3 and common.get(w, 0.0) < 3.3 and not value[tokens[at].start : tokens[at].end].isupper()
        for w in run
    )


def _company(
    reading: Reading,
    tokens: Sequence[Token],
    at: int,
    length: int,
    owner: frozenset[str],
    addressee: frozenset[str],
) -> str:
    """The name's detail; empty where this run is no name."""
    value, folded = reading.text.value, reading.text.folded
    run = [t.word.removesuffix("'s") for t in tokens[at : at + length]]
    first, start, end = run[0], tokens[at].start, tokens[at + length - 1].end
    before = tokens[at - 1].word if at and tokens[at - 1].end + 2 >= start else ""
    if length == 1 and first in _PRIZES and before in _ARTICLES:
        return ""
    if detail := _as_patient(reading, tokens, at, length, owner):
        return detail
    if first in _WORK_TITLES or before in _WORK_TITLES:
        return "colleague" if length > 1 or before in _WORK_TITLES else ""
    if set(run) & owner and (length > 1 or first in owner):
        return "owner"
    if first in _TITLES or before in _TITLES:
        rest = run[1:] if first in _TITLES else run
        return (
            "titled"
            if (rest and not _is_word(rest[0])) or (rest and first in _TITLES and before != "the")
            else ""
        )
    if any(word in addressee for word in run):
        return "addressee"
    if length == 1 and first in _CALENDAR:
        return ""
    if _is_honoured(value, tokens, at + length):
        return "titled"
    if things.is_thing(value, tokens, at, length, before):
        return ""
    given = _is_given(first)
    whole = len(run) > 1 and _is_surname(run[-1])
    is_word = _is_word(first)
    if given and length == 1 and before in _AFFECTION:
        return "" if first in _PEOPLES else "named"
    if not given and not (whole and _is_surname(first) and not is_word):
        return "named" if not is_word and value[start].isupper() and _is_naming(folded, tokens, at) else ""
    if is_word and not whole:
        is_mid = start > 1 and value[start - 2 : start - 1] not in ("", ".", "!", "?", "\n", ":")
        if not (is_mid and _is_naming(folded, tokens, at)):
            return ""
    if first in lexicon.eponyms() and length == 1:
        return ""
    if any(" ".join(run[:n]) in lexicon.drugs() for n in (1, length)):
        return ""
    if before in _FAMILY or (at > 1 and tokens[at - 2].word == "my" and before not in _IN_CARE):
        return "family"
    if _CREDENTIAL.match(value, end) or _COLLEAGUE_NEAR.search(folded, max(0, start - 60), start):
        return "colleague"
    if _is_naming(folded, tokens, at):
        return "named"
    return "full" if whole else "first"


def _as_patient(
    reading: Reading, tokens: Sequence[Token], at: int, length: int, owner: frozenset[str]
) -> str:
    """`patient` or `case` where the text says so of a run that can be somebody's name; else empty."""
    run = [t.word.removesuffix("'s") for t in tokens[at : at + length]]
    is_titled = length > 1 and run[0] in _TITLES
    is_whole = is_titled or (
        length > 1 and (_is_given(run[0]) or _is_surname(run[0])) and _is_surname(run[-1])
    )
    detail = patients.detail_of(reading, tokens, at, length, is_whole=is_whole)
    if not detail or (length == 1 and run[0] in _ANY_TITLES) or not owner.isdisjoint(run):
        return ""
    value, end = reading.text.value, tokens[at + length - 1].end
    if _CREDENTIAL.match(value, end) or things.is_thing(value, tokens, at, length, ""):
        return ""
    is_odd = lexicon.common_words().get(run[0], 0.0) < _RARE_WORD and patients.goes_on(reading.text, end)
    is_borne = is_whole or run[0] in _WORK_TITLES or _is_given(run[0]) or is_odd
    return detail if is_borne and not (length == 1 and _is_illness(run[0])) else ""


def _is_honoured(value: str, tokens: Sequence[Token], stop: int) -> bool:
    """Whether the word behind a run is one of respect: `Aparna tai`."""
    if stop >= len(tokens) or tokens[stop].word not in _HONORIFICS:
        return False
    gap = value[tokens[stop - 1].end : tokens[stop].start]
    return gap in (" ", "-") and value[tokens[stop].start].islower()


def _is_naming(folded: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether the words before this one say that a name follows."""
    start = tokens[at].start
    if all(token.word not in _NAMING_ENDS for token in tokens[max(0, at - 2) : at]):
        return False
    return _NAMING.search(folded, max(0, start - 40), start) is not None


def _is_illness(word: str) -> bool:
    return word in lexicon.eponyms() or word in lexicon.drugs() or word in lexicon.conditions()


def _is_given(word: str) -> bool:
    return word in lexicon.first_names()


def _is_surname(word: str) -> bool:
    return word in lexicon.surnames() or (len(word) > 4 and word not in lexicon.common_words())


@lru_cache(maxsize=8192)
def _is_word(word: str) -> bool:
    return word in lexicon.ambiguous_names() or lexicon.common_words().get(word, 0.0) >= 4.3


@lru_cache(maxsize=8192)
def _is_plain(word: str) -> bool:
    """Whether a capitalised word that stands alone is no name in any text: `The`, `Today`."""
    return (
        lexicon.common_words().get(word, 0.0) >= 4.3
        and not _is_given(word)
        and word not in _ANY_TITLES
        and not word.endswith("'s")
    )


@lru_cache(maxsize=64)
def own_words(*names: str) -> frozenset[str]:
    """The words of the owner's own name and display name, lower-cased."""
    return frozenset(w for name in names for w in re.findall(r"[^\W\d_]{3,}", name.casefold()))


def _addressee(reading: Reading) -> frozenset[str]:
    parent = reading.parent
    match = _PARENT_NAME.match(parent.value[:200]) if parent else None
    if match is None:
        return frozenset()
    names = {part.lower() for part in match.groups() if part and len(part) > 2}
    return frozenset(n for n in names if not _is_word(n) or _is_given(n))
