"""Tells places, schools, cups and prizes that are called after a person from the person.

Knows words of place and of things; knows nothing of names.
"""

from __future__ import annotations

from collections.abc import Sequence

from auditor.engine.text import Token
from auditor.engine.words import listed

_THINGS = listed(
    "speedway raceway racecourse racetrack stadium arena coliseum fairground fairgrounds showground high"
    " elementary academy grammar primary school college university library museum theatre theater cinema"
    " avenue boulevard road roundabout interchange expressway freeway highway parkway motorway bypass airport"
    " airfield harbour harbor marina pier bridge tunnel station cathedral chapel cemetery memorial monument"
    " cup trophy shield marathon triathlon regatta rodeo raid derby invitational tournament league"
    " championship championships classic festival fair parade games foundation fund trust award awards prize"
    " medal lecture fellowship scholarship institute centre center hotel motel inn tavern casino mall plaza"
)
"""Endings of a run of capitals that make it a place, an event or a prize, whoever it is named for."""
_PLACES_OR_PEOPLE = listed(
    "street lane park hall court green way drive field fields wood woods hill bank banks church mill mills"
    " house lodge manor square heath brook moor gardens"
)
"""Endings that are family names as well: a place only behind a word of place."""
_OF_PLACE = listed("at in near outside behind opposite past through around round into across along down off")
_THE = frozenset(("the", "our", "this"))


def is_thing(value: str, tokens: Sequence[Token], at: int, length: int, before: str) -> bool:
    """`Marlow High`, `the Dudley Cup`, `on Jordan street`: called after a person, and none."""
    stop = at + length
    last = tokens[stop - 1].word.removesuffix("'s")
    if length > 1 and last in _THINGS:
        return True
    by_place = before in _OF_PLACE or before in _THE
    if length > 1 and last in _PLACES_OR_PEOPLE:
        return by_place or (before == "on" and last in ("street", "lane", "drive", "way"))
    if stop < len(tokens) and value[tokens[stop - 1].end : tokens[stop].start] == " ":
        after = tokens[stop].word
        return (by_place or before == "on") and (after in _THINGS or after in _PLACES_OR_PEOPLE)
    return False
