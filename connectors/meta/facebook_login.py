"""Signs in at Facebook's own page with the owner's app, for Facebook and for Instagram by way of Facebook.

Knows nothing of posts. Sources: developers.facebook.com, "Manually Build a Login Flow" and "Long-Lived Access
Tokens", 2026. There is no refresh token: after 60 days the owner signs in anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from connectors import code_grant
from connectors.clock import Clock
from connectors.live import Asked, Loopback
from connectors.meta.graph import VERSION, Graph, NotAllowed, listed

HOST = "graph.facebook.com"
SERVER = f"https://{HOST}"
_PAGES = "https://www.facebook.com"


def signed_in(
    name: str, asked: Asked, server: str, loopback: Loopback, clock: Clock, scopes: Sequence[str]
) -> tuple[str, datetime | None]:
    """A token of the owner's that lasts about 60 days, and when it ends; `name` is told in messages.

    Raises: LiveError.
    """
    client = code_grant.answer(asked, "client-id", "app id")
    secret = code_grant.answer(asked, "client-secret", "app secret")
    came_back = loopback.authorise(
        code_grant.page(
            f"{code_grant.site(server, _PAGES)}/{VERSION}/dialog/oauth",
            client_id=client,
            redirect_uri=loopback.redirect,
            scope=",".join(scopes),
            response_type="code",
            state=loopback.state,
        )
    )
    app = {"client_id": client, "client_secret": secret}
    code = {"redirect_uri": loopback.redirect, "code": came_back.get("code", "").removesuffix("#_")}
    to, address = code_grant.hosts(server, SERVER), f"{SERVER}/{VERSION}/oauth/access_token"
    short = code_grant.swapped(name, clock, to, address, {**app, **code})
    swap = {"grant_type": "fb_exchange_token", "fb_exchange_token": short["access_token"]}
    told = code_grant.swapped(name, clock, to, address, {**app, **swap})
    lasts = code_grant.seconds(told.get("expires_in"))
    return told["access_token"], clock.now() + timedelta(seconds=lasts) if lasts else None


def granted(graph: Graph, token: str) -> tuple[str, ...] | None:
    """The rights that the owner has left on; None where the token is a Page's, which has none of its own.

    Raises: LiveError.
    """
    try:
        told = graph.ask("GET", "/me/permissions", token)
    except NotAllowed:
        return None
    return tuple(
        str(each["permission"])
        for each in listed(told, graph.odd)
        if isinstance(each, dict) and each.get("status") == "granted" and each.get("permission")
    )


def taken_away(graph: Graph, token: str) -> bool:
    """Take every right away from the app, which makes its tokens worthless; whether Graph says that it did.

    Raises: LiveError.
    """
    return graph.ask("DELETE", "/me/permissions", token).get("success") is True
