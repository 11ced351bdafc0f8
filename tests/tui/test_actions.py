"""The one list of actions: every key has help, works, and means one thing where it applies."""

from __future__ import annotations

from collections import Counter

import pytest
from textual.app import App
from textual.binding import Binding

from auditor import triage
from auditor.tui.actions import ACTIONS, Scope, bindings, key_names
from auditor.tui.app import AuditApp
from auditor.tui.palette import ActionProvider
from auditor.tui.screens.accounts import AccountsPlace
from auditor.tui.screens.dialog import Dialog
from auditor.tui.screens.findings import FindingsPlace
from auditor.tui.screens.help import HEADINGS, help_content
from auditor.tui.screens.importing import ImportDialog
from auditor.tui.screens.overview import OverviewPlace
from auditor.tui.screens.plan import PlanPlace
from auditor.tui.screens.report import ReportPlace
from auditor.tui.screens.suggestion import SuggestionDialog
from auditor.tui.screens.welcome import WelcomeDialog
from auditor.tui.widgets.row_list import RowList
from auditor.tui.widgets.severity_grid import SeverityGrid
from tests.tui.conftest import Started, screen_text, settle

OWNERS = {
    Scope.APP: AuditApp,
    Scope.LIST: RowList,
    Scope.GRID: SeverityGrid,
    Scope.OVERVIEW: OverviewPlace,
    Scope.FINDINGS: FindingsPlace,
    Scope.PLAN: PlanPlace,
    Scope.ACCOUNTS: AccountsPlace,
    Scope.REPORT: ReportPlace,
    Scope.WELCOME: WelcomeDialog,
    Scope.IMPORT: ImportDialog,
    Scope.SUGGESTION: SuggestionDialog,
    Scope.DIALOG: Dialog,
}


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_has_help_and_a_method_that_does_it(action: object) -> None:
    assert action.help.endswith(".")  # type: ignore[attr-defined]
    assert action.label  # type: ignore[attr-defined]
    name = action.call.partition("(")[0]  # type: ignore[attr-defined]
    owner = OWNERS[action.scope]  # type: ignore[attr-defined]
    if name.startswith("app."):
        owner, name = AuditApp, name.removeprefix("app.")
    assert hasattr(owner, f"action_{name}"), f"{owner.__name__} does not do {name}"


def test_ids_are_unique_and_every_scope_has_a_heading() -> None:
    assert max(Counter(action.id for action in ACTIONS).values()) == 1
    assert set(HEADINGS) == set(Scope) == set(OWNERS)


@pytest.mark.parametrize("scope", Scope)
def test_a_key_means_one_thing_in_its_scope(scope: Scope) -> None:
    keys = Counter(key for a in ACTIONS if a.scope is scope for key in a.keys.split(",") if key)
    assert not [key for key, times in keys.items() if times > 1]


@pytest.mark.parametrize("scope", [Scope.FINDINGS, Scope.PLAN])
def test_a_place_takes_no_key_away_from_its_list(scope: Scope) -> None:
    def keys(of: Scope) -> set[str]:
        return {key for a in ACTIONS if a.scope is of for key in a.keys.split(",") if key}

    assert not keys(scope) & keys(Scope.LIST)


@pytest.mark.parametrize("owner", OWNERS.values(), ids=lambda owner: owner.__name__)
def test_our_bindings_come_from_the_list_alone(owner: type) -> None:
    ids = {action.id for action in ACTIONS}
    for entry in owner.__dict__.get("BINDINGS", []):
        assert isinstance(entry, Binding)
        assert entry.id in ids
        assert entry.tooltip


def test_line_prompts_take_the_letters_of_the_screen() -> None:
    letters = {f"decide('{one.outcome}')": {one.key, one.also} for one in triage.OUTCOMES}
    asked = {a.call: set(a.keys.split(",")) for a in ACTIONS if a.call.startswith("decide(")}
    assert asked.keys() == letters.keys()
    for call, keys in asked.items():
        assert keys <= letters[call], call


def test_help_names_every_key_of_its_scopes() -> None:
    shown = help_content(list(Scope)).plain
    for action in ACTIONS:
        if action.keys:
            assert action.help in shown
            assert key_names(action.keys) in shown


async def test_help_opens_for_where_one_is(started: Started) -> None:
    async with started(3) as pilot:
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("question_mark")
        await pilot.pause()
        text = screen_text(pilot)
        assert "Findings" in text and "deletion plan" in text
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, FindingsPlace)


async def test_the_palette_offers_the_place_then_the_app_and_runs_what_is_chosen(started: Started) -> None:
    async with started(3) as pilot:
        await pilot.press("2")
        await settle(pilot)
        provider = ActionProvider(pilot.app.screen)
        hits = [hit async for hit in provider.discover()]
        titles = [hit.text or str(hit.display) for hit in hits]
        assert titles[0].startswith("findings: ")
        assert "go to: plan" in titles
        found = [hit async for hit in provider.search("severity")]
        assert found
        for word in ("false positive", "report"):
            assert [hit async for hit in provider.search(word)], word
        plan = next(hit for hit in hits if "go to: plan" in str(hit.display))
        await plan.command()
        await settle(pilot)
        assert isinstance(pilot.app.screen, PlanPlace)


def test_bindings_leave_out_what_only_the_palette_offers() -> None:
    assert all(isinstance(b, Binding) and b.key for b in bindings(Scope.APP))
    assert issubclass(AuditApp, App)
