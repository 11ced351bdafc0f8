"""Reads Bluesky's export: `repo.car`, alone, in a zip or in a folder.

A CAR file lies in no order and may not be held whole, so it is read twice: once for the tree, which tells the
key of every record and how many there are, once for the records. Knows nothing of auditing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from posixpath import basename

from libipld import decode_dag_cbor

from connectors.archive import Archive
from connectors.bluesky.car import Car, begins_like_car
from connectors.bluesky.posts import DESCRIBED, POST, PROFILE, REPOST, account, item, own_parent
from connectors.bluesky.tree import Tree, read_tree
from connectors.errors import DamagedSource
from connectors.file_names import distinct, plain
from connectors.model import AccountRecord, LeftOut, Record, Unread
from connectors.own_parents import OwnParents
from connectors.part_reading import Unfit
from connectors.source import Format, Inspection, Part, Source

KIND = "bluesky-export"
_HEAD = 64
_ITEMS = frozenset({POST, REPOST, *DESCRIBED})
_AGAIN = "Download it again: on Bluesky under Settings → Account → Export my data."
# A post's `$type` as DAG-CBOR writes it: finds posts whose key is lost, without decoding every block.
_POST_MARK = b"\x65$type\x72app.bsky.feed.post"
_RULES = "settings, no words of yours"
_LEFT_OUT = {
    PROFILE: ("further profiles", "Bluesky shows only one"),
    "app.bsky.actor.status": ("a live status", "it ends by itself after some hours"),
    "app.bsky.feed.like": ("likes", "other people's words"),
    "app.bsky.feed.postgate": ("who may quote a post", _RULES),
    "app.bsky.feed.threadgate": ("who may answer a post", _RULES),
    "app.bsky.graph.block": ("blocks", "other people's accounts"),
    "app.bsky.graph.follow": ("follows", "other people's accounts"),
    "app.bsky.graph.listblock": ("blocked lists", "other people's accounts"),
    "app.bsky.graph.listitem": ("who is on lists", "other people's accounts"),
    "app.bsky.graph.verification": ("verifications", "other people's accounts"),
    "app.bsky.labeler.service": ("a labelling service", "names of labels, for programs"),
    "app.bsky.notification.declaration": ("who may be notified", _RULES),
    "chat.bsky.actor.declaration": ("who may write messages", _RULES),
}
_NAMED = 40
"""How many collections of other programs are named; the rest is counted together."""


@dataclass(frozen=True, slots=True)
class _Repository:
    """One account's file."""

    name: str
    tree: Tree
    account: AccountRecord
    has_profile: bool
    """Whether the tree lists one, be it readable or not."""

    @property
    def items(self) -> int:
        return sum(count for collection, count in self.tree.counts.items() if collection in _ITEMS)


class BlueskyExport(Source):
    """One Bluesky export, or several accounts' in one folder; of one account only the newest is read."""

    kind = KIND
    platform = "bluesky"
    title = "Bluesky's export"

    def __init__(self, archive: Archive, names: list[str]) -> None:
        super().__init__(archive)
        self._names = names

    @property
    def expected(self) -> int:
        return sum(each.items for each in self._repositories)

    @property
    def is_complete(self) -> bool:
        return all(each.tree.is_whole for each in self._repositories) and not self._anonymous

    @property
    def made_at(self) -> datetime | None:
        """When the account last changed, which the export does not precede; of several the earliest."""
        moments = [each.tree.changed_at for each in self._repositories]
        known = [each for each in moments if each is not None]
        return min(known) if len(known) == len(moments) else None

    def digest(self) -> str:
        return self.archive.digest(self._names)

    def inspect(self) -> Inspection:
        parts = tuple(
            Part(each.name, "posts, reposts and profile", each.items, self.archive.entry(each.name).size)
            for each in self._repositories
        )
        return Inspection(
            kind=KIND,
            platform="bluesky",
            title=self.title,
            accounts=tuple(each.account for each in self._repositories),
            parts=parts,
            expected=self.expected,
            is_complete=self.is_complete,
            made_at=self.made_at,
            left_out=tuple(self._left_out()),
            warnings=() if self.is_complete else (f"Parts of it are damaged or missing. {_AGAIN}",),
        )

    def _stream(self) -> Iterator[Record]:
        for each in self._repositories:
            yield each.account
            yield from self._records(each)
        for name in self._anonymous:
            yield Unread(basename(name), f"it breaks off before it says whose it is. {_AGAIN}")

    def _records(self, repository: _Repository) -> Iterator[Record]:
        tree, part = repository.tree, basename(repository.name)
        did, parents = tree.did, OwnParents()
        waiting, unread = dict(tree.keys), Counter[str]()
        with self.archive.open(repository.name) as stream:
            for address, block in Car(stream):
                paths = waiting.pop(address, None)
                if paths is None:
                    if not tree.is_whole and address not in tree.keys and _POST_MARK in block:
                        unread["a post has lost its place in the account"] += 1
                    continue
                for path in paths:
                    if path.startswith(PROFILE):
                        continue
                    try:
                        found = item(path, decode_dag_cbor(block), did, self._media)
                    except (ValueError, RecursionError):
                        unread["a record is not valid DAG-CBOR"] += 1
                    except Unfit as problem:
                        unread[str(problem)] += 1
                    else:
                        yield from parents.take(found, own_parent(found, did))
        yield from parents.rest()
        unread["a record is damaged or missing"] = sum(
            not path.startswith(PROFILE) for paths in waiting.values() for path in paths
        )
        unread["the profile is damaged or missing"] = int(
            repository.has_profile and repository.account.profile is None
        )
        unread["a part of the list of posts is damaged or missing"] = tree.missing_branches
        unread["a record has an address that Bluesky does not give"] = tree.odd_keys
        unread["there are more records than can be read"] = tree.over_limit
        unread["the account's newest state is damaged or missing"] = int(not tree.is_newest)
        for reason, count in unread.items():
            if count:
                yield Unread(part, reason, count)

    def _left_out(self) -> Iterator[LeftOut]:
        counts: Counter[str] = Counter()
        for each in self._repositories:
            counts.update(each.tree.counts)
            counts[PROFILE] -= each.has_profile
        others = [(name, count) for name, count in counts.items() if name not in _ITEMS and count]
        unnamed = 0
        for number, (collection, count) in enumerate(sorted(others)):
            if collection in _LEFT_OUT:
                yield LeftOut(*_LEFT_OUT[collection], count)
            elif number < _NAMED:
                yield LeftOut(f"{collection} records", "of another program than Bluesky", count)
            else:
                unnamed += count
        if unnamed:
            yield LeftOut("further records", "of other programs than Bluesky", unnamed)
        if self._older:
            why = "a newer one of the same account is there"
            yield LeftOut("older exports", why, len(self._older))

    @property
    def _repositories(self) -> list[_Repository]:
        return self._read[0]

    @property
    def _older(self) -> list[str]:
        return self._read[1]

    @property
    def _anonymous(self) -> list[str]:
        return self._read[2]

    @cached_property
    def _read(self) -> tuple[list[_Repository], list[str], list[str]]:
        """Every account's newest repository, the files of older ones, and files that tell no account.

        Raises: DamagedSource where none says.
        """
        trees: dict[str, tuple[str, Tree]] = {}
        older: list[str] = []
        anonymous: list[str] = []
        for name in distinct(self.archive, self._names):
            tree = self._tree(name)
            if tree is None:
                anonymous.append(name)
                continue
            known = trees.get(tree.did)
            if known is None or _rank(tree) > _rank(known[1]):
                trees[tree.did] = name, tree
                name = known[0] if known else ""
            if name:
                older.append(name)
        if not trees:
            raise DamagedSource("It breaks off before it says whose it is.", _AGAIN)
        return [self._with_account(*each) for each in trees.values()], older, anonymous

    def _tree(self, name: str) -> Tree | None:
        try:
            with self.archive.open(name) as stream:
                return read_tree(Car(stream), _ITEMS | {PROFILE})
        except DamagedSource:
            return None

    def _with_account(self, name: str, tree: Tree) -> _Repository:
        """Find the profile, which may lie anywhere, and has to be known before the first item."""
        wanted = {address for address, paths in tree.keys.items() if f"{PROFILE}/self" in paths}
        profile: object = None
        if wanted:
            with self.archive.open(name) as stream:
                block = next((block for address, block in Car(stream) if address in wanted), b"")
            with suppress(ValueError, RecursionError):
                profile = decode_dag_cbor(block)
        told = account(tree.did, profile, tree.changed_at)
        return _Repository(name, tree, told, bool(wanted))

    @cached_property
    def _media(self) -> dict[str, str]:
        """Media that were downloaded beside the repository, by their CID, which is what tools name them."""
        return {
            basename(name).partition(".")[0]: name
            for name in self.archive.names
            if basename(name).startswith("bafkrei")
        }


def _rank(tree: Tree) -> tuple[str, int, int]:
    return tree.revision, -tree.missing_branches, sum(tree.counts.values())


def _cars(archive: Archive) -> list[str]:
    """CAR files by their beginning; looked for under their usual name, and in a file that is alone."""
    names = [name for name in archive.names if plain(name).endswith(".car")]
    return names or (list(archive.names) if len(archive.names) == 1 else [])


def _readable(archive: Archive) -> list[str]:
    return [name for name in _cars(archive) if begins_like_car(archive.read(name, _HEAD))]


def _recognise(archive: Archive) -> bool:
    found = bool(_readable(archive))
    if not found and any(plain(name).endswith(".car") for name in archive.names):
        raise DamagedSource("A file in it is named like Bluesky's repo.car, and is none.", _AGAIN)
    return found


def _open(archive: Archive) -> Source:
    return BlueskyExport(archive, _readable(archive))


FORMATS = (Format(KIND, "bluesky", BlueskyExport.title, _recognise, _open),)
