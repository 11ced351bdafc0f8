"""Whether a record stands in a repository, told from the repository's own proof."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.bluesky.absence import stands
from tests.fixtures.atproto_repository import DID, car, cid_of, encoded, header, repository, section
from tests.fixtures.bluesky_export import key, post

KEYS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=1, max_size=13)


def path(name: str) -> str:
    return f"app.bsky.feed.post/{name}"


@settings(max_examples=60, deadline=None)
@given(st.sets(KEYS, max_size=40), st.sets(KEYS, max_size=40))
def test_what_is_in_the_tree_stands_and_nothing_else(there: set[str], others: set[str]) -> None:
    proof = repository({path(name): post(name) for name in there}).car
    for name in there | others:
        assert stands(proof, DID, path(name)) is (name in there)


def test_another_accounts_proof_shows_nothing() -> None:
    proof = repository({path(key(1)): post("one")}).car
    assert stands(proof, "did:plc:other", path(key(1))) is None
    assert stands(proof, "did:plc:other", path(key(2))) is None


@pytest.mark.parametrize("proof", [b"", b"\0", b"<html>", b"\x3a\xa2eroots", b"\xff" * 5000])
def test_what_is_no_proof_shows_nothing(proof: bytes) -> None:
    assert stands(proof, DID, path(key(1))) is None


def test_a_proof_with_a_branch_missing_never_says_that_a_record_is_gone() -> None:
    names = [key(number) for number in range(60)]
    whole = repository({path(name): post(name) for name in names})
    told: list[bool | None] = []
    for lost in (whole.commit, *whole.nodes):
        proof = car(whole.root, [block for block in whole.blocks if block != lost])
        told += [stands(proof, DID, path(name)) for name in names]
    assert set(told) == {True, None}


def test_a_changed_branch_is_not_believed() -> None:
    whole = repository({path(key(number)): post("x") for number in range(60)})
    emptied = encoded({"l": None, "e": []})
    forged = header(whole.root) + b"".join(
        section(emptied if block in whole.nodes else block, cid_of(block)) for block in whole.blocks
    )
    assert stands(forged, DID, path(key(3))) is None


@pytest.mark.parametrize(
    "entry", [{}, {"p": 0, "k": b"z"}, {"p": 99, "k": b"z", "v": b"v", "t": None}, {"p": 0, "k": "z"}, 5]
)
def test_a_branch_with_a_broken_entry_never_says_that_a_record_is_gone(entry: object) -> None:
    names = [key(number) for number in range(9)]
    broken = repository(
        {path(name): post(name) for name in names}, hook=lambda node: node | {"e": [*node["e"], entry]}
    ).car
    told = {stands(broken, DID, path(name)) for name in names}
    assert told <= {True, None}
    assert stands(broken, DID, path("zz")) is None
