"""Bluesky's export: what its records become, and how its file is found."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.archive import open_archive
from connectors.bluesky.posts import account, item
from connectors.errors import DamagedSource, UnknownSource
from connectors.model import Item, ItemKind, LeftOut, Media
from connectors.part_reading import Unfit
from connectors.registry import recognise
from connectors.source import Source
from tests.connectors.reading import Read, open_source, read
from tests.fixtures import bluesky_export, mastodon_export, x_archive
from tests.fixtures.atproto_repository import DID, as_text, repository, tid
from tests.fixtures.bluesky_export import (
    OTHER,
    address,
    blob,
    blob_cid,
    card,
    images,
    key,
    link_facet,
    post,
    posts,
    profile,
    quote,
    quote_with,
    reply,
    repost,
)

PAGE = f"https://bsky.app/profile/{DID}"
THEIR_PAGE = f"https://bsky.app/profile/{OTHER}"
Write = Callable[[Path, Mapping[str, str | bytes]], Path]


def _read(tmp_path: Path, records: Mapping[str, object], **more: Any) -> Read:
    path = tmp_path / "repo.car"
    path.write_bytes(repository(records, **more).car)
    return read(path)


def _item(record: Mapping[str, object], path: str = f"app.bsky.feed.post/{key(0)}") -> Item:
    return item(path, record, DID, {})


def test_a_post_has_its_address_its_page_and_its_time() -> None:
    found = _item(post("Tea. ☕", "2026-03-03T22:14:00.5+01:00"))
    assert found == Item(
        id=f"at://{DID}/app.bsky.feed.post/{key(0)}",
        kind=ItemKind.POST,
        text="Tea. ☕",
        created_at=datetime(2026, 3, 3, 21, 14, 0, 500_000, tzinfo=UTC),
        url=f"{PAGE}/post/{key(0)}",
        has_platform_id=True,
        extra={"langs": ["en"]},
    )


@pytest.mark.parametrize(
    ("created", "moment"),
    [
        ("2026-03-03T21:14:00Z", datetime(2026, 3, 3, 21, 14, tzinfo=UTC)),
        ("2026-03-03T21:14:00.123456789Z", datetime(2026, 3, 3, 21, 14, 0, 123_456, tzinfo=UTC)),
        ("2026-03-03T16:14:00.000-05:00", datetime(2026, 3, 3, 21, 14, tzinfo=UTC)),
        ("2026-03-04T03:29:00+06:15", datetime(2026, 3, 3, 21, 14, tzinfo=UTC)),
        ("2026-03-03T21:14:00", datetime(2026, 3, 3, 21, 14)),
    ],
)
def test_programs_write_times_with_any_offset(created: str, moment: datetime) -> None:
    made = _item(post("x", created)).created_at
    assert made == moment
    assert made is not None
    assert made.utcoffset() == moment.utcoffset(), "an aware time is kept in UTC"


@pytest.mark.parametrize(
    "created",
    [
        None,
        "",
        "yesterday",
        7,
        True,
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-14:00",
        "1776-07-04T00:00:00Z",
        [],
    ],
)
def test_a_time_that_can_not_be_is_taken_from_the_records_key(created: Any) -> None:
    assert _item(post("x", created)).created_at == datetime(2024, 3, 3, 21, 6, 40, tzinfo=UTC)
    assert _item(post("x", created), "app.bsky.feed.post/by-hand").created_at is None


def test_an_owners_thread_knows_what_it_answers(tmp_path: Path) -> None:
    records = posts(
        post("root"),
        reply("second", address(0)),
        reply("to another", address(7, OTHER)),
        reply("to one deleted since", address(8)),
        reply("third", address(1), address(0)),
    )
    found = _read(tmp_path, records)
    told = {each.text: (each.kind, each.parent_id, each.parent_text) for each in found.items}
    assert told == {
        "root": (ItemKind.POST, None, None),
        "second": (ItemKind.REPLY, address(0), "root"),
        "to another": (ItemKind.REPLY, address(7, OTHER), None),
        "to one deleted since": (ItemKind.REPLY, address(8), None),
        "third": (ItemKind.REPLY, address(1), "second"),
    }


def test_a_repost_is_somebody_elses_words_and_leads_to_them() -> None:
    found = _item(repost(address(9, OTHER)), f"app.bsky.feed.repost/{key(3)}")
    assert (found.kind, found.text, found.id) == (
        ItemKind.REPOST, "", f"at://{DID}/app.bsky.feed.repost/{key(3)}",
    )  # fmt: skip
    assert found.url == f"{THEIR_PAGE}/post/{key(9)}"
    assert found.extra == {"reposted": address(9, OTHER)}


@pytest.mark.parametrize(
    ("quoted", "shown"),
    [
        (address(9, OTHER), f"{THEIR_PAGE}/post/{key(9)}"),
        (address(9, OTHER, "app.bsky.feed.generator"), f"{THEIR_PAGE}/feed/{key(9)}"),
        (address(9, OTHER, "app.bsky.graph.list"), f"{THEIR_PAGE}/lists/{key(9)}"),
        (
            address(9, OTHER, "app.bsky.graph.starterpack"),
            f"https://bsky.app/starter-pack/{OTHER}/{key(9)}",
        ),
        ("at://x/com.example.other/1", "at://x/com.example.other/1"),
        ("not an address", "not an address"),
    ],
)
@pytest.mark.parametrize("with_media", [False, True])
def test_a_quote_keeps_the_link_to_what_it_quotes(quoted: str, shown: str, with_media: bool) -> None:
    embed = quote_with(quoted, images("a ward")) if with_media else quote(quoted)
    found = _item(post("look at this", embed=embed))
    assert (found.text, found.extra["quoted"]) == ("look at this", shown)
    assert [each.alt for each in found.media] == (["a ward"] if with_media else [])


VIDEO = {"$type": "app.bsky.embed.video", "video": blob(b"film", "video/mp4"), "alt": "a corridor"}
GALLERY = {"$type": "app.bsky.embed.gallery", "media": [{"image": blob(b"1"), "alt": "first"}]}
ITEMS_GALLERY = {"$type": "app.bsky.embed.gallery", "items": [{"image": blob(b"1"), "alt": "first"}]}
GIF = "https://media.tenor.example/cat.gif"
OLD_IMAGES = {
    "$type": "app.bsky.embed.images",
    "images": [{"alt": "old", "image": {"cid": as_text(blob_cid(b"1")), "mimeType": "image/jpeg"}}],
}


@pytest.mark.parametrize(
    ("embed", "media"),
    [
        (images("a ward", ""), [Media(alt="a ward"), Media()]),
        (VIDEO, [Media(alt="a corridor")]),
        (GALLERY, [Media(alt="first")]),
        (ITEMS_GALLERY, [Media(alt="first")]),
        (OLD_IMAGES, [Media(alt="old")]),
        (quote_with(address(9, OTHER), VIDEO), [Media(alt="a corridor")]),
        (card(f"{GIF}?h=1", "cat", "Alt: my own cat"), [Media(url=f"{GIF}?h=1", alt="my own cat")]),
        (card(GIF, "cat", "ALT: a cat, says the collection"), [Media(url=GIF)]),
        (card("https://paper.example", description="Alt: the page's words"), []),
        ({"$type": "app.bsky.embed.images", "images": ["x", None, {}]}, [Media()]),
    ],
    ids=repr,
)  # fmt: skip
def test_alt_texts_are_the_owners_words(embed: Mapping[str, object], media: list[Media]) -> None:
    assert list(_item(post("x", embed=embed)).media) == media


def test_media_that_lie_beside_the_file_are_found_by_their_name(tmp_path: Path) -> None:
    content = bluesky_export.files(posts(post("x", embed=images("there", "not there"))))
    name = f"blobs/{as_text(blob_cid(b'there'))}.jpeg"
    path = x_archive.write_folder(tmp_path / "folder", {**content, name: b"\xff\xd8"})
    assert read(path).items[0].media == (Media(path=name, alt="there"), Media(alt="not there"))


@pytest.mark.parametrize(
    ("record", "links"),
    [
        (
            post("see paper.example/lo...", facets=[link_facet("https://paper.example/long", 4, 23)]),
            ["https://paper.example/long"],
        ),
        (post("see https://paper.example", facets=[link_facet("https://paper.example", 4, 25)]), None),
        (post("see", embed=card("https://paper.example")), ["https://paper.example"]),
        (post("see https://paper.example", embed=card("https://paper.example")), None),
        (
            post("see", embed=card("https://a.example"), facets=[link_facet("https://a.example", 0, 3)] * 2),
            ["https://a.example"],
        ),
        (post("2023", entities=[{"type": "link", "value": "https://a.example"}]), ["https://a.example"]),
    ],
)
def test_links_that_the_text_does_not_show_are_kept(record: Mapping[str, object], links: object) -> None:
    found = _item(record)
    assert found.extra.get("links") == links
    assert "words" not in repr(found)


def test_people_named_labels_and_languages_are_kept() -> None:
    mention = {"features": [{"$type": "app.bsky.richtext.facet#mention", "did": OTHER}]}
    labels = {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "graphic-media"}]}
    found = _item(post("@b", facets=[mention], labels=labels, langs=["en", "nl"]))
    assert found.extra == {"mentions": [OTHER], "labels": ["graphic-media"], "langs": ["en", "nl"]}


@pytest.mark.parametrize(
    ("text", "tags", "whole"),
    [
        ("on call", ["icu", "night shift"], "on call\n\n#icu #night shift"),
        ("on call in the #ICU", ["icu"], "on call in the #ICU"),
        ("", ["icu"], "#icu"),
        ("on call", [], "on call"),
    ],
)
def test_tags_that_the_text_does_not_show_follow_it(text: str, tags: list[str], whole: str) -> None:
    assert _item(post(text, tags=tags)).text == whole


def test_a_polls_question_and_choices_are_the_owners_words() -> None:
    poll = {"$type": "app.bsky.embed.poll", "question": "Tea?", "options": ["yes", "no"]}
    assert _item(post("so", embed=poll)).text == "so\n\nTea?\n\n- yes\n- no"


@pytest.mark.parametrize(
    ("collection", "name", "page"),
    [
        ("app.bsky.graph.list", "name", f"{PAGE}/lists/{key(1)}"),
        ("app.bsky.feed.generator", "displayName", f"{PAGE}/feed/{key(1)}"),
        ("app.bsky.graph.starterpack", "name", f"https://bsky.app/starter-pack/{DID}/{key(1)}"),
    ],
)
def test_names_and_descriptions_of_lists_and_feeds_are_read_like_posts(
    collection: str, name: str, page: str
) -> None:
    record = {name: "Colleagues", "description": "of the night shift", "createdAt": "2026-03-03T21:14:00Z"}
    found = _item(record, f"{collection}/{key(1)}")
    assert (found.kind, found.text) == (ItemKind.POST, "Colleagues\n\nof the night shift")
    assert (found.url, found.extra) == (page, {"collection": collection})
    assert found.id == f"at://{DID}/{collection}/{key(1)}"


def test_the_profile_is_read_and_the_handle_is_not_in_the_file(tmp_path: Path) -> None:
    labels = {"values": [{"val": "!no-unauthenticated"}]}
    own = profile("Nurse.\nViews mine.", website="https://wren.example", pronouns="they/them", labels=labels)
    (found,) = _read(
        tmp_path, {"app.bsky.actor.profile/self": own}, revision=tid(1_773_100_000_000_000)
    ).accounts
    assert (found.account.platform, found.account.handle, found.account.remote_id) == ("bluesky", "", DID)
    assert found.account.extra == {"labels": ["!no-unauthenticated"], "pronouns": "they/them"}
    assert found.profile is not None
    assert (found.profile.display_name, found.profile.bio) == ("Wren Invented", "Nurse.\nViews mine.")
    assert found.profile.website == "https://wren.example"
    assert found.profile.observed_at == datetime(2026, 3, 9, 23, 46, 40, tzinfo=UTC)


def test_every_record_is_an_item_left_out_or_unread(tmp_path: Path) -> None:
    records = bluesky_export.records() | {
        f"app.bsky.feed.post/{key(20)}": "no object",
        "app.bsky.actor.profile/other": profile(),
        f"app.bsky.feed.threadgate/{key(0)}": {"post": address(0)},
        f"app.bsky.graph.block/{key(21)}": {"subject": OTHER},
        f"app.bsky.graph.listitem/{key(22)}": {"subject": OTHER},
        "chat.bsky.actor.declaration/self": {"allowIncoming": "none"},
    }
    found = _read(tmp_path, records)
    left_out = {each.what: each.count for each in found.inspection.left_out}
    unread = sum(each.count for each in found.unread)
    counted = [count for count in left_out.values() if count is not None]
    assert len(counted) == len(left_out)
    assert len(found.items) + unread + sum(counted) + len(found.accounts) == len(records)
    assert left_out == {
        "further profiles": 1,
        "likes": 2,
        "who may answer a post": 1,
        "blocks": 1,
        "follows": 1,
        "who is on lists": 1,
        "who may write messages": 1,
        "com.whtwnd.blog.entry records": 1,
    }
    assert found.inspection.expected == len(found.items) + unread
    assert found.left_out == []


def test_of_many_other_programs_some_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    found = _read(tmp_path, {f"com.example.app{number}/a": {} for number in range(60)})
    named = found.inspection.left_out
    assert sum(each.count or 0 for each in named) == 60
    assert len(named) == 41
    assert named[-1].what == "further records"


def test_it_counts_as_complete_and_as_of_its_last_change(tmp_path: Path) -> None:
    found = _read(tmp_path, bluesky_export.records(), revision=tid(1_773_100_000_000_000)).inspection
    assert (found.is_complete, found.expected) == (True, bluesky_export.ITEMS)
    assert found.made_at == datetime(2026, 3, 9, 23, 46, 40, tzinfo=UTC)
    assert [(each.name, each.items) for each in found.parts] == [("repo.car", bluesky_export.ITEMS)]


@pytest.mark.parametrize("write", [x_archive.write_zip, x_archive.write_folder])
@pytest.mark.parametrize(
    "name", ["repo.car", "repo (1).car", "Downloads/backup/REPO.CAR", "wren.example-2026.car"]
)
def test_it_is_found_by_its_name_wherever_it_lies(name: str, write: Write, tmp_path: Path) -> None:
    content = {name: bluesky_export.files()["repo.car"], "notes.txt": "mine", f"__MACOSX/{name}": b"\0\5\x16"}
    path = write(tmp_path / "a", content)
    assert len(read(path).items) == bluesky_export.ITEMS


def test_a_file_alone_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "download"
    path.write_bytes(repository(bluesky_export.records()).car)
    assert read(path).inspection.kind == "bluesky-export"


def test_other_platforms_exports_beside_it_stay_theirs(tmp_path: Path) -> None:
    mastodon = mastodon_export.files([mastodon_export.note(1, "one")])
    path = x_archive.write_zip(tmp_path / "both.zip", {**mastodon, **bluesky_export.files()})
    with open_archive(path) as archive:
        assert {each.kind for each in recognise(archive).formats} == {"mastodon-export", "bluesky-export"}
    alone = x_archive.write_zip(tmp_path / "one.zip", mastodon)
    assert read(alone).inspection.kind == "mastodon-export"


@pytest.mark.parametrize(
    "content",
    [
        b"BOMStore\0\0\0\1",
        b"<!doctype html><title>Error</title>",
        b"\x0a\xa1\x67version\x02" + bytes(40),
        b'{"error":"RepoNotFound"}',
        b"\x3a\xa2\x65root",
    ],
    ids=["another Assets.car", "a page", "version 2", "an error", "cut"],
)
def test_a_car_that_is_none_says_what_to_do(content: bytes, tmp_path: Path) -> None:
    path = x_archive.write_zip(tmp_path / "a.zip", {"repo.car": content, "b.txt": "x"})
    with open_archive(path) as archive:
        found = recognise(archive)
    assert found.formats == ()
    ((form, refusal),) = found.refusals
    assert form.kind == "bluesky-export"
    assert isinstance(refusal, DamagedSource)
    assert "Export my data" in refusal.todo


def test_a_file_of_another_name_is_not_opened_among_others(tmp_path: Path) -> None:
    car = bluesky_export.files()["repo.car"]
    with pytest.raises(UnknownSource):
        open_source(x_archive.write_zip(tmp_path / "a.zip", {"a.bin": car, "b.txt": "x"}))


def test_of_one_account_only_the_newest_file_is_read(tmp_path: Path) -> None:
    old = repository(posts(post("first"), post("deleted since")), revision=tid(10**15))
    new = repository(posts(post("first")), revision=tid(10**15 + 1))
    hers = repository(posts(post("of the other account")), did=OTHER, revision=tid(10**15 + 2))
    content = {"a/repo.car": new.car, "b/repo.car": old.car, "c/repo.car": new.car, "repo (1).car": hers.car}
    found = read(x_archive.write_folder(tmp_path / "all", content))
    assert sorted(found.texts) == ["first", "of the other account"]
    assert {each.account.remote_id for each in found.accounts} == {DID, OTHER}
    assert found.inspection.left_out == (
        LeftOut("older exports", "a newer one of the same account is there", 1),
    )
    assert found.inspection.made_at == datetime(2001, 9, 9, 1, 46, 40, 1, tzinfo=UTC)


def test_of_two_files_of_one_state_the_whole_one_is_read(tmp_path: Path) -> None:
    whole = repository(posts(*(post(f"{number}") for number in range(100))))
    half = whole.car[: len(whole.car) // 2]
    found = read(x_archive.write_folder(tmp_path / "all", {"a/repo.car": half, "b/repo.car": whole.car}))
    assert len(found.items) == 100


def test_a_file_that_tells_nothing_does_not_hide_the_others(tmp_path: Path) -> None:
    whole = repository(posts(post("one")))
    nothing = whole.car[:70]
    found = read(x_archive.write_folder(tmp_path / "all", {"repo.car": whole.car, "repo (1).car": nothing}))
    assert found.texts == ["one"]
    assert [(each.part, each.count) for each in found.unread] == [("repo (1).car", 1)]


def test_the_digest_is_the_files(tmp_path: Path) -> None:
    def digest(name: str, records: Mapping[str, object]) -> str:
        path = x_archive.write_zip(tmp_path / name, bluesky_export.files(records))
        source: Source
        with open_source(path) as source:
            return source.digest()

    assert digest("a.zip", posts(post("x"))) == digest("b.zip", posts(post("x")))
    assert digest("a.zip", posts(post("x"))) != digest("c.zip", posts(post("y")))


def test_the_large_fixture_is_of_the_same_shape(tmp_path: Path) -> None:
    found = read(bluesky_export.write_many(tmp_path / "many.zip", 300))
    assert (len(found.items), found.unread, found.inspection.expected) == (300, [], 300)
    assert sum(each.parent_text is not None for each in found.items) == 100
    assert [(each.what, each.count) for each in found.inspection.left_out] == [("likes", 300)]


KEYS = st.sampled_from(
    [
        "text",
        "reply",
        "parent",
        "uri",
        "embed",
        "images",
        "media",
        "items",
        "external",
        "record",
        "facets",
        "features",
        "did",
        "langs",
        "labels",
        "values",
        "val",
        "tags",
        "alt",
        "image",
        "ref",
        "cid",
        "video",
        "description",
        "options",
        "question",
        "createdAt",
        "subject",
        "name",
        "displayName",
        "entities",
        "value",
        "type",
    ]
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**64), 2**64 - 1),
    st.floats(),
    st.binary(max_size=40),
    st.text(max_size=20),
    st.sampled_from([address(1), "https://a.example/x.gif?a", "Alt: b", "2026-03-03T21:14:00Z"]),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=25,
)


@given(
    record=st.dictionaries(KEYS, VALUES, max_size=8),
    collection=st.sampled_from(["feed.post", "feed.repost", "graph.list"]),
)
@settings(max_examples=150, deadline=None)
def test_any_record_becomes_an_item_that_can_be_stored(record: dict[str, Any], collection: str) -> None:
    found = item(f"app.bsky.{collection}/{key(0)}", record, DID, {"bafy": "x"})
    extra = json.dumps(dict(found.extra), allow_nan=False, ensure_ascii=False)
    for text in (found.text, found.parent_id or "", found.url or "", extra):
        text.encode()
        assert "\0" not in text
    assert all(isinstance(each.alt, str) for each in found.media)
    account(DID, record, None)


@pytest.mark.parametrize("record", [None, 1, "text", [], b"bytes", True])
def test_what_is_no_record_is_unfit(record: object) -> None:
    with pytest.raises(Unfit):
        item(f"app.bsky.feed.post/{key(0)}", record, DID, {})
