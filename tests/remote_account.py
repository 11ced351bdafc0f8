"""An invented platform in memory, with one account on it: what a sync meets, without any network.

It keeps what the protocol says (`connectors.live.Connection`), and misbehaves on demand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from connectors.clock import Clock
from connectors.errors import LiveError, OddAnswer
from connectors.live import Deed, DeleteOutcome, Estimate, Page, Presence, Sight, Stream
from connectors.model import Account, Item, ItemKind, Profile, Unread
from tests.connectors.live.held_clock import START

POSTS = Stream("posts", frozenset({ItemKind.POST, ItemKind.REPLY}))
FIRST = START - timedelta(days=1000)
ACCOUNT = Account("chirp", "@wren_invented", remote_id="77")


def post(number: int, text: str = "", **fields: object) -> Item:
    """An invented post, an hour younger than the one before."""
    told: dict[str, object] = {"created_at": FIRST + timedelta(hours=number), "kind": ItemKind.POST}
    told |= fields
    return Item(id=str(number), text=text or f"An evening with crossword {number}", **told)  # type: ignore[arg-type]


@dataclass
class Remote:
    """The platform's side. `items` by id; a page begins below the id that its cursor names."""

    items: dict[str, Item] = field(default_factory=dict)
    streams: tuple[Stream, ...] = (POSTS,)
    page_size: int = 5
    account: Account = ACCOUNT
    bio: str = "Likes birds. Views my own."
    price: float = 0.0
    shown: int | None = None
    """How many of the newest a list shows at most."""
    hidden: set[str] = field(default_factory=set)
    """There, and left out of the lists."""
    broken: set[str] = field(default_factory=set)
    """In the lists, and unreadable."""
    old_cursors_fail: bool = False
    faults: list[LiveError | None] = field(default_factory=list)
    """What the next requests raise, one after the other; None: nothing."""
    ready: datetime | None = None
    before_page: Callable[[int], None] = lambda number: None
    """Called with the number of the page that is about to be given."""
    asked: list[str] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)
    age: int = 0
    """How often the cursors were thrown away."""

    def add(self, *items: Item) -> None:
        """Post these."""
        self.items |= {item.id: item for item in items}

    def edit(self, id: str, text: str) -> None:
        """Change the words of one."""
        self.items[id] = replace(self.items[id], text=text)

    def newest_first(self, stream: Stream) -> list[Item]:
        """What the list shows."""
        kinds = stream.kinds
        every = [one for one in self.items.values() if one.kind in kinds and one.id not in self.hidden]
        every.sort(key=lambda one: int(one.id), reverse=True)
        return every[: self.shown]

    def connection(self, clock: Clock) -> RemoteConnection:
        """Somebody signed in."""
        return RemoteConnection(self, clock)


class RemoteConnection:
    """A `connectors.live.Connection` to a `Remote`."""

    note = ""
    deletes: frozenset[ItemKind] = frozenset()

    def __init__(self, remote: Remote, clock: Clock) -> None:
        self.remote = remote
        self.platform = remote.account.platform
        self.streams = remote.streams
        self._clock = clock
        self.is_closed = False

    def _request(self, what: str) -> None:
        self.remote.asked.append(what)
        fault = self.remote.faults.pop(0) if self.remote.faults else None
        if fault is not None:
            raise fault

    def check(self) -> Account:
        self._request("check")
        return self.remote.account

    def profile(self) -> Profile:
        self._request("profile")
        return Profile("Wren Invented", self.remote.bio, observed_at=self._clock.now())

    def pages(self, stream: Stream, cursor: str | None = None) -> Iterator[Page]:
        while True:
            page = self._page(stream, cursor)
            yield page
            if page.cursor is None:
                return
            cursor = page.cursor

    def _page(self, stream: Stream, cursor: str | None) -> Page:
        remote = self.remote
        number = sum(one.startswith("page") for one in remote.asked)
        self._request(f"page {stream.name} {cursor}")
        remote.before_page(number)
        below = None
        if cursor is not None:
            age, _, below = cursor.partition(":")
            if remote.old_cursors_fail and int(age) < remote.age:
                raise OddAnswer("The invented platform does not know that place.", "Begin anew.")
        listed = [one for one in remote.newest_first(stream) if below is None or int(one.id) < int(below)]
        given, rest = listed[: remote.page_size], listed[remote.page_size :]
        whole = tuple(one for one in given if one.id not in remote.broken)
        unread = tuple(Unread("posts", "it is broken") for one in given if one.id in remote.broken)
        following = f"{remote.age}:{given[-1].id}" if rest else None
        return Page(whole, following, unread, len(given) if remote.price else 0)

    def estimate(self, known: int) -> Estimate:
        count = sum(len(self.remote.newest_first(stream)) for stream in self.streams)
        cost = count * self.remote.price
        return Estimate(count, count // self.remote.page_size + 1, cost, 5 * cost)

    def exists(self, item: Item) -> Sight:
        self._request(f"look {item.id}")
        self.remote.looks.append(item.id)
        found = self.remote.items.get(item.id)
        return Sight(Presence.THERE, found) if found else Sight(Presence.GONE)

    def delete(self, item: Item) -> DeleteOutcome:
        raise AssertionError("a sync deletes nothing")

    def ready_at(self, deed: Deed) -> datetime | None:
        assert deed is Deed.READ
        return self.remote.ready

    def close(self) -> None:
        self.is_closed = True


def filled(count: int, **fields: object) -> Remote:
    """An account with so many posts."""
    remote = Remote(**fields)  # type: ignore[arg-type]
    remote.add(*(post(number) for number in range(1, count + 1)))
    return remote


def exported(items: Sequence[Item]) -> list[Item]:
    """The same items as an export without ids tells them, the oldest first."""
    from connectors.derived_ids import DerivedIds

    ids = DerivedIds()
    return [
        replace(
            one,
            id=ids.of(one.kind.value, one.created_at, one.text),
            has_platform_id=False,
            url=None,
        )
        for one in sorted(items, key=lambda one: (str(one.created_at), int(one.id)))
    ]
