"""What a bio takes behind it: the longest true statement that fits, counted as the platform counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.engine import AccountContext, Engine, disclaimers, rewriting
from connectors.model import Owner, Use
from tests.engine.rewriting.reading import ACCOUNT, OWNER

RULE = "disclaimer/bio-affiliation"
HOSPITAL = "Lakeview General Hospital"


def offered(bio: str, platform: str = "x", owner: Owner = OWNER, rule: str = RULE) -> rewriting.Suggestion:
    account = replace(ACCOUNT, bio=bio, platform=platform)
    engine = Engine(owner, (account,), b"k" * 32)
    suggestion = rewriting.suggest(engine, rule, None, account)  # type: ignore[arg-type]
    assert suggestion is not None
    return suggestion


@pytest.mark.parametrize(
    ("bio", "platform", "addition"),
    [
        (f"ER nurse at {HOSPITAL}.", "bluesky", 120),
        (f"ER nurse at {HOSPITAL}.", "x", 120),
        (f"ER nurse, RN, at {HOSPITAL}. " + "Long walks. " * 2, "x", 58 + len(HOSPITAL)),
        (f"ER nurse, RN, at {HOSPITAL}. " + "Long walks. " * 5, "x", 52),
        (f"ER nurse, RN, at {HOSPITAL}. " + "Long walks. " * 7, "x", 29),
        (f"ER nurse, RN, {HOSPITAL}", "tiktok", 33),
    ],
)
def test_the_longest_statement_that_fits_is_added(bio: str, platform: str, addition: int) -> None:
    suggestion = offered(bio, platform)
    assert suggestion.text is not None
    assert len(suggestion.addition) == addition
    assert suggestion.text == f"{bio.rstrip()} {suggestion.addition}"
    limit = disclaimers.limits(platform).bio
    assert limit is not None
    assert suggestion.remaining == limit - disclaimers.length(suggestion.text, platform) >= 0
    assert suggestion.after is not None and suggestion.after.is_clear


def test_credentials_are_never_overwritten_and_only_true_ones_added() -> None:
    bio = f"Jo Example, RN, CEN. {HOSPITAL}. " + "Long walks. " * 5
    assert (offered(bio).text or "").startswith(bio.rstrip())
    plain = f"{HOSPITAL}. " + "Long walks and talks. " * 4 + "x" * 8
    without = offered(plain, owner=replace(OWNER, role="clinician"))
    assert not without.addition.startswith(("RN", "MD"))


def test_a_credential_of_the_owners_is_named_where_the_bio_leaves_it_out() -> None:
    account = AccountContext("x", "@jo", "Jo", Use.PROFESSIONAL, f"{HOSPITAL} " + "y" * 98)
    owner = Owner(role="emergency RN", employers=())
    engine = Engine(owner, (account,), b"k" * 32)
    suggestion = rewriting.suggest(engine, RULE, None, account)  # type: ignore[arg-type]
    assert suggestion is not None
    assert suggestion.addition == "RN. Views mine, not my employer's."


def test_where_none_fits_it_says_what_to_shorten() -> None:
    bio = f"ER nurse, RN, at {HOSPITAL}. Coffee and long slow walks. " + "z" * 80
    bio = bio[:152]
    suggestion = offered(bio)
    assert suggestion.text is None
    said = " ".join(suggestion.remarks)
    assert "Shorten the bio by 5 characters" in said
    assert "Coffee and long slow walks." in said
    assert "RN" not in said.replace("Leaving", "")


def test_emoji_are_counted_as_the_platform_does() -> None:
    suggestion = offered(f"👩‍⚕️ at {HOSPITAL} 🚑", "x")
    assert suggestion.text is not None
    assert suggestion.length == disclaimers.length(suggestion.text, "x")
    assert any("code points" in said for said in suggestion.remarks)


def test_declared_ties_get_a_line_with_room_for_a_link() -> None:
    suggestion = offered("ER nurse, RN.", rule="coi/bio-disclosure")
    assert suggestion.addition == "Disclosures: your link"
    full = offered("x" * 150, rule="coi/bio-disclosure")
    assert full.text is None and "Shorten the bio by" in full.remarks[0]
