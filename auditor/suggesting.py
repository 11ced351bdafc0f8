"""What could stand in a stored post's or bio's place, asked for one finding at a time; posts nothing.

Must not know any wording, nor who asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor import engine, settings
from auditor.audit import context_of, subject_of
from auditor.engine import rewriting
from auditor.engine.reading import Subject
from auditor.model import StoredFinding

if TYPE_CHECKING:
    from auditor.store import Vault


def suggestion(vault: Vault, stored: StoredFinding) -> rewriting.Suggestion | None:
    """The safer wording for a finding's post or bio, scored as an audit would; None where none helps.

    Takes some tenths of a second the first time, when the word lists are read.
    """
    accounts = vault.accounts.list()
    contexts = {one.id: context_of(one, accounts) for one in accounts}
    reader = engine.Engine(
        vault.owner.get(), list(contexts.values()), vault.fingerprint_key, settings.wants_reader()
    )
    account = contexts[stored.account_id]
    if stored.item_row is None:
        subject = Subject(item_id=None, kind="bio", text=account.bio)
    else:
        subject = subject_of(vault.items.get(stored.item_row))
    return rewriting.suggest(reader, stored.finding.rule, subject, account)
