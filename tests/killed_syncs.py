"""Kills syncs with SIGKILL, over and over, and looks at what the next one makes of it.

`python -m tests.killed_syncs FOLDER statements N`: before every Nth statement that a sync hands to the
database. `python -m tests.killed_syncs FOLDER moments N`: at random moments, up to three times each, N times.
Prints JSON: how many were killed, and what came out otherwise than of one undisturbed sync.

A process of its own, with a single thread, so that it can fork.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from auditor import sync as syncing
from auditor.model import COMPLETE_EXPORT
from auditor.store import StreamState, Vault, key, open_vault
from tests.connectors.live.held_clock import HeldClock
from tests.remote_account import ACCOUNT, POSTS, Remote, exported, filled, post

PAGE = 5


def base(home: Path) -> None:
    """A vault that holds an export without ids of some posts, and others that were synced a while ago."""
    clock = HeldClock()
    with open_vault(home, clock=clock.now) as vault:
        account = vault.accounts.upsert(ACCOUNT, None, "chirp-export")
        source = vault.imports.begin("export.zip", "chirp-export", "d" * 64)
        vault.items.upsert(account.id, exported([post(number) for number in range(13, 18)]), source)
        before = filled(10)
        syncing.sync(vault, account, before.connection(clock), clock)


def remote() -> Remote:
    """The platform by now: more posts, one edited, two gone."""
    now = filled(23, page_size=PAGE)
    now.edit("7", "Other words")
    del now.items["4"], now.items["5"]
    return now


def sync(home: Path, prepare: Callable[[Vault], None] = lambda vault: None) -> tuple[object, Remote, int]:
    """One sync; what the vault holds then, what was asked of the platform, and how many pages were due."""
    clock, platform = HeldClock(), remote()
    clock.pass_by(timedelta(hours=1))
    with open_vault(home, clock=clock.now) as vault:
        account = vault.accounts.find("@wren_invented")
        state = vault.streams.get(account.id, POSTS.name)
        due = pages_due(state, platform)
        prepare(vault)
        syncing.sync(vault, account, platform.connection(clock), clock, is_full=True)
        vault.check()
        return dump(vault), platform, due


def pages_due(state: StreamState | None, platform: Remote) -> int:
    """How many pages a full sync has to ask for: what a full reading left, and one look at the newest page.

    A reading of what is new alone is no beginning of a full one; all is asked for then, once.
    """
    if state is None or state.walk_id is None or not state.is_whole:
        return _pages(len(platform.items))
    if state.is_read:
        return 1
    below = int(state.cursor.partition(":")[2]) if state.cursor else 99
    return _pages(sum(int(id) < below for id in platform.items)) + 1


def _pages(items: int) -> int:
    return -(-items // PAGE)


def dump(vault: Vault) -> object:
    """Everything that a sync has a part in, but for when, and by which import."""
    account = vault.accounts.find("@wren_invented")
    items = [
        [
            one.item.id, one.item.kind, one.item.text, str(one.item.created_at), one.vanished_at is not None,
            named.id if (named := vault.items.on_platform(one)) else None,
        ]
        for one in vault.items.by_account(account.id)
    ]  # fmt: skip
    states = [
        str(replace(one, begun_at=None, read_at=None, whole_at=None, known_until=0, is_whole=True))
        for one in vault.streams.list(account.id)
    ]
    proofs = sum(
        int(one.detail["vanished"] or 0) for one in vault.events.list() if one.kind == COMPLETE_EXPORT
    )
    bios = [profile.bio for profile in vault.accounts.profiles(account.id)]
    return json.loads(json.dumps([sorted(items), states, proofs, bios]))


def count_statements(vault: Vault, at: int = 0) -> list[int]:
    """Counts what the writer is asked; kills this process before statement `at`."""
    counted = [0]

    def trace(statement: str) -> None:
        counted[0] += 1
        if counted[0] == at:
            os.kill(os.getpid(), signal.SIGKILL)

    writer = vault._connections._writer
    assert writer is not None
    writer.conn.set_trace_callback(trace)
    return counted


def killed(home: Path, at: int = 0, after: float | None = None) -> bool:
    """Sync in a process of its own, and kill that; whether it was before the end."""
    child = os.fork()
    if child == 0:
        try:
            sync(home, lambda vault: None if not at else (count_statements(vault, at), None)[1])
        finally:
            os._exit(0)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def odd_resume(home: Path, expected: object) -> str:
    """What is odd about going on; empty where nothing is."""
    told, platform, due = sync(home)
    asked = sum(one.startswith("page") for one in platform.asked)
    if told != expected:
        return "the vault is another"
    if asked != due:
        return f"{asked} pages were asked for, {due} were due"
    return ""


def main() -> None:
    """See the module's text."""
    folder, what, number = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    key.ITERATIONS = 1_000
    base(folder / "base")
    shutil.copytree(folder / "base", folder / "undisturbed")
    counted: list[list[int]] = []
    begin = time.perf_counter()
    expected, *_ = sync(folder / "undisturbed", lambda vault: counted.append(count_statements(vault)))
    took = time.perf_counter() - begin
    kills, odd = 0, []
    rounds = range(1, counted[0][0] + 1, number) if what == "statements" else range(number)
    chance = random.Random(11)
    for one in rounds:
        home = folder / "killed"
        shutil.copytree(folder / "base", home)
        if what == "statements":
            kills += killed(home, at=one)
        else:
            for _ in range(chance.randint(1, 3)):
                kills += killed(home, after=chance.uniform(0, 1.5 * took))
        if why := odd_resume(home, expected):
            odd.append(f"{one}: {why}")
        shutil.rmtree(home)
    print(json.dumps({"statements": counted[0][0], "kills": kills, "odd": odd}))


if __name__ == "__main__":
    main()
