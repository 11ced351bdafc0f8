"""Finds places smaller than a state: settlements with population, roads, landmarks; not whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from auditor.engine import lexicon
from auditor.engine.marks import Mark, MarkKind
from auditor.engine.patterns import Worded, lazy
from auditor.engine.words import listed

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

_BEFORE = listed(
    "in at from near to outside of off around toward towards for via past down up over across de en"
)
_AFTER = listed(
    "county parish shire valley township village bay creek beach falls springs heights island dock pier"
)
_ROAD = lazy(
    r"\b(?:highway|hwy|route|rte|rt|county road|state road|interstate|the a|the m|the n|i-|k-"
    r"|us-|mile|km|exit|section|junction) ?-?\d{1,4}[a-z]?\b"
    r"|\b(?:m|a|n|b)\d{1,4}(?= (?:crash|closed|pile|northbound|southbound|at|near|by|outside))"
)
_LANDMARK_WORD = (
    r"bridge|viaduct|dock|docks|jetty|pier|wharf|marina|quarry|mine|mill|farm|ranch|dairy"
    r"|orchard|woolshed|barn|silo|elevator|ferry|harbou?r|lighthouse"
    r"|reservoir|dam|creek|river|lake|pond|canal|beach|cove|island|ridge|hill|mountain|canyon"
    r"|gorge|crossing|overpass|underpass|roundabout|intersection"
    r"|car park|parking lot|fairgrounds?|showgrounds?|racetrack|track|speedway|rink|arena"
    r"|stadium|velodrome|pool|baths|gym|rec cent(?:er|re)|church|chapel"
    r"|cathedral|mosque|temple|gurdwara|synagogue|parish hall|hall|pub|bar|casino|club|hotel"
    r"|motel|diner|café|cafe|bakery|market|co-op|co op|supermarket"
    r"|grocery|walmart|tesco|asda|costco|sobeys|aldi|lidl|ikea|home depot|bunnings|starbucks"
    r"|mcdonald'?s|tim hortons|school|academy|college|campus|prison"
    r"|jail|barracks|base|cannery|factory|plant|foundry|smelter|refinery|depot|station|airport"
    r"|airstrip|terminal|apartments|estate|trailer park|reservation"
    r"|reserve|nature reserve|campground|caravan park|allotments?|cemetery|theme park|zoo"
    r"|aquarium|theatre royal|opera house|town hall|village green|playground"
)
_LANDMARK = lazy(
    r"\b(?:at|in|off|on|by|near|behind|outside|under|from|beside|above|past|into) (?:the|our"
    rf"|that) (?:[a-z']+ ){{0,2}}(?:{_LANDMARK_WORD})\b"
)
_LANDMARKS = listed(
    "bridge viaduct dock docks jetty pier wharf marina quarry mine mill farm ranch dairy orchard woolshed"
    " barn silo elevator ferry harbor harbour lighthouse reservoir dam creek river lake pond canal beach cove"
    " island ridge hill mountain canyon gorge crossing overpass underpass roundabout intersection car parking"
    " fairground fairgrounds showground showgrounds racetrack track speedway rink arena stadium velodrome"
    " pool baths gym rec church chapel cathedral mosque temple gurdwara synagogue parish hall pub bar casino"
    " club hotel motel diner café cafe bakery market co supermarket grocery walmart tesco asda costco sobeys"
    " aldi lidl ikea home bunnings starbucks mcdonald mcdonalds tim school academy college campus prison jail"
    " barracks base cannery factory plant foundry smelter refinery depot station airport airstrip terminal"
    " apartments estate trailer reservation reserve nature campground caravan allotment allotments cemetery"
    " theme zoo aquarium theatre opera town village playground"
)
_SMALL = lazy(
    r"\b(?:town|village|community|island|parish|hamlet|county|valley) of (?:about |only |just "
    r"|barely |under )?\d[\d,]{1,6}\b|\b(?:one|two)[- ](?:pub|stoplight|horse|church|traffic"
    r" light) (?:village|town|community)\b"
    r"|\b(?:this|our|my|a small|small|tiny|the whole|the entire|half (?:the|this)) (?:town"
    r"|village|island|parish|county|valley|community|street|road|estate|hamlet"
    r"|neighbou?rhood)\b|\bsmall[- ]town\b|\baround here\b|\bin these parts\b|\bup the road\b"
    r"|\bdown the road\b|\bnext door\b|\b(?:my|our) (?:street|road|block|building|church|gym"
    r"|village|town)\b"
)
_AROUND = listed(
    "town village community island parish hamlet county valley street road estate neighborhood neighbourhood"
    " here parts door block building church gym"
)
_BY_LANDMARK, _IN_SMALL = Worded(_LANDMARKS, _LANDMARK), Worded(_AROUND, _SMALL)
_POPULATION = lazy(r"of (?:about |only |just |barely |under )?(\d[\d,]*)")


def find(reading: Reading) -> Iterator[Mark]:
    """PLACE marks: `settlement` (value: its population), `road`, `landmark`, `small`, `tag` (hashtag)."""
    text = reading.text
    if text.digits:
        for match in _ROAD.finditer(text.folded):
            yield Mark(match.start(), match.end(), MarkKind.PLACE, "road", "", 2.0)
    for match in _BY_LANDMARK.find(text):
        yield Mark(match.start(), match.end(), MarkKind.PLACE, "landmark", "", 1.0)
    for match in _IN_SMALL.find(text):
        size = _POPULATION.search(match.group())
        people = size.group(1).replace(",", "") if size else ""
        yield Mark(match.start(), match.end(), MarkKind.PLACE, "small", people, 1.5)
    yield from _settlements(reading)


def _settlements(reading: Reading) -> Iterator[Mark]:
    value, tokens = reading.text.value, reading.text.tokens
    index, regions, common = lexicon.places(), lexicon.regions(), lexicon.common_words()
    region_heads = lexicon.region_heads()
    first_names, surnames = lexicon.first_names(), lexicon.surnames()
    stop = 0
    for at in reading.text.capitals:
        token = tokens[at]
        if token.start < stop or not _may_begin(token.word):
            continue
        before = tokens[at - 1].word if at and tokens[at - 1].end + 2 > token.start else ""
        may_be_longer = index.begins(token.word) or token.word in region_heads
        for length in (4, 3, 2, 1) if may_be_longer else (1,):
            group = tokens[at : at + length]
            if len(group) < length or not _is_run(value, group):
                continue
            name = " ".join(t.word.partition("'")[0] if t is group[-1] else t.word for t in group)
            if name in regions and name not in index:
                stop = group[-1].end
                break
            if name not in index:
                continue
            if length == 1:
                frequency = common.get(name, 0.0)
                after = tokens[at + 1].word if at + 1 < len(tokens) else ""
                is_placed = before in _BEFORE or after in _AFTER or value[token.end : token.end + 1] == ","
                if len(name) < 4 and not is_placed:
                    break
                if frequency >= (4.6 if is_placed else 3.3) and not (
                    is_placed and token.word[0] != value[token.start] and frequency < 5.4
                ):
                    break
                if not is_placed and (name in first_names or name in surnames):
                    break
                if name in first_names and before not in ("in", "at", "near", "outside"):
                    break
            place = index.lookup(name)[0]
            stop = group[-1].end
            yield Mark(token.start, stop, MarkKind.PLACE, "settlement", str(place.population or ""), 2.0)
            break
    for tag in reading.text.tags:
        if tag.sign == "#" and len(tag.body) > 4:
            name = " ".join(token.word for token in tag.words)
            if (
                (name in index or tag.body.casefold() in index)
                and common.get(name, 0.0) < 3.5
                and name not in first_names
            ):
                yield Mark(tag.start, tag.end, MarkKind.PLACE, "tag", "", 2.0)


@lru_cache(maxsize=8192)
def _may_begin(word: str) -> bool:
    """Whether a place or region is called by this word or begins with it; most words can't be one."""
    index, name = lexicon.places(), word.partition("'")[0]
    return index.begins(word) or word in lexicon.region_heads() or name in index or name in lexicon.regions()


def _is_run(value: str, group: tuple[object, ...]) -> bool:
    """Whether these words stand side by side, the first and last capitalised."""
    first, last = group[0], group[-1]
    if not value[last.start].isupper():  # type: ignore[attr-defined]
        return False
    gap = value[first.start : last.end]  # type: ignore[attr-defined]
    return len(group) == 1 or (
        (len(gap) < 60 and "\n" not in gap and not any(c in gap for c in '.!?:;()"'))
        or (gap.count(".") == 1 and gap[:3] in ("St.", "Mt.", "Ft."))
    )
