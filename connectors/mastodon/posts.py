"""Turns one activity of a Mastodon outbox into an item, and the actor into an account.

Pure; knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from connectors.model import Account, AccountRecord, Item, ItemKind, Media, Profile
from connectors.part_reading import Unfit
from connectors.plain_text import plain_text
from connectors.storable import storable, storable_json
from connectors.times import iso_time, known_utc

Json = Mapping[str, object]
_PUBLIC = {"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"}


class Direct(Exception):
    """A private message; never taken in."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Whose outbox it is."""

    id: str
    """The actor's address; empty where nothing says."""

    @property
    def handle(self) -> str:
        """`@name@server`, from the address."""
        there = urlsplit(self.id)
        name = there.path.rstrip("/").rpartition("/")[2].lstrip("@")
        return f"@{name}@{there.hostname}" if name and there.hostname else ""

    def owns(self, address: str) -> bool:
        """Whether a post's address is one of the actor's own."""
        return bool(self.id) and address.startswith(f"{self.id.rstrip('/')}/")


def account(actor: Json | None, fallback: Actor) -> AccountRecord:
    """The account of `actor.json`; without it, what the outbox itself tells.

    The profile's fields ("Works at: …") are part of what it says, so they follow the bio, a line each.
    """
    if actor is None:
        return AccountRecord(Account("mastodon", fallback.handle, remote_id=fallback.id or None), None)
    id = _text(actor, "id") or fallback.id
    handle, name = Actor(id).handle, _text(actor, "preferredUsername")
    if name and (server := urlsplit(id).hostname):
        handle = f"@{name}@{server}"
    fields = [
        f"{plain_text(_text(each, 'name'))}: {plain_text(_text(each, 'value'))}"
        for each in _objects(actor.get("attachment"))
        if each.get("type") == "PropertyValue"
    ]
    bio = "\n".join(part for part in (plain_text(_text(actor, "summary")), "\n".join(fields)) if part)
    profile = Profile(display_name=_text(actor, "name"), bio=bio, website=_text(actor, "url"))
    return AccountRecord(Account("mastodon", handle, remote_id=id or None), profile)


def item(activity: object, actor: Actor, files: Mapping[str, str]) -> Item:
    """The item of one activity; `files` gives the archive's media by the end of their address.

    Raises: Unfit; Direct for a private message.
    """
    if not isinstance(activity, dict):
        raise Unfit("it is no activity")
    kind = activity.get("type")
    if kind == "Announce":
        return _boost(activity)
    shown = activity.get("object")
    if kind != "Create" or not isinstance(shown, dict):
        raise Unfit("it is neither a post nor a boost")
    return _post(activity, shown, actor, files)


def own_parent(item: Item) -> str | None:
    """The id of the owner's own post that the item answers."""
    conversation = item.extra.get("conversation")
    return item.parent_id if isinstance(conversation, dict) and conversation.get("own_thread") else None


def _post(activity: Json, note: Json, actor: Actor, files: Mapping[str, str]) -> Item:
    visibility = _visibility(note if "to" in note or "cc" in note else activity)
    if visibility == "direct":
        raise Direct
    address = _text(note, "id")
    id = _last(address)
    if not id:
        raise Unfit("it has no id")
    extra: dict[str, object] = {"visibility": visibility}
    for key in ("sensitive", "updated", "summary"):
        if note.get(key):
            extra[key] = note[key]
    languages = note.get("contentMap")
    if isinstance(languages, dict) and languages:
        extra["lang"] = next(iter(languages))
    mentions = [_text(each, "name") for each in _objects(note.get("tag")) if each.get("type") == "Mention"]
    if mentions:
        extra["mentions"] = mentions
    parent = _text(note, "inReplyTo") or None
    if parent:
        extra["conversation"] = {"in_reply_to": parent, "own_thread": actor.owns(parent)}
        parent = _last(parent) if actor.owns(parent) else parent
    kept = storable_json(extra)
    return Item(
        id=id,
        kind=ItemKind.REPLY if parent else ItemKind.POST,
        text=_words(note),
        created_at=known_utc(iso_time(note.get("published")) or iso_time(activity.get("published"))),
        parent_id=parent,
        url=_text(note, "url") or address or None,
        media=tuple(_medium(each, files) for each in _objects(note.get("attachment"))),
        has_platform_id=id.isdigit(),
        extra=kept if isinstance(kept, dict) else {},
    )


def _words(note: Json) -> str:
    """What the post says: the content warning in brackets, a title, the text, a poll's choices."""
    warning, title = _text(note, "summary").strip(), _text(note, "name").strip()
    choices = [
        f"- {_text(each, 'name')}"
        for key in ("oneOf", "anyOf")
        for each in _objects(note.get(key))
        if each.get("name")
    ]
    parts = (
        f"[CW: {warning}]" if warning else "",
        title,
        plain_text(_text(note, "content")),
        "\n".join(choices),
    )
    return "\n\n".join(part for part in parts if part)


def _boost(activity: Json) -> Item:
    """A boost: somebody else's post, of which only the address is known."""
    shown = activity.get("object")
    target = shown.get("id") if isinstance(shown, dict) else shown
    id = _last(_text(activity, "id").removesuffix("/activity"))
    if not id:
        raise Unfit("it has no id")
    address = storable(target) if isinstance(target, str) else None
    return Item(
        id=id,
        kind=ItemKind.REPOST,
        text="",
        created_at=known_utc(iso_time(activity.get("published"))),
        url=address,
        has_platform_id=id.isdigit(),
        extra={"boosted": address} if address else {},
    )


def _visibility(note: Json) -> str:
    to, cc = _addresses(note.get("to")), _addresses(note.get("cc"))
    if _PUBLIC & set(to):
        return "public"
    if _PUBLIC & set(cc):
        return "unlisted"
    return "followers" if any(each.rstrip("/").endswith("/followers") for each in (*to, *cc)) else "direct"


def _medium(attachment: Json, files: Mapping[str, str]) -> Media:
    """An attachment; its address begins with the server's name or not, so that it is matched from the end."""
    address = _text(attachment, "url")
    path = files.get(media_key(address))
    return Media(path=path, url=None if path else address or None, alt=_text(attachment, "name"))


def media_key(address: str) -> str:
    """What a media file's address and its name in the archive have in common; empty where it is none."""
    _, found, tail = address.rpartition("media_attachments/")
    return tail if found else ""


def _last(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def _text(value: Json, key: str) -> str:
    found = value.get(key)
    return storable(found) if isinstance(found, str) else ""


def _objects(value: object) -> Sequence[Json]:
    found = value if isinstance(value, list) else [value]
    return [each for each in found if isinstance(each, dict)]


def _addresses(value: object) -> Sequence[str]:
    found = value if isinstance(value, list) else [value]
    return [each for each in found if isinstance(each, str)]
