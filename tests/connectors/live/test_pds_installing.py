"""Where the Bluesky PDS can't be installed, the tests that need it say why, and leave nothing half done."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest

from tests.connectors.live.pds import installing
from tests.connectors.live.pds.installing import NotInstalled, installed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="its programs here are shell scripts")

GOOD_NPM = 'echo run >> "$MARK"; mkdir -p node_modules/better-sqlite3'
LOADS = 'case "$1" in --version) echo v20.1.0;; *) exit 0;; esac'


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache, and a path on which only what a test puts there is found."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setenv("MARK", str(tmp_path / "mark"))
    which = installing.shutil.which
    monkeypatch.setattr(installing.shutil, "which", lambda name: which(name, path=str(tmp_path / "bin")))
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda _: tmp_path / "cache")
    monkeypatch.setattr(installing, "say", [lambda _: None])
    installed.cache_clear()
    yield tmp_path
    installed.cache_clear()


def program(folders: Path, name: str, script: str) -> None:
    path = folders / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)


def test_without_node_it_is_skipped() -> None:
    with pytest.raises(NotInstalled, match="none is installed"):
        installed()


def test_an_old_node_is_named(folders: Path) -> None:
    program(folders, "node", "echo v18.2.0")
    program(folders, "npm", "exit 1")
    with pytest.raises(NotInstalled, match=r"needs Node 20 or later; this is v18\.2\.0"):
        installed()


@pytest.mark.parametrize(
    ("npm", "node", "reason"),
    [
        ("echo 'npm error code ENOTFOUND'; exit 1", LOADS, "npm error code ENOTFOUND"),
        (GOOD_NPM, 'case "$1" in --version) echo v22.0.0;; *) exit 1;; esac', "could not install"),
        ("sleep 60", LOADS, "within"),
    ],
    ids=["no registry", "not built", "too slow"],
)
def test_an_installation_that_fails_says_so_and_leaves_nothing(
    folders: Path, npm: str, node: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installing, "PATIENCE", 2.0)
    program(folders, "node", node)
    program(folders, "npm", npm)
    with pytest.raises(NotInstalled, match=reason):
        installed()
    assert [path for path in (folders / "cache").iterdir() if path.is_dir()] == []


def test_it_is_installed_once_and_found_again(folders: Path) -> None:
    program(folders, "node", LOADS)
    program(folders, "npm", GOOD_NPM)
    first = installed()
    installed.cache_clear()
    assert installed() == first
    assert (first / "node_modules").is_dir()
    assert (folders / "mark").read_text() == "run\n"


def test_without_a_folder_to_write_in_it_is_skipped(folders: Path) -> None:
    program(folders, "node", LOADS)
    program(folders, "npm", GOOD_NPM)
    (folders / "cache").write_text("a file in the way")
    with pytest.raises(NotInstalled, match="no folder"):
        installed()
