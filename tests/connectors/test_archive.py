"""Zips, tars, folders and files: read as a stream, and refused where they would do harm."""

from __future__ import annotations

import io
import os
import stat
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from connectors.archive import FolderArchive, Limits, open_archive
from connectors.errors import (
    DamagedSource,
    EmptySource,
    MissingSource,
    PasswordProtected,
    SourceError,
    UnsafeArchive,
)
from tests.fixtures import mastodon_export, x_archive

CONTENT = {"data/a.js": "one", "b.txt": b"two"}
SMALL = Limits(total=1 << 20, ratio=20, free=10_000, names=50)


def _zip(folder: Path) -> Path:
    return x_archive.write_zip(folder / "made.zip", CONTENT)


def _tar(folder: Path) -> Path:
    return mastodon_export.write_tar(folder / "made.tar.gz", CONTENT)


def _plain_tar(folder: Path) -> Path:
    return mastodon_export.write_tar(folder / "made.tar", CONTENT)


def _folder(folder: Path) -> Path:
    return x_archive.write_folder(folder / "made", CONTENT)


@pytest.mark.parametrize("make", [_zip, _tar, _plain_tar, _folder])
def test_every_container_gives_the_same_files(make: Callable[[Path], Path], tmp_path: Path) -> None:
    with open_archive(make(tmp_path)) as archive:
        assert sorted(archive.names) == ["b.txt", "data/a.js"]
        assert archive.entry("data/a.js").size == 3
        for _ in range(2):
            with archive.open("data/a.js") as stream:
                assert stream.read() == b"one"
            assert archive.read("b.txt", 2) == b"tw"


@pytest.mark.parametrize("make", [_zip, _tar, _folder])
def test_a_digest_changes_with_the_content_and_not_with_the_reading(
    make: Callable[[Path], Path], tmp_path: Path
) -> None:
    with open_archive(make(tmp_path)) as archive:
        before = archive.digest(archive.names)
        assert archive.digest(reversed(archive.names)) == before
        assert archive.digest(["b.txt"]) != before
    other = tmp_path / "other"
    other.mkdir()
    changed = x_archive.write_zip(other / "made.zip", CONTENT | {"b.txt": b"owt"})
    with open_archive(changed) as archive:
        assert archive.digest(archive.names) != before


def test_a_single_file_is_an_archive_of_one(tmp_path: Path) -> None:
    path = tmp_path / "tweets.js"
    path.write_bytes(b"[]")
    with open_archive(path) as archive:
        assert archive.names == ("tweets.js",)


@pytest.mark.parametrize(
    "name", ["../out.js", "data/../../out.js", "/etc/out.js", "C:/out.js", "..\\out.js", "\\out"]
)
def test_a_name_that_climbs_out_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnsafeArchive, match="climbs out"):
        open_archive(x_archive.write_zip(tmp_path / "evil.zip", {"good.js": "x", name: "x"}))
    with pytest.raises(UnsafeArchive, match="climbs out"):
        open_archive(mastodon_export.write_tar(tmp_path / "evil.tar.gz", {"good.js": "x", name: "x"}))


def test_the_path_that_an_old_mastodon_server_put_before_a_picture_is_dropped(tmp_path: Path) -> None:
    inside = "media_attachments/files/109/original/abc.png"
    content = {f"/home/mastodon/live/public/system/{inside}": "one", "/media_attachments/files/2.png": "two"}
    with open_archive(mastodon_export.write_tar(tmp_path / "made.tar.gz", content)) as archive:
        assert set(archive.names) == {inside, "media_attachments/files/2.png"}
        assert archive.read(inside, 9) == b"one"
    for name in ("/home/media_attachments/files/../../../../etc/x", "/etc/media_attachments/x"):
        with pytest.raises(UnsafeArchive, match="climbs out"):
            open_archive(mastodon_export.write_tar(tmp_path / "evil.tar.gz", {name: "x"}))


def _zip_with_link(path: Path, target: str) -> Path:
    link = zipfile.ZipInfo("data/link.js")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data/a.js", "one")
        archive.writestr(link, target)
    return path


@pytest.mark.parametrize("target", ["/etc/hostname", "../../outside", "..\\..\\outside", "D:\\outside"])
def test_a_link_that_leads_out_is_refused(target: str, tmp_path: Path) -> None:
    with pytest.raises(UnsafeArchive, match="link"):
        open_archive(_zip_with_link(tmp_path / "evil.zip", target))
    path = tmp_path / "evil.tar"
    with tarfile.open(path, "w") as archive:
        link = tarfile.TarInfo("data/link.js")
        link.type, link.linkname = tarfile.SYMTYPE, target
        archive.addfile(link)
    with pytest.raises(UnsafeArchive, match="link"):
        open_archive(path)


def test_a_link_inside_is_left_alone(tmp_path: Path) -> None:
    with open_archive(_zip_with_link(tmp_path / "made.zip", "a.js")) as archive:
        assert archive.names == ("data/a.js",)


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_in_a_folder_are_never_followed(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "again.js").symlink_to(folder / "data" / "a.js")
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "out").symlink_to(tmp_path)
    with open_archive(folder) as archive:
        assert sorted(archive.names) == ["b.txt", "data/a.js"]
        assert isinstance(archive, FolderArchive)
        assert sorted(archive.links) == ["again.js", "loop", "out"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_in_a_folder_does_not_hang(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    os.mkfifo(folder / "pipe.js")
    with open_archive(folder) as archive:
        assert "pipe.js" not in archive
    with pytest.raises(MissingSource):
        open_archive(folder / "pipe.js")


def test_a_bomb_is_noticed_while_it_streams(tmp_path: Path) -> None:
    bomb = x_archive.write_zip(tmp_path / "bomb.zip", {"tweets.js": b"a" * 500_000})
    with (
        open_archive(bomb, SMALL) as archive,
        archive.open("tweets.js") as stream,
        pytest.raises(UnsafeArchive, match="unpacks"),
    ):
        while stream.read(1000):
            pass


def test_a_tar_bomb_is_noticed_before_anything_is_read(tmp_path: Path) -> None:
    bomb = mastodon_export.write_tar(tmp_path / "bomb.tar.gz", {"pad": b"a" * 900_000, "outbox.json": "{}"})
    with pytest.raises(UnsafeArchive, match="unpacks"):
        open_archive(bomb, SMALL)


def test_what_streams_in_all_is_limited(tmp_path: Path) -> None:
    noise = os.urandom(700_000)
    with open_archive(
        x_archive.write_zip(tmp_path / "big.zip", {"a": noise, "b": noise[::-1]}), SMALL
    ) as archive:
        assert len(archive.read("a", 1 << 20)) == 700_000
        with pytest.raises(UnsafeArchive, match="unpacks"):
            archive.read("b", 1 << 20)


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    many = {f"{number}.js": "x" for number in range(60)}
    with pytest.raises(UnsafeArchive, match="more than 50"):
        open_archive(x_archive.write_zip(tmp_path / "many.zip", many), SMALL)


def test_a_member_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = x_archive.write_zip(tmp_path / "liar.zip", {"tweets.js": b"abc" * 1000})
    raw = bytearray(path.read_bytes())
    at = raw.find(b"PK\x01\x02")
    raw[at + 24 : at + 28] = (10).to_bytes(4, "little")
    path.write_bytes(bytes(raw))
    with open_archive(path) as archive, pytest.raises(DamagedSource):
        archive.read("tweets.js", 1 << 20)


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("make", [_zip, _tar])
def test_a_cut_download_says_so(make: Callable[[Path], Path], keep: float, tmp_path: Path) -> None:
    whole = make(tmp_path)
    cut = tmp_path / f"cut{''.join(whole.suffixes)}"
    raw = whole.read_bytes()
    cut.write_bytes(raw[: int(len(raw) * keep)])
    with pytest.raises(DamagedSource, match="breaks off"):
        open_archive(cut)


def test_a_damaged_member_says_so(tmp_path: Path) -> None:
    path = x_archive.write_zip(tmp_path / "made.zip", {"tweets.js": os.urandom(5000)})
    raw = bytearray(path.read_bytes())
    raw[200] ^= 0xFF
    path.write_bytes(bytes(raw))
    with open_archive(path) as archive, pytest.raises(DamagedSource):
        archive.read("tweets.js", 1 << 20)


def test_a_password_is_named(tmp_path: Path) -> None:
    path = _zip(tmp_path)
    raw = bytearray(path.read_bytes())
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = 0
        while (at := raw.find(sign, at)) >= 0:
            raw[at + flags] |= 1
            at += 4
    path.write_bytes(bytes(raw))
    with open_archive(path) as archive, pytest.raises(PasswordProtected, match="password"):
        archive.read("data/a.js", 10)


def test_two_files_under_one_name_are_refused_unless_they_are_the_same(tmp_path: Path) -> None:
    for bodies, is_fine in ((("one", "one"), True), (("one", "two"), False)):
        path = tmp_path / f"{is_fine}.zip"
        with zipfile.ZipFile(path, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
            for body in bodies:
                archive.writestr("a.js", body)
        if is_fine:
            with open_archive(path) as opened:
                assert opened.names == ("a.js",)
        else:
            with pytest.raises(UnsafeArchive, match="one name"):
                open_archive(path)


def test_what_a_mac_adds_is_left_out(tmp_path: Path) -> None:
    content = {"in/a.js": "x", "__MACOSX/in/._a.js": "junk", "in/._a.js": "junk", "in/.DS_Store": "junk"}
    with open_archive(x_archive.write_zip(tmp_path / "mac.zip", content)) as archive:
        assert archive.names == ("in/a.js",)


def test_nothing_there_and_nothing_in_it(tmp_path: Path) -> None:
    with pytest.raises(MissingSource, match="no such"):
        open_archive(tmp_path / "absent.zip")
    (tmp_path / "empty").write_bytes(b"")
    with pytest.raises(EmptySource):
        open_archive(tmp_path / "empty")
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    with open_archive(tmp_path / "empty.zip") as archive:
        assert archive.names == ()


class Sparse(io.FileIO):
    """A file that takes no room for long runs of NUL, as a film of gigabytes would."""

    def write(self, data: Any, /) -> int:
        size = len(data)
        if size > 1 << 20 and bytes(data).count(0) == size:
            self.seek(size, io.SEEK_CUR)
            return size
        return super().write(data) or 0


@pytest.mark.skipif(sys.platform == "win32", reason="files are not sparse there: it would fill the disk")
@pytest.mark.parametrize("is_packed", [True, False])
def test_what_lies_behind_four_gigabytes_is_read(is_packed: bool, tmp_path: Path) -> None:
    """The size and the places behind it take more than 32 bits."""
    zeros, over = bytes(32 << 20), (4 << 30) + (32 << 20)
    if is_packed:
        path = tmp_path / "big.zip"
        with Sparse(path, "w+") as out, zipfile.ZipFile(out, "w", allowZip64=True) as archive:
            with archive.open("film.mp4", "w", force_zip64=True) as target:
                for _ in range(over // len(zeros)):
                    target.write(zeros)
            archive.writestr("tweets.js", b"[1]")
    else:
        path = tmp_path / "big"
        path.mkdir()
        (path / "tweets.js").write_bytes(b"[1]")
        with (path / "film.mp4").open("wb") as out:
            out.truncate(over)
    with open_archive(path) as opened:
        assert opened.entry("film.mp4").size == over
        assert opened.read("tweets.js", 10) == b"[1]"
        with opened.open("film.mp4") as stream:
            assert stream.read(3) == b"\0\0\0"


@pytest.mark.parametrize(
    "junk", [b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"\x1f\x8b\x08\x00" + b"\0" * 20]
)
def test_only_a_beginning_is_an_error_of_ours(junk: bytes, tmp_path: Path) -> None:
    path = tmp_path / "junk"
    path.write_bytes(junk)
    with pytest.raises(SourceError):
        open_archive(path)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked.zip"
    path.write_bytes(b"x")

    def refuse(*_: object, **__: object) -> io.BytesIO:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(MissingSource, match="Permission denied"):
        open_archive(path)
