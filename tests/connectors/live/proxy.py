"""A loopback server in front of a test double: it writes down every request, and misbehaves on demand.

Every connector is tested through it, whether what lies behind is somebody else's server (a Bluesky PDS,
mastodon-mock) or a stub of ours.
"""

from __future__ import annotations

import http.client
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "host", "te", "upgrade"})


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came in."""

    method: str
    path: str
    """With its query."""
    headers: Mapping[str, str]
    body: bytes

    @property
    def route(self) -> str:
        """The path without its query."""
        return urlsplit(self.path).path


@dataclass(frozen=True, slots=True)
class Fault:
    """An answer that the double would not give, or trouble on the way."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b"{}"
    only: Callable[[Request], bool] = lambda _request: True
    """Which requests it waits for; others pass it by."""
    drip: float = 0.0
    """Seconds between two bytes of the answer."""
    is_after: bool = False
    """The request reaches the double and is done; only its answer is lost for this one."""
    hangs_up: bool = False
    """Closes the connection without any answer."""


class Proxy:
    """Forwards to `upstream`, unless a fault is due."""

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream
        self.requests: list[Request] = []
        self.answers: list[tuple[Request, int, dict[str, str], bytes]] = []
        """What the double answered, to be told again as a lie."""
        self.faults: deque[Fault] = deque()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()

    def misbehave(self, *faults: Fault) -> None:
        """The next requests that each fault waits for get it, one request a fault."""
        with self._lock:
            self.faults.extend(faults)

    def behave(self) -> None:
        """Forget every fault that is still due."""
        with self._lock:
            self.faults.clear()

    def close(self) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _due(self, request: Request) -> Fault | None:
        with self._lock:
            self.requests.append(request)
            for fault in self.faults:
                if fault.only(request):
                    self.faults.remove(fault)
                    return fault
        return None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _handle(self) -> None:
                size = int(self.headers.get("content-length") or 0)
                request = Request(self.command, self.path, dict(self.headers), self.rfile.read(size))
                fault = proxy._due(request)
                if fault is None:
                    self._answer(*proxy._forward(request))
                    return
                if fault.is_after:
                    proxy._forward(request)
                if fault.hangs_up:
                    self.close_connection = True
                    return
                self._answer(fault.status, fault.headers, fault.body, fault.drip)

            def _answer(
                self, status: int, headers: Mapping[str, str], body: bytes, drip: float = 0.0
            ) -> None:
                self.send_response_only(status)
                for name, value in headers.items():
                    if name.lower() not in _HOP:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if not drip:
                    self.wfile.write(body)
                for byte in body if drip else b"":
                    if proxy._stopping.is_set():
                        break
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(drip)

            do_GET = do_POST = do_DELETE = do_PUT = _handle

            def log_message(self, format: str, *args: object) -> None:
                """Nothing: pytest's output is for people."""

            def handle(self) -> None:
                try:
                    super().handle()
                except OSError:
                    self.close_connection = True

        return Handler

    def _forward(self, request: Request) -> tuple[int, dict[str, str], bytes]:
        goal = urlsplit(self.upstream)
        connection = http.client.HTTPConnection(goal.hostname or "", goal.port, timeout=30)
        try:
            headers = {n: v for n, v in request.headers.items() if n.lower() not in _HOP}
            headers["Accept-Encoding"] = "identity"
            connection.request(request.method, request.path, request.body or None, headers)
            answer = connection.getresponse()
            told = answer.status, dict(answer.getheaders()), answer.read()
            with self._lock:
                self.answers.append((request, *told))
            return told
        finally:
            connection.close()


@contextmanager
def in_front_of(upstream: str) -> Iterator[Proxy]:
    """A proxy in front of the server at `upstream`, for as long as the context lasts."""
    proxy = Proxy(upstream)
    try:
        yield proxy
    finally:
        proxy.close()
