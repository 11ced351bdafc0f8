"""First run and bringing in: welcome, paths as people give them, progress, errors, stopping."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Checkbox, Input

from auditor import intake
from auditor.engine import joint
from auditor.model import Progress
from auditor.store import Vault
from auditor.tui.app import AuditApp
from auditor.tui.dropped_path import path_from, paths_from
from auditor.tui.screens.choose_demo import ChooseDemoDialog
from auditor.tui.screens.importing import LOOK, ExportTree, ImportDialog
from auditor.tui.screens.overview import OverviewPlace
from auditor.tui.screens.summary import SummaryDialog
from auditor.tui.screens.welcome import WelcomeDialog
from auditor.tui.screens.work import WorkDialog
from tests.fixtures import mastodon_export, x_archive
from tests.tui.conftest import Started, notices, screen_text, settle


def export(folder: Path, name: str = "export.jsonl") -> Path:
    lines = [
        {"type": "account", "platform": "x", "handle": "@ada", "use": "professional", "bio": "Nurse"},
        *(
            {
                "type": "item",
                "id": str(n),
                "kind": "post",
                "created_at": "2024-03-03T21:14:00Z",
                "text": f"Tea {n}",
            }
            for n in range(5)
        ),
    ]
    path = folder / name
    path.write_text("\n".join(json.dumps(line) for line in lines))
    return path


async def test_an_empty_vault_begins_with_the_welcome(started: Started) -> None:
    async with started(0) as pilot:
        assert isinstance(pilot.app.screen, WelcomeDialog)
        text = screen_text(pilot)
        for words in ("sends no post anywhere", "no verdict", "encrypted file", "Import (i)", "Demo (d)"):
            assert words in text
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, OverviewPlace)
        assert "No account yet" in screen_text(pilot)


@pytest.mark.parametrize("is_set", [True, False])
async def test_an_audit_on_the_screen_keeps_to_the_setting_and_says_so(
    is_set: bool, started: Started, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joint, "load", lambda: None)
    if is_set:
        monkeypatch.setenv("AUDIT_TUI_NO_READER", "1")
    async with started(3) as pilot:
        await pilot.press("r")
        await settle(pilot)
        assert "Audit done" in notices(pilot)
        why = "it was not wanted" if is_set else "its weights are not part of this installation"
        assert f"Without the reader: {why}." in notices(pilot)


async def test_a_file_is_brought_in_and_summed_up(started: Started, vault: Vault, tmp_path: Path) -> None:
    async with started(0) as pilot:
        await pilot.press("i")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ImportDialog)
        pilot.app.screen.query_one("#path", Input).value = str(export(tmp_path))
        await pilot.pause(0.6)
        await settle(pilot)
        assert "@ada" in screen_text(pilot), "what is inside is told before it is brought in"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(pilot.app.screen, SummaryDialog)
        assert "5 new" in screen_text(pilot)
        assert vault.items.count() == 5
        await pilot.press("enter")
        await settle(pilot)
        assert vault.audits.last() is not None, "the next step is the audit"
        assert "Audit done" in notices(pilot)
        assert "@ada" in screen_text(pilot)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda folder: folder / "nothing.zip", "nothing at that path"),
        (lambda folder: written(folder, b"PK\x03\x04 cut short"), ""),
        (lambda folder: written(folder, b"\x00\x01\x02 [bold]"), ""),
    ],
    ids=["missing", "damaged zip", "no export"],
)
async def test_what_cannot_be_read_is_said_and_nothing_is_kept(
    started: Started, vault: Vault, tmp_path: Path, make: object, words: str
) -> None:
    async with started(0) as pilot:
        await pilot.press("i")
        await pilot.pause()
        pilot.app.screen.query_one("#path", Input).value = str(make(tmp_path))  # type: ignore[operator]
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert words in notices(pilot)
        assert notices(pilot)
        assert vault.items.count() == 0
        assert not isinstance(pilot.app.screen, (WorkDialog, SummaryDialog))


def nameless(folder: Path) -> Path:
    """A part of an archive, which does not say whose posts it holds."""
    path = folder / "tweets.js"
    path.write_text(x_archive.data_file("tweets", [x_archive.tweet(1, "Tea")]))
    return path


async def test_a_handle_is_asked_for_only_where_the_export_names_none(
    started: Started, vault: Vault, tmp_path: Path
) -> None:
    async with started(0) as pilot:
        await pilot.press("i")
        await pilot.pause()
        dialog = pilot.app.screen
        path, handle = dialog.query_one("#path", Input), dialog.query_one("#handle", Input)
        path.value = str(export(tmp_path))
        await pilot.pause(0.6)
        await settle(pilot)
        assert not handle.display
        path.value = str(nameless(tmp_path))
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert handle.display
        assert handle.has_focus
        assert "name the account" in notices(pilot)
        assert vault.accounts.list() == []
        await pilot.press(*"@ada", "ctrl+s")
        await settle(pilot)
        assert isinstance(pilot.app.screen, SummaryDialog)
        (account,) = vault.accounts.list()
        assert account.account.handle == "@ada"
        assert vault.items.count() > 0


def written(folder: Path, data: bytes) -> Path:
    path = folder / "export.zip"
    path.write_bytes(data)
    return path


async def test_no_path_asks_for_one(started: Started) -> None:
    async with started(0) as pilot:
        await pilot.press("i", "ctrl+s")
        await settle(pilot)
        assert "Name a file" in notices(pilot)
        assert isinstance(pilot.app.screen, ImportDialog)


async def test_long_work_shows_how_far_it_is_and_can_be_stopped(started: Started) -> None:
    async with started(3) as pilot:
        went_on, seen = threading.Event(), []

        def job(progress: Progress) -> str:
            for done in range(10_000):
                progress(done, 10_000)
                seen.append(done)
                went_on.wait(0.005)
            return "finished"

        answers: list[str | None] = []
        pilot.app.push_screen(WorkDialog("Counting", "things", job), answers.append)
        await pilot.pause(0.4)
        assert "of 10,000 things" in screen_text(pilot)
        await pilot.press("escape")
        await pilot.pause(0.4)
        assert answers == [None]
        assert len(seen) < 9_000
        assert "Stopped." in notices(pilot)


async def test_the_demo_is_entered_and_left(started: Started) -> None:
    async with started(3) as pilot:
        app = pilot.app
        assert isinstance(app, AuditApp)
        own = app.desk
        app.action_demo()
        await pilot.pause()
        assert isinstance(app.screen, ChooseDemoDialog)
        await pilot.press("enter")
        for _ in range(200):
            await settle(pilot)
            if app.desk is not own:
                break
        await settle(pilot)
        assert app.desk.demo is not None
        assert "DEMO" in screen_text(pilot)
        app.action_demo()
        await pilot.press("end", "enter")
        await settle(pilot)
        assert app.desk is own
        assert "DEMO" not in screen_text(pilot)


@pytest.mark.parametrize("form", ["{}", "'{}'", '"{}"', "  {}\n", "file://{}"])
def test_a_path_is_understood_however_it_arrives(tmp_path: Path, form: str) -> None:
    path = tmp_path / "plain.zip"
    path.touch()
    assert path_from(form.format(path)) == path


def test_escapes_of_a_terminal_are_undone(tmp_path: Path) -> None:
    path = tmp_path / "my export (1).zip"
    path.touch()
    escaped = str(path).replace(" ", r"\ ").replace("(", r"\(").replace(")", r"\)")
    assert path_from(escaped) == path
    assert path_from(f"file://{str(path).replace(' ', '%20')}") == path


@pytest.mark.parametrize("text", ["", "   ", "''", "a\0b"])
def test_nothing_is_no_path(text: str) -> None:
    assert path_from(text) is None


def test_an_endless_name_is_no_crash() -> None:
    assert path_from("a" * 100_000) is not None


@pytest.mark.parametrize("form", ["'{}' '{}'", "{} {}", "{}\n{}", "file://{} file://{}", '"{}"   "{}"'])
def test_several_files_may_be_dropped_at_once(form: str, tmp_path: Path) -> None:
    paths = tmp_path / "part 1.zip", tmp_path / "part 2.zip"
    for path in paths:
        path.touch()
    quote = (lambda path: str(path)) if "'" in form or '"' in form or "\n" in form else _escaped
    assert paths_from(form.format(*map(quote, paths))) == paths


def _escaped(path: Path) -> str:
    return str(path).replace(" ", r"\ ")


def test_a_file_whose_name_has_spaces_is_one(tmp_path: Path) -> None:
    for name in ("a b", "a", "b"):
        (tmp_path / name).touch()
    assert paths_from(str(tmp_path / "a b")) == (tmp_path / "a b",)


def test_words_that_are_no_files_are_one_path() -> None:
    assert paths_from("neither here") == (Path("neither here"),)
    assert paths_from("it's 'half") == (Path("it's 'half"),)
    assert paths_from("   ") == ()


async def test_several_files_are_brought_in_together(started: Started, vault: Vault, tmp_path: Path) -> None:
    first, second = export(tmp_path, "a.jsonl"), tmp_path / "m.tar.gz"
    posts = [mastodon_export.note(77, "<p>from elsewhere</p>")]
    mastodon_export.write_tar(second, mastodon_export.files(posts))
    async with started(0) as pilot:
        await pilot.press("i")
        await settle(pilot)
        await _typed(pilot, f"{first} {second}")
        await _shown(pilot, "an interchange file, about 5 posts", "Mastodon's export")
        await pilot.press("ctrl+s")
        await _until(pilot, SummaryDialog)
        assert vault.items.count() == 6


@pytest.mark.parametrize("where", ["welcome", "place", "dialog", "tree", "choice"])
@pytest.mark.parametrize("form", ["'{}' '{}' ", "{}\n{}\n", "{} {}"])
async def test_files_may_be_dropped_anywhere_on_the_window(
    where: str, form: str, started: Started, vault: Vault, tmp_path: Path
) -> None:
    first, second = export(tmp_path, "a 1.jsonl"), tmp_path / "m.tar.gz"
    mastodon_export.write_tar(second, mastodon_export.files([mastodon_export.note(77, "<p>else</p>")]))
    quote = _escaped if form == "{} {}" else str
    async with started(0) as pilot:
        if where == "place":
            await pilot.press("escape")
        elif where != "welcome":
            await pilot.press("i")
            await settle(pilot)
        if where in ("tree", "choice"):
            pilot.app.screen.query_one("#files" if where == "tree" else "#use").focus()
        await _dropped(pilot, form.format(quote(first), quote(second)))
        await _shown(pilot, "an interchange file, about 5 posts", "Mastodon's export")
        assert isinstance(pilot.app.screen, ImportDialog)
        await pilot.press("ctrl+s")
        await _until(pilot, SummaryDialog)
        assert vault.items.count() == 6


async def test_what_is_dropped_joins_what_was_dropped_and_nothing_else(
    started: Started, tmp_path: Path
) -> None:
    first, second = export(tmp_path, "it's a.jsonl"), export(tmp_path, "b.jsonl")
    async with started(0) as pilot:
        await pilot.press("i")
        await settle(pilot)
        field = pilot.app.screen.query_one("#path", Input)
        field.value = "/somewhere/else"
        await _dropped(pilot, f'"{first}" ')
        assert paths_from(field.value) == (first,)
        await _dropped(pilot, f"{second}")
        await _dropped(pilot, f"{second}")
        assert paths_from(field.value) == (first, second)
        field.value = str(tmp_path)
        await _dropped(pilot, f"{second}")
        assert paths_from(field.value) == (second,)


async def test_a_file_or_a_folder_is_picked_from_the_tree(
    started: Started, vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    exports = home / "exports"
    exports.mkdir(parents=True)
    export(exports)
    for other in ("holiday.jpg", ".hidden.zip"):
        (exports / other).write_bytes(b"x")
    monkeypatch.setenv("HOME", str(home))
    async with started(0) as pilot:
        await pilot.press("i")
        await settle(pilot)
        field = pilot.app.screen.query_one("#path", Input)
        await pilot.press("ctrl+o", "down", "enter")
        # A folder is something to import as well.
        await _shown(pilot, "@ada")
        assert field.value == str(exports)
        (folder,) = pilot.app.screen.query_one(ExportTree).root.children
        assert [str(each.label) for each in folder.children] == ["export.jsonl"]
        await pilot.press("down", "enter")
        await pilot.pause(LOOK + 0.3)
        await settle(pilot)
        assert field.value == str(exports / "export.jsonl")
        await pilot.press("ctrl+s")
        await _until(pilot, SummaryDialog)
        assert vault.items.count() == 5


async def test_words_that_are_pasted_are_no_files(started: Started, tmp_path: Path) -> None:
    async with started(3) as pilot:
        await _dropped(pilot, f"{tmp_path / 'not there.zip'}")
        await _dropped(pilot, "a.jsonl\0 and \x1b[2J" + "x" * 100_000)
        assert isinstance(pilot.app.screen, OverviewPlace)
        await pilot.press("i")
        await settle(pilot)
        field = pilot.app.screen.query_one("#path", Input)
        field.value = "/some"
        await _dropped(pilot, "where\nand more")
        assert field.value == "/somewhere"


async def test_another_account_than_hers_has_to_be_ticked(
    started: Started, vault: Vault, tmp_path: Path
) -> None:
    mine, other = tmp_path / "mine.zip", tmp_path / "other.zip"
    content = x_archive.files([x_archive.tweet(1, "mine")])
    x_archive.write_zip(mine, content)
    for name in ("data/account.js", "data/manifest.js"):
        told = str(content[name])
        content[name] = told.replace(x_archive.HANDLE, "second_invented").replace(x_archive.ACCOUNT_ID, "77")
    x_archive.write_zip(other, content)
    intake.take_in(vault, [mine], now=datetime(2026, 11, 23, tzinfo=UTC))
    async with started(0) as pilot:
        await pilot.press("i")
        await settle(pilot)
        dialog = pilot.app.screen
        await _typed(pilot, str(mine))
        assert not dialog.query_one("#mine").display
        await _typed(pilot, str(other))
        await pilot.press("ctrl+s")
        await _shown(pilot, "second_invented")
        assert pilot.app.screen is dialog
        assert dialog.query_one("#mine").display
        dialog.query_one("#mine", Checkbox).value = True
        await pilot.press("ctrl+s")
        await _until(pilot, SummaryDialog)
        assert len(vault.accounts.list()) == 2


async def _dropped(pilot: Pilot[int], text: str) -> None:
    """What a terminal does with files that are dropped on it, and wait until they were looked at."""
    pilot.app.post_message(events.Paste(text))
    await pilot.pause(LOOK + 0.2)
    await settle(pilot)


async def _typed(pilot: Pilot[object], text: str) -> None:
    """Put a text into the path's field and wait until it was looked at."""
    pilot.app.screen.query_one("#path", Input).value = text
    await pilot.pause(LOOK + 0.1)
    await settle(pilot)


async def _shown(pilot: Pilot[int], *texts: str) -> None:
    """Wait until all of these stand on the screen, however busy the machine is."""
    for _ in range(200):
        await settle(pilot)
        if all(text in screen_text(pilot) for text in texts):
            return
    raise AssertionError(f"not all of {texts} came: {screen_text(pilot)}")


async def _until(pilot: Pilot[object], screen: type[object]) -> None:
    for _ in range(200):
        await settle(pilot)
        if isinstance(pilot.app.screen, screen):
            return
    raise AssertionError(f"{screen.__name__} did not come")
