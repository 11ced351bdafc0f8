"""The accounts: what each is used for, what it says of its owner, and how much of it is in the vault."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import DataTable, Static

from auditor.model import FindingFilter
from auditor.tui.actions import Scope, bindings
from auditor.tui.marks import USE_TITLE, count
from auditor.tui.screens.disconnecting import DisconnectDialog
from auditor.tui.screens.place import Place
from auditor.tui.values import AccountCard
from auditor.untrusted import one_line, visible
from connectors.model import Use

COLUMNS = (("Platform", 9), ("Handle", 20), ("Use", 12), ("Posts", 7), ("From", 10), ("To", 10))


class AccountsPlace(Place):
    """Your accounts."""

    SCOPE = Scope.ACCOUNTS
    BINDINGS = bindings(Scope.ACCOUNTS)

    def __init__(self) -> None:
        super().__init__()
        self._accounts: tuple[AccountCard, ...] = ()

    def body(self) -> Iterator[Widget]:
        with Container(id="accounts"):
            # Accounts are a handful: Textual's own table does, and is fed Content, never markup.
            yield DataTable[Content](id="accounts-table", cursor_type="row")
            with VerticalScroll(id="account-pane", can_focus=False):
                yield Static("", id="account-profile", markup=False)

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        for title, width in COLUMNS:
            table.add_column(title, width=width)
        table.focus()
        super().on_mount()

    def read(self) -> None:
        self.ask(lambda: tuple(self.desk.accounts()), self._show)

    def _show(self, accounts: Sequence[AccountCard]) -> None:
        self._accounts = tuple(accounts)
        table = self.query_one(DataTable)
        row = table.cursor_row
        table.clear()
        for one in self._accounts:
            account = one.summary.account
            texts = (
                one_line(account.platform, 20),
                one_line(account.handle, 60),
                USE_TITLE[account.use],
                f"{one.items:>7,}",
                f"{one.summary.first_at:%Y-%m-%d}" if one.summary.first_at else "undated",
                f"{one.summary.last_at:%Y-%m-%d}" if one.summary.last_at else "undated",
            )
            table.add_row(*(Content(text) for text in texts))
        table.move_cursor(row=min(row, max(0, len(self._accounts) - 1)))
        self._show_profile()

    def _current(self) -> AccountCard | None:
        row = self.query_one(DataTable).cursor_row
        return self._accounts[row] if 0 <= row < len(self._accounts) else None

    def on_data_table_row_highlighted(self) -> None:
        self._show_profile()

    def on_data_table_row_selected(self) -> None:
        self.action_findings()

    def _show_profile(self) -> None:
        current = self._current()
        content = (
            profile_content(current) if current else Content("No account yet. Press i to import an export.")
        )
        self.query_one("#account-profile", Static).update(content)

    def action_use(self, use: str) -> None:
        if (current := self._current()) is not None:
            self.attempt(lambda: self.desk.set_use(current.summary.id, Use(use)))
            self.read_if_stale()

    def action_disconnect(self) -> None:
        current = self._current()
        if current is None or current.connected is None:
            self.notify("This account is not connected.")
            return
        self.app.push_screen(DisconnectDialog(current), partial(self._disconnect, current.summary.id))

    def _disconnect(self, account_id: int, is_wanted: bool | None) -> None:
        if is_wanted:
            self.ask(partial(self.desk.live.disconnect, account_id), self._disconnected, group="disconnect")

    def _disconnected(self, is_revoked: bool) -> None:
        self.desk.revision += 1
        self.read_if_stale()
        self.notify(
            "The token is forgotten here, and the platform has revoked it."
            if is_revoked
            else "The token is forgotten here. The platform was not told: revoke it in its settings.",
            title="Disconnected",
        )

    def action_findings(self) -> None:
        if (current := self._current()) is not None:
            self.owner_app.show_findings(FindingFilter(account_ids=frozenset({current.summary.id})))


def profile_content(card: AccountCard) -> Content:
    """What an account says of its owner, and what is known of it."""
    account, profile = card.summary.account, card.profile
    parts: list[str | tuple[str, str]] = [
        (f"{one_line(account.platform, 20)} {one_line(account.handle, 60)}\n", "bold"),
        (f"Used: {USE_TITLE[account.use]} · read from {one_line(card.summary.source, 30)}", "$quiet"),
        (f" · {count(card.summary.open_findings, 'open finding')}", "$quiet"),
        (f" · {card.summary.vanished:,} gone since\n" if card.summary.vanished else "\n", "$quiet"),
        (f"{connected_words(card)}\n\n", "$quiet"),
    ]
    for title, text in (
        ("Name", profile.display_name),
        ("Bio", profile.bio),
        ("Place", profile.location),
        ("Website", profile.website),
    ):
        if text:
            parts += [(f"{title}\n", "bold $secondary"), visible(text), "\n"]
    return Content.assemble(*parts)


def connected_words(card: AccountCard) -> str:
    """Whether the account is connected, and what that allows."""
    connected = card.connected
    if connected is None:
        return "Not connected: by its export only (c connects)"
    may = "may delete" if connected.may_delete else "reads only"
    ends = f", sign in anew by {connected.expires_at:%Y-%m-%d}" if connected.expires_at else ""
    return f"Connected since {connected.connected_at:%Y-%m-%d}, {may}{ends}"
