"""Where an owner's city lies, as owners write it, and what a place word in a question stands for."""

from __future__ import annotations

import pytest

from auditor.engine.jurisdiction import Jurisdiction, of_city, of_region, of_settlement


@pytest.mark.parametrize(
    ("city", "found"),
    [
        ("Leeds, UK", ["GB"]),
        ("Bristol, UK / Reno, NV", ["GB", "US-NV"]),
        ("Tacoma, WA", ["US-WA"]),
        ("Perth, WA", ["AU"]),
        ("Adelaide, SA", ["AU"]),
        ("Hamilton, Ontario", ["CA-ON"]),
        ("Moncton, NB, Canada", ["CA-NB"]),
        ("Ludlow, Shropshire", ["GB"]),
        ("Nashua, New Hampshire", ["US-NH"]),
        ("Carrigaholt, Co. Clare, Ireland", ["IE"]),
        ("Oldenburg, Germany", ["DE"]),
        ("Cape Town, South Africa (at sea)", ["ZA"]),
        ("Sheffield", ["GB"]),
        ("Greyhaven", []),
        ("", []),
        (" , / ,", []),
    ],
)
def test_city(city: str, found: list[str]) -> None:
    assert [f"{one.country}-{one.state}".rstrip("-") for one in of_city(city)] == found


@pytest.mark.parametrize(
    ("name", "country"), [("Texas", "US"), ("uk", "GB"), ("New Zealand", "NZ"), ("The Morning", None)]
)
def test_region(name: str, country: str | None) -> None:
    region = of_region(name)

    assert (region.country if region else None) == country


def test_a_name_of_two_lands_says_neither() -> None:
    assert of_settlement("Newcastle") is None


@pytest.mark.parametrize(
    ("one", "other", "covers"),
    [
        (("US", "NV"), ("US", "NV"), True),
        (("US", "NV"), ("US", ""), True),
        (("US", "NV"), ("US", "OH"), False),
        (("GB", ""), ("IE", ""), False),
    ],
)
def test_covers(one: tuple[str, str], other: tuple[str, str], covers: bool) -> None:
    assert Jurisdiction(*one).covers(Jurisdiction(*other)) is covers
