"""Signs in at Threads with the owner's own app, or with a token that she made in Meta's dashboard.

Knows nothing of posts. Sources: developers.facebook.com/documentation/threads, "Get Access Tokens" and
"Long-Lived Access Tokens", 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from connectors import code_grant
from connectors.clock import Clock
from connectors.credentials import Credentials
from connectors.errors import LiveError
from connectors.live import Asked, Guide, Keep, Loopback, Question, Way
from connectors.loopback import REDIRECT

NAME = "Threads"
SERVER = "https://graph.threads.net"
"""Newer pages of Meta's write graph.threads.com; `--server` takes that one as well."""
_PAGES = "https://threads.com"
_READ = ("threads_basic", "threads_read_replies")
DELETE = "threads_delete"
_OLD_ENOUGH = timedelta(days=1)
"""Before that Threads does not renew a token."""

GUIDE = Guide(
    platform="threads",
    ways=(Way.TOKEN, Way.BROWSER),
    steps=(
        "Make an app at developers.facebook.com with the use case 'Access the Threads API'.",
        "Give the use case the permissions threads_basic and threads_read_replies; to delete from here, "
        "threads_delete as well.",
        "Under App roles add your own Threads account as a Threads tester, and accept that in Threads' "
        "settings (Account, Website permissions, Invites): then nobody reviews the app.",
        "In the use case's settings press Generate access token beside your account, and hand the token over "
        "with --token-stdin.",
        f"By the browser instead: add {REDIRECT} as redirect address; Meta may want an https one.",
    ),
    questions=(
        Question("client-id", "Threads app id (not the Meta app's id beside it)"),
        Question("client-secret", "Threads app secret", is_secret=True),
    ),
    read_scopes=_READ,
    delete_scopes=(DELETE,),
    server=SERVER,
    ids_differ_by_app=True,
    cannot="Archived posts, likes and reposts can't be deleted over the connection: look on your profile.",
)


def with_token(asked: Asked, token: str, clock: Clock) -> Credentials:
    """Credentials of a token from Meta's dashboard, which is renewed as one of the browser is.

    Raises: SignInFailed.
    """
    return _credentials(
        asked.server or SERVER, code_grant.pasted(token, NAME), (), asked.may_delete, {}, clock
    )


def with_browser(asked: Asked, loopback: Loopback, clock: Clock) -> Credentials:
    """Credentials from Threads' own page: a token for an hour, swapped for one of 60 days.

    Raises: LiveError.
    """
    server = asked.server or SERVER
    client = code_grant.answer(asked, "client-id", "Threads app id")
    secret = code_grant.answer(asked, "client-secret", "Threads app secret")
    wanted = (*_READ, DELETE) if asked.may_delete else _READ
    came_back = loopback.authorise(
        code_grant.page(
            f"{code_grant.site(server, _PAGES)}/oauth/authorize",
            client_id=client,
            redirect_uri=loopback.redirect,
            scope=",".join(wanted),
            response_type="code",
            state=loopback.state,
        )
    )
    form = {
        "client_id": client,
        "client_secret": secret,
        "grant_type": "authorization_code",
        "redirect_uri": loopback.redirect,
        # Meta puts a sign of its own behind the code.
        "code": came_back.get("code", "").removesuffix("#_"),
    }
    short = code_grant.exchanged(NAME, clock, hosts(server), f"{SERVER}/oauth/access_token", form)
    swap = {
        "grant_type": "th_exchange_token",
        "client_secret": secret,
        "access_token": short["access_token"],
    }
    told = code_grant.swapped(NAME, clock, hosts(server), f"{SERVER}/access_token", swap)
    # Which of the rights she left on, Threads does not say.
    return _credentials(server, told["access_token"], (), asked.may_delete, told, clock)


def renewed(credentials: Credentials, keep: Keep, clock: Clock) -> Credentials:
    """New credentials for another 60 days, kept; the same where they are too young, or can't be renewed now.

    A token lasts 60 days from its last renewal, so one that is used now and then never runs out. Where
    Threads does not renew it, it may well be good still: what is asked next will tell.
    Raises: NoKeyring.
    """
    if not _is_old_enough(credentials, clock.now()):
        return credentials
    token = credentials.secrets["access_token"]
    query = {"grant_type": "th_refresh_token", "access_token": token}
    try:
        told = code_grant.swapped(
            NAME, clock, hosts(credentials.server), f"{SERVER}/refresh_access_token", query
        )
    except LiveError:
        return credentials
    may_delete = credentials.may_delete
    new = _credentials(credentials.server, told["access_token"], credentials.scopes, may_delete, told, clock)
    keep(new)
    return new


def hosts(server: str) -> dict[str, str]:
    """Which server is meant by each of Threads' hosts."""
    return code_grant.hosts(server, SERVER)


def _credentials(
    server: str,
    token: str,
    scopes: tuple[str, ...],
    may_delete: bool,
    told: Mapping[str, Any],
    clock: Clock,
) -> Credentials:
    now, lasts = clock.now(), code_grant.seconds(told.get("expires_in"))
    return Credentials(
        server,
        MappingProxyType({"access_token": token, "made": now.isoformat()}),
        scopes,
        may_delete,
        expires_at=now + timedelta(seconds=lasts) if lasts else None,
    )


def _is_old_enough(credentials: Credentials, now: datetime) -> bool:
    try:
        made = datetime.fromisoformat(credentials.secrets.get("made", ""))
        return now - made > _OLD_ENOUGH
    except (ValueError, TypeError, OverflowError):
        return False
