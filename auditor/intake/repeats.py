"""What is kept of a source's reading, so that the same source need not be read again: no text of a post.

Knows no platform and nothing of how the vault keeps it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from auditor.intake.choice import Choice
from connectors.archive import CHUNK
from connectors.errors import SourceError
from connectors.model import LeftOut, Owner, Unread
from connectors.revision import REVISION
from connectors.source import Inspection, Source

OWNERS = 20
"""A reading that tells of the owner oftener than this is not kept."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source told when it was read to its end, beside the posts themselves."""

    items: int
    """Without those that it repeats."""
    repeated: int
    lacking: int
    unread: tuple[Unread, ...]
    left_out: tuple[LeftOut, ...]
    owners: tuple[Owner, ...]
    accounts: tuple[int, ...]
    """Rows of the vault."""

    def as_json(self) -> dict[str, object]:
        """JSON values, for `of_json`."""
        return asdict(self)


def of_json(told: Mapping[str, Any]) -> Reading:
    """What `Reading.as_json` gave."""
    return Reading(
        items=told["items"],
        repeated=told["repeated"],
        lacking=told["lacking"],
        unread=tuple(Unread(**each) for each in told["unread"]),
        left_out=tuple(LeftOut(**each) for each in told["left_out"]),
        owners=tuple(_owner(each) for each in told["owners"]),
        accounts=tuple(told["accounts"]),
    )


def _owner(told: Mapping[str, Any]) -> Owner:
    lists = {name: tuple(told[name]) for name in ("employers", "conflicts")}
    return Owner(**{**told, **lists})


def scope(source: Source, inspection: Inspection, choice: Choice) -> str:
    """A digest of what a reading depends on beside the content that `Source.digest` covers.

    The importers themselves, what was chosen, what the file's own name may tell (whose it is, when it was
    made), and which media there are.
    """
    made_at = inspection.made_at.isoformat() if inspection.made_at else None
    accounts = [(r.account.platform, r.account.handle, r.account.remote_id) for r in inspection.accounts]
    chosen = (choice.platform, choice.handle)
    complete = inspection.is_complete, inspection.is_complete_by_id
    whole = (REVISION, chosen, complete, made_at, accounts, sorted(source.archive.names))
    return hashlib.blake2b(json.dumps(whole).encode(), digest_size=16).hexdigest()


def is_sound(source: Source, inspection: Inspection) -> bool:
    """Whether every part of the source can be read to its last byte.

    A zip's digest rests on what the zip says of its files: one that was damaged on its way has the digest of
    the whole one, so that nothing may be kept of its reading.
    """
    try:
        for part in inspection.parts:
            with source.archive.open(part.name) as stream:
                while stream.read(CHUNK):
                    pass
    except SourceError:
        return False
    return True
