"""Turns one activity of a Mastodon outbox into an item, and the actor into an account.

Pure; knows nothing of files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import SplitResult, urlsplit

from connectors.mastodon.layout import media_key
from connectors.model import Account, AccountRecord, Item, ItemKind, Media, Profile
from connectors.part_reading import Unfit
from connectors.plain_text import plain_text
from connectors.storable import storable
from connectors.times import iso_time, known_utc

Json = Mapping[str, object]
_PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
# What a server puts before a post that quotes another, for readers that know no quotes.
_QUOTED = re.compile(r'\s*<p class="quote-inline">[^\0]{0,2000}?</p>')
_PAGE = re.compile(r"/@([^/@]+)(?:/|$)")
_NOWHERE = SplitResult("", "", "", "", "")


@dataclass(frozen=True, slots=True)
class Actor:
    """Whose outbox it is."""

    id: str = ""
    """The actor's address; empty where nothing says."""
    handle: str = ""
    """`@name@server`; empty where nothing says, as servers may number their actors."""

    def owns(self, address: str) -> bool:
        """Whether a post's address is one of the actor's own."""
        if not self.id:
            return False
        name, _, server = self.handle.lstrip("@").partition("@")
        own = [f"{self.id.rstrip('/')}/"]
        if name and server:
            own += [f"https://{server}/users/{name}/", f"https://{server}/@{name}/"]
        return address.startswith(tuple(own))


def actor_of(activities: Iterable[object]) -> Actor:
    """Whose the activities are, as the first that says so tells."""
    id = ""
    for activity in activities:
        if not isinstance(activity, dict):
            continue
        id = id or _text(activity, "actor")
        there, shown = _split(id), activity.get("object")
        last = there.path.rstrip("/").rpartition("/")[2].lstrip("@")
        if last and not last.isdigit():
            return Actor(id, _handle(last, there))
        page = _split(_text(shown, "url") if isinstance(shown, dict) else "")
        found = _PAGE.match(page.path)
        if id and found and page.hostname == there.hostname:
            return Actor(id, _handle(found[1], there))
    return Actor(id)


def account(actor: Json | None, fallback: Actor, made_at: datetime | None) -> AccountRecord:
    """The account of `actor.json`; where it says nothing, what the outbox itself tells.

    The profile's fields ("Works at: …") are part of what it says, so they follow the bio, a line each.
    """
    if actor is None:
        return AccountRecord(Account("mastodon", fallback.handle, remote_id=fallback.id or None), None)
    id = _text(actor, "id") or fallback.id
    handle = _handle(_text(actor, "preferredUsername"), _split(id)) or fallback.handle
    fields = [
        f"{plain_text(_text(each, 'name'))}: {plain_text(_text(each, 'value'))}"
        for each in _objects(actor.get("attachment"))
        if each.get("type") == "PropertyValue"
    ]
    bio = "\n".join(part for part in (plain_text(_text(actor, "summary")), "\n".join(fields)) if part)
    profile = Profile(
        display_name=_text(actor, "name"), bio=bio, website=_text(actor, "url"), observed_at=made_at
    )
    return AccountRecord(Account("mastodon", handle, remote_id=id or None), profile)


def item(activity: object, actor: Actor, files: Mapping[str, str]) -> Item | None:
    """The item of one activity, None for a private message; `files` gives the archive's media by `media_key`.

    Raises: Unfit.
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


def _post(activity: Json, note: Json, actor: Actor, files: Mapping[str, str]) -> Item | None:
    visibility = _visibility(note if "to" in note or "cc" in note else activity)
    if visibility == "direct":
        return None
    address = _text(note, "id")
    id = _last(address)
    if not id:
        raise Unfit("it has no id")
    extra = _extra(note, visibility)
    parent = _text(note, "inReplyTo") or None
    if parent:
        is_own = actor.owns(parent)
        extra["conversation"] = {"in_reply_to": parent, "own_thread": is_own}
        parent = _last(parent) if is_own else parent
    return Item(
        id=id,
        kind=ItemKind.REPLY if parent else ItemKind.POST,
        text=_words(note),
        created_at=known_utc(iso_time(note.get("published")) or iso_time(activity.get("published"))),
        parent_id=parent,
        url=_text(note, "url") or address or None,
        # Newer servers list the preview of a linked page beside the pictures.
        media=tuple(
            _medium(each, files) for each in _objects(note.get("attachment")) if each.get("type") != "Link"
        ),
        has_platform_id=id.isdigit(),
        extra=extra,
    )


def _extra(note: Json, visibility: str) -> dict[str, object]:
    extra: dict[str, object] = {"visibility": visibility}
    if note.get("sensitive") is True:
        extra["sensitive"] = True
    for key in ("updated", "summary", "quote"):
        if said := _text(note, key):
            extra[key] = said
    languages = note.get("contentMap")
    if isinstance(languages, dict) and languages:
        told = [storable(each) for each in languages]
        extra["lang"] = told[0] if len(told) == 1 else told
    mentions = [_text(each, "name") for each in _objects(note.get("tag")) if each.get("type") == "Mention"]
    if mentions:
        extra["mentions"] = mentions
    return extra


def _words(note: Json) -> str:
    """What the post says: the content warning in brackets, a title, the text, a poll's choices."""
    text = "\n\n".join(filter(None, map(plain_text, _contents(note))))
    warning, title = _text(note, "summary").strip(), _text(note, "name").strip()
    choices = [
        f"- {_text(each, 'name')}"
        for key in ("oneOf", "anyOf")
        if key in note
        for each in _objects(note[key])
        if each.get("name")
    ]
    if not (warning or title or choices):
        return text
    parts = (f"[CW: {warning}]" if warning else "", title, text, "\n".join(choices))
    return "\n\n".join(part for part in parts if part)


def _contents(note: Json) -> Sequence[str]:
    """The post's HTML; where it is there in several languages, every one."""
    content, by_language = note.get("content"), note.get("contentMap")
    html = content if isinstance(content, str) else ""
    others = by_language.values() if isinstance(by_language, dict) else ()
    if 'class="quote-inline"' in html:
        html = _QUOTED.sub("", html, count=1)
        others = ()
    return (html, *dict.fromkeys(each for each in others if isinstance(each, str) and each != content))


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
    if not _PUBLIC.isdisjoint(to):
        return "public"
    if not _PUBLIC.isdisjoint(cc):
        return "unlisted"
    return "followers" if any(each.rstrip("/").endswith("/followers") for each in (*to, *cc)) else "direct"


def _medium(attachment: Json, files: Mapping[str, str]) -> Media:
    address = _text(attachment, "url")
    path = files.get(media_key(address))
    return Media(path=path, url=None if path else address or None, alt=_text(attachment, "name"))


def _handle(name: str, there: SplitResult) -> str:
    return f"@{name}@{storable(there.hostname)}" if name and there.hostname else ""


def _split(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:
        return _NOWHERE


def _last(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def _text(value: Json, key: str) -> str:
    found = value.get(key)
    return storable(found) if isinstance(found, str) else ""


def _objects(value: object) -> Sequence[Json]:
    if not value:
        return ()
    found = value if isinstance(value, list) else [value]
    return [each for each in found if isinstance(each, dict)]


def _addresses(value: object) -> Sequence[str]:
    found = value if isinstance(value, list) else [value]
    return [each for each in found if isinstance(each, str)]
