"""The closed lists that options choose from, and the options that several verbs share.

Must not know a verb.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

import click

from auditor.model import Category, Outcome, Severity
from connectors.model import Use

Function = TypeVar("Function", bound=Callable[..., Any])


if TYPE_CHECKING:
    _Type = click.ParamType[StrEnum]  # generic for type checkers only, before click 8.2
else:
    _Type = click.ParamType


class Words(_Type):
    """One of an enum's values, handed on as the enum's member."""

    def __init__(self, kind: type[StrEnum]) -> None:
        self.kind = kind
        self.name = "|".join(self.words)

    @property
    def words(self) -> tuple[str, ...]:
        """The words that can be typed."""
        return tuple(member.value for member in self.kind)

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """Show every word in the help."""
        return f"[{self.name}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> StrEnum:
        """Read a word, whatever its case."""
        if isinstance(value, self.kind):
            return value
        try:
            return self.kind(str(value).strip().lower())
        except ValueError:
            self.fail(f"{value!r} is none of {', '.join(self.words)}.", param, ctx)


CATEGORY = Words(Category)
SEVERITY = Words(Severity)
OUTCOME = Words(Outcome)
USE = Words(Use)


def format_option(*formats: str) -> Callable[[Function], Function]:
    """`--format`, the first one being the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="How to print it.",
    )


def category_option(*, multiple: bool) -> Callable[[Function], Function]:
    """`--category`."""
    return click.option(
        "--category",
        type=CATEGORY,
        multiple=multiple,
        default=() if multiple else None,
        help="Only findings of this category" + ("; may be given more than once." if multiple else "."),
    )


min_severity_option = click.option(
    "--min-severity",
    type=SEVERITY,
    default=Severity.INFO.value,
    help="Only findings from this severity upwards.",
)
