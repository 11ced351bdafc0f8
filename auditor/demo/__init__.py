"""Three invented clinicians to look around with: bundled interchange files, taken in and audited for real.

Every person, place, number and post is made up. The demo walks the same path as a real vault; only its vault
is thrown away afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from auditor import audit, intake, settings
from auditor.store import Vault, open_vault

NOW = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
"""The evening on which the demo plays, so that "last night" and "due" stay true in it."""


@dataclass(frozen=True, slots=True)
class DemoClinician:
    """One invented clinician."""

    key: str
    title: str
    path: Path


_TITLES = {
    "emergency-nurse": "Maren, emergency nurse in a small town: three accounts",
    "dermatologist": "Prakash, dermatologist with a practice of his own: three accounts",
    "junior-doctor": "Isla, paediatric registrar in training: three accounts",
}


def clinicians() -> tuple[DemoClinician, ...]:
    """The clinicians of the demo, the first one being where it starts."""
    folder = Path(str(files(__name__)))
    return tuple(DemoClinician(key, title, folder / f"{key}.jsonl") for key, title in _TITLES.items())


def open_demo(key: str, home: Path) -> Vault:
    """A vault under `home` with one clinician's accounts taken in and audited; the caller closes it.

    Raises: KeyError for a key that `clinicians` does not list.
    """
    path = {one.key: one.path for one in clinicians()}[key]
    secret = "a demo holds no secrets"
    vault = open_vault(home, passphrase=lambda: secret, use_keyring=False, clock=lambda: NOW)
    try:
        intake.take_in(vault, [path], now=NOW)
        audit.run(vault, jobs=1, with_reader=settings.wants_reader(), now=NOW)
    except BaseException:
        vault.close()
        raise
    return vault
