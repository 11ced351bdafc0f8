"""Which statements of own views a bio can make, and by what words it tells where its author works.

The tables stand in `bios/`, one case a line; half of each pair are look-alikes. The institutions are made up.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from auditor.engine.cues import institutions, own_views
from auditor.engine.text import normalise
from connectors.model import Owner

TABLES = Path(__file__).parent / "bios"
LABELLED = Path(__file__).parents[1] / "rules" / "disclaimer" / "bios.jsonl"
NURSE = Owner("Nina Falkvard", "nurse", ("Quillon Ridge Hospital",), "Oxmere")


def lines(name: str) -> list[str]:
    return (TABLES / name).read_text("utf-8").splitlines()


def told(employer: str, bio: str) -> bool:
    owner = Owner("Nina Falkvard", "nurse", (employer,) if employer else (), "Oxmere")
    return bool(institutions.borne(normalise(bio), owner)[0])


@pytest.mark.parametrize("words", lines("says_whose.tsv"))
def test_a_statement_of_own_views_is_known_by_its_words(words):
    assert own_views.are_said(normalise(f"ER nurse, Quillon Ridge Hospital. {words}"), NURSE)


@pytest.mark.parametrize("words", lines("says_not_whose.tsv"))
def test_words_that_only_sound_like_one_are_none(words):
    assert not own_views.are_said(normalise(f"ER nurse, Quillon Ridge Hospital. {words}"), NURSE)


@pytest.mark.parametrize("line", lines("belongs.tsv"))
def test_a_place_of_work_or_an_office_is_found(line):
    assert told(*line.split("\t"))


@pytest.mark.parametrize("line", lines("belongs_nowhere.tsv"))
def test_what_was_left_learnt_cheered_for_or_is_no_institution_is_none(line):
    assert not told(*line.split("\t"))


@pytest.mark.parametrize(
    ("bio", "is_said"),
    [
        ("ER nurse, Quillon Ridge. Falkvard's views, nobody's policy", True),
        ("ER nurse, Quillon Ridge. Opinions by Nina", True),
        ("ER nurse, Quillon Ridge. Opinions by Olga", False),
        ("ER nurse, Quillon Ridge. Views. My. Own.", True),
        ("ER nurse, Quillon Ridge. Views. My. Dog.", False),
        ("ER nurse, Quillon Ridge. Whose takes? Mine.", True),
        ("ER nurse, Quillon Ridge. Whose dog? Mine.", False),
    ],
)
def test_names_and_breaths_are_read_together(bio, is_said):
    assert own_views.are_said(normalise(bio), NURSE) is is_said


@pytest.mark.parametrize(
    ("bio", "is_told"),
    [
        ("Physio @northgatephysio", True),
        ("Physio, also @ninabakesbread", False),
        ("Physio @ninafalkphysio", False),
        ("Physio. Podcast: @achingbackspod", False),
        ("Physio | @northgatephysio | she/her", True),
        ("Physio | @northgatephysio on ig | she/her", False),
    ],
)
def test_a_handle_is_a_place_of_work_unless_it_is_a_person_or_another_account(bio, is_told):
    assert told("", bio) is is_told


def test_bios_written_beforehand_are_judged_nearly_all_alike():
    """150 bios labelled before any rule was tuned: F1 0.895 then, 0.964 after, in-sample since."""
    right = wrong = missed = 0
    for line in LABELLED.read_text("utf-8").splitlines():
        persona = json.loads(line)
        owner = Owner(
            persona["name"], persona["role"], tuple(persona["employer"].split("; ")), persona["city"]
        )
        for account in persona["accounts"]:
            text, shown = normalise(account["bio"]["text"]), normalise(account["display_name"])
            is_silent = not own_views.are_said(text, owner) and not own_views.are_said(shown, owner)
            is_flagged = is_silent and bool(institutions.borne(text, owner)[0])
            is_labelled = "disclaimer" in account["bio"]["labels"]
            right += is_flagged and is_labelled
            wrong += is_flagged and not is_labelled
            missed += is_labelled and not is_flagged

    assert right + missed == 55
    assert 2 * right / (2 * right + wrong + missed) > 0.95


@pytest.mark.parametrize("piece", ["a ", "nurse at A ", "opinions are not my ", "| A B ", "@ a ", "x"])
def test_a_hostile_bio_is_read_in_a_second(piece):
    text = normalise((piece * 3_000)[:6_000])
    begun = time.process_time()

    own_views.are_said(text, NURSE)
    institutions.borne(text, NURSE)

    assert time.process_time() - begun < 1.0
