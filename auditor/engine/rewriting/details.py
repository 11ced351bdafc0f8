"""The details in a reading that narrow down who is meant, each with ever more general wordings.

Knows which recogniser's mark takes which wording; scores nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from auditor.engine import lexicon
from auditor.engine.marks import Mark, MarkKind
from auditor.engine.reading import SPAN_TYPE, Reading
from auditor.engine.recognizers.names import own_words
from auditor.engine.rewriting import ages, health, people, times, whereabouts
from auditor.engine.rewriting.context import Context
from auditor.engine.rewriting.model import Detail, Edit
from auditor.engine.signals import PATIENT_NAMES
from auditor.model import SpanType

MOST = 60
"""Details that are looked at in one text; more belong to no post that a person wrote about one patient."""
_NAMES = {
    MarkKind.NAME: "the name",
    MarkKind.AGE: "the age",
    MarkKind.DATE: "the day or time",
    MarkKind.PLACE: "the place",
    MarkKind.ZIP: "the postal code",
    MarkKind.FACILITY: "the hospital",
    MarkKind.UNIT: "the room or unit",
    MarkKind.CONTACT: "the contact",
    MarkKind.URL: "the link",
    MarkKind.ID: "the number",
    MarkKind.RELATION: "the role or relation",
    MarkKind.CONDITION: "the condition",
    MarkKind.PROCEDURE: "the treatment",
    MarkKind.EVENT: "the event",
    MarkKind.QUASI: "the unusual circumstance",
    MarkKind.IMAGE: "the sign for a picture",
}
_ALWAYS = frozenset({MarkKind.DATE, MarkKind.ZIP, MarkKind.FACILITY, MarkKind.CONTACT, MarkKind.ID})
_HEALTH = frozenset({MarkKind.CONDITION, MarkKind.PROCEDURE, MarkKind.DRUG})
_STANDING_LINKS = frozenset({"other"})
_SMALL_PLACES = frozenset({"settlement", "road", "tag"})
_RARE_WORD = 3.3
"""A place's name below this frequency (Zipf) means hardly anything else."""
_DIRECT = 9.0
"""The weight here of what names somebody by itself; recognisers give it none."""
_UNKNOWN = 0.9
"""The weight here of a capitalised word that no list knows: it may be a name."""
_FAREWELL = re.compile(
    r"\b(?:RIP|R\.I\.P\.?|[Rr]est [Ii]n [Pp]eace|[Rr]est easy|[Ff]ly high|[Ff]arewell|[Gg]oodbye),? "
    r"([A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20})?)"
)
_FAREWELLS_READ = 10_000
_CAPITALS_READ = 400
_NAME_OR_WORD = 4.3
"""From this frequency on (Zipf) a word is more often a word than a name."""
_WHOLE_WORDS = frozenset({MarkKind.RELATION, MarkKind.CONDITION, MarkKind.PROCEDURE, MarkKind.EVENT})
_REST_OF_WORD = re.compile(r"(?:-[^\W_]{1,20}){0,3}")
_NO_DETAILS = frozenset({"body", "value", "weight", "count", "lasted", "unable"})
"""Conditions by which hardly anybody but the patient knows who is meant."""
_SENTENCE = re.compile(r"[.!?\n]")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def details_of(reading: Reading) -> list[Detail]:
    """The details of a text in order of place; those without a more general wording are left out."""
    found: list[Detail] = []
    has_name = False
    told_until = -1
    for mark in reading.marks:
        if len(found) >= MOST or not _counts(mark, reading) or _is_eponym(mark, reading):
            continue
        here = _context(reading, mark.start, _word_end(mark, reading))
        tag = next((t for t in reading.text.tags if t.start <= mark.start and mark.end <= t.end), None)
        edits = (
            (Edit(tag.start, tag.end, ""),)
            if tag is not None
            else _edits(mark, here, is_first_name=not has_name, is_told=mark.start < told_until)
        )
        if not edits:
            continue
        if mark.kind is MarkKind.NAME:
            has_name = has_name or bool(edits[0].text)
        if mark.kind is MarkKind.DATE and edits[0].text:
            told_until = _sentence_end(reading, mark.end)
        found.append(_detail(mark, edits, is_identifier=_is_identifier(mark, here)))
    found += _farewells(reading, found)
    found += _unseen_names(reading, found)
    found += _relatives(reading)
    found += _tags(reading, found)
    found += _again(reading, found)
    return sorted(found, key=lambda d: (d.start, -d.end))


def _context(reading: Reading, start: int, end: int) -> Context:
    return Context(reading.text.value, reading.text.folded, start, end)


def _word_end(mark: Mark, reading: Reading) -> int:
    """Where the word ends with which a mark ends: `ex` goes on as `ex-wife`."""
    if mark.kind not in _WHOLE_WORDS:
        return mark.end
    return _REST_OF_WORD.match(reading.text.value, mark.end).end()  # type: ignore[union-attr]


def _counts(mark: Mark, reading: Reading) -> bool:
    """Whether a mark may tell who is meant; colleagues, drugs, doses and parts of the body do not."""
    if mark.kind in (MarkKind.DRUG, MarkKind.DOSE) or mark.detail in _NO_DETAILS:
        return False
    if mark.kind is MarkKind.URL:
        return mark.detail not in _STANDING_LINKS
    if mark.kind is not MarkKind.NAME:
        return True
    if mark.detail == "family":
        return reading.text.folded[: mark.start].rstrip(" ,").endswith(("patient", "pt", "client"))
    words = _WORD.findall(reading.text.folded[mark.start : mark.end])
    if mark.detail == "named" and words and words[0] in lexicon.kin():
        return False
    if mark.detail == "proper":
        is_region = reading.text.folded[mark.start : mark.end] in lexicon.regions()
        return not is_region and not _overlaps(mark, reading, frozenset(MarkKind) - {MarkKind.NAME})
    return mark.detail in PATIENT_NAMES


def _is_eponym(mark: Mark, reading: Reading) -> bool:
    """Whether a name stands in the name of a condition or treatment."""
    return mark.kind is MarkKind.NAME and _overlaps(mark, reading, _HEALTH)


def _overlaps(mark: Mark, reading: Reading, kinds: Collection[MarkKind]) -> bool:
    return any(
        other.kind in kinds and other.start < mark.end and mark.start < other.end for other in reading.marks
    )


def _is_identifier(mark: Mark, here: Context) -> bool:
    """Whether Safe Harbor takes it out (45 CFR 164.514(b)(2)(i)), whatever it weighs."""
    if mark.kind is MarkKind.AGE:
        return mark.detail in ("over-89", "bare-over-89", "birth-date")
    if mark.kind is MarkKind.PLACE:
        is_called = mark.detail == "landmark" and not here.value[mark.start + 1 : mark.end].islower()
        return is_called or mark.detail in _SMALL_PLACES
    if mark.detail == "proper":
        return people.is_apposed(here)
    if mark.kind is MarkKind.UNIT:
        return mark.detail == "numbered" or whereabouts.has_number(here)
    return mark.kind in _ALWAYS or mark.kind in (MarkKind.NAME, MarkKind.URL)


def _detail(mark: Mark, edits: tuple[Edit, ...], *, is_identifier: bool) -> Detail:
    weight = mark.weight
    if not weight:
        weight = _DIRECT if is_identifier else _UNKNOWN
    return Detail(SPAN_TYPE[mark.kind], _NAMES[mark.kind], weight, is_identifier, mark.start, mark.end, edits)


def _edits(mark: Mark, here: Context, *, is_first_name: bool, is_told: bool) -> tuple[Edit, ...]:
    kind = mark.kind
    if kind is MarkKind.AGE:
        return ages.edits(mark, here)
    if kind is MarkKind.DATE:
        return times.edits(mark, here, is_told=is_told)
    if kind is MarkKind.PLACE:
        return whereabouts.place(mark, here)
    if kind is MarkKind.ZIP:
        return whereabouts.postal(here)
    if kind in (MarkKind.FACILITY, MarkKind.UNIT):
        return whereabouts.workplace(mark, here)
    if mark.detail == "proper" and not people.is_apposed(here):
        return people.unknown(here)
    if kind is MarkKind.NAME:
        return people.name(mark, here, is_first=is_first_name)
    if kind in (MarkKind.CONTACT, MarkKind.ID, MarkKind.URL):
        return people.number(here)
    if kind is MarkKind.RELATION:
        return people.relation(mark, here)
    if kind in (MarkKind.CONDITION, MarkKind.PROCEDURE):
        return health.condition(mark, here)
    if kind is MarkKind.EVENT:
        return health.event(here)
    return health.image(here) if kind is MarkKind.IMAGE else health.circumstance(mark, here)


def _farewells(reading: Reading, found: Iterable[Detail]) -> Iterator[Detail]:
    """`RIP Wilhelmina`: the name that a farewell is said to, where no recogniser saw one."""
    taken = [(detail.start, detail.end) for detail in found]
    for match in _FAREWELL.finditer(reading.text.value, 0, _FAREWELLS_READ):
        start, end = match.span(1)
        if not any(first < end and start < last for first, last in taken):
            edit = _context(reading, start, end).edit("")
            yield Detail(SpanType.NAME, "the name", 3.0, True, start, end, (edit,))


def _unseen_names(reading: Reading, found: Iterable[Detail]) -> Iterator[Detail]:
    """Given names that no recogniser took for anybody's: in a patient's story they may be hers."""
    given, ambiguous, common = lexicon.first_names(), lexicon.ambiguous_names(), lexicon.common_words()
    own = own_words(reading.owner.name, reading.account.display_name)
    taken = [(one.start, one.end) for one in found] + [(mark.start, mark.end) for mark in reading.marks]
    for at in reading.text.capitals[:_CAPITALS_READ]:
        start, _, word = reading.text.tokens[at]
        bare = word.removesuffix("'s")
        if bare not in given or bare in own or len(bare) < 3 or common.get(bare, 0.0) >= _NAME_OR_WORD:
            continue
        stop = start + len(bare)
        if bare in ambiguous and bare == word and _context(reading, start, stop).opens_sentence:
            continue
        if not any(first < stop and start < last for first, last in taken):
            mark = Mark(start, stop, MarkKind.NAME, "first", "", 3.0)
            edits = people.name(mark, _context(reading, start, stop), is_first=False)
            yield Detail(SpanType.NAME, "the name", 3.0, True, start, stop, edits)


def has_other_names(reading: Reading) -> bool:
    """Whether a name is left that was taken for a colleague's or a relative's of the author."""
    return any(mark.detail in ("colleague", "family", "proper") for mark in reading.of(MarkKind.NAME))


def _relatives(reading: Reading) -> Iterator[Detail]:
    """`his wife`: a cue of the engine, no mark of its own."""
    for start, end in reading.cues.get("kin-of-patient", ())[:MOST]:
        here = _context(reading, start, end)
        yield Detail(SpanType.RELATION, "the relative", 0.5, False, start, end, people.relative(here))


def _tags(reading: Reading, found: Iterable[Detail]) -> Iterator[Detail]:
    """Hashtags that hold a place among other words: `#TilburyStrong`."""
    taken = [(detail.start, detail.end) for detail in found]
    places, common = lexicon.places(), lexicon.common_words()
    for tag in reading.text.tags[:MOST]:
        if tag.sign != "#" or any(first < tag.end and tag.start < last for first, last in taken):
            continue
        if any(
            len(t.word) > 4 and t.word in places and common.get(t.word, 0.0) < _RARE_WORD for t in tag.words
        ):
            here = _context(reading, tag.start, tag.end)
            yield Detail(SpanType.LOCATION, "the place", 2.0, True, tag.start, tag.end, (here.edit(""),))


_REPEATED = frozenset({SpanType.NAME, SpanType.LOCATION, SpanType.CONTACT, SpanType.ID})


def _again(reading: Reading, found: Iterable[Detail]) -> Iterator[Detail]:
    """The words of a name, place or number wherever else they stand, though no recogniser saw them there."""
    value = reading.text.value
    taken = [(detail.start, detail.end) for detail in found if detail.is_identifier]
    words: dict[str, Detail] = {}
    for detail in found:
        if detail.is_identifier and detail.kind in _REPEATED:
            for word in _telling_words(value[detail.start : detail.end], detail.kind):
                words.setdefault(word, detail)
    for word, detail in words.items():
        for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", value):
            start, end = match.span()
            if any(first < end and start < last for first, last in taken):
                continue
            taken.append((start, end))
            here = _context(reading, start, end)
            text = {SpanType.NAME: "the patient", SpanType.LOCATION: "here"}.get(detail.kind, "")
            edit = here.with_determiner(text) if detail.kind is SpanType.NAME else here.edit(text)
            yield replace(detail, start=start, end=end, edits=(edit,))


def _telling_words(shown: str, kind: SpanType) -> list[str]:
    """A name as a whole, and each capitalised word of it that is no everyday one."""
    bare = shown.strip("#@ ")
    common = lexicon.common_words()
    if kind is not SpanType.NAME:
        return [bare] if len(bare) > 2 else []
    parts = [
        w for w in re.findall(r"[^\W\d_]{3,}", bare) if w[0].isupper() and common.get(w.lower(), 0.0) < 4.3
    ]
    return list(dict.fromkeys([*([bare] if len(bare) > 2 else []), *parts]))


def _sentence_end(reading: Reading, at: int) -> int:
    found = _SENTENCE.search(reading.text.value, at)
    return found.start() if found else len(reading.text.value)
