"""What a sync brings in, notices and says, over an invented platform in memory."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from auditor import sync as syncing
from auditor.errors import InputError, PartlyDone
from auditor.model import COMPLETE_EXPORT, StoredAccount
from auditor.store import Vault, open_vault
from auditor.sync import Synced
from auditor.sync.patience import AGAIN, LONGEST, MOST_LIMITS
from auditor.sync.patience import FIRST as FIRST_WAIT
from connectors.errors import LiveError, MissingScope, OddAnswer, RateLimited, SignedOut, Unreachable
from connectors.live import Page, Stream
from connectors.model import Account, ItemKind, Use
from tests.connectors.live.held_clock import HeldClock
from tests.remote_account import ACCOUNT, POSTS, Remote, RemoteConnection, exported, filled, post

REPOSTS = Stream("reposts", frozenset({ItemKind.REPOST}))


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def vault(home: Path, clock: HeldClock) -> Iterator[Vault]:
    """A new vault that lives by the held clock."""
    with open_vault(home, clock=clock.now) as vault:
        yield vault


@pytest.fixture
def account(vault: Vault) -> StoredAccount:
    return vault.accounts.upsert(ACCOUNT, None, "chirp-api")


def run(vault: Vault, account: StoredAccount, remote: Remote, clock: HeldClock, **options: object) -> Synced:
    return syncing.sync(vault, account, remote.connection(clock), clock, **options)  # type: ignore[arg-type]


def standing(vault: Vault, account: StoredAccount) -> dict[str, str]:
    """The words of every item that has not vanished, by id."""
    return {
        one.item.id: one.item.text for one in vault.items.by_account(account.id) if one.vanished_at is None
    }


def words(remote: Remote) -> dict[str, str]:
    return {item.id: item.text for item in remote.items.values() if item.id not in remote.hidden}


def pages_asked(remote: Remote) -> int:
    return sum(one.startswith("page") for one in remote.asked)


def test_a_first_sync_brings_in_everything(vault: Vault, account: StoredAccount, clock: HeldClock) -> None:
    remote = filled(12)
    told = run(vault, account, remote, clock)
    assert standing(vault, account) == words(remote)
    assert (told.added, told.changed, told.unchanged, told.vanished) == (12, 0, 0, 0)
    assert (told.pages, told.requests, told.is_full, told.is_stopped) == (3, 4, True, False)
    assert vault.accounts.get(account.id).profile.bio == remote.bio


def test_a_second_sync_asks_for_one_page_and_changes_nothing(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(12)
    run(vault, account, remote, clock)
    clock.pass_by(timedelta(hours=1))
    told = run(vault, account, remote, clock)
    assert (told.added, told.changed, told.vanished, told.pages, told.is_full) == (0, 0, 0, 1, False)


def test_new_posts_are_read_as_far_as_they_are_new(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(40)
    run(vault, account, remote, clock)
    remote.add(*(post(number) for number in range(41, 53)))
    clock.pass_by(timedelta(hours=1))
    told = run(vault, account, remote, clock)
    assert (told.added, told.pages) == (12, 4)
    assert standing(vault, account) == words(remote)


def test_after_a_day_edits_and_what_has_gone_are_noticed(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(30)
    run(vault, account, remote, clock)
    remote.edit("3", "Other words")
    del remote.items["4"]
    clock.pass_by(timedelta(hours=23))
    assert run(vault, account, remote, clock).changed == 0
    clock.pass_by(timedelta(hours=2))
    told = run(vault, account, remote, clock)
    assert (told.changed, told.vanished, told.is_full) == (1, 1, True)
    assert standing(vault, account) == words(remote)


def test_a_full_sync_notices_them_at_once(vault: Vault, account: StoredAccount, clock: HeldClock) -> None:
    remote = filled(30)
    run(vault, account, remote, clock)
    remote.edit("3", "Other words")
    del remote.items["4"]
    clock.pass_by(timedelta(minutes=1))
    told = run(vault, account, remote, clock, is_full=True)
    assert (told.changed, told.vanished) == (1, 1)


def test_an_edited_item_and_one_that_has_gone_wait_for_the_next_audit(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(9)
    run(vault, account, remote, clock)
    audit = vault.audits.begin("rules")
    every = list(vault.items.by_account(account.id))
    vault.findings.record(audit, account.id, "context", [(one.id, ()) for one in every])
    remote.edit("3", "Other words")
    del remote.items["4"]
    run(vault, account, remote, clock, is_full=True)
    waiting = [one.item.id for block in vault.items.pending(account.id, "context") for one in block]
    assert waiting == ["4", "3"]


def test_an_item_that_comes_back_is_brought_back(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(9)
    run(vault, account, remote, clock)
    gone = remote.items.pop("4")
    clock.pass_by(timedelta(days=2))
    run(vault, account, remote, clock)
    assert "4" not in standing(vault, account)
    remote.add(gone)
    clock.pass_by(timedelta(days=2))
    assert run(vault, account, remote, clock).returned == 1
    assert standing(vault, account) == words(remote)


def test_bios_are_kept_over_time(vault: Vault, account: StoredAccount, clock: HeldClock) -> None:
    remote = filled(1)
    run(vault, account, remote, clock)
    remote.bio = "Moved to another town."
    clock.pass_by(timedelta(hours=1))
    run(vault, account, remote, clock)
    bios = [profile.bio for profile in vault.accounts.profiles(account.id)]
    assert bios == ["Moved to another town.", "Likes birds. Views my own."]


def test_what_the_owner_says_of_an_account_stands(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    vault.accounts.set_use(account.id, Use.PERSONAL)
    run(vault, account, filled(1), clock)
    assert vault.accounts.get(account.id).account.use is Use.PERSONAL


def test_a_handle_that_was_learnt_meanwhile_stays(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    vault.accounts.upsert(replace(ACCOUNT, handle="@wren_renamed"), None, "chirp-api")
    run(vault, account, filled(1), clock)
    assert vault.accounts.get(account.id).account.handle == "@wren_renamed"


def test_posts_that_are_written_during_the_reading_are_neither_lost_nor_taken_twice(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(30)
    remote.before_page = lambda number: remote.add(post(100 + number))
    run(vault, account, remote, clock)
    remote.before_page = lambda number: None
    clock.pass_by(timedelta(hours=1))
    run(vault, account, remote, clock)
    assert standing(vault, account) == words(remote)


def test_what_is_deleted_during_the_reading_is_noticed_later_and_nothing_else(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(30)
    run(vault, account, remote, clock)

    def delete(number: int) -> None:
        remote.items.pop(str(30 - 4 * number), None)

    remote.before_page = delete
    clock.pass_by(timedelta(days=2))
    run(vault, account, remote, clock)
    remote.before_page = lambda number: None
    assert standing(vault, account).items() >= words(remote).items()
    clock.pass_by(timedelta(days=2))
    run(vault, account, remote, clock)
    assert standing(vault, account) == words(remote)


def test_where_something_could_not_be_read_nothing_is_said_to_have_gone(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(9)
    run(vault, account, remote, clock)
    remote.broken = {"5"}
    del remote.items["4"]
    told = run(vault, account, remote, clock, is_full=True)
    assert (told.vanished, told.unread) == (0, 1)
    assert told.doubts and "4" in standing(vault, account) and "5" in standing(vault, account)
    remote.broken = set()
    assert run(vault, account, remote, clock, is_full=True).vanished == 1


def test_a_list_without_an_item_is_not_believed_while_the_platform_shows_them_one_by_one(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(9)
    run(vault, account, remote, clock)
    remote.hidden = set(remote.items)
    told = run(vault, account, remote, clock, is_full=True)
    assert told.vanished == 0 and told.doubts
    assert len(standing(vault, account)) == 9
    assert [one.kind for one in vault.events.list()].count(COMPLETE_EXPORT) == 1


def test_a_list_without_an_item_is_believed_once_the_platform_says_so_of_each_that_is_looked_at(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(9)
    run(vault, account, remote, clock)
    remote.items.clear()
    assert run(vault, account, remote, clock, is_full=True).vanished == 9
    assert remote.looks


def test_a_list_that_breaks_off_in_the_middle_takes_nothing_away(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(60)
    run(vault, account, remote, clock)
    remote.shown = 20
    told = run(vault, account, remote, clock, is_full=True)
    assert told.vanished == 0 and told.doubts and len(standing(vault, account)) == 60


def test_a_list_that_does_not_reach_back_says_nothing_of_what_is_older(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(20)
    run(vault, account, remote, clock)
    remote.streams = (replace(POSTS, reaches_back=False),)
    remote.shown = 10
    del remote.items["15"]
    told = run(vault, account, remote, clock, is_full=True)
    assert told.vanished == 1
    assert standing(vault, account) == words(remote)


def test_a_list_that_need_not_be_whole_takes_nothing_away(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(20)
    run(vault, account, remote, clock)
    remote.streams = (replace(POSTS, is_whole=False),)
    del remote.items["15"]
    assert run(vault, account, remote, clock, is_full=True).vanished == 0


def test_each_list_speaks_for_its_own_kinds_alone(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(6, streams=(POSTS, REPOSTS))
    remote.add(post(7, kind=ItemKind.REPOST), post(8, kind=ItemKind.COMMENT))
    source = vault.imports.begin("export.zip", "chirp-export", "d" * 64)
    vault.items.upsert(account.id, [remote.items["8"]], source)
    told = run(vault, account, remote, clock)
    assert (told.added, told.vanished) == (7, 0)
    del remote.items["7"]
    remote.add(post(9, kind=ItemKind.REPOST))
    assert run(vault, account, remote, clock, is_full=True).vanished == 1
    assert standing(vault, account) == words(remote)


def test_what_only_an_export_knows_by_an_id_of_its_own_is_not_said_to_have_gone(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(3)
    source = vault.imports.begin("export.zip", "chirp-export", "d" * 64)
    (told,) = exported([post(50, "A text that the platform does not show")])
    vault.items.upsert(account.id, [told], source)
    run(vault, account, remote, clock)
    assert told.id in standing(vault, account)


def test_what_another_source_tells_while_a_reading_is_under_way_has_not_vanished_by_it(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(20)
    run(vault, account, remote, clock)
    begun = pages_asked(remote)
    run(vault, account, remote, clock, is_full=True, stop=lambda: pages_asked(remote) > begun)
    remote.add(post(30))
    clock.pass_by(timedelta(minutes=1))
    source = vault.imports.begin("export.zip", "chirp-export", "d" * 64, made_at=clock.now())
    vault.items.upsert(account.id, [remote.items["30"]], source)
    told = run(vault, account, remote, clock)
    assert (told.vanished, told.returned) == (0, 0)


def test_an_export_made_before_does_not_bring_back_what_a_sync_has_shown_to_be_gone(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(9)
    every = list(remote.items.values())
    made_at = clock.now() - timedelta(days=3)
    run(vault, account, remote, clock)
    del remote.items["4"]
    remote.edit("5", "Edited since")
    clock.pass_by(timedelta(days=2))
    run(vault, account, remote, clock)
    clock.pass_by(timedelta(hours=1))
    source = vault.imports.begin("export.zip", "chirp-export", "d" * 64, made_at=made_at)
    vault.items.upsert(account.id, every, source)
    assert standing(vault, account) == words(remote)


def test_an_export_made_before_does_not_take_away_what_a_sync_has_shown(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(9)
    run(vault, account, remote, clock)
    made_at = clock.now() - timedelta(minutes=1)
    source = vault.imports.begin("export.zip", "chirp-export", "d" * 64, made_at=made_at)
    vault.items.upsert(account.id, [remote.items["9"]], source)
    assert vault.items.mark_vanished(account.id, source, made_at) == 0


def test_paid_reads_are_added_up_and_a_list_is_read_whole_once(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(12, price=0.001)
    connection = remote.connection(clock)
    before = syncing.estimate(vault, account, connection, clock)
    told = run(vault, account, remote, clock)
    assert (before.items, told.billed) == (12, 12)
    assert told.cost_low == pytest.approx(before.cost_low) == pytest.approx(0.012)
    assert told.cost_high == pytest.approx(0.06)
    assert syncing.estimate(vault, account, connection, clock).items is None
    clock.pass_by(timedelta(days=30))
    again = run(vault, account, remote, clock)
    assert (again.billed, again.pages, again.is_full) == (5, 1, False)
    assert [state.billed for state in vault.streams.list(account.id)] == [17]
    (event,) = [one for one in vault.events.list() if one.kind == "sync" and one.detail["billed"] == 12]
    assert event.detail["cost_low"] == 0.012
    assert run(vault, account, remote, clock, is_full=True).billed == 12


@pytest.mark.parametrize("until", [None, timedelta(seconds=90)])
def test_it_waits_where_the_platform_asks_to_and_counts_down(
    vault: Vault, account: StoredAccount, clock: HeldClock, until: timedelta | None
) -> None:
    moment = None if until is None else clock.now() + until
    remote = filled(12)
    remote.faults = [None, RateLimited("The platform asks to wait.", "Waiting is normal.", moment)]
    left: list[timedelta] = []
    told = run(vault, account, remote, clock, tick=left.append)
    expected = (until or FIRST_WAIT).total_seconds()
    assert expected <= sum(clock.slept) <= 1.2 * expected + 1
    assert left == sorted(left, reverse=True) and left[0].total_seconds() >= expected - 1
    assert told.added == 12


def test_it_waits_ever_longer_where_nobody_says_how_long_and_ends_at_last(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(12)
    limited = RateLimited("The platform asks to wait.", "Waiting is normal.")
    remote.faults = [None, None, *[limited] * MOST_LIMITS]
    with pytest.raises(PartlyDone, match="next sync"):
        run(vault, account, remote, clock)
    assert len(remote.asked) == 2 + MOST_LIMITS
    assert sum(clock.slept) <= (MOST_LIMITS - 1) * 1.2 * LONGEST.total_seconds()
    remote.faults = []
    told = run(vault, account, remote, clock)
    assert standing(vault, account) == words(remote) and told.added == 7


def test_a_platform_that_says_to_wait_for_no_time_is_asked_ever_more_slowly(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(3)
    at_once = RateLimited("The platform asks to wait.", "Waiting is normal.", clock.now())
    remote.faults = [None, *[at_once] * (MOST_LIMITS - 1)]
    run(vault, account, remote, clock)
    assert sum(clock.slept) >= 2 ** (MOST_LIMITS - 1) - 1


def test_it_asks_no_sooner_than_the_headers_allow(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(3)
    remote.ready = clock.now() + timedelta(seconds=40)
    asked_at = []
    remote.before_page = lambda number: asked_at.append(clock.now())
    ready = remote.ready
    run(vault, account, remote, clock)
    assert asked_at and asked_at[0] >= ready


def test_a_wait_of_a_day_is_left_for_the_next_sync(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(12)
    remote.faults = [None, None, RateLimited("No more today.", "Wait.", clock.now() + timedelta(hours=20))]
    with pytest.raises(PartlyDone, match="2026-11-24 16:00"):
        run(vault, account, remote, clock)
    assert not clock.slept and len(standing(vault, account)) == 5


def test_what_is_out_of_reach_is_tried_a_few_times_then_left_for_the_next_sync(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(12)
    away = Unreachable("The platform can't be reached.", "Try again.")
    remote.faults = [None, None, away, away, None, *[away] * 4]
    with pytest.raises(PartlyDone):
        run(vault, account, remote, clock)
    assert len(standing(vault, account)) == 10
    assert len(clock.slept) and sum(clock.slept) >= sum(one.total_seconds() for one in AGAIN)
    remote.faults = []
    assert run(vault, account, remote, clock).added == 2


@pytest.mark.parametrize("error", [SignedOut, MissingScope, OddAnswer])
def test_what_the_owner_has_to_mend_ends_it_at_once_and_nothing_is_lost(
    vault: Vault, account: StoredAccount, clock: HeldClock, error: type[LiveError]
) -> None:
    remote = filled(12)
    remote.faults = [None, None, error("What happened.", "What to do.")]
    with pytest.raises(error):
        run(vault, account, remote, clock)
    assert not clock.slept and len(standing(vault, account)) == 5
    assert run(vault, account, remote, clock).added == 7
    assert standing(vault, account) == words(remote)


def test_it_can_be_stopped_between_pages_and_goes_on(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(22)
    told = run(vault, account, remote, clock, stop=lambda: pages_asked(remote) >= 2)
    assert told.is_stopped and not told.is_full and told.added == 10
    remote.add(post(50))
    again = run(vault, account, remote, clock)
    assert again.added == 13 and not again.is_stopped
    assert standing(vault, account) == words(remote)


def test_it_can_be_stopped_while_it_waits(vault: Vault, account: StoredAccount, clock: HeldClock) -> None:
    remote = filled(12)
    remote.faults = [None, RateLimited("Wait.", "Waiting is normal.", clock.now() + timedelta(minutes=30))]
    told = run(vault, account, remote, clock, stop=lambda: len(clock.slept) > 3)
    assert told.is_stopped and sum(clock.slept) < 10


def test_progress_counts_items(vault: Vault, account: StoredAccount, clock: HeldClock) -> None:
    counted: list[tuple[int, int | None]] = []
    run(vault, account, filled(12), clock, progress=lambda done, total: counted.append((done, total)))
    assert counted == [(5, None), (10, None), (12, None)]


def test_a_place_that_the_platform_no_longer_knows_is_begun_anew_without_a_gap(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(40, old_cursors_fail=True)
    run(vault, account, remote, clock)
    remote.add(*(post(number) for number in range(41, 66)))
    clock.pass_by(timedelta(hours=1))
    # Of 25 new ones ten are read; what lies between them and what was known must not be forgotten.
    run(vault, account, remote, clock, stop=lambda: len(standing(vault, account)) >= 50)
    remote.age += 1
    remote.add(*(post(number) for number in range(66, 69)))
    clock.pass_by(timedelta(hours=1))
    run(vault, account, remote, clock)
    assert standing(vault, account) == words(remote)


def test_a_place_that_is_refused_for_ever_ends_it(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(12)
    run(vault, account, remote, clock, stop=lambda: pages_asked(remote) >= 1)
    odd = OddAnswer("What happened.", "What to do.")
    remote.faults = [None, odd, odd, odd]
    with pytest.raises(OddAnswer):
        run(vault, account, remote, clock)
    assert len(remote.faults) == 1


class _Endless(RemoteConnection):
    """Gives the same page for ever, each time with another place to go on."""

    def _page(self, stream: Stream, cursor: str | None) -> Page:
        self._request(f"page {stream.name} {cursor}")
        return Page((post(1), post(2)), f"0:{len(self.remote.asked)}")


class _Empty(RemoteConnection):
    def _page(self, stream: Stream, cursor: str | None) -> Page:
        self._request(f"page {stream.name} {cursor}")
        return Page((), f"0:{len(self.remote.asked)}")


class _Standing(RemoteConnection):
    def _page(self, stream: Stream, cursor: str | None) -> Page:
        self._request(f"page {stream.name} {cursor}")
        return Page((post(len(self.remote.asked)),), "0:7")


@pytest.mark.parametrize("kind", [_Endless, _Empty, _Standing])
def test_a_list_without_an_end_is_left(
    vault: Vault, account: StoredAccount, clock: HeldClock, kind: type[RemoteConnection]
) -> None:
    remote = Remote()
    with pytest.raises(OddAnswer, match="again and again"):
        syncing.sync(vault, account, kind(remote, clock), clock)
    assert len(remote.asked) < 60


def test_two_syncs_of_one_account_at_once_leave_no_gap(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(22)
    done: list[Synced] = []

    def meanwhile(number: int) -> None:
        if number == 2 and not done:
            remote.before_page = lambda number: None
            done.append(run(vault, account, remote, clock))

    remote.before_page = meanwhile
    with pytest.raises(InputError, match="Another sync"):
        run(vault, account, remote, clock)
    assert standing(vault, account) == words(remote)


@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(days=400)])
def test_a_clock_that_jumps_takes_nothing_away(
    vault: Vault, account: StoredAccount, clock: HeldClock, jump: timedelta
) -> None:
    remote = filled(22)
    remote.before_page = lambda number: clock.jump(jump) if number == 1 else None
    run(vault, account, remote, clock)
    remote.before_page = lambda number: None
    del remote.items["4"]
    run(vault, account, remote, clock, is_full=True)
    assert standing(vault, account) == words(remote)
    clock.jump(-jump)
    run(vault, account, remote, clock, is_full=True)
    assert standing(vault, account) == words(remote)


def test_nothing_of_a_post_or_a_name_is_in_the_log_or_the_events(
    vault: Vault, account: StoredAccount, clock: HeldClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    remote = filled(12)
    remote.faults = [None, None, RateLimited("Wait.", "Waiting is normal.")]
    run(vault, account, remote, clock)
    told = caplog.text + "".join(f"{one.kind}{one.detail}" for one in vault.events.list())
    assert "crossword" not in told and "wren" not in told.casefold()


def test_the_events_of_a_sync_hold_together(vault: Vault, account: StoredAccount, clock: HeldClock) -> None:
    remote = filled(12)
    run(vault, account, remote, clock)
    run(vault, account, remote, clock, is_full=True)
    vault.check()
    kinds = [one.kind for one in vault.events.list()]
    assert kinds.count("sync") == 2 and kinds.count(COMPLETE_EXPORT) == 2


def test_what_could_not_be_read_is_told_by_the_last_sync_alone(
    vault: Vault, account: StoredAccount, clock: HeldClock
) -> None:
    remote = filled(12, broken={"3"})
    for _ in range(3):
        run(vault, account, remote, clock)
        clock.pass_by(timedelta(hours=1))
    newest = {one.digest: one.unread for one in reversed(vault.imports.list())}
    assert list(newest.values()) == [1]


def test_an_account_without_a_list_has_its_bio_read(vault: Vault, clock: HeldClock) -> None:
    remote = Remote(streams=(), account=Account("chirp", "@other_invented", remote_id="78"))
    stored = vault.accounts.upsert(remote.account, None, "chirp-api")
    told = run(vault, stored, remote, clock)
    assert (told.requests, told.is_full, told.read) == (1, False, 0)
