"""A stub of the part of X's API that is used: stateful, and refusing what X's pages and its document refuse.

Each request and each answer is checked against X's OpenAPI document (its extract), so that neither can drift
from it. Source beside it: docs.x.com, 2026. Never compared with the real one.
"""

from __future__ import annotations

import hashlib
from base64 import b32hexdecode, b32hexencode, b64encode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import MappingProxyType
from typing import Any

from connectors.credentials import Credentials
from connectors.model import ItemKind
from connectors.x.api import CONNECTOR
from tests.connectors.live.held_clock import START
from tests.connectors.live.proxy import Request
from tests.connectors.live.stub import Answer, Stub, bearer_of, form_of, query_of
from tests.connectors.live.x_document import extract

Json = dict[str, Any]

CLIENT, SECRET = "awinventedclientid0001", "invented-x-client-secret-5678"
REDIRECT = "http://127.0.0.1:8917/callback"
SCOPES = ("tweet.read", "users.read", "offline.access", "tweet.write")
FIRST = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
FIRST_ID = 2_028_000_000_000_000_000
_LIMITS = {
    "GET /2/users/me": 75,
    "GET /2/users/{id}/tweets": 900,
    "GET /2/tweets/{id}": 900,
    "DELETE /2/tweets/{id}": 50,
    "DELETE /2/users/{id}/retweets/{source_tweet_id}": 50,
}
_WINDOW = timedelta(minutes=15)
_ALWAYS = ("id", "text", "edit_history_tweet_ids")


@dataclass
class Grant:
    """What one sign-in has given."""

    user: Json
    access: str
    refresh: str
    made: datetime
    scopes: tuple[str, ...] = SCOPES
    is_revoked: bool = False


@dataclass
class Code:
    """What went back through the browser."""

    challenge: str
    scopes: tuple[str, ...]
    made: datetime


def _user(number: int, username: str, name: str, bio: str) -> Json:
    return {
        "id": str(900100 + number),
        "username": username,
        "name": name,
        "description": bio,
        "location": "Fernhollow",
        "url": "https://t.co/wren",
    }


@dataclass(eq=False)
class XStub(Stub):
    """Two people with an app each, and the posts of the first."""

    is_limited: bool = False
    """Whether the limits of requests hold, by `now`; the shared suites hold that still."""
    is_confidential: bool = False
    """Whether the app has a secret."""
    now: Callable[[], datetime] = lambda: START
    reach: int = 3200
    wren: Json = field(
        default_factory=lambda: _user(
            0, "wren_invented", "Wren Invented", "Nurse &amp; runner. https://t.co/w"
        )
    )
    eve: Json = field(default_factory=lambda: _user(7, "eve_invented", "Eve Invented", ""))
    posts: list[Json] = field(default_factory=list)
    media: dict[str, Json] = field(default_factory=dict)
    granted: tuple[str, ...] | None = None
    """What is granted instead of what was asked."""
    codes: dict[str, Code] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    """Posts that stand, and that X shows nobody."""
    wrongs: list[str] = field(default_factory=list)
    """What was wrong with a request, or with an answer of this stub, by X's document."""

    def __post_init__(self) -> None:
        self._document = extract()
        self._numbers = 0
        self._asked: dict[tuple[str, str], list[datetime]] = {}
        self.grant = Grant(self.wren, "invented-x-access-token-0", "invented-x-refresh-token-0", START)
        self.grants = [self.grant]
        super().__init__()

    # What the suites ask of every double.

    def credentials(self, url: str) -> Credentials:
        return self.signed_in(url, self.grant)

    def other_credentials(self, url: str) -> Credentials | None:
        return self.signed_in(url, self.give(self.eve))

    def signed_in(self, url: str, grant: Grant) -> Credentials:
        secrets = {
            "client_id": CLIENT,
            **({"client_secret": SECRET} if self.is_confidential else {}),
            "access_token": grant.access,
            "refresh_token": grant.refresh,
            "made": grant.made.isoformat(),
            "until": (grant.made + timedelta(hours=2)).isoformat(),
        }
        return Credentials(url, MappingProxyType(secrets), grant.scopes, may_delete=True)

    def give(self, user: Json, scopes: tuple[str, ...] = SCOPES) -> Grant:
        """Another sign-in."""
        number = self._next()
        made = Grant(
            user, f"invented-access-{number:04}", f"invented-refresh-{number:04}", self.now(), scopes
        )
        self.grants.append(made)
        return made

    def add(self, texts: Sequence[str]) -> Sequence[str]:
        return [self.put({"text": text}) for text in texts]

    def put(self, post: Json) -> str:
        """Post this, whatever it says of itself; return its id."""
        number = self._next()
        id = str(post.get("id", FIRST_ID + number * 1000))
        made = (FIRST + timedelta(minutes=number)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        whole = {"id": id, "created_at": made, "author_id": self.wren["id"], "lang": "en"}
        self.posts.append({"edit_history_tweet_ids": [id], **whole, **post})
        return id

    def edit(self, id: str, text: str) -> str:
        """A new version of a post, under an id of its own."""
        chain = self._chain(id)
        ids = [one["id"] for one in chain]
        new = self.put({"text": text, "edit_history_tweet_ids": ids})
        for one in (*chain, self.posts[-1]):
            one["edit_history_tweet_ids"] = [*ids, new]
        return new

    def ids(self) -> set[str]:
        return {post["id"] for post in self.posts if post["author_id"] == self.wren["id"]}

    def refuse(self, id: str) -> bool:
        self.refused.add(id)
        return True

    def revoke(self) -> None:
        for grant in self.grants:
            grant.is_revoked = True

    # The server.

    def answer(self, request: Request) -> Answer:
        outside = {"/2/oauth2/token": self._token, "/2/oauth2/revoke": self._revoke}
        if request.method == "POST" and request.route in outside:
            return outside[request.route](request)
        given = self._answer(request)
        if given.status == 200 and isinstance(given.body, dict):
            errors = given.body.get("errors", ())
            wrongs = self._document.wrongs_of_answer(request.method, request.path, given.body)
            wrongs += [wrong for one in errors for wrong in self._document.wrongs_of_problem(one)]
        else:
            wrongs = self._document.wrongs_of_problem(given.body)
        self.wrongs += [f"answer: {one}" for one in wrongs]
        headers = {"Date": format_datetime(self.now(), usegmt=True), **given.headers}
        return Answer(given.status, given.body, headers)

    def authorise(self, query: dict[str, str]) -> dict[str, str]:
        """What X's page does as the owner agrees; `query` is its address's."""
        assert query["client_id"] == CLIENT
        assert query["redirect_uri"] == REDIRECT
        assert (query["response_type"], query["code_challenge_method"]) == ("code", "S256")
        scopes = tuple(query["scope"].split(" "))
        assert set(scopes) <= set(self._document.told["scopes"])
        code = f"invented-code-{self._next()}"
        self.codes[code] = Code(query["code_challenge"], self.granted or scopes, self.now())
        return {"code": code, "state": query["state"]}

    def _answer(self, request: Request) -> Answer:
        wrong = self._document.wrongs_of_request(request.method, request.path, request.body)
        if wrong:
            self.wrongs += [f"request: {one}" for one in wrong]
            return _invalid()
        grant = self._grant(request)
        if grant is None:
            return _bare(401, "Unauthorized")
        if self._document.scopes(request.method, request.path) - set(grant.scopes):
            return _bare(403, "Forbidden")
        parts = request.route.split("/")[2:]
        operation, answer = self._operation(request.method, parts)
        late, headers = self._limit(grant, operation)
        if late:
            return Answer(429, _bare(429, "Too Many Requests").body, headers)
        given = answer(request, grant, *parts[1:])
        return Answer(given.status, given.body, headers)

    def _operation(self, method: str, parts: list[str]) -> tuple[str, Callable[..., Answer]]:
        if parts == ["users", "me"]:
            return "GET /2/users/me", self._me
        if method == "GET" and parts[0] == "users":
            return "GET /2/users/{id}/tweets", self._list
        if method == "GET":
            return "GET /2/tweets/{id}", self._look
        if parts[0] == "users":
            return "DELETE /2/users/{id}/retweets/{source_tweet_id}", self._undo
        return "DELETE /2/tweets/{id}", self._delete

    def _limit(self, grant: Grant, operation: str) -> tuple[bool, dict[str, str]]:
        if not self.is_limited:
            return False, {}
        now, limit = self.now(), _LIMITS[operation]
        asked = self._asked.setdefault((grant.user["id"], operation), [])
        if asked and now >= asked[0] + _WINDOW:
            asked.clear()
        is_late = len(asked) >= limit
        if not is_late:
            asked.append(now)
        reset = int((asked[0] + _WINDOW).timestamp())
        told = {"limit": limit, "remaining": limit - len(asked), "reset": reset}
        return is_late, {f"x-rate-limit-{name}": str(value) for name, value in told.items()}

    def _me(self, request: Request, grant: Grant, *_: str) -> Answer:
        fields = {"id", "name", "username", *_listed(request, "user.fields")}
        count = sum(1 for post in self.posts if post["author_id"] == grant.user["id"])
        metrics = {"followers_count": 3, "following_count": 4, "tweet_count": count, "listed_count": 0}
        whole = {**grant.user, "public_metrics": {**metrics, "media_count": len(self.media)}}
        return Answer(body={"data": {name: whole[name] for name in fields if name in whole}})

    def _list(self, request: Request, grant: Grant, user: str, *_: str) -> Answer:
        if user != grant.user["id"]:
            return Answer(body={"errors": [_problem("not-authorized-for-resource", user, "user")]})
        mine = [post for post in self.posts if post["author_id"] == user and self._is_newest(post)]
        mine.sort(key=lambda post: int(post["id"]), reverse=True)
        mine = mine[: self.reach]
        query = query_of(request)
        if (token := query.get("pagination_token")) is not None:
            before = _before(token, user)
            if before is None:
                return _invalid()
            mine = [post for post in mine if int(post["id"]) < before]
        count = int(query.get("max_results", "10"))
        page, rest = mine[:count], mine[count:]
        meta: Json = {"result_count": len(page)}
        if page:
            meta |= {"newest_id": page[0]["id"], "oldest_id": page[-1]["id"]}
        if rest:
            meta["next_token"] = _after(page[-1]["id"], user)
        return Answer(body={**({"data": self._told(page, request)} if page else {}),
                            **self._includes(page, request), "meta": meta})  # fmt: skip

    def _look(self, request: Request, grant: Grant, id: str, *_: str) -> Answer:
        post = self._post(id)
        if post is None:
            return Answer(body={"errors": [_problem("resource-not-found", id)]})
        if id in self.hidden:
            return Answer(body={"errors": [_problem("not-authorized-for-resource", id)]})
        return Answer(body={"data": self._told([post], request)[0], **self._includes([post], request)})

    def _delete(self, request: Request, grant: Grant, id: str, *_: str) -> Answer:
        post = self._post(id)
        if post is None:
            return Answer(body={"errors": [_problem("resource-not-found", id)]})
        is_repost = any(one["type"] == "retweeted" for one in post.get("referenced_tweets", ()))
        if post["author_id"] != grant.user["id"] or id in self.refused or is_repost:
            return Answer(403, _problem("not-authorized-for-resource", id))
        chain = [one["id"] for one in self._chain(id)]
        self.posts = [one for one in self.posts if one["id"] not in chain]
        return Answer(body={"data": {"deleted": True}})

    def _undo(self, request: Request, grant: Grant, user: str, _: str, source: str) -> Answer:
        if user != grant.user["id"]:
            return _bare(403, "Forbidden")
        reference = {"type": "retweeted", "id": source}
        self.posts = [
            one
            for one in self.posts
            if one["author_id"] != user or reference not in one.get("referenced_tweets", ())
        ]
        return Answer(body={"data": {"retweeted": False}})

    def _told(self, posts: list[Json], request: Request) -> list[Json]:
        names = {*_ALWAYS, *_listed(request, "tweet.fields")}
        return [{name: post[name] for name in names if name in post} for post in posts]

    def _includes(self, posts: list[Json], request: Request) -> Json:
        expansions, told = _listed(request, "expansions"), {}
        keys = [key for post in posts for key in post.get("attachments", {}).get("media_keys", ())]
        fields = {"media_key", "type", *_listed(request, "media.fields")}
        if "attachments.media_keys" in expansions and keys:
            media = [self.media[key] for key in dict.fromkeys(keys) if key in self.media]
            told["media"] = [{name: one[name] for name in fields if name in one} for one in media]
        ids = {id for post in posts for id in post["edit_history_tweet_ids"]} - {post["id"] for post in posts}
        if "edit_history_tweet_ids" in expansions and ids:
            told["tweets"] = self._told([one for one in self.posts if one["id"] in ids], request)
        return {"includes": told} if told else {}

    # Signing in.

    def _token(self, request: Request) -> Answer:
        form = form_of(request)
        if trouble := self._client_trouble(request, form):
            return trouble
        if form.get("grant_type") == "authorization_code":
            return self._of_code(form)
        old = next((one for one in self.grants if one.refresh == form.get("refresh_token")), None)
        names = {"grant_type", "refresh_token", "client_id"}
        if form.get("grant_type") != "refresh_token" or old is None or old.is_revoked or set(form) - names:
            return _no("invalid_request", "Value passed for the token was invalid.")
        old.is_revoked = True
        return self._granted(old.user, old.scopes)

    def _of_code(self, form: dict[str, str]) -> Answer:
        code = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        is_proved = code is not None and urlsafe_b64encode(digest).decode().rstrip("=") == code.challenge
        names = {"grant_type", "code", "client_id", "redirect_uri", "code_verifier"}
        if code is None or not is_proved or form.get("redirect_uri") != REDIRECT or set(form) != names:
            return _no("invalid_request", "Value passed for the authorization code was invalid.")
        if self.now() > code.made + timedelta(seconds=30):
            return _no("invalid_request", "Value passed for the authorization code was invalid.")
        return self._granted(self.wren, code.scopes)

    def _granted(self, user: Json, scopes: tuple[str, ...]) -> Answer:
        new = self.give(user, scopes)
        if user is self.wren:
            self.grant = new
        body = {
            "token_type": "bearer",
            "expires_in": 7200,
            "access_token": new.access,
            "scope": " ".join(scopes),
            **({"refresh_token": new.refresh} if "offline.access" in scopes else {}),
        }
        return Answer(body=body)

    def _revoke(self, request: Request) -> Answer:
        form = form_of(request)
        if trouble := self._client_trouble(request, form):
            return trouble
        for grant in self.grants:
            if form.get("token") in (grant.access, grant.refresh):
                grant.is_revoked = True
        return Answer(body={"revoked": True})

    def _client_trouble(self, request: Request, form: dict[str, str]) -> Answer | None:
        headers = {name.lower(): value for name, value in request.headers.items()}
        shown = headers.get("authorization", "")
        if form.get("client_id") != CLIENT:
            return _no("invalid_request", "Value passed for the client id was invalid.")
        if self.is_confidential and shown != f"Basic {b64encode(f'{CLIENT}:{SECRET}'.encode()).decode()}":
            return _no("unauthorized_client", "Missing valid authorization header", 401)
        return (
            None if self.is_confidential or not shown else _no("invalid_client", "No secret is known.", 401)
        )

    def _grant(self, request: Request) -> Grant | None:
        token = bearer_of(request)
        found = next((one for one in self.grants if one.access == token and not one.is_revoked), None)
        return found if found and self.now() < found.made + timedelta(hours=2) else None

    def _post(self, id: str) -> Json | None:
        return next((post for post in self.posts if post["id"] == id), None)

    def _chain(self, id: str) -> list[Json]:
        return [one for one in self.posts if id in one["edit_history_tweet_ids"]]

    def _is_newest(self, post: Json) -> bool:
        newest: str = post["edit_history_tweet_ids"][-1]
        return newest == post["id"]

    def _next(self) -> int:
        self._numbers += 1
        return self._numbers


class XDouble:
    """X, by the stub."""

    platform = "x"
    connector = CONNECTOR
    deletes = frozenset({ItemKind.POST, ItemKind.REPLY, ItemKind.REPOST})
    can_look = True
    limited = (
        429,
        {
            "Date": format_datetime(START, usegmt=True),
            "x-rate-limit-limit": "75",
            "x-rate-limit-remaining": "0",
            "x-rate-limit-reset": str(int(START.timestamp()) + 60),
        },
    )

    def missing(self) -> str:
        return ""

    def start(self) -> XStub:
        return XStub()

    def is_delete(self, request: Request) -> bool:
        return request.method == "DELETE"


DOUBLE = XDouble()


def _listed(request: Request, name: str) -> list[str]:
    return query_of(request).get(name, "").split(",")


def _after(id: str, user: str) -> str:
    return b32hexencode(f"{user}:{id}".encode()).decode().rstrip("=").lower()


def _before(token: str, user: str) -> int | None:
    """Where a token goes on; None where it is none of this person's."""
    try:
        whose, _, id = b32hexdecode(token.upper() + "=" * (-len(token) % 8)).decode().partition(":")
    except ValueError:
        return None
    return int(id) if whose == user and id.isdigit() else None


def _problem(type: str, id: str, resource: str = "tweet") -> Json:
    detail = {"resource-not-found": f"Could not find {resource} with id: [{id}]."}
    return {
        "type": f"https://api.x.com/2/problems/{type}",
        "title": type.replace("-", " ").title(),
        "detail": detail.get(type, f"Sorry, you are not authorized to see the {resource} with id: [{id}]."),
        "resource_type": resource,
        "resource_id": id,
        "value": id,
        "parameter": "id",
    }


def _invalid() -> Answer:
    told = {"type": "https://api.x.com/2/problems/invalid-request", "title": "Invalid Request"}
    return Answer(400, {**told, "detail": "One or more parameters to your request was invalid."})


def _bare(status: int, title: str) -> Answer:
    return Answer(status, {"title": title, "type": "about:blank", "status": status, "detail": title})


def _no(error: str, description: str, status: int = 400) -> Answer:
    return Answer(status, {"error": error, "error_description": description})
