"""Whatever is done in whatever order: nothing outside a plan enters it, and nothing is gone without proof."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor import deletion
from auditor.disposition import is_gone
from auditor.errors import AuditorError
from auditor.model import COMPLETE_EXPORT, EntryState, FindingFilter, FindingStatus, Hold, Outcome, Plan
from auditor.proof import planned_item
from auditor.store import Vault, open_vault
from connectors.model import Account, Item
from tests.store import examples
from tests.store.examples import NOW, finding, item

NUMBERS = range(1, 6)
SETTLED_BY_PROOF = {EntryState.GONE, EntryState.ALREADY_GONE}

Frozen = tuple[int, str, str, str]
"""What of an entry may never change: row, platform, id, digest."""


def frozen(plan: Plan) -> tuple[Frozen, ...]:
    return tuple((e.item_row, e.platform, e.item_id, e.digest) for e in plan.entries)


@dataclass
class Walk:
    """A vault, and what was really seen of it from outside."""

    vault: Vault
    now: datetime = NOW
    known: dict[str, tuple[Frozen, ...]] = field(default_factory=dict)
    proven: set[tuple[str, str]] = field(default_factory=set)
    """(platform, id) of items that the vault knew to be gone at some time."""
    handles: int = 0

    def __post_init__(self) -> None:
        self._new_account("x")

    def _new_account(self, platform: str) -> None:
        self.handles += 1
        account = Account(platform, f"@invented_{self.handles}")
        stored = self.vault.accounts.upsert(account, examples.PROFILE, "x-archive")
        source = self.vault.imports.begin("export.zip", "x-archive", "d" * 64)
        made = [self._item(n) for n in NUMBERS]
        self.vault.items.upsert(stored.id, made, source)
        rows = {one.item.id: one.id for one in self.vault.items.by_account(stored.id)}
        found = {
            row: [replace(finding(f"{self.handles}/{id}", id), platform=platform)] for id, row in rows.items()
        }
        examples.audit(self.vault, stored.id, dict(found))

    def _item(self, number: int, text: str = "a quiet night") -> Item:
        return replace(item(number, f"{text} {number}"), id=f"{self.handles}-{number}")

    def _plan(self, which: int) -> Plan | None:
        plans = self.vault.plans.list()
        return plans[which % len(plans)] if plans else None

    def decide(self, which: int, is_to_go: bool) -> None:
        outcome = Outcome.DELETE if is_to_go else Outcome.KEEP
        names = [f"{self.handles}/{self.handles}-{n}" for n in NUMBERS if which >> n & 1]
        if names:
            self.vault.decisions.decide([finding(n).fingerprint for n in names], outcome, "because", self.now)

    def export(self, which: int, text: str, age: int) -> None:
        account = self.vault.accounts.list()[-1]
        source = self.vault.imports.begin("newer.zip", "x-archive", "e" * 64)
        held = [self._item(n, text) for n in NUMBERS if which >> n & 1]
        self.vault.items.upsert(account.id, held, source)
        made_at = self.now - timedelta(hours=age)
        self.vault.items.mark_vanished(account.id, source, made_at)
        kinds = "post" if held else ""
        self.vault.events.log(COMPLETE_EXPORT, account=account.id, made_at=made_at.isoformat(), kinds=kinds)

    def swap_account(self, platform: str) -> None:
        """The account leaves the vault, and another one's items may get its rows."""
        self.vault.accounts.remove(self.vault.accounts.list()[-1].id)
        self._new_account(platform)

    def step(self, name: str, which: int, number: int, is_so: bool) -> None:
        vault, plan = self.vault, self._plan(number)
        rows = [entry.item_row for entry in plan.entries if which >> entry.item_row % 6 & 1] if plan else []
        match name:
            case "decide":
                self.decide(which, is_so)
            case "draft":
                drawn = deletion.draft(vault, self.now)
                assert not drawn.entries or drawn == vault.plans.get(drawn.id)
            case "export":
                self.export(which, "a quiet night" if is_so else "changed", number)
            case "swap":
                self.swap_account("x" if is_so else "mastodon")
            case "verify":
                deletion.verify(vault, self.now)
            case "hold" if plan:
                deletion.answer_hold(vault, plan.id, Hold(is_so, "", self.now))
            case "preserve" if plan:
                deletion.preserve(vault, plan.id)
            case "confirm" if plan:
                self.confirm(plan, number, is_so)
            case "done" if plan:
                deletion.mark_done(vault, plan.id, [*rows, *([999] if number == 0 else [])], self.now)
            case "drop" if plan:
                deletion.drop(vault, plan.id, [*rows, *([999] if number == 0 else [])], self.now)

    def confirm(self, plan: Plan, number: int, is_so: bool) -> None:
        going = sum(1 for entry in plan.entries if entry.state is EntryState.PLANNED)
        after = deletion.confirm(self.vault, plan.id, going if is_so else number, self.now)
        assert not any(p.hold and p.hold.is_pending for p in self.vault.plans.list())
        waiting = [entry for entry in after.entries if entry.state is EntryState.BY_HAND]
        assert len(waiting) == (going if is_so else number)
        for entry in waiting:
            copy = self.vault.copies.get(entry.item_row)
            assert copy is not None and copy.item_digest == entry.digest
            assert entry.item_row in self.marked(), "what is not decided to be deleted never goes"

    def marked(self) -> set[int | None]:
        found = self.vault.findings.each(FindingFilter(status=FindingStatus.DECIDED))
        return {f.item_row for f in found if f.decision and f.decision.outcome is Outcome.DELETE}

    def look(self) -> None:
        """What is known from outside, and what must hold of every plan."""
        for account in self.vault.accounts.list():
            for one in self.vault.items.by_account(account.id):
                if is_gone(one):
                    self.proven.add((account.account.platform, one.item.id))
        live = [
            entry.item_row
            for plan in self.vault.plans.list()
            if plan.confirmed_at
            for entry in plan.entries
            if entry.state in (EntryState.BY_HAND, EntryState.UNKNOWN)
            and planned_item(self.vault, entry) is not None
        ]
        assert len(live) == len(set(live)), "a post waits on one confirmed plan alone"
        for plan in self.vault.plans.list():
            assert frozen(plan) == self.known.setdefault(plan.id, frozen(plan)), "a plan is frozen"
            for entry in plan.entries:
                if entry.state in SETTLED_BY_PROOF:
                    assert (entry.platform, entry.item_id) in self.proven, f"{entry.state} without proof"
                if plan.confirmed_at is None:
                    assert entry.state not in (EntryState.BY_HAND, EntryState.UNKNOWN, EntryState.GONE)


STEPS = ["decide", "draft", "hold", "preserve", "confirm", "done", "drop", "export", "verify", "swap"]
WHOLE_WALK = [
    ("decide", 63, 0, True),
    ("draft", 0, 0, True),
    ("hold", 0, 0, False),
    ("preserve", 0, 0, True),
    ("confirm", 0, 0, True),
]
steps = st.lists(
    st.tuples(st.sampled_from(STEPS), st.integers(0, 63), st.integers(0, 5), st.booleans()), max_size=25
)


def walk(path: list[tuple[str, int, int, bool]]) -> list[Plan]:
    with (
        tempfile.TemporaryDirectory() as folder,
        open_vault(Path(folder) / "home", clock=lambda: NOW) as vault,
    ):
        here = Walk(vault)
        for step in path:
            here.now += timedelta(hours=1)
            try:
                here.step(*step)
            except AuditorError as refused:
                assert "quiet night" not in str(refused) and "invented" not in str(refused)
            here.look()
        vault.events.verify()
        logged = " ".join(f"{event.kind} {event.detail}" for event in vault.events.list())
        assert "quiet night" not in logged and "invented" not in logged
        return vault.plans.list()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(begun=st.sets(st.integers(0, 4)), path=steps)
def test_no_sequence_marks_an_entry_gone_unproven_or_changes_what_is_planned(
    begun: set[int], path: list[tuple[str, int, int, bool]]
) -> None:
    # Most walks begin on the right way, some of it left out, or random steps would hardly ever confirm.
    walk([*(WHOLE_WALK[place] for place in sorted(begun)), *path])


@pytest.mark.parametrize(
    "left_out", [step[0] for step in WHOLE_WALK[1:]] + ["wrong count"], ids=lambda name: f"without {name}"
)
def test_no_walk_that_leaves_a_gate_out_confirms(left_out: str) -> None:
    whole = [step for step in WHOLE_WALK if step[0] != left_out]
    if left_out == "wrong count":
        whole[-1] = ("confirm", 0, 4, False)
    assert [plan for plan in walk(whole) if plan.confirmed_at] == []


def test_a_whole_walk_ends_with_proof() -> None:
    # Without this the property could hold because nothing ever gets anywhere.
    [plan] = walk([*WHOLE_WALK, ("done", 63, 1, True), ("export", 32, 0, True), ("verify", 0, 0, True)])
    assert [entry.state for entry in plan.entries].count(EntryState.GONE) == 4


def test_an_item_that_got_the_row_of_one_that_left_proves_nothing() -> None:
    [plan] = walk(
        [*WHOLE_WALK, ("swap", 0, 0, False), ("export", 32, 0, True), ("verify", 0, 0, True)],
    )
    assert {entry.state for entry in plan.entries} == {EntryState.BY_HAND}
