"""Finds out what a Bluesky repository holds: whose it is, and under which key each record stands.

A CAR file lies in no particular order, so the whole tree (a Merkle search tree) is gathered before it is
walked; records stay in the file. Knows nothing of posts. Source: AT Protocol's repository specification.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from libipld import decode_dag_cbor

from connectors.bluesky.addresses import is_did, key_time
from connectors.bluesky.car import Car

NODES_LIMIT = 192 << 20
"""Bytes of tree that are kept, enough for about two million records; what is over counts as missing."""
KEYS_LIMIT = 256 << 20
"""Bytes that the wanted records' keys may take; those over count as missing."""
_KEY_COST = 250
"""Bytes in memory of one address with its key, without the key's own length."""
_KEY_LIMIT = 1024
"""Bytes of a key that are looked at; the protocol allows 830."""
_COMMITS_LIMIT = 100
_COLLECTIONS_LIMIT = 1000
# DAG-CBOR sorts keys by length, so a node begins with `e`, and a commit, whatever its version, with `did`.
_NODE, _COMMIT = b"\x61e", b"\x63did"
_PATH = re.compile(rb"[A-Za-z][A-Za-z0-9.-]{0,316}/[A-Za-z0-9._:~-]{1,512}")


@dataclass(slots=True)
class Tree:
    """One repository's keys."""

    did: str
    revision: str
    """A time-ordered key that grows with every change; empty where it is none."""
    keys: dict[bytes, list[str]] = field(default_factory=dict)
    """Address of a wanted record → its keys, `collection/record key`; several where records are alike."""
    counts: Counter[str] = field(default_factory=Counter)
    """Records of every collection, wanted or not."""
    missing_branches: int = 0
    """Parts of the tree that are damaged or not in the file; how many records hang on them, nobody knows."""
    odd_keys: int = 0
    """Records under a key that is none of the protocol's."""
    over_limit: int = 0
    """Wanted records whose keys are not kept."""
    is_newest: bool = True
    """Whether it is the state that the file's header names."""

    @property
    def is_whole(self) -> bool:
        """Whether the keys are all that the account has."""
        return self.is_newest and not self.missing_branches and not self.over_limit

    @property
    def changed_at(self) -> datetime | None:
        """When the account last changed anything: the export is of this moment or later."""
        return key_time(self.revision)


def read_tree(car: Car, wanted: frozenset[str]) -> Tree | None:
    """The keys of a repository, of the `wanted` collections; None where nothing says whose it is."""
    nodes: dict[bytes, bytes] = {}
    commits: dict[bytes, bytes] = {}
    room = NODES_LIMIT
    for address, block in car:
        if block.startswith(_NODE, 1):
            if len(block) <= room and address not in nodes:
                nodes[address] = block
                room -= len(block)
        elif block.startswith(_COMMIT, 1) and (address == car.root or len(commits) < _COMMITS_LIMIT):
            commits[address] = block
    named = commit_in(commits.get(car.root or b""))
    found = named or _newest(commits)
    if found is None:
        return None
    tree, top = found
    tree.is_newest = named is not None
    _walk(tree, nodes, top, wanted)
    return tree


def _newest(commits: dict[bytes, bytes]) -> tuple[Tree, bytes] | None:
    known = [found for block in commits.values() if (found := commit_in(block))]
    return max(known, key=lambda found: found[0].revision, default=None)


def commit_in(block: bytes | None) -> tuple[Tree, bytes] | None:
    """A tree without keys yet, and the address of its topmost node; None where this is no commit."""
    value = decoded(block)
    if not isinstance(value, dict):
        return None
    did, data, revision = value.get("did"), value.get("data"), value.get("rev")
    if not (isinstance(did, str) and is_did(did) and isinstance(data, bytes)):
        return None
    return Tree(did, revision if isinstance(revision, str) and key_time(revision) else ""), data


def _walk(tree: Tree, nodes: dict[bytes, bytes], top: bytes, wanted: frozenset[str]) -> None:
    """Take in the keys below `top`. A node is taken out when it is met, so that no ring can hold this up."""
    waiting, room = [top], KEYS_LIMIT
    while waiting:
        node = decoded(nodes.pop(waiting.pop(), None))
        if not isinstance(node, dict) or not isinstance(node.get("e"), list):
            tree.missing_branches += 1
            continue
        if isinstance(node.get("l"), bytes):
            waiting.append(node["l"])
        for key, record, branch in entries(node["e"]):
            if branch is not None:
                waiting.append(branch)
            if record is None:
                tree.missing_branches += 1
            elif not _PATH.fullmatch(key):
                tree.odd_keys += 1
            else:
                path = key.decode("ascii")
                collection = path.partition("/")[0]
                if collection in wanted:
                    room -= len(key) + _KEY_COST
                    if room < 0:
                        tree.over_limit += 1
                        continue
                    tree.keys.setdefault(record, []).append(path)
                if collection in tree.counts or len(tree.counts) < _COLLECTIONS_LIMIT:
                    tree.counts[collection] += 1


def entries(told: list[object]) -> Iterator[tuple[bytes, bytes | None, bytes | None]]:
    """(key, address of its record, address of the branch behind it); no record where the node breaks.

    A key leaves out as many bytes as it shares with the one before it, so nothing follows a broken one.
    """
    before = b""
    for entry in told:
        node = entry if isinstance(entry, dict) else {}
        shared, rest, record = node.get("p"), node.get("k"), node.get("v")
        # No `match`, which takes thrice as long over mappings: this runs once for every record.
        if (
            isinstance(shared, int)
            and isinstance(rest, bytes)
            and isinstance(record, bytes)
            and 0 <= shared <= len(before)
        ):
            before = (before[:shared] + rest)[:_KEY_LIMIT]
            branch = node.get("t")
            yield before, record, branch if isinstance(branch, bytes) else None
        else:
            yield b"", None, None
            return


def decoded(block: bytes | None) -> object:
    """What a block holds; None where there is none, or it holds no DAG-CBOR."""
    try:
        return decode_dag_cbor(block) if block is not None else None
    except (ValueError, RecursionError):
        return None
