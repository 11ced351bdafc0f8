"""The shape of every verb: help with examples, `--debug` anywhere, modules loaded when their verb runs.

Must not know what a verb does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import click

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def _note_debug(context: click.Context, _parameter: click.Parameter, is_on: bool) -> None:
    if is_on and context.obj is not None:
        context.obj.debug = True


def debug_option() -> click.Option:
    """`--debug`, understood before and after the verb."""
    return click.Option(
        ["--debug"],
        is_flag=True,
        expose_value=False,
        callback=_note_debug,
        help="Show a traceback when something goes wrong. It may hold words of a post.",
    )


class Verb(click.Command):
    """A command with examples under its help."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any) -> None:
        kwargs.setdefault("context_settings", SETTINGS)
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)
        self.params.append(debug_option())

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, one a line."""
        write_examples(self.examples, formatter)


class VerbGroup(click.Group):
    """A verb with sub-verbs; without one of them it runs itself where it can."""

    command_class = Verb

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any) -> None:
        kwargs.setdefault("context_settings", SETTINGS)
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)
        self.params.append(debug_option())

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, one a line."""
        write_examples(self.examples, formatter)


class LazyGroup(VerbGroup):
    """The root: knows each verb's name and place, and imports its module only when it is called or listed.

    `places` maps a verb to (module, attribute).
    """

    def __init__(self, *args: Any, places: dict[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order in which they are used."""
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one verb."""
        place = self.places.get(cmd_name)
        if place is None:
            return None
        module, attribute = place
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command


def write_examples(examples: Sequence[str], formatter: click.HelpFormatter) -> None:
    """The examples as a section of a help page, unwrapped so that they can be copied."""
    if examples:
        with formatter.section("Examples"):
            for example in examples:
                formatter.write(f"{'':>{formatter.current_indent}}{example}\n")


def verb(*, examples: Sequence[str], name: str | None = None) -> Callable[[Callable[..., Any]], Verb]:
    """`click.command` for a verb of ours."""

    def wrap(function: Callable[..., Any]) -> Verb:
        return click.command(name, cls=Verb, examples=examples)(function)

    return wrap


def verb_group(
    *, examples: Sequence[str], name: str | None = None
) -> Callable[[Callable[..., Any]], VerbGroup]:
    """`click.group` for a verb that has sub-verbs and also does something by itself."""

    def wrap(function: Callable[..., Any]) -> VerbGroup:
        return click.group(name, cls=VerbGroup, examples=examples, invoke_without_command=True)(function)

    return wrap
