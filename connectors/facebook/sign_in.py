"""What to create before signing in at Facebook, and the credentials that come of it.

Knows nothing of posts. Source: developers.facebook.com, "Access Levels" and "Permissions", 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

import requests

from connectors import code_grant
from connectors.clock import Clock
from connectors.credentials import Credentials
from connectors.live import Asked, Guide, Loopback, Question, Way
from connectors.loopback import REDIRECT
from connectors.meta import facebook_login
from connectors.meta.facebook_login import HOST, SERVER
from connectors.meta.graph import VERSION, Graph

NAME = "Facebook"
PROFILE = ("public_profile", "user_posts")
PAGE = ("pages_show_list", "pages_read_engagement", "pages_read_user_content")
DELETE_POSTS, DELETE_COMMENTS = "pages_manage_posts", "pages_manage_engagement"
DELETES = (DELETE_POSTS, DELETE_COMMENTS)
BY_HAND = "Open your activity log on Facebook, find it by its date and text, and choose Move to bin."

GUIDE = Guide(
    platform="facebook",
    ways=(Way.BROWSER, Way.TOKEN),
    steps=(
        "Make an app of your own at developers.facebook.com, with an app type; since you have a role on it, "
        "nobody has to review it.",
        f"Give it Facebook Login, and {REDIRECT} as valid redirect address.",
        "For your profile add the permission user_posts; for a Page pages_show_list, pages_read_engagement "
        "and pages_read_user_content.",
        "To delete a Page's posts and comments from here add pages_manage_posts and pages_manage_engagement.",
        "Copy the app's id and secret from its basic settings; or make a token in the Graph API Explorer and "
        "hand it over with --token-stdin.",
        "Name the Page with its name or number; name none to connect your own profile.",
    ),
    questions=(
        Question("client-id", "App id"),
        Question("client-secret", "App secret", is_secret=True),
        Question("page", "Name or number of your Page (nothing: your own profile)", is_needed=False),
    ),
    for_token=("page",),
    read_scopes=(*PROFILE, *PAGE),
    delete_scopes=DELETES,
    server=SERVER,
    cannot="Facebook lets no program delete what a person posted, nor list her comments elsewhere: import "
    "the export for them, and delete in your activity log. A Page's own posts and comments can be deleted.",
    ids_differ_by_app=True,
)


def with_token(asked: Asked, token: str) -> Credentials:
    """Credentials of a token of hers, or of a Page; its rights are read with the first request.

    Raises: SignInFailed.
    """
    return Credentials(
        asked.server or SERVER,
        _secrets(asked, code_grant.pasted(token, NAME)),
        may_delete=asked.may_delete,
    )


def with_browser(asked: Asked, loopback: Loopback, clock: Clock) -> Credentials:
    """Credentials from Facebook's own page, for about 60 days; the Page is found with the first request.

    Raises: LiveError.
    """
    wanted = PAGE if _page(asked) else PROFILE
    server = asked.server or SERVER
    scopes = (*wanted, *DELETES) if asked.may_delete and _page(asked) else wanted
    token, until = facebook_login.signed_in(NAME, asked, server, loopback, clock, scopes)
    return Credentials(server, _secrets(asked, token), may_delete=asked.may_delete, expires_at=until)


def graph(server: str, clock: Clock) -> Graph:
    """Requests by way of facebook-sdk."""
    return Graph(NAME, "facebook", {HOST: server}, clock, _send)


def _page(asked: Asked) -> str:
    """The Page that she named: by the question, or as the account's handle where that is no short name."""
    handle = asked.handle.strip()
    return asked.answers.get("page", "").strip() or ("" if handle.startswith("@") else handle)


def _secrets(asked: Asked, token: str) -> Mapping[str, str]:
    page, handle = _page(asked), asked.handle.strip()
    told = {"access_token": token, "page": page, "handle": handle if handle.startswith("@") else ""}
    return MappingProxyType({name: value for name, value in told.items() if value})


def _send(session: requests.Session, method: str, path: str, token: str, query: Mapping[str, str]) -> object:
    import warnings

    with warnings.catch_warnings():
        # Its source has escapes that newer Pythons warn of.
        warnings.simplefilter("ignore")
        import facebook

    # It takes no version with two digits before the dot when it is made, and none that is newer than 3.1.
    library = facebook.GraphAPI(token, session=session)
    library.version = VERSION
    try:
        return library.request(f"{library.version}{urlsplit(path).path}", args=dict(query), method=method)
    except facebook.GraphAPIError:
        # What it means was told before the library saw it; this is left, and quotes the answer.
        return None
