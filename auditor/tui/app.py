"""The app: its places, its themes, and the long work that can be started from anywhere."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.command import Provider

from auditor.errors import AuditorError, Spoken
from auditor.model import FindingFilter
from auditor.tui import terminal
from auditor.tui.actions import Scope, bindings
from auditor.tui.breakdown import account_of
from auditor.tui.desk import Desk
from auditor.tui.dropped_path import dropped
from auditor.tui.marks import count
from auditor.tui.palette import ActionProvider
from auditor.tui.screens import places
from auditor.tui.screens.choose_demo import LEAVE, ChooseDemoDialog
from auditor.tui.screens.help import HelpDialog
from auditor.tui.screens.importing import ImportDialog
from auditor.tui.screens.overview import OverviewPlace
from auditor.tui.screens.owner import OwnerDialog
from auditor.tui.screens.place import Place
from auditor.tui.screens.summary import SummaryDialog
from auditor.tui.screens.welcome import WelcomeDialog
from auditor.tui.screens.work import WorkDialog
from auditor.tui.themes import DEFAULT, THEMES, following
from auditor.tui.values import ImportOrder, SignOff, SignOffSheet
from auditor.tui.widgets.row_list import RowList
from auditor.tui.widgets.severity_grid import SeverityGrid
from auditor.untrusted import one_line, visible
from connectors.model import Owner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditor.audit import AuditSummary
    from auditor.intake import IntakeSummary
    from auditor.model import StoredAccount
    from auditor.tui.values import ConnectOrder, Price
    from connectors.live import Guide


_LOOK_AT_TERMINAL = 2.0
"""Seconds between looks whether anybody could still see the dashboard."""


class AuditApp(App[int]):
    """The dashboard over one desk."""

    TITLE = "audit-tui"
    CSS_PATH: ClassVar[list[str]] = ["styles/app.tcss", "styles/places.tcss", "styles/dialogs.tcss"]  # type: ignore[assignment]
    MODES = {  # noqa: RUF012 - Textual's own declaration
        "overview": OverviewPlace,
        "findings": places.findings,
        "plan": places.plan,
        "accounts": places.accounts,
        "report": places.report,
    }
    DEFAULT_MODE = "overview"
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.APP)
    COMMANDS: ClassVar[set[type[Provider]]] = {ActionProvider}  # type: ignore[assignment]
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DEFAULT
        self.desk = desk
        self.is_leaving = False
        """Screens are being taken down: an answer that comes now has nowhere to be shown."""
        self._own_desk = desk
        self._demo_folder: tempfile.TemporaryDirectory[str] | None = None

    def get_theme_variable_defaults(self) -> dict[str, str]:
        # Textual reads the styles once before our theme is in force; the variables must exist then too.
        return dict(THEMES[0].variables)

    def on_mount(self) -> None:
        descriptor = terminal.drawn_on()
        if descriptor is not None:
            self.set_interval(_LOOK_AT_TERMINAL, partial(self._leave_with, descriptor))
        if self.desk.is_empty():
            self.push_screen(WelcomeDialog())

    def _leave_with(self, descriptor: int) -> None:
        if terminal.is_gone(descriptor):
            self.exit(return_code=1)

    def on_unmount(self) -> None:
        self._leave_demo()

    async def _shutdown(self) -> None:
        self.is_leaving = True
        await super()._shutdown()

    def _fatal_error(self) -> None:
        # Textual would print every local variable on the way, posts among them.
        self._exit_renderables.append(Text(account_of(self._exception or RuntimeError())))
        self._close_messages_no_wait()

    def _handle_exception(self, error: Exception) -> None:
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._fatal_error()

    # Going places.

    def go(self, place: str) -> None:
        """Go to a place, or start the work that a due line names."""
        if place in self.MODES:
            self.switch_mode(place)
        else:
            self.call_later(self.run_action, place)

    def action_place(self, place: str) -> None:
        self.switch_mode(place)

    def show_findings(self, wanted: FindingFilter, cursor_id: int | None = None) -> None:
        """Go to the findings of this filter, with the cursor on one of them."""
        self.run_worker(self._show_findings(wanted, cursor_id))

    async def _show_findings(self, wanted: FindingFilter, cursor_id: int | None) -> None:
        from auditor.tui.screens.findings import FindingsPlace

        await self.switch_mode("findings")
        if isinstance(self.screen, FindingsPlace):
            self.screen.show_only(wanted, cursor_id)

    def action_help(self) -> None:
        """The keys of the focused widget first, then of the place, then those that work anywhere."""
        scopes: list[Scope] = []
        if isinstance(self.focused, RowList):
            scopes.append(Scope.LIST)
        elif isinstance(self.focused, SeverityGrid):
            scopes.append(Scope.GRID)
        place = getattr(self.screen, "SCOPE", None)
        if isinstance(place, Scope):
            scopes.insert(0, place)
        self.push_screen(HelpDialog([*scopes, Scope.APP]))

    def action_next_theme(self) -> None:
        self.theme = following(self.theme)

    def action_welcome(self) -> None:
        self.push_screen(WelcomeDialog())

    # Telling.

    def show_error(self, error: Spoken) -> None:
        """What happened and what to do next."""
        self.notify(
            visible(error.todo), title=one_line(error.what), severity="error", timeout=10, markup=False
        )

    def follow_link(self, url: str | None, how: str) -> None:
        """Open a post's address in the browser, or copy it. Only web addresses are followed."""
        if not url or not url.startswith(("https://", "http://")):
            self.notify("No web address is known for this one.")
        elif how == "open":
            self.open_url(url)
            self.notify(one_line(url, 200), title="Opened in the browser", markup=False)
        else:
            self.copy_to_clipboard(one_line(url))
            self.notify(one_line(url, 200), title="Link copied", markup=False)

    # The self-audit.

    def action_sign_off(self) -> None:
        """Show what is undecided, and ask for a name."""
        if isinstance(self.screen, Place):
            self.screen.ask(self.desk.sign_off_sheet, self._offer_sign_off, group="sign-off")

    def _offer_sign_off(self, sheet: SignOffSheet) -> None:
        from auditor.tui.screens.sign_off import SignOffDialog

        self.push_screen(SignOffDialog(sheet), self._sign_off)

    def _sign_off(self, signed: SignOff | None) -> None:
        if signed is not None and isinstance(self.screen, Place):
            self.screen.ask(
                partial(self.desk.sign_off, signed), partial(self._signed_off, signed), group="sign-off"
            )

    def _signed_off(self, signed: SignOff, warnings: tuple[str, ...]) -> None:
        self.notify(
            "\n".join(["Its figures stay as they are now; the report can be written (5).", *warnings]),
            title=f"{signed.cycle} is signed off",
            markup=False,
        )
        self.refresh_place()

    # Long work.

    def action_import(self) -> None:
        self._ask_what_to_import()

    def on_paste(self, event: events.Paste) -> None:
        """Files that are dropped on a place, or on the welcome, are to be brought in."""
        is_welcome = isinstance(self.screen, WelcomeDialog)
        if (is_welcome or isinstance(self.screen, Place)) and (paths := dropped(event.text)):
            if is_welcome:
                self.screen.dismiss(None)
            self._ask_what_to_import(paths)

    def _ask_what_to_import(self, paths: tuple[Path, ...] = ()) -> None:
        self.push_screen(ImportDialog(paths), self._import)

    def _import(self, order: ImportOrder | None) -> None:
        if order is not None:
            job = partial(self.desk.take_in, order)
            self.push_screen(WorkDialog("Bringing in", "posts read", job), self._imported)

    def _imported(self, summary: IntakeSummary | None) -> None:
        self.refresh_place()
        if summary is not None:
            from auditor.tui.intake_lines import summary_lines

            lines = summary_lines(summary)
            self.push_screen(SummaryDialog("Imported", lines, "Run the audit"), self._audit_if)

    def _audit_if(self, wanted: bool | None) -> None:
        if wanted:
            self.action_audit()

    def action_audit(self) -> None:
        self.push_screen(
            WorkDialog("Reading posts against the rules", "posts read", self.desk.audit), self._audited
        )

    def _audited(self, summary: AuditSummary | None) -> None:
        self.refresh_place()
        if summary is not None:
            lines = [
                f"{count(summary.items_read, 'post')} read, {summary.items_skipped:,} unchanged. "
                f"{count(summary.open_count, 'finding')} open."
            ]
            if summary.no_reader:
                lines.append(f"Without the reader: {summary.no_reader}.")
            self.notify(
                "\n".join(lines),
                title="Audit done",
                markup=False,
            )

    # Connected accounts.

    def action_connect(self, platform: str | None = None) -> None:
        """Tell what can be connected, ask for what that needs, and sign in."""
        if self.desk.demo:
            self.notify("The demo's accounts are invented: there is nothing to connect.")
        elif isinstance(self.screen, Place):
            self.screen.ask(self.desk.live.guides, partial(self._offer_connect, platform), group="guides")

    def _offer_connect(self, platform: str | None, guides: Sequence[Guide]) -> None:
        from auditor.tui.screens.connecting import ConnectDialog

        self.push_screen(ConnectDialog(guides, platform), self._connect)

    def _connect(self, order: ConnectOrder | None) -> None:
        if order is not None:
            job = partial(self.desk.live.connect, order)
            self.push_screen(WorkDialog("Connecting", "", job, is_patient=True), self._connected)

    def _connected(self, account: StoredAccount | None) -> None:
        self.desk.revision += 1
        self.refresh_place()
        if account is not None:
            self.notify(
                "Its posts come in with the first sync: press y.",
                title=f"{one_line(account.account.handle, 60)} is connected",
                markup=False,
            )

    def action_sync(self) -> None:
        """Sync every connected account; where that costs money, ask before."""
        if not self.desk.live.connected():
            self.notify("No account is connected. In Accounts (4), c connects one.")
        elif isinstance(self.screen, Place):
            self.screen.ask(self.desk.live.price, self._sync_for, group="price")

    def _sync_for(self, price: Price) -> None:
        if price.high > 0:
            from auditor.tui.screens.paying import PayingDialog

            self.push_screen(PayingDialog(price), self._sync)
        else:
            self._sync(True)

    def _sync(self, is_wanted: bool | None) -> None:
        if not is_wanted:
            self.desk.live.let_go()
            return
        self.push_screen(WorkDialog("Syncing", "posts read", self.desk.sync, is_patient=True), self._synced)

    def _synced(self, lines: list[str] | None) -> None:
        self.refresh_place()
        if lines is not None:
            self.push_screen(SummaryDialog("Synced", lines, "Run the audit"), self._audit_if)

    def action_owner(self) -> None:
        self.push_screen(OwnerDialog(self.desk.owner()), self._set_owner)

    def _set_owner(self, owner: Owner | None) -> None:
        if owner is None:
            return
        try:
            self.desk.set_owner(owner)
        except AuditorError as error:
            self.show_error(error)
        else:
            self.notify("Saved. The next audit reads everything again in this light.")
            self.refresh_place()

    def refresh_place(self) -> None:
        """Let the place in front read again if something has changed."""
        for screen in self.screen_stack:
            if hasattr(screen, "read_if_stale"):
                screen.read_if_stale()

    # The demo.

    def action_demo(self) -> None:
        from auditor import demo

        choices = tuple((one.key, one.title) for one in demo.clinicians())
        dialog = ChooseDemoDialog(choices, can_leave=self.desk is not self._own_desk)
        self.push_screen(dialog, self._open_demo)

    def _open_demo(self, key: str | None) -> None:
        if key == LEAVE:
            self._leave_demo()
            self.refresh_place()
        elif key is not None:
            self._leave_demo()
            self._demo_folder = tempfile.TemporaryDirectory(
                prefix="audit-tui-demo-", ignore_cleanup_errors=True
            )
            job = partial(Desk.of_demo, key, Path(self._demo_folder.name))
            self.push_screen(WorkDialog("Making the demo", "", job), self._enter_demo)

    def _enter_demo(self, desk: Desk | None) -> None:
        if desk is not None:
            self.desk = desk
        self.refresh_place()

    def _leave_demo(self) -> None:
        if self.desk is not self._own_desk:
            self.desk.vault.close()
            self.desk = self._own_desk
        if self._demo_folder is not None:
            self._demo_folder.cleanup()
            self._demo_folder = None
