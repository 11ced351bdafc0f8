"""The vault: one encrypted file, and the only SQL. Knows nothing of rules, platforms, screens or reports."""

from __future__ import annotations

from auditor.store.errors import NotInVault
from auditor.store.imports import live_source
from auditor.store.item_rows import item_digest
from auditor.store.keeping import rekey, restore, wipe
from auditor.store.key import KeyedBy, has_keyring, passphrase_from_environment
from auditor.store.values import (
    AccountSummary,
    Connected,
    Counts,
    EntryChange,
    FindingLine,
    ImportRun,
    Missing,
    PageKept,
    PreservedCopy,
    StoredTrace,
    StreamState,
    Upserted,
    VaultStatus,
)
from auditor.store.vault import Vault, open_vault

__all__ = [
    "AccountSummary",
    "Connected",
    "Counts",
    "EntryChange",
    "FindingLine",
    "ImportRun",
    "KeyedBy",
    "Missing",
    "NotInVault",
    "PageKept",
    "PreservedCopy",
    "StoredTrace",
    "StreamState",
    "Upserted",
    "Vault",
    "VaultStatus",
    "has_keyring",
    "item_digest",
    "live_source",
    "open_vault",
    "passphrase_from_environment",
    "rekey",
    "restore",
    "wipe",
]
