"""An invented nurse, her engine, and short ways to ask for a suggestion or to generalise one detail."""

from __future__ import annotations

from auditor.engine import AccountContext, Engine, Subject, rewriting
from auditor.engine.reading import Reading
from auditor.engine.rewriting.details import details_of
from auditor.engine.rewriting.mending import applied
from connectors.model import Owner, Use

OWNER = Owner(
    name="Ada Example",
    role="nurse",
    employers=("Lakeview General Hospital",),
    city="Harrow Creek, MN",
    conflicts=("VeinBright (paid speaker)", "Northwind Labs (consultant)", "Glow Clinic (owner)"),
)
ACCOUNT = AccountContext("x", "@ada", "Ada Example", Use.PROFESSIONAL, "RN at Lakeview General Hospital")
ENGINE = Engine(OWNER, (ACCOUNT,), b"k" * 32)


def generalised(text: str, step: int = 0) -> str:
    """The text with every detail made general, by its first wording or a later one where there is one."""
    reading = Reading(Subject("1", "post", text), ACCOUNT, OWNER)
    edits = [detail.edits[min(step, len(detail.edits) - 1)] for detail in details_of(reading)]
    return applied(text, reading.text, edits)


def suggested(
    text: str,
    *,
    rule: str = "phi/mosaic",
    parent: str | None = None,
    account: AccountContext = ACCOUNT,
    engine: Engine = ENGINE,
    media_alts: tuple[str, ...] = (),
) -> rewriting.Suggestion | None:
    """What is suggested for a post, or for a reply to `parent`."""
    kind = "reply" if parent else "post"
    subject = Subject("1", kind, text, parent_text=parent, media_alts=media_alts)
    return rewriting.suggest(engine, rule, subject, account)
