"""What X says where it does not do as asked: its problems, as one error each.

Knows no request. Source: X's OpenAPI document 2.167 (the `Problem` schemas) and docs.x.com, "Response codes
and errors", 2026. Nothing of a problem's own words is passed on: they repeat what was asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import requests

from connectors.errors import LiveError, MissingScope, OddAnswer
from connectors.transport import json_of
from connectors.x.sign_in import AGAIN, NAME

NOT_FOUND = "resource-not-found"
NOT_HERS = "not-authorized-for-resource"
_CREDIT = frozenset(("credits", "credits-depleted", "usage-capped"))
_LOCKED = frozenset((63, 64, 326))
"""Codes of accounts that are suspended or locked."""
_MOST = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """One of X's problems."""

    type: str
    """The last word of its address: `resource-not-found`."""
    id: str = ""
    """Of the thing that it is about."""
    resource: str = ""
    """What sort of thing that is: `tweet` or, later, `post`."""
    code: int = 0
    """X's older number."""
    is_forbidden: bool = False
    """X writes of what suspended people posted that it was not found, and calls that forbidden."""

    def says_gone(self, id: str) -> bool:
        """Whether it says that there is no post of this id."""
        return self.type == NOT_FOUND and self.is_of_post(id) and not self.is_forbidden

    def is_of_post(self, id: str) -> bool:
        """Whether it is about the post of this id, and nothing else."""
        return self.resource in ("tweet", "post") and self.id == id


class Refused(OddAnswer):
    """X has understood the request and says no."""

    def __init__(self, status: int, problems: tuple[Problem, ...]) -> None:
        super().__init__(
            "X does not take this request.", "Try again later; where it stays so, read the account anew."
        )
        self.status = status
        self.problems = problems


def reading(response: requests.Response) -> LiveError | None:
    """The error that an answer stands for; None where its status says all, or all is well.

    What is left unread here never reaches tweepy, whose own reading of errors stops at `null`.
    """
    status = response.status_code
    if 200 <= status < 300:
        return None
    problems = _told(response)
    if status == 402 or any(one.type in _CREDIT for one in problems):
        return MissingScope(
            "X charges by request, and the app's prepaid credit or its spending limit is used up.",
            "Buy credit or raise the limit at console.x.com, then go on; nothing is lost.",
        )
    if status == 403 and any(one.code in _LOCKED for one in problems):
        return MissingScope(
            "X has suspended or locked this account.",
            "Open X in the browser; it says there what is to be done.",
        )
    if status == 403 and any(one.type == "unsupported-authentication" for one in problems):
        return MissingScope("That token stands for the app and for nobody's account.", f"{AGAIN}.")
    if status in (401, 429) or status >= 500:
        return None
    if status == 403 and not any(one.type == NOT_HERS and one.id for one in problems):
        return MissingScope(
            "X does not allow this: a right is missing, or the app has no access to it.",
            f"Set the app's permissions to Read and write at console.x.com. {AGAIN}.",
        )
    return Refused(status, problems)


def problems(told: Mapping[str, object]) -> tuple[Problem, ...]:
    """The problems that an answer tells, of itself or beside what it gives."""
    return tuple(_each(told))


def odd() -> OddAnswer:
    """The error for an answer with success that is none."""
    return OddAnswer("X answered with something that it does not answer.", "Try again later.")


def _told(response: requests.Response) -> tuple[Problem, ...]:
    try:
        return problems(json_of(response, NAME))
    except OddAnswer:
        return ()


def _each(told: Mapping[str, object]) -> Iterator[Problem]:
    errors = told.get("errors")
    for one in (told, *(errors[:_MOST] if isinstance(errors, list) else ())):
        if isinstance(one, dict) and ("type" in one or "code" in one):
            code = one.get("code")
            yield Problem(
                type=_text(one, "type").rpartition("/")[2],
                id=_text(one, "resource_id") or _text(one, "value"),
                resource=_text(one, "resource_type"),
                code=code if isinstance(code, int) else 0,
                is_forbidden=_text(one, "title").casefold() == "forbidden",
            )


def _text(told: Mapping[str, object], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""
