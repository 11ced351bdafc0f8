"""What a download turns out to be."""

from __future__ import annotations

import gc
from importlib import import_module
from pathlib import Path

import pytest

import connectors
from connectors import interchange
from connectors.errors import (
    ConnectorError,
    EmptySource,
    SourceError,
    UnknownSource,
    WrongVariant,
)
from connectors.registry import formats
from tests.connectors.reading import open_source
from tests.fixtures import x_archive


def test_every_platform_folder_with_an_export_is_found() -> None:
    folders = sorted(path.parent.name for path in Path(connectors.__path__[0]).glob("*/export.py"))
    theirs = [each for name in folders for each in import_module(f"connectors.{name}.export").FORMATS]
    assert formats() == (*theirs, *interchange.FORMATS)
    assert {"mastodon-export", "x-archive", "x-grailbird"} <= {each.kind for each in theirs}


@pytest.mark.parametrize(
    ("name", "setting"),
    [
        ("your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.html", "JSON"),
        ("your_instagram_activity/media/posts_1.html", "JSON"),
        ("TikTok/Comments.txt", "JSON"),
        ("Takeout/archive_browser.html", "CSV"),
    ],
)
def test_another_form_names_the_setting_to_choose(name: str, setting: str, tmp_path: Path) -> None:
    path = x_archive.write_zip(tmp_path / "a.zip", {name: "<html>", "other/file.png": b"x"})
    with pytest.raises(WrongVariant, match=setting):
        open_source(path)


@pytest.mark.parametrize(
    "content", [{"photo.jpg": b"x"}, {"readme.txt": b"hello"}, {"a.json": b"{}", "b": b""}]
)
def test_anything_else_says_what_can_be_read(content: dict[str, str | bytes], tmp_path: Path) -> None:
    with pytest.raises(UnknownSource, match="X's archive"):
        open_source(x_archive.write_zip(tmp_path / "a.zip", content))


def test_nothing_in_it(tmp_path: Path) -> None:
    with pytest.raises(EmptySource):
        open_source(x_archive.write_zip(tmp_path / "a.zip", {}))
    (tmp_path / "folder").mkdir()
    with pytest.raises(EmptySource):
        open_source(tmp_path / "folder")


def test_an_archive_that_is_refused_is_closed(tmp_path: Path) -> None:
    path = x_archive.write_zip(tmp_path / "a.zip", {"photo.jpg": b"x"})
    with pytest.raises(UnknownSource):
        open_source(path)
    gc.collect()  # an archive left open warns, and a warning is an error here


def test_every_error_says_what_and_what_to_do() -> None:
    def kinds(base: type[ConnectorError]) -> list[type[ConnectorError]]:
        return [base, *(found for kind in base.__subclasses__() for found in kinds(kind))]

    for kind in kinds(ConnectorError):
        assert kind.__doc__
        if kind.__module__ != "connectors.errors":
            # A platform's own, which words itself.
            continue
        error = kind("What.", "Do.")
        assert (error.what, error.todo, str(error)) == ("What.", "Do.", "What. Do.")
    assert issubclass(WrongVariant, SourceError)
