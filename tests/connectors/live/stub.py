"""A loopback server that a platform's stub is built on: it reads requests and writes answers, no more."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tests.connectors.live.proxy import Request


@dataclass(frozen=True, slots=True)
class Answer:
    """What a stub answers: JSON, or nothing."""

    status: int = 200
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict)


def query_of(request: Request) -> dict[str, str]:
    """The request's query, each name once."""
    return {name: values[-1] for name, values in parse_qs(urlsplit(request.path).query).items()}


def form_of(request: Request) -> dict[str, str]:
    """The request's form; empty where its body is none."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    if "application/x-www-form-urlencoded" not in headers.get("content-type", ""):
        return {}
    return {name: values[-1] for name, values in parse_qs(request.body.decode()).items()}


def bearer_of(request: Request) -> str:
    """The token in the request's header; empty where there is none."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    return headers.get("authorization", "").removeprefix("Bearer ")


class Stub:
    """Listens on loopback and answers by `answer`, one request at a time."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()

    def answer(self, request: Request) -> Answer:
        """What the platform would say."""
        raise NotImplementedError

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _handle(self) -> None:
                size = int(self.headers.get("content-length") or 0)
                request = Request(self.command, self.path, dict(self.headers), self.rfile.read(size))
                with stub._lock:
                    stub.requests.append(request)
                    answer = stub.answer(request)
                body = b"" if answer.body is None else json.dumps(answer.body).encode()
                self.send_response_only(answer.status)
                for name, value in {"Content-Type": "application/json", **answer.headers}.items():
                    self.send_header(name, value)
                if answer.status != 204:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if answer.status != 204:
                    self.wfile.write(body)

            do_GET = do_POST = do_DELETE = do_PUT = _handle

            def log_message(self, format: str, *args: object) -> None:
                """Nothing: pytest's output is for people."""

            def handle(self) -> None:
                try:
                    super().handle()
                except OSError:
                    self.close_connection = True

        return Handler


class Agreeing:
    """A `connectors.live.Loopback` without a browser: the owner agrees at once on the stub's own page."""

    redirect = "http://127.0.0.1:8917/callback"
    state = "invented-state"

    def __init__(self, page: Callable[[dict[str, str]], Mapping[str, str]]) -> None:
        """`page`: what the platform's page answers to the query of the address that was opened."""
        self.address = ""
        self._page = page

    def authorise(self, address: str) -> Mapping[str, str]:
        self.address = address
        query = {name: values[-1] for name, values in parse_qs(urlsplit(address).query).items()}
        assert query["state"] == self.state
        return self._page(query)
