"""One signed-in Bluesky account: its posts and reposts read record by record, looked at, and deleted.

Reads the account's own repository, not feeds: those are cut off, and hold other people's words. Knows
nothing of the vault. Source: lexicons `com.atproto.repo` and `com.atproto.sync`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from connectors.bluesky.absence import stands
from connectors.bluesky.addresses import record_path
from connectors.bluesky.posts import DESCRIBED, POST, PROFILE, REPOST, account, item
from connectors.bluesky.sign_in import credentials_of, session_in
from connectors.bluesky.xrpc import NotServed, Refused, Xrpc
from connectors.clock import Clock
from connectors.credentials import Credentials
from connectors.errors import NotOffered, OddAnswer
from connectors.live import (
    Deed,
    DeleteAnswer,
    DeleteOutcome,
    Estimate,
    Keep,
    Page,
    Presence,
    Sight,
    Stream,
)
from connectors.model import Account, AccountRecord, Item, ItemKind, Profile, Unread
from connectors.part_reading import Unfit

POSTS = Stream("posts", frozenset({ItemKind.POST, ItemKind.REPLY}))
REPOSTS = Stream("reposts", frozenset({ItemKind.REPOST}))
_COLLECTIONS = {POSTS.name: POST, REPOSTS.name: REPOST}
_KINDS = POSTS.kinds | REPOSTS.kinds
_READ = frozenset({POST, REPOST, *DESCRIBED})
_PAGE = 100
"""The most that a server gives."""
_ABSENT = "RecordNotFound"
_NO_NAME = "handle.invalid"
"""What a server says in place of a handle that leads nowhere."""


class BlueskyConnection:
    """One signed-in Bluesky account."""

    platform = "bluesky"
    streams: tuple[Stream, ...] = (POSTS, REPOSTS)
    deletes = _KINDS
    note = "Likes, direct messages and pictures are not read."

    def __init__(self, credentials: Credentials, keep: Keep, clock: Clock) -> None:
        session = session_in(credentials)
        self._clock = clock
        self._did: str = session.did
        self._server = Xrpc(
            session.pds_endpoint or credentials.server,
            clock,
            session,
            lambda renewed: keep(credentials_of(renewed, credentials.server)),
        )

    def check(self) -> Account:
        """Whose session it is. Asks for a new one: of an old one Bluesky does not say that it was revoked.

        Raises: LiveError.
        """
        session = self._server.refresh()
        handle = session.did if session.handle == _NO_NAME else f"@{session.handle}"
        return replace(self._described().account, handle=handle)

    def profile(self) -> Profile:
        """Display name, bio and website.

        Raises: LiveError.
        """
        return self._described().profile or Profile(observed_at=self._clock.now())

    def pages(self, stream: Stream, cursor: str | None = None) -> Iterator[Page]:
        """The stream's records, 100 a request; before the first also what the export counts among posts.

        Raises: LiveError.
        """
        while True:
            page = self._page(_COLLECTIONS[stream.name], cursor)
            if cursor is None and stream == POSTS:
                page = self._with_named(page)
            yield page
            if page.cursor is None:
                return
            cursor = page.cursor

    def estimate(self, known: int) -> Estimate:
        """Bluesky does not say how many there are; reading costs nothing."""
        return Estimate(None, None)

    def exists(self, item: Item) -> Sight:
        """Look the record up; one that the server does not show is gone when the repository proves it.

        Raises: LiveError.
        """
        path = record_path(item.id, self._did)
        if path is None:
            return Sight(Presence.UNCLEAR)
        told = self._record(*path.split("/"))
        if told is None:
            return Sight(self._presence(path))
        if told.get("uri") != item.id:
            raise _odd_list()
        return Sight(Presence.THERE, self._item(path, told.get("value")))

    def delete(self, item: Item) -> DeleteOutcome:
        """Ask for one record to be deleted.

        Raises: NotOffered, other LiveErrors.
        """
        if item.kind not in _KINDS:
            raise NotOffered("Bluesky has nothing of this kind to delete.", "Look at it in the Bluesky app.")
        path = record_path(item.id, self._did)
        collection, _, key = (path or "").partition("/")
        if collection not in _READ:
            return DeleteOutcome(DeleteAnswer.REFUSED, "it is not a post of this account on Bluesky")
        try:
            told = self._server.procedure(
                "com.atproto.repo.deleteRecord", Deed.DELETE, repo=self._did, collection=collection, rkey=key
            )
        except Refused as refused:
            return DeleteOutcome(DeleteAnswer.REFUSED, f"Bluesky does not delete it ({refused.name})")
        # What was not there is answered like what was deleted, but for the change that it made.
        return DeleteOutcome(DeleteAnswer.ACCEPTED if told.get("commit") else DeleteAnswer.ABSENT)

    def ready_at(self, deed: Deed) -> datetime | None:
        """Before when the server wants no further request of this sort, by its `ratelimit-…` headers."""
        return self._server.ready_at(deed)

    def close(self) -> None:
        """Let go of the network."""
        self._server.close()

    def _described(self) -> AccountRecord:
        told = self._record(PROFILE, "self")
        return account(self._did, told.get("value") if told else None, self._clock.now())

    def _page(self, collection: str, cursor: str | None) -> Page:
        told = self._server.query(
            "com.atproto.repo.listRecords", repo=self._did, collection=collection, limit=_PAGE, cursor=cursor
        )
        records, after = told.get("records"), told.get("cursor")
        if not isinstance(records, list) or not isinstance(after, str | None) or (after and after == cursor):
            raise _odd_list()
        items: list[Item] = []
        unread: Counter[str] = Counter()
        for record in records:
            try:
                items.append(self._listed(record, collection))
            except Unfit as problem:
                unread[str(problem)] += 1
        missed = tuple(Unread(collection, reason, count) for reason, count in unread.items())
        return Page(tuple(items), after or None, missed)

    def _with_named(self, page: Page) -> Page:
        """The page, and before it the account's lists, feeds and starter packs: they are few."""
        told = self._server.query("com.atproto.repo.describeRepo", repo=self._did).get("collections")
        if not isinstance(told, list):
            raise _odd_list()
        items, unread = list[Item](), list[Unread]()
        for collection in (each for each in DESCRIBED if each in told):
            cursor: str | None = None
            while True:
                more = self._page(collection, cursor)
                items += more.items
                unread += more.unread
                cursor = more.cursor
                if cursor is None:
                    break
        return Page((*items, *page.items), page.cursor, (*unread, *page.unread))

    def _listed(self, record: object, collection: str) -> Item:
        """Raises: Unfit."""
        if not isinstance(record, dict):
            raise Unfit("a record is in another form than Bluesky's")
        path = record_path(record.get("uri"), self._did)
        if path is None or not path.startswith(f"{collection}/"):
            raise Unfit("a record has an address that Bluesky does not give")
        return item(path, record.get("value"), self._did, {})

    def _item(self, path: str, value: object) -> Item | None:
        try:
            return item(path, value, self._did, {})
        except Unfit:
            return None

    def _record(self, collection: str, key: str) -> dict[str, Any] | None:
        try:
            return self._server.query(
                "com.atproto.repo.getRecord", repo=self._did, collection=collection, rkey=key
            )
        except Refused as refused:
            if refused.name == _ABSENT:
                return None
            raise

    def _presence(self, path: str) -> Presence:
        """Of a record that the server says it has not: moderators may only have hidden it."""
        collection, _, key = path.partition("/")
        try:
            proof = self._server.query_bytes(
                "com.atproto.sync.getRecord", did=self._did, collection=collection, rkey=key
            )
        except NotServed:
            return Presence.GONE
        except Refused as refused:
            if refused.name == _ABSENT:
                return Presence.GONE
            raise
        return Presence.GONE if stands(proof, self._did, path) is False else Presence.UNCLEAR


def _odd_list() -> OddAnswer:
    return OddAnswer("Bluesky's answer does not fit what was asked.", "Try again later.")
