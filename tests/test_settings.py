from __future__ import annotations

import pytest

from auditor import settings


@pytest.mark.parametrize(("value", "wanted"), [(None, True), ("", True), ("1", False), ("no", False)])
def test_the_reader_is_wanted_unless_the_environment_says_otherwise(
    value: str | None, wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AUDIT_TUI_NO_READER", raising=False)
    if value is not None:
        monkeypatch.setenv("AUDIT_TUI_NO_READER", value)
    assert settings.wants_reader() is wanted
