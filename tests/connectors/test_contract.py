"""What every importer has to hold to, whatever its platform."""

from __future__ import annotations

import dataclasses
import json
import random
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.discovery import Discovery
from connectors.errors import SourceError, UnsafeArchive, WrongPlatform
from connectors.model import AccountRecord, Item, Owner, Record, Unread
from connectors.registry import formats
from tests.connectors.reading import open_source, read
from tests.connectors.sample import Sample
from tests.connectors.samples import SAMPLES

each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)


def test_every_format_has_a_sample() -> None:
    assert {each.kind for each in formats()} == {sample.kind for sample in SAMPLES}


@each_sample
def test_it_is_recognised_by_its_content_alone(sample: Sample, tmp_path: Path) -> None:
    path = sample.at(tmp_path)
    with open_source(path.rename(tmp_path / "download")) as source:
        assert (source.kind, source.platform) == (sample.kind, sample.platform)


@each_sample
def test_accounts_come_before_their_items(sample: Sample, tmp_path: Path) -> None:
    with open_source(sample.at(tmp_path)) as source:
        seen = [type(record) for record in source.records() if not isinstance(record, Owner)]
    assert seen[0] is AccountRecord
    assert seen.count(Item) == sample.items


@each_sample
def test_another_platform_that_was_named_is_refused(sample: Sample, tmp_path: Path) -> None:
    path = sample.at(tmp_path)
    with pytest.raises(WrongPlatform), Discovery([path], "doximity"):
        pass
    with Discovery([path], sample.platform) as whole:
        assert [found.source.kind for found in whole.found] == [sample.kind]


@each_sample
def test_a_name_that_climbs_out_refuses_the_whole(sample: Sample, tmp_path: Path) -> None:
    path = sample.at(tmp_path)
    packed = tmp_path / "packed.zip"
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    with zipfile.ZipFile(packed, "w") as archive:
        for each in files:
            archive.write(each, each.relative_to(tmp_path).as_posix())
        archive.writestr("../../evil.js", b"x")
    with pytest.raises(UnsafeArchive), Discovery([packed]):
        pass


@each_sample
def test_two_readings_of_one_source_are_alike(sample: Sample, tmp_path: Path) -> None:
    with open_source(sample.at(tmp_path)) as source:
        assert list(source.records()) == list(source.records())
        assert source.digest() == source.digest()


@each_sample
def test_inspection_and_reading_agree(sample: Sample, tmp_path: Path) -> None:
    found = read(sample.at(tmp_path))
    assert found.inspection.kind == sample.kind
    told = [each.account for each in found.accounts]
    # An account comes again with each profile that it had before.
    once = [each for place, each in enumerate(told) if each not in told[:place]]
    assert [each.account for each in found.inspection.accounts] == once
    assert found.inspection.parts
    assert all(part.size > 0 for part in found.inspection.parts)
    assert found.unread == []


@each_sample
def test_every_value_can_be_stored(sample: Sample, tmp_path: Path) -> None:
    found = read(sample.at(tmp_path))
    ids = [each.id for each in found.items]
    assert len(set(ids)) == len(ids)
    for each in found.items:
        _assert_storable(each)


def _assert_storable(item: Item) -> None:
    json.dumps(dict(item.extra), allow_nan=False, ensure_ascii=False).encode("utf-8")
    for value in dataclasses.asdict(item).values():
        if isinstance(value, str):
            value.encode("utf-8")
            assert "\0" not in value
    for medium in item.media:
        for value in (medium.path, medium.url, medium.alt):
            assert value is None or "\0" not in value
            (value or "").encode("utf-8")
    for moment in (item.created_at, item.deleted_at):
        assert moment is None or moment.utcoffset() in (None, timedelta(0))


@each_sample
def test_progress_ends_at_the_number_of_items(sample: Sample, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    with open_source(sample.at(tmp_path)) as source:
        for _ in source.records(lambda done, total: told.append((done, total))):
            pass
    assert told[0][0] == 0
    assert told[-1][0] == sample.items


@each_sample
def test_nothing_is_written_beside_the_source(sample: Sample, tmp_path: Path) -> None:
    path = sample.at(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    read(path)
    assert sorted(tmp_path.rglob("*")) == before


@each_sample
def test_a_source_that_was_left_half_way_closes(sample: Sample, tmp_path: Path) -> None:
    with open_source(sample.at(tmp_path)) as source:
        next(iter(source.records()))


def _outcome(path: Path) -> list[Record]:
    """What comes of any file at all: records that can be stored, or an error of ours."""
    records: list[Record] = []
    try:
        with open_source(path) as source:
            source.inspect()
            source.digest()
            for record in source.records():
                records.append(record)
                if isinstance(record, Item):
                    _assert_storable(record)
                if isinstance(record, Unread):
                    assert record.count > 0
    except SourceError as error:
        assert error.what
        assert error.todo
    return records


@each_sample
@pytest.mark.parametrize("seed", range(40))
def test_flipped_bytes_never_crash_it(sample: Sample, seed: int, tmp_path: Path) -> None:
    path = sample.at(tmp_path)
    if path.is_dir():
        path = path / sample.data
    dice, raw = random.Random(seed), bytearray(path.read_bytes())
    for _ in range(dice.randrange(1, 6)):
        raw[dice.randrange(len(raw))] = dice.randrange(256)
    if seed % 4 == 0:
        del raw[dice.randrange(len(raw)) :]
    path.write_bytes(bytes(raw))
    _outcome(tmp_path / sample.name)


BITS = [*'{}[]",:\\\x00é', "\\ud800", "null", "1e999", "9" * 5000, "<a", "&#x110000;"]
CUTS = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from(BITS) | st.integers(1, 80)), min_size=1, max_size=4
)


@each_sample
@given(cuts=CUTS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_torn_data_never_crashes_it(
    sample: Sample, cuts: list[tuple[float, str | int]], tmp_path: Path
) -> None:
    content = dict(sample.content())
    body = content[sample.data]
    raw = body.encode() if isinstance(body, str) else body
    for where, what in cuts:
        at = int(where * len(raw))
        raw = raw[:at] + what.encode() + raw[at:] if isinstance(what, str) else raw[:at] + raw[at + what :]
    content[sample.data] = raw
    _outcome(sample.write(tmp_path / sample.name, content))


SPOILT = {
    "empty": lambda raw: b"",
    "blank": lambda raw: b" \n" * 10,
    "another encoding": lambda raw: raw.decode("utf-8", "replace").encode("utf-16"),
    "NULs": lambda raw: bytes(len(raw)),
    "a page": lambda raw: b"<!DOCTYPE html><html><body>Please log in again</body></html>",
    "an error": lambda raw: b"error: no space left on device",
}


@each_sample
@pytest.mark.parametrize("how", SPOILT)
def test_no_file_that_can_t_be_read_is_passed_over_in_silence(
    sample: Sample, how: str, tmp_path: Path
) -> None:
    content = dict(sample.content())
    whole = read(sample.write(tmp_path / sample.name, content))
    for name in (sample.data, *sample.beside):
        body = content[name]
        spoilt = SPOILT[how](body.encode() if isinstance(body, str) else body)
        try:
            found = read(sample.write(tmp_path / sample.name, content | {name: spoilt}))
        except SourceError:
            continue
        is_less = len(found.items) < len(whole.items)
        assert found.unread or not is_less, f"{name} is gone, and nobody says so"


@pytest.mark.parametrize(
    "sample", [each for each in SAMPLES if each.name.endswith(".zip")], ids=lambda sample: sample.name
)
def test_a_file_that_was_damaged_inside_the_zip_is_counted(sample: Sample, tmp_path: Path) -> None:
    path = sample.at(tmp_path)
    whole = len(read(path).items)
    with zipfile.ZipFile(path) as archive:
        content = {info.filename: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in content.items():
            archive.writestr(name, body)
        place = next(info for info in archive.infolist() if info.filename.endswith(sample.data))
    raw = bytearray(path.read_bytes())
    begin = place.header_offset + 30 + len(place.filename.encode())
    raw[begin : begin + place.compress_size] = bytes([0xFF]) * place.compress_size
    path.write_bytes(bytes(raw))
    try:
        found = read(path)
    except SourceError:
        return
    assert len(found.items) < whole
    assert found.unread


ODD: tuple[object, ...] = (
    None,
    True,
    -1,
    1e300,
    "",
    "\x1b]0;x\x07\x1b[2J[bold]\u2066\u202e" + "a" * 100_000,
    "odd \ud800 \x00 \u202e <a href='https://x.example'>b</a> &amp; &#0;",
    [],
    {},
    [None, 1, "\udc00", {"a": None}],
    {"\ud83d": "\x00", "id": [], "text": {}},
)


@each_sample
@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:40])
def test_every_field_may_hold_anything(sample: Sample, odd: object, tmp_path: Path) -> None:
    content = dict(sample.content())
    variants = 0
    for name in (sample.data, *sample.beside):
        for body in sample.changed(content[name], odd):
            variants += 1
            _outcome(sample.write(tmp_path / sample.name, content | {name: body}))
    assert variants >= 8
