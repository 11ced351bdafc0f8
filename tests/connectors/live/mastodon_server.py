"""Runs mastodon-mock as a process of its own on loopback, and gives accounts and posts on it.

Posts are written into its database, so that thousands take no time; everything else is asked of the server.
"""

from __future__ import annotations

import atexit
import http.client
import itertools
import json
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

DOMAIN = "social.example"
STARTUP = 60.0
"""Seconds until it listens; it takes two."""
FIRST = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
_CONFIG = """
domain = "{domain}"
url_scheme = "https"
[database]
path = "{path}"
"""
_ids = itertools.count(115_000_000_000_000_001)
_names = itertools.count(1)


class Declined(Exception):
    """The server answered with an error: its status, and its words."""


@dataclass(frozen=True, slots=True)
class Mock:
    """A running mastodon-mock, asked past every connector."""

    url: str
    database: Path

    def person(self, name: str = "wren") -> Person:
        """A new account with a token."""
        made = self.ask("POST", "/api/v1/_mock/dev_user", {"username": f"{name}_{next(_names)}"})
        return Person(self, made["id"], made["username"], made["access_token"])

    def ask(self, method: str, path: str, body: Mapping[str, object] | None = None, token: str = "") -> Any:
        """What the server answers, as JSON. Raises: Declined."""
        status, _, told = self.answer(method, path, body, token)
        if status >= 400:
            raise Declined(f"{status} {told[:200]!r}")
        return json.loads(told)

    def answer(
        self,
        method: str,
        path: str,
        body: Mapping[str, object] | None = None,
        token: str = "",
        *,
        is_form: bool = False,
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and body of an answer, whatever they are."""
        goal = urlsplit(self.url)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        sent = None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded" if is_form else "application/json"
            sent = (urlencode({k: str(v) for k, v in body.items()}) if is_form else json.dumps(body)).encode()
        with closing(http.client.HTTPConnection(goal.hostname or "", goal.port, timeout=60)) as connection:
            connection.request(method, path, sent, headers)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()

    def write(self, statement: str, rows: Sequence[Sequence[object]]) -> None:
        """Write into the server's own database."""
        with closing(sqlite3.connect(self.database, timeout=30)) as db, db:
            db.executemany(statement, rows)

    def read(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Read out of the server's own database."""
        with closing(sqlite3.connect(self.database, timeout=30)) as db:
            return db.execute(statement, values).fetchall()


_STATUS = {
    "content": "",
    "text": "",
    "edited_at": None,
    "in_reply_to_id": None,
    "in_reply_to_account_id": None,
    "reblog_of_id": None,
    "sensitive": False,
    "spoiler_text": "",
    "visibility": "public",
    "language": None,
    "poll_id": None,
    "url": None,
    "application_id": None,
    "quoted_status_id": None,
    "quote_state": "accepted",
    "quote_approval_policy": "public",
    "edit_history": "[]",
}


@dataclass(slots=True)
class Person:
    """An account on the server."""

    mock: Mock
    id: str
    name: str
    token: str = field(repr=False)
    made: int = 0
    """How many posts were written, which is how their times follow on each other."""

    @property
    def handle(self) -> str:
        return f"@{self.name}@{DOMAIN}"

    def ask(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Any:
        """What the server answers to the account. Raises: Declined."""
        return self.mock.ask(method, path, body, self.token)

    def post(self, html: str, **columns: object) -> str:
        """Write one post; `columns` of the server's table change the rest. Returns its id."""
        return self.posts([html], **columns)[0]

    def posts(self, html: Sequence[str], **columns: object) -> list[str]:
        """Write posts, the oldest first."""
        rows: list[tuple[object, ...]] = []
        for content in html:
            self.made += 1
            created = FIRST + timedelta(minutes=7 * self.made, milliseconds=345)
            told = _STATUS | {"content": content, "text": content} | columns
            rows.append((next(_ids), int(self.id), f"{created:%Y-%m-%d %H:%M:%S.%f}", *told.values()))
        names = ", ".join(("id", "account_id", "created_at", *_STATUS))
        marks = ", ".join("?" * (3 + len(_STATUS)))
        self.mock.write(f"INSERT INTO statuses ({names}) VALUES ({marks})", rows)
        return [str(row[0]) for row in rows]

    def ids(self) -> set[str]:
        """Of what stands there, direct messages apart."""
        asked = "SELECT id FROM statuses WHERE account_id = ? AND visibility <> 'direct'"
        return {str(id) for (id,) in self.mock.read(asked, int(self.id))}


@cache
def running() -> Mock:
    """The server that runs as long as the tests do; started at the first call."""
    folder = Path(tempfile.mkdtemp(prefix="mastodon-mock-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    database, config = folder / "mock.sqlite", folder / "mock.toml"
    config.write_text(_CONFIG.format(domain=DOMAIN, path=database.as_posix()))
    for _ in range(3):
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        serve = [sys.executable, "-m", "mastodon_mock", "serve", "--config", str(config)]
        process = subprocess.Popen(
            [*serve, "--host", "127.0.0.1", "--port", str(port), "--log-level", "critical"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
        )
        atexit.register(_ended, process)
        mock = Mock(f"http://127.0.0.1:{port}", database)
        if _listens(process, mock):
            return mock
    raise AssertionError("mastodon-mock did not start")


def _listens(process: subprocess.Popen[bytes], mock: Mock) -> bool:
    until = time.monotonic() + STARTUP
    while process.poll() is None and time.monotonic() < until:
        try:
            mock.ask("GET", "/api/v1/instance")
        except OSError:
            time.sleep(0.05)
        else:
            return True
    _ended(process)
    return False


def _ended(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
