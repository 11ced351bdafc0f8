"""Which accounts of a source are wanted, and whose they may be. Knows nothing of the vault's rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.errors import InputError
from connectors.interchange import KIND as INTERCHANGE
from connectors.model import Account, AccountRecord, Use, same_handle
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

    def require(self, source: Source, inspection: Inspection, where: str, known: Sequence[Account]) -> None:
        """Refuse a source that holds nothing wanted, or may be somebody else's.

        `known`: the accounts that are the owner's already. An export of another account on a platform where
        she has one is taken only where she names that account.
        Raises: InputError.
        """
        records = inspection.accounts
        if not self.handle and any(not one.account.handle and not one.account.remote_id for one in records):
            raise InputError(
                f"{where}It does not say whose posts it holds.", "Name the account with --account HANDLE."
            )
        if records and not any(self.wants(record) for record in records):
            raise InputError(
                f"{where}This is {source.title} of another account than the one that was named.",
                "Leave --account away to take in the account that it names.",
            )
        if not self.handle and is_foreign(inspection, known):
            raise InputError(
                f"{where}This is {source.title} of another account than yours in the vault.",
                "If that account is yours too, say so by naming it: --account HANDLE (--inspect shows it).",
            )


def is_foreign(inspection: Inspection, known: Sequence[Account]) -> bool:
    """Whether a platform's export tells an account on a platform where the known accounts are all others.

    An interchange file is of her own making, so what it tells is hers.
    """
    if inspection.kind == INTERCHANGE:
        return False
    told = [record.account for record in inspection.accounts]
    return any(
        any(one.platform == account.platform for one in known)
        and not any(_same(account, one) for one in known)
        for account in told
    )


def _same(one: Account, other: Account) -> bool:
    if one.platform != other.platform:
        return False
    if one.remote_id and other.remote_id:
        return one.remote_id == other.remote_id
    return same_handle(one.handle or one.remote_id or "", other.handle)
