"""Takes in the rows of one export's tables: fills in parents that are hers, drops captions that repeat.

Knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Iterator

from connectors.derived_ids import DerivedIds
from connectors.linkedin.items import caption, comment, recommendation, repost, share
from connectors.linkedin.tables import Kind, Row
from connectors.model import Item, LeftOut
from connectors.own_parents import OwnParents


class Reading:
    """One reading of one export; tables in the order of their kinds."""

    def __init__(self) -> None:
        self._parents = OwnParents()
        self._shares: set[str] = set()
        self._texts: set[int] = set()
        self._ids = DerivedIds()
        self._without_words = self._repeated = self._private = 0

    def begin(self) -> None:
        """A table begins. LinkedIn gives one of a kind: what is alike in a second one is the same item."""
        self._ids = DerivedIds()

    def take(self, kind: Kind, row: Row) -> Iterator[Item]:
        """The item of a row, if it is one.

        Raises: Unfit.
        """
        match kind:
            case Kind.SHARES:
                found = share(row, self._ids)
                self._shares.add(found.id)
                self._texts.add(_likeness(found.text))
                yield from self._parents.take(found, None)
            case Kind.REPOSTS:
                yield repost(row, self._ids)
            case Kind.COMMENTS:
                found = comment(row, self._ids)
                yield from self._parents.take(
                    found, found.parent_id if found.parent_id in self._shares else None
                )
            case Kind.RECOMMENDATIONS:
                yield recommendation(row, self._ids)
            case Kind.MEDIA:
                yield from self._caption(row)

    def rest(self) -> Iterator[Item]:
        """Comments that still wait for a parent's words: a repost has none, and too many are not kept."""
        yield from self._parents.rest()

    def left_out(self) -> Iterator[LeftOut]:
        """What was left away of the rows that were taken."""
        told = (
            (self._without_words, "pictures", "they have no words"),
            (self._repeated, "captions", "they repeat the words of a post or of another picture"),
            (self._private, "captions in messages", "private messages are never taken in"),
        )
        for count, what, why in told:
            if count:
                yield LeftOut(what, why, count)

    def _caption(self, row: Row) -> Iterator[Item]:
        found = caption(row, self._ids)
        if found is None:
            self._without_words += 1
        elif "message" in str(found.extra.get("uploaded", "")):
            self._private += 1
        elif (likeness := _likeness(found.text)) in self._texts:
            self._repeated += 1
        else:
            self._texts.add(likeness)
            yield found


def _likeness(text: str) -> int:
    return hash(" ".join(text.split()))
