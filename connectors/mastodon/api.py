"""Mastodon's API: posts, replies and boosts in one list, looking at one, deleting one.

Knows nothing of the vault. Sources: docs.joinmastodon.org, methods `accounts` and `statuses`, "Rate limits";
Mastodon's own `StatusesController`, `ReblogsController` and `rack_attack.rb` where those say too little.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from connectors import capabilities
from connectors.clock import Clock
from connectors.credentials import Credentials
from connectors.errors import LiveError, MissingScope, NotOffered, OddAnswer, SignedOut
from connectors.live import (
    Asked,
    Connection,
    Deed,
    DeleteAnswer,
    DeleteOutcome,
    Estimate,
    Keep,
    Loopback,
    Page,
    Presence,
    Sight,
    Stream,
)
from connectors.mastodon import sign_in, statuses
from connectors.mastodon.asking import AGAIN, Asking, NoSuch, NotAllowed, odd
from connectors.model import Account, Item, ItemKind, Profile, Unread
from connectors.part_reading import Unfit

_KINDS = frozenset({ItemKind.POST, ItemKind.REPLY, ItemKind.REPOST})
STATUSES = Stream("statuses", _KINDS)
_PAGE = 40
"""The most that Mastodon gives."""
_AT_ONCE = 20
"""How many statuses it gives by their ids."""


class MastodonConnection:
    """One signed-in Mastodon account."""

    platform = "mastodon"
    streams: tuple[Stream, ...] = (STATUSES,)
    deletes = _KINDS
    note = "Direct messages are left out."

    def __init__(self, credentials: Credentials, keep: Keep, clock: Clock) -> None:
        token = credentials.secrets.get("access_token")
        if not token:
            raise SignedOut("This account is not signed in.", f"{AGAIN}.")
        self._credentials = credentials
        self._keep = keep
        self._clock = clock
        self._asking = Asking(credentials.server, token, clock)
        self._whose: statuses.Me | None = None
        self._tells_many = True
        """Whether the server gives several statuses by their ids; since Mastodon 4.3."""

    def check(self) -> Account:
        """Whose token it is; learns the token's rights where nobody has told them yet. Raises: LiveError."""
        told = self._verified()
        if not self._credentials.scopes:
            self._learn_scopes()
        return statuses.account(told, self._me, self._clock.now()).account

    def profile(self) -> Profile:
        """Name, bio with the profile's fields, and page. Raises: LiveError."""
        told = self._verified()
        profile = statuses.account(told, self._me, self._clock.now()).profile
        if profile is None:
            raise odd()
        return profile

    def pages(self, stream: Stream, cursor: str | None = None) -> Iterator[Page]:
        """Posts, replies and boosts; the newest first. Raises: LiveError."""
        while True:
            page = self._page(cursor)
            yield page
            if page.cursor is None:
                return
            cursor = page.cursor

    def estimate(self, known: int) -> Estimate:
        """How many the server counts, where it has been asked already; it costs nothing."""
        count = self._whose.count if self._whose else None
        return Estimate(count, None if count is None else count // _PAGE + 2)

    def exists(self, item: Item) -> Sight:
        """Whether it stands. Raises: LiveError."""
        if not item.has_platform_id or not statuses.ID.fullmatch(item.id):
            return Sight(Presence.UNCLEAR)
        try:
            told = self._status(item.id)
        except NoSuch:
            # Who is not signed in hears the same of a post for followers: only a good token's 404 counts.
            self._verified()
            return Sight(Presence.GONE)
        if statuses.author(told) != self._me.id:
            return Sight(Presence.UNCLEAR)
        try:
            return Sight(Presence.THERE, statuses.item(told, self._me, {}))
        except Unfit:
            return Sight(Presence.THERE)

    def delete(self, item: Item) -> DeleteOutcome:
        """Ask for a post or reply to be deleted, or a boost to be undone: 30 in half an hour, together.

        Raises: NotOffered for what is neither, or has no id; MissingScope; other LiveErrors.
        """
        if item.kind not in _KINDS or not item.has_platform_id or not statuses.ID.fullmatch(item.id):
            raise NotOffered(
                "Mastodon deletes posts, replies and boosts by their id alone.",
                capabilities.of("mastodon").by_hand_for(item),
            )
        scopes = self._credentials.scopes
        if not self._credentials.may_delete or (scopes and not sign_in.may(sign_in.DELETE, scopes)):
            raise MissingScope(
                "This sign-in may not delete.", f"{AGAIN}, and say there that you want to delete."
            )
        try:
            return self._unboost(item.id) if item.kind is ItemKind.REPOST else self._delete(item.id)
        except NoSuch:
            return DeleteOutcome(DeleteAnswer.ABSENT)
        except NotAllowed:
            return DeleteOutcome(DeleteAnswer.REFUSED, "Your server does not let this post be deleted.")

    def ready_at(self, deed: Deed) -> datetime | None:
        """Until when the server has asked to wait, for this sort of request."""
        return self._asking.ready_at(deed)

    def close(self) -> None:
        """Let go of the network."""
        self._asking.close()

    @property
    def _me(self) -> statuses.Me:
        if self._whose is None:
            self._verified()
        assert self._whose is not None, "whoever is verified is known"
        return self._whose

    def _verified(self) -> dict[str, Any]:
        told = self._asking.ask(lambda client: client.account_verify_credentials())
        found = statuses.me(told)
        if found is None:
            raise odd()
        self._whose = found
        return dict(told)

    def _learn_scopes(self) -> None:
        """Keep the app's rights, which are those of a token made with it; servers before 4.3 don't say."""
        told: object = None
        with suppress(LiveError):
            told = self._asking.ask(lambda client: client.app_verify_credentials())
        listed = told.get("scopes") if isinstance(told, dict) else None
        scopes = tuple(each for each in listed if isinstance(each, str)) if isinstance(listed, list) else ()
        if scopes:
            may_delete = self._credentials.may_delete and sign_in.may(sign_in.DELETE, scopes)
            self._credentials = replace(self._credentials, scopes=scopes, may_delete=may_delete)
            self._keep(self._credentials)

    def _status(self, id: str) -> dict[str, Any]:
        told = self._asking.ask(lambda client: client.status(id))
        if not isinstance(told, dict) or statuses.text_id(told.get("id")) != id:
            raise odd()
        return told

    def _page(self, before: str | None) -> Page:
        if before is not None and not statuses.ID.fullmatch(before):
            raise OddAnswer("The place in the list of posts is not known any more.", "Read the account anew.")
        whose = self._me
        told = self._asking.ask(lambda client: client.account_statuses(whose.id, max_id=before, limit=_PAGE))
        if not isinstance(told, list):
            raise odd()
        parents, items = self._parents(told, whose), list[Item]()
        unread: list[Unread] = []
        for each in told:
            try:
                found = statuses.item(each, whose, parents)
            except Unfit as problem:
                unread.append(Unread("statuses", str(problem)))
            else:
                items += (found,) if found else ()
        return Page(tuple(items), _following(told, before), tuple(unread))

    def _parents(self, told: list[object], whose: statuses.Me) -> dict[str, statuses.Parent]:
        """What the replies of a page answer: of its other posts, and else asked for."""
        found = dict(filter(None, (statuses.parent(each, whose) for each in told)))
        missing = [id for id in statuses.answered(told) if id not in found]
        for at in range(0, len(missing), _AT_ONCE):
            if not self._tells_many:
                break
            wanted: list[Any] = missing[at : at + _AT_ONCE]
            try:
                more = self._asking.ask(lambda client, ids=wanted: client.statuses(ids))  # type: ignore[misc]
            except OddAnswer:
                # An older server knows no such request; the export tells what is answered.
                self._tells_many = False
                break
            for each in more if isinstance(more, list) else ():
                if (parent := statuses.parent(each, whose)) is not None:
                    found[parent[0]] = parent[1]
        return found

    def _delete(self, id: str) -> DeleteOutcome:
        told = self._asking.ask(lambda client: client.status_delete(id), Deed.DELETE)
        # Old servers answer with nothing in it; a looking-again proves it in any case.
        if not isinstance(told, dict) or statuses.text_id(told.get("id", id)) != id:
            raise odd()
        return DeleteOutcome(DeleteAnswer.ACCEPTED)

    def _unboost(self, id: str) -> DeleteOutcome:
        """Undo a boost, for which Mastodon wants the id of the post that was boosted."""
        told = self._status(id)
        shown = told.get("reblog")
        original = statuses.text_id(shown.get("id")) if isinstance(shown, dict) else ""
        if not original or statuses.author(told) != self._me.id:
            return DeleteOutcome(DeleteAnswer.REFUSED, "Your server says that this is no boost of yours.")
        answer = self._asking.ask(lambda client: client.status_unreblog(original), Deed.DELETE)
        if not isinstance(answer, dict):
            raise odd()
        return DeleteOutcome(DeleteAnswer.ACCEPTED)


class MastodonConnector:
    """Mastodon's way in."""

    guide = sign_in.GUIDE

    def with_token(self, asked: Asked, token: str, clock: Clock) -> Credentials:
        """Credentials of a token from Preferences, Development. Raises: SignInFailed, UnsafeServer."""
        return sign_in.with_token(asked, token)

    def with_password(self, asked: Asked, password: str, clock: Clock) -> Credentials:
        """Raises: NotOffered."""
        raise NotOffered(
            "Mastodon takes no password from programs.", "Sign in by the browser, or by a token."
        )

    def with_browser(self, asked: Asked, loopback: Loopback, clock: Clock) -> Credentials:
        """Credentials from the server's own page. Raises: LiveError."""
        return sign_in.with_browser(asked, loopback, clock)

    def open(self, credentials: Credentials, keep: Keep, clock: Clock) -> Connection:
        """A connection. Raises: SignedOut where there is no token."""
        return MastodonConnection(credentials, keep, clock)

    def revoke(self, credentials: Credentials, clock: Clock) -> bool:
        """Whether the server was asked to; a token that the owner made, she deletes herself.

        Raises: LiveError.
        """
        return sign_in.revoke(credentials, clock)


CONNECTOR = MastodonConnector()


def _following(told: list[object], asked: str | None) -> str | None:
    """Where the next page begins; None: this one was empty, so the one before was the last.

    A page may be short because the server has left something out of it, so being short ends nothing.
    """
    if not told:
        return None
    ids = [statuses.text_id(each.get("id")) for each in told if isinstance(each, dict)]
    last = next(filter(None, reversed(ids)), "")
    # A server that gives the same page again would keep us for ever.
    is_on = last != asked and (
        asked is None or not (last.isdigit() and asked.isdigit()) or int(last) < int(asked)
    )
    if not last or not is_on:
        raise odd()
    return last
