"""Signs in to Bluesky with an app password or with another program's session string.

Knows nothing of the keyring: it hands credentials over. Importing it takes a second. Sources: docs.bsky.app,
"PDS Entryway"; `atproto`'s session strings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import closing
from urllib.parse import urlsplit

from atproto import DidDocument, Session

from connectors.bluesky.addresses import is_did
from connectors.bluesky.xrpc import AGAIN, Xrpc, is_plain, session_of
from connectors.clock import Clock
from connectors.credentials import Credentials
from connectors.errors import SignedOut, SignInFailed, UnsafeServer
from connectors.live import Asked
from connectors.server import checked, is_loopback

SECRET = "session"
SEPARATOR = ":::"
_APP_PASSWORD = re.compile(r"[a-z0-9]{4}(-[a-z0-9]{4}){3}")
_WHERE = "Settings → Privacy and security → App passwords"


def with_password(asked: Asked, password: str, clock: Clock) -> Credentials:
    """Credentials from a handle and an app password; the account's own password is not sent anywhere.

    Raises: LiveError.
    """
    handle = asked.handle.strip().lstrip("@")
    if not handle:
        raise SignInFailed("Bluesky has to know whose app password it is.", "Say `--handle you.bsky.social`.")
    if not _APP_PASSWORD.fullmatch(password.strip()):
        raise SignInFailed(
            "That is no app password, which looks like xxxx-xxxx-xxxx-xxxx; it was not sent.",
            f"Create one in the Bluesky app: {_WHERE}.",
        )
    server = checked(asked.server)
    with closing(Xrpc(server, clock)) as asking:
        told = asking.create_session(handle, password.strip())
    return credentials_of(session_of(told, home_of(server, told.get("didDoc"))), server)


def with_token(asked: Asked, token: str) -> Credentials:
    """Credentials from a session string of `atproto`'s.

    Raises: SignInFailed, UnsafeServer.
    """
    server = checked(asked.server)
    parts = token.strip().split(SEPARATOR)
    if len(parts) not in {4, 5} or not all(map(is_plain, parts)) or not is_did(parts[1]):
        raise SignInFailed(
            "That is no session string of Bluesky's.", "Use an app password: `audit-tui connect bluesky`."
        )
    home = parts[4].removesuffix("/xrpc") if len(parts) == 5 else server
    return credentials_of(Session(*parts[:4], _home(server, home)), server)


def session_in(credentials: Credentials) -> Session:
    """The session that credentials hold.

    Raises: SignedOut where they hold none; UnsafeServer.
    """
    parts = credentials.secrets.get(SECRET, "").split(SEPARATOR)
    if len(parts) != 5 or not all(parts):
        raise SignedOut("This account is not signed in.", AGAIN)
    return Session(*parts[:4], checked(parts[4]))


def credentials_of(session: Session, server: str) -> Credentials:
    """What is kept of a session. An app password may always delete; Bluesky has no lesser one."""
    return Credentials(server, {SECRET: session.encode()}, may_delete=True)


def home_of(server: str, document: object) -> str:
    """The server where the account lives, out of the identity document that came with the session.

    Raises: UnsafeServer.
    """
    endpoint: str | None = None
    if isinstance(document, Mapping):
        try:
            endpoint = DidDocument.from_dict(dict(document)).get_pds_endpoint()
        except ValueError:
            endpoint = None
    return _home(server, endpoint or server)


def _home(server: str, endpoint: str) -> str:
    """`endpoint`, where a token may go there.

    A server on this machine stands for itself: what it is called elsewhere leads past it. A server elsewhere
    may not send the token to this machine.
    """
    if is_loopback(urlsplit(server).hostname or ""):
        return server
    home = checked(endpoint)
    if is_loopback(urlsplit(home).hostname or ""):
        raise UnsafeServer(
            "The server says that the account lives on this machine.", "Check the server's address."
        )
    return home
