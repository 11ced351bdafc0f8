"""Syncs that are killed at any moment: the next one makes of it what an undisturbed one would have made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.conftest import PASSPHRASE

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills by signal, which this system has not")


MEMORY = Path("/dev/shm")
"""Where a file that is written hundreds of times need not reach a disk."""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    if not os.access(MEMORY, os.W_OK):
        yield tmp_path
        return
    with TemporaryDirectory(dir=MEMORY) as path:
        yield Path(path)


def killed(folder: Path, *what: str) -> dict[str, Any]:
    environment = {**os.environ, "AUDIT_TUI_PASSPHRASE": PASSPHRASE}
    done = subprocess.run(
        [sys.executable, "-m", "tests.killed_syncs", str(folder), *what],
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_killed_before_any_statement_of_the_database_it_goes_on_as_if_nothing_had_been(
    folder: Path,
) -> None:
    told = killed(folder, "statements", "2")
    assert told["odd"] == []
    assert told["kills"] >= told["statements"] // 2 > 100


def test_killed_at_random_moments_again_and_again_it_goes_on_as_if_nothing_had_been(folder: Path) -> None:
    told = killed(folder, "moments", "60")
    assert told["odd"] == []
    assert told["kills"] > 40
