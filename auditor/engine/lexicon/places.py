"""Where somebody may live: settlements with their population, and the regions above them.

Knows nothing of how a post names a place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from auditor.engine.lexicon.source import packed, rows

_SHORT = {"saint": "st", "mount": "mt", "fort": "ft", "sainte": "ste"}


@dataclass(frozen=True, slots=True)
class Place:
    """A settlement or island."""

    name: str
    country: str
    """ISO 3166-1 code of two letters."""
    admin: str
    """State or province: the postal code in US, CA and AU; ENG, SCT, WLS, NIR in GB; else GeoNames' code."""
    population: int
    """Inhabitants; 0 where the source does not know."""


@dataclass(frozen=True, slots=True)
class Region:
    """A country, or a state or province: large enough that Safe Harbor lets a State stand."""

    name: str
    country: str
    code: str
    population: int


@lru_cache(maxsize=4096)
def place_key(name: str) -> str:
    """The form under which a place is looked up: casefolded, no accents, no dots, "saint" as "st"."""
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
        name = name.replace("’", "'")
    words = name.casefold().replace(".", " ").replace("-", " ").split()
    if words and words[0] in _SHORT:
        words[0] = _SHORT[words[0]]
    return " ".join(words)


class PlaceIndex:
    """Settlements by name: some 60,000 names from GeoNames, and islands and nicknames written by hand."""

    def __init__(self, rows_by_key: Mapping[str, str]) -> None:
        self._rows = rows_by_key
        self._firsts = frozenset(key[: key.index(" ")] for key in rows_by_key if " " in key)

    def __contains__(self, name: str) -> bool:
        return place_key(name) in self._rows

    def __len__(self) -> int:
        return len(self._rows)

    def begins(self, word: str) -> bool:
        """Whether some place of several words begins with this word, so that a longer look-up is worth it."""
        return place_key(word) in self._firsts

    def lookup(self, name: str) -> tuple[Place, ...]:
        """All places of that name, the most populous first; empty where there is none."""
        row = self._rows.get(place_key(name))
        return _parse(row) if row else ()

    def nearest(self, name: str, country: str = "", admin: str = "") -> Place | None:
        """The place most likely meant in that country and state: the nearest, then the most populous."""
        found = self.lookup(name)
        return max(
            found,
            key=lambda p: (p.country == country and p.admin == admin, p.country == country, p.population),
            default=None,
        )


@lru_cache(maxsize=1024)
def _parse(row: str) -> tuple[Place, ...]:
    fields = (place.split("|") for place in row.split("\t"))
    return tuple(Place(name, country, admin, int(people)) for name, country, admin, people in fields)


@cache
def places() -> PlaceIndex:
    """The index of settlements; first call about 0.1 s, then free."""
    keys, _, lines = packed("places.tsv.gz").partition("\0")
    table = dict(zip(keys.split("\n"), lines.split("\n"), strict=True))
    for name, country, admin, population in rows("places-by-hand.tsv"):
        row, key = f"{name}|{country}|{admin}|{population}", place_key(name)
        table[key] = f"{row}\t{table[key]}" if key in table else row
    return PlaceIndex(table)


@cache
def regions() -> Mapping[str, Region]:
    """Countries, states and provinces by casefolded name."""
    found = (Region(name, country, code, int(people)) for name, country, code, people in rows("regions.tsv"))
    return {region.name.casefold(): region for region in found}


@cache
def region_heads() -> frozenset[str]:
    """The first words of the regions' names that are of several words."""
    return frozenset(name.partition(" ")[0] for name in regions() if " " in name)
