"""Runs the command line as its users do, or in this process where only its words matter."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from auditor import cli

PASSPHRASE = "only for tests"


@dataclass(frozen=True, slots=True)
class Done:
    """How a run ended."""

    code: int
    out: str
    err: str


def environment(home: Path) -> dict[str, str]:
    """An environment with a vault of its own, no keyring and no colours."""
    return {
        **os.environ,
        "AUDIT_TUI_HOME": str(home),
        "AUDIT_TUI_PASSPHRASE": PASSPHRASE,
        "NO_COLOR": "1",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "COLUMNS": "100",
    }


def in_process_of_its_own(home: Path, *arguments: str, stdin: str = "", cwd: Path | None = None) -> Done:
    """Run `audit-tui …` as its own process."""
    done = subprocess.run(
        [sys.executable, "-c", "from auditor.cli import main; main()", *arguments],
        env=environment(home),
        input=stdin.encode("utf-8", "surrogateescape"),
        capture_output=True,
        timeout=120,
        cwd=cwd,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


class Here:
    """Runs verbs in this process, over a home of its own; quick, and a debugger can follow."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._patch = patch
        self._capture = capture
        for key in (
            "AUDIT_TUI_HOME",
            "AUDIT_TUI_PASSPHRASE",
            "NO_COLOR",
            "PYTHON_KEYRING_BACKEND",
            "COLUMNS",
        ):
            patch.setenv(key, environment(home)[key])

    def __call__(self, *arguments: str, stdin: str = "") -> Done:
        self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        self._capture.readouterr()
        code = cli.run(arguments)
        out, err = self._capture.readouterr()
        return Done(code, out, err)
