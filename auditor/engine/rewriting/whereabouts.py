"""More general wordings for places, hospitals, units and rooms; knows nothing of who was there."""

from __future__ import annotations

from functools import cache

from auditor.engine import lexicon
from auditor.engine.marks import Mark, MarkKind
from auditor.engine.patterns import lazy
from auditor.engine.rewriting.context import Context
from auditor.engine.rewriting.model import Edit

_LARGE, _STATED = 100_000, frozenset({"US", "CA", "AU"})
_REGION = lazy(r", ?([A-Za-z][a-z]+(?: [A-Z][a-z]+)?|[A-Z]{2,3})\b")
_MORE = lazy(r"(?: [A-Z][a-z]{2,15}){1,2}\b(?!')")
"""What may belong to a town's name: `Creek`, `Fork`, `Regional`."""
_ROOM_NUMBER = lazy(r" ?#?\d{1,4}[a-z]?\b")
_LED = lazy(r"(?:in|to|on|from|into|down in|up in|down to|up to|out of|through|at)(?= )")
_IN = frozenset({"in", "at", "on", "inside", "down in", "up in", "by", "near"})
_TO = frozenset({"to", "into", "onto", "through", "down to", "up to"})
_FROM = frozenset({"from", "out of", "of", "off"})
_ROOM = lazy(
    r"(?:the )?(?:room|rm|bed|bay|chair|pod|cubicle|cabin|side ?room|cama|bunk|incubator|isolette)\b"
)
_NEAR = ("next door", "up the road", "down the road", "around here", "in these parts")


def place(mark: Mark, here: Context) -> tuple[Edit, ...]:
    """A town as its State or as `a town`, then as `here`; roads and landmarks as `nearby`."""
    if here.shown.startswith("#"):
        return (here.edit(""),)
    if mark.detail == "settlement":
        return _town(mark, here)
    if mark.detail == "road":
        return (here.edit("") if here.is_determined else here.edit("a road"), here.with_preposition(""))
    if mark.detail == "landmark":
        return here.edit("nearby"), here.edit("")
    return _small(here)


def _town(mark: Mark, here: Context) -> tuple[Edit, ...]:
    if (more := _MORE.match(here.value, here.end)) is not None:
        here = Context(here.value, here.folded, here.start, more.end())
    owned = "'s" if here.shown.endswith("'s") else ""
    if here.is_determined:
        return (here.edit(""),)
    last = _here(here)
    stated = _REGION.match(here.value, here.end)
    if stated and _is_region(stated.group(1), here.value[here.start : here.end]):
        return Edit(here.start, stated.start(1), ""), last
    size = "city" if mark.value.isdigit() and int(mark.value) >= _LARGE else "town"
    state = _state_of(here.value[here.start : here.end].removesuffix("'s"))
    return here.edit((state or f"a {size}") + owned), last


def _here(here: Context) -> Edit:
    governed = here.preposition
    if governed in _FROM:
        return here.with_preposition("")
    return (
        here.with_preposition("nearby" if governed == "near" else "here") if governed else here.edit("here")
    )


def _is_region(name: str, town: str) -> bool:
    """Whether what follows a town is the region or country that it lies in."""
    known = lexicon.regions().get(name.casefold())
    if known is not None:
        return True
    if name in {code for country, code in _states() if country in _STATED}:
        return True
    return any(name == found.admin for found in lexicon.places().lookup(town))


def _state_of(town: str) -> str:
    """The State of a town of which there is only one; empty where there is doubt, or a town is called so."""
    found = lexicon.places().lookup(town)
    if len(found) != 1 or found[0].country not in _STATED:
        return ""
    return _states().get((found[0].country, found[0].admin), "")


@cache
def _states() -> dict[tuple[str, str], str]:
    towns = lexicon.places()
    return {
        (one.country, one.code): one.name
        for one in lexicon.regions().values()
        if one.code and one.name not in towns
    }


def _small(here: Context) -> tuple[Edit, ...]:
    shown = here.shown
    if shown in _NEAR:
        return here.edit("nearby"), here.edit("")
    if shown.startswith(("half", "the whole", "the entire")):
        return (here.edit("everyone"),)
    if " of " in shown and shown[-1].isdigit():
        return (here.edit(shown.partition(" ")[0]),)
    if shown in ("small-town", "small town"):
        return (here.edit(""),)
    if here.preposition in ("from", "of", "in"):
        return here.edit("the area"), here.with_preposition("")
    return (here.edit("the area"),)


def postal(here: Context) -> tuple[Edit, ...]:
    """A postal code goes."""
    return (here.with_preposition("") if here.preposition in ("in", "at", "from", "of") else here.edit(""),)


def has_number(here: Context) -> bool:
    """Whether a unit is followed by the number of a room or bed: `in MICU 6`."""
    return _ROOM_NUMBER.match(here.right) is not None


def workplace(mark: Mark, here: Context) -> tuple[Edit, ...]:
    """A hospital, unit or room as `at work`, in words that fit its preposition."""
    if (more := _ROOM_NUMBER.match(here.right)) is not None:
        here = Context(here.value, here.folded, here.start, here.end + more.end())
    led = _LED.match(here.shown)
    governed = led.group() if led else here.preposition

    def put(text: str) -> Edit:
        return here.edit(text) if led else here.with_preposition(text)

    if governed in _IN:
        return put("at work"), put("")
    if governed in _TO:
        return put("into our care"), put("")
    if governed in _FROM:
        return put("from work"), put("")
    if mark.kind is MarkKind.UNIT and mark.detail == "numbered":
        if _ROOM.match(here.shown):
            return (here.with_determiner("a patient"),)
        return (here.with_determiner("the unit"),)
    return (here.with_determiner("the hospital" if mark.kind is MarkKind.FACILITY else "the unit"),)
