"""YouTube's comments from Google Takeout: every year's columns, translated headers, replies, live chat."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.archive import open_archive
from connectors.discovery import Discovery
from connectors.errors import WrongVariant
from connectors.model import AccountRecord, Item, ItemKind, LeftOut, Unread
from connectors.youtube.comments import words
from connectors.youtube.export import FORMATS
from tests.connectors.reading import Read, open_source, read
from tests.fixtures import x_archive, youtube_export
from tests.fixtures.youtube_export import (
    ABOUT,
    CHANNEL,
    COMMENTS,
    OTHER_CHANNEL,
    POST,
    ROOT,
    VIDEO,
    comment,
    comment_id,
    reply_id,
    run,
    segments,
    table,
)

ONE, TWO = comment_id(1), comment_id(2)
LIVE_ID = "UgwinventedinventedinventedABDqgB5"


def _read(tmp_path: Path, *rows: youtube_export.Row, name: str = "takeout-20261101T101112Z-001.zip") -> Read:
    return read(x_archive.write_zip(tmp_path / name, youtube_export.files(rows)))


def _only(tmp_path: Path, body: str, name: str = COMMENTS) -> Read:
    return read(x_archive.write_zip(tmp_path / "a.zip", {name: body, "photo.png": b"x"}))


# What it is


@pytest.mark.parametrize(
    "name",
    [
        COMMENTS,
        f"{youtube_export.DUTCH}/reacties/reacties.csv",
        "Takeout/YouTube та YouTube Music/коментарі/коментарі.csv",
        "comments.csv",
        "comments (1).csv",
        "a/b/c/d/comments 2.csv",
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        table(youtube_export.NEWEST, [comment(ONE, "hello")]),
        table(youtube_export.OF_2024, [comment(ONE, "hello")]),
        table(youtube_export.OF_2023, [comment(ONE, segments("hello"))]),
        table(youtube_export.SHORT, [comment(ONE, "hello")]),
        youtube_export.dutch([comment(ONE, "hello")]),
        table(youtube_export.NEWEST, [comment(ONE, "hello")], [f"spalte {number}" for number in range(9)]),
        table(youtube_export.NEWEST, [comment(ONE, "hello")]).replace("\n", "\r\n"),
        "\ufeff" + table(youtube_export.SHORT, [comment(ONE, "hello")]),
    ],
    ids=["newest", "2024", "2023", "short", "dutch", "unknown language", "crlf", "mark"],
)
def test_it_is_known_by_what_its_columns_hold(name: str, body: str, tmp_path: Path) -> None:
    found = _only(tmp_path, body, name)
    assert found.inspection.kind == "youtube-takeout"
    (one,) = found.items
    assert (one.id, one.kind, one.text) == (ONE, ItemKind.COMMENT, "hello")
    assert one.created_at == datetime(2026, 3, 3, 21, 14, 0, 434647, tzinfo=UTC)
    assert one.url == f"https://www.youtube.com/watch?v={VIDEO}&lc={ONE}"
    assert one.has_platform_id
    assert found.accounts[0].account.remote_id == CHANNEL
    assert found.unread == []


def test_the_table_alone_under_any_name(tmp_path: Path) -> None:
    path = tmp_path / "download"
    path.write_text(table(youtube_export.SHORT, [comment(ONE, "hello")]), "utf-8")
    assert read(path).texts == ["hello"]


def test_saved_anew_with_other_signs_between(tmp_path: Path) -> None:
    body = "\n".join(
        (
            "Comment ID;Channel ID;Comment Create Timestamp;Price;Video ID;Comment Text",
            f'{ONE};{CHANNEL};2026-03-03T21:14:00+00:00;0;{VIDEO};"{{""text"":""hello""}}"',
        )
    )
    assert _only(tmp_path, body).texts == ["hello"]
    assert _only(tmp_path, "\ufeff" + body.replace(";", "\t")).texts == ["hello"]


def test_a_text_full_of_other_signs_is_not_taken_for_columns(tmp_path: Path) -> None:
    assert _read(tmp_path, comment(ONE, ";" * 500), comment(TWO, "\t" * 500)).texts == [";" * 500, "\t" * 500]


@pytest.mark.parametrize(
    "content",
    [
        {"Comments.csv": "Date,Link,Message\n2026-03-03,https://www.linkedin.com/x,hello\n"},
        {"subscriptions.csv": f"Channel Id,Channel Url,Channel Title\n{CHANNEL},http://a.example,x\n"},
        {"comments.csv": 'id,text\n1,"{""text"":""hello""}"\n'},
    ],
)
def test_it_takes_no_other_table(content: dict[str, str | bytes], tmp_path: Path) -> None:
    with open_archive(x_archive.write_zip(tmp_path / "a.zip", content | {"b.png": b"x"})) as archive:
        assert not FORMATS[0].recognise(archive)


@pytest.mark.parametrize(
    "content",
    [
        {"Takeout/YouTube and YouTube Music/my-comments/my-comments.html": "<html>"},
        {"my-comments.html": "<html>", "my-live-chat-messages.html": "<html>"},
        {"Takeout/archive_browser.html": "<html>", f"{ROOT}/history/watch-history.html": "<html>"},
        {"Takeout/Mail/All mail.mbox": "From: a"},
    ],
)
def test_a_takeout_without_tables_of_comments_names_the_setting(
    content: dict[str, str | bytes], tmp_path: Path
) -> None:
    with pytest.raises(WrongVariant, match="comments: they come as CSV"):
        open_source(x_archive.write_zip(tmp_path / "a.zip", content | {"b.png": b"x"}))


def test_several_parts_are_one(tmp_path: Path) -> None:
    parts = {
        COMMENTS: table(youtube_export.NEWEST, [comment(comment_id(1), "1")]),
        COMMENTS.replace(".csv", "(1).csv"): table(youtube_export.NEWEST, [comment(comment_id(2), "2")]),
        COMMENTS.replace(".csv", "(2).csv"): table(youtube_export.NEWEST, [comment(comment_id(3), "3")]),
        COMMENTS.replace(".csv", " 2.csv"): table(youtube_export.NEWEST, [comment(comment_id(4), "4")]),
        "copy/comments.csv": table(youtube_export.NEWEST, [comment(comment_id(1), "1")]),
    }
    found = read(x_archive.write_zip(tmp_path / "a.zip", parts))
    assert sorted(found.texts) == ["1", "2", "3", "4"]
    assert len(found.inspection.parts) == 4


def test_several_zips_of_one_takeout_are_one(tmp_path: Path) -> None:
    content = youtube_export.files([comment(ONE, "one")])
    about = {ABOUT: content.pop(ABOUT), "Takeout/archive_browser.html": "<html>"}
    content[COMMENTS.replace(".csv", "(1).csv")] = table(youtube_export.NEWEST, [comment(TWO, "two")])
    videos: dict[str, str | bytes] = {f"{ROOT}/videos/film.mp4": b"x"}
    paths = [
        x_archive.write_zip(tmp_path / f"takeout-20261101T101112Z-00{number}.zip", each)
        for number, each in enumerate((about, content, videos), start=1)
    ]
    with Discovery(paths) as discovery:
        (found,) = discovery.found
        records = list(found.source.records())
    (account,) = (each for each in records if isinstance(each, AccountRecord))
    assert account.profile is not None
    assert account.profile.display_name == "Wren Invented"
    assert sorted(each.text for each in records if isinstance(each, Item)) == ["one", "two"]
    assert discovery.passed_over == ()


def test_a_table_without_rows(tmp_path: Path) -> None:
    found = _only(tmp_path, table(youtube_export.NEWEST, []))
    assert found.items == []
    assert found.accounts[0].account.remote_id is None


# What rows become


def test_text_comes_in_pieces_that_are_joined(tmp_path: Path) -> None:
    mention = {"text": "@jc", "mention": {"externalChannelId": OTHER_CHANNEL}}
    link = {"text": "https://a.example/lo...", "link": {"linkUrl": "https://a.example/long/address"}}
    whole = {"text": "https://b.example", "link": {"linkUrl": "https://b.example"}}
    found = _read(
        tmp_path, comment(ONE, run(mention, " saves,\nstates ", link, "\n", whole, ' "quoted" \\ 🥺'))
    )
    (one,) = found.items
    assert one.text == '@jc saves,\nstates https://a.example/lo...\nhttps://b.example "quoted" \\ 🥺'
    assert one.extra == {"links": ["https://a.example/long/address"]}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (segments("one ", "two"), "one two"),
        (run("one ", "two"), "one two"),
        ('{"text":"a"}, {"text":"b"}', "ab"),
        ('{"text":"line one\r\nline two"}', "line one\r\nline two"),
        ('{"text":""}', ""),
        ("plain words, and more", "plain words, and more"),
        ('First, and it\'s "fine"', 'First, and it\'s "fine"'),
        ("123", "123"),
        ("", ""),
        ('{"text":"torn', '{"text":"torn'),
        ('{"text":7}', '{"text":7}'),
        ('{"emoji":"x"},{"text":"y"}', "y"),
        ('{"text":"half \\ud83d pair \\u0000"}', "half \ufffd pair \ufffd"),
        ("[" * 50_000, "[" * 50_000),
        ("9" * 5_000, "9" * 5_000),
    ],
)
def test_the_text_cell(cell: str, text: str) -> None:
    assert words(cell) == (text, [])


def test_replies_know_their_parents(tmp_path: Path) -> None:
    theirs = comment_id(99)
    found = _read(
        tmp_path,
        comment(
            reply_id(ONE, 5), "to a reply", parentcommentid=reply_id(ONE, 4), **{"top-levelcommentid": ONE}
        ),
        comment(reply_id(ONE, 4), "to my own", parentcommentid=ONE),
        comment(ONE, "root"),
        comment(reply_id(theirs, 6), "to a stranger", parentcommentid=theirs),
    )
    told = {each.text: (each.parent_id, each.parent_text) for each in found.items}
    assert told == {
        "root": (None, None),
        "to my own": (ONE, "root"),
        "to a reply": (reply_id(ONE, 4), "to my own"),
        "to a stranger": (theirs, None),
    }
    assert {each.kind for each in found.items} == {ItemKind.COMMENT}


def test_a_reply_is_known_by_its_id_where_no_column_names_its_parent(tmp_path: Path) -> None:
    rows = [comment(ONE, "root"), comment(reply_id(ONE, 4), "reply")]
    found = _only(tmp_path, table(youtube_export.SHORT, rows))
    assert found.item(reply_id(ONE, 4)).parent_id == ONE
    assert found.item(reply_id(ONE, 4)).parent_text == "root"


def test_where_every_row_is_a_reply_the_longer_id_is_the_comments_own(tmp_path: Path) -> None:
    rows = [
        comment(reply_id(ONE, at), f"{at}", parentcommentid=ONE, **{"top-levelcommentid": ONE})
        for at in range(3)
    ]
    strange = [f"kolom {number}" for number in range(9)]
    found = _only(tmp_path, table(youtube_export.NEWEST, rows, strange))
    assert [each.id for each in found.items] == [reply_id(ONE, at) for at in range(3)]


def test_a_comment_on_a_community_post(tmp_path: Path) -> None:
    rows = [comment(ONE, "here", videoid="", postid=POST)]
    strange = [f"kolom {number}" for number in range(9)]
    for header in (None, strange):
        (one,) = _only(tmp_path, table(youtube_export.NEWEST, rows, header)).items
        assert (one.id, one.parent_id) == (ONE, None)
        assert one.url == f"https://www.youtube.com/post/{POST}?lc={ONE}"


def test_an_amount_is_no_video(tmp_path: Path) -> None:
    (one,) = _read(tmp_path, comment(ONE, "here", price="50000000000")).items
    assert one.url == f"https://www.youtube.com/watch?v={VIDEO}&lc={ONE}"
    (one,) = _read(tmp_path, comment(ONE, "here", videoid="")).items
    assert one.url is None


def test_live_chat_is_read_and_never_promised_to_be_deleted(tmp_path: Path) -> None:
    content = youtube_export.files(
        [comment(ONE, "a comment")], [comment(LIVE_ID, "in the chat", price="990000")]
    )
    found = read(x_archive.write_zip(tmp_path / "a.zip", content))
    one = found.item(LIVE_ID)
    assert (one.kind, one.text, one.has_platform_id) == (ItemKind.COMMENT, "in the chat", False)
    assert one.url == f"https://www.youtube.com/watch?v={VIDEO}"
    assert one.extra == {"place": "live chat"}
    assert [part.holds for part in found.inspection.parts] == ["comments", "live chat messages"]


def test_live_chat_under_a_translated_name_is_told_by_its_ids(tmp_path: Path) -> None:
    body = table(youtube_export.LIVE_CHAT, [comment(LIVE_ID, "hoi")], [f"kolom {at}" for at in range(7)])
    (one,) = _only(tmp_path, body, "livechats.csv").items
    assert (one.id, one.text, one.has_platform_id) == (LIVE_ID, "hoi", False)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-03-03T21:14:00+00:00", datetime(2026, 3, 3, 21, 14, tzinfo=UTC)),
        ("2026-03-03T22:14:00+01:00", datetime(2026, 3, 3, 21, 14, tzinfo=UTC)),
        ("2026-03-03T21:14:00.434Z", datetime(2026, 3, 3, 21, 14, 0, 434000, tzinfo=UTC)),
        ("2026-03-03T21:14:00", datetime(2026, 3, 3, 21, 14)),
        ("yesterday", None),
        ("", None),
        ("0000-13-41T00:00:00Z", None),
    ],
)
def test_times_as_written(written: str, moment: datetime | None, tmp_path: Path) -> None:
    found = _read(tmp_path, comment(ONE, "one", written), comment(TWO, "two"))
    assert found.item(ONE).created_at == moment


def test_google_plus_ids(tmp_path: Path) -> None:
    old = "z12qzfyyxsq2zxjhw04cdpcqbyv1gtvxcb40k"
    (one,) = _read(tmp_path, comment(old, "of 2014")).items
    assert (one.id, one.has_platform_id) == (old, True)


# Whose it is


def test_the_channel_and_what_it_says(tmp_path: Path) -> None:
    (record,) = _read(tmp_path, comment(ONE, "x")).accounts
    assert (record.account.handle, record.account.remote_id) == ("", CHANNEL)
    assert record.profile is not None
    assert (record.profile.display_name, record.profile.bio) == (
        "Wren Invented",
        "Nurse at Fernhollow General.",
    )
    assert record.profile.observed_at == datetime(2026, 11, 1, 10, 11, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "header",
    [
        "Channel ID,Channel Title (Original),Channel Visibility",
        "Kanaal-ID,Kanaaltitel (origineel),Zichtbaarheid kanaal",
        "ID del canal,Título del canal (original),Visibilidad del canal",
        "Channel ID,Channel title (Original),Channel visibility",
    ],
)
def test_the_channels_title_in_other_languages(header: str, tmp_path: Path) -> None:
    name = f"{ROOT}/kanalen/kanaal.csv"
    content = youtube_export.files([comment(ONE, "x")]) | {name: f"{header}\n{CHANNEL},Wren-Invent,Public\n"}
    del content[ABOUT]
    (record,) = read(x_archive.write_zip(tmp_path / "a.zip", content)).accounts
    assert record.profile is not None
    assert record.profile.display_name == "Wren-Invent"


def test_without_a_channel_table_only_the_id_is_known(tmp_path: Path) -> None:
    (record,) = _only(tmp_path, table(youtube_export.SHORT, [comment(ONE, "x")])).accounts
    assert (record.account.remote_id, record.profile) == (CHANNEL, None)


def test_a_subscription_is_not_taken_for_her_channel(tmp_path: Path) -> None:
    content = youtube_export.files([comment(ONE, "x")])
    subscriptions = (
        f"Channel Id,Channel Url,Channel Title\n{CHANNEL},http://www.youtube.com/channel/x,Herself\n"
    )
    content[f"{ROOT}/subscriptions/subscriptions.csv"] = subscriptions
    del content[ABOUT]
    (record,) = read(x_archive.write_zip(tmp_path / "a.zip", content)).accounts
    assert record.profile is None


def test_two_channels_of_one_person_are_two_accounts(tmp_path: Path) -> None:
    rows = [
        comment(comment_id(number), f"{number}", channelid=(CHANNEL, OTHER_CHANNEL)[number % 3 == 0])
        for number in range(1, 10)
    ]
    with open_source(x_archive.write_zip(tmp_path / "a.zip", youtube_export.files(rows))) as source:
        seen: dict[str, list[str]] = {}
        for record in source.records():
            if hasattr(record, "account"):
                texts = seen.setdefault(record.account.remote_id, [])
            elif hasattr(record, "text"):
                texts.append(record.text)
    assert seen == {CHANNEL: ["1", "2", "4", "5", "7", "8"], OTHER_CHANNEL: ["3", "6", "9"]}


def test_a_row_without_a_channel_is_hers_all_the_same(tmp_path: Path) -> None:
    found = _read(tmp_path, comment(ONE, "a"), comment(TWO, "b", channelid=""), comment(comment_id(3), "c"))
    assert found.texts == ["a", "b", "c"]
    assert len(found.accounts) == 1


# What is left alone, and counts


def test_what_is_left_out_is_named(tmp_path: Path) -> None:
    content = youtube_export.files([comment(ONE, "x")]) | {
        f"{ROOT}/video metadata/videos.csv": youtube_export.videos(),
        f"{ROOT}/posts/posts.csv": "Post ID,Post Text\nx,y\n",
    }
    found = read(x_archive.write_zip(tmp_path / "a.zip", content))
    assert [each.what for each in found.inspection.left_out] == [
        "other Google products in this Takeout",
        "titles and descriptions of your own videos",
        "community posts of your own channel",
        "other files of YouTube's, such as history, subscriptions, playlists and settings",
    ]
    assert found.texts == ["x"]
    assert "somebody" not in repr([found.items, found.accounts, found.left_out, found.unread])


def test_other_products_are_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = youtube_export.files([comment(ONE, "x")])
    with open_source(x_archive.write_zip(tmp_path / "a.zip", content)) as source:
        opened: list[str] = []
        whole: Callable[[str], object] = source.archive.open
        monkeypatch.setattr(source.archive, "open", lambda name: (opened.append(name), whole(name))[1])
        source.inspect()
        list(source.records())
    assert opened
    assert not any("Mail" in name or name.endswith(".html") for name in opened)


def test_nothing_else_is_there(tmp_path: Path) -> None:
    content = {"comments.csv": table(youtube_export.SHORT, [comment(ONE, "x")]), "notes.md": "x"}
    assert read(x_archive.write_zip(tmp_path / "a.zip", content)).inspection.left_out == ()


def test_every_row_is_an_item_or_unread(tmp_path: Path) -> None:
    rows = [comment(comment_id(number), f"{number}") for number in range(20)]
    body = table(youtube_export.NEWEST, rows).strip()
    odd = ["too,few", ",".join("x" * 20), f",{CHANNEL},2026-03-03T21:14:00Z,0,,,{VIDEO},no id,"]
    found = _only(tmp_path, "\n".join([body, *odd]))
    assert len(found.items) == 20
    assert found.unread == [
        Unread("comments.csv", "not in the form of a row", 2),
        Unread("comments.csv", "it has no id", 1),
    ]


def test_a_field_past_all_measure_costs_only_its_row(tmp_path: Path) -> None:
    rows = [comment(ONE, "one"), comment(TWO, "x" * 200_000), comment(comment_id(3), "three")]
    found = _only(tmp_path, table(youtube_export.NEWEST, rows))
    assert "one" in found.texts
    assert "three" in found.texts
    assert sum(each.count for each in found.unread) >= 1


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_table_that_was_cut_off_keeps_what_was_there(share: float, tmp_path: Path) -> None:
    body = table(youtube_export.NEWEST, [comment(comment_id(at), f"{at}") for at in range(100)]).strip()
    found = _only(tmp_path, body[: int(len(body) * share)])
    assert len(found.items) >= 100 * share - 3
    assert found.texts[:20] == [str(at) for at in range(20)]


CELLS = st.text(max_size=30) | st.sampled_from(
    [ONE, reply_id(ONE, 1), CHANNEL, VIDEO, POST, run("x"), segments("x"), '{"text":', "[]", "\0", "\u202e"]
)


@given(rows=st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=6))
@settings(max_examples=150, deadline=None)
def test_any_cells_at_all(rows: list[list[str]], tmp_path_factory: pytest.TempPathFactory) -> None:
    first = comment(comment_id(7), "first")
    body = table(youtube_export.SHORT, [first]).strip()
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    path = x_archive.write_zip(
        tmp_path_factory.mktemp("any") / "a.zip", {"comments.csv": "\n".join([body, *quoted]), "b": b"x"}
    )
    found = read(path)
    assert found.texts[0] == "first" or len(found.items) >= 1
    assert len(found.items) + sum(each.count for each in found.unread) == 1 + len(rows)
    for each in found.items:
        json.dumps(dict(each.extra), allow_nan=False, ensure_ascii=False).encode()
        for text in (each.id, each.text, each.url or "", each.parent_id or ""):
            text.encode()
            assert "\0" not in text


def test_a_generated_export_is_of_true_shape(tmp_path: Path) -> None:
    found = read(youtube_export.write_many(tmp_path / "many.zip", 101))
    assert len({each.id for each in found.items}) == 101
    assert found.unread == []
    assert found.items[-1].text.endswith("all invented \U0001f97a\nsecond line")
    assert sum(each.parent_text is not None for each in found.items) > 10


def test_left_out_says_why(tmp_path: Path) -> None:
    found = _read(tmp_path, comment(ONE, "x"))
    assert LeftOut("other Google products in this Takeout", "not YouTube") in found.inspection.left_out
