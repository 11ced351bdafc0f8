"""What X's answers to looking at a post and to deleting one mean. Knows no request and no vault."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.live import DeleteAnswer, DeleteOutcome, Presence, Sight
from connectors.model import Item
from connectors.x.answers import NOT_FOUND, Problem, Refused, odd, problems
from connectors.x.timeline import SOURCE


def absent(said: tuple[Problem, ...], item: Item) -> Sight:
    """What is known of a post that X does not show: gone only where X says that there is none."""
    is_gone = any(one.says_gone(item.id) for one in said)
    return Sight(Presence.GONE if is_gone else Presence.UNCLEAR)


def done(told: Mapping[str, object], name: str, goal: bool) -> DeleteOutcome:
    """What X says to a deletion with success: whether the thing called `name` is now as it should be.

    Raises: Refused where it names a problem instead; OddAnswer.
    """
    data, said = told.get("data"), problems(told)
    if isinstance(data, dict) and data.get(name) is goal:
        return DeleteOutcome(DeleteAnswer.ACCEPTED)
    if isinstance(data, dict) and data.get(name) is (not goal):
        return DeleteOutcome(DeleteAnswer.REFUSED, "X answered that it was not deleted.")
    if data is None and said:
        raise Refused(200, said)
    raise odd()


def refused(refusal: Refused, item: Item) -> DeleteOutcome:
    """What X says to a deletion that it does not carry out, where that is about this item alone.

    Raises: OddAnswer where it is not.
    """
    about = {item.id, str(item.extra.get(SOURCE))}
    of_it = [one for one in refusal.problems if one.id in about]
    if any(one.type == NOT_FOUND and not one.is_forbidden for one in of_it):
        return DeleteOutcome(DeleteAnswer.ABSENT)
    if of_it:
        return DeleteOutcome(DeleteAnswer.REFUSED, "X does not let this account delete it.")
    raise refusal
