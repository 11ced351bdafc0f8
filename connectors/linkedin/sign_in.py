"""Signs in at LinkedIn with the owner's own app, or with a token that she made in LinkedIn's portal.

Knows nothing of posts. Sources: learn.microsoft.com/linkedin, "Authorization Code Flow", "Developer Portal
Tools" and "Member Data Portability (Member)", 2026.
"""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType

from connectors import code_grant
from connectors.clock import Clock
from connectors.credentials import Credentials
from connectors.errors import SignInFailed
from connectors.live import Asked, Guide, Loopback, Question, Way
from connectors.loopback import REDIRECT

NAME = "LinkedIn"
SERVER = "https://api.linkedin.com"
_PAGES = "https://www.linkedin.com"
WRITE = "w_member_social"
READ = "r_member_social"
"""Reads one's own posts; LinkedIn grants it to few."""
PORTABILITY = "r_dma_portability_self_serve"
PORTABILITY_BEGINS = "r_dma_portability"
"""The right of members in the EEA and Switzerland; it has had two names."""
_SCOPES = ("openid", "profile")

GUIDE = Guide(
    platform="linkedin",
    ways=(Way.BROWSER, Way.TOKEN),
    steps=(
        "Make an app at linkedin.com/developers/apps; it wants a company page, and an empty one will do.",
        "On its tab Products ask for 'Sign In with LinkedIn using OpenID Connect', which is granted at once.",
        "Only if you want to delete posts from here, ask for 'Share on LinkedIn' as well.",
        f"On its tab Auth add the redirect address {REDIRECT}, and copy client id and client secret.",
        "If LinkedIn does not take that address, make a token with its OAuth Token Generator and hand it "
        "over with --token-stdin.",
        "In the EEA and Switzerland your posts can be read as well: make another app, for 'Member Data "
        "Portability API (Member)', and hand over a token of that one.",
    ),
    questions=(
        Question("client-id", "Client id of your LinkedIn app"),
        Question("client-secret", "Client secret of your LinkedIn app", is_secret=True),
        Question(
            "portability",
            "Only for a token of Member Data Portability (EEA, Switzerland): yes; else leave it empty",
            is_needed=False,
        ),
    ),
    for_token=("portability",),
    read_scopes=_SCOPES,
    delete_scopes=(WRITE,),
    server=SERVER,
    ids_differ_by_app=True,
    cannot="Outside the EEA and Switzerland programs can't read posts; nowhere can they delete comments, or "
    "look whether a post still stands. Bring posts in with the export; a new one proves what is gone.",
)


def with_token(asked: Asked, token: str) -> Credentials:
    """Credentials of a token from LinkedIn's portal; how long it lasts is not known from it.

    Raises: SignInFailed.
    """
    is_portable = asked.answers.get("portability", "").strip().casefold() in ("yes", "y", "true", "1")
    if is_portable and asked.may_delete:
        raise SignInFailed(
            "A token of Member Data Portability reads alone; it can't delete.",
            "Sign in without asking to delete, or with a token of the other app.",
        )
    return Credentials(
        asked.server or SERVER,
        MappingProxyType({"access_token": code_grant.pasted(token, NAME)}),
        scopes=(PORTABILITY,) if is_portable else (),
        may_delete=asked.may_delete,
    )


def with_browser(asked: Asked, loopback: Loopback, clock: Clock) -> Credentials:
    """Credentials from LinkedIn's own page, for about 60 days; nothing renews them.

    Raises: LiveError.
    """
    server = asked.server or SERVER
    client = code_grant.answer(asked, "client-id", "client id")
    secret = code_grant.answer(asked, "client-secret", "client secret")
    wanted = (*_SCOPES, WRITE) if asked.may_delete else _SCOPES
    came_back = loopback.authorise(
        code_grant.page(
            f"{code_grant.site(server, _PAGES)}/oauth/v2/authorization",
            response_type="code",
            client_id=client,
            redirect_uri=loopback.redirect,
            state=loopback.state,
            scope=" ".join(wanted),
        )
    )
    form = {
        "grant_type": "authorization_code",
        "code": came_back.get("code", ""),
        "client_id": client,
        "client_secret": secret,
        "redirect_uri": loopback.redirect,
    }
    told = code_grant.exchanged(NAME, clock, hosts(server), f"{_PAGES}/oauth/v2/accessToken", form)
    granted = code_grant.scopes(told.get("scope"))
    lasts = code_grant.seconds(told.get("expires_in"))
    # Neither the app's id nor its secret is of use again: nothing is renewed or revoked with them.
    return Credentials(
        server,
        MappingProxyType({"access_token": told["access_token"]}),
        scopes=granted,
        may_delete=asked.may_delete and (not granted or WRITE in granted),
        expires_at=clock.now() + timedelta(seconds=lasts) if lasts else None,
    )


def hosts(server: str) -> dict[str, str]:
    """Which server is meant by each of LinkedIn's hosts."""
    return code_grant.hosts(server, SERVER, _PAGES)
