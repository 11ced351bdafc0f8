from __future__ import annotations

import subprocess
import sys
import time

import pytest

from auditor.engine import lexicon
from auditor.engine.lexicon import Rarity


@pytest.mark.parametrize(
    ("name", "country", "admin", "low", "high"),
    [
        ("Duluth", "US", "MN", 80_000, 100_000),
        ("ely", "US", "MN", 2_000, 5_000),
        ("Ely", "GB", "ENG", 15_000, 25_000),
        ("St. Louis", "US", "MO", 250_000, 350_000),
        ("Saint Louis", "US", "MO", 250_000, 350_000),
        ("Stornoway", "GB", "SCT", 5_000, 15_000),
        ("Sao Paulo", "BR", "27", 5_000_000, 30_000_000),
        ("Halifax", "CA", "NS", 300_000, 500_000),
        ("Alice Springs", "AU", "NT", 15_000, 35_000),
        ("Foula", "GB", "SCT", 10, 100),
        ("NYC", "US", "NY", 8_000_000, 9_000_000),
    ],
)
def test_place_is_found_with_its_population(name: str, country: str, admin: str, low: int, high: int) -> None:
    found = lexicon.places().nearest(name, country, admin)
    assert found is not None
    assert (found.country, found.admin) == (country, admin)
    assert low <= found.population <= high


def test_places_of_one_name_come_most_populous_first() -> None:
    found = lexicon.places().lookup("Springfield")
    assert len(found) > 5
    assert [p.population for p in found] == sorted((p.population for p in found), reverse=True)


@pytest.mark.parametrize("word", ["", "patientville-upon-nowhere", "qzx", "\x00", "a" * 10_000])
def test_what_is_no_place_is_not_found(word: str) -> None:
    assert word not in lexicon.places()
    assert lexicon.places().lookup(word) == ()
    assert lexicon.places().nearest(word) is None


def test_longer_lookups_are_announced_by_their_first_word() -> None:
    assert lexicon.places().begins("Milton")
    assert not lexicon.places().begins("qzx")


def test_regions_tell_states_from_countries() -> None:
    assert lexicon.regions()["minnesota"].code == "MN"
    assert lexicon.regions()["scotland"].country == "GB"
    assert lexicon.regions()["kenya"].population > 40_000_000


@pytest.mark.parametrize("name", ["maria", "siobhán", "mohammed", "priya", "wei", "jayden", "lena", "tyrone"])
def test_given_names_are_known(name: str) -> None:
    assert name in lexicon.first_names()


@pytest.mark.parametrize("name", ["smith", "ortiz", "patel", "nguyen", "o'brien", "mcallister", "kowalski"])
def test_family_names_are_known(name: str) -> None:
    assert name in lexicon.surnames()


@pytest.mark.parametrize("name", ["grace", "will", "april", "graves", "rose", "hope"])
def test_names_that_are_words_too_are_ambiguous(name: str) -> None:
    assert name in lexicon.ambiguous_names()


@pytest.mark.parametrize("name", ["john", "siobhan", "tyrone", "jack", "ortiz", "nguyen", "bob"])
def test_names_that_are_hardly_ever_words_are_not_ambiguous(name: str) -> None:
    assert name not in lexicon.ambiguous_names()


def test_common_words_hold_words_not_names() -> None:
    words = lexicon.common_words()
    assert words["the"] > 7 > words["mobile"] > 4
    assert len(words) > 15_000
    assert not {"siobhan", "duluth", "patel"} & words.keys()


@pytest.mark.parametrize(
    ("name", "rarity"),
    [
        ("botulism", Rarity.RARE),
        ("asthma", Rarity.COMMON),
        ("hiv", Rarity.UNCOMMON),
        ("guillain-barré", Rarity.RARE),
    ],
)
def test_conditions_carry_a_rarity(name: str, rarity: Rarity) -> None:
    assert lexicon.conditions()[name].rarity is rarity


def test_conditions_are_many_and_rarity_agrees_with_prevalence() -> None:
    conditions = lexicon.conditions()
    assert len(conditions) > 700
    assert {c.sensitive for c in conditions.values()} == {
        "", "mental", "substance", "sexual", "reproductive", "abuse",
    }  # fmt: skip
    rare = [c.per_100k for c in conditions.values() if c.rarity is Rarity.RARE]
    common = [c.per_100k for c in conditions.values() if c.rarity is Rarity.COMMON]
    assert max(rare) <= 40 <= min(common)


@pytest.mark.parametrize(
    ("words", "some"),
    [
        (lexicon.drugs, {"ozempic", "warfarin", "stelara", "paracetamol"}),
        (lexicon.eponyms, {"graves", "foley", "parkinson's", "crohn's"}),
        (lexicon.procedures, {"appendectomy", "tavi", "root canal"}),
        (lexicon.devices, {"lvad", "insulin pump"}),
        (lexicon.units, {"icu", "l&d", "resus"}),
        (lexicon.roles, {"mayor", "crossing guard", "postmaster"}),
        (lexicon.kin, {"daughter", "abuela", "stepdad"}),
        (lexicon.events, {"house fire", "bus crash"}),
        (lexicon.facility_words, {"hospital", "hospice", "urgent care"}),
    ],
)
def test_lists_written_by_hand_are_casefolded_and_whole(words, some: set[str]) -> None:
    held = words()
    assert some <= held
    assert all(w == w.casefold().strip() and w for w in held)


def test_brands_tell_their_sort() -> None:
    assert lexicon.brands()["medtronic"] == "device"
    assert lexicon.brands()["pfizer"] == "pharma"


def test_shorthand_is_spelled_out() -> None:
    assert lexicon.shorthand()["hx"] == "history"


def test_age_shares_add_up_to_everybody() -> None:
    for country in ("US", "GB"):
        everybody = sum(lexicon.age_share(age, country=country) for age in range(105))
        assert everybody == pytest.approx(1, abs=0.02)
        both = lexicon.age_share(94, "female", country) + lexicon.age_share(94, "male", country)
        assert both == pytest.approx(lexicon.age_share(94, country=country))


def test_very_old_people_are_few() -> None:
    assert lexicon.age_share(94) < lexicon.age_share(40) / 10
    assert lexicon.age_share(110) < lexicon.age_share(100)
    assert lexicon.age_share(-3) == lexicon.age_share(0)


def test_restricted_zip_prefixes_are_three_digits() -> None:
    assert "036" in lexicon.us_zip3_restricted()
    assert all(len(z) == 3 and z.isdigit() for z in lexicon.us_zip3_restricted())


def test_importing_the_lexicon_loads_no_list() -> None:
    code = (
        "from auditor.engine import lexicon\n"
        "assert lexicon.places.cache_info().currsize == 0\n"
        "assert lexicon.common_words.cache_info().currsize == 0\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_places_load_quickly() -> None:
    lexicon.places.cache_clear()
    began = time.process_time()
    lexicon.places()
    assert time.process_time() - began < 1.0  # measured at 0.1 s; the slack is for a loaded machine
