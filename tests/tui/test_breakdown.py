"""An error of the program's own ends it without showing what was in hand."""

from __future__ import annotations

import pytest

from auditor.store import Vault
from auditor.tui.app import AuditApp
from auditor.tui.breakdown import account_of
from auditor.tui.desk import Desk
from tests.tui.building import NOW, fill


async def test_nothing_of_a_post_is_printed_when_the_program_breaks(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(vault, 3)

    def broken(self: Desk) -> None:
        text = "a secret of a post"
        raise KeyError(text)

    monkeypatch.setattr(Desk, "overview", broken)
    app = AuditApp(Desk(vault, clock=lambda: NOW))
    with pytest.raises(Exception, match="KeyError"):
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause(0.3)
    assert app.return_code == 1
    told = account_of(app._exception or RuntimeError())
    assert "KeyError" in told and "auditor/tui/screens/place.py" in told
    everything = told + "".join(capsys.readouterr()) + repr(app._exit_renderables)
    assert "secret" not in everything
