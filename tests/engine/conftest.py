"""Tables of rules, recognisers and words are about the first two layers; the reader has tests of its own."""

from __future__ import annotations

import pytest

from auditor.engine import joint


@pytest.fixture(autouse=True)
def _first_two_layers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves the reader out, except in tests marked `reader`: a table row is to fail by its own rule."""
    if request.node.get_closest_marker("reader") is None:
        monkeypatch.setattr(joint, "load", lambda: None)
