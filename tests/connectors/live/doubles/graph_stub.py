"""What the stubs of Facebook and Instagram share: tokens with rights, Graph's errors, fields, paging.

Source: developers.facebook.com, 2026. Never compared with the real one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from tests.connectors.live.proxy import Request
from tests.connectors.live.stub import Answer, Stub, bearer_of, form_of, query_of

CLIENT, SECRET = "1200000000000001", "invented-meta-app-secret"
REDIRECT = "http://127.0.0.1:8917/callback"
VERSION = "v25.0"
FIRST = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


@dataclass
class Grant:
    """One token: whose it is, what it may do, and what is wrong with it."""

    owner: str
    token: str
    scopes: tuple[str, ...]
    subcode: int = 0
    """463 expired, 467 void, 460 the password was changed; 0: it is good."""
    is_long: bool = True
    is_page: bool = False


@dataclass
class Node:
    """A post, a medium or a comment."""

    id: str
    created: datetime
    text: str
    owner: str
    parent: str = ""
    more: dict[str, object] = field(default_factory=dict)

    @property
    def stamp(self) -> str:
        return f"{self.created:%Y-%m-%dT%H:%M:%S}+0000"


class GraphStub(Stub):
    """An app and its tokens; nodes are listed by cursors."""

    versions: frozenset[str] = frozenset({VERSION})

    def __init__(self) -> None:
        self.grants: list[Grant] = []
        self.nodes: dict[str, Node] = {}
        self.refused: dict[str, Answer] = {}
        self.codes: dict[str, tuple[str, ...]] = {}
        self.left_off: set[str] = set()
        """Rights that she does not grant on the page."""
        self.throttled: Answer | None = None
        self.usage: dict[str, str] = {}
        """Headers of every answer."""
        self.cursors_only = False
        """Pages name no `next`."""
        self._numbers = 0
        super().__init__()

    def next(self) -> int:
        self._numbers += 1
        return self._numbers

    def moment(self) -> datetime:
        return FIRST + timedelta(minutes=7 * self._numbers)

    def grant(self, owner: str, *scopes: str, is_page: bool = False) -> Grant:
        made = Grant(owner, f"EAAinvented{self.next():04d}tokenof{owner}", scopes, is_page=is_page)
        self.grants.append(made)
        return made

    def ids(self) -> set[str]:
        raise NotImplementedError

    def refuse(self, id: str) -> bool:
        self.refused[id] = error(100, 0, "This one can't be deleted")
        return True

    def authorise(self, address: dict[str, str]) -> dict[str, str]:
        """What the platform's page does as the person agrees; `address` is its query."""
        assert address["client_id"] == CLIENT
        assert address["redirect_uri"] == REDIRECT
        assert address["response_type"] == "code"
        code = f"invented-code-{self.next()}"
        self.codes[code] = tuple(s for s in address["scope"].split(",") if s not in self.left_off)
        return {"code": f"{code}#_", "state": address["state"]}

    def answer(self, request: Request) -> Answer:
        answered = self._answer(request)
        return Answer(answered.status, answered.body, {**self.usage, **answered.headers})

    def _answer(self, request: Request) -> Answer:
        version, _, path = request.route.removeprefix("/").partition("/")
        if version not in self.versions or not path:
            return error(2500, 0, "Unknown path components")
        if path == "oauth/access_token":
            return self._exchange(request)
        token = query_of(request).get("access_token") or bearer_of(request)
        grant = next((each for each in self.grants if each.token == token), None)
        if grant is None:
            return error(190, 467, "Invalid OAuth access token")
        if grant.subcode:
            return error(190, grant.subcode, "Error validating access token")
        if self.throttled is not None:
            return self.throttled
        return self.serve(request, path, grant)

    def serve(self, request: Request, path: str, grant: Grant) -> Answer:
        raise NotImplementedError

    def permissions(self, request: Request, grant: Grant) -> Answer:
        if grant.is_page:
            return error(100, 0, "Tried accessing nonexisting field (permissions) on node type (Page)")
        if request.method == "DELETE":
            for each in [each for each in self.grants if each.owner == grant.owner]:
                each.subcode = 458
            return Answer(body={"success": True})
        told = [{"permission": each, "status": "granted"} for each in grant.scopes]
        told += [{"permission": each, "status": "declined"} for each in sorted(self.left_off)]
        return Answer(body={"data": told})

    def signer(self) -> str:
        """Who signs in on the page."""
        raise NotImplementedError

    def _exchange(self, request: Request) -> Answer:
        query = {**query_of(request), **form_of(request)}
        if (query.get("client_id"), query.get("client_secret")) != (CLIENT, SECRET):
            return error(101, 0, "Error validating client secret")
        if query.get("grant_type") == "fb_exchange_token":
            short = next((g for g in self.grants if g.token == query.get("fb_exchange_token")), None)
            if short is None or short.is_long:
                return error(190, 467, "Invalid OAuth access token")
            self.grants.remove(short)
            made = self.grant(short.owner, *short.scopes)
            return Answer(body={"access_token": made.token, "token_type": "bearer", "expires_in": 5183944})
        scopes = self.codes.pop(query.get("code", ""), None)
        if scopes is None or query.get("redirect_uri") != REDIRECT:
            return error(100, 36009, "This authorization code has been used")
        made = self.grant(self.signer(), *scopes)
        made.is_long = False
        return Answer(body={"access_token": made.token, "token_type": "bearer", "expires_in": 5000})

    def list(
        self,
        request: Request,
        nodes: Sequence[Node],
        known: set[str],
        told: Callable[[Node], Mapping[str, object]],
    ) -> Answer:
        """Nodes, the newest first, as many as were asked for."""
        query = query_of(request)
        limit = query.get("limit", "25")
        if not limit.isdigit() or not 1 <= int(limit) <= 100:
            return error(100, 0, "Invalid parameter")
        since, until = float(query.get("since", 0)), float(query.get("until", 1e12))
        left = [node for node in nodes if since <= node.created.timestamp() <= until]
        left.sort(key=lambda node: (node.created, node.id), reverse=True)
        if after := query.get("after"):
            left = [node for node in left if f"{node.created.timestamp():.0f}_{node.id}" < after]
        page, rest = left[: int(limit)], left[int(limit) :]
        answers = [fields(request, known, told(node)) for node in page]
        if wrong := next((each for each in answers if each.status != 200), None):
            return wrong
        paging: dict[str, object] = {}
        if page:
            last = f"{page[-1].created.timestamp():.0f}_{page[-1].id}"
            paging["cursors"] = {"before": "b", "after": last}
            if rest and not self.cursors_only:
                again = urlencode({**query, "after": last})
                paging["next"] = f"https://graph.facebook.com{request.route}?{again}"
        return Answer(body={"data": [each.body for each in answers], "paging": paging})


_INNER = re.compile(r"[.{].*")


def names(asked: str) -> list[str]:
    """The fields that are asked for, without what is asked of them: `comments.limit(0)` is `comments`."""
    flat, depth = "", 0
    for sign in asked:
        depth += (sign in "{(") - (sign in "})")
        flat += sign if depth == 0 and sign not in "})" else ""
    return [each.partition(".")[0] for each in flat.split(",")]


def fields(request: Request, known: set[str], told: Mapping[str, object]) -> Answer:
    asked = names(query_of(request).get("fields", "id"))
    if unknown := set(asked) - known:
        return error(100, 0, f"Tried accessing nonexisting field ({unknown.pop()})")
    return Answer(body={name: told[name] for name in {"id", *asked} if name in told})


def missing(id: str) -> Answer:
    return error(
        100, 33, f"Object with ID '{id}' does not exist, cannot be loaded due to missing permissions"
    )


def lacks(right: str, code: int = 200) -> Answer:
    return error(code, 0, f"Requires {right} permission", status=403)


def error(code: int, subcode: int, message: str, *, status: int = 400) -> Answer:
    told: dict[str, object] = {
        "message": message,
        "type": "OAuthException",
        "code": code,
        "fbtrace_id": "Ainvented",
    }
    if subcode:
        told["error_subcode"] = subcode
    return Answer(status, {"error": told})
