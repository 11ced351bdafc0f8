"""Connecting from the dashboard: what is asked, what is told before, and that no secret is shown."""

from __future__ import annotations

import pytest
from textual.widgets import Button, Checkbox, Input, Select

from auditor.store import Vault
from auditor.tui.screens.accounts import AccountsPlace
from auditor.tui.screens.connecting import ConnectDialog
from auditor.tui.screens.disconnecting import DisconnectDialog
from auditor.tui.values import ConnectOrder
from connectors import live_platforms
from connectors.clock import Clock
from connectors.credentials import Credentials
from connectors.errors import SignInFailed
from connectors.live import Asked, Guide, Question, Way
from tests.tui.conftest import Started, notices, screen_text, settle

GUIDES = (
    Guide(
        "mastodon",
        (Way.BROWSER, Way.TOKEN),
        ("Nothing has to be created: your server asks whether you allow it.",),
        delete_scopes=("write:statuses",),
    ),
    Guide(
        "x",
        (Way.BROWSER, Way.TOKEN),
        ("Create an app.", "Copy its client id."),
        questions=(Question("client-id", "Client id"), Question("client-secret", "Secret", True, False)),
        server="https://api.x.com",
        cost="a tenth of a cent a post",
        cannot="Only the newest 3,200 posts are given.",
    ),
    Guide("bluesky", (Way.PASSWORD,), ("Make an app password.",), server="https://bsky.social"),
)


async def test_nothing_can_be_connected_before_a_platform_is_chosen(started: Started) -> None:
    async with started(3) as pilot:
        dialog = ConnectDialog(GUIDES)
        pilot.app.push_screen(dialog)
        await settle(pilot)
        assert dialog.query_one("#connect", Button).disabled
        assert "keyring only" in screen_text(pilot)


async def test_a_platform_says_what_to_create_what_it_costs_and_what_it_cant(started: Started) -> None:
    async with started(3) as pilot:
        pilot.app.push_screen(ConnectDialog(GUIDES, "x"))
        await settle(pilot)
        text = screen_text(pilot)
        for words in (
            "1. Create an app.",
            "2. Copy its client id.",
            "a tenth of a cent",
            "3,200",
            "Client id",
        ):
            assert words in text


async def test_what_is_typed_comes_back_and_nothing_of_it_is_in_its_repr(started: Started) -> None:
    async with started(3) as pilot:
        answers: list[ConnectOrder | None] = []
        dialog = ConnectDialog(GUIDES, "bluesky")
        pilot.app.push_screen(dialog, answers.append)
        await settle(pilot)
        dialog.query_one("#connect-handle", Input).value = "ada.example"
        dialog.query_one("#secret", Input).value = "abcd-efgh-ijkl-mnop"
        assert "abcd" not in screen_text(pilot)
        dialog.query_one("#connect", Button).press()
        await settle(pilot)
        (order,) = answers
        assert order == ConnectOrder(
            "bluesky", Way.PASSWORD, "https://bsky.social", "ada.example", {}, "abcd-efgh-ijkl-mnop", False
        )
        assert "abcd" not in repr(order)


async def test_the_way_decides_what_is_asked(started: Started) -> None:
    async with started(3) as pilot:
        dialog = ConnectDialog(GUIDES, "x")
        pilot.app.push_screen(dialog)
        await settle(pilot)
        assert not dialog.query("#secret")
        assert dialog.query("#answer-client-id")
        dialog.query_one("#way", Select).value = Way.TOKEN
        await settle(pilot)
        assert dialog.query_one("#secret", Input).password
        assert not dialog.query("#answer-client-id")


async def test_the_right_to_delete_is_not_asked_for_unless_it_is_ticked(started: Started) -> None:
    async with started(3) as pilot:
        answers: list[ConnectOrder | None] = []
        dialog = ConnectDialog(GUIDES, "mastodon")
        pilot.app.push_screen(dialog, answers.append)
        await settle(pilot)
        assert not dialog.query_one("#may-delete", Checkbox).value
        dialog.query_one("#server", Input).value = "med.example"
        dialog.query_one("#connect", Button).press()
        await settle(pilot)
        assert answers[0] is not None
        assert (answers[0].server, answers[0].may_delete) == ("https://med.example", False)


@pytest.mark.parametrize("server", ["http://med.example", "https://ada:word@med.example", "not a server"])
async def test_a_server_that_no_token_may_go_to_is_refused(started: Started, server: str) -> None:
    async with started(3) as pilot:
        answers: list[ConnectOrder | None] = []
        dialog = ConnectDialog(GUIDES, "mastodon")
        pilot.app.push_screen(dialog, answers.append)
        await settle(pilot)
        dialog.query_one("#server", Input).value = server
        dialog.query_one("#connect", Button).press()
        await settle(pilot)
        assert answers == []
        assert pilot.app.screen is dialog


async def test_what_is_missing_gets_the_focus(started: Started) -> None:
    async with started(3) as pilot:
        dialog = ConnectDialog(GUIDES, "x")
        pilot.app.push_screen(dialog)
        await settle(pilot)
        dialog.query_one("#connect", Button).press()
        await settle(pilot)
        assert pilot.app.focused is dialog.query_one("#answer-client-id")
        assert "missing" in notices(pilot)


class Refusing:
    """A connector whose platform takes no token."""

    guide = GUIDES[2]

    def with_password(self, asked: Asked, password: str, clock: Clock) -> Credentials:
        raise SignInFailed("Bluesky does not know that password.", "Make a new app password.")


async def test_a_sign_in_that_fails_says_why_and_leaves_nothing(
    started: Started, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_platforms, "names", lambda: ("bluesky",))
    monkeypatch.setattr(live_platforms, "of", lambda _: Refusing())
    async with started(3) as pilot:
        await pilot.press("4")
        await settle(pilot)
        await pilot.press("c")
        await settle(pilot)
        dialog = pilot.app.screen
        assert isinstance(dialog, ConnectDialog)
        dialog.query_one("#platform", Select).value = "bluesky"
        await settle(pilot)
        dialog.query_one("#connect-handle", Input).value = "ada.example"
        dialog.query_one("#secret", Input).value = "abcd-efgh-ijkl-mnop"
        dialog.query_one("#connect", Button).press()
        await settle(pilot)
        assert "does not know that password" in notices(pilot)
        assert isinstance(pilot.app.screen, AccountsPlace)
        assert vault.connections.list() == []


async def test_an_account_says_whether_it_is_connected_and_is_disconnected_on_a_second_key(
    started: Started,
) -> None:
    async with started(3) as pilot:
        await pilot.press("4")
        await settle(pilot)
        assert "Not connected" in screen_text(pilot)
        await pilot.press("D")
        await settle(pilot)
        assert "not connected" in notices(pilot)
        assert not isinstance(pilot.app.screen, DisconnectDialog)


async def test_the_welcome_offers_to_connect(started: Started) -> None:
    async with started(0) as pilot:
        await pilot.press("c")
        for _ in range(40):
            await settle(pilot)
            if isinstance(pilot.app.screen, ConnectDialog):
                break
        assert isinstance(pilot.app.screen, ConnectDialog)
