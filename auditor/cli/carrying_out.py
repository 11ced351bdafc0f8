"""Carries a confirmed plan out, with a clock that can be seen, and says what came of it.

Must not know how a plan is confirmed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from auditor.cli.planned import WAITING
from auditor.errors import InputError
from auditor.model import Plan

if TYPE_CHECKING:
    from auditor.store import Vault
    from connectors.clock import Clock


@dataclass(frozen=True, slots=True)
class Options:
    """How far it may go this time."""

    cap: int | None
    until: datetime | None
    dry_run: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one run."""

    code: int = 0
    record: dict[str, object] | None = None
    lines: tuple[str, ...] = field(default=())

    def tell(self) -> None:
        """Say it."""


def under_way(vault: Vault) -> list[Plan]:
    """The confirmed plans of which something is still to be asked for or looked at again.

    Raises: InputError where there is none.
    """
    plans = [
        plan
        for plan in vault.plans.list()
        if plan.confirmed_at is not None and any(entry.state in WAITING for entry in plan.entries)
    ]
    if not plans:
        raise InputError(
            "No confirmed plan waits to be carried out.", "`audit-tui delete` draws one up and shows it."
        )
    return plans


def carry_out(vault: Vault, plan: Plan, clock: Clock, options: Options) -> Outcome:
    """Ask for what is confirmed, one by one, and say what came of it."""
    return Outcome()
