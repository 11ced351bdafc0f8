"""What the owner sets once for every surface, through the environment.

Knows nothing of what is done with it.
"""

from __future__ import annotations

import os

NO_READER = "AUDIT_TUI_NO_READER"


def wants_reader() -> bool:
    """Whether the engine's third layer is asked where it is installed: not where NO_READER is set."""
    return not os.environ.get(NO_READER)
