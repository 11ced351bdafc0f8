"""Which platforms can be connected. Each one's folder may hold an `api.py` with its `CONNECTOR`; they are
found by walking the package, and imported only when asked for: some take a second to load.

Knows nothing of auditing.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

import connectors
from connectors.errors import NotOffered
from connectors.live import Connector


@cache
def names() -> tuple[str, ...]:
    """The platforms that can be connected, by name; nothing is imported."""
    folders = (module.name for module in iter_modules(connectors.__path__) if module.ispkg)
    return tuple(sorted(name for name in folders if find_spec(f"connectors.{name}.api") is not None))


def of(platform: str) -> Connector:
    """The platform's connector.

    Raises: NotOffered where it has none.
    """
    if platform not in names():
        raise NotOffered(
            "That platform can't be connected.",
            f"Bring in its export with `audit-tui import`. What can be connected: {', '.join(names())}.",
        )
    connector: Connector = import_module(f"connectors.{platform}.api").CONNECTOR
    return connector
