"""Facebook's export: where words stand, whose they are, what is taken once, what is read and what is left."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.archive import open_archive
from connectors.derived_ids import DerivedIds
from connectors.discovery import Discovery
from connectors.errors import EmptySource, UnknownSource, WrongVariant
from connectors.facebook.labelled import Learnt, fbid, told
from connectors.facebook.layout import SORTS, PartFile
from connectors.facebook.posts import Posts
from connectors.facebook.profile import OwnNames, account
from connectors.meta.media_files import MediaFiles
from connectors.model import Item, ItemKind
from connectors.part_reading import Unfit
from connectors.registry import recognise
from tests.connectors.reading import Read, open_source, read
from tests.connectors.test_contract import _assert_storable
from tests.fixtures import facebook_export as fb
from tests.fixtures import instagram_export as ig
from tests.fixtures import tiktok_export
from tests.fixtures.facebook_export import MADE_AT, NAME, START
from tests.fixtures.x_archive import write_folder

LATER = START + timedelta(minutes=5)
TREE = f"{fb.TREE}/"
Json = dict[str, Any]


def _read(tmp_path: Path, content: Mapping[str, str | bytes], name: str = fb.ZIP_NAME) -> Read:
    return read(fb.write_zip(tmp_path / name, content))


def _posts(tmp_path: Path, *posts: Json, **beside: Json | list[Json]) -> Read:
    """An export with these posts; `beside`: records of other parts by their name in the fixture."""
    content = fb.files(posts)
    for part, records in beside.items():
        content[TREE + getattr(fb, part)] = fb.written(records)
    return _read(tmp_path, content)


def _left_out(found: Read) -> dict[str, int | None]:
    return {each.what: each.count for each in found.left_out}


# ---- what it is recognised by


@pytest.mark.parametrize("root", ["", "facebook-wren.invented-2026-10-01-Ab12/", "a/b/"])
@pytest.mark.parametrize("tree", fb.TREES)
def test_every_folder_that_facebook_used(root: str, tree: str, tmp_path: Path) -> None:
    whole = fb.files([fb.post("here")], comments=[fb.comment("there")], tree=tree)
    found = read(fb.write_zip(tmp_path / "download.zip", whole, root))
    assert found.inspection.kind == "facebook-export"
    assert found.texts == ["here", "there"]
    assert found.unread == []


def test_a_folder_that_was_unpacked(tmp_path: Path) -> None:
    assert read(write_folder(tmp_path / "unpacked", fb.files([fb.post("here")]))).texts == ["here"]


def test_a_zip_that_macos_packed_anew(tmp_path: Path) -> None:
    whole = {f"download/{name}": body for name, body in fb.files([fb.post("here")]).items()}
    litter = {
        f"__MACOSX/download/{TREE}posts/._your_posts_1.json": b"\0\5\x16\7",
        "download/.DS_Store": b"\0",
    }
    found = _read(tmp_path, whole | litter)
    assert found.texts == ["here"]
    assert found.unread == []


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("your_posts_1.json", [fb.post("here")]),
        ("your_posts_1 (1).json", [fb.post("here")]),
        ("your_posts.json", {"status_updates": [fb.post("here")]}),
        ("your_posts__check_ins__photos_and_videos_1.json", [fb.post("here")]),
        ("profile_posts_1.json", [fb.post("here")]),
        ("posts_on_other_pages_and_profiles.json", [fb.labelled("here")]),
        ("posts_from_apps_and_websites.json", {"app_posts_v2": [fb.post("here")]}),
        ("group_posts_and_comments.json", {"group_posts_v2": [fb.post("here")]}),
        ("your_posts_in_groups.json", {"group_posts_v2": [fb.post("here")]}),
        ("your_posts_and_comments_in_groups.json", {"group_posts": {"activity_log_data": [fb.post("here")]}}),
        ("your_comments_in_groups.json", {"group_comments_v2": [fb.comment("here")]}),
        ("comments.json", {"comments_v2": [fb.comment("here")]}),
        ("comments.json", {"comments": [fb.comment("here")]}),
        ("comments (2).json", {"comments_v2": [fb.comment("here")]}),
        ("your_reels.json", {"lasso_videos_v2": [fb.post("here")]}),
        ("your_videos.json", {"videos_v2": [fb.video("a.mp4", description="here")]}),
        ("your_uncategorized_photos.json", {"other_photos_v2": [fb.medium("a.jpg", START, "here")]}),
        ("archived_stories.json", {"archived_stories_v2": [fb.post("here")]}),
        ("your_comment_edits.json", [fb.version("here")]),
        ("edits_you_made_to_posts.json", [fb.version("here")]),
        ("anonymous_posts_you've_written.json", {"anonymous_author_posts": [fb.post("here")]}),
        ("your_pending_posts_in_groups.json", {"pending_posts_v2": [fb.post("here")]}),
        ("notes.json", {"notes_v2": [{"title": "here", "text": "", "created_timestamp": 1_500_000_000}]}),
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_one_file_alone_is_enough(name: str, body: Any, indent: int | None, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(json.dumps(fb.as_meta(body), indent=indent))
    found = read(path)
    assert (found.inspection.kind, found.texts, found.unread) == ("facebook-export", ["here"], [])
    assert [part.name for part in found.inspection.parts] == [name]


def test_a_profile_alone_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "profile_information.json"
    path.write_text(fb.profile())
    assert [each.account.handle for each in read(path).accounts] == ["@wren.invented"]


@pytest.mark.parametrize(
    "content",
    [
        {"comments.json": json.dumps([{"id": "1", "comment": "a YouTube one"}])},
        {"comments.json": json.dumps({"comments": [{"text": "no entry"}]})},
        {"videos.json": json.dumps({"videos": [{"uri": "a.mp4"}]})},
        {"notes.json": json.dumps([{"title": "a", "text": "b"}])},
        {"0.json": json.dumps({"name": "a", "photos": []})},
        {"posts/your_posts_1.json": "{}"},
        {"posts/your_posts_1.json": "7"},
    ],
)
def test_files_of_common_names_are_not_claimed(content: dict[str, str | bytes], tmp_path: Path) -> None:
    with pytest.raises(UnknownSource):
        open_source(fb.write_zip(tmp_path / "a.zip", content))


def test_other_platforms_exports_are_not_claimed(tmp_path: Path) -> None:
    for path in (
        ig.write_zip(tmp_path / "i.zip", ig.files([ig.post("x")], comments=[ig.comment("y")])),
        tiktok_export.write_many(tmp_path / "t.zip", 3),
    ):
        with open_archive(path) as archive:
            assert "facebook" not in {each.platform for each in recognise(archive).formats}


@pytest.mark.parametrize("folder", ["messages/inbox/a_1", "your_instagram_activity/media", "threads"])
def test_nothing_is_read_from_others_folders(folder: str, tmp_path: Path) -> None:
    content = fb.files([fb.post("here")])
    content[f"{folder}/your_posts_2.json"] = fb.written([fb.post("not here")])
    assert _read(tmp_path, content).texts == ["here"]


def test_instagrams_files_beside_it_are_its_own(tmp_path: Path) -> None:
    """One download of the account centre holds both."""
    both = fb.files([fb.post("on Facebook")]) | ig.files([ig.post("on Instagram")])
    with Discovery([ig.write_zip(tmp_path / "meta.zip", both)]) as discovery:
        read_ = {
            each.source.platform: [one.text for one in each.source.records() if isinstance(one, Item)]
            for each in discovery.found
        }
    assert read_["facebook"] == ["on Facebook"]
    assert "on Instagram" in read_["instagram"]
    assert "on Facebook" not in read_["instagram"]


@pytest.mark.parametrize(
    "name",
    [
        f"{TREE}posts/your_posts__check_ins__photos_and_videos_1.html",
        f"{TREE}comments_and_reactions/comments.html",
        "posts/your_posts_1.html",
        "comments/comments.html",
        "this_profile's_activity_across_facebook/posts/profile_posts_1.html",
        "your_posts_1 (1).html",
    ],
)
def test_the_html_form_is_told_what_to_choose(name: str, tmp_path: Path) -> None:
    with pytest.raises(WrongVariant, match="JSON, not HTML"):
        open_source(fb.write_zip(tmp_path / "a.zip", {name: "<html></html>"}))


def test_an_export_of_empty_sections_says_so(tmp_path: Path) -> None:
    content = {f"{TREE}posts/no-data.txt": "", f"{TREE}comments_and_reactions/no-data.txt": ""}
    with pytest.raises(EmptySource, match="without posts"):
        open_source(fb.write_zip(tmp_path / "a.zip", content))


def test_an_empty_section_beside_others_costs_nothing(tmp_path: Path) -> None:
    content = fb.files([fb.post("here")])
    del content[TREE + fb.COMMENTS]
    found = _read(tmp_path, content | {f"{TREE}comments_and_reactions/no-data.txt": ""})
    assert (found.texts, found.unread) == (["here"], [])


# ---- parts


def test_parts_are_read_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    stem = TREE + fb.POSTS.removesuffix("1.json")
    content = {f"{stem}{number}.json": fb.written([fb.post(f"part {number}")]) for number in (10, 2, 1)}
    assert _read(tmp_path, content).texts == ["part 1", "part 2", "part 10"]


def test_a_part_that_was_downloaded_twice_is_read_once(tmp_path: Path) -> None:
    content = fb.files([fb.post("here")])
    content[f"{TREE}posts/your_posts__check_ins__photos_and_videos_1 (1).json"] = content[TREE + fb.POSTS]
    assert _read(tmp_path, content).texts == ["here"]


def test_several_zips_are_one_export(tmp_path: Path) -> None:
    whole = fb.files([fb.post("here", START, fb.shown("posts/media/a.jpg"))], comments=[fb.comment("there")])
    picture = f"{TREE}posts/media/b.jpg"
    pieces: list[dict[str, str | bytes]] = [
        {name: body for name, body in whole.items() if "comments_and_reactions" not in name},
        {name: body for name, body in whole.items() if "comments_and_reactions" in name},
        {picture: b"\xff\xd8"},
    ]
    paths = [
        fb.write_zip(tmp_path / f"facebook-wren.invented-2026-10-01-Ab{number}.zip", piece)
        for number, piece in enumerate(pieces)
    ]
    with Discovery(paths) as discovery:
        (found,) = discovery.found
        texts = [each.text for each in found.source.records() if isinstance(each, Item)]
        assert texts == ["here", "there"]
        assert picture in found.source.archive


@pytest.mark.parametrize("order", [1, -1])
def test_zips_whose_names_spell_the_handle_otherwise_are_one_export(order: int, tmp_path: Path) -> None:
    whole = fb.files([fb.post("here", START)], comments=[fb.comment("there")])
    pieces: list[dict[str, str | bytes]] = [
        {name: body for name, body in whole.items() if is_profile == ("profile" in name)}
        for is_profile in (True, False)
    ]
    paths = [
        fb.write_zip(tmp_path / f"facebook-wreninvented-2026-10-01-{end}.zip", piece)
        for end, piece in zip(("AbC", "DeF"), pieces, strict=True)
    ]
    with Discovery(paths[::order]) as discovery:
        (found,) = discovery.found
        (account,) = found.inspection.accounts
        assert account.account.handle == "@wren.invented"
        assert [each.text for each in found.source.records() if isinstance(each, Item)] == ["here", "there"]


def test_zips_of_another_name_or_with_a_profile_each_stay_apart(tmp_path: Path) -> None:
    whole = fb.files([fb.post("here", START)])
    other = {name: str(body).replace("wren.invented", "ada.invented") for name, body in whole.items()}
    rest = {name: body for name, body in whole.items() if "profile" not in name}
    profile = {name: body for name, body in whole.items() if "profile" in name}
    cases: tuple[tuple[tuple[str, str], tuple[Mapping[str, str | bytes], Mapping[str, str | bytes]]], ...] = (
        (("facebook-wren-2026-10-01-A", "facebook-wren-2026-10-01-B"), (whole, other)),
        (("facebook-wren-2026-10-01-C", "facebook-ada-2026-10-01-D"), (profile, rest)),
        (("facebook-wren-2026-10-01-E", "facebook-wren-2026-10-02-F"), (profile, rest)),
    )
    for names, two in cases:
        paths = [
            fb.write_zip(tmp_path / f"{name}.zip", piece) for name, piece in zip(names, two, strict=True)
        ]
        with Discovery(paths) as discovery:
            assert len(discovery.found) == 2


# ---- posts


def test_a_post_is_read_with_what_hangs_on_it(tmp_path: Path) -> None:
    link = {"external_context": {"name": "A pägé", "source": "page.example", "url": "https://page.example/1"}}
    place = {"place": {"name": "Café", "coordinate": {"latitude": 1.5, "longitude": 2.5}, "address": "x"}}
    twice = {"place": {"name": "Café", "url": "https://www.facebook.com/cafe"}}
    event = {"event": {"name": "A walk", "start_timestamp": 1, "end_timestamp": 0}}
    found = _posts(
        tmp_path,
        fb.post(
            "Nächte \U0001fa7a with @[100:2048:Sóme Body]",
            START,
            fb.shown("your_facebook_activity/posts/media/Mobileuploads_1/1001.jpg"),
            link,
            place,
            twice,
            event,
            tags=[{"name": "Sóme Body"}, "Another One"],
        ),
    )
    (item,) = found.items
    assert item.kind is ItemKind.POST
    assert item.text == "Nächte \U0001fa7a with Sóme Body"
    assert item.created_at == START
    assert [each.path for each in item.media] == [f"{TREE}posts/media/Mobileuploads_1/1001.jpg"]
    assert item.extra == {
        "links": [{"url": "https://page.example/1", "name": "A pägé"}],
        "places": ["Café"],
        "events": ["A walk"],
        "tagged": ["Sóme Body", "Another One"],
    }
    assert (item.has_platform_id, item.url, item.parent_text) == (False, None, None)
    assert item.id.startswith("derived-")


def test_a_title_is_facebooks_sentence_and_never_text(tmp_path: Path) -> None:
    titles = ["Wren hat ihren Status aktualisiert.", "Wren a partagé un lien.", "Wren shared a post."]
    found = _posts(tmp_path, *(fb.post(f"{place}", START, title=title) for place, title in enumerate(titles)))
    assert found.texts == ["0", "1", "2"]
    assert not any(title in repr(found.items) for title in titles)


def test_text_shown_beneath_is_not_the_owners(tmp_path: Path) -> None:
    """Facebook does not say who wrote the text of an attachment: it may be what she shared."""
    (item,) = _posts(tmp_path, fb.post("mine", START, {"text": "sómebody's"})).items
    assert (item.text, item.parent_text) == ("mine", "sómebody's")


@pytest.mark.parametrize(
    ("hanging", "text"),
    [
        (
            {"note": {"title": "A note", "text": "long words", "media": [], "tags": []}},
            "A note\n\nlong words",
        ),
        (
            {"life_event": {"title": "New job", "description": "at last", "start_date": {}}},
            "New job\n\nat last",
        ),
        ({"poll": {"question": "Which?", "options": [{"option": "a"}, {"option": "b"}]}}, "Which?\n- a\n- b"),
        ({"for_sale_item": {"title": "Scrubs", "description": "worn", "price": "1"}}, "Scrubs\n\nworn"),
    ],
)
def test_words_that_stand_in_an_attachment(hanging: Json, text: str, tmp_path: Path) -> None:
    assert _posts(tmp_path, fb.post(None, START, hanging)).texts == [text]


def test_what_changed_since_is_told(tmp_path: Path) -> None:
    backdated = START - timedelta(days=1000)
    post = fb.post("words") | {
        "data": [
            {"post": "words"},
            {"update_timestamp": fb.stamp(LATER)},
            {"backdated_timestamp": fb.stamp(backdated)},
        ]
    }
    same, changed = _posts(tmp_path, fb.post("never changed"), post).items
    assert same.extra == {}
    assert changed.created_at == START
    assert changed.extra == {"edited": LATER.isoformat(), "backdated_to": backdated.isoformat()}


@pytest.mark.parametrize("odd", [0, -5, True, None, "1700000000", 1_700_000_000_000, 1e300, [], {}])
def test_a_time_that_is_none(odd: object, tmp_path: Path) -> None:
    (item,) = _posts(tmp_path, fb.post("words", timestamp=odd)).items
    assert (item.text, item.created_at) == ("words", None)


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda post: [post],
        lambda post: {"status_updates": [post]},
        lambda post: {"status_updates_v2": [post]},
        lambda post: post,
    ],
    ids=["bare", "2019", "later", "alone"],
)
def test_every_form_of_the_list(wrapped: Any, tmp_path: Path) -> None:
    content = {f"posts/{name}.json": fb.written(wrapped(fb.post("here"))) for name in ("your_posts",)}
    found = _read(tmp_path, content)
    assert (found.texts, found.unread) == (["here"], [])


def test_an_export_of_2019(tmp_path: Path) -> None:
    """No root folder, no `_v2`, pictures in a folder of their own."""
    content = {
        "posts/your_posts.json": fb.written({"status_updates": [fb.post("a post")]}),
        "posts/other_people's_posts_to_your_timeline.json": fb.written({"wall_posts_sent_to_you": []}),
        "comments/comments.json": fb.written({"comments": [fb.comment("a comment", LATER)]}),
        "groups/your_posts_and_comments_in_groups.json": fb.written({"group_posts": [fb.post("in a group")]}),
        "photos_and_videos/your_videos.json": fb.written(
            {"videos": [fb.video("v.mp4", LATER, "", "a film")]}
        ),
        "photos_and_videos/album/0.json": fb.album("An album", fb.medium("p.jpg", LATER, "a picture")),
        "profile_information/profile_information.json": fb.profile("profile"),
    }
    found = _read(tmp_path, content, "facebook-wreninvented.zip")
    assert found.texts == ["a post", "in a group", "a comment", "a film", "An album", "a picture"]
    assert found.unread == []
    assert [each.what for each in found.inspection.left_out] == ["posts by others"]
    assert found.accounts[0].account.handle == "@wren.invented"


def test_entries_without_anything_are_counted(tmp_path: Path) -> None:
    found = _posts(
        tmp_path,
        fb.post(None),
        fb.post("", START, {"unknown": {"name": "x"}}),
        {"timestamp": 1_500_000_000, "title": "Wren added a friend."},
        fb.post(None, START, tags=[{"name": "x"}]),
    )
    assert found.items == []
    assert found.unread == []
    assert _left_out(found) == {"entries without words, pictures or links": 4}


PIECE = fb.attachments(fb.shown("a.jpg"))[0]
"""What is left of an entry that was torn: no time, and nothing that says it is one."""


@pytest.mark.parametrize(
    "record", [7, None, "text", [], {}, {"x": 1}, {"timestamp": 1, "data": [{"post": 5}]}, PIECE]
)
def test_what_is_no_entry_is_unread(record: Any, tmp_path: Path) -> None:
    found = _posts(tmp_path, fb.post("here"), record)
    assert found.texts == ["here"]
    assert sum(each.count for each in found.unread) == 1


# ---- captions


def test_a_caption_that_repeats_the_post_is_no_second_text(tmp_path: Path) -> None:
    found = _posts(tmp_path, fb.post("words", START, fb.shown("a.jpg", "words "), fb.shown("b.jpg", "words")))
    assert found.texts == ["words"]
    assert [each.path for each in found.items[0].media] == ["a.jpg", "b.jpg"]


def test_captions_of_their_own_follow_the_post(tmp_path: Path) -> None:
    found = _posts(tmp_path, fb.post("words", START, fb.shown("a.jpg", "öne"), fb.shown("b.jpg", "two")))
    assert found.texts == ["words\n\nöne\n\ntwo"]


def test_only_a_videos_title_is_the_owners(tmp_path: Path) -> None:
    """A picture's title is the name of its album."""
    film = {"media": fb.video("a.mp4", START, "My film", "what happens")}
    found = _posts(tmp_path, fb.post(None, START, fb.shown("a.jpg")), fb.post(None, LATER, film))
    assert found.texts == ["", "My film\n\nwhat happens"]


def test_pictures_that_a_post_shows_are_not_taken_again(tmp_path: Path) -> None:
    content = fb.files([fb.post("words", START, fb.shown("a.jpg", "words"), fb.shown("b.jpg"))])
    content[TREE + fb.ALBUM] = fb.album(
        "Älbum",
        fb.medium("a.jpg", START, "words"),
        fb.medium("b.jpg", LATER, "words"),
        fb.medium("c.jpg", LATER, "a caption"),
        fb.medium("d.jpg", LATER),
        description="what it is about",
    )
    content[TREE + fb.PICTURES] = fb.written({"other_photos_v2": [fb.medium("d.jpg", LATER)]})
    found = _read(tmp_path, content)
    assert found.texts == ["words", "", "Älbum\n\nwhat it is about", "a caption"]
    assert [each.path for item in found.items for each in item.media] == ["a.jpg", "b.jpg", "d.jpg", "c.jpg"]
    assert _left_out(found) == {"posts that stand in two files": 3}
    assert found.items[-1].extra == {"surface": "picture", "album": "Älbum"}


def test_a_picture_with_another_caption_says_something_new(tmp_path: Path) -> None:
    content = fb.files([fb.post("words", START, fb.shown("a.jpg", "words"))])
    content[TREE + fb.ALBUM] = fb.album("A", fb.medium("a.jpg", START, "other words"))
    assert _read(tmp_path, content).texts == ["words", "A", "other words"]


def test_videos_pictures_reels_and_stories(tmp_path: Path) -> None:
    found = _posts(
        tmp_path,
        fb.post("on the timeline too", START, {"media": fb.video("r.mp4")}),
        REELS={"lasso_videos_v2": [fb.post("on the timeline too", START), fb.post("a reel", LATER)]},
        VIDEOS={"videos_v2": [fb.video("v.mp4", LATER, "", "a film"), fb.video("r.mp4")]},
        PICTURES={"other_photos_v2": [fb.medium("p.jpg", LATER, "a picture")]},
        STORIES={"archived_stories_v2": [fb.post(None, LATER, fb.shown("s.jpg", "a story"))]},
    )
    assert [(each.text, each.kind.value, each.extra.get("surface")) for each in found.items] == [
        ("on the timeline too", "post", None),
        ("a reel", "caption", "reel"),
        ("a story", "caption", "story"),
        ("a film", "caption", "video"),
        ("a picture", "caption", "picture"),
    ]
    assert _left_out(found) == {"posts that stand in two files": 2}


@pytest.mark.parametrize("indent", [None, 2])
def test_a_broken_picture_costs_only_itself(indent: int | None, tmp_path: Path) -> None:
    pictures = [fb.medium(f"{name}.jpg", START, name) for name in ("one", "two", "three")]
    body = json.dumps({"name": "A", "photos": pictures, "description": "about"}, indent=indent)
    at = body.index('"two.jpg"')
    content = fb.files() | {TREE + fb.ALBUM: body[:at] + "#" + body[at:]}
    found = _read(tmp_path, content)
    assert found.texts == ["A", "one", "three"]
    assert [(each.part, each.reason) for each in found.unread] == [("0.json", "not valid JSON")]


# ---- whose


def test_a_comment_is_the_owners_by_its_author(tmp_path: Path) -> None:
    comments = [
        fb.comment("mine"),
        fb.comment("mine too", LATER, author="wren  INVÉNTED"),
        fb.comment("from before", LATER, author="Wren Earlier"),
        fb.comment("nobody signed", LATER, author=""),
        fb.comment("theirs", LATER, author="Some Body"),
    ]
    found = _read(tmp_path, fb.files(comments=comments))
    assert found.texts == ["mine", "mine too", "from before", "nobody signed"]
    assert {each.kind for each in found.items} == {ItemKind.COMMENT}
    assert _left_out(found) == {"comments that others signed": 1}


def test_a_profile_that_spells_the_name_otherwise_loses_no_comments(tmp_path: Path) -> None:
    comments = [*(fb.comment(f"{number}") for number in range(3)), fb.comment("theirs", author="Some Body")]
    name = {"full_name": "Wren Q. Invented-Marries", "first_name": "Wren"}
    found = _read(tmp_path, fb.files(comments=comments, name=name))
    assert found.texts == ["0", "1", "2"]


def test_without_a_profile_most_comments_tell_the_name(tmp_path: Path) -> None:
    comments = [*(fb.comment(f"{number}") for number in range(3)), fb.comment("theirs", author="Some Body")]
    content = {name: body for name, body in fb.files(comments=comments).items() if name != fb.PROFILE}
    found = _read(tmp_path, content)
    assert found.texts == ["0", "1", "2"]
    assert "no bio" in found.inspection.warnings[0]


def test_a_comment_of_a_picture_alone(tmp_path: Path) -> None:
    tenor = {"external_context": {"url": "https://gifs.example/1.gif"}}
    found = _read(
        tmp_path,
        fb.files(comments=[fb.comment("", START, fb.shown("sticker.png")), fb.comment("", LATER, tenor)]),
    )
    assert [each.path for each in found.items[0].media] == ["sticker.png"]
    assert found.items[1].extra == {"links": [{"url": "https://gifs.example/1.gif", "name": ""}]}


def test_comments_below_pictures_are_left(tmp_path: Path) -> None:
    below = [{"timestamp": 1, "comment": "theirs", "author": "Some Body"}]
    found = _posts(tmp_path, fb.post("mine", START, fb.shown("a.jpg", comments=below)))
    assert found.texts == ["mine"]
    assert _left_out(found) == {"comments below pictures": 1}


def test_others_posts_on_the_owners_wall_are_not_hers(tmp_path: Path) -> None:
    found = _read(tmp_path, fb.files([fb.post("mine")]))
    assert found.texts == ["mine"]
    assert "posts by others" in {each.what for each in found.inspection.left_out}


# ---- groups


@pytest.mark.parametrize(
    ("name", "wrapped"),
    [
        ("group_posts_and_comments.json", lambda records: {"group_posts_v2": records}),
        ("your_posts_and_comments_in_groups.json", lambda records: {"group_posts": records}),
        (
            "your_posts_and_comments_in_groups.json",
            lambda records: {"group_posts": {"activity_log_data": records}},
        ),
    ],
)
def test_posts_and_comments_in_groups(name: str, wrapped: Any, tmp_path: Path) -> None:
    records = [fb.post("a post"), fb.comment("a comment", LATER, group="Nurses of Fernhollow")]
    found = _read(tmp_path, {f"groups/{name}": fb.written(wrapped(records)), fb.PROFILE: fb.profile()})
    assert [(each.text, each.kind.value, each.extra) for each in found.items] == [
        ("a post", "post", {"surface": "group"}),
        ("a comment", "comment", {"surface": "group", "group": "Nurses of Fernhollow"}),
    ]


def test_a_comment_that_stands_in_two_files_is_taken_once(tmp_path: Path) -> None:
    both = fb.comment("in a group", START, group="Nurses")
    content = fb.files(comments=[both, fb.comment("twice on purpose"), fb.comment("twice on purpose")])
    content[TREE + fb.GROUP_COMMENTS] = fb.written({"group_comments_v2": [both, fb.comment("other")]})
    found = _read(tmp_path, content)
    assert found.texts == ["in a group", "twice on purpose", "twice on purpose", "other"]
    assert len({each.id for each in found.items}) == 4
    assert _left_out(found) == {"posts that stand in two files": 1}


# ---- the labelled form


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("labels", "fields"),
    [
        (fb.MESSAGE_LABELS, False),
        (("Bericht", "Doel", "Laatst gewijzigd"), False),
        (("Μήνυμα", "Στόχος", "Τελευταία τροποποίηση"), True),
        (("Μήνυμα", "Στόχος", "Τελευταία τροποποίηση"), False),
    ],
    ids=["English", "Dutch", "Greek with field names", "Greek"],
)
def test_the_message_is_found_whatever_it_is_called(
    labels: tuple[str, str, str], fields: bool, order: int, tmp_path: Path
) -> None:
    """In Greek, told by the file as a whole: a short message is shorter than whom it went to."""
    long, short = "a message that is long, as most of them are, longer than any name of a page", "ok"
    records = [
        fb.labelled(text, START, str(1000 + place), labels, fields=fields)
        for place, text in enumerate((long, short))
    ]
    for record in records:
        record["label_values"] = record["label_values"][::order]
    found = _posts(tmp_path, ELSEWHERE=records)
    assert found.texts == [long, short]
    assert [each.created_at for each in found.items] == [START, START]
    assert found.items[0].url == "https://www.facebook.com/1/posts/2"
    assert "Fernhollow General" in json.dumps(found.items[0].extra, ensure_ascii=False)
    assert "Some Body" in json.dumps(found.items[0].extra)


def test_labels_are_damaged_like_texts_and_put_right(tmp_path: Path) -> None:
    """The words are shorter than the page's name, so that nothing but the label tells them."""
    labels = ("Comentário", "Página", "Última modificação")
    (item,) = _posts(tmp_path, ELSEWHERE=[fb.labelled("Sim, já", START, "1", labels)]).items
    assert item.text == "Sim, já"
    fields = item.extra["fields"]
    assert isinstance(fields, dict)
    assert fields["página"] == "Fernhollow General"


def test_an_fbid_is_an_id_only_where_it_names_one(tmp_path: Path) -> None:
    records = [
        fb.labelled("one", START, "101"),
        fb.labelled("two", START, "102"),
        fb.labelled("three", START, "102"),
        fb.labelled("four", START, None),
        fb.labelled("five", START, "not digits"),
        fb.labelled("six", START, "101\u0660"),
    ]
    found = _posts(tmp_path, ELSEWHERE=records)
    assert [(each.id if each.has_platform_id else None) for each in found.items] == [
        "101", None, None, None, None, None,
    ]  # fmt: skip
    assert len({each.id for each in found.items}) == 6
    again = _posts(tmp_path, ELSEWHERE=records[::-1])
    assert {each.text: each.id for each in again.items} == {each.text: each.id for each in found.items}


def test_media_of_a_labelled_record(tmp_path: Path) -> None:
    record = fb.labelled("words")
    record["media"] = [{"uri": "a.jpg", "creation_timestamp": 1, "description": "cäption"}]
    record["label_values"].append({"label": "Media", "media": [{"uri": "b.jpg"}]})
    (item,) = _posts(tmp_path, ELSEWHERE=[record]).items
    assert item.text == "words\n\ncäption"
    assert sorted(str(each.path) for each in item.media) == ["a.jpg", "b.jpg"]


def test_posts_in_the_labelled_form(tmp_path: Path) -> None:
    """Facebook moves file after file to it."""
    (item,) = _posts(
        tmp_path, fb.labelled("new form") | {"label_values": [{"label": "Post", "value": "new"}]}
    ).items
    assert (item.text, item.kind, item.has_platform_id) == ("new", ItemKind.POST, True)


def test_what_lies_in_a_group_of_labels_is_never_the_owners(tmp_path: Path) -> None:
    record = fb.labelled("")
    found = _posts(tmp_path, ELSEWHERE=[record])
    assert found.items == []
    assert _left_out(found) == {"entries without words, pictures or links": 1}


@pytest.mark.parametrize(
    ("value", "id"),
    [
        ("101", "101"),
        (101, "101"),
        ("10\u0661", None),
        (-1, None),
        (True, None),
        ("", None),
        ("9" * 50, None),
    ],
)
def test_what_is_an_fbid(value: object, id: str | None) -> None:
    assert fbid({"fbid": value}) == id


# ---- versions


def test_earlier_versions_are_taken_and_the_last_is_not(tmp_path: Path) -> None:
    """Whoever sees a post can see what it said before."""
    found = _posts(
        tmp_path,
        fb.post("the post as it is", START, fb.shown("a.jpg", "a caption")),
        COMMENTS={"comments_v2": [fb.comment("the comment as it is")]},
        POST_EDITS=[
            fb.version("the post as it was", START),
            fb.version("the post as it is", LATER),
            fb.version("", LATER),
        ],
        COMMENT_EDITS=[fb.version("the comment as it was"), fb.version("the comment as it is", LATER)],
    )
    earlier = found.items[2:]
    assert [(each.text, each.kind.value, each.extra["surface"]) for each in earlier] == [
        ("the post as it was", "post", "version of a post"),
        ("the comment as it was", "comment", "version of a comment"),
    ]
    # Versions of one post share an `fbid`, which so is no item's id.
    assert not any(each.has_platform_id for each in earlier)
    assert len({each.id for each in found.items}) == len(found.items)
    assert _left_out(found)["last versions of edited texts"] == 2


# ---- deleted and archived


def test_archived_and_deleted_posts(tmp_path: Path) -> None:
    content = fb.files([fb.post("here")])
    content[f"{TREE}posts/archive.json"] = fb.written({"archive_v2": [fb.post("put away", LATER)]})
    content[f"{TREE}posts/trash.json"] = fb.written({"trash_v2": [fb.post("in the bin", LATER)]})
    assert [
        (each.text, each.extra.get("surface"), each.deleted_at) for each in _read(tmp_path, content).items
    ] == [
        ("here", None, None),
        ("put away", "archived", None),
        ("in the bin", "deleted", MADE_AT),
    ]


def test_notes_and_events(tmp_path: Path) -> None:
    content = fb.files()
    note = {"title": "Ä note", "text": "long", "tags": [], "media": [], "created_timestamp": fb.stamp(START)}
    event = {
        "name": "A talk",
        "start_timestamp": fb.stamp(LATER),
        "description": "about wards",
        "place": {"name": "Hall"},
        "create_timestamp": fb.stamp(START),
    }
    content[f"{TREE}other_activity/notes.json"] = fb.written({"notes_v2": [note]})
    content[f"{TREE}events/your_events.json"] = fb.written({"your_events_v2": [event]})
    found = _read(tmp_path, content)
    assert [(each.text, each.created_at, each.extra.get("places")) for each in found.items] == [
        ("Ä note\n\nlong", START, None),
        ("A talk\n\nabout wards", START, ["Hall"]),
    ]


# ---- the profile


def test_the_profile_is_read_and_private_details_are_dropped(tmp_path: Path) -> None:
    found = _read(tmp_path, fb.files())
    (record,) = found.accounts
    assert (record.account.handle, record.account.remote_id) == ("@wren.invented", None)
    assert record.profile is not None
    assert record.profile.display_name == NAME
    assert record.profile.bio == "Views mine \U0001fa7a\nWard nurse, Fernhollow General"
    assert (record.profile.location, record.profile.website) == ("Fernhollow", "https://wren.example")
    assert record.profile.observed_at == MADE_AT
    told_ = repr(record) + repr(found.inspection)
    for private in (
        "mail.example",
        "5550100",
        "1985",
        "Kin Folk",
        "Some Body",
        "belief",
        "FEMALE",
        "Otherby",
    ):
        assert private not in told_


@pytest.mark.parametrize("key", ["profile_v2", "profile"])
def test_older_and_newer_profile(key: str, tmp_path: Path) -> None:
    content = {fb.PROFILE: fb.profile(key)}
    assert _read(tmp_path, content).accounts[0].account.handle == "@wren.invented"


@pytest.mark.parametrize(
    ("more", "bio"),
    [
        ({"bio": "mé"}, "mé"),
        ({"about_me": {"text": "mé"}}, "mé"),
        ({"intro_bio": [{"value": "one"}, {"value": "two"}]}, "one\ntwo"),
        ({"bio": "same", "about_me": "same"}, "same"),
        ({"about_me": 7, "bio": None, "intro_bio": [[], {}]}, ""),
        ({}, ""),
    ],
)
def test_where_a_bio_can_stand(more: Json, bio: str) -> None:
    told_ = account(fb.as_meta({"name": {"full_name": NAME}} | more), "", None)
    assert told_.profile is not None
    assert told_.profile.bio == bio


@pytest.mark.parametrize(
    ("address", "zip_handle", "handle", "remote_id"),
    [
        ("https://www.facebook.com/wren.invented", "61500000000001", "@wren.invented", "61500000000001"),
        ("https://m.facebook.com/wren.invented/?x=1", "", "@wren.invented", None),
        ("https://www.facebook.com/profile.php?id=61500000000001", "", "", "61500000000001"),
        ("", "wren.invented", "@wren.invented", None),
        ("", "", "", None),
        ("https://elsewhere.example/wren", "", "", None),
        (7, "", "", None),
    ],
)
def test_what_names_the_account(address: Any, zip_handle: str, handle: str, remote_id: str | None) -> None:
    shown = account({"profile_uri": address, "name": {}}, zip_handle, None).account
    assert (shown.handle, shown.remote_id) == (handle, remote_id)


def test_the_zips_name_is_the_last_resort(tmp_path: Path) -> None:
    content = {TREE + fb.POSTS: fb.written([fb.post("here")])}
    found = _read(tmp_path, content, "facebook-61500000000001-2026-10-01-Ab12Cd34.zip")
    assert (found.accounts[0].account.handle, found.accounts[0].account.remote_id) == ("", "61500000000001")
    assert found.inspection.made_at == MADE_AT
    assert _read(tmp_path, content, "export.zip").accounts[0].account.remote_id is None


@pytest.mark.parametrize(
    "body", ["{", "[]", '{"profile_v2": 7}', '{"profile_v2": {"name": 5, "websites": {}}}']
)
def test_a_broken_profile_costs_only_itself(body: str, tmp_path: Path) -> None:
    content = fb.files([fb.post("here")], comments=[fb.comment("there")]) | {fb.PROFILE: body}
    assert _read(tmp_path, content).texts == ["here", "there"]


# ---- what is left, and how it adds up


def test_what_is_left_is_named(tmp_path: Path) -> None:
    found = _read(tmp_path, fb.files([fb.post("here")]))
    named = {each.what for each in found.inspection.left_out}
    assert named == {
        "direct messages",
        "reactions and pokes",
        "memberships of groups",
        "answers to groups' questions",
        "posts by others",
        "places",
        "votes in polls",
        "friends and followers",
        "advertising data",
        "searches",
        "logins and devices",
    }
    assert all(each.why for each in found.inspection.left_out)
    reasons = {each.what: each.why for each in found.inspection.left_out}
    assert reasons["friends and followers"] == "other people's accounts"
    assert not any(word in why for why in reasons.values() for word in ("hers", "the owner")), "told to her"
    assert "private" not in "".join(found.texts)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        (f"{TREE}messages/inbox/a_1/message_2.json", "direct messages"),
        (f"{TREE}groups/your_group_messages/a/message_1.json", "direct messages"),
        (f"{TREE}comments_and_reactions/likes_and_reactions_1.json", "reactions and pokes"),
        ("likes_and_reactions/posts_and_comments.json", "reactions and pokes"),
        (f"{TREE}other_activity/pokes.json", "reactions and pokes"),
        (f"{TREE}facebook_marketplace/items_sold.json", "offers for sale"),
        (f"{TREE}saved_items_and_collections/your_saved_items.json", "saved items"),
        (f"{TREE}events/event_invitations.json", "invitations to events and answers"),
        ("search_history/your_search_history.json", "searches"),
        ("about_you/your_address_books.json", "personal details"),
        ("personal_information/profile_information/profile_update_history.json", "personal details"),
        (f"{TREE}posts/content_sharing_links_you_have_created.json", "links, effects and counts"),
        (f"{TREE}posts/something_new.json", "other files"),
        ("loose.json", None),
    ],
)
def test_each_sort_of_file_is_named(name: str, what: str | None, tmp_path: Path) -> None:
    found = _read(
        tmp_path, {TREE + fb.POSTS: fb.written([fb.post("here")]), name: '{"x": [{"text": "no item"}]}'}
    )
    assert [each.what for each in found.inspection.left_out] == ([what] if what else [])
    assert found.texts == ["here"]


def test_every_record_is_an_item_or_is_accounted_for(tmp_path: Path) -> None:
    """Five posts, six comments, two groups' records, two versions, three pictures."""
    shared = fb.comment("in two files", START, group="g")
    records: dict[str, list[Any]] = {
        "posts": [fb.post("a"), fb.post(None), fb.post("b", START, fb.shown("p.jpg")), 7, {"x": 1}],
        "comments": [
            shared,
            fb.comment("c"),
            fb.comment("d"),
            fb.comment("no", author="Some Body"),
            "x",
            fb.comment(""),
        ],
        "group": [fb.post("e"), shared],
        "versions": [fb.version("a"), fb.version("z")],
        "pictures": [fb.medium("p.jpg"), fb.medium("q.jpg"), {"uri": "r.jpg"}],
    }
    content = fb.files(records["posts"], comments=records["comments"])
    content[TREE + fb.GROUPS] = fb.written({"group_posts_v2": records["group"]})
    content[TREE + fb.POST_EDITS] = fb.written(records["versions"])
    content[TREE + fb.PICTURES] = fb.written({"other_photos_v2": records["pictures"]})
    found = _read(tmp_path, content)
    unread = sum(each.count for each in found.unread)
    left = sum(each.count or 0 for each in found.left_out)
    assert (len(found.items), unread, left) == (8, 4, 6)
    assert len(found.items) + unread + left == sum(map(len, records.values()))


@pytest.mark.parametrize("indent", [None, 2])
def test_a_broken_record_costs_only_itself(indent: int | None, tmp_path: Path) -> None:
    hanging = [fb.shown("a.jpg", "no item"), fb.shown("b.jpg", "nor this")]
    posts = [fb.post(f"post {number}", START, *hanging) for number in range(5)]
    body = json.dumps(posts, indent=indent)
    at = [found.start() for found in re.finditer('"attachments"', body)][1]
    content = fb.files() | {TREE + fb.POSTS: body[:at] + "#" + body[at:]}
    found = _read(tmp_path, content)
    assert [re.findall(r"post \d", text) for text in found.texts] == [
        [f"post {number}"] for number in range(5) if number != 1
    ]
    assert {each.reason for each in found.unread} == {"not valid JSON"}


def test_ids_stay_over_a_later_longer_export(tmp_path: Path) -> None:
    posts = [fb.post("one"), fb.post("two", LATER), fb.post(None, LATER, fb.shown("x/a.jpg"))]
    before = _posts(tmp_path, *posts)
    moved = fb.post(None, LATER, fb.shown("other/folder/x/a.jpg"))
    after = _posts(tmp_path, fb.post("newer", LATER + timedelta(days=1)), moved, *posts[1::-1])
    assert {each.id for each in before.items} <= {each.id for each in after.items}
    assert len(after.items) == 4


def test_ids_of_pictures_of_one_second_do_not_hang_on_their_order(tmp_path: Path) -> None:
    posts = [fb.post(None, START, fb.shown(f"{name}.jpg")) for name in "abc"]
    by_picture = [
        {each.media[0].path: each.id for each in _posts(tmp_path, *some).items}
        for some in (posts, posts[::-1])
    ]
    assert by_picture[0] == by_picture[1]
    assert len(set(by_picture[0].values())) == 3


def test_a_generated_export_adds_up(tmp_path: Path) -> None:
    found = read(fb.write_many(tmp_path / "many.zip", 1001))
    assert len(found.items) == 1001
    assert (found.unread, found.left_out) == ([], [])


# ---- hostile values

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    *(
                        "timestamp",
                        "data",
                        "attachments",
                        "post",
                        "comment",
                        "author",
                        "media",
                        "uri",
                        "description",
                    ),
                    *(
                        "label_values",
                        "label",
                        "value",
                        "href",
                        "dict",
                        "title",
                        "fbid",
                        "tags",
                        "name",
                        "text",
                    ),
                    *("external_context", "place", "poll", "options", "note", "update_timestamp", "group"),
                ]
            )
            | st.text(max_size=5),
            inner,
            max_size=6,
        )
    ),
    max_leaves=40,
)


@given(records=st.lists(VALUES, max_size=4))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_value_is_items_or_unfit(records: list[Any], tmp_path_factory: pytest.TempPathFactory) -> None:
    _take(records, tmp_path_factory)


def _take(records: Iterable[Any], tmp_path_factory: pytest.TempPathFactory) -> None:
    global _FOLDER
    _FOLDER = _FOLDER or write_folder(tmp_path_factory.mktemp("facebook") / "x", {"a.txt": b""})
    with open_archive(_FOLDER) as archive:
        posts = Posts(MediaFiles(archive), DerivedIds(), OwnNames(frozenset()), None)
        for place, sort in enumerate(SORTS):
            part = PartFile("a.json", sort, place, 0)
            for record in records:
                try:
                    for item in posts.items(part, record, Learnt()):
                        _assert_storable(item)
                except Unfit as problem:
                    assert str(problem)


_FOLDER: Path | None = None


@given(
    record=st.dictionaries(
        st.sampled_from(["name", "bio", "websites", "work_experiences", "profile_uri"]), VALUES
    )
)
@settings(max_examples=100, deadline=None)
def test_any_profile_is_an_account(record: Json) -> None:
    shown = account(record, "", datetime(2026, 1, 1, tzinfo=UTC))
    for text in (
        shown.account.handle,
        *(() if shown.profile is None else (shown.profile.bio, shown.profile.website)),
    ):
        text.encode()


def test_a_label_nested_without_end_is_no_harm() -> None:
    nested: Json = {"label": "a", "value": "b"}
    for _ in range(500):
        nested = {"dict": [nested], "title": "t"}
    assert told({"label_values": [nested]}).texts == []


def test_one_comment_by_another_is_not_made_hers(tmp_path: Path) -> None:
    comments = [fb.comment("theirs", author="Some Body")]
    found = _read(tmp_path, fb.files(comments=comments, name={"full_name": "Wren Invented"}))
    assert found.texts == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (
            {"label": "Message", "value": "https://news.example/x and my words"},
            "https://news.example/x and my words",
        ),
        ({"label": "Message", "value": "my words", "href": "https://news.example/x"}, "my words"),
        ({"label": "Message", "value": "https://news.example/x"}, ""),
        ({"label": "Target", "value": "Somebody's page", "href": "https://www.facebook.example/a"}, ""),
    ],
)
def test_words_may_begin_with_a_link_or_have_one_beside_them(value: dict[str, str], text: str) -> None:
    assert told({"timestamp": 1, "label_values": [value]}).split(None)[0] == text


def test_without_an_address_the_name_stands_for_the_handle() -> None:
    record = account({"name": {"full_name": "Wren Invented"}}, "", None)
    assert record.account.handle == "Wren Invented"
