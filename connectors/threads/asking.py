"""Requests to Threads' own Graph host. Knows no node; what bad answers mean, `connectors.meta.graph` knows.

Source: developers.facebook.com/documentation/threads, 2026.
"""

from __future__ import annotations

from collections.abc import Mapping

import requests

from connectors.clock import Clock
from connectors.meta.graph import Graph
from connectors.threads.sign_in import NAME, SERVER, hosts

_VERSION = "v1.0"
"""Threads' API has versions of its own."""


def graph(server: str, clock: Clock) -> Graph:
    """Requests of one signed-in account, below the version."""
    return Graph(NAME, "threads", hosts(server), clock, _send)


def _send(session: requests.Session, method: str, path: str, token: str, query: Mapping[str, str]) -> object:
    # In the query, as Threads' pages have it; no address ever stands in an error or a log.
    whole = {**query, "access_token": token}
    return session.request(method, f"{SERVER}/{_VERSION}{path}", params=whole).json()
