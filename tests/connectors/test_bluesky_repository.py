"""Bluesky's repository file: blocks, tree, damage and malice. What records say is tested beside this."""

from __future__ import annotations

import io
import random
import time
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from connectors.bluesky import car as car_module
from connectors.bluesky import tree as tree_module
from connectors.bluesky.addresses import key_time
from connectors.bluesky.car import BLOCK_LIMIT, Car
from connectors.bluesky.tree import read_tree
from connectors.errors import DamagedSource
from tests.connectors.reading import Read, read
from tests.fixtures.atproto_repository import (
    DID,
    Link,
    Repository,
    as_text,
    car,
    cid_of,
    commit,
    depth,
    encoded,
    header,
    repository,
    section,
    tid,
    tree,
    varint,
)
from tests.fixtures.bluesky_export import key, post, posts, profile

VALUE = cid_of(b"any block")
POST = "app.bsky.feed.post"


def _read(tmp_path: Path, file: bytes) -> Read:
    path = tmp_path / "repo.car"
    path.write_bytes(file)
    return read(path)


def _account(count: int) -> Repository:
    """An account with `count` posts, `post 0` and so on, and a profile."""
    return repository(posts(*(post(f"post {number}") for number in range(count))) | _profile())


def _profile() -> dict[str, object]:
    return {"app.bsky.actor.profile/self": profile()}


def _texts(count: int) -> list[str]:
    return sorted(f"post {number}" for number in range(count))


def _lacking(found: Read) -> dict[str, int]:
    return {each.reason: each.count for each in found.unread}


PUBLISHED = [
    ([], "bafyreie5737gdxlw5i64vzichcalba3z2v5n6icifvx5xytvske7mr3hpm"),
    (["3jqfcqzm3fo2j"], "bafyreibj4lsc3aqnrvphp5xmrnfoorvru4wynt6lwidqbm2623a6tatzdu"),
    (["3jqfcqzm3fx2j"], "bafyreih7wfei65pxzhauoibu3ls7jgmkju4bspy4t2ha2qdjnzqvoy33ai"),
    (
        ["3jqfcqzm3fp2j", "3jqfcqzm3fr2j", "3jqfcqzm3fs2j", "3jqfcqzm3ft2j", "3jqfcqzm4fc2j"],
        "bafyreicmahysq4n6wfuxo522m6dpiy7z7qzym3dzs756t5n7nfdgccwq7m",
    ),
    (
        ["3jqfcqzm3ft2j", "3jqfcqzm3fz2j", "3jqfcqzm3fx2j"],
        "bafyreiavxaxdz7o7rbvr3zg2liox2yww46t7g6hkehx4i4h3lwudly7dhy",
    ),
]
"""Record keys, and the tree's root address that the protocol's own tests give (bluesky-social/atproto)."""


@pytest.mark.parametrize(("keys", "root"), PUBLISHED)
def test_the_fixtures_trees_are_the_protocols(keys: list[str], root: str) -> None:
    value = bytes.fromhex("01711220") + bytes.fromhex(
        "9d156bc3f3a520066252c708a9361fd3d089223842500e3713d404fdccb33cef"
    )
    assert as_text(value) == "bafyreie5cvv4h45feadgeuwhbcutmh6t2ceseocckahdoe6uat64zmz454"
    assert as_text(tree({f"com.example.record/{key}": value for key in keys})[0]) == root


@pytest.mark.parametrize(
    ("name", "layer"),
    [
        ("2653ae71", 0),
        ("blue", 1),
        ("app.bsky.feed.post/454397e440ec", 4),
        ("app.bsky.feed.post/9adeb165882c", 8),
    ],
)
def test_the_fixtures_layers_are_the_specifications(name: str, layer: int) -> None:
    assert depth(name.encode()) == layer


@pytest.mark.parametrize("order", range(6))
def test_every_record_gets_its_address_whatever_the_order_of_blocks(order: int, tmp_path: Path) -> None:
    whole = _account(300)
    assert max(depth(each.encode()) for each in whole.records) >= 3
    blocks = whole.blocks
    random.Random(order).shuffle(blocks)
    found = _read(tmp_path, car(whole.root, blocks))
    assert {each.id: each.text for each in found.items} == {
        f"at://{DID}/{POST}/{key(number)}": f"post {number}" for number in range(300)
    }
    assert (found.unread, found.inspection.expected) == ([], 300)
    assert found.accounts[0].account.remote_id == DID


def test_keys_share_beginnings_within_a_node_and_over_collections(tmp_path: Path) -> None:
    names = [f"{POST}/{'a' * length}" for length in range(1, 60)] + [f"{POST}gate/x", "app.bsky.feed.like/a"]
    found = _read(tmp_path, repository({name: post(name) for name in names}).car)
    assert sorted(each.text for each in found.items) == sorted(name for name in names if f"{POST}/" in name)
    assert sorted(each.what for each in found.inspection.left_out) == ["likes", "who may quote a post"]


def test_an_empty_account_is_an_account(tmp_path: Path) -> None:
    found = _read(tmp_path, repository({}).car)
    assert (found.items, found.unread, found.inspection.expected) == ([], [], 0)
    assert found.accounts[0].profile is None


def test_what_earlier_versions_left_behind_is_not_read(tmp_path: Path) -> None:
    old = repository(posts(post("first"), post("deleted since"), post("before the edit")), revision=tid(1))
    new = repository(posts(post("first")) | {f"{POST}/{key(2)}": post("after the edit")}, revision=tid(2))
    found = _read(tmp_path, car(new.root, [*old.blocks, *new.blocks]))
    assert sorted(found.texts) == ["after the edit", "first"]
    assert found.unread == []


def test_blocks_that_stand_in_it_twice_are_read_once(tmp_path: Path) -> None:
    whole = _account(20)
    found = _read(tmp_path, car(whole.root, [*whole.blocks, *whole.blocks]))
    assert sorted(found.texts) == _texts(20)


def test_records_that_are_alike_share_a_block_and_keep_their_addresses(tmp_path: Path) -> None:
    found = _read(tmp_path, repository(posts(post("same"), post("same"), post("other"))).car)
    assert {each.id for each in found.items} == {f"at://{DID}/{POST}/{key(number)}" for number in range(3)}


def test_blocks_of_other_sorts_are_passed_over(tmp_path: Path) -> None:
    whole = _account(20)
    picture, old = b"\x01\x55\x12\x20" + bytes(32), b"\x12\x20" + bytes(32)
    file = header(whole.root)
    for block in whole.blocks:
        file += section(b"\x89PNG" * 500, picture) + section(block) + section(b"older form", old)
    found = _read(tmp_path, file)
    assert (sorted(found.texts), found.unread) == (_texts(20), [])


@pytest.mark.parametrize("where", range(0, 120, 7))
def test_one_damaged_byte_costs_one_record(where: int, tmp_path: Path) -> None:
    whole = _account(30)
    victim = whole.records[f"{POST}/{key(11)}"]
    at = whole.car.index(section(victim))
    file = bytearray(whole.car)
    file[at + where % len(section(victim))] ^= 0x5A
    found = _read(tmp_path, bytes(file))
    assert sorted(found.texts) == [text for text in _texts(30) if text != "post 11"]
    assert _lacking(found) == {"a record is damaged or missing": 1}


@pytest.mark.parametrize("seed", range(40))
def test_damage_anywhere_loses_posts_and_never_changes_one(seed: int, tmp_path: Path) -> None:
    whole, dice = _account(60), random.Random(seed)
    # Without its commit a file says of nobody whose it is.
    start = car(whole.root, [whole.commit])
    file = bytearray(car(whole.root, [whole.commit, *whole.blocks]))
    for _ in range(dice.randrange(1, 12)):
        file[dice.randrange(len(start), len(file))] ^= dice.randrange(1, 256)
    found = _read(tmp_path, bytes(file))
    texts = {f"at://{DID}/{POST}/{key(number)}": f"post {number}" for number in range(60)}
    assert {each.id: each.text for each in found.items}.items() <= texts.items()
    assert len(found.items) == 60 or found.unread


@pytest.mark.parametrize("wrong", [0, 1, 36, 50, 5_000, BLOCK_LIMIT, 2**28, 2**63, 2**70])
def test_a_wrong_size_costs_one_record(wrong: int, tmp_path: Path) -> None:
    whole = _account(30)
    victim = whole.records[f"{POST}/{key(11)}"]
    file = whole.car.replace(section(victim), varint(wrong) + cid_of(victim) + victim)
    found = _read(tmp_path, file)
    assert sorted(found.texts) == [text for text in _texts(30) if text != "post 11"]
    assert _lacking(found) == {"a record is damaged or missing": 1}


def test_bytes_between_blocks_cost_nothing(tmp_path: Path) -> None:
    whole = _account(30)
    noise = random.Random(1)
    file = header(whole.root) + b"".join(noise.randbytes(99) + section(block) for block in whole.blocks)
    found = _read(tmp_path, file)
    assert (sorted(found.texts), found.unread) == (_texts(30), [])


def test_a_block_under_an_address_that_does_not_fit_it_is_not_believed(tmp_path: Path) -> None:
    whole = repository(posts(post("mine"), post("also mine")))
    forged = encoded(post("put into my mouth"))
    real = whole.records[f"{POST}/{key(0)}"]
    file = header(whole.root) + section(forged, cid_of(real)) + b"".join(map(section, whole.blocks[:]))
    assert sorted(_read(tmp_path, file).texts) == ["also mine", "mine"]
    blocks = [block for block in whole.blocks if block != real]
    found = _read(
        tmp_path, header(whole.root) + section(forged, cid_of(real)) + b"".join(map(section, blocks))
    )
    assert found.texts == ["also mine"]
    assert _lacking(found) == {"a record is damaged or missing": 1}


def test_a_file_that_breaks_off_keeps_what_came(tmp_path: Path) -> None:
    whole = _account(100)
    first = [whole.commit, *whole.nodes]
    rest = [block for block in whole.blocks if block not in first]
    file = car(whole.root, [*first, *rest])
    found = _read(tmp_path, file[: len(file) * 2 // 3])
    reasons = _lacking(found)
    lost_profile = reasons.pop("the profile is damaged or missing", 0)
    assert set(reasons) == {"a record is damaged or missing"}
    assert 0 < len(found.items) < 100
    assert len(found.items) + sum(reasons.values()) == 100
    assert (found.accounts[0].profile is None) == bool(lost_profile)


def test_a_missing_branch_costs_only_what_hangs_on_it(tmp_path: Path) -> None:
    whole = _account(200)
    leaf = next(node for node in whole.nodes if node != whole.nodes[-1])
    found = _read(tmp_path, car(whole.root, [block for block in whole.blocks if block != leaf]))
    reasons = _lacking(found)
    assert reasons["a part of the list of posts is damaged or missing"] == 1
    assert 0 < reasons["a post has lost its place in the account"] < 20
    assert len(found.items) + reasons["a post has lost its place in the account"] == 200
    assert len(reasons) == 2
    assert not found.inspection.is_complete
    assert "Download it again" in found.inspection.warnings[0]


def test_without_its_topmost_node_every_post_is_counted_as_lost(tmp_path: Path) -> None:
    whole = _account(50)
    found = _read(tmp_path, car(whole.root, [block for block in whole.blocks if block != whole.nodes[-1]]))
    assert found.items == []
    assert _lacking(found)["a post has lost its place in the account"] == 50


def test_where_the_newest_state_is_lost_the_one_before_is_read_and_that_is_said(tmp_path: Path) -> None:
    old, older = _account(5), repository(posts(post("x")), revision=tid(1))
    file = car(cid_of(b"a commit that is not there"), [*older.blocks, *old.blocks])
    found = _read(tmp_path, file)
    assert sorted(found.texts) == _texts(5)
    assert not found.inspection.is_complete
    assert _lacking(found)["the account's newest state is damaged or missing"] == 1


def test_the_header_tells_which_state_counts_not_the_revision(tmp_path: Path) -> None:
    named = repository(posts(post("named")), revision=tid(1))
    other = repository(posts(post("other")), revision=tid(2))
    assert _read(tmp_path, car(named.root, [*other.blocks, *named.blocks])).texts == ["named"]


@pytest.mark.parametrize("did", ["", "wren.example", "did:plc:a b", "did:plc:" + "a" * 3000, None, 7, b"did"])
def test_a_file_that_does_not_say_whose_it_is_is_refused(did: Any, tmp_path: Path) -> None:
    whole = _account(3)
    signed = commit(whole.top, did)
    with pytest.raises(DamagedSource, match="whose"):
        _read(tmp_path, car(cid_of(signed), [signed, *whole.nodes, *whole.records.values()]))


def test_commits_of_the_version_before_are_read(tmp_path: Path) -> None:
    """Version 2 had no revision."""
    whole = _account(3)
    signed = encoded({"did": DID, "version": 2, "data": Link(whole.top), "prev": None, "sig": b"\x5a"})
    found = _read(tmp_path, car(cid_of(signed), [signed, *whole.nodes, *whole.records.values()]))
    assert sorted(found.texts) == _texts(3)
    assert found.inspection.made_at is None


def test_a_record_that_is_no_valid_cbor_costs_only_itself(tmp_path: Path) -> None:
    whole = repository(posts(*(post(f"post {number}") for number in range(3))))
    broken = {
        f"{POST}/{key(3)}": b"\x81" * 100_000 + b"\x01",
        f"{POST}/{key(4)}": encoded(post("half a pair \ud800")),
        f"{POST}/{key(5)}": b"\x9b\x7f\xff\xff\xff\xff\xff\xff\xff",
        f"{POST}/{key(6)}": encoded(["no object"]),
    }
    records = whole.records | broken
    top, nodes = tree({name: cid_of(block) for name, block in records.items()})
    signed = commit(top)
    found = _read(tmp_path, car(cid_of(signed), [signed, *nodes.values(), *records.values()]))
    assert sorted(found.texts) == _texts(3)
    assert _lacking(found) == {
        "a record is not valid DAG-CBOR": 3,
        "a record is in another form than Bluesky's": 1,
    }


def test_a_post_of_a_megabyte_is_read_and_a_block_over_the_limit_is_not(tmp_path: Path) -> None:
    found = _read(tmp_path, repository(posts(post("a" * 1_000_000), post("b" * BLOCK_LIMIT), post("c"))).car)
    assert sorted(map(len, found.texts)) == [1, 1_000_000]
    assert _lacking(found) == {"a record is damaged or missing": 1}


@pytest.mark.parametrize(
    "path",
    ["no-slash", "app.bsky.feed.post/a/b", "app.bsky.feed.post/ä", f"{POST}/{'a' * 600}", f"{POST}/\x1b[2J"],
)
def test_addresses_that_bluesky_does_not_give_are_counted(path: str, tmp_path: Path) -> None:
    found = _read(tmp_path, repository(posts(post("one")) | {path: post("odd")}).car)
    assert found.texts == ["one"]
    assert _lacking(found) == {"a record has an address that Bluesky does not give": 1}


@pytest.mark.parametrize(
    "spoil",
    [
        {"p": 9999},
        {"p": -1},
        {"p": "1"},
        {"k": "text"},
        {"v": None},
        {"v": "bafy"},
    ],
    ids=repr,
)
def test_a_node_that_is_wrong_in_itself_is_counted(spoil: dict[str, Any], tmp_path: Path) -> None:
    whole = repository(
        posts(post("one"), post("two")),
        hook=lambda node: node | {"e": [each | spoil for each in node["e"]]},
    )
    found = _read(tmp_path, whole.car)
    assert found.items == []
    assert _lacking(found)["a part of the list of posts is damaged or missing"] >= 1


def _node(left: bytes | None, *entries: tuple[str, bytes, bytes | None]) -> bytes:
    return encoded(
        {
            "l": Link(left) if left else None,
            "e": [
                {"p": 0, "k": name.encode(), "v": Link(value), "t": Link(branch) if branch else None}
                for name, value, branch in entries
            ],
        }
    )


def test_a_tree_that_repeats_its_branches_is_walked_once(tmp_path: Path) -> None:
    """Forty nodes that name each other twice would be walked a million million times."""
    record = encoded(post("deep"))
    nodes = [_node(None, (f"{POST}/{key(0)}", cid_of(record), None))]
    for number in range(1, 40):
        below = cid_of(nodes[-1])
        nodes.append(_node(below, (f"{POST}/{key(number)}", VALUE, below)))
    signed = commit(cid_of(nodes[-1]))
    before = time.process_time()
    found = _read(tmp_path, car(cid_of(signed), [signed, *nodes, record]))
    assert time.process_time() - before < 5
    assert found.texts == ["deep"]
    assert _lacking(found)["a part of the list of posts is damaged or missing"] == 39


def test_a_ring_ends() -> None:
    """No file can hold one whose hashes fit; the walk does not rely on that."""
    first, second = cid_of(b"first"), cid_of(b"second")
    signed = commit(first)
    blocks = [
        (cid_of(signed), signed),
        (first, _node(second, (f"{POST}/a", VALUE, first))),
        (second, _node(first, (f"{POST}/b", VALUE, second))),
    ]

    class Ring(SimpleNamespace):
        def __iter__(self) -> Any:
            return iter(blocks)

    found = read_tree(Ring(root=cid_of(signed)), frozenset({POST}))  # type: ignore[arg-type]
    assert found is not None
    assert sorted(found.keys[VALUE]) == [f"{POST}/a", f"{POST}/b"]
    assert found.missing_branches == 3


def test_a_tree_as_deep_as_it_is_long_is_walked(tmp_path: Path) -> None:
    record = encoded(post("at the bottom"))
    node = _node(None, (f"{POST}/{key(0)}", cid_of(record), None))
    nodes = [node]
    for _ in range(20_000):
        nodes.append(_node(cid_of(nodes[-1])))
    signed = commit(cid_of(nodes[-1]))
    assert _read(tmp_path, car(cid_of(signed), [signed, *nodes, record])).texts == ["at the bottom"]


def test_the_tree_is_kept_up_to_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _account(200)
    monkeypatch.setattr(tree_module, "NODES_LIMIT", sum(map(len, whole.nodes)) - 1)
    reasons = _lacking(_read(tmp_path, whole.car))
    assert reasons["a part of the list of posts is damaged or missing"] == 1


def test_keys_are_kept_up_to_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree_module, "KEYS_LIMIT", 10_000)
    found = _read(tmp_path, repository(posts(*map(post, "a" * 200))).car)
    assert 0 < len(found.items) < 200
    assert len(found.items) + _lacking(found)["there are more records than can be read"] == 200


def test_searching_in_damage_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file full of beginnings whose sizes lie would be hashed over and over."""
    monkeypatch.setattr(car_module, "VAIN_LIMIT", 16 << 20)
    lie = varint(BLOCK_LIMIT) + VALUE[:4]
    whole = _account(3)
    file = whole.car + lie * ((8 << 20) // len(lie))
    before = time.process_time()
    found = _read(tmp_path, file)
    assert time.process_time() - before < 10
    assert sorted(found.texts) == _texts(3)


def test_blocks_come_whole_however_the_stream_is_cut() -> None:
    whole = _account(40)

    class Drops(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 1, 13))

    assert [block for _, block in Car(Drops(whole.car))] == whole.blocks


def test_an_archive_that_breaks_in_the_middle_ends_the_file() -> None:
    whole = _account(40)

    class Breaks(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() >= 5000:
                raise DamagedSource("broken", "again")
            return super().read(500)

    blocks = [block for _, block in Car(Breaks(whole.car))]
    assert blocks == whole.blocks[: len(blocks)]
    assert len(blocks) > 5


def test_a_file_is_held_neither_whole_nor_in_records(tmp_path: Path) -> None:
    """What is kept of a repository is its keys."""
    whole = _account(50)
    found = read_tree(Car(io.BytesIO(whole.car)), frozenset({POST}))
    assert found is not None
    assert set(found.keys) == {
        cid_of(block) for name, block in whole.records.items() if name.startswith(POST)
    }


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        (tid(1_709_500_000_000_000), datetime(2024, 3, 3, 21, 6, 40, tzinfo=UTC)),
        # Made by a real server, for a record whose own time was 4 ms earlier.
        ("3n2x5vryi6c2b", datetime(2026, 11, 23, 3, 12, 41, 253_000, tzinfo=UTC)),
        ("2222222222222", datetime(1970, 1, 1, tzinfo=UTC)),
        ("zzzzzzzzzzzzz", None),
        ("self", None),
        ("3jzfcijpj2z2", None),
        ("3jzfcijpj2z2a\n", None),
        ("3jzfcijpj2z2A", None),
        ("", None),
    ],
)
def test_record_keys_hold_a_time(text: str, moment: datetime | None) -> None:
    assert key_time(text) == moment
