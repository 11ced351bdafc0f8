"""Kills deletion runs with SIGKILL, at every single step, and looks at what `run` makes of it afterwards.

`python -m tests.deletion.killed FOLDER MANNER EVERY`: a step is a statement that the writer of the vault is
handed, the moment before and after each request, and each tick of a wait; the run is killed at every step
whose number `EVERY` divides. Prints JSON: how many steps, how many were killed, and what came out wrong.

A process of its own, with a single thread, so that it can fork. The product knows nothing of it.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from auditor import deletion
from auditor.model import Category, EntryState, Finding, Hold, Outcome, Severity, Tier
from auditor.store import Connected, Vault, key, open_vault
from connectors.model import Account, Item, ItemKind
from tests.connectors.live.held_clock import START, HeldClock
from tests.deletion.server import MADE, Manner, Platform, PlatformConnection

MANNERS = {
    "honest": Manner(),
    "lying": Manner(lies=True),
    "slow": Manner(slow=2),
    "losing": Manner(loses=2),
    "refusing": Manner(refuses="2"),
    "limiting": Manner(limits=2),
    "odd": Manner(odd=2),
}
ACCOUNT = Account("bluesky", "@wren.invented.example", remote_id="did:plc:invented")
PLANNED = ("1", "2", "3", "4")
TEXTS = {str(number): f"text {number}" for number in range(1, 7)}
GONE_ALREADY = "4"
"""Planned, and deleted by somebody else in the meantime."""


def base(home: Path) -> None:
    """A vault with a confirmed plan of four posts among six."""
    with open_vault(home, clock=lambda: START) as vault:
        account = vault.accounts.upsert(ACCOUNT, None, "bluesky-export")
        source = vault.imports.begin("export.zip", "bluesky-export", "d" * 64)
        items = [Item(id, ItemKind.POST, text, MADE + timedelta(hours=int(id))) for id, text in TEXTS.items()]
        vault.items.upsert(account.id, items, source)
        told = "entry", "https://pds.example", (), True, START, None, frozenset(ItemKind)
        vault.connections.set(Connected(account.id, *told))
        rows = {one.item.id: one.id for one in vault.items.by_account(account.id)}
        found = {rows[id]: [_finding(id)] for id in PLANNED}
        vault.findings.record(vault.audits.begin("rules"), account.id, "context", list(found.items()))
        vault.decisions.decide([_finding(id).fingerprint for id in PLANNED], Outcome.DELETE, "", START)
        plan = deletion.draft(vault, START)
        deletion.answer_hold(vault, plan.id, Hold(False, "", START))
        deletion.preserve(vault, plan.id)
        deletion.confirm(vault, plan.id, len(PLANNED), START)


def _finding(id: str) -> Finding:
    return Finding(
        fingerprint=f"{int(id):064x}",
        platform=ACCOUNT.platform,
        handle=ACCOUNT.handle,
        item_id=id,
        kind="post",
        category=Category.PHI,
        rule="phi/mosaic",
        rule_version=1,
        severity=Severity.HIGH,
        tier=Tier.NOT_DEIDENTIFIED,
        confidence=0.9,
        spans=(),
        reason="It may identify.",
        remedy="Delete it.",
        citations=(),
    )


class Steps:
    """Counts steps, and kills this process at one of them."""

    def __init__(self, at: int = 0) -> None:
        self.count = 0
        self._at = at

    def step(self, *_: object) -> None:
        """One more."""
        self.count += 1
        if self.count == self._at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, connection: PlatformConnection) -> PlatformConnection:
        """The same connection, with a step before and after each request."""
        for name in ("exists", "delete"):
            setattr(connection, name, partial(self._between, getattr(connection, name)))
        return connection

    def _between(self, request: Callable[[Item], object], item: Item) -> object:
        self.step()
        answer = request(item)
        self.step()
        return answer


def run(home: Path, port: int, later: timedelta, steps: Steps | None = None) -> deletion.RunSummary:
    """Carry the plan out; `steps` counts."""
    steps = steps or Steps()
    clock = HeldClock(START + later, on_sleep=steps.step)
    with open_vault(home, clock=clock.now) as vault:
        (plan,) = vault.plans.list()
        assert vault._connections._writer is not None
        vault._connections._writer.conn.set_trace_callback(steps.step)
        return deletion.run(
            vault, plan.id, lambda account: steps.around(PlatformConnection(port, ACCOUNT)), clock  # type: ignore[arg-type, return-value]
        )  # fmt: skip


def wrong(home: Path, platform: Platform, manner: str, *, is_last: bool) -> list[str]:
    """What is not as it must be; nothing where all is."""
    standing, deletes = platform.state()
    found = []
    if outside := {id for id, _ in deletes} - set(PLANNED):
        found.append(f"asked for what is outside the plan: {sorted(outside)}")
    if set(TEXTS) - set(PLANNED) - set(standing):
        found.append("something outside the plan is gone")
    if twice := [id for id, was_there in deletes if not was_there]:
        found.append(f"asked again for what was gone: {twice}")
    if max(Counter(id for id, _ in deletes).values(), default=0) > 3:
        found.append("asked for more than three times")
    with open_vault(home, read_only=True) as vault:
        vault.check()
        found += _wrong_in(vault, standing, {id for id, _ in deletes}, is_last, manner)
    return found


def _wrong_in(
    vault: Vault, standing: dict[str, str], asked: set[str], is_last: bool, manner: str
) -> list[str]:
    found = []
    (plan,) = vault.plans.list()
    kept = {one.item.id: one for one in vault.items.by_account(plan.entries[0].account_id)}
    if set(kept) != set(TEXTS) or any(one.item.text != TEXTS[id] for id, one in kept.items()):
        found.append("an item is lost from the vault")
    written = {one.item_row for one in vault.plans.journal(plan.id) if one.state == EntryState.ASKED}
    if unwritten := [id for id in asked if kept[id].id not in written]:
        found.append(f"asked for, and the journal does not know: {unwritten}")
    for entry in plan.entries:
        copy = vault.copies.get(entry.item_row)
        if copy is None or TEXTS[entry.item_id] not in copy.content:
            found.append(f"{entry.item_id} has no copy")
        is_gone = entry.item_id not in standing
        says_gone = entry.state in (EntryState.GONE, EntryState.ALREADY_GONE)
        if says_gone and not is_gone:
            found.append(f"{entry.item_id} is said to be {entry.state}, and stands")
        if says_gone != (kept[entry.item_id].vanished_at is not None):
            found.append(f"{entry.item_id} and its entry disagree")
        if is_last:
            expected = EntryState.GONE
            if entry.item_id == GONE_ALREADY:
                expected = EntryState.ALREADY_GONE
            elif manner == "lying" or MANNERS[manner].refuses == entry.item_id:
                expected = EntryState.REFUSED
            if entry.state is not expected:
                found.append(f"{entry.item_id} ends as {entry.state}, not {expected}")
    return found


def begin(folder: Path, platform: Platform, manner: str) -> Path:
    """A fresh copy of the vault, and a fresh platform."""
    home = folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(folder / "base", home)
    platform.reset({id: text for id, text in TEXTS.items() if id != GONE_ALREADY}, MANNERS[manner])
    return home


def killed(home: Path, port: int, at: int) -> bool:
    """Run in a process of its own that kills itself at step `at`; whether it came so far."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            run(home, port, timedelta(0), Steps(at))
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.WEXITSTATUS(status) != 0:
        raise AssertionError(f"the run at step {at} did not come to its end")
    return os.WIFSIGNALED(status)


def finish(home: Path, port: int) -> None:
    """Resume, some evenings if it must be, until nothing is left to do."""
    for evening in range(1, 9):
        run(home, port, timedelta(minutes=1, days=evening - 1))
        with open_vault(home, read_only=True) as vault:
            if not deletion.under_way(vault):
                return


def main() -> None:
    """See the module's text."""
    folder, manner, every = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    key.ITERATIONS = 1_000
    begun = time.perf_counter()
    base(folder / "base")
    platform = Platform()
    home = begin(folder, platform, manner)
    counting = Steps()
    run(home, platform.port, timedelta(0), counting)
    kills, odd = 0, []
    for at in range(every, counting.count + 1, every):
        home = begin(folder, platform, manner)
        kills += killed(home, platform.port, at)
        found = wrong(home, platform, manner, is_last=False)
        finish(home, platform.port)
        found += wrong(home, platform, manner, is_last=True)
        odd += [f"killed at step {at}: {one}" for one in found]
    platform.close()
    told: dict[str, Any] = {"steps": counting.count, "kills": kills, "odd": odd}
    print(json.dumps(told | {"seconds": round(time.perf_counter() - begun, 1)}))


if __name__ == "__main__":
    main()
