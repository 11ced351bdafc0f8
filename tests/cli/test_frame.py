"""What holds for every verb: help, exit codes, errors in two lines, nothing heavy imported."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from auditor.cli import verbs
from auditor.errors import AuditorError, InputError, PartlyDone, VaultError
from connectors.errors import DamagedSource
from tests.cli.command import Here, environment, in_process_of_its_own


def every_command(
    command: click.Command = verbs.root, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None
            yield from every_command(child, (*path, name))


COMMANDS = list(every_command())
NAMES = [" ".join(path) or "audit-tui" for path, _ in COMMANDS]


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=NAMES)
def test_every_verb_has_help_and_examples(path: tuple[str, ...], command: click.Command, here: Here) -> None:
    done = here(*path, "--help")
    assert done.code == 0
    assert command.help
    assert "Examples:" in done.out
    assert f"audit-tui {' '.join(path)}".strip() in done.out.partition("Examples:")[2]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{parameter.opts} has no help"


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=NAMES)
def test_every_verb_and_option_stands_in_the_documentation(
    path: tuple[str, ...], command: click.Command
) -> None:
    page = Path(__file__).parents[2].joinpath("docs", "command-line.md").read_text("utf-8")
    heading = f"\n## `audit-tui {path[0]}`\n" if path else "\n## `audit-tui`\n"
    assert heading in page
    section = page.partition(heading)[2].partition("\n## ")[0]
    if len(path) > 1:
        assert f"`{' '.join(path)}" in section, f"{path} is not in its verb's section"
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.opts != ["--debug"]:
            assert all(f"`{name}" in section for name in parameter.opts), (
                f"{parameter.opts} is not documented"
            )


@pytest.mark.parametrize(
    "arguments",
    [
        ("fly",),
        ("findings", "--format", "xml"),
        ("findings", "--wings"),
        ("decide", "abc"),
        ("audit", "--jobs", "0"),
    ],
    ids=lambda arguments: " ".join(arguments),
)
def test_wrong_usage_is_two_lines_and_exit_2(arguments: tuple[str, ...], here: Here) -> None:
    done = here(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert len(done.err.splitlines()) == 2
    assert "--help" in done.err.splitlines()[1]


class _Failing(click.Command):
    def __init__(self, error: BaseException) -> None:
        super().__init__("failing", callback=self._fail)
        self.error = error

    def _fail(self) -> None:
        raise self.error


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (InputError("It broke.", "Mend it."), 2, "It broke.\nMend it.\n"),
        (AuditorError("It broke.", "Mend it."), 2, "It broke.\nMend it.\n"),
        (PartlyDone("Half.", "Go on."), 3, "Half.\nGo on.\n"),
        (VaultError("Shut.", "Open it."), 4, "Shut.\nOpen it.\n"),
        (DamagedSource("Cut.", "Fetch it."), 2, "Cut.\nFetch it.\n"),
        (InputError("Red \x1b[31mtext", "a\nb"), 2, "Red ␛[31mtext\na b\n"),
        (KeyboardInterrupt(), 130, "Stopped."),
        (click.Abort(), 130, "Stopped."),
        (
            PermissionError(13, "Permission denied", "secret-name.txt"),
            2,
            "The system refused: Permission denied.",
        ),
        (RuntimeError("he said it on Tuesday"), 2, "RuntimeError"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_errors_are_told_in_two_lines(
    error: BaseException, code: int, told: str, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verbs.root, "get_command", lambda context, name: _Failing(error))
    done = here("doctor")
    assert done.code == code
    assert told in done.err
    assert len(done.err.splitlines()) == 2
    assert "he said it" not in done.err
    assert "secret-name" not in done.err
    assert done.out == ""


@pytest.mark.parametrize("arguments", [("--debug", "doctor"), ("doctor", "--debug")])
def test_a_traceback_comes_only_with_debug(
    arguments: tuple[str, ...], here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    from auditor.cli import doctor

    def fail(*_: object) -> None:
        raise RuntimeError("deep inside")

    monkeypatch.setattr(doctor, "examine", fail)
    assert "Traceback" not in here("doctor").err
    assert "deep inside" in here(*arguments).err


def test_a_reader_that_stops_reading_is_no_error(tmp_path: Path) -> None:
    script = (
        "import os, sys\n"
        "read, write = os.pipe()\n"
        "os.close(read)\n"
        "os.dup2(write, 1)\n"
        "sys.argv[1:] = ['rules', 'list', '--format', 'json']\n"
        "from auditor.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment(tmp_path), capture_output=True, check=False
    )
    assert done.returncode == 0
    assert done.stderr == b""


HEAVY = ("textual", "rich.console", "tweepy", "facebook", "jinja2", "phonenumbers")


@pytest.mark.parametrize(
    ("arguments", "kept_out"),
    [
        (("--help",), (*HEAVY, "sqlite_utils", "sqlcipher3", "keyring", "auditor.engine")),
        (("rules", "list"), (*HEAVY, "sqlite_utils", "sqlcipher3", "keyring", "auditor.store")),
        (("rules", "show", "phi/mosaic"), (*HEAVY, "sqlite_utils", "sqlcipher3", "keyring", "auditor.store")),
        (("accounts",), (*HEAVY, "auditor.engine")),
        (("findings", "--format", "jsonl"), (*HEAVY, "auditor.engine")),
        (("doctor",), ("textual", "rich.console")),
    ],
    ids=lambda value: " ".join(value)[:24],
)
def test_a_verb_imports_only_what_it_needs(
    arguments: tuple[str, ...], kept_out: tuple[str, ...], tmp_path: Path
) -> None:
    script = (
        "import sys\n"
        "from auditor.cli import run\n"
        f"run({list(arguments)!r})\n"
        "sys.stdout.flush()\n"
        f"print('LOADED', *[name for name in {kept_out!r} if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment(tmp_path), capture_output=True, text=True, check=True
    )
    assert done.stderr.splitlines()[-1] == "LOADED"


def test_no_verb_but_the_dashboard_imports_the_screen(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from tests.cli.test_frame import every_command\n"
        "list(every_command())\n"
        "print([name for name in ('textual', 'auditor.tui') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment(tmp_path), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_installed_command_answers(tmp_path: Path) -> None:
    done = in_process_of_its_own(tmp_path, "--version")
    assert done.code == 0
    assert done.out.startswith("audit-tui")
