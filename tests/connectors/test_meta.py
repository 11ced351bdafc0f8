"""What the exports of Facebook, Instagram and Threads have in common: damaged text, times, lists, media."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.archive import open_archive
from connectors.meta.media_files import MediaFiles
from connectors.meta.records import read_records
from connectors.meta.text import repaired
from connectors.meta.times import unix_time
from connectors.meta.zip_name import ZipName, zip_name
from connectors.model import Item, ItemKind, Record, Unread
from connectors.part_reading import Unfit
from tests.fixtures.x_archive import write_folder


def _damaged(text: str) -> str:
    return text.encode().decode("latin-1")


# ---- text


@pytest.mark.parametrize(
    "typed", ["naïve", "Ärztin – 🙂", "患者", "a\u202eb", "ascii", "", "ÿ", "«quoted» \u0080"]
)
def test_damaged_text_is_as_it_was_typed(typed: str) -> None:
    assert repaired(_damaged(typed)) == typed


@pytest.mark.parametrize("typed", ["naïve – 🙂", "患者 cafe\u0301", "don\u2019t"])
def test_text_that_was_damaged_twice(typed: str) -> None:
    assert repaired(_damaged(_damaged(typed))) == typed


@pytest.mark.parametrize(
    "kept",
    [
        "Ã¤ and –",  # one character above U+00FF: it was not damaged as a whole
        "café",  # Latin-1 that is no UTF-8
        "Ã",  # cut in the middle of a character
        "🙂",
    ],
)
def test_text_that_was_not_damaged_stays(kept: str) -> None:
    assert repaired(kept) == kept


def test_half_a_pair_and_nul_become_storable() -> None:
    assert repaired("a\ud83d\x00") == "a\ufffd\ufffd"


@given(st.text())
def test_whatever_was_typed_comes_back(typed: str) -> None:
    try:
        damaged = _damaged(typed)
    except UnicodeEncodeError:
        damaged = typed
    found = repaired(damaged)
    found.encode()
    # Only what looks damaged even when it was typed is changed once more.
    assert found == repaired(typed)


# ---- times


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (1_700_000_000, datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        (1_700_000_000.0, datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        *(
            (odd, None)
            for odd in (0, -1, True, None, "1700000000", 1_700_000_000_000, 1e300, float("nan"), [], {})
        ),
    ],
)
def test_seconds_since_1970(value: object, moment: datetime | None) -> None:
    assert unix_time(value) == moment


# ---- records

ENTRIES = [
    {
        "timestamp": number,
        "attachments": [{"data": [{"media": {"uri": "a.jpg"}}]}, {"data": [{"media": {"uri": "b.jpg"}}]}],
        "data": [{"comment": {"timestamp": number, "comment": "words", "author": "Ada"}}],
        "title": "a sentence",
    }
    for number in range(1, 6)
]
PICTURES = [
    {
        "uri": f"{number}.mp4",
        "creation_timestamp": number,
        "thumbnail": {"uri": "still.jpg"},
        "description": "x",
    }
    for number in range(1, 6)
]


def _taken(tmp_path: Path, body: str | bytes) -> tuple[list[Any], dict[str, int]]:
    """The records that were given, and how many were not, by the reason."""
    given_out: list[Any] = []

    def take(record: object) -> Iterator[Record]:
        if not isinstance(record, dict) or not record.keys() & {"timestamp", "creation_timestamp"}:
            raise Unfit("it is no entry")
        given_out.append(record)
        yield Item("1", ItemKind.POST, "")

    path = tmp_path / "posts.json"
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    with open_archive(path) as archive:
        rest = [each for each in read_records(archive, "posts.json", take) if isinstance(each, Unread)]
    return given_out, {each.reason: each.count for each in rest}


@pytest.mark.parametrize("indent", [None, 0, 1, 2, "\t"])
@pytest.mark.parametrize(
    "wrapped",
    [
        lambda records: records,
        lambda records: {"comments_v2": records},
        lambda records: {"group_posts": {"activity_log_data": records}},
    ],
    ids=["bare", "wrapped", "wrapped twice"],
)
def test_every_wrapping(wrapped: Any, indent: int | str | None, tmp_path: Path) -> None:
    found, unread = _taken(tmp_path, json.dumps(wrapped(ENTRIES), indent=indent))
    assert found == ENTRIES
    assert unread == {}


@pytest.mark.parametrize(
    "entry", [ENTRIES[0], dict(reversed(list(ENTRIES[0].items())))], ids=["time first", "last"]
)
def test_an_object_without_its_list_is_one_record(entry: dict[str, Any], tmp_path: Path) -> None:
    assert _taken(tmp_path, json.dumps(entry)) == ([entry], {})
    assert _taken(tmp_path, json.dumps({"comments_v2": entry})) == ([entry], {})


@pytest.mark.parametrize("records", [ENTRIES, PICTURES], ids=["entries", "pictures"])
@pytest.mark.parametrize("damage", ['"', "[", "]", "}", "{", "nul", ":"])
@pytest.mark.parametrize("indent", [None, 2])
def test_a_broken_record_costs_only_itself_and_makes_no_ghosts(
    records: list[dict[str, Any]], damage: str, indent: int | None, tmp_path: Path
) -> None:
    """Broken at its very beginning, with everything that lies inside it still to come."""
    body = json.dumps(records, indent=indent)
    key = next(iter(records[0]))
    at = body.index(f'"{key}"', body.index(f'"{key}"', body.index("title" if key == "timestamp" else "desc")))
    found, unread = _taken(tmp_path, body[: at + len(key) + 3] + damage + body[at + len(key) + 3 :])
    assert [records[0], *records[2:]] == found
    assert set(unread) == {"not valid JSON"}


def test_what_lies_deeper_in_the_text_is_no_record(tmp_path: Path) -> None:
    """Records of any first key, and pieces of them that could be records, in a list that ends."""
    piece = {"timestamp": 0, "title": "no record"}
    records = [{"timestamp": 1, "x": [piece]}, {"title": "b", "timestamp": 2, "x": [piece]}, {"timestamp": 3}]
    body = json.dumps(records, indent=2)
    found, unread = _taken(tmp_path, body.replace("1,", "1#,", 1))
    assert (found, unread) == (records[1:], {"not valid JSON": 1})


def test_bytes_of_another_encoding_are_named(tmp_path: Path) -> None:
    assert _taken(tmp_path, json.dumps(ENTRIES).encode("utf-16"))[1] == {"not UTF-8 text": 1}


@pytest.mark.parametrize("body", ["", "7", '"text"', "null", "<html>", "{"])
def test_what_is_no_list_is_unread(body: str, tmp_path: Path) -> None:
    found, unread = _taken(tmp_path, body or " ")
    assert found == []
    assert sum(unread.values()) == 1


# ---- media


@pytest.mark.parametrize("root", ["", "root/", "a/b/"])
def test_media_is_found_under_any_root(root: str, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "unpacked", {f"{root}posts/media/ä.jpg": b"x", "other/ä.jpg": b"y"})
    with open_archive(folder) as archive:
        files = MediaFiles(archive)
        shown = files.of(
            [{"uri": _damaged("posts/media/ä.jpg")}, {"uri": ""}, {"uri": 7}, {"uri": "gone.jpg"}]
        )
        assert [each.path for each in shown] == [f"{root}posts/media/ä.jpg", "gone.jpg"]
        assert files.medium("https://x.example/a.gif").url == "https://x.example/a.gif"


# ---- the zip's name


@pytest.mark.parametrize(
    ("name", "handle", "day"),
    [
        ("facebook-ada.example-2026-10-01-Ab12.zip", "ada.example", datetime(2026, 10, 1, tzinfo=UTC)),
        ("facebook-61500000000001-27_05_2026-Ab12.zip", "61500000000001", datetime(2026, 5, 27, tzinfo=UTC)),
        ("facebook-ada-05_05_2026-Ab12.zip", "ada", datetime(2026, 5, 5, tzinfo=UTC)),
        ("facebook-ada-06_05_2026-Ab12.zip", "ada", None),  # May or June
        ("facebook-ada-2026-13-45-Ab12.zip", "ada", None),
        ("facebook-export.zip", "", None),
        ("instagram-ada-2026-10-01-Ab12.zip", "", None),
    ],
)
def test_what_a_zips_name_tells(name: str, handle: str, day: datetime | None, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")
    with open_archive(path) as archive:
        assert zip_name(archive, "facebook") == ZipName(handle, day)
