"""Says what Mastodon's API tells in the words of its export, so that both make the same item and account.

Pure; knows nothing of requests. Source: docs.joinmastodon.org, entities `Status`, `Account`; what the export
holds is written by Mastodon's `ActivityPub::NoteSerializer`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from connectors.mastodon.posts import Actor, Json
from connectors.mastodon.posts import account as export_account
from connectors.mastodon.posts import item as export_item
from connectors.model import AccountRecord, Item, ItemKind
from connectors.part_reading import Unfit
from connectors.storable import storable
from connectors.times import iso_time, known_utc

ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
"""A number at Mastodon; letters too at servers of the same kind."""
_ADDRESS = re.compile(r"https?://[!-~]{1,2000}", re.ASCII)
_NAME = re.compile(r"[\w.-]{1,200}")
_PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


@dataclass(frozen=True, slots=True)
class Me:
    """Whose account it is, as the server knows it."""

    id: str
    """The server's own number, with which it is asked for posts."""
    actor: Actor
    count: int | None
    """Of posts, as the server counts them."""


@dataclass(frozen=True, slots=True)
class Parent:
    """What a reply answers."""

    address: str
    text: str | None
    """Only where the owner wrote it herself."""


def me(told: object) -> Me | None:
    """Whose credentials were verified; None where that is not told."""
    if not isinstance(told, dict):
        return None
    id, name, address = text_id(told.get("id")), told.get("username"), _actor(told)
    if not id or not address or not isinstance(name, str) or not _NAME.fullmatch(name):
        return None
    record = export_account(_told_account(told, address), Actor(), None)
    count = told.get("statuses_count")
    is_count = isinstance(count, int) and not isinstance(count, bool) and 0 <= count < 100_000_000
    return Me(id, Actor(address, record.account.handle), count if is_count else None)


def account(told: Json, whose: Me, now: datetime) -> AccountRecord:
    """The account with its profile, as the export gives it."""
    return export_account(_told_account(told, whose.actor.id), whose.actor, now)


def item(status: object, whose: Me, parents: Mapping[str, Parent]) -> Item | None:
    """The item of one status; None for a direct message.

    `parents`: by the server's id of a status, what is known of those that are answered.

    Raises: Unfit.
    """
    if not isinstance(status, dict):
        raise Unfit("it is no post")
    id = text_id(status.get("id"))
    if not id:
        raise Unfit("it has no id")
    if author(status) != whose.id:
        raise Unfit("it is somebody else's")
    address = f"{whose.actor.id}/statuses/{id}"
    shown = status.get("reblog")
    if isinstance(shown, dict):
        told = {"type": "Announce", "id": f"{address}/activity", "object": shown.get("uri")}
        boost = export_item(told | {"published": _time(status.get("created_at"))}, whose.actor, {})
        return replace(boost, id=id, has_platform_id=True) if boost else None
    parent, parent_id = _parent(status, whose, parents)
    note = _note(status, address, whose) | ({"inReplyTo": parent.address} if parent else {})
    found = export_item({"type": "Create", "object": note}, whose.actor, {})
    if found is None:
        return None
    return replace(
        found,
        id=id,
        has_platform_id=True,
        kind=ItemKind.REPLY if parent_id else ItemKind.POST,
        parent_text=parent.text if parent else None,
    )


def parent(status: object, whose: Me) -> tuple[str, Parent] | None:
    """A status as what others answer, under its id; None where it can't be read."""
    if not isinstance(status, dict):
        return None
    id, address = text_id(status.get("id")), status.get("uri")
    if not id or not isinstance(address, str) or not _ADDRESS.fullmatch(address):
        return None
    if author(status) != whose.id:
        return id, Parent(address, None)
    try:
        found = item(status, whose, {})
    except Unfit:
        found = None
    return id, Parent(f"{whose.actor.id}/statuses/{id}", found.text if found else None)


def answered(statuses: Iterable[object]) -> list[str]:
    """The ids of the statuses that these answer, each once."""
    ids = (text_id(each.get("in_reply_to_id")) for each in statuses if isinstance(each, dict))
    return list(dict.fromkeys(filter(None, ids)))


def author(status: Json) -> str:
    """The server's number of who posted it; empty where it does not say."""
    whose = status.get("account")
    return text_id(whose.get("id")) if isinstance(whose, dict) else ""


def text_id(told: object) -> str:
    """An id as text; empty where it is none."""
    if isinstance(told, int) and not isinstance(told, bool) and 0 < told < 1 << 64:
        return str(told)
    return told if isinstance(told, str) and ID.fullmatch(told) else ""


def _parent(status: Json, whose: Me, parents: Mapping[str, Parent]) -> tuple[Parent | None, str]:
    id = text_id(status.get("in_reply_to_id"))
    if id and id not in parents and text_id(status.get("in_reply_to_account_id")) == whose.id:
        return Parent(f"{whose.actor.id}/statuses/{id}", None), id
    return parents.get(id), id


def _note(status: Json, address: str, whose: Me) -> dict[str, Any]:
    content, visibility = status.get("content"), status.get("visibility")
    if not isinstance(content, str):
        raise Unfit("its text is none")
    if not isinstance(visibility, str):
        raise Unfit("it does not say who may see it")
    language, poll = status.get("language"), status.get("poll")
    return {
        "id": address,
        "url": status.get("url"),
        "content": content,
        "contentMap": {language: content} if isinstance(language, str) and language else None,
        "summary": status.get("spoiler_text"),
        "sensitive": status.get("sensitive"),
        "published": _time(status.get("created_at")),
        "updated": _time(status.get("edited_at")),
        "quote": _quoted(status.get("quote")),
        "attachment": [
            {"url": each.get("url"), "name": each.get("description")}
            for each in _objects(status.get("media_attachments"))
        ],
        "tag": [
            {"type": "Mention", "name": f"@{each['acct']}"}
            for each in _objects(status.get("mentions"))
            if isinstance(each.get("acct"), str)
        ],
        **(_poll(poll) if isinstance(poll, dict) else {}),
        **_addressees(visibility, whose),
    }


def _addressees(visibility: str, whose: Me) -> dict[str, list[str]]:
    """To whom it went. A visibility that is not known is no direct message: those are left out."""
    followers = f"{whose.actor.id}/followers"
    told: dict[str, dict[str, list[str]]] = {
        "public": {"to": [_PUBLIC], "cc": [followers]},
        "unlisted": {"to": [followers], "cc": [_PUBLIC]},
        "direct": {"to": [], "cc": []},
    }
    return told.get(visibility, {"to": [followers], "cc": []})


def _poll(poll: Json) -> dict[str, list[dict[str, object]]]:
    choices: list[dict[str, object]] = [{"name": each.get("title")} for each in _objects(poll.get("options"))]
    return {"anyOf" if poll.get("multiple") is True else "oneOf": choices}


def _quoted(quote: object) -> str | None:
    shown = quote.get("quoted_status") if isinstance(quote, dict) else None
    address = shown.get("uri") if isinstance(shown, dict) else None
    return address if isinstance(address, str) else None


def _told_account(told: Json, address: str) -> dict[str, Any]:
    fields = [
        {"type": "PropertyValue", "name": each.get("name"), "value": each.get("value")}
        for each in _objects(told.get("fields"))
    ]
    return {
        "id": address,
        "preferredUsername": told.get("username"),
        "name": told.get("display_name"),
        "summary": told.get("note"),
        "url": told.get("url"),
        "attachment": fields,
    }


def _actor(told: Json) -> str:
    """The account's own address: as told since Mastodon 4.2, before that made from its page's."""
    address, page, name = told.get("uri"), told.get("url"), told.get("username")
    if isinstance(address, str) and _ADDRESS.fullmatch(address):
        return storable(address)
    try:
        parts = urlsplit(page if isinstance(page, str) else "")
        host = parts.netloc if parts.hostname else ""
    except ValueError:
        host = ""
    return f"{parts.scheme}://{host}/users/{name}" if host and isinstance(name, str) else ""


def _time(told: object) -> str | None:
    """As the export writes it: whole seconds, in UTC."""
    moment = known_utc(iso_time(told))
    return moment.replace(microsecond=0, tzinfo=None).isoformat() + "Z" if moment else None


def _objects(told: object) -> list[dict[str, Any]]:
    return [each for each in told if isinstance(each, dict)] if isinstance(told, list) else []
