"""A loopback server that writes the very bytes that a test wants: answers that no HTTP library would give."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Answer = Callable[[socket.socket], None]


def telling(*pieces: bytes, gap: float = 0.0) -> Answer:
    """Write these pieces, `gap` seconds apart, and hang up."""

    def answer(peer: socket.socket) -> None:
        for number, piece in enumerate(pieces):
            if number and gap:
                threading.Event().wait(gap)
            peer.sendall(piece)

    return answer


class RawServer:
    """Answers every connection alike, and keeps what was asked."""

    def __init__(self, answer: Answer, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[bytes] = []
        self._answer = answer
        self._tls = tls
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        self._peers: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._listening.close()
        for peer in self._peers:
            with contextlib.suppress(OSError):
                peer.shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:
        while True:
            try:
                peer, _ = self._listening.accept()
            except OSError:
                return
            self._peers.append(peer)
            threading.Thread(target=self._one, args=(peer,), daemon=True).start()

    def _one(self, peer: socket.socket) -> None:
        with peer, contextlib.suppress(OSError):
            if self._tls is not None:
                peer = self._tls.wrap_socket(peer, server_side=True)
            with peer:
                asked = b""
                # A TLS hello has no empty line in it; nothing more comes after it.
                while (
                    not asked.startswith(b"\x16") and b"\r\n\r\n" not in asked and (read := peer.recv(65536))
                ):
                    asked += read
                if asked:
                    self.requests.append(asked)
                    self._answer(peer)


@contextmanager
def raw_server(answer: Answer, tls: ssl.SSLContext | None = None) -> Iterator[RawServer]:
    """Such a server, for as long as the context lasts."""
    server = RawServer(answer, tls)
    try:
        yield server
    finally:
        server.close()
