"""Which posts tell of one and the same patient: joins traces, and parts those that contradict each other.

Pure, and the same whatever the order in which posts came in. Knows traces, no texts and no storage.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from auditor.engine.trace import Detail, Trace

WINDOW = timedelta(days=7)
"""Posts further apart than this are not put together (guidelines 2.1)."""
_TALK = timedelta(hours=1)
_SAME_BED = timedelta(days=2)
_SAME_EVENT = timedelta(days=2)
_TAKEN_UP = timedelta(days=3)
_ONE_SITTING = timedelta(days=1)
_MOST_LOOKED_AT = 12
"""Earlier posts under one key that a post is held against: bounds the work for a week of equal posts."""
_MOST_JOINED = 500
"""Posts that hang together over others: bounds what years of one subject hold in memory."""
_MOST_POSTS = 30
"""Of one patient; what comes after begins another group."""
_ROLES = frozenset({"fame", "kin-of", "school", "uniqueness"})
_LIKELY, _TELLING = 0.2, 1.5


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A trace with where and when its post stands; one is only itself, however alike another is."""

    platform: str
    handle: str
    item_id: str
    kind: str
    posted: datetime
    """Aware."""
    trace: Trace
    is_covered: bool = False
    """A finding of its own already says that this post may identify a patient."""
    number: int = 0
    """The caller's own number for the post."""

    @property
    def order(self) -> tuple[datetime, str, str, str]:
        """Time, then account and item: no two posts are equal in it."""
        return self.posted, self.platform, self.handle, self.item_id


def is_likely(trace: Trace) -> bool:
    """Whether a post that is no story by itself tells of a patient all the same, as part of one."""
    return trace.probability >= _LIKELY and any(d.weight >= _TELLING for d in trace.details)


@dataclass(frozen=True, slots=True)
class _Link:
    certainty: float
    earlier: Told
    later: Told
    is_thread: bool

    @property
    def order(self) -> tuple[float, timedelta, object, object]:
        return (
            -self.certainty,
            self.later.posted - self.earlier.posted,
            self.earlier.order,
            self.later.order,
        )


def of_one_patient(told: Iterable[Told]) -> Iterator[tuple[list[Told], float]]:
    """Groups of two and more posts that tell of one patient, with the weakest certainty that joins them.

    `told` comes in the order of `Told.order`. Holds no more than what the last seven days left, and threads
    that reach into them.
    """
    window = _Window()
    for one in told:
        yield from window.take(one)
    yield from window.rest()


class _Window:
    """The last seven days of traces under the keys by which a later post may join them."""

    def __init__(self) -> None:
        self._recent: deque[Told] = deque()
        self._under: dict[tuple[str, ...], deque[Told]] = {}
        self._component: dict[Told, _Component] = {}

    def take(self, one: Told) -> Iterator[tuple[list[Told], float]]:
        yield from self._let_go(one.posted - WINDOW)
        own = _Component([one], [])
        self._component[one] = own
        keys = _keys(one)
        seen: set[Told] = set()
        for key in keys:
            for earlier in self._under.get(key, ()):
                if earlier in seen:
                    continue
                link = _link(earlier, one)
                if link is not None:
                    seen.add(earlier)
                    own = self._join(self._component[earlier], own, link)
        self._recent.append(one)
        for key in keys:
            self._under.setdefault(key, deque(maxlen=_MOST_LOOKED_AT)).append(one)

    def rest(self) -> Iterator[tuple[list[Told], float]]:
        yield from self._let_go(None)

    def _join(self, one: _Component, other: _Component, link: _Link) -> _Component:
        if one is other:
            one.links.append(link)
            return one
        small, large = sorted((one, other), key=lambda c: len(c.members))
        if len(large.members) + len(small.members) > _MOST_JOINED:
            return other
        for member in small.members:
            if member in self._component:
                self._component[member] = large
        large.members += small.members
        large.links += [*small.links, link]
        large.left += small.left
        return large

    def _let_go(self, before: datetime | None) -> Iterator[tuple[list[Told], float]]:
        while self._recent and (before is None or self._recent[0].posted < before):
            gone = self._recent.popleft()
            for key in _keys(gone):
                under = self._under[key]
                if under and under[0] is gone:
                    under.popleft()
                if not under:
                    del self._under[key]
            component = self._component.pop(gone)
            component.left += 1
            if component.left == len(component.members):
                yield from component.groups()


class _Component:
    """Posts that links hold together, directly or over others, until the last of them leaves the window."""

    __slots__ = ("left", "links", "members")

    def __init__(self, members: list[Told], links: list[_Link]) -> None:
        self.members, self.links, self.left = members, links, 0

    def groups(self) -> Iterator[tuple[list[Told], float]]:
        """The surest links first, each taken where the two sides go together as wholes."""
        group_of: dict[Told, _Patient] = {one: _Patient([one], 1.0) for one in self.members}
        for link in sorted(self.links, key=lambda link: link.order):
            one, other = group_of[link.earlier], group_of[link.later]
            if one is not other and one.goes_with(other, link.is_thread):
                one.take(other, link.certainty)
                for member in other.members:
                    group_of[member] = one
        whole = {id(group): group for group in group_of.values() if len(group.members) > 1}
        for group in sorted(whole.values(), key=lambda g: min(m.order for m in g.members)):
            yield sorted(group.members, key=lambda m: m.order), group.certainty


class _Patient:
    """The posts that tell of one patient, while they are gathered."""

    __slots__ = ("certainty", "members")

    def __init__(self, members: list[Told], certainty: float) -> None:
        self.members, self.certainty = members, certainty

    def take(self, other: _Patient, certainty: float) -> None:
        self.members = [*self.members, *other.members]
        self.certainty = min(self.certainty, other.certainty, certainty)

    def goes_with(self, other: _Patient, is_thread: bool) -> bool:
        both = [*self.members, *other.members]
        if len(both) > _MOST_POSTS:
            return False
        times = [one.posted for one in both]
        return max(times) - min(times) <= WINDOW and all(
            not _contradict(one.trace, two.trace, is_thread) for one in self.members for two in other.members
        )


def _contradict(one: Trace, two: Trace, is_thread: bool) -> bool:
    """Whether two posts can't tell of one patient. In a thread, which goes on to tell more, less does."""
    if one.sex and two.sex and one.sex != two.sex:
        return True
    if one.years is not None and two.years is not None and abs(one.years - two.years) > 1:
        return True
    if one.stage and two.stage and one.stage != two.stage:
        return True
    return not is_thread and any(
        _differ(one, two, *what)
        for what in (("condition", 1.5, ""), ("unit", 1.0, "numbered"), ("place", 1.0, "settlement"))
    )


def _differ(one: Trace, two: Trace, axis: str, least: float, sort: str) -> bool:
    """Whether both name something of this axis, and nothing of it in common."""
    of_one, of_two = (
        {
            d.key
            for d in trace.details
            if d.axis == axis and d.weight >= least and (not sort or d.sort == sort)
        }
        for trace in (one, two)
    )
    return bool(of_one) and bool(of_two) and of_one.isdisjoint(of_two)


def _keys(one: Told) -> list[tuple[str, ...]]:
    """Under which keys posts that may tell of the same patient lie together."""
    trace, account = one.trace, (one.platform, one.handle)
    keys: list[tuple[str, ...]] = [
        ("detail", detail.key) for detail in dict.fromkeys(d for d in trace.details if _is_shareable(d))
    ]
    keys += [("text", digest) for digest in dict.fromkeys((trace.opening, trace.answers)) if digest]
    if trace.part is not None:
        keys.append(("part", *account, str(trace.part[1])))
    if trace.is_told or trace.looks_back:
        keys.append(("story",))
    return list(dict.fromkeys(keys))


def _is_shareable(detail: Detail) -> bool:
    return detail.axis in ("condition", "event", "relation", "quasi", "unit") and detail.weight >= 1.5


def _link(earlier: Told, later: Told) -> _Link | None:
    """What joins two posts, the surest of all; None where nothing does."""
    for is_thread, certainty in ((True, _as_thread(earlier, later)), (False, _as_stories(earlier, later))):
        if certainty and not _contradict(earlier.trace, later.trace, is_thread):
            return _Link(certainty, earlier, later, is_thread)
    return None


def _as_thread(earlier: Told, later: Told) -> float:
    """How surely two posts are parts of one thread by the way they hang together."""
    one, two = earlier.trace, later.trace
    if later.posted - earlier.posted > WINDOW:
        return 0.0
    if two.answers and two.answers == one.opening:
        return 0.95
    has_same_account = (earlier.platform, earlier.handle) == (later.platform, later.handle)
    if has_same_account and one.part and two.part:
        is_next = one.part[1] == two.part[1] and one.part[0] < two.part[0]
        if is_next and later.posted - earlier.posted <= _ONE_SITTING:
            return 0.9
    if has_same_account and one.answers and one.answers == two.answers:
        return 0.8
    return 0.0


def _as_stories(earlier: Told, later: Told) -> float:
    """How surely two stories are of one patient by what they tell."""
    one, two = earlier.trace, later.trace
    gap = later.posted - earlier.posted
    if gap <= _TALK and _is_taken_up(earlier, later):
        return 0.75
    if gap > WINDOW or not (one.is_told and two.is_told):
        return 0.0
    shared = [d for d in one.details if _is_shareable(d) and d.key in {other.key for other in two.details}]
    is_alike = (bool(one.sex) and one.sex == two.sex) or (one.years is not None and one.years == two.years)
    is_same_age = one.years is not None and one.years == two.years and is_alike
    if any(d.axis == "condition" and d.weight >= 3 for d in shared):
        return 0.85
    if any(d.axis == "relation" and d.sort in _ROLES for d in shared):
        return 0.85
    if is_alike and two.goes_on and (shared or gap <= _TAKEN_UP):
        return 0.85
    if is_alike and any(d.axis == "unit" and d.sort == "numbered" for d in shared) and gap <= _SAME_BED:
        return 0.8
    if is_alike and any(d.axis in ("relation", "quasi", "event") for d in shared) and gap <= _SAME_EVENT:
        return 0.75
    if is_same_age and any(d.axis == "condition" for d in shared):
        return 0.8
    return 0.0


def _is_taken_up(earlier: Told, later: Told) -> bool:
    """Whether a post of its own says he or she of whom the post before has introduced, on one account."""
    one, two = earlier.trace, later.trace
    is_next = (earlier.platform, earlier.handle) == (later.platform, later.handle)
    is_own = not one.answers and not two.answers
    takes_up = two.looks_back and one.is_told and not one.looks_back
    return is_next and is_own and takes_up and is_likely(two)
