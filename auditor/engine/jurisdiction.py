"""Which countries and states a place word belongs to: where an owner practises, where an asker says she is.

Reads the lists of places only; knows nothing of licences, of rules, or of what is lawful where.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from auditor.engine import lexicon
from auditor.engine.lexicon.places import Place, Region
from auditor.engine.patterns import lazy
from auditor.engine.words import listed

EUROPEAN_UNION = frozenset(
    listed("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE")
)
_SAME = {
    "uk": "GB",
    "u.k": "GB",
    "great britain": "GB",
    "britain": "GB",
    "usa": "US",
    "u.s": "US",
    "us": "US",
    "nz": "NZ",
    "aotearoa": "NZ",
    "éire": "IE",
    "the netherlands": "NL",
}
_COUNTY = lazy(
    r"(?:(?<!hamp)|(?<!new hamp))shire$|^(?:cornwall|cumbria|kent|essex|devon|norfolk|east sussex)$"
)
_IRISH = lazy(r"^co(?:unty|\.)? (?!down|antrim|tyrone|armagh|fermanagh|londonderry|derry|durham)")
_SPLIT = lazy(r"\s*(?:/|;|\band\b)\s*")
_NOTE = lazy(r"\([^()]{0,80}\)")
_DOMINANT = 5
"""How many times larger the largest place of a name has to be than any of that name in another country."""


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A country, with the state or province where that is known."""

    country: str
    """ISO 3166-1 code of two letters."""
    state: str = ""
    """The state's or province's postal code; empty where unknown."""

    def covers(self, other: Jurisdiction) -> bool:
        """Whether somebody here is in the other place, as far as either says it."""
        return self.country == other.country and (
            not self.state or not other.state or self.state == other.state
        )


@lru_cache(maxsize=256)
def of_city(city: str) -> tuple[Jurisdiction, ...]:
    """Where an owner's city lies, as "Leeds, UK" or "Bristol, UK / Reno, NV" say it; empty where unknown."""
    parts = _SPLIT.split(_NOTE.sub("", city[:200]))
    return tuple(dict.fromkeys(found for part in parts if (found := _of_part(part)) is not None))


def _of_part(part: str) -> Jurisdiction | None:
    pieces = [piece.strip(" .") for piece in part.split(",") if piece.strip(" .")]
    if not pieces:
        return None
    head = pieces[0]
    for tail in reversed(pieces[1:] or pieces):
        known = of_region(tail) or _of_code(tail, head)
        if known is not None:
            if len(pieces) > 2 and not known.state:
                inner = of_region(pieces[-2]) or _of_code(pieces[-2], head)
                known = inner if inner is not None and inner.country == known.country else known
            return known
    return of_settlement(head)


def of_region(name: str) -> Jurisdiction | None:
    """The country, state or province of this name; None where the lists hold none."""
    folded = name.casefold().strip(" .")
    if folded in _SAME:
        return Jurisdiction(_SAME[folded])
    if (region := lexicon.regions().get(folded)) is not None:
        return Jurisdiction(region.country, region.code if _has_states(region) else "")
    if _IRISH.search(folded):
        return Jurisdiction("IE")
    return Jurisdiction("GB") if _COUNTY.search(folded) and folded != "new hampshire" else None


def _has_states(region: Region) -> bool:
    """Whether clinicians are licensed state by state there."""
    return region.country in ("US", "CA") and bool(region.code)


def _of_code(code: str, settlement: str) -> Jurisdiction | None:
    """What a postal code such as WA stands for behind this settlement's name."""
    if not (2 <= len(code) <= 3 and code.isalpha()):
        return None
    among = _by_code().get(code.upper(), ())
    if len(among) > 1:
        here = {place.country for place in lexicon.places().lookup(settlement) if place.admin == code.upper()}
        among = tuple(region for region in among if region.country in here)
    if len(among) != 1:
        return None
    return Jurisdiction(among[0].country, among[0].code if _has_states(among[0]) else "")


@cache
def _by_code() -> dict[str, tuple[Region, ...]]:
    found: dict[str, tuple[Region, ...]] = {}
    for region in lexicon.regions().values():
        if region.code:
            found[region.code] = (*found.get(region.code, ()), region)
    return found


def of_settlement(name: str, at_least: int = 0) -> Jurisdiction | None:
    """Where a town of this name lies; None where none is so large, or where it may be one of several."""
    places = lexicon.places().lookup(name)
    if not places or places[0].population < max(1, at_least):
        return None
    first: Place = places[0]
    rivals = [place.population for place in places if place.country != first.country]
    if rivals and max(rivals) * _DOMINANT > first.population:
        return None
    return Jurisdiction(first.country)


__all__ = ["EUROPEAN_UNION", "Jurisdiction", "of_city", "of_region", "of_settlement"]
