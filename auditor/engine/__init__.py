"""Finds what a careful privacy officer would stop at; knows nothing of storage, networks or screens."""

from __future__ import annotations

from auditor.engine.catalogue import ruleset
from auditor.engine.engine import Engine
from auditor.engine.reading import AccountContext, Subject

__all__ = ["AccountContext", "Engine", "Subject", "ruleset"]
