"""Finds every rule under `auditor/engine/rules/`, one to a file, and answers for them as a whole.

A module that binds no `RULE` holds wording that its family shares. Must stay cheap to import: word lists are
read when a post is, never here.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from hashlib import blake2b
from importlib import import_module, resources
from importlib.resources.abc import Traversable

from auditor.engine import rules
from auditor.engine.rule import Rule
from auditor.errors import InputError


class DuplicateRule(Exception):
    """Two files bind a rule of one id: a mistake in the programme, not in anyone's input."""


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, sorted by id.

    Raises DuplicateRule when two files hold the same id.
    """
    found: dict[str, Rule] = {}
    for module in pkgutil.walk_packages(rules.__path__, rules.__name__ + "."):
        rule = getattr(import_module(module.name), "RULE", None)
        if not isinstance(rule, Rule):
            continue
        if rule.id in found:
            raise DuplicateRule(f"{rule.id} is bound twice; {module.name} is the second")
        found[rule.id] = rule
    return tuple(found[rule_id] for rule_id in sorted(found))


def get(rule_id: str) -> Rule:
    """The rule of this id. Raises InputError when there is none."""
    for rule in all_rules():
        if rule.id == rule_id:
            return rule
    raise InputError("There is no rule of that id.", "See `audit-tui rules list` for all of them.")


@cache
def ruleset() -> str:
    """A digest over every rule's id and version and every data file: 16 hexadecimal digits.

    Two audits under one ruleset find the same.
    """
    digest = blake2b(digest_size=8)
    for rule in all_rules():
        digest.update(f"{rule.id} {rule.version}\n".encode())
    _feed(digest, resources.files("auditor.engine") / "data")
    return digest.hexdigest()


def _feed(digest: blake2b, folder: Traversable) -> None:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            _feed(digest, entry)
        elif not entry.name.endswith((".py", ".pyc")):
            digest.update(entry.name.encode() + b"\0" + entry.read_bytes())
