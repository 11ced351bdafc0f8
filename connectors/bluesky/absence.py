"""Tells from a repository's own proof whether a record stands in it, however the server shows it to others.

A record that moderators have hidden is answered like one that never was, and is still there; the proof (the
branch of the repository's tree where the record would hang) tells them apart. Pure; who signed the repository
is not checked. Source: AT Protocol's repository specification; lexicon `com.atproto.sync.getRecord`.
"""

from __future__ import annotations

from io import BytesIO

from connectors.bluesky.car import Car
from connectors.bluesky.tree import commit_in, decoded, entries

_DEEPEST = 64
"""Levels of a tree; a million records take ten."""


def stands(proof: bytes, did: str, path: str) -> bool | None:
    """Whether `path` (`collection/record key`) is in the repository; None where the proof shows neither."""
    car = Car(BytesIO(proof))
    blocks = dict(car)
    commit = commit_in(blocks.get(car.root or b""))
    if commit is None or commit[0].did != did:
        return None
    branch: bytes | None = commit[1]
    for _ in range(_DEEPEST):
        if branch is None:
            return False
        node = decoded(blocks.get(branch))
        if not isinstance(node, dict) or not isinstance(node.get("e"), list):
            return None
        left = node.get("l")
        branch = left if isinstance(left, bytes) else None
        for key, record, after in entries(node["e"]):
            if record is None:
                return None
            if key == path.encode():
                return True
            if key > path.encode():
                break
            branch = after
    return None
