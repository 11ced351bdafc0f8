"""What is found in a drop: archives in archives, folders of them, one export in several zips."""

from __future__ import annotations

import gc
import os
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from connectors import discovery, nested_archives
from connectors.discovery import Discovery
from connectors.errors import EmptySource, SourceError, UnknownSource, UnsafeArchive, WrongPlatform
from connectors.model import Item, Unread
from tests.fixtures import (
    instagram_export,
    interchange_file,
    mastodon_export,
    threads_export,
    x_archive,
    youtube_export,
)
from tests.fixtures.x_archive import tweet
from tests.fixtures.youtube_export import COMMENTS

Content = dict[str, str | bytes]


def _x(*texts: str, first: int = 1) -> Content:
    return x_archive.files([tweet(first + n, text) for n, text in enumerate(texts)])


def _other_x(*texts: str) -> Content:
    whole = _x(*texts)
    for name in ("data/account.js", "data/manifest.js"):
        whole[name] = (
            str(whole[name]).replace(x_archive.HANDLE, "other_invented").replace(x_archive.ACCOUNT_ID, "77")
        )
    return whole


def _two_parts() -> tuple[Content, Content]:
    """One archive in two zips: the second holds the second part and the media."""
    whole = _x("one")
    whole["data/manifest.js"] = x_archive.manifest({"tweets": {"tweets.js": 1, "tweets-part1.js": 1}})
    first = dict(whole)
    second: Content = {
        "data/tweets-part1.js": x_archive.data_file("tweets", [tweet(2, "two", **x_archive._media(2))], 1),
        "data/tweets_media/2-F2.jpg": b"\xff\xd8 invented",
    }
    return first, second


def _mastodon(*texts: str) -> Content:
    return mastodon_export.files(
        [mastodon_export.note(n, f"<p>{text}</p>") for n, text in enumerate(texts, 1)]
    )


def _zip(path: Path, content: Content) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return x_archive.write_zip(path, content)


@contextmanager
def _found(*paths: Path, platform: str | None = None) -> Iterator[Discovery]:
    with Discovery(paths, platform) as whole:
        yield whole


def _texts(whole: Discovery) -> list[list[str]]:
    """The texts of every export; none of them may have been left unread."""
    told: list[list[str]] = []
    for found in whole.found:
        records = list(found.source.records())
        assert [one for one in records if isinstance(one, Unread)] == []
        told.append(sorted(one.text for one in records if isinstance(one, Item)))
    return told


def test_a_folder_of_downloads(tmp_path: Path) -> None:
    _zip(tmp_path / "twitter.zip", _x("one"))
    mastodon_export.write_tar(tmp_path / "archive.tar.gz", _mastodon("two"))
    interchange_file.write(
        tmp_path / "mine.jsonl", interchange_file.ACCOUNT, interchange_file.item("3", "three")
    )
    _zip(tmp_path / "photos.zip", {"holiday.jpg": b"x"})
    (tmp_path / "letter.txt").write_text("hello")
    with _found(tmp_path) as whole:
        assert sorted(found.source.kind for found in whole.found) == [
            "interchange",
            "mastodon-export",
            "x-archive",
        ]
        assert sorted(_texts(whole)) == [["one"], ["three"], ["two"]]
        assert [one.file for one in whole.passed_over] == ["photos.zip"]
        assert whole.passed_over[0].reason


def test_an_archive_in_an_archive_in_an_archive(tmp_path: Path) -> None:
    inner = _zip(tmp_path / "twitter.zip", _x("deep"))
    middle = _zip(tmp_path / "middle.zip", {"a/twitter.zip": inner.read_bytes()})
    outer = _zip(tmp_path / "outer.zip", {"b/middle.zip": middle.read_bytes(), "b/note.txt": "x"})
    with _found(outer) as whole:
        assert _texts(whole) == [["deep"]]
        assert whole.passed_over == (), "what is only around an export was not passed over"


def test_what_lies_beside_an_export_in_an_archive_is_named_without_what_is_around_it(tmp_path: Path) -> None:
    inner = _zip(tmp_path / "twitter.zip", _x("deep")).read_bytes()
    photos = _zip(tmp_path / "photos.zip", {"holiday.jpg": b"x"}).read_bytes()
    _zip(tmp_path / "downloads" / "outer.zip", {"twitter.zip": inner, "photos.zip": photos})
    _zip(tmp_path / "downloads" / "more.zip", {"photos.zip": photos})
    with _found(tmp_path / "downloads") as whole:
        assert _texts(whole) == [["deep"]]
        assert sorted(one.file for one in whole.passed_over) == ["more.zip", "photos.zip", "photos.zip"]


def test_a_tar_in_a_zip(tmp_path: Path) -> None:
    inner = mastodon_export.write_tar(tmp_path / "m.tar.gz", _mastodon("deep"))
    with _found(_zip(tmp_path / "outer.zip", {"m.tar.gz": inner.read_bytes()})) as whole:
        assert _texts(whole) == [["deep"]]


def test_an_inner_archive_that_is_too_large_to_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nested_archives, "IN_MEMORY", 64)
    inner = _zip(tmp_path / "twitter.zip", _x(*(f"post {n}" for n in range(300))))
    with _found(_zip(tmp_path / "outer.zip", {"twitter.zip": inner.read_bytes()})) as whole:
        assert len(_texts(whole)[0]) == 300


def test_archives_that_lie_too_deep_are_not_opened(tmp_path: Path) -> None:
    path = _zip(tmp_path / "0.zip", _x("deep"))
    for depth in range(1, discovery.DEPTH + 2):
        path = _zip(tmp_path / f"{depth}.zip", {path.name: path.read_bytes()})
    with pytest.raises(UnknownSource), _found(path):
        pass


def test_more_archives_than_anybody_drops_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discovery, "MOST", 2)
    for n in range(4):
        _zip(tmp_path / f"{n}.zip", _x("same"))
    with _found(tmp_path) as whole:
        assert len(whole.passed_over) == 2


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_zips_of_one_export_are_one(order: Sequence[int], tmp_path: Path) -> None:
    parts = [_zip(tmp_path / f"twitter-2026-part{n}.zip", part) for n, part in enumerate(_two_parts())]
    with _found(*(parts[n] for n in order)) as whole:
        assert _texts(whole) == [["one", "two"]]
        (found,) = whole.found
        assert found.inspection.is_complete
        (item,) = [one for one in found.source.records() if isinstance(one, Item) and one.id == "2"]
        assert item.media[0].path == "data/tweets_media/2-F2.jpg"


def test_a_zip_with_nothing_but_media_joins_the_export_of_its_name(tmp_path: Path) -> None:
    first, second = _two_parts()
    media = {"data/tweets_media/2-F2.jpg": second.pop("data/tweets_media/2-F2.jpg")}
    paths = [
        _zip(tmp_path / f"twitter-2026-{n}.zip", part)
        for n, part in enumerate((first | second, media), start=1)
    ]
    with _found(*paths) as whole:
        (found,) = whole.found
        assert "data/tweets_media/2-F2.jpg" in found.source.archive
        assert whole.passed_over == ()


def test_exports_of_two_days_stay_apart(tmp_path: Path) -> None:
    paths = [_zip(tmp_path / "a.zip", _x("one")), _zip(tmp_path / "b.zip", _x("one", "two"))]
    with _found(*paths) as whole:
        assert _texts(whole) == [["one"], ["one", "two"]]


def test_exports_of_two_accounts_stay_apart(tmp_path: Path) -> None:
    first, second = _x("one"), _other_x()
    del second["data/tweets.js"]
    second["data/tweets-part1.js"] = x_archive.data_file("tweets", [tweet(9, "theirs")], 1)
    second["data/manifest.js"] = str(second["data/manifest.js"]).replace(
        "data/tweets.js", "data/tweets-part1.js"
    )
    with _found(_zip(tmp_path / "a.zip", first), _zip(tmp_path / "b.zip", second)) as whole:
        assert [found.inspection.accounts[0].account.handle for found in whole.found] == [
            "@wren_invented", "@other_invented",
        ]  # fmt: skip


def test_a_zip_beside_its_own_folder_is_taken_once(tmp_path: Path) -> None:
    content = _x("one", "two")
    _zip(tmp_path / "twitter.zip", content)
    x_archive.write_folder(tmp_path / "twitter", content)
    with _found(tmp_path) as whole:
        assert _texts(whole) == [["one", "two"]]


def test_unpacked_exports_side_by_side(tmp_path: Path) -> None:
    x_archive.write_folder(tmp_path / "exports" / "old", _x("one"))
    x_archive.write_folder(tmp_path / "exports" / "new", _x("one", "two"))
    with _found(tmp_path) as whole:
        assert sorted(_texts(whole)) == [["one"], ["one", "two"]]


def test_every_path_that_was_named_must_give_something(tmp_path: Path) -> None:
    good, bad = _zip(tmp_path / "a.zip", _x("one")), _zip(tmp_path / "b.zip", {"holiday.jpg": b"x"})
    with pytest.raises(UnknownSource, match="File 2 of 2: "), _found(good, bad):
        pass
    with pytest.raises(EmptySource), _found(_zip(tmp_path / "c.zip", {})):
        pass


def test_what_is_locked_or_hostile_inside_a_folder_is_passed_over(tmp_path: Path) -> None:
    _zip(tmp_path / "good.zip", _x("one"))
    _zip(tmp_path / "climbs.zip", {"../../etc/passwd": "x"})
    locked = _zip(tmp_path / "locked.zip", _x("two"))
    raw = bytearray(locked.read_bytes())
    with zipfile.ZipFile(locked) as archive:
        offsets = [info.header_offset for info in archive.infolist()]
    for offset in offsets:
        raw[offset + 6] |= 1
    at = raw.find(b"PK\x01\x02")
    while at >= 0:
        raw[at + 8] |= 1
        at = raw.find(b"PK\x01\x02", at + 4)
    locked.write_bytes(bytes(raw))
    with _found(tmp_path) as whole:
        assert _texts(whole) == [["one"]]
        reasons = {one.file: one.reason for one in whole.passed_over}
    assert "climbs" in reasons["climbs.zip"]
    assert "password" in reasons["locked.zip"]


def test_a_named_archive_that_is_hostile_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsafeArchive), _found(_zip(tmp_path / "a.zip", {"../up.js": "x"})):
        pass


def test_only_the_platform_that_was_named(tmp_path: Path) -> None:
    _zip(tmp_path / "twitter.zip", _x("one"))
    other = _zip(tmp_path / "m.zip", _mastodon("two"))
    with _found(tmp_path, platform="x") as whole:
        assert [found.source.platform for found in whole.found] == ["x"]
    with pytest.raises(WrongPlatform), _found(other, platform="x"):
        pass


def test_what_is_refused_is_closed(tmp_path: Path) -> None:
    inner = _zip(tmp_path / "inner.zip", {"a.jpg": b"x"})
    path = _zip(tmp_path / "outer.zip", {"inner.zip": inner.read_bytes()})
    with pytest.raises(SourceError), _found(path):
        pass
    gc.collect()  # an archive left open warns, and a warning is an error here


def test_parts_that_google_numbers_are_one_takeout(tmp_path: Path) -> None:
    first, second = (
        str(youtube_export.files([youtube_export.comment(youtube_export.comment_id(n), text)])[COMMENTS])
        for n, text in enumerate(("one", "two"))
    )
    zips = [
        _zip(tmp_path / "takeout-20261001T000000Z-001.zip", {COMMENTS: first}),
        _zip(tmp_path / "takeout-20261001T000000Z-002.zip", {COMMENTS.replace(".csv", "(1).csv"): second}),
        _zip(tmp_path / "takeout-20261001T000000Z-003.zip", {"Takeout/Photos/a.jpg": b"x"}),
    ]
    with _found(*zips) as whole:
        assert _texts(whole) == [["one", "two"]]
        assert whole.passed_over == ()


def test_instagrams_zip_holds_threads_too(tmp_path: Path) -> None:
    content = {
        **instagram_export.files([instagram_export.post("a caption")]),
        **threads_export.files([threads_export.thread("a thread")]),
    }
    with _found(_zip(tmp_path / "instagram-wren.invented-2026-10-01-Ab12.zip", content)) as whole:
        assert sorted(found.source.platform for found in whole.found) == ["instagram", "threads"]
        instagram, threads = sorted(_texts(whole))
        assert ("a caption" in instagram, threads) == (True, ["a thread"])


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_among_the_downloads_is_passed_over(tmp_path: Path) -> None:
    outside = _zip(tmp_path / "outside" / "other.zip", _x("not hers to follow"))
    _zip(tmp_path / "downloads" / "twitter.zip", _x("one"))
    (tmp_path / "downloads" / "shortcut.zip").symlink_to(outside)
    with _found(tmp_path / "downloads") as whole:
        assert _texts(whole) == [["one"]]
        assert [one.file for one in whole.passed_over] == ["shortcut.zip"]
