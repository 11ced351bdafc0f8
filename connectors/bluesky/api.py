"""Bluesky's way in: what a clinician has to do, and the doors to signing in and to the account.

Cheap to import: what loads `atproto`, which takes a second, is imported when it is used.
"""

from __future__ import annotations

from contextlib import closing

from connectors.clock import Clock
from connectors.credentials import Credentials
from connectors.errors import NotOffered, SignedOut
from connectors.live import Asked, Connection, Guide, Keep, Loopback, Way

SERVER = "https://bsky.social"


class BlueskyConnector:
    """Signs in with an app password."""

    guide = Guide(
        platform="bluesky",
        ways=(Way.PASSWORD, Way.TOKEN),
        steps=(
            "In the Bluesky app open Settings → Privacy and security → App passwords.",
            "Choose Add app password, name it audit-tui, and leave access to direct messages off.",
            "Copy the password (xxxx-xxxx-xxxx-xxxx); it is shown once.",
            "Have your handle ready, such as you.bsky.social.",
        ),
        server=SERVER,
        cannot=(
            "An app password can always delete; Bluesky has none that only reads. "
            "Direct messages, drafts and bookmarks are not read: look at them in the Bluesky app."
        ),
    )

    def with_token(self, asked: Asked, token: str, clock: Clock) -> Credentials:
        """Credentials from a session string of the Python library `atproto`.

        Raises: SignInFailed, UnsafeServer.
        """
        from connectors.bluesky import sign_in

        return sign_in.with_token(asked, token)

    def with_password(self, asked: Asked, password: str, clock: Clock) -> Credentials:
        """Credentials from a handle and an app password.

        Raises: LiveError.
        """
        from connectors.bluesky import sign_in

        return sign_in.with_password(asked, password, clock)

    def with_browser(self, asked: Asked, loopback: Loopback, clock: Clock) -> Credentials:
        """Raises: NotOffered; an app password needs no browser."""
        raise NotOffered(
            "Bluesky is connected with an app password.", "Run `audit-tui connect bluesky --handle …`."
        )

    def open(self, credentials: Credentials, keep: Keep, clock: Clock) -> Connection:
        """A connection; nothing is asked of the network yet.

        Raises: SignedOut, UnsafeServer.
        """
        from connectors.bluesky.connection import BlueskyConnection

        return BlueskyConnection(credentials, keep, clock)

    def revoke(self, credentials: Credentials, clock: Clock) -> bool:
        """End the session. The app password itself only its owner can delete, in the Bluesky app.

        Raises: LiveError.
        """
        from connectors.bluesky.sign_in import session_in
        from connectors.bluesky.xrpc import Xrpc

        session = session_in(credentials)
        with closing(Xrpc(session.pds_endpoint or credentials.server, clock, session)) as server:
            try:
                server.end_session()
            except SignedOut:
                return True
        return True


CONNECTOR = BlueskyConnector()
