"""TikTok's export: old and new keys, empty in every way, damage, and what is left alone."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.derived_ids import DerivedIds
from connectors.errors import EmptySource, UnknownSource, WrongVariant
from connectors.model import AccountRecord, Item, ItemKind, Media, Unread
from connectors.part_reading import Unfit
from connectors.tiktok.items import item, time
from connectors.tiktok.sections import Holds
from tests.connectors.reading import Read, open_source, read
from tests.fixtures import tiktok_export, x_archive
from tests.fixtures.tiktok_export import (
    FILE,
    Json,
    comment,
    deleted,
    live,
    newer,
    older,
    post,
    review,
)


def _read(tmp_path: Path, whole: Json | str, name: str = FILE) -> Read:
    body = whole if isinstance(whole, str) else tiktok_export.written(whole)
    return read(x_archive.write_zip(tmp_path / "TikTok_Data_1764000000.zip", {name: body}))


def _item(found: Read, text: str) -> Item:
    (one,) = (each for each in found.items if each.text == text)
    return one


# What it is


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize(
    "name",
    [
        "user_data_tiktok.json",
        "user_data.json",
        "user_data_tiktok (1).json",
        "User_Data.json",
        "TikTok_Data/deep/user_data_tiktok.json",
    ],
)
@pytest.mark.parametrize("whole", [newer(comments=[comment("hello")]), older(comments=[comment("hello")])])
def test_it_is_known_by_its_base_name_and_beginning(
    whole: Json, name: str, indent: int | None, tmp_path: Path
) -> None:
    content = {name: tiktok_export.written(whole, indent), "__MACOSX/._x": b"x", "readme.txt": "nothing"}
    found = read(x_archive.write_zip(tmp_path / "a.zip", content))
    assert (found.inspection.kind, found.inspection.platform) == ("tiktok-export", "tiktok")
    assert found.texts == ["hello"]
    assert found.unread == []


def test_the_file_alone_under_any_name(tmp_path: Path) -> None:
    path = tmp_path / "download"
    path.write_text(tiktok_export.written(newer(comments=[comment("hello")])), "utf-8")
    assert read(path).texts == ["hello"]


@pytest.mark.parametrize(
    "content",
    [
        {"user_data.json": '{"users": [], "Comment": {}}', "b.txt": "x"},
        {"other.json": tiktok_export.written(newer()), "b.txt": "x"},
        {"posts.txt": "my own notes", "b.md": "x"},
    ],
)
def test_it_takes_no_other_file(content: dict[str, str | bytes], tmp_path: Path) -> None:
    with pytest.raises(UnknownSource):
        open_source(x_archive.write_zip(tmp_path / "a.zip", content))


@pytest.mark.parametrize(
    "content",
    [
        tiktok_export.texts(),
        {"Comments.txt": "Date: 2026-03-03 22:00:00 UTC\nComment: here\n", "b.png": b"x"},
        {"Reacties.txt": "Datum: 2026-03-03 22:00:00 UTC\nReactie: hier\n", "b.png": b"x"},
        {"TikTok/Comments.txt": "anything", "b.png": b"x"},
    ],
)
def test_the_text_form_names_the_setting(content: dict[str, str | bytes], tmp_path: Path) -> None:
    with pytest.raises(WrongVariant, match="JSON, not TXT"):
        open_source(x_archive.write_zip(tmp_path / "a.zip", content))


def test_the_json_is_read_where_the_text_form_lies_beside_it(tmp_path: Path) -> None:
    content = {**tiktok_export.texts(), FILE: tiktok_export.written(newer(comments=[comment("hello")]))}
    assert read(x_archive.write_zip(tmp_path / "a.zip", content)).texts == ["hello"]


# Old and new keys


def test_posts_comments_reviews_of_both_years_are_alike(tmp_path: Path) -> None:
    lists = {"posts": [post("a post")], "comments": [comment("a comment")], "reviews": [review("a review")]}
    lists |= {"deleted": [deleted("gone")]}
    found, before = _read(tmp_path, newer(**lists)), _read(tmp_path, older(**lists), "user_data.json")
    assert sorted(found.texts) == ["a comment", "a post", "a review", "gone"]
    assert sorted(found.items, key=lambda each: each.text) == sorted(before.items, key=lambda each: each.text)
    assert found.accounts[0].profile == replace(before.accounts[0].profile, display_name="Wren Invented")


@pytest.mark.parametrize(
    "path",
    [
        ("Post", "Posts", "VideoList"),
        ("Video", "Videos", "VideoList"),
        ("VIDEO", "videos", "videolist"),
        ("Somewhere Else", "Posts", "Video List"),
        ("Post", "Recently Deleted Posts", "PostList"),
        ("Video", "RecentlyDeletedPosts", "PostList"),
        ("Post", "Story", "StoryList"),
    ],
)
def test_posts_wherever_they_lie(path: tuple[str, ...], tmp_path: Path) -> None:
    whole: Json = {"Profile": {}, path[0]: {path[1]: {"App": 1, path[2]: [post("here")]}}}
    assert _read(tmp_path, whole).texts == ["here"]


@pytest.mark.parametrize(
    "path",
    [
        ("Location Review", "Location Reviews", "ReviewsList"),
        ("Poi Review", "POI Review", "ReviewsList"),
        ("Location Review", "Location Review", "ReviewsList"),
    ],
)
def test_reviews_wherever_they_lie(path: tuple[str, ...], tmp_path: Path) -> None:
    found = _read(tmp_path, {"Profile": {}, path[0]: {path[1]: {path[2]: [review("Loud, good soup.")]}}})
    (one,) = found.items
    assert (one.kind, one.text) == (ItemKind.POST, "Loud, good soup.")
    assert one.extra == {"place": "Fernhollow Diner", "rating": "5/5", "visibility": "All visible"}


@pytest.mark.parametrize(
    "path",
    [
        ("Profile And Settings", "Profile Info", "ProfileMap"),
        ("Profile", "Profile Info", "ProfileMap"),
        ("Profile", "Profile Information", "ProfileMap"),
    ],
)
def test_the_profile_wherever_it_lies(path: tuple[str, ...], tmp_path: Path) -> None:
    whole: Json = {"Activity": {}, path[0]: {path[1]: {"App": 1, path[2]: tiktok_export.profile()}}}
    (record,) = _read(tmp_path, whole).accounts
    assert record.account.handle == "@wren_invented"
    assert record.profile is not None
    assert record.profile.display_name == "Wren Invented"
    assert record.profile.bio == "Nurse at Fernhollow General.\nViews mine."


def test_keys_of_records_in_any_case(tmp_path: Path) -> None:
    upper = {key.upper(): value for key, value in comment("loud").items()}
    lower = {key.lower(): value for key, value in post("quiet").items()}
    found = _read(tmp_path, newer(posts=[lower], comments=[upper]))
    assert sorted(found.texts) == ["loud", "quiet"]
    assert all(each.created_at for each in found.items)


@pytest.mark.parametrize("empty", [None, [], {}, "", "N/A"])
def test_every_list_may_be_empty_in_any_way(empty: object, tmp_path: Path) -> None:
    whole = newer(comments=[comment("the only one")])
    whole["Post"] = {
        "Posts": {"VideoList": empty},
        "Recently Deleted Posts": {"PostList": empty},
        "Story": empty,
    }
    whole["Location Review"] = {"Location Reviews": {"ReviewsList": empty}}
    whole["TikTok Live"] = {"Watch Live History": {"WatchLiveMap": empty}, "Watch Live Comment": empty}
    whole["Your Activity"] = empty
    found = _read(tmp_path, whole)
    assert found.texts == ["the only one"]
    assert found.unread == []


# What records become


def test_a_post(tmp_path: Path) -> None:
    (found,) = _read(tmp_path, newer(posts=[post("Day shift. #icu", Location="Fernhollow")])).items
    assert (found.kind, found.text) == (ItemKind.CAPTION, "Day shift. #icu")
    assert found.created_at == datetime(2026, 3, 3, 21, 14)
    assert found.created_at.tzinfo is None
    assert not found.has_platform_id
    assert found.id.startswith("derived-")
    assert found.media == (Media(),)
    assert found.extra == {"visibility": "Everyone", "place": "Fernhollow"}


@pytest.mark.parametrize("typed", ["Ã©tÃ© &amp; Ã¤", "夜勤 \U0001fa7a", "\u00c3\u00a9"])
def test_text_is_taken_as_it_stands(typed: str, tmp_path: Path) -> None:
    """TikTok writes UTF-8: what looks damaged was typed so."""
    lives = {"1": tiktok_export.watched_live([live(typed)])}
    found = _read(tmp_path, newer(posts=[post(typed)], comments=[comment(typed)], lives=lives))
    assert found.texts == [typed, typed, typed]


def test_no_address_that_leads_to_no_post_is_kept(tmp_path: Path) -> None:
    found = _read(tmp_path, newer(posts=[post("a")], deleted=[deleted("b")], comments=[comment("c", url="")]))
    assert [each.url for each in found.items] == [None, None, None]
    assert not any("example" in repr(each) for each in found.items)


@pytest.mark.parametrize(
    ("link", "is_page"),
    [
        ("https://www.tiktok.com/@somebody.else/video/7442044192852839713", True),
        ("https://www.tiktok.com/@somebody/photo/7442044192852839713/", True),
        ("https://www.tiktokv.com/share/video/7442044192852839713/", True),
        ("https://www.tiktok.com/login/?redirect_url=https%3A%2F%2Fwww.tiktok.com", False),
        ("https://www.tiktok.com.evil.example/@a/video/7442044192852839713", False),
        ("http://www.tiktok.com/@a/video/1", False),
        ("https://www.tiktok.com/@a/video/7442044192852839713?x=\u202e", False),
        ("N/A", False),
        ("", False),
    ],
)
def test_only_a_page_of_tiktoks_becomes_a_link(link: str, is_page: bool, tmp_path: Path) -> None:
    records = newer(
        posts=[post("a", Link=link)],
        comments=[comment("b", **{"original post link": link}), comment("c", originalPostUrl=link)],
    )
    assert {each.url for each in _read(tmp_path, records).items} == {link if is_page else None}


def test_a_post_of_several_pictures(tmp_path: Path) -> None:
    links = "\n".join(f"https://p16.example/{number}.webp?x-expires=1" for number in range(3))
    (found,) = _read(
        tmp_path, newer(posts=[post("three", Link=links, AlternateText="a ward at night")])
    ).items
    assert found.media == (Media(alt="a ward at night"), Media(), Media())
    assert found.url is None


def test_words_beside_the_caption(tmp_path: Path) -> None:
    words = {"AddYoursText": "your worst shift", "ContentDisclosure": "Paid partnership"}
    (found,) = _read(tmp_path, newer(posts=[post("mine", **words)])).items
    assert found.text == "mine\n\n[Add Yours: your worst shift]"
    assert found.extra["disclosure"] == "Paid partnership"


@pytest.mark.parametrize("nothing", ["N/A", "None", "", None, " n/a "])
def test_what_tiktok_writes_for_nothing_is_nothing(nothing: str | None, tmp_path: Path) -> None:
    fields = ("Title", "Location", "AddYoursText", "AlternateText", "ContentDisclosure", "WhoCanView", "Link")
    (found,) = _read(tmp_path, newer(posts=[post("x", **dict.fromkeys(fields, nothing))])).items
    assert (found.text, found.extra, found.media, found.url) == ("", {}, (Media(),), None)


def test_her_own_comment_may_be_the_word_for_nothing(tmp_path: Path) -> None:
    assert _read(tmp_path, newer(comments=[comment("N/A"), comment("None")])).texts == ["N/A", "None"]


def test_a_deleted_post_is_marked_and_keeps_the_id_that_it_had(tmp_path: Path) -> None:
    before = _item(_read(tmp_path, newer(posts=[post("regret", "2026-03-01 08:00:00")])), "regret")
    after = _item(_read(tmp_path, newer(deleted=[deleted("regret", "2026-03-01 08:00:00")])), "regret")
    assert before.id == after.id
    assert before.deleted_at is None
    assert after.deleted_at == datetime(2026, 3, 4, 7, 5)


@pytest.mark.parametrize("when", ["N/A", "", None, 7])
def test_a_deleted_post_without_a_day_is_deleted_all_the_same(when: object, tmp_path: Path) -> None:
    (found,) = _read(tmp_path, newer(deleted=[deleted("gone", DateDeleted=when)])).items
    assert found.deleted_at == found.created_at == datetime(2026, 3, 1, 8)


def test_a_comment(tmp_path: Path) -> None:
    found = _read(tmp_path, newer(comments=[comment("so cute 🥺", photo="https://p16.example/1")]))
    one = _item(found, "so cute 🥺")
    assert one.kind is ItemKind.COMMENT
    assert one.created_at == datetime(2026, 3, 3, 22, tzinfo=UTC)
    assert (one.parent_text, one.parent_id, one.url) == (None, None, None)
    assert one.media == (Media(),)
    assert not one.has_platform_id


def test_a_time_that_gained_its_zone_changes_no_id(tmp_path: Path) -> None:
    before = _item(_read(tmp_path, older(comments=[tiktok_export.old_comment("same")])), "same")
    after = _item(_read(tmp_path, newer(comments=[comment("same")])), "same")
    assert before.id == after.id
    assert before.created_at == datetime(2026, 3, 3, 22)
    assert after.created_at == datetime(2026, 3, 3, 22, tzinfo=UTC)


def test_comments_and_questions_on_live(tmp_path: Path) -> None:
    asked = {"QuestionTime": "2026-03-03 21:01:00", "QuestionContent": "and the dose?", "RawTime": 0}
    lives = {
        "7643768707189771030": tiktok_export.watched_live([live("hello all"), live("nice")], [asked]),
        "7643768707189771031": tiktok_export.watched_live([], None),
        "7643768707189771032": tiktok_export.watched_live(None, None),
    }
    found = _read(tmp_path, newer(lives=lives))
    assert found.texts == ["hello all", "nice", "and the dose?"]
    assert {each.kind for each in found.items} == {ItemKind.COMMENT}
    assert found.items[0].created_at == datetime.fromtimestamp(1772571600, UTC)
    assert found.items[2].created_at == datetime(2026, 3, 3, 21, 1)
    assert found.items[0].extra == {"place": "LIVE"}


def test_live_comments_in_a_section_of_their_own(tmp_path: Path) -> None:
    whole = older()
    whole["Tiktok Live"]["Watch Live Comment"] = {"WatchLiveCommentList": [live("here"), {"other": 1}]}
    found = _read(tmp_path, whole)
    assert found.texts == ["here"]
    assert [each.reason for each in found.unread] == ["not one of the comments on LIVE"]


def test_reposts_hold_no_words(tmp_path: Path) -> None:
    shown = [{"Date": "2026-03-01 08:00:00", "Link": tiktok_export.OTHERS}]
    (found,) = _read(tmp_path, newer(reposts=shown)).items
    assert (found.kind, found.text, found.url) == (ItemKind.REPOST, "", tiktok_export.OTHERS)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-11-24 08:55:16", datetime(2024, 11, 24, 8, 55, 16)),
        ("2024-11-24 08:55:16 UTC", datetime(2024, 11, 24, 8, 55, 16, tzinfo=UTC)),
        (" 2024-11-24 08:55:16 ", datetime(2024, 11, 24, 8, 55, 16)),
        ("0001-01-01 00:00:00", None),
        ("1970-01-01 00:00:00 UTC", None),
        ("N/A", None),
        ("UTC", None),
        ("", None),
        ("99999-01-01 00:00:00", None),
        (1_700_000_000, None),
        (True, None),
        (None, None),
    ],
)
def test_times(text: object, moment: datetime | None) -> None:
    found = time(text)
    assert found == moment
    assert (found and found.tzinfo) == (moment and moment.tzinfo)


@pytest.mark.parametrize("raw_time", [-1, 0, 10**30, True, "1772571600", 1.5, None])
def test_an_absurd_raw_time_leaves_the_written_one(raw_time: object, tmp_path: Path) -> None:
    lives = {"1": tiktok_export.watched_live([live("x") | {"RawTime": raw_time}])}
    (found,) = _read(tmp_path, newer(lives=lives)).items
    assert found.created_at == datetime(2026, 3, 3, 21)


# Ids


def test_ids_do_not_hang_on_order_or_on_what_was_added(tmp_path: Path) -> None:
    records = [comment(f"c{number}", f"2026-03-0{number} 22:00:00 UTC") for number in range(1, 6)]
    before = {each.text: each.id for each in _read(tmp_path, newer(comments=records[:3])).items}
    after = {each.text: each.id for each in _read(tmp_path, newer(comments=records[::-1])).items}
    assert before.items() <= after.items()
    assert len(set(after.values())) == 5


def test_alike_in_everything_is_told_apart(tmp_path: Path) -> None:
    found = _read(
        tmp_path, newer(comments=[comment("same"), comment("same")], posts=[post("same"), post("")])
    )
    assert len({each.id for each in found.items}) == 4


def test_copies_of_one_file_are_read_once(tmp_path: Path) -> None:
    body = tiktok_export.written(newer(comments=[comment("same"), comment("same")]))
    content = {FILE: body, "user_data_tiktok (1).json": body, "old/user_data_tiktok.json": body}
    assert len(read(x_archive.write_zip(tmp_path / "a.zip", content)).items) == 2


def test_a_longer_export_beside_it_gives_the_same_ids(tmp_path: Path) -> None:
    once, twice = (
        tiktok_export.written(newer(comments=[comment(text) for text in texts]))
        for texts in (["same", "same"], ["new", "same", "same"])
    )
    found = read(x_archive.write_zip(tmp_path / "a.zip", {FILE: once, "user_data_tiktok (1).json": twice}))
    assert len(found.items) == 5
    assert len({each.id for each in found.items}) == 3


# What is left alone, and counts


def test_only_name_display_name_and_bio_of_the_profile_are_kept(tmp_path: Path) -> None:
    (record,) = _read(tmp_path, newer()).accounts
    whole = repr(record)
    for private in ("private.example", "555", "1985", "Wren Private", "x-expires", "US"):
        assert private not in whole
    assert record.account.extra == {}


def test_what_is_left_out_is_named_and_counted(tmp_path: Path) -> None:
    whole = newer(comments=[comment("hers")])
    whole["Likes and Favorites"]["Favorite Comment"]["FavoriteCommentList"] = [{"Comment": "theirs"}]
    whole["TikTok Shop"]["Product Reviews"]["ProductReviewHistories"] = [{"Review": "hers, form unknown"}]
    whole["TikTok Live"]["Go Live History"]["GoLiveList"] = [{"Title": "hers, form unknown"}]
    whole["Direct Message"]["Group Chat"]["GroupChat"] = {"Watch History": [{"Content": "private"}]}
    found = _read(tmp_path, whole)
    counts = {each.what: each.count for each in found.inspection.left_out}
    assert counts == {
        "direct messages": 3,
        "likes and favourites": 2,
        "logins, devices, places and advertising": 1,
        "people followed, followers and blocked people": 1,
        "reviews of products in TikTok's shop": 1,
        "searches": 1,
        "titles of your own LIVE streams": 1,
        "watch history": 3,
    }
    assert all(each.why for each in found.inspection.left_out)
    assert found.left_out == []


def test_nothing_of_others_becomes_an_item(tmp_path: Path) -> None:
    found = _read(tmp_path, newer(posts=[post("mine")], comments=[comment("mine too")]))
    assert sorted(found.texts) == ["mine", "mine too"]
    for theirs in ("private message", "private search", "somebody else"):
        assert theirs not in repr([found.items, found.accounts, found.left_out, found.unread])


def test_every_record_is_an_item_or_unread_or_left_out(tmp_path: Path) -> None:
    odd: list[Json] = [{"x": 1}, ["y"], 7, None, "z"]
    asked = [{"What": "?"}]
    whole = newer(
        posts=[post("1"), *odd],
        comments=[comment("2"), *odd],
        deleted=[deleted("3"), *odd],
        reviews=[review("4"), *odd],
        reposts=[{"Date": "2026-03-01 08:00:00", "Link": tiktok_export.OTHERS}, *odd],
        lives={"1": tiktok_export.watched_live([live("6"), *odd], asked)},
    )
    found = _read(tmp_path, whole)
    assert len(found.items) == 6
    assert sum(each.count for each in found.unread) == 6 * len(odd) + 1
    assert {each.part for each in found.unread} == {FILE}
    assert {each.reason for each in found.unread} == {
        "not one of the posts", "not one of the comments", "not one of the deleted posts",
        "not one of the reviews of places", "not one of the reviews", "not one of the reposts",
        "not one of the comments on LIVE",
    }  # fmt: skip


@pytest.mark.parametrize("stranger", [
    {"Date": "2026-03-01 08:00:00 UTC", "From": "b", "Content": "theirs"},
    {"Date": "2026-03-01 08:00:00", "Link": tiktok_export.OTHERS, "Title": "theirs"},
    {"Date": "2026-03-01 08:00:00", "SearchTerm": "theirs"},
])  # fmt: skip
@pytest.mark.parametrize("kind", [kind for kind in Holds if kind is not Holds.REPOSTS])
def test_records_of_other_lists_fit_none_of_hers(kind: Holds, stranger: Json) -> None:
    with pytest.raises(Unfit):
        item(kind, stranger, DerivedIds())


# Damage


@pytest.mark.parametrize("indent", [None, 2])
def test_a_broken_record_costs_only_itself(indent: int | None, tmp_path: Path) -> None:
    whole = newer(posts=[post("p1"), post("p2")], comments=[comment("c1"), comment("BREAK"), comment("c3")])
    body = tiktok_export.written(whole, indent).replace('"BREAK"', '"BREAK', 1)
    found = _read(tmp_path, body)
    assert found.texts == ["c1", "c3", "p1", "p2"]
    assert [(each.reason, each.count) for each in found.unread] == [("not valid JSON", 1)]
    assert found.accounts[0].account.handle == "@wren_invented"


@pytest.mark.parametrize("indent", [None, 2])
def test_a_broken_end_of_a_list_brings_in_nothing_of_the_next(indent: int | None, tmp_path: Path) -> None:
    whole = newer(posts=[post("p1")], comments=[comment("c1"), comment("BREAK")])
    body = tiktok_export.written(whole, indent).replace('"BREAK"', '"BREAK', 1)
    found = _read(tmp_path, body)
    assert found.texts == ["c1", "p1"]
    assert found.accounts[0].account.handle == "@wren_invented"
    assert {each.what for each in found.inspection.left_out} >= {"direct messages", "watch history"}


def test_a_broken_field_of_the_profile_costs_only_itself(tmp_path: Path) -> None:
    body = tiktok_export.written(newer()).replace('"Wren Invented"', '"Wren"Invented"', 1)
    (record,) = _read(tmp_path, body).accounts
    assert record.account.handle == "@wren_invented"
    assert record.profile is not None
    assert record.profile.bio.startswith("Nurse")


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_an_export_that_was_cut_off_keeps_what_was_there(share: float, tmp_path: Path) -> None:
    comments = [comment(f"c{number}") for number in range(50)]
    body = tiktok_export.written({"Comment": {"Comments": {"App": 1, "CommentsList": comments}}})
    found = _read(tmp_path, body[: int(len(body) * share)])
    assert found.texts == [f"c{number}" for number in range(len(found.items))]
    assert len(found.items) >= int(50 * share) - 1
    assert found.unread == [Unread(FILE, "the file ends in the middle", 1)]


def test_another_encoding_is_said(tmp_path: Path) -> None:
    raw = tiktok_export.written(newer()).encode("utf-16")
    found = read(x_archive.write_zip(tmp_path / "a.zip", {FILE: raw}))
    assert found.unread == [Unread(FILE, "not UTF-8 text", 1)]
    assert found.accounts == [AccountRecord(found.accounts[0].account, None)]
    assert "profile" in found.inspection.warnings[0]


@pytest.mark.parametrize("whole", [{}, {"Your Activity": {"Watch History": {"VideoList": [{"Date": "x"}]}}}])
def test_nothing_of_hers_in_it(whole: Json, tmp_path: Path) -> None:
    with pytest.raises(EmptySource):
        _read(tmp_path, whole)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from([
    *post(""), *comment(""), *deleted(""), *review(""), *live(""), "DateDeleted", "QuestionContent", "url",
])  # fmt: skip


@given(kind=st.sampled_from(Holds), record=st.dictionaries(KEYS, ANYTHING, max_size=12) | ANYTHING)
@settings(max_examples=500, deadline=None)
def test_any_record_is_an_item_that_can_be_stored_or_unfit(kind: Holds, record: object) -> None:
    try:
        found = item(kind, record, DerivedIds())
    except Unfit as problem:
        assert len(str(problem)) < 60
        return
    for text in (
        found.text,
        found.url or "",
        *map(str, found.extra.values()),
        *(one.alt for one in found.media),
    ):
        text.encode("utf-8")
        assert "\0" not in text
    json.dumps(dict(found.extra), allow_nan=False)
    assert found.created_at is None or found.created_at.utcoffset() in (None, UTC.utcoffset(None))


def test_a_generated_export_is_of_true_shape(tmp_path: Path) -> None:
    found = read(tiktok_export.write_many(tmp_path / "many.zip", 101))
    assert len(found.items) == 101
    assert found.unread == []
    assert {each.kind for each in found.items} == {ItemKind.CAPTION, ItemKind.COMMENT}
