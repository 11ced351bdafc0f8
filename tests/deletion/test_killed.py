"""Runs killed at every step: nothing twice, nothing beside the plan, nothing lost, every state true."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

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


@pytest.mark.parametrize(
    ("manner", "every"),
    [
        pytest.param("honest", 1, id="at-every-step-over-an-honest-platform"),
        pytest.param("lying", 2, id="over-one-that-says-done-and-it-is-not"),
        pytest.param("slow", 1, id="over-one-that-shows-what-is-gone-for-a-while"),
        pytest.param("losing", 1, id="over-one-that-deletes-and-does-not-answer"),
        pytest.param("refusing", 3, id="over-one-that-refuses-a-post"),
        pytest.param("limiting", 7, id="over-one-that-asks-to-wait"),
        pytest.param("odd", 101, id="over-one-that-answers-with-pages"),
    ],
)
def test_a_run_killed_at_any_step_deletes_nothing_twice_and_nothing_beside_the_plan(
    folder: Path, manner: str, every: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.deletion.killed", str(folder), manner, str(every)],
        env={**os.environ, "AUDIT_TUI_PASSPHRASE": PASSPHRASE},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["odd"] == []
    assert told["kills"] >= told["steps"] // every - 2 > 30
