"""Requests of one signed-in account with a bearer token, and the wait that its platform has asked for.

Knows no platform.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import requests

from connectors.clock import LONGEST, Clock
from connectors.errors import RateLimited
from connectors.transport import Reading, session


class Bearer:
    """One session. Its `repr` is Python's own, so that no token can stand in one."""

    def __init__(self, name: str, clock: Clock, to: Mapping[str, str], reading: Reading) -> None:
        """`to`: each host, and the server that is meant by it; `reading`: the platform's own bad answers."""
        self._session, _ = session(name, clock, to, reading)
        self._clock = clock
        self._until: datetime | None = None

    def ask(
        self,
        method: str,
        address: str,
        token: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """One request, and its answer.

        Raises: LiveError, as `transport.session` tells.
        """
        sent = {"Authorization": f"Bearer {token}", "Accept": "application/json", **(headers or {})}
        try:
            return self._session.request(method, address, params=query, json=body, headers=sent)
        except RateLimited as error:
            self._until = error.until
            raise

    def ready_at(self) -> datetime | None:
        """Before when the platform wants no further request; None: now."""
        now = self._clock.now()
        # A moment that far off belongs to a clock that has been set back since.
        if self._until is None or not now < self._until <= now + LONGEST:
            return None
        return self._until

    def close(self) -> None:
        """Let go of the network."""
        self._session.close()
