"""More general wordings for days, dates and clock times; knows nothing of what happened then."""

from __future__ import annotations

from auditor.engine.marks import Mark
from auditor.engine.patterns import lazy
from auditor.engine.rewriting.context import Context
from auditor.engine.rewriting.model import Edit

_YEAR = lazy(r"(?:19|20)\d\d")
_AHEAD = lazy(r"^(?:tomorrow|tmrw|tmoro|2moro|mañana|next)")
_SPAN = lazy(
    r"(ago|back|earlier|later|before|after|to the day|post[- ]op)\b.*$|^(?:day|night|week|hour) \S+ ?(\w*)$"
)
_LED = lazy(r"\b(?:on|(?:on|in|at) the) $")
_COUNTED_DAY = lazy(r"\b(?:a|an|another|one|any) $")
_KEPT = lazy(r"(?:clinic|shift|list|round)$")
_STRETCH = lazy(r"this (?:past )?(?:week|weekend|wknd|month)\b")
_TURNED = lazy(r"\b(?:turned|turns|turning) [\w-]+ $")
_SPANS = {
    "ago": "some time ago",
    "back": "some time back",
    "earlier": "earlier",
    "later": "later",
    "before": "before",
    "after": "after",
    "to the day": "later",
}
_GOVERNED = ("since", "until", "till", "til", "by", "from", "for", "during", "before", "after", "of", "over")


def edits(mark: Mark, here: Context, *, is_told: bool) -> tuple[Edit, ...]:
    """First a vague time (a year may stand), then none; `is_told`: the sentence has a vague time already."""
    if here.shown.startswith("#") or mark.detail == "clock":
        return (here.with_preposition("") if here.preposition == "since" else here.edit(""),)
    if (owned := here.right[:2]) in ("'s", "' ") or here.shown.endswith("'s"):
        return _owned(here, owned)
    if (year := _YEAR.search(here.shown)) is not None:
        return _with_year(here, year.group())
    if (span := _SPAN.search(here.shown)) is not None:
        word = span.group(1) or ""
        if not word:
            return (here.edit("some time " + span.group(2) if span.group(2) else ""),)
        return (here.edit("after the operation" if "op" in word else _SPANS[word]),)
    if here.shown.startswith("every "):
        return here.edit("regularly"), here.edit("")
    if mark.detail == "live" and not here.opens_sentence:
        return (here.edit(""),)
    return _vague(here, is_told)


def _vague(here: Context, is_told: bool) -> tuple[Edit, ...]:
    if here.preposition in _GOVERNED:
        return (here.with_preposition("for some time" if here.preposition == "since" else ""),)
    if here.is_determined and (kept := _KEPT.search(here.shown)) is not None:
        return (here.edit(kept.group()),)
    if _COUNTED_DAY.search(here.left) and not here.is_before_noun:
        return (here.edit("day"),)
    if (here.is_determined and here.is_before_noun) or is_told or _TURNED.search(here.left):
        return (here.edit(""),)
    if here.right.startswith((" was ", " is ")):
        return (here.edit("that day"),)
    if _LED.search(here.left):
        return here.with_preposition("once" if _opens(here) else "some time ago"), here.with_preposition("")
    if _AHEAD.search(here.shown):
        return here.edit("soon"), here.edit("")
    if _STRETCH.match(here.shown) and not here.opens_sentence:
        return (here.edit(""),)
    if here.opens_sentence:
        return here.edit("once"), here.edit("")
    return here.edit("some time ago"), here.edit("")


def _opens(here: Context) -> bool:
    """Whether a sentence begins with the preposition before it."""
    edit = here.with_preposition("")
    return Context(here.value, here.folded, edit.start, edit.end).opens_sentence


def _with_year(here: Context, year: str) -> tuple[Edit, ...]:
    if here.preposition in ("on", "in", "at"):
        return here.with_preposition(f"in {year}"), here.with_preposition("")
    lead = "in " if not here.preposition else ""
    return here.edit(f"{lead}{year}"), here.edit("")


def _owned(here: Context, following: str) -> tuple[Edit, ...]:
    """`last night's clinic`."""
    until = here.end + (2 if following == "'s" else 0)
    text = "" if here.is_determined else "a past"
    return (here.edit(text, until=until),)
