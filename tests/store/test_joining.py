"""Items that an export without ids and a connected account tell by different ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.model import StoredAccount
from auditor.store import Vault, open_vault
from connectors.model import Item, ItemKind, Media
from tests.connectors.live.held_clock import HeldClock
from tests.remote_account import ACCOUNT, FIRST, exported, post
from tests.store import examples


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def vault(home: Path, clock: HeldClock) -> Iterator[Vault]:
    with open_vault(home, clock=clock.now) as vault:
        yield vault


@pytest.fixture
def account(vault: Vault) -> StoredAccount:
    return vault.accounts.upsert(ACCOUNT, None, "chirp-export")


def import_(vault: Vault, account: StoredAccount, items: Sequence[Item], digest: str = "d") -> int:
    """An export without ids; returns how many items were new."""
    source = vault.imports.begin("export.zip", "chirp-export", digest * 64)
    vault.imports.touch(source, account.id)
    return vault.items.upsert(account.id, items, source).added


def sync(
    vault: Vault, account: StoredAccount, items: Sequence[Item], clock: HeldClock, size: int = 50
) -> int:
    """A connected account's list read whole, the newest first; returns how many items were new."""
    clock.pass_by(timedelta(minutes=1))
    run = vault.imports.begin_sync(account.id, "chirp-api", clock.now())
    state = vault.streams.begin(account.id, "posts", run, clock.now(), is_whole=True)
    newest = sorted(items, key=lambda one: int(one.id), reverse=True)
    added = 0
    for at in range(0, max(1, len(newest)), size):
        rest = newest[at + size :]
        kept = vault.streams.keep_page(state, newest[at : at + size], rest[0].id if rest else None, run)
        state, added = kept.state, added + kept.counts.added
    vault.streams.conclude(state)
    return added


def rows(vault: Vault, account: StoredAccount) -> list[Item]:
    return [one.item for one in vault.items.by_account(account.id)]


POSTS = [post(number) for number in range(1, 8)]


def test_a_sync_after_an_export_adds_nothing(vault: Vault, account: StoredAccount, clock: HeldClock) -> None:
    assert import_(vault, account, exported(POSTS)) == 7
    before = {one.id for one in rows(vault, account)}
    assert sync(vault, account, POSTS, clock) == 0
    assert {one.id for one in rows(vault, account)} == before


def test_an_export_after_a_sync_adds_nothing(vault: Vault, account: StoredAccount, clock: HeldClock) -> None:
    assert sync(vault, account, POSTS, clock) == 7
    assert import_(vault, account, exported(POSTS)) == 0
    assert sync(vault, account, POSTS, clock) == import_(vault, account, exported(POSTS)) == 0
    assert {one.id for one in rows(vault, account)} == {one.id for one in POSTS}


def test_findings_and_decisions_stay_and_the_platforms_id_is_learnt(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    import_(vault, account, exported(POSTS))
    known = next(iter(vault.items.by_account(account.id)))
    assert vault.items.on_platform(known) is None
    audit = vault.audits.begin("rules")
    found = examples.finding("one", known.item.id)
    vault.findings.record(audit, account.id, "context", [(known.id, [found])])
    sync(vault, account, POSTS, clock)
    after = vault.items.get(known.id)
    named = vault.items.on_platform(after)
    assert (after.item, after.digest) == (replace(known.item, extra=after.item.extra), known.digest)
    assert named is not None and named.has_platform_id
    assert named.id == next(one.id for one in POSTS if one.created_at == known.item.created_at)
    assert [one.finding.fingerprint for one in vault.findings.on_item(known.id)] == [found.fingerprint]
    assert vault.items.pending_count(account.id, "context") == 6


def test_an_item_with_the_platforms_own_id_is_itself_on_the_platform(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    sync(vault, account, POSTS, clock)
    (first, *_) = vault.items.by_account(account.id)
    assert vault.items.on_platform(first) == first.item
    assert not vault.items.is_named_by_exports(first)
    import_(vault, account, exported(POSTS))
    assert vault.items.is_named_by_exports(vault.items.get(first.id))


@pytest.mark.parametrize(
    ("told", "is_same"),
    [
        ({"text": "An  evening\nwith crossword 1 "}, True),
        ({"text": "An evening with crossword one"}, False),
        ({"created_at": FIRST + timedelta(hours=1, microseconds=300)}, True),
        ({"created_at": FIRST + timedelta(hours=1, seconds=1)}, False),
        ({"created_at": (FIRST + timedelta(hours=1)).replace(tzinfo=None)}, True),
        ({"created_at": (FIRST + timedelta(hours=-4)).replace(tzinfo=None)}, True),
        ({"created_at": (FIRST + timedelta(hours=6, minutes=45)).replace(tzinfo=None)}, True),
        ({"created_at": (FIRST + timedelta(hours=6, minutes=46)).replace(tzinfo=None)}, False),
        ({"created_at": (FIRST + timedelta(hours=25)).replace(tzinfo=None)}, False),
        ({"created_at": FIRST + timedelta(hours=6)}, False),
        ({"created_at": None}, False),
        ({"kind": ItemKind.REPLY}, True),
        ({"kind": ItemKind.REPOST}, False),
    ],
)
@pytest.mark.parametrize("sync_first", [True, False])
def test_which_items_are_told_to_be_one(
    vault: Vault,
    account: StoredAccount,
    clock: HeldClock,
    told: dict[str, object],
    is_same: bool,
    sync_first: bool,
) -> None:
    (item,) = exported([post(1)])
    theirs = [replace(item, **told)]  # type: ignore[arg-type]
    if sync_first:
        sync(vault, account, [post(1)], clock)
        import_(vault, account, theirs)
    else:
        import_(vault, account, theirs)
        sync(vault, account, [post(1)], clock)
    assert len(rows(vault, account)) == (1 if is_same else 2)


@pytest.mark.parametrize("zone", [timedelta(0), timedelta(hours=-5)])
def test_without_words_a_time_without_its_zone_must_fit_as_it_stands(
    vault: Vault, account: StoredAccount, clock: HeldClock, zone: timedelta
) -> None:
    picture = post(1, kind=ItemKind.CAPTION)
    picture = replace(picture, text="")
    at = (FIRST + timedelta(hours=1) + zone).replace(tzinfo=None)
    import_(vault, account, [replace(exported([picture])[0], created_at=at)])
    sync(vault, account, [picture], clock)
    assert len(rows(vault, account)) == (2 if zone else 1)


@pytest.mark.parametrize("theirs", [1, 2, 3])
@pytest.mark.parametrize("ours", [1, 2, 3])
@pytest.mark.parametrize("sync_first", [True, False])
@pytest.mark.parametrize("size", [1, 50])
def test_of_items_alike_none_is_merged_with_another_of_its_own_source(
    vault: Vault,
    account: StoredAccount,
    clock: HeldClock,
    ours: int,
    theirs: int,
    sync_first: bool,
    size: int,
) -> None:
    alike = [post(number, "Good morning", created_at=FIRST) for number in range(1, 4)]
    for _ in range(2):
        if sync_first:
            sync(vault, account, alike[:ours], clock, size)
        import_(vault, account, exported(alike[:theirs]))
        sync(vault, account, alike[:ours], clock, size)
    assert len(rows(vault, account)) == max(ours, theirs)
    named = [vault.items.on_platform(one) for one in vault.items.by_account(account.id)]
    assert sorted(one.id for one in named if one) == [one.id for one in alike[:ours]]


def test_two_exports_of_one_source_do_not_merge_twins_that_came_in_different_batches(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    twins = [post(number, "Good morning", created_at=FIRST) for number in (1, 2)]
    sync(vault, account, twins[:1], clock)
    source = vault.imports.begin("export.zip", "chirp-export", "d" * 64)
    for one in exported(twins):
        vault.items.upsert(account.id, [one], source)
    assert len(rows(vault, account)) == 2


def test_an_item_is_joined_with_one_of_an_export_at_most(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    (theirs,) = exported([post(1)])
    sync(vault, account, [post(1)], clock)
    assert import_(vault, account, [theirs]) == 0
    assert import_(vault, account, [replace(theirs, id="derived-in-another-way")], "e") == 1


@pytest.mark.parametrize("batches", [1, 2])
def test_what_one_export_tells_apart_stays_apart(
    vault: Vault, account: StoredAccount, clock: HeldClock, batches: int
) -> None:
    sync(vault, account, [post(1)], clock)
    source = vault.imports.begin("export.zip", "chirp-export", "d" * 64)
    told = [post(1), *exported([post(1)])]
    for batch in [told] if batches == 1 else [[one] for one in told]:
        vault.items.upsert(account.id, batch, source)
    assert len(rows(vault, account)) == 2


def test_an_edit_is_followed_and_a_newer_export_knows_the_edited_item(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    import_(vault, account, exported(POSTS))
    sync(vault, account, POSTS, clock)
    edited = [replace(one, text="Other words") if one.id == "3" else one for one in POSTS]
    sync(vault, account, edited, clock)
    clock.pass_by(timedelta(days=1))
    assert import_(vault, account, exported(edited), "e") == 0
    assert sorted(one.text for one in rows(vault, account)) == sorted(one.text for one in edited)


def test_an_export_of_before_an_edit_changes_nothing_back(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    import_(vault, account, exported(POSTS))
    edited = [replace(one, text="Other words") if one.id == "3" else one for one in POSTS]
    sync(vault, account, POSTS, clock)
    sync(vault, account, edited, clock)
    assert import_(vault, account, exported(POSTS)) == 0
    assert sorted(one.text for one in rows(vault, account)) == sorted(one.text for one in edited)


def test_two_sources_do_not_overwrite_each_other_in_turn(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    (theirs,) = exported([post(1)])
    naive = (FIRST + timedelta(hours=1)).replace(tzinfo=None)
    theirs = replace(
        theirs, text=f"{theirs.text} ", created_at=naive, media=(Media(path="1.jpg"),), extra={"theirs": 1}
    )
    ours = replace(post(1), url="https://chirp.example/1", media=(Media(url="https://cdn.example/9"),))
    ours = replace(ours, extra={"likes": 3})
    import_(vault, account, [theirs])
    sync(vault, account, [ours], clock)
    (known,) = vault.items.by_account(account.id)
    assert known.item.created_at == FIRST + timedelta(hours=1)
    assert (known.item.url, known.item.media) == (ours.url, theirs.media)
    for letter in "efg":
        import_(vault, account, [theirs], letter)
        assert list(vault.items.by_account(account.id)) == [known]
        sync(vault, account, [ours], clock)
        assert list(vault.items.by_account(account.id)) == [known]


def test_an_export_without_ids_does_not_take_away_what_only_the_platform_told(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    sync(vault, account, POSTS, clock)
    clock.pass_by(timedelta(days=1))
    source = vault.imports.begin("export.zip", "chirp-export", "d" * 64)
    vault.items.upsert(account.id, exported([*POSTS[:2], replace(POSTS[6], text="Worded otherwise")]), source)
    assert vault.items.mark_vanished(account.id, source) == 0
    newer = vault.imports.begin("export.zip", "chirp-export", "e" * 64)
    vault.items.upsert(account.id, exported([POSTS[1], replace(POSTS[6], text="Worded otherwise")]), newer)
    assert vault.items.mark_vanished(account.id, newer) == 1


def test_an_export_with_ids_does_not_take_away_what_has_none(vault: Vault, account: StoredAccount) -> None:
    import_(vault, account, exported([post(1, "Known by its words alone")]))
    source = vault.imports.begin("export.zip", "chirp-export", "e" * 64)
    vault.items.upsert(account.id, POSTS, source)
    assert vault.items.mark_vanished(account.id, source) == 0


def test_another_accounts_items_are_never_joined(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    other = vault.accounts.upsert(replace(ACCOUNT, handle="@other_invented", remote_id="78"), None, "x")
    import_(vault, other, exported(POSTS))
    assert sync(vault, account, POSTS, clock) == 7


def test_items_of_two_exports_are_never_joined(vault: Vault, account: StoredAccount) -> None:
    source = vault.imports.begin("export.zip", "chirp-export", "d" * 64)
    vault.items.upsert(account.id, POSTS, source)
    assert import_(vault, account, exported(POSTS), "e") == 7


def test_a_time_at_the_edge_of_the_calendar_is_no_trouble(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    edge = [post(1, created_at=datetime(1, 1, 1, tzinfo=UTC)), post(2, created_at=datetime.max)]
    import_(vault, account, exported(edge))
    assert sync(vault, account, edge, clock) == 0


def steps(vault: Vault, work: Callable[[], object]) -> int:
    """How many steps SQLite takes for `work`, in hundreds: what it costs on any machine."""
    taken = 0

    def count() -> int:
        nonlocal taken
        taken += 1
        return 0

    with vault.transaction(), vault._connections.write() as db:
        db.conn.set_progress_handler(count, 100)
        try:
            work()
        finally:
            db.conn.set_progress_handler(None, 0)
    return taken


def of_many(number: int, apart: timedelta) -> list[Item]:
    return [post(each, created_at=FIRST + each * apart) for each in range(1, number + 1)]


@pytest.mark.parametrize("zone", [UTC, None])
@pytest.mark.parametrize("is_sync_first", [True, False])
def test_what_joining_costs_does_not_grow_with_the_account(
    zone: tzinfo | None, is_sync_first: bool, vault: Vault, clock: HeldClock
) -> None:
    costs = []
    for number in (200, 2000):
        account = vault.accounts.upsert(
            replace(ACCOUNT, handle=f"@w{number}", remote_id=f"{number}"), None, "x"
        )
        synced = of_many(number, timedelta(hours=7))
        told = [
            replace(one, created_at=one.created_at and one.created_at.replace(tzinfo=zone))
            for one in exported(synced)
        ]
        if is_sync_first:
            sync(vault, account, synced, clock)
            costs.append(steps(vault, partial(import_, vault, account, told[:40])))
        else:
            import_(vault, account, told)
            costs.append(steps(vault, partial(sync, vault, account, synced[:40], clock)))
        assert vault.items.count_of(account.id) == number
    assert costs[1] < 2 * costs[0]


def test_rows_that_lie_in_the_windows_of_many_are_read_once(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    synced = of_many(1000, timedelta(seconds=7))
    sync(vault, account, synced, clock, size=500)
    told = [
        replace(one, created_at=one.created_at and one.created_at.replace(tzinfo=None))
        for one in exported(synced)
    ]
    few = steps(vault, lambda: import_(vault, account, told[:20]))
    many = steps(vault, lambda: import_(vault, account, told[20:220]))
    assert many < 5 * few
    assert vault.items.count_of(account.id) == 1000


TEXTS = ("Good morning", "Good  morning", "Rain", "")
DEEDS = st.lists(st.sampled_from(["sync", "small pages", "import"]), min_size=2, max_size=6)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(TEXTS)), min_size=1, max_size=8),
    deeds=DEEDS,
    grows=st.booleans(),
)
def test_in_whatever_order_exports_and_syncs_come_every_item_is_there_once(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[int, str]], deeds: list[str], grows: bool
) -> None:
    clock = HeldClock()
    with open_vault(tmp_path_factory.mktemp("joining"), clock=clock.now) as vault:
        account = vault.accounts.upsert(ACCOUNT, None, "chirp-export")
        every = [
            replace(post(number, "x", created_at=FIRST + timedelta(seconds=second)), text=text)
            for number, (second, text) in enumerate(told, 1)
        ]
        for step, deed in enumerate(deeds):
            some = every[: max(1, len(every) * (step + 1) // len(deeds))] if grows else every
            if deed == "import":
                import_(vault, account, exported(some), f"{step % 10}")
            else:
                sync(vault, account, some, clock, 2 if deed == "small pages" else 50)
            last = some
        for is_sync in (False, True):
            before = [(one.id, one.item) for one in vault.items.by_account(account.id)]
            assert len(before) == len(last)
            added = (
                sync(vault, account, last, clock) if is_sync else import_(vault, account, exported(last), "9")
            )
            assert added == 0
        named = [vault.items.on_platform(one) for one in vault.items.by_account(account.id)]
        assert sorted(one.id for one in named if one) == sorted(one.id for one in last)
