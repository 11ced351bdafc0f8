"""Signs in at TikTok's Login Kit with the owner's own app, and renews what lasts a day.

Knows nothing of videos. Sources: developers.tiktok.com, "Login Kit for Desktop" and "Manage User Access
Tokens", 2026.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from connectors import code_grant
from connectors.clock import Clock
from connectors.credentials import Credentials
from connectors.errors import SignedOut, SignInFailed
from connectors.live import Asked, Guide, Keep, Loopback, Question, Way
from connectors.loopback import REDIRECT
from connectors.transport import session

NAME = "TikTok"
SERVER = "https://open.tiktokapis.com"
_PAGES = "https://www.tiktok.com"
_TOKEN = f"{SERVER}/v2/oauth/token/"
_REVOKE = f"{SERVER}/v2/oauth/revoke/"
_SCOPES = ("user.info.basic", "user.info.profile", "video.list")
_EARLY = timedelta(minutes=10)
"""How long before its end a token is renewed."""

GUIDE = Guide(
    platform="tiktok",
    ways=(Way.BROWSER, Way.TOKEN),
    steps=(
        "Make an app at developers.tiktok.com (Manage apps), for the platform Desktop.",
        "Add the products Login Kit and Display API, with the scopes user.info.basic, user.info.profile and "
        "video.list.",
        f"As redirect address of Login Kit for Desktop enter {REDIRECT} exactly.",
        "TikTok has to approve the app first, which takes days and may be refused; an export needs none.",
        "Copy the client key and the client secret from the app's page.",
        "A token that you made elsewhere lasts a day at most: hand it over with --token-stdin.",
    ),
    questions=(
        Question("client-id", "Client key of your TikTok app"),
        Question("client-secret", "Client secret of your TikTok app", is_secret=True),
    ),
    read_scopes=_SCOPES,
    server=SERVER,
    ids_differ_by_app=True,
    cannot="Programs can read public videos alone and delete nothing: bring comments, private videos and "
    "reposts in with the export, and delete in TikTok's app.",
)


def with_token(asked: Asked, token: str) -> Credentials:
    """Credentials of a token alone, which nobody can renew.

    Raises: SignInFailed.
    """
    kept = MappingProxyType({"access_token": code_grant.pasted(token, NAME)})
    return Credentials(asked.server or SERVER, kept)


def with_browser(asked: Asked, loopback: Loopback, clock: Clock) -> Credentials:
    """Credentials from TikTok's own page.

    Raises: LiveError.
    """
    server = asked.server or SERVER
    app = {
        "client_id": code_grant.answer(asked, "client-id", "client key"),
        "client_secret": code_grant.answer(asked, "client-secret", "client secret"),
    }
    verifier = secrets.token_urlsafe(48)
    came_back = loopback.authorise(
        code_grant.page(
            f"{code_grant.site(server, _PAGES)}/v2/auth/authorize/",
            client_key=app["client_id"],
            scope=",".join(_SCOPES),
            response_type="code",
            redirect_uri=loopback.redirect,
            state=loopback.state,
            # In hexadecimal, unlike everywhere else (RFC 7636 has base64).
            code_challenge=hashlib.sha256(verifier.encode()).hexdigest(),
            code_challenge_method="S256",
        )
    )
    told = _asked_for(
        server,
        clock,
        app,
        grant_type="authorization_code",
        code=came_back.get("code", ""),
        redirect_uri=loopback.redirect,
        code_verifier=verifier,
    )
    _require_all(code_grant.scopes(told.get("scope")) or _SCOPES)
    return _credentials(server, app, told, clock.now())


def renewed(credentials: Credentials, keep: Keep, clock: Clock) -> Credentials:
    """The same credentials, or new ones, kept, where the token has run out or is about to.

    TikTok may answer with another refresh token, and then the old one is worthless.
    Raises: SignedOut where TikTok no longer renews it; other LiveErrors.
    """
    kept = credentials.secrets
    app = {name: kept.get(name, "") for name in ("client_id", "client_secret")}
    refresh = kept.get("refresh_token", "")
    if not (refresh and all(app.values())) or _is_fresh(kept, clock.now()):
        return credentials
    try:
        told = _asked_for(credentials.server, clock, app, grant_type="refresh_token", refresh_token=refresh)
    except SignInFailed:
        raise SignedOut(
            "TikTok no longer renews the token: it has expired or was revoked.",
            "Sign in again with `audit-tui connect tiktok`.",
        ) from None
    before = {"refresh_token": refresh, "scope": ",".join(credentials.scopes)}
    new = _credentials(credentials.server, app, {**before, **told}, clock.now())
    keep(new)
    return new


def revoke(credentials: Credentials, clock: Clock) -> bool:
    """Ask TikTok to make the token worthless; False where the app's key is not known, or TikTok says no.

    Raises: Unreachable, RateLimited, OddAnswer.
    """
    kept = credentials.secrets
    if not (kept.get("client_id") and kept.get("client_secret")):
        return False
    asking, _ = session(NAME, clock, hosts(credentials.server), lambda _: None)
    with asking:
        form = {
            "client_key": kept["client_id"],
            "client_secret": kept["client_secret"],
            "token": kept.get("access_token", ""),
        }
        try:
            response = asking.post(_REVOKE, data=form)
        except SignedOut:
            return False
        # It answers with nothing; with an error in JSON where it did not.
        return response.status_code == 200 and b'"error"' not in response.content


def hosts(server: str) -> dict[str, str]:
    """Which server is meant by each of TikTok's hosts."""
    return code_grant.hosts(server, SERVER, _PAGES)


def _require_all(granted: tuple[str, ...]) -> None:
    """Raises: SignInFailed where she has switched a right off on TikTok's page."""
    missing = set(_SCOPES) - set(granted)
    if missing:
        raise SignInFailed(
            f"TikTok did not grant every right that is needed: {', '.join(sorted(missing))} is missing.",
            "Sign in again and leave every switch on TikTok's page on; nothing was kept.",
        )


def _asked_for(server: str, clock: Clock, app: Mapping[str, str], **form: str) -> dict[str, Any]:
    whole = {"client_key": app["client_id"], "client_secret": app["client_secret"], **form}
    return code_grant.exchanged(NAME, clock, hosts(server), _TOKEN, whole)


def _credentials(server: str, app: Mapping[str, str], told: Mapping[str, Any], now: datetime) -> Credentials:
    lasts = timedelta(seconds=code_grant.seconds(told.get("expires_in")) or 86_400)
    kept = {**app, "access_token": told["access_token"], "made": now.isoformat()}
    kept["until"] = (now + lasts).isoformat()
    if isinstance(refresh := told.get("refresh_token"), str) and refresh:
        kept["refresh_token"] = refresh
        whole = code_grant.seconds(told.get("refresh_expires_in"))
    else:
        whole = int(lasts.total_seconds())
    return Credentials(
        server,
        MappingProxyType(kept),
        scopes=code_grant.scopes(told.get("scope")),
        expires_at=now + timedelta(seconds=whole) if whole else None,
    )


def _is_fresh(kept: Mapping[str, str], now: datetime) -> bool:
    try:
        made, until = (datetime.fromisoformat(kept.get(name, "")) for name in ("made", "until"))
        # Before it was made the clock has been set back: how much is left is not known.
        return made - _EARLY <= now < until - _EARLY
    except (ValueError, TypeError, OverflowError):
        return False
