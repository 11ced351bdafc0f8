"""A stub of Threads' API: posts, replies and reposts, deleting, tokens that are swapped and renewed.

Source: developers.facebook.com/documentation/threads, 2026; the codes of errors are Graph's. Never compared
with the real one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from connectors.credentials import Credentials
from connectors.model import ItemKind
from connectors.threads.api import CONNECTOR
from tests.connectors.live.held_clock import START
from tests.connectors.live.proxy import Request
from tests.connectors.live.stub import Answer, Stub, form_of, query_of

CLIENT, SECRET = "990602627938098", "invented-threads-app-secret"
REDIRECT = "http://127.0.0.1:8917/callback"
READ = ("threads_basic", "threads_read_replies")
FULL = (*READ, "threads_delete")
FIRST = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
_PROFILE_FIELDS = {
    "id",
    "username",
    "name",
    "threads_profile_picture_url",
    "threads_biography",
    "is_verified",
}
_FIELDS = {
    "id", "media_product_type", "media_type", "media_url", "permalink", "owner", "username", "text",
    "timestamp", "shortcode", "thumbnail_url", "children", "is_quote_post", "alt_text", "quoted_post",
    "reposted_post",
}  # fmt: skip
_REPLY_FIELDS = _FIELDS | {"has_replies", "root_post", "replied_to", "is_reply", "hide_status"}


@dataclass
class Grant:
    """What one sign-in has given."""

    user: Mapping[str, str]
    token: str
    scopes: tuple[str, ...] = FULL
    is_long: bool = True
    is_a_day_old: bool = False
    is_expired: bool = False


@dataclass
class Post:
    id: str
    created: datetime
    text: str
    kind: str = "TEXT_POST"
    is_reply: bool = False
    more: dict[str, object] = field(default_factory=dict)
    """Fields that the server gives beside, or in another form."""


def _user(id: str, name: str, shown: str, bio: str) -> Mapping[str, str]:
    return {"id": id, "username": name, "name": shown, "threads_biography": bio}


class ThreadsStub(Stub):
    """One app, two people, and the posts of the first."""

    def __init__(self) -> None:
        self.wren = _user("17841400000000001", "wren.invented", "Wren Invented", "Nurse. Views mine.")
        self.eve = _user("17841400000000002", "eve.invented", "Eve Invented", "")
        self.posts: list[Post] = []
        self.refused: set[str] = set()
        self.codes: dict[str, tuple[str, ...]] = {}
        self.granted: tuple[str, ...] | None = None
        """The rights that she leaves on, on the page; None: all that are asked for."""
        self.deleted, self.deletes_a_day = 0, 100
        self.obeys_window = True
        self._numbers = 0
        self.grant = Grant(self.wren, "THAA-invented-token-of-wren-0")
        self.grants = [self.grant, Grant(self.eve, "THAA-invented-token-of-eve-0")]
        super().__init__()

    def credentials(self, url: str) -> Credentials:
        return self.signed_in(url, self.grant)

    def other_credentials(self, url: str) -> Credentials | None:
        return self.signed_in(url, self.grants[1])

    def signed_in(self, url: str, grant: Grant) -> Credentials:
        made = {"access_token": grant.token, "made": (START - timedelta(hours=1)).isoformat()}
        return Credentials(
            url,
            MappingProxyType(made),
            grant.scopes,
            may_delete="threads_delete" in grant.scopes,
            expires_at=START + timedelta(days=60),
        )

    def with_scopes(self, *scopes: str) -> Grant:
        grant = Grant(self.wren, f"THAA-invented-token-{self._next()}", scopes)
        self.grants.append(grant)
        return grant

    def add(self, texts: Sequence[str]) -> Sequence[str]:
        """Every third is a reply."""
        return [self.post(text, is_reply=self._numbers % 3 == 2).id for text in texts]

    def post(self, text: str, kind: str = "TEXT_POST", *, is_reply: bool = False, **more: object) -> Post:
        number = self._next()
        made = Post(f"18{number:015d}", FIRST + timedelta(minutes=7 * number), text, kind, is_reply, more)
        self.posts.append(made)
        return made

    def ids(self) -> set[str]:
        return {post.id for post in self.posts}

    def refuse(self, id: str) -> bool:
        self.refused.add(id)
        return True

    def revoke(self) -> None:
        self.grants.clear()

    def authorise(self, address: dict[str, str]) -> dict[str, str]:
        """What Threads' page does as the person agrees; `address` is its query."""
        assert address["client_id"] == CLIENT
        assert address["redirect_uri"] == REDIRECT
        assert address["response_type"] == "code"
        code = f"invented-code-{self._next()}"
        self.codes[code] = self.granted or tuple(address["scope"].split(","))
        return {"code": code, "state": address["state"]}

    def answer(self, request: Request) -> Answer:
        routes = {
            ("POST", "/oauth/access_token"): self._short,
            ("GET", "/access_token"): self._long,
            ("GET", "/refresh_access_token"): self._refresh,
        }
        found = routes.get((request.method, request.route))
        if found:
            return found(request)
        grant = self._grant(request)
        if grant is None or grant.is_expired:
            return _error(190, 463 if grant else 0, "Error validating access token")
        version, _, node = request.route.removeprefix("/").partition("/")
        if version != "v1.0" or not node:
            return _error(2500, 0, "Unknown path components", status=400)
        if "threads_basic" not in grant.scopes:
            return _lacks()
        if request.method == "DELETE":
            return self._delete(node, grant)
        if node == "me":
            return _fields(request, _PROFILE_FIELDS, grant.user)
        if node == "me/threads":
            return self._list(request, grant, False)
        if node == "me/replies":
            return self._list(request, grant, True) if "threads_read_replies" in grant.scopes else _lacks()
        post = self._mine(node, grant)
        return _fields(request, _REPLY_FIELDS, _told(post)) if post else _missing(node)

    def _next(self) -> int:
        self._numbers += 1
        return self._numbers

    def _grant(self, request: Request) -> Grant | None:
        token = query_of(request).get("access_token")
        return next((each for each in self.grants if each.token == token), None)

    def _mine(self, id: str, grant: Grant) -> Post | None:
        return next((post for post in self.posts if post.id == id and grant.user is self.wren), None)

    def _short(self, request: Request) -> Answer:
        form = form_of(request)
        scopes = self.codes.pop(form.get("code", ""), None)
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET) or scopes is None:
            return _error(1, 0, "Invalid client or code", kind="OAuthException")
        if form.get("redirect_uri") != REDIRECT or form.get("grant_type") != "authorization_code":
            return _error(191, 0, "The redirect_uri does not match")
        grant = self.with_scopes(*scopes)
        grant.is_long = False
        return Answer(body={"access_token": grant.token, "user_id": int(self.wren["id"])})

    def _long(self, request: Request) -> Answer:
        query, grant = query_of(request), self._grant(request)
        if grant is None or grant.is_long or query.get("grant_type") != "th_exchange_token":
            return _error(190, 0, "Session key invalid")
        if query.get("client_secret") != SECRET:
            return _error(101, 0, "Error validating application")
        self.grants.remove(grant)
        return _token(self.with_scopes(*grant.scopes))

    def _refresh(self, request: Request) -> Answer:
        query, grant = query_of(request), self._grant(request)
        if grant is None or grant.is_expired or query.get("grant_type") != "th_refresh_token":
            return _error(190, 463, "Session has expired")
        if not (grant.is_long and grant.is_a_day_old):
            return _error(100, 0, "The token is too new to be refreshed")
        self.grant = self.with_scopes(*grant.scopes)
        return _token(self.grant)

    def _list(self, request: Request, grant: Grant, is_reply: bool) -> Answer:
        query = query_of(request)
        limit = query.get("limit", "25")
        if not limit.isdigit() or not 1 <= int(limit) <= 100 or ("after" in query and "before" in query):
            return _error(100, 0, "Invalid parameter")
        mine = [p for p in self.posts if p.is_reply is is_reply and grant.user is self.wren]
        if self.obeys_window:
            since, until = float(query.get("since", 0)), float(query.get("until", 1e12))
            mine = [post for post in mine if since <= post.created.timestamp() <= until]
        mine.sort(key=lambda post: post.created, reverse=True)
        if after := query.get("after"):
            # The cursor names the last post that was shown, so new ones push nothing out.
            mine = [post for post in mine if post.id < after]
        page, rest = mine[: int(limit)], mine[int(limit) :]
        told = [_fields(request, _REPLY_FIELDS if is_reply else _FIELDS, _told(post)) for post in page]
        if wrong := next((each for each in told if each.status != 200), None):
            return wrong
        paging: dict[str, object] = {}
        if page:
            paging["cursors"] = {"before": page[0].id, "after": page[-1].id}
        if rest:
            paging["next"] = f"https://graph.threads.net{request.path}&after={page[-1].id}"
        return Answer(body={"data": [each.body for each in told], "paging": paging})

    def _delete(self, id: str, grant: Grant) -> Answer:
        if "threads_delete" not in grant.scopes:
            return _lacks()
        post = self._mine(id, grant)
        if post is None:
            return _missing(id)
        if id in self.refused:
            return _error(100, 4279044, "This post can't be deleted")
        if self.deleted >= self.deletes_a_day:
            return _error(4, 0, "Application request limit reached")
        self.deleted += 1
        self.posts.remove(post)
        return Answer(body={"success": True, "deleted_id": id})


def _told(post: Post) -> dict[str, object]:
    told: dict[str, object] = {
        "id": post.id,
        "media_product_type": "THREADS",
        "media_type": post.kind,
        "permalink": f"https://www.threads.net/@wren.invented/post/C{post.id}",
        "username": "wren.invented",
        "timestamp": f"{post.created:%Y-%m-%dT%H:%M:%S}+0000",
        "shortcode": f"C{post.id}",
        "is_reply": post.is_reply,
        "is_quote_post": False,
        **({"text": post.text} if post.text else {}),
        **({"replied_to": {"id": "18999999999999999"}} if post.is_reply else {}),
        **post.more,
    }
    return told


def _fields(request: Request, known: set[str], told: Mapping[str, object]) -> Answer:
    asked = query_of(request).get("fields", "id").split(",")
    if set(asked) - known:
        return _error(100, 0, "Tried accessing nonexisting field")
    return Answer(body={name: told[name] for name in {"id", *asked} if name in told})


def _token(grant: Grant) -> Answer:
    return Answer(body={"access_token": grant.token, "token_type": "bearer", "expires_in": 5_183_944})


def _missing(id: str) -> Answer:
    return _error(
        100, 33, f"Object with ID '{id}' does not exist, cannot be loaded due to missing permissions"
    )


def _lacks() -> Answer:
    return _error(10, 0, "Application does not have permission for this action", status=403)


def _error(
    code: int, subcode: int, message: str, *, status: int = 400, kind: str = "OAuthException"
) -> Answer:
    error: dict[str, object] = {"message": message, "type": kind, "code": code, "fbtrace_id": "Ainvented"}
    if subcode:
        error["error_subcode"] = subcode
    return Answer(status, {"error": error})


class _Double:
    platform = "threads"
    connector = CONNECTOR
    deletes = frozenset({ItemKind.POST, ItemKind.REPLY})
    can_look = True
    limited = (429, {"Retry-After": "60"})

    def missing(self) -> str:
        return ""

    def start(self) -> ThreadsStub:
        return ThreadsStub()

    def is_delete(self, request: Request) -> bool:
        return request.method == "DELETE"


DOUBLE = _Double()
