"""Bought, planted and suppressed reviews are flagged; asking patients openly, and other reviews, stand."""

from __future__ import annotations

import pytest

from auditor.model import Severity

RULE = "coi/review-integrity"

MADE = [
    "Leave us a Google review this month and be entered to win an iPad!",
    "Post a five star review, show it at the desk, get $20 off your next cleaning.",
    "£10 voucher for every review you leave us, because we love you",
    "All staff: please leave the practice a 5 star review from your own phones tonight",
    "Mum, aunties, cousins: please leave my clinic five stars. Asked my family to write reviews",
    "I left my own clinic a five star review, somebody has to start",
    "Bought fifty Google reviews for the price of one bus bench. No regrets.",
    "Just gave ourselves five stars on Yelp from a burner account, don't judge",
    "New consent form: patients agree not to post negative reviews online.",
    "We'll refund her if she takes that review down, easy",
]
STANDS = [
    "If we looked after you well, an honest review helps others find us.",
    "Please don't feel you have to leave a review. Come back for your teeth, that's all.",
    "We don't offer anything for reviews, and we never ask staff for them.",
    "Paying for five star reviews is illegal, and the fine is bigger than your marketing budget.",
    "Peer review asked my team to write a longer abstract. Five reviewers, five views.",
    "My husband left the restaurant a five star review for the dumplings.",
    "Annual review done. My manager gave me five stars for biscuits.",
    "Win a place on our course: tell us your worst pun.",
    "Systematic review of discount vouchers for smoking cessation: they work.",
    "Somebody gave our hold music one star and they are right.",
]


@pytest.mark.parametrize("text", MADE)
def test_reviews_made_bought_or_kept_down_are_flagged(by_rules, text):
    found = {f.rule: f.severity for f in by_rules(text)}

    assert found.get(RULE) is Severity.HIGH


@pytest.mark.parametrize("text", STANDS)
def test_open_requests_and_other_reviews_stand(by_rules, text):
    assert RULE not in {f.rule for f in by_rules(text)}
