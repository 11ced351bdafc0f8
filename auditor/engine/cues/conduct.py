"""Weighs contempt, threats, pile-ons, intoxication at work, false titles and unsafe acts in a text.

Reads words only, whoever they are about and whatever side they take; knows nothing of rules or severities.
"""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING

from auditor.engine.cues.disowned import owned
from auditor.engine.cues.phrases import Places, cues, has, phrase_keys, places, word_set
from auditor.engine.patterns import Worded, lazy

if TYPE_CHECKING:
    from auditor.engine.reading import Reading


@dataclass(frozen=True, slots=True)
class Conduct:
    """Where a text shows which sort of conduct; empty where it does not."""

    derision: Places
    belittling: Places
    quarrel: Places
    pile_on: Places
    threat: Places
    impaired: Places
    prank: Places
    false_title: Places
    slur: Places
    unsafe: Places
    trophy: Places
    litigation: Places
    profanity: Places
    misinformation: Places
    employer: Places


def conduct(reading: Reading) -> Conduct:
    """What this reading shows, worked out once."""
    known = reading._cache.get("conduct")
    if isinstance(known, Conduct):
        return known
    found, words = cues(reading), reading.text.words
    if words.isdisjoint(_loud_words()) and found.keys().isdisjoint(phrase_keys("conduct")):
        reading._cache["conduct"] = _QUIET
        return _QUIET
    is_condemned = has(found, "conduct.condemn")
    patients = bool(words & word_set("conduct", "patient_kind"))
    is_about_somebody = any(f"conduct.{key}" in found for key in ("belittle", "quarrel", "false_title"))
    is_about_somebody = is_about_somebody or not words.isdisjoint(word_set("conduct", "insult"))
    colleagues = is_about_somebody and (
        bool(words & word_set("conduct", "colleague")) or _names_someone(reading)
    )
    weak = _unquoted(reading, places(found, "conduct.weak"))

    def strong(key: str, *, needs: bool = True, at_least: int = 1) -> Places:
        hits = _unquoted(reading, places(found, f"conduct.{key}"))
        return hits if needs and len(hits) >= at_least and not is_condemned else ()

    insults = _unquoted(reading, _word_places(reading, "insult"))
    derision = _unquoted(reading, places(found, "conduct.derision_strong"))
    kinds = len({start for start, _ in (*derision, *insults, *weak)})
    is_derision = (bool(derision) and (patients or kinds > 1)) or (bool(insults) and kinds > 1 and patients)
    threat = _unquoted(reading, places(found, "conduct.threat"))
    drink, duty = places(found, "conduct.drink"), places(found, "conduct.on_duty")
    if not (drink and duty) and words & _FIRST_PERSON:
        drink = drink or _word_places(reading, "drink_word")
        duty = duty or (_word_places(reading, "duty_word") if len(drink) > 1 else ())
    belittling = strong("belittle", needs=colleagues)
    if (
        not belittling
        and colleagues
        and insults
        and (len(insults) > 1 or words & _HE_SHE)
        and not is_condemned
    ):
        belittling = insults
    result = Conduct(
        derision=(*derision, *insults, *weak) if is_derision and not is_condemned else (),
        belittling=belittling,
        quarrel=strong("quarrel", needs=reading.parent is not None or colleagues),
        pile_on=strong("pile_on"),
        threat=threat if threat and not is_condemned else (),
        impaired=(*drink, *duty) if drink and duty else (),
        prank=strong("prank", needs=bool(duty)),
        false_title=strong("false_title", at_least=1 if colleagues else 2),
        slur=strong("discrimination"),
        unsafe=strong("unsafe"),
        trophy=strong("trophy", needs=patients or has(found, "conduct.derision_strong"))
        or strong("trophy_body"),
        litigation=strong("litigation"),
        profanity=strong("profanity"),
        misinformation=strong("misinformation"),
        employer=strong("employer"),
    )
    reading._cache["conduct"] = result
    return result


def own_words(reading: Reading, where: Places) -> Places:
    """Of the places of a cue of contempt those that are the author's own words."""
    return _unquoted(reading, where)


def own_forms(reading: Reading, form: Worded) -> Places:
    """Where a form stands in the author's own words, in a text that does not condemn such words."""
    if not form.is_met(reading.text) or has(cues(reading), "conduct.condemn"):
        return ()
    return _unquoted(reading, tuple(match.span() for match in form.find(reading.text)))


def aimed(reading: Reading, where: Places, *, within: int, is_plain: bool) -> Places:
    """Of these places those with a person named in their sentence or in one of so many before: by title and
    name, by handle, by first name and surname, or by office ("our chairman"). Where the words are plain, any
    two words with capitals will do for a name."""
    if not where:
        return ()
    text = reading.text
    value = text.value[:_READ]
    people = [match.start() for match in _TITLED.finditer(value)]
    people += [tag.start for tag in text.tags if tag.sign == "@"]
    people += [match.start() for match in _OFFICE.finditer(text.folded[:_READ])]
    people += _full_names(value, is_plain)
    if not people:
        return ()
    ends = [match.start() for match in _SENTENCE_END.finditer(text.folded[:_READ])]
    sentences = {bisect(ends, start) for start in people}
    return tuple(
        place for place in where if any(0 <= bisect(ends, place[0]) - told <= within for told in sentences)
    )


def _full_names(value: str, is_any: bool) -> list[int]:
    """Where two words with capitals stand side by side; unless any will do, the first is a first name."""
    found = [(match.start(), match[1].casefold()) for match in _TWO_CAPITALS.finditer(value)]
    if is_any or not found:
        return [start for start, _ in found]
    from auditor.engine import lexicon  # large lists, read only where there is something to look up

    return [start for start, first in found if first in lexicon.first_names()]


_READ = 4_000
_TITLED = lazy(
    r"\b(?:[Dd][Rr]|[Mm]rs?|Ms|Miss|Prof(?:essor)?|Sister|Matron|Nurse|Warden|Father|Fr|Coach|Director"
    r"|Supervisor"
    r"|Captain|Capt|L[Tt]|Chief|Dean|Manager|HOD|Surgeon|Madam|Sir|Consultant|Sheriff|Chairman|Chairwoman)\.?"
    r" (?!Google|Who\b|House\b|Seuss|Dre\b)(?:[A-Z]|(?<=[Dd]r )|(?<=[Dd]r\. ))[\w'’-]{2,}"
)
_OFFICE = lazy(
    r"\b(?:our|my|the|this|that|your) (?:[a-z'-]{2,14} ){0,3}?(?:consultant|attending|surgeon|registrar"
    r"|reg|matron"
    r"|manager|boss|supervisor|director|ceo|coo|cfo|cno|cmo|cio|cso|hod|dean|chairman|chairwoman|deputy"
    r"|charge nurse|ward sister|team leader|preceptor|trainee|locum|anaesthetist|anesthesiologist"
    r"|radiologist|orthopod|pharmacist|physio|coordinator|administrator|coworker|co-worker|receptionist"
    r"|dispatcher"
    r"|clinical lead)\b"
)
_TWO_CAPITALS = lazy(r"\b([A-Z][a-zà-ÿ]{2,}) [A-Z][\w'’-]{2,}")
_SENTENCE_END = lazy(r"(?<!\bdr)(?<!\bmr)(?<!\bms)(?<!\bmrs)(?<!\bst)[.!?]+(?=\s|$)|\n")


OF_CONTEMPT = frozenset(
    f"conduct.{key}"
    for key in ("derision_strong", "belittle", "discrimination", "profanity", "quarrel", "threat", "weak")
)
"""Cues of which it matters whose words they are."""


def shows_conduct(reading: Reading) -> bool:
    """Whether there is anything to weigh: a phrase of conduct, or one of its words."""
    return conduct(reading) is not _QUIET


_QUIET = Conduct(*((),) * len(fields(Conduct)))


@cache
def _loud_words() -> frozenset[str]:
    """The single words that count by themselves; without one of them or a phrase a text shows nothing."""
    return word_set("conduct", "insult") | word_set("conduct", "drink_word")


_FIRST_PERSON = frozenset(["i", "i'm", "im", "i've", "ive", "me", "my", "mine", "we"])
_HE_SHE = frozenset(["he", "she", "him", "her", "his", "he's", "she's", "hes", "shes", "man", "woman"])


_QUOTED = lazy(r'"[^"\n]{1,200}"|(?<!\w)\'[^\'\n]{2,80}\'(?!\w)')


def _unquoted(reading: Reading, hits: Places) -> Places:
    """The hits that are the author's own words: neither in quotation marks nor repeated to refuse them."""
    hits = owned(reading.text, hits)
    if not hits:
        return ()
    quotes = [match.span() for match in _QUOTED.finditer(reading.text.value)]
    return tuple(hit for hit in hits if not any(start <= hit[0] and hit[1] <= end for start, end in quotes))


def _word_places(reading: Reading, key: str) -> Places:
    vocabulary = word_set("conduct", key)
    if reading.text.words.isdisjoint(vocabulary):
        return ()
    return tuple((token.start, token.end) for token in reading.text.tokens if token.word in vocabulary)


def _names_someone(reading: Reading) -> bool:
    """Whether two words that begin with capitals stand side by side, or a handle is addressed: a cheap
    name test."""
    text = reading.text
    if any(tag.sign == "@" for tag in text.tags):
        return True
    before = None
    for token in text.tokens[:400]:
        is_capital = text.value[token.start].isupper() and token.end - token.start > 2
        if is_capital and before is not None and text.value[before : token.start] == " ":
            return True
        before = token.end if is_capital else None
    return False
