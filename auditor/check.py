"""Reads a draft before it is posted, by the same rules as an audit; keeps nothing.

Must not know the vault: the owner's facts are handed in, or left out.
"""

from __future__ import annotations

import secrets

from auditor.engine import AccountContext, Engine, Subject
from auditor.model import Finding
from connectors.model import ItemKind, Owner, Use


def draft(
    text: str,
    *,
    reply_to: str | None = None,
    owner: Owner | None = None,
    use: Use = Use.UNSET,
    platform: str = "",
    account: AccountContext | None = None,
) -> list[Finding]:
    """The findings on a draft, worst first; spans are code points of `text`.

    `account`: where it would be posted, if that is known; `use` and `platform` stand in for it.
    Fingerprints are made with a key of this call only: a draft is in no vault.
    """
    place = account or AccountContext(platform=platform, handle="", display_name="", use=use, bio="")
    reader = Engine(owner or Owner(), (place,), secrets.token_bytes(32))
    kind = ItemKind.REPLY if reply_to else ItemKind.POST
    return reader.audit_item(Subject(item_id=None, kind=kind, text=text, parent_text=reply_to), place)
