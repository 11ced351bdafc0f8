"""A stub of LinkedIn: who the member is, deleting a post by its urn, and the export's tables as JSON.

Source: learn.microsoft.com/linkedin, 2026. Never compared with the real one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from urllib.parse import unquote

from connectors.credentials import Credentials
from connectors.linkedin.api import CONNECTOR
from connectors.model import ItemKind
from tests.connectors.live.proxy import Request
from tests.connectors.live.stub import Answer, Stub, bearer_of, form_of, query_of

CLIENT, SECRET = "86inventedclient", "invented-linkedin-secret"
REDIRECT = "http://127.0.0.1:8917/callback"
FULL = ("openid", "profile", "w_member_social")
PORTABILITY = "r_dma_portability_self_serve"
WREN = {"sub": "782invented", "given_name": "Wren", "family_name": "Invented", "name": "Wren Invented"}
EVE = {"sub": "911invented", "given_name": "Eve", "family_name": "Invented", "name": "Eve Invented"}
VERSIONS = {"202606", "202607", "202608", "202609", "202610"}
PROFILE_ROW = {
    "First Name": "Wren",
    "Last Name": "Invented",
    "Maiden Name": "",
    "Address": "1 Invented Street",
    "Birth Date": "May 5",
    "Headline": "Nurse | views mine",
    "Summary": "I work nights.",
    "Zip Code": "AB1 2CD",
    "Geo Location": "Fernhollow, England",
    "Twitter Handles": "[wren_invented]",
    "Websites": "[PORTFOLIO:https://wren.example]",
}
ROWS_A_PAGE = 3


class LinkedInStub(Stub):
    """One app, two members, and the posts of the first."""

    def __init__(self) -> None:
        self.posts: dict[str, str] = {}
        """Text by urn."""
        self.refused: set[str] = set()
        self.tokens: dict[str, tuple[Mapping[str, str], tuple[str, ...]]] = {
            "AQX-invented-token-of-wren": (WREN, FULL),
            "AQX-invented-token-of-eve": (EVE, FULL),
        }
        self.codes: dict[str, tuple[str, ...]] = {}
        self.tables: dict[str, list[object]] = {"PROFILE": [PROFILE_ROW]}
        """Rows by domain; one that is not there was not prepared."""
        self._numbers = 7_300_000_000_000_000_000
        super().__init__()

    def credentials(self, url: str) -> Credentials:
        return _signed_in(url, "AQX-invented-token-of-wren")

    def other_credentials(self, url: str) -> Credentials | None:
        return _signed_in(url, "AQX-invented-token-of-eve")

    def grant(self, *scopes: str) -> str:
        """A token of Wren's with these rights."""
        token = f"AQX-invented-token-{self._next()}"
        self.tokens[token] = (WREN, scopes)
        return token

    def add(self, texts: Sequence[str]) -> Sequence[str]:
        made = [f"urn:li:share:{self._next()}" for _ in texts]
        self.posts |= dict(zip(made, texts, strict=True))
        return made

    def ids(self) -> set[str]:
        return set(self.posts)

    def refuse(self, id: str) -> bool:
        self.refused.add(id)
        return True

    def revoke(self) -> None:
        self.tokens.clear()

    def authorise(self, address: dict[str, str]) -> dict[str, str]:
        """What LinkedIn's page does as the member agrees; `address` is its query."""
        assert address["client_id"] == CLIENT
        assert address["redirect_uri"] == REDIRECT
        assert address["response_type"] == "code"
        code = f"invented-code-{self._next()}"
        self.codes[code] = tuple(address["scope"].split(" "))
        return {"code": code, "state": address["state"]}

    def answer(self, request: Request) -> Answer:
        if (request.method, request.route) == ("POST", "/oauth/v2/accessToken"):
            return self._token(request)
        found = self.tokens.get(bearer_of(request))
        if found is None:
            return _error(401, 65600, "Invalid access token")
        member, scopes = found
        if (request.method, request.route) == ("GET", "/v2/userinfo"):
            return Answer(body=dict(member)) if "openid" in scopes else _lacks("GET /userinfo")
        if not request.route.startswith("/rest/"):
            return _no_resource()
        headers = {name.lower(): value for name, value in request.headers.items()}
        if request.route == "/rest/memberSnapshotData" and headers.get("linkedin-version") == "202312":
            return self._snapshot(request, scopes)
        if request.route == "/rest/memberAuthorizations" and headers.get("linkedin-version") == "202312":
            return _authorizations(request, member, scopes)
        if headers.get("linkedin-version") not in VERSIONS:
            return Answer(426, {"status": 426, "code": "NONEXISTENT_VERSION", "message": "Not active"})
        if headers.get("x-restli-protocol-version") != "2.0.0":
            return _error(400, 0, "Syntax exception in path variables")
        if request.route.startswith("/rest/posts/"):
            return self._post(request, member, scopes)
        return _no_resource()

    def _next(self) -> int:
        self._numbers += 1
        return self._numbers

    def _token(self, request: Request) -> Answer:
        form = form_of(request)
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return Answer(
                401, {"error": "invalid_client", "error_description": "Client authentication failed"}
            )
        scopes = self.codes.pop(form.get("code", ""), None)
        if scopes is None or form.get("redirect_uri") != REDIRECT:
            return Answer(400, {"error": "invalid_redirect_uri", "error_description": "No match"})
        told = {"access_token": self.grant(*scopes), "expires_in": 5_183_999, "scope": ",".join(scopes)}
        return Answer(body=told)

    def _post(self, request: Request, member: Mapping[str, str], scopes: tuple[str, ...]) -> Answer:
        encoded = request.route.removeprefix("/rest/posts/")
        urn = unquote(encoded)
        if ":" in encoded or not urn.startswith(("urn:li:share:", "urn:li:ugcPost:")):
            return _error(400, 0, "Invalid urn")
        if request.method == "GET":
            if "r_member_social" not in scopes:
                return _lacks("GET /posts")
            if urn not in self.posts:
                return _error(404, 0, "Post not found")
            return Answer(body={"id": urn, "commentary": self.posts[urn], "lifecycleState": "PUBLISHED"})
        if request.method != "DELETE":
            return _error(405, 0, "Method not allowed")
        if "w_member_social" not in scopes:
            return _lacks("DELETE /posts")
        if urn in self.refused or member is not WREN:
            return _error(403, 0, "Viewer is not allowed to delete this entity")
        self.posts.pop(urn, None)
        return Answer(204)

    def _snapshot(self, request: Request, scopes: tuple[str, ...]) -> Answer:
        if PORTABILITY not in scopes:
            return _lacks("GET /memberSnapshotData")
        query = query_of(request)
        rows = self.tables.get(query.get("domain", ""))
        start = int(query.get("start", "0"))
        pages = -(-len(rows) // ROWS_A_PAGE) if rows else 0
        if query.get("q") != "criteria" or rows is None or start >= pages:
            return _error(404, 0, "No data found for this memberId")
        domain = query["domain"]
        following = f"/rest/memberSnapshotData?count=10&domain={domain}&q=criteria&start={start + 1}"
        links = [{"type": "application/json", "rel": "next", "href": following}] if start + 1 < pages else []
        piece = rows[start * ROWS_A_PAGE : (start + 1) * ROWS_A_PAGE]
        return Answer(
            body={
                "paging": {"start": start, "count": 10, "links": links, "total": pages},
                "elements": [{"snapshotData": piece, "snapshotDomain": domain}],
            }
        )


def _signed_in(url: str, token: str) -> Credentials:
    return Credentials(url, MappingProxyType({"access_token": token}), FULL, may_delete=True)


def _authorizations(request: Request, member: Mapping[str, str], scopes: tuple[str, ...]) -> Answer:
    if PORTABILITY not in scopes or query_of(request).get("q") != "memberAndApplication":
        return _lacks("GET /memberAuthorizations")
    key = {
        "developerApplication": "urn:li:developerApplication:123456",
        "member": f"urn:li:person:{member['sub']}",
    }
    element = {"memberComplianceAuthorizationKey": key, "regulatedAt": 1698382869085}
    return Answer(body={"elements": [element]})


def _error(status: int, code: int, message: str) -> Answer:
    return Answer(status, {"status": status, "serviceErrorCode": code, "message": message})


def _lacks(what: str) -> Answer:
    return _error(403, 100, f"Not enough permissions to access: {what}")


def _no_resource() -> Answer:
    return Answer(404, {"status": 404, "code": "RESOURCE_NOT_FOUND", "message": "No virtual resource found"})


class _Double:
    platform = "linkedin"
    connector = CONNECTOR
    deletes = frozenset({ItemKind.POST})
    can_look = False
    limited = (429, {"Retry-After": "60"})

    def missing(self) -> str:
        return ""

    def start(self) -> LinkedInStub:
        return LinkedInStub()

    def is_delete(self, request: Request) -> bool:
        return request.method == "DELETE"


DOUBLE = _Double()
