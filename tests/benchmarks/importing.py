"""What importing costs, by platform: `python -m tests.benchmarks.importing [ITEMS] [--platform P …]`.

A generated export of true shape is read to its end without storing: items per second of one core, peak memory
of the whole process, and how often that is the time of a bare floor, which unpacks the same bytes and parses
them with the standard library. Then it is imported twice through the command line. Of platforms whose exports
name no ids it is also imported twice beside a connected account that has told the same items by its own ids.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import io
import json
import os
import sys
import tempfile
import time
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.memory import Run, measured
from tests.cli.command import PASSPHRASE, environment

ITEMS = 100_000
AIM_RATE, AIM_BYTES, AIM_AGAIN = 15_000, 300 * 2**20, 5
PLATFORMS = {
    "x": "x_archive",
    "mastodon": "mastodon_export",
    "facebook": "facebook_export",
    "instagram": "instagram_export",
    "threads": "threads_export",
    "linkedin": "linkedin_export",
    "tiktok": "tiktok_export",
    "bluesky": "bluesky_export",
    "youtube": "youtube_export",
}
CONNECTED = ("facebook", "instagram", "threads", "tiktok")
"""Platforms that tell ids over a connection and none in an export."""
COMMAND = [sys.executable, "-c", "from auditor.cli import main; main()"]


def read_all(path: Path) -> None:
    """Read an export to its end; prints items and seconds of processor."""
    from connectors.discovery import Discovery
    from connectors.model import Item

    with Discovery([path]) as discovery:
        begin = time.process_time()
        items = sum(
            isinstance(record, Item) for found in discovery.found for record in found.source.records()
        )
        print(json.dumps({"items": items, "seconds": time.process_time() - begin}))


def read_bare(path: Path) -> None:
    """Unpack every file and parse it with the standard library (a CAR with libipld); prints the seconds."""
    begin = time.process_time()
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            raw = archive.read(name)
            if name.endswith(".csv"):
                sum(1 for _ in csv.reader(io.StringIO(raw.decode())))
            elif name.endswith(".car"):
                importlib.import_module("libipld").decode_car(raw)
            elif name.endswith((".json", ".js")):
                json.loads(raw[min(at for at in (raw.find(b"["), raw.find(b"{")) if at >= 0) :])
    print(json.dumps({"seconds": time.process_time() - begin}))


def read_synced(path: Path) -> None:
    """Import an export twice whose items a connected account has told before; prints items, and seconds.

    Twice, and what the second import added or changed.
    """
    from auditor import intake
    from auditor.store import open_vault
    from connectors.discovery import Discovery
    from connectors.model import AccountRecord, Item

    now = datetime.now(UTC)
    with Discovery([path]) as discovery:
        records = list(discovery.found[0].source.records())
    account = next(record.account for record in records if isinstance(record, AccountRecord))
    items = [
        replace(one, id=f"p{number}", has_platform_id=True)
        for number, one in enumerate(records)
        if isinstance(one, Item)
    ]
    del records
    with (
        tempfile.TemporaryDirectory(prefix="audit-tui-bench-") as home,
        open_vault(Path(home), passphrase=lambda: PASSPHRASE) as vault,
    ):
        stored = vault.accounts.upsert(account, None, f"{account.platform}-api")
        run = vault.imports.begin_sync(stored.id, f"{account.platform}-api", now)
        state = vault.streams.begin(stored.id, "posts", run, now, is_whole=False)
        for at in range(0, len(items), 100):
            state = vault.streams.keep_page(state, items[at : at + 100], f"{at + 100}", run).state
        told = vault.items.count()
        begin = time.process_time()
        intake.take_in(vault, [path], account=account.handle, now=now)
        seconds = time.process_time() - begin
        held = vault.items.count()
        begin = time.process_time()
        again = intake.take_in(vault, [path], account=account.handle, now=now)
        figures = {"told": told, "held": held, "seconds": seconds, "again": time.process_time() - begin}
        print(json.dumps(figures | {"written": again.added + again.updated + vault.items.count() - held}))


def child(what: str, path: Path) -> Run:
    """Run one of the readings in a process of its own."""
    done = measured(
        [sys.executable, "-m", "tests.benchmarks.importing", f"--{what}", str(path)], dict(os.environ)
    )
    if done.code:
        raise SystemExit(done.err)
    return done


def imported(home: Path, path: Path) -> Run:
    """`audit-tui import`, and whatever stops it ends the benchmark."""
    done = measured([*COMMAND, "import", str(path), "--account", "wren_invented"], environment(home))
    if done.code:
        done = measured([*COMMAND, "import", str(path)], environment(home))
    if done.code:
        raise SystemExit(done.err)
    return done


def run(platform: str, number: int, folder: Path) -> bool:
    """One platform; whether it meets the aims."""
    path = folder / f"{platform}.zip"
    importlib.import_module(f"tests.fixtures.{PLATFORMS[platform]}").write_many(path, number)
    parsed = child("read", path)
    told = json.loads(parsed.out)
    floor = json.loads(child("bare", path).out)["seconds"]
    first = imported(folder / platform, path)
    again = imported(folder / platform, path)
    peak, held = parsed.peak_bytes / 2**20, first.peak_bytes / 2**20
    rate, times = told["items"] / told["seconds"], first.seconds / again.seconds
    met = (
        told["items"] >= number and rate >= AIM_RATE and parsed.peak_bytes < AIM_BYTES and times >= AIM_AGAIN
    )
    print(
        f"{platform:<10}{told['items']:9,} items{rate:9,.0f} items/s{told['seconds'] / floor:6.1f} x floor"
        f"{peak:6.0f} MiB   import {first.seconds:5.1f} s, {held:.0f} MiB, again {again.seconds:4.1f} s"
        f" ({times:.0f} x faster)   {'met' if met else 'MISSED'}",
        flush=True,
    )
    if platform in CONNECTED:
        beside = json.loads(child("synced", path).out)
        rate = beside["told"] / beside["seconds"]
        times = beside["seconds"] / beside["again"]
        sound = beside["held"] == beside["told"] and not beside["written"] and times >= AIM_AGAIN
        met = met and sound
        print(
            f"{'':<10}{beside['held'] - beside['told']:9,} twice, imported after a sync{rate:9,.0f} items/s,"
            f" again {beside['again']:4.1f} s ({times:.0f} x faster), {beside['written']:,} written  "
            f" {'met' if sound else 'MISSED'}",
            flush=True,
        )
    return met


def main() -> int:
    """Run the benchmark; exit code 1 where a figure misses its aim."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("items", nargs="?", type=int, default=ITEMS)
    asked.add_argument("--platform", action="append", choices=sorted(PLATFORMS))
    asked.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    asked.add_argument("--bare", type=Path, help=argparse.SUPPRESS)
    asked.add_argument("--synced", type=Path, help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.read:
        read_all(options.read)
        return 0
    if options.bare:
        read_bare(options.bare)
        return 0
    if options.synced:
        read_synced(options.synced)
        return 0
    os.environ["AUDIT_TUI_PASSPHRASE"] = PASSPHRASE
    print(
        f"{options.items:,} items a platform; aims: {AIM_RATE:,} items/s read on one core, under"
        f" {AIM_BYTES >> 20} MiB, a second import {AIM_AGAIN} times faster"
    )
    with tempfile.TemporaryDirectory(prefix="audit-tui-bench-") as folder:
        met = [run(one, options.items, Path(folder)) for one in options.platform or PLATFORMS]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
