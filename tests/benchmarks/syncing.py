"""What syncing costs: `python -m tests.benchmarks.syncing [ITEMS] [--platform P …]`.

So many posts stand on a platform in memory (the floor: no network), on a real Bluesky PDS and on
mastodon-mock, all on this machine. A first sync brings them into a new vault, and a second one looks for what
is new: items per second of wall time, requests, peak memory of the whole process. The servers' own time is
part of it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.memory import Run, measured
from tests.conftest import PASSPHRASE

ITEMS = 10_000
AIM_RATE, AIM_BYTES, AIM_AGAIN = 100, 200 * 2**20, 5
PLATFORMS = ("memory", "bluesky", "mastodon")
WORDS = "A quiet evening with the crossword, number {}; nobody asked, and the tea was good"


def sync_twice(platform: str, items: int, home: Path, given: Path) -> None:
    """Sync into a new vault, then again; prints what came of it."""
    from auditor import sync as syncing
    from auditor.store import open_vault
    from connectors.clock import SystemClock
    from connectors.live import Connection

    clock = SystemClock()

    def opened() -> Connection:
        if platform == "memory":
            from tests.remote_account import filled

            return filled(items, page_size=100).connection(clock)
        from connectors import live_platforms
        from connectors.credentials import Credentials

        told = json.loads(given.read_text())
        credentials = Credentials(told["server"], told["secrets"], tuple(told["scopes"]))
        return live_platforms.of(platform).open(credentials, lambda renewed: None, clock)

    connection = opened()
    with open_vault(home) as vault:
        account = vault.accounts.upsert(connection.check(), None, "export")
        told = []
        for _ in range(2):
            begin = time.perf_counter()
            synced = syncing.sync(vault, account, connection, clock)
            told.append(
                {
                    "seconds": time.perf_counter() - begin,
                    "added": synced.added,
                    "requests": synced.requests,
                    "unread": synced.unread,
                }
            )
        print(json.dumps({"held": vault.items.count(), "first": told[0], "again": told[1]}))
    connection.close()


@contextmanager
def standing(platform: str, items: int, given: Path) -> Iterator[str]:
    """The platform with so many posts; why not, in words, where it can't be had."""
    if platform == "memory":
        yield ""
        return
    from importlib import import_module

    try:
        double = import_module(f"tests.connectors.live.doubles.{platform}").DOUBLE
    except ModuleNotFoundError as error:
        yield f"no {error.name}"
        return
    if why := double.missing():
        yield why
        return
    server = double.start()
    try:
        for first in range(0, items, 1000):
            server.add([WORDS.format(number) for number in range(first, min(items, first + 1000))])
        credentials = server.credentials(server.url)
        given.write_text(
            json.dumps(
                {
                    "server": credentials.server,
                    "secrets": dict(credentials.secrets),
                    "scopes": list(credentials.scopes),
                }
            )
        )
        yield ""
    finally:
        server.close()


def run(platform: str, items: int, folder: Path) -> bool:
    """One platform; whether it meets the aims."""
    given = folder / f"{platform}.json"
    with standing(platform, items, given) as why:
        if why:
            print(f"{platform:<10} not run: {why}", flush=True)
            return True
        command = [sys.executable, "-m", "tests.benchmarks.syncing", str(items), "--child", platform]
        command += ["--home", str(folder / platform), "--given", str(given)]
        done: Run = measured(command, {**os.environ, "AUDIT_TUI_PASSPHRASE": PASSPHRASE})
    if done.code:
        raise SystemExit(done.err)
    told = json.loads(done.out)
    first, again = told["first"], told["again"]
    rate = first["added"] / first["seconds"]
    met = (
        told["held"] >= items
        and rate >= AIM_RATE
        and done.peak_bytes < AIM_BYTES
        and again["requests"] <= AIM_AGAIN
    )
    print(
        f"{platform:<10}{first['added']:9,} items{rate:9,.0f} items/s{first['seconds']:7.1f} s"
        f"{first['requests']:6,} requests{done.peak_bytes / 2**20:6.0f} MiB"
        f"   again {again['seconds'] * 1000:5.0f} ms, {again['requests']} requests"
        f"   {'met' if met else 'MISSED'}",
        flush=True,
    )
    return met


def main() -> int:
    """Run the benchmark; exit code 1 where a figure misses its aim."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("items", nargs="?", type=int, default=ITEMS)
    asked.add_argument("--platform", action="append", choices=PLATFORMS)
    asked.add_argument("--child", choices=PLATFORMS, help=argparse.SUPPRESS)
    asked.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    asked.add_argument("--given", type=Path, help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.child:
        sync_twice(options.child, options.items, options.home, options.given)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        met = [run(each, options.items, Path(folder)) for each in options.platform or PLATFORMS]
    return 0 if all(met) else 1


if __name__ == "__main__":
    raise SystemExit(main())
