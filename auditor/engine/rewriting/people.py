"""More general wordings for names, roles, relatives and numbers that stand for somebody."""

from __future__ import annotations

from dataclasses import replace

from auditor.engine.marks import Mark
from auditor.engine.patterns import lazy
from auditor.engine.rewriting.context import Context
from auditor.engine.rewriting.model import Edit

_PERSON = (
    r"(?:patient|pt|client|man|woman|lady|gentleman|gent|bloke|guy|girl|boy|kid|lad|baby|child|toddler|friend"
    r"|son|daughter|wife|husband|mother|father|mum|mom|dad|brother|sister|partner|gran|nan|grandma|grandpa"
    r"|resident|little|old|dear)"
)
_APPOSED = lazy(rf"\b{_PERSON},? $")
_NAMING = lazy(
    r"(?:,? ?\b(?:named|called|nicknamed|aka|a\.k\.a\.|known as|calling (?:him|her|them)|call (?:him|her)) )$"
)
_NAME_IS = lazy(r"\b(?:his|her|their|whose) (?:first |real |last )?name(?: is| was|'s|:) ?$")
_FAREWELL = lazy(
    r"\b(?:rest easy|rest in peace|rip|r\.i\.p\.?|fly high|goodbye|farewell|happy birthday|thank you|thanks"
    r"|love you|well done|miss you|welcome|hello|hi|dear),? $"
)
_OF_WHAT = lazy(r" of (?:the |my |our |a )?(?:[a-z]+'s )?[a-z]+")
_HEAD = lazy(
    r"^(?:the|that|our|a|this) (?:[a-z]+ ){0,2}?(?:man|woman|lady|bloke|guy|gentleman|girl|boy|kid|lad|chap"
    r"|fella|fellow|one|couple|folks|family|dude|mum|mom|dad|teacher|driver|coach)\b"
)
_LABEL = lazy(
    r"(?:\b(?:at|on|is|was|his|her|their|the|my|call|ring|text|phone|ph|tel|telephone|mobile|mob|cell|number|num"
    r"|no|whatsapp|fax|e-?mail|reach (?:him|her|them)|mrn|mrd|ssn|nhs|nhi|hcn|chi|uhid|id|dob|hosp(?:ital)?"
    r"|patient|medical|record|chart|file|case|encounter|accession|specimen|lab|account|acct|invoice|ref|reference"
    r"|policy|member|group|claim|insurance|medicare|medicaid|ohip|plan|card|licen[cs]e|passport|plates?|rego|reg"
    r"|vin|serial|device|implant|lot|pump|social security|aadhaar|token|rx)\b[.:#=-]{0,2} ?|# ?){1,6}$"
)


def name(mark: Mark, here: Context, *, is_first: bool) -> tuple[Edit, ...]:
    """A name as `a patient`, or left out where the words before it say who it is already."""
    if here.shown.startswith("#") or mark.detail == "addressee":
        return (here.edit(""),)
    if (found := _NAME_IS.search(here.left)) is not None:
        return (Edit(here.start - len(found.group()), here.end, "name kept back"),)
    if (found := _NAMING.search(here.left)) is not None:
        return (Edit(here.start - len(found.group()), here.end, ""),)
    if _APPOSED.search(here.left):
        return (_between_commas(here),)
    if _FAREWELL.search(here.left):
        return (here.edit(""),)
    return (here.with_determiner("a patient" if is_first else "the patient"),)


def unknown(here: Context) -> tuple[Edit, ...]:
    """A capitalised word that no list knows: a place after a preposition of place, else somebody."""
    if here.preposition in ("in", "at", "near", "to"):
        return (here.with_preposition("here"),)
    if here.preposition == "from":
        return (here.with_preposition(""),)
    return (here.edit("") if here.is_before_noun else here.with_determiner("somebody"),)


def is_apposed(here: Context) -> bool:
    """Whether the words before say who it is already: `my patient`, `his daughter`."""
    return _APPOSED.search(here.left) is not None


def number(here: Context) -> tuple[Edit, ...]:
    """A number, an address or a contact goes, with the words that announce it."""
    found = _LABEL.search(here.left)
    start = here.start - (len(found.group()) if found else 0)
    return (_between_commas(Context(here.value, here.folded, start, here.end)),)


def _between_commas(here: Context) -> Edit:
    """Leave something out that is put in between commas, and the commas with it."""
    if here.left.endswith(", ") and here.right.startswith(","):
        return Edit(here.start - 2, here.end + 1, "")
    return here.edit("")


def relation(mark: Mark, here: Context) -> tuple[Edit, ...]:
    """A role, a relative or a deed as `somebody`."""
    if mark.detail == "your-kin":
        return (here.edit("your family"),)
    if mark.detail == "their-kin":
        return relative(here)
    if mark.detail == "deed":
        return _deed(here)
    if mark.detail == "described" and (head := _HEAD.match(here.shown)):
        until = here.start + head.end()
        return here.edit("somebody", until=until), here.edit("somebody", until=here.clause_end(here.end))
    if mark.detail == "uniqueness":
        return _unique(here)
    if mark.detail == "school" and here.shown.startswith(("same", "in the same")):
        return (here.edit(""),)
    if here.is_before_noun and here.is_determined and mark.detail != "kin-of":
        return (here.edit(""),)
    owned = "'s" if here.shown.endswith("'s") else ""
    whole = here.edit(f"person{owned}") if here.is_described else here.with_determiner(f"somebody{owned}")
    if mark.detail in ("fame", "village-role") and (of := _OF_WHAT.match(here.right)) is not None:
        whole = replace(whole, end=here.end + of.end())
    return (whole,)


def relative(here: Context) -> tuple[Edit, ...]:
    """`his wife` as `a relative`."""
    word = "relatives" if here.shown.endswith(("kids", "family", "parents")) else "relative"
    word += "'s" if here.shown.endswith("'s") else " of" if here.shown.endswith(" of") else ""
    if here.is_described or word.startswith("relatives"):
        return (here.edit(word),)
    return (here.with_determiner(f"a {word}"),)


def _deed(here: Context) -> tuple[Edit, ...]:
    """`who coaches the under-nines`: what somebody is known for goes to the end of its clause."""
    return (here.edit("", until=here.clause_end(here.end)),)


def _unique(here: Context) -> tuple[Edit, ...]:
    shown = here.shown
    if here.opens_sentence and here.right[:1] in ".!?,;\n":
        return (here.edit(""),)
    if shown.startswith("our "):
        return (here.edit("a"),)
    if shown in ("oldest", "youngest", "smallest", "tiniest", "biggest", "heaviest", "longest"):
        return (here.with_determiner("a"),)
    if shown.startswith(("first", "the only", "only")) and here.is_before_noun:
        return (here.with_determiner("a"),)
    return (here.with_determiner("somebody") if " in " in shown else here.edit(""),)
