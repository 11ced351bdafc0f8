"""What signs an account in, kept in the system's keyring and nowhere else.

Knows no platform and no vault. Long values are kept in pieces: Windows holds 1,280 letters an entry.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from connectors.errors import NoKeyring

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "audit-tui"
PIECE = 1000
"""Letters that are kept in one entry of the keyring."""
_MOST_PIECES = 64
_DIGEST = 16
"""Letters before the value that tell whether its pieces belong together."""
_NONE = ("keyring.backends.fail", "keyring.backends.null")
_PLAIN = "keyrings.alt"
_CHOSEN = "PYTHON_KEYRING_BACKEND"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Credentials:
    """What one account is signed in with. Never logged, never shown: the secrets stay out of `repr`."""

    server: str
    secrets: Mapping[str, str] = field(repr=False)
    """`access_token`, `refresh_token`, `client_id`, `client_secret`, `session`, …; each platform's own."""
    scopes: tuple[str, ...] = ()
    """As the platform granted them; empty where it does not say."""
    may_delete: bool = False
    """Whether the right to delete was asked for and granted, as far as anybody knows."""
    expires_at: datetime | None = None
    """When the owner will have to sign in anew, aware; None where that is unknown or renews itself."""

    def with_secrets(self, **secrets: str) -> Credentials:
        """The same with these secrets in place of the old."""
        return replace(self, secrets=MappingProxyType({**self.secrets, **secrets}))


def keep(name: str, credentials: Credentials) -> None:
    """Keep credentials under `name`, over whatever is there, and read them back.

    Raises: NoKeyring.
    """
    text = json.dumps(
        {
            "server": credentials.server,
            "secrets": dict(credentials.secrets),
            "scopes": list(credentials.scopes),
            "may_delete": credentials.may_delete,
            "expires_at": credentials.expires_at.isoformat() if credentials.expires_at else None,
        }
    )
    text = _digest(text) + text
    pieces = [text[at : at + PIECE] for at in range(0, len(text), PIECE)]
    if len(pieces) > _MOST_PIECES:
        raise NoKeyring("What the platform gave is far too long to be a token.", "Nothing was kept.")
    for number, piece in enumerate(pieces):
        # The last piece says that it is the last, so that a longer value of before leaves nothing behind.
        mark = "." if number == len(pieces) - 1 else "+"
        _ask(lambda ring, n=number, p=mark + piece: ring.set_password(SERVICE, _entry(name, n), p))  # type: ignore[misc]
    _forget_from(name, len(pieces))
    if get(name) != credentials:
        forget(name)
        raise NoKeyring(
            "The system's keyring did not keep the token.", "Unlock it, then sign in again; nothing was kept."
        )


def get(name: str) -> Credentials | None:
    """The credentials kept under `name`; None where there are none, or they are no longer whole.

    Raises: NoKeyring.
    """
    text = ""
    for number in range(_MOST_PIECES):
        piece = _ask(lambda ring, n=number: ring.get_password(SERVICE, _entry(name, n)))  # type: ignore[misc]
        if not piece:
            return None
        text += piece[1:]
        if piece.startswith("."):
            told = text[_DIGEST:]
            # Pieces of two writings, of which the second was broken off, may well make sense together.
            return _of_json(told) if text[:_DIGEST] == _digest(told) else None
    return None


def forget(name: str) -> None:
    """Take what is kept under `name` out of the keyring; without effect where there is nothing.

    Raises: NoKeyring.
    """
    _forget_from(name, 0)


def is_plain() -> bool:
    """Whether the owner has chosen a keyring that keeps its secrets unencrypted."""
    return any(type(one).__module__.startswith(_PLAIN) for one in _backends())


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST // 2).hexdigest()


def _of_json(text: str) -> Credentials | None:
    try:
        told = json.loads(text)
        at = told["expires_at"]
        return Credentials(
            str(told["server"]),
            MappingProxyType({str(name): str(value) for name, value in told["secrets"].items()}),
            tuple(map(str, told["scopes"])),
            told["may_delete"] is True,
            datetime.fromisoformat(at) if at else None,
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _forget_from(name: str, first: int) -> None:
    there: list[str] = []
    for number in range(first, _MOST_PIECES):
        entry = _entry(name, number)
        if _ask(lambda ring, e=entry: ring.get_password(SERVICE, e)) is None:  # type: ignore[misc]
            break
        there.append(entry)
    # The last first: whatever stops this, none is left behind a gap, where the next try would not look.
    for entry in reversed(there):
        _ask(lambda ring, e=entry: ring.delete_password(SERVICE, e))  # type: ignore[misc]


def _entry(name: str, number: int) -> str:
    return f"token {name}" if number == 0 else f"token {name} #{number + 1}"


def _backends() -> tuple[KeyringBackend, ...]:
    import keyring

    # Each backend raises what its system does, errors of D-Bus among it; no list of them would be whole.
    try:
        backend = keyring.get_keyring()
    except Exception:  # noqa: BLE001
        return ()
    return tuple(getattr(backend, "backends", ())) or (backend,)


def _ask(request: Callable[[KeyringBackend], T]) -> T:
    import keyring

    backends = _backends()
    # A plain file is no keyring that anybody is given unasked; whoever names it has chosen it.
    is_chosen = bool(os.environ.get(_CHOSEN))
    usable = [one for one in backends if not type(one).__module__.startswith(_NONE)]
    if not usable or not (is_chosen or any(not type(one).__module__.startswith(_PLAIN) for one in usable)):
        raise NoKeyring(
            "This system has no keyring, and tokens are kept nowhere else.",
            "Log in to a desktop with a keyring, or start one (gnome-keyring, KeePassXC), and try again.",
        )
    try:
        return request(keyring.get_keyring())
    except Exception:  # noqa: BLE001 - see `_backends`
        raise NoKeyring(
            "The system's keyring is locked or does not answer.", "Unlock it and try again; nothing was lost."
        ) from None
