"""Estimates how many people a post's details fit, and says it in one sentence.

Arithmetic over populations and shares; knows nothing of severities.
"""

from __future__ import annotations

import math
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
    fit = population * _CATCHMENT if is_inferred else float(population)
    age = next((m for m in reading.of(MarkKind.AGE) if m.value.isdigit()), None)
    sex = _sex(reading)
    counted = False
    who = "A person"
    if age is not None:
        share = lexicon.age_share(int(age.value), sex, country)
        fit, counted = fit * share, True
        years = int(age.value)
        who = (
            f"{'An' if years in (8, 11, 18) or 80 <= years <= 89 else 'A'} {years}-year-old"
            if years
            else "An infant"
        )
    elif sex is not None:
        fit *= 0.5
    rare = _rarity(reading)
    if rare:
        fit, counted = min(fit, population * rare / 100_000), True
        who += " with a rare condition"
    if not counted or fit > _SHOWN_MOST:
        return Estimate(None, "")
    people = max(1, _rounded(fit))
    place = f"near {name}" if is_inferred else f"in {name}"
    when = ", with the day given" if reading.of(MarkKind.DATE) else ""
    noun = "person fits" if people == 1 else "people fit"
    return Estimate(people, f"{who} {place}, population {population:,}{when}: about {people:,} {noun}.")


def described(marks: list[Mark]) -> str:
    """The kinds of details in words: `an age, a place and a time`."""
    words = list(dict.fromkeys(_WORDS[m.kind] for m in marks if m.kind in _WORDS and m.weight > 0))[:5]
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
    """The owner's town; None where there is none, or where several could be meant."""
    city, _, region = (reading.account.location or reading.owner.city).partition(",")
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
