"""Answers are kept one for each item, for one reader, and go with their items."""

from __future__ import annotations

from auditor.store import Vault
from tests.store.examples import account

ROWS = range(1, 100)


def test_an_answer_is_kept_for_its_item_and_replaced_by_the_next(vault: Vault) -> None:
    account(vault, items=2)
    vault.answers.keep([(1, b"one", b"a"), (2, b"two", b"b")])
    assert vault.answers.of([1]) == {b"one": b"a"}
    vault.answers.keep([(1, b"edited", b"c")])
    assert vault.answers.of(ROWS) == {b"edited": b"c", b"two": b"b"}


def test_there_is_no_answer_without_its_item(vault: Vault) -> None:
    stored = account(vault, items=2)
    vault.answers.keep([(1, b"one", b"a"), (99, b"of no item", b"b")])
    assert vault.answers.of(ROWS) == {b"one": b"a"}
    vault.accounts.remove(stored.id)
    assert vault.answers.of(ROWS) == {}


def test_another_reader_leaves_nothing_of_the_one_before(vault: Vault) -> None:
    account(vault, items=1)
    vault.answers.begin("first")
    vault.answers.keep([(1, b"one", b"a")])
    vault.answers.begin("first")
    assert vault.answers.of(ROWS) == {b"one": b"a"}
    vault.answers.begin("second")
    assert vault.answers.of(ROWS) == {}
