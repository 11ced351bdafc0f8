"""Turns records of a Bluesky repository into items, and the profile into an account.

Pure; knows nothing of files or trees. Source: the `app.bsky` lexicons. What links cards and quotes show are
other people's words; only their addresses are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from libipld import encode_cid

from connectors.bluesky.addresses import key_time, page, page_of
from connectors.model import Account, AccountRecord, Item, ItemKind, Media, Profile
from connectors.part_reading import Unfit
from connectors.storable import storable
from connectors.times import iso_time

Json = Mapping[str, object]
POST = "app.bsky.feed.post"
REPOST = "app.bsky.feed.repost"
PROFILE = "app.bsky.actor.profile"
DESCRIBED = {
    "app.bsky.feed.generator": "displayName",
    "app.bsky.graph.list": "name",
    "app.bsky.graph.starterpack": "name",
}
"""Collections whose records have a name, under this key, and a description, which others can read."""
_MOST = 100
"""How many links, mentions, … of one post are kept."""
_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
# What Bluesky's own app writes before an alt text of the owner's, in the card of an animated picture; before
# one that the picture's collection gave, it writes `ALT: `.
_OWN_ALT = "Alt: "


def account(did: str, profile: object, changed_at: datetime | None) -> AccountRecord:
    """The account; `profile` is its record, or None where it has none. The handle is not in a repository."""
    if not isinstance(profile, dict):
        return AccountRecord(Account("bluesky", "", remote_id=did), None)
    extra: dict[str, object] = {}
    if labels := _labels(profile):
        extra["labels"] = labels
    if pronouns := _text(profile, "pronouns"):
        extra["pronouns"] = pronouns
    shown = Profile(
        display_name=_text(profile, "displayName"),
        bio=_text(profile, "description"),
        website=_text(profile, "website"),
        observed_at=changed_at,
    )
    return AccountRecord(Account("bluesky", "", remote_id=did, extra=extra), shown)


def item(path: str, record: object, did: str, files: Mapping[str, str]) -> Item:
    """The item of the record under `path` (`collection/record key`); `files` gives media by their CID.

    Raises: Unfit.
    """
    if not isinstance(record, dict):
        raise Unfit("a record is in another form than Bluesky's")
    collection, _, key = path.partition("/")
    address = f"at://{did}/{path}"
    made = _moment(record.get("createdAt")) or _moment(key_time(key))
    if collection == POST:
        return _post(record, address, key, made, did, files)
    if collection == REPOST:
        target = _address(record.get("subject"))
        shown = {"reposted": target} if target else {}
        return Item(address, ItemKind.REPOST, "", made, url=page_of(target), extra=shown)
    name = _text(record, DESCRIBED.get(collection, "name"))
    text = "\n\n".join(part for part in (name, _text(record, "description")) if part)
    extra: dict[str, object] = {"collection": collection}
    if labels := _labels(record):
        extra["labels"] = labels
    return Item(address, ItemKind.POST, text, made, url=page(did, collection, key), extra=extra)


def own_parent(item: Item, did: str) -> str | None:
    """The id of the owner's own post that the item answers."""
    parent = item.parent_id
    return parent if parent is not None and parent.startswith(f"at://{did}/") else None


def _post(
    record: Json, address: str, key: str, made: datetime | None, did: str, files: Mapping[str, str]
) -> Item:
    text = _text(record, "text")
    reply, embed = record.get("reply"), record.get("embed")
    links, mentions = _facets(record)
    extra: dict[str, object] = {}
    media: tuple[Media, ...] = ()
    if isinstance(embed, dict):
        media, cards, quoted = _embedded(embed, files)
        links += cards
        if quoted:
            extra["quoted"] = page_of(quoted) or quoted
        text = _with_poll(text, embed)
    if unseen := [link for link in dict.fromkeys(links) if link not in text]:
        extra["links"] = unseen[:_MOST]
    if mentions:
        extra["mentions"] = mentions[:_MOST]
    if langs := _texts(record.get("langs")):
        extra["langs"] = langs
    if labels := _labels(record):
        extra["labels"] = labels
    if tags := _texts(record.get("tags")):
        text = _with_tags(text, tags)
    return Item(
        id=address,
        kind=ItemKind.REPLY if isinstance(reply, dict) else ItemKind.POST,
        text=text,
        created_at=made,
        parent_id=(_address(reply.get("parent")) or None) if isinstance(reply, dict) else None,
        url=page(did, POST, key),
        media=media,
        extra=extra,
    )


def _facets(record: Json) -> tuple[list[str], list[str]]:
    """What the text links to, and accounts that it names; posts of early 2023 call both entities."""
    links: list[str] = []
    mentions: list[str] = []
    for facet in _objects(record.get("facets")):
        for feature in _objects(facet.get("features")):
            if link := _text(feature, "uri"):
                links.append(link)
            elif named := _text(feature, "did"):
                mentions.append(named)
    for entity in _objects(record.get("entities")):
        if value := _text(entity, "value"):
            (links if entity.get("type") == "link" else mentions).append(value)
    return links, mentions


def _embedded(embed: Json, files: Mapping[str, str]) -> tuple[tuple[Media, ...], list[str], str]:
    """What a post shows: its media, the addresses of link cards, and the address of what it quotes.

    Told by shape, not by `$type`: a quote with media holds both, each under its own key.
    """
    inner, quote = embed.get("media"), embed.get("record")
    if isinstance(quote, dict) and isinstance(quote.get("record"), dict):
        quote = quote["record"]
    shown: list[Media] = []
    cards: list[str] = []
    for part in (embed, inner) if isinstance(inner, dict) else (embed,):
        for key in ("images", "media", "items"):
            shown += [_medium(each, each.get("image"), files) for each in _objects(part.get(key))]
        if isinstance(part.get("video"), dict):
            shown.append(_medium(part, part["video"], files))
        card = part.get("external")
        if isinstance(card, dict) and (address := _text(card, "uri")):
            said = _text(card, "description")
            if address.partition("?")[0].endswith(".gif"):
                alt = said.removeprefix(_OWN_ALT) if said.startswith(_OWN_ALT) else ""
                shown.append(Media(url=address, alt=alt))
            else:
                cards.append(address)
    return tuple(shown[:_MOST]), cards, _address(quote)


def _medium(holder: Json, blob: object, files: Mapping[str, str]) -> Media:
    """A picture or film; the repository names it by its CID and does not hold it."""
    path = None
    if files and isinstance(blob, dict):
        named = blob.get("ref", blob.get("cid"))
        try:
            path = files.get(encode_cid(named)) if isinstance(named, bytes | str) else None
        except ValueError:
            path = None
    return Media(path=path, alt=_text(holder, "alt"))


def _with_poll(text: str, embed: Json) -> str:
    """The text, and behind it the question and choices of a poll."""
    choices = _texts(embed.get("options"))
    if not choices:
        return text
    lines = "\n".join(f"- {choice}" for choice in choices)
    return "\n\n".join(part for part in (text, _text(embed, "question"), lines) if part)


def _with_tags(text: str, tags: list[str]) -> str:
    """The text, and behind it those tags of the post's that its text does not show."""
    seen = text.casefold()
    unseen = " ".join(f"#{tag}" for tag in tags if f"#{tag}".casefold() not in seen)
    return "\n\n".join(part for part in (text, unseen) if part)


def _labels(record: Json) -> list[str]:
    """Warnings that the owner herself put on it, such as `graphic-media`."""
    labels = record.get("labels")
    values = _objects(labels.get("values")) if isinstance(labels, dict) else []
    return [value for each in values if (value := _text(each, "val"))][:_MOST]


def _moment(told: object) -> datetime | None:
    """A time that can be; programs set it as they like, also wrong."""
    moment = told if isinstance(told, datetime) else iso_time(told)
    if moment is None or moment.tzinfo is None:
        return moment
    return moment if _EARLIEST <= moment < _LATEST else None


def _address(reference: object) -> str:
    return _text(reference, "uri") if isinstance(reference, dict) else ""


def _text(value: Json, key: str) -> str:
    found = value.get(key)
    return storable(found) if isinstance(found, str) else ""


def _texts(value: object) -> list[str]:
    found = value if isinstance(value, list) else ()
    return [storable(each) for each in found if isinstance(each, str) and each][:_MOST]


def _objects(value: object) -> Iterator[Json]:
    found = value if isinstance(value, list) else ()
    return (each for each in found if isinstance(each, dict))
