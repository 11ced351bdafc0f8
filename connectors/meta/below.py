"""Walks the owner's comments below her own posts, post by post, as one list of pages: one request for each.

Graph lists no comments by who wrote them. Knows neither Facebook nor Instagram.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from connectors.errors import OddAnswer
from connectors.live import Page
from connectors.meta.graph import following, listed
from connectors.model import Item, Unread
from connectors.part_reading import Unfit

_LONGEST = 100_000
_MOST_ID = 128

Ask = Callable[[str, str | None], dict[str, Any]]
"""Path and place to the answer of one page of comments."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A list of comments that is still to be read, or read on."""

    path: str
    """Such as `/123_456/comments`."""
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """How far a walk has come: the posts whose comments wait, and where the list of posts goes on."""

    waiting: tuple[Waiting, ...] = ()
    posts: str | None = None
    is_at_end: bool = False
    """The list of posts was read to its end."""

    def cursor(self) -> str | None:
        """As text; None where nothing is left."""
        if not self.waiting and self.is_at_end:
            return None
        told = {
            "waiting": [[each.path, each.place] for each in self.waiting],
            "posts": self.posts,
            "end": self.is_at_end,
        }
        return json.dumps(told, separators=(",", ":"))

    @classmethod
    def of(cls, cursor: str | None) -> Where:
        """Raises: OddAnswer where it is no cursor of this walk."""
        if cursor is None:
            return cls()
        try:
            told = json.loads(cursor) if len(cursor) <= _LONGEST else {}
            waiting = tuple(Waiting(str(path), place) for path, place in told["waiting"])
            return cls(waiting, told["posts"], told["end"] is True)
        except (ValueError, TypeError, KeyError, RecursionError):
            raise OddAnswer(
                "The place in the list is not known any more.", "Read the account anew."
            ) from None


@dataclass(frozen=True, slots=True)
class Walk:
    """How posts are listed, which of them have comments, and how one comment is read."""

    posts: Callable[[str | None], dict[str, Any]]
    """A page of posts from a place."""
    comments_of: Callable[[object], str | None]
    """The path of a post's comments; None where it has none, or is no post."""
    comments: Ask
    take: Callable[[object, str], Item | None]
    """The item of a comment, None where somebody else wrote it; told the path that it was listed under.
    Raises: Unfit."""
    beneath: Callable[[object], tuple[Waiting, ...]]
    """Lists of answers to a comment that stand apart; empty where they come with it."""
    odd: Callable[[], OddAnswer]

    def page(self, cursor: str | None) -> Page:
        """One request, and what is hers in its answer; often nothing.

        Raises: LiveError.
        """
        where = Where.of(cursor)
        if not where.waiting:
            return self._of_posts(where)
        first, *rest = where.waiting
        told = self.comments(first.path, first.place)
        items: list[Item] = []
        unread: list[Unread] = []
        found: list[Waiting] = []
        for each in listed(told, self.odd):
            try:
                item = self.take(each, first.path)
                found += self.beneath(each)
            except Unfit as problem:
                unread.append(Unread("comments", str(problem)))
                continue
            if item is not None:
                items.append(item)
        if (after := following(told, first.place, self.odd)) is not None:
            found.insert(0, Waiting(first.path, after))
        left = Where((*found, *rest), where.posts, where.is_at_end)
        return Page(tuple(items), left.cursor(), tuple(unread))

    def _of_posts(self, where: Where) -> Page:
        told = self.posts(where.posts)
        paths = (self.comments_of(each) for each in listed(told, self.odd))
        after = following(told, where.posts, self.odd)
        waiting = tuple(Waiting(path) for path in paths if path and len(path) < _MOST_ID)
        return Page((), Where(waiting, after, after is None).cursor())
