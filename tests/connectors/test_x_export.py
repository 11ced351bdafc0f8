"""X's archive in its forms, and the traps that were counted in real ones."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.derived_ids import DerivedIds
from connectors.errors import (
    DamagedSource,
    EmptySource,
    UnknownSource,
    UnsafeArchive,
    WrongPlatform,
    WrongVariant,
)
from connectors.model import ItemKind, Unread
from connectors.part_reading import Unfit
from connectors.x.other_texts import SORTS
from connectors.x.other_texts import item as other_text
from connectors.x.posts import Author, post
from tests.connectors.reading import Read, read
from tests.fixtures import grailbird, x_archive
from tests.fixtures.x_archive import START, note, reply, tweet

LONG = (
    "After twenty years on this ward I have one thing to say about the new rota, and it is this: "
    + "no. " * 80
)


def _read(tmp_path: Path, tweets: list[x_archive.Json], **more: list[x_archive.Json]) -> Read:
    return read(x_archive.write_zip(tmp_path / "x.zip", x_archive.files(tweets, **more)))


def test_account_profile_and_posts(tmp_path: Path) -> None:
    found = _read(tmp_path, [tweet(2, "second"), tweet(1, "first")])
    (record,) = found.accounts
    assert (record.account.platform, record.account.handle, record.account.remote_id) == (
        "x", "@wren_invented", "900100",
    )  # fmt: skip
    assert record.profile is not None
    assert record.profile.bio == "Nurse at Fernhollow General. Views & typos mine."
    assert record.profile.display_name == "Wren Invented"
    assert record.profile.location == "Fernhollow"
    assert record.profile.observed_at == datetime(2026, 10, 1, 8, tzinfo=UTC)
    assert found.texts == ["second", "first"]
    first = found.item("1")
    assert first.created_at == START
    assert first.url == "https://x.com/wren_invented/status/1"
    assert first.has_platform_id
    assert found.inspection.is_complete
    assert found.inspection.expected == 2
    assert found.unread == []


@pytest.mark.parametrize("root", ["", "twitter-2026-10-01-abc/", "downloads/twitter-2026-10-01-abc/"])
def test_a_nested_root_folder_is_found(root: str, tmp_path: Path) -> None:
    content = x_archive.files([tweet(1, "here")])
    assert read(x_archive.write_zip(tmp_path / "x.zip", content, root)).texts == ["here"]


def test_a_folder_and_its_inner_data_folder(tmp_path: Path) -> None:
    folder = x_archive.write_folder(tmp_path / "unpacked", x_archive.files([tweet(1, "here")]))
    assert read(folder).texts == ["here"]
    assert read(folder / "data").texts == ["here"]
    assert read(folder / "data").inspection.is_complete


def test_one_file_alone_names_no_account(tmp_path: Path) -> None:
    path = tmp_path / "tweets.js"
    path.write_text(x_archive.data_file("tweets", [tweet(1, "here")]))
    found = read(path)
    assert found.texts == ["here"]
    assert found.accounts[0].account.handle == ""
    assert found.items[0].url == "https://x.com/i/status/1"
    assert not found.inspection.is_complete
    assert "manifest" in found.inspection.warnings[0]


def test_parts_are_read_in_order_and_counted(tmp_path: Path) -> None:
    content = x_archive.files([tweet(1, "one")])
    content["data/tweets-part1.js"] = x_archive.data_file("tweets", [tweet(2, "two"), tweet(3, "three")], 1)
    content["data/manifest.js"] = x_archive.manifest({"tweets": {"tweets.js": 1, "tweets-part1.js": 2}})
    found = read(x_archive.write_zip(tmp_path / "x.zip", content))
    assert found.texts == ["one", "two", "three"]
    assert found.inspection.expected == 3
    assert found.unread == []


@pytest.mark.parametrize(
    "name", ["tweet.js", "tweets (1).js", "tweets(2).js", "tweets-part0.js", "tweet-part0.js", "TWEETS.JS"]
)
def test_other_names_of_the_same_file(name: str, tmp_path: Path) -> None:
    content = x_archive.files([tweet(1, "here")])
    content[f"data/{name}"] = content.pop("data/tweets.js")
    found = read(x_archive.write_zip(tmp_path / "x.zip", content))
    assert found.texts == ["here"]
    assert found.inspection.is_complete
    assert found.unread == []


def test_an_archive_of_2019_without_manifest_and_wrapper(tmp_path: Path) -> None:
    bare = [tweet(1, "old &amp; bare")["tweet"]]
    content = {"tweet.js": x_archive.data_file("tweet", bare), "account.js": x_archive.account_file()}
    found = read(x_archive.write_zip(tmp_path / "x.zip", content))
    assert found.texts == ["old & bare"]
    assert found.accounts[0].account.handle == "@wren_invented"


def test_deleted_tweets_is_not_taken_for_tweets(tmp_path: Path) -> None:
    gone = tweet(9, "gone", deleted_at="Tue Sep 29 10:00:00 +0000 2026")
    undated = tweet(8, "gone without a date")
    found = _read(tmp_path, [tweet(1, "here")], deleted=[gone, undated])
    assert found.item("1").deleted_at is None
    assert found.item("9").deleted_at == datetime(2026, 9, 29, 10, tzinfo=UTC)
    assert found.item("8").deleted_at == datetime(2026, 10, 1, 8, tzinfo=UTC)
    assert found.inspection.expected == 3


def test_community_posts_come_too(tmp_path: Path) -> None:
    found = _read(tmp_path, [tweet(1, "here")], community=[tweet(5, "to a community", community_id_str="77")])
    assert found.item("5").extra["community_id"] == "77"
    assert found.item("5").has_platform_id


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("R&amp;D &lt;3 &gt;", "R&D <3 >"),
        ("&amp;amp; stays escaped once", "&amp; stays escaped once"),
        ("&copy and &nbsp; are what somebody typed", "&copy and &nbsp; are what somebody typed"),
        ("half \ud83d a pair", "half \ufffd a pair"),
        ("nul \x00 here", "nul \ufffd here"),
        ("\x1b[31mred\x1b[0m [bold]x[/bold] \u202eabc", "\x1b[31mred\x1b[0m [bold]x[/bold] \u202eabc"),
        ("a } ] { brace \" quote \\ slash", "a } ] { brace \" quote \\ slash"),
        ("family 👩‍👩‍👧 ok", "family 👩‍👩‍👧 ok"),
    ],
)  # fmt: skip
def test_texts_come_as_they_were_typed(written: str, read_as: str, tmp_path: Path) -> None:
    content = x_archive.files([tweet(1, written.replace("\ud83d", "HALF")), tweet(2, "next")])
    body = content["data/tweets.js"]
    assert isinstance(body, str)
    content["data/tweets.js"] = body.replace("HALF", "\\ud83d")
    found = read(x_archive.write_zip(tmp_path / "x.zip", content))
    assert found.texts == [read_as, "next"]
    assert len(read_as) == len(read_as.encode().decode())


def test_a_post_of_100_kb_and_one_of_two_megabytes(tmp_path: Path) -> None:
    found = _read(tmp_path, [tweet(1, "a" * 100_000), tweet(2, "é" * 2_000_000), tweet(3, "after")])
    assert [len(text) for text in found.texts] == [100_000, 2_000_000, 5]


def test_reposts_are_told_by_their_prefix(tmp_path: Path) -> None:
    found = _read(
        tmp_path, [tweet(1, "RT @invented_other: theirs", retweeted=False), tweet(2, "RTs welcome")]
    )
    assert [each.kind for each in found.items] == [ItemKind.REPOST, ItemKind.POST]


@pytest.mark.parametrize("order", [1, -1])
def test_a_thread_knows_its_own_parents_in_either_order(order: int, tmp_path: Path) -> None:
    thread = [tweet(1, "the root"), reply(2, "the second", 1), reply(3, "the third", 2)][::order]
    found = _read(tmp_path, thread)
    assert found.item("2").parent_text == "the root"
    assert found.item("3").parent_text == "the second"
    assert found.item("3").parent_id == "2"
    assert found.item("3").extra["conversation"] == {"in_reply_to": "@wren_invented", "own_thread": True}
    assert len(found.items) == 3


def test_a_reply_to_another_keeps_the_handles_and_knows_no_parent(tmp_path: Path) -> None:
    found = _read(
        tmp_path, [reply(2, "@invented_friend no, sorry", 1, handle="invented_friend"), tweet(1, "x")]
    )
    answer = found.item("2")
    assert answer.kind is ItemKind.REPLY
    assert answer.text == "@invented_friend no, sorry"
    assert answer.parent_text is None
    assert answer.extra["conversation"] == {"in_reply_to": "@invented_friend", "own_thread": False}


def test_a_reply_to_a_lost_post_of_ones_own_still_comes(tmp_path: Path) -> None:
    found = _read(tmp_path, [reply(2, "answer", 1), reply(3, "to itself", 3)])
    assert sorted(found.texts) == ["answer", "to itself"]


def test_long_posts_are_joined_by_time_and_beginning(tmp_path: Path) -> None:
    other = START + timedelta(seconds=1)
    tweets = [
        tweet(1, LONG[:270] + "… https://t.co/x", START),
        tweet(2, "Something else entirely, written in the same second as the long one above it was.", START),
        tweet(3, "@invented_friend " + LONG[:200] + "…", START + timedelta(hours=1)),
        tweet(4, LONG[:270], START + timedelta(days=9)),
    ]
    notes = [
        note(501, LONG, other),
        note(502, LONG + "Again.", START + timedelta(hours=1)),
        note(503, "A note whose post is nowhere." * 3, START),
    ]
    found = _read(tmp_path, tweets, notes=notes)
    assert found.item("1").text == LONG
    assert found.item("1").extra["note_tweet_id"] == "501"
    assert found.item("2").text == tweets[1]["tweet"]["full_text"]
    assert found.item("3").text == "@invented_friend " + LONG + "Again."
    assert found.item("4").text == LONG[:270]
    left = found.item("note-503")
    assert not left.has_platform_id
    assert left.url is None
    assert len(found.items) == 5


def test_neither_time_nor_beginning_joins_a_long_post_alone(tmp_path: Path) -> None:
    alike = LONG[:59]  # 60 characters tell, and one of these is another
    tweets = [
        tweet(1, LONG[:270], START),
        tweet(2, alike + " and so on, the second of a thread that begins alike.", START + timedelta(days=1)),
    ]
    notes = [
        note(501, LONG + "An hour later.", START + timedelta(hours=1)),
        note(502, alike + "; the first, written in the very same second. " * 6, START + timedelta(days=1)),
    ]
    found = _read(tmp_path, tweets, notes=notes)
    assert found.item("1").text == LONG[:270]
    assert found.item("2").text == tweets[1]["tweet"]["full_text"]
    assert {each.id for each in found.items} == {"1", "2", "note-501", "note-502"}


@pytest.mark.parametrize("order", [1, -1])
def test_of_long_posts_that_begin_alike_the_nearest_in_time_is_joined(order: int, tmp_path: Path) -> None:
    times = [START + timedelta(hours=hour) for hour in range(3)]
    tweets = [tweet(number, LONG[:270], at) for number, at in enumerate(times)]
    notes = [note(500 + number, f"{LONG}{number}", at) for number, at in enumerate(times)]
    found = _read(tmp_path, tweets, notes=notes[::order])
    assert [found.item(str(number)).text for number in range(3)] == [f"{LONG}{n}" for n in range(3)]


def test_a_long_post_is_joined_by_what_was_typed_not_by_its_number(tmp_path: Path) -> None:
    typed = "R&D <3 and all that on the ward tonight, " + LONG
    written = typed[:250].replace("&", "&amp;").replace("<", "&lt;")
    later = START + timedelta(minutes=5)
    found = _read(
        tmp_path,
        [tweet(1, written + "…", START), tweet(501, "of the number of a note", later)],
        notes=[note(501, typed, START), note(502, "Same second, other words. " * 5, later)],
    )
    assert found.item("1").text == typed
    assert found.item("501").text == "of the number of a note"
    assert not found.item("note-502").has_platform_id
    assert len(found.items) == 3


def test_a_deleted_long_post_is_never_offered(tmp_path: Path) -> None:
    found = _read(tmp_path, [tweet(1, "here")], deleted_notes=[note(7, LONG)])
    assert found.item("note-7").deleted_at is not None


def test_media_files_are_found_by_name(tmp_path: Path) -> None:
    picture = {
        "media_url_https": "https://pbs.twimg.example/media/Fabc.jpg",
        "type": "photo",
        "ext_alt_text": "a &amp; b",
    }
    film = {
        "media_url_https": "https://pbs.twimg.example/thumb/still.jpg",
        "type": "video",
        "video_info": {"variants": [{"url": "https://video.twimg.example/vid/film99.mp4?tag=1"}]},
    }
    content = x_archive.files(
        [tweet(11, "seen", extended_entities={"media": [picture, film]}), tweet(12, "none")]
    )
    for name in (
        "tweets_media/11-film99.mp4",
        "tweets_media/11-Fabc.jpg",
        "deleted_tweets_media/12-other.jpg",
    ):
        content[f"data/{name}"] = b"picture"
    found = read(x_archive.write_zip(tmp_path / "x.zip", content))
    first, second = found.item("11").media
    assert (first.path, first.alt) == ("data/tweets_media/11-Fabc.jpg", "a & b")
    assert first.url == "https://pbs.twimg.example/media/Fabc.jpg"
    assert second.path == "data/tweets_media/11-film99.mp4"
    assert [each.path for each in found.item("12").media] == ["data/deleted_tweets_media/12-other.jpg"]


@pytest.mark.parametrize(
    "folder",
    ["tweets_media", "tweet_media", "community_tweet_media", "tweets_media_part1", "deleted_tweets_media"],
)
def test_every_media_folder(folder: str, tmp_path: Path) -> None:
    content = x_archive.files([tweet(11, "seen")])
    content[f"data/{folder}/11-abc.jpg"] = b"picture"
    content["data/direct_messages_media/11-private.jpg"] = b"picture"
    (medium,) = read(x_archive.write_zip(tmp_path / "x.zip", content)).item("11").media
    assert medium.path == f"data/{folder}/11-abc.jpg"


@pytest.mark.parametrize("name", ["manifest", "account", "profile", "note-tweet", "tweets"])
def test_one_damaged_file_costs_only_itself(name: str, tmp_path: Path) -> None:
    content = x_archive.files([tweet(1, "here")], notes=[note(5, LONG)])
    path = x_archive.write_zip(tmp_path / "x.zip", content)
    _damage(path, f"data/{name}.js")
    found = read(path)
    assert len(found.items) == {"tweets": 1, "note-tweet": 1}.get(name, 2)
    assert found.accounts[0].account.handle == "@wren_invented"
    assert bool(found.unread) is (name in ("tweets", "note-tweet"))
    assert found.inspection.is_complete is (name != "manifest")


def test_a_damaged_index_or_bio_of_grailbird_costs_only_itself(tmp_path: Path) -> None:
    path = x_archive.write_zip(tmp_path / "x.zip", grailbird.files())
    for name in ("tweet_index", "user_details", "tweets/2012_01"):
        _damage(path, f"data/js/{name}.js")
    found = read(path)
    assert found.texts == ["old <3"]
    assert not found.inspection.is_complete
    assert [each.part for each in found.unread] == ["2012_01.js"]


@pytest.mark.parametrize("content", [{"data/tweets.js": "x" * 900}, {"data/js/tweets/2013_05.js": "x" * 900}])
def test_nothing_but_a_damaged_file_is_damaged_not_unknown(
    content: dict[str, str | bytes], tmp_path: Path
) -> None:
    path = x_archive.write_zip(tmp_path / "x.zip", content)
    _damage(path, next(iter(content)))
    with pytest.raises(DamagedSource):
        read(path)


def _damage(path: Path, name: str) -> None:
    """Break the packed bytes of one file of a zip."""
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(name)
    raw = bytearray(path.read_bytes())
    begins = info.header_offset + 30 + len(info.filename)
    raw[begins : begins + info.compress_size] = b"\xff" * info.compress_size
    path.write_bytes(bytes(raw))


def test_links_places_and_language_are_kept(tmp_path: Path) -> None:
    entities = {"urls": [{"url": "https://t.co/x", "expanded_url": "https://fernhollow.example/wards"}]}
    found = _read(tmp_path, [tweet(1, "here", entities=entities, place={"full_name": "Fernhollow"})])
    assert found.items[0].extra == {
        "lang": "en",
        "links": ["https://fernhollow.example/wards"],
        "place": {"full_name": "Fernhollow"},
    }


def test_a_partial_archive_says_so(tmp_path: Path) -> None:
    content = x_archive.files([tweet(1, "here")], partial=True)
    found = read(x_archive.write_zip(tmp_path / "x.zip", content))
    assert not found.inspection.is_complete
    assert "partial" in found.inspection.warnings[0]


def test_a_missing_part_is_named_and_counted(tmp_path: Path) -> None:
    content = x_archive.files([tweet(1, "here")])
    content["data/manifest.js"] = x_archive.manifest({"tweets": {"tweets.js": 1, "tweets-part1.js": 40}})
    found = read(x_archive.write_zip(tmp_path / "x.zip", content))
    assert not found.inspection.is_complete
    assert found.unread == [Unread("tweets-part1.js", "named in the manifest, missing in the archive", 40)]


def test_fewer_posts_than_the_manifest_says(tmp_path: Path) -> None:
    content = x_archive.files([tweet(1, "here")])
    content["data/manifest.js"] = x_archive.manifest({"tweets": {"tweets.js": 3}})
    found = read(x_archive.write_zip(tmp_path / "x.zip", content))
    assert found.unread == [Unread("tweets.js", "fewer than the manifest says", 2)]


def _break_record(body: str) -> str:
    return body.replace('"full_text" : "broken"', '"full_text" : "broken')


def _cut(body: str) -> str:
    return body[: body.index('"full_text" : "last"')]


def _drop_comma(body: str) -> str:
    return body.replace("},\n  {", "}\n  {", 1)


def _null_record(body: str) -> str:
    return body.replace("[\n", "[\n  null,\n  7,\n", 1)


@pytest.mark.parametrize(
    ("damage", "kept", "lost"),
    [
        (_break_record, ["first", "last"], 1),
        (_cut, ["first", "broken"], 1),
        (_drop_comma, ["first", "broken", "last"], 0),
        (_null_record, ["first", "broken", "last"], 2),
    ],
)
def test_what_can_be_read_of_a_broken_part_is_kept(
    damage: Callable[[str], str], kept: list[str], lost: int, tmp_path: Path
) -> None:
    content = x_archive.files([tweet(1, "first"), tweet(2, "broken"), tweet(3, "last")])
    body = content["data/tweets.js"]
    assert isinstance(body, str)
    content["data/tweets.js"] = damage(body)
    found = read(x_archive.write_zip(tmp_path / "x.zip", content))
    assert found.texts == kept
    assert sum(each.count for each in found.unread) == lost
    assert {each.part for each in found.unread} <= {"tweets.js"}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_another_encoding_is_named(encoding: str, tmp_path: Path) -> None:
    content = x_archive.files([tweet(1, "here")])
    body = content["data/tweets.js"]
    assert isinstance(body, str)
    content["data/tweets.js"] = body.encode(encoding)
    found = read(x_archive.write_zip(tmp_path / "x.zip", content))
    assert found.items == []
    assert [(each.part, each.reason) for each in found.unread] == [("tweets.js", "not UTF-8 text")]


def test_stray_bytes_are_replaced_and_named(tmp_path: Path) -> None:
    content = x_archive.files([tweet(1, "tr\u00e8s"), tweet(2, "fine")])
    body = content["data/tweets.js"]
    assert isinstance(body, str)
    content["data/tweets.js"] = body.encode("latin-1")
    found = read(x_archive.write_zip(tmp_path / "x.zip", content))
    assert found.texts == ["tr\ufffds", "fine"]
    assert [each.reason for each in found.unread] == ["bytes in it that are not UTF-8 were replaced"]


def test_a_bom_before_the_data(tmp_path: Path) -> None:
    content = x_archive.files([tweet(1, "here")])
    content = {name: "\ufeff" + body if isinstance(body, str) else body for name, body in content.items()}
    found = read(x_archive.write_zip(tmp_path / "x.zip", content))
    assert found.texts == ["here"]
    assert found.inspection.is_complete


def test_private_and_foreign_parts_are_left_out_aloud(tmp_path: Path) -> None:
    found = _read(tmp_path, [tweet(1, "here")])
    assert {each.what for each in found.inspection.left_out} == {"direct messages", "likes"}
    assert "somebody else's words" not in found.texts


def test_only_the_page_is_the_wrong_variant(tmp_path: Path) -> None:
    with pytest.raises(WrongVariant, match="whole zip"):
        read(x_archive.write_zip(tmp_path / "x.zip", {"Your archive.html": "<html>", "assets/app.js": "1"}))


def test_an_archive_without_any_posts_part_is_empty(tmp_path: Path) -> None:
    with pytest.raises(EmptySource):
        read(x_archive.write_zip(tmp_path / "x.zip", {"data/manifest.js": x_archive.manifest({})}))


def test_another_platform_was_named(tmp_path: Path) -> None:
    path = x_archive.write_zip(tmp_path / "x.zip", x_archive.files([tweet(1, "here")]))
    with pytest.raises(WrongPlatform, match="--platform x"):
        read(path, "mastodon")
    assert read(path, "X").texts == ["here"]


def test_two_archives_side_by_side(tmp_path: Path) -> None:
    content = x_archive.files([tweet(1, "here")])
    both = {f"one/{name}": body for name, body in content.items()}
    both |= {f"two/{name}": body for name, body in content.items()}
    with pytest.raises(UnknownSource, match="side by side"):
        read(x_archive.write_zip(tmp_path / "x.zip", both))


def test_an_evil_archive_is_refused_whole(tmp_path: Path) -> None:
    content = x_archive.files([tweet(1, "here")]) | {"../../data/tweets.js": "x"}
    with pytest.raises(UnsafeArchive):
        read(x_archive.write_zip(tmp_path / "x.zip", content))


@pytest.mark.parametrize("kind", ["zip", "folder"])
def test_grailbird(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "old"
    found = read((x_archive.write_zip if kind == "zip" else x_archive.write_folder)(path, grailbird.files()))
    assert found.inspection.kind == "x-grailbird"
    assert found.inspection.expected == 2
    assert found.inspection.is_complete
    assert found.inspection.made_at == datetime(2013, 6, 2, 10, tzinfo=UTC)
    assert found.accounts[0].account.handle == "@wren_invented"
    assert found.accounts[0].profile is not None
    assert found.accounts[0].profile.bio == "RN & gardener"
    assert found.texts == ["older", "old <3"]
    assert found.item("31").created_at == datetime(2013, 5, 6, 20, 1, 29, tzinfo=UTC)
    assert found.item("30").created_at == datetime(2012, 1, 6, 20, 1, 29, tzinfo=UTC)


def test_a_lost_month_of_grailbird_is_named(tmp_path: Path) -> None:
    content = grailbird.files()
    del content["data/js/tweets/2012_01.js"]
    found = read(x_archive.write_zip(tmp_path / "x.zip", content))
    assert not found.inspection.is_complete
    assert found.unread == [Unread("2012_01.js", "named in the index, missing in the archive", 1)]


def _with_other_texts(**more: x_archive.Json) -> dict[str, str | bytes]:
    content = x_archive.files([tweet(1, "here")])
    for name, record in (x_archive.OTHER_TEXTS | more).items():
        content[f"data/{name}.js"] = x_archive.data_file(name.replace("-", "_"), [record])
    return content


def test_notes_comments_and_moments(tmp_path: Path) -> None:
    found = read(x_archive.write_zip(tmp_path / "x.zip", _with_other_texts()))
    note, comment, moment = (
        next(each for each in found.items if each.extra.get("surface") == surface)
        for surface in ("community note", "broadcast", "moment")
    )
    assert (note.kind, note.text) == (ItemKind.COMMENT, 'The trial had 40 patients, not "4,000".')
    assert (note.parent_id, note.url) == ("123", "https://x.com/i/birdwatch/n/7001")
    assert note.created_at == datetime(2026, 1, 1, tzinfo=UTC)
    assert (comment.kind, comment.text, comment.extra["broadcast"]) == (ItemKind.COMMENT, "hello all", "b1")
    assert comment.created_at == datetime(2019, 5, 6, 7, 8, 9, 123_000, tzinfo=UTC)
    assert (moment.kind, moment.text) == (ItemKind.POST, "A week on the ward\n\nIn ten posts")
    assert not any(each.has_platform_id for each in (note, comment, moment))
    assert "somebody else's words" not in str(found.items)
    assert found.unread == []


def test_a_moment_without_words_says_nothing_of_others(tmp_path: Path) -> None:
    theirs = {"tweet": {"title": "theirs", "description": "theirs too"}}
    content = _with_other_texts(moment={"moment": {"momentId": "6", "tweets": [theirs]}})
    found = read(x_archive.write_zip(tmp_path / "x.zip", content))
    assert [(each.part, each.reason) for each in found.unread] == [("moment.js", "it has no text")]
    assert "theirs" not in str(found.items)


def test_comments_on_broadcasts_keep_their_ids_in_a_longer_archive(tmp_path: Path) -> None:
    def comment(text: str, second: int) -> x_archive.Json:
        told = x_archive.OTHER_TEXTS["periscope-comments-made-by-user"]["periscopeCommentsMadeByUser"]
        return {
            "periscopeCommentsMadeByUser": told | {"text": text, "createdAt": f"2019-05-06T07:08:0{second}Z"}
        }

    def ids(name: str, *records: x_archive.Json) -> dict[str, str]:
        content = x_archive.files([])
        body = x_archive.data_file("periscope_comments_made_by_user", records)
        content["data/periscope-comments-made-by-user.js"] = body
        found = read(x_archive.write_zip(tmp_path / name, content)).items
        return {each.text: each.id for each in found}

    short, long = ids("a.zip", comment("one", 1)), ids("b.zip", comment("two", 2), comment("one", 1))
    assert short["one"] == long["one"]
    assert len(long) == 2


def test_an_older_name_of_notes_and_a_record_without_words(tmp_path: Path) -> None:
    content = _with_other_texts()
    note = x_archive.OTHER_TEXTS["community-note"]["communityNote"] | {"summary": "plain", "noteId": "7"}
    note |= {"createdAt": None, "createdAtMillis": 1767225600000}
    records = [{"birdwatchNote": note}, {"birdwatchNote": {"noteId": "8"}}]
    content["data/birdwatch-note.js"] = x_archive.data_file("birdwatch_note", records)
    found = read(x_archive.write_zip(tmp_path / "x.zip", content))
    assert found.item("community-note-7").text == "plain"
    assert found.item("community-note-7").created_at == datetime(2026, 1, 1, tzinfo=UTC)
    assert [(each.part, each.count) for each in found.unread] == [("birdwatch-note.js", 1)]


def test_posts_to_a_circle_say_so_and_show_their_pictures(tmp_path: Path) -> None:
    content = x_archive.files([tweet(1, "here")])
    content["data/twitter-circle-tweet.js"] = x_archive.data_file("twitter_circle_tweet", [tweet(2, "few")])
    content["data/twitter_circle_tweet_media/2-abc.jpg"] = b"picture"
    few = read(x_archive.write_zip(tmp_path / "x.zip", content)).item("2")
    assert few.extra["visibility"] == "circle"
    assert [each.path for each in few.media] == ["data/twitter_circle_tweet_media/2-abc.jpg"]


def test_versions_of_an_edited_post_name_the_first(tmp_path: Path) -> None:
    edit = {"edit": {"initialTweetId": "1", "editControlInitial": {"editTweetIds": ["1", "2"]}}}
    found = _read(tmp_path, [tweet(2, "mended", edit_info=edit), tweet(1, "mendd", edit_info=edit)])
    assert found.item("2").extra["edit_of"] == "1"
    assert "edit_of" not in found.item("1").extra
    assert [item.extra["versions"] for item in found.items] == [["1", "2"]] * 2


def test_a_reply_under_an_earlier_handle_is_to_oneself_where_no_id_tells(tmp_path: Path) -> None:
    content = x_archive.files(
        [
            tweet(1, "root"),
            reply(2, "hers", 1, handle="wren_before"),
            tweet(3, "theirs", in_reply_to_status_id_str="1", in_reply_to_screen_name="wren_before"),
        ]
    )
    content["data/screen-name-change.js"] = x_archive.data_file("screen_name_change", [x_archive.RENAMED])
    found = read(x_archive.write_zip(tmp_path / "x.zip", content))
    assert found.item("2").parent_text is None, "its id says that the handle was somebody else's by then"
    assert found.item("3").parent_text == "root"


def test_the_manifest_counts_other_texts_too(tmp_path: Path) -> None:
    content = _with_other_texts()
    counts = {"tweets": {"tweets.js": 1}, "moment": {"moment.js": 2}, "article": {"article-part1.js": 0}}
    content["data/manifest.js"] = x_archive.manifest(counts)
    found = read(x_archive.write_zip(tmp_path / "x.zip", content))
    assert found.inspection.expected == 3
    assert found.inspection.is_complete, "a part that is missing and empty lacks nothing"
    assert [(each.part, each.reason) for each in found.unread] == [
        ("moment.js", "fewer than the manifest says")
    ]


def test_a_part_that_was_downloaded_twice_counts_once(tmp_path: Path) -> None:
    content = x_archive.files([tweet(1, "one"), tweet(2, "two")])
    content["data/tweets (1).js"] = content["data/tweets.js"]
    content["data/tweets (2).js"] = x_archive.data_file("tweets", [tweet(3, "another")])
    found = read(x_archive.write_zip(tmp_path / "x.zip", content))
    assert found.texts == ["one", "two", "another"]
    assert found.unread == [], "of copies the fullest counts against the manifest"


def test_two_copies_that_both_lack_posts_do_not_make_a_whole_one(tmp_path: Path) -> None:
    content = x_archive.files([tweet(1, "one")])
    content["data/tweets (1).js"] = x_archive.data_file("tweets", [tweet(2, "two")])
    content["data/manifest.js"] = x_archive.manifest({"tweets": {"tweets.js": 2}})
    found = read(x_archive.write_zip(tmp_path / "x.zip", content))
    assert found.texts == ["one", "two"]
    assert found.unread == [Unread("tweets.js", "fewer than the manifest says", 1)]


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        ("deleted-tweets.js", "deleted_tweets"),
        ("note-tweet.js", "note_tweet"),
        ("community_tweet.js", "community_tweet"),
        ("tweets-part12 (3).js", "tweets"),
        ("article.js", "article"),
    ],
)
def test_one_file_of_any_kind_is_known_by_itself(name: str, variable: str, tmp_path: Path) -> None:
    records = {"note_tweet": note(1, LONG), "article": x_archive.OTHER_TEXTS["article"]}
    (tmp_path / name).write_text(x_archive.data_file(variable, [records.get(variable, tweet(1, "here"))]))
    found = read(tmp_path / name)
    assert found.inspection.kind == "x-archive"
    assert len(found.items) == 1


def test_every_record_is_an_item_unread_or_left_out(tmp_path: Path) -> None:
    content = _with_other_texts()
    records = [
        tweet(1, "here"),
        {"tweet": {"id_str": "2"}},
        {"tweet": {"full_text": "no id"}},
        7,
        reply(3, "x", 1),
    ]
    content["data/tweets.js"] = x_archive.data_file("tweets", records)  # type: ignore[arg-type]
    content["data/note-tweet.js"] = x_archive.data_file("note_tweet", [note(1, LONG), {"noteTweet": {}}])
    drafts = [x_archive.OTHER_TEXTS["article"], {"article": {"id": "9"}}]
    content["data/article.js"] = x_archive.data_file("article", drafts)
    found = read(x_archive.write_zip(tmp_path / "x.zip", content))
    left = sum(each.count or 0 for each in found.left_out)
    assert len(found.items) + sum(each.count for each in found.unread) + left == 5 + 2 + 2 + 3


def test_a_broken_old_post_is_not_replaced_by_the_one_that_it_reposts(tmp_path: Path) -> None:
    theirs = {"source": "web", "id_str": "77", "full_text": "somebody else's words"}
    broken = {"source": "web", "full_text": "BREAK", "retweeted_status": theirs, "id_str": "5"}
    bare = [tweet(1, "first")["tweet"], broken, tweet(3, "last")["tweet"]]
    body = x_archive.data_file("tweet", bare).replace('"BREAK"', '"BREAK')
    (tmp_path / "tweet.js").write_text(body)
    found = read(tmp_path / "tweet.js")
    assert found.texts == ["first", "last"]
    assert sum(each.count for each in found.unread) == 1


@pytest.mark.parametrize("folder", ["", "js/", "data/js/tweets/", "old/data/js/tweets/"])
def test_months_of_grailbird_wherever_they_lie(folder: str, tmp_path: Path) -> None:
    content = grailbird.files()
    moved = {f"{folder}{name}.js": content[f"data/js/tweets/{name}.js"] for name in ("2013_05", "2012_01")}
    moved["old/user_details (1).js"] = content["data/js/user_details.js"]
    found = read(x_archive.write_zip(tmp_path / "x.zip", moved))
    assert found.inspection.kind == "x-grailbird"
    assert found.texts == ["older", "old <3"]
    assert found.accounts[0].account.handle == "@wren_invented"


def test_a_month_of_grailbird_that_was_downloaded_twice_counts_once(tmp_path: Path) -> None:
    content = grailbird.files()
    content["data/js/tweets/2013_05 (1).js"] = content["data/js/tweets/2013_05.js"]
    content["data/csv/2013_05.csv"] = "tweet_id,text"
    found = read(x_archive.write_zip(tmp_path / "x.zip", content))
    assert found.texts == ["older", "old <3"]
    assert len(found.inspection.parts) == 2
    assert [each.what for each in found.inspection.left_out] == ["the same posts as tables (CSV)"]


def test_a_month_of_grailbird_with_fewer_posts_than_its_index_says(tmp_path: Path) -> None:
    content = grailbird.files()
    index = content["data/js/tweet_index.js"]
    assert isinstance(index, str)
    content["data/js/tweet_index.js"] = index.replace('"tweet_count" : 1 },', '"tweet_count" : 4 },', 1)
    found = read(x_archive.write_zip(tmp_path / "x.zip", content))
    assert found.unread == [Unread("2013_05.js", "fewer than the index says", 3)]


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
FIELDS = ["id", "id_str", "full_text", "text", "created_at", "entities", "extended_entities", "edit_info"]
FIELDS += ["in_reply_to_screen_name", "in_reply_to_user_id_str", "in_reply_to_status_id_str", "place"]


@given(st.dictionaries(st.sampled_from(FIELDS), ANY))
@settings(max_examples=200, deadline=None)
def test_any_post_is_an_item_or_unfit(changed: dict[str, object]) -> None:
    try:
        found = post({"tweet": tweet(1, "one")["tweet"] | changed}, Author("wren", "9"))
    except Unfit:
        return
    json.dumps(dict(found.extra), ensure_ascii=False).encode("utf-8")
    found.text.encode("utf-8")


@given(st.sampled_from(sorted(SORTS)), st.dictionaries(st.text(max_size=5), ANY) | ANY)
@settings(max_examples=200, deadline=None)
def test_any_other_text_is_an_item_or_unfit(kind: str, record: object) -> None:
    told = next(iter(x_archive.OTHER_TEXTS.get(kind, x_archive.OTHER_TEXTS["community-note"]).values()))
    fields = dict(zip(told, record.values(), strict=False)) if isinstance(record, dict) else {}
    for each in (record, {"x": told | fields}):
        try:
            json.dumps(dict(other_text(each, SORTS[kind], DerivedIds()).extra)).encode("utf-8")
        except Unfit:
            continue
