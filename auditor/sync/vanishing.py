"""Tells what has vanished after a list was read whole, and doubts a list that shows far too little.

Some platforms answer with an empty list where a right is missing, and a list may break off: what would go all
at once is looked at piece by piece before it is believed. Knows no platform and no SQL.
"""

from __future__ import annotations

from collections.abc import Sequence

from auditor.store import Missing, StreamState, Vault
from auditor.sync.patience import Patience
from connectors.live import Connection, Presence, Stream

FEW = 10
"""So many may vanish without further looks, if the list shows something at all."""
SHARE = 4
"""One for every so many that the list shows may vanish without further looks."""
LOOKS = 5
"""How many of those that are missing are looked at."""


def conclude(
    vault: Vault,
    connection: Connection,
    patience: Patience,
    stream: Stream,
    state: StreamState,
    run: int,
    doubts: list[str],
) -> int:
    """Note what has vanished, by a list that was read to its end; return how many items.

    Where something could not be read, nothing can be told to be missing. `doubts` is added to.
    Raises: LiveError, PartlyDone, Stopped; the list is concluded the next time then.
    """
    streams = vault.streams
    if state.lacking:
        doubts.append(
            f"Of the {stream.name}, {state.lacking:,} could not be read: nothing was marked as vanished."
        )
        streams.conclude(state)
        return 0
    missing = _without(vault, stream, streams.missing(state, stream.kinds, reaches_back=stream.reaches_back))
    if _is_doubtful(missing) and not _are_gone(vault, connection, patience, missing.rows):
        doubts.append(
            f"The platform shows {missing.seen:,} {stream.name} and leaves {len(missing.rows):,} away "
            "that may still be there: nothing was marked as vanished."
        )
        streams.conclude(state)
        return 0
    kinds = [kind.value for kind in stream.kinds]
    streams.conclude(
        state,
        vanished=missing.rows,
        source_id=run,
        kinds=kinds,
        reaches_back=stream.reaches_back,
        without=stream.without,
    )
    return len(missing.rows)


def _without(vault: Vault, stream: Stream, missing: Missing) -> Missing:
    """What is missing, but for what the list may leave out though it stands."""
    if not stream.without:
        return missing
    rows = [row for row in missing.rows if not stream.without & vault.items.get(row).item.extra.keys()]
    return Missing(missing.seen, tuple(rows))


def _is_doubtful(missing: Missing) -> bool:
    gone = len(missing.rows)
    return gone > 0 and (missing.seen == 0 or gone > max(FEW, missing.seen // SHARE))


def _are_gone(vault: Vault, connection: Connection, patience: Patience, rows: Sequence[int]) -> bool:
    """Whether the platform says of each of a few of them, one by one, that it is gone."""
    every = max(1, len(rows) // LOOKS)
    for row in rows[::every][:LOOKS]:
        item = vault.items.on_platform(vault.items.get(row))
        if item is None:
            return False
        sight = patience.ask(lambda item=item: connection.exists(item), connection)  # type: ignore[misc]
        if sight.presence is not Presence.GONE:
            return False
    return True
