"""The interchange format, read and written."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors import interchange
from connectors.errors import DamagedSource, EmptySource, UnknownSource, WrongPlatform
from connectors.model import (
    Account,
    AccountRecord,
    Item,
    ItemKind,
    Media,
    Owner,
    Profile,
    Record,
    Unread,
    Use,
)
from tests.connectors.reading import open_source, read
from tests.fixtures.interchange_file import ACCOUNT, OWNER, item, write


def test_owner_accounts_and_their_items(tmp_path: Path) -> None:
    other = {"type": "account", "platform": "google", "handle": "Wren Clinic"}
    path = write(
        tmp_path / "a.jsonl", OWNER, ACCOUNT, item("1"), other, item("1", "Thank you!", kind="reply")
    )
    found = read(path)
    assert found.owners == [Owner("Wren Invented", "nurse", ("Fernhollow General",))]
    first, second = found.accounts
    assert first.account == Account("x", "@wren_invented", Use.PROFESSIONAL)
    assert first.profile == Profile(bio="Views mine.")
    assert second.account.use is Use.UNSET
    assert second.profile is None
    assert [each.kind for each in found.items] == [ItemKind.POST, ItemKind.REPLY]
    assert found.inspection.expected == 2
    assert found.inspection.platform == ""


def test_every_field_of_an_item(tmp_path: Path) -> None:
    told = item(
        "7",
        "text",
        kind="caption",
        parent_text="parent",
        url="https://x.example/7",
        media=[{"path": "a.jpg", "alt": "a ward"}, {"url": "https://x.example/b", "width": 3}],
        mood="calm",
    )
    (found,) = read(write(tmp_path / "a.jsonl", ACCOUNT, told)).items
    assert found == Item(
        "7",
        ItemKind.CAPTION,
        "text",
        datetime(2026, 3, 3, 21, 14, tzinfo=UTC),
        parent_text="parent",
        url="https://x.example/7",
        media=(Media("a.jpg", None, "a ward"), Media(None, "https://x.example/b")),
        extra={"media": [{}, {"width": 3}], "mood": "calm"},
    )


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2024-03-03T21:14:00Z", datetime(2024, 3, 3, 21, 14, tzinfo=UTC)),
        ("2024-03-03T23:14:00+02:00", datetime(2024, 3, 3, 21, 14, tzinfo=UTC)),
        ("2024-03-03T21:14:00", datetime(2024, 3, 3, 21, 14)),
        ("2024-03-03", datetime(2024, 3, 3)),
        (None, None),
    ],
)
def test_times_keep_their_zone_or_its_lack(
    written: str | None, read_as: datetime | None, tmp_path: Path
) -> None:
    found = read(write(tmp_path / "a.jsonl", ACCOUNT, item("1", created_at=written)))
    assert found.items[0].created_at == read_as
    assert found.unread == []


@pytest.mark.parametrize("written", ["yesterday", 1709500440, "0001-01-01T00:00:00+14:00"])
def test_an_item_whose_time_is_none_stays_and_is_named(written: object, tmp_path: Path) -> None:
    found = read(write(tmp_path / "a.jsonl", ACCOUNT, item("1", created_at=written)))
    assert found.items[0].created_at is None
    assert found.items[0].extra["created_at"] == written
    assert [each.part for each in found.unread] == ["line 2"]


def test_an_unknown_type_is_refused_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", ACCOUNT, "", item("1"), {"type": "poll", "id": "2"})
    with open_source(path) as source, pytest.raises(UnknownSource, match=r"Line 4.*“poll”"):
        next(source.records())


def test_a_type_that_may_be_somebody_s_words_is_not_repeated(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", ACCOUNT, {"type": "my patient said \x1b[31m"})
    with open_source(path) as source, pytest.raises(UnknownSource) as caught:
        source.inspect()
    assert "patient" not in str(caught.value)


BAD_LINES: list[tuple[Any, str]] = [
    ("{broken", "not valid JSON"),
    ('{"type":"item","id":"9","text":"cut', "not valid JSON"),
    ('{"type":"item","id":"9","text":NaN}', "not valid JSON"),
    ("[" * 100_000, "not valid JSON"),
    ("[1, 2]", "not a JSON object"),
    (b'{"type":"item","id":"9","text":"tr\xe8s"}', "not UTF-8"),
    (item("9", kind="bio"), "bio stands in the account line"),
    (item("9", kind="story"), "no kind of item"),
    (item("9", text=7), "text is not text"),
    (item("9", parent_text=[]), "parent_text is not text"),
    (item("9", media="a.jpg"), "media is not a list"),
    (item(True), "neither text nor a number"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("line", "reason"), BAD_LINES)
def test_a_line_that_can_t_be_read_is_named_and_the_rest_kept(line: Any, reason: str, tmp_path: Path) -> None:
    found = read(write(tmp_path / "a.jsonl", ACCOUNT, item("1"), line, item("2")))
    assert [each.id for each in found.items] == ["1", "2"]
    (unread,) = found.unread
    assert unread.part == "line 3"
    assert reason in unread.reason


@pytest.mark.parametrize(
    "line",
    [
        {"type": "account", "platform": "two words", "handle": "@b"},
        {"type": "account", "platform": "x", "handle": " "},
        {"type": "account", "platform": "x", "handle": "@b", "use": "work"},
        '{"type":"account","platform":"x","handle":"@b"',
    ],
)
def test_items_are_never_laid_at_another_account_s_door(line: Any, tmp_path: Path) -> None:
    found = read(write(tmp_path / "a.jsonl", ACCOUNT, item("1"), line, item("2"), ACCOUNT, item("3")))
    assert [each.id for each in found.items] == ["1", "3"]
    assert [each.part for each in found.unread] == ["line 3", "line 4"]


def test_items_before_any_account(tmp_path: Path) -> None:
    found = read(write(tmp_path / "a.jsonl", item("1"), ACCOUNT, item("2")))
    assert [each.id for each in found.items] == ["2"]
    assert found.unread == [Unread("line 1", "it stands before any account line")]


def test_bom_carriage_returns_and_empty_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b"\xef\xbb\xbf"
        + json.dumps(ACCOUNT).encode()
        + b"\r\n\r\n"
        + json.dumps(item("1")).encode()
        + b"\r\n  \n"
    )
    assert [each.id for each in read(path).items] == ["1"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.txt"])
def test_another_encoding_is_refused(encoding: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(json.dumps(ACCOUNT).encode(encoding))
    with pytest.raises(DamagedSource, match="UTF-8"):
        read(path)


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(EmptySource):
        read(write(tmp_path / "a.jsonl", "", "  "))


def test_items_without_an_id_get_one_that_stays(tmp_path: Path) -> None:
    lines = [ACCOUNT, item(None, "same"), item(None, "same"), item(None, "other")]
    once = read(write(tmp_path / "a.jsonl", *lines)).items
    again = read(write(tmp_path / "b.jsonl", *lines)).items
    assert [each.id for each in once] == [each.id for each in again]
    assert len({each.id for each in once}) == 3
    assert not any(each.has_platform_id for each in once)


def test_a_number_is_an_id(tmp_path: Path) -> None:
    assert read(write(tmp_path / "a.jsonl", ACCOUNT, item(12))).items[0].id == "12"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ('"half \\ud800 pair"', "half \ufffd pair"),
        ('"nul \\u0000"', "nul \ufffd"),
        ('"\\u001b[2J[bold]\\u202e"', "\x1b[2J[bold]\u202e"),
        (json.dumps("a" * 100_000), "a" * 100_000),
    ],
)
def test_hostile_text_is_stored_code_point_for_code_point(written: str, read_as: str, tmp_path: Path) -> None:
    line = f'{{"type":"item","id":"1","text":{written},"odd":{{"\\udc00":"\\udc00"}}}}'
    (found,) = read(write(tmp_path / "a.jsonl", ACCOUNT, line)).items
    assert found.text == read_as
    assert found.extra["odd"] == {"\ufffd": "\ufffd"}


def test_a_line_that_is_too_long_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interchange, "_LINE_LIMIT", 200_000)
    found = read(write(tmp_path / "a.jsonl", ACCOUNT, item("1", "a" * 900_000), item("2")))
    assert [each.id for each in found.items] == ["2"]
    assert [each.part for each in found.unread] == ["line 2"]


def test_the_platform_must_be_in_it(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", ACCOUNT, item("1"))
    assert read(path, "x").texts == ["A quiet night."]
    with pytest.raises(WrongPlatform):
        read(path, "mastodon")


def test_it_is_known_by_its_first_line_whatever_its_name(tmp_path: Path) -> None:
    assert read(write(tmp_path / "posts.txt", ACCOUNT, item("1"))).inspection.kind == "interchange"
    with pytest.raises(UnknownSource):
        read(write(tmp_path / "other.txt", {"type": "FeatureCollection"}))


TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=40)
WORDS = st.text("abcdefgh_-", min_size=1, max_size=8).map(lambda word: f"w{word}")
TIMES = st.none() | st.datetimes(timezones=st.just(UTC)) | st.datetimes()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
EXTRAS = st.dictionaries(WORDS, JSON, max_size=3)
MEDIA = st.builds(Media, st.none() | WORDS, st.none() | WORDS, TEXTS)
ITEMS = st.builds(
    Item,
    id=WORDS,
    kind=st.sampled_from([kind for kind in ItemKind if kind is not ItemKind.BIO]),
    text=TEXTS,
    created_at=TIMES,
    parent_text=st.none() | TEXTS,
    parent_id=st.none() | WORDS,
    url=st.none() | WORDS,
    media=st.lists(MEDIA, max_size=2).map(tuple),
    has_platform_id=st.booleans(),
    deleted_at=TIMES,
    extra=EXTRAS,
)
PROFILES = st.builds(Profile, TEXTS, TEXTS, TEXTS, TEXTS, TIMES)
ACCOUNTS = st.builds(Account, WORDS, WORDS, st.sampled_from(Use), st.none() | WORDS, EXTRAS)
RECORDS = st.lists(
    st.builds(Owner, TEXTS, TEXTS, st.lists(TEXTS, max_size=2).map(tuple), TEXTS, st.just(()), EXTRAS)
    | st.builds(AccountRecord, ACCOUNTS, st.none() | PROFILES)
    | ITEMS,
    max_size=8,
)


@given(records=RECORDS)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_is_written_comes_back_as_it_was(records: list[Record], tmp_path: Path) -> None:
    start: list[Record] = [AccountRecord(Account("x", "@first"), None)]
    path = tmp_path / "round.jsonl"
    path.write_text("".join(interchange.write(start + records)), encoding="utf-8", newline="")
    with open_source(path) as source:
        assert list(source.records()) == start + records
