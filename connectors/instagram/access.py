"""Which Instagram account a token speaks for, and with which rights. Asked once, then kept.

Knows nothing of posts.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from connectors.credentials import Credentials
from connectors.errors import NotOffered, SignedOut
from connectors.instagram.sign_in import DELETE_B, MANAGE_B, is_by_facebook
from connectors.live import Keep
from connectors.meta.facebook_login import granted
from connectors.meta.graph import Graph, listed


class Access:
    """The token, and the node of its account. Its `repr` is Python's own."""

    def __init__(self, graph: Graph, credentials: Credentials, keep: Keep) -> None:
        if not credentials.secrets.get("access_token"):
            raise SignedOut("This account is not signed in.", "Sign in with `audit-tui connect instagram`.")
        self._graph = graph
        self._keep = keep
        self.credentials = credentials

    @property
    def token(self) -> str:
        """What to ask with."""
        return self.credentials.secrets["access_token"]

    def node(self) -> str:
        """What stands for the account in a path: `me` by Instagram Login, its id by Facebook Login.

        Raises: LiveError; NotOffered where no Page of hers is linked to exactly one professional account.
        """
        if not is_by_facebook(self.credentials):
            return "me"
        if "account_id" not in self.credentials.secrets:
            self._found()
        return self.credentials.secrets["account_id"]

    def _found(self) -> None:
        rights = granted(self._graph, self.token)
        fields = "instagram_business_account{id}"
        told = self._graph.ask(
            "GET", "/me/accounts", self.token, "pages_show_list", fields=fields, limit="100"
        )
        linked = [
            each["instagram_business_account"]
            for each in listed(told, self._graph.odd)
            if isinstance(each, dict) and isinstance(each.get("instagram_business_account"), dict)
        ]
        ids = {each["id"] for each in linked if isinstance(each.get("id"), str) and each["id"].isdigit()}
        if len(ids) != 1:
            raise NotOffered(
                "By Facebook Login exactly one professional account has to be linked to your Pages.",
                "Sign in by Instagram Login instead, or let the app see one Page alone.",
            )
        may_delete = self.credentials.may_delete
        if rights is not None:
            may_delete = may_delete and bool({MANAGE_B, DELETE_B} & set(rights))
        secrets = MappingProxyType({**self.credentials.secrets, "account_id": ids.pop()})
        self.credentials = replace(
            self.credentials, scopes=rights or (), may_delete=may_delete, secrets=secrets
        )
        self._keep(self.credentials)
