"""What one run of the command line knows of its surroundings: clock, home, terminal, passphrase.

Must not know any verb.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import InputError

if TYPE_CHECKING:
    from auditor.store import Vault
    from connectors.clock import Clock

PASSPHRASE = "AUDIT_TUI_PASSPHRASE"


@dataclass(slots=True)
class Invocation:
    """Handed to every verb by click (`@click.pass_obj`)."""

    debug: bool = False

    def now(self) -> datetime:
        """The time, aware and in UTC; the core is always told it and never asks."""
        return datetime.now(UTC)

    def clock(self) -> Clock:
        """The clocks of this machine, for work that waits."""
        from connectors.clock import SystemClock

        return SystemClock()

    def home(self) -> Path:
        """The folder of the vault."""
        from auditor import paths

        return paths.home()

    def is_interactive(self) -> bool:
        """Whether somebody sits at a terminal who can read and answer."""
        return is_terminal(sys.stdin) and is_terminal(sys.stdout)

    def vault(self, *, create: bool = False, read_only: bool = False) -> Vault:
        """The vault, opened; a context manager. Asks for the passphrase where no keyring holds the key.

        `read_only` works beside another audit-tui that is writing.

        Raises: VaultError when there is none (and `create` is False), when it stays locked or can't be read.
        """
        from auditor import store

        home = self.home()
        return store.open_vault(
            home, passphrase=lambda: self.passphrase(home), create=create, read_only=read_only
        )

    def passphrase(self, home: Path) -> str:
        """The passphrase, asked for; twice when the vault is new. The store looks at PASSPHRASE before.

        Raises: InputError where nobody can be asked.
        """
        from auditor import paths

        if not is_terminal(sys.stdin):
            raise InputError(
                "The vault needs its passphrase, and there is no terminal to ask for it.",
                f"Set {PASSPHRASE}, or run the command on a terminal.",
            )
        return ask_passphrase(is_new=not paths.vault_file(home).exists())


def is_terminal(stream: object) -> bool:
    """Whether a person sees this stream (or types into it)."""
    check = getattr(stream, "isatty", None)
    return bool(check and check())


def ask_passphrase(*, is_new: bool) -> str:
    """Ask for a passphrase without showing it; a new one twice, and never an empty one."""
    import click

    if is_new:
        click.echo(
            "The vault gets a passphrase. Without it nobody can read the vault again, you included: write it "
            "down somewhere safe.",
            err=True,
        )
    return str(
        click.prompt(
            "New passphrase" if is_new else "Passphrase",
            hide_input=True,
            confirmation_prompt="Once more" if is_new else False,
            err=True,
        )
    )
