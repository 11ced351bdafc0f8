"""Turns what an Instagram export tells of the account into account records: as it is, and earlier bios.

E-mail addresses, telephone numbers and birth dates lie beside and are dropped. Pure; knows nothing of files.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from connectors.meta.labelled import text_of
from connectors.meta.profile_labels import about, is_bio
from connectors.meta.text import repaired
from connectors.meta.times import unix_time
from connectors.model import Account, AccountRecord, Profile

_BEFORE = timedelta(seconds=1)


def account(personal: object, professional: object, handle: str, made_at: datetime | None) -> AccountRecord:
    """The account as it is; `handle` is what names it where its own file does not.

    `personal` and `professional` are the records of those files; None where they are not there.
    """
    said = about(personal.get("string_map_data") if isinstance(personal, dict) else None)
    handle = said.handle or handle
    extra: dict[str, object] = {}
    if isinstance(professional, dict) and (title := text_of(professional, "title")):
        extra["professional"] = title
    if said.is_private:
        extra["is_private"] = True
    profile = Profile(said.name, said.bio, website=said.website, observed_at=made_at)
    is_told = isinstance(personal, dict) and bool(said.handle or said.name or said.bio)
    told = Account("instagram", f"@{handle.lstrip('@')}" if handle else "", extra=extra)
    return AccountRecord(told, profile if is_told else None)


def earlier(changes: list[object], now: AccountRecord) -> list[AccountRecord]:
    """The account with every bio that it had before, oldest first; empty where none can be told.

    What a change was of is said in the account's language: it is the bio's where its name says so, or where
    another change of that name led to the bio of today.
    """
    bio = now.profile.bio if now.profile else ""
    read = sorted(filter(None, map(_change, changes)), key=lambda each: each[0])
    bios = {name for _, name, _, after in read if is_bio(name) or (bio and after == bio)}
    until = now.profile.observed_at if now.profile else None
    seen: list[tuple[datetime, str]] = []
    for moment, name, before, after in read:
        if name not in bios or (until is not None and moment >= until):
            continue
        if before is not None and (not seen or seen[-1][1] != before):
            seen.append((moment - _BEFORE, before))
        if not seen or seen[-1][1] != after:
            seen.append((moment, after))
    while seen and seen[-1][1] == bio:
        seen.pop()
    return [AccountRecord(now.account, Profile(bio=text, observed_at=when)) for when, text in seen if text]


_Change = tuple[datetime, str, str | None, str]
"""When, what was changed, from what (None where it does not say), to what."""


def _change(record: object) -> _Change | None:
    fields = record.get("string_map_data") if isinstance(record, dict) else None
    moment, texts = None, list[tuple[str, str]]()
    for label, value in fields.items() if isinstance(fields, dict) else ():
        if not isinstance(value, dict):
            continue
        when, said = unix_time(value.get("timestamp")), value.get("value")
        moment = moment or when
        if when is None and isinstance(said, str):
            texts.append((repaired(label).lower(), repaired(said)))
    if moment is None or len(texts) < 2:
        return None
    said_by = dict(texts)
    what, after = said_by.get("changed"), said_by.get("new value")
    if what is not None and after is not None:
        return moment, what, said_by.get("previous value"), after
    # In another language the order tells: what, from what, to what.
    return moment, texts[0][1], texts[1][1] if len(texts) > 2 else None, texts[-1][1]
