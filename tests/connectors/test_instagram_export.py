"""Instagram's export: where captions stand, damaged and translated text, what is read and what is left."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.errors import SourceError, UnknownSource, WrongVariant
from connectors.meta.labelled import told
from connectors.model import AccountRecord, Item, ItemKind, LeftOut
from connectors.part_reading import Unfit
from tests.connectors.reading import Read, open_source, read
from tests.fixtures import instagram_export as ig
from tests.fixtures import threads_export
from tests.fixtures.instagram_export import DUTCH, ENGLISH, GREEK, MADE_AT, START
from tests.fixtures.x_archive import write_folder

EARLIER = START - timedelta(days=400)


def _read(tmp_path: Path, content: Mapping[str, str | bytes]) -> Read:
    return read(ig.write_zip(tmp_path / ig.ZIP_NAME, content))


def _only(tmp_path: Path, name: str, body: str) -> Read:
    return _read(tmp_path, {name: body})


# ---- what it is recognised by


@pytest.mark.parametrize("root", ["", "instagram-wren_invented-2026-10-01-Ab12/", "a/b/"])
@pytest.mark.parametrize("content", ["content", ig.CONTENT, ig.MEDIA])
def test_every_folder_that_instagram_used(root: str, content: str, tmp_path: Path) -> None:
    whole = ig.files([ig.post("here")], content=content)
    found = read(ig.write_zip(tmp_path / "download.zip", whole, root))
    assert found.inspection.kind == "instagram-export"
    assert "here" in found.texts
    assert found.unread == []


def test_a_folder_that_was_unpacked(tmp_path: Path) -> None:
    found = read(write_folder(tmp_path / "unpacked", ig.files([ig.post("here")])))
    assert "here" in found.texts


def test_a_zip_that_macos_packed_anew(tmp_path: Path) -> None:
    whole = {f"download/{name}": body for name, body in ig.files([ig.post("here")]).items()}
    litter = {f"__MACOSX/download/{ig.CONTENT}/._posts_1.json": b"\0\5\x16\7", "download/.DS_Store": b"\0"}
    found = _read(tmp_path, whole | litter)
    assert found.texts.count("here") == 1
    assert found.unread == []


LOOSE = {
    "posts_1.json": [ig.post("here")],
    "posts_2 (1).json": [ig.carousel("here")],
    "reels.json": {"ig_reels_media": [ig.reel("here")]},
    "stories.json": {"ig_stories": [ig.medium("a.jpg", START, "here")]},
    "archived_posts.json": {"ig_archived_post_media": [ig.post("here")]},
    "igtv_videos.json": {"ig_igtv_media": [ig.post("here")]},
    "other_content.json": {"ig_other_media": [ig.post("here")]},
    "profile_photos.json": {"ig_profile_picture": [ig.medium("a.jpg", START, "here")]},
    "recently_deleted_content.json": {"ig_recently_deleted_media": [ig.post("here")]},
    "post_comments_1.json": [ig.comment("here")],
    "post_comments.json": {"comments_media_comments": [ig.listed_comment("here")]},
    "post_comments (2).json": [ig.comment("here")],
    "reels_comments.json": {"comments_reels_comments": [ig.comment("here")]},
    "hype.json": {"comments_story_comments": [ig.comment("here")]},
}


@pytest.mark.parametrize("name", LOOSE)
def test_a_file_alone_is_recognised(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(ig.written(LOOSE[name]))
    found = read(path)
    assert (found.inspection.kind, found.texts, found.unread) == ("instagram-export", ["here"], [])


def test_a_first_record_with_a_long_caption_is_still_recognised(tmp_path: Path) -> None:
    record = {"title": "é" * 2200} | ig.carousel("é" * 2200)
    assert next(iter(record)) == "title"
    (tmp_path / "posts_1.json").write_text(ig.written([record]))
    assert read(tmp_path / "posts_1.json").texts == ["é" * 2200]


STRANGERS = {
    "posts/your_posts_1.json": [{"timestamp": 1, "data": [{"post": "Facebook"}], "title": "x"}],
    "comments_and_reactions/comments.json": {"comments_v2": [{"timestamp": 1}]},
    "subscriptions/reels.json": {"subscriptions_reels": [{"title": "x", "string_map_data": {}}]},
    "past_instagram_insights/posts.json": {"organic_insights_posts": [{"string_map_data": {}}]},
    "user_data.json": {"Comment": {"Comments": {"CommentsList": []}}},
    "threads/threads_and_replies.json": {"text_post_app_text_posts": []},
    "threads/personal_information.json": {"text_post_app_text_post_app_profile": [{}]},
    "media.json": {"photos": [{"id": 1}]},
    "reposts.json": {"reposts": [{"id": 1}]},
    "posts.json": [{"id": 1, "title": "a blog", "body": "not Instagram's"}],
}


@pytest.mark.parametrize("name", STRANGERS)
def test_others_files_are_not_claimed(name: str, tmp_path: Path) -> None:
    path = write_folder(tmp_path / "other", {name: ig.written(STRANGERS[name])})
    try:
        with open_source(path) as source:
            assert source.platform != "instagram"
    except UnknownSource:
        pass


@pytest.mark.parametrize(
    "name",
    [
        "your_instagram_activity/content/posts_1.html",
        "your_instagram_activity/media/posts_1.html",
        "content/posts_1.html",
        "comments/post_comments.html",
        "posts_1 (1).html",
    ],
)
def test_the_html_form_is_refused_with_what_to_choose(name: str, tmp_path: Path) -> None:
    path = write_folder(tmp_path / "html", {name: "<html>", "index.html": "<html>"})
    with pytest.raises(WrongVariant, match="JSON") as refused:
        open_source(path)
    assert "Instagram" in refused.value.what


def test_the_form_until_2020_is_refused_with_what_to_ask_for(tmp_path: Path) -> None:
    photo = {"caption": "old", "taken_at": "2018-01-02T03:04:05+00:00", "path": "photos/201801/1.jpg"}
    path = write_folder(tmp_path / "old", {"media.json": json.dumps({"photos": [photo]}), "x.jpg": b"x"})
    with pytest.raises(WrongVariant, match="new one"):
        open_source(path)


def test_a_stray_page_beside_json_does_no_harm(tmp_path: Path) -> None:
    content = ig.files([ig.post("here")]) | {"your_instagram_activity/start_here.html": "<html>"}
    assert "here" in _read(tmp_path, content).texts


# ---- captions


def test_one_picture_has_its_caption_inside_and_a_carousel_outside(tmp_path: Path) -> None:
    posts = [ig.post("inside"), ig.carousel("outside", EARLIER)]
    one, several = _only(tmp_path, "posts_1.json", ig.written(posts)).items
    assert (one.kind, one.text, one.created_at) == (ItemKind.CAPTION, "inside", START)
    assert (several.kind, several.text, several.created_at) == (ItemKind.CAPTION, "outside", EARLIER)
    assert (len(one.media), len(several.media)) == (1, 2)
    assert not one.has_platform_id
    assert one.extra == {}


def test_a_carousel_is_of_the_day_on_which_it_was_posted_not_of_its_pictures(tmp_path: Path) -> None:
    record = ig.carousel("outside") | {"creation_timestamp": ig.stamp(EARLIER)}
    (item,) = _only(tmp_path, "posts_1.json", ig.written([record])).items
    assert item.created_at == EARLIER


def test_a_caption_that_stands_twice_is_taken_once(tmp_path: Path) -> None:
    record = ig.carousel("same")
    for each in record["media"]:
        each["title"] = "same"
    record["media"][1]["title"] = "another"
    (item,) = _only(tmp_path, "posts_1.json", ig.written([record])).items
    assert item.text == "same\n\nanother"


def test_a_bare_object_in_place_of_the_list(tmp_path: Path) -> None:
    found = _only(tmp_path, "posts_1.json", ig.written(ig.carousel("alone \U0001fa7a")))
    assert found.texts == ["alone \U0001fa7a"]
    assert found.unread == []


def test_several_parts_are_read_in_their_order(tmp_path: Path) -> None:
    content = {
        f"{ig.MEDIA}/posts_{number}.json": ig.written([ig.post(str(number), uri=f"{number}.jpg")])
        for number in (10, 2, 1)
    }
    assert _read(tmp_path, content).texts == ["1", "2", "10"]


def test_a_part_that_was_downloaded_twice_counts_once(tmp_path: Path) -> None:
    body = ig.written([ig.comment("same")])
    found = _read(tmp_path, {"post_comments_1.json": body, "post_comments_1 (1).json": body})
    assert found.texts == ["same"]


def test_what_stands_on_other_surfaces_says_where(tmp_path: Path) -> None:
    content = ig.files(
        reels=[ig.reel("a reel")],
        stories=[ig.medium("media/stories/1.jpg", START, "a story")],
        archived=[ig.post("put away", EARLIER)],
    )
    found = {each.text: each.extra.get("surface") for each in _read(tmp_path, content).items}
    assert found == {"a reel": "reel", "a story": "story", "put away": "archived", "": "profile photo"}


def test_a_picture_without_words_is_an_item_with_its_picture(tmp_path: Path) -> None:
    (item,) = _only(tmp_path, "posts_1.json", ig.written([ig.post("")])).items
    assert (item.text, len(item.media)) == ("", 1)


def test_a_record_with_nothing_in_it_is_named(tmp_path: Path) -> None:
    body = ig.written([ig.post("", uri=""), ig.post("here"), 7, {"media": "no"}])
    found = _only(tmp_path, "posts_1.json", body)
    assert found.texts == ["here"]
    assert sum(each.count for each in found.unread) == 3


def test_where_a_picture_was_taken(tmp_path: Path) -> None:
    record = ig.post("here", media_metadata=ig.located(51.5, -0.125))
    (item,) = _only(tmp_path, "posts_1.json", ig.written([record])).items
    assert item.extra == {"place": {"latitude": 51.5, "longitude": -0.125}}


@pytest.mark.parametrize("odd", [(0, 0), (91, 0), (0, 181), (True, False), ("1", "2"), (None, 1)])
def test_an_absurd_place_is_none(odd: tuple[Any, Any], tmp_path: Path) -> None:
    record = ig.post("here", media_metadata=ig.located(*odd))
    (item,) = _only(tmp_path, "posts_1.json", ig.written([record])).items
    assert item.extra == {}


@pytest.mark.parametrize("root", ["", "wren/", "wren/deep/"])
def test_media_are_found_by_the_end_of_their_names(root: str, tmp_path: Path) -> None:
    whole = ig.files([ig.post("here")])
    found = read(ig.write_zip(tmp_path / "m.zip", whole, root))
    item = next(each for each in found.items if each.text == "here")
    assert [each.path for each in item.media] == [f"{root}media/posts/202609/1001_n_17900.jpg"]


@pytest.mark.parametrize("odd", [None, True, -1, 0, "1790791200", 1e300, 10**30, [], {}, float(10**12)])
def test_an_absurd_time_is_none(odd: object, tmp_path: Path) -> None:
    record = ig.post("here") | {"creation_timestamp": odd}
    record["media"][0]["creation_timestamp"] = odd
    (item,) = _only(tmp_path, "posts_1.json", ig.written([record])).items
    assert (item.text, item.created_at) == ("here", None)


# ---- the newer posts.json


def test_the_newer_posts_file_adds_what_the_numbered_ones_lack(tmp_path: Path) -> None:
    content = {
        f"{ig.MEDIA}/posts_1.json": ig.written([ig.post("both", uri="media/1.jpg")]),
        f"{ig.MEDIA}/posts.json": ig.written(
            [
                ig.labelled_post("both", START, "media/1.jpg"),
                ig.labelled_post("only here", EARLIER, "media/2.jpg", "media/3.jpg", "media/4.jpg"),
                ig.labelled_post("inside", EARLIER, "media/5.jpg", place="inner"),
                ig.labelled_post("never published", EARLIER, "media/6.jpg", draft=True),
            ]
        ),
    }
    found = _read(tmp_path, content)
    assert found.texts == ["both", "only here", "inside"]
    assert [len(each.media) for each in found.items] == [1, 3, 1]
    assert {each.what: each.count for each in found.left_out} == {
        "posts that stand in two files": 1,
        "drafts": 1,
    }


def test_the_newer_posts_file_needs_instagram_around_it(tmp_path: Path) -> None:
    body = ig.written([ig.labelled_post("here")])
    assert _only(tmp_path, f"{ig.MEDIA}/posts.json", body).texts == ["here"]


def test_the_statistics_of_the_same_name_are_left(tmp_path: Path) -> None:
    found = _read(tmp_path, ig.files([ig.post("here")]))
    assert not any("insights" in part.name for part in found.inspection.parts)
    assert "statistics" in {each.what for each in found.inspection.left_out}


def test_a_post_that_stands_in_two_surfaces_is_taken_once(tmp_path: Path) -> None:
    record = ig.post("a reel in the feed", uri="media/reels/1.mp4")
    content = ig.files([record], reels=[record])
    found = _read(tmp_path, content)
    assert found.texts.count("a reel in the feed") == 1
    assert [each.count for each in found.left_out if "two files" in each.what] == [1]


# ---- what was deleted


def test_what_was_deleted_is_marked_so(tmp_path: Path) -> None:
    content = ig.files([ig.post("still there")], deleted=[ig.post("gone", EARLIER, "media/9.jpg")])
    items = {each.text: each for each in _read(tmp_path, content).items}
    assert items["still there"].deleted_at is None
    assert items["gone"].deleted_at == MADE_AT
    assert items["gone"].created_at == EARLIER
    assert items["gone"].extra["surface"] == "deleted"


def test_without_the_day_of_the_export_the_deletion_has_the_day_of_the_post(tmp_path: Path) -> None:
    content = ig.files(deleted=[ig.post("gone", EARLIER, "media/9.jpg")])
    found = read(ig.write_zip(tmp_path / "download.zip", content))
    assert next(each for each in found.items if each.text == "gone").deleted_at == EARLIER


# ---- damaged text


@pytest.mark.parametrize(
    "text", ["Café naïve", "\U0001fa7a\U0001f44d", "don’t — “quote”", "夜に駆ける", "plain", "עברית"]
)
def test_damaged_text_is_repaired(text: str, tmp_path: Path) -> None:
    body = ig.written([ig.post(text)])
    assert body.isascii()
    assert _only(tmp_path, "posts_1.json", body).texts == [text]


def test_text_that_was_never_damaged_stays(tmp_path: Path) -> None:
    body = json.dumps([ig.post("Café “so”"), ig.post("Peña", EARLIER)])
    assert _only(tmp_path, "posts_1.json", body).texts == ["Café “so”", "Peña"]


# ---- comments


@pytest.mark.parametrize("labels", [ENGLISH, DUTCH, GREEK])
@pytest.mark.parametrize("form", [ig.comment, ig.labelled_comment])
def test_a_comment_in_any_language(form: Any, labels: tuple[str, str, str], tmp_path: Path) -> None:
    record = form("Take 200 mg, it’s fine", "dr.invented_9", START, labels)
    (item,) = _only(tmp_path, "post_comments_1.json", ig.written([record])).items
    assert (item.kind, item.text, item.created_at) == (ItemKind.COMMENT, "Take 200 mg, it’s fine", START)
    assert item.extra == {"media_owner": "dr.invented_9"}
    assert (item.parent_text, item.parent_id, item.url) == (None, None, None)
    assert not item.has_platform_id


@pytest.mark.parametrize("labels", [ENGLISH, DUTCH, GREEK])
def test_a_comment_without_an_owner(labels: tuple[str, str, str], tmp_path: Path) -> None:
    body = ig.written([ig.comment("Congrats", "", START, labels)])
    (item,) = _only(tmp_path, "post_comments_1.json", body).items
    assert (item.text, item.extra) == ("Congrats", {})


@pytest.mark.parametrize("labels", [ENGLISH, DUTCH, GREEK])
def test_a_comment_of_one_word_is_no_owner(labels: tuple[str, str, str], tmp_path: Path) -> None:
    body = ig.written([ig.comment("Congrats", "ada.b", START, labels)])
    (item,) = _only(tmp_path, "post_comments_1.json", body).items
    assert (item.text, item.extra) == ("Congrats", {"media_owner": "ada.b"})


def test_labels_in_another_order(tmp_path: Path) -> None:
    said, whose, when = GREEK
    values = {
        when: {"timestamp": ig.stamp(START)},
        whose: {"value": "ada.b"},
        said: {"value": "see you at ten"},
    }
    (item,) = _only(tmp_path, "post_comments_1.json", ig.written([{"string_map_data": values}])).items
    assert (item.text, item.extra) == ("see you at ten", {"media_owner": "ada.b"})


def test_the_owner_in_a_nested_group_is_the_one_under_the_label(tmp_path: Path) -> None:
    group = [{"label": "Name", "value": "Ada"}, {"label": "Username", "value": "ada.b"}]
    record = ig.labelled_comment("here")
    record["label_values"][1]["dict"] = [{"dict": group, "title": ""}]
    (item,) = _only(tmp_path, "post_comments_1.json", ig.written([record])).items
    assert (item.text, item.extra) == ("here", {"media_owner": "ada.b"})


def test_older_comments_are_wrapped_and_name_the_owner_first(tmp_path: Path) -> None:
    records = [ig.listed_comment("older", "ada.b"), ig.comment("wrapped")]
    body = ig.written({"comments_media_comments": records})
    one, other = _only(tmp_path, "comments/post_comments.json", body).items
    assert (one.text, one.created_at, one.extra) == ("older", START, {"media_owner": "ada.b"})
    assert other.text == "wrapped"


def test_comments_on_reels_and_stories_say_so(tmp_path: Path) -> None:
    content = {
        "reels_comments.json": ig.written({"comments_reels_comments": [ig.comment("r", "")]}),
        "hype.json": ig.written({"comments_story_comments": [ig.comment("s", "")]}),
    }
    found = {each.text: each.extra for each in _read(tmp_path, content).items}
    assert found == {"r": {"surface": "reel comment"}, "s": {"surface": "story comment"}}


def test_a_comment_alone_without_a_list(tmp_path: Path) -> None:
    assert _only(tmp_path, "post_comments_1.json", ig.written(ig.comment("alone"))).texts == ["alone"]


def test_a_comment_without_words_is_named(tmp_path: Path) -> None:
    found = _only(tmp_path, "post_comments_1.json", ig.written([ig.comment(""), ig.comment("here")]))
    assert found.texts == ["here"]
    assert [each.count for each in found.unread] == [1]


def test_reposts_are_others_words_and_only_noted(tmp_path: Path) -> None:
    content = ig.files([ig.post("here")])
    content[f"{ig.PERSONAL}/reposts.json"] = ig.written({"profile_media_reposts": [ig.repost("ada.b")]})
    item = next(each for each in _read(tmp_path, content).items if each.kind is ItemKind.REPOST)
    assert item.text == ""
    assert item.url == f"https://www.instagram.com/reel/C{ig.stamp(START)}/"
    assert item.extra == {"media_owner": "ada.b"}


# ---- ids


def test_ids_do_not_depend_on_order_or_on_what_else_is_there(tmp_path: Path) -> None:
    posts = [ig.post("one"), ig.carousel("two", EARLIER), ig.post("", uri="b.jpg")]
    said = [ig.comment("three"), ig.comment("four", at=EARLIER)]
    first = _read(tmp_path, ig.files(posts, comments=said))
    newer = [ig.post("new", START + timedelta(days=1), "c.jpg")]
    later = _read(
        tmp_path, ig.files([*newer, *reversed(posts)], comments=list(reversed(said)), content=ig.MEDIA)
    )
    assert {(each.id, each.text) for each in first.items} < {(each.id, each.text) for each in later.items}
    assert len(later.items) == len(first.items) + 1


def test_an_item_keeps_its_id_when_it_is_put_away_or_deleted(tmp_path: Path) -> None:
    record = ig.post("here")
    ids = {
        next(each.id for each in _read(tmp_path, ig.files(**{where: [record]})).items if each.text == "here")
        for where in ("posts", "archived", "deleted")
    }
    assert len(ids) == 1


def test_a_comment_keeps_its_id_whatever_form_it_comes_in(tmp_path: Path) -> None:
    records = [
        ig.comment("here"),
        ig.comment("here", labels=DUTCH),
        ig.listed_comment("here"),
        ig.labelled_comment("here"),
    ]
    ids = {_only(tmp_path, "post_comments_1.json", ig.written([each])).items[0].id for each in records}
    assert len(ids) == 1


# ---- the account


PROFILES = (
    ("Nom d’utilisateur", "Nom", "Présentation", "Site web", "E-mail", "Téléphone"),
    ("Nombre de usuario", "Nombre", "Presentación", "Sitio web", "Correo electrónico", "Teléfono"),
    ("Имя пользователя", "Имя", "О себе", "Веб-сайт", "Электронный адрес", "Номер телефона"),
    ("Όνομα χρήστη", "Όνομα", "Βιογραφικό", "Ιστότοπος", "Ηλεκτρονικό ταχυδρομείο", "Τηλέφωνο"),
    ("用户名", "姓名", "个人简介", "网站", "电子邮箱", "电话号码"),
)
"""As the app calls them; damaged like every key of the export."""


@pytest.mark.parametrize("labels", [ig.PROFILE_ENGLISH, ig.PROFILE_DUTCH, *PROFILES])
def test_the_account_and_its_bio_in_its_language(labels: tuple[str, ...], tmp_path: Path) -> None:
    content = ig.files([ig.post("here")])
    content[f"{ig.PERSONAL}/personal_information.json"] = ig.personal(labels=labels)
    (record,) = _read(tmp_path, content).accounts
    assert record.account.handle == "@wren_invented"
    assert record.account.extra == {"professional": "Medical & health"}
    assert record.profile is not None
    assert record.profile.bio == "Nurse at Fernhollow General \U0001fa7a Views mine."
    assert record.profile.display_name == "Wren Invénted"
    assert record.profile.website == "https://wren.example"
    assert record.profile.observed_at == MADE_AT


def test_mail_telephone_and_birth_date_are_dropped(tmp_path: Path) -> None:
    found = _read(tmp_path, ig.files([ig.post("here")]))
    kept = repr(found.accounts) + repr(found.items) + repr(found.inspection)
    for secret in ("mail.example", "+1555", "1985"):
        assert secret not in kept


def test_labels_of_a_language_that_nobody_knows_give_no_bio_and_nothing_else(tmp_path: Path) -> None:
    content = ig.files([ig.post("here")])
    content[f"{ig.PERSONAL}/personal_information.json"] = ig.personal(labels=("α", "β", "γ", "δ", "ε", "ζ"))
    found = _read(tmp_path, content)
    assert found.accounts == [AccountRecord(found.accounts[0].account, None)]
    assert found.accounts[0].account.handle == "@wren_invented"  # from the zip's name
    assert any("bio" in warning for warning in found.inspection.warnings)
    assert "mail.example" not in repr(found)


@pytest.mark.parametrize(
    ("name", "root", "handle"),
    [
        (ig.ZIP_NAME, "", "@wren_invented"),
        ("instagram-wren.in_v-2025-01-31-x (2).zip", "", "@wren.in_v"),
        ("download.zip", "instagram-wren_invented-2026-10-01-Ab/", "@wren_invented"),
        ("download.zip", "", ""),
    ],
)
def test_without_a_profile_the_zip_names_it(name: str, root: str, handle: str, tmp_path: Path) -> None:
    content = {f"{ig.CONTENT}/posts_1.json": ig.written([ig.post("here")])}
    (record,) = read(ig.write_zip(tmp_path / name, content, root)).accounts
    assert (record.account.handle, record.profile) == (handle, None)


def test_the_day_of_the_export_is_in_the_name_of_its_zip(tmp_path: Path) -> None:
    content = ig.files([ig.post("here")])
    assert _read(tmp_path, content).inspection.made_at == MADE_AT
    assert read(ig.write_zip(tmp_path / "x.zip", content)).inspection.made_at is None
    odd = ig.write_zip(tmp_path / "instagram-wren-2026-13-45-x.zip", content)
    assert read(odd).inspection.made_at is None


def _with_changes(tmp_path: Path, *records: ig.Json, bio: str = "Now") -> list[tuple[datetime | None, str]]:
    content = ig.files([ig.post("here")])
    content[f"{ig.PERSONAL}/personal_information.json"] = ig.personal(bio=bio)
    content[f"{ig.PERSONAL}/profile_changes.json"] = ig.changes(*records)
    found = _read(tmp_path, content)
    return [(each.profile.observed_at, each.profile.bio) for each in found.accounts if each.profile]


def test_earlier_bios_come_before_todays(tmp_path: Path) -> None:
    second = timedelta(seconds=1)
    first, then = datetime(2020, 1, 1, tzinfo=UTC), datetime(2022, 1, 1, tzinfo=UTC)
    found = _with_changes(
        tmp_path,
        ig.change("Bio", "RN at Fernhollow", "Now", then),
        ig.change("Name", "Wren", "Wren I.", then),
        ig.change("Bio", "Student nurse", "RN at Fernhollow", first),
    )
    assert found == [(first - second, "Student nurse"), (first, "RN at Fernhollow"), (MADE_AT, "Now")]


def test_a_change_in_another_language_is_the_bios_if_it_led_to_todays(tmp_path: Path) -> None:
    when = datetime(2022, 1, 1, tzinfo=UTC)
    record = ig.change("Περιγραφή", "Παλιό", "Now", when)
    values = dict(zip("αβγδ", record["string_map_data"].values(), strict=True))
    found = _with_changes(tmp_path, {"string_map_data": values}, ig.change("Όνομα", "a", "b", when))
    assert [text for _, text in found] == ["Παλιό", "Now"]


def test_a_broken_profile_is_named_and_costs_only_itself(tmp_path: Path) -> None:
    content = ig.files([ig.post("here")])
    whole = content[f"{ig.PERSONAL}/personal_information.json"]
    assert isinstance(whole, str)
    content[f"{ig.PERSONAL}/personal_information.json"] = whole[:-20]
    found = _read(tmp_path, content)
    assert "here" in found.texts
    assert [each.part for each in found.unread] == ["personal_information.json"]


# ---- what is left, and the sum of it


def test_what_is_left_alone_is_named(tmp_path: Path) -> None:
    found = {each.what for each in _read(tmp_path, ig.files([ig.post("here")])).inspection.left_out}
    assert found == {
        "direct messages", "likes", "answers to others' stories", "followers and follows", "statistics",
        "searches", "advertising data", "subscriptions and reminders",
    }  # fmt: skip


def test_every_json_file_is_read_or_named(tmp_path: Path) -> None:
    content = ig.files([ig.post("here")])
    content["your_instagram_activity/something_new/words.json"] = "[]"
    left = _read(tmp_path, content).inspection.left_out
    assert LeftOut("other records of the account", "no posts and no comments") in left


def test_every_record_is_accounted_for(tmp_path: Path) -> None:
    posts = [ig.post("one"), ig.carousel("two"), ig.post("one"), ig.post("", uri=""), "no post"]
    newer = [
        ig.labelled_post("one"),
        ig.labelled_post("new", EARLIER, "n.jpg"),
        ig.labelled_post("draft", draft=True),
    ]
    said = [ig.comment("a"), ig.comment("a"), ig.comment(""), None]
    content = {
        "posts_1.json": ig.written(posts),
        "posts.json": ig.written(newer),
        "post_comments_1.json": ig.written(said),
    }
    found = _read(tmp_path, content)
    named = sum(each.count for each in found.unread)
    left = sum(each.count or 0 for each in found.left_out)
    assert len(found.items) + named + left == len(posts) + len(newer) + len(said)
    assert (len(found.items), named, left) == (5, 4, 3)


def test_threads_files_are_neither_read_nor_digested(tmp_path: Path) -> None:
    alone = ig.files([ig.post("here")])
    with open_source(ig.write_zip(tmp_path / "alone.zip", alone)) as source:
        before = source.digest(), list(source.records()), source.inspect().left_out
    both = alone | threads_export.files([threads_export.thread("elsewhere")])
    with open_source(ig.write_zip(tmp_path / "both.zip", both)) as source:
        assert source.platform == "instagram"
        assert (source.digest(), list(source.records()), source.inspect().left_out) == before


def test_the_digest_goes_by_what_is_read(tmp_path: Path) -> None:
    content = ig.files([ig.post("here")])
    with open_source(ig.write_zip(tmp_path / "one.zip", content)) as source:
        before = source.digest()
    likes = "your_instagram_activity/likes/liked_posts.json"
    with open_source(ig.write_zip(tmp_path / "likes.zip", content | {likes: "[]"})) as source:
        assert source.digest() == before
    changed = content | {f"{ig.CONTENT}/posts_1.json": ig.written([ig.post("there")])}
    with open_source(ig.write_zip(tmp_path / "posts.zip", changed)) as source:
        assert source.digest() != before


# ---- damage


def test_a_broken_record_costs_only_itself(tmp_path: Path) -> None:
    body = ig.written([ig.post("one", uri="1"), ig.post("BREAK", uri="2"), ig.post("three", uri="3")])
    found = _only(tmp_path, "posts_1.json", body.replace('"BREAK"', '"BREAK', 1))
    assert found.texts == ["one", "three"]
    assert sum(each.count for each in found.unread) == 1


def test_a_file_that_is_cut_short_keeps_what_came_before(tmp_path: Path) -> None:
    body = ig.written([ig.post("one", uri="1"), ig.post("two", uri="2")])
    found = _only(tmp_path, "posts_1.json", body[:-30])
    assert found.texts == ["one"]
    assert sum(each.count for each in found.unread) == 1


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
_FIELDS = st.sampled_from(
    ("value", "href", "timestamp", "timestamp_value", "label", "title", "dict", "media", "uri")
)
_RECORDS = st.dictionaries(
    st.sampled_from(
        (
            "string_map_data", "string_list_data", "label_values", "media_list_data", "media", "title",
            "creation_timestamp", "timestamp", "uri", "media_metadata",
        )
    ),
    _JSON
    | st.lists(st.dictionaries(_FIELDS, _JSON, max_size=5), max_size=4)
    | st.dictionaries(st.text(), st.dictionaries(_FIELDS, _JSON, max_size=5), max_size=4),
)  # fmt: skip


@given(record=_JSON | _RECORDS)
@settings(max_examples=200, deadline=None)
def test_any_record_is_told_or_unfit(record: object) -> None:
    try:
        words, owner = told(record).words_and_owner()
    except Unfit:
        return
    (words + owner).encode()


@given(records=st.lists(_JSON | _RECORDS, max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_records_are_items_or_named(records: list[object], tmp_path: Path) -> None:
    content = {
        f"{ig.CONTENT}/{name}": json.dumps(records, allow_nan=True)
        for name in ("posts_1.json", "posts.json", "post_comments_1.json")
    }
    content[f"{ig.PERSONAL}/personal_information.json"] = ig.personal()
    try:
        found = _read(tmp_path, content)
    except SourceError:
        return
    for item in found.items:
        json.dumps(dict(item.extra)).encode()
        assert isinstance(item, Item)
        (item.id + item.text).encode()
