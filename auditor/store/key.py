"""The vault's key: in the system's keyring, or derived from a passphrase. Knows nothing of what the key
opens.

A vault is named by its salt, the first 16 bytes of its file, so that a copy finds the same key as its
original.

"""

from __future__ import annotations

import hashlib
import os
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from auditor.store import errors

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "audit-tui"
PASSPHRASE_VARIABLE = "AUDIT_TUI_PASSPHRASE"
SALT_BYTES = 16
ITERATIONS = 256_000
"""SQLCipher 4's own figure (https://www.zetetic.net/sqlcipher/sqlcipher-api/#kdf_iter), so that its shell
opens a vault with the passphrase alone. OWASP asks for 210,000 or more with SHA-512.
"""

# keyring's stand-ins for "none", and the stores of keyrings.alt that write a plain file.
_NO_KEYRINGS = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")


class KeyedBy(StrEnum):
    """Where a vault's key comes from."""

    KEYRING = "keyring"
    PASSPHRASE = "passphrase"


@dataclass(frozen=True, slots=True)
class Key:
    """32 bytes, and the salt of the file that they open."""

    secret: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    keyed_by: KeyedBy

    @property
    def pragma(self) -> str:
        """SQLCipher's notation for a key that needs no derivation, with its salt."""
        return f"\"x'{self.secret.hex()}{self.salt.hex()}'\""


def passphrase_from_environment() -> str | None:
    """`AUDIT_TUI_PASSPHRASE`, or None where it is unset or empty."""
    return os.environ.get(PASSPHRASE_VARIABLE) or None


def derive(passphrase: str, salt: bytes) -> Key:
    """The key that `passphrase` stands for, by the same derivation as SQLCipher's own.

    Raises:
        NoKey: the passphrase is empty.
    """
    if not passphrase:
        raise errors.NoKey("The passphrase is empty.", "Type one, or set AUDIT_TUI_PASSPHRASE.")
    words = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    secret = hashlib.pbkdf2_hmac("sha512", words, salt, ITERATIONS, 32)
    return Key(secret, salt, KeyedBy.PASSPHRASE)


def has_keyring() -> bool:
    """Whether this system has a keyring that keeps secrets safe."""
    import keyring

    try:
        backend = keyring.get_keyring()
    except Exception:  # noqa: BLE001 - see `_ask`
        return False
    return all(_is_safe(one) for one in getattr(backend, "backends", ()) or (backend,))


def _is_safe(backend: KeyringBackend) -> bool:
    return not type(backend).__module__.startswith(_NO_KEYRINGS)


def from_keyring(salt: bytes) -> Key | None:
    """The key that the keyring holds for the vault of this salt, or None.

    Raises:
        NoKey: the keyring is locked or does not answer.
    """
    kept = _ask(lambda keyring: keyring.get_password(SERVICE, _entry(salt)))
    if kept is None:
        return None
    try:
        secret = bytes.fromhex(kept)
    except ValueError:
        secret = b""
    if len(secret) != 32:
        raise errors.NoKey(
            "The keyring's entry for this vault is not a key.",
            "Restore the keyring, or run `audit-tui vault restore` with a backup locked by a passphrase.",
        )
    return Key(secret, salt, KeyedBy.KEYRING)


def make_in_keyring(salt: bytes) -> Key:
    """A new random key, kept in the keyring and read back from it.

    Raises:
        NoKey: the keyring refused it.
    """
    secret = secrets.token_bytes(32)
    _ask(lambda keyring: keyring.set_password(SERVICE, _entry(salt), secret.hex()))
    kept = from_keyring(salt)
    if kept is None or kept.secret != secret:
        raise errors.NoKey(
            "The keyring did not keep the vault's key.",
            f"Unlock it and try again, or set {PASSPHRASE_VARIABLE} to use a passphrase instead.",
        )
    return kept


def forget(salt: bytes) -> None:
    """Take the key for this salt out of the keyring, if it is there."""
    if has_keyring() and from_keyring(salt) is not None:
        _ask(lambda keyring: keyring.delete_password(SERVICE, _entry(salt)))


def _entry(salt: bytes) -> str:
    return f"vault {salt.hex()}"


def _ask(request: Callable[[KeyringBackend], str | None]) -> str | None:
    import keyring

    # Each backend raises what its system does, errors of D-Bus among it; no list of them would be whole.
    try:
        return request(keyring.get_keyring())
    except Exception as error:
        raise errors.NoKey(
            "The system's keyring is locked or does not answer.",
            f"Unlock it and try again; a new vault can be locked with {PASSPHRASE_VARIABLE} instead.",
        ) from error
