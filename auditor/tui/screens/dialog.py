"""What every dialog shares: a frame in the middle of the screen, Escape to leave, and the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from textual.screen import ModalScreen

from auditor.tui.actions import Scope, bindings

if TYPE_CHECKING:
    from auditor.tui.app import AuditApp
    from auditor.tui.desk import Desk

Result = TypeVar("Result")


class Dialog(ModalScreen[Result | None]):
    """A question; Escape answers None."""

    BINDINGS = bindings(Scope.DIALOG)

    @property
    def owner_app(self) -> AuditApp:
        return cast("AuditApp", self.app)

    @property
    def desk(self) -> Desk:
        return self.owner_app.desk

    def action_cancel(self) -> None:
        self.dismiss(None)
