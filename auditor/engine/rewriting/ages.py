"""More general wordings for ages; knows nothing of whose age it is."""

from __future__ import annotations

from collections.abc import Callable

from auditor.engine.marks import Mark
from auditor.engine.patterns import lazy
from auditor.engine.rewriting.context import Context
from auditor.engine.rewriting.model import Edit

OLDEST_NAMED = 89
"""Safe Harbor lets ages up to 89 stand (45 CFR 164.514(b)(2)(i)(C))."""
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty")
_SEX = lazy(r"[ -]?(f|m|female|male)\b(?!')")
_FORM = lazy(
    r"(?P<verb>is|was|she's|he's|shes|hes|turned|turns|turning|at|nearly|almost|just|barely|only)\b"
    r"(?: just| only| nearly| almost| now| at)?"
    r"|(?P<aged>aged?|age of|aet\.?)\b|(?P<decade>(?:in )?(?:his|her|their)\b)"
)
_BIRTHDAY = lazy(r"birthday|b-?day|\dth\b")
_YEAR = lazy(r"(?:19|20)\d\d")
_PREDICATE = lazy(r"[.,;!?)\n]| (?:and|but|still|with)\b|$")
_CARD = lazy(r"telegram|card|letter")
_SEXES = {"f": "woman", "female": "woman", "m": "man", "male": "man"}
_CHILD, _TEEN, _ADULT = 3, 13, 20


def edits(mark: Mark, here: Context) -> tuple[Edit, ...]:
    """First the decade or the stage of life, then no more than that it is a person."""
    if mark.detail == "gestation":
        return _gestation(here)
    if _CARD.search(here.shown):
        return (here.with_determiner("a card"),)
    if _BIRTHDAY.search(here.shown):
        is_said = here.right.lstrip().startswith(("birthday", "b-day", "bday"))
        return (here.edit("" if is_said else "birthday"),)
    if mark.detail == "birth-date" or here.shown.startswith(("dob", "d.o.b", "born")):
        return _birth(mark, here)
    form = _FORM.match(here.shown)
    if form is not None:
        return _told(mark, here, form.lastgroup or "", form.group())
    return _described(mark, here)


def _birth(mark: Mark, here: Context) -> tuple[Edit, ...]:
    """A birth date: its year may stand unless it tells an age over 89."""
    if not here.shown.startswith("born"):
        return (here.edit(""),)
    year = _YEAR.search(here.shown)
    if mark.detail == "over-89" or year is None:
        return (here.edit("born long ago" if mark.detail == "over-89" else "born"),)
    return (here.edit(f"born in {year.group()}"),)


def _gestation(here: Context) -> tuple[Edit, ...]:
    if here.right.lstrip().startswith(("pregnant", "along", "gone")):
        return (here.edit("far" if "along" in here.right[:8] or "gone" in here.right[:6] else ""),)
    if "week" in here.shown and here.shown.rstrip().endswith(("er", "ers")):
        return (here.edit("baby"),)
    if here.preposition == "at":
        return (here.with_preposition("in pregnancy"),)
    return (here.edit("some weeks"),)


def _told(mark: Mark, here: Context, form: str, opening: str) -> tuple[Edit, ...]:
    """`is 94`, `turned 42`, `aged 42`, `in her 40s`."""
    stage = _stage(mark, as_noun=False, is_alone=True)
    word = opening.split()[0]
    if form == "decade":
        return (here.edit("of great age" if mark.detail == "over-89" else ""),)
    if form == "aged":
        last = "an adult" if here.left.endswith(("is ", "was ")) else ""
        return here.edit("of great age" if mark.detail == "over-89" else stage), here.edit(last)
    if word in ("turned", "turns"):
        return (here.edit(f"is {stage}"),)
    if word == "at":
        return here.edit("at a great age" if mark.detail == "over-89" else ""), here.edit("")
    if word in ("turning", "nearly", "almost", "just", "barely", "only"):
        return here.edit(stage), here.edit("")
    if mark.detail == "over-89":
        return (here.edit(f"{word} {stage}"),)
    plain = "a child" if mark.detail in ("infant", "minor") else "an adult"
    return here.edit(f"{word} {stage}"), here.edit(f"{word} {plain}")


def _described(mark: Mark, here: Context) -> tuple[Edit, ...]:
    """`94-year-old`, `87 yo F`, `42m`, `Ninety-four.`, `centenarian`."""
    if mark.detail in ("bare", "bare-over-89") or here.shown.replace("-", " ").split()[-1].isdigit():
        return here.edit(_stage(mark, as_noun=False, is_alone=True)), here.edit("")
    until, person = mark.end, ""
    if here.shown[-1:] in ("f", "m") or here.shown.endswith("male"):
        person = _SEXES["f" if here.shown.endswith(("f", "female")) else "m"]
    elif (sex := _SEX.match(here.right)) is not None:
        until, person = mark.end + sex.end(), _SEXES[sex.group(1)]
    if not person and not here.is_determined and _PREDICATE.match(here.right):
        return here.edit(_stage(mark, as_noun=False, is_alone=True)), here.edit("")
    as_noun = not person and not here.is_before_noun
    stage = _stage(mark, as_noun=as_noun, is_alone=False)
    return (
        here.edit(f"{stage} {person}".strip(), until=until),
        here.edit(person or (_plain(mark) if as_noun else ""), until=until),
    )


def _stage(mark: Mark, *, as_noun: bool, is_alone: bool) -> str:
    """The decade, or a stage of life; a noun, an adjective, or what follows `is`."""
    years = int(mark.value) if mark.value.isdigit() else None
    noun: Callable[[str, str], str] = lambda adjective, person: person if as_noun else adjective  # noqa: E731
    if mark.detail in ("over-89", "bare-over-89") or (years or 0) > OLDEST_NAMED:
        return "very old person" if as_noun else "very old"
    if mark.detail == "infant" and not years:
        return "a baby" if is_alone else noun("young", "baby")
    if years is None:
        return "an adult" if is_alone else noun("adult", "adult")
    if years < _CHILD:
        return "a small child" if is_alone else noun("small", "small child")
    if years < _TEEN:
        return "a child" if is_alone else noun("young", "child")
    if years < _ADULT:
        return "a teenager" if is_alone else noun("teenage", "teenager")
    return f"{_TENS[years // 10]}-something"


def _plain(mark: Mark) -> str:
    """The person with no age at all."""
    return "child" if mark.detail in ("infant", "minor") else "person"
