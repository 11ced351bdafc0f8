"""Signs accounts in and out, and opens what is signed in; always compares whose the token is.

Knows no platform and no screen. Secrets go from the platform to the keyring and are seen by nobody else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from auditor.model import StoredAccount
from auditor.store import Connected, live_source
from connectors import credentials as keyring
from connectors import live_platforms
from connectors.clock import Clock
from connectors.credentials import Credentials
from connectors.errors import LiveError, NoKeyring, SignedOut, WrongAccount
from connectors.live import Asked, Connection, Connector, Way
from connectors.loopback import BrowserLoopback
from connectors.model import Account, ItemKind, Profile, Use, same_handle

if TYPE_CHECKING:
    from auditor.store import Vault


def signed_in(
    connector: Connector,
    way: Way,
    asked: Asked,
    secret: str,
    clock: Clock,
    *,
    show: Callable[[str], None],
    tick: Callable[[float], None] | None = None,
) -> Credentials:
    """Credentials by the way that the owner chose; `secret` is the token or app password, if it is one.

    `show` is told the address of the platform's own page, `tick` how many seconds are left to sign in there.
    Raises: LiveError.
    """
    match way:
        case Way.TOKEN:
            return connector.with_token(asked, secret, clock)
        case Way.PASSWORD:
            return connector.with_password(asked, secret, clock)
        case Way.BROWSER:
            with BrowserLoopback(show, tick=tick) as loopback:
                return connector.with_browser(asked, loopback, clock)


def connect(
    vault: Vault,
    platform: str,
    credentials: Credentials,
    clock: Clock,
    *,
    handle: str = "",
    use: Use | None = None,
) -> StoredAccount:
    """Ask the platform whose credentials these are, then keep account, profile and the token.

    `handle`: the account that the owner named. Another account than hers on that platform is taken only where
    she has named it.
    Raises: WrongAccount, and other LiveErrors; then nothing was kept.
    """
    renewed = [credentials]
    connector = live_platforms.of(platform)
    connection = connector.open(credentials, renewed.append, clock)
    try:
        account = connection.check()
        of_another_app = _require_hers(vault, account, handle, connector)
        profile = connection.profile()
    finally:
        connection.close()
    name = _entry(vault, account)
    before = keyring.get(name)
    try:
        keyring.keep(name, renewed[-1])
        with vault.transaction():
            left = _moved(vault, of_another_app, account) if of_another_app else None
            at = clock.now()
            stored = _note(vault, name, account, profile, renewed[-1], at, use, connection.deletes)
    except BaseException:
        # A token that the vault does not know of could never be taken away again.
        with suppress(NoKeyring):
            _put_back(name, before)
        raise
    if left:
        keyring.forget(left)
    return stored


def _moved(vault: Vault, known: StoredAccount, account: Account) -> str | None:
    """Give the account the id that this app is told, and return under which name its former token is kept."""
    vault.accounts.set_remote_id(known.id, str(account.remote_id))
    connected = vault.connections.get(known.id)
    return connected.name if connected else None


def _put_back(name: str, before: Credentials | None) -> None:
    if before is None:
        keyring.forget(name)
    else:
        keyring.keep(name, before)


def _note(
    vault: Vault,
    name: str,
    account: Account,
    profile: Profile,
    credentials: Credentials,
    now: datetime,
    use: Use | None,
    deletes: frozenset[ItemKind],
) -> StoredAccount:
    with vault.transaction():
        stored = vault.accounts.upsert(account, profile, live_source(account.platform), now)
        if use is not None:
            vault.accounts.set_use(stored.id, use)
        told = credentials.server, credentials.scopes, credentials.may_delete, now, credentials.expires_at
        vault.connections.set(Connected(stored.id, name, *told, deletes))
    return vault.accounts.get(stored.id)


def opened(vault: Vault, account: StoredAccount, clock: Clock) -> Connection:
    """A connection to the account, after the platform has just said that the token is its own.

    The caller closes it.
    Raises: SignedOut where it is not signed in; WrongAccount; other LiveErrors.
    """
    connected = vault.connections.get(account.id)
    kept = keyring.get(connected.name) if connected else None
    if connected is None or kept is None:
        raise SignedOut(
            "This account is not connected.",
            f"Run `audit-tui connect {account.account.platform}` first.",
        )
    connection = live_platforms.of(account.account.platform).open(kept, _keeper(vault, connected), clock)
    try:
        told = connection.check()
        if not _is_same(told, account.account):
            raise WrongAccount(
                "The token is of another account than the one in the vault; nothing was read or deleted.",
                f"Run `audit-tui connect {account.account.platform}` and sign in as the account itself.",
            )
        _learn(vault, account.account, told)
    except BaseException:
        connection.close()
        raise
    return connection


def _learn(vault: Vault, known: Account, told: Account) -> None:
    """Keep the platform's id where the vault has none, and a handle that has changed."""
    if (told.remote_id, told.handle) != (known.remote_id, known.handle):
        vault.accounts.upsert(replace(told, extra=known.extra), None, live_source(told.platform))


def disconnect(vault: Vault, account: StoredAccount, clock: Clock) -> bool:
    """Ask the platform to revoke the token, and forget it here in any case; what was fetched stays.

    Returns whether the platform has revoked it: where not, the owner can do so in its settings.
    Raises: SignedOut where the account is not connected; NoKeyring where the token can't be forgotten.
    """
    connected = vault.connections.get(account.id)
    if connected is None:
        raise SignedOut("This account is not connected.", "There is nothing to disconnect.")
    kept = keyring.get(connected.name)
    try:
        return kept is not None and live_platforms.of(account.account.platform).revoke(kept, clock)
    except LiveError:
        return False
    finally:
        keyring.forget(connected.name)
        vault.connections.remove(account.id)


def _keeper(vault: Vault, connected: Connected) -> Callable[[Credentials], None]:
    def keep(renewed: Credentials) -> None:
        keyring.keep(connected.name, renewed)
        vault.connections.renew(connected.account_id, renewed.expires_at)

    return keep


def _require_hers(vault: Vault, account: Account, handle: str, connector: Connector) -> StoredAccount | None:
    """The account that this one is, where the platform tells another app another id and she has named it.

    Raises: WrongAccount where the token is not of the account that is meant.
    """
    again = (
        "Sign in as the account itself, or name this one with --handle if it is yours too: "
        f"`audit-tui connect {account.platform}`."
    )
    if handle and not _is_named(handle, account):
        raise WrongAccount("The token is of another account than the one that you named.", again)
    there = [stored for stored in vault.accounts.list() if stored.account.platform == account.platform]
    known = [stored.account for stored in there]
    by_handle = [stored for stored in there if same_handle(stored.account.handle, account.handle)]
    if any(one.account.remote_id not in (None, account.remote_id) for one in by_handle) and not any(
        one.remote_id == account.remote_id for one in known
    ):
        if connector.guide.ids_differ_by_app:
            if handle and len(by_handle) == 1:
                return by_handle[0]
            raise WrongAccount(
                "The account of this name in the vault was connected by another app, which has another id.",
                f"If it is yours, name it: `audit-tui connect {account.platform} --handle NAME`.",
            )
        raise WrongAccount(
            "The account of this handle in the vault has another id at the platform: the handle has changed "
            "hands, or the server is another one.",
            "Check the server's address; `audit-tui accounts` lists what is in the vault.",
        )
    if known and not handle and not any(_is_same(account, one) for one in known):
        raise WrongAccount("The token is of another account than yours in the vault.", again)
    return None


def _is_named(handle: str, account: Account) -> bool:
    # A handle of many servers may be given without its server.
    return same_handle(handle, account.handle) or same_handle(
        handle, account.handle.strip().lstrip("@").partition("@")[0]
    )


def _is_same(told: Account, known: Account) -> bool:
    if told.platform != known.platform:
        return False
    if known.remote_id is not None:
        return told.remote_id == known.remote_id
    return same_handle(told.handle, known.handle)


def _entry(vault: Vault, account: Account) -> str:
    """The keyring's entry: apart for each vault, and without a handle, which keyrings show in the open."""
    told = f"{account.platform}\0{account.remote_id}".encode()
    key = hashlib.blake2b(vault.fingerprint_key, digest_size=8, person=b"keyring entry").hexdigest()
    digest = hashlib.blake2b(told, key=vault.fingerprint_key, digest_size=8).hexdigest()
    return f"{account.platform} {key} {digest}"
