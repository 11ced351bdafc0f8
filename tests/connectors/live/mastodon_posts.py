"""Posts of every sort on mastodon-mock, and what Mastodon's export says of the same ones.

Written after Mastodon's own ActivityPub::NoteSerializer and ActorSerializer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.connectors.live.mastodon_server import DOMAIN, Person
from tests.fixtures import mastodon_export

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
Json = dict[str, Any]
LINK = (
    '<p>Read <a href="https://journal.example/2026/long" rel="nofollow"><span class="invisible">https://'
    '</span><span class="ellipsis">journal.example/2026</span><span class="invisible">/long</span></a></p>'
)


def address(person: Person) -> str:
    """The account's own address, which mastodon-mock makes like its page's."""
    return f"https://{DOMAIN}/@{person.name}"


def at(number: int) -> str:
    return f"2026-03-01T{8 + 7 * number // 60:02}:{7 * number % 60:02}:00Z"


def note(person: Person, id: str, number: int, html: str, **more: object) -> Json:
    actor = address(person)
    shown: Json = {
        "id": f"{actor}/statuses/{id}",
        "type": "Note",
        "summary": None,
        "inReplyTo": None,
        "published": at(number),
        "url": f"{actor}/{id}",
        "attributedTo": actor,
        "to": [PUBLIC],
        "cc": [f"{actor}/followers"],
        "sensitive": False,
        "content": html,
        "attachment": [],
        "tag": [],
    } | more
    head = {"id": f"{shown['id']}/activity", "type": "Create", "actor": actor, "published": at(number)}
    return head | {"to": shown["to"], "cc": shown["cc"], "object": shown}


def fill(person: Person, other: Person) -> list[Json]:
    """Posts of every sort on the server; returns what the export holds of them."""
    mock, actor = person.mock, address(person)
    theirs = other.post("<p>How was the night?</p>")
    told: list[Json] = []

    def post(html: str, columns: Mapping[str, object], **more: object) -> str:
        id = person.post(html, **columns)
        told.append(note(person, id, person.made, html, **more))
        return id

    first = post("<p>A quiet evening<br />with the crossword &amp; tea</p>", {})
    post(LINK, {"language": "en"}, contentMap={"en": LINK})
    post(
        "<p>Behind a warning</p>",
        {"spoiler_text": "work", "sensitive": True, "visibility": "unlisted"},
        summary="work",
        sensitive=True,
        to=[f"{actor}/followers"],
        cc=[PUBLIC],
    )
    post("<p>For followers</p>", {"visibility": "private"}, to=[f"{actor}/followers"], cc=[])
    post(
        "<p>And then</p>",
        {"in_reply_to_id": int(first), "in_reply_to_account_id": int(person.id)},
        inReplyTo=f"{actor}/statuses/{first}",
    )
    answer = post(
        f'<p><span class="h-card"><a href="https://{DOMAIN}/@{other.name}" class="u-url mention">@<span>'
        f"{other.name}</span></a></span> quiet</p>",
        {"in_reply_to_id": int(theirs), "in_reply_to_account_id": int(other.id)},
        inReplyTo=f"https://{DOMAIN}/@{other.name}/{theirs}",
        tag=[{"type": "Mention", "href": f"https://{DOMAIN}/@{other.name}", "name": f"@{other.name}"}],
    )
    mock.write("INSERT INTO status_mentions VALUES (?, ?, ?)", [(int(answer), int(answer), int(other.id))])
    poll = post(
        "<p>Which one?</p>", {}, oneOf=[{"type": "Note", "name": "Tea"}, {"type": "Note", "name": "Rest"}]
    )
    mock.write("INSERT INTO polls VALUES (?, ?, NULL, 0, 0, 0)", [(int(poll), int(poll))])
    mock.write(
        "INSERT INTO poll_options VALUES (?, ?, ?, ?)",
        [(int(poll), int(poll), 0, "Tea"), (int(poll) + 1, int(poll), 1, "Rest")],
    )
    mock.write("UPDATE statuses SET poll_id = ? WHERE id = ?", [(int(poll), int(poll))])
    seen = post(
        "<p>Look</p>",
        {},
        attachment=[
            {"type": "Document", "url": "https://media.example/1.png", "name": "A whiteboard"},
            {"type": "Link", "href": "https://journal.example/2026"},
        ],
    )
    mock.write(
        "INSERT INTO media_attachments"
        " (id, account_id, status_id, type, url, preview_url, description, created_at)"
        " VALUES (?, ?, ?, 'image', 'https://media.example/1.png', '', 'A whiteboard', '2026-03-01')",
        [(int(seen), int(person.id), int(seen))],
    )
    post("<p>Mended</p>", {"edited_at": "2026-03-04 09:10:11.500000"}, updated="2026-03-04T09:10:11Z")
    boost = person.post("", reblog_of_id=int(theirs))
    activity = f"{actor}/statuses/{boost}/activity"
    shown = {"type": "Announce", "actor": actor, "object": f"https://{DOMAIN}/@{other.name}/{theirs}"}
    told.append({"id": activity, "published": at(person.made), "to": [PUBLIC], "cc": []} | shown)
    person.post("<p>Between us two</p>", visibility="direct")
    return told


def export(tmp_path: Path, person: Person, activities: list[Json]) -> Path:
    content = mastodon_export.files(activities)
    actor = json.loads(content["actor.json"]) | {
        "id": address(person),
        "preferredUsername": person.name,
        "name": person.name,
        "summary": "<p>Nurse.<br>Views mine.</p>",
        "url": address(person),
        "attachment": [{"type": "PropertyValue", "name": "Works at", "value": "<b>Fernhollow</b> General"}],
    }
    return mastodon_export.write_tar(tmp_path / "m.tar.gz", content | {"actor.json": json.dumps(actor)})


def introduce(person: Person) -> None:
    fields = json.dumps([{"name": "Works at", "value": "<b>Fernhollow</b> General", "verified_at": None}])
    person.mock.write(
        "UPDATE accounts SET note = '<p>Nurse.<br>Views mine.</p>', fields = ? WHERE id = ?",
        [(fields, int(person.id))],
    )
