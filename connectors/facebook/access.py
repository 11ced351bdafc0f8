"""Which account a Facebook token speaks for, and with which rights: the profile, or one of the owner's Pages.

Asked once, then kept with the credentials. Knows nothing of posts.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

from connectors.credentials import Credentials
from connectors.errors import SignedOut, WrongAccount
from connectors.facebook.sign_in import DELETES
from connectors.live import Keep
from connectors.meta.facebook_login import granted
from connectors.meta.graph import Graph, NotAllowed, following, listed, place
from connectors.model import same_handle

_FIELDS = "id,name,access_token"
_MOST_PAGES = 20


class Access:
    """The token to ask with, and whose it is. Its `repr` is Python's own."""

    def __init__(self, graph: Graph, credentials: Credentials, keep: Keep) -> None:
        if not credentials.secrets.get("access_token"):
            raise SignedOut("This account is not signed in.", "Sign in with `audit-tui connect facebook`.")
        self._graph = graph
        self._keep = keep
        self.credentials = credentials

    @property
    def is_page(self) -> bool:
        """Whether it is a Page, by what was named; a Page's own token tells it with the first request."""
        secrets = self.credentials.secrets
        return bool(secrets.get("page") or secrets.get("page_id"))

    @property
    def page_id(self) -> str:
        """The Page's id; empty for a profile."""
        return self.credentials.secrets.get("page_id", "")

    @property
    def named(self) -> str:
        """The short name that the owner says is her profile's; Facebook tells programs none."""
        return self.credentials.secrets.get("handle", "")

    def token(self) -> str:
        """The token to ask with: a Page's own for a Page.

        Raises: LiveError; WrongAccount where the owner has no such Page.
        """
        if "rights" not in self.credentials.secrets:
            self._found()
        secrets = self.credentials.secrets
        return secrets.get("page_token") or secrets["access_token"]

    def _found(self) -> None:
        token = self.credentials.secrets["access_token"]
        rights = granted(self._graph, token)
        page: dict[str, str] = {}
        if rights is None:
            page = self._of_its_own_token(token)
        elif self.credentials.secrets.get("page"):
            page = self._of_hers(token)
        may_delete = self.credentials.may_delete and bool(page)
        if rights is not None:
            may_delete = may_delete and bool(set(DELETES) & set(rights))
        known = replace(self.credentials, scopes=rights or (), may_delete=may_delete)
        secrets = {**known.secrets, **page, "rights": "told" if rights is not None else "untold"}
        self.credentials = replace(known, secrets=MappingProxyType(secrets))
        self._keep(self.credentials)

    def _of_its_own_token(self, token: str) -> dict[str, str]:
        """A Page's token was handed over: it has no Pages and no list of rights."""
        told = self._graph.ask("GET", "/me", token, fields="id,name")
        if not self._is_meant(told):
            raise _another()
        return {"page_id": str(told["id"]), "page_token": token}

    def _of_hers(self, token: str) -> dict[str, str]:
        found: list[dict[str, Any]] = []
        at: str | None = None
        for _ in range(_MOST_PAGES):
            try:
                told = self._graph.ask(
                    "GET", "/me/accounts", token, "pages_show_list", fields=_FIELDS, limit="100", **place(at)
                )
            except NotAllowed:
                raise self._graph.odd() from None
            for each in listed(told, self._graph.odd):
                if isinstance(each, dict) and self._is_meant(each):
                    found.append(each)
            at = following(told, at, self._graph.odd)
            if at is None:
                break
        if len(found) != 1 or not isinstance(found[0].get("access_token"), str):
            raise _another(is_several=len(found) > 1)
        return {"page_id": found[0]["id"], "page_token": found[0]["access_token"]}

    def _is_meant(self, told: object) -> bool:
        if not isinstance(told, dict):
            return False
        id, name, meant = told.get("id"), told.get("name"), self.credentials.secrets.get("page", "")
        if not isinstance(id, str) or not id.isdigit() or not isinstance(name, str):
            return False
        return not meant or id == meant or same_handle(name, meant)


def _another(*, is_several: bool = False) -> WrongAccount:
    if is_several:
        return WrongAccount("Several Pages of yours have that name.", "Name the Page by its number.")
    return WrongAccount(
        "The token is of no Page of that name or number.",
        "Look at the Page's name, and whether you have full access to it; then sign in again.",
    )
