"""Mastodon's export in its containers, and its HTML as plain text."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.model import ItemKind, LeftOut
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


def test_a_boost_holds_no_text(tmp_path: Path) -> None:
    found = _read(tmp_path, boost(9, "https://other.example/@b/5")).item("9")
    assert (found.kind, found.text) == (ItemKind.REPOST, "")
    assert found.url == "https://other.example/@b/5"
    assert found.has_platform_id


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
    "prefix", ["/media_attachments", "/clinic/media_attachments", "https://c.example/media_attachments"]
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


def test_a_poll_keeps_its_choices(tmp_path: Path) -> None:
    question = note(1, "<p>Tea?</p>", type="Question", oneOf=[{"name": "yes"}, {"name": "no"}])
    assert _read(tmp_path, question).item("1").text == "Tea?\n\n- yes\n- no"


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


@pytest.mark.parametrize(
    "piece",
    ["<", "<!", "<!--", "<a ", "</", "<![", "&#", "<a b='", "<script>", "<p>", "<a><a></a></a>", '<a href="'],
)
def test_hostile_html_takes_no_long_time(piece: str) -> None:
    before = time.process_time()
    plain_text(piece * (HTML_LIMIT // len(piece)))
    assert time.process_time() - before < 5
