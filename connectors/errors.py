"""The errors of the connectors, as one tree.

    ConnectorError              what happened, and what to do next
    ├── SourceError             an export or file can't be read as it is
    │   ├── MissingSource       no such file, or no right to read it
    │   ├── UnknownSource       readable, but no export that we know
    │   ├── WrongPlatform       another platform's export than the one asked for
    │   ├── WrongVariant        the right export in a form that can't be read; names what to choose instead
    │   ├── EmptySource         nothing of the owner's in it
    │   ├── DamagedSource       cut short, broken, or in a wrong encoding
    │   ├── UnsafeArchive       built to do harm: names that climb out, links that lead out, bombs
    │   └── PasswordProtected   encrypted zip
    └── LiveError               a connected account can't be reached as it is
        ├── SignedOut           no token, or one that has expired or was revoked
        ├── SignInFailed        signing in did not come to its end
        ├── WrongAccount        the token is of another account than the vault's
        ├── MissingScope        signed in, without the right to do this
        ├── RateLimited         too many requests; says until when to wait
        ├── Unreachable         no network, too slow, or the server's own trouble; worth another try
        ├── OddAnswer           an answer that the platform does not give
        ├── UnsafeServer        an address that a token must not be sent to
        ├── NoKeyring           the keyring is absent or locked
        └── NotOffered          the platform can't do this

No message holds anything of a post, a token or a person's name.
"""

from __future__ import annotations

from datetime import datetime


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


class LiveError(ConnectorError):
    """A connected account can't be reached as it is.

    Raised `from None` wherever the cause may hold an address with a token in it.
    """

    until: datetime | None = None
    """Before when there is no use in trying again (aware); None where nobody said."""
    is_passing = False
    """Whether the same request may well succeed later without the owner's doing anything."""


class SignedOut(LiveError):
    """There is no token, or it has expired or was revoked."""


class SignInFailed(LiveError):
    """Signing in did not come to its end."""


class WrongAccount(LiveError):
    """The token is of another account than the one in the vault."""


class MissingScope(LiveError):
    """Signed in, but without the right to do this."""


class RateLimited(LiveError):
    """The platform asks to wait."""

    is_passing = True

    def __init__(self, what: str, todo: str, until: datetime | None = None) -> None:
        super().__init__(what, todo)
        self.until = until


class Unreachable(LiveError):
    """No network, no answer in time, or trouble of the server's own."""

    is_passing = True

    def __init__(self, what: str, todo: str, until: datetime | None = None) -> None:
        super().__init__(what, todo)
        self.until = until


class OddAnswer(LiveError):
    """An answer that the platform does not give: another page, a redirect elsewhere, broken data."""


class UnsafeServer(LiveError):
    """An address that no token may be sent to."""


class NoKeyring(LiveError):
    """The system's keyring is absent, locked or does not answer; tokens are kept nowhere else."""


class NotOffered(LiveError):
    """The platform does not offer this to programs; the message names the way by hand."""
