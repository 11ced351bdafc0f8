"""What several posts say of one patient only together, and which of them it hangs on.

Pure arithmetic over traces: the heaviest detail of each direction counts once (guidelines 2.1). Knows no
texts and no storage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from auditor.engine.thread import Told, is_likely, of_one_patient

ENOUGH = 6.0
"""From this sum on the details of several posts single somebody out (guidelines 2.1: high)."""
LEAST_SHARE = 1.0
"""What a post has to add to the others' sum to be part of what they tell."""
_WEIGHTY = 2.0
_FEWEST_AXES = 3
_SEX, _SENSITIVE, _BIO = 0.5, 1.0, 1.0


@dataclass(frozen=True, slots=True)
class Home:
    """A place from which the people who fit can be counted."""

    name: str
    population: int
    country: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the posts for everybody who reads them."""

    where: frozenset[tuple[str, str]] = frozenset()
    """Platform and handle of accounts whose bio names a town or an employer."""
    home: Home | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """What one post adds to what all of them tell."""

    told: Told
    adds: float
    """By how much the sum drops without it."""
    tells_more: bool
    """Whether the sum drops without it, or it holds a weighty detail that stands in none of the others."""
    axes: tuple[str, ...]
    """In which directions it narrows, the heaviest first."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """Posts that tell of one patient, and what they amount to."""

    shares: tuple[Share, ...]
    """In order of time."""
    total: float
    from_bio: float
    certainty: float
    """How sure it is that they tell of one and the same patient."""
    axes: tuple[str, ...]
    weakest: Share
    """The post without which the others say least."""

    @property
    def breaks(self) -> bool:
        """Whether the rest stays under the threshold once the weakest link is gone."""
        return self.total - self.weakest.adds < ENOUGH

    @property
    def reported(self) -> tuple[Share, ...]:
        """The posts to point at: they add to it, and no finding of their own says so already."""
        return tuple(
            share
            for share in self.shares
            if share.tells_more
            and not share.told.is_covered
            and (share.told.trace.is_told or is_likely(share.told.trace))
        )

    @property
    def days(self) -> int:
        """From the day of the first to that of the last, both counted."""
        return (self.shares[-1].told.posted.date() - self.shares[0].told.posted.date()).days + 1


def gatherings(told: Iterable[Told], around: Surroundings) -> Iterator[Gathering]:
    """The posts that single somebody out only together. `told` comes in the order of `Told.order`."""
    for members, certainty in of_one_patient(told):
        found = _weighed(members, certainty, around)
        if found is not None and found.reported:
            yield found


def _weighed(members: Sequence[Told], certainty: float, around: Surroundings) -> Gathering | None:
    """What posts of one patient say together; None where it singles nobody out, or one alone says it all."""
    total, from_bio = _total(members, around)
    axes = _axes(members)
    if total < ENOUGH or len(axes) < _FEWEST_AXES:
        return None
    shares = []
    for one in members:
        own = _keys(one)
        others = [other for other in members if _keys(other) != own]  # a copy elsewhere adds nothing
        adds = round(total - _total(others, around)[0], 2)
        tells_more = adds >= LEAST_SHARE or _has_own_detail(one, others)
        shares.append(Share(one, adds, tells_more, _axes([one])))
    if sum(share.tells_more for share in shares) < 2:
        return None
    if not any(one.trace.is_told or one.is_covered for one in members):
        return None
    weakest = max(shares, key=lambda share: (share.adds, share.told.order))
    return Gathering(tuple(shares), round(total, 2), from_bio, certainty, axes, weakest)


def _total(members: Sequence[Told], around: Surroundings) -> tuple[float, float]:
    """The sum of the heaviest detail of each axis, and how much of it the bio adds."""
    heaviest = _heaviest(members)
    sex = _SEX if any(one.trace.sex for one in members) else 0.0
    sensitive = _SENSITIVE if any(one.trace.is_sensitive for one in members) else 0.0
    has_bio = "place" not in heaviest and any((one.platform, one.handle) in around.where for one in members)
    from_bio = _BIO if has_bio else 0.0
    return sum(heaviest.values()) + sex + sensitive + from_bio, from_bio


def _keys(one: Told) -> frozenset[str]:
    return frozenset(detail.key for detail in one.trace.details)


def _has_own_detail(one: Told, others: Sequence[Told]) -> bool:
    elsewhere = {detail.key for other in others for detail in other.trace.details}
    return any(d.weight >= _WEIGHTY and d.key not in elsewhere for d in one.trace.details)


def _heaviest(members: Sequence[Told]) -> dict[str, float]:
    """For each direction the weight of its heaviest detail."""
    heaviest: dict[str, float] = {}
    for one in members:
        for detail in one.trace.details:
            heaviest[detail.axis] = max(heaviest.get(detail.axis, 0.0), detail.weight)
    return heaviest


def _axes(members: Sequence[Told]) -> tuple[str, ...]:
    heaviest = _heaviest(members)
    return tuple(sorted(heaviest, key=lambda axis: (-heaviest[axis], axis)))
