"""A bio that contradicts the owner's own facts, or names a year that is over, is flagged low."""

from __future__ import annotations

import pytest

from auditor.model import Severity
from connectors.model import Owner

RULE = "disclaimer/stale"


def stale(by_rules, bio: str, role: str, employers: tuple[str, ...] = ()):
    owner = Owner(name="Nina Falkvard", role=role, employers=employers)
    return next((f.severity for f in by_rules(bio, kind="bio", owner=owner) if f.rule == RULE), None)


@pytest.mark.parametrize(
    ("bio", "role", "employers"),
    [
        ("Med student. Coffee. Views my own.", "attending physician", ()),
        ("Student nurse, tea, tired.", "emergency nurse", ()),
        ("Emergency medicine resident | climber", "consultant in emergency medicine", ()),
        ("PGY-2, bad at golf", "attending surgeon", ()),
        ("Newly qualified nurse, cat person", "head of nursing", ()),
        ("RN. ACLS certified until 2021.", "nurse", ()),
        ("Paramedic, registration valid to 03/2020", "paramedic", ()),
        (
            "Nurse at Tarn Hollow Hospital, views mine",
            "nurse",
            ("Tarn Hollow Hospital (until 2023)", "Ely Clinic"),
        ),
        ("Tarn Hollow Hospital ED, views mine", "nurse", ("former: Tarn Hollow Hospital", "Ely Clinic")),
    ],
)
def test_bio_that_is_over_is_flagged_low(by_rules, bio, role, employers):
    assert stale(by_rules, bio, role, employers) is Severity.LOW


@pytest.mark.parametrize(
    ("bio", "role", "employers"),
    [
        ("Med student. Coffee.", "medical student", ()),
        ("Emergency medicine resident | climber", "EM resident, PGY-3", ()),
        ("Emergency medicine resident | climber", "emergency physician", ()),
        ("Once a med student, now I teach them.", "attending physician", ()),
        ("Residency director. I train residents.", "attending physician", ()),
        ("Former chief resident, current dad.", "consultant", ()),
        ("RN. ACLS certified until 2031.", "nurse", ()),
        ("RN since 2012.", "nurse", ()),
        ("Nurse at Ely Clinic, views mine", "nurse", ("Tarn Hollow Hospital (until 2023)", "Ely Clinic")),
        ("Trained at Tarn Hollow Hospital.", "nurse", ("Tarn Hollow Hospital (until 2023)", "Ely Clinic")),
    ],
)
def test_bio_that_agrees_or_speaks_of_the_past_stands(by_rules, bio, role, employers):
    assert stale(by_rules, bio, role, employers) is None


def test_an_institution_that_was_not_given_is_only_asked_about(by_rules):
    assert (
        stale(by_rules, "Nurse, Tarn Hollow Hospital. Views mine.", "nurse", ("Ely Clinic",)) is Severity.INFO
    )
    assert stale(by_rules, "Nurse, Tarn Hollow Hospital. Views mine.", "nurse") is None
