"""Brings in sqlite-utils, light: the one place that imports it.

sqlite-utils loads numpy and pandas where they are installed, only to know their number types as columns.
That is a fifth of a second and twenty megabytes for every command; no column here holds such a number.
"""

from __future__ import annotations

import sys

_HEAVY = [name for name in ("numpy", "pandas") if name not in sys.modules]

for _name in _HEAVY:
    sys.modules[_name] = None  # type: ignore[assignment]  # makes `import` raise ImportError, which it expects
try:
    from sqlite_utils.db import Database
    from sqlite_utils.migrations import Migrations
finally:
    for _name in _HEAVY:
        del sys.modules[_name]

__all__ = ["Database", "Migrations"]
