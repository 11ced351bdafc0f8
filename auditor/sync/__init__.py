"""Brings what is new on connected accounts into the vault: new items, edits, bios, what has gone.

Whoever calls it looks again at deletions afterwards: a whole reading is logged like a complete export, so
`auditor.proof.verify` tells from it what is gone, and re-checks that are due are made over open connections.
Knows no platform, no SQL and no keyring.
"""

from __future__ import annotations

from auditor.sync.one_account import estimate, sync
from auditor.sync.several import AccountSync, sync_all
from auditor.sync.summary import Synced

__all__ = ["AccountSync", "Synced", "estimate", "sync", "sync_all"]
