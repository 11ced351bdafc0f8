"""Mastodon's export in its containers, and its HTML as plain text."""

from __future__ import annotations

import json
import time
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors import plain_text as html_reading
from connectors.errors import DamagedSource
from connectors.mastodon.layout import PACKING
from connectors.mastodon.posts import Actor, actor_of, item
from connectors.model import Item, ItemKind, LeftOut
from connectors.part_reading import Unfit
from connectors.plain_text import HTML_LIMIT, plain_text
from tests.connectors.reading import Read, read
from tests.fixtures import mastodon_export, x_archive
from tests.fixtures.mastodon_export import ACTOR, FOLLOWERS, PUBLIC, boost, note

Write = Callable[[Path, Mapping[str, str | bytes]], Path]


def _read(tmp_path: Path, *activities: mastodon_export.Json) -> Read:
    return read(mastodon_export.write_tar(tmp_path / "m.tar.gz", mastodon_export.files(list(activities))))


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("m.tar.gz", mastodon_export.write_tar),
        ("m.tar", mastodon_export.write_tar),
        ("m.zip", mastodon_export.write_zip),
        ("unpacked", x_archive.write_folder),
    ],
)
def test_every_container(name: str, write: Write, tmp_path: Path) -> None:
    found = read(
        write(tmp_path / name, mastodon_export.files([note(1, "<p>here</p>"), boost(2, "https://b/1")]))
    )
    assert found.inspection.kind == "mastodon-export"
    assert [each.id for each in found.items] == ["1", "2"]
    assert found.unread == []


def test_account_and_bio_with_its_fields(tmp_path: Path) -> None:
    (record,) = _read(tmp_path, note(1, "<p>here</p>")).accounts
    assert record.account.handle == "@wren_invented@clinic.example"
    assert record.account.remote_id == ACTOR
    assert record.profile is not None
    assert record.profile.display_name == "Wren Invented"
    assert record.profile.bio == (
        "Nurse at Fernhollow General.\nViews mine.\n"
        "Works at: Fernhollow General\nWeb: wren.example"
    )  # fmt: skip


def test_without_actor_the_outbox_names_the_account(tmp_path: Path) -> None:
    content = mastodon_export.files([note(1, "<p>here</p>")])
    del content["actor.json"]
    found = read(mastodon_export.write_tar(tmp_path / "m.tar.gz", content))
    assert found.accounts[0].account.handle == "@wren_invented@clinic.example"
    assert "profile" in found.inspection.warnings[0]


NUMBERED = "https://clinic.example/ap/users/115000000000000001"


def _numbered(*activities: mastodon_export.Json, **profile: object) -> dict[str, str | bytes]:
    content = mastodon_export.files(list(activities))
    told = json.loads(content["actor.json"]) | {"id": NUMBERED} | profile
    for name, body in content.items():
        if isinstance(body, str):
            content[name] = body.replace(f"{ACTOR}/statuses", f"{NUMBERED}/statuses").replace(ACTOR, NUMBERED)
    return content | {"actor.json": json.dumps(told)}


def test_a_numbered_actor_is_called_by_the_name_in_the_profile(tmp_path: Path) -> None:
    content = _numbered(note(1, "<p>root</p>"), note(2, "<p>two</p>", inReplyTo=f"{ACTOR}/statuses/1"))
    found = read(mastodon_export.write_zip(tmp_path / "m.zip", content))
    (record,) = found.accounts
    assert (record.account.handle, record.account.remote_id) == ("@wren_invented@clinic.example", NUMBERED)
    assert found.item("2").parent_text == "root"
    assert found.item("2").has_platform_id


@pytest.mark.parametrize("lost", ["file", "name", "id"])
def test_a_numbered_actor_without_profile_is_called_as_its_posts_are(lost: str, tmp_path: Path) -> None:
    content = _numbered(boost(1, "https://b.example/1"), note(2, "<p>here</p>"))
    if lost == "file":
        del content["actor.json"]
    else:
        content["actor.json"] = json.dumps({"id": NUMBERED, "summary": "x"} if lost == "name" else {})
    (record,) = read(mastodon_export.write_zip(tmp_path / "m.zip", content)).accounts
    assert (record.account.handle, record.account.remote_id) == ("@wren_invented@clinic.example", NUMBERED)


def test_nothing_that_names_a_numbered_actor(tmp_path: Path) -> None:
    content = _numbered(
        boost(1, "https://b.example/1"), note(2, "<p>here</p>", url="https://other.example/@b/2")
    )
    del content["actor.json"]
    (record,) = read(mastodon_export.write_zip(tmp_path / "m.zip", content)).accounts
    assert (record.account.handle, record.account.remote_id) == ("", NUMBERED)


@pytest.mark.parametrize("actor", ["", "https://[", "https://clinic.example/", "users/ada", "\ud800://x/y"])
def test_an_actor_without_a_name(actor: str) -> None:
    assert actor_of([{"actor": actor, "object": {"url": "http://[/@a/1"}}, 7]).handle == ""
    assert not Actor(actor).owns("https://clinic.example/users/ada/statuses/1") or actor


def test_the_outbox_s_own_count_is_no_check(tmp_path: Path) -> None:
    found = _read(tmp_path, note(1, "<p>one</p>"), note(2, "<p>two</p>"), note(3, "<p>three</p>"))
    assert found.inspection.expected is None
    assert len(found.items) == 3
    assert found.inspection.is_complete
    assert found.unread == []


def test_a_post(tmp_path: Path) -> None:
    found = _read(tmp_path, note(77, "<p>A quiet night.</p>")).item("77")
    assert found.kind is ItemKind.POST
    assert found.text == "A quiet night."
    assert found.created_at == datetime(2026, 3, 3, 21, 14, tzinfo=UTC)
    assert found.url == "https://clinic.example/@wren_invented/77"
    assert found.has_platform_id
    assert found.extra == {"visibility": "public", "lang": "en"}


def test_a_content_warning_stands_before_the_text(tmp_path: Path) -> None:
    found = _read(tmp_path, note(1, "<p>Long shift.</p>", summary="venting", sensitive=True)).item("1")
    assert found.text == "[CW: venting]\n\nLong shift."
    assert found.extra["summary"] == "venting"


def test_a_post_that_was_edited_says_when(tmp_path: Path) -> None:
    found = _read(tmp_path, note(1, "<p>Corrected.</p>", updated="2026-03-04T00:00:00Z")).item("1")
    assert found.extra["updated"] == "2026-03-04T00:00:00Z"
    assert found.created_at == datetime(2026, 3, 3, 21, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "by_language", "text", "lang"),
    [
        ("<p>one</p>", {"en": "<p>one</p>"}, "one", "en"),
        ("<p>one</p>", {"en": "<p>one</p>", "de": "<p>eins</p>"}, "one\n\neins", ["en", "de"]),
        (None, {"de": "<p>eins</p>"}, "eins", "de"),
        ("<p>one</p>", {}, "one", None),
        ("<p>one</p>", None, "one", None),
    ],
)
def test_every_language_of_a_post_is_read(
    content: str | None, by_language: object, text: str, lang: object, tmp_path: Path
) -> None:
    found = _read(tmp_path, note(1, "", content=content, contentMap=by_language)).item("1")
    assert found.text == text
    assert found.extra.get("lang") == lang


def test_a_quote_keeps_the_link_and_not_the_server_s_line(tmp_path: Path) -> None:
    quoted = "https://other.example/@b/5"
    line = f'<p class="quote-inline">RE: <a href="{quoted}">{quoted}</a></p>'
    found = _read(tmp_path, note(1, f"{line}<p>So true.</p>", quote=quoted)).item("1")
    assert found.text == "So true."
    assert found.extra["quote"] == quoted


def test_a_boost_holds_no_text(tmp_path: Path) -> None:
    found = _read(tmp_path, boost(9, "https://other.example/@b/5")).item("9")
    assert (found.kind, found.text) == (ItemKind.REPOST, "")
    assert found.url == "https://other.example/@b/5"
    assert found.has_platform_id
    whole = boost(10, "") | {"object": {"id": f"{ACTOR}/statuses/3", "content": "<p>mine, private</p>"}}
    inlined = _read(tmp_path, whole).item("10")
    assert (inlined.kind, inlined.text, inlined.url) == (ItemKind.REPOST, "", f"{ACTOR}/statuses/3")


def test_replies_to_oneself_and_to_others(tmp_path: Path) -> None:
    own, theirs = f"{ACTOR}/statuses/1", "https://other.example/users/b/statuses/8"
    found = _read(
        tmp_path,
        note(1, "<p>root</p>"),
        note(2, "<p>second</p>", inReplyTo=own),
        note(3, "<p>answer</p>", inReplyTo=theirs),
    )
    assert (found.item("2").kind, found.item("2").parent_id, found.item("2").parent_text) == (
        ItemKind.REPLY, "1", "root",
    )  # fmt: skip
    assert (found.item("3").parent_id, found.item("3").parent_text) == (theirs, None)
    assert found.item("3").extra["conversation"] == {"in_reply_to": theirs, "own_thread": False}


def test_private_messages_are_never_taken_in(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        note(1, "<p>secret</p>", to=["https://other.example/users/b"], cc=[]),
        note(2, "<p>for followers</p>", to=[FOLLOWERS], cc=[]),
        note(3, "<p>unlisted</p>", to=[FOLLOWERS], cc=[PUBLIC]),
    )
    assert [each.extra["visibility"] for each in found.items] == ["followers", "unlisted"]
    assert found.left_out == [LeftOut("direct messages", "private messages are never taken in", 1)]
    assert {each.what for each in found.inspection.left_out} == {"favourites", "bookmarks"}


@pytest.mark.parametrize(
    "prefix",
    [
        "media_attachments",
        "/media_attachments",
        "/indiewebsocial/media_attachments",
        "https://c.example/media_attachments",
    ],
)
def test_media_are_matched_from_the_end(prefix: str, tmp_path: Path) -> None:
    shown = {
        "type": "Document",
        "mediaType": "image/png",
        "url": f"{prefix}/files/109/original/abc.png",
        "name": "a bed",
    }
    lost = {"type": "Document", "url": "/media_attachments/files/9/original/lost.png", "name": None}
    first, second = _read(tmp_path, note(1, "", attachment=[shown, lost])).item("1").media
    assert (first.path, first.url, first.alt) == (
        "media_attachments/files/109/original/abc.png",
        None,
        "a bed",
    )
    assert (second.path, second.url) == (None, "/media_attachments/files/9/original/lost.png")


@pytest.mark.parametrize("packed", ["opt/mastodon/public/system/", "/opt/mastodon/public/system/"])
def test_media_packed_under_the_server_s_own_path(packed: str, tmp_path: Path) -> None:
    inside = "media_attachments/files/109/original/abc.png"
    shown = {"type": "Document", "url": f"/{inside}", "name": "a bed"}
    content = mastodon_export.files([note(1, "", attachment=[shown])])
    content[f"{packed}{inside}"] = content.pop(inside)
    (medium,) = read(mastodon_export.write_tar(tmp_path / "m.tar.gz", content)).item("1").media
    assert medium.path in (inside, f"{packed}{inside}")


LEFT_OUT = {
    "likes.json": "favourites",
    "bookmarks.json": "bookmarks",
    "bookmarks.csv": "bookmarks",
    "following_accounts.csv": "whom you follow",
    "followers.csv": "who follows you",
    "lists (1).csv": "lists",
    "blocked_accounts.csv": "blocks",
    "muted_accounts.csv": "mutes",
    "blocked_domains.csv": "blocked servers",
    "drafts.json": "drafts.json",
}


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_lies_beside_the_posts_is_named(name: str, tmp_path: Path) -> None:
    content = {"outbox.json": mastodon_export.outbox([note(1, "<p>here</p>")]), "config.json": "{}"}
    content[name] = json.dumps({"type": "OrderedCollection", "orderedItems": ["https://b.example/1"]})
    found = read(mastodon_export.write_zip(tmp_path / "m.zip", content))
    assert [each.what for each in found.inspection.left_out] == [LEFT_OUT[name]]
    assert found.texts == ["here"]


HEX = "0123456789abcdef" * 2


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (f"archive-20261002101500-{HEX}.zip", datetime(2026, 10, 2, 10, 15, tzinfo=UTC)),
        (f"archive-20261002101500-{HEX} (1).zip", datetime(2026, 10, 2, 10, 15, tzinfo=UTC)),
        ("my posts.zip", None),
        ("archive-20261002101500.zip", None),
        (f"archive-20261399101500-{HEX}.zip", None),
        (f"archive-00010101000000-{HEX}.zip", None),
        (f"archive-20261002101500-{HEX}0.zip", None),
    ],
)
def test_when_it_was_made_is_told_by_the_server_s_name_for_it(
    name: str, said: datetime | None, tmp_path: Path
) -> None:
    found = read(mastodon_export.write_zip(tmp_path / name, mastodon_export.files([note(1, "<p>x</p>")])))
    assert found.inspection.made_at == (said - PACKING if said else None)
    assert timedelta(hours=12) <= PACKING <= timedelta(days=2), "less than a week, the least between two"


def test_when_it_was_made_is_told_by_the_folder_too(tmp_path: Path) -> None:
    folder = tmp_path / f"archive-20261002101500-{HEX}"
    found = read(x_archive.write_folder(folder, mastodon_export.files([note(1, "<p>x</p>")])))
    assert found.inspection.made_at == datetime(2026, 10, 2, 10, 15, tzinfo=UTC) - PACKING
    again = {f"{folder.name}/{name}": body for name, body in mastodon_export.files([note(1, "x")]).items()}
    assert read(mastodon_export.write_zip(tmp_path / "again.zip", again)).inspection.made_at is not None


def test_an_outbox_that_was_downloaded_twice_counts_once(tmp_path: Path) -> None:
    content = mastodon_export.files([note(1, "<p>one</p>"), note(2, "<p>two</p>")])
    content["outbox (1).json"] = content["outbox.json"]
    content["outbox (2).json"] = mastodon_export.outbox([note(3, "<p>three</p>")])
    other = mastodon_export.outbox([note(4, "<p>not hers</p>")]).replace("wren_invented", "b")
    content["outbox (3).json"] = other
    found = read(mastodon_export.write_zip(tmp_path / "m.zip", content))
    assert found.texts == ["one", "two", "three"]
    assert [each.part for each in found.unread] == ["outbox (3).json"]
    assert "another account" in found.unread[0].reason


@pytest.mark.parametrize("name", ["actor.json", "likes.json", "outbox.json"])
def test_one_damaged_file_costs_only_itself(name: str, tmp_path: Path) -> None:
    path = mastodon_export.write_zip(tmp_path / "m.zip", mastodon_export.files([note(1, "<p>here</p>")]))
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(name)
    raw, begins = bytearray(path.read_bytes()), info.header_offset + 30 + len(name)
    raw[begins : begins + info.compress_size] = b"\xff" * info.compress_size
    path.write_bytes(bytes(raw))
    if name == "outbox.json":
        with pytest.raises(DamagedSource):
            read(path)
        return
    found = read(path)
    assert found.texts == ["here"]
    assert found.accounts[0].account.handle == "@wren_invented@clinic.example"
    assert bool(found.inspection.warnings) is (name == "actor.json")


@pytest.mark.parametrize("name", ["outbox.json", "outbox (1).json"])
def test_the_outbox_alone(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(mastodon_export.outbox([note(1, "<p>here</p>")]))
    found = read(tmp_path / name)
    assert found.texts == ["here"]
    assert found.accounts[0].account.handle == "@wren_invented@clinic.example"


def test_every_activity_is_an_item_unread_or_left_out(tmp_path: Path) -> None:
    activities = [
        note(1, "<p>one</p>"),
        note(2, "<p>private</p>", to=["https://b.example/users/b"], cc=[]),
        boost(3, "https://b.example/1"),
        {"id": "x", "type": "Move", "object": ACTOR},
        note(5, "<p>no id</p>") | {"object": {"to": [PUBLIC], "content": "<p>no id</p>"}},
        note(6, "<p>choose</p>", type="Question", anyOf=[{"name": "a"}]),
    ]
    found = _read(tmp_path, *activities)
    assert len(found.items) + sum(each.count for each in found.unread) == 5
    assert [(each.what, each.count) for each in found.left_out] == [("direct messages", 1)]


def test_a_poll_keeps_its_choices(tmp_path: Path) -> None:
    question = note(1, "<p>Tea?</p>", type="Question", oneOf=[{"name": "yes"}, {"name": "no"}])
    assert _read(tmp_path, question).item("1").text == "Tea?\n\n- yes\n- no"
    several = note(
        1, "<p>Tea?</p>", type="Question", anyOf=[{"name": "now"}, {"name": "later"}], summary="tea"
    )
    assert _read(tmp_path, several).item("1").text == "[CW: tea]\n\nTea?\n\n- now\n- later"


def test_what_is_no_post_is_named(tmp_path: Path) -> None:
    odd: mastodon_export.Json = {"id": "x", "type": "Delete", "object": "https://c.example/1"}
    found = _read(tmp_path, odd, note(1, "<p>here</p>"))
    assert found.texts == ["here"]
    assert [(each.part, each.count) for each in found.unread] == [("outbox.json", 1)]


def test_a_broken_activity_costs_only_itself(tmp_path: Path) -> None:
    content = mastodon_export.files([note(1, "one"), note(2, "BREAK"), note(3, "three")])
    whole = content["outbox.json"]
    assert isinstance(whole, str)
    content["outbox.json"] = whole.replace('"BREAK"', '"BREAK', 1)
    found = read(mastodon_export.write_tar(tmp_path / "m.tar.gz", content))
    assert found.texts == ["one", "three"]
    assert sum(each.count for each in found.unread) == 1


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one<br>two</p><p>three</p>", "one\ntwo\n\nthree"),
        ("one<br />two", "one\ntwo"),
        ("2 &lt; 3 &amp;amp; &#128137; &nbsp;x", "2 < 3 &amp; \U0001f489 \xa0x"),
        (
            '<a href="https://www.long.example/a/b"><span class="invisible">https://www.</span>'
            '<span class="ellipsis">long.example/a</span><span class="invisible">/b</span></a>',
            "https://www.long.example/a/b",
        ),
        ('<a href="https://evil.example">my clinic</a>', "my clinic (https://evil.example)"),
        (
            '<span class="h-card"><a href="https://o.ex/@b" class="u-url mention">@<span>b</span></a></span>',
            "@b",
        ),
        (
            '<a href="https://o.example/tags/icu" class="mention hashtag" rel="tag">#<span>icu</span></a>',
            "#icu",
        ),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<pre>a  b\n  c</pre>", "a  b\nc"),
        ("a<script>alert(1)</script>b<style>p{}</style>c", "abc"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("half &#xd800; pair", "half \ufffd pair"),
        ("", ""),
    ],
)
def test_html_becomes_plain_text(html: str, text: str) -> None:
    assert plain_text(html) == text


PIECES = "<p> </p> <br> <br/> <P> < a b &amp; &lt;p&gt; &nbsp; & &am p; &copy &emsp; &#10; &Tab; &NewLine;"
MARKUP = st.sampled_from([*PIECES.split(), "<br />", " ", "  ", "\n", "\t", "\xa0", "\u2028"])


@given(st.lists(MARKUP, max_size=12).map("".join))
@settings(max_examples=300, deadline=None)
def test_the_short_way_for_plain_paragraphs_reads_them_as_the_long_one(html: str) -> None:
    quick = html_reading._of_paragraphs(html)
    assert quick is None or quick == html_reading._of_any(html)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just(f"{ACTOR}/statuses/1"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
FIELDS = ["id", "to", "cc", "content", "contentMap", "summary", "inReplyTo", "attachment", "tag", "oneOf"]
FIELDS += ["name", "url", "published", "updated", "quote", "sensitive"]


@given(
    st.dictionaries(st.sampled_from(FIELDS), ANY), st.sampled_from(["id", "object", "published", "x"]), ANY
)
@settings(max_examples=200, deadline=None)
def test_any_activity_is_an_item_or_unfit(changed: dict[str, object], key: str, odd: object) -> None:
    activity = note(1, "<p>one</p>")
    activity["object"] |= changed
    if key in activity:
        activity[key] = odd
    try:
        found = item(activity, Actor(ACTOR, "@wren_invented@clinic.example"), {})
    except Unfit:
        return
    assert found is None or isinstance(found, Item)
    if found:
        json.dumps(dict(found.extra), ensure_ascii=False).encode("utf-8")
        found.text.encode("utf-8")


@pytest.mark.parametrize(
    "piece",
    ["<", "<!", "<!--", "<a ", "</", "<![", "&#", "<a b='", "<script>", "<p>", "<a><a></a></a>", '<a href="'],
)
def test_hostile_html_takes_no_long_time(piece: str) -> None:
    before = time.process_time()
    plain_text(piece * (HTML_LIMIT // len(piece)))
    assert time.process_time() - before < 5
