"""The browser's way back to this machine: one request, the right state, and not for ever.

Listens on 127.0.0.1 alone (RFC 8252, 7.3), so that nothing outside this machine can answer.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from types import TracebackType
from urllib.parse import parse_qs, urlsplit

from connectors.errors import SignInFailed
from connectors.server import is_loopback

PORT = 8917
"""Fixed: most platforms want the redirect's address exactly as it was registered."""
PATH = "/callback"
REDIRECT = f"http://127.0.0.1:{PORT}{PATH}"
PATIENCE = 300.0
"""Seconds for the owner to sign in at the platform's page."""
_LONGEST_LINE = 8192
_TICK = 0.5
"""Seconds between two looks at what is left."""
_DONE = (
    "<!doctype html><meta charset=utf-8><title>audit-tui</title>"
    "<p>That is all. You can close this page and go back to the terminal."
)
_OTHER = "<!doctype html><meta charset=utf-8><title>audit-tui</title><p>Nothing is waited for here."


class _Server(ThreadingTCPServer):
    """One thread a request: browsers open connections ahead that they say nothing on."""

    daemon_threads = True
    # On Windows the option would let another program take the port over while we listen.
    allow_reuse_address = os.name == "posix"

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: the traceback on the terminal would be of somebody who hung up."""


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
        self._lock = threading.Lock()
        self._is_told = threading.Event()
        """Set once the browser has its page, so that it is not cut off by the program's end."""
        try:
            self._server = _Server(("127.0.0.1", port), self._handler())
        except OSError:
            raise SignInFailed(
                f"Port {port} on this machine is taken, and the browser comes back to it.",
                "Close the other program that uses it (perhaps another sign-in), and try again.",
            ) from None
        self.redirect = f"http://127.0.0.1:{self._server.server_address[1]}{PATH}"

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
        waiting = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        waiting.start()
        try:
            self._show(address)
            answer = self._awaited()
        finally:
            self._server.shutdown()
            waiting.join()
        if "error" in answer or "code" not in answer:
            raise SignInFailed(
                "The platform did not grant access.", "Run `audit-tui connect` again, and allow it there."
            )
        return answer

    def _awaited(self) -> Mapping[str, str]:
        until = time.monotonic() + self._patience
        while True:
            left = until - time.monotonic()
            if left <= 0:
                raise SignInFailed(
                    "Nobody signed in within the time.", "Run `audit-tui connect` again; nothing was kept."
                )
            if self._tick:
                self._tick(left)
            if self._is_told.wait(min(left, _TICK)) and self._answer is not None:
                return self._answer

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        loopback = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 5
            """Seconds for a request that does not come to its end."""

            def do_GET(self) -> None:
                is_ours = loopback._take(self.path, self.headers.get("host", ""))
                try:
                    self._page(200 if is_ours else 404, _DONE if is_ours else _OTHER)
                finally:
                    if is_ours:
                        loopback._is_told.set()

            def _page(self, status: int, text: str) -> None:
                page = text.encode()
                self.send_response_only(status)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(page)))
                # Keeps the code in the address from travelling on.
                self.send_header("Referrer-Policy", "no-referrer")
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing: the line would hold the code."""

        return Handler

    def _take(self, path: str, host: str) -> bool:
        """Keep what came, if it is the one redirect that is waited for."""
        try:
            parts, asked_of = urlsplit(path), urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if len(path) > _LONGEST_LINE or parts.path != PATH or not is_loopback(asked_of):
            return False
        told = {name: values[0] for name, values in parse_qs(parts.query).items() if len(values) == 1}
        if not secrets.compare_digest(told.get("state", "").encode(), self.state.encode()):
            return False
        with self._lock:
            if self._answer is not None:
                return False
            self._answer = told
        return True
