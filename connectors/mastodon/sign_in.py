"""Signs in at a Mastodon server: by its own page in the browser, or with a token that the owner made there.

Knows nothing of posts. Sources: docs.joinmastodon.org, "Logging in with an account", methods `apps`, `oauth`;
RFC 7636 for the challenge, which servers before 4.3 ignore.
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64encode
from types import MappingProxyType

from mastodon import Mastodon

from connectors import code_grant
from connectors.clock import Clock
from connectors.credentials import Credentials
from connectors.errors import SignInFailed
from connectors.live import Asked, Guide, Loopback, Way
from connectors.mastodon.asking import AGENT, NAME, Asking, hosts
from connectors.server import checked

READ = ("read:accounts", "read:statuses")
DELETE = "write:statuses"

GUIDE = Guide(
    platform="mastodon",
    ways=(Way.BROWSER, Way.TOKEN),
    steps=(
        "Name your server, such as --server https://social.example, or your whole handle: "
        "--handle @you@social.example.",
        "Your server's own page opens in the browser: log in there, look at what is asked for, and allow it.",
        "By a token instead: on your server open Preferences, Development, New application; tick "
        "read:accounts and read:statuses (to delete from here, write:statuses as well) and save.",
        "Open that application, copy 'Your access token', and hand it over with --token-stdin.",
    ),
    read_scopes=READ,
    delete_scopes=(DELETE,),
    cannot="Direct messages are not read. Other servers are asked to delete their copies, and need not obey.",
)


def may(scope: str, scopes: tuple[str, ...]) -> bool:
    """Whether rights hold this one, by itself or in its whole group."""
    return scope in scopes or scope.partition(":")[0] in scopes


def with_token(asked: Asked, token: str) -> Credentials:
    """Credentials of a token from Preferences, Development; which rights it has, `check` finds out.

    Raises: SignInFailed.
    """
    made = {"access_token": code_grant.pasted(token, "Mastodon")}
    return Credentials(_server(asked), MappingProxyType(made), (), asked.may_delete)


def with_browser(asked: Asked, loopback: Loopback, clock: Clock) -> Credentials:
    """Credentials from the server's own page. The app is registered anew, with all that may be asked later.

    Raises: LiveError.
    """
    server = _server(asked)
    client, secret = _registered(server, loopback.redirect, clock)
    wanted = (*READ, DELETE) if asked.may_delete else READ
    verifier = secrets.token_urlsafe(48)
    # The library's own maker of this address asks the server first and refuses one on this machine.
    came_back = loopback.authorise(
        code_grant.page(
            f"{server}/oauth/authorize",
            client_id=client,
            redirect_uri=loopback.redirect,
            response_type="code",
            scope=" ".join(wanted),
            state=loopback.state,
            code_challenge=urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("="),
            code_challenge_method="S256",
        )
    )
    form = {
        "grant_type": "authorization_code",
        "client_id": client,
        "client_secret": secret,
        "redirect_uri": loopback.redirect,
        "code": came_back.get("code", ""),
        "code_verifier": verifier,
        "scope": " ".join(wanted),
    }
    told = code_grant.exchanged(NAME, clock, hosts(server), f"{server}/oauth/token", form)
    scopes = code_grant.scopes(told.get("scope"))
    kept = {"access_token": told["access_token"], "client_id": client, "client_secret": secret}
    is_granted = not scopes or may(DELETE, scopes)
    return Credentials(server, MappingProxyType(kept), scopes, asked.may_delete and is_granted)


def revoke(credentials: Credentials, clock: Clock) -> bool:
    """Ask the server to make the token worthless; False for one that the owner made herself.

    A server revokes only what the app asks for that it was given to (RFC 7009).

    Raises: LiveError.
    """
    form = {name: credentials.secrets.get(name, "") for name in ("client_id", "client_secret")}
    if not all(form.values()):
        return False
    form["token"] = credentials.secrets.get("access_token", "")
    asking = Asking(credentials.server, None, clock)
    try:
        asking.ask(lambda _: asking.session.post(f"{credentials.server}/oauth/revoke", data=form))
    finally:
        asking.close()
    return True


def _registered(server: str, redirect: str, clock: Clock) -> tuple[str, str]:
    asking = Asking(server, None, clock)
    try:
        told = asking.ask(
            lambda _: Mastodon.create_app(
                AGENT,
                scopes=[*READ, DELETE],
                redirect_uris=redirect,
                api_base_url=server,
                session=asking.session,
                user_agent=AGENT,
            )
        )
    finally:
        asking.close()
    app = told if isinstance(told, dict) else {}
    client, secret = app.get("client_id"), app.get("client_secret")
    if not (isinstance(client, str) and isinstance(secret, str) and client and secret):
        raise SignInFailed(
            f"{NAME} did not take this program as an app.",
            "Compare the server's address with the one in your browser, or sign in by a token.",
        )
    return client, secret


def _server(asked: Asked) -> str:
    """The server that was named, by itself or in the handle.

    Raises: SignInFailed, UnsafeServer.
    """
    named = asked.server or asked.handle.strip().lstrip("@").partition("@")[2]
    if not named:
        raise SignInFailed("Mastodon has many servers.", "Name yours, with --server https://social.example.")
    return checked(named)
