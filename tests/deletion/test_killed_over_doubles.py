"""Deletions killed over servers that others wrote: a real Bluesky PDS and mastodon-mock."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from auditor import deletion
from auditor import sync as syncing
from auditor.model import EntryState, FindingFilter, Outcome, Plan
from auditor.store import Connected, open_vault
from connectors.credentials import Credentials
from tests.conftest import PASSPHRASE
from tests.connectors.live.double import Double, Server
from tests.connectors.live.doubles import bluesky, mastodon
from tests.connectors.live.held_clock import START, HeldClock
from tests.connectors.live.proxy import Fault, Proxy, in_front_of
from tests.deletion.killed import _finding
from tests.deletion.world import NO_HOLD

pytestmark = [
    pytest.mark.allow_hosts(["127.0.0.1", "localhost", "::1"]),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="kills by signal, which this system has not"),
]

POSTS, PLANNED, MOST_KILLS = 14, 10, 60
STATES = {EntryState.GONE, EntryState.ALREADY_GONE}


@pytest.fixture(params=[bluesky.DOUBLE, mastodon.DOUBLE], ids=lambda double: double.platform)
def double(request: pytest.FixtureRequest) -> Double:
    found: Double = request.param
    if why := found.missing():
        pytest.skip(why)
    return found


@pytest.fixture
def server(double: Double) -> Iterator[Server]:
    server = double.start()
    yield server
    server.close()


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    with in_front_of(server.url) as proxy:
        yield proxy


def confirmed(home: Path, double: Double, given: Credentials) -> Plan:
    """A vault that has synced the account, and a confirmed plan of most of it."""
    clock = HeldClock()
    connection = double.connector.open(given, lambda renewed: None, clock)
    with open_vault(home, clock=clock.now) as vault:
        account = vault.accounts.upsert(connection.check(), None, "export")
        syncing.sync(vault, account, connection, clock)
        connection.close()
        told = "entry", given.server, (), True, START, None, connection.deletes
        vault.connections.set(Connected(account.id, *told))
        items = list(vault.items.by_account(account.id))[:PLANNED]
        name = account.account
        found = {
            one.id: [
                replace(_finding(str(n)), platform=name.platform, handle=name.handle, item_id=one.item.id)
            ]
            for n, one in enumerate(items, start=1)
        }
        vault.findings.record(vault.audits.begin("rules"), account.id, "context", list(found.items()))
        names = [one.finding.fingerprint for one in vault.findings.each(FindingFilter())]
        vault.decisions.decide(names, Outcome.DELETE, "", START)
        plan = deletion.draft(vault, START)
        deletion.answer_hold(vault, plan.id, NO_HOLD)
        deletion.preserve(vault, plan.id)
        return deletion.confirm(vault, plan.id, PLANNED, START)


def deletes(double: Double, proxy: Proxy, ids: set[str]) -> Counter[str]:
    """How often the server itself was asked to delete which of these."""
    found: Counter[str] = Counter()
    for request, *_ in list(proxy.answers):
        if double.is_delete(request):
            told = request.path + request.body.decode()
            found.update(id for id in ids if id.rsplit("/")[-1] in told)
    return found


def test_killed_again_and_again_each_post_of_the_plan_goes_once_and_no_other(
    double: Double, server: Server, proxy: Proxy, home: Path
) -> None:
    ids = set(server.add([f"A quiet evening with the crossword, number {n}" for n in range(POSTS)]))
    given = server.credentials(proxy.url)
    plan = confirmed(home, double, given)
    planned = {entry.item_id for entry in plan.entries}
    # Some answers are lost on the way though it is done, and one says that it is done though it is not.
    proxy.misbehave(
        Fault(hangs_up=True, is_after=True, only=double.is_delete),
        Fault(200, {"content-type": "application/json"}, b"{}", only=double.is_delete),
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.deletion.one_run", str(home), double.platform],
        env={**os.environ, "AUDIT_TUI_PASSPHRASE": PASSPHRASE},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin and process.stdout
    print(
        json.dumps({"server": given.server, "secrets": dict(given.secrets), "scopes": list(given.scopes)}),
        file=process.stdin,
        flush=True,
    )
    kills, told = 0, ""
    for number in range(200):
        # Each run gets a little further than the one before, and begins anew with the shortest.
        at = 1 + number % 29 if kills < MOST_KILLS else 0
        print(at, number * 16, file=process.stdin, flush=True)
        told = process.stdout.readline().strip()
        assert told in ("killed", "ended")
        kills += told == "killed"
        with open_vault(home, read_only=True) as vault:
            standing, asked = server.ids(), deletes(double, proxy, ids)
            assert not set(asked) - planned and max(asked.values(), default=0) <= 1
            assert ids - planned <= standing
            states = {entry.item_id: entry.state for entry in vault.plans.get(plan.id).entries}
            assert not [id for id, state in states.items() if state in STATES and id in standing]
            if not deletion.under_way(vault):
                break
    process.stdin.close()
    process.stdout.close()
    assert process.wait(10) == 0
    assert kills >= 30
    assert set(states.values()) <= STATES and server.ids() == ids - planned
    with open_vault(home, read_only=True) as vault:
        vault.check()
        vault.events.verify()
        kept = {one.item.id: one for one in vault.items.by_account(plan.entries[0].account_id)}
        assert set(kept) == ids
        assert all(vault.copies.get(entry.item_row) is not None for entry in plan.entries)
        assert {id for id, one in kept.items() if one.vanished_at is not None} == planned


def test_a_sync_after_a_run_agrees_with_it(double: Double, server: Server, proxy: Proxy, home: Path) -> None:
    server.add([f"A quiet evening with the crossword, number {n}" for n in range(POSTS)])
    given = server.credentials(proxy.url)
    plan = confirmed(home, double, given)
    clock = HeldClock()
    connection = double.connector.open(given, lambda renewed: None, clock)
    with open_vault(home, clock=clock.now) as vault:
        told = deletion.run(vault, plan.id, lambda account: connection, clock)
        assert told.tally.gone == PLANNED and told.left == told.unknown == 0
        clock.pass_by(timedelta(days=1))
        again = double.connector.open(given, lambda renewed: None, clock)
        (account,) = vault.accounts.list()
        synced = syncing.sync(vault, account, again, clock, is_full=True)
        assert (synced.added, synced.changed, synced.vanished) == (0, 0, 0)
        shown = deletion.verify(vault, clock.now())
        assert (shown.reappeared, shown.still_there, shown.waiting) == (0, 0, 0)
        looked = deletion.look_again(vault, lambda account: again, clock)
        assert (looked.still_gone, looked.reappeared, looked.waiting) == (PLANNED, 0, 0)
        assert {entry.state for entry in vault.plans.get(plan.id).entries} == {EntryState.GONE}
