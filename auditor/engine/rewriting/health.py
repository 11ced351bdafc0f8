"""Wider classes for conditions and procedures, and vaguer words for what happened; invents no clinical fact.

A class is put in a condition's place only where every case of the condition belongs to it (`wider.tsv`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

from auditor.engine.marks import Mark, MarkKind
from auditor.engine.patterns import lazy
from auditor.engine.rewriting.context import Context
from auditor.engine.rewriting.model import Edit
from auditor.engine.words import listed

_FROM_EVENT = lazy(
    r"\b(?:in|at|from|after|since|before|by|during|of|following) (?:the|a|an|that|this|our) (?:[\w']+ ){1,3}$"
)
_CALLED = lazy(r" (?:disease|syndrome|disorder|infection|cancer|fever)\b")
_SEEN = lazy(r"(?:you|everybody|that everyone|on|in|made|went|viral|rescue)\b")
_ARTICLED = lazy(
    r"(?:^|[.!?,:;(\n] ?|\b(?:has|had|have|having|with|without|of|for|from|after|before|and|or|but|got|gets"
    r"|is|was|by|about|despite|plus|to|via|as|during|like|caught|survived|beat|suffered|means?|called) )$"
)
"""Words after which a class takes an article; after others it is taken to have its own, or to need none."""
_ADJECTIVES = listed(
    "septic diabetic metastatic terminal premature preterm psychotic schizophrenic manic suicidal blind deaf"
    " stillborn pregnant drunk sober intoxicated alcoholic cleft breech"
)
_HAPPENED = lazy(
    r"(?:ed|en|shot|stung|bitten|caught|stuck)\b(?: \w+){0,3}$|^(?:fell|shot|stuck|caught|trapped)\b"
)
_WAS = lazy(r"\b(?:was|were|is|are|got|gets|get|been|being|and|who|he|she|they|pt|patient) $")
_CHANGED_STATE = lazy(r"\b(?:had|has|have|with|by|from|after|for|a|an|the|of|in|on|to|his|her|their) $")


class Wider(NamedTuple):
    """A class and whether it takes an article."""

    name: str
    is_bare: bool


@cache
def wider() -> Mapping[str, Wider]:
    """The wider class of a condition or procedure by its lower-case name."""
    table = (resources.files("auditor.engine.rewriting") / "wider.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return {name: Wider(called, form == "bare") for called, form, names in rows for name in names.split("|")}


def condition(mark: Mark, here: Context) -> tuple[Edit, ...]:
    """A condition or procedure as its wider class, then as little more than that there was one."""
    shown = here.shown
    if shown in _ADJECTIVES or _is_adjective(here):
        return (here.edit("" if here.is_before_noun else "unwell"),)
    if _HAPPENED.search(shown) and not here.is_determined and not _CHANGED_STATE.search(here.left):
        return (here.edit("hurt"),)
    last = Wider("procedure" if mark.kind is MarkKind.PROCEDURE else "health problem", False)
    known = wider().get(shown)
    if known is None:
        rarity = "uncommon " if mark.detail in ("rare", "uncommon") else ""
        known = Wider(rarity + ("condition" if mark.kind is MarkKind.CONDITION else "procedure"), False)
        return (_put(here, known), _put(here, last)) if rarity else (_put(here, last),)
    return _put(here, known), _put(here, last)


def _is_adjective(here: Context) -> bool:
    """Whether it says what somebody is: `she is HIV positive`."""
    return here.shown.endswith(("positive", "ic", "al")) and not here.is_determined


def _put(here: Context, wide: Wider) -> Edit:
    """The class with the article that its place wants; a plural or a second noun takes none."""
    if (called := _CALLED.match(here.right)) is not None:
        here = Context(here.value, here.folded, here.start, here.end + called.end())
    if wide.is_bare or here.is_before_noun or not _ARTICLED.search(here.left):
        return here.edit(wide.name)
    article = "an" if wide.name[0] in "aeiou" else "a"
    return here.edit(f"{article} {wide.name}")


def event(here: Context) -> tuple[Edit, ...]:
    """What others saw or read of is left out with its preposition, else `something happened`."""
    if _SEEN.match(here.shown):
        return (here.edit(""),) if here.shown.startswith(("on ", "in ")) else ()
    if (led := _FROM_EVENT.search(here.left)) is not None:
        return (Edit(here.start - len(led.group()), here.end, ""),)
    if here.preposition:
        return (here.with_preposition(""),)
    if here.is_determined:
        return (here.with_determiner("an accident" if not here.opens_sentence else "something"),)
    return (here.edit("an accident"),)


def circumstance(mark: Mark, here: Context) -> tuple[Edit, ...]:
    """What people retell: how it happened, family, origin, or a class that is sensitive."""
    if mark.detail == "mechanism":
        return _mechanism(here)
    if mark.detail == "family-structure":
        if " of " in here.shown:
            return (here.edit("parent"),)
        if here.shown.endswith("s") and "newlywed" not in here.shown:
            return (here.edit("children"),)
        return (here.edit("") if here.is_before_noun else here.edit("person" if here.is_determined else ""),)
    if mark.detail == "sensitive":
        return condition(mark, here)
    return (here.edit("person") if here.is_determined and not here.is_before_noun else here.edit(""),)


def _mechanism(here: Context) -> tuple[Edit, ...]:
    until = here.clause_end(here.end)
    if _HAPPENED.search(here.shown) or here.shown.startswith(("fell", "choked", "inhaled", "swallowed")):
        text = "got hurt" if here.shown.startswith(("fell", "choked", "inhaled", "swallowed")) else "hurt"
        return (here.edit(text, until=until),)
    if _WAS.search(here.left):
        return (here.edit("hurt", until=until),)
    if here.is_determined or _CHANGED_STATE.search(here.left):
        return (here.with_determiner("something"),)
    return (here.edit("something"),)


def image(here: Context) -> tuple[Edit, ...]:
    """A camera emoji goes; words that point at a picture stay, since the picture does."""
    return (here.edit(""),) if len(here.shown) == 1 else ()
