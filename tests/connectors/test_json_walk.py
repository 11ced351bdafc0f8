"""The walk over a JSON object of any size."""

from __future__ import annotations

import io
import json
import time
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from connectors import json_text, json_walk
from connectors.json_text import CUT_SHORT, NOT_JSON, NOT_UTF8, OTHER_ENCODING, TOO_LONG, Broken
from connectors.json_walk import LOST, MAX_DEPTH, NO_OBJECT, JsonWalk, Passed, Path
from tests.connectors.test_json_array import VALUES, Drip

Found = tuple[Path, object]


def _wanted(path: Path, is_array: bool) -> bool:
    """Arrays called `want` and objects called `map`, wherever they lie, if their path is known."""
    return len(path) > 1 and path[0] != LOST and path[-1] == ("want" if is_array else "map")


def _tail(path: Path, is_array: bool) -> bool:
    """Arrays `want` directly in `a`, as told by the end of the path alone."""
    return is_array and path[-2:] == ("a", "want")


def _walk(raw: str | bytes, drip: int = 1 << 20, wanted: json_walk.Wanted = _wanted) -> list[Found]:
    body = raw.encode() if isinstance(raw, str) else raw
    return list(JsonWalk(Drip(body, drip), wanted))


def _members(found: list[Found]) -> list[Found]:
    return [(path, value) for path, value in found if not isinstance(value, Passed)]


def _told(value: Any, path: Path = ()) -> Iterator[Found]:
    """What a walk has to tell of a value that `json.loads` gave."""
    is_array = isinstance(value, list)
    if _wanted(path, is_array):
        if is_array:
            yield from ((path, each) for each in value)
        else:
            yield from (((*path, key), each) for key, each in value.items())
        return
    if not is_array:
        for key, each in value.items():
            if isinstance(each, dict | list):
                yield from _told(each, (*path, key))
    if value and path:
        yield path, Passed(len(value), is_array)


KEYS = st.sampled_from(["want", "map", "a", "b c", 'q"uote', "\\", "é😀", "", "]", "{"]) | st.text(max_size=4)
DOCUMENTS = st.recursive(
    VALUES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(
    document=st.dictionaries(KEYS, DOCUMENTS, max_size=4),
    drip=st.integers(1, 9),
    indent=st.none() | st.integers(0, 3),
    is_ascii=st.booleans(),
)
@example(document={"x": {"want": [{"t": '"}], "want": [{"a": 1}'}]}}, drip=1, indent=None, is_ascii=True)
@settings(max_examples=300, deadline=None)
def test_it_tells_what_json_tells_however_it_drips(
    document: dict[str, object], drip: int, indent: int | None, is_ascii: bool
) -> None:
    raw = json.dumps(document, indent=indent, ensure_ascii=is_ascii).encode("utf-8", "surrogatepass")
    try:
        raw.decode()
    except UnicodeDecodeError:
        return
    assert _walk(raw, drip) == list(_told(document))


@pytest.mark.parametrize("drip", [1, 7, 1 << 20])
@pytest.mark.parametrize(
    ("raw", "members"),
    [
        ('{"x": {"want": [ ]}}', []),
        ('{"x": {"want": null, "a": {"want": [1, 2]}}}', [("x.a.want", 1), ("x.a.want", 2)]),
        ('{"x": {"App": 1, "want": [{"r": 1}, ]}}', [("x.want", {"r": 1})]),
        ('{"x": {"want": [{"r": 1} {"r": 2}]}}', [("x.want", {"r": 1}), ("x.want", {"r": 2})]),
        ('{"x": {"map": {"a": 1 "b": [2]}}}', [("x.map.a", 1), ("x.map.b", [2])]),
        ('{"x": {"map": {"a": bro"ken, "b": 2}}}', [("x.map", NOT_JSON), ("x.map.b", 2)]),
        ('{"x": {"map": {"a": "x"y", "b": 2}}}', [("x.map.a", "x"), ("x.map", NOT_JSON), ("x.map.b", 2)]),
        (
            '{"x": {"want": [{"r": 1}, {"r": , {"r": 3}]}, "y": {"want": [4]}}',
            [("x.want", {"r": 1}), ("x.want", NOT_JSON), ("x.want", {"r": 3}), ("y.want", 4)],
        ),
        (
            '{"x": {"want": [{"r": 1}; {"r": 2}]}}',
            [("x.want", {"r": 1}), ("x.want", NOT_JSON), ("x.want", {"r": 2})],
        ),
        ('{"x": {"want": [{"r": "a', [("x.want", CUT_SHORT)]),
        ('{"x": {"want": [{"r": 1}, ', [("x.want", {"r": 1}), ("x.want", CUT_SHORT)]),
        ('{"x": {"want": [{"r": 1}]', [("x.want", {"r": 1}), ("x", CUT_SHORT)]),
        ('{"x": {"want": [{"r": NaN}, {"r": 2}]}}', [("x.want", NOT_JSON), ("x.want", {"r": 2})]),
        (
            '{"x": {"want": [{"r": ' + "9" * 5000 + '}, {"r": 2}]}}',
            [("x.want", NOT_JSON), ("x.want", {"r": 2})],
        ),
        ('{"x": {"want": ["}], {\\"r\\": 7}", 2]}}', [("x.want", '}], {"r": 7}'), ("x.want", 2)]),
        ('{"x": {"want": [1]}} and more', [("x.want", 1)]),
        ("[1]", [("", NO_OBJECT)]),
        ("", [("", NO_OBJECT)]),
    ],
)  # fmt: skip
def test_what_is_broken_costs_only_itself(raw: str, members: list[tuple[str, object]], drip: int) -> None:
    assert [(".".join(path), value) for path, value in _members(_walk(raw, drip))] == members


@pytest.mark.parametrize("drip", [1, 7, 1 << 20])
@pytest.mark.parametrize(
    "last",
    [
        '{"t": "torn}',
        '{"t": torn"}',
        '{"t": }',
        "torn",
        '"torn',
        '{"t" "x"}',
        '{"t": "a"b"}',
        '{"t": 1',
        "}",
        "",
    ],
)
@pytest.mark.parametrize(
    "other",
    [
        '"chats": {"with \\"bob\\": {": [{"t": "theirs"}, {"t": "theirs"}]}',
        '"chats": [{"t": "theirs"}, {"t": "theirs"}]',
        '"App": 1, "chats" : { "c" : [ {"t": "theirs"} ] }',
        '"x, [{": {"want": [{"t": "theirs"}]}',
        f'"{"k" * 390}": [{{"t": "theirs"}}, {{"t": "theirs"}}]',
    ],
)  # fmt: skip
def test_what_follows_a_broken_end_is_never_taken_for_the_same_array(
    last: str, other: str, drip: int
) -> None:
    begin, end = '{"a": {"want": [{"t": "hers"}, ', '"z": {"a": {"want": [{"t": "last"}]}}}'
    raw = f"{begin}{last}]}}, {other}, {end}"
    found = _members(_walk(raw, drip, _tail))
    taken = [value["t"] for _, value in found if isinstance(value, dict)]
    assert taken == ["hers", "last"]
    assert any(isinstance(value, Broken) for _, value in found) == bool(last)


def test_after_the_way_was_lost_the_beginning_of_a_path_is_unknown() -> None:
    raw = '{"a": {"want": [{"t": "torn}]}, "b": {"want": [1], "c": {"want": [2]}}, "a": {"want": [3]}}'
    found = _walk(raw, wanted=lambda path, is_array: is_array and path[-1] == "want")
    assert found == [
        (("a", "want"), NOT_JSON),
        ((LOST, "b", "want"), 1),
        ((LOST, "b", "c", "want"), 2),
        ((LOST, "b", "c"), Passed(1, is_array=False)),
        ((LOST, "b"), Passed(2, is_array=False)),
        ((LOST, "a", "want"), 3),
        ((LOST, "a"), Passed(1, is_array=False)),
    ]


@pytest.mark.parametrize("drip", [1, 7, 1 << 20])
@pytest.mark.parametrize(
    "raw",
    [
        '{"p": {"map": {"name": "hers", "bio": "torn}}, "friends": [{"name": "theirs"}], "name": "no"}',
        '{"p": {"map": {"name": "hers", "bio": "torn}, "App": 1, "name": "no"}, "name": "no"}',
        '{"p": {"map": {"name": "hers", "torn}, "App": 1, "name": "no"}, "name": "no"}',
        '{"p": {"map": {"name": "hers", "bio": torn}, "App": 1, "name": "no"}, "name": "no"}',
        '{"p": {"map": {"name": "hers", : }, "App": 1, "name": "no"}, "name": "no"}',
        '{"p": {"map": {"name": "hers", "bio": {"x": }, "name": "no"}, "name": "no"}, "name": "no"}',
    ],
)
def test_members_of_an_object_are_not_looked_for_behind_its_end(raw: str, drip: int) -> None:
    names = [value for path, value in _members(_walk(raw, drip)) if path[-1:] == ("name",)]
    assert names == ["hers"]


@given(
    document=st.dictionaries(KEYS, DOCUMENTS, min_size=1, max_size=4),
    cuts=st.lists(
        st.tuples(st.floats(0, 1), st.sampled_from([*'{}[]",:\\']) | st.integers(1, 9)), min_size=1
    ),
    drip=st.integers(1, 9),
)
@settings(max_examples=300, deadline=None)
def test_torn_text_never_stops_it(
    document: dict[str, object], cuts: list[tuple[float, str | int]], drip: int
) -> None:
    raw = json.dumps(document).encode()
    for where, what in cuts:
        at = int(where * len(raw))
        raw = raw[:at] + what.encode() + raw[at:] if isinstance(what, str) else raw[:at] + raw[at + what :]
    found = _walk(raw, drip)
    try:
        whole = json.loads(raw)
    except (ValueError, RecursionError):
        assert len(found) <= len(raw) + 1
    else:
        if isinstance(whole, dict) and json.dumps(whole).encode() == raw:
            assert found == list(_told(whole))


@given(st.binary(max_size=60), st.integers(1, 9))
@settings(max_examples=200, deadline=None)
def test_any_bytes_at_all(raw: bytes, drip: int) -> None:
    assert len(_walk(raw, drip)) <= len(raw) + 2
    assert len(_walk(b'{"x": {"want": [' + raw, drip)) <= len(raw) + 6


def test_bytes_that_are_not_utf8() -> None:
    raw = b'{"x": {"want": ["a\xff"]}}'
    assert _walk(raw, 1)[0] == (("x", "want"), "a\udcff")
    assert _walk(raw, 1)[-1] == ((), NOT_UTF8)
    assert _walk('{"x": 1}'.encode("utf-16")) == [((), OTHER_ENCODING)]
    assert _walk(b'\xef\xbb\xbf{"x": {"want": [1]}}')[0] == (("x", "want"), 1)


def test_a_value_that_is_too_long_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "RECORD_LIMIT", 300_000)
    monkeypatch.setattr(json_text, "_CHUNK", 50_000)
    long = json.dumps({"r": "a" * 2_000_000})
    found = _members(_walk(f'{{"x": {{"want": [{{"r": 1}}, {long}, {{"r": 2}}]}}}}'))
    assert [value for _, value in found] == [{"r": 1}, TOO_LONG, {"r": 2}]


def test_a_pit_of_objects_has_a_floor() -> None:
    raw = '{"x":' * 100_000 + '1, "y": {"want": [1]}'
    assert next(value for _, value in _members(_walk(raw))) in (NOT_JSON, CUT_SHORT)
    deep: dict[str, object] = {"want": [1]}
    for _ in range(MAX_DEPTH + 5):
        deep = {"x": deep}
    assert _members(_walk(json.dumps({"deep": deep, "a": {"want": [2]}}))) == [(("a", "want"), 2)]


@pytest.mark.parametrize("kept", [True, False], ids=["wanted", "passed over"])
def test_memory_does_not_grow_with_the_object(kept: bool) -> None:
    one = b'{"r": "' + b"a" * 1000 + b'"},'
    name = b"want" if kept else b"other"
    raw = b'{"x": {"' + name + b'": [' + one * 30_000 + b'{"r": 1}]}, "y": {"want": [1]}}'
    tracemalloc.start()
    count = sum(not isinstance(value, Passed) for _, value in JsonWalk(io.BytesIO(raw), _wanted))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == (30_002 if kept else 1)
    assert peak < 6_000_000


PIECES = (
    '"', '"a":', '{"a":', '[{"a":', ',{"a":', ', "a": {', '{"a": "', '"a" ',
    "{", "[", "}", "]", ",", ":", " ", "\\",
)  # fmt: skip
STARTS = ('{"x": {"want": [', '{"x": ', '{"x": {"want": [;', '{"x": {"map": {"a": ;')


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("start", STARTS)
def test_hostile_text_takes_no_long_time(piece: str, start: str) -> None:
    before = time.process_time()
    for _ in JsonWalk(io.BytesIO((start + piece * (400_000 // len(piece))).encode()), _wanted):
        pass
    assert time.process_time() - before < 5
