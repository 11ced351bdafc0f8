"""LinkedIn lets nobody look: a deletion stays unknown until a new export shows that the post is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

import keyring
import pytest

from auditor import connections, deletion, intake
from auditor.model import EntryState, Hold, Outcome, Plan
from auditor.store import Vault, open_vault
from connectors.credentials import Credentials
from tests.connectors.live.doubles.linkedin import FULL, LinkedInStub
from tests.connectors.live.held_clock import HeldClock
from tests.connectors.live.memory_keyring import Memory
from tests.connectors.live.proxy import Fault, Proxy, in_front_of
from tests.fixtures import linkedin_export
from tests.fixtures.linkedin_export import BEGIN, comment, share
from tests.store import examples
from tests.store.examples import finding

WORDS = {1: "An evening in theatre three", 2: "Another", 3: "A third"}


@pytest.fixture
def server() -> Iterator[LinkedInStub]:
    stub = LinkedInStub()
    stub.posts = {f"urn:li:share:{number}": text for number, text in WORDS.items()}
    yield stub
    stub.close()


@pytest.fixture
def proxy(server: LinkedInStub) -> Iterator[Proxy]:
    with in_front_of(server.url) as proxy:
        yield proxy


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def vault(home: Path, clock: HeldClock) -> Iterator[Vault]:
    keyring.set_keyring(Memory())
    with open_vault(home, clock=clock.now) as vault:
        yield vault


Export = Callable[[list[int]], Path]


@pytest.fixture
def export(tmp_path: Path, clock: HeldClock) -> Export:
    """The larger data archive of the day, with these posts."""

    def write(numbers: list[int], comments: tuple[str, ...] = ("a comment", "another")) -> Path:
        shares = [share(n, WORDS[n], BEGIN - timedelta(days=n)) for n in numbers]
        content = linkedin_export.files(shares, [comment(text) for text in comments])
        return linkedin_export.write_zip(
            tmp_path / f"Complete_LinkedInDataExport_{clock.now():%m-%d-%Y}.zip", content
        )

    return write


@pytest.fixture
def plan(vault: Vault, server: LinkedInStub, proxy: Proxy, clock: HeldClock, export: Export) -> Plan:
    """Confirmed: the first post is to go."""
    intake.take_in(vault, [export([1, 2, 3])], now=clock.now())
    token = MappingProxyType({"access_token": server.grant(*FULL)})
    stored = connections.connect(
        vault, "linkedin", Credentials(proxy.url, token, FULL, may_delete=True), clock
    )
    row = next(one.id for one in vault.items.by_account(stored.id) if one.item.id == "urn:li:share:1")
    examples.audit(vault, stored.id, {row: [finding("a", str(row))]})
    vault.decisions.decide([finding("a").fingerprint], Outcome.DELETE, "", clock.now())
    made = deletion.draft(vault, clock.now())
    deletion.answer_hold(vault, made.id, Hold(False, "", clock.now()))
    deletion.preserve(vault, made.id)
    return deletion.confirm(vault, made.id, 1, clock.now())


def _run(vault: Vault, plan: Plan, clock: HeldClock) -> EntryState:
    opened = lambda account: connections.opened(vault, account, clock)  # noqa: E731
    deletion.run(vault, plan.id, opened, clock)
    return _state(vault, plan)


def _state(vault: Vault, plan: Plan) -> EntryState:
    (entry,) = vault.plans.get(plan.id).entries
    return entry.state


def _imported(vault: Vault, path: Path, clock: HeldClock) -> None:
    intake.take_in(vault, [path], now=clock.now())
    deletion.verify(vault, clock.now())


def test_a_deletion_is_proven_by_the_next_export_and_not_before(
    vault: Vault, plan: Plan, server: LinkedInStub, proxy: Proxy, clock: HeldClock, export: Export
) -> None:
    assert _run(vault, plan, clock) is EntryState.UNKNOWN
    assert "urn:li:share:1" not in server.ids()
    assert _run(vault, plan, clock) is EntryState.UNKNOWN, "nobody may look"
    assert sum(request.method == "DELETE" for request in proxy.requests) == 1
    clock.pass_by(timedelta(days=2))
    _imported(vault, export([2, 3]), clock)
    assert _state(vault, plan) is EntryState.GONE


def test_a_success_that_was_none_is_never_called_gone(
    vault: Vault, plan: Plan, server: LinkedInStub, proxy: Proxy, clock: HeldClock, export: Export
) -> None:
    proxy.misbehave(Fault(204, body=b"", only=lambda request: request.method == "DELETE"))
    assert _run(vault, plan, clock) is EntryState.UNKNOWN
    clock.pass_by(timedelta(days=2))
    _imported(vault, export([1, 2, 3]), clock)
    assert _state(vault, plan) is not EntryState.GONE
    assert "urn:li:share:1" in server.ids()


def test_an_export_of_before_the_deletion_proves_nothing(
    vault: Vault, plan: Plan, clock: HeldClock, tmp_path: Path
) -> None:
    assert _run(vault, plan, clock) is EntryState.UNKNOWN
    older = linkedin_export.files([share(2, WORDS[2], BEGIN)])
    _imported(
        vault,
        linkedin_export.write_zip(tmp_path / "Complete_LinkedInDataExport_01-02-2026.zip", older),
        clock,
    )
    assert _state(vault, plan) is EntryState.UNKNOWN


def test_a_comment_that_an_export_leaves_out_is_not_called_gone(
    vault: Vault, plan: Plan, clock: HeldClock, export: Export
) -> None:
    clock.pass_by(timedelta(days=2))
    before = {one.item.id for one in vault.items.by_account(1)}
    _imported(vault, export([2, 3], ("another",)), clock)  # type: ignore[call-arg]
    vanished = {one.item.text for one in vault.items.by_account(1) if one.vanished_at}
    assert vanished == {WORDS[1]}
    assert before == {one.item.id for one in vault.items.by_account(1)}
