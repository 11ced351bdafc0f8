"""A stub of Instagram's API by both logins: two professional accounts, media and the comments below."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from connectors.credentials import Credentials
from connectors.instagram.api import CONNECTOR
from connectors.model import ItemKind
from tests.connectors.live.doubles.graph_stub import (
    CLIENT,
    REDIRECT,
    SECRET,
    Grant,
    GraphStub,
    Node,
    error,
    fields,
    lacks,
    missing,
)
from tests.connectors.live.proxy import Request
from tests.connectors.live.stub import Answer, form_of, query_of

WREN, EVE = "1784001", "1784002"
"""Short, so that the contract, which looks for secrets by their length, does not take an id for one."""
NAMES = {WREN: "wren.invented", EVE: "eve.invented"}
BIO = "Nurse. Views mine."
FULL_A = ("instagram_business_basic", "instagram_business_manage_comments")
READ_B = ("instagram_basic", "pages_show_list", "pages_read_engagement")
FULL_B = (*READ_B, "instagram_manage_comments", "instagram_manage_contents")
_MEDIA = {"id", "caption", "media_type", "timestamp", "permalink", "children", "comments_count"}
_COMMENT = {"id", "text", "timestamp", "from", "parent_id", "replies"}


class InstagramStub(GraphStub):
    """One app, two accounts; media are deleted by Facebook Login alone."""

    def __init__(self) -> None:
        super().__init__()
        self.knows_bio = True
        self.wren, self.eve = self.grant(WREN, *FULL_B), self.grant(EVE, *FULL_B)
        self.wren_a = self.grant(WREN, *FULL_A)

    def credentials(self, url: str) -> Credentials:
        """By Facebook Login."""
        return self.by_facebook(url, self.wren)

    def other_credentials(self, url: str) -> Credentials | None:
        return self.by_facebook(url, self.eve)

    def by_facebook(self, url: str, grant: Grant) -> Credentials:
        secrets = {"access_token": grant.token, "by": "facebook", "account_id": grant.owner}
        return Credentials(url, MappingProxyType(secrets), grant.scopes, may_delete=True)

    def by_instagram(self, url: str, grant: Grant | None = None) -> Credentials:
        secrets = {"access_token": (grant or self.wren_a).token, "by": "instagram"}
        return Credentials(url, MappingProxyType(secrets), may_delete=True)

    def signer(self) -> str:
        return WREN

    def add(self, texts: Sequence[str]) -> Sequence[str]:
        """Every third is a comment on the first post, so that a walk takes few requests."""
        made = []
        for text in texts:
            talk = next((each for each in self.nodes.values() if each.owner == WREN), None)
            talk = talk or self.post("Hello")
            made.append(self.comment(text, talk) if self._numbers % 3 == 2 else self.post(text))
        return [each.id for each in made]

    def post(self, text: str, owner: str = WREN, **more: object) -> Node:
        return self._node(Node(f"179{self.next():012d}", self.moment(), text, owner, more=more))

    def comment(self, text: str, below: Node, owner: str = WREN, **more: object) -> Node:
        return self._node(Node(f"178{self.next():012d}", self.moment(), text, owner, below.id, more))

    def ids(self) -> set[str]:
        return {node.id for node in self.nodes.values() if node.owner == WREN}

    def revoke(self) -> None:
        self.wren.subcode = self.wren_a.subcode = 467

    def _answer(self, request: Request) -> Answer:
        if request.route == "/oauth/access_token":
            return self._short(request)
        if request.route == "/access_token":
            return self._long(request)
        return super()._answer(request)

    def _short(self, request: Request) -> Answer:
        form = form_of(request)
        scopes = self.codes.pop(form.get("code", ""), None)
        is_app = (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        if not is_app or scopes is None or form.get("redirect_uri") != REDIRECT:
            return error(100, 0, "Invalid client or code")
        made = self.grant(WREN, *scopes)
        made.is_long = False
        return Answer(body={"access_token": made.token, "user_id": int(WREN)})

    def _long(self, request: Request) -> Answer:
        query = query_of(request)
        short = next((each for each in self.grants if each.token == query.get("access_token")), None)
        if query.get("client_secret") != SECRET or short is None or short.is_long:
            return error(190, 0, "Session key invalid")
        self.grants.remove(short)
        made = self.grant(WREN, *short.scopes)
        return Answer(body={"access_token": made.token, "token_type": "bearer", "expires_in": 5183944})

    def serve(self, request: Request, path: str, grant: Grant) -> Answer:
        is_b = "instagram_basic" in grant.scopes or "pages_show_list" in grant.scopes
        if path == "me/permissions":
            return self.permissions(request, grant) if is_b else error(100, 0, "nonexisting field")
        if path == "me/accounts" and is_b:
            told = {"id": "1009", "instagram_business_account": {"id": grant.owner}}
            return Answer(body={"data": [told, {"id": "1010"}], "paging": {}})
        if request.method == "DELETE":
            return self._delete(path, grant, is_b=is_b)
        id, _, edge = path.partition("/")
        if id == grant.owner or (id == "me" and not is_b):
            return self._mine(request, grant, edge)
        node = self.nodes.get(id)
        if node is None or grant.owner not in (node.owner, self._top(node).owner):
            return missing(id)
        if edge:
            return self._below(request, node, edge, grant)
        return fields(request, _COMMENT if node.parent else _MEDIA, self._told(node))

    def _mine(self, request: Request, grant: Grant, edge: str) -> Answer:
        if not {"instagram_basic", "instagram_business_basic"} & set(grant.scopes):
            return lacks("instagram_basic", 10)
        if edge == "media":
            mine = [each for each in self.nodes.values() if each.owner == grant.owner and not each.parent]
            return self.list(request, mine, _MEDIA, self._told)
        known = {"id", "username", "name", *({"biography"} if self.knows_bio else set())}
        told = {"id": grant.owner, "username": NAMES[grant.owner], "name": "Wren Invented", "biography": BIO}
        return fields(request, known, told)

    def _below(self, request: Request, node: Node, edge: str, grant: Grant) -> Answer:
        if edge != ("replies" if node.parent else "comments"):
            return error(100, 0, f"Tried accessing nonexisting field ({edge})")
        if not {"instagram_manage_comments", "instagram_business_manage_comments"} & set(grant.scopes):
            return lacks("instagram_manage_comments", 10)
        below = [each for each in self.nodes.values() if each.parent == node.id]
        return self.list(request, below, _COMMENT, self._told)

    def _top(self, node: Node) -> Node:
        while node.parent and node.parent in self.nodes:
            node = self.nodes[node.parent]
        return node

    def _node(self, node: Node) -> Node:
        self.nodes[node.id] = node
        return node

    def _told(self, node: Node) -> dict[str, object]:
        below = [{"id": each.id} for each in self.nodes.values() if each.parent == node.id]
        told: dict[str, object] = {"id": node.id, "timestamp": node.stamp}
        if node.parent:
            told |= {"text": node.text, "from": {"id": node.owner, "username": NAMES[node.owner]}}
            told |= {"replies": {"data": below}} if below else {}
        else:
            told |= {"media_type": "IMAGE", "permalink": f"https://www.instagram.com/p/C{node.id}/"}
            told |= {"comments_count": len(below), **({"caption": node.text} if node.text else {})}
        return {**told, **node.more}

    def _delete(self, id: str, grant: Grant, *, is_b: bool) -> Answer:
        node = self.nodes.get(id)
        if node is None or grant.owner not in (node.owner, self._top(node).owner):
            return missing(id)
        if not node.parent and not is_b:
            return error(3, 0, "Application does not have the capability", status=403)
        right = "instagram_manage_comments" if node.parent else "instagram_manage_contents"
        if not {right, "instagram_business_manage_comments"} & set(grant.scopes):
            return lacks(right)
        if id in self.refused:
            return self.refused[id]
        for each in [each.id for each in self.nodes.values() if id in (each.id, each.parent)]:
            del self.nodes[each]
        return Answer(body={"success": True})


class _Double:
    platform = "instagram"
    connector = CONNECTOR
    deletes = frozenset({ItemKind.CAPTION, ItemKind.COMMENT})
    can_look = True
    limited = (429, {"Retry-After": "60"})

    def missing(self) -> str:
        return ""

    def start(self) -> InstagramStub:
        return InstagramStub()

    def is_delete(self, request: Request) -> bool:
        return request.method == "DELETE"


DOUBLE = _Double()
