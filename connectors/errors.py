"""The errors of the connectors, as one tree.

    ConnectorError              what happened, and what to do next
    └── SourceError             an export or file can't be read as it is
        ├── MissingSource       no such file, or no right to read it
        ├── UnknownSource       readable, but no export that we know
        ├── WrongPlatform       another platform's export than the one asked for
        ├── WrongVariant        the right export in a form that can't be read; names what to choose instead
        ├── EmptySource         nothing of the owner's in it
        ├── DamagedSource       cut short, broken, or in a wrong encoding
        ├── UnsafeArchive       built to do harm: names that climb out, links that lead out, bombs
        └── PasswordProtected   encrypted zip

No message holds anything of a post, a token or a person's name.
"""

from __future__ import annotations


class ConnectorError(Exception):
    """What happened, in `what`; what to do next, in `todo`."""

    def __init__(self, what: str, todo: str) -> None:
        super().__init__(f"{what} {todo}")
        self.what = what
        self.todo = todo


class SourceError(ConnectorError):
    """An export or file can't be read as it is."""


class MissingSource(SourceError):
    """There is no such file, or it may not be read."""


class UnknownSource(SourceError):
    """It can be read, but it is no export that we know."""


class WrongPlatform(SourceError):
    """It is another platform's export than the one that was asked for."""


class WrongVariant(SourceError):
    """The right export in a form that can't be read; `todo` names the setting to choose instead."""


class EmptySource(SourceError):
    """Nothing of the owner's is in it."""


class DamagedSource(SourceError):
    """It is cut short, broken, or in a wrong encoding."""


class UnsafeArchive(SourceError):
    """It is built in a way that does harm when it is read carelessly."""


class PasswordProtected(SourceError):
    """It is encrypted with a password."""
