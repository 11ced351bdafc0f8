"""Writes records in the interchange format, so that what was imported can be taken elsewhere.

Knows no platform and nothing of the vault.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from connectors.model import AccountRecord, Item, Owner, Record

Json = dict[str, object]


def write(records: Iterable[Record]) -> Iterator[str]:
    """The records as lines of the format, each with its line feed; what was not read or left out has none."""
    for record in records:
        match record:
            case Owner():
                value: Json = {
                    "type": "owner",
                    "name": record.name,
                    "role": record.role,
                    "employers": list(record.employers),
                    "city": record.city,
                    "conflicts": list(record.conflicts),
                }
                yield _line(value, record.extra)
            case AccountRecord():
                yield _line(_account_value(record), record.account.extra)
            case Item():
                further = record.extra.get("media")
                extra = {key: kept for key, kept in record.extra.items() if key != "media"}
                yield _line(_item_value(record, further), extra)


def _account_value(record: AccountRecord) -> Json:
    account, profile = record.account, record.profile
    value: Json = {
        "type": "account",
        "platform": account.platform,
        "handle": account.handle,
        "use": account.use.value,
    }
    if account.remote_id:
        value["remote_id"] = account.remote_id
    if profile is not None:
        value |= {"display_name": profile.display_name, "bio": profile.bio}
        value |= {"location": profile.location, "website": profile.website}
        if profile.observed_at:
            value["observed_at"] = _written(profile.observed_at)
    return value


def _item_value(item: Item, further: object) -> Json:
    media: list[Json] = [{"path": each.path, "url": each.url, "alt": each.alt} for each in item.media]
    if isinstance(further, list) and len(further) == len(media):
        media = [{**more, **each} for more, each in zip(further, media, strict=True)]
    value: Json = {
        "type": "item",
        "id": item.id,
        "kind": item.kind.value,
        "created_at": _written(item.created_at),
        "text": item.text,
        "parent_text": item.parent_text,
        "url": item.url,
        "media": media,
    }
    if item.parent_id is not None:
        value["parent_id"] = item.parent_id
    if not item.has_platform_id:
        value["has_platform_id"] = False
    if item.deleted_at:
        value["deleted_at"] = _written(item.deleted_at)
    return value


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def _line(value: Json, extra: Mapping[str, object]) -> str:
    return json.dumps({**extra, **value}, ensure_ascii=False, allow_nan=False) + "\n"
