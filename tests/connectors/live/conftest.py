"""Tests of connected accounts talk to this machine alone, and wait by a clock that a test holds."""

from __future__ import annotations

import pytest

from tests.connectors.live.pds import installing

LOOPBACK = ["127.0.0.1", "localhost", "::1"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder may reach loopback, and nothing else."""
    for item in items:
        if "tests/connectors/live/" in item.path.as_posix():
            item.add_marker(pytest.mark.allow_hosts(LOOPBACK))


def pytest_configure(config: pytest.Config) -> None:
    """What installs a double says so aloud, past pytest's capturing."""
    capturing = config.pluginmanager.getplugin("capturemanager")
    aloud = installing.say[0]

    def say(line: str) -> None:
        if capturing is None:
            aloud(line)
            return
        with capturing.global_and_fixture_disabled():
            aloud(line)

    installing.say.append(say)
