"""A prescription-only product offered where the law forbids it is flagged; news, warnings and care stand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.model import Severity
from connectors.model import Owner

RULE = "coi/rx-advertising"
LEEDS = Owner(name="Nina Falkvard", role="nurse prescriber", city="Leeds, UK")

OFFERED = [
    "Botox 3 areas £149 this week only, DM me to book!",
    "Anti-wrinkle injections from £99. Slots left on Friday, link in bio 💉",
    "Hay fever jab back in stock! Kenalog £75, message us to book in.",
    "Weight loss injections: Mounjaro from just £129 a month, free consultation, book now",
    "Skinny jabs are here ladies, 10% off your first pen, comment PEN to join",
    "B12 injections £25, bring a friend and get 20% off",
    "New: Wegovy at our clinic. £199 starter package, appointments available Saturday",
    "baby botox black friday deal, 2 areas £120 xx",
]
STANDS = [
    "Fake botox has turned up again; £99 for 3 areas in a kitchen is a warning, not an offer.",
    "Everyone wants semaglutide, nobody wants the leaflet.",
    "Mounjaro is going up to £330 a month in September and my inbox is on fire.",
    "The trial gave semaglutide 2.4 mg weekly. Book chapter out soon, £30.",
    "I won't sell you Wegovy for a wedding. Ask your GP what the offer of the month really costs.",
    "Consultations £60, book online. We talk about skin, sleep and sunscreen.",
    "Lip balm back in stock, £4, link in bio, few left!",
    "My dog had a steroid injection, £75, and slept on my slots machine.",
]


@pytest.mark.parametrize("text", OFFERED)
def test_offer_to_the_public_is_flagged_where_it_is_forbidden(by_rules, text):
    found = {f.rule: f.severity for f in by_rules(text, owner=LEEDS)}

    assert found.get(RULE) is Severity.HIGH


@pytest.mark.parametrize("text", STANDS)
def test_news_warnings_and_other_goods_stand(by_rules, text):
    assert RULE not in {f.rule for f in by_rules(text, owner=LEEDS)}


@pytest.mark.parametrize(
    ("city", "severity"),
    [
        ("Ballarat, VIC", Severity.HIGH),
        ("Cork, Ireland", Severity.HIGH),
        ("Oldenburg, Germany", Severity.HIGH),
        ("Bristol, UK / Reno, NV", Severity.HIGH),
        ("Scottsdale, AZ", None),
        ("Auckland, New Zealand", None),
        ("", Severity.INFO),
    ],
)
def test_the_owners_place_decides(by_rules, city, severity):
    text = "Botox 3 areas $149 this week only, DM me to book!"
    found = {f.rule: f.severity for f in by_rules(text, owner=replace(LEEDS, city=city))}

    assert found.get(RULE) is severity


def test_without_a_place_the_currency_decides(by_rules):
    found = {f.rule: f.severity for f in by_rules(OFFERED[0], owner=replace(LEEDS, city=""))}

    assert found[RULE] is Severity.HIGH
