"""What only shows on a real terminal, and what the keyboard can stop."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.command import environment, in_process_of_its_own
from tests.cli.test_flows import ACCOUNT, item, write

pty = pytest.importorskip("pty", reason="pseudo-terminals are a POSIX thing")

COMMAND = [sys.executable, "-c", "from auditor.cli import main; main()"]
SECRET = "correct horse battery"


def on_a_terminal(home: Path, arguments: list[str], typed: list[tuple[str, str]]) -> tuple[int, str]:
    """Run a verb on a pseudo-terminal; `typed`: what to wait for, and what to type then."""
    mine, theirs = pty.openpty()
    settings = environment(home)
    del settings["AUDIT_TUI_PASSPHRASE"]
    process = subprocess.Popen(
        [*COMMAND, *arguments], env=settings, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True
    )
    os.close(theirs)
    seen, waiting, deadline = "", list(typed), time.monotonic() + 60
    while time.monotonic() < deadline:
        if select.select([mine], [], [], 0.1)[0]:
            try:
                read = os.read(mine, 4096)
            except OSError:  # Linux says so when the other end is closed
                break
            if not read:
                break
            seen += read.decode("utf-8", "replace")
        elif process.poll() is not None:
            break
        if waiting and seen.count(waiting[0][0]) > sum(one[0] == waiting[0][0] for one in typed) - sum(
            one[0] == waiting[0][0] for one in waiting
        ):
            os.write(mine, (waiting.pop(0)[1] + "\n").encode())
    os.close(mine)
    assert not waiting, f"never asked for {waiting[0][0]!r}: {seen!r}"
    return process.wait(timeout=30), seen


def test_a_new_passphrase_is_asked_for_twice_and_never_shown(tmp_path: Path) -> None:
    home = tmp_path / "home"
    file = write(tmp_path / "in.jsonl", ACCOUNT, item("1", "Rain."))
    code, seen = on_a_terminal(home, ["import", file], [("New passphrase", SECRET), ("Once more", SECRET)])
    assert code == 0
    assert SECRET not in seen
    code, seen = on_a_terminal(home, ["accounts"], [("Passphrase", SECRET)])
    assert code == 0
    assert "@ada_invented" in seen
    assert SECRET not in seen
    code, seen = on_a_terminal(home, ["accounts"], [("Passphrase", "wrong")])
    assert code == 4


def test_wiping_asks_for_a_word(tmp_path: Path) -> None:
    home = tmp_path / "home"
    file = write(tmp_path / "in.jsonl", ACCOUNT, item("1", "Rain."))
    assert in_process_of_its_own(home, "import", file).code == 0
    code, _ = on_a_terminal(home, ["vault", "wipe"], [("Type wipe", "yes")])
    assert code == 2
    assert (home / "vault.db").exists()
    code, _ = on_a_terminal(home, ["vault", "wipe"], [("Type wipe", "wipe")])
    assert code == 0
    assert not (home / "vault.db").exists()


def test_ctrl_c_ends_an_audit_cleanly_and_the_next_goes_on(tmp_path: Path) -> None:
    home = tmp_path / "home"
    posts = [
        item(str(number), f"Rain on day {number}, and a coffee after the shift.") for number in range(30_000)
    ]
    assert in_process_of_its_own(home, "import", write(tmp_path / "in.jsonl", ACCOUNT, *posts)).code == 0
    process = subprocess.Popen(
        [*COMMAND, "audit", "--jobs", "2"],
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A shell's background jobs have the signal ignored, and would hand that down.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    time.sleep(2.0)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    if process.returncode != 130:
        assert process.returncode in (0, 1), err
        pytest.skip("this machine had finished before the keyboard was pressed")
    assert err.splitlines()[0] == "Stopped."
    assert "Traceback" not in err + out
    done = in_process_of_its_own(home, "audit", "--jobs", "1")
    assert done.code in (0, 1)
    state = json.loads(in_process_of_its_own(home, "vault", "status", "--format", "json").out)
    assert state["items"] == 30_000


def test_progress_shows_on_a_terminal_only_and_is_wiped(tmp_path: Path) -> None:
    home = tmp_path / "home"
    posts = [item(str(number), f"Rain on day {number}.") for number in range(9000)]
    file = write(tmp_path / "in.jsonl", ACCOUNT, *posts)
    code, seen = on_a_terminal(home, ["import", file], [("New passphrase", SECRET), ("Once more", SECRET)])
    assert code == 0
    if "Importing" in seen:
        assert "of 9,000" in seen
        assert "\r\x1b[2K" in seen.rpartition("Importing")[2]


def test_the_dashboard_leaves_with_its_terminal_though_no_signal_says_so(tmp_path: Path) -> None:
    """`make` and `nohup` keep SIGHUP from what they start; a shut window must leave no open vault behind."""
    mine, theirs = pty.openpty()
    ignoring = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN); "
    process = subprocess.Popen(
        [sys.executable, "-c", f"{ignoring}from auditor.cli import main; main()", "--demo"],
        env=environment(tmp_path / "home") | {"TERM": "xterm-256color"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        seen, deadline = b"", time.monotonic() + 60
        while b"Overview" not in seen and time.monotonic() < deadline:
            if select.select([mine], [], [], 0.1)[0]:
                seen += os.read(mine, 65536)
        assert b"Overview" in seen
        os.close(mine)
        process.wait(timeout=20)
    finally:
        process.kill()
