"""From the decision to delete to the proof: nothing goes unasked, uncounted, uncopied or unverified."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from auditor import deletion
from auditor.errors import InputError
from auditor.model import COMPLETE_EXPORT, EntryState, Hold, Outcome, Plan, Severity
from auditor.store import Connected, NotInVault, Vault, open_vault
from connectors import capabilities
from connectors.model import Account, Item, ItemKind, Profile
from tests.store import examples
from tests.store.examples import NOW, finding, item

LATER = NOW + timedelta(days=1)
MUCH_LATER = NOW + timedelta(days=30)
NO_HOLD = Hold(False, "", NOW)
SECRET = "Mrs Quillfeather fell off the ferry"


@pytest.fixture
def vault(home: Path) -> Iterator[Vault]:
    """A vault whose clock stands still, with four posts of which the first three are to be deleted."""
    with open_vault(home, clock=lambda: NOW) as vault:
        stored = examples.account(vault)
        source = vault.imports.begin("export.zip", "x-archive", "d" * 64)
        vault.items.upsert(stored.id, [item(n, f"{SECRET} {n}") for n in range(1, 5)], source)
        found = {
            1: [finding("a", "1", severity=Severity.LOW), finding("b", "1", rule="phi/name")],
            2: [finding("c", "2", severity=Severity.CRITICAL)],
            3: [finding("d", "3", severity=Severity.MEDIUM)],
            4: [finding("e", "4")],
            None: [finding("bio", None)],
        }
        examples.audit(vault, stored.id, found)
        decide(vault, "abcd", Outcome.DELETE)
        decide(vault, "e", Outcome.KEEP)
        yield vault


def decide(vault: Vault, names: str, outcome: Outcome) -> None:
    vault.decisions.decide([finding(name).fingerprint for name in names], outcome, "because", NOW)


def confirmed(vault: Vault, count: int = 3) -> Plan:
    """The drawn-up plan, answered, copied and confirmed."""
    plan = deletion.draft(vault, NOW)
    deletion.answer_hold(vault, plan.id, NO_HOLD)
    deletion.preserve(vault, plan.id)
    return deletion.confirm(vault, plan.id, count, NOW)


def states(plan: Plan) -> dict[str, EntryState]:
    return {entry.item_id: entry.state for entry in plan.entries}


def read_complete_export(vault: Vault, held: list[Item], made_at: datetime | None) -> None:
    """A later, complete export that held just these items."""
    source = vault.imports.begin("newer.zip", "x-archive", "e" * 64)
    vault.items.upsert(1, held, source)
    vault.items.mark_vanished(1, source, made_at)
    kinds = " ".join(sorted({one.kind.value for one in held}))
    vault.events.log(
        COMPLETE_EXPORT, account=1, made_at=made_at.isoformat() if made_at else None, kinds=kinds
    )


# Drawing up


def test_a_plan_has_one_entry_for_each_item_decided_delete_the_heaviest_first(vault: Vault) -> None:
    plan = deletion.draft(vault, NOW)
    assert [entry.item_id for entry in plan.entries] == ["2", "1", "3"]
    assert plan.entries[1].rules == ("phi/mosaic", "phi/name")
    assert plan.entries[1].severity is Severity.HIGH
    assert set(states(plan).values()) == {EntryState.PLANNED}
    assert plan.confirmed_at is None and plan.hold is None


def test_the_same_decisions_give_the_same_plan_and_new_ones_another(vault: Vault) -> None:
    first = deletion.draft(vault, NOW)
    assert deletion.draft(vault, LATER) == first
    decide(vault, "e", Outcome.DELETE)
    second = deletion.draft(vault, LATER)
    assert second.id != first.id and len(second.entries) == 4
    assert len(vault.plans.get(first.id).entries) == 3


def test_changed_content_gives_another_plan(vault: Vault) -> None:
    first = deletion.draft(vault, NOW)
    vault.items.upsert(1, [item(2, "quite another text")], 2)
    assert deletion.draft(vault, NOW).id != first.id


def test_what_is_gone_already_is_left_out(vault: Vault) -> None:
    read_complete_export(vault, [item(n, f"{SECRET} {n}") for n in (2, 4)], NOW)
    vault.items.upsert(1, [item(2, f"{SECRET} 2", deleted_at=NOW)], 3)
    assert deletion.draft(vault, NOW).entries == ()


def test_without_decisions_there_is_a_plan_of_nothing_and_none_is_kept(vault: Vault) -> None:
    decide(vault, "abcd", Outcome.LATER)
    assert deletion.draft(vault, NOW) == Plan("", NOW, None, None, ())
    assert vault.plans.list() == []


def test_a_bio_is_never_planned_and_told_apart(vault: Vault) -> None:
    vault.decisions.decide([finding("bio").fingerprint], Outcome.DELETE, "", NOW)
    assert {entry.kind for entry in deletion.draft(vault, NOW).entries} == {"post"}
    assert deletion.bios_to_edit(vault) == ("x:@Ada_Invented",)


def test_a_dropped_entry_stays_dropped_in_the_next_plan(vault: Vault) -> None:
    first = deletion.draft(vault, NOW)
    dropped = deletion.drop(vault, first.id, [2], NOW)
    assert states(dropped)["2"] is EntryState.DROPPED
    assert deletion.draft(vault, NOW) == dropped
    decide(vault, "e", Outcome.DELETE)
    assert states(deletion.draft(vault, NOW))["2"] is EntryState.DROPPED


def test_new_finds_after_a_confirmation_need_a_new_plan_of_their_own(vault: Vault) -> None:
    old = confirmed(vault)
    assert deletion.draft(vault, LATER) == old
    decide(vault, "e", Outcome.DELETE)
    new = deletion.draft(vault, LATER)
    assert [entry.item_id for entry in new.entries] == ["4"]
    assert len(vault.plans.get(old.id).entries) == 3


@pytest.mark.parametrize(
    ("platform", "kind", "has_id", "is_connected", "is_by_hand"),
    [
        ("x", ItemKind.POST, True, False, True),
        ("x", ItemKind.POST, True, True, False),
        ("x", ItemKind.COMMENT, True, True, True),
        # X deletes reposts, and this connection says that it does not.
        ("x", ItemKind.REPOST, True, True, True),
        ("x", ItemKind.POST, False, True, True),
        ("tiktok", ItemKind.POST, True, True, True),
        ("a-place-nobody-knows", ItemKind.COMMENT, True, False, True),
    ],
)
def test_all_is_by_hand_but_what_a_connected_account_can_delete(
    vault: Vault, platform: str, kind: ItemKind, has_id: bool, is_connected: bool, is_by_hand: bool
) -> None:
    stored = vault.accounts.upsert(Account(platform, "@other"), Profile(), "interchange")
    if is_connected:
        deletes = frozenset({ItemKind.POST, ItemKind.REPLY})
        told = "entry", "https://med.example", (), False, NOW, None, deletes
        vault.connections.set(Connected(stored.id, *told))
    vault.items.upsert(stored.id, [Item("77", kind, "text", NOW, has_platform_id=has_id)], 9)
    examples.audit(vault, stored.id, {5: [replace(finding("z", "77"), platform=platform)]})
    decide(vault, "abcd", Outcome.LATER)
    decide(vault, "z", Outcome.DELETE)
    plan = deletion.draft(vault, NOW)
    [entry] = plan.entries
    assert bool(entry.by_hand) is is_by_hand
    told = deletion.summary(plan)
    assert (told.by_hand, told.by_api, told.without_copy) == (is_by_hand, not is_by_hand, 1)
    assert told.platforms == ((platform, 1),)
    assert (told.oldest, told.newest) == (NOW, NOW)


def test_the_summary_tells_from_when_to_when_the_posts_are(vault: Vault) -> None:
    plan = deletion.draft(vault, NOW)
    told = deletion.summary(plan)
    assert (told.oldest, told.newest) == (item(1).created_at, item(3).created_at)
    dates = [datetime(2020, 1, 2, 3, 4), None, datetime(2021, 1, 2, 3, 4, tzinfo=UTC)]
    entries = tuple(replace(e, created_at=at) for e, at in zip(plan.entries, dates, strict=True))
    told = deletion.summary(replace(plan, entries=entries))
    assert (told.oldest, told.newest) == (dates[0], dates[2])
    told = deletion.summary(replace(plan, entries=entries[1:2]))
    assert (told.oldest, told.newest) == (None, None)


@pytest.mark.parametrize("all_of_it", [[1, 2, 3], [2]], ids=["all", "one"])
def test_what_was_dropped_comes_back_when_it_is_decided_anew(vault: Vault, all_of_it: list[int]) -> None:
    first = deletion.draft(vault, NOW)
    deletion.drop(vault, first.id, all_of_it, LATER)
    assert deletion.draft(vault, LATER).id == first.id
    vault.decisions.decide([finding("c").fingerprint], Outcome.DELETE, "after all", MUCH_LATER)
    second = deletion.draft(vault, MUCH_LATER)
    assert second.id != first.id
    assert states(second)["2"] is EntryState.PLANNED
    assert deletion.draft(vault, MUCH_LATER) == second
    assert states(vault.plans.get(first.id))["2"] is EntryState.DROPPED


def test_what_was_dropped_from_a_confirmed_plan_is_not_planned_again_by_itself(vault: Vault) -> None:
    plan = deletion.drop(vault, confirmed(vault).id, [2], LATER)
    assert deletion.draft(vault, LATER) == plan
    vault.decisions.decide([finding("c").fingerprint], Outcome.DELETE, "after all", MUCH_LATER)
    assert states(deletion.draft(vault, MUCH_LATER)) == {"2": EntryState.PLANNED}


# The question, the copies, the count


def test_copies_are_whole_and_survive_a_change_of_the_item(vault: Vault) -> None:
    plan = deletion.draft(vault, NOW)
    seen: list[tuple[int, int | None]] = []
    kept = deletion.preserve(vault, plan.id, progress=lambda done, total: seen.append((done, total)))
    assert all(entry.is_copy_preserved for entry in kept.entries)
    assert seen == [(3, 3)]
    vault.items.upsert(1, [item(2, "changed")], 2)
    copy = vault.copies.get(2)
    assert copy is not None and f"{SECRET} 2" in copy.content


def test_copies_are_kept_under_a_hold_too(vault: Vault) -> None:
    plan = deletion.draft(vault, NOW)
    held = deletion.answer_hold(vault, plan.id, Hold(True, "a letter came", NOW))
    assert all(entry.is_copy_preserved for entry in held.entries)


def no_answer(vault: Vault, plan: Plan) -> None:
    deletion.preserve(vault, plan.id)


def pending(vault: Vault, plan: Plan) -> None:
    deletion.preserve(vault, plan.id)
    deletion.answer_hold(vault, plan.id, Hold(True, "", NOW))


def no_copies(vault: Vault, plan: Plan) -> None:
    deletion.answer_hold(vault, plan.id, NO_HOLD)


def ready(vault: Vault, plan: Plan) -> None:
    deletion.preserve(vault, plan.id)
    deletion.answer_hold(vault, plan.id, NO_HOLD)


@pytest.mark.parametrize(
    ("prepare", "count", "said"),
    [
        (no_answer, 3, "not yet answered"),
        (pending, 3, "on hold"),
        (no_copies, 3, "no verified copy"),
        (ready, 2, "3 would go"),
        (ready, 4, "3 would go"),
        (ready, 0, "3 would go"),
        (ready, -3, "3 would go"),
    ],
)
def test_a_confirmation_that_lacks_something_confirms_nothing(
    vault: Vault, prepare: Callable[[Vault, Plan], None], count: int, said: str
) -> None:
    plan = deletion.draft(vault, NOW)
    prepare(vault, plan)
    with pytest.raises(InputError, match=said):
        deletion.confirm(vault, plan.id, count, NOW)
    after = vault.plans.get(plan.id)
    assert after.confirmed_at is None
    assert set(states(after).values()) == {EntryState.PLANNED}


def test_a_confirmed_entry_waits_for_the_owners_hand(vault: Vault) -> None:
    plan = confirmed(vault)
    assert plan.confirmed_at == NOW
    assert set(states(plan).values()) == {EntryState.BY_HAND}
    with pytest.raises(InputError, match="already"):
        deletion.confirm(vault, plan.id, 3, NOW)


def test_what_changed_since_is_left_out_with_its_reason_and_the_count_is_asked_anew(vault: Vault) -> None:
    plan = deletion.draft(vault, NOW)
    ready(vault, plan)
    vault.items.upsert(1, [item(2, "changed since")], 2)
    vault.items.upsert(1, [item(3, f"{SECRET} 3", deleted_at=NOW)], 2)
    with pytest.raises(InputError, match=r"changed since the plan was made.*gone already.*1 would go"):
        deletion.confirm(vault, plan.id, 3, NOW)
    after = deletion.confirm(vault, plan.id, 1, NOW)
    assert states(after) == {
        "2": EntryState.DROPPED,
        "1": EntryState.BY_HAND,
        "3": EntryState.ALREADY_GONE,
    }
    reasons = [e.detail["reason"] for e in vault.events.list() if e.kind == "left out of plan"]
    assert sorted(map(str, reasons)) == ["changed since the plan was made", "gone already"]


def reasons(vault: Vault) -> list[object]:
    return [e.detail["reason"] for e in vault.events.list() if e.kind == "left out of plan"]


def keep_it(vault: Vault) -> None:
    decide(vault, "c", Outcome.KEEP)


def decide_later(vault: Vault) -> None:
    decide(vault, "c", Outcome.LATER)


def find_it_no_more(vault: Vault) -> None:
    examples.audit(vault, 1, {2: []})


@pytest.mark.parametrize("change", [keep_it, decide_later, find_it_no_more])
def test_what_is_not_to_go_any_more_is_left_out_and_the_count_asked_anew(
    vault: Vault, change: Callable[[Vault], None]
) -> None:
    plan = deletion.draft(vault, NOW)
    ready(vault, plan)
    change(vault)
    with pytest.raises(InputError, match="1 left out, no longer decided to be deleted: 2 would go"):
        deletion.confirm(vault, plan.id, 3, NOW)
    after = deletion.confirm(vault, plan.id, 2, NOW)
    assert states(after) == {"2": EntryState.DROPPED, "1": EntryState.BY_HAND, "3": EntryState.BY_HAND}
    assert reasons(vault) == ["no longer decided to be deleted"]


def test_a_decision_taken_back_is_left_out_and_taken_again_comes_back(vault: Vault) -> None:
    decide(vault, "e", Outcome.DELETE)
    plan = deletion.draft(vault, NOW)
    ready(vault, plan)
    vault.decisions.undo_last(NOW)
    with pytest.raises(InputError, match="3 would go"):
        deletion.confirm(vault, plan.id, 3, NOW)
    deletion.confirm(vault, plan.id, 3, NOW)
    decide(vault, "e", Outcome.DELETE)
    assert states(deletion.draft(vault, NOW)) == {"4": EntryState.PLANNED}


def test_a_post_goes_by_one_confirmed_plan_alone(vault: Vault) -> None:
    older = deletion.draft(vault, NOW)
    ready(vault, older)
    decide(vault, "e", Outcome.DELETE)
    newer = deletion.draft(vault, LATER)
    ready(vault, newer)
    deletion.confirm(vault, newer.id, 4, LATER)
    with pytest.raises(InputError, match="3 left out, on a confirmed plan already"):
        deletion.confirm(vault, older.id, 3, LATER)
    assert vault.plans.get(older.id).confirmed_at is None
    assert set(states(vault.plans.get(newer.id)).values()) == {EntryState.BY_HAND}
    assert deletion.draft(vault, LATER).id == newer.id


def test_an_entry_for_older_content_gives_way_to_the_newer_plan(vault: Vault) -> None:
    older = confirmed(vault)
    vault.items.upsert(1, [item(2, "changed since")], 2)
    newer = deletion.draft(vault, LATER)
    ready(vault, newer)
    deletion.confirm(vault, newer.id, 1, LATER)
    assert states(vault.plans.get(older.id))["2"] is EntryState.DROPPED
    assert states(vault.plans.get(newer.id)) == {"2": EntryState.BY_HAND}
    assert reasons(vault) == ["on a newer plan"]


PENDING = Hold(True, "a letter came", NOW)


def test_a_pending_hold_holds_every_plan_drawn_up_later(vault: Vault) -> None:
    deletion.answer_hold(vault, deletion.draft(vault, NOW).id, PENDING)
    decide(vault, "e", Outcome.DELETE)
    newer = deletion.draft(vault, LATER)
    assert newer.hold == PENDING
    assert all(entry.is_copy_preserved for entry in newer.entries)
    with pytest.raises(InputError, match="every plan is on hold"):
        deletion.confirm(vault, newer.id, 4, LATER)


def test_a_pending_hold_holds_the_plans_that_were_drawn_up_and_answered_before(vault: Vault) -> None:
    older = deletion.draft(vault, NOW)
    ready(vault, older)
    decide(vault, "e", Outcome.DELETE)
    newer = deletion.draft(vault, LATER)
    deletion.answer_hold(vault, newer.id, PENDING)
    with pytest.raises(InputError, match="every plan is on hold"):
        deletion.confirm(vault, older.id, 3, LATER)
    assert vault.plans.get(older.id).hold == PENDING


def test_a_hold_on_any_plan_blocks_a_confirmation_whatever_that_plan_itself_says(vault: Vault) -> None:
    older = deletion.draft(vault, NOW)
    decide(vault, "e", Outcome.DELETE)
    newer = deletion.draft(vault, LATER)
    ready(vault, newer)
    vault.plans.answer_hold(older.id, PENDING)
    assert deletion.pending_hold(vault) == PENDING
    with pytest.raises(InputError, match="every plan is on hold"):
        deletion.confirm(vault, newer.id, 4, LATER)


def test_a_pending_hold_reaches_the_checklist_of_a_confirmed_plan(vault: Vault) -> None:
    old = confirmed(vault)
    decide(vault, "e", Outcome.DELETE)
    deletion.answer_hold(vault, deletion.draft(vault, LATER).id, PENDING)
    text = deletion.checklist(vault.plans.get(old.id))
    assert "ON HOLD" in text and "https://" not in text


def test_answering_anew_that_the_matter_is_closed_lifts_the_hold_from_every_plan(vault: Vault) -> None:
    older = deletion.draft(vault, NOW)
    deletion.answer_hold(vault, older.id, PENDING)
    decide(vault, "e", Outcome.DELETE)
    newer = deletion.draft(vault, LATER)
    closed = Hold(False, "settled", LATER)
    deletion.answer_hold(vault, newer.id, closed)
    assert vault.plans.get(older.id).hold == closed
    assert deletion.pending_hold(vault) is None
    assert deletion.confirm(vault, newer.id, 4, LATER).confirmed_at == LATER


def test_the_copy_of_older_content_does_not_count(vault: Vault) -> None:
    vault.copies.preserve(2)
    vault.items.upsert(1, [item(2, "changed before planning")], 2)
    plan = deletion.draft(vault, NOW)
    deletion.answer_hold(vault, plan.id, NO_HOLD)
    assert [e.is_copy_preserved for e in plan.entries] == [False, False, False]
    assert deletion.summary(plan).without_copy == 3


def test_nothing_left_is_not_confirmed_by_a_count_of_nothing(vault: Vault) -> None:
    plan = deletion.draft(vault, NOW)
    ready(vault, plan)
    deletion.drop(vault, plan.id, [1, 2, 3], NOW)
    with pytest.raises(InputError, match="Nothing of this plan"):
        deletion.confirm(vault, plan.id, 0, NOW)


def test_a_plan_outlives_its_account_and_confirms_nothing_of_it(vault: Vault) -> None:
    plan = deletion.draft(vault, NOW)
    ready(vault, plan)
    vault.accounts.remove(1)
    with pytest.raises(InputError, match="no longer in the vault"):
        deletion.confirm(vault, plan.id, 3, NOW)


# Afterwards


def test_the_owners_word_alone_proves_nothing(vault: Vault) -> None:
    plan = confirmed(vault)
    marked = deletion.mark_done(vault, plan.id, [1, 2], LATER)
    assert states(marked) == {"1": EntryState.UNKNOWN, "2": EntryState.UNKNOWN, "3": EntryState.BY_HAND}
    assert deletion.verify(vault, MUCH_LATER) == deletion.Verified(0, 0, 0, 3)
    assert vault.plans.get(plan.id) == marked


def test_a_complete_export_made_afterwards_proves_or_disproves_it(vault: Vault) -> None:
    plan = confirmed(vault)
    deletion.mark_done(vault, plan.id, [1, 2], LATER)
    read_complete_export(vault, [item(n, f"{SECRET} {n}") for n in (2, 4)], MUCH_LATER)
    assert deletion.verify(vault, MUCH_LATER) == deletion.Verified(
        gone=2, still_there=1, reappeared=0, waiting=0
    )
    assert states(vault.plans.get(plan.id)) == {
        "1": EntryState.GONE,
        "2": EntryState.BY_HAND,
        "3": EntryState.GONE,
    }
    assert deletion.verify(vault, MUCH_LATER).gone == 0


def test_an_export_made_before_the_owners_word_disproves_nothing(vault: Vault) -> None:
    plan = confirmed(vault)
    read_complete_export(vault, [item(n, f"{SECRET} {n}") for n in range(1, 5)], NOW)
    deletion.mark_done(vault, plan.id, [2], LATER)
    assert deletion.verify(vault, MUCH_LATER).still_there == 0
    assert states(vault.plans.get(plan.id))["2"] is EntryState.UNKNOWN


def test_the_newest_post_is_shown_to_be_gone_by_an_export_made_after_it(vault: Vault) -> None:
    decide(vault, "e", Outcome.DELETE)
    plan = confirmed(vault, 4)
    deletion.mark_done(vault, plan.id, [4], NOW)
    read_complete_export(vault, [item(n, f"{SECRET} {n}") for n in (1, 2, 3)], LATER)
    assert deletion.verify(vault, LATER) == deletion.Verified(gone=1, still_there=0, reappeared=0, waiting=3)
    assert states(vault.plans.get(plan.id))["4"] is EntryState.GONE


def test_a_post_without_a_date_is_shown_to_be_gone_by_an_export_made_after_it_was_known(
    vault: Vault,
) -> None:
    vault.items.upsert(1, [item(5, f"{SECRET} 5", created_at=None)], 1)
    examples.audit(vault, 1, {5: [finding("f", "5")]})
    decide(vault, "f", Outcome.DELETE)
    plan = confirmed(vault, 4)
    deletion.mark_done(vault, plan.id, [5], NOW)
    read_complete_export(vault, [item(n, f"{SECRET} {n}") for n in (1, 2, 3, 4)], LATER)
    assert deletion.verify(vault, LATER).gone == 1
    assert states(vault.plans.get(plan.id))["5"] is EntryState.GONE


@pytest.mark.parametrize(
    ("held", "made_at"),
    [
        ([item(n, f"{SECRET} {n}") for n in (1, 2, 3)], None),
        ([replace(item(9), id="r", kind=ItemKind.REPOST)], LATER),
        ([], LATER),
    ],
    ids=["an export that does not say when it was made", "none of its kind", "nothing"],
)
def test_what_an_export_can_not_tell_is_not_shown_to_be_gone_and_never_still_there(
    vault: Vault, held: list[Item], made_at: datetime | None
) -> None:
    decide(vault, "e", Outcome.DELETE)
    plan = confirmed(vault, 4)
    deletion.mark_done(vault, plan.id, [4], NOW - timedelta(hours=1))
    read_complete_export(vault, held, made_at)
    told = deletion.verify(vault, LATER)
    assert (told.still_there, told.not_shown) == (0, 1)
    assert states(vault.plans.get(plan.id))["4"] is EntryState.UNKNOWN
    text = deletion.checklist(vault.plans.get(plan.id))
    assert "not shown to be gone yet" in text and "still there" not in text
    assert states(deletion.drop(vault, plan.id, [4], LATER))["4"] is EntryState.DROPPED


def test_what_comes_back_is_put_back_on_the_list(vault: Vault) -> None:
    plan = confirmed(vault)
    read_complete_export(vault, [item(4, f"{SECRET} 4")], LATER)
    assert deletion.verify(vault, LATER).gone == 3
    read_complete_export(vault, [item(n, f"{SECRET} {n}") for n in (2, 4)], MUCH_LATER)
    assert deletion.verify(vault, MUCH_LATER).reappeared == 1
    assert states(vault.plans.get(plan.id))["2"] is EntryState.BY_HAND


def test_what_came_back_and_was_confirmed_anew_waits_on_one_plan_alone(vault: Vault) -> None:
    old = confirmed(vault)
    read_complete_export(vault, [item(4, f"{SECRET} 4")], LATER)
    deletion.verify(vault, LATER)
    vault.items.upsert(1, [item(n, f"{SECRET} {n}") for n in (2, 4)], 3)
    new = confirmed(vault, 1)
    assert new.id != old.id
    assert deletion.verify(vault, MUCH_LATER).reappeared == 0
    assert states(vault.plans.get(old.id))["2"] is EntryState.GONE
    assert states(vault.plans.get(new.id)) == {"2": EntryState.BY_HAND}


def test_an_item_that_left_with_its_account_is_not_proven_gone(vault: Vault) -> None:
    plan = confirmed(vault)
    vault.accounts.remove(1)
    assert deletion.verify(vault, LATER) == deletion.Verified(0, 0, 0, 3)
    assert set(states(vault.plans.get(plan.id)).values()) == {EntryState.BY_HAND}


def test_another_item_on_the_same_row_is_not_taken_for_the_planned_one(vault: Vault) -> None:
    plan = confirmed(vault)
    vault.accounts.remove(1)
    stored = vault.accounts.upsert(Account("mastodon", "@elsewhere"), Profile(), "mastodon-export")
    gone = [item(n + 900, deleted_at=NOW) for n in range(1, 5)]
    vault.items.upsert(stored.id, gone, 8)
    assert vault.items.get(1).item.deleted_at is not None
    assert deletion.verify(vault, LATER).gone == 0
    assert set(states(vault.plans.get(plan.id)).values()) == {EntryState.BY_HAND}


@pytest.mark.parametrize("act", [deletion.mark_done, deletion.drop])
def test_rows_of_no_entry_are_refused_and_nothing_moves(
    vault: Vault, act: Callable[[Vault, str, list[int], datetime], Plan]
) -> None:
    plan = confirmed(vault)
    with pytest.raises(NotInVault):
        act(vault, plan.id, [1, 4], NOW)
    assert vault.plans.get(plan.id) == plan


def test_only_a_confirmed_entry_can_be_said_to_be_done(vault: Vault) -> None:
    plan = deletion.draft(vault, NOW)
    with pytest.raises(InputError, match="Confirm the plan first"):
        deletion.mark_done(vault, plan.id, [1], NOW)


def test_what_is_gone_can_not_be_taken_out_of_the_plan(vault: Vault) -> None:
    plan = confirmed(vault)
    read_complete_export(vault, [item(4, f"{SECRET} 4")], LATER)
    deletion.verify(vault, LATER)
    with pytest.raises(InputError):
        deletion.drop(vault, plan.id, [1], NOW)


def test_the_log_of_it_all_holds_no_word_and_stays_whole(vault: Vault) -> None:
    plan = confirmed(vault)
    deletion.mark_done(vault, plan.id, [1], LATER)
    deletion.verify(vault, LATER)
    vault.events.verify()
    logged = " ".join(f"{e.kind} {e.detail}" for e in vault.events.list())
    for kind in ("plan", "hold", "plan confirmed", "deletion"):
        assert any(e.kind == kind for e in vault.events.list())
    assert "Quillfeather" not in logged and "Ada" not in logged and "example.org" not in logged


# The checklist


def test_the_checklist_has_a_line_and_a_link_for_each_post_under_its_account(vault: Vault) -> None:
    text = deletion.checklist(confirmed(vault))
    assert text.count("- [ ] ") == 3
    assert "## X, \\@Ada\\_Invented" in text
    for number in (1, 2, 3):
        assert f"<https://example.org/{number}>" in text
    assert capabilities.of("x").by_hand.split(",")[0] in text
    assert "3 to delete" in text
    assert "Quillfeather" not in text


def test_the_checklist_ticks_what_is_gone_and_leaves_out_what_was_dropped(vault: Vault) -> None:
    plan = confirmed(vault)
    deletion.drop(vault, plan.id, [3], NOW)
    read_complete_export(vault, [item(n, f"{SECRET} {n}") for n in (2, 3, 4)], LATER)
    deletion.verify(vault, LATER)
    deletion.mark_done(vault, plan.id, [2], LATER)
    text = deletion.checklist(vault.plans.get(plan.id))
    assert text.count("- [x] ") == 1 and text.count("- [ ] ") == 1
    assert "example.org/3" not in text
    assert "not shown to be gone yet" in text


@pytest.mark.parametrize(
    ("hold", "said"),
    [(None, "Not confirmed"), (Hold(True, "x", NOW), "ON HOLD"), (NO_HOLD, "confirm the plan first")],
)
def test_the_checklist_says_first_what_stands_in_the_way(vault: Vault, hold: Hold | None, said: str) -> None:
    plan = replace(deletion.draft(vault, NOW), hold=hold)
    assert said in deletion.checklist(plan).splitlines()[2]


@pytest.mark.parametrize("hold", [None, PENDING, NO_HOLD], ids=["unanswered", "held", "answered"])
def test_no_link_stands_on_a_checklist_that_nobody_is_to_work_through(
    vault: Vault, hold: Hold | None
) -> None:
    text = deletion.checklist(replace(deletion.draft(vault, NOW), hold=hold))
    assert "https://" not in text and "Open the post" not in text and "[ ]" not in text
    assert (" post" in text) is (hold != PENDING)
    held_later = deletion.checklist(replace(confirmed(vault), hold=PENDING))
    assert "https://" not in held_later and "## " not in held_later


@pytest.mark.parametrize(
    "hostile",
    [
        "javascript:alert(1)",
        "https://example.org/> <script>alert(1)</script>",
        "https://example.org/\n## not a heading",
        "https://example.org/\x1b[31mred",
        "https://example.org/\u202egnp.exe",
        "<img src=x onerror=alert(1)>",
    ],
)
def test_nothing_hostile_gets_through_to_the_checklist(vault: Vault, hostile: str) -> None:
    plan = confirmed(vault)
    entries = tuple(replace(e, url=hostile, handle=hostile) for e in plan.entries)
    text = deletion.checklist(replace(plan, entries=entries))
    assert not any(c in text for c in "\x1b\u202e")
    assert "<script" not in text.replace("\\<", "") and "<img" not in text.replace("\\<", "")
    assert "<javascript" not in text
    assert sum(line.startswith("#") for line in text.splitlines()) == 2


def test_a_time_without_a_zone_and_none_at_all_are_both_written(vault: Vault) -> None:
    plan = confirmed(vault)
    dates = [datetime(2020, 1, 2, 3, 4), None, datetime(2021, 1, 2, 3, 4, tzinfo=UTC)]
    entries = tuple(replace(e, created_at=at) for e, at in zip(plan.entries, dates, strict=True))
    text = deletion.checklist(replace(plan, entries=entries))
    assert "2020-01-02 03:04" in text and "no date" in text and "2021-01-02" in text
