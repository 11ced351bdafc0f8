"""Which state of the importers reads an export: what an older state made of one is read anew.

Knows nothing of who keeps what was read.
"""

from __future__ import annotations

REVISION = 3
"""Raise it whenever an importer comes to make something else of the same file: another text, time, id, count
or reason. What was taken in before is then read again, not answered from what was kept of its reading."""
