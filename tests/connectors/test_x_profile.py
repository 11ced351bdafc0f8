"""What X's archive tells of the account, and what it names as left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.model import AccountRecord, LeftOut
from tests.connectors.reading import Read, read
from tests.fixtures import x_archive
from tests.fixtures.x_archive import PROFILE_BESIDE, tweet


def _read(tmp_path: Path, beside: Mapping[str, list[x_archive.Json]], counts: Mapping[str, int] = {}) -> Read:
    content = x_archive.files([tweet(1, "here")])
    for name, records in beside.items():
        content[f"data/{name}.js"] = x_archive.data_file(name.replace("-", "_"), records)
    if counts:
        told = {name: {f"{name}.js": count} for name, count in counts.items()}
        content["data/manifest.js"] = x_archive.manifest({"tweets": {"tweets.js": 1}} | told)
    return read(x_archive.write_zip(tmp_path / "x.zip", content))


def _bio(record: AccountRecord) -> str:
    assert record.profile is not None
    return record.profile.bio


BIO = "Nurse at Fernhollow General. Views & typos mine."


def test_what_a_professional_account_shows_follows_the_bio(tmp_path: Path) -> None:
    found = _read(tmp_path, {"professional-data": [PROFILE_BESIDE["professional-data"]]})
    assert _bio(found.accounts[0]) == f"{BIO}\nCategory: Nurse"
    assert "555-0100" not in str(found.accounts)
    assert "mail.example" not in str(found.accounts)


def test_an_earlier_bio_is_that_of_the_day_on_which_periscope_began(tmp_path: Path) -> None:
    beside = {name: [record] for name, record in PROFILE_BESIDE.items() if name.startswith("periscope")}
    now, before = _read(tmp_path, beside).accounts
    assert _bio(now) == BIO
    assert before.account == now.account, "the handle of today stays the account's"
    assert before.profile is not None
    assert (before.profile.bio, before.profile.display_name) == ("Student nurse & runner", "Wren")
    assert before.profile.observed_at == datetime(2016, 5, 6, 7, 8, 9, 123_000, tzinfo=UTC)


@pytest.mark.parametrize("created", [None, "", "soon", "2027-01-01T00:00:00Z"])
def test_a_bio_of_no_known_day_is_left_out_aloud(created: object, tmp_path: Path) -> None:
    said = {"periscopeProfileDescription": {"description": "Student nurse"}}
    opened = {"periscopeAccountInformation": {"createdAt": created}}
    found = _read(
        tmp_path, {"periscope-profile-description": [said], "periscope-account-information": [opened]}
    )
    assert len(found.accounts) == 1
    assert "a bio from Periscope" in {each.what for each in found.inspection.left_out}


def test_the_same_bio_is_told_once(tmp_path: Path) -> None:
    said = {"periscopeProfileDescription": {"bio": BIO}}
    opened = PROFILE_BESIDE["periscope-account-information"]
    found = _read(
        tmp_path, {"periscope-profile-description": [said], "periscope-account-information": [opened]}
    )
    assert [_bio(each) for each in found.accounts] == [BIO]


@pytest.mark.parametrize(
    ("record", "bio", "is_left_out"),
    [
        ({"expandedProfile": {"about": {"bio": "Wards &amp; words"}}}, f"{BIO}\nWards & words", False),
        ({"expandedProfile": {"description": BIO}}, BIO, False),
        ({"expandedProfile": {"phone": "555-0100", "birthDate": "1990-01-01", "id": "7"}}, BIO, True),
        ({"expandedProfile": []}, BIO, True),
    ],
)
def test_of_the_expanded_profile_only_what_is_called_like_a_bio_is_read(
    record: x_archive.Json, bio: str, is_left_out: bool, tmp_path: Path
) -> None:
    found = _read(tmp_path, {"expanded-profile": [record]})
    assert _bio(found.accounts[0]) == bio
    assert ("the expanded profile" in {each.what for each in found.inspection.left_out}) is is_left_out


def test_earlier_handles_are_kept_with_the_account(tmp_path: Path) -> None:
    def change(before: str, at: str) -> x_archive.Json:
        return {"screenNameChange": {"screenNameChange": {"changedAt": at, "changedFrom": before}}}

    changes = [x_archive.RENAMED, change("wren_first", "2012-01-01T00:00:00.000Z"), {"screenNameChange": 7}]
    (record,) = _read(tmp_path, {"screen-name-change": changes}).accounts
    assert record.account.extra == {"earlier_handles": ["@wren_first", "@wren_before"]}
    assert record.account.handle == "@wren_invented"


@pytest.mark.parametrize("body", ["window.YTD.profile.part0 = [", "window.YTD.profile.part0 = [ {} ]", ""])
def test_a_profile_that_can_t_be_read_is_said(body: str, tmp_path: Path) -> None:
    content = x_archive.files([tweet(1, "here")]) | {"data/profile.js": body}
    found = read(x_archive.write_zip(tmp_path / "x.zip", content))
    assert "no bio to read" in found.inspection.warnings[0]
    assert found.texts == ["here"]


NAMED = {
    "direct-messages-group": "group messages",
    "direct-message-headers": "direct messages",
    "message-event": "calls, and keys of messages",
    "grok-chat-item": "chats with Grok",
    "reply-prompt": "replies that X asked you to think over",
    "saved-search": "searches",
    "follower": "follows",
    "mute": "blocks and mutes",
    "twitter-circle-member": "lists and circles",
    "contact": "contacts",
    "community-note-rating": "ratings of community notes",
    "birdwatch-note-tombstone": "ratings of community notes",
    "community-note-api-test-note": "community notes written as a trial",
    "spaces-metadata": "spaces and broadcasts",
    "product-set": "a shop's catalogue",
    "ad-impressions": "advertising data",
    "ip-audit": "sign-ins, devices and settings",
    "tweet-headers": "an index of the posts",
    "deleted-tweet-headers": "an index of the posts",
    "professional-data": "what a professional account shows",
    "expanded-profile": "the expanded profile",
    "something-new": "something-new.js",
}


@pytest.mark.parametrize("name", NAMED)
def test_every_file_that_is_not_read_is_named(name: str, tmp_path: Path) -> None:
    found = _read(tmp_path, {name: [{"odd": {"text": "words"}}]})
    assert {each.what for each in found.inspection.left_out} == {"direct messages", "likes", NAMED[name]}
    assert found.texts == ["here"]


@pytest.mark.parametrize("name", NAMED)
def test_what_is_empty_needs_no_word(name: str, tmp_path: Path) -> None:
    found = _read(tmp_path, {name: []})
    assert {each.what for each in found.inspection.left_out} == {"direct messages", "likes"}


def test_the_manifest_s_numbers_are_told_where_they_mean_something(tmp_path: Path) -> None:
    odd: list[x_archive.Json] = [{"odd": {}}]
    counts = {"like": 40, "contact": 0, "ip-audit": 7, "something-new": 3}
    found = _read(tmp_path, {"ip-audit": odd, "something-new": odd, "contact": odd}, counts)
    told = {each.what: each.count for each in found.inspection.left_out}
    assert told == {
        "direct messages": None,
        "likes": 40,
        "sign-ins, devices and settings": None,
        "something-new.js": 3,
    }


def test_files_that_nobody_knows_are_named_up_to_a_number(tmp_path: Path) -> None:
    odd: list[x_archive.Json] = [{"odd": {}}]
    found = _read(tmp_path, {f"new-{letter * 2}": odd for letter in "abcdefghijklmnopqrstuvwxy"})
    assert found.inspection.left_out[-1] == LeftOut("further files", "not known to this program", 5)


# Every file with authored text that the platform's reference names, and what becomes of it.
AUTHORED = """tweets tweet note-tweet community-tweet article article-metadata deleted-tweets
deleted-note-tweet profile direct-messages direct-messages-group grok-chat-item community-note birdwatch-note
periscope-comments-made-by-user periscope-profile-description expanded-profile professional-data
tweet-headers deleted-tweet-headers account like"""


@pytest.mark.parametrize("name", AUTHORED.split())
def test_no_file_with_words_is_passed_over_in_silence(name: str, tmp_path: Path) -> None:
    odd: list[x_archive.Json] = [{"odd": {"said": "some words of nobody"}}]
    content = x_archive.files([tweet(1, "here")])
    for lost in ("direct-messages", "like", "profile", "account"):
        del content[f"data/{lost}.js"]
    del content["data/manifest.js"]
    content[f"data/{name}.js"] = x_archive.data_file(name.replace("-", "_"), odd)
    found = read(x_archive.write_zip(tmp_path / "x.zip", content))
    is_warned = name == "profile" and any("no bio" in each for each in found.inspection.warnings)
    is_about = name in ("account", "article-metadata")
    assert found.unread or found.inspection.left_out or is_warned or is_about
