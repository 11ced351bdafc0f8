"""Writes the golden files anew."""

from __future__ import annotations

from tests.report.golden import write

write()
