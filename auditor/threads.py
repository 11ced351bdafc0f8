"""The second pass of an audit: what posts say of one patient only together, from traces in the vault.

Must not know any rule's weights or any SQL. Costs a look at the traces where nothing has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC
from hashlib import blake2b
from typing import TYPE_CHECKING

from auditor import engine
from auditor.engine.gathering import Surroundings, gatherings
from auditor.engine.reading import AccountContext
from auditor.engine.rules.phi import thread_mosaic
from auditor.engine.surroundings import surroundings
from auditor.engine.thread import Told
from auditor.engine.trace import unpacked
from connectors.model import Owner

if TYPE_CHECKING:
    from auditor.store import StoredTrace, Vault


def find(vault: Vault, audit_id: int, owner: Owner, accounts: Iterable[AccountContext]) -> None:
    """Keep what all posts that are there say together; what they no longer say becomes resolved."""
    around = surroundings(owner, accounts)
    state = _state(vault.traces.each(), around)
    if state == vault.traces.state():
        return
    found = [
        (told.number, finding)
        for gathering in gatherings(_told(vault.traces.each()), around)
        for told, finding in thread_mosaic.findings(gathering, around)
    ]
    vault.traces.record(audit_id, found, state)


def _told(traces: Iterable[StoredTrace]) -> Iterator[Told]:
    for one in traces:
        posted = one.created_at
        yield Told(
            one.platform,
            one.handle,
            one.item_id,
            one.kind,
            posted.astimezone(UTC) if posted.tzinfo else posted.replace(tzinfo=UTC),
            unpacked(one.packed),
            one.is_covered,
            one.item_row,
        )


def _state(traces: Iterable[StoredTrace], around: Surroundings) -> str:
    """A digest of all that the findings depend on."""
    digest = blake2b(digest_size=16)
    digest.update(f"{engine.ruleset()} {sorted(around.where)} {around.home}".encode("utf-8", "surrogatepass"))
    for one in traces:
        told = f"{one.item_row} {one.platform} {one.handle} {one.item_id} {one.created_at} {one.is_covered}"
        digest.update(told.encode("utf-8", "surrogatepass") + one.packed.encode())
    return digest.hexdigest()
