"""Threads' part of Instagram's export: where words stand, what is known of a reply, whose files are whose."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.errors import SourceError, UnknownSource, WrongVariant
from connectors.model import ItemKind, LeftOut
from tests.connectors.reading import Read, open_source, read
from tests.fixtures import instagram_export as ig
from tests.fixtures import threads_export
from tests.fixtures.instagram_export import MADE_AT, START, written
from tests.fixtures.threads_export import FOLDER, thread
from tests.fixtures.x_archive import write_folder

EARLIER = START - timedelta(days=400)
POSTS = f"{FOLDER}/threads_and_replies.json"


def _read(tmp_path: Path, content: Mapping[str, str | bytes]) -> Read:
    return read(ig.write_zip(tmp_path / ig.ZIP_NAME, content), "threads")


def _threads(tmp_path: Path, *records: object) -> Read:
    return _read(tmp_path, {POSTS: written({"text_post_app_text_posts": list(records)})})


@pytest.mark.parametrize("folder", [FOLDER, "threads", f"instagram-wren-2026-10-01-x/{FOLDER}", "deep/down"])
def test_it_is_recognised_wherever_it_lies(folder: str, tmp_path: Path) -> None:
    found = _read(tmp_path, threads_export.files([thread("here")], folder=folder))
    assert (found.inspection.kind, found.texts, found.unread) == ("threads-export", ["here"], [])


@pytest.mark.parametrize(
    "name", ["threads_and_replies.json", "threads_and_replies (1).json", "archived_threads.json"]
)
def test_a_file_alone_is_recognised_by_its_first_key(name: str, tmp_path: Path) -> None:
    key = "text_post_app_text_app_archived_posts" if "archived" in name else "text_post_app_text_posts"
    (tmp_path / name).write_text(written({key: [thread("here")]}))
    assert read(tmp_path / name).texts == ["here"]


def test_a_folder_that_was_unpacked(tmp_path: Path) -> None:
    path = write_folder(tmp_path / "unpacked", threads_export.files([thread("here")]))
    assert read(path).texts == ["here"]


def test_instagram_alone_is_not_claimed(tmp_path: Path) -> None:
    with open_source(ig.write_zip(tmp_path / "a.zip", ig.files([ig.post("here")]))) as source:
        assert source.platform == "instagram"
    likes = {f"{FOLDER}/liked_threads.json": written({"text_post_app_media_likes": []})}
    with pytest.raises(UnknownSource):
        open_source(ig.write_zip(tmp_path / "b.zip", likes))


@pytest.mark.parametrize("name", [f"{FOLDER}/threads_and_replies.html", "threads_and_replies.html"])
def test_the_html_form_is_refused_with_what_to_choose(name: str, tmp_path: Path) -> None:
    path = write_folder(tmp_path / "html", {name: "<html>", "x.html": "<html>"})
    with pytest.raises(WrongVariant, match="JSON") as refused:
        open_source(path)
    assert "Threads" in refused.value.what


@pytest.mark.parametrize("place", ["inner", "outer", "both"])
@pytest.mark.parametrize("uris", [(), ("media/1.jpg",), ("media/1.jpg", "media/2.jpg")])
def test_its_words_stand_inside_or_outside_or_in_both(
    place: str, uris: tuple[str, ...], tmp_path: Path
) -> None:
    found = _threads(tmp_path, thread("agreed — let’s sync \U0001f44d", START, *uris, place=place))
    (item,) = found.items
    assert (item.text, item.created_at) == ("agreed — let’s sync \U0001f44d", START)
    assert [each.path for each in item.media] == list(uris)
    assert not item.has_platform_id
    assert item.extra == {}


def test_different_words_in_one_post_are_all_kept(tmp_path: Path) -> None:
    record = thread("inside") | {"title": "outside"}
    assert _threads(tmp_path, record).texts == ["outside\n\ninside"]


def test_a_reply_says_so_and_nothing_of_what_it_answers(tmp_path: Path) -> None:
    post, reply = _threads(tmp_path, thread("one"), thread("two", is_reply=True)).items
    assert (post.kind, reply.kind) == (ItemKind.POST, ItemKind.REPLY)
    assert (reply.parent_id, reply.parent_text, reply.url) == (None, None, None)


@pytest.mark.parametrize("odd", [None, 1, "true", [], {"is_reply": True}])
def test_an_odd_flag_makes_no_reply(odd: object, tmp_path: Path) -> None:
    assert _threads(tmp_path, thread("one", is_reply=odd)).items[0].kind is ItemKind.POST  # type: ignore[arg-type]


def test_media_are_found_by_the_end_of_their_names(tmp_path: Path) -> None:
    content = threads_export.files([thread("", START, "media/posts/1.jpg")])
    whole = {f"root/{name}": body for name, body in content.items()} | {"root/media/posts/1.jpg": b"x"}
    (item,) = _read(tmp_path, whole).items
    assert (item.text, [each.path for each in item.media]) == ("", ["root/media/posts/1.jpg"])


def test_archived_posts_in_both_forms(tmp_path: Path) -> None:
    values = {
        "作者": {"href": "", "value": ig.HANDLE, "timestamp": 0},
        "時間": {"href": "", "value": "", "timestamp": ig.stamp(START)},
        "網址": {"href": "https://www.threads.com/@wren_invented/post/DA1", "value": "", "timestamp": 0},
    }
    archived = [thread("put away"), {"string_map_data": values}]
    found = _read(tmp_path, threads_export.files([], archived))
    one, other = found.items
    assert (one.text, one.extra) == ("put away", {"surface": "archived"})
    assert (other.text, other.created_at) == ("", START)
    assert other.url == "https://www.threads.com/@wren_invented/post/DA1"
    assert found.unread == []


def test_an_archived_post_keeps_its_id(tmp_path: Path) -> None:
    before = _read(tmp_path, threads_export.files([thread("here")])).items[0]
    after = _read(tmp_path, threads_export.files([], [thread("here")])).items[0]
    assert before.id == after.id


def test_ids_do_not_depend_on_order_or_on_what_else_is_there(tmp_path: Path) -> None:
    records = [
        thread("one"),
        thread("two", EARLIER),
        thread("", START, "a.jpg"),
        thread("three", place="outer"),
    ]
    first = _threads(tmp_path, *records)
    later = _threads(tmp_path, thread("new", START + timedelta(days=1)), *reversed(records))
    assert {(each.id, each.text) for each in first.items} < {(each.id, each.text) for each in later.items}


def test_where_the_words_stand_changes_no_id(tmp_path: Path) -> None:
    ids = {
        _threads(tmp_path, thread("here", place=place)).items[0].id for place in ("inner", "outer", "both")
    }
    assert len(ids) == 1


@pytest.mark.parametrize(
    "labels",
    [
        ("Username", "Name", "Bio", "Email"),
        ("Gebruikersnaam", "Naam", "Biografie", "E-mailadres"),
        ("使用者名稱", "姓名", "個人簡介", "電子郵件"),
    ],
)
def test_the_account_and_its_bio_in_its_language(labels: tuple[str, ...], tmp_path: Path) -> None:
    content = threads_export.files([thread("here")])
    content[f"{FOLDER}/personal_information.json"] = threads_export.profile(labels=labels)
    found = _read(tmp_path, content)
    (record,) = found.accounts
    assert (record.account.platform, record.account.handle) == ("threads", "@wren_invented")
    assert record.profile is not None
    assert record.profile.bio == "Nurse. I reply to strangers \U0001f44d"
    assert record.profile.observed_at == MADE_AT
    assert "mail.example" not in repr(found)


def test_without_a_profile_the_zip_names_it(tmp_path: Path) -> None:
    found = _threads(tmp_path, thread("here"))
    assert (found.accounts[0].account.handle, found.accounts[0].profile) == ("@wren_invented", None)
    assert any("bio" in warning for warning in found.inspection.warnings)


def test_instagrams_files_are_neither_read_nor_digested(tmp_path: Path) -> None:
    alone = threads_export.files([thread("here")])
    with open_source(ig.write_zip(tmp_path / ig.ZIP_NAME, alone), platform="threads") as source:
        before = source.digest(), list(source.records()), source.inspect().left_out
    both = ig.files([ig.post("elsewhere")], comments=[ig.comment("there")]) | alone
    with open_source(ig.write_zip(tmp_path / ig.ZIP_NAME, both), platform="threads") as source:
        assert (source.digest(), list(source.records()), source.inspect().left_out) == before


def test_what_is_left_alone_is_named(tmp_path: Path) -> None:
    content = threads_export.files([thread("here")])
    content[f"{FOLDER}/x.json"] = written({"text_post_app_text_app_interest_feeds": []})
    assert {each.what for each in _read(tmp_path, content).inspection.left_out} == {
        "likes on Threads", "posts seen on Threads", "saved posts on Threads",
        "followers and follows on Threads", "other records of Threads",
    }  # fmt: skip
    assert LeftOut("likes on Threads", "other people's words") in _read(tmp_path, content).inspection.left_out


def test_every_record_is_accounted_for(tmp_path: Path) -> None:
    records = [thread("one"), thread(""), thread("one"), 7, {}, thread("x", is_reply=True)]
    found = _threads(tmp_path, *records)
    assert (len(found.items), sum(each.count for each in found.unread)) == (3, 3)


def test_a_record_without_a_list_around_it(tmp_path: Path) -> None:
    assert _read(tmp_path, {POSTS: written({"text_post_app_text_posts": thread("alone")})}).texts == ["alone"]


def test_a_broken_record_costs_only_itself(tmp_path: Path) -> None:
    body = written({"text_post_app_text_posts": [thread("one"), thread("BREAK"), thread("three")]})
    found = _read(tmp_path, {POSTS: body.replace('"BREAK"', '"BREAK', 1)})
    assert found.texts == ["one", "three"]
    assert sum(each.count for each in found.unread) == 1


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
_MEDIA = st.dictionaries(
    st.sampled_from(("uri", "title", "creation_timestamp", "text_app_post")), _JSON, max_size=4
)
_RECORDS = st.dictionaries(
    st.sampled_from(("media", "title", "creation_timestamp", "string_map_data", "label_values")),
    _JSON | st.lists(_MEDIA, max_size=3),
)


@given(records=st.lists(_JSON | _RECORDS, max_size=5))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_records_are_items_or_named(records: list[object], tmp_path: Path) -> None:
    body = json.dumps({"text_post_app_text_posts": records})
    try:
        found = _read(tmp_path, {POSTS: body})
    except SourceError:
        return
    for item in found.items:
        (item.id + item.text).encode()
