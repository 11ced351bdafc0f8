"""Asking before something that can't be taken back: a word or a number has to be typed.

Must not know what is being confirmed.
"""

from __future__ import annotations

import sys

import click

from auditor.cli import output
from auditor.cli.invocation import is_terminal
from auditor.errors import InputError


def typed_word(what: str, word: str, *, option: str) -> None:
    """Say what will happen and let the person type `word`; anything else stops.

    `option`: what a script gives instead.

    Raises: InputError where the word was not typed, or nobody can type it.
    """
    output.talk(what)
    if not is_terminal(sys.stdin):
        raise InputError(
            "This asks before it goes on, and there is no terminal to ask on.", f"Give {option}."
        )
    typed = str(click.prompt(f"Type {word} to go on", default="", show_default=False, err=True))
    if typed.strip().lower() != word:
        raise InputError("Stopped: the word was not typed.", "Nothing was changed.")
