"""Bluesky's double: a real PDS. Each start is a new account on the one that runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from connectors.bluesky.api import CONNECTOR
from connectors.credentials import Credentials
from connectors.live import Connector
from connectors.model import ItemKind
from tests.connectors.live.pds.installing import why_not
from tests.connectors.live.pds.running import Pds, Resident, running
from tests.connectors.live.proxy import Request

_DELETE = "/xrpc/com.atproto.repo.deleteRecord"


@dataclass(slots=True)
class BlueskyServer:
    """An account on the PDS."""

    pds: Pds
    resident: Resident
    _signed_in: dict[str, tuple[str, str]] = field(default_factory=dict, repr=False)
    _posted: int = 0

    @property
    def url(self) -> str:
        return self.pds.url

    def credentials(self, url: str) -> Credentials:
        return self._credentials(self.resident, url)

    def other_credentials(self, url: str) -> Credentials:
        return self._credentials(self.pds.account("lark"), url)

    def add(self, texts: Sequence[str]) -> Sequence[str]:
        return self.resident.write([self._post(text) for text in texts])

    def ids(self) -> set[str]:
        collections = ("app.bsky.feed.post", "app.bsky.feed.repost")
        return {record["uri"] for each in collections for record in self.resident.records(each)}

    def refuse(self, id: str) -> bool:
        return False

    def revoke(self) -> None:
        self.resident.ask("com.atproto.server.revokeAppPassword", {"name": "audit-tui"})

    def close(self) -> None:
        """Nothing: the PDS runs as long as the tests do."""

    def _credentials(self, resident: Resident, url: str) -> Credentials:
        # A PDS gives 30 sessions in five minutes, so one is used again; its old tokens hold for two hours.
        tokens = self._signed_in.get(resident.did)
        if tokens is None:
            told = resident.session()
            tokens = self._signed_in[resident.did] = told["accessJwt"], told["refreshJwt"]
        session = ":::".join((resident.handle, resident.did, *tokens, url))
        return Credentials(url, {"session": session}, may_delete=True)

    def _post(self, text: str) -> dict[str, object]:
        self._posted += 1
        hours, rest = divmod(self._posted, 3600)
        created = f"2026-03-03T{hours:02}:{rest // 60:02}:{rest % 60:02}.000Z"
        return {"$type": "app.bsky.feed.post", "text": text, "createdAt": created, "langs": ["en"]}


class BlueskyDouble:
    """How to start it."""

    platform = "bluesky"
    connector: Connector = CONNECTOR
    deletes = frozenset({ItemKind.POST, ItemKind.REPLY, ItemKind.REPOST})
    can_look = True
    # As a PDS with limits switched on answered; it names no Retry-After.
    limited = (
        429,
        {
            "RateLimit-Limit": "3000",
            "RateLimit-Reset": "1795416454",
            "RateLimit-Remaining": "0",
            "RateLimit-Policy": "3000;w=300",
            "Date": "Mon, 23 Nov 2026 06:46:34 GMT",
        },
    )

    def missing(self) -> str:
        return why_not()

    def start(self) -> BlueskyServer:
        pds = running()
        return BlueskyServer(pds, pds.account())

    def is_delete(self, request: Request) -> bool:
        return request.method == "POST" and request.route == _DELETE


DOUBLE = BlueskyDouble()
