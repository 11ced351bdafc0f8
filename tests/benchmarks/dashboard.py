"""How quick the dashboard is over 100,000 items and 5,000 findings, and a bare Textual app beside it.

    python -m tests.benchmarks.dashboard [--items N] [--findings N] [--keep FOLDER]

Each start is a fresh process, timed from before it is spawned; frames are rendered to escape codes as a
driver would, since a headless app skips that. Exit code 1 when a bound of the project is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FIRST_PAINT = 1.0
"""Seconds."""
KEY = 0.050
"""Seconds."""
STARTS = 5
PATIENCE = 20
PRESSES = 40
PASSPHRASE = "an invented passphrase"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--findings", type=int, default=5_000)
    parser.add_argument("--keep", type=Path, help="a folder for the vault, used again when it is there")
    parser.add_argument("--child", choices=("bare", "start", "keys"), help=argparse.SUPPRESS)
    parser.add_argument("--since", type=float, default=0.0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ["AUDIT_TUI_PASSPHRASE"] = PASSPHRASE
    if options.child:
        print(json.dumps(asyncio.run(_child(options.child, options.keep, options.since))))
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch) / "vault"
        if not folder.exists():
            _make(folder, options.items, options.findings)
        return _measure(folder)


def _make(folder: Path, items: int, findings: int) -> None:
    """A vault of invented posts, through the store's own doors."""
    from datetime import timedelta

    from auditor.model import Category, Severity
    from auditor.store import open_vault
    from connectors.model import Account, Item, ItemKind, Profile
    from tests.tui.building import NOW, finding_of, post_text

    begun = time.perf_counter()
    every = max(1, items // findings)
    categories, severities = list(Category), list(Severity)
    with open_vault(folder, use_keyring=False) as vault:
        account = vault.accounts.upsert(Account("x", "@bench"), Profile("Bench", "Invented"), "x-archive")
        run = vault.imports.begin("bench", "x-archive", "bench")
        for start in range(0, items, 5_000):
            batch = [
                Item(str(n), ItemKind.POST, post_text(n), NOW - timedelta(minutes=n))
                for n in range(start, min(start + 5_000, items))
            ]
            vault.items.upsert(account.id, batch, run)
        vault.imports.finish(run, items, 0, 0)
        audit = vault.audits.begin("bench")
        results = []
        for stored in vault.items.by_account(account.id):
            number = int(stored.item.id)
            found = []
            if number % every == 0 and number // every < findings:
                turn = number // every
                category, severity = categories[turn % 6], severities[turn % 5]
                found = [finding_of(number, stored.item.text, category=category, severity=severity)]
            results.append((stored.id, found))
        for start in range(0, len(results), 5_000):
            vault.findings.record(audit, account.id, "bench", results[start : start + 5_000])
        vault.audits.finish(audit, items, 0)
    print(f"vault of {items:,} items and {findings:,} findings made in {time.perf_counter() - begun:.1f} s")


def _measure(folder: Path) -> int:
    bare = [_spawn("bare", folder) for _ in range(STARTS)]
    start = [_spawn("start", folder) for _ in range(STARTS)]
    keys = _spawn("keys", folder)
    bare_paint = statistics.median(one["paint"] for one in bare)
    paint = statistics.median(one["paint"] for one in start)
    data = statistics.median(one["data"] for one in start)
    print(f"bare Textual app, first paint     {bare_paint:6.3f} s   {bare[0]['memory']:6.1f} MiB")
    print(f"dashboard, first paint            {paint:6.3f} s   {start[0]['memory']:6.1f} MiB")
    best = min(one["data"] for one in start)
    print(
        f"dashboard, first paint with data  {data:6.3f} s   ratio to bare {data / bare_paint:.2f},"
        f" best of {STARTS}: {best:.3f} s"
    )
    worst = 0.0
    print("key              answered, median   worst      CPU")
    for name, figures in keys["keys"].items():
        worst = max(worst, figures["median"])
        print(
            f"{name:<16} {figures['median'] * 1e3:10.1f} ms {figures['worst'] * 1e3:10.1f} ms"
            f" {figures['cpu'] * 1e3:6.1f} ms"
        )
    print(f"memory after all keys {keys['memory']:.1f} MiB")
    missed = [
        what
        for what, is_missed in (
            (f"first paint with data under {FIRST_PAINT} s", data >= FIRST_PAINT),
            (f"every key answered within {KEY * 1e3:.0f} ms", worst >= KEY),
        )
        if is_missed
    ]
    for what in missed:
        print(f"MISSED: {what}")
    return 1 if missed else 0


def _spawn(child: str, folder: Path) -> dict[str, object]:
    command = [sys.executable, "-m", "tests.benchmarks.dashboard", "--child", child, "--keep", str(folder)]
    done = subprocess.run(
        [*command, "--since", repr(time.time())], check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"the measured process broke off:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


async def _child(child: str, folder: Path, since: float) -> dict[str, object]:
    return await (_bare(since) if child == "bare" else _dashboard(child, folder, since))


async def _bare(since: float) -> dict[str, object]:
    from textual.app import App
    from textual.widgets import Footer, Static

    class Bare(App[None]):
        def compose(self):
            yield Static("nothing")
            yield Footer()

    painted: list[float] = []
    app = _watched(Bare, painted)()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
    return {"paint": painted[0] - since, "memory": _memory()}


async def _dashboard(child: str, folder: Path, since: float) -> dict[str, object]:
    from auditor.store import open_vault

    with open_vault(folder, use_keyring=False) as vault:
        from auditor.tui.app import AuditApp
        from auditor.tui.desk import Desk
        from auditor.tui.widgets.severity_grid import SeverityGrid

        painted: list[float] = []
        app = _watched(AuditApp, painted)(Desk(vault))
        async with app.run_test(size=(120, 40)) as pilot:
            grid = app.screen.query_one(SeverityGrid)
            async with asyncio.timeout(PATIENCE):
                while not grid._counts:
                    await asyncio.sleep(0.001)
                had = len(painted)
                while len(painted) == had:
                    await asyncio.sleep(0.001)
            figures: dict[str, object] = {"paint": painted[0] - since, "data": painted[-1] - since}
            if child == "keys":
                await pilot.pause(0.5)
                figures["keys"] = await _keys(app, pilot, painted)
            figures["memory"] = _memory()
            return figures


async def _keys(app, pilot, painted: list[float]) -> dict[str, object]:
    """From a key's arrival to the end of the frame that answers it, for the keys that are pressed most."""
    from textual import events

    await pilot.press("2")
    await pilot.pause(1.0)
    figures: dict[str, object] = {}
    for name, key, character, times in (
        ("down", "down", None, PRESSES),
        ("page down", "pagedown", None, PRESSES),
        ("end and home", "end,home", None, PRESSES),
        ("mark", "space", " ", PRESSES),
        ("unmark all", "U", "U", 1),
        ("decide", "x", "x", PRESSES),
        ("undo", "u", "u", PRESSES),
        ("filter", "c", "c", 14),
        ("sort", "s", "s", 10),
    ):
        answered, cpu = [], []
        keys = key.split(",")
        for turn in range(times):
            # Let the pane and the toasts come to rest, so that the frame that is timed is the key's own.
            await asyncio.sleep(0.15)
            had, begun, used = len(painted), time.time(), time.process_time()
            app._driver.send_message(events.Key(keys[turn % len(keys)], character))
            while len(painted) == had:
                await asyncio.sleep(0)
                if time.time() - begun > 2:
                    raise SystemExit(f"no frame answered {name}")
            answered.append(painted[had] - begun)
            cpu.append(time.process_time() - used)
        figures[name] = {
            "median": statistics.median(answered),
            "worst": max(answered),
            "cpu": statistics.median(cpu),
        }
    return figures


def _watched(app_class: type, painted: list[float]) -> type:
    """The app, noting when each frame is done; frames are rendered as they would be for a terminal."""

    class Watched(app_class):  # type: ignore[misc]
        CSS_PATH = [
            Path(sys.modules[app_class.__module__].__file__).parent / p for p in (app_class.CSS_PATH or [])
        ]

        def _display(self, screen, renderable) -> None:
            super()._display(screen, renderable)
            if renderable is not None:
                render = getattr(renderable, "render_segments", None)
                if render is not None:
                    render(self.console)
                painted.append(time.time())

    return Watched


def _memory() -> float:
    """Peak memory of this process in MiB."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


if __name__ == "__main__":
    raise SystemExit(main())
