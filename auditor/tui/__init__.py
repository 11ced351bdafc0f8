"""The screen: a thin layer over the core, and the only importer of textual.

Textual itself is imported only when the screen is started, so that the command line stays quick.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.store import Vault


def run(vault: Vault, *, demo: str | None = None) -> int:
    """Run the dashboard over an open vault until the owner leaves; returns the exit code.

    `demo` is the key of the invented clinician whose vault it is. The caller closes the vault.
    """
    from auditor.tui.app import AuditApp
    from auditor.tui.desk import Desk

    if demo is None:
        desk = Desk(vault)
    else:
        from auditor.demo import NOW

        desk = Desk(vault, clock=lambda: NOW, demo=demo)
    app = AuditApp(desk)
    app.run()
    return app.return_code or 0


def run_demo(key: str | None = None) -> int:
    """Run the dashboard over a throw-away vault of a bundled, invented clinician (None: the first)."""
    from auditor import demo

    key = key or demo.clinicians()[0].key
    with tempfile.TemporaryDirectory(prefix="audit-tui-demo-", ignore_cleanup_errors=True) as folder:
        vault = demo.open_demo(key, Path(folder))
        try:
            return run(vault, demo=key)
        finally:
            vault.close()
