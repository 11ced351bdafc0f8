"""Makes the walk-through's pictures, docs/images/*.svg, from the demo accounts with Textual's own export.

    python docs/make_screenshots.py [FOLDER]

The demo plays on one evening and everyone in it is invented, so that two runs draw the same pictures.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
os.environ.setdefault("TZ", "UTC")

from textual.pilot import Pilot

from auditor import demo
from auditor.store import open_vault
from auditor.tui.app import AuditApp
from auditor.tui.desk import Desk

IMAGES = Path(__file__).parent / "images"
SIZE = (120, 36)
SMALL = (80, 24)


class PictureDesk(Desk):
    """A desk that shows the folders of an invented computer in place of this one's."""

    home = "/home/you/.local/share/audit-tui"  # type: ignore[assignment]
    folder = Path("/home/you")  # type: ignore[assignment]


Step = tuple[str, Sequence[str]]
"""A picture's name (empty: none) and the keys pressed before it."""

WALK: tuple[Step, ...] = (
    ("overview", ()),
    ("findings", ("2",)),
    ("wording", ("j", "j", "j", "w")),
    ("filter", ("escape", "home", "c", "v", "v", "v")),
    ("alike", ("a",)),
    ("", ("escape", "x", "x")),
    ("keep", ("p",)),
    ("decided", ("tab", "down", "enter", "escape", "t")),
    ("plan", ("3",)),
    ("hold", ("D",)),
    ("accounts", ("escape", "4")),
    ("report", ("5",)),
    ("help", ("2", "question_mark")),
    ("palette", ("escape", "ctrl+p")),
    ("light", ("escape", "1", "T")),
    ("contrast", ("T",)),
)


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    for name, svg in asyncio.run(_pictures()).items():
        (folder / f"{name}.svg").write_text(svg, encoding="utf-8")
    return 0


async def _pictures() -> dict[str, str]:
    pictures: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as scratch:
        with open_vault(Path(scratch) / "empty", passphrase=lambda: "invented", use_keyring=False) as vault:
            await _walk(PictureDesk(vault, clock=lambda: demo.NOW), SMALL, (("welcome", ()),), pictures)
        vault = demo.open_demo(demo.clinicians()[0].key, Path(scratch) / "demo")
        try:
            desk = PictureDesk(vault, clock=lambda: demo.NOW, demo=demo.clinicians()[0].key)
            await _walk(desk, SMALL, (("overview-80", ()), ("findings-80", ("2",))), pictures)
            await _walk(desk, SIZE, WALK, pictures)
        finally:
            vault.close()
        return {name: _steady(svg) for name, svg in pictures.items()}


async def _walk(desk: Desk, size: tuple[int, int], steps: Sequence[Step], pictures: dict[str, str]) -> None:
    app = AuditApp(desk)
    async with app.run_test(size=size) as pilot:
        await _rest(pilot)
        for name, keys in steps:
            for key in keys:
                await pilot.press(key)
                await _rest(pilot)
            if name:
                pictures[name] = app.export_screenshot(title="audit-tui")


async def _rest(pilot: Pilot[int]) -> None:
    """Until every question to the vault is answered and the pane has followed."""
    await pilot.pause(0.15)
    if waiting := [w for w in pilot.app.workers if w.group in ("ask", "ids", "alike") and not w.is_finished]:
        await pilot.app.workers.wait_for_complete(waiting)
    await pilot.pause(0.15)


def _steady(svg: str) -> str:
    """The picture without what differs from run to run: the identifier of its styles."""
    found = re.search(r"terminal-(\d+)", svg)
    if found:
        steady = int.from_bytes(blake2b(svg.replace(found[1], "").encode(), digest_size=4).digest(), "big")
        svg = svg.replace(f"terminal-{found[1]}", f"terminal-{steady}")
    return svg


if __name__ == "__main__":
    raise SystemExit(main())
