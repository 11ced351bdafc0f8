"""Runs the PDS as a process of its own, on loopback alone, and gives accounts on it."""

from __future__ import annotations

import atexit
import http.client
import itertools
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlencode, urlsplit

from connectors.deadline import TooSlow, within
from tests.connectors.live.pds.installing import HERE, installed

STARTUP = 60.0
"""Seconds until it listens; it takes three or four."""
_ADMIN = "Basic YWRtaW46YWRtaW4tcGFzcw=="
"""`admin:admin-pass`: what dev-env sets."""
_number = itertools.count(1)


class Declined(Exception):
    """The PDS answered with an error: its status, and its words."""


@dataclass(frozen=True, slots=True)
class Pds:
    """A running PDS; asked past every connector."""

    url: str

    def account(self, name: str = "wren") -> Resident:
        """A new account with an app password."""
        handle = f"{name}{next(_number)}.test"
        told = self.ask(
            "com.atproto.server.createAccount",
            {"handle": handle, "email": f"{handle}@example.test", "password": "account-password"},
        )
        resident = Resident(self, handle, told["did"], told["accessJwt"], "")
        made = resident.ask("com.atproto.server.createAppPassword", {"name": "audit-tui"})
        return Resident(self, handle, told["did"], told["accessJwt"], made["password"])

    def ask(
        self,
        method: str,
        body: Mapping[str, object] | bytes | None = None,
        token: str = "",
        **query: object,
    ) -> Any:
        """What the PDS answers: JSON, or bytes. A POST where there is a body, in JSON or, as `bytes`, a blob.

        Raises: Declined.
        """
        goal = urlsplit(self.url)
        connection = http.client.HTTPConnection(goal.hostname or "", goal.port, timeout=60)
        headers = {"Authorization": token if " " in token else f"Bearer {token}"} if token else {}
        path = f"/xrpc/{method}" + (f"?{urlencode(query, doseq=True)}" if query else "")
        try:
            if body is None:
                connection.request("GET", path, headers=headers)
            else:
                is_blob = isinstance(body, bytes)
                sent = body if isinstance(body, bytes) else json.dumps(body).encode() if body else None
                kind = (
                    {"Content-Type": "application/octet-stream" if is_blob else "application/json"}
                    if body
                    else {}
                )
                connection.request("POST", path, sent, headers | kind)
            answer = connection.getresponse()
            told = answer.read()
        finally:
            connection.close()
        if answer.status >= 400:
            raise Declined(f"{answer.status} {told[:300]!r}")
        return json.loads(told) if "json" in (answer.headers["content-type"] or "") else told

    def administer(self, method: str, body: Mapping[str, object]) -> Any:
        """What only the server's owner may ask."""
        return self.ask(method, body, _ADMIN)


@dataclass(frozen=True, slots=True)
class Resident:
    """An account on the PDS, with its own password's rights."""

    pds: Pds
    handle: str
    did: str
    token: str = field(repr=False)
    app_password: str = field(repr=False)

    def ask(self, method: str, body: Mapping[str, object] | bytes | None = None, **query: object) -> Any:
        """What the PDS answers to the account. Raises: Declined."""
        return self.pds.ask(method, body, self.token, **query)

    def session(self) -> Mapping[str, str]:
        """A new session with the app password, as the PDS gives it."""
        given = {"identifier": self.handle, "password": self.app_password}
        told: Mapping[str, str] = self.pds.ask("com.atproto.server.createSession", given)
        return told

    def write(
        self, records: Sequence[Mapping[str, object]], collection: str = "app.bsky.feed.post"
    ) -> list[str]:
        """Write records, the PDS giving the keys; return their addresses. Not checked against any lexicon."""
        addresses: list[str] = []
        for at in range(0, len(records), 200):
            writes = [
                {"$type": "com.atproto.repo.applyWrites#create", "collection": collection, "value": one}
                for one in records[at : at + 200]
            ]
            told = self.ask(
                "com.atproto.repo.applyWrites", {"repo": self.did, "validate": False, "writes": writes}
            )
            addresses += [result["uri"] for result in told["results"]]
        return addresses

    def put(self, collection: str, key: str, record: Mapping[str, object]) -> str:
        """Write one record under this key, also over another; return its address."""
        body = {"repo": self.did, "collection": collection, "rkey": key, "validate": False, "record": record}
        address: str = self.ask("com.atproto.repo.putRecord", body)["uri"]
        return address

    def records(self, collection: str) -> Iterator[Mapping[str, Any]]:
        """Every record of a collection, newest first."""
        cursor: dict[str, object] = {}
        while True:
            told = self.ask(
                "com.atproto.repo.listRecords", repo=self.did, collection=collection, limit=100, **cursor
            )
            yield from told["records"]
            if not told.get("cursor"):
                return
            cursor = {"cursor": told["cursor"]}

    def export(self) -> bytes:
        """The whole repository, as Bluesky's own export gives it."""
        car: bytes = self.pds.ask("com.atproto.sync.getRepo", did=self.did)
        return car


@cache
def running() -> Pds:
    """The PDS of this test run, started when it is first asked for; it ends with the run.

    Raises: NotInstalled.
    """
    process, pds = started({"pds": {"hostname": "localhost"}})
    atexit.register(stop, process)
    return pds


def started(settings: Mapping[str, object]) -> tuple[subprocess.Popen[str], Pds]:
    """A PDS of its own with these settings of dev-env's; `stop` it.

    Raises: NotInstalled.
    """
    modules = installed() / "node_modules"
    folder = tempfile.mkdtemp(prefix="pds-")
    command = [
        shutil.which("node") or "node",
        "--require",
        str(HERE / "loopback.cjs"),
        str(HERE / "serve.cjs"),
    ]
    process = subprocess.Popen(
        [*command, json.dumps(settings)],
        cwd=folder,
        env=os.environ | {"NODE_PATH": str(modules), "TMPDIR": folder, "TEMP": folder, "TMP": folder},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    assert process.stdout is not None
    try:
        line = within(STARTUP, process.stdout.readline)
    except TooSlow:
        line = ""
    if not line:
        process.kill()
        stop(process)
        raise RuntimeError("the PDS did not start")
    return process, Pds(json.loads(line)["url"])


def stop(process: subprocess.Popen[str]) -> None:
    """End it: it goes when its standard input does."""
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
