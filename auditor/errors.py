"""The errors that reach the owner, as one tree.

    AuditorError            what happened, and what to do next
    ├── InputError          wrong usage or unreadable input            exit 2
    ├── PartlyDone          stopped half way; what is done is kept     exit 3
    └── VaultError          the vault is locked or unreadable          exit 4
        (its kinds live in auditor.store.errors)

No message holds anything of a post, a token or a name.
"""

from __future__ import annotations

from connectors.errors import ConnectorError


class AuditorError(Exception):
    """What happened, in `what`; what to do next, in `todo`."""

    exit_code = 2

    def __init__(self, what: str, todo: str) -> None:
        super().__init__(f"{what} {todo}")
        self.what = what
        self.todo = todo


class InputError(AuditorError):
    """The owner's words or file can't be used as they are."""


class PartlyDone(AuditorError):
    """Work stopped before its end; what was done is kept and the rest can be resumed."""

    exit_code = 3


class VaultError(AuditorError):
    """The vault can't be opened, read or written."""

    exit_code = 4


SPOKEN = (AuditorError, ConnectorError)
"""Errors that say to the owner what happened, in `what`, and what to do next, in `todo`."""
Spoken = AuditorError | ConnectorError
