"""The browser's way back to this machine: one request, the right state, and not for ever.

Listens on 127.0.0.1 alone (RFC 8252, 7.3), so that nothing outside this machine can answer.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import TracebackType
from urllib.parse import parse_qs, urlsplit

from connectors.errors import SignInFailed

PORT = 8917
"""Fixed: most platforms want the redirect's address exactly as it was registered."""
PATH = "/callback"
REDIRECT = f"http://127.0.0.1:{PORT}{PATH}"
PATIENCE = 300.0
"""Seconds for the owner to sign in at the platform's page."""
_LONGEST_LINE = 8192
_DONE = (
    "<!doctype html><meta charset=utf-8><title>audit-tui</title>"
    "<p>That is all. You can close this page and go back to the terminal."
)


class BrowserLoopback:
    """Waits for the one redirect that belongs to this sign-in. A context manager."""

    def __init__(
        self,
        show: Callable[[str], None],
        *,
        port: int = PORT,
        patience: float = PATIENCE,
        tick: Callable[[float], None] | None = None,
    ) -> None:
        """`show` is told the address that the owner has to open; it may open it for her.

        `tick` is told, about once a second, how many seconds are left, and ends the wait by raising.

        Raises: SignInFailed where the port is taken.
        """
        self.state = secrets.token_urlsafe(24)
        self._show = show
        self._patience = patience
        self._tick = tick
        self._answer: Mapping[str, str] | None = None
        try:
            self._server = HTTPServer(("127.0.0.1", port), self._handler())
        except OSError:
            raise SignInFailed(
                f"Port {port} on this machine is taken, and the browser comes back to it.",
                "Close the other program that uses it (perhaps another sign-in), and try again.",
            ) from None
        self.redirect = f"http://127.0.0.1:{self._server.server_port}{PATH}"

    def __enter__(self) -> BrowserLoopback:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.server_close()

    def authorise(self, address: str) -> Mapping[str, str]:
        """Send the owner to `address`, wait for the redirect, and return what came with it.

        A request with another state, to another path, or from a page that only probes is answered with
        nothing and does not end the wait.
        Raises: SignInFailed where she refused or the time is up.
        """
        self._show(address)
        until = time.monotonic() + self._patience
        while self._answer is None:
            left = until - time.monotonic()
            if left <= 0:
                raise SignInFailed(
                    "Nobody signed in within the time.", "Run `audit-tui connect` again; nothing was kept."
                )
            if self._tick:
                self._tick(left)
            self._server.timeout = min(left, 1.0)
            self._server.handle_request()
        if "error" in self._answer or "code" not in self._answer:
            raise SignInFailed(
                "The platform did not grant access.", "Run `audit-tui connect` again, and allow it there."
            )
        return self._answer

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        loopback = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 5
            """Seconds for a request that does not come to its end."""

            def do_GET(self) -> None:
                self.send_response(200 if loopback._take(self.path) else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                # Keeps the code in the address from travelling on.
                self.send_header("Referrer-Policy", "no-referrer")
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                if loopback._answer is not None:
                    self.wfile.write(_DONE.encode())

            def log_message(self, format: str, *args: object) -> None:
                """Nothing: the line would hold the code."""

        return Handler

    def _take(self, path: str) -> bool:
        if len(path) > _LONGEST_LINE:
            return False
        parts = urlsplit(path)
        told = {name: values[0] for name, values in parse_qs(parts.query).items() if len(values) == 1}
        is_ours = secrets.compare_digest(told.get("state", "").encode(), self.state.encode())
        if parts.path != PATH or not is_ours or self._answer is not None:
            return False
        self._answer = told
        return True
