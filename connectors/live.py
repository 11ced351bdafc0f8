"""What every connected account looks like from outside: who it is, its pages of items, looking, deleting.

Knows no platform, no vault and no keyring. A connection never sleeps and never retries: it says what
happened and when it may be asked again (`connectors.errors.LiveError`, `Connection.ready_at`); whoever
drives it waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from connectors.clock import Clock
from connectors.credentials import Credentials
from connectors.model import Account, Item, ItemKind, Profile, Unread


class Deed(StrEnum):
    """What a request is for; platforms limit them apart."""

    READ = "read"
    DELETE = "delete"


class Presence(StrEnum):
    """Whether an item stands on the platform, by looking just now."""

    THERE = "there"
    GONE = "gone"
    """The platform says so itself: 404, 410, a tombstone, or a fresh listing without it."""
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Sight:
    """What looking at one item has shown."""

    presence: Presence
    item: Item | None = None
    """As it stands now, where the platform tells it."""


class DeleteAnswer(StrEnum):
    """What the platform answered to a deletion; it proves nothing until the item was looked at again."""

    ACCEPTED = "accepted"
    ABSENT = "absent"
    """There was no such item, it says."""
    REFUSED = "refused"
    """Not this item, it says; others may go."""


@dataclass(frozen=True, slots=True)
class DeleteOutcome:
    """The platform's answer, with its reason in our words where it refused."""

    answer: DeleteAnswer
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Stream:
    """One of the lists in which a platform gives an account's items, the newest first."""

    name: str
    """A lower-case word: `posts`, `replies`, `reposts`; kept with the cursor, so it never changes."""
    kinds: frozenset[ItemKind]
    """Every kind that this list holds, and no other list of this account."""
    is_whole: bool = True
    """Whether a list read to its end holds every item of its kinds that stands, as far back as it reaches."""
    reaches_back: bool = True
    """Whether it reaches back to the first item. Where not, older items than its last are not told of."""
    without: frozenset[str] = frozenset()
    """Names in `Item.extra` of what it may leave out though it stands, such as `community_id`: an item that
    has one of them is not gone for being absent."""


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of a stream. Committed to the vault in one transaction with its cursor."""

    items: tuple[Item, ...]
    """With the same id, kind, text and time that the platform's export gives the same item."""
    cursor: str | None
    """Where the next page begins, opaque to everybody else; None: this was the last."""
    unread: tuple[Unread, ...] = ()
    """What of the answer could not be read; the rest was."""
    billed: int = 0
    """How many reads the platform charges for it."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What reading will take, told before anything is spent."""

    items: int | None
    """How many there are to read; None where nobody knows."""
    requests: int | None
    cost_low: float = 0.0
    """In US dollars, if the cheaper price holds."""
    cost_high: float = 0.0
    note: str = ""
    """On what the price depends, in one sentence."""
    read_low: float = 0.0
    """Price of one read as `Page.billed` counts them, to add it up afterwards; 0 where nothing is paid."""
    read_high: float = 0.0


class Connection(Protocol):
    """One signed-in account. Each call is one request or a few; none sleeps.

    Every method raises LiveError: SignedOut, MissingScope, RateLimited, Unreachable, OddAnswer.
    """

    platform: str
    streams: tuple[Stream, ...]
    deletes: frozenset[ItemKind]
    """What can be deleted over this very connection, the right to do so granted; known after `check`."""
    note: str
    """What the owner should know of what can't be read here, in one sentence; empty where nothing."""

    def check(self) -> Account:
        """Whose token it is, told by the platform just now; always with `remote_id`."""

    def profile(self) -> Profile:
        """Display name and bio as they stand, with `observed_at`."""

    def pages(self, stream: Stream, cursor: str | None = None) -> Iterator[Page]:
        """The stream from its newest item, or from where `cursor` left off. One request before each page.

        Raises, beside the others: OddAnswer where the cursor is no longer good; begin anew then.
        """

    def estimate(self, known: int) -> Estimate:
        """What reading everything costs, where `known` items are in the vault already."""

    def exists(self, item: Item) -> Sight:
        """Look at one item, freshly, never out of a cache."""

    def delete(self, item: Item) -> DeleteOutcome:
        """Ask for one item to be deleted. To be called by `auditor.deletion` alone.

        Raises, beside the others: NotOffered where the platform can't delete this kind.
        """

    def ready_at(self, deed: Deed) -> datetime | None:
        """Before when the platform wants no further request of this sort, by its own headers; None: now."""

    def close(self) -> None:
        """Let go of the network."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the owner types in to sign in: an app's id, an app's secret."""

    name: str
    """Under which `Answers` and the command line know it: `client-id`, `client-secret`, `page`."""
    asked: str
    """As she is asked."""
    is_secret: bool = False
    is_needed: bool = True


class Way(StrEnum):
    """How one can sign in."""

    BROWSER = "browser"
    TOKEN = "token"
    PASSWORD = "password"


@dataclass(frozen=True, slots=True)
class Guide:
    """What a clinician has to know and do before she can sign in, told in a few lines."""

    platform: str
    ways: tuple[Way, ...]
    """The first is what `connect` does when nothing else is said."""
    steps: tuple[str, ...]
    """What to create where, and which rights to tick; one sentence each."""
    questions: tuple[Question, ...] = ()
    """Asked for the browser's way; `for_token` of them also where a token is handed over."""
    for_token: tuple[str, ...] = ()
    read_scopes: tuple[str, ...] = ()
    delete_scopes: tuple[str, ...] = ()
    """Asked for beside the others only when the owner wants to delete."""
    server: str = ""
    """The platform's address; empty where there are many and the owner has to name hers."""
    cost: str = ""
    """What it costs, in one sentence; empty: nothing."""
    cannot: str = ""
    """What a connection can't do here, and how it is done by hand."""
    ids_differ_by_app: bool = False
    """Whether the platform tells every app another id for the same account."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the owner said as she signs in."""

    server: str
    """Checked by `connectors.server.checked`."""
    handle: str = ""
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    may_delete: bool = False
    """She wants to delete over this connection, so the right to do so is asked for."""


class Loopback(Protocol):
    """The browser's way back: `connectors.loopback.BrowserLoopback`, or another one in a test."""

    redirect: str
    """Where the platform sends the browser, such as `http://127.0.0.1:8917/callback`."""
    state: str
    """What has to come back with it, unguessable."""

    def authorise(self, address: str) -> Mapping[str, str]:
        """Send the owner to `address`, wait, and return what came back, its state compared.

        Raises: SignInFailed where she refused, took too long, or the state is another.
        """


Keep = Callable[[Credentials], None]
"""Told of credentials that were renewed, before they are used: the old ones may be worthless already."""


class Connector(Protocol):
    """One platform's way in. Each platform's `api.py` holds one, as `CONNECTOR`."""

    guide: Guide

    def with_token(self, asked: Asked, token: str, clock: Clock) -> Credentials:
        """Credentials from a token that the owner made herself. Nothing is asked of the network.

        Raises: SignInFailed where it can't be one.
        """

    def with_password(self, asked: Asked, password: str, clock: Clock) -> Credentials:
        """Credentials from a handle and an app password.

        Raises: LiveError.
        """

    def with_browser(self, asked: Asked, loopback: Loopback, clock: Clock) -> Credentials:
        """Credentials from the platform's own page, by way of the owner's browser.

        Raises: LiveError.
        """

    def open(self, credentials: Credentials, keep: Keep, clock: Clock) -> Connection:
        """A connection; nothing is asked of the network yet."""

    def revoke(self, credentials: Credentials, clock: Clock) -> bool:
        """Ask the platform to make the token worthless; False where it offers no such thing.

        Raises: LiveError.
        """
