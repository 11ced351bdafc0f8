"""Mastodon's double: mastodon-mock. Each start is a new account on the one that runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from importlib.util import find_spec
from types import MappingProxyType

from connectors.credentials import Credentials
from connectors.live import Connector
from connectors.mastodon.api import CONNECTOR
from connectors.model import ItemKind
from tests.connectors.live.mastodon_server import Mock, Person, running
from tests.connectors.live.proxy import Request

FULL = ("read:accounts", "read:statuses", "write:statuses")


def signed_in(person: Person, url: str, scopes: tuple[str, ...] = FULL) -> Credentials:
    """What signs this person in, by way of `url`."""
    return Credentials(
        url, MappingProxyType({"access_token": person.token}), scopes, may_delete="write:statuses" in scopes
    )


@dataclass(slots=True)
class MastodonServer:
    """An account on the server."""

    mock: Mock
    person: Person

    @property
    def url(self) -> str:
        return self.mock.url

    def credentials(self, url: str) -> Credentials:
        return signed_in(self.person, url)

    def other_credentials(self, url: str) -> Credentials:
        return signed_in(self.mock.person("eve"), url)

    def add(self, texts: Sequence[str]) -> Sequence[str]:
        return self.person.posts([f"<p>{escape(text, quote=False)}</p>" for text in texts])

    def ids(self) -> set[str]:
        return self.person.ids()

    def refuse(self, id: str) -> bool:
        match = {"methods": ["DELETE"], "path": f"/api/v1/statuses/{id}"}
        effect = {"type": "status", "status": 403, "body": {"error": "This action is not allowed"}}
        self.mock.ask("POST", "/api/v1/_mock/faults", {"match": match, "effect": effect})
        return True

    def revoke(self) -> None:
        token = {"token": self.person.token}
        status, _, _ = self.mock.answer("POST", "/oauth/revoke", token, is_form=True)
        assert status == 200

    def close(self) -> None:
        """Nothing: the server runs as long as the tests do."""


class MastodonDouble:
    """How to start it."""

    platform = "mastodon"
    connector: Connector = CONNECTOR
    deletes = frozenset({ItemKind.POST, ItemKind.REPLY, ItemKind.REPOST})
    can_look = True
    # As Mastodon writes it: a moment in ISO 8601, beside the time of the answer.
    limited = (
        429,
        {
            "X-RateLimit-Limit": "300",
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset": "2026-11-23T20:01:00.123456Z",
            "Date": "Mon, 23 Nov 2026 20:00:00 GMT",
        },
    )

    def missing(self) -> str:
        return "" if find_spec("mastodon_mock") else "mastodon-mock is not installed (the dev extra has it)"

    def start(self) -> MastodonServer:
        mock = running()
        return MastodonServer(mock, mock.person())

    def is_delete(self, request: Request) -> bool:
        return request.method == "DELETE" or request.route.endswith("/unreblog")


DOUBLE = MastodonDouble()
