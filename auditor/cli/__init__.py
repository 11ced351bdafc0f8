"""The command line: starts one verb, and turns whatever goes wrong into two plain lines and an exit code.

Knows nothing of what the verbs do; each of them is one module here and one call into the core.

Exit codes: 0 fine, 1 findings, 2 wrong usage or input (or a fault of the program's own), 3 partly done and
resumable, 4 locked or unreadable vault, 130 stopped from the keyboard.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import traceback
from collections.abc import Sequence

import click

from auditor.cli.invocation import Invocation
from auditor.errors import AuditorError
from auditor.untrusted import one_line
from connectors.errors import ConnectorError

PROGRAM = "audit-tui"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `audit-tui` and leave the process with the verb's exit code.

    Raises: SystemExit, always.
    """
    _prepare_streams()
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run one verb and return its exit code; every error has been told on stderr by then."""
    from auditor.cli.verbs import root

    if f"_{PROGRAM.upper().replace('-', '_')}_COMPLETE" in os.environ:
        root.main(args=list(arguments), prog_name=PROGRAM)  # the shell asks for completions; click answers
    invocation = Invocation()
    try:
        code = _invoke(root, list(arguments), invocation)
        sys.stdout.flush()
    except (KeyboardInterrupt, click.Abort):
        code = 130
        _tell("Stopped.", "What was done so far is kept; the same command goes on from there.")
    except BrokenPipeError:
        code = _close_stdout()
    except OSError as error:
        code = _close_stdout() if error.errno == errno.EPIPE else 2
        if code:
            reason = one_line(error.strerror or type(error).__name__)
            _tell(
                f"The system refused: {reason}.",
                "Check the file, its folder's permissions and the free space.",
            )
            _trace(invocation)
    except Exception as error:  # noqa: BLE001 - the last resort: the type alone is told, never a text
        code = 2
        _tell(
            f"{PROGRAM} met a fault of its own ({type(error).__name__}); nothing half-done was kept.",
            "Run it again with --debug to see where. A traceback may hold words of a post.",
        )
        _trace(invocation)
    return code


def _invoke(root: click.Command, arguments: list[str], invocation: Invocation) -> int:
    try:
        with root.make_context(PROGRAM, arguments, obj=invocation) as context:
            result = root.invoke(context)
            return result if isinstance(result, int) else 0
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else PROGRAM
        _tell(one_line(error.format_message()), f"`{path} --help` shows how it is used.")
        return 2
    except click.ClickException as error:
        _tell(one_line(error.format_message()), f"`{PROGRAM} --help` lists every verb.")
        return 2
    except (AuditorError, ConnectorError) as error:
        _tell(one_line(error.what), one_line(error.todo))
        _trace(invocation)
        return error.exit_code if isinstance(error, AuditorError) else AuditorError.exit_code


def _tell(what: str, todo: str) -> None:
    with contextlib.suppress(OSError):  # where nobody is left to be told, the exit code still says it
        click.echo(f"{what}\n{todo}", err=True)


def _trace(invocation: Invocation) -> None:
    if invocation.debug:
        traceback.print_exc()


def _close_stdout() -> int:
    """The reader has had enough (`… | head`): not an error. Keeps Python quiet at its end."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
    return 0


def _prepare_streams() -> None:
    """UTF-8 for pipes and files on every system; on a terminal its own encoding, which no text can break."""
    for stream in (sys.stdout, sys.stderr):
        if stream is None or not hasattr(stream, "reconfigure"):
            continue
        if stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
