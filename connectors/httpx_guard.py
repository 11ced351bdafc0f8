"""Lets a library on httpx reach its platform through `connectors.transport`, under every rule of its.

Knows no platform. The library keeps its own client; only the way out is ours.
"""

from __future__ import annotations

import httpx
import requests

# Of the connection or of the body as httpx would send it; `requests` writes its own.
_ITS_OWN = frozenset({"host", "connection", "content-length", "transfer-encoding", "accept-encoding"})
# The body is decoded already.
_DONE = frozenset({"content-encoding", "content-length", "transfer-encoding"})


class Guarded(httpx.BaseTransport):
    """Sends what httpx wants sent over a session of `connectors.transport.session`.

    Raises, at every request: LiveError, which httpx passes on as it is.
    """

    def __init__(self, session: requests.Session) -> None:
        self._session = session

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send it, and hand the whole answer over."""
        answer = self._session.request(
            request.method,
            str(request.url),
            headers={name: text for name, text in request.headers.items() if name not in _ITS_OWN},
            data=request.read() or None,
            allow_redirects=False,
        )
        headers = [(name, text) for name, text in answer.headers.items() if name.lower() not in _DONE]
        return httpx.Response(answer.status_code, headers=headers, content=answer.content)

    def close(self) -> None:
        """Let go of the network."""
        self._session.close()
