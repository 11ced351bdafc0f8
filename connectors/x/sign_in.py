"""Signs in at X with the owner's own app (OAuth 2, PKCE), and renews what lasts two hours.

Knows nothing of posts. Sources: docs.x.com, "OAuth 2.0 Authorization Code Flow with PKCE", 2026; X's OpenAPI
document 2.167 for the scopes. tweepy's own handler of it is left alone: it asks twitter.com, raises a bare
`Warning` where other scopes are granted than asked, and has no renewal.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from connectors import code_grant
from connectors.clock import Clock
from connectors.credentials import Credentials
from connectors.errors import OddAnswer, SignedOut, SignInFailed
from connectors.live import Asked, Guide, Keep, Loopback, Question, Way
from connectors.loopback import REDIRECT
from connectors.transport import session

NAME = "X"
SERVER = "https://api.x.com"
AGAIN = "Sign in again with `audit-tui connect x`"
READ = ("tweet.read", "users.read", "offline.access")
DELETE = ("tweet.write",)
_PAGES = "https://x.com"
_TOKEN = f"{SERVER}/2/oauth2/token"
_REVOKE = f"{SERVER}/2/oauth2/revoke"
# tweepy asks the old host; X answers under both.
_HOSTS = ("api.x.com", "api.twitter.com")
_LASTS = timedelta(hours=2)
_EARLY = timedelta(minutes=5)
"""How long before its end a token is renewed."""
_OF_AN_APP = "AAAAAAAAAAAAAAAAAAAA"
"""How the tokens begin that stand for an app and for nobody's account."""

GUIDE = Guide(
    platform="x",
    ways=(Way.BROWSER, Way.TOKEN),
    steps=(
        "At console.x.com, sign in as the account itself: X reads an app owner's own posts at a fifth of the "
        "price.",
        "Make an app and buy a little prepaid credit; 5 dollars read more than most accounts ever posted.",
        "In the app's user authentication settings choose Native App (a public client, no secret) and the "
        "permission Read and write.",
        f"As callback address enter {REDIRECT} exactly, with the numbers and not with localhost.",
        "Copy the OAuth 2.0 Client ID; the API key and the bearer token beside it are of no use here.",
        "Reading asks for tweet.read, users.read and offline.access; tweet.write only to delete.",
    ),
    questions=(
        Question("client-id", "OAuth 2.0 Client ID of your X app"),
        Question(
            "client-secret",
            "Its OAuth 2.0 Client Secret, if it is no Native App (otherwise leave empty)",
            is_secret=True,
            is_needed=False,
        ),
    ),
    read_scopes=READ,
    delete_scopes=DELETE,
    server=SERVER,
    cost="X charges prepaid credit: 0.001 to 0.005 dollars for each post that is read, about 0.01 for "
    "each deletion.",
    cannot="X gives the newest 3,200 posts; bring older ones, communities' posts and articles in with its "
    "archive. Articles, community notes and comments on broadcasts are deleted by hand.",
)


def hosts(server: str) -> dict[str, str]:
    """Which server is meant by each of the hosts that are asked."""
    return dict.fromkeys(_HOSTS, server)


def with_token(asked: Asked, token: str, clock: Clock) -> Credentials:
    """Credentials of a user's access token, or of X's whole answer as JSON, which can be renewed.

    The JSON is what `/2/oauth2/token` answers, with `client_id` (and `client_secret`) beside.
    Raises: SignInFailed.
    """
    told = _of_json(token)
    bare = code_grant.pasted(str(told.get("access_token", "")) if told else token, NAME)
    if bare.startswith(_OF_AN_APP):
        raise SignInFailed(
            "That token stands for the app and for nobody's account.",
            "Hand over a user's OAuth 2.0 access token, or sign in by the browser.",
        )
    app = {name: str(told[name]) for name in ("client_id", "client_secret") if told.get(name)}
    for name in (*app, *(("refresh_token",) if told.get("refresh_token") else ())):
        code_grant.pasted(str(told[name]), NAME)
    granted = code_grant.scopes(told.get("scope"))
    may_delete = asked.may_delete and (not granted or set(DELETE) <= set(granted))
    server = asked.server or SERVER
    if not told:
        return Credentials(server, MappingProxyType({"access_token": bare}), granted, may_delete)
    return _credentials(server, app, {**told, "access_token": bare}, clock.now(), may_delete)


def with_browser(asked: Asked, loopback: Loopback, clock: Clock) -> Credentials:
    """Credentials from X's own page.

    Raises: LiveError.
    """
    server = asked.server or SERVER
    app = {"client_id": code_grant.answer(asked, "client-id", "Client ID")}
    if asked.answers.get("client-secret", "").strip():
        app["client_secret"] = code_grant.answer(asked, "client-secret", "Client Secret")
    wanted = (*READ, *(DELETE if asked.may_delete else ()))
    verifier = secrets.token_urlsafe(64)
    came_back = loopback.authorise(
        code_grant.page(
            f"{code_grant.site(server, _PAGES)}/i/oauth2/authorize",
            response_type="code",
            client_id=app["client_id"],
            redirect_uri=loopback.redirect,
            scope=" ".join(wanted),
            state=loopback.state,
            code_challenge=urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("="),
            code_challenge_method="S256",
        )
    )
    try:
        told = _exchanged(
            server,
            clock,
            app,
            grant_type="authorization_code",
            code=came_back.get("code", ""),
            redirect_uri=loopback.redirect,
            code_verifier=verifier,
        )
    except SignInFailed:
        raise SignInFailed(
            "X did not take the Client ID, the app's secret, the callback address, or the code that came "
            "back, which is good for 30 seconds.",
            "Compare them with the app's page (a Native App has no secret) and try again; nothing was kept.",
        ) from None
    granted = code_grant.scopes(told.get("scope")) or wanted
    missing = sorted(set(READ[:2]) - set(granted))
    if missing:
        raise SignInFailed(
            f"X did not grant every right that is needed: {', '.join(missing)} is missing.",
            "Set the app's permissions to Read and write, and sign in again; nothing was kept.",
        )
    may_delete = asked.may_delete and set(DELETE) <= set(granted)
    return _credentials(server, app, {**told, "scope": " ".join(granted)}, clock.now(), may_delete)


def is_fresh(credentials: Credentials, now: datetime) -> bool:
    """Whether the access token holds for a while yet, or nobody can renew it anyway."""
    kept = credentials.secrets
    if not (kept.get("refresh_token") and kept.get("client_id")):
        return True
    try:
        made, until = (datetime.fromisoformat(kept.get(name, "")) for name in ("made", "until"))
        # Before it was made, the clock has been set back: how much is left is not known.
        return made - _EARLY <= now < until - _EARLY
    except (ValueError, TypeError, OverflowError):
        return False


def renewed(credentials: Credentials, keep: Keep, clock: Clock) -> Credentials:
    """New credentials for old ones that can be renewed, kept before anybody uses them.

    X answers with another refresh token each time, and the old one is worthless from then on.
    Raises: SignedOut where X no longer renews it; NoKeyring where they can't be kept; other LiveErrors.
    """
    kept = credentials.secrets
    app = {name: kept[name] for name in ("client_id", "client_secret") if kept.get(name)}
    refresh = kept.get("refresh_token", "")
    try:
        told = _exchanged(credentials.server, clock, app, grant_type="refresh_token", refresh_token=refresh)
    except SignInFailed:
        raise SignedOut(
            "X no longer renews the token: it has expired, was revoked, or was renewed elsewhere.",
            f"{AGAIN}.",
        ) from None
    granted = code_grant.scopes(told.get("scope")) or credentials.scopes
    may_delete = credentials.may_delete and (not granted or set(DELETE) <= set(granted))
    new = _credentials(
        credentials.server,
        app,
        {"refresh_token": refresh, **told, "scope": " ".join(granted)},
        clock.now(),
        may_delete,
    )
    keep(new)
    return new


def revoke(credentials: Credentials, clock: Clock) -> bool:
    """Ask X to make both tokens worthless; False where the app's id is not known, or X says no.

    Raises: Unreachable, RateLimited, OddAnswer.
    """
    kept = credentials.secrets
    app = {name: kept[name] for name in ("client_id", "client_secret") if kept.get(name)}
    tokens = [kept[name] for name in ("refresh_token", "access_token") if kept.get(name)]
    if "client_id" not in app or not tokens:
        return False
    asking, _ = session(NAME, clock, hosts(credentials.server))
    with asking:
        try:
            answers = [
                asking.post(_REVOKE, data={"token": one, "client_id": app["client_id"]}, auth=_basic(app))
                for one in tokens
            ]
        except SignedOut:
            return False
    return all(answer.status_code == 200 for answer in answers)


def _exchanged(server: str, clock: Clock, app: Mapping[str, str], **form: str) -> dict[str, Any]:
    whole = {"client_id": app["client_id"], **form}
    told = code_grant.exchanged(NAME, clock, hosts(server), _TOKEN, whole, _basic(app))
    if str(told.get("token_type", "bearer")).casefold() != "bearer":
        raise OddAnswer("X answered with a token of a kind that is not known.", "Try again later.")
    return told


def _basic(app: Mapping[str, str]) -> tuple[str, str] | None:
    """What a confidential client shows; a public one has no secret and shows its id in the form alone."""
    return (app["client_id"], app["client_secret"]) if "client_secret" in app else None


def _credentials(
    server: str, app: Mapping[str, str], told: Mapping[str, Any], now: datetime, may_delete: bool
) -> Credentials:
    seconds = code_grant.seconds(told.get("expires_in"))
    until = now + (timedelta(seconds=seconds) if seconds else _LASTS)
    kept = {**app, "access_token": told["access_token"], "made": now.isoformat(), "until": until.isoformat()}
    refresh = told.get("refresh_token")
    renews_itself = isinstance(refresh, str) and bool(refresh) and "client_id" in app
    if isinstance(refresh, str) and refresh:
        kept["refresh_token"] = refresh
    return Credentials(
        server,
        MappingProxyType(kept),
        scopes=code_grant.scopes(told.get("scope")),
        may_delete=may_delete,
        expires_at=None if renews_itself else until,
    )


def _of_json(token: str) -> Mapping[str, Any]:
    """The answer that was handed over; empty where it is a token alone."""
    if not token.strip().startswith("{"):
        return {}
    try:
        told = json.loads(token)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or not told.get("access_token"):
        raise SignInFailed(
            "That is no answer of X's with a token in it.", "Hand over the whole JSON, or the token."
        )
    return told
