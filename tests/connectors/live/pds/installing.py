"""Installs the PDS into the user's cache folder, once for every state of its lock file.

Safe from several test runs at once; says in words why it can't.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import filelock
import platformdirs

HERE = Path(__file__).parent
NODE = 20
"""The oldest Node that the PDS runs with."""
PATIENCE = 270.0
"""Seconds for npm; it takes one minute to three and a half."""
_FILES = ("package.json", "package-lock.json")

say: list[Callable[[str], None]] = [lambda line: print(line, file=sys.__stderr__, flush=True)]
"""The last says aloud what takes long; `conftest` adds one that gets past pytest's capturing."""


class NotInstalled(Exception):
    """Why the PDS can't run here, in words for a skipped test."""


@cache
def why_not() -> str:
    """Why the PDS can't run here; empty where it can, and then it is installed."""
    try:
        installed()
    except NotInstalled as reason:
        return str(reason)
    return ""


@cache
def installed() -> Path:
    """The folder with the PDS in its `node_modules`.

    Raises: NotInstalled.
    """
    npm = _npm()
    digest = hashlib.sha256(b"\0".join((HERE / name).read_bytes() for name in _FILES)).hexdigest()
    cache_folder = platformdirs.user_cache_path("audit-tui-tests")
    goal = cache_folder / f"pds-{digest[:16]}"
    if goal.is_dir():
        return goal
    try:
        cache_folder.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(cache_folder / "pds.lock", timeout=PATIENCE):
            if not goal.is_dir():
                _install(npm, cache_folder, goal)
    except filelock.Timeout:
        raise NotInstalled("another test run has been installing the Bluesky PDS for too long") from None
    except OSError as error:
        raise NotInstalled(f"the Bluesky PDS has no folder to be installed in: {error.strerror}") from None
    return goal


def _npm() -> str:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise NotInstalled(f"the Bluesky PDS needs Node {NODE} or later with npm; none is installed")
    told = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30).stdout
    major = told.strip().removeprefix("v").partition(".")[0]
    if not major.isdigit() or int(major) < NODE:
        raise NotInstalled(f"the Bluesky PDS needs Node {NODE} or later; this is {told.strip() or 'unknown'}")
    return npm


def _install(npm: str, cache_folder: Path, goal: Path) -> None:
    """Install beside the goal, and move there only what is whole."""
    say[-1]("Installing a Bluesky PDS from npm for the tests: once, one to four minutes …")
    folder = Path(tempfile.mkdtemp(prefix="pds-", dir=cache_folder))
    try:
        for name in _FILES:
            shutil.copy(HERE / name, folder / name)
        command = [npm, "ci", "--no-audit", "--no-fund", "--fetch-retries=1", "--fetch-timeout=60000"]
        code, out = _run(command, folder)
        if code is None:
            raise NotInstalled(f"npm has not installed the Bluesky PDS within {PATIENCE:.0f} s")
        loads = [shutil.which("node") or "node", "-e", "new (require('better-sqlite3'))(':memory:')"]
        if code or _run(loads, folder)[0]:
            last = next((line for line in reversed(out.splitlines()) if "error" in line.lower()), "")
            raise NotInstalled(
                f"npm could not install the Bluesky PDS: {last.strip()[:200] or 'no registry?'}"
            )
        folder.rename(goal)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    say[-1]("The Bluesky PDS is installed.")


def _run(command: list[str], folder: Path) -> tuple[int | None, str]:
    """Its exit code and all that it said; None where it took too long and was ended with its children."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        out, _ = process.communicate(timeout=PATIENCE)
    except BaseException as error:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.communicate()
        if isinstance(error, subprocess.TimeoutExpired):
            return None, ""
        raise
    return process.returncode, out
