"""An invented platform in a process of its own, on loopback: it outlives whoever is killed, and writes down
every deletion that it is asked for.

`Manner`: how it misbehaves. Started by fork, from a process with a single thread.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from connectors.errors import OddAnswer, RateLimited, Unreachable
from connectors.live import Deed, DeleteAnswer, DeleteOutcome, Presence, Sight
from connectors.model import Account, Item


@dataclass
class Manner:
    """How the platform behaves."""

    lies: bool = False
    """It says that it has deleted, and has not."""
    slow: int = 0
    """So often it still shows what it has deleted."""
    loses: int = 0
    """Of every so many deletions it does one, and its answer is lost."""
    refuses: str = ""
    """An id that it does not delete."""
    limits: int = 0
    """Of every so many requests to delete it puts one off."""
    odd: int = 0
    """Of every so many requests to delete it answers one with a web page, and does nothing."""


@dataclass
class State:
    """What the server knows."""

    manner: Manner
    standing: dict[str, str] = field(default_factory=dict)
    shown: dict[str, int] = field(default_factory=dict)
    """What is deleted, and how often it is still to be shown."""
    requests: int = 0
    deletes: list[tuple[str, bool]] = field(default_factory=list)
    """Of which ids a deletion was asked, and whether there was such an item."""

    def look(self, id: str) -> str | None:
        """The item's text, if it is shown."""
        if self.shown.get(id, 0) > 0:
            self.shown[id] -= 1
            return f"text {id}"
        return self.standing.get(id)

    def delete(self, id: str) -> str | None:
        """Delete it; what is answered, None where no answer comes."""
        self.requests += 1
        for every, answer in ((self.manner.limits, "wait"), (self.manner.odd, "<html>")):
            if every and self.requests % every == 0:
                return answer
        self.deletes.append((id, id in self.standing))
        if id == self.manner.refuses:
            return "refused"
        if not self.manner.lies and self.standing.pop(id, None) is not None:
            self.shown[id] = self.manner.slow
        is_lost = self.manner.loses and len(self.deletes) % self.manner.loses == 0
        return None if is_lost else "done"


class Platform:
    """The server's process, seen from the driver."""

    def __init__(self) -> None:
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        listening.listen(16)
        self.port: int = listening.getsockname()[1]
        self._process = os.fork()
        if self._process == 0:
            _serve(listening)
        listening.close()

    def reset(self, texts: dict[str, str], manner: Manner) -> None:
        """Forget everything, and begin with these items."""
        call(self.port, "POST", "/", {"texts": texts, "manner": asdict(manner)})

    def state(self) -> tuple[dict[str, str], list[tuple[str, bool]]]:
        """What stands, and of what a deletion was asked."""
        told = call(self.port, "GET", "/")
        return told["standing"], [(id, was) for id, was in told["deletes"]]

    def close(self) -> None:
        call(self.port, "POST", "/end")
        os.waitpid(self._process, 0)


def call(port: int, method: str, path: str, body: object = None) -> Any:
    """One request; None where the answer is that there is no such thing.

    Raises: Unreachable where no answer comes.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, None if body is None else json.dumps(body).encode())
        answer = connection.getresponse()
        told = answer.read()
        return json.loads(told) if answer.status == 200 else None
    except (OSError, http.client.HTTPException):
        raise Unreachable("The invented platform does not answer.", "Try again later.") from None
    finally:
        connection.close()


def _serve(listening: socket.socket) -> None:
    state = State(Manner())
    server = HTTPServer(("127.0.0.1", 0), _handler(state), bind_and_activate=False)
    server.socket.close()
    server.socket = listening
    try:
        server.serve_forever(0.01)
    finally:
        os._exit(0)


def _handler(state: State) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/":
                self._answer({"standing": state.standing, "deletes": state.deletes})
                return
            text = state.look(self.path.strip("/"))
            self._answer(None if text is None else {"text": text})

        def do_DELETE(self) -> None:
            told = state.delete(self.path.strip("/"))
            if told is not None:
                self._answer(told)

        def do_POST(self) -> None:
            if self.path == "/end":
                self._answer({})
                os._exit(0)
            told = json.loads(self.rfile.read(int(self.headers["content-length"])))
            state.__init__(Manner(**told["manner"]), told["texts"])  # type: ignore[misc]
            self._answer({})

        def _answer(self, told: object) -> None:
            body = json.dumps(told).encode()
            self.send_response_only(404 if told is None else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    return Handler


class PlatformConnection:
    """A `connectors.live.Connection` to it, as far as a deletion needs one."""

    platform = "bluesky"
    streams = ()
    note = ""

    def __init__(self, port: int, account: Account) -> None:
        self._port = port
        self._account = account

    def check(self) -> Account:
        return self._account

    def exists(self, item: Item) -> Sight:
        told = call(self._port, "GET", f"/{item.id}")
        return Sight(Presence.GONE) if told is None else Sight(Presence.THERE)

    def delete(self, item: Item) -> DeleteOutcome:
        told = call(self._port, "DELETE", f"/{item.id}")
        if told == "wait":
            raise RateLimited("The invented platform asks to wait.", "Try again later.")
        if told == "<html>":
            raise OddAnswer("The invented platform answers with a page.", "Try again later.")
        if told == "refused":
            return DeleteOutcome(DeleteAnswer.REFUSED, "it is pinned")
        return DeleteOutcome(DeleteAnswer.ACCEPTED)

    def ready_at(self, deed: Deed) -> datetime | None:
        return None

    def close(self) -> None:
        """Nothing is held open."""


MADE = datetime(2025, 1, 1, tzinfo=UTC)
