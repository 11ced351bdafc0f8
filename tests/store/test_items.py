"""Items are kept once, change only when a source tells more, and wait for an audit when they do."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.store import NotInVault, Upserted, Vault, item_digest
from auditor.store import items as items_module
from auditor.store.item_rows import item_row
from connectors.model import Account, Item, ItemKind, Media
from tests.store.examples import NOW, account, audit, finding, item

texts = st.text(max_size=40)
any_item = st.builds(
    Item,
    id=st.text(min_size=1, max_size=5),
    kind=st.sampled_from([kind for kind in ItemKind if kind is not ItemKind.BIO]),
    text=texts,
    created_at=st.none() | st.datetimes(min_value=datetime(2006, 1, 1), max_value=datetime(2030, 1, 1)),
    parent_text=st.none() | texts,
    url=st.none() | texts,
    media=st.lists(
        st.builds(Media, path=st.none() | texts, url=st.none() | texts, alt=texts), max_size=3
    ).map(tuple),
    deleted_at=st.none() | st.datetimes(min_value=datetime(2006, 1, 1), max_value=datetime(2030, 1, 1)),
    extra=st.dictionaries(texts, texts | st.integers() | st.booleans() | st.none(), max_size=3),
)


def source(vault: Vault) -> int:
    """A new import's number."""
    return vault.imports.begin("export.zip", "x-archive", "digest")


def test_an_item_comes_back_as_it_went_in(vault: Vault) -> None:
    told = item(
        1,
        parent_text="How was it?",
        parent_id="77",
        deleted_at=NOW,
        has_platform_id=False,
        created_at=NOW.replace(tzinfo=None),
        extra={"nested": {"list": [1, None, "ü"]}},
        media=(Media("a.jpg", None, "one"), Media(None, "https://example.org/b", "")),
    )
    stored = account(vault)
    assert vault.items.upsert(stored.id, [told], source(vault)) == Upserted(1, 0, 0)
    kept = next(vault.items.by_account(stored.id))
    assert kept.item == told
    assert kept.digest == item_digest(told)
    assert vault.items.get(kept.id) == kept


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batch=st.lists(any_item, max_size=6))
def test_the_same_items_again_change_nothing(vault: Vault, batch: list[Item]) -> None:
    id = account(vault).id
    vault.items.upsert(id, batch, source(vault))
    before = list(vault.items.by_account(id))
    again = vault.items.upsert(id, batch, source(vault))
    assert (again.added, again.updated) == (0, 0)
    assert list(vault.items.by_account(id)) == before


def test_a_second_import_writes_no_item(vault: Vault) -> None:
    id = account(vault, items=20).id
    run = source(vault)
    with vault._connections.read() as db:
        before = db.execute("PRAGMA data_version").fetchone()
        vault.items.upsert(id, [item(n) for n in range(1, 21)], run)
        assert db.execute("PRAGMA data_version").fetchone() == before
        vault.items.upsert(id, [item(1, "Edited words")], run)
        assert db.execute("PRAGMA data_version").fetchone() != before


def test_of_two_with_one_id_in_a_batch_the_later_counts(vault: Vault) -> None:
    id = account(vault).id
    assert vault.items.upsert(id, [item(1, "first"), item(1, "second")], source(vault)) == Upserted(1, 0, 0)
    assert [one.item.text for one in vault.items.by_account(id)] == ["second"]


def test_an_edited_item_is_updated_and_waits_for_the_next_audit(vault: Vault) -> None:
    id = account(vault, items=3).id
    rows = [one.id for one in vault.items.by_account(id)]
    audit(vault, id, {row: [] for row in rows})
    assert vault.items.pending_count(id, "c1") == 0
    assert vault.items.upsert(id, [item(2, "Edited words")], source(vault)) == Upserted(0, 1, 0)
    assert [one.id for block in vault.items.pending(id, "c1") for one in block] == [rows[1]]
    assert list(vault.search("edited")) == [rows[1]]
    assert rows[1] not in vault.search("quiet")


@pytest.mark.parametrize(
    "change",
    [
        {"extra": {"favorite_count": 99}},
        {"url": "https://example.org/elsewhere"},
        {"media": (Media("renamed.jpg", None, "a corridor"),)},
    ],
)
def test_bookkeeping_that_changed_is_kept_without_a_new_audit(
    vault: Vault, change: dict[str, object]
) -> None:
    id = account(vault, items=1).id
    row = next(vault.items.by_account(id))
    audit(vault, id, {row.id: []})
    assert vault.items.upsert(id, [item(1, **change)], source(vault)) == Upserted(0, 0, 1)
    assert vault.items.get(row.id).item == item(1, **change)
    assert vault.items.pending_count(id, "c1") == 0


def test_what_a_newer_source_does_not_say_is_not_lost(vault: Vault) -> None:
    id = account(vault).id
    rich = item(1, parent_text="How was it?", parent_id="7", deleted_at=NOW)
    vault.items.upsert(id, [rich], source(vault))
    poor = replace(
        rich, parent_text=None, parent_id=None, deleted_at=None, url=None, media=(), created_at=None
    )
    assert vault.items.upsert(id, [poor], source(vault)) == Upserted(0, 0, 1)
    assert next(vault.items.by_account(id)).item == rich


def test_an_item_told_to_be_deleted_waits_for_the_next_audit(vault: Vault) -> None:
    id = account(vault, items=1).id
    row = next(vault.items.by_account(id))
    audit(vault, id, {row.id: []})
    assert vault.items.upsert(id, [item(1, deleted_at=NOW)], source(vault)) == Upserted(0, 1, 0)
    assert vault.items.pending_count(id, "c1") == 1


def test_one_id_on_two_accounts_is_two_items(vault: Vault) -> None:
    one = account(vault, items=1)
    other = vault.accounts.upsert(replace(one.account, handle="@other", remote_id="2"), None, "x-archive")
    assert vault.items.upsert(other.id, [item(1)], source(vault)) == Upserted(1, 0, 0)
    assert vault.items.count() == 2


def test_a_batch_that_fails_leaves_nothing(vault: Vault) -> None:
    id = account(vault).id
    with pytest.raises(AttributeError):
        vault.items.upsert(id, [item(1), None], source(vault))  # type: ignore[list-item]
    assert vault.items.count() == 0


@pytest.mark.parametrize(
    ("change", "is_same"),
    [
        ({}, True),
        ({"url": None}, True),
        ({"extra": {}}, True),
        ({"parent_id": "9"}, True),
        ({"deleted_at": NOW}, True),
        ({"media": (Media("other.jpg", "https://example.org/o", "a corridor"),)}, True),
        ({"text": "Other words"}, False),
        ({"kind": ItemKind.REPLY}, False),
        ({"created_at": NOW}, False),
        ({"parent_text": ""}, False),
        ({"parent_text": "A question"}, False),
        ({"media": ()}, False),
        ({"media": (Media("media/1.jpg", None, "another alt"),)}, False),
    ],
)
def test_the_digest_covers_what_is_read_and_nothing_else(change: dict[str, object], is_same: bool) -> None:
    assert (item_digest(replace(item(1), **change)) == item_digest(item(1))) is is_same


def test_neighbouring_texts_do_not_run_into_each_other() -> None:
    two = (Media(alt="a"), Media(alt="b"))
    one = (Media(alt="ab"),)
    assert item_digest(item(1, media=two)) != item_digest(item(1, media=one))


def test_pending_streams_in_blocks_while_findings_are_written(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(items_module, "BLOCK", 4)
    id = account(vault, items=11).id
    run = vault.audits.begin("rules")
    sizes = []
    for block in vault.items.pending(id, "c1"):
        sizes.append(len(block))
        vault.findings.record(run, id, "c1", [(one.id, [finding(one.item.id)]) for one in block])
    assert sizes == [4, 4, 3]
    assert vault.items.pending_count(id, "c1") == 0
    assert vault.items.pending_count(id, "c2") == 11


def test_another_accounts_items_are_not_pending(vault: Vault) -> None:
    one = account(vault, items=2)
    other = vault.accounts.upsert(replace(one.account, handle="@other", remote_id="2"), None, "x-archive")
    vault.items.upsert(other.id, [item(1)], source(vault))
    assert vault.items.pending_count(one.id, "c1") == 2
    assert {item.account_id for block in vault.items.pending(other.id, "c1") for item in block} == {other.id}


def gone(vault: Vault, id: int) -> list[str]:
    """The platform's ids of the items that have vanished."""
    return [one.item.id for one in vault.items.by_account(id) if one.vanished_at is not None]


def test_what_a_complete_source_no_longer_holds_has_vanished(vault: Vault) -> None:
    id = account(vault, items=4).id
    audit(vault, id, {one.id: [] for one in vault.items.by_account(id)})
    run = source(vault)
    vault.items.upsert(id, [item(1)], run)
    vault.items.upsert(id, [item(4)], run)
    assert vault.items.mark_vanished(id, run) == 2
    assert gone(vault, id) == ["2", "3"]
    assert vault.items.pending_count(id, "c1") == 2


def test_what_comes_back_has_not_vanished_any_more(vault: Vault) -> None:
    id = account(vault, items=3).id
    run = source(vault)
    vault.items.upsert(id, [item(3)], run)
    vault.items.mark_vanished(id, run)
    vault.items.upsert(id, [item(1)], source(vault))
    assert gone(vault, id) == ["2"]


def test_an_older_export_makes_nothing_newer_vanish(vault: Vault) -> None:
    id = account(vault, items=5).id
    run = source(vault)
    vault.items.upsert(id, [item(1), item(3)], run)
    assert vault.items.mark_vanished(id, run) == 1
    assert gone(vault, id) == ["2"]


MADE = NOW - timedelta(days=30)


def dated(vault: Vault, age: int) -> int:
    """A new import of a source that was made so many days before the others."""
    return vault.imports.begin("export.zip", "x-archive", f"digest {age}", made_at=MADE - timedelta(days=age))


def test_an_older_source_changes_nothing_that_a_newer_one_told(vault: Vault) -> None:
    id = account(vault).id
    vault.items.upsert(id, [item(1, "edited", extra={"lang": "en"})], dated(vault, 0))
    row = next(vault.items.by_account(id))
    audit(vault, id, {row.id: []})
    older = replace(item(1, "first words"), kind=ItemKind.REPLY)
    assert vault.items.upsert(id, [older], dated(vault, 1)) == Upserted(0, 0, 1)
    assert vault.items.get(row.id) == row
    assert vault.items.pending_count(id, "c1") == 0


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({"parent_text": "How was it?"}, Upserted(0, 1, 0)),
        ({"media": (Media("a.jpg", None, "a door"),)}, Upserted(0, 1, 0)),
        ({"deleted_at": NOW}, Upserted(0, 1, 0)),
        ({"url": "https://example.org/2"}, Upserted(0, 0, 1)),
        ({"parent_id": "7"}, Upserted(0, 0, 1)),
    ],
)
def test_an_older_source_fills_in_what_it_alone_knows(
    vault: Vault, fields: dict[str, object], counts: Upserted
) -> None:
    id = account(vault).id
    known = item(2, "edited", **({"url": None} if "url" in fields else {}))
    vault.items.upsert(id, [known], dated(vault, 0))
    assert vault.items.upsert(id, [item(2, "first words", **fields)], dated(vault, 1)) == counts
    assert next(vault.items.by_account(id)).item == replace(known, **fields)
    # The item is still the newer one's: a source that lies between the two takes nothing back.
    between = vault.imports.begin("a.zip", "x-archive", "x", made_at=MADE - timedelta(hours=9))
    vault.items.upsert(id, [item(2, "second words")], between)
    assert next(vault.items.by_account(id)).item == replace(known, **fields)


@pytest.mark.parametrize("first", [None, MADE - timedelta(days=9)])
def test_words_that_a_newer_source_told_just_so_are_its_own(vault: Vault, first: datetime | None) -> None:
    """Whether they first came from a source without a date, such as an import of an earlier version."""
    id = account(vault).id
    begun = vault.imports.begin("a.zip", "x-archive", "a", made_at=first)
    vault.items.upsert(id, [item(1, "edited")], begun)
    newest = dated(vault, 0)
    assert vault.items.upsert(id, [item(1, "edited")], newest) == Upserted(0, 0, 1)
    assert vault.items.upsert(id, [item(1, "first words")], dated(vault, 1)) == Upserted(0, 0, 1)
    assert next(vault.items.by_account(id)).item.text == "edited"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(newer=any_item, older=any_item)
def test_two_dated_sources_end_alike_in_either_order(vault: Vault, newer: Item, older: Item) -> None:
    told = (replace(newer, id="1"), replace(older, id="1"))
    ends = []
    for ages in ((0, 1), (1, 0), (0, 1, 0, 1)):
        account_id = vault.accounts.upsert(Account("x", "@ada"), None, "x-archive").id
        for age in ages:
            vault.items.upsert(account_id, [told[age]], dated(vault, age))
        ends.append(next(vault.items.by_account(account_id)).item)
        vault.accounts.remove(account_id)
    assert ends[0] == ends[1] == ends[2]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(any_item, min_size=4, max_size=4), order=st.permutations(range(4)))
def test_of_many_dated_sources_the_newest_words_stay_and_none_read_again_changes_anything(
    vault: Vault, told: list[Item], order: list[int]
) -> None:
    account_id = vault.accounts.upsert(Account("x", "@ada"), None, "x-archive").id
    for age in order:
        vault.items.upsert(account_id, [replace(told[age], id="1")], dated(vault, age))
    (kept,) = vault.items.by_account(account_id)
    newest = item_row(told[0])
    assert (kept.item.kind, kept.item.text) == (told[0].kind, newest.values[2])
    for age in order:
        again = vault.items.upsert(account_id, [replace(told[age], id="1")], dated(vault, age))
        assert again == Upserted(0, 0, 1)
    assert list(vault.items.by_account(account_id)) == [kept]
    vault.accounts.remove(account_id)


def test_an_older_source_does_not_bring_back_what_a_newer_one_no_longer_held(vault: Vault) -> None:
    id = account(vault, items=3).id
    newer = dated(vault, 0)
    vault.items.upsert(id, [item(1), item(3)], newer)
    vault.items.mark_vanished(id, newer)
    vault.items.upsert(id, [item(2)], dated(vault, 1))
    assert gone(vault, id) == ["2"]
    vault.items.upsert(id, [item(2)], dated(vault, -1))
    assert gone(vault, id) == []


BEFORE_ALL, AFTER_ALL = NOW.replace(year=2001), NOW.replace(year=2101)


@pytest.mark.parametrize(
    ("fields", "made_at", "has_vanished"),
    [
        ({}, NOW, True),
        ({}, None, False),
        ({}, BEFORE_ALL, False),
        ({"created_at": None}, AFTER_ALL, True),
        ({"created_at": None}, BEFORE_ALL, False),
        ({"created_at": None}, None, False),
        ({"has_platform_id": False}, AFTER_ALL, False),
        ({"created_at": None, "has_platform_id": False}, AFTER_ALL, False),
    ],
)
def test_an_item_known_before_the_source_was_made_should_have_been_in_it(
    vault: Vault, fields: dict[str, object], made_at: datetime | None, has_vanished: bool
) -> None:
    id = account(vault, items=2).id
    vault.items.upsert(id, [item(5, **fields)], source(vault))
    run = source(vault)
    vault.items.upsert(id, [item(1), item(2)], run)
    vault.items.mark_vanished(id, run, made_at)
    assert (gone(vault, id) == ["5"]) is has_vanished


def test_only_kinds_that_the_source_held_can_vanish(vault: Vault) -> None:
    id = account(vault, items=2).id
    vault.items.upsert(id, [replace(item(1), id="r", kind=ItemKind.REPLY)], source(vault))
    run = source(vault)
    vault.items.upsert(id, [item(2)], run)
    vault.items.mark_vanished(id, run)
    assert gone(vault, id) == ["1"]


def test_an_empty_source_makes_nothing_vanish(vault: Vault) -> None:
    id = account(vault, items=2).id
    assert vault.items.mark_vanished(id, source(vault)) == 0


def test_an_item_known_to_be_deleted_does_not_vanish(vault: Vault) -> None:
    id = account(vault, items=2).id
    vault.items.upsert(id, [item(1, deleted_at=NOW)], source(vault))
    run = source(vault)
    vault.items.upsert(id, [item(2)], run)
    assert vault.items.mark_vanished(id, run) == 0


def test_a_row_that_is_not_there_is_refused(vault: Vault) -> None:
    with pytest.raises(NotInVault):
        vault.items.get(99)


def test_an_import_is_listed_with_its_end(vault: Vault) -> None:
    run = vault.imports.begin("export.zip", "x-archive", "abc")
    assert vault.imports.list()[0].finished_at is None
    vault.imports.finish(run, 3, 1, 2)
    (kept,) = vault.imports.list()
    assert (kept.name, kept.added, kept.updated, kept.unread) == ("export.zip", 3, 1, 2)
    assert kept.finished_at is not None and kept.finished_at - kept.started_at < timedelta(minutes=1)


def test_another_picture_takes_the_place_of_the_one_before(vault: Vault) -> None:
    stored_account = account(vault)
    run = vault.imports.begin_sync(stored_account.id, "x-api", NOW)
    for name in ("a.jpg", "b.jpg"):
        told = replace(item(1), media=(Media(url=f"https://pictures.example/{name}"),))
        state = vault.streams.begin(stored_account.id, "posts", run, NOW, is_whole=True)
        vault.streams.keep_page(state, [told], None, run)
    (stored,) = vault.items.by_account(stored_account.id)
    assert stored.item.media == (Media(None, "https://pictures.example/b.jpg", ""),)


def test_a_picture_told_again_keeps_its_file(vault: Vault) -> None:
    stored_account = account(vault)
    archived = replace(item(1), media=(Media(path="media/1-a.jpg", alt="A ferry"),))
    vault.items.upsert(stored_account.id, [archived], 1)
    run = vault.imports.begin_sync(stored_account.id, "x-api", NOW)
    for _ in range(2):
        told = replace(item(1), media=(Media(url="https://pictures.example/a.jpg"),))
        state = vault.streams.begin(stored_account.id, "posts", run, NOW, is_whole=True)
        vault.streams.keep_page(state, [told], None, run)
        (stored,) = vault.items.by_account(stored_account.id)
        assert stored.item.media == (Media("media/1-a.jpg", "https://pictures.example/a.jpg", "A ferry"),)
