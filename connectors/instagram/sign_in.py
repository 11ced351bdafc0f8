"""Signs in at Instagram with the owner's own app: by Instagram Login, or by Facebook Login for more rights.

Knows nothing of posts. Sources: developers.facebook.com, "Instagram API with Instagram Login" and "with
Facebook Login", 2026.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from types import MappingProxyType

from connectors import code_grant
from connectors.clock import Clock
from connectors.credentials import Credentials
from connectors.errors import SignInFailed
from connectors.live import Asked, Guide, Loopback, Question, Way
from connectors.loopback import REDIRECT
from connectors.meta import facebook_login
from connectors.meta.graph import Graph, plainly

NAME = "Instagram"
HOST = "graph.instagram.com"
SERVER = f"https://{HOST}"
_CODES = "https://api.instagram.com"
_PAGES = "https://www.instagram.com"
BY_FACEBOOK = "facebook"
_BY_INSTAGRAM = "instagram"
_READ = ("instagram_business_basic",)
MANAGE = "instagram_business_manage_comments"
_READ_B = ("instagram_basic", "pages_show_list", "pages_read_engagement")
MANAGE_B, DELETE_B = "instagram_manage_comments", "instagram_manage_contents"
BY_HAND = "Open Your activity on Instagram, find it by its date and text, and choose Delete."

GUIDE = Guide(
    platform="instagram",
    ways=(Way.BROWSER, Way.TOKEN),
    steps=(
        "Your account has to be a professional one (business or creator): Settings, Account type and tools.",
        "Make an app of your own at developers.facebook.com with the Instagram product, and give your "
        "account a role in it; then nobody has to review it.",
        f"Choose Instagram Login, with the permission {_READ[0]}, and {MANAGE} to read and delete your "
        "comments below your own posts.",
        "Only to delete posts as well: choose Facebook Login, for an account that is linked to a Page, with "
        f"{', '.join(_READ_B)}, {MANAGE_B} and {DELETE_B}.",
        f"Add {REDIRECT} as redirect address; Meta may want an https one, then make a token in the app's "
        "settings and hand it over with --token-stdin.",
    ),
    questions=(
        Question("client-id", "App id (Instagram's own, or with Facebook Login the Meta app's)"),
        Question("client-secret", "App secret that belongs to it", is_secret=True),
        Question("by", "Login: instagram, or facebook (nothing: instagram)", is_needed=False),
    ),
    for_token=("by",),
    read_scopes=_READ,
    delete_scopes=(MANAGE,),
    server=SERVER,
    cannot="Personal accounts can't be connected, and no program lists or deletes your comments on other "
    "people's posts: import the export, and delete in the app. Posts go by Facebook Login alone, if at all.",
    ids_differ_by_app=True,
)


def with_token(asked: Asked, token: str) -> Credentials:
    """Credentials of a token of hers; its rights are read with the first request. Raises: SignInFailed."""
    return _credentials(asked, code_grant.pasted(token, NAME), None, asked.may_delete)


def with_browser(asked: Asked, loopback: Loopback, clock: Clock) -> Credentials:
    """Credentials from Instagram's or Facebook's own page, for about 60 days. Raises: LiveError."""
    server = _server(asked)
    if _by(asked) == BY_FACEBOOK:
        rights = (*_READ_B, *((MANAGE_B, DELETE_B) if asked.may_delete else ()))
        token, until = facebook_login.signed_in(NAME, asked, server, loopback, clock, rights)
        return _credentials(asked, token, until, asked.may_delete)
    scopes = (*_READ, MANAGE) if asked.may_delete else _READ
    client = code_grant.answer(asked, "client-id", "app id")
    secret = code_grant.answer(asked, "client-secret", "app secret")
    page = code_grant.page(
        f"{code_grant.site(server, _PAGES)}/oauth/authorize",
        client_id=client,
        redirect_uri=loopback.redirect,
        scope=",".join(scopes),
        response_type="code",
        state=loopback.state,
    )
    form = {
        "client_id": client,
        "client_secret": secret,
        "grant_type": "authorization_code",
        "redirect_uri": loopback.redirect,
        "code": loopback.authorise(page).get("code", "").removesuffix("#_"),
    }
    to = code_grant.hosts(server, SERVER, _CODES)
    short = code_grant.exchanged(NAME, clock, to, f"{_CODES}/oauth/access_token", form)
    swap = {"grant_type": "ig_exchange_token", "client_secret": secret, "access_token": short["access_token"]}
    told = code_grant.swapped(NAME, clock, to, f"{SERVER}/access_token", swap)
    lasts = code_grant.seconds(told.get("expires_in"))
    until = clock.now() + timedelta(seconds=lasts) if lasts else None
    return _credentials(asked, told["access_token"], until, asked.may_delete)


def graph(credentials: Credentials, clock: Clock) -> Graph:
    """Requests to the host of the login that was chosen."""
    host = facebook_login.HOST if is_by_facebook(credentials) else HOST
    return Graph(NAME, "instagram", {host: credentials.server}, clock, plainly(host))


def is_by_facebook(credentials: Credentials) -> bool:
    """Whether the owner signed in by Facebook Login."""
    return credentials.secrets.get("by") == BY_FACEBOOK


def _by(asked: Asked) -> str:
    by = asked.answers.get("by", "").strip().casefold()
    if by not in ("", _BY_INSTAGRAM, BY_FACEBOOK):
        raise SignInFailed("That is neither of the two logins.", "Answer `instagram` or `facebook`.")
    return by or (BY_FACEBOOK if asked.server == facebook_login.SERVER else _BY_INSTAGRAM)


def _server(asked: Asked) -> str:
    """The server of the login that was chosen, unless she named another than Instagram's own."""
    server = asked.server or SERVER
    return facebook_login.SERVER if server == SERVER and _by(asked) == BY_FACEBOOK else server


def _credentials(asked: Asked, token: str, until: datetime | None, may_delete: bool) -> Credentials:
    secrets = MappingProxyType({"access_token": token, "by": _by(asked)})
    return Credentials(_server(asked), secrets, may_delete=may_delete, expires_at=until)
