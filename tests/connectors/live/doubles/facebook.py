"""A stub of Facebook's Graph API: a person, two Pages of hers, their posts and the comments below."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from connectors.credentials import Credentials
from connectors.facebook.api import CONNECTOR
from connectors.model import ItemKind
from tests.connectors.live.doubles.graph_stub import Grant, GraphStub, Node, error, fields, lacks, missing
from tests.connectors.live.proxy import Request
from tests.connectors.live.stub import Answer, query_of

WREN, EVE = "61500000000001", "61500000000002"
PAGE, OTHER_PAGE = "1002003", "1002004"
"""Short, so that the contract, which looks for secrets by their length, does not take an id for one."""
NAMES = {WREN: "Wren Invented", EVE: "Eve Invented", PAGE: "Wren Walks", OTHER_PAGE: "Wren Bakes"}
ABOUT = "Walks for nurses. Views mine."
READ = ("public_profile", "user_posts", "pages_show_list", "pages_read_engagement", "pages_read_user_content")
FULL = (*READ, "pages_manage_posts", "pages_manage_engagement")
_POST = {"id", "message", "created_time", "permalink_url", "attachments", "comments", "from", "story"}
_COMMENT = {"id", "message", "created_time", "permalink_url", "from", "parent"}


class FacebookStub(GraphStub):
    """One app, two people, and two Pages of the first."""

    def __init__(self) -> None:
        super().__init__()
        self.wren, self.eve = self.grant(WREN, *FULL), self.grant(EVE, *FULL)
        self.page = self.grant(PAGE, *FULL, is_page=True)
        self.other_page = self.grant(OTHER_PAGE, *FULL, is_page=True)

    def credentials(self, url: str) -> Credentials:
        """The Page."""
        return self.of_page(url, self.page, PAGE)

    def other_credentials(self, url: str) -> Credentials | None:
        return self.of_page(url, self.other_page, OTHER_PAGE)

    def of_page(self, url: str, grant: Grant, id: str) -> Credentials:
        secrets = {"access_token": self.wren.token, "page": id, "page_id": id, "page_token": grant.token}
        return Credentials(
            url, MappingProxyType({**secrets, "rights": "told"}), grant.scopes, may_delete=True
        )

    def signer(self) -> str:
        return WREN

    def add(self, texts: Sequence[str]) -> Sequence[str]:
        """Every third is a comment on the first post, so that a walk takes few requests."""
        return [self._one(text).id for text in texts]

    def post(self, text: str, owner: str = PAGE, **more: object) -> Node:
        number = self.next()
        made = Node(f"{owner}_{number:09d}", self.moment(), text, owner, more=more)
        self.nodes[made.id] = made
        return made

    def comment(self, text: str, below: Node, owner: str = PAGE, **more: object) -> Node:
        id = f"{below.id.partition('_')[2]}_{self.next():09d}"
        made = Node(id, self.moment(), text, owner, below.id, more)
        self.nodes[made.id] = made
        return made

    def ids(self) -> set[str]:
        return {node.id for node in self.nodes.values() if node.owner == PAGE}

    def revoke(self) -> None:
        self.page.subcode = self.wren.subcode = 467

    def serve(self, request: Request, path: str, grant: Grant) -> Answer:
        if path == "me/permissions":
            return self.permissions(request, grant)
        if path == "me/accounts":
            return self._accounts(request, grant)
        if request.method == "DELETE":
            return self._delete(path, grant)
        node, _, edge = path.partition("/")
        if node == "me" and not edge:
            about = {"about": ABOUT} if grant.is_page else {}
            told = {"id": grant.owner, "name": NAMES[grant.owner], **about}
            return fields(request, {"id", "name", *about}, told)
        if edge == "posts" and node in ("me", grant.owner):
            right = "pages_read_engagement" if grant.is_page else "user_posts"
            if right not in grant.scopes:
                return lacks(right, 10)
            mine = [each for each in self.nodes.values() if each.owner == grant.owner and not each.parent]
            return self.list(request, mine, _POST, self._told)
        found = self.nodes.get(node)
        if found is None or not self._may_see(found, grant):
            return missing(node)
        if edge == "comments":
            if "pages_read_user_content" not in grant.scopes:
                return lacks("pages_read_user_content", 10)
            below = [each for each in self.nodes.values() if each.parent == found.id]
            return self.list(request, below, _COMMENT, self._told)
        return fields(request, _COMMENT if found.parent else _POST, self._told(found))

    def _one(self, text: str) -> Node:
        talk = next((each for each in self.nodes.values() if each.owner == PAGE), None) or self.post("Hello")
        return self.comment(text, talk) if self._numbers % 3 == 2 else self.post(text)

    def _may_see(self, node: Node, grant: Grant) -> bool:
        above = self.nodes.get(node.parent) if node.parent else node
        return above is not None and grant.owner in (above.owner, node.owner)

    def _told(self, node: Node) -> dict[str, object]:
        below = [each for each in self.nodes.values() if each.parent == node.id]
        return {
            "id": node.id,
            "message": node.text,
            "created_time": node.stamp,
            "permalink_url": f"https://www.facebook.com/{node.id}",
            "from": {"id": node.owner, "name": NAMES[node.owner]},
            "comments": {"data": [], "summary": {"total_count": len(below)}},
            **node.more,
        }

    def _accounts(self, request: Request, grant: Grant) -> Answer:
        if grant.is_page:
            return error(100, 0, "Tried accessing nonexisting field (accounts) on node type (Page)")
        if "pages_show_list" not in grant.scopes:
            return lacks("pages_show_list")
        pages = [self.page, self.other_page] if grant.owner == WREN else []
        told = [{"id": each.owner, "name": NAMES[each.owner], "access_token": each.token} for each in pages]
        after = int(query_of(request).get("after", "0"))
        # One at a time, so that whoever looks at the first page alone misses the second.
        paging = {"cursors": {"after": str(after + 1)}} if told[after : after + 1] else {}
        return Answer(body={"data": told[after : after + 1], "paging": paging})

    def _delete(self, id: str, grant: Grant) -> Answer:
        node = self.nodes.get(id)
        if node is None or not self._may_see(node, grant):
            return missing(id)
        right = "pages_manage_engagement" if node.parent else "pages_manage_posts"
        if not grant.is_page:
            return error(3, 0, "Application does not have the capability to make this API call", status=403)
        if right not in grant.scopes:
            return lacks(right)
        if id in self.refused:
            return self.refused[id]
        for each in [each.id for each in self.nodes.values() if id in (each.id, each.parent)]:
            del self.nodes[each]
        return Answer(body={"success": True})


class _Double:
    platform = "facebook"
    connector = CONNECTOR
    deletes = frozenset({ItemKind.POST, ItemKind.COMMENT})
    can_look = True
    limited = (429, {"Retry-After": "60"})

    def missing(self) -> str:
        return ""

    def start(self) -> FacebookStub:
        return FacebookStub()

    def is_delete(self, request: Request) -> bool:
        return request.method == "DELETE"


DOUBLE = _Double()
