"""Estimates how many people a post's details fit, and says it in one sentence.

Arithmetic over populations and shares; knows nothing of severities.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from auditor.engine import lexicon
from auditor.engine.lexicon.numbers import Sex
from auditor.engine.lexicon.places import Place
from auditor.engine.marks import Mark, MarkKind
from auditor.engine.reading import Reading

_SHOWN_MOST = 50_000
"""A larger number says nothing and is left out."""
_CATCHMENT = 4.0
"""People who use a town's clinic live around it too."""
_WORDS = {
    MarkKind.RELATION: "a role or relation",
    MarkKind.EVENT: "an event people know of",
    MarkKind.DATE: "a time",
    MarkKind.UNIT: "a room or unit",
    MarkKind.PLACE: "a place",
    MarkKind.FACILITY: "a facility",
    MarkKind.CONDITION: "a condition",
    MarkKind.PROCEDURE: "a procedure",
    MarkKind.IMAGE: "a picture",
    MarkKind.AGE: "an age",
    MarkKind.NAME: "a name",
    MarkKind.QUASI: "a distinctive circumstance",
    MarkKind.ID: "a number",
    MarkKind.CONTACT: "a contact",
    MarkKind.ZIP: "a postal code",
}


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many people fit (None: no ground to say), and the sentence that says what was counted."""

    people: int | None
    sentence: str


def estimate(reading: Reading) -> Estimate:
    """Count the people who fit place, age, sex and condition; days and roles narrow further, uncounted."""
    where = _place(reading)
    if where is None:
        return Estimate(None, "")
    name, population, country, is_inferred = where
    age = next((m for m in reading.of(MarkKind.AGE) if m.value.isdigit()), None)
    years = int(age.value) if age is not None else None
    sex, rare = _sex(reading), _rarity(reading)
    people = fitting(population, country, is_inferred=is_inferred, years=years, sex=sex, per_100k=rare)
    if people is None:
        return Estimate(None, "")
    who = "A person" if years is None else _aged(years)
    who += " with a rare condition" if rare else ""
    place = f"near {name}" if is_inferred else f"in {name}"
    when = ", with the day given" if reading.of(MarkKind.DATE) else ""
    noun = "person fits" if people == 1 else "people fit"
    return Estimate(people, f"{who} {place}, population {population:,}{when}: about {people:,} {noun}.")


def fitting(
    population: int, country: str, *, is_inferred: bool, years: int | None, sex: Sex | None, per_100k: float
) -> int | None:
    """How many people of a place (`is_inferred`: and around it) are of this age, sex and condition.

    None where neither age nor rarity (`per_100k`, 0: unknown) narrows, or where so many fit that the number
    says nothing.
    """
    fit = population * _CATCHMENT if is_inferred else float(population)
    if years is not None:
        fit *= lexicon.age_share(years, sex, country)
    elif sex is not None:
        fit *= 0.5
    if per_100k:
        fit = min(fit, population * per_100k / 100_000)
    if (years is None and not per_100k) or fit > _SHOWN_MOST:
        return None
    return max(1, _rounded(fit))


def _aged(years: int) -> str:
    if not years:
        return "An infant"
    return f"{'An' if years in (8, 11, 18) or 80 <= years <= 89 else 'A'} {years}-year-old"


def described(marks: list[Mark]) -> str:
    """The kinds of details in words: `an age, a place and a time`."""
    return in_words(m.kind for m in marks if m.weight > 0)


def in_words(kinds: Iterable[MarkKind]) -> str:
    """Kinds of details in words, each once, five at most."""
    words = list(dict.fromkeys(_WORDS[kind] for kind in kinds if kind in _WORDS))[:5]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _place(reading: Reading) -> tuple[str, int, str, bool] | None:
    """Name, population and country of the place that the post, or else the owner's town, tells of."""
    stated = [m for m in reading.of(MarkKind.PLACE) if m.value.isdigit() and int(m.value) > 0]
    if stated:
        mark = min(stated, key=lambda m: int(m.value))
        name = reading.text.value[mark.start : mark.end].strip("#")
        place = _meant(name, reading)
        if mark.detail != "settlement":
            return "a small place", int(mark.value), place.country if place else "US", False
        return (name, place.population, place.country, False) if place else None
    home = _home(reading)
    return (home.name, home.population, home.country, True) if home and home.population else None


def _home(reading: Reading) -> Place | None:
    """The owner's town."""
    return town(reading.account.location or reading.owner.city)


def town(told: str) -> Place | None:
    """The town that a text such as `Duluth, MN` means; None for none, or where several could be meant."""
    city, _, region = told.partition(",")
    found = lexicon.places().lookup(city.strip()) if city.strip() else ()
    if region.strip():
        found = tuple(place for place in found if _lies_in(place, region.strip()))
    return found[0] if len(found) == 1 else None


def _lies_in(place: Place, region: str) -> bool:
    """Whether a place lies in a country, state or province told by its name or code."""
    known = lexicon.regions().get(region.casefold())
    if known is not None:
        return place.country == known.country and known.code in ("", place.admin)
    return region.upper() in (place.admin, place.country)


def _meant(name: str, reading: Reading) -> Place | None:
    """The town of that name nearest to the owner's; None where several could be meant and none is near."""
    found = lexicon.places().lookup(name)
    if len(found) > 1:
        home = _home(reading)
        region = (reading.account.location or reading.owner.city).partition(",")[2].strip()
        if home is not None:
            near = lexicon.places().nearest(name, home.country, home.admin)
            found = (near,) if near is not None and near.country == home.country else ()
        else:
            found = tuple(place for place in found if region and _lies_in(place, region))
    return found[0] if len(found) == 1 and found[0].population else None


def _sex(reading: Reading) -> Sex | None:
    words = reading.text.words
    women = len(words & {"she", "her", "woman", "lady", "girl", "mum", "mom", "she's"})
    men = len(words & {"he", "his", "him", "man", "bloke", "boy", "gentleman", "lad", "he's"})
    return None if women == men else ("female" if women > men else "male")


def _rarity(reading: Reading) -> float:
    """New or living cases in 100,000 people of the rarest condition; 0 where none is known to be rare."""
    rates = [0.0]
    for mark in reading.of(MarkKind.CONDITION):
        if mark.detail == "rare":
            known = lexicon.conditions().get(reading.text.folded[mark.start : mark.end])
            rates.append(known.per_100k if known and known.per_100k else 1.0)
    return min((rate for rate in rates if rate), default=0.0)


def _rounded(number: float) -> int:
    if number < 10:
        return round(number)
    size = 10 ** (int(math.log10(number)))
    return int(round(number / size) * size)
