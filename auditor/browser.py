"""Opens an address in the owner's browser, where there is one beside the terminal. Knows nothing of it."""

from __future__ import annotations

import os
import sys
import webbrowser


def show(address: str) -> bool:
    """Whether a browser was asked to show the address.

    On Linux only where a display is: without one, a text browser would take over the terminal that we are in.
    """
    has_window = sys.platform in ("win32", "darwin") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    if not has_window or os.environ.get("SSH_CONNECTION"):
        return False
    try:
        return webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return False
