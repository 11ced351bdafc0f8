"""The incremental reader of JSON arrays."""

from __future__ import annotations

import io
import json
import re
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors import json_text
from connectors.json_array import CUT_SHORT, NO_ARRAY, NOT_JSON, TOO_LONG, Broken, JsonArray

START = re.compile(r"[^\[]*\[")
RECORD = re.compile(r'\{\s*"r"\s*:')


class Drip(io.BytesIO):
    """A stream that gives a few bytes at a time."""

    def __init__(self, raw: bytes, size: int) -> None:
        super().__init__(raw)
        self._size = size

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(self._size)


def _values(raw: str | bytes, drip: int = 1 << 20) -> list[object]:
    body = raw.encode() if isinstance(raw, str) else raw
    return list(JsonArray(Drip(body, drip), START, RECORD))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(), max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(
    records=st.lists(st.dictionaries(st.just("r"), VALUES, min_size=1), max_size=5),
    drip=st.integers(1, 9),
    indent=st.none() | st.integers(0, 3),
    is_ascii=st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_it_reads_what_json_reads_however_it_drips(
    records: list[dict[str, object]], drip: int, indent: int | None, is_ascii: bool
) -> None:
    told = json.dumps(records, indent=indent, ensure_ascii=is_ascii).encode("utf-8", "surrogatepass")
    try:
        told.decode()
    except UnicodeDecodeError:
        return
    assert _values(b"window.YTD.x.part0 = " + told, drip) == records


@pytest.mark.parametrize(
    ("raw", "values"),
    [
        ("x = [ ]", []),
        ('x = [{"r": 1}, ]', [{"r": 1}]),
        ('x = [{"r": 1} {"r": 2}]', [{"r": 1}, {"r": 2}]),
        ('x = [{"r": 1}, {"r": , {"r": 3}]', [{"r": 1}, NOT_JSON, {"r": 3}]),
        ('x = [{"r": 1}; {"r": 2}]', [{"r": 1}, NOT_JSON, {"r": 2}]),
        ('x = [{"r": "a', [CUT_SHORT]),
        ('x = [{"r": 1}, ', [{"r": 1}, CUT_SHORT]),
        ('x = [{"r": NaN}, {"r": 2}]', [NOT_JSON, {"r": 2}]),
        ('x = [{"r": ' + "9" * 5000 + '}, {"r": 2}]', [NOT_JSON, {"r": 2}]),
        ('x = [{"r": ' + "[" * 99_999 + ']}, {"r": 2}]', [NOT_JSON, {"r": 2}]),
        ('x = [{"r": "raw\nline and \ttab"}]', [{"r": "raw\nline and \ttab"}]),
        ('x = [{"r": "}], {\\"r\\": 7}"}]', [{"r": '}], {\\"r\\": 7}'.replace("\\", "")}]),
        ("nothing here", [NO_ARRAY]),
        ("", [NO_ARRAY]),
    ],
)
@pytest.mark.parametrize("drip", [1, 7, 1 << 20])
def test_broken_records_cost_only_themselves(raw: str, values: list[object], drip: int) -> None:
    assert _values(raw, drip) == values


def test_a_record_that_is_too_long_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "RECORD_LIMIT", 300_000)
    monkeypatch.setattr(json_text, "_CHUNK", 50_000)
    long = json.dumps({"r": "a" * 2_000_000})
    assert _values(f'x = [{{"r": 1}}, {long}, {{"r": 2}}]') == [{"r": 1}, TOO_LONG, {"r": 2}]


def test_memory_does_not_grow_with_the_array() -> None:
    one = b'{"r": "' + b"a" * 1000 + b'"},'
    raw = b"x = [" + one * 30_000 + b'{"r": 1}]'
    tracemalloc.start()
    count = sum(1 for value in JsonArray(io.BytesIO(raw), START, RECORD) if not isinstance(value, Broken))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 30_001
    assert peak < 6_000_000
