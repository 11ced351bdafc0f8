"""The date from which rules measure age, so that one audit finds the same whenever it is run.

Moves when the catalogue is gone through anew; the rules that read it then take a new version. Knows no clock.
"""

from __future__ import annotations

from datetime import UTC, datetime

EDITION = datetime(2026, 11, 1, tzinfo=UTC)
"""When the catalogue was last gone through."""
