"""Which accounts of a source are wanted, and whose they may be. Knows nothing of the vault's rows."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.errors import InputError
from connectors.model import AccountRecord, Use, same_handle
from connectors.source import Inspection, Source


@dataclass(frozen=True, slots=True)
class Choice:
    """Which accounts are wanted, and what for."""

    platform: str | None
    handle: str | None
    use: Use | None

    def wants(self, record: AccountRecord) -> bool:
        """Whether the account is one of those asked for."""
        said, asked = record.account.handle, self.handle
        return (self.platform in (None, record.account.platform)) and (
            not asked or not said or same_handle(asked, said)
        )

    def require(self, source: Source, inspection: Inspection, where: str) -> None:
        """Raises: InputError where no account in it is wanted, or where it does not say whose it is."""
        records = inspection.accounts
        if not self.handle and any(not record.account.handle for record in records):
            raise InputError(
                f"{where}It does not say whose posts it holds.", "Name the account with --account HANDLE."
            )
        if records and not any(self.wants(record) for record in records):
            raise InputError(
                f"{where}This is {source.title} of another account than the one that was named.",
                "Leave --account away to take in the account that it names.",
            )
