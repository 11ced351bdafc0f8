"""The command palette: every action that applies here, by name, from the one list."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider

from auditor.tui.actions import Action, Scope, key_names, of

LEFT_OUT = frozenset({"palette"})


class ActionProvider(Provider):
    """The actions of the present place, then those that work anywhere."""

    def _actions(self) -> list[Action]:
        scope = getattr(self.screen, "SCOPE", None)
        here = of(scope) if isinstance(scope, Scope) else ()
        names = {action.name for action in here} | LEFT_OUT
        return [*here, *(action for action in of(Scope.APP) if action.name not in names)]

    def _title(self, action: Action) -> str:
        group = "go to" if action.call.startswith("place(") else action.scope.value
        return f"{group}: {action.label.lower()}"

    def _help(self, action: Action) -> str:
        return f"{action.help} ({key_names(action.keys)})" if action.keys else action.help

    def _run(self, action: Action) -> partial[Coroutine[Any, Any, bool]]:
        target = self.app if action.scope is Scope.APP else self.screen
        return partial(self.app.run_action, action.call, target)

    async def discover(self) -> Hits:
        for action in self._actions():
            yield DiscoveryHit(self._title(action), self._run(action), help=self._help(action))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for action in self._actions():
            title = self._title(action)
            score = max(matcher.match(title), matcher.match(action.help) * 0.8)
            if score > 0:
                yield Hit(score, matcher.highlight(title), self._run(action), help=self._help(action))
