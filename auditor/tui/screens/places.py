"""Makes the places that the first screen does not need, each imported when the owner first goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.tui.screens.place import Place


def findings() -> Place:
    from auditor.tui.screens.findings import FindingsPlace

    return FindingsPlace()


def plan() -> Place:
    from auditor.tui.screens.plan import PlanPlace

    return PlanPlace()


def accounts() -> Place:
    from auditor.tui.screens.accounts import AccountsPlace

    return AccountsPlace()


def report() -> Place:
    from auditor.tui.screens.report import ReportPlace

    return ReportPlace()
